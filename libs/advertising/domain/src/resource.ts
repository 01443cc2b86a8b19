import { type Instant, unreachable, VersionedMap } from '@carriermesh/kernel';
import type { advertising } from '@carriermesh/wire';

export type ResourceEvent = Extract<
  advertising.AnyEvent,
  {
    type:
      | 'advertising.v1.ResourceAdvertised'
      | 'advertising.v1.ResourceWithdrawn'
      | 'advertising.v1.CapacityHeld'
      | 'advertising.v1.CapacityCommitted'
      | 'advertising.v1.CapacityResized'
      | 'advertising.v1.CapacityReleased';
  }
>;

/** One order's part of a resource. Released parts are forgotten: what became of a hold as a whole is the hold's own history. */
export type Part =
  | (Taken & { readonly status: 'held'; readonly heldUntil: Instant })
  | (Taken & { readonly status: 'committed' });

export interface Taken {
  readonly mbps: number;
  /** Of what is sold in whole units, which one it is. */
  readonly unit?: number;
}

export interface OfferOnRecord {
  readonly terms: advertising.ResourceOffer;
  readonly sha256: Uint8Array;
}

export interface Resource {
  /** The provider's latest word on it; it stays here after a withdrawal, since parts of it may be under contract. */
  readonly offer: OfferOnRecord | undefined;
  readonly offered: boolean;
  /** By hold id. */
  readonly parts: VersionedMap<string, Part>;
  /** Of all parts together. */
  readonly takenMbps: number;
  /** Whose each unit is that is taken: its hold, by number. */
  readonly units: VersionedMap<number, string>;
}

export const NO_RESOURCE: Resource = { offer: undefined, offered: false, parts: VersionedMap.of(), takenMbps: 0, units: VersionedMap.of() };

/** A hold is good up to and including its last instant; a nanosecond later it has lapsed. */
export const hasLapsed = (heldUntil: Instant, now: Instant): boolean => now > heldUntil;

/** Mbit/s that the provider offers in all; a PoP carries traffic, but is not sold by the Mbit/s. */
export function capacityOf({ resource }: advertising.ResourceOffer): number {
  switch (resource.kind) {
    case 'pop':
      return 0;
    case 'link':
      return resource.link.capacityMbps;
    case 'interconnect':
      return resource.interconnect.capacityMbps;
    default:
      return unreachable(resource);
  }
}

/** Of what is sold in whole units. */
export function unitsOf({ resource }: advertising.ResourceOffer): advertising.UnitSet | undefined {
  if (resource.kind === 'link') return resource.link.units;
  return resource.kind === 'interconnect' ? resource.interconnect.units : undefined;
}

export interface InUse {
  readonly heldMbps: number;
  readonly committedMbps: number;
}

/** What is taken at this instant: lapsed holds are free again, whether somebody swept them up yet or not. */
export function inUse({ parts }: Resource, now: Instant): InUse {
  let heldMbps = 0;
  let committedMbps = 0;
  for (const part of parts.values()) {
    if (part.status === 'committed') committedMbps += part.mbps;
    else if (!hasLapsed(part.heldUntil, now)) heldMbps += part.mbps;
  }
  return { heldMbps, committedMbps };
}

/** Numbers of the units that are taken at this instant, ascending. */
export function unitsInUse({ parts, units }: Resource, now: Instant): readonly number[] {
  const taken = [...units].filter(([, holdId]) => {
    const part = parts.get(holdId);
    return part !== undefined && (part.status === 'committed' || !hasLapsed(part.heldUntil, now));
  });
  return taken.map(([unit]) => unit).sort((a, b) => a - b);
}

/** Nothing is free while a provider offers less than it has sold. */
export const freeMbps = ({ offer, takenMbps }: Pick<Resource, 'offer' | 'takenMbps'>): number => Math.max(0, (offer ? capacityOf(offer.terms) : 0) - takenMbps);

export type ReadOffer = (bytes: Uint8Array) => advertising.ResourceOffer;

/** @param readOffer decodes the bytes that the provider signed; they were checked before they were recorded */
export function evolveResource(state: Resource, event: ResourceEvent, readOffer: ReadOffer): Resource {
  switch (event.type) {
    case 'advertising.v1.ResourceAdvertised': {
      const { signedOffer, offerSha256 } = event.data;
      return { ...state, offered: true, offer: { terms: readOffer(signedOffer.offer), sha256: offerSha256 } };
    }
    case 'advertising.v1.ResourceWithdrawn':
      return { ...state, offered: false };
    case 'advertising.v1.CapacityHeld': {
      const { holdId, mbps, heldUntil, bought, unit } = event.data;
      const taken = { mbps, ...(unit !== undefined && { unit }) };
      return withPart(state, holdId, bought ? { status: 'committed', ...taken } : { status: 'held', ...taken, heldUntil });
    }
    case 'advertising.v1.CapacityCommitted': {
      const part = state.parts.get(event.data.holdId);
      return part ? withPart(state, event.data.holdId, { status: 'committed', mbps: part.mbps, ...(part.unit !== undefined && { unit: part.unit }) }) : state;
    }
    case 'advertising.v1.CapacityResized':
      return withPart(state, event.data.holdId, { status: 'committed', mbps: event.data.mbps });
    case 'advertising.v1.CapacityReleased':
      return without(state, event.data.holdId);
    default:
      return unreachable(event);
  }
}

function withPart(state: Resource, holdId: string, part: Part): Resource {
  const beforeMbps = state.parts.get(holdId)?.mbps ?? 0;
  const units = part.unit === undefined ? state.units : state.units.with(part.unit, holdId);
  return { ...state, parts: state.parts.with(holdId, part), takenMbps: state.takenMbps - beforeMbps + part.mbps, units };
}

function without(state: Resource, holdId: string): Resource {
  const part = state.parts.get(holdId);
  if (!part) return state;
  const units = part.unit === undefined ? state.units : state.units.without(part.unit);
  return { ...state, parts: state.parts.without(holdId), takenMbps: state.takenMbps - part.mbps, units };
}
