import { invariant } from '@carriermesh/kernel';
import { type Budget, LabelSearch, WHOLE_SPACE, unlimitedBudget } from './constrained.js';
import { leastOf } from './dijkstra.js';
import type { Graph } from './graph.js';
import { type Place, describePlace } from './places.js';
import { MAX_SUM } from './order.js';
import { type Ends, Ground, type Limits } from './problem.js';
import type { UnitKind } from './elements.js';
import type { PathQuery, PathRefusal } from './query.js';
import { permittedPops, usableEdges } from './usable.js';
import { widestMbps } from './widest.js';

export function unknownPlace(graph: Graph, end: 'from' | 'to', place: Place): PathRefusal {
  const refusal = { code: 'unknown-place', end, place: describePlace(place) } as const;
  const nearest = place.kind === 'coordinates' ? graph.places.nearest(place) : undefined;
  return nearest ? { ...refusal, nearestPopId: nearest.popId, nearestKm: Math.ceil(nearest.distanceM / 1000) } : refusal;
}

/** Why no path has the capacity that is asked for: there is no route at all, the query excludes it, or it is too narrow. */
export function whyUnreachable(graph: Graph, query: PathQuery, everywhere: Ends): PathRefusal {
  const { layerOne } = query;
  const anyCapacity = { ...query, mbps: 0 };
  const ends = { from: permittedPops(graph, everywhere.from, query), to: permittedPops(graph, everywhere.to, query) };
  const mostMbps = widestMbps(graph, usableEdges(graph, anyCapacity), ends.from, ends.to);
  if (mostMbps === undefined) return excludedOrNoRoute(graph, query, everywhere);
  if (layerOne) return unitsLeft(graph, { ...query, layerOne }, ends);
  invariant(mostMbps < query.mbps, `a path carries ${mostMbps} Mbit/s, and none was found for ${query.mbps}`);
  return { code: 'no-capacity', requestedMbps: query.mbps, mostMbps, bottleneck: bottleneckOf(graph, { ...query, mbps: mostMbps }, ends) };
}

type LayerOneQuery = PathQuery & { readonly layerOne: UnitKind };

/** Of a query for layer 1 that has paths with a free unit on each link, and none within its limits that keeps one: it has none at all, or only slower ones. */
export function whyNoUnit(ground: Ground, query: LayerOneQuery, budget: Budget): PathRefusal | undefined {
  const best = new LabelSearch(ground.least('latency', {})).best(WHOLE_SPACE, budget);
  if (!best) return budget.exhausted ? { code: 'undecided', reason: 'search-limit' } : unitsLeft(ground.graph, query, ground.ends);
  const { maxLatencyNs } = query;
  return maxLatencyNs !== undefined && BigInt(best.first) > maxLatencyNs ? { code: 'latency-too-high', limitNs: maxLatencyNs, bestNs: BigInt(best.first) } : undefined;
}

/** What is left on each link of the path that would be taken were everything free. */
function unitsLeft(graph: Graph, query: LayerOneQuery, ends: Ends): PathRefusal {
  const ground = new Ground(graph, usableEdges(graph, { ...query, mbps: 0 }), ends);
  const path = new LabelSearch(ground.least('latency', {})).best(WHOLE_SPACE, unlimitedBudget());
  invariant(path, 'a path over links of such units was found, and is none when their units are passed over');
  const left = path.edges.map((edge) => graph.edgeAt(edge)).map(({ edgeId: resourceId, units: free = [] }) => ({ resourceId, free }));
  return { code: 'no-unit', asked: query.layerOne, left };
}

/** Of a query whose best path has to be slower than it allows; `undefined` when it need not be. */
export function whyTooSlow(ground: Ground, { maxLatencyNs }: PathQuery): PathRefusal | undefined {
  if (maxLatencyNs === undefined) return undefined;
  const bestNs = BigInt(leastOf(ground.bounds('latency'), ground.ends.from).first);
  return bestNs > maxLatencyNs ? { code: 'latency-too-high', limitNs: maxLatencyNs, bestNs } : undefined;
}

/** Of a query that has paths with the capacity and within the latency, and none within its limit on handovers. */
export function whyTooManyHandovers(ground: Ground, query: PathQuery, budget: Budget): PathRefusal {
  const best = new LabelSearch(ground.least('handovers', latencyLimit(query))).best(WHOLE_SPACE, budget);
  if (!best) return { code: 'undecided', reason: 'search-limit' };
  if (query.maxHandovers === undefined || best.first <= query.maxHandovers) return { code: 'undecided', reason: 'price-range' };
  return { code: 'too-many-handovers', limit: query.maxHandovers, fewest: best.first };
}

function excludedOrNoRoute(graph: Graph, query: PathQuery, everywhere: Ends): PathRefusal {
  const { excludeProviders: providers = [], excludeLinks: links = [], media = [], delivery } = query;
  const lastMedia = delivery?.media ?? [];
  if (providers.length + links.length + media.length + lastMedia.length === 0) return { code: 'no-route' };
  const { buyerId, now, layerOne, virtualNetwork = false } = query;
  const usable = usableEdges(graph, { buyerId, now, mbps: 0, virtualNetwork, ...(layerOne && { layerOne }) });
  const meets = new Ground(graph, usable, everywhere);
  const isReachable = leastOf(meets.bounds('latency'), everywhere.from).first < Infinity;
  if (!isReachable) return { code: 'no-route' };
  return providers.length + links.length > 0 ? { code: 'excluded', providers, links } : { code: 'medium-excluded', media, lastMedia };
}

/** The first resource that is as narrow as the widest path, on the one of least latency among the widest paths. */
function bottleneckOf(graph: Graph, widest: PathQuery, ends: Ends): string {
  const ground = new Ground(graph, usableEdges(graph, widest), ends);
  const path = new LabelSearch(ground.least('latency', {})).best(WHOLE_SPACE, unlimitedBudget());
  const edge = path?.edges.find((position) => graph.availableMbps[position] === widest.mbps);
  invariant(edge !== undefined, `no path was found that is as wide as the widest, ${widest.mbps} Mbit/s`);
  return graph.edgeAt(edge).narrowest;
}

export const limitsOf = (query: PathQuery): Limits => ({
  ...latencyLimit(query),
  ...(query.maxHandovers === undefined ? {} : { handovers: query.maxHandovers }),
});

/** No path's latency reaches 2^53 ns, so that a limit beyond it is none. */
const latencyLimit = ({ maxLatencyNs }: PathQuery): Limits =>
  maxLatencyNs === undefined ? {} : { latency: Number(maxLatencyNs < BigInt(MAX_SUM) ? maxLatencyNs : BigInt(MAX_SUM)) };
