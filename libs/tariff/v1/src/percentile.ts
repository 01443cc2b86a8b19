import { invariant } from '@carriermesh/kernel';
import { compareExact, decimal, exact, greatestExact, multiplyExact, NOTHING, subtractExact, type Exact } from './exact.js';
import type { Part } from './quantity.js';
import type { PercentileTerms } from './tariff-terms.js';

/**
 * The percentile by nearest rank: of n samples in order, the ⌈p × n / 100⌉th. Of 8,640 five-minute samples of thirty days
 * the 95th leaves out the highest 432, which is 36 hours.
 */
export function nearestRankPercentile(samples: readonly Exact[], percentile: number): Exact {
  invariant(samples.length > 0, 'a percentile is of one sample at least');
  invariant(Number.isInteger(percentile) && percentile >= 1 && percentile <= 100, `a percentile is a whole number from 1 to 100, not ${percentile}`);
  const ordered = [...samples].sort(compareExact);
  const rank = Math.ceil((percentile * samples.length) / 100);
  return ordered[rank - 1] ?? NOTHING;
}

/** A month's samples of one line: its commitment whether used or not, and what the percentile is above it. */
export function rateSamples(terms: PercentileTerms, series: ReadonlyMap<string, readonly Exact[]>): readonly Part[] {
  const figures = [...series.values()].map((samples) => nearestRankPercentile(samples, terms.percentile));
  const billable = figures.reduce(greatestExact, NOTHING);
  const commit = decimal(terms.commit);
  const burst = greatestExact(subtractExact(billable, commit), NOTHING);
  const part = (kind: 'commit' | 'burst', price: string, quantity: Exact): Part =>
    ({ kind, rate: decimal(price), quantity, amount: multiplyExact(decimal(price), quantity) });
  return [
    ...(compareExact(commit, exact(0n)) > 0 ? [part('commit', terms.commitPrice, commit)] : []),
    ...(compareExact(burst, exact(0n)) > 0 ? [part('burst', terms.burstPrice, burst)] : []),
  ];
}
