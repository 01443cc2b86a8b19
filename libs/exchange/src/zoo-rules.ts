import { divideHalfAwayFromZero, MAX_MBPS, type Money, money } from '@carriermesh/kernel';
import type { HalfTerms } from './assemble.js';
import type { ServiceLevel } from './exchange.js';
import type { GraphmlEdge } from './graphml.js';
import { chooseStably, fnv1a32, type Weighted } from './stable-hash.js';

/*
 * The Topology Zoo states a capacity for one link in seven, and neither prices nor promises. These are the demonstration's
 * own rules for them. Each depends on the input alone, so that the same files give the same exchange everywhere.
 * RULES.md says the same in prose and tables; the two change together.
 */

export const CURRENCY = 'EUR';

interface LengthBand {
  readonly belowKm: number;
  readonly capacityMbps: Weighted<number>;
}

/** Long links are rather built with the larger channels. */
const LINK_CAPACITY: readonly LengthBand[] = [
  { belowKm: 200, capacityMbps: [[60, 10_000], [25, 40_000], [15, 100_000]] },
  { belowKm: 2000, capacityMbps: [[40, 10_000], [30, 40_000], [30, 100_000]] },
  { belowKm: Infinity, capacityMbps: [[20, 10_000], [30, 40_000], [50, 100_000]] },
];

const PORT_CAPACITY_MBPS: Weighted<number> = [[60, 10_000], [40, 100_000]];

/** Each metre costs the rate of its stretch: going on is cheaper than starting. In millionths of a cent. */
const RATE_PER_METRE: readonly { readonly untilM: bigint; readonly microMinor: bigint }[] = [
  { untilM: 500_000n, microMinor: 20n },
  { untilM: 3_000_000n, microMinor: 10n },
  // Half the way round the earth is the longest great circle.
  { untilM: 20_100_000n, microMinor: 5n },
];

/** The snapshots state speeds of their years, down to 64 kbit/s; on such links no service of today could be sold. */
const LEAST_LINK_MBPS = 1000;

const LINK_BASE_MICRO_MINOR = 3_000_000n;
const PORT_BASE_MICRO_MINOR = 1_000_000n;

/** A larger channel is cheaper for each Mbit/s. */
const TIER_PERCENT: readonly { readonly belowMbps: number; readonly percent: bigint }[] = [
  { belowMbps: 1000, percent: 160n },
  { belowMbps: 10_000, percent: 130n },
  { belowMbps: 40_000, percent: 100n },
  { belowMbps: 100_000, percent: 80n },
  { belowMbps: Infinity, percent: 60n },
];

/** 1 Mbit/s carries 324 GB in 30 days, so that a full one pays about a third on top of its monthly price. */
const GIGABYTES_PER_MONTHLY_PRICE = 1000n;

const PERCENT = 100n;

/**
 * The sum of the speeds that the parallel edges state, in whole Mbit/s, raised to what a link has at least; where none states
 * one, by length and the link's id.
 */
export function linkCapacityMbps(link: { readonly id: string; readonly km: number; readonly edges: readonly GraphmlEdge[] }): number {
  const statedBps = link.edges.reduce((sum, edge) => sum + (statedBitsPerSecond(edge) ?? 0), 0);
  if (statedBps > 0) return Math.min(MAX_MBPS, Math.max(LEAST_LINK_MBPS, Math.round(statedBps / 1e6)));
  const band = LINK_CAPACITY.find(({ belowKm }) => link.km < belowKm);
  return chooseStably('link-capacity', link.id, band?.capacityMbps ?? PORT_CAPACITY_MBPS);
}

const BITS_PER_UNIT: ReadonlyMap<string, number> = new Map([['K', 1e3], ['M', 1e6], ['G', 1e9], ['T', 1e12]]);

/** `LinkSpeedRaw` is in bit/s; without it, `LinkSpeed` in `LinkSpeedUnits`. Text that is no positive number states nothing. */
function statedBitsPerSecond({ attributes }: GraphmlEdge): number | undefined {
  const raw = Number(attributes.get('LinkSpeedRaw') ?? NaN);
  if (raw > 0) return raw;
  const unit = BITS_PER_UNIT.get((attributes.get('LinkSpeedUnits') ?? '').toUpperCase());
  const speed = Number(attributes.get('LinkSpeed') ?? NaN);
  return unit !== undefined && speed > 0 ? speed * unit : undefined;
}

/** What a link costs: (base + length) × tier × provider. */
export function linkPrices(link: { readonly providerId: string; readonly lengthM: number; readonly capacityMbps: number }): Prices {
  return prices({ ...link, baseMicroMinor: LINK_BASE_MICRO_MINOR });
}

/** The owner's port, and half of the way to the peer, since the peer prices the other half. */
export function halfTerms({ id, ownerId, km }: { readonly id: string; readonly ownerId: string; readonly km: number }): HalfTerms {
  const capacityMbps = chooseStably('port-capacity', id, PORT_CAPACITY_MBPS);
  const lengthM = Math.round(km * 500);
  return { capacityMbps, ...prices({ providerId: ownerId, lengthM, capacityMbps, baseMicroMinor: PORT_BASE_MICRO_MINOR }) };
}

export type Prices = Pick<HalfTerms, 'monthlyPricePerMbps' | 'pricePerGigabyte'>;

interface Priced {
  readonly providerId: string;
  readonly lengthM: number;
  readonly capacityMbps: number;
  readonly baseMicroMinor: bigint;
}

function prices({ providerId, lengthM, capacityMbps, baseMicroMinor }: Priced): Prices {
  const tier = TIER_PERCENT.find(({ belowMbps }) => capacityMbps < belowMbps)?.percent ?? PERCENT;
  const full = (baseMicroMinor + lengthCharge(BigInt(lengthM))) * tier * providerPercent(providerId);
  const monthly = divideHalfAwayFromZero(full, PERCENT * PERCENT);
  return { monthlyPricePerMbps: euros(monthly), pricePerGigabyte: euros(divideHalfAwayFromZero(monthly, GIGABYTES_PER_MONTHLY_PRICE)) };
}

function lengthCharge(lengthM: bigint): bigint {
  let charge = 0n;
  let fromM = 0n;
  for (const { untilM, microMinor } of RATE_PER_METRE) {
    if (lengthM <= fromM) break;
    charge += ((lengthM < untilM ? lengthM : untilM) - fromM) * microMinor;
    fromM = untilM;
  }
  return charge;
}

/** 80 to 125: some sell cheap and some dear. */
export const providerPercent = (providerId: string): bigint => 80n + BigInt(fnv1a32(`price-level:${providerId}`) % 46);

const euros = (microMinor: bigint): Money => money(CURRENCY, microMinor);

const SERVICE_LEVELS: Weighted<ServiceLevel> = [
  [30, { availabilityPpm: 999_950, lossPpm: 50, jitterNs: 500_000n, mttrMinutes: 240, creditBasisPoints: 1000 }],
  [50, { availabilityPpm: 999_900, lossPpm: 100, jitterNs: 1_000_000n, mttrMinutes: 360, creditBasisPoints: 500 }],
  [20, { availabilityPpm: 999_500, lossPpm: 500, jitterNs: 3_000_000n, mttrMinutes: 480, creditBasisPoints: 250 }],
];

export const serviceLevelOf = (providerId: string): ServiceLevel => chooseStably('service-level', providerId, SERVICE_LEVELS);
