import { sum } from '@carriermesh/kernel';
import { carriedMbps, ceilExact, exact, formatMonthly, monthlyAt, withMonthlyFees } from '@carriermesh/tariff-v1';
import type { contracting } from '@carriermesh/wire';
import { winnerOf } from './agreement.js';
import { feesOf, leastPrice } from './costing.js';
import { figuresOf, scenarioMbps } from './formats.js';

/** Of a quote, what another bandwidth of the service that came of it follows from. */
export type QuotedService = Pick<contracting.Quote, 'quoteId' | 'terms' | 'scenarios' | 'formats' | 'policy' | 'buyerTerms'>;

/** What travels where another bandwidth is ordered of a service that is carried in a format, by the share that was quoted; `undefined` of any other. @param mbps as ordered */
export function carriedAt(quote: QuotedService, mbps: number): number | undefined {
  const { format } = winnerOf(quote);
  return format && carriedMbps(mbps, figuresOf(format.service, quote.formats?.terms).bandwidth);
}

/**
 * Whether another bandwidth, at each side's contracted price for each Mbit/s, is sold for no less than the seller may: what formatting costs however little is
 * ordered, the fees of resources, and what travels in whole Mbit/s, do not become less with the price.
 * @param carried in whole Mbit/s
 */
export function isPaidFor(quote: QuotedService, { mbps, carried = mbps }: { readonly mbps: number; readonly carried?: number | undefined }): boolean {
  const { terms, terms: { currency }, formats } = quote;
  const winner = winnerOf(quote);
  const { costs, format, monthlyPrice } = winner;
  const bandwidth = { mbps: carried, contractedMbps: scenarioMbps(winner, terms) };
  const formatting = format ? [{ currency, microMinor: formatMonthly(figuresOf(format.service, formats?.terms), mbps) }] : [];
  const monthlyCost = sum(currency, [...costs.map((cost) => withMonthlyFees(monthlyAt(cost.monthly, bandwidth), [feesOf(cost)])), ...formatting]);
  // The contracted price may be the least one, rounded to the nearest microMinor: so little for each contracted Mbit/s is no loss.
  const most = ceilExact(exact((monthlyPrice.microMinor + 1n) * BigInt(mbps), BigInt(terms.mbps)));
  return most >= leastPrice({ costs, monthlyCost, ...(format && { format }) }, quote).microMinor;
}
