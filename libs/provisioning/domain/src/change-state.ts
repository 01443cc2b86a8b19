import type { Instant } from '@carriermesh/kernel';
import type { common, provisioning } from '@carriermesh/wire';
import { withoutNext } from './care.js';
import type { ActivationEvent, ActivationState, ActiveService, Route, SegmentProgress } from './activation-state.js';

export type ChangeEvent = Extract<ActivationEvent, { type: `provisioning.v1.ServiceChange${string}` | `provisioning.v1.SegmentAdjust${string}` | 'provisioning.v1.ServiceCapacityResized' }>;

/** What providers are being asked for: the new shape, or after a reversal the old one. */
export interface Adjusting {
  readonly from: provisioning.ServiceShape;
  readonly adjustment: number;
  readonly segmentIds: readonly string[];
  /** Of the segments, those that have confirmed this adjustment. */
  readonly confirmed: ReadonlySet<string>;
  readonly answerBy: Instant;
  /** Set once the service goes back to what it was. */
  readonly reversed?: { readonly reason: common.Refusal; readonly at: Instant; readonly isAlarmed: boolean };
}

/** A change that was ordered and has not come to its end. */
export interface Change {
  readonly number: number;
  readonly to: provisioning.ServiceShape;
  /** The capacity that it needs more than the service had is its own. */
  readonly hasCapacity: boolean;
  /** Absent while the service is still in a move, or the capacity is not had. */
  readonly adjusting?: Adjusting;
}

/** What a service that is up is to its customer, and what it is becoming. */
export interface Shaping {
  readonly shape: provisioning.ServiceShape;
  /** Of all capacity that is under contract for it, of the first route and of the one that it runs on. */
  readonly capacity: { readonly mbps: number; readonly sizes: number };
  /** Of the first route's capacity; known with the first change. */
  readonly holdId: string;
  /** The last number that an adjustment was given. */
  readonly adjustments: number;
  /** The last change that was taken on. */
  readonly changes: number;
  readonly change?: Change;
}

export const shapingOf = (mbps: number): Shaping => ({ shape: { mbps, suspended: false }, capacity: { mbps, sizes: 0 }, holdId: '', adjustments: 0, changes: 0 });

/** A service that has moved has other capacity beside the first route's: what was being resized for it is begun anew, under another number. */
export function afterMove(shaping: Shaping): Shaping {
  const { capacity, shape, change } = shaping;
  if (!change && capacity.mbps === shape.mbps) return shaping;
  return { ...shaping, capacity: { ...capacity, sizes: capacity.sizes + 1 }, ...(change && { change: { ...change, hasCapacity: false } }) };
}

export const isChange = (event: ActivationEvent): event is ChangeEvent =>
  event.type === 'provisioning.v1.ServiceCapacityResized' || event.type.startsWith('provisioning.v1.ServiceChange') || event.type.startsWith('provisioning.v1.SegmentAdjust');

export function evolveChange(state: Exclude<ActivationState, { status: 'none' }>, event: ChangeEvent): ActivationState {
  return state.status === 'active' ? evolved(state, event) : state;
}

function evolved(state: ActiveService, { type, data }: ChangeEvent): ActiveService {
  const { shaping } = state;
  const { change } = shaping;
  switch (type) {
    case 'provisioning.v1.ServiceChangeAwaited':
      return { ...state, shaping: { ...shaping, holdId: data.holdId, changes: data.changeNumber, change: { number: data.changeNumber, to: data.to, hasCapacity: false } } };
    case 'provisioning.v1.ServiceCapacityResized': {
      const capacity = { mbps: data.mbps, sizes: data.number };
      const isFor = change && !change.adjusting && data.mbps === change.to.mbps && data.mbps > shaping.shape.mbps;
      return { ...state, shaping: { ...shaping, capacity, ...(isFor ? { change: { ...change, hasCapacity: true } } : {}) } };
    }
    case 'provisioning.v1.ServiceChangeStarted': {
      const { changeNumber: number, to, from, adjustment, segmentIds, answerBy } = data;
      const adjusting = { from, adjustment, segmentIds, answerBy, confirmed: new Set<string>() };
      return { ...state, care: from.suspended ? state.care : withoutNext(data.contractId, state), shaping: { ...shaping, adjustments: adjustment, changes: number, change: { number, to, hasCapacity: change?.hasCapacity ?? false, adjusting } } };
    }
    case 'provisioning.v1.ServiceChanged': {
      const changed = ended({ ...state, shaping: { ...shaping, changes: data.changeNumber } }, data.to);
      return data.to.mbps === data.from.mbps ? changed : ofBandwidth(changed, data.to.mbps);
    }
    case 'provisioning.v1.ServiceChangeFailed':
      return ended(change && !change.adjusting ? afterRefusal(state, change) : state, data.from);
    default:
      return change?.adjusting ? { ...state, shaping: adjusted(shaping, change, { ...change.adjusting }, { type, data } as AdjustingEvent) } : state;
  }
}

type AdjustingEvent = Exclude<ChangeEvent, { type: 'provisioning.v1.ServiceCapacityResized' | 'provisioning.v1.ServiceChangeAwaited' | 'provisioning.v1.ServiceChangeStarted' | 'provisioning.v1.ServiceChanged' | 'provisioning.v1.ServiceChangeFailed' }>;

function adjusted(shaping: Shaping, change: Change, adjusting: Adjusting, { type, data }: AdjustingEvent): Shaping {
  switch (type) {
    case 'provisioning.v1.SegmentAdjusted':
      return { ...shaping, change: { ...change, adjusting: { ...adjusting, confirmed: new Set(adjusting.confirmed).add(data.segmentId) } } };
    case 'provisioning.v1.ServiceChangeReversed': {
      const { adjustment, reason, reversedAt: at } = data;
      return { ...shaping, adjustments: adjustment, change: { ...change, adjusting: { ...adjusting, adjustment, confirmed: new Set(), reversed: { reason, at, isAlarmed: false } } } };
    }
    case 'provisioning.v1.ServiceChangeNeedsOperator':
      return { ...shaping, change: { ...change, adjusting: { ...adjusting, ...(adjusting.reversed && { reversed: { ...adjusting.reversed, isAlarmed: true } }) } } };
    default:
      // What follows from a refusal or a silence is an event of its own.
      return shaping;
  }
}

function ended(state: ActiveService, shape: provisioning.ServiceShape): ActiveService {
  const { change: _, ...shaping } = state.shaping;
  return { ...state, shaping: { ...shaping, shape } };
}

/** Of the capacity for it some may have been had already, and what there was too much of may not be back: the most counts as had, so that it is given back. */
function afterRefusal(state: ActiveService, { to }: Change): ActiveService {
  const { mbps, sizes } = state.shaping.capacity;
  return { ...state, shaping: { ...state.shaping, capacity: { mbps: Math.max(mbps, to.mbps), sizes: sizes + 1 } } };
}

/** Whatever the service moves to from now on, it moves to with this bandwidth. */
function ofBandwidth(state: ActiveService, mbps: number): ActiveService {
  const resized = (route: Route): Route => route.map((plan) => ({ ...plan, mbps }));
  const segments = new Map([...state.segments].map(([id, segment]): [string, SegmentProgress] => [id, { ...segment, plan: { ...segment.plan, mbps } }]));
  return { ...state, segments, routes: state.routes.map(resized) };
}

/** While the service changes its shape, and while it carries nothing, nobody looks for another route for it. */
export const isAtRest = ({ shaping }: ActiveService): boolean => shaping.change?.adjusting === undefined && !shaping.shape.suspended;

/** Of a service that is suspended, or about to be, nothing that is measured counts: it is judged anew when it carries again. */
export const isPaused = ({ shaping: { shape, change } }: ActiveService): boolean => shape.suspended || (change?.adjusting !== undefined && change.to.suspended);
