import { stay, type Process, type Step } from '@carriermesh/decider';
import { plus, type Instant } from '@carriermesh/kernel';
import type { provisioning } from '@carriermesh/wire';
import { evolve, nothingStarted, type ActivationEvent, type ActivationState, type ActiveService } from './activation-state.js';
import { activateOf, answered, ANSWER_WINDOW_NS, isAnswer, RELEASE_WINDOW_NS, releaseOf, type SegmentAnswer, type SegmentEffect } from './segment-answers.js';
import { changeDeadline, changeEnd, isChangeInput, owedByChange, reactToChange, withChangeDue, type AdjustSegment, type ChangeInput, type ResizeCapacity } from './change.js';
import { careDeadline, careEnd, owedInCare, reactInCare, type CareEffect, type CareInput } from './rerouting.js';
import { owedInTeardown, reactInTeardown, scheduled, teardownDeadline, teardownEnd, teardownStarted, type TeardownInput } from './teardown.js';
import { isEnding } from './teardown-state.js';
import { isWayBackInput, owedOnWayBack, reactOnWayBack, wayBackDeadline, withReturnsUsedUp, withTrialOver, type LookBack, type WayBackInput } from './way-back.js';

export type ActivationInput =
  | ({ readonly kind: 'contracted' } & Omit<provisioning.ActivationStarted, 'serviceStartAt' | 'answerBy'>)
  | SegmentAnswer
  | { readonly kind: 'release-window-passed' }
  | CareInput
  | ChangeInput
  | WayBackInput
  | TeardownInput;

export type ActivationEffect = SegmentEffect | CareEffect | LookBack | AdjustSegment | ResizeCapacity;

/** Every segment of a contract becomes active, or none stays so; and a service that is up is moved when it is impaired. */
export const activation: Process<ActivationState, ActivationInput, ActivationEvent, ActivationEffect> = {
  name: 'activation',
  initial: nothingStarted,
  evolve,
  react,
  outstanding,
  deadline(state) {
    if (awaitsRelease(state)) return plus(state.failedAt, RELEASE_WINDOW_NS);
    if (isEnding(state)) return teardownDeadline(state);
    return state.status === 'active' ? nextWake(state)?.at : undefined;
  },
  timeout: (state) => (state.status === 'active' && nextWake(state)?.input) || { kind: 'release-window-passed' },
  ended: (state) => {
    if (isEnding(state)) return teardownEnd(state);
    // Whoever is to end has something to wait for.
    if (state.status === 'active') {
      const change = changeEnd(state);
      if (change) return change === 'open' ? undefined : change;
      const isWaiting = state.endsAt !== undefined || wayBackDeadline(state) !== undefined || owedOnWayBack(state).length > 0;
      return isWaiting ? undefined : careEnd(state);
    }
    return state.status === 'compensated' || state.status === 'needs-operator' ? state.status : undefined;
  },
};

function react(state: ActivationState, input: ActivationInput, now: Instant): Step<ActivationEvent> {
  if (input.kind === 'contracted') return state.status === 'none' ? start(input, now) : stay;
  if (state.status === 'none') return stay;
  if (isEnding(state)) return reactInTeardown(state, input, now);
  if (input.kind === 'end-agreed') return state.status === 'active' ? scheduled(state, input) : stay;
  if (input.kind === 'contract-over') return isOver(state, now) ? teardownStarted(state, now) : stay;
  if (state.status === 'active') return reactWhenActive(state, input, now);
  if (input.kind === 'release-window-passed') return awaitsRelease(state) ? callOperator(state, now) : stay;
  if (!isAnswer(input)) return stay;
  const segment = state.segments.get(input.segmentId);
  const event = segment && answered(state.contractId, segment, input, now);
  return event ? { events: [event, ...consequences(evolve(state, event), now)] } : stay;
}

function reactWhenActive(state: ActiveService, input: Exclude<ActivationInput, TeardownInput>, now: Instant): Step<ActivationEvent> {
  if (isWayBackInput(input)) return { events: withReturnsUsedUp(state, reactOnWayBack(state, input, now), now) };
  const step = withChangeDue(state, isChangeInput(input) ? reactToChange(state, input, now) : reactInCare(state, input, now), now);
  return { ...step, events: withReturnsUsedUp(state, withTrialOver(state, step.events, now), now) };
}

interface Wake {
  readonly at: Instant;
  readonly input: ActivationInput;
}

/** What a service that is up waits for first: the end of its contract, of a release's time, or of a reversal's. */
function nextWake(state: ActiveService): Wake | undefined {
  const wakes: readonly { readonly at: Instant | undefined; readonly input: ActivationInput }[] = [
    { at: state.endsAt, input: { kind: 'contract-over' } },
    { at: careDeadline(state), input: { kind: 'release-window-passed' } },
    { at: changeDeadline(state), input: { kind: 'reversal-window-passed' } },
    { at: wayBackDeadline(state), input: { kind: 'way-back-due' } },
  ];
  return wakes.filter((wake): wake is Wake => wake.at !== undefined).reduce<Wake | undefined>((first, wake) => (first && first.at <= wake.at ? first : wake), undefined);
}

const isOver = (state: ActivationState, now: Instant): state is ActiveService & { readonly endsAt: Instant } =>
  state.status === 'active' && state.endsAt !== undefined && state.endsAt <= now;

function start({ kind: _, ...contracted }: Extract<ActivationInput, { kind: 'contracted' }>, now: Instant): Step<ActivationEvent> {
  const data = { ...contracted, serviceStartAt: now, answerBy: plus(now, ANSWER_WINDOW_NS) };
  return { events: [{ type: 'provisioning.v1.ActivationStarted', data }] };
}

/** What the whole service is, now that one segment changed. */
function consequences(state: ActivationState, now: Instant): readonly ActivationEvent[] {
  if (state.status === 'none') return [];
  const { contractId, orderId, serviceStartAt } = state;
  const all = [...state.segments.values()];
  if (state.status === 'activating' && all.every(({ status }) => status === 'active')) {
    return [{ type: 'provisioning.v1.ServiceActivated', data: { contractId, orderId, serviceStartAt, activatedAt: now } }];
  }
  if (state.status !== 'releasing' || all.some(({ status }) => status === 'asked' || status === 'active')) return [];
  const failed: readonly ActivationEvent[] =
    state.failedAt === undefined
      ? [{ type: 'provisioning.v1.ActivationFailed', data: { contractId, orderId, reason: state.reason, failedAt: now } }]
      : [];
  if (all.some(({ status }) => status === 'unconfirmed')) return failed;
  return [...failed, { type: 'provisioning.v1.ActivationCompensated', data: { contractId, compensatedAt: now } }];
}

function outstanding(state: ActivationState): readonly ActivationEffect[] {
  if (state.status === 'active') return [...owedInCare(state), ...owedOnWayBack(state), ...owedByChange(state)];
  if (state.status === 'activating') {
    const { serviceStartAt, answerBy } = state;
    return [...state.segments.values()]
      .filter(({ status }) => status === 'asked')
      .map(({ plan }) => activateOf(plan, { serviceStartAt, answerBy }));
  }
  if (state.status === 'none') return [];
  if (isEnding(state)) return owedInTeardown(state);
  // A success that came after the end is released as well.
  return [...state.segments.values()]
    .filter(({ status }) => status === 'asked' || status === 'active' || (status === 'unconfirmed' && state.status === 'releasing'))
    .map((segment) => releaseOf(segment, segment.status === 'unconfirmed'));
}

type AwaitingRelease = Extract<ActivationState, { status: 'releasing' }> & { readonly failedAt: Instant };

function awaitsRelease(state: ActivationState): state is AwaitingRelease {
  return state.status === 'releasing' && state.failedAt !== undefined;
}

function callOperator(state: AwaitingRelease, now: Instant): Step<ActivationEvent> {
  const unconfirmedSegmentIds = [...state.segments.values()].filter(({ status }) => status === 'unconfirmed').map(({ plan }) => plan.segmentId);
  return {
    events: [{ type: 'provisioning.v1.ActivationNeedsOperator', data: { contractId: state.contractId, unconfirmedSegmentIds, raisedAt: now } }],
  };
}
