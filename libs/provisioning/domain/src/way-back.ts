import { NANOS_PER_SECOND, plus, type Instant } from '@carriermesh/kernel';
import type { common } from '@carriermesh/wire';
import { evolve, type ActivationEvent, type ActivationState, type ActiveService, type Route } from './activation-state.js';
import { isAtRest } from './change-state.js';
import type { WayBackJudgement } from './line-latencies.js';
import { returned } from './rerouting.js';
import { after, inTheWayOf, isUp, unwanted } from './running.js';
import { activateOf, ANSWER_WINDOW_NS, type ActivateSegment } from './segment-answers.js';
import { isProven, trialFailed } from './trial.js';
import { NOT_MEASURED, waitOf, type WayBack } from './way-back-state.js';

/** So long the segments of a way back have to show that they are well; five windows of any agent are less. */
export const TRIAL_WINDOW_NS = 900n * NANOS_PER_SECOND;

export type WayBackInput =
  /** It was waited for long enough, or the time is over in which a trial has to succeed. */
  | { readonly kind: 'way-back-due' }
  | { readonly kind: 'looked-back'; readonly look: number; readonly judged: WayBackJudgement }
  | { readonly kind: 'segment-tried'; readonly segmentId: string; readonly passed: boolean; readonly problem: string };

/** Whether the first path has been well for as long as the service waits for it. */
export interface LookBack {
  readonly key: string;
  readonly kind: 'look-back';
  readonly look: number;
  readonly segments: Route;
  readonly waitNs: bigint;
  readonly putOff: number;
  readonly maxLatencyNs?: bigint | undefined;
}

type Events = readonly ActivationEvent[];

const INPUTS: ReadonlySet<string> = new Set<WayBackInput['kind']>(['way-back-due', 'looked-back', 'segment-tried']);

export const isWayBackInput = (input: { readonly kind: string }): input is WayBackInput => INPUTS.has(input.kind);

/** What happens on the way back. A service that is moved, changed or impaired meanwhile is nobody's that could be brought back. */
export function reactOnWayBack(state: ActiveService, input: WayBackInput, now: Instant): Events {
  const { wayBack } = state.care;
  if (!wayBack) return [];
  const { trial } = wayBack;
  if (input.kind === 'segment-tried') {
    if (!trial?.segmentIds.includes(input.segmentId) || (input.passed && trial.proven.has(input.segmentId))) return [];
    return input.passed ? proven(state, input.segmentId, now) : [trialFailed(state, notWell(input), now)];
  }
  if (input.kind === 'looked-back') return wayBack.isLooking && input.look === wayBack.looks ? looked(state, wayBack, input, now) : [];
  if (trial) return trial.provenBy <= now ? [trialFailed(state, NOT_MEASURED, now)] : [];
  return isDue(state, now) ? [{ type: 'provisioning.v1.RevertDue', data: { contractId: state.contractId, look: wayBack.looks + 1, dueAt: now } }] : [];
}

/** On another path than its first one, with nothing else going on, and with a way back that can be brought up beside what it runs on. */
function nextRoute(state: ActiveService): { readonly number: number; readonly segments: Route } | undefined {
  const { care, shaping, routes } = state;
  const { wayBack, route } = care;
  if (!wayBack || route === 0 || wayBack.routes.includes(route)) return undefined;
  const number = wayBack.routes.find((each) => !care.left.has(each));
  const segments = number === undefined ? undefined : routes[number];
  if (number === undefined || !segments || care.move || shaping.change || care.faults.size > 0) return undefined;
  const isFree = isAtRest(state) && isUp(state) && unwanted(state).length === 0 && inTheWayOf(segments, state).length === 0;
  return isFree ? { number, segments } : undefined;
}

const isDue = (state: ActiveService, now: Instant): boolean => (wayBackDeadline(state) ?? plus(now, 1n)) <= now;

export function wayBackDeadline(state: ActiveService): Instant | undefined {
  const { wayBack } = state.care;
  if (wayBack?.trial) return wayBack.trial.provenBy;
  return wayBack?.dueAt !== undefined && nextRoute(state) ? wayBack.dueAt : undefined;
}

const BUSY: common.Refusal = { code: 'service-busy', message: 'Something else is being done for the service.', facts: {} };

function looked(state: ActiveService, wayBack: WayBack, { look, judged }: Extract<WayBackInput, { kind: 'looked-back' }>, now: Instant): Events {
  const { contractId, orderId } = state;
  const next = nextRoute(state);
  if (judged.kind === 'not-yet' || !next) {
    const [until, reason] = judged.kind === 'not-yet' ? [judged.until, judged.refusal] : [plus(now, waitOf(wayBack)), BUSY];
    return [{ type: 'provisioning.v1.RevertPutOff', data: { contractId, look, until, reason } }];
  }
  const { number: route, segments } = next;
  const times = { startedAt: now, answerBy: plus(now, ANSWER_WINDOW_NS), provenBy: plus(now, TRIAL_WINDOW_NS) };
  return [{ type: 'provisioning.v1.RevertStarted', data: { contractId, orderId, route, segments, latencyNs: judged.latencyNs, ...times } }];
}

function proven(state: ActiveService, segmentId: string, now: Instant): Events {
  const event: ActivationEvent = { type: 'provisioning.v1.RevertSegmentProven', data: { contractId: state.contractId, segmentId, provenAt: now } };
  const next = after(state, event);
  return isProven(next) ? [event, ...returned(next, now)] : [event];
}

const notWell = ({ segmentId, problem }: Extract<WayBackInput, { kind: 'segment-tried' }>): common.Refusal => ({
  code: 'not-well', message: `${segmentId} was measured before it carried anything: ${problem}`, facts: { segment_id: segmentId },
});

/** Of a change that is to be made now: what is measured for later makes way for it. */
export function withTrialOver(state: ActiveService, events: Events, now: Instant): Events {
  const trial = state.care.wayBack?.trial;
  const isChanged = trial && events.some(({ type }) => type === 'provisioning.v1.ServiceChangeAwaited' || type === 'provisioning.v1.ServiceChangeStarted');
  return isChanged ? [trialFailed(state, BUSY, now), ...events] : events;
}

/** What was contracted to go back on has been used up: the service stays where it is, and somebody should know. */
export function withReturnsUsedUp(state: ActiveService, events: Events, now: Instant): Events {
  if (!state.care.wayBack || events.length === 0) return events;
  const next = events.reduce(evolve, state as ActivationState);
  if (next.status !== 'active') return events;
  const { wayBack, route, left, move } = next.care;
  const isAway = wayBack && !wayBack.isUsedUp && !move && route !== 0 && !wayBack.routes.includes(route);
  if (!isAway || !wayBack.routes.every((each) => left.has(each))) return events;
  return [...events, { type: 'provisioning.v1.RevertsExhausted', data: { contractId: state.contractId, orderId: state.orderId, exhaustedAt: now } }];
}

export function owedOnWayBack(state: ActiveService): readonly (LookBack | ActivateSegment)[] {
  const { care, routes, segments, serviceStartAt, maxLatencyNs } = state;
  const { wayBack } = care;
  if (wayBack?.trial) {
    const { segmentIds, answerBy, startedAt } = wayBack.trial;
    const asked = segmentIds.flatMap((id) => segments.get(id) ?? []).filter(({ status }) => status === 'asked');
    return asked.map(({ plan }) => activateOf(plan, { serviceStartAt, answerBy, meteredFrom: startedAt }));
  }
  if (!wayBack?.isLooking) return [];
  const { looks: look, putOff } = wayBack;
  return [{ key: `look-back ${look}`, kind: 'look-back', look, segments: routes[0] ?? [], waitNs: waitOf(wayBack), putOff, maxLatencyNs }];
}
