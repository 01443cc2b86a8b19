import type { Instant } from '@carriermesh/kernel';
import type { common, provisioning } from '@carriermesh/wire';
import { careOf, evolveCare, evolveRevert, type Care } from './care.js';
import { afterMove, evolveChange, isChange, shapingOf, type Shaping } from './change-state.js';
import { evolveTeardown, isTeardown, type Ending } from './teardown-state.js';
import { isRevert, wayBackOf, type WayBack } from './way-back-state.js';

export type ActivationEvent = Extract<provisioning.AnyEvent, { type: `provisioning.v1.${string}` }>;

/** What is known of one segment. `unconfirmed`: it may carry traffic, and its provider has not said that it does not. */
export type SegmentStatus = 'asked' | 'active' | 'refused' | 'unconfirmed' | 'released';

export interface SegmentProgress {
  readonly plan: provisioning.SegmentPlan;
  readonly status: SegmentStatus;
  /** Counts the releases asked for: a success that comes after a release has to be released again. */
  readonly releases: number;
}

/** A contracted path, as its providers would be asked for it. */
export type Route = readonly provisioning.SegmentPlan[];

export interface Underway {
  readonly contractId: string;
  readonly orderId: string;
  readonly buyerId: string;
  readonly serviceStartAt: Instant;
  readonly answerBy: Instant;
  readonly maxLatencyNs?: bigint | undefined;
  /** Of a carrier virtual network. */
  readonly virtualNetwork?: boolean | undefined;
  /** Absent: it may go over anything. */
  readonly media?: provisioning.ServiceMedia | undefined;
  /** The first is the path that was contracted, the others may take over. */
  readonly routes: readonly Route[];
  readonly segments: ReadonlyMap<string, SegmentProgress>;
  /** As it is before the service is up. */
  readonly wayBack?: WayBack | undefined;
}

export type ActivationState =
  | { readonly status: 'none' }
  | (Underway & { readonly status: 'activating' })
  /** `endsAt` is set once the end of its contract is agreed. */
  | (Underway & { readonly status: 'active'; readonly care: Care; readonly shaping: Shaping; readonly endsAt?: Instant })
  /** Something was refused; `failedAt` is set once the order has been told, `reopened` once a success came after the end. */
  | (Underway & { readonly status: 'releasing'; readonly reason: common.Refusal; readonly failedAt?: Instant; readonly reopened?: true })
  | (Underway & { readonly status: 'compensated'; readonly reason: common.Refusal; readonly failedAt: Instant })
  | (Underway & { readonly status: 'needs-operator' })
  | Ending;

export type ActiveService = Extract<ActivationState, { status: 'active' }>;

export const nothingStarted: ActivationState = { status: 'none' };

export function evolve(state: ActivationState, event: ActivationEvent): ActivationState {
  if (event.type === 'provisioning.v1.ActivationStarted') return started(event.data);
  if (state.status === 'none') return state;
  if (isTeardown(event)) return evolveTeardown(state, event);
  if (isChange(event)) return evolveChange(state, event);
  switch (event.type) {
    case 'provisioning.v1.SegmentActivated':
      return reopened(withSegment(state, event.data.segmentId, 'active'));
    case 'provisioning.v1.SegmentRefused':
      return releasing(withSegment(state, event.data.segmentId, refusedStatus(event.data)), event.data.refusal);
    case 'provisioning.v1.SegmentSilent':
      return releasing(withSegment(state, event.data.segmentId, 'unconfirmed'), silence(event.data));
    case 'provisioning.v1.SegmentReleased':
      return closed(withSegment(state, event.data.segmentId, 'released'));
    case 'provisioning.v1.ServiceActivated':
      return { ...state, status: 'active', care: careOf([...state.segments.keys()], state.wayBack), shaping: shapingOf(state.routes[0]?.[0]?.mbps ?? 0) };
    case 'provisioning.v1.ActivationFailed':
      return { ...state, status: 'releasing', reason: event.data.reason, failedAt: event.data.failedAt };
    case 'provisioning.v1.ActivationCompensated':
      return state.status === 'releasing' && state.failedAt !== undefined ? { ...state, status: 'compensated', failedAt: state.failedAt } : state;
    case 'provisioning.v1.ActivationNeedsOperator':
      return { ...state, status: 'needs-operator' };
    default:
      // Only a service that is up is cared for.
      if (state.status !== 'active') return state;
      if (isRevert(event)) return { ...state, ...evolveRevert(state, event) };
      return { ...state, ...evolveCare(state, event), ...(event.type === 'provisioning.v1.ServiceRerouted' ? { shaping: afterMove(state.shaping) } : {}) };
  }
}

/** The code of a refusal that leaves open whether the segment carries traffic: the answer could not be believed. */
export const RECEIPT_NOT_TRUSTED = 'receipt-not-trusted';

function refusedStatus({ refusal }: provisioning.SegmentRefused): SegmentStatus {
  return refusal.code === RECEIPT_NOT_TRUSTED ? 'unconfirmed' : 'refused';
}

function silence({ providerId, segmentId }: provisioning.SegmentSilent): common.Refusal {
  return {
    code: 'provider-silent',
    message: `The provider ${providerId} did not answer in time for its segment ${segmentId}.`,
    facts: { provider_id: providerId, segment_id: segmentId },
  };
}

function started(data: provisioning.ActivationStarted): ActivationState {
  const { contractId, orderId, buyerId, serviceStartAt, answerBy, maxLatencyNs, virtualNetwork, media } = data;
  const segments = new Map(data.segments.map((plan) => [plan.segmentId, { plan, status: 'asked', releases: 0 } as const]));
  const routes = [data.segments, ...data.standbys.map((standby) => standby.segments)];
  const wayBack = wayBackOf(data.waitToRestoreSeconds, data.standbys);
  return { status: 'activating', contractId, orderId, buyerId, serviceStartAt, answerBy, maxLatencyNs, routes, segments, ...(virtualNetwork && { virtualNetwork }), ...(media && { media }), ...(wayBack && { wayBack }) };
}

/** The first refusal is the one that the buyer is told. */
function releasing<S extends Exclude<ActivationState, { status: 'none' }>>(state: S, reason: common.Refusal): ActivationState {
  return state.status === 'activating' ? { ...state, status: 'releasing', reason } : state;
}

/** A success that came after everything was released is owed a release again, and an operator's look if nobody confirms that one. */
function reopened(state: Exclude<ActivationState, { status: 'none' }>): ActivationState {
  return state.status === 'compensated' ? { ...state, status: 'releasing', reopened: true } : state;
}

/** The end was told once; a late success that is released again leaves it as it was. */
function closed(state: Exclude<ActivationState, { status: 'none' }>): ActivationState {
  if (state.status !== 'releasing' || !state.reopened || state.failedAt === undefined) return state;
  const { failedAt, reopened: _, ...rest } = state;
  return [...state.segments.values()].every(({ status }) => status === 'released' || status === 'refused') ? { ...rest, status: 'compensated', failedAt } : state;
}

function withSegment<S extends Exclude<ActivationState, { status: 'none' }>>(state: S, segmentId: string, status: SegmentStatus): S {
  const known = state.segments.get(segmentId);
  if (!known) return state;
  const releases = status === 'released' ? known.releases + 1 : known.releases;
  return { ...state, segments: new Map(state.segments).set(segmentId, { ...known, status, releases }) };
}
