import { sameUuid, unreachable, type Instant } from '@carriermesh/kernel';
import type { common, provisioning } from '@carriermesh/wire';
import type { ActivationEvent, Route, SegmentProgress } from './activation-state.js';
import type { ChangeEvent } from './change-state.js';
import { isFailure } from './line-latencies.js';
import type { TeardownEvent } from './teardown-state.js';
import { afterReroute, evolveWayBack, type RevertEvent, type WayBack } from './way-back-state.js';

export type CareEvent = Exclude<
  ActivationEvent,
  { type: `provisioning.v1.Activation${string}` | `provisioning.v1.Segment${string}` | 'provisioning.v1.ServiceActivated' | TeardownEvent['type'] | ChangeEvent['type'] | RevertEvent['type'] }
>;

/** A move to another route that is under way. */
export interface Move {
  readonly attempt: number;
  readonly startedAt: Instant;
  /** The alternative that held when it was begun. Its segments may be asked for before they are on record as secured. */
  readonly chosen?: ChosenRoute;
  /** Set once an alternative holds and its capacity is under contract. */
  readonly secured?: SecuredRoute;
}

export interface ChosenRoute extends provisioning.ChosenRoute {
  readonly segmentIds: readonly string[];
}

export interface SecuredRoute {
  readonly route: number;
  readonly segmentIds: readonly string[];
  /** Of the old route: released before the new segments are asked for. */
  readonly brokenFirst: readonly string[];
  /** Empty where no capacity had to be held. */
  readonly holdId: string;
  readonly latencyNs: bigint;
  readonly answerBy: Instant;
}

/** Each attempt has a hold of its own: one that was given back is never taken for another's. */
export const rerouteHoldId = (contractId: string, attempt: number): string => `${sameUuid('hol', contractId)}-f${attempt}`;

/** What is known of a service that is up: which of its routes it runs on, and what is being done about an impairment. */
export interface Care {
  /** 0 is the path that was contracted first. */
  readonly route: number;
  readonly segmentIds: readonly string[];
  /** Of the route's capacity beside the first route's; absent where it needs none. */
  readonly holdId?: string | undefined;
  /** Routes that were run on and left: a segment that was released is not activated again. */
  readonly left: ReadonlySet<number>;
  /** The last number that an attempt was given, or would have been given in the place of what came instead of it. */
  readonly attempts: number;
  /** By segment id, of those that the service runs on or is moving to. */
  readonly faults: ReadonlyMap<string, provisioning.SegmentFault>;
  /** Ids of all alarms that were ever noted: an instance that lags behind tells of one again that is over by now. */
  readonly alarms: ReadonlySet<string>;
  /** Routes that did not hold since the service was well, and why. */
  readonly tried: ReadonlyMap<number, common.Refusal>;
  readonly move?: Move | undefined;
  /** Holds to be given back, each once its segments are released. */
  readonly holdsOwed: ReadonlyMap<string, readonly string[]>;
  /** When the last route was left, or a move given up: from then on a release may take so long. */
  readonly leftAt?: Instant | undefined;
  readonly exhausted?: { readonly isSought: boolean } | undefined;
  /** Segments of which nobody confirmed the release: an operator looks after these, and no other. */
  readonly givenUp: ReadonlySet<string>;
  /** Present where the service goes back to its first path. */
  readonly wayBack?: WayBack | undefined;
}

export const careOf = (segmentIds: readonly string[], wayBack?: WayBack): Care => ({
  ...(wayBack && { wayBack }), route: 0, segmentIds, left: new Set(), attempts: 0, faults: new Map(), alarms: new Set(), tried: new Map(), holdsOwed: new Map(), givenUp: new Set(),
});

/** The service and its providers' segments, as far as moving it is concerned. */
export interface Cared {
  readonly care: Care;
  readonly segments: ReadonlyMap<string, SegmentProgress>;
}

/** Alternatives that may be tried now: none that was left, and none that is once more what the service runs on, or is being brought up. */
export function candidatesOf({ care, routes }: { readonly care: Care; readonly routes: readonly Route[] }): readonly { readonly number: number; readonly segments: Route }[] {
  const { wayBack, route, left, tried } = care;
  const open = routes.map((segments, number) => ({ number, segments })).filter(({ number }) => number > 0 && number !== route && !left.has(number) && !tried.has(number));
  if (!wayBack) return open;
  const runsOn = wayOf(routes[route]);
  return open.filter(({ number, segments }) => number !== wayBack.trial?.route && wayOf(segments) !== runsOn);
}

const wayOf = (route: Route = []): string => route.flatMap(({ resourceIds }) => resourceIds).join('\n');

/**
 * An attempt's capacity is asked for while the attempt is put on record, by whoever hears of an alarm. What is on record in the place of the
 * next attempt ends that: its number is given to none, and its capacity, which may be on its way, is given back.
 */
export function withoutNext(contractId: string, { care, routes }: { readonly care: Care; readonly routes: readonly Route[] }): Care {
  if (care.move || candidatesOf({ care, routes }).length === 0) return care;
  const attempts = care.attempts + 1;
  return { ...care, attempts, holdsOwed: new Map(care.holdsOwed).set(rerouteHoldId(contractId, attempts), []) };
}

/** Of what is done for the way back: its segments are asked for, and where it fails they are of no use any more. */
export function evolveRevert({ care, segments }: Cared, event: RevertEvent): Cared {
  const { wayBack } = care;
  if (!wayBack) return { care, segments };
  const next = { ...care, wayBack: evolveWayBack(wayBack, event) };
  if (event.type === 'provisioning.v1.RevertStarted') return { segments: withAsked(segments, event.data.segments), care: next };
  if (event.type !== 'provisioning.v1.RevertFailed') return { segments, care: next };
  return { segments, care: { ...next, left: new Set(care.left).add(event.data.route), leftAt: event.data.failedAt } };
}

export function evolveCare({ care, segments, routes }: Cared & { readonly routes: readonly Route[] }, event: CareEvent): Cared {
  switch (event.type) {
    case 'provisioning.v1.ImpairmentNoted':
      return { segments, care: noted(care, event.data.fault) };
    case 'provisioning.v1.ImpairmentCleared':
      return { segments, care: { ...care, faults: without(care.faults, event.data.segmentId) } };
    case 'provisioning.v1.RerouteStarted':
      return begun({ care, segments }, event.data, routes);
    case 'provisioning.v1.RerouteSecured':
      return secured({ care, segments }, event.data);
    case 'provisioning.v1.RerouteFailed':
      return { segments: withoutUnasked(segments, care.move), care: failed(care, event.data) };
    case 'provisioning.v1.ServiceRerouted':
      return { segments, care: rerouted(care, event.data) };
    case 'provisioning.v1.ServiceImpairmentEnded':
      return { segments, care: { ...care, tried: new Map(), exhausted: undefined } };
    case 'provisioning.v1.AlternativesExhausted':
      return { segments, care: { ...care, exhausted: { isSought: false } } };
    case 'provisioning.v1.FreshPathsSought':
      return { segments, care: { ...care, exhausted: care.exhausted && { isSought: true } } };
    case 'provisioning.v1.RerouteCapacityReturned':
      return { segments, care: { ...care, holdsOwed: without(care.holdsOwed, event.data.holdId) } };
    case 'provisioning.v1.ReleaseNeedsOperator':
      return { segments, care: { ...care, givenUp: new Set([...care.givenUp, ...event.data.unconfirmedSegmentIds]) } };
    default:
      return unreachable(event);
  }
}

function noted(care: Care, fault: provisioning.SegmentFault): Care {
  return { ...care, faults: new Map(care.faults).set(fault.segmentId, fault), alarms: new Set(care.alarms).add(fault.alarmId) };
}

function begun({ care, segments }: Cared, { contractId, attempt, startedAt, chosen }: provisioning.RerouteStarted, routes: readonly Route[]): Cared {
  const plans = chosen ? (routes[chosen.route] ?? []) : [];
  const move: Move = { attempt, startedAt, ...(chosen && { chosen: { ...chosen, segmentIds: plans.map(({ segmentId }) => segmentId) } }) };
  return { segments: withAsked(segments, plans), care: { ...care, attempts: attempt, move, exhausted: undefined, holdsOwed: without(care.holdsOwed, rerouteHoldId(contractId, attempt)) } };
}

function withAsked(segments: Cared['segments'], plans: Route): Cared['segments'] {
  const known = new Map(segments);
  for (const plan of plans) known.set(plan.segmentId, { plan, status: 'asked', releases: 0 });
  return known;
}

/** Without its capacity nobody was asked for the chosen route: it can still be moved to another time. */
function withoutUnasked(segments: Cared['segments'], move: Move | undefined): Cared['segments'] {
  if (!move?.chosen || move.secured) return segments;
  const { segmentIds } = move.chosen;
  return new Map([...segments].filter(([id]) => !segmentIds.includes(id)));
}

function secured({ care, segments }: Cared, data: provisioning.RerouteSecured): Cared {
  if (!care.move) return { care, segments };
  const { toRoute: route, answerBy, latencyNs, holdId, brokenFirstSegmentIds } = data;
  const segmentIds = data.segments.map(({ segmentId }) => segmentId);
  const move: Move = { ...care.move, secured: { route, segmentIds, brokenFirst: brokenFirstSegmentIds, holdId, latencyNs, answerBy } };
  // What makes way has its own time for that, however long ago the last route was left.
  const leftAt = brokenFirstSegmentIds.length > 0 ? answerBy : care.leftAt;
  return { segments: withAsked(segments, data.segments), care: { ...care, move, leftAt } };
}

function failed(care: Care, { contractId, attempt, verdicts, failedAt }: provisioning.RerouteFailed): Care {
  const tried = new Map(care.tried);
  for (const { route, refusal } of verdicts.filter(isFailure)) tried.set(route, refusal);
  const secured = care.move?.secured;
  return {
    ...care,
    tried,
    // What was asked for and is released is not activated once more.
    left: secured ? new Set(care.left).add(secured.route) : care.left,
    faults: onlyOf(care.faults, care.segmentIds),
    move: undefined,
    // Also where nothing is known of a hold: a crash may have come between the hold and its record.
    holdsOwed: new Map(care.holdsOwed).set(rerouteHoldId(contractId, attempt), secured?.segmentIds ?? []),
    leftAt: failedAt,
  };
}

function rerouted(care: Care, data: provisioning.ServiceRerouted): Care {
  const { contractId, attempt, toRoute, segmentIds, reroutedAt } = data;
  // A way back needs no capacity beside the first route's.
  const holdId = care.move ? care.move.secured?.holdId : '';
  // Where it needs none, another instance that chose otherwise may have bought some.
  const unused: readonly [string, readonly string[]][] = holdId === '' ? [[rerouteHoldId(contractId, attempt), []]] : [];
  const left: readonly [string, readonly string[]][] = care.holdId === undefined ? [] : [[care.holdId, care.segmentIds]];
  return {
    ...care,
    ...(care.wayBack && { wayBack: afterReroute(care.wayBack, data) }),
    attempts: attempt,
    route: toRoute,
    segmentIds,
    holdId: holdId === '' ? undefined : holdId,
    left: new Set(care.left).add(care.route),
    faults: onlyOf(care.faults, segmentIds),
    move: undefined,
    holdsOwed: new Map([...care.holdsOwed, ...left, ...unused]),
    leftAt: reroutedAt,
  };
}

const onlyOf = (faults: Care['faults'], segmentIds: readonly string[]): Care['faults'] => new Map([...faults].filter(([id]) => segmentIds.includes(id)));

function without<V>(map: ReadonlyMap<string, V>, key: string): ReadonlyMap<string, V> {
  if (!map.has(key)) return map;
  const rest = new Map(map);
  rest.delete(key);
  return rest;
}
