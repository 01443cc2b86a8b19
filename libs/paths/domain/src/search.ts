import { candidateOf } from './candidate.js';
import { type Budget, LabelSearch, type Path, type Problem, WHOLE_SPACE, unlimitedBudget } from './constrained.js';
import { leastOf } from './dijkstra.js';
import type { Graph } from './graph.js';
import { comparePositions, compareWeights, handoversIn } from './order.js';
import { type Ends, Ground } from './problem.js';
import { MAX_DIVERSE, type PathAnswer, type PathQuery, type PathRefusal, checkQuery } from './query.js';
import { limitsOf, unknownPlace, whyTooManyHandovers, whyTooSlow, whyUnreachable } from './refusals.js';
import type { Topology } from './topology.js';
import { permittedPops, usableEdges } from './usable.js';
import { bestPaths } from './yen.js';

/** About half a second on one core, and 40 MB: a query that needs more is answered with what was found by then. */
export const MAX_LABELS = 500_000;
/** How many parts of the space of paths one query may search. */
export const MAX_SPURS = 10_000;

export interface SearchLimits {
  readonly maxLabels: number;
  readonly maxSpurs: number;
}

/**
 * The best paths of a numbered topology within a query's limits, or why there is none. A pure function: the same elements
 * and the same query give the same answer, for ever.
 */
export function findPaths(
  topology: Topology,
  query: PathQuery,
  limits: SearchLimits = { maxLabels: MAX_LABELS, maxSpurs: MAX_SPURS },
): PathAnswer {
  checkQuery(query);
  const { graph, revision, currency } = topology;
  const result = search(graph, query, limits);
  if ('code' in result) return { kind: 'refused', revision, refusal: result };
  const best = result.paths[0]!;
  return {
    kind: 'found',
    revision,
    complete: result.complete,
    candidates: result.paths.map((path) => candidateOf(graph, path, best, currency)),
  };
}

interface Found {
  readonly paths: readonly Path[];
  readonly complete: boolean;
}

function search(graph: Graph, query: PathQuery, limits: SearchLimits): Found | PathRefusal {
  const everywhere: Ends = { from: graph.places.resolve(query.from), to: graph.places.resolve(query.to) };
  if (everywhere.from.length === 0) return unknownPlace(graph, 'from', query.from);
  if (everywhere.to.length === 0) return unknownPlace(graph, 'to', query.to);
  const ends = { from: permittedPops(graph, everywhere.from, query), to: permittedPops(graph, everywhere.to, query) };
  const ground = new Ground(graph, usableEdges(graph, query), ends);
  if (leastOf(ground.bounds('latency'), ends.from).first === Infinity) return whyUnreachable(graph, query, everywhere);
  const tooSlow = whyTooSlow(ground, query);
  if (tooSlow) return tooSlow;
  const problem = ground.least(query.objective, limitsOf(query));
  const budget = budgetOf(limits);
  const paths = bestPaths(new LabelSearch(problem), query.candidates, budget);
  if (paths.length > 0) return withDiverse(problem, paths, query.diverse ?? MAX_DIVERSE, budget, budgetOf(limits));
  if (!budget.exhausted) return whyTooManyHandovers(ground, query, budgetOf(limits));
  return anyWithin(ground, query) ?? { code: 'undecided', reason: 'search-limit' };
}

const budgetOf = ({ maxLabels, maxSpurs }: SearchLimits): Budget => ({ labels: maxLabels, spurs: maxSpurs, exhausted: false });

/** Adds the best paths that share nothing with the best one: the bounds still hold where edges are only taken away. */
function withDiverse(problem: Problem, paths: readonly Path[], count: number, spent: Budget, budget: Budget): Found {
  const [best] = paths;
  if (count === 0 || best!.edges.length === 0) return { paths, complete: !spent.exhausted };
  const usable = problem.usable.slice();
  for (const edge of best!.edges) usable[edge] = 0;
  const others = bestPaths(new LabelSearch({ ...problem, usable }), count, budget).filter(
    (other) => !paths.some((path) => isSame(path, other)),
  );
  const all = [...paths, ...others].sort(
    (a, b) => compareWeights(a, b) || comparePositions(a.pops, b.pops) || comparePositions(a.edges, b.edges),
  );
  return { paths: all, complete: !spent.exhausted && !budget.exhausted };
}

/** When the exact search gave up: the path of least latency keeps that limit, and may keep the one on handovers. */
function anyWithin(ground: Ground, query: PathQuery): Found | undefined {
  const path = new LabelSearch(ground.least('latency', {})).best(WHOLE_SPACE, unlimitedBudget());
  const keeps = path && (query.maxHandovers === undefined || handoversIn(path.tie) <= query.maxHandovers);
  return keeps ? { paths: [path], complete: false } : undefined;
}

/** PoPs alone do not tell: a parallel link is another path, and a good one to fail over to. */
const isSame = (a: Path, b: Path): boolean => comparePositions(a.pops, b.pops) === 0 && comparePositions(a.edges, b.edges) === 0;
