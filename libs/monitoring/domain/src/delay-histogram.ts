import { invariant } from '@carriermesh/kernel';

/** Buckets for each doubling of a delay: a percentile is at most one part in 1,024 above what was measured, and never below. */
const PER_DOUBLING = 1_024;
const MOST_BIT = 31;
const HALVINGS = Float64Array.from({ length: MOST_BIT + 1 }, (_, times) => 2 ** -times);
/** Twice as many points tell a convolved delay twice as finely, and cost four times as much: a month of a service has hundreds of hours. */
const FINENESS = 25;

/**
 * How often which delay was seen, by log-linear buckets (as HdrHistogram has them): of delays up to ten seconds there are fewer than
 * 26,000, and of a steady line a few dozen. Two of them are added by adding their counts, in any order.
 */
export type DelayHistogram = ReadonlyMap<number, number>;

/** @param ns a whole number from 0 */
export function bucketOf(ns: number): number {
  if (ns < PER_DOUBLING) return ns;
  // Thirty-two bits are enough for the seconds that a delay may have.
  const doublings = MOST_BIT - Math.clz32(ns / PER_DOUBLING);
  return doublings * PER_DOUBLING + Math.floor(ns * HALVINGS[doublings]!);
}

/** The longest delay that falls into a bucket. */
export function highestOf(bucket: number): number {
  if (bucket < PER_DOUBLING) return bucket;
  const doublings = Math.floor(bucket / PER_DOUBLING) - 1;
  return (bucket - doublings * PER_DOUBLING + 1) * 2 ** doublings - 1;
}

export function recorded(histogram: DelayHistogram, delaysNs: readonly number[]): DelayHistogram {
  const counts = new Map(histogram);
  for (const ns of delaysNs) counts.set(bucketOf(ns), (counts.get(bucketOf(ns)) ?? 0) + 1);
  return counts;
}

export function merged(histograms: readonly DelayHistogram[]): DelayHistogram {
  const last = histograms.reduce((most, histogram) => [...histogram.keys()].reduce((bucket, next) => Math.max(bucket, next), most), 0);
  const counts = new Float64Array(last + 1);
  for (const histogram of histograms) for (const [bucket, count] of histogram) counts[bucket]! += count;
  return sparse(counts);
}

export const countOf = (histogram: DelayHistogram): number => [...histogram.values()].reduce((sum, count) => sum + count, 0);

/**
 * The least delay that `perMille` of 1,000 packets did not exceed (MEF 10.4), by the longest of its bucket.
 * @param histogram of one packet at least
 */
export function percentile(histogram: DelayHistogram, perMille: number): number {
  const rank = (countOf(histogram) * perMille) / 1_000;
  const buckets = bucketsOf(histogram);
  let seen = 0;
  for (const bucket of buckets) {
    seen += histogram.get(bucket) ?? 0;
    // Convolved counts are fractions, which add up to the rank but for their last digits.
    if (seen >= rank * (1 - Number.EPSILON * buckets.length)) return highestOf(bucket);
  }
  const last = buckets.at(-1);
  invariant(last !== undefined, 'a percentile of no delay');
  return highestOf(last);
}

/**
 * What packets take that go through one after the other, when neither delay depends on the other. It weighs as much as the one that
 * fewer packets were measured of.
 */
export function convolved(first: DelayHistogram, second: DelayHistogram): DelayHistogram {
  const [firstCount, secondCount] = [countOf(first), countOf(second)];
  const weight = Math.min(firstCount, secondCount) / (firstCount * secondCount);
  const [points, others] = [pointsOf(first), pointsOf(second)];
  const counts = new Float64Array(bucketOf(Math.ceil((points.at(-1)?.ns ?? 0) + (others.at(-1)?.ns ?? 0))) + 1);
  for (const a of points) for (const b of others) counts[bucketOf(Math.round(a.ns + b.ns))]! += a.count * b.count * weight;
  return sparse(counts);
}

/** In order. An array of numbers sorts several times as fast as one of pairs. */
const bucketsOf = (histogram: DelayHistogram): Uint32Array => Uint32Array.from(histogram.keys()).sort();

interface Point {
  readonly ns: number;
  readonly count: number;
}

/** About a hundred points at most, which take fewer packets together the nearer they are to either end (as a t-digest does): percentiles beyond the 99th stay what they are. */
function pointsOf(histogram: DelayHistogram): readonly Point[] {
  const total = countOf(histogram);
  const points: Point[] = [];
  let open: Point = { ns: 0, count: 0 };
  let before = 0;
  for (const bucket of bucketsOf(histogram)) {
    const count = histogram.get(bucket) ?? 0;
    const share = (before + (open.count + count) / 2) / total;
    if (open.count > 0 && open.count + count > (4 * total * share * (1 - share)) / FINENESS) {
      points.push(open);
      before += open.count;
      open = { ns: 0, count: 0 };
    }
    const both = open.count + count;
    open = { ns: (open.ns * open.count + highestOf(bucket) * count) / both, count: both };
  }
  return [...points, open];
}

/** Adding is done in an array over all buckets; what is empty is not kept. */
function sparse(counts: Float64Array): DelayHistogram {
  const histogram = new Map<number, number>();
  counts.forEach((count, bucket) => {
    if (count > 0) histogram.set(bucket, count);
  });
  return histogram;
}
