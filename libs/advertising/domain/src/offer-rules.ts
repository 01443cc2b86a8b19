import { isBandwidth, isCurrencyCode, isToken, MAX_MBPS, type Money, NANOS_PER_DAY, NANOS_PER_SECOND } from '@carriermesh/kernel';
import type { advertising, common } from '@carriermesh/wire';
import { isShortText, MAX_NAME_CHARS, MAX_UNITS, shown, TOKEN_RULE } from './limits.js';

/** The figure of an offer that can't be, and what it may be. */
export interface OfferFault {
  readonly code: 'offer-invalid';
  readonly field: string;
  readonly value: string;
  readonly limit: string;
}

export const MAX_SRLGS = 64;
export const MAX_VISIBLE_TO = 256;
export const MAX_VALIDITY_NS = 400n * NANOS_PER_DAY;
/** A path over two geostationary satellites takes about half a second. Sums of this stay exact in the path search. */
export const MAX_LATENCY_NS = 8n * NANOS_PER_SECOND;
/** 10,000.00 of a currency with cents, for each Mbit/s and month or each gigabyte; times the largest order it fits 64 bits. */
export const MAX_PRICE_MICRO_MINOR = 1_000_000_000_000n;
/** 1,000,000.00 of a currency with cents, each month or once; of the longest path it fits 64 bits many times over. */
export const MAX_FEE_MICRO_MINOR = 100_000_000_000_000n;
const MAX_MTTR_MINUTES = 365 * 24 * 60;
const MILLION = 1_000_000;
/** A link is named after two nodes of up to 64 characters. */
const RESOURCE_NAME = /^[A-Za-z0-9_-]{1,130}$/;

/** The first thing that is wrong with an offer of this provider; `undefined` for a sound one. */
export function offerFault(offer: advertising.ResourceOffer, providerId: string): OfferFault | undefined {
  return (
    check(offer.providerId === providerId, 'provider_id', offer.providerId, `${providerId}, who sent it`) ??
    validityFault(offer) ??
    visibilityFault(offer.visibleTo) ??
    serviceLevelFault(offer.serviceLevel) ??
    resourceFault(offer, providerId)
  );
}

function check(holds: boolean, field: string, value: string | number | bigint, limit: string): OfferFault | undefined {
  return holds ? undefined : { code: 'offer-invalid', field, value: shown(value), limit };
}

const within = (field: string, value: bigint | number, [least, most]: readonly [bigint | number, bigint | number]): OfferFault | undefined =>
  check(value >= least && value <= most, field, value, `${least} to ${most}`);

/** Asks in order and stops at the first fault, so that a hostile list costs no more than its limit. */
function firstFault<T>(items: readonly T[], faultOf: (item: T) => OfferFault | undefined): OfferFault | undefined {
  for (const item of items) {
    const fault = faultOf(item);
    if (fault) return fault;
  }
  return undefined;
}

function validityFault({ validFrom, validUntil }: advertising.ResourceOffer): OfferFault | undefined {
  return (
    check(validUntil > validFrom, 'valid_until', validUntil, `after valid_from, ${validFrom}`) ??
    check(validUntil - validFrom <= MAX_VALIDITY_NS, 'valid_until', validUntil, `at most 400 days after valid_from, ${validFrom}`)
  );
}

function visibilityFault(visibleTo: readonly string[]): OfferFault | undefined {
  return (
    check(visibleTo.length <= MAX_VISIBLE_TO, 'visible_to', `${visibleTo.length} buyers`, `at most ${MAX_VISIBLE_TO}`) ??
    firstFault(visibleTo, (buyerId) => check(isToken(buyerId), 'visible_to', buyerId, TOKEN_RULE))
  );
}

function serviceLevelFault(level: common.ServiceLevel): OfferFault | undefined {
  return (
    within('service_level.availability_ppm', level.availabilityPpm, [0, MILLION]) ??
    within('service_level.loss_ppm', level.lossPpm, [0, MILLION]) ??
    within('service_level.jitter_ns', level.jitterNs, [0n, MAX_LATENCY_NS]) ??
    within('service_level.mttr_minutes', level.mttrMinutes, [0, MAX_MTTR_MINUTES]) ??
    within('service_level.credit_basis_points', level.creditBasisPoints, [0, 10_000])
  );
}

function resourceFault({ resourceId, resource }: advertising.ResourceOffer, providerId: string): OfferFault | undefined {
  switch (resource.kind) {
    case 'pop':
      return popIdFault('resource_id', resourceId, providerId) ?? popFault(resource.pop);
    case 'link':
      return linkIdFault(resourceId, providerId) ?? linkFault(resource.link, providerId);
    case 'interconnect':
      return interconnectFault(resource.interconnect, { resourceId, providerId });
  }
}

function linkIdFault(resourceId: string, providerId: string): OfferFault | undefined {
  const [owner, name = '', ...more] = resourceId.split('/', 3);
  const sound = owner === providerId && more.length === 0 && RESOURCE_NAME.test(name);
  return check(sound, 'resource_id', resourceId, `${providerId}/ and 1 to 130 letters, digits, _ and -`);
}

function popIdFault(field: string, popId: string, ownerId: string): OfferFault | undefined {
  const [owner, name = '', ...more] = popId.split('/', 3);
  const sound = owner === ownerId && more.length === 0 && isToken(name);
  return check(sound, field, popId, `${ownerId}/ and 1 to 64 letters, digits, _ and -`);
}

function popFault({ name, city, country, coordinates, conversion }: advertising.Pop): OfferFault | undefined {
  return (
    textFault('pop.name', name) ??
    textFault('pop.city', city) ??
    check(/^([A-Z]{2})?$/.test(country), 'pop.country', country, 'two capital letters (ISO 3166-1 alpha-2), or empty') ??
    within('pop.coordinates.latitude_microdegrees', coordinates.latitudeMicrodegrees, [-90 * MILLION, 90 * MILLION]) ??
    within('pop.coordinates.longitude_microdegrees', coordinates.longitudeMicrodegrees, [-180 * MILLION, 180 * MILLION]) ??
    conversionFault(conversion)
  );
}

function conversionFault(conversion: advertising.UnitConversion | undefined): OfferFault | undefined {
  const { technologies } = conversion ?? { technologies: [] };
  const sound = !conversion || (technologies.length > 0 && technologies.every(isTechnology) && new Set(technologies).size === technologies.length);
  return check(sound, 'pop.conversion.technologies', technologies.slice(0, MAX_SHOWN_TECHNOLOGIES).join(' '), TECHNOLOGY_RULE);
}

const isTechnology = (technology: common.UnitTechnology): boolean => technology !== 'unspecified';
const TECHNOLOGY_RULE = 'fibre, wavelength, odu or sdh, each once';
const MAX_SHOWN_TECHNOLOGIES = 8;

const textFault = (field: string, text: string): OfferFault | undefined =>
  check(isShortText(text), field, text, `at most ${MAX_NAME_CHARS} characters, none of them a control character`);

function linkFault(link: advertising.Link, providerId: string): OfferFault | undefined {
  return (
    popIdFault('link.from_pop_id', link.fromPopId, providerId) ??
    popIdFault('link.to_pop_id', link.toPopId, providerId) ??
    check(link.fromPopId !== link.toPopId, 'link.to_pop_id', link.toPopId, 'another PoP than from_pop_id') ??
    carriageFault('link', link) ??
    check(link.medium !== 'unspecified', 'link.medium', 'unspecified', 'a medium, or absent where it is wireline') ??
    check(link.srlgIds.length <= MAX_SRLGS, 'link.srlg_ids', `${link.srlgIds.length} groups`, `at most ${MAX_SRLGS}`) ??
    firstFault(link.srlgIds, (id) => check(id !== '', 'link.srlg_ids', id, 'not empty') ?? textFault('link.srlg_ids', id))
  );
}

function interconnectFault(
  { popId, peerProviderId, peerPopId, ...carriage }: advertising.Interconnect,
  { resourceId, providerId }: Pick<advertising.ResourceOffer, 'resourceId' | 'providerId'>,
): OfferFault | undefined {
  return (
    popIdFault('interconnect.pop_id', popId, providerId) ??
    check(isToken(peerProviderId), 'interconnect.peer_provider_id', peerProviderId, TOKEN_RULE) ??
    check(peerProviderId !== providerId, 'interconnect.peer_provider_id', peerProviderId, 'another provider') ??
    popIdFault('interconnect.peer_pop_id', peerPopId, peerProviderId) ??
    check(resourceId === `${popId}~${peerPopId}`, 'resource_id', resourceId, `${popId}~${peerPopId}, its PoPs, own side first`) ??
    carriageFault('interconnect', carriage)
  );
}

type Carriage = Pick<advertising.Link, 'capacityMbps' | 'latencyNs' | 'price' | 'units'>;

function carriageFault(kind: 'link' | 'interconnect', { capacityMbps, latencyNs, price, units }: Carriage): OfferFault | undefined {
  return (
    check(isBandwidth(capacityMbps), `${kind}.capacity_mbps`, capacityMbps, `1 to ${MAX_MBPS}`) ??
    within(`${kind}.latency_ns`, latencyNs, [0n, MAX_LATENCY_NS]) ??
    (units && unitsFault(`${kind}.units`, units, capacityMbps)) ??
    moneyFault(`${kind}.price.monthly_per_mbps`, price.monthlyPerMbps) ??
    moneyFault(`${kind}.price.per_gigabyte`, price.perGigabyte) ??
    otherCurrencyFault(`${kind}.price.per_gigabyte`, price.perGigabyte, price) ??
    feeFault(`${kind}.price.monthly_fee`, price.monthlyFee, price) ??
    feeFault(`${kind}.price.setup_fee`, price.setupFee, price)
  );
}

const feeFault = (field: string, fee: Money | undefined, price: common.ResourcePrice): OfferFault | undefined =>
  fee && (moneyFault(field, fee, MAX_FEE_MICRO_MINOR) ?? otherCurrencyFault(field, fee, price));

const otherCurrencyFault = (field: string, { currency }: Money, { monthlyPerMbps }: common.ResourcePrice): OfferFault | undefined =>
  check(currency === monthlyPerMbps.currency, `${field}.currency`, currency, `${monthlyPerMbps.currency}, the currency of monthly_per_mbps`);

/** A capacity that is not that of its units would be sold otherwise than it is offered. */
function unitsFault(field: string, { technology, unitMbps, numbers }: advertising.UnitSet, capacityMbps: number): OfferFault | undefined {
  const isAscending = numbers.every((unit, index) => unit < MAX_UNITS && (index === 0 || unit > numbers[index - 1]!));
  return (
    check(isTechnology(technology), `${field}.technology`, technology, TECHNOLOGY_RULE) ??
    check(isBandwidth(unitMbps), `${field}.unit_mbps`, unitMbps, `1 to ${MAX_MBPS}`) ??
    check(numbers.length >= 1 && numbers.length <= MAX_UNITS, `${field}.numbers`, `${numbers.length} units`, `1 to ${MAX_UNITS}`) ??
    check(isAscending, `${field}.numbers`, numbers.join(' '), `0 to ${MAX_UNITS - 1}, ascending`) ??
    check(numbers.length * unitMbps === capacityMbps, field.replace('units', 'capacity_mbps'), capacityMbps, `${numbers.length * unitMbps}, that of its ${numbers.length} units`)
  );
}

function moneyFault(field: string, { currency, microMinor }: Money, most = MAX_PRICE_MICRO_MINOR): OfferFault | undefined {
  return (
    check(isCurrencyCode(currency), `${field}.currency`, currency, 'three capital letters (ISO 4217)') ??
    within(`${field}.micro_minor`, microMinor, [0n, most])
  );
}
