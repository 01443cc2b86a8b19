import { type Money, sum } from '@carriermesh/kernel';
import { apportion, withMarkup, withMonthlyFees } from '@carriermesh/tariff-v1';
import type { common, contracting } from '@carriermesh/wire';
import { type AgreedSegment, agreedSegments, agreedStandbys, type Agreement, winnerOf } from './agreement.js';
import { latencyOf } from './formats.js';
import { accumulated, rejoined } from './service-level.js';

/**
 * The agreement with the customer (S0-7). It binds the suppliers' agreements by their hashes and shows none of their terms.
 * @param supplies one for each supplier
 */
export function customerContract(agreement: Agreement, supplies: readonly contracting.SupplyReference[]): contracting.Contract {
  const { contractId, sellerId, quote, quoteSha256, termsSha256, acceptedAt, signedAt } = agreement;
  const segments = agreedSegments(agreement);
  const winner = winnerOf(quote);
  const { path: { split }, format } = winner;
  return {
    contractId,
    orderId: quote.orderId,
    buyerId: quote.buyerId,
    sellerId,
    quoteId: quote.quoteId,
    quoteSha256,
    terms: quote.terms,
    latencyNs: latencyOf(winner),
    segments: segments.map(({ segment }) => segment),
    prices: customerPrices(segments, winner.monthlyPrice, quote),
    taxBasisPoints: quote.policy.taxBasisPoints,
    serviceLevel: promised(segments, quote.terms),
    alternatives: alternatives(agreement),
    supplies,
    acceptance: { acceptedBy: quote.buyerId, acceptedAt, termsSha256 },
    signedAt,
    ...(quote.policy.termination && { termination: quote.policy.termination }),
    ...(quote.policy.usageTariff && { usageTariff: quote.policy.usageTariff }),
    ...(split && quote.terms.split && { split: { members: split.members, memberMbps: split.memberMbps, maxDifferentialDelayNs: quote.terms.split.maxDifferentialDelayNs } }),
    ...(format && { format: format.service }),
  };
}

/** A month of a segment, with what a supplier is owed for it whatever the bandwidth. */
export const monthlyOfRule = ({ monthlyRecurring, fees }: contracting.PriceRule): Money => withMonthlyFees(monthlyRecurring, fees?.fees);

/** What a version's prices of the contracted way come to each month: those of what stands by are charged in their place, and not beside them. */
export function monthlyOf({ segments, terms }: Pick<contracting.Contract, 'segments' | 'terms'>, prices: readonly contracting.PriceRule[]): Money {
  const own = new Set(segments.map(({ segmentId }) => segmentId));
  return sum(terms.currency, prices.filter(({ segmentId }) => own.has(segmentId)).map(monthlyOfRule));
}

/** Of one line what accumulates along it; of several, what their rejoining makes of each line's. */
function promised(segments: readonly AgreedSegment[], { split }: contracting.ServiceTerms): common.ServiceLevel {
  const lines = [...Map.groupBy(segments, ({ member }) => member).values()].map((line) => accumulated(line.flatMap(({ serviceLevels }) => serviceLevels)));
  return lines.length > 1 && split ? rejoined(lines, split.maxDifferentialDelayNs) : accumulated(segments.flatMap(({ serviceLevels }) => serviceLevels));
}

/** The monthly price is laid on the segments in proportion to their cost, and adds up to it exactly. Where a tariff charges usage, no gigabyte has a price. */
function customerPrices(segments: readonly AgreedSegment[], monthlyPrice: Money, { policy }: contracting.Quote): readonly contracting.PriceRule[] {
  const shares = apportion(monthlyPrice, segments.map(({ monthlyCost, fees }) => withMonthlyFees(monthlyCost, fees).microMinor));
  return segments.map(({ segment, perGigabyteCost }, index) => ({
    segmentId: segment.segmentId,
    monthlyRecurring: shares[index]!,
    perGigabyte: policy.usageTariff ? { ...perGigabyteCost, microMinor: 0n } : withMarkup(perGigabyteCost, policy.usageMarkupBasisPoints),
  }));
}

/** Computed, checked and priced in the same run as the contracted path, so that a failover needs no search and no quote (S2-16, M3). */
function alternatives(agreement: Agreement): readonly contracting.Alternative[] {
  const { quote } = agreement;
  const { maxLatencyNs } = quote.terms;
  const contracted = winnerOf(quote).monthlyPrice;
  return agreedStandbys(agreement).map(({ scenario, scenario: { path, monthlyPrice }, segments, againOf }) => ({
    path,
    withinLatencyLimit: maxLatencyNs === undefined || latencyOf(scenario) <= maxLatencyNs,
    monthlyPrice,
    resources: path.segments.flatMap(({ resources }) => resources),
    segments: segments.map(({ segment }) => segment),
    // Nobody pays more because a network failed.
    prices: customerPrices(segments, monthlyPrice.microMinor < contracted.microMinor ? monthlyPrice : contracted, quote),
    ...(againOf !== undefined && { againOf }),
  }));
}
