import type { Instant } from '@carriermesh/kernel';
import type { contracting, paths } from '@carriermesh/wire';

/** Scenarios that are weighed; the path search adds up to two that share nothing with the best one. */
const CANDIDATES = 4;
/** What is worth most by several weights may be neither the cheapest nor the fastest. */
const WEIGHED_CANDIDATES = 8;

/** The search counts what is advertised: the way that is best by what was agreed with suppliers may be further behind. */
const DEALT_CANDIDATES = 16;

/** What is asked of the path search for an order, at an instant. @param isDealt whether anything was agreed with any supplier */
export function searchFor({ objective, value }: contracting.ServiceTerms, at: Instant, isDealt = false): contracting.PathSearch {
  const isFastest = objective === 'latency' || (value !== undefined && value.profitWeight + value.marginWeight + value.costRevenueWeight + value.returnWeight + (value.volumeWeight ?? 0) === 0);
  return { objective: isFastest ? 'latency' : 'cost', candidates: isDealt ? DEALT_CANDIDATES : objective === 'value' ? WEIGHED_CANDIDATES : CANDIDATES, at };
}

export type Searched = Pick<contracting.Quote, 'buyerId' | 'terms'> & { readonly search: contracting.PathSearch };

/** The whole question. A quote says all of it, so that it can be asked again of the topology as it was. */
export const questionOf = ({ buyerId, terms: { from, to, mbps, maxLatencyNs, split, layerOne, virtualNetwork }, search: { objective, candidates, at } }: Searched): Omit<paths.FindPathsRequest, 'atLeastRevision'> => ({
  buyerId,
  from,
  to,
  mbps,
  ...(maxLatencyNs === undefined ? {} : { maxLatencyNs }),
  objective,
  candidates,
  at,
  ...(split && { split }),
  ...(layerOne && { layerOne }),
  ...(virtualNetwork && { virtualNetwork }),
});
