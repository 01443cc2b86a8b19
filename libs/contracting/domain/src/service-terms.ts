import {
  FORMAT_ID, isCurrencyCode, isFormatId, isPrintable, isRequestId, isToken, LEAST_WAIT_TO_RESTORE_S, MAX_ACCEPTED_FORMATS, MAX_DIFFERENTIAL_DELAY_NS,
  MAX_LATENCY_LIMIT_NS, MAX_LATITUDE_MICRODEGREES, MAX_LONGITUDE_MICRODEGREES, MAX_MONTHLY_MICRO_MINOR, MAX_ORDER_MBPS, MAX_PLACE_NAME_CHARACTERS,
  MAX_REJOIN_OCTETS, MAX_SPLIT_MEMBERS, MAX_TERM_MONTHS, MAX_WEIGHT, MAX_WITHIN_M, MOST_WAIT_TO_RESTORE_S, rejoinOctets,
} from '@carriermesh/kernel';
import type { common, contracting } from '@carriermesh/wire';
import type { FormatRefusal } from './format-refusals.js';
import { quoted } from './wording.js';

type End = 'from' | 'to';

export type TermsRefusal =
  | { readonly code: 'buyer-id-malformed'; readonly buyerId: string }
  | { readonly code: 'request-id-malformed'; readonly requestId: string }
  | { readonly code: 'bandwidth-out-of-range'; readonly mbps: number }
  | { readonly code: 'term-out-of-range'; readonly months: number }
  | { readonly code: 'currency-malformed'; readonly currency: string }
  | { readonly code: 'objective-missing' }
  | { readonly code: 'objective-weights-malformed'; readonly because: string }
  | { readonly code: 'acceptance-missing' }
  | { readonly code: 'layer-one-missing' | 'layer-one-split' }
  | { readonly code: 'split-members-out-of-range'; readonly members: number }
  | { readonly code: 'differential-delay-out-of-range'; readonly delayNs: bigint }
  | { readonly code: 'split-rejoin-out-of-range'; readonly mbps: number; readonly delayNs: bigint; readonly octets: number }
  | Extract<FormatRefusal, { code: 'device-malformed' | 'media-malformed' | 'device-with-layer-one' }>
  | { readonly code: 'wait-to-restore-out-of-range'; readonly seconds: number }
  | { readonly code: 'latency-limit-out-of-range'; readonly limitNs: bigint }
  | { readonly code: 'price-limit-out-of-range'; readonly microMinor: bigint }
  | { readonly code: 'price-limit-in-other-currency'; readonly limit: string; readonly currency: string }
  | { readonly code: 'place-name-malformed'; readonly end: End; readonly name: string }
  | { readonly code: 'coordinates-out-of-range'; readonly end: End; readonly coordinates: common.Coordinates }
  | { readonly code: 'place-too-large'; readonly end: End; readonly withinM: number };

/** The first thing that is wrong with an order as such, before anybody looks whether it can be served. */
export function whyNoOrder(order: { buyerId: string; requestId: string; terms: contracting.ServiceTerms }): TermsRefusal | undefined {
  const { buyerId, requestId, terms } = order;
  if (!isToken(buyerId)) return { code: 'buyer-id-malformed', buyerId };
  if (!isRequestId(requestId)) return { code: 'request-id-malformed', requestId };
  return whyNoService(terms) ?? whyNoUnit(terms) ?? whyNoSplit(terms) ?? whyNoRevert(terms) ?? whyNoDevice(terms) ?? whyNoMedia('media', terms.media) ?? whyNoWeights(terms) ?? whyNoPlace('from', terms.from) ?? whyNoPlace('to', terms.to) ?? whyNoPriceLimit(terms);
}

function whyNoService({ mbps, termMonths, currency, objective, acceptance, maxLatencyNs }: contracting.ServiceTerms): TermsRefusal | undefined {
  if (!isWhole(mbps, 1, MAX_ORDER_MBPS)) return { code: 'bandwidth-out-of-range', mbps };
  if (!isWhole(termMonths, 1, MAX_TERM_MONTHS)) return { code: 'term-out-of-range', months: termMonths };
  if (!isCurrencyCode(currency)) return { code: 'currency-malformed', currency };
  if (objective === 'unspecified') return { code: 'objective-missing' };
  if (acceptance === 'unspecified') return { code: 'acceptance-missing' };
  if (maxLatencyNs !== undefined && (maxLatencyNs <= 0n || maxLatencyNs > MAX_LATENCY_LIMIT_NS)) return { code: 'latency-limit-out-of-range', limitNs: maxLatencyNs };
  return undefined;
}

/** A unit is had as a whole. */
function whyNoUnit({ layerOne, split }: contracting.ServiceTerms): TermsRefusal | undefined {
  if (layerOne === 'unspecified') return { code: 'layer-one-missing' };
  return layerOne && split ? { code: 'layer-one-split' } : undefined;
}

/** What no end could rejoin is refused before it is sold, by the figure that the end goes by: as many lines as may be, each of whole megabits. */
function whyNoSplit({ split, mbps }: contracting.ServiceTerms): TermsRefusal | undefined {
  if (!split) return undefined;
  const { mostMembers: members, maxDifferentialDelayNs: delayNs } = split;
  if (!isWhole(members, 2, MAX_SPLIT_MEMBERS)) return { code: 'split-members-out-of-range', members };
  if (delayNs < 0n || delayNs > MAX_DIFFERENTIAL_DELAY_NS) return { code: 'differential-delay-out-of-range', delayNs };
  const octets = rejoinOctets(mbps + members - 1, { maxDifferentialDelayNs: Number(delayNs), members });
  return octets > MAX_REJOIN_OCTETS ? { code: 'split-rejoin-out-of-range', mbps, delayNs, octets } : undefined;
}

function whyNoRevert({ revert }: contracting.ServiceTerms): TermsRefusal | undefined {
  if (!revert || isWhole(revert.waitSeconds, LEAST_WAIT_TO_RESTORE_S, MOST_WAIT_TO_RESTORE_S)) return undefined;
  return { code: 'wait-to-restore-out-of-range', seconds: revert.waitSeconds };
}

function whyNoDevice({ device, layerOne }: contracting.ServiceTerms): TermsRefusal | undefined {
  if (!device) return undefined;
  if (layerOne) return { code: 'device-with-layer-one' };
  const { media, ...formats } = device;
  for (const [field, { ids }] of Object.entries(formats)) {
    if (ids.length < 1 || ids.length > MAX_ACCEPTED_FORMATS) return { code: 'device-malformed', field, value: `${ids.length} ids`, limit: `1 to ${MAX_ACCEPTED_FORMATS}, or absent` };
    const strange = ids.find((id) => !isFormatId(id));
    if (strange !== undefined) return { code: 'device-malformed', field, value: strange, limit: FORMAT_ID };
  }
  return whyNoMedia('device.media', media);
}

/** At least one, each once. */
function whyNoMedia(field: string, accepted: contracting.AcceptedMedia | undefined): TermsRefusal | undefined {
  if (!accepted) return undefined;
  const { media } = accepted;
  const isSound = media.length > 0 && !media.includes('unspecified') && new Set(media).size === media.length;
  return isSound ? undefined : { code: 'media-malformed', field, value: media.join(' ') };
}

function whyNoWeights({ objective, value, currency }: contracting.ServiceTerms): TermsRefusal | undefined {
  const malformed = (because: string): TermsRefusal => ({ code: 'objective-weights-malformed', because });
  if (objective !== 'value') return value ? malformed(`the objective is ${objective}, which weighs nothing`) : undefined;
  if (!value) return malformed('there are none');
  const { profitWeight, marginWeight, costRevenueWeight, returnWeight, latencyWeight, volumeWeight = 0, minProfit, minVolumeMonthly } = value;
  const weights = [profitWeight, marginWeight, costRevenueWeight, returnWeight, latencyWeight, volumeWeight];
  if (weights.some((weight) => !isWhole(weight, 0, MAX_WEIGHT))) return malformed(`a weight is above ${MAX_WEIGHT}`);
  if (weights.every((weight) => weight === 0)) return malformed('all of them are 0');
  if (minProfit && minProfit.currency !== currency) return malformed(`the least profit is in ${quoted(minProfit.currency)}, and the order in ${currency}`);
  if (minVolumeMonthly && minVolumeMonthly.currency !== currency) return malformed(`the least volume is in ${quoted(minVolumeMonthly.currency)}, and the order in ${currency}`);
  const ratios = [value.minMarginBasisPoints, value.maxCostRevenueBasisPoints, value.minReturnBasisPoints];
  if ([minProfit, minVolumeMonthly].some((limit) => limit && limit.microMinor < 0n) || ratios.some((ratio = 0) => ratio > MAX_WEIGHT)) return malformed(`a limit is not from 0 to ${MAX_WEIGHT} basis points, or money from 0`);
  return undefined;
}

function whyNoPlace(end: End, { place }: common.Place): TermsRefusal | undefined {
  if (place.kind === 'pop-id') return isName(place.popId) ? undefined : { code: 'place-name-malformed', end, name: place.popId };
  if (place.kind === 'city') return isName(place.city) ? undefined : { code: 'place-name-malformed', end, name: place.city };
  const { coordinates, withinM } = place.near;
  const { latitudeMicrodegrees: latitude, longitudeMicrodegrees: longitude } = coordinates;
  if (Math.abs(latitude) > MAX_LATITUDE_MICRODEGREES || Math.abs(longitude) > MAX_LONGITUDE_MICRODEGREES)
    return { code: 'coordinates-out-of-range', end, coordinates };
  return withinM > MAX_WITHIN_M ? { code: 'place-too-large', end, withinM } : undefined;
}

function whyNoPriceLimit({ maxMonthlyPrice: limit, currency }: contracting.ServiceTerms): TermsRefusal | undefined {
  if (!limit) return undefined;
  if (limit.currency !== currency) return { code: 'price-limit-in-other-currency', limit: limit.currency, currency };
  if (limit.microMinor <= 0n || limit.microMinor > MAX_MONTHLY_MICRO_MINOR)
    return { code: 'price-limit-out-of-range', microMinor: limit.microMinor };
  return undefined;
}

const isName = (text: string): boolean => isPrintable(text, MAX_PLACE_NAME_CHARACTERS);

const isWhole = (value: number, least: number, most: number): boolean => Number.isInteger(value) && value >= least && value <= most;
