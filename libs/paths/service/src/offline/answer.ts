import { ADDITIVE, type Aim, type ConferenceAnswer, type Figure, type Graph, type Path, type RouteAnswer, figureOf, valuesOver } from '@carriermesh/paths-domain';

/** A line of output. Its members stand in one order always: the same question of the same revision has the same bytes. */
export type Answer = Readonly<Record<string, unknown>>;
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

export function pathAnswer(graph: Graph, path: Path, { objective, continuity, salePrice }: Shape): Answer {
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
export function nameOf(objective: Aim): string {
  if (typeof objective === 'string') return FIGURE_FIELDS[objective];
  const [only, ...more] = ADDITIVE.filter((figure) => (objective[0][figure] ?? 0) > 0);
  return only && more.length === 0 && objective[0][only] === 1 ? FIGURE_FIELDS[only] : VALUE;
}

const VALUE = 'value';

export const FIGURE_FIELDS: Readonly<Record<Exclude<Figure, 'outage'>, string>> = {
  latency: 'latencyNs',
  cost: 'cost',
  handovers: 'handovers',
  hops: 'hops',
  jitter: 'jitterNs',
  loss: 'lossPpm',
};
const sum = (paths: readonly Path[], figure: (path: Path) => number): number => paths.reduce((total, path) => total + figure(path), 0);
