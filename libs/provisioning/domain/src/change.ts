import { type Step } from '@carriermesh/decider';
import { plus, type Instant } from '@carriermesh/kernel';
import type { common, contracting, provisioning } from '@carriermesh/wire';
import { evolve, type ActivationEvent, type ActivationState, type ActiveService, type Route } from './activation-state.js';
import { isChange, type Adjusting, type Change } from './change-state.js';
import { needsBeside } from './line-latencies.js';
import { impairmentEnded, moveOn } from './rerouting.js';
import { isUp } from './running.js';
import { ANSWER_WINDOW_NS, RELEASE_WINDOW_NS } from './segment-answers.js';

export type AdjustmentAnswer =
  | { readonly kind: 'adjusted'; readonly segmentId: string; readonly adjustment: number; readonly receipt: common.SignedEnvelope }
  | { readonly kind: 'adjustment-refused'; readonly segmentId: string; readonly adjustment: number; readonly refusal: common.Refusal }
  | { readonly kind: 'adjustment-silent'; readonly segmentId: string; readonly adjustment: number };

export interface OrderedChange {
  readonly kind: 'change-ordered';
  readonly number: number;
  readonly change: contracting.ServiceChange;
  /** What travels of the bandwidth that is ordered, where that is another. */
  readonly carriedMbps?: number;
  readonly holdId: string;
}

export type ChangeInput =
  | OrderedChange
  | { readonly kind: 'capacity-resized'; readonly number: number; readonly mbps: number }
  | { readonly kind: 'capacity-refused'; readonly number: number; readonly refusal: common.Refusal }
  | AdjustmentAnswer
  | { readonly kind: 'reversal-window-passed' };

export interface AdjustSegment {
  readonly key: string;
  readonly kind: 'adjust';
  readonly plan: provisioning.SegmentPlan;
  readonly adjustment: number;
  readonly shape: provisioning.ServiceShape;
  /** Absent for what goes back to what it was: its provider is asked until it confirms. */
  readonly answerBy?: Instant;
}

/** Makes all capacity of the service of one size, each hold with what it needs then. */
export interface ResizeCapacity {
  readonly key: string;
  readonly kind: 'resize-capacity';
  readonly number: number;
  readonly mbps: number;
  readonly holds: readonly { readonly holdId: string; readonly needs: readonly { readonly resourceId: string; readonly mbps: number }[] }[];
}

type Events = readonly ActivationEvent[];

const CHANGE_INPUTS: ReadonlySet<string> = new Set<ChangeInput['kind']>(['change-ordered', 'capacity-resized', 'capacity-refused', 'adjusted', 'adjustment-refused', 'adjustment-silent', 'reversal-window-passed']);

export const isChangeInput = (input: { readonly kind: string }): input is ChangeInput => CHANGE_INPUTS.has(input.kind);

/** What happens to the shape of a service that is up: every provider gives its segment the new one, or all go back to the old. */
export function reactToChange(state: ActiveService, input: ChangeInput, now: Instant): Step<ActivationEvent> {
  if (input.kind === 'change-ordered') return { events: ordered(state, input, now) };
  if (input.kind === 'capacity-resized' || input.kind === 'capacity-refused') return { events: resized(state, input, now) };
  const { change } = state.shaping;
  if (!change?.adjusting) return { events: [] };
  return { events: answered(state, { ...change, adjusting: change.adjusting }, input, now) };
}

/** A change waits for the end of a move, since what the service runs on is not certain before, and for the capacity that it takes. */
function ordered(state: ActiveService, input: OrderedChange, now: Instant): Events {
  const { number, holdId } = input;
  const { contractId, orderId, shaping, shaping: { shape: from } } = state;
  if (number <= shaping.changes || shaping.change) return [];
  const to = shapeFor(from, input);
  // Whatever else is being done for the service, nobody has to do anything for this.
  if (to.mbps === from.mbps && to.suspended === from.suspended) return [{ type: 'provisioning.v1.ServiceChanged', data: { contractId, orderId, changeNumber: number, from, to, segmentIds: [], changedAt: now } }];
  if (to.mbps === shaping.shape.mbps && isReady(state, { to, hasCapacity: false })) return [started(state, { number, to }, now)];
  return [{ type: 'provisioning.v1.ServiceChangeAwaited', data: { contractId, changeNumber: number, to, awaitedAt: now, holdId } }];
}

function shapeFor(shape: provisioning.ServiceShape, { change, carriedMbps }: OrderedChange): provisioning.ServiceShape {
  if (change.kind !== 'modify') return { ...shape, suspended: change.kind === 'suspend' };
  const { mbps = shape.mbps } = change;
  return carriedMbps === undefined ? { ...shape, mbps } : { ...shape, mbps: carriedMbps, orderedMbps: mbps };
}

/** Nothing is moved, every segment carries, and all capacity is of the service's size, or of the size that it is to have. */
function isReady(state: ActiveService, { to, hasCapacity }: Pick<Change, 'to' | 'hasCapacity'>): boolean {
  const { care, shaping: { shape, capacity } } = state;
  return !care.move && isUp(state) && (hasCapacity || (capacity.mbps === shape.mbps && to.mbps <= shape.mbps));
}

function resized(state: ActiveService, input: Extract<ChangeInput, { kind: 'capacity-resized' | 'capacity-refused' }>, now: Instant): Events {
  const { contractId, shaping } = state;
  const { change } = shaping;
  if (input.number !== shaping.capacity.sizes + 1 || change?.adjusting) return [];
  if (input.kind === 'capacity-resized') return [{ type: 'provisioning.v1.ServiceCapacityResized', data: { contractId, number: input.number, mbps: input.mbps, resizedAt: now } }];
  if (!change || change.hasCapacity) return [];
  return unasked(state, change, input.refusal, now);
}

/** A change that has to fail before any provider was asked for it. */
function unasked(state: ActiveService, { number: changeNumber, to }: Change, reason: common.Refusal, now: Instant): Events {
  const { contractId, orderId, shaping: { shape: from } } = state;
  const failed: ActivationEvent = { type: 'provisioning.v1.ServiceChangeFailed', data: { contractId, orderId, changeNumber, to, from, segmentIds: [], reason, failedAt: now } };
  return [failed, ...movedOn(state, [failed], now)];
}

function movedOn(state: ActiveService, events: Events, now: Instant): Events {
  const next = events.reduce(evolve, state as ActivationState);
  return next.status === 'active' ? moveOn(next as ActiveService, now) : [];
}

/** With the change that waited, where these are what it waited for; or with its end, where it waits in vain: what made way for the last move stays down, and nobody could adjust it. */
export function withChangeDue(state: ActiveService, { events, ...step }: Step<ActivationEvent>, now: Instant): Step<ActivationEvent> {
  // Of a thousand services that move at once hardly one changes: folding all their events again was a quarter of what their moves were decided in.
  if (!state.shaping.change && !(events as Events).some(isChange)) return { ...step, events };
  const next = (events as Events).reduce(evolve, state as ActivationState);
  const change = next.status === 'active' ? next.shaping.change : undefined;
  if (next.status !== 'active' || !change || change.adjusting || next.care.move) return { ...step, events };
  if (!isUp(next)) return { ...step, events: [...events, ...unasked(next, change, out(next), now)] };
  return isReady(next, change) ? { ...step, events: [...events, started(next, change, now)] } : { ...step, events };
}

function started({ contractId, orderId, care: { segmentIds }, shaping }: ActiveService, { number, to }: Pick<Change, 'number' | 'to'>, now: Instant): ActivationEvent {
  const { shape: from, adjustments } = shaping;
  const data = { contractId, orderId, changeNumber: number, adjustment: adjustments + 1, from, to, segmentIds, startedAt: now, answerBy: plus(now, ANSWER_WINDOW_NS) };
  return { type: 'provisioning.v1.ServiceChangeStarted', data };
}

type Begun = Change & { readonly adjusting: Adjusting };

function answered(state: ActiveService, change: Begun, input: AdjustmentAnswer | { readonly kind: 'reversal-window-passed' }, now: Instant): Events {
  const { contractId } = state;
  const { adjusting, number: changeNumber } = change;
  if (input.kind === 'reversal-window-passed') {
    const unconfirmedSegmentIds = open(adjusting);
    return changeDeadline(state) === undefined ? [] : [{ type: 'provisioning.v1.ServiceChangeNeedsOperator', data: { contractId, changeNumber, unconfirmedSegmentIds, raisedAt: now } }];
  }
  const { segmentId, adjustment } = input;
  const plan = state.segments.get(segmentId)?.plan;
  if (!plan || adjustment !== adjusting.adjustment || !open(adjusting).includes(segmentId)) return [];
  const data = { contractId, segmentId, providerId: plan.providerId, adjustment };
  if (input.kind === 'adjusted') {
    const event: ActivationEvent = { type: 'provisioning.v1.SegmentAdjusted', data: { ...data, receipt: input.receipt } };
    return open(adjusting).length > 1 ? [event] : [event, ...over(state, change, now)];
  }
  // Whoever is asked to go back is asked until it has: there is no other end.
  if (adjusting.reversed) return [];
  if (input.kind === 'adjustment-refused') return [{ type: 'provisioning.v1.SegmentAdjustmentRefused', data: { ...data, refusal: input.refusal } }, reversed(state, change, input.refusal, now)];
  return [{ type: 'provisioning.v1.SegmentAdjustmentSilent', data: { ...data, waitedUntil: now } }, reversed(state, change, silence(plan), now)];
}

/** All are asked to go back, those that refused as well: the new number keeps what is still on its way from changing anything. */
const reversed = ({ contractId, shaping }: ActiveService, { number: changeNumber }: Begun, reason: common.Refusal, now: Instant): ActivationEvent => ({
  type: 'provisioning.v1.ServiceChangeReversed', data: { contractId, changeNumber, adjustment: shaping.adjustments + 1, reason, reversedAt: now },
});

/** The last provider has confirmed: the service is what it was to become, or what it was. */
function over(state: ActiveService, { number: changeNumber, to, adjusting }: Begun, now: Instant): Events {
  const { contractId, orderId } = state;
  const { from, segmentIds, reversed } = adjusting;
  const data = { contractId, orderId, changeNumber, from, to, segmentIds };
  const end: ActivationEvent = reversed
    ? { type: 'provisioning.v1.ServiceChangeFailed', data: { ...data, reason: reversed.reason, failedAt: now } }
    : { type: 'provisioning.v1.ServiceChanged', data: { ...data, changedAt: now } };
  const ended = !reversed && to.suspended ? [...faultsOver(state, now), end] : [end];
  return [...ended, ...movedOn(state, ended, now)];
}

/** Nobody waits for a service that carries nothing: what was wrong with it is over, for both sides' bills. */
const faultsOver = (state: ActiveService, now: Instant): Events => [
  ...impairmentEnded(state, 'suspended', now),
  ...[...state.care.faults.keys()].map((segmentId): ActivationEvent => ({ type: 'provisioning.v1.ImpairmentCleared', data: { contractId: state.contractId, segmentId, clearedAt: now } })),
];

const open = ({ segmentIds, confirmed }: Adjusting): readonly string[] => segmentIds.filter((id) => !confirmed.has(id));

export function owedByChange(state: ActiveService): readonly (AdjustSegment | ResizeCapacity)[] {
  const { shaping, segments } = state;
  const { change } = shaping;
  if (!change?.adjusting) return owedCapacity(state);
  const { adjustment, from, reversed, answerBy } = change.adjusting;
  return open(change.adjusting).flatMap((id) => {
    const plan = segments.get(id)?.plan;
    return plan ? [{ key: `adjust ${id} ${adjustment}`, kind: 'adjust', plan, adjustment, ...(reversed ? { shape: from } : { shape: change.to, answerBy }) }] : [];
  });
}

/** More before any provider is asked for more; less only when no provider carries more. */
function owedCapacity({ care, routes, shaping }: ActiveService): readonly ResizeCapacity[] {
  const { shape, capacity, change, holdId } = shaping;
  if (care.move || change?.hasCapacity) return [];
  const mbps = capacity.mbps !== shape.mbps ? shape.mbps : change && change.to.mbps > shape.mbps ? change.to.mbps : undefined;
  if (mbps === undefined) return [];
  const number = capacity.sizes + 1;
  const sized = (route: Route): Route => route.map((plan) => ({ ...plan, mbps }));
  const [first = [], current = []] = [routes[0], routes[care.route]].map((route) => sized(route ?? []));
  const beside = care.holdId === undefined ? [] : [{ holdId: care.holdId, needs: needsBeside(first, current) }];
  return [{ key: `resize ${number}`, kind: 'resize-capacity', number, mbps, holds: [{ holdId, needs: needsBeside([], first) }, ...beside] }];
}

/** Providers that do not go back are an operator's business after as long as those that do not release. */
export function changeDeadline({ shaping }: ActiveService): Instant | undefined {
  const reversed = shaping.change?.adjusting?.reversed;
  return reversed && !reversed.isAlarmed ? plus(reversed.at, RELEASE_WINDOW_NS) : undefined;
}

/** Whether the change needs a person, or is under way; `undefined` where there is none. */
export function changeEnd(state: ActiveService): 'needs-operator' | 'open' | undefined {
  const { change } = state.shaping;
  if (!change) return owedCapacity(state).length > 0 ? 'open' : undefined;
  return change.adjusting?.reversed?.isAlarmed ? 'needs-operator' : 'open';
}

const silence = ({ segmentId, providerId }: provisioning.SegmentPlan): common.Refusal => ({
  code: 'provider-silent',
  message: `The provider ${providerId} did not answer in time for the change of its segment ${segmentId}.`,
  facts: { provider_id: providerId, segment_id: segmentId },
});

const out = ({ contractId }: ActiveService): common.Refusal => ({
  code: 'service-out',
  message: `The service of ${contractId} is out, and no route is left that it could be moved to: nobody can be asked to change it. It can be ended.`,
  facts: { contract_id: contractId },
});
