import { stay, type ProcessEnd, type Step } from '@carriermesh/decider';
import { plus, type Instant } from '@carriermesh/kernel';
import type { ActivationInput } from './activation.process.js';
import { evolve, type ActivationEvent, type ActivationState, type ActiveService, type SegmentProgress } from './activation-state.js';
import { rerouteHoldId, withoutNext } from './care.js';
import { impairmentEnded, type CareEffect } from './rerouting.js';
import { answered, isAnswer, RELEASE_WINDOW_NS, releaseOf, type SegmentEffect } from './segment-answers.js';
import type { Ending } from './teardown-state.js';

export type TeardownInput =
  | { readonly kind: 'end-agreed'; readonly endsAt: Instant }
  /** The contract's last instant has passed. */
  | { readonly kind: 'contract-over' };

/** The first agreed end counts: a contract ends once. */
export function scheduled({ contractId, endsAt }: ActiveService, agreed: { readonly endsAt: Instant }): Step<ActivationEvent> {
  return endsAt === undefined ? { events: [{ type: 'provisioning.v1.TeardownScheduled', data: { contractId, endsAt: agreed.endsAt } }] } : stay;
}

/** Whatever was being done for the service is over with it: moves that are under way, and what they had put under contract. */
export function teardownStarted(state: ActiveService & { readonly endsAt: Instant }, now: Instant): Step<ActivationEvent> {
  const { contractId, care, endsAt } = state;
  const { move, holdId } = care;
  // Also where nothing is known of a move's hold, or of the next one's: it may be on its way.
  const holdIds = [...withoutNext(contractId, state).holdsOwed.keys(), ...(holdId === undefined ? [] : [holdId]), ...(move ? [rerouteHoldId(contractId, move.attempt)] : [])];
  const started: ActivationEvent = { type: 'provisioning.v1.TeardownStarted', data: { contractId, endsAt, startedAt: now, holdIds } };
  // Of a service that is out, whose last move failed, nothing may be left that anybody could confirm.
  return { events: [...impairmentEnded(state, 'terminated', now), started, ...overWith(evolve(state, started), now)] };
}

/** What happens to a service whose contract is over. */
export function reactInTeardown(state: Ending, input: ActivationInput, now: Instant): Step<ActivationEvent> {
  const event = eventOf(state, input, now);
  if (!event) return stay;
  return { events: [event, ...overWith(evolve(state, event), now)] };
}

const overWith = (state: ActivationState, now: Instant): readonly ActivationEvent[] =>
  state.status === 'terminating' && mayCarry(state).length === 0 && state.holdsOwed.size === 0 ? [terminated(state, now)] : [];

function eventOf(state: Ending, input: ActivationInput, now: Instant): ActivationEvent | undefined {
  const { contractId } = state;
  if (isAnswer(input)) {
    const segment = state.segments.get(input.segmentId);
    return segment && answered(contractId, segment, input, now);
  }
  if (input.kind === 'hold-returned' && state.holdsOwed.has(input.holdId)) {
    return { type: 'provisioning.v1.TeardownCapacityReturned', data: { contractId, holdId: input.holdId } };
  }
  if (input.kind !== 'release-window-passed' || teardownDeadline(state) === undefined) return undefined;
  const unconfirmedSegmentIds = mayCarry(state).map(({ plan }) => plan.segmentId);
  return { type: 'provisioning.v1.TeardownNeedsOperator', data: { contractId, unconfirmedSegmentIds, raisedAt: now } };
}

const terminated = ({ contractId, orderId, endsAt }: Ending, now: Instant): ActivationEvent => ({
  type: 'provisioning.v1.ServiceTerminated', data: { contractId, orderId, endedAt: endsAt, terminatedAt: now },
});

const mayCarry = ({ segments }: Ending): readonly SegmentProgress[] => [...segments.values()].filter(({ status }) => status !== 'released' && status !== 'refused');

/** Every provider is asked until it confirms: what goes on carrying, nobody pays for. Capacity is free again when nothing can use it any more. */
export function owedInTeardown(state: Ending): readonly (SegmentEffect | CareEffect)[] {
  const up = mayCarry(state);
  if (up.length > 0) return up.map((segment) => ({ ...releaseOf(segment, true), serviceEndAt: state.endsAt }));
  return [...state.holdsOwed].map((holdId) => ({ key: `return ${holdId}`, kind: 'return-hold', holdId }));
}

export const teardownDeadline = (state: Ending): Instant | undefined =>
  state.status === 'terminated' || state.isAlarmed || mayCarry(state).length === 0 ? undefined : plus(state.startedAt, RELEASE_WINDOW_NS);

/** After its end too a success may come late; until that is released, somebody has to look. */
export function teardownEnd(state: Ending): ProcessEnd | undefined {
  const isUp = mayCarry(state).length > 0;
  if (isUp && (state.isAlarmed || state.status === 'terminated')) return 'needs-operator';
  return state.status === 'terminated' ? 'compensated' : undefined;
}
