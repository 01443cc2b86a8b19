import { type Instant, instant, type Money, money, parseInstant, parseMoney } from '@carriermesh/kernel';
import type { common, contracting, paths } from '@carriermesh/wire';
import type { BindingOffer } from '../costing.js';
import { makeQuote, type Pricing, type QuoteBasis } from '../pricing.js';

/* A small market for the specs: three ways from London to New York, fixed in every figure. */

export const NOON = at('2026-03-01T12:00:00Z');
export const ORDER_ID = 'ord_0b5c1f6e-4f5a-8d2b-9c3e-1a2b3c4d5e6f';
export const QUOTE_ID = 'quo_0b5c1f6e-4f5a-8d2b-9c3e-1a2b3c4d5e6f-1';
export const CONTRACT_ID = 'con_0b5c1f6e-4f5a-8d2b-9c3e-1a2b3c4d5e6f';
export const HASH = Uint8Array.from({ length: 32 }, (_, index) => index);

export function at(text: string): Instant {
  const instantRead = parseInstant(text);
  if (instantRead === undefined) throw new Error(`${text} is no instant`);
  return instantRead;
}

export const later = (from: Instant, nanos: bigint): Instant => instant(from + nanos);

export function eur(text: string): Money {
  return parseMoney('EUR', text) ?? fail(text);
}

function fail(text: string): never {
  throw new Error(`${text} is no amount`);
}

export const policy: contracting.SellerPolicy = {
  policyId: 'spec-v1',
  minimumMarginBasisPoints: 1000,
  listBasePerMbps: eur('0.50'),
  listPerMbpsPerMegameter: eur('0.50'),
  usageMarkupBasisPoints: 2000,
  taxBasisPoints: 1900,
  quoteValiditySeconds: 900,
};

export const level: common.ServiceLevel = { availabilityPpm: 999_900, lossPpm: 100, jitterNs: 1_000_000n, mttrMinutes: 240, creditBasisPoints: 500 };

export function terms(changed: Partial<contracting.ServiceTerms> = {}): contracting.ServiceTerms {
  return {
    from: { place: { kind: 'city', city: 'London' } },
    to: { place: { kind: 'city', city: 'New York' } },
    mbps: 100,
    termMonths: 12,
    objective: 'cost',
    currency: 'EUR',
    acceptance: 'automatic',
    ...changed,
  };
}

/** What a seller states of a codec, a resolution or an encapsulation that changes nothing. */
export const choice = (id: string, changed: Partial<contracting.FormatChoice> = {}): contracting.FormatChoice => ({
  id, bandwidthPpm: 1_000_000, pricePpm: 1_000_000, monthly: eur('0'), monthlyPerMbps: eur('0'), setup: eur('0'), addsNs: 0n, ...changed,
});

/** The hash of a resource's offer in these specs: its name, padded. */
export const offerHash = (resourceId: string): Uint8Array => Uint8Array.from({ length: 32 }, (_, index) => resourceId.charCodeAt(index) || 0);

export function offer(resourceId: string, perMbps: Money, changed: Partial<BindingOffer> = {}): BindingOffer {
  return {
    resourceId,
    providerId: resourceId.slice(0, resourceId.indexOf('/')),
    offerSha256: offerHash(resourceId),
    price: { monthlyPerMbps: perMbps, perGigabyte: money(perMbps.currency, 1_000_000n) },
    serviceLevel: level,
    validUntil: at('2027-01-01T00:00:00Z'),
    ...changed,
  };
}

/** @param runs each a provider's resources, in order: `[['A/1', 'A/2'], ['B/1']]` */
export function path(latencyMs: number, runs: readonly (readonly string[])[], changed: Partial<paths.PathCandidate> = {}): paths.PathCandidate {
  return {
    latencyNs: BigInt(latencyMs) * 1_000_000n,
    handovers: runs.length - 1,
    segments: runs.map((resources, index) => ({
      providerId: resources[0]!.slice(0, resources[0]!.indexOf('/')),
      fromPopId: `pop-${index}`,
      toPopId: `pop-${index + 1}`,
      resources: resources.map((resourceId) => ({ resourceId, offerSha256: offerHash(resourceId) })),
      latencyNs: 0n,
    })),
    popIds: runs.map((_, index) => `pop-${index}`),
    bottleneckMbps: 10_000,
    disjointFromBest: false,
    ...changed,
  };
}

/** Fast and dear, in the middle, slow and cheap: 0.90, 0.60 and 0.30 EUR for each Mbit/s and month; 30, 40 and 50 ms. */
export const FAST = path(30, [['Fast/a', 'Fast/b']]);
export const MIDDLE = path(40, [['Fast/a'], ['Mid/b'], ['Fast/c']]);
export const CHEAP = path(50, [['Cheap/a']]);

export const OFFERS = [
  offer('Fast/a', eur('0.40')),
  offer('Fast/b', eur('0.50')),
  offer('Fast/c', eur('0.05')),
  offer('Mid/b', eur('0.15')),
  offer('Cheap/a', eur('0.30')),
];

export const offersBy = (offers: readonly BindingOffer[]): ReadonlyMap<string, BindingOffer> => new Map(offers.map((one) => [one.resourceId, one]));

export function basis(changed: Partial<QuoteBasis> = {}): QuoteBasis {
  return {
    quoteId: QUOTE_ID,
    orderId: ORDER_ID,
    buyerId: 'acme',
    terms: terms(),
    policy,
    topologyRevision: 77n,
    candidates: [FAST, MIDDLE, CHEAP],
    offers: offersBy(OFFERS),
    distanceM: 1_000_000,
    supplierTerms: [],
    quotedAt: NOON,
    ...changed,
  };
}

export function quoteOf(pricing: Pricing): contracting.Quote {
  if (pricing.kind !== 'quoted') throw new Error(`refused: ${pricing.refusal.code}`);
  return pricing.quote;
}

export const quoteFor = (changed: Partial<contracting.ServiceTerms> = {}): contracting.Quote => quoteOf(makeQuote(basis({ terms: terms(changed) })));
