import type { Instant } from '@carriermesh/kernel';
import type { ActivationEvent, ActivationState, Underway } from './activation-state.js';

export type TeardownEvent = Extract<ActivationEvent, { type: `provisioning.v1.Teardown${string}` | 'provisioning.v1.ServiceTerminated' }>;

/** A service whose contract is over: nothing is charged for it any more, whatever its providers say. */
export type Ending = Underway & {
  readonly status: 'terminating' | 'terminated';
  readonly endsAt: Instant;
  readonly startedAt: Instant;
  /** Capacity of failovers that is to be given back. */
  readonly holdsOwed: ReadonlySet<string>;
  readonly isAlarmed: boolean;
};

export const isTeardown = (event: ActivationEvent): event is TeardownEvent =>
  event.type.startsWith('provisioning.v1.Teardown') || event.type === 'provisioning.v1.ServiceTerminated';

export const isEnding = (state: ActivationState): state is Ending => state.status === 'terminating' || state.status === 'terminated';

export function evolveTeardown(state: Exclude<ActivationState, { status: 'none' }>, { type, data }: TeardownEvent): ActivationState {
  if (type === 'provisioning.v1.TeardownScheduled') return state.status === 'active' ? { ...state, endsAt: data.endsAt } : state;
  if (type === 'provisioning.v1.TeardownStarted') {
    const { contractId, orderId, buyerId, serviceStartAt, answerBy, maxLatencyNs, routes, segments } = state;
    const underway = { contractId, orderId, buyerId, serviceStartAt, answerBy, maxLatencyNs, routes, segments };
    return { ...underway, status: 'terminating', endsAt: data.endsAt, startedAt: data.startedAt, holdsOwed: new Set(data.holdIds), isAlarmed: false };
  }
  if (!isEnding(state)) return state;
  switch (type) {
    case 'provisioning.v1.TeardownCapacityReturned':
      return { ...state, holdsOwed: new Set([...state.holdsOwed].filter((holdId) => holdId !== data.holdId)) };
    case 'provisioning.v1.TeardownNeedsOperator':
      return { ...state, isAlarmed: true };
    case 'provisioning.v1.ServiceTerminated':
      return { ...state, status: 'terminated' };
  }
}
