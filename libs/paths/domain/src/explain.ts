import { LabelSearch, type Path } from './constrained.js';
import { type Demand, LIMIT_NAMES } from './demand.js';
import type { Graph } from './graph.js';
import { sumOf } from './keeps.js';
import type { Figure } from './aim.js';
import { isWithinOdds, oddsPpmOver } from './odds.js';
import { comparePositions, handoversIn } from './order.js';
import { FIGURES, type Limits } from './problem.js';
import { type Effort, budgetOf } from './routes.js';
import { groundOf } from './why-none.js';
import { pathsInOrder } from './yen.js';

/** How many paths that were not chosen are told. */
export const MAX_LOSERS = 5;

export interface Loser {
  readonly path: Path;
  /** The limits that it does not keep, each with what it comes to, and the providers that it misses; where there are neither, it is worse. */
  readonly over: readonly { readonly limit: string; readonly value: number; readonly most?: number; readonly least?: number }[];
  readonly misses: readonly string[];
  /** No unit of layer 1 is free all along, where one is asked for. */
  readonly isBroken: boolean;
}

/** The best paths that are not part of the answer, whatever limits they break, and why each of them is not. */
export function losersOf(graph: Graph, demand: Demand, chosen: readonly Path[], effort: Effort): Loser[] {
  const ground = groundOf(graph, { ...demand, requireProviders: [], continuity: false });
  const losers: Loser[] = [];
  const search = new LabelSearch(ground.least(demand.objective, {}));
  for (const path of pathsInOrder(search, budgetOf(effort), 'links')) {
    if (chosen.some(({ edges }) => comparePositions(edges, path.edges) === 0 && edges.length === path.edges.length)) continue;
    const misses = (demand.requireProviders ?? []).filter((providerId) => !path.pops.some((pop) => graph.providerOf[pop] === providerId));
    const isBroken = demand.continuity === true && graph.spectrum !== undefined && !graph.spectrum.unitsOver(path.pops, path.edges);
    if (losers.push({ path, over: limitsBroken(graph, demand.limits, path), misses, isBroken }) === MAX_LOSERS) break;
  }
  return losers;
}

function limitsBroken(graph: Graph, limits: Limits, path: Path): Loser['over'] {
  return FIGURES.flatMap((figure) => {
    const most = limits[figure];
    if (most === undefined) return [];
    const value = figureOf(graph, figure, path);
    const isKept = figure === 'loss' || figure === 'outage' ? isWithinOdds(graph[figure].ppm, path.edges, most) : value <= most;
    if (isKept) return [];
    const limit = LIMIT_NAMES[figure];
    return [figure === 'outage' ? { limit, value: MILLION - value, least: MILLION - most } : { limit, value, most }];
  });
}

/** What a path comes to. Loss and outage are rounded up to whole millionths. */
export function figureOf(graph: Graph, figure: Figure, { edges, tie }: Path): number {
  switch (figure) {
    case 'latency':
      return sumOf(graph.latencyNs, edges);
    case 'cost':
      return sumOf(graph.pricePerMbps, edges);
    case 'handovers':
      return handoversIn(tie);
    case 'hops':
      return edges.length;
    case 'jitter':
      return sumOf(graph.jitterNs, edges);
    case 'loss':
      return oddsPpmOver(graph.loss.ppm, edges);
    case 'outage':
      return oddsPpmOver(graph.outage.ppm, edges);
  }
}

const MILLION = 1_000_000;
