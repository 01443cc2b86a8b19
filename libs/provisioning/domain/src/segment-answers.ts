import { NANOS_PER_HOUR, NANOS_PER_SECOND, type Instant } from '@carriermesh/kernel';
import type { common, provisioning } from '@carriermesh/wire';
import type { ActivationEvent, SegmentProgress } from './activation-state.js';

/** How long all providers together have to answer. A provider that needs longer is taken as silent, and a late success is undone. */
export const ANSWER_WINDOW_NS = 10n * NANOS_PER_SECOND;
/** How long a release that nobody confirms is asked for before a person has to look. */
export const RELEASE_WINDOW_NS = 24n * NANOS_PER_HOUR;

export type SegmentAnswer =
  | { readonly kind: 'segment-active'; readonly segmentId: string; readonly receipt: common.SignedEnvelope }
  | { readonly kind: 'segment-refused'; readonly segmentId: string; readonly refusal: common.Refusal }
  | { readonly kind: 'segment-silent'; readonly segmentId: string }
  | { readonly kind: 'segment-released'; readonly segmentId: string; readonly receipt: common.SignedEnvelope };

export interface ActivateSegment {
  readonly key: string;
  readonly kind: 'activate';
  readonly plan: provisioning.SegmentPlan;
  readonly serviceStartAt: Instant;
  readonly answerBy: Instant;
  /** When the service was moved to it; absent where it begins there. */
  readonly meteredFrom?: Instant;
}

export type SegmentEffect =
  | ActivateSegment
  /** `patient`: the provider is known not to answer, so it is asked until it does. */
  | { readonly key: string; readonly kind: 'release'; readonly plan: provisioning.SegmentPlan; readonly patient: boolean; readonly serviceEndAt?: Instant };

export const isAnswer = (input: { readonly kind: string }): input is SegmentAnswer => input.kind.startsWith('segment-');

export const activateOf = (plan: provisioning.SegmentPlan, times: Pick<ActivateSegment, 'serviceStartAt' | 'answerBy' | 'meteredFrom'>): ActivateSegment => ({
  key: `activate ${plan.segmentId}`, kind: 'activate', plan, ...times,
});

/** A release that was confirmed is another effect than the one that a late success makes necessary. */
export const releaseOf = ({ plan, releases }: SegmentProgress, patient: boolean): SegmentEffect => ({
  key: `release ${plan.segmentId} ${releases + 1}`, kind: 'release', plan, patient,
});

/** The event that an answer is, or nothing when it says what is known already. */
export function answered(contractId: string, { plan, status }: SegmentProgress, input: SegmentAnswer, now: Instant): ActivationEvent | undefined {
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
