import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { VersionedMap } from './versioned-map.js';

const KEYS = 6;
const sorted = (map: ReadonlyMap<number, number>) => [...map].sort(([a], [b]) => a - b);

/** One step: from which of the versions so far another is made, what of, and which is looked at next. */
const step = fc.record({ from: fc.nat(), key: fc.nat(KEYS - 1), value: fc.option(fc.nat(9)), look: fc.nat() });

describe('a map in versions', () => {
  it('keeps every version as it was, whichever versions are made of which and asked in between', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const versions = [VersionedMap.of<number, number>([[0, 0]])];
        const copies = [new Map([[0, 0]])];
        for (const { from, key, value, look } of steps) {
          const [version, copy] = [versions[from % versions.length], new Map(copies[from % copies.length])];
          if (value === null) copy.delete(key);
          else copy.set(key, value);
          copies.push(copy);
          versions.push((value === null ? version?.without(key) : version?.with(key, value)) as VersionedMap<number, number>);
          const [seen, known] = [versions[look % versions.length], copies[look % copies.length]];
          expect([seen?.size, seen?.get(key), seen?.has(key)]).toEqual([known?.size, known?.get(key), known?.has(key)]);
        }
        expect(versions.map(sorted)).toEqual(copies.map(sorted));
      }),
    );
  });

  it('lists the entries of the newest version in the order in which they came, as a map does', () => {
    let version = VersionedMap.of<string, number>();
    for (const [index, key] of ['b', 'a', 'c', 'd'].entries()) version = version.with(key, index);
    version = version.without('a').with('b', 7);
    expect([[...version], [...version.keys()], [...version.values()]]).toEqual([[['b', 7], ['c', 2], ['d', 3]], ['b', 'c', 'd'], [7, 2, 3]]);
  });

  it('can be gone through while versions are made of it, and is the same version when what is to go is not there', () => {
    const map = VersionedMap.of([1, 2, 3, 4].map((each) => [each, each] as const));
    let left = map;
    const seen: number[] = [];
    map.forEach((value, key) => {
      seen.push(value);
      left = left.without(key);
    });
    expect([seen, left.size, map.size, map.without(9) === map]).toEqual([[1, 2, 3, 4], 0, 4, true]);
  });
});
