import { invariant } from '@carriermesh/kernel';
import type { provisioning } from '@carriermesh/wire';
import { evolve, type ActivationEvent, type ActivationState, type ActiveService, type Route, type SegmentProgress } from './activation-state.js';
import { candidatesOf, type Move } from './care.js';
import type { Candidate } from './line-latencies.js';

/** Of a route that made way for another one, some segments are released, and stay so. */
export const isUp = ({ care, segments }: ActiveService): boolean => care.segmentIds.every((id) => isCarrying(segments.get(id)));

/** Nothing of it has made way, or is to. */
export const isWhole = (state: ActiveService): boolean => isUp(state) && (state.care.move?.secured?.brokenFirst ?? []).length === 0;

export const isImpaired = (state: ActiveService): boolean => state.care.faults.size > 0 || !isUp(state);

export const ownFaults = ({ faults, segmentIds }: ActiveService['care']): readonly provisioning.SegmentFault[] => [...faults.values()].filter(({ segmentId }) => segmentIds.includes(segmentId));

/** What was released once stays so in its provider's network: a success of it that is told again, or late, is taken down. */
export const isCarrying = (segment: SegmentProgress | undefined): boolean => segment?.status === 'active' && segment.releases === 0;

/** A resource that both routes use may have no room for both: the old segment makes way. All others stay up until the new route is. */
export function inTheWayOf(route: Route, { care, segments }: ActiveService): readonly string[] {
  const needed = new Set(route.flatMap(({ resourceIds }) => resourceIds));
  return care.segmentIds.filter((id) => segments.get(id)?.plan.resourceIds.some((resourceId) => needed.has(resourceId)));
}

/** What the service may be moved to now, best first. What would have to make way is looked up where it counts: a cut line moves a thousand services at once. */
export const alternativesTo = (state: ActiveService): readonly Candidate[] =>
  candidatesOf(state).map(({ number, segments }) => ({
    number,
    segments,
    get isBreaking() {
      return inTheWayOf(segments, state).some((id) => isCarrying(state.segments.get(id)));
    },
  }));

export const targetOf = (move: Move | undefined): readonly string[] => move?.secured?.segmentIds ?? move?.chosen?.segmentIds ?? [];

/** Segments that may carry traffic and are of no use to the service any more. */
export function unwanted({ care, segments }: ActiveService): readonly SegmentProgress[] {
  const wanted = new Set([...care.segmentIds, ...targetOf(care.move), ...(care.wayBack?.trial?.segmentIds ?? [])]);
  return [...segments.values()].filter(
    (segment) => segment.status === 'unconfirmed' || (segment.status === 'active' && !isCarrying(segment)) || (!wanted.has(segment.plan.segmentId) && (segment.status === 'asked' || segment.status === 'active')),
  );
}

/** Those that their providers are still asked to release. */
export const unreleased = (state: ActiveService): readonly SegmentProgress[] => unwanted(state).filter(({ plan }) => !state.care.givenUp.has(plan.segmentId));

export function after(state: ActiveService, ...events: readonly ActivationEvent[]): ActiveService {
  const next = events.reduce(evolve, state as ActivationState);
  invariant(next.status === 'active', `the service of ${state.contractId} is ${next.status} after a step of its care`);
  return next;
}
