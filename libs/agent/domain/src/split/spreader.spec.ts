import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Spreader } from './spreader.js';

const MEMBERS = [{ ordinal: 1, mbps: 10 }, { ordinal: 2, mbps: 20 }, { ordinal: 3, mbps: 30 }] as const;

describe('M4 frames of a split service', () => {
  it('are spread over its members by their bandwidth', () => {
    const spreader = new Spreader();
    spreader.use(MEMBERS);
    const taken = Array.from({ length: 60 }, () => spreader.next(100));
    expect([1, 2, 3].map((ordinal) => taken.filter((one) => one === ordinal).length)).toEqual([10, 20, 30]);
  });

  it('go by what is left, by nothing where nothing is, and by a member that comes back for its share from then on', () => {
    const spreader = new Spreader();
    expect(spreader.next(100)).toBeUndefined();
    spreader.use(MEMBERS.slice(0, 1));
    for (let count = 0; count < 1_000; count++) expect(spreader.next(1_000)).toBe(1);
    spreader.use(MEMBERS.slice(0, 2));
    const taken = Array.from({ length: 30 }, () => spreader.next(1_000));
    expect(taken.filter((one) => one === 1).length).toBe(10);
  });

  it('of any sizes leave each member within one frame of its share', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 1_600 }), { minLength: 1, maxLength: 300 }), (sizes) => {
        const spreader = new Spreader();
        spreader.use(MEMBERS);
        const carried = new Map<number, number>();
        for (const octets of sizes) {
          const ordinal = spreader.next(octets) ?? 0;
          carried.set(ordinal, (carried.get(ordinal) ?? 0) + octets);
        }
        const total = sizes.reduce((sum, octets) => sum + octets, 0);
        for (const { ordinal, mbps } of MEMBERS) expect(Math.abs((carried.get(ordinal) ?? 0) - (total * mbps) / 60)).toBeLessThanOrEqual(2 * 1_600);
      }),
    );
  });
});
