import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bucketOf, convolved, countOf, highestOf, merged, percentile, recorded } from './delay-histogram.js';

const MOST_NS = 10_000_000_000;
const delay = fc.integer({ min: 0, max: MOST_NS });
const sampled = (seed: number) => Array.from({ length: 40 }, (_, index) => 1_000 + ((index * 7_919 * seed) % 9_973));

describe('S2-14 a histogram of delays', () => {
  it('tells each delay by its bucket’s longest one, which is at most one part in 1,024 above it', () => {
    fc.assert(
      fc.property(delay, (ns) => {
        const told = highestOf(bucketOf(ns));
        expect(told >= ns && told <= ns + ns / 1_024).toBe(true);
      }),
    );
    expect([0, 1_023, 1_024, 2_047].map((ns) => highestOf(bucketOf(ns)))).toEqual([0, 1_023, 1_024, 2_047]);
    expect(bucketOf(MOST_NS)).toBeLessThan(26_000);
  });

  it('has a bucket for each delay next to that of the delay before', () => {
    for (const power of [9, 10, 11, 15, 30, 33]) expect(bucketOf(2 ** power) - bucketOf(2 ** power - 1)).toBe(1);
  });

  it('tells the percentile of the sorted delays, whatever order they came in and however they were split', () => {
    fc.assert(
      fc.property(fc.array(delay, { minLength: 1, maxLength: 200 }), fc.constantFrom(500, 950, 990, 999, 1_000), fc.nat(200), (delays, perMille, cut) => {
        const sorted = [...delays].sort((a, b) => a - b);
        const exact = sorted[Math.ceil((perMille * delays.length) / 1_000 - 1e-9) - 1] ?? 0;
        const parts = [recorded(new Map(), delays.slice(cut)), recorded(new Map(), delays.slice(0, cut).reverse())];
        expect(percentile(merged(parts), perMille)).toBe(highestOf(bucketOf(exact)));
      }),
    );
  });

  it('convolved with another is that of all sums, and weighs as much as the lighter one', () => {
    const [first, second] = [sampled(3), sampled(5).slice(0, 10)];
    const both = convolved(recorded(new Map(), first), recorded(new Map(), second));
    expect(countOf(both)).toBeCloseTo(10, 9);
    for (const perMille of [500, 990]) expect(percentile(both, perMille) / sumPercentile(first, second, perMille)).toBeCloseTo(1, 1);
  });

  it('convolved of many delays, spread widely, tells the far percentiles within one part in fifty', () => {
    const [first, second] = [3, 5].map((seed) => Array.from({ length: 300 }, (_, index) => 1_000 + ((index * 7_919 * seed) % 99_991) ** 2));
    const both = convolved(recorded(new Map(), first!), recorded(new Map(), second!));
    for (const perMille of [950, 990, 999]) {
      const ratio = percentile(both, perMille) / sumPercentile(first!, second!, perMille);
      expect(ratio > 0.98 && ratio < 1.02).toBe(true);
    }
  });
});

function sumPercentile(first: readonly number[], second: readonly number[], perMille: number): number {
  return percentile(recorded(new Map(), first.flatMap((a) => second.map((b) => a + b))), perMille);
}
