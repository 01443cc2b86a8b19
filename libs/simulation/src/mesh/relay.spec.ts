import { describe, expect, it } from '@jest/globals';
import { simulate } from '../simulate.js';

/** Of so many seeds together. */
const MAX_SEEDS = 60;

describe('what is drawn of the relay', () => {
  it.each([
    ['gives way to an alarm', /^relay#\d+ gave way for \d+ ms$/],
    ['is told that somebody waits, and cuts the gap between its runs short', /^relay#\d+ hears cm\.sys\.awaited$/],
    ['is told of a commit by who made it', /^relay#\d+ hears cm\.sys\.committed$/],
    ['finds the stream elsewhere than it left it, and is refused', /^the stream ends with \d+, and does not take what follows \d+$/],
    ['comes back to a bus that has lost its store, and fills it again', /^the store of the bus is wiped$/],
  ])('%s', async (_, drawn) => {
    let isDrawn = false;
    const show = (line: string): void => void (isDrawn ||= drawn.test(line.slice(line.indexOf(' ') + 1).trimEnd()));
    for (let seed = 1; seed <= MAX_SEEDS && !isDrawn; seed++) expect(await simulate(seed, { show })).toMatchObject({ ok: true });
    expect(isDrawn).toBe(true);
  }, 150_000);
});
