import type { contracting } from '@carriermesh/wire';
import { agreedSegments, type Agreement } from './agreement.js';
import { supplyContractIdOf } from './ids.js';
import { accumulated } from './service-level.js';

/**
 * The agreements with the suppliers, one each, in the order in which the path first meets them. A supplier reads its own
 * segments and its own prices in it: no customer, no margin, no rival.
 */
export function supplyContracts(agreement: Agreement): readonly contracting.SupplyContract[] {
  const { contractId, sellerId, quote, signedAt } = agreement;
  const segments = agreedSegments(agreement);
  const providerIds = [...new Set(segments.map(({ segment }) => segment.providerId))];
  return providerIds.map((providerId) => {
    const own = segments.filter(({ segment }) => segment.providerId === providerId);
    return {
      supplyContractId: supplyContractIdOf(quote.orderId, providerId),
      contractId,
      providerId,
      sellerId,
      segments: own.map(({ segment }) => segment),
      prices: own.map(({ segment, monthlyCost, perGigabyteCost }) => ({
        segmentId: segment.segmentId,
        monthlyRecurring: monthlyCost,
        perGigabyte: perGigabyteCost,
      })),
      mbps: quote.terms.mbps,
      termMonths: quote.terms.termMonths,
      serviceLevels: own.map(({ serviceLevels }) => accumulated(serviceLevels)),
      signedAt,
    };
  });
}
