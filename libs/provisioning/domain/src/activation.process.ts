import { stay, type Process, type Step } from '@carriermesh/decider';
import { NANOS_PER_HOUR, NANOS_PER_SECOND, plus, type Instant } from '@carriermesh/kernel';
import type { common, provisioning } from '@carriermesh/wire';
import { evolve, nothingStarted, type ActivationEvent, type ActivationState, type SegmentProgress } from './activation-state.js';

/** How long all providers together have to answer. A provider that needs longer is taken as silent, and a late success is undone. */
export const ANSWER_WINDOW_NS = 10n * NANOS_PER_SECOND;
/** How long a release that nobody confirms is asked for before a person has to look. */
export const RELEASE_WINDOW_NS = 24n * NANOS_PER_HOUR;

export type ActivationInput =
  | { readonly kind: 'contracted'; readonly contractId: string; readonly orderId: string; readonly segments: readonly provisioning.SegmentPlan[] }
  | { readonly kind: 'segment-active'; readonly segmentId: string; readonly receipt: common.SignedEnvelope }
  | { readonly kind: 'segment-refused'; readonly segmentId: string; readonly refusal: common.Refusal }
  | { readonly kind: 'segment-silent'; readonly segmentId: string }
  | { readonly kind: 'segment-released'; readonly segmentId: string; readonly receipt: common.SignedEnvelope }
  | { readonly kind: 'release-window-passed' };

export type ActivationEffect =
  | { readonly key: string; readonly kind: 'activate'; readonly plan: provisioning.SegmentPlan; readonly serviceStartAt: Instant; readonly answerBy: Instant }
  /** `patient`: the provider is known not to answer, so it is asked until it does. */
  | { readonly key: string; readonly kind: 'release'; readonly plan: provisioning.SegmentPlan; readonly patient: boolean };

/** Every segment of a contract becomes active, or none stays so. */
export const activation: Process<ActivationState, ActivationInput, ActivationEvent, ActivationEffect> = {
  name: 'activation',
  initial: nothingStarted,
  evolve,
  react,
  outstanding,
  deadline: (state) => (awaitsRelease(state) ? plus(state.failedAt, RELEASE_WINDOW_NS) : undefined),
  timeout: () => ({ kind: 'release-window-passed' }),
  ended: (state) => (state.status === 'active' || state.status === 'compensated' || state.status === 'needs-operator' ? state.status : undefined),
};

function react(state: ActivationState, input: ActivationInput, now: Instant): Step<ActivationEvent> {
  if (input.kind === 'contracted') return state.status === 'none' ? start(input, now) : stay;
  if (state.status === 'none') return stay;
  if (input.kind === 'release-window-passed') return awaitsRelease(state) ? callOperator(state, now) : stay;
  const segment = state.segments.get(input.segmentId);
  const event = segment && answered(state.contractId, segment, input, now);
  return event ? { events: [event, ...consequences(evolve(state, event), now)] } : stay;
}

function start({ contractId, orderId, segments }: Extract<ActivationInput, { kind: 'contracted' }>, now: Instant): Step<ActivationEvent> {
  const data = { contractId, orderId, segments, serviceStartAt: now, answerBy: plus(now, ANSWER_WINDOW_NS) };
  return { events: [{ type: 'provisioning.v1.ActivationStarted', data }] };
}

type Answer = Exclude<ActivationInput, { kind: 'contracted' | 'release-window-passed' }>;

/** The event that an answer is, or nothing when it says what is known already. */
function answered(contractId: string, { plan, status }: SegmentProgress, input: Answer, now: Instant): ActivationEvent | undefined {
  const data = { contractId, segmentId: plan.segmentId, providerId: plan.providerId };
  switch (input.kind) {
    case 'segment-active':
      // Also after a release: the provider answered late, and what it activated has to be released again.
      return status === 'active' ? undefined : { type: 'provisioning.v1.SegmentActivated', data: { ...data, receipt: input.receipt } };
    case 'segment-refused':
      return status === 'asked' ? { type: 'provisioning.v1.SegmentRefused', data: { ...data, refusal: input.refusal } } : undefined;
    case 'segment-silent':
      return status === 'asked' || status === 'active' ? { type: 'provisioning.v1.SegmentSilent', data: { ...data, waitedUntil: now } } : undefined;
    case 'segment-released':
      return status === 'released' ? undefined : { type: 'provisioning.v1.SegmentReleased', data: { ...data, receipt: input.receipt } };
  }
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
  if (state.status === 'activating') {
    const { serviceStartAt, answerBy } = state;
    return [...state.segments.values()]
      .filter(({ status }) => status === 'asked')
      .map(({ plan }) => ({ key: `activate ${plan.segmentId}`, kind: 'activate', plan, serviceStartAt, answerBy }));
  }
  // A success that came after the end is released as well.
  if (state.status === 'none' || state.status === 'active') return [];
  return [...state.segments.values()]
    .filter(({ status }) => status === 'asked' || status === 'active' || (status === 'unconfirmed' && state.status === 'releasing'))
    .map(({ plan, status, releases }) => ({
      key: `release ${plan.segmentId} ${releases + 1}`,
      kind: 'release',
      plan,
      patient: status === 'unconfirmed',
    }));
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
