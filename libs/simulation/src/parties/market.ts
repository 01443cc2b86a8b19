import { type Instant, money, type Money, NANOS_PER_DAY, plus } from '@carriermesh/kernel';
import { SIGNED_AS } from '@carriermesh/platform-signing';
import { advertising, type common } from '@carriermesh/wire';
import { keyOf } from '../mesh/ids.js';
import { Random } from '../world/random.js';

const SERVICE_LEVEL: common.ServiceLevel = { availabilityPpm: 999_900, lossPpm: 100, jitterNs: 1_000_000n, mttrMinutes: 240, creditBasisPoints: 500 };
/** Longer than any contract of a run. */
const VALID_DAYS = 300n;
/** Of a hundred resources so many ask each fee. */
const FEE_PERCENT = 50;

/** Three networks that meet in Paris, two of them in Berlin as well, and two in Lisbon. */
export const PROVIDERS = ['Alba', 'Brio', 'Cima'] as const;
export type ProviderId = (typeof PROVIDERS)[number];

type Resource = advertising.ResourceOffer['resource'];

const PLACES: readonly (readonly [popId: string, city: string, latitude: number, longitude: number])[] = [
  ['Alba/lis', 'Lisbon', 38_716_670, -9_133_330],
  ['Alba/par', 'Paris', 48_853_410, 2_348_800],
  ['Brio/par', 'Paris', 48_853_410, 2_348_800],
  ['Brio/ber', 'Berlin', 52_524_370, 13_410_530],
  ['Alba/opo', 'Porto', 41_149_610, -8_610_990],
  ['Brio/ham', 'Hamburg', 53_575_320, 10_015_340],
  ['Cima/par', 'Paris', 48_853_410, 2_348_800],
  ['Cima/ber', 'Berlin', 52_524_370, 13_410_530],
  ['Cima/lis', 'Lisbon', 38_716_670, -9_133_330],
];
const LINKS: readonly (readonly [id: string, from: string, to: string, latencyMs: bigint, cents: bigint, medium?: common.Medium])[] = [
  ['Alba/north', 'Alba/lis', 'Alba/par', 15n, 40n],
  ['Alba/south', 'Alba/lis', 'Alba/par', 19n, 31n, 'rf'],
  ['Brio/east', 'Brio/par', 'Brio/ber', 11n, 37n],
  ['Alba/west', 'Alba/opo', 'Alba/par', 14n, 40n],
  ['Brio/north', 'Brio/par', 'Brio/ham', 9n, 30n],
  ['Cima/east', 'Cima/par', 'Cima/ber', 13n, 22n, 'cellular'],
  ['Cima/west', 'Cima/lis', 'Cima/par', 18n, 20n],
];
export const WAVELENGTH_MBPS = 50;
/** What is sold by the wavelength, with the numbers that are offered. */
const LIT_LINKS: readonly (readonly [id: string, from: string, to: string, latencyMs: bigint, cents: bigint, numbers: readonly number[]])[] = [
  ['Alba/light', 'Alba/lis', 'Alba/par', 16n, 35n, [1, 2, 3]],
  ['Alba/dim', 'Alba/lis', 'Alba/par', 18n, 33n, [2, 40]],
  ['Alba/glass', 'Alba/lis', 'Alba/opt', 15n, 35n, [1, 2, 3, 4]],
  ['Brio/glass', 'Brio/opt', 'Brio/ber', 11n, 35n, [7, 8]],
];
/** Rooms where wavelengths are handed over; one of the two converts them. */
const LIT_ROOMS: readonly (readonly [popId: string, peerPopId: string, converts: boolean, numbers: readonly number[]])[] = [
  ['Alba/opt', 'Brio/opt', false, [2, 3, 4]],
  ['Brio/opt', 'Alba/opt', true, [3, 4, 5]],
];
/** Set aside for carrier virtual networks. */
const DEDICATED: typeof LINKS = [
  ['Alba/apart', 'Alba/lis', 'Alba/par', 17n, 28n],
  ['Alba/astray', 'Alba/lis', 'Alba/par', 21n, 26n],
];
const HANDOVERS: readonly (readonly [string, string])[] = [['Alba/par', 'Brio/par'], ['Alba/par', 'Cima/par'], ['Brio/ber', 'Cima/ber'], ['Alba/lis', 'Cima/lis']];

const HALF_NS = 300_000n;
const LATENCIES_NS: ReadonlyMap<string, bigint> = new Map([...LINKS, ...DEDICATED, ...LIT_LINKS].map(([id, , , latencyMs]) => [id, latencyMs * 1_000_000n]));

/** As they are offered, one after the other. */
export const latencyNsOf = (resourceIds: readonly string[]): bigint => resourceIds.reduce((sum, id) => sum + (LATENCIES_NS.get(id) ?? HALF_NS), 0n);

/** From where to where one may order. */
export const RELATIONS: readonly (readonly [from: string, to: string])[] = [
  ['Alba/lis', 'Brio/ber'],
  ['Alba/lis', 'Cima/ber'],
  ['Alba/lis', 'Alba/par'],
  ['Brio/par', 'Brio/ber'],
];

/** From where to where one may order a wavelength. */
export const LIT_RELATIONS: typeof RELATIONS = [['Alba/lis', 'Alba/par'], ['Alba/lis', 'Brio/ber'], ['Alba/lis', 'Brio/ber']];

/** Where a carrier virtual network has something of its own. */
export const DEDICATED_RELATION = ['Alba/lis', 'Alba/par'] as const;

/** Where there is always room left: nobody else orders there, and interconnects have more than the links behind them. */
export const QUIET_RELATION = ['Alba/opo', 'Brio/ham'] as const;

const price = (cents: bigint): common.ResourcePrice => ({ monthlyPerMbps: money('EUR', cents * 1_000_000n), perGigabyte: money('EUR', cents * 12_345n) });

function resourcesOf(providerId: string, capacityMbps: number): readonly (readonly [string, Resource])[] {
  const own = (id: string): boolean => id.startsWith(`${providerId}/`);
  const halves = HANDOVERS.flatMap(([a, b]) => [[a, b], [b, a]] as const).filter(([popId]) => own(popId));
  return [
    ...PLACES.filter(([id]) => own(id)).map(
      ([id, city, latitudeMicrodegrees, longitudeMicrodegrees]) => [id, { kind: 'pop', pop: { name: id, city, country: '', coordinates: { latitudeMicrodegrees, longitudeMicrodegrees } } }] as const,
    ),
    ...[...LINKS, ...DEDICATED].filter(([id]) => own(id)).map(
      ([id, fromPopId, toPopId, latencyMs, cents, medium]) =>
        [id, { kind: 'link', link: { fromPopId, toPopId, capacityMbps, latencyNs: latencyMs * 1_000_000n, price: price(cents), srlgIds: [], ...(medium && { medium }) } }] as const,
    ),
    ...litResourcesOf(own),
    ...halves.map(([popId, peerPopId]) => {
      const interconnect = { popId, peerProviderId: peerPopId.slice(0, peerPopId.indexOf('/')), peerPopId, capacityMbps: 2 * capacityMbps, latencyNs: HALF_NS, price: price(3n) };
      return [`${popId}~${peerPopId}`, { kind: 'interconnect', interconnect }] as const;
    }),
  ];
}

const LIGHT: advertising.UnitConversion = { technologies: ['wavelength'] };
const litUnits = (numbers: readonly number[]): Pick<advertising.Link, 'units' | 'capacityMbps'> => ({ units: { technology: 'wavelength', unitMbps: WAVELENGTH_MBPS, numbers }, capacityMbps: WAVELENGTH_MBPS * numbers.length });

function litResourcesOf(own: (id: string) => boolean): readonly (readonly [string, Resource])[] {
  return [
    ...LIT_ROOMS.filter(([id]) => own(id)).map(([id, , converts]) => {
      const pop: advertising.Pop = { name: id, city: 'Paris', country: '', coordinates: { latitudeMicrodegrees: 48_860_000, longitudeMicrodegrees: 2_348_800 } };
      return [id, { kind: 'pop', pop: converts ? { ...pop, conversion: LIGHT } : pop }] as const;
    }),
    ...LIT_LINKS.filter(([id]) => own(id)).map(
      ([id, fromPopId, toPopId, latencyMs, cents, numbers]) => [id, { kind: 'link', link: { fromPopId, toPopId, latencyNs: latencyMs * 1_000_000n, price: price(cents), srlgIds: [], ...litUnits(numbers) } }] as const,
    ),
    ...LIT_ROOMS.filter(([id]) => own(id)).map(([popId, peerPopId, , numbers]) => {
      const interconnect = { popId, peerProviderId: peerPopId.slice(0, peerPopId.indexOf('/')), peerPopId, latencyNs: HALF_NS, price: price(3n), ...litUnits(numbers) };
      return [`${popId}~${peerPopId}`, { kind: 'interconnect', interconnect }] as const;
    }),
  ];
}

/** What a market asks beside prices, by its number: half of the resources a fee each month or once, or both. */
function feesOf(resourceId: string, feeBook: number): Pick<common.ResourcePrice, 'monthlyFee' | 'setupFee'> {
  if (feeBook === 0) return {};
  const chance = Random.of(feeBook, `fees of ${resourceId}`);
  const amount = (mostCents: number): Money => money('EUR', BigInt(chance.between(1, mostCents)) * 1_000_000n + BigInt(chance.below(1_000_000)));
  return { ...(chance.below(100) < FEE_PERCENT && { monthlyFee: amount(3_000) }), ...(chance.below(100) < FEE_PERCENT && { setupFee: amount(9_000) }) };
}

function withFees([resourceId, resource]: readonly [string, Resource], feeBook: number): readonly [string, Resource] {
  const fees = feesOf(resourceId, feeBook);
  if (resource.kind === 'link') return [resourceId, { kind: 'link', link: { ...resource.link, price: { ...resource.link.price, ...fees } } }];
  if (resource.kind !== 'interconnect') return [resourceId, resource];
  return [resourceId, { kind: 'interconnect', interconnect: { ...resource.interconnect, price: { ...resource.interconnect.price, ...fees } } }];
}

/** What all providers of a run have alike. */
export interface MarketTerms {
  readonly capacityMbps: number;
  /** Which fees they ask; 0: none. */
  readonly feeBook: number;
  readonly since: Instant;
}

/** Signing the same offer in each run would be most of a run's cost; its bytes are the same anyway. */
const signed = new Map<string, readonly advertising.SignedOffer[]>();

/** All that a provider offers, each resource signed by its key. Interconnects have twice the capacity of links. */
export function offersOf(providerId: string, { capacityMbps, feeBook, since }: MarketTerms): readonly advertising.SignedOffer[] {
  const name = `${providerId} ${capacityMbps} ${feeBook} ${since}`;
  const known = signed.get(name);
  if (known) return known;
  const key = keyOf(providerId);
  const offers = resourcesOf(providerId, capacityMbps).map((each) => withFees(each, feeBook)).map(([resourceId, resource]) => {
    const terms = { providerId, resourceId, validFrom: plus(since, -NANOS_PER_DAY), validUntil: plus(since, VALID_DAYS * NANOS_PER_DAY), visibleTo: [], serviceLevel: SERVICE_LEVEL, resource, ...(DEDICATED.some(([id]) => id === resourceId) && { dedicated: true }) };
    const offer = advertising.ResourceOffer.encode(terms);
    return { offer, signature: key.sign(SIGNED_AS.resourceOffer, offer) };
  });
  signed.set(name, offers);
  return offers;
}
