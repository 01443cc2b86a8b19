import { type Instant, MAX_MBPS, invariant } from '@carriermesh/kernel';

/** A point of presence: where a provider's network can be entered, left, or joined to another's. */
export interface Pop {
  readonly popId: string;
  readonly providerId: string;
  readonly latitudeMicrodegrees: number;
  readonly longitudeMicrodegrees: number;
  /** As advertised; empty where the provider states none. */
  readonly city: string;
  /** As advertised, a name or a code; empty where the provider states none. */
  readonly country: string;
  /** Whether a connection may come in on one wavelength or slot and go on on another. */
  readonly convertsUnits?: boolean;
  /** The same for units of these technologies alone. */
  readonly conversions?: readonly string[];
}

/** Capacity that is sold in whole units of layer 1, and in no other way. */
export interface UnitOffer extends UnitKind {
  /** Numbers of those that nobody holds or uses now, below MAX_UNITS. */
  readonly free: readonly number[];
}

/** What an order for layer 1 asks for: one unit of this technology, of exactly this bandwidth. */
export interface UnitKind {
  readonly technology: string;
  readonly mbps: number;
}

/** What a provider states of anything that it offers to carry traffic over. */
export interface OfferTerms {
  readonly providerId: string;
  /** One way. */
  readonly latencyNs: bigint;
  /** In millionths of the currency's minor unit, for one Mbit/s during one month. */
  readonly pricePerMbps: bigint;
  readonly currency: string;
  /** What nobody holds or uses now; zero when sold out. */
  readonly availableMbps: number;
  /** Shared risk link groups (RFC 4202): whatever fails together carries the same id. */
  readonly srlgs: readonly string[];
  /** The first instant at which the offer may be used. */
  readonly validFrom: Instant;
  /** The first instant at which it may not be used any more. */
  readonly validUntil: Instant;
  /** Buyers that may know of the offer; empty means everybody. */
  readonly visibleTo: readonly string[];
  /** Whether it carries traffic now (TMF639 operational state enable). */
  readonly up: boolean;
  /** Absent where it is sold by the Mbit/s. */
  readonly units?: UnitOffer;
  /** It is sold in orders of a carrier virtual network alone. */
  readonly dedicated?: boolean;
}

/** A link between two PoPs of one provider, usable in both directions. */
export interface LinkOffer extends OfferTerms {
  readonly resourceId: string;
  readonly fromPopId: string;
  readonly toPopId: string;
  /** What it goes over; wireline where nobody states it. */
  readonly medium?: string;
}

/** One provider's consent to hand traffic over at `ownPopId` to the PoP of another; it takes the other's consent too. */
export interface InterconnectHalf extends OfferTerms {
  readonly ownPopId: string;
  readonly peerPopId: string;
}

/** More than a fibre has: the C and L bands hold about 930 channels of 12.5 GHz (G.694.1), and no number is larger. */
export const MAX_UNITS = 1_024;

/** Hop counts of a path are packed beside its handovers (see order.ts); more PoPs than this would overflow into them. */
export const MAX_POPS = 2 ** 20;
/** 8.6 s. A path of MAX_POPS such links still adds up to less than 2^53, so that sums of latency are always exact. */
export const MAX_LATENCY_NS = 2n ** 33n - 1n;
/** About 11 million major units of a currency with cents; paths that add up to more than 2^53 − 1 are not offered at all. */
export const MAX_PRICE_PER_MBPS = 2n ** 50n;

/** Stands between the two PoPs of a half's id, and therefore not inside a PoP's. */
const HALF_SEPARATOR = '~';

/** The resource id of an interconnect's half: own side first. */
export const halfId = (ownPopId: string, peerPopId: string): string => `${ownPopId}${HALF_SEPARATOR}${peerPopId}`;

const DEGREE = 1_000_000;

/** @throws InvariantViolation when an advertisement passed its checks and still cannot be a PoP */
export function checkPop({ popId, latitudeMicrodegrees: latitude, longitudeMicrodegrees: longitude }: Pop): void {
  checkPopId(popId);
  invariant(
    Number.isInteger(latitude) && Math.abs(latitude) <= 90 * DEGREE,
    `PoP ${popId}: latitude ${latitude} is no microdegrees within ±90°`,
  );
  invariant(
    Number.isInteger(longitude) && Math.abs(longitude) <= 180 * DEGREE,
    `PoP ${popId}: longitude ${longitude} is no microdegrees within ±180°`,
  );
}

export function checkLink(link: LinkOffer): void {
  invariant(link.fromPopId !== link.toPopId, `link ${link.resourceId} starts and ends at PoP ${link.fromPopId}`);
  checkTerms(link.resourceId, link);
}

export function checkHalf(half: InterconnectHalf): void {
  checkPopId(half.ownPopId);
  checkPopId(half.peerPopId);
  invariant(half.ownPopId !== half.peerPopId, `interconnect half of ${half.providerId} joins PoP ${half.ownPopId} to itself`);
  checkTerms(halfId(half.ownPopId, half.peerPopId), half);
}

export function checkAvailable(resourceId: string, mbps: number): void {
  invariant(
    Number.isInteger(mbps) && mbps >= 0 && mbps <= MAX_MBPS,
    `${resourceId}: ${mbps} Mbit/s available is not a whole number from 0 to ${MAX_MBPS}`,
  );
}

function checkPopId(popId: string): void {
  invariant(popId !== '' && !popId.includes(HALF_SEPARATOR), `a PoP id is not empty and has no "${HALF_SEPARATOR}": "${popId}"`);
}

function checkTerms(resourceId: string, { latencyNs, pricePerMbps, availableMbps, units }: OfferTerms): void {
  invariant(latencyNs >= 0n && latencyNs <= MAX_LATENCY_NS, `${resourceId}: latency ${latencyNs} ns is outside 0 to ${MAX_LATENCY_NS}`);
  invariant(
    pricePerMbps >= 0n && pricePerMbps <= MAX_PRICE_PER_MBPS,
    `${resourceId}: price ${pricePerMbps} is outside 0 to ${MAX_PRICE_PER_MBPS}`,
  );
  checkAvailable(resourceId, availableMbps);
  for (const unit of units?.free ?? []) invariant(Number.isInteger(unit) && unit >= 0 && unit < MAX_UNITS, `${resourceId}: unit ${unit} is not a whole number below ${MAX_UNITS}`);
}
