import { LabelSearch, type Path, WHOLE_SPACE } from './constrained.js';
import { type Demand, type Disjoint, LIMIT_NAMES } from './demand.js';
import type { Graph } from './graph.js';
import { sumOf } from './keeps.js';
import { usedOf } from './lifted.js';
import type { Figure } from './aim.js';
import { isWithinOdds, oddsPpmOver } from './odds.js';
import { comparePositions, handoversIn } from './order.js';
import { FIGURES, type Limits } from './problem.js';
import { type Effort, budgetOf } from './routes.js';
import { Shares } from './shares.js';
import { EXCLUSIONS } from './usable.js';
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
  /** Its narrowest link, where that has less than is asked for. */
  readonly narrow?: { readonly link: string; readonly mbps: number };
  /** What of that which is left out it goes over. */
  readonly uses: readonly string[];
}

/** The best paths that are not part of the answer, whatever constraints they break, and why each of them is not. */
export function losersOf(graph: Graph, demand: Demand, chosen: readonly Path[], effort: Effort): Loser[] {
  const { from, to, objective, requireProviders = [], continuity = false, limits } = demand;
  const search = new LabelSearch(groundOf(graph, { from, to, mbps: 0 }).least(objective, {}));
  const stated = EXCLUSIONS.filter((name) => (demand[name]?.length ?? 0) > 0);
  const losers: Loser[] = [];
  for (const path of pathsInOrder(search, budgetOf(effort), 'links')) {
    if (chosen.some((other) => isSame(other, path))) continue;
    const loser: Loser = {
      path,
      over: limitsBroken(graph, limits, path),
      misses: requireProviders.filter((providerId) => !path.pops.some((pop) => graph.providerOf[pop] === providerId)),
      isBroken: continuity && graph.spectrum !== undefined && !graph.spectrum.unitsOver(path.pops, path.edges),
      ...narrowOn(graph, path, demand.mbps),
      uses: usedOf(graph, demand, stated, [path]),
    };
    if (losers.push(loser) === MAX_LOSERS) break;
  }
  return losers;
}

/** What a path that could be one of a pair is best together with; `undefined` where every other has a part of it. */
export function partnerOf(graph: Graph, demand: Demand, disjoint: Disjoint, path: Path, effort: Effort): Path | undefined {
  const problem = groundOf(graph, demand).least(demand.objective, demand.limits);
  const shares = new Shares(problem, disjoint);
  return new LabelSearch({ ...problem, usable: shares.without(shares.groupsOf(path)) }).best(WHOLE_SPACE, budgetOf(effort));
}

function narrowOn(graph: Graph, { edges }: Path, mbps: number): Pick<Loser, 'narrow'> {
  const [narrowest] = edges.toSorted((a, b) => graph.availableMbps[a]! - graph.availableMbps[b]!);
  if (narrowest === undefined || graph.availableMbps[narrowest]! >= mbps) return {};
  return { narrow: { link: graph.edgeAt(narrowest).edgeId, mbps: graph.availableMbps[narrowest]! } };
}

const isSame = (a: Path, b: Path): boolean => comparePositions(a.edges, b.edges) === 0 && comparePositions(a.pops, b.pops) === 0;

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
