import { ADDITIVE, type Aim, type ConferenceAnswer, type Demand, type Effort, type Figure, type Graph, type Path, type RouteAnswer, figureOf, losersOf, valuesOver } from '@carriermesh/paths-domain';
import { MILLION } from './description.js';

/** A line of output. Its members stand in one order always: the same question of the same revision has the same bytes. */
export type Answer = Readonly<Record<string, unknown>>;
export type Losers = { readonly explain?: Answer };

type Found<A> = Extract<A, { readonly kind: 'found' }>;

/** What of a question shapes its answer. */
export interface Shape {
  readonly objective: Aim;
  readonly continuity?: boolean;
  readonly salePrice?: number | undefined;
}

export function foundAnswer(graph: Graph, { paths, complete, bound }: Found<RouteAnswer>, shape: Shape): Answer {
  const unfinished = complete ? {} : { complete, ...(bound ? { bound: { [nameOf(shape.objective)]: bound.first } } : {}) };
  return { paths: paths.map((path) => pathAnswer(graph, path, shape)), ...unfinished };
}

export function conferenceAnswer(graph: Graph, { focus, branches, complete }: Found<ConferenceAnswer>, shape: Shape): Answer {
  return {
    focus: graph.pops[focus]!.popId,
    paths: branches.map((branch) => pathAnswer(graph, branch, { objective: shape.objective })),
    worstLatencyNs: Math.max(...branches.map((branch) => figureOf(graph, 'latency', branch))),
    ...totalsOf(graph, branches, shape.salePrice),
    ...(complete ? {} : { complete }),
  };
}

/** Over the pair, the members or the branches. */
export function totalsOf(graph: Graph, paths: readonly Path[], salePrice: number | undefined): Answer {
  const totalCost = costOf(graph, paths);
  const profit = salePrice === undefined ? {} : { totalProfit: salePrice - totalCost };
  return { totalLatencyNs: sum(paths, (path) => figureOf(graph, 'latency', path)), totalCost, ...profit };
}

export const costOf = (graph: Graph, paths: readonly Path[]): number => sum(paths, (path) => figureOf(graph, 'cost', path));

function pathAnswer(graph: Graph, path: Path, { objective, continuity, salePrice }: Shape): Answer {
  const cost = figureOf(graph, 'cost', path);
  const units = continuity ? graph.spectrum?.unitsOver(path.pops, path.edges) : undefined;
  return {
    latencyNs: figureOf(graph, 'latency', path),
    cost,
    handovers: figureOf(graph, 'handovers', path),
    hops: path.edges.length,
    nodes: path.pops.map((pop) => graph.pops[pop]!.popId),
    links: path.edges.map((edge) => graph.edgeAt(edge).edgeId),
    ...(isWeighted(objective) ? { value: valuesOver(graph, objective, path.edges)[0] } : {}),
    ...(units ? { units } : {}),
    ...(salePrice === undefined ? {} : { profit: salePrice - cost }),
  };
}

/** Whether what decides is no figure of the answer by itself. */
const isWeighted = (objective: Aim): boolean => typeof objective !== 'string' && nameOf(objective) === VALUE;

/** How answers call what is minimised first. */
function nameOf(objective: Aim): string {
  if (typeof objective === 'string') return FIGURE_FIELDS[objective];
  const [only, ...more] = ADDITIVE.filter((figure) => (objective[0][figure] ?? 0) > 0);
  return only && more.length === 0 && objective[0][only] === 1 ? FIGURE_FIELDS[only] : VALUE;
}

const VALUE = 'value';

/** In this order paths are preferred. */
function orderOf(objective: Aim): string[] {
  const second = typeof objective === 'string' ? undefined : objective[1];
  const behind = [...(second ? [nameOf([second])] : ['latencyNs']), 'handovers', 'hops', 'nodes', 'links'];
  return [...new Set([nameOf(objective), ...behind])];
}

interface Explained {
  readonly graph: Graph;
  readonly revision: number;
  readonly demand: Demand;
  readonly chosen: readonly Path[];
  readonly effort: Effort;
}

/** Why the answer is what it is: what every chosen path comes to, and why the best of the others were not chosen. */
export function explained({ graph, revision, demand, chosen, effort }: Explained): Losers {
  const losers = losersOf(graph, demand, chosen, effort).map(({ path, over, misses, isBroken }) => ({
    ...pathAnswer(graph, path, { objective: demand.objective }),
    why:
      over.length + misses.length === 0 && !isBroken
        ? { worse: { [nameOf(demand.objective)]: behind(graph, demand, path, chosen) } }
        : { ...(over.length > 0 ? { over } : {}), ...(misses.length > 0 ? { misses } : {}), ...(isBroken ? { continuity: false } : {}) },
  }));
  const figures = chosen.map((path) => ({
    ...Object.fromEntries(EXPLAINED.map((figure) => [FIGURE_FIELDS[figure], figureOf(graph, figure, path)])),
    availabilityPpm: MILLION - figureOf(graph, 'outage', path),
  }));
  return { explain: { revision, objective: demand.objective, order: orderOf(demand.objective), chosen: figures, losers } };
}

/** How far a path that breaks no limit is behind the last of the chosen, in what the objective asks first. */
function behind(graph: Graph, { objective }: Demand, path: Path, chosen: readonly Path[]): number {
  const last = chosen.at(-1);
  const value = ({ edges }: Path) => valuesOver(graph, objective, edges)[0]!;
  return last ? value(path) - value(last) : 0;
}

const FIGURE_FIELDS: Readonly<Record<Exclude<Figure, 'outage'>, string>> = {
  latency: 'latencyNs',
  cost: 'cost',
  handovers: 'handovers',
  hops: 'hops',
  jitter: 'jitterNs',
  loss: 'lossPpm',
};
const EXPLAINED = ['latency', 'cost', 'handovers', 'hops', 'jitter', 'loss'] as const;

const sum = (paths: readonly Path[], figure: (path: Path) => number): number => paths.reduce((total, path) => total + figure(path), 0);
