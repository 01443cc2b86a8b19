import type { Instant } from '@carriermesh/kernel';
import type { contracting, paths } from '@carriermesh/wire';
import type { FormatRefusal } from './format-refusals.js';
import { carriagesOf, formatsFor } from './formats.js';

/** Scenarios that are weighed; the path search adds up to two that share nothing with the best one. */
const CANDIDATES = 4;
/** What is worth most by several weights may be neither the cheapest nor the fastest. */
const WEIGHED_CANDIDATES = 8;

/** The search counts what is advertised for each Mbit/s: the way that is best by what was agreed with suppliers, or by fees, may be further behind. */
const DEALT_CANDIDATES = 16;

/** Of all formats together: a quote does not grow with their number. */
const CARRIED_CANDIDATES = 32;

/** So many formats, each in so many lines at most, does a quote weigh. */
const MAX_DIVIDED_FORMATS = 32;

/** Why an order that may be divided is not weighed in so many formats. */
export function whyTooManyFormats({ split }: contracting.ServiceTerms, formats: number): Extract<FormatRefusal, { code: 'device-with-split' }> | undefined {
  if (!split || formats * split.mostMembers <= MAX_DIVIDED_FORMATS) return undefined;
  return { code: 'device-with-split', formats, mostMembers: split.mostMembers, limit: MAX_DIVIDED_FORMATS };
}

interface Wider {
  /** Whether anything was agreed with any supplier. */
  readonly isDealt?: boolean;
  /** Whether any way that was found for less of them has a fee. */
  readonly hasFees?: boolean;
  /** How many formats the order may be carried in. */
  readonly formats?: number;
}

/** What is asked of the path search for an order, at an instant. */
export function searchFor({ objective, value }: contracting.ServiceTerms, at: Instant, { isDealt = false, hasFees = false, formats = 1 }: Wider = {}): contracting.PathSearch {
  const isFastest = objective === 'latency' || (value !== undefined && value.profitWeight + value.marginWeight + value.costRevenueWeight + value.returnWeight + (value.volumeWeight ?? 0) === 0);
  const candidates = isDealt || (hasFees && !isFastest) ? DEALT_CANDIDATES : objective === 'value' ? WEIGHED_CANDIDATES : CANDIDATES;
  return { objective: isFastest ? 'latency' : 'cost', candidates: Math.min(candidates, Math.ceil(CARRIED_CANDIDATES / formats)), at };
}

export type Searched = Pick<contracting.Quote, 'buyerId' | 'terms'> & { readonly formats?: Pick<contracting.FormatBasis, 'terms'>; readonly search: contracting.PathSearch };

/** The whole question. A quote says all of it, so that it can be asked again of the topology as it was. */
export function questionOf({ buyerId, terms, formats, search: { objective, candidates, at } }: Searched): Omit<paths.FindPathsRequest, 'atLeastRevision'> {
  const { from, to, mbps, maxLatencyNs, split, layerOne, virtualNetwork, media, device } = terms;
  const carried = formatsFor(terms, formats?.terms);
  return {
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
    ...((media ?? device?.media) && { media: { every: media?.media ?? [], last: device?.media?.media ?? [] } }),
    ...(carried && { carried: { carriages: carriagesOf(carried, maxLatencyNs) } }),
  };
}
