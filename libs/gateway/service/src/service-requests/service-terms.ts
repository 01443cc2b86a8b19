import { formatMoney, invariant, parseMoney, type Money } from '@carriermesh/kernel';
import type { common, contracting } from '@carriermesh/wire';
import { DEGREE_DIGITS, formatScaled, KM_DIGITS, MS_DIGITS, scaledDecimal } from '../http/decimals.js';
import type { DeviceDto, Medium } from './device.dto.js';
import type { PlaceDto, ServiceRequestDto } from './service-request.dto.js';
import type { SplitDto } from './split.dto.js';
import type { ValueDto } from './value.dto.js';

/** A validated order in the mesh's own units: nanoseconds, microdegrees, metres, millionths of the minor unit. Nothing is rounded. */
export function toTerms(dto: Omit<ServiceRequestDto, 'requestId'>): contracting.ServiceTerms {
  const { mbps, termMonths, objective, currency, acceptance, maxLatencyMs, maxMonthlyPrice, value, split, revert, layerOne, virtualNetwork, device, media } = dto;
  return {
    from: toPlace(dto.from),
    to: toPlace(dto.to),
    mbps,
    termMonths,
    objective,
    currency,
    acceptance,
    ...(maxLatencyMs === undefined ? {} : { maxLatencyNs: scaled(maxLatencyMs, MS_DIGITS) }),
    ...(maxMonthlyPrice === undefined ? {} : { maxMonthlyPrice: amountOf(currency, maxMonthlyPrice) }),
    ...(value === undefined ? {} : { value: toValue(value, currency) }),
    ...(split === undefined ? {} : { split: { mostMembers: split.mostMembers, maxDifferentialDelayNs: scaled(split.maxDifferentialDelayMs, MS_DIGITS) } }),
    ...(revert === undefined ? {} : { revert: { waitSeconds: revert.waitSeconds } }),
    ...(layerOne === undefined ? {} : { layerOne }),
    ...(virtualNetwork ? { virtualNetwork } : {}),
    ...(device === undefined ? {} : { device: toDevice(device) }),
    ...(media === undefined ? {} : { media: { media } }),
  };
}

/** The same as its buyer would write it. */
export const fromSplit = ({ mostMembers, maxDifferentialDelayNs }: contracting.SplitTerms): SplitDto => ({
  mostMembers,
  maxDifferentialDelayMs: formatScaled(maxDifferentialDelayNs, MS_DIGITS),
});

const toDevice = ({ codecs, resolutions, encapsulations, media }: DeviceDto): contracting.DeviceTerms => ({
  ...(media && { media: { media } }),
  ...(codecs && { codecs: { ids: codecs } }), ...(resolutions && { resolutions: { ids: resolutions } }), ...(encapsulations && { encapsulations: { ids: encapsulations } }),
});

export const fromDevice = ({ codecs, resolutions, encapsulations, media }: contracting.DeviceTerms): DeviceDto => ({
  ...(media && { media: media.media as readonly Medium[] }),
  ...(codecs && { codecs: codecs.ids }), ...(resolutions && { resolutions: resolutions.ids }), ...(encapsulations && { encapsulations: encapsulations.ids }),
});

function toValue({ profit = 0, margin = 0, costRevenue = 0, returnOnOutlay = 0, latency = 0, volume = 0, minProfit, minVolumeMonthly, ...limits }: ValueDto, currency: string): contracting.ValueObjective {
  const { minMarginBasisPoints, maxCostRevenueBasisPoints, minReturnBasisPoints } = limits;
  return {
    ...{ profitWeight: profit, marginWeight: margin, costRevenueWeight: costRevenue, returnWeight: returnOnOutlay, latencyWeight: latency },
    ...(volume > 0 ? { volumeWeight: volume } : {}),
    ...(minProfit === undefined ? {} : { minProfit: amountOf(currency, minProfit) }),
    ...(minVolumeMonthly === undefined ? {} : { minVolumeMonthly: amountOf(currency, minVolumeMonthly) }),
    ...(minMarginBasisPoints === undefined ? {} : { minMarginBasisPoints }),
    ...(maxCostRevenueBasisPoints === undefined ? {} : { maxCostRevenueBasisPoints }),
    ...(minReturnBasisPoints === undefined ? {} : { minReturnBasisPoints }),
  };
}

/** The same weights as their buyer would write them; those that are 0 are left out. */
export function fromValue(value: contracting.ValueObjective): ValueDto {
  const { profitWeight, marginWeight, costRevenueWeight, returnWeight, latencyWeight, volumeWeight = 0, minProfit, minVolumeMonthly, ...limits } = value;
  const weights = { profit: profitWeight, margin: marginWeight, costRevenue: costRevenueWeight, returnOnOutlay: returnWeight, latency: latencyWeight, volume: volumeWeight };
  return { ...Object.fromEntries(Object.entries(weights).filter(([, weight]) => weight > 0)), ...(minProfit ? { minProfit: formatMoney(minProfit) } : {}), ...(minVolumeMonthly ? { minVolumeMonthly: formatMoney(minVolumeMonthly) } : {}), ...limits };
}

export function toPlace({ popId, city, latitude, longitude, withinKm }: PlaceDto): common.Place {
  if (popId !== undefined) return { place: { kind: 'pop-id', popId } };
  if (city !== undefined) return { place: { kind: 'city', city } };
  const coordinates = {
    latitudeMicrodegrees: Number(scaled(latitude, DEGREE_DIGITS)),
    longitudeMicrodegrees: Number(scaled(longitude, DEGREE_DIGITS)),
  };
  return { place: { kind: 'near', near: { coordinates, withinM: Number(scaled(withinKm ?? '0', KM_DIGITS)) } } };
}

/** The same place as its buyer would write it. */
export function fromPlace({ place }: common.Place): PlaceDto {
  if (place.kind === 'pop-id') return { popId: place.popId };
  if (place.kind === 'city') return { city: place.city };
  const { coordinates, withinM } = place.near;
  return {
    latitude: degrees(coordinates.latitudeMicrodegrees),
    longitude: degrees(coordinates.longitudeMicrodegrees),
    // Three decimals fit a JSON number exactly as they are printed.
    withinKm: Number(formatScaled(BigInt(withinM), KM_DIGITS)),
  };
}

const degrees = (microdegrees: number): number => Number(formatScaled(BigInt(microdegrees), DEGREE_DIGITS));

function scaled(value: unknown, digits: number): bigint {
  const result = scaledDecimal(value, digits);
  invariant(result !== undefined, `a decimal passed validation and is none: ${String(value)}`);
  return result;
}

function amountOf(currency: string, text: string): Money {
  const amount = parseMoney(currency, text);
  invariant(amount, `an amount passed validation and is none: ${text} ${currency}`);
  return amount;
}
