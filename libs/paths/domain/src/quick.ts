import type { Metric } from './aim.js';
import type { BucketTree } from './bucket-tree.js';
import { type Budget, LabelSearch, type Path, type Problem } from './constrained.js';
import type { Demand } from './demand.js';
import type { Graph } from './graph.js';
import { pathOver } from './flow.js';
import type { Way } from './kernels.js';
import { LATENCY_UNIT } from './packed.js';
import { FIGURES, type Limits } from './problem.js';
import type { Objective } from './query.js';
import { cheapestWay, shortestWays, wayBetween } from './quick-ways.js';
import { exclusionCount, permittedPops, withoutExcluded } from './usable.js';
import { bestPaths, type Distinct } from './yen.js';

/** How much farther than the best path its next best ones are looked for: in steps, for most are near. */
const STEPS_AHEAD = [1.1, 1.3, 1.6, Infinity];
/** Of the way to the farthest path, how much from the destination is known exactly: what a search then tries out itself is little. */
const KNOWN_SHARE = 0.45;
/** Of so few PoPs all are worked out sooner than paths between them are tried out. */
const FEW_POPS = 2_048;
/** PoPs around the destination that are worked out first, for each of the square root of all. */
const PER_ROOT = 4;
/** How many times more when they were too few: when a search made more labels than they are. */
const GROWTH = 4;

/**
 * The best paths by latency or cost, limited in nothing but the two: by far the most frequent questions. Figures are packed
 * (packed.ts), and distances to the destination are found only as far as the paths may lead.
 * @returns `undefined` where the question or the graph is of another kind, or where there is no path: the thorough search
 * then finds what there is, and says why
 */
export function quickPaths(graph: Graph, demand: Demand, budget: Budget): readonly Path[] | undefined {
  const base = quickBase(graph, demand);
  return base && quickPathsOn(base, { ...demand, objective: demand.objective as Objective }, budget);
}

/** The same on a part of a graph, whose packed figures have to fit. */
export function quickPathsOn(base: Base, demand: Wanted, budget: Budget): readonly Path[] | undefined {
  base.graph.kernels.narrow(base.narrowed);
  const paths = demand.objective === 'cost' ? cheapest(base, demand, budget) : fastest(base, demand, budget);
  return paths?.length && !budget.exhausted ? paths : undefined;
}

/** `limits` in latency and cost alone. */
export interface Wanted {
  readonly objective: Objective;
  readonly limits: Limits;
  readonly k?: number;
  readonly distinct?: Distinct;
}

/**
 * The problem, in packed figures, of a demand without limits. For two units of flow, bounds are good enough as far as the
 * best path is long: the lesser of a distance and a constant bounds as truly as the distance.
 */
export function quickProblem(graph: Graph, demand: Demand, isPair: boolean): Problem | undefined {
  const base = Object.keys(demand.limits).length === 0 ? quickBase(graph, demand) : undefined;
  if (!base) return undefined;
  const isCost = demand.objective === 'cost';
  const tree = isCost ? graph.trees.cost : graph.trees.latency;
  graph.kernels.narrow(base.narrowed);
  tree.start(base.to);
  const nearest = tree.reachAny(base.from);
  if (nearest === undefined || nearest === Infinity) return undefined;
  if (isCost) return tree.reach(Infinity) ? costProblem(base, {}) : undefined;
  if (!isPair && !tree.reach(Infinity)) return undefined;
  return latencyProblem(base, { bounds: { ...tree.bounds, knownTo: tree.reached } });
}

export interface Base {
  readonly graph: Graph;
  readonly from: readonly number[];
  readonly to: readonly number[];
  readonly usable: Uint8Array;
  /** The same, where it says more than whether edges are up. */
  readonly narrowed: Uint8Array | undefined;
}

function quickBase(graph: Graph, demand: Demand): Base | undefined {
  const { limits, mbps, objective, requireProviders = [], continuity = false } = demand;
  const isOther = FIGURES.some((figure) => limits[figure] !== undefined && figure !== 'latency' && figure !== 'cost');
  if (isOther || !isObjective(objective) || requireProviders.length > 0 || continuity) return undefined;
  if (!graph.isUnrestricted || !graph.packed.isFit) return undefined;
  const isNarrowed = mbps > 0 || exclusionCount(demand) > 0;
  const narrowed = isNarrowed ? withoutExcluded(graph, demand, wideEnough(graph, mbps)) : undefined;
  const [from, to] = [permittedPops(graph, demand.from, demand), permittedPops(graph, demand.to, demand)];
  return { graph, from, to, narrowed, usable: narrowed ?? graph.up };
}

function wideEnough({ up, availableMbps }: Graph, mbps: number): Uint8Array {
  const wide = new Uint8Array(up.length);
  for (let edge = 0; edge < up.length; edge++) wide[edge] = up[edge] === 1 && availableMbps[edge]! >= mbps ? 1 : 0;
  return wide;
}

const latencyMetric = ({ packed, zero }: Graph): Metric => ({ first: packed.packed, second: zero });
const costMetric = ({ packed, pricePerMbps }: Graph): Metric => ({ first: pricePerMbps, second: packed.packed });

function latencyProblem({ graph, usable, from, to }: Base, more: Partial<Problem>): Problem {
  return { graph, usable, from, to, metric: latencyMetric(graph), bounds: graph.trees.latency.bounds, limits: [], ...more };
}

function costProblem({ graph, usable, from, to }: Base, more: Partial<Problem>): Problem {
  return { graph, usable, from, to, metric: costMetric(graph), bounds: graph.trees.cost.bounds, limits: [], ...more };
}

/** The most that a path within the latency weighs. */
const packedLimit = ({ latency }: Demand['limits']): number => (latency === undefined ? Infinity : (latency + 1) * LATENCY_UNIT - 1);

function fastest(base: Base, { limits, k = 1, distinct = 'links' }: Wanted, budget: Budget): readonly Path[] | undefined {
  // A limit on cost as well is for the thorough search.
  if (limits.cost !== undefined) return undefined;
  const { graph, from, to } = base;
  const most = Math.min(packedLimit(limits), Number.MAX_SAFE_INTEGER);
  const weighing = { graph, metric: latencyMetric(graph), bounds: graph.trees.latency.last };
  const weighed = ({ pops, edges }: Way) => pathOver(weighing, pops, edges);
  if (graph.isUndirected && k === 1) {
    const way = wayBetween(graph.kernels, from, to);
    const best = way && weighed(way);
    return best && best.first <= most ? [best] : undefined;
  }
  const tree = graph.trees.latency;
  const best: Best = (count, mostFirst, effort) => shortestWays(graph.kernels, tree, { from, to, count, distinct, most: mostFirst }, effort).map(weighed);
  return quickest(base, { tree, trees: [tree], most, k, budget, best });
}

function cheapest(base: Base, { limits, k = 1, distinct = 'links' }: Wanted, budget: Budget): readonly Path[] | undefined {
  const { graph, from } = base;
  const { latency, cost } = graph.trees;
  const isLimited = limits.latency !== undefined;
  const most = Math.min(limits.cost ?? Infinity, Number.MAX_SAFE_INTEGER);
  const best: Best = (count, mostFirst, effort) => {
    if (count === 1) {
      const way = cheapestWay(graph.kernels, { cost, latency }, from, { cost: mostFirst, packed: isLimited ? packedLimit(limits) - 1 : Infinity }, effort);
      return way ? [pathOver({ graph, metric: costMetric(graph), bounds: cost.last }, way.pops, way.edges)] : [];
    }
    const limit = { spent: graph.packed.packed, most: packedLimit(limits) - 1, least: latency.bounds.first, leastKnownTo: latency.reached };
    const problem = costProblem(base, { mostFirst, limits: isLimited ? [limit] : [], bounds: { ...cost.bounds, knownTo: cost.reached } });
    return bestPaths(new LabelSearch(problem), count, effort, distinct);
  };
  return quickest(base, { tree: cost, trees: isLimited ? [cost, latency] : [cost], most, k, budget, best });
}

const isObjective = (aim: Demand['objective']): aim is Objective => aim === 'latency' || aim === 'cost';

/** The best paths, with what the trees know by now, that weigh no more than this. */
type Best = (count: number, mostFirst: number, budget: Budget) => readonly Path[];

interface Search {
  /** Knows the distances by what is minimised. */
  readonly tree: BucketTree;
  /** The same one, and those of what is limited. */
  readonly trees: readonly BucketTree[];
  readonly most: number;
  readonly k: number;
  readonly budget: Budget;
  readonly best: Best;
}

function quickest(base: Base, search: Search): readonly Path[] | undefined {
  const { k, trees, most, budget } = search;
  for (const tree of trees) tree.start(base.to);
  if (k > 1 && base.graph.popCount < FEW_POPS) return trees.every((tree) => tree.reach(Infinity)) ? search.best(k, most, budget) : undefined;
  const best = nearby(base, search);
  return best && k > 1 ? nextBest(best.first, search) : best && [best];
}

/**
 * The best path, with the distances of the PoPs around the destination as bounds: farther ones are at least as far as those
 * are known, which is enough where a graph branches. Where it is not, ever more of them are worked out.
 * @returns `undefined` where there is none, or a figure does not fit
 */
function nearby({ graph, from }: Base, { trees, most, budget, best }: Search): Path | undefined {
  for (let pops = PER_ROOT * Math.sqrt(graph.popCount); ; pops *= GROWTH) {
    for (const tree of trees) if (tree.reachSome(from, pops) === undefined) return undefined;
    const isAllKnown = trees.every(({ reached }) => reached === Infinity);
    const trial = { labels: isAllKnown ? budget.labels : pops, spurs: 1, exhausted: false };
    const [path] = best(1, most, trial);
    if (path || isAllKnown || !trial.exhausted) return path;
  }
}

/** The best ones, ever farther, until there are as many as are asked for, or all there are. */
function nextBest(nearest: number, { tree, trees, most, k, budget, best }: Search): readonly Path[] | undefined {
  for (const step of STEPS_AHEAD) {
    const mostFirst = Math.min(most, nearest * step);
    if (!tree.reach(mostFirst * KNOWN_SHARE)) return undefined;
    if (step === Infinity && !trees.every((each) => each.reach(Infinity))) return undefined;
    const paths = best(k, mostFirst, budget);
    if (paths.length === k || mostFirst === most || budget.exhausted) return paths;
  }
  return undefined;
}
