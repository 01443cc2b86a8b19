import { instant, invariant } from '@carriermesh/kernel';
import { type Budget, LabelSearch, type Path, WHOLE_SPACE, unlimitedBudget } from './constrained.js';
import { type Demand, LIMIT_NAMES, type RouteRefusal } from './demand.js';
import type { Figure } from './aim.js';
import { leastOf } from './dijkstra.js';
import type { Graph } from './graph.js';
import { usedOf } from './lifted.js';
import { oddsPpmOver } from './odds.js';
import { type Demands, FIGURES, Ground, type Limits } from './problem.js';
import { EXCLUSIONS, type Exclusions, permittedPops, usableEdges } from './usable.js';
import { widestMbps } from './widest.js';

/** The part of a graph that a demand may use: everybody sees it, and it is always valid. */
export function groundOf(graph: Graph, demand: Pick<Demand, 'from' | 'to' | 'mbps' | 'requireProviders' | 'continuity' | keyof Exclusions>): Ground {
  const ends = { from: permittedPops(graph, demand.from, demand), to: permittedPops(graph, demand.to, demand) };
  const usable = usableEdges(graph, { ...demand, buyerId: '', now: ALWAYS });
  return new Ground(graph, usable, ends, demandsOf(demand));
}

export const demandsOf = ({ requireProviders = [], continuity = false }: Pick<Demand, 'requireProviders' | 'continuity'>): Demands => ({
  required: requireProviders,
  continuity,
});

const ALWAYS = instant(0n);

export const isConnected = (ground: Ground): boolean => leastOf(ground.bounds('latency'), ground.ends.from).first < Infinity;

/** Of a demand whose places no path joins: nothing does, what is excluded would, or what would is too narrow. */
export function whyDisconnected(graph: Graph, demand: Demand): RouteRefusal {
  const wide = groundOf(graph, { ...demand, mbps: 0 });
  if (!isConnected(wide)) return whyNotJoined(graph, demand);
  const mostMbps = widestMbps(graph, wide.usable, wide.ends.from, wide.ends.to);
  invariant(mostMbps !== undefined && mostMbps < demand.mbps, `a path carries ${mostMbps} Mbit/s, and none was found for ${demand.mbps}`);
  const widest = groundOf(graph, { ...demand, mbps: mostMbps, requireProviders: [], continuity: false });
  const path = new LabelSearch(widest.least('latency', {})).best(WHOLE_SPACE, unlimitedBudget());
  const edge = path?.edges.find((position) => graph.availableMbps[position] === mostMbps);
  const bottleneck = edge === undefined ? {} : { bottleneck: graph.edgeAt(edge).narrowest };
  return { code: 'no-bandwidth', requestedMbps: demand.mbps, mostMbps, ...bottleneck };
}

function whyNotJoined(graph: Graph, demand: Demand): RouteRefusal {
  const stated = EXCLUSIONS.filter((name) => (demand[name]?.length ?? 0) > 0);
  const without = (names: readonly string[]) => groundOf(graph, { ...demand, mbps: 0, requireProviders: [], continuity: false, ...Object.fromEntries(names.map((name) => [name, []])) });
  if (stated.length === 0 || !isConnected(without(stated))) return { code: 'disconnected' };
  // Where no exclusion alone is the reason, all of them together are.
  const alone = stated.filter((name) => isConnected(without([name])));
  const lifts = (alone.length > 0 ? alone.map((name) => [name]) : [stated]).map((names) => ({ names, path: bestOver(without(names)) }));
  const best = lifts.reduce((least, lift) => (lift.path.first < least.path.first ? lift : least));
  return { code: 'excluded', by: lifts.flatMap(({ names }) => names), bestNs: best.path.first, uses: usedOf(graph, demand, best.names, [best.path]) };
}

/** Of least latency, whatever else is asked for. */
function bestOver(ground: Ground): Path {
  const path = new LabelSearch(ground.least('latency', {})).best(WHOLE_SPACE, unlimitedBudget());
  invariant(path, 'places that are joined have no path');
  return path;
}

/**
 * Of a demand that has paths and none within its limits. Limits are taken in one after the other; the first that leaves no
 * path is the reason, and the least of its figure is told for paths that keep the limits before it.
 */
export function whyOverLimit(ground: Ground, limits: Limits, budget: Budget): RouteRefusal {
  const best = (figure: Figure, kept: Limits) => new LabelSearch(ground.least(figure, kept)).best(WHOLE_SPACE, budget);
  const undecided = { code: 'undecided', reason: 'search-limit' } as const;
  if (!best('latency', {})) return budget.exhausted ? undecided : whyNotDone(ground, budget);
  let kept: Limits = {};
  for (const figure of FIGURES) {
    if (limits[figure] === undefined) continue;
    const wider = kept;
    kept = { ...kept, [figure]: limits[figure] };
    if (best('latency', kept)) continue;
    const least = budget.exhausted ? undefined : best(figure, wider);
    return least ? overLimit(ground.graph, figure, limits[figure], least) : undecided;
  }
  return budget.exhausted ? undecided : { code: 'undecided', reason: 'number-range' };
}

/** Of places that are joined by no path that does what it has to beside keeping limits: what alone would do without, or all of it. */
function whyNotDone(ground: Ground, budget: Budget): RouteRefusal {
  const { required = [], continuity = false } = ground.demands;
  const stated = [...(required.length > 0 ? ['requireProviders'] : []), ...(continuity ? ['continuity'] : [])];
  const done = (demands: Demands) => new LabelSearch(ground.demanding(demands).least('latency', {})).best(WHOLE_SPACE, budget);
  const lifts = stated.flatMap((name) => {
    const path = done(name === 'continuity' ? { required } : { continuity });
    return path ? [{ name, path }] : [];
  });
  if (lifts.length === 0) return { code: 'excluded', by: stated };
  return { code: 'excluded', by: lifts.map(({ name }) => name), bestNs: Math.min(...lifts.map(({ path }) => path.first)) };
}

/** The limit of a figure that no path keeps, and the least of it that there is. */
export function overLimit(graph: Graph, figure: Figure, limit: number, least: Path): RouteRefusal {
  switch (figure) {
    case 'latency':
      return { code: 'latency-too-high', limitNs: limit, bestNs: least.first };
    case 'cost':
      return { code: 'cost-too-high', limit, least: least.first };
    case 'handovers':
      return { code: 'too-many-handovers', limit, fewest: least.first };
    case 'loss':
      return { code: 'excluded', by: [LIMIT_NAMES.loss], limit, least: oddsPpmOver(graph.loss.ppm, least.edges) };
    case 'outage':
      return { code: 'excluded', by: [LIMIT_NAMES.outage], limit: MILLION - limit, most: MILLION - oddsPpmOver(graph.outage.ppm, least.edges) };
    default:
      return { code: 'excluded', by: [LIMIT_NAMES[figure]], limit, least: least.first };
  }
}

const MILLION = 1_000_000;
