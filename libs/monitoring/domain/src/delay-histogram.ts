import { invariant } from '@carriermesh/kernel';

/** Buckets for each doubling of a delay: a percentile is at most one part in 128 above what was measured, and never below. */
const PER_DOUBLING = 128;
const BITS = Math.log2(PER_DOUBLING);

/**
 * How often which delay was seen, by log-linear buckets (as HdrHistogram has them): of delays up to ten seconds there are fewer than
 * 3,600. Two of them are added by adding their counts, in any order.
 */
export type DelayHistogram = ReadonlyMap<number, number>;

/** @param ns a whole number from 0 */
export function bucketOf(ns: number): number {
  if (ns < PER_DOUBLING) return ns;
  const doublings = Math.floor(Math.log2(ns)) - BITS;
  return doublings * PER_DOUBLING + Math.floor(ns / 2 ** doublings);
}

/** The longest delay that falls into a bucket. */
export function highestOf(bucket: number): number {
  if (bucket < PER_DOUBLING) return bucket;
  const doublings = Math.floor(bucket / PER_DOUBLING) - 1;
  return (bucket - doublings * PER_DOUBLING + 1) * 2 ** doublings - 1;
}

export function recorded(histogram: DelayHistogram, delaysNs: readonly number[]): DelayHistogram {
  const counts = new Map(histogram);
  for (const ns of delaysNs) add(counts, bucketOf(ns), 1);
  return counts;
}

export function merged(histograms: Iterable<DelayHistogram>): DelayHistogram {
  const counts = new Map<number, number>();
  for (const histogram of histograms) for (const [bucket, count] of histogram) add(counts, bucket, count);
  return counts;
}

export const countOf = (histogram: DelayHistogram): number => [...histogram.values()].reduce((sum, count) => sum + count, 0);

/**
 * The least delay that `perMille` of 1,000 packets did not exceed (MEF 10.4), by the longest of its bucket.
 * @param histogram of one packet at least
 */
export function percentile(histogram: DelayHistogram, perMille: number): number {
  const rank = (countOf(histogram) * perMille) / 1_000;
  const buckets = [...histogram].sort(([a], [b]) => a - b);
  let seen = 0;
  for (const [bucket, count] of buckets) {
    seen += count;
    // Convolved counts are fractions, which add up to the rank but for their last digits.
    if (seen >= rank * (1 - Number.EPSILON * buckets.length)) return highestOf(bucket);
  }
  const last = buckets.at(-1);
  invariant(last, 'a percentile of no delay');
  return highestOf(last[0]);
}

/**
 * What packets take that go through one after the other, when neither delay depends on the other. It weighs as much as the one that
 * fewer packets were measured of.
 */
export function convolved(first: DelayHistogram, second: DelayHistogram): DelayHistogram {
  const [firstCount, secondCount] = [countOf(first), countOf(second)];
  const weight = Math.min(firstCount, secondCount) / (firstCount * secondCount);
  const counts = new Map<number, number>();
  for (const [a, times] of first) for (const [b, others] of second) add(counts, bucketOf(highestOf(a) + highestOf(b)), times * others * weight);
  return counts;
}

function add(counts: Map<number, number>, bucket: number, count: number): void {
  counts.set(bucket, (counts.get(bucket) ?? 0) + count);
}
