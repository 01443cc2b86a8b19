import { type Instant, isBandwidth, isToken, MAX_MBPS, NANOS_PER_DAY, plus, unreachable } from '@carriermesh/kernel';
import { accept, type Decider, type Decision, ignore, refuse } from '@carriermesh/decider';
import type { advertising } from '@carriermesh/wire';
import { isResourceId, MAX_UNITS, RESOURCE_ID_RULE, shown, TOKEN_RULE } from './limits.js';
import { hasLapsed } from './resource.js';

export type HoldEvent = Extract<
  advertising.AnyEvent,
  { type: 'advertising.v1.HoldPlaced' | 'advertising.v1.HoldCommitted' | 'advertising.v1.HoldResized' | 'advertising.v1.HoldReleased' }
>;

/** The whole of what one order asked to be set aside. */
export type HoldState =
  | { readonly status: 'none' }
  /** `size` is the number of its last size, where it was given another one. */
  | { readonly status: 'placed' | 'committed'; readonly placed: advertising.HoldPlaced; readonly size?: number }
  /** Without `placed` when the release overtook its hold. */
  | { readonly status: 'released'; readonly placed?: advertising.HoldPlaced; readonly reason: advertising.ReleaseReason };

export interface PlaceHold {
  readonly kind: 'place';
  readonly holdId: string;
  readonly orderId: string;
  readonly buyerId: string;
  readonly needs: readonly advertising.CapacityNeed[];
  readonly heldUntil: Instant;
  /** Its buyer has bought already: it is committed in the commit that places it. */
  readonly bought: boolean;
  readonly virtualNetwork?: boolean | undefined;
  readonly now: Instant;
}

export interface CommitHold {
  readonly kind: 'commit';
  readonly holdId: string;
  readonly now: Instant;
}

export interface ReleaseHold {
  readonly kind: 'release';
  readonly holdId: string;
  readonly reason: advertising.ReleaseReason;
  readonly now: Instant;
}

export interface ResizeHold {
  readonly kind: 'resize';
  readonly holdId: string;
  readonly number: number;
  readonly needs: readonly advertising.CapacityNeed[];
  readonly now: Instant;
}

export type HoldCommand = PlaceHold | CommitHold | ResizeHold | ReleaseHold;

export type HoldRefusal =
  | { readonly code: 'hold-invalid'; readonly field: string; readonly value: string; readonly limit: string }
  | { readonly code: 'hold-id-reused'; readonly holdId: string; readonly orderId: string }
  | { readonly code: 'hold-unknown'; readonly holdId: string }
  | { readonly code: 'hold-expired'; readonly holdId: string; readonly heldUntil?: Instant }
  | { readonly code: 'hold-released'; readonly holdId: string }
  | { readonly code: 'hold-committed'; readonly holdId: string }
  | { readonly code: 'hold-resized-since'; readonly holdId: string; readonly number: number; readonly last: number }
  | { readonly code: 'hold-in-force'; readonly holdId: string; readonly heldUntil: Instant };

/** A path has one resource for each link, and two for each handover. */
export const MAX_NEEDS = 256;
/** Who wants capacity for longer has to buy it. */
export const MAX_HOLD_NS = NANOS_PER_DAY;

export const hold: Decider<HoldCommand, HoldState, HoldEvent, HoldRefusal> = {
  initial: { status: 'none' },

  decide(command, state) {
    switch (command.kind) {
      case 'place':
        return place(command, state);
      case 'commit':
        return commit(command, state);
      case 'resize':
        return resize(command, state);
      case 'release':
        return release(command, state);
      default:
        return unreachable(command);
    }
  },

  evolve(state, event) {
    switch (event.type) {
      case 'advertising.v1.HoldPlaced':
        return { status: event.data.bought ? 'committed' : 'placed', placed: event.data };
      case 'advertising.v1.HoldCommitted':
        return state.status === 'placed' ? { ...state, status: 'committed' } : state;
      case 'advertising.v1.HoldResized': {
        const { number: size, needs } = event.data;
        return state.status === 'committed' ? { ...state, size, placed: { ...state.placed, needs } } : state;
      }
      case 'advertising.v1.HoldReleased': {
        const { reason } = event.data;
        return state.status === 'none' ? { status: 'released', reason } : { ...state, status: 'released', reason };
      }
      default:
        return unreachable(event);
    }
  },
};

function place(command: PlaceHold, state: HoldState): Decision<HoldEvent, HoldRefusal> {
  const { holdId, bought, now } = command;
  switch (state.status) {
    case 'none': {
      const refusal = placementFault(command);
      const { orderId, buyerId, needs, heldUntil, virtualNetwork } = command;
      return refusal
        ? refuse(refusal)
        : accept({ type: 'advertising.v1.HoldPlaced', data: { holdId, orderId, buyerId, needs, placedAt: now, heldUntil, bought, ...(virtualNetwork && { virtualNetwork }) } });
    }
    case 'placed':
    case 'committed':
      if (!sameWish(command, state.placed)) return refuse({ code: 'hold-id-reused', holdId, orderId: state.placed.orderId });
      if (state.status === 'committed') return ignore('already placed');
      // Placed before its buyer had bought, and asked for again when he has.
      if (bought) return commit({ kind: 'commit', holdId, now }, state);
      return hasLapsed(state.placed.heldUntil, now) ? refuse(expired(state.placed)) : ignore('already placed');
    case 'released':
      return refuse(releasedAs(holdId, state));
    default:
      return unreachable(state);
  }
}

function commit({ holdId, now }: CommitHold, state: HoldState): Decision<HoldEvent, HoldRefusal> {
  switch (state.status) {
    case 'none':
      return refuse({ code: 'hold-unknown', holdId });
    case 'placed':
      if (hasLapsed(state.placed.heldUntil, now)) return refuse(expired(state.placed));
      return accept({ type: 'advertising.v1.HoldCommitted', data: { holdId, committedAt: now } });
    case 'committed':
      return ignore('already committed');
    case 'released':
      return refuse(releasedAs(holdId, state));
    default:
      return unreachable(state);
  }
}

/** Only of what is under contract, and only of what it has: a contract that goes over other resources needs another hold. */
function resize({ holdId, number, needs, now }: ResizeHold, state: HoldState): Decision<HoldEvent, HoldRefusal> {
  if (state.status === 'released') return refuse(releasedAs(holdId, state));
  if (state.status !== 'committed') return refuse({ code: 'hold-unknown', holdId });
  const had = new Map(state.placed.needs.map((need) => [need.resourceId, need.mbps]));
  if (needs.length !== had.size || needs.some(({ resourceId }) => !had.has(resourceId))) return refuse(invalid('needs', `${needs.length} resources`, 'those that it has'));
  const wrong = needs.find(({ mbps }) => !isBandwidth(mbps));
  if (wrong) return refuse(invalid('needs.mbps', wrong.mbps, `1 to ${MAX_MBPS} Mbit/s`));
  const last = state.size ?? 0;
  const isSame = needs.every(({ resourceId, mbps }) => had.get(resourceId) === mbps);
  if (number < last || (number === last && !isSame)) return refuse({ code: 'hold-resized-since', holdId, number, last });
  return number === last ? ignore('of that size already') : accept({ type: 'advertising.v1.HoldResized', data: { holdId, number, needs, resizedAt: now } });
}

function release({ holdId, reason, now }: ReleaseHold, state: HoldState): Decision<HoldEvent, HoldRefusal> {
  if (state.status === 'released') return ignore('already released');
  if (reason === 'hold-expired') {
    if (state.status === 'none') return refuse({ code: 'hold-unknown', holdId });
    if (state.status === 'committed') return refuse({ code: 'hold-committed', holdId });
    const { heldUntil } = state.placed;
    if (!hasLapsed(heldUntil, now)) return refuse({ code: 'hold-in-force', holdId, heldUntil });
  }
  // Also where nothing is held: a hold that is still on its way must not set capacity aside for an order that has ended.
  return accept({ type: 'advertising.v1.HoldReleased', data: { holdId, reason, releasedAt: now } });
}

function placementFault({ holdId, orderId, buyerId, needs, heldUntil, now }: PlaceHold): HoldRefusal | undefined {
  const latest = plus(now, MAX_HOLD_NS);
  if (needs.length === 0 || needs.length > MAX_NEEDS) return invalid('needs', `${needs.length} resources`, `1 to ${MAX_NEEDS}`);
  if (!isToken(orderId)) return invalid('order_id', orderId, TOKEN_RULE);
  if (!isToken(buyerId)) return invalid('buyer_id', buyerId, TOKEN_RULE);
  const seen = new Set<string>();
  for (const { resourceId, mbps, unit = 0 } of needs) {
    if (!isResourceId(resourceId)) return invalid('needs.resource_id', resourceId, RESOURCE_ID_RULE);
    if (!isBandwidth(mbps)) return invalid('needs.mbps', mbps, `1 to ${MAX_MBPS} Mbit/s`);
    if (unit >= MAX_UNITS) return invalid('needs.unit', unit, `0 to ${MAX_UNITS - 1}`);
    if (seen.has(resourceId)) return invalid('needs.resource_id', resourceId, 'each resource once');
    seen.add(resourceId);
  }
  if (hasLapsed(heldUntil, now)) return { code: 'hold-expired', holdId, heldUntil };
  return heldUntil > latest ? invalid('held_until', heldUntil, `at most ${MAX_HOLD_NS} ns ahead, ${latest}`) : undefined;
}

/** What every request about a hold must have before its stream is even looked for. */
export function holdIdFault(holdId: string): HoldRefusal | undefined {
  return isToken(holdId) ? undefined : invalid('hold_id', holdId, TOKEN_RULE);
}

const invalid = (field: string, value: string | number | bigint, limit: string): HoldRefusal => ({ code: 'hold-invalid', field, value: shown(value), limit });

const expired = ({ holdId, heldUntil }: advertising.HoldPlaced): HoldRefusal => ({ code: 'hold-expired', holdId, heldUntil });

function releasedAs(holdId: string, { placed, reason }: Extract<HoldState, { status: 'released' }>): HoldRefusal {
  if (reason !== 'hold-expired') return { code: 'hold-released', holdId };
  return placed ? expired(placed) : { code: 'hold-expired', holdId };
}

/** A retry may state another `heldUntil`, since its sender counts from its own now; all else must be the same. */
function sameWish(a: PlaceHold, b: advertising.HoldPlaced): boolean {
  return (
    a.orderId === b.orderId &&
    a.buyerId === b.buyerId &&
    (a.virtualNetwork ?? false) === (b.virtualNetwork ?? false) &&
    a.needs.length === b.needs.length &&
    a.needs.every(({ resourceId, mbps, unit }, index) => b.needs[index]?.resourceId === resourceId && b.needs[index]?.mbps === mbps && b.needs[index]?.unit === unit)
  );
}
