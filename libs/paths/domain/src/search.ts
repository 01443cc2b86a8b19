import { candidateOf } from './candidate.js';
import { type Budget, LabelSearch, type Path, type Problem, WHOLE_SPACE, unlimitedBudget } from './constrained.js';
import { leastOf } from './dijkstra.js';
import type { Graph } from './graph.js';
import { comparePositions, compareWeights, handoversIn } from './order.js';
import { type Ends, Ground } from './problem.js';
import { MAX_DIVERSE, type PathAnswer, type PathQuery, type PathRefusal, checkQuery } from './query.js';
import { limitsOf, unknownPlace, whyNoUnit, whyTooManyHandovers, whyTooSlow, whyUnreachable } from './refusals.js';
import { findSplits } from './splits.js';
import type { Topology } from './topology.js';
import { quickPathsOn } from './quick.js';
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
  const { split } = query;
  const divided = split && findSplits(graph, { ...query, split }, limitsOf(query), limits, currency);
  if ('code' in result && !divided?.splits.length) return { kind: 'refused', revision, refusal: divided ? whyNotDivided(result, query, divided.complete) : result };
  const paths = 'code' in result ? [] : result.paths;
  const complete = 'code' in result ? result.code !== 'undecided' : result.complete;
  return {
    kind: 'found',
    revision,
    complete: complete && (divided?.complete ?? true),
    candidates: [...paths.map((path) => candidateOf(graph, path, paths[0]!, { currency, spectrum: query.layerOne && graph.spectrum?.of(query.layerOne.technology) })), ...(divided?.splits ?? [])],
  };
}

/** Of an order that one line does not serve, nor several. */
function whyNotDivided(refusal: PathRefusal, { split }: PathQuery, complete: boolean): PathRefusal {
  if (!split || (refusal.code !== 'no-capacity' && refusal.code !== 'latency-too-high')) return refusal;
  return complete ? { ...refusal, split } : { code: 'undecided', reason: 'search-limit' };
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
  const usable = usableEdges(graph, query);
  const quick = quickly(graph, usable, ends, query, limits);
  if (quick) return quick;
  const ground = new Ground(graph, usable, ends, query.layerOne && { continuity: { technology: query.layerOne.technology } });
  if (leastOf(ground.bounds('latency'), ends.from).first === Infinity) return whyUnreachable(graph, query, everywhere);
  // Of layer 1 the best way may be one that no unit is free on: how slow the best is, is looked for when there is none.
  const tooSlow = query.layerOne ? undefined : whyTooSlow(ground, query);
  if (tooSlow) return tooSlow;
  const budget = budgetOf(limits);
  const problem = ground.least(query.objective, limitsOf(query));
  const paths = bestPaths(new LabelSearch(problem), query.candidates, budget);
  // The bounds still hold where edges are only taken away.
  const more = (rest: Uint8Array, count: number) => bestWithin({ ...problem, usable: rest }, count, limits);
  if (paths.length > 0) return withDiverse({ paths, complete: !budget.exhausted }, usable, query.diverse ?? MAX_DIVERSE, more);
  const unserved = query.layerOne && !budget.exhausted ? whyNoUnit(ground, { ...query, layerOne: query.layerOne }, budgetOf(limits)) : undefined;
  if (unserved) return unserved;
  if (!budget.exhausted) return whyTooManyHandovers(ground, query, budgetOf(limits));
  return (query.layerOne ? undefined : anyWithin(ground, query)) ?? { code: 'undecided', reason: 'search-limit' };
}

function bestWithin(problem: Problem, count: number, limits: SearchLimits): Found {
  const budget = budgetOf(limits);
  return { paths: bestPaths(new LabelSearch(problem), count, budget), complete: !budget.exhausted };
}

/** What most queries are: best paths within a latency. @returns `undefined` where there is none, or no quick way to tell */
function quickly(graph: Graph, usable: Uint8Array, ends: Ends, query: PathQuery, effort: SearchLimits): Found | undefined {
  if (query.maxHandovers !== undefined || query.layerOne || !graph.packed.isFit) return undefined;
  const best = (narrowed: Uint8Array, k: number) =>
    quickPathsOn({ graph, ...ends, usable: narrowed, narrowed }, { objective: query.objective, limits: limitsOf(query), k, distinct: 'pops' }, budgetOf(effort));
  const paths = best(usable, query.candidates);
  const more = (rest: Uint8Array, count: number): Found => {
    const others = best(rest, count);
    if (others) return { paths: others, complete: true };
    // There is none, or it takes the thorough search to tell.
    return bestWithin(new Ground(graph, rest, ends).least(query.objective, limitsOf(query)), count, effort);
  };
  return paths && withDiverse({ paths, complete: true }, usable, query.diverse ?? MAX_DIVERSE, more);
}

const budgetOf = ({ maxLabels, maxSpurs }: SearchLimits): Budget => ({ labels: maxLabels, spurs: maxSpurs, exhausted: false });

/** Adds the best paths that share nothing with the best one. */
function withDiverse({ paths, complete }: Found, usable: Uint8Array, count: number, more: (usable: Uint8Array, count: number) => Found): Found {
  const [best] = paths;
  if (count === 0 || best!.edges.length === 0) return { paths, complete };
  const rest = usable.slice();
  for (const edge of best!.edges) rest[edge] = 0;
  const others = more(rest, count);
  const all = [...paths, ...others.paths.filter((other) => !paths.some((path) => isSame(path, other)))].sort(
    (a, b) => compareWeights(a, b) || comparePositions(a.pops, b.pops) || comparePositions(a.edges, b.edges),
  );
  return { paths: all, complete: complete && others.complete };
}

/** When the exact search gave up: the path of least latency keeps that limit, and may keep the one on handovers. */
function anyWithin(ground: Ground, query: PathQuery): Found | undefined {
  const path = new LabelSearch(ground.least('latency', {})).best(WHOLE_SPACE, unlimitedBudget());
  const keeps = path && (query.maxHandovers === undefined || handoversIn(path.tie) <= query.maxHandovers);
  return keeps ? { paths: [path], complete: false } : undefined;
}

/** PoPs alone do not tell: a parallel link is another path, and a good one to fail over to. */
const isSame = (a: Path, b: Path): boolean => comparePositions(a.pops, b.pops) === 0 && comparePositions(a.edges, b.edges) === 0;
