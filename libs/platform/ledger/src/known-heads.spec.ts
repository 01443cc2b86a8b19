import { describe, expect, it } from '@jest/globals';
import { KnownHeads, MAX_KNOWN_HEADS } from './known-heads.js';

describe('known heads', () => {
  it('vouch for a new stream, and for exactly the revision that was noted', () => {
    const heads = new KnownHeads();
    expect(heads.isAt('a', 'none')).toBe(true);
    expect(heads.isAt('a', 0)).toBe(false);
    heads.note(new Map([['a', 4]]));
    expect([3, 4, 5].map((expected) => heads.isAt('a', expected))).toEqual([false, true, false]);
  });

  it('never vouch for a writer that expects nothing, whose revision has to be looked up', () => {
    const heads = new KnownHeads();
    heads.note(new Map([['a', 0]]));
    expect(heads.isAt('a', 'any')).toBe(false);
  });

  it('know nothing more of a stream that was refused, and of none after a new connection', () => {
    const heads = new KnownHeads();
    heads.note(new Map([['a', 1], ['b', 2]]));
    heads.forget([{ stream: 'a', expected: 1, events: [] }]);
    expect([heads.isAt('a', 1), heads.isAt('b', 2)]).toEqual([false, true]);
    heads.forgetAll();
    expect(heads.isAt('b', 2)).toBe(false);
  });

  it(`keep the last ${MAX_KNOWN_HEADS / 2} streams that were written and at most ${MAX_KNOWN_HEADS}, whatever was noted of one last`, () => {
    const heads = new KnownHeads();
    const noteFrom = (first: number, count: number) => {
      for (let n = first; n < first + count; n++) heads.note(new Map([[`s-${n}`, 0]]));
    };
    noteFrom(0, MAX_KNOWN_HEADS / 2);
    heads.note(new Map([['s-0', 1]]));
    expect([heads.isAt('s-0', 1), heads.isAt('s-1', 0)]).toEqual([true, true]);
    noteFrom(MAX_KNOWN_HEADS / 2, MAX_KNOWN_HEADS / 2 - 1);
    expect([heads.isAt('s-0', 1), heads.isAt('s-1', 0), heads.isAt(`s-${MAX_KNOWN_HEADS / 2}`, 0)]).toEqual([true, false, true]);
  });
});
