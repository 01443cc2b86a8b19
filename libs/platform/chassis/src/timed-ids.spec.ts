import { describe, expect, it } from '@jest/globals';
import { validate, version } from 'uuid';
import { TimedIds } from './timed-ids.js';

const COUNT = 5_000;
const msOf = (id: string): number => Number.parseInt(id.slice(0, 13).replace('-', ''), 16);

describe('an id of the time', () => {
  it('is of version 7, of now, and no other one of thousands of two sources', () => {
    const beganAt = Date.now();
    const sources = [new TimedIds(), new TimedIds()];
    const ids = sources.flatMap((source) => Array.from({ length: COUNT }, () => source.next()));
    const endedAt = Date.now();
    expect(ids.filter((id) => !validate(id) || version(id) !== 7)).toEqual([]);
    expect(ids.filter((id) => msOf(id) < beganAt || msOf(id) > endedAt)).toEqual([]);
    expect(new Set(ids).size).toBe(2 * COUNT);
  });
});
