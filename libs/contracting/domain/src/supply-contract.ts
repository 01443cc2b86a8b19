import type { contracting } from '@carriermesh/wire';
import { type AgreedSegment, agreedSegments, agreedStandbys, type Agreement, winnerOf } from './agreement.js';
import { scenarioMbps } from './formats.js';
import { supplyContractIdOf } from './ids.js';
import { accumulated } from './service-level.js';

/**
 * The agreements with the suppliers, one each, in the order in which the path first meets them; then those whose segments only
 * stand by. A supplier reads its own segments and its own prices in it: no customer, no margin, no rival.
 */
export function supplyContracts(agreement: Agreement): readonly contracting.SupplyContract[] {
  const { contractId, sellerId, quote, signedAt } = agreement;
  const segments = agreedSegments(agreement);
  const standbys = agreedStandbys(agreement).flatMap((standby) => standby.segments);
  const providerIds = [...new Set([...segments, ...standbys].map(({ segment }) => segment.providerId))];
  return providerIds.map((providerId) => {
    const own = statedOf(segments, providerId);
    const standby = statedOf(standbys, providerId);
    return {
      supplyContractId: supplyContractIdOf(quote.orderId, providerId),
      contractId,
      providerId,
      sellerId,
      ...own,
      mbps: scenarioMbps(winnerOf(quote), quote.terms),
      termMonths: quote.terms.termMonths,
      signedAt,
      standbySegments: standby.segments,
      standbyPrices: standby.prices,
      standbyServiceLevels: standby.serviceLevels,
      ...(quote.policy.termination && { termination: quote.policy.termination }),
    };
  });
}

/** What one supplier's contract says of its own among these segments. */
function statedOf(agreed: readonly AgreedSegment[], providerId: string): Pick<contracting.SupplyContract, 'segments' | 'prices' | 'serviceLevels'> {
  const own = agreed.filter(({ segment }) => segment.providerId === providerId);
  return {
    segments: own.map(({ segment }) => segment),
    prices: own.map(({ segment, monthlyCost, fees, perGigabyteCost }) => ({ segmentId: segment.segmentId, monthlyRecurring: monthlyCost, perGigabyte: perGigabyteCost, ...(fees.length > 0 && { fees: { fees } }) })),
    serviceLevels: own.map(({ serviceLevels }) => accumulated(serviceLevels)),
  };
}
