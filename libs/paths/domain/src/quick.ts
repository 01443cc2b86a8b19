import type { BucketTree } from './bucket-tree.js';
import { type Budget, LabelSearch, type Path, type Problem, WHOLE_SPACE } from './constrained.js';
import type { Demand } from './demand.js';
import type { Graph } from './graph.js';
import { LATENCY_UNIT } from './packed.js';
import { permittedPops, withoutExcluded } from './usable.js';
import { bestPaths } from './yen.js';

/** How much farther than the best path its next best ones are looked for: in steps, for most are near. */
const STEPS_AHEAD = [1.1, 1.3, Infinity];
/** The same for the second path of a pair: behind it, distances only guide. */
const AHEAD = 1.25;
/** Labels after which exact distances are the better start. */
const MAX_SOON = 3_000;

/**
 * The best paths by latency or cost, limited in nothing but the two: by far the most frequent questions. Figures are packed
 * (packed.ts), and distances to the destination are found only as far as the paths may lead.
 * @returns `undefined` where the question or the graph is of another kind, or where there is no path: the thorough search
 * then finds what there is, and says why
 */
export function quickPaths(graph: Graph, demand: Demand, budget: Budget): readonly Path[] | undefined {
  const base = quickBase(graph, demand);
  if (!base) return undefined;
  const paths = demand.objective === 'cost' ? cheapest(base, demand, budget) : fastest(base, demand, budget);
  return paths?.length && !budget.exhausted ? paths : undefined;
}

/**
 * The problem, in packed figures, of a demand without limits. For two units of flow, bounds are good enough a little beyond
 * the best path: the lesser of a distance and a constant bounds as truly as the distance.
 */
export function quickProblem(graph: Graph, demand: Demand, isPair: boolean): Problem | undefined {
  const base = Object.keys(demand.limits).length === 0 ? quickBase(graph, demand) : undefined;
  if (!base) return undefined;
  const isCost = demand.objective === 'cost';
  const tree = isCost ? graph.trees.cost : graph.trees.latency;
  tree.start(base.to, base.narrowed);
  const nearest = tree.reachAny(base.from);
  if (nearest === undefined || nearest === Infinity) return undefined;
  if (isCost) return tree.reach(Infinity) ? costProblem(base, {}) : undefined;
  if (!tree.reach(isPair ? nearest * AHEAD : Infinity)) return undefined;
  return latencyProblem(base, { bounds: { ...tree.bounds, knownTo: tree.reached } });
}

interface Base {
  readonly graph: Graph;
  readonly from: readonly number[];
  readonly to: readonly number[];
  readonly usable: Uint8Array;
  /** The same, where it says more than whether edges are up. */
  readonly narrowed: Uint8Array | undefined;
}

function quickBase(graph: Graph, demand: Demand): Base | undefined {
  const { limits, mbps, requireProviders = [], excludeProviders = [], excludeLinks = [], excludeNodes = [] } = demand;
  const { jitter, loss, hops, handovers } = limits;
  if ([jitter, loss, hops, handovers].some((limit) => limit !== undefined) || requireProviders.length > 0) return undefined;
  if (!graph.isUnrestricted || !graph.packed.isFit) return undefined;
  const isNarrowed = mbps > 0 || excludeProviders.length + excludeLinks.length + excludeNodes.length > 0;
  const narrowed = isNarrowed ? withoutExcluded(graph, demand, wideEnough(graph, mbps)) : undefined;
  const [from, to] = [permittedPops(graph, demand.from, demand), permittedPops(graph, demand.to, demand)];
  return { graph, from, to, narrowed, usable: narrowed ?? graph.up };
}

function wideEnough({ up, availableMbps }: Graph, mbps: number): Uint8Array {
  const wide = new Uint8Array(up.length);
  for (let edge = 0; edge < up.length; edge++) wide[edge] = up[edge] === 1 && availableMbps[edge]! >= mbps ? 1 : 0;
  return wide;
}

function latencyProblem({ graph, usable, from, to }: Base, more: Partial<Problem>): Problem {
  const metric = { first: graph.packed.packed, second: graph.zero };
  return { graph, usable, from, to, metric, bounds: graph.trees.latency.bounds, limits: [], ...more };
}

function costProblem({ graph, usable, from, to }: Base, more: Partial<Problem>): Problem {
  const metric = { first: graph.pricePerMbps, second: graph.packed.packed };
  return { graph, usable, from, to, metric, bounds: graph.trees.cost.bounds, limits: [], ...more };
}

/** The most that a path within the latency weighs. */
const packedLimit = ({ latency }: Demand['limits']): number => (latency === undefined ? Infinity : (latency + 1) * LATENCY_UNIT - 1);

function fastest(base: Base, { limits, k = 1 }: Demand, budget: Budget): readonly Path[] | undefined {
  const tree = base.graph.trees.latency;
  tree.start(base.to, base.narrowed);
  const nearest = tree.reachAny(base.from);
  // A limit on cost as well is for the thorough search.
  if (nearest === undefined || nearest === Infinity || limits.cost !== undefined) return undefined;
  const most = Math.min(packedLimit(limits), Number.MAX_SAFE_INTEGER);
  return stepping(tree, k === 1 ? [1] : STEPS_AHEAD, nearest, k, budget, () => {
    const problem = latencyProblem(base, { mostFirst: Math.min(most, tree.reached) });
    return { paths: bestPaths(new LabelSearch(problem), k, budget, 'links'), isAll: tree.reached >= most };
  });
}

/** Searches ever farther, until there are as many paths as are asked for, or all there are. */
function stepping(
  tree: BucketTree,
  steps: readonly number[],
  nearest: number,
  k: number,
  budget: Budget,
  search: () => { paths: readonly Path[]; isAll: boolean },
): readonly Path[] | undefined {
  for (const step of steps) {
    if (!tree.reach(nearest * step)) return undefined;
    const { paths, isAll } = search();
    if (paths.length === k || isAll || budget.exhausted) return paths;
  }
  return undefined;
}

/**
 * The cheapest path within a latency, with landmarks instead of distances: it looks at few PoPs where there is a path.
 * @returns `undefined` where it did not find one soon
 */
function cheapestByLandmarks(base: Base, { limits, k = 1 }: Demand): readonly Path[] | undefined {
  if (k > 1 || limits.latency === undefined) return undefined;
  const { graph } = base;
  const { landmarks } = graph;
  if (!landmarks || base.from.length === 0) return undefined;
  landmarks.aim(base.from, base.to);
  const limit = { spent: graph.packed.packed, most: packedLimit(limits) - 1, least: landmarks.leastLatency };
  const mostFirst = Math.min(limits.cost ?? Infinity, Number.MAX_SAFE_INTEGER);
  const prepare = (pop: number) => landmarks.prepare(pop);
  const problem = costProblem(base, { mostFirst, limits: [limit], bounds: landmarks.bounds, prepare });
  const path = new LabelSearch(problem).best(WHOLE_SPACE, { labels: MAX_SOON, spurs: 1, exhausted: false });
  return path && [path];
}

function cheapest(base: Base, demand: Demand, budget: Budget): readonly Path[] | undefined {
  const { limits, k = 1 } = demand;
  const soon = cheapestByLandmarks(base, demand);
  if (soon) return soon;
  const { latency, cost } = base.graph.trees;
  const most = packedLimit(limits);
  if (limits.latency !== undefined) {
    latency.start(base.to, base.narrowed);
    const nearest = latency.reachAny(base.from);
    if (nearest === undefined || nearest > most || !latency.reach(most)) return undefined;
  }
  cost.start(base.to, base.narrowed);
  const nearest = cost.reachAny(base.from);
  if (nearest === undefined || nearest === Infinity) return undefined;
  const limited = limits.latency === undefined ? [] : [{ spent: base.graph.packed.packed, most: most - 1, least: latency.bounds.first }];
  return stepping(cost, STEPS_AHEAD, nearest, k, budget, () => {
    const mostFirst = Math.min(limits.cost ?? Infinity, cost.reached, Number.MAX_SAFE_INTEGER);
    const problem = costProblem(base, { mostFirst, limits: limited });
    return { paths: bestPaths(new LabelSearch(problem), k, budget, 'links'), isAll: cost.reached >= (limits.cost ?? Infinity) };
  });
}
