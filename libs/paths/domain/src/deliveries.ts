import type { Candidate, PathAnswer, PathQuery, PathRefusal } from './query.js';
import { MAX_DIVERSE } from './query.js';
import { findPaths } from './search.js';
import type { Topology } from './topology.js';

/** Where a place has more points of presence, those behind these in the order of their ids are not looked at. */
export const MAX_DELIVERY_ENDS = 64;

export type DeliveredQuery = PathQuery & {
  /** What the last link of a way may go over. */
  readonly lastMedia: readonly string[];
};

/**
 * The best paths whose last link is of a medium that is taken. Each point of presence of the place is asked for by itself, since a way may pass one over
 * whatever medium and end at another.
 */
export function findDelivered(topology: Topology, { lastMedia: media, ...query }: DeliveredQuery): PathAnswer {
  const { graph, revision } = topology;
  const popIds = graph.places.resolve(query.to).map((pop) => graph.pops[pop]!.popId);
  if (popIds.length === 0) return findPaths(topology, query);
  const answers = popIds.slice(0, MAX_DELIVERY_ENDS).map((popId) => findPaths(topology, { ...query, to: { kind: 'pop', popId }, delivery: { popId, media } }));
  const found = answers.filter((answer) => answer.kind === 'found');
  if (found.length === 0) return { kind: 'refused', revision, refusal: nearest(answers.flatMap((answer) => (answer.kind === 'refused' ? [answer.refusal] : []))) };
  const complete = popIds.length <= MAX_DELIVERY_ENDS && answers.every((answer) => (answer.kind === 'found' ? answer.complete : answer.refusal.code !== 'undecided'));
  return { kind: 'found', revision, complete, candidates: best(found.flatMap(({ candidates }) => candidates), query) };
}

/** As many of the best of one line as were asked for and those that share nothing with the first, and the best of each number of lines. */
function best(candidates: readonly Candidate[], query: PathQuery): readonly Candidate[] {
  const { 0: single = [], ...divided } = Object.groupBy(candidates, ({ split }) => split?.members ?? 0);
  // Those of as many lines are of one bandwidth, and compare by what a Mbit/s costs.
  return [...bestOfOne(single, query), ...Object.values(divided).flatMap((alike = []) => alike.toSorted((a, b) => compare(a, b, query.objective)).slice(0, 1))];
}

function bestOfOne(candidates: readonly Candidate[], { objective, candidates: count, diverse = MAX_DIVERSE }: PathQuery): readonly Candidate[] {
  const sorted = candidates.toSorted((a, b) => compare(a, b, objective));
  const taken = new Set(sorted[0]?.segments.flatMap(({ resources }) => resources));
  const all = sorted.map((each, index) => ({ ...each, disjointFromBest: index > 0 && !each.segments.some(({ resources }) => resources.some((id) => taken.has(id))) }));
  const apart = new Set(all.slice(count).filter(({ disjointFromBest }) => disjointFromBest).slice(0, diverse));
  return all.filter((each, index) => index < count || apart.has(each));
}

function compare(a: Candidate, b: Candidate, objective: PathQuery['objective']): number {
  const [latency, cost] = [Number(a.latencyNs - b.latencyNs), Number(a.costPerMbps - b.costPerMbps)];
  const [first, second] = objective === 'latency' ? [latency, cost] : [cost, latency];
  const [ways, others] = [a, b].map(({ pops }) => pops.join('\n')) as [string, string];
  return first || (objective === 'latency' ? a.handovers - b.handovers || second : second || a.handovers - b.handovers) || Number(ways > others) - Number(ways < others);
}

/** Of several reasons the one that came closest to a way. */
const CLOSEST: readonly PathRefusal['code'][] = ['latency-too-high', 'no-capacity', 'no-unit', 'too-many-handovers', 'undecided', 'medium-excluded', 'excluded', 'no-route', 'unknown-place'];

const nearest = (refusals: readonly PathRefusal[]): PathRefusal => refusals.toSorted((a, b) => CLOSEST.indexOf(a.code) - CLOSEST.indexOf(b.code))[0]!;
