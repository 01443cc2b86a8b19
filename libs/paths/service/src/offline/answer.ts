import { type ConferenceAnswer, type Demand, type Effort, type Figure, type Graph, type Path, type RouteAnswer, figureOf, losersOf } from '@carriermesh/paths-domain';

/** A line of output. Its members stand in one order always: the same question of the same revision has the same bytes. */
export type Answer = Readonly<Record<string, unknown>>;
export type Losers = { readonly explain?: Answer };

type Found<A> = Extract<A, { readonly kind: 'found' }>;

export function foundAnswer(graph: Graph, { paths, complete, bound }: Found<RouteAnswer>, objective: Demand['objective']): Answer {
  const unfinished = complete ? {} : { complete, ...(bound ? { bound: { [FIGURE_FIELDS[objective]]: bound.first } } : {}) };
  return { paths: paths.map((path) => pathAnswer(graph, path)), ...unfinished };
}

export function conferenceAnswer(graph: Graph, { focus, branches, complete }: Found<ConferenceAnswer>): Answer {
  return {
    focus: graph.pops[focus]!.popId,
    paths: branches.map((branch) => pathAnswer(graph, branch)),
    worstLatencyNs: Math.max(...branches.map((branch) => figureOf(graph, 'latency', branch))),
    ...totalsOf(graph, branches),
    ...(complete ? {} : { complete }),
  };
}

/** Over the pair, the members or the branches. */
export const totalsOf = (graph: Graph, paths: readonly Path[]): Answer => ({
  totalLatencyNs: sum(paths, (path) => figureOf(graph, 'latency', path)),
  totalCost: sum(paths, (path) => figureOf(graph, 'cost', path)),
});

function pathAnswer(graph: Graph, path: Path): Answer {
  return {
    latencyNs: figureOf(graph, 'latency', path),
    cost: figureOf(graph, 'cost', path),
    handovers: figureOf(graph, 'handovers', path),
    hops: path.edges.length,
    nodes: path.pops.map((pop) => graph.pops[pop]!.popId),
    links: path.edges.map((edge) => graph.edgeAt(edge).edgeId),
  };
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
  const losers = losersOf(graph, demand, chosen, effort).map(({ path, over, misses }) => ({
    ...pathAnswer(graph, path),
    why:
      over.length + misses.length === 0
        ? { worse: { [FIGURE_FIELDS[demand.objective]]: behind(graph, demand, path, chosen) } }
        : { ...(over.length > 0 ? { over } : {}), ...(misses.length > 0 ? { misses } : {}) },
  }));
  const figures = chosen.map((path) => Object.fromEntries(EXPLAINED.map((figure) => [FIGURE_FIELDS[figure], figureOf(graph, figure, path)])));
  return { explain: { revision, objective: demand.objective, order: ORDER[demand.objective], chosen: figures, losers } };
}

/** How far a path that breaks no limit is behind the last of the chosen, in what the objective asks first. */
function behind(graph: Graph, { objective }: Demand, path: Path, chosen: readonly Path[]): number {
  const last = chosen.at(-1);
  return last ? figureOf(graph, objective, path) - figureOf(graph, objective, last) : 0;
}

const FIGURE_FIELDS: Readonly<Record<Figure, string>> = {
  latency: 'latencyNs',
  cost: 'cost',
  handovers: 'handovers',
  hops: 'hops',
  jitter: 'jitterNs',
  loss: 'lossPpm',
};
const EXPLAINED: readonly Figure[] = ['latency', 'cost', 'handovers', 'hops', 'jitter', 'loss'];

/** In this order paths are preferred. */
const ORDER = {
  latency: ['latencyNs', 'handovers', 'hops', 'nodes', 'links'],
  cost: ['cost', 'latencyNs', 'handovers', 'hops', 'nodes', 'links'],
};

const sum = (paths: readonly Path[], figure: (path: Path) => number): number => paths.reduce((total, path) => total + figure(path), 0);
