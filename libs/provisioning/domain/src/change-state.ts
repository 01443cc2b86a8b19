import type { Instant } from '@carriermesh/kernel';
import type { common, provisioning } from '@carriermesh/wire';
import type { ActivationEvent, ActivationState, ActiveService } from './activation-state.js';

export type ChangeEvent = Extract<ActivationEvent, { type: `provisioning.v1.ServiceChange${string}` | `provisioning.v1.SegmentAdjust${string}` }>;

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
  /** Absent while the service is still in a move. */
  readonly adjusting?: Adjusting;
}

/** What a service that is up is to its customer, and what it is becoming. */
export interface Shaping {
  readonly shape: provisioning.ServiceShape;
  /** The last number that an adjustment was given. */
  readonly adjustments: number;
  /** The last change that was taken on. */
  readonly changes: number;
  readonly change?: Change;
}

export const shapingOf = (mbps: number): Shaping => ({ shape: { mbps, suspended: false }, adjustments: 0, changes: 0 });

export const isChange = (event: ActivationEvent): event is ChangeEvent =>
  event.type.startsWith('provisioning.v1.ServiceChange') || event.type.startsWith('provisioning.v1.SegmentAdjust');

export function evolveChange(state: Exclude<ActivationState, { status: 'none' }>, event: ChangeEvent): ActivationState {
  return state.status === 'active' ? evolved(state, event) : state;
}

function evolved(state: ActiveService, { type, data }: ChangeEvent): ActiveService {
  const { shaping } = state;
  const { change } = shaping;
  switch (type) {
    case 'provisioning.v1.ServiceChangeAwaited':
      return { ...state, shaping: { ...shaping, changes: data.changeNumber, change: { number: data.changeNumber, to: data.to } } };
    case 'provisioning.v1.ServiceChangeStarted': {
      const { changeNumber: number, to, from, adjustment, segmentIds, answerBy } = data;
      const adjusting = { from, adjustment, segmentIds, answerBy, confirmed: new Set<string>() };
      return { ...state, shaping: { ...shaping, adjustments: adjustment, changes: number, change: { number, to, adjusting } } };
    }
    case 'provisioning.v1.ServiceChanged':
      return ended(state, data.to);
    case 'provisioning.v1.ServiceChangeFailed':
      return ended(state, data.from);
    default:
      return change?.adjusting ? { ...state, shaping: adjusted(shaping, change, { ...change.adjusting }, { type, data } as AdjustingEvent) } : state;
  }
}

type AdjustingEvent = Exclude<ChangeEvent, { type: 'provisioning.v1.ServiceChangeAwaited' | 'provisioning.v1.ServiceChangeStarted' | 'provisioning.v1.ServiceChanged' | 'provisioning.v1.ServiceChangeFailed' }>;

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

/** While the service changes its shape, and while it carries nothing, nobody looks for another route for it. */
export const isAtRest = ({ shaping }: ActiveService): boolean => shaping.change?.adjusting === undefined && !shaping.shape.suspended;

/** Of a service that is suspended, or about to be, nothing that is measured counts: it is judged anew when it carries again. */
export const isPaused = ({ shaping: { shape, change } }: ActiveService): boolean => shape.suspended || (change?.adjusting !== undefined && change.to.suspended);
