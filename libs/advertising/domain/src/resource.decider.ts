import { bytesEqual, type Instant, unreachable } from '@carriermesh/kernel';
import { accept, type Decider, type Decision, ignore, refuse } from '@carriermesh/decider';
import type { advertising } from '@carriermesh/wire';
import { evolveResource, freeMbps, hasLapsed, NO_RESOURCE, type ReadOffer, type Resource, type ResourceEvent, type Taken, unitsOf } from './resource.js';

/** An offer whose signature and figures were found good. */
export interface Advertise {
  readonly kind: 'advertise';
  readonly terms: advertising.ResourceOffer;
  readonly signedOffer: advertising.SignedOffer;
  readonly offerSha256: Uint8Array;
  readonly batchId: string;
}

export interface Withdraw {
  readonly kind: 'withdraw';
  readonly resourceId: string;
  readonly providerId: string;
  readonly batchId: string;
}

export interface Hold {
  readonly kind: 'hold';
  readonly resourceId: string;
  readonly holdId: string;
  readonly buyerId: string;
  readonly mbps: number;
  readonly heldUntil: Instant;
  readonly bought: boolean;
  /** Of what is sold in whole units, the one that is wanted. */
  readonly unit?: number | undefined;
  /** Of a carrier virtual network, which has dedicated resources and the buyer's own, and no others. */
  readonly virtualNetwork?: boolean | undefined;
  readonly now: Instant;
}

export interface Commit {
  readonly kind: 'commit';
  readonly resourceId: string;
  readonly holdId: string;
  readonly now: Instant;
}

export interface Release {
  readonly kind: 'release';
  readonly resourceId: string;
  readonly holdId: string;
  readonly reason: advertising.ReleaseReason;
}

export interface Resize {
  readonly kind: 'resize';
  readonly resourceId: string;
  readonly holdId: string;
  readonly buyerId: string;
  readonly mbps: number;
  readonly now: Instant;
}

export type ResourceCommand = Advertise | Withdraw | Hold | Commit | Resize | Release;

export type ResourceRefusal =
  | { readonly code: 'resource-unknown'; readonly resourceId: string }
  | { readonly code: 'resource-kind-fixed'; readonly resourceId: string; readonly recordedKind: string; readonly presentedKind: string }
  | { readonly code: 'resource-withdrawn'; readonly resourceId: string }
  | { readonly code: 'offer-not-yet-valid'; readonly resourceId: string; readonly validFrom: Instant }
  | { readonly code: 'offer-expired'; readonly resourceId: string; readonly validUntil: Instant }
  | { readonly code: 'no-capacity'; readonly resourceId: string; readonly requestedMbps: number; readonly availableMbps: number }
  | { readonly code: 'resource-dedicated' | 'resource-not-dedicated'; readonly resourceId: string }
  /** It is sold in whole units, and none was named; or it is not, and one was. */
  | { readonly code: 'unit-missing' | 'unit-not-sold'; readonly resourceId: string }
  | { readonly code: 'unit-unknown'; readonly resourceId: string; readonly unit: number; readonly mbps: number; readonly unitMbps: number }
  | { readonly code: 'unit-taken'; readonly resourceId: string; readonly unit: number; readonly free: readonly number[] }
  | { readonly code: 'unit-fixed'; readonly resourceId: string; readonly unit: number }
  | { readonly code: 'hold-expired'; readonly holdId: string; readonly heldUntil?: Instant };

/**
 * One thing that a provider offers, and who has which part of its capacity. All parts together never exceed the capacity that
 * was in force when the last of them was given (invariant I1), and a whole unit is in one of them alone.
 */
export function resourceDecider(readOffer: ReadOffer): Decider<ResourceCommand, Resource, ResourceEvent, ResourceRefusal> {
  return { initial: NO_RESOURCE, decide, evolve: (state, event) => evolveResource(state, event, readOffer) };
}

function decide(command: ResourceCommand, state: Resource): Decision<ResourceEvent, ResourceRefusal> {
  switch (command.kind) {
    case 'advertise':
      return advertise(command, state);
    case 'withdraw':
      return withdraw(command, state);
    case 'hold':
      return hold(command, state);
    case 'commit':
      return commit(command, state);
    case 'resize':
      return resize(command, state);
    case 'release':
      return release(command, state);
    default:
      return unreachable(command);
  }
}

function advertise({ terms, signedOffer, offerSha256, batchId }: Advertise, { offer, offered }: Resource): Decision<ResourceEvent, ResourceRefusal> {
  const { resourceId, providerId } = terms;
  if (offer && offered && bytesEqual(offer.sha256, offerSha256)) return ignore('this very offer is on record');
  // A link that became a PoP under the same id would leave contracts behind that mean something else.
  if (offer && offer.terms.resource.kind !== terms.resource.kind)
    return refuse({ code: 'resource-kind-fixed', resourceId, recordedKind: offer.terms.resource.kind, presentedKind: terms.resource.kind });
  return accept({ type: 'advertising.v1.ResourceAdvertised', data: { resourceId, providerId, signedOffer, offerSha256, batchId } });
}

function withdraw({ resourceId, providerId, batchId }: Withdraw, { offer, offered }: Resource): Decision<ResourceEvent, ResourceRefusal> {
  if (!offer) return refuse({ code: 'resource-unknown', resourceId });
  if (!offered) return ignore('already withdrawn');
  return accept({ type: 'advertising.v1.ResourceWithdrawn', data: { resourceId, providerId, batchId } });
}

function hold(command: Hold, state: Resource): Decision<ResourceEvent, ResourceRefusal> {
  const { resourceId, holdId, mbps, heldUntil, bought, unit, now } = command;
  if (state.parts.has(holdId)) return bought ? commit({ kind: 'commit', resourceId, holdId, now }, state) : ignore('already held');
  const refusal = offerRefusal(command, state) ?? dedicationRefusal(command, state) ?? unitRefusal(command, state);
  if (refusal) return refuse(refusal);
  const { swept, kept } = unit === undefined ? sweep(state, command) : sweepUnit(state, { ...command, unit });
  const availableMbps = freeMbps(kept);
  if (mbps > availableMbps) return refuse({ code: 'no-capacity', resourceId, requestedMbps: mbps, availableMbps });
  const taken = { mbps, heldUntil, availableMbps: availableMbps - mbps, bought, ...(unit !== undefined && { unit }) };
  return accept(...swept, { type: 'advertising.v1.CapacityHeld', data: { resourceId, holdId, ...taken } });
}

/** Why this buyer can't have any of it now. Who may not see an offer learns no more than that there is none. */
function offerRefusal({ resourceId, buyerId, now }: Pick<Hold, 'resourceId' | 'buyerId' | 'now'>, { offer, offered }: Resource): ResourceRefusal | undefined {
  if (!offer) return { code: 'resource-unknown', resourceId };
  const { visibleTo, validFrom, validUntil } = offer.terms;
  if (visibleTo.length > 0 && !visibleTo.includes(buyerId)) return { code: 'resource-unknown', resourceId };
  if (!offered) return { code: 'resource-withdrawn', resourceId };
  if (now < validFrom) return { code: 'offer-not-yet-valid', resourceId, validFrom };
  if (now >= validUntil) return { code: 'offer-expired', resourceId, validUntil };
  return undefined;
}

/** The provider whose id the buyer has sells to its own network whatever it offers. */
function dedicationRefusal({ resourceId, buyerId, virtualNetwork = false }: Hold, { offer }: Resource): ResourceRefusal | undefined {
  const { dedicated = false, providerId } = offer!.terms;
  if (!virtualNetwork) return dedicated ? { code: 'resource-dedicated', resourceId } : undefined;
  return dedicated || providerId === buyerId ? undefined : { code: 'resource-not-dedicated', resourceId };
}

/** Why this unit can't be had now. One whose hold has lapsed is free. */
function unitRefusal({ resourceId, unit, mbps, now }: Hold, { offer, parts, units }: Resource): ResourceRefusal | undefined {
  const sold = unitsOf(offer!.terms);
  if (!sold) return unit === undefined ? undefined : { code: 'unit-not-sold', resourceId };
  if (unit === undefined) return { code: 'unit-missing', resourceId };
  if (!sold.numbers.includes(unit) || sold.unitMbps !== mbps) return { code: 'unit-unknown', resourceId, unit, mbps, unitMbps: sold.unitMbps };
  const isFree = (number: number): boolean => {
    const part = parts.get(units.get(number) ?? '');
    return !part || (part.status === 'held' && hasLapsed(part.heldUntil, now));
  };
  return isFree(unit) ? undefined : { code: 'unit-taken', resourceId, unit, free: sold.numbers.filter(isFree) };
}

/** Writes down the end of the lapsed hold that had this unit, for the same reason as below. */
function sweepUnit(state: Resource, { resourceId, unit }: Hold & { readonly unit: number }): Sweep {
  const holdId = state.units.get(unit);
  const part = holdId === undefined ? undefined : state.parts.get(holdId);
  if (holdId === undefined || !part) return { swept: [], kept: state };
  const kept = { ...state, takenMbps: state.takenMbps - part.mbps };
  return { swept: [released({ resourceId, holdId, reason: 'hold-expired' }, part, kept)], kept };
}

/** Above it a commit could outgrow the ledger's limit. What lapsed and remains is freed by the expiry of each hold. */
export const MAX_SWEPT = 64;

/**
 * Writes down the end of lapsed holds before their capacity is given to somebody else: from then on no clock that is behind can
 * commit one of them, and sell the same capacity twice. No more are swept than it takes.
 */
function sweep(state: Resource, { resourceId, mbps, now }: Pick<Hold, 'resourceId' | 'mbps' | 'now'>): Sweep {
  const swept: ResourceEvent[] = [];
  let kept: Capacity = state;
  // Most find enough free, and need not go through what others hold.
  if (mbps <= freeMbps(state)) return { swept, kept };
  for (const [holdId, part] of state.parts) {
    if (mbps <= freeMbps(kept) || swept.length >= MAX_SWEPT) break;
    if (part.status === 'committed' || !hasLapsed(part.heldUntil, now)) continue;
    kept = { ...kept, takenMbps: kept.takenMbps - part.mbps };
    swept.push(released({ resourceId, holdId, reason: 'hold-expired' }, part, kept));
  }
  return { swept, kept };
}

/** What is offered of a resource, and how much of that is taken. */
type Capacity = Pick<Resource, 'offer' | 'takenMbps'>;

interface Sweep {
  readonly swept: readonly ResourceEvent[];
  readonly kept: Capacity;
}

function commit({ resourceId, holdId, now }: Commit, { parts }: Resource): Decision<ResourceEvent, ResourceRefusal> {
  const part = parts.get(holdId);
  if (!part) return refuse({ code: 'hold-expired', holdId });
  if (part.status === 'committed') return ignore('already committed');
  if (hasLapsed(part.heldUntil, now)) return refuse({ code: 'hold-expired', holdId, heldUntil: part.heldUntil });
  return accept({ type: 'advertising.v1.CapacityCommitted', data: { resourceId, holdId } });
}

/** Less is had at once; more, only of what is offered and free now. */
function resize(command: Resize, state: Resource): Decision<ResourceEvent, ResourceRefusal> {
  const { resourceId, holdId, mbps, now } = command;
  const part = state.parts.get(holdId);
  if (part?.status !== 'committed') return refuse({ code: 'hold-expired', holdId });
  const requestedMbps = mbps - part.mbps;
  if (requestedMbps === 0) return ignore('of that size already');
  if (part.unit !== undefined) return refuse({ code: 'unit-fixed', resourceId, unit: part.unit });
  const refusal = requestedMbps > 0 ? offerRefusal(command, state) : undefined;
  if (refusal) return refuse(refusal);
  const { swept, kept } = requestedMbps > 0 ? sweep(state, { resourceId, mbps: requestedMbps, now }) : { swept: [], kept: state };
  const availableMbps = freeMbps(kept);
  if (requestedMbps > availableMbps) return refuse({ code: 'no-capacity', resourceId, requestedMbps, availableMbps });
  const resized = { resourceId, holdId, beforeMbps: part.mbps, mbps };
  const left = freeMbps({ ...kept, takenMbps: kept.takenMbps + requestedMbps });
  return accept(...swept, { type: 'advertising.v1.CapacityResized', data: { ...resized, availableMbps: left } });
}

function release(command: Release, state: Resource): Decision<ResourceEvent, ResourceRefusal> {
  const part = state.parts.get(command.holdId);
  if (!part) return ignore('nothing is held');
  return accept(released(command, part, { ...state, takenMbps: state.takenMbps - part.mbps }));
}

function released({ resourceId, holdId, reason }: Omit<Release, 'kind'>, { mbps, unit }: Taken, after: Capacity): ResourceEvent {
  return { type: 'advertising.v1.CapacityReleased', data: { resourceId, holdId, mbps, availableMbps: freeMbps(after), reason, ...(unit !== undefined && { unit }) } };
}
