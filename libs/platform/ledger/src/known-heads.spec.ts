import { describe, expect, it } from '@jest/globals';
import { KnownHeads, MAX_KNOWN_HEADS } from './known-heads.js';

describe('known heads', () => {
  it('vouch for a new stream, and for exactly the revision that was noted', () => {
    const heads = new KnownHeads();
    expect(heads.headFor('a', 'none')).toBe('none');
    expect(heads.headFor('a', 0)).toBeUndefined();
    heads.note(new Map([['a', 4]]));
    expect([3, 4, 5].map((expected) => heads.headFor('a', expected))).toEqual([undefined, 4, undefined]);
  });

  it('tell a writer that expects nothing what was noted, and let him look where nothing was', () => {
    const heads = new KnownHeads();
    heads.note(new Map([['a', 0]]));
    expect([heads.headFor('a', 'any'), heads.headFor('b', 'any')]).toEqual([0, undefined]);
  });

  it('know nothing more of a stream that was refused, and of none after a new connection', () => {
    const heads = new KnownHeads();
    heads.note(new Map([['a', 1], ['b', 2]]));
    heads.forget([{ stream: 'a', expected: 1, events: [] }]);
    expect([heads.headFor('a', 1), heads.headFor('b', 2)]).toEqual([undefined, 2]);
    heads.forgetAll();
    expect(heads.headFor('b', 2)).toBeUndefined();
  });

  it(`keep the last ${MAX_KNOWN_HEADS / 2} streams that were written and at most ${MAX_KNOWN_HEADS}, whatever was noted of one last`, () => {
    const heads = new KnownHeads();
    const noteFrom = (first: number, count: number) => {
      for (let n = first; n < first + count; n++) heads.note(new Map([[`s-${n}`, 0]]));
    };
    noteFrom(0, MAX_KNOWN_HEADS / 2);
    heads.note(new Map([['s-0', 1]]));
    expect([heads.headFor('s-0', 1), heads.headFor('s-1', 0)]).toEqual([1, 0]);
    noteFrom(MAX_KNOWN_HEADS / 2, MAX_KNOWN_HEADS / 2 - 1);
    expect([heads.headFor('s-0', 1), heads.headFor('s-1', 0), heads.headFor(`s-${MAX_KNOWN_HEADS / 2}`, 0)]).toEqual([1, undefined, 0]);
  });
});
