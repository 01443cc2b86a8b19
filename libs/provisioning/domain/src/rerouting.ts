import { stay, type ProcessEnd, type Step } from '@carriermesh/decider';
import { invariant, plus, type Instant } from '@carriermesh/kernel';
import type { common, paths, provisioning } from '@carriermesh/wire';
import type { ActivationEvent, ActivationState, ActiveService, Route } from './activation-state.js';
import { rerouteHoldId, type Move, type SecuredRoute } from './care.js';
import { isAtRest, isPaused } from './change-state.js';
import { chooseRoute, type Candidate, type LatencyDatabase } from './line-latencies.js';
import { after, alternativesTo, inTheWayOf, isCarrying, isImpaired, isUp, isWhole, ownFaults, targetOf, unreleased, unwanted } from './running.js';
import { activateOf, ANSWER_WINDOW_NS, answered, isAnswer, RELEASE_WINDOW_NS, releaseOf, type ActivateSegment, type SegmentAnswer, type SegmentEffect } from './segment-answers.js';
import { isProven, isTrialUp, trialFailed } from './trial.js';

export type CareInput =
  /** `lines`: what is known of the alternatives' resources now. Without it the choice among them is an effect of its own. */
  | { readonly kind: 'impaired'; readonly fault: provisioning.SegmentFault; readonly lines?: LatencyDatabase }
  | { readonly kind: 'restored'; readonly segmentId: string; readonly alarmId: string }
  | RouteSecured
  | { readonly kind: 'not-secured'; readonly attempt: number; readonly verdicts: readonly provisioning.RouteVerdict[] }
  | { readonly kind: 'paths-sought'; readonly revision: bigint; readonly best?: paths.PathCandidate; readonly refusal?: common.Refusal }
  | { readonly kind: 'hold-returned'; readonly holdId: string };

/** The first alternative that holds, those before it that do not, and what its providers said that were asked already. */
export interface RouteSecured {
  readonly kind: 'secured';
  readonly attempt: number;
  readonly route: number;
  readonly holdId: string;
  readonly latencyNs: bigint;
  readonly passedOver: readonly provisioning.RouteVerdict[];
  readonly sessions?: provisioning.SessionsWeighed | undefined;
  readonly answers?: readonly SegmentAnswer[];
}

export type CareEffect =
  | {
      readonly key: string;
      readonly kind: 'secure';
      readonly attempt: number;
      readonly holdId: string;
      readonly orderId: string;
      readonly buyerId: string;
      /** Best first. */
      readonly candidates: readonly Candidate[];
      /** The one among them that was found to hold, and is on record: it is not judged again. */
      readonly chosen?: provisioning.ChosenRoute | undefined;
      /** Asked for as soon as the capacity is had, where nothing has to make way for them. */
      readonly atOnce: readonly ActivateSegment[];
      /** Has its capacity under contract for the whole term. */
      readonly first: Route;
      readonly maxLatencyNs?: bigint | undefined;
      readonly virtualNetwork?: boolean | undefined;
    }
  | { readonly key: string; readonly kind: 'return-hold'; readonly holdId: string }
  | { readonly key: string; readonly kind: 'seek-paths'; readonly buyerId: string; readonly first: Route; readonly maxLatencyNs?: bigint | undefined; readonly virtualNetwork?: boolean | undefined; readonly media?: provisioning.ServiceMedia | undefined };

type Input = CareInput | SegmentAnswer | { readonly kind: 'release-window-passed' } | { readonly kind: 'contracted' };
type Events = readonly ActivationEvent[];

/** What happens to a service that is up. */
export function reactInCare(state: ActiveService, input: Input, now: Instant): Step<ActivationEvent> {
  const events = isAnswer(input) ? segmentAnswered(state, input, now) : reacted(state, input, now);
  return events.length === 0 ? stay : { events };
}

function reacted(state: ActiveService, input: Exclude<Input, SegmentAnswer>, now: Instant): Events {
  const { contractId, care } = state;
  switch (input.kind) {
    case 'impaired':
      return impaired(state, input, now);
    case 'restored':
      return restored(state, input, now);
    case 'secured':
      return care.move?.attempt === input.attempt && !care.move.secured ? secured(state, input, now) : [];
    case 'not-secured':
      return care.move?.attempt === input.attempt && !care.move.secured ? failed(state, input.verdicts, now) : [];
    case 'paths-sought': {
      const { revision, best, refusal } = input;
      if (!care.exhausted || care.exhausted.isSought) return [];
      const found = { ...(best && { best }), ...(refusal && { refusal }) };
      return [{ type: 'provisioning.v1.FreshPathsSought', data: { contractId, topologyRevision: revision, ...found, soughtAt: now } }];
    }
    case 'hold-returned':
      return care.holdsOwed.has(input.holdId) ? [{ type: 'provisioning.v1.RerouteCapacityReturned', data: { contractId, holdId: input.holdId } }] : [];
    case 'release-window-passed': {
      const unconfirmedSegmentIds = unreleased(state).map(({ plan }) => plan.segmentId);
      if (unconfirmedSegmentIds.length === 0) return [];
      return [{ type: 'provisioning.v1.ReleaseNeedsOperator', data: { contractId, unconfirmedSegmentIds, raisedAt: now } }];
    }
    case 'contracted':
      return [];
  }
}

/** Counts for the segments that the service runs on, and for those that it is moving to; what was left is nobody's impairment. */
function impaired(state: ActiveService, { fault, lines }: Extract<CareInput, { kind: 'impaired' }>, now: Instant): Events {
  const { contractId, care } = state;
  const isOwn = care.segmentIds.includes(fault.segmentId) || targetOf(care.move).includes(fault.segmentId);
  if (!isOwn || care.faults.has(fault.segmentId) || care.alarms.has(fault.alarmId) || isPaused(state)) return [];
  const noted: ActivationEvent = { type: 'provisioning.v1.ImpairmentNoted', data: { contractId, fault } };
  return care.move || !isAtRest(state) ? [noted] : [noted, ...begun(after(state, noted), now, lines)];
}

function restored(state: ActiveService, { segmentId, alarmId }: Extract<CareInput, { kind: 'restored' }>, now: Instant): Events {
  const { contractId, care } = state;
  if (care.faults.get(segmentId)?.alarmId !== alarmId) return [];
  // An alarm ends with the release of its segment too. A service of which a part has made way is out until it has moved, and by this fault.
  if (care.segmentIds.includes(segmentId) && !isWhole(state)) return [];
  const cleared: ActivationEvent = { type: 'provisioning.v1.ImpairmentCleared', data: { contractId, segmentId, clearedAt: now } };
  const ended = ownFaults(care).every((fault) => fault.segmentId === segmentId) ? impairmentEnded(state, 'restored', now) : [];
  // A move that is under way goes on: what it was begun for may come back, and its capacity is under contract.
  return [...ended, cleared];
}

/** Of a service whose change is over: what was found impaired meanwhile is left now. */
export const moveOn = (state: ActiveService, now: Instant): Events =>
  isAtRest(state) && !state.care.move && !state.care.exhausted && isImpaired(state) ? begun(state, now) : [];

/** The next attempt, or the word that there is none: nothing is looked for that was not contracted. */
function begun(state: ActiveService, now: Instant, lines?: LatencyDatabase): Events {
  const { contractId, orderId, care, maxLatencyNs } = state;
  const { trial } = care.wayBack ?? {};
  // Nothing is sooner there than what is up.
  if (trial && isTrialUp(state, trial)) return returned(state, now);
  const left = alternativesTo(state);
  if (left.length === 0) return [{ type: 'provisioning.v1.AlternativesExhausted', data: { contractId, orderId, exhaustedAt: now } }];
  const choice = lines && chooseRoute(left, lines, { maxLatencyNs, now });
  const chosen = choice?.kind === 'chosen' ? { chosen: choice.chosen } : {};
  const over = trial ? [trialFailed(state, { code: 'service-moved', message: 'The service had to be moved before it was up.', facts: {} }, now)] : [];
  return [...over, { type: 'provisioning.v1.RerouteStarted', data: { contractId, orderId, attempt: care.attempts + 1, fromRoute: care.route, startedAt: now, ...chosen } }];
}

function secured(state: ActiveService, { attempt, route, holdId, latencyNs, passedOver, sessions, answers = [] }: RouteSecured, now: Instant): Events {
  const { contractId, care, routes } = state;
  const segments = routes[route];
  invariant(segments, `the contract ${contractId} has no route ${route}`);
  const brokenFirstSegmentIds = inTheWayOf(segments, state);
  // What is well by now is not taken down for the sake of moving it.
  if (brokenFirstSegmentIds.length > 0 && ownFaults(care).length === 0 && isUp(state)) return failed(state, [], now);
  const data = { contractId, attempt, toRoute: route, segments, holdId, latencyNs, passedOver, brokenFirstSegmentIds, answerBy: plus(now, ANSWER_WINDOW_NS), ...(sessions && { sessions }) };
  const events: ActivationEvent[] = [{ type: 'provisioning.v1.RerouteSecured', data }];
  for (const answer of answers) events.push(...segmentAnswered(after(state, ...events), answer, now));
  return events;
}

function segmentAnswered(state: ActiveService, input: SegmentAnswer, now: Instant): Events {
  const segment = state.segments.get(input.segmentId);
  // The silence that another instance waited for while this one had the answer: taken for more, it would take a service down.
  const isOutdated = input.kind === 'segment-silent' && segment?.status === 'active' && !state.care.move?.secured?.brokenFirst.includes(input.segmentId);
  const event = segment && !isOutdated && answered(state.contractId, segment, input, now);
  if (!event) return [];
  const next = after(state, event);
  if (next.care.wayBack?.trial?.segmentIds.includes(input.segmentId)) return [event, ...answeredOnTrial(next, event, now)];
  const target = next.care.move?.secured;
  if (!target?.segmentIds.includes(input.segmentId)) return [event];
  if (event.type === 'provisioning.v1.SegmentRefused') return [event, ...failed(next, [{ route: target.route, refusal: event.data.refusal }], now)];
  if (event.type === 'provisioning.v1.SegmentSilent') return [event, ...failed(next, [{ route: target.route, refusal: silence(event.data) }], now)];
  const isComplete = target.segmentIds.every((id) => next.segments.get(id)?.status === 'active');
  return isComplete ? [event, ...moved(next, { ...target, attempt: next.care.attempts }, now)] : [event];
}

function answeredOnTrial(state: ActiveService, event: ActivationEvent, now: Instant): Events {
  if (event.type === 'provisioning.v1.SegmentRefused') return [trialFailed(state, event.data.refusal, now)];
  if (event.type === 'provisioning.v1.SegmentSilent') return [trialFailed(state, silence(event.data), now)];
  return isProven(state) || isImpaired(state) ? returned(state, now) : [];
}

/** To the way back, which is up. It takes the number of the next attempt: what was bought for that one, beside this, is given back. */
export function returned(state: ActiveService, now: Instant): Events {
  const { trial } = state.care.wayBack ?? {};
  return trial && isTrialUp(state, trial) && isAtRest(state) ? moved(state, { ...trial, attempt: state.care.attempts + 1 }, now) : [];
}

function moved(state: ActiveService, { attempt, route, segmentIds, latencyNs }: Pick<SecuredRoute, 'route' | 'segmentIds' | 'latencyNs'> & { readonly attempt: number }, now: Instant): Events {
  const { contractId, orderId, care } = state;
  const { route: fromRoute, segmentIds: leftSegmentIds } = care;
  const rerouted: ActivationEvent = {
    type: 'provisioning.v1.ServiceRerouted',
    data: { contractId, orderId, attempt, fromRoute, toRoute: route, leftSegmentIds, segmentIds, latencyNs, reroutedAt: now },
  };
  const ended = [...impairmentEnded(state, 'rerouted', now), rerouted];
  const next = after(state, ...ended);
  // What it moved to was found impaired while it moved.
  return next.care.faults.size > 0 && !next.shaping.change ? [...ended, ...begun(next, now)] : ended;
}

/** What was done for the attempt is undone by what is owed from now on; the next alternative is tried where the service is still impaired. */
function failed(state: ActiveService, verdicts: readonly provisioning.RouteVerdict[], now: Instant): Events {
  const { contractId, care } = state;
  const failure: ActivationEvent = { type: 'provisioning.v1.RerouteFailed', data: { contractId, attempt: care.attempts, verdicts, failedAt: now } };
  const next = after(state, failure);
  if (!isImpaired(next)) return [failure];
  // A change that waits for the end of a move does not wait for the next one, unless what it is to change is down.
  return next.shaping.change && isUp(next) ? [failure] : [failure, ...begun(next, now)];
}

/** What both sides are to know of an impairment that is over, where there was one. */
export function impairmentEnded({ contractId, orderId, buyerId, care }: ActiveService, end: provisioning.ImpairmentEnd, now: Instant): Events {
  const faults = ownFaults(care);
  const [first] = faults;
  if (!first) return [];
  const impairedFrom = faults.reduce((since, { impairedSince }) => (impairedSince < since ? impairedSince : since), first.impairedSince);
  return [{ type: 'provisioning.v1.ServiceImpairmentEnded', data: { contractId, orderId, buyerId, faults, impairedFrom, impairedUntil: now, end } }];
}

export function owedInCare(state: ActiveService): readonly (SegmentEffect | CareEffect)[] {
  const { care, buyerId, routes, maxLatencyNs, virtualNetwork, media } = state;
  const first = routes[0] ?? [];
  const mayCarry = unwanted(state);
  const seeking: readonly CareEffect[] = care.exhausted && !care.exhausted.isSought ? [{ key: `seek-paths ${care.attempts}`, kind: 'seek-paths', buyerId, first, maxLatencyNs, ...(virtualNetwork && { virtualNetwork }), ...(media && { media }) }] : [];
  return [
    ...owedByMove(state),
    ...unreleased(state).map((segment) => releaseOf(segment, true)),
    // Capacity is free again when nothing can use it any more.
    ...[...care.holdsOwed]
      .filter(([, segmentIds]) => !mayCarry.some(({ plan }) => segmentIds.includes(plan.segmentId)))
      .map(([holdId]): CareEffect => ({ key: `return ${holdId}`, kind: 'return-hold', holdId })),
    ...seeking,
  ];
}

function owedByMove(state: ActiveService): readonly (SegmentEffect | CareEffect)[] {
  const { contractId, orderId, buyerId, care, routes, segments, serviceStartAt, maxLatencyNs, virtualNetwork } = state;
  const { move } = care;
  if (!move) return [];
  if (!move.secured) {
    const { attempt, chosen } = move;
    const holdId = rerouteHoldId(contractId, attempt);
    return [{ key: `secure ${attempt}`, kind: 'secure', attempt, holdId, orderId, buyerId, candidates: alternativesTo(state), chosen, atOnce: askedAtOnce(state, move), first: routes[0] ?? [], maxLatencyNs, ...(virtualNetwork && { virtualNetwork }) }];
  }
  const known = (ids: readonly string[]) => ids.flatMap((id) => segments.get(id) ?? []);
  const inTheWay = known(move.secured.brokenFirst).filter(isCarrying);
  if (inTheWay.length > 0) return inTheWay.map((segment) => releaseOf(segment, false));
  const { answerBy } = move.secured;
  return known(move.secured.segmentIds)
    .filter(({ status }) => status === 'asked')
    .map(({ plan }) => activateOf(plan, { serviceStartAt, answerBy, meteredFrom: move.startedAt }));
}

function askedAtOnce(state: ActiveService, { chosen, startedAt }: Move): readonly ActivateSegment[] {
  const route = chosen && state.routes[chosen.route];
  if (!route || inTheWayOf(route, state).length > 0) return [];
  return route.map((plan) => activateOf(plan, { serviceStartAt: state.serviceStartAt, answerBy: plus(startedAt, ANSWER_WINDOW_NS), meteredFrom: startedAt }));
}

export function careDeadline(state: ActivationState): Instant | undefined {
  if (state.status !== 'active' || state.care.leftAt === undefined || unreleased(state).length === 0) return undefined;
  return plus(state.care.leftAt, RELEASE_WINDOW_NS);
}

export function careEnd(state: ActiveService): ProcessEnd | undefined {
  const { care } = state;
  if (care.move || owedInCare(state).length > 0) return undefined;
  return unwanted(state).length > 0 || care.exhausted ? 'needs-operator' : 'active';
}

const silence = ({ segmentId, providerId }: provisioning.SegmentSilent): common.Refusal => ({
  code: 'provider-silent',
  message: `The provider ${providerId} did not answer in time for its segment ${segmentId}.`,
  facts: { provider_id: providerId, segment_id: segmentId },
});
