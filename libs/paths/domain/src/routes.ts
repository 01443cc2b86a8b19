import { type Budget, LabelSearch, type Path, type Problem, WHOLE_SPACE, unlimitedBudget } from './constrained.js';
import type { Demand, Disjoint, RouteAnswer, RouteRefusal, Split } from './demand.js';
import { leastOf } from './dijkstra.js';
import type { Graph } from './graph.js';
import { pathOver } from './flow.js';
import { keepsLimits, startsAtEnd } from './keeps.js';
import { differentialNs, leastMembers } from './members.js';
import { comparePositions, compareWeights } from './order.js';
import { leastPair } from './pair.js';
import { FIGURES, type Ground } from './problem.js';
import { quickPaths, quickProblem } from './quick.js';
import { Shares } from './shares.js';
import { groundOf, isConnected, whyDisconnected, whyOverLimit } from './why-none.js';
import { bestPaths } from './yen.js';

/** How much one answer may cost. */
export interface Effort {
  readonly maxLabels: number;
  readonly maxSpurs: number;
}

export const budgetOf = ({ maxLabels, maxSpurs }: Effort): Budget => ({ labels: maxLabels, spurs: maxSpurs, exhausted: false });

/** The best paths of the graph that keep the demand's limits, no two over the same links; or why there is none. */
export function findRoutes(graph: Graph, demand: Demand, effort: Effort): RouteAnswer {
  const quick = (demand.diverse ?? 0) === 0 ? quickPaths(graph, demand, budgetOf(effort)) : undefined;
  if (quick) return { kind: 'found', paths: quick, complete: true };
  const ground = groundOf(graph, demand);
  if (!isConnected(ground)) return refused(whyDisconnected(graph, demand));
  const problem = ground.least(demand.objective, demand.limits);
  const budget = budgetOf(effort);
  const search = new LabelSearch(problem);
  const paths = bestPaths(search, demand.k ?? 1, budget, 'links');
  if (paths.length === 0) return bestSoFar(ground, demand, search, effort) ?? none(ground, demand, budget, effort);
  const all = withDiverse(problem, paths, demand.diverse ?? 0, budget);
  return { kind: 'found', paths: all, complete: !budget.exhausted, ...(budget.exhausted ? { bound: leastOf(problem.bounds, problem.from) } : {}) };
}

/**
 * Of a search that its budget ended: whatever is least of one figure may keep all limits by chance, and no other path is
 * better than the search had come to.
 */
function bestSoFar(ground: Ground, { objective, limits }: Demand, { frontier, problem }: LabelSearch, effort: Effort): RouteAnswer | undefined {
  if (!frontier) return undefined;
  const isPlain = !problem.required?.length && !problem.spectrum;
  const aims = [objective, ...FIGURES.filter((figure) => limits[figure] !== undefined)];
  const found = aims.flatMap((aim) => {
    const path = new LabelSearch(ground.least(aim, {})).best(WHOLE_SPACE, isPlain ? unlimitedBudget() : budgetOf(effort));
    return path ? [pathOver(problem, path.pops, path.edges)] : [];
  });
  const [best] = found.filter((path) => keepsLimits(problem, path)).sort(compareWeights);
  return best && { kind: 'found', paths: [best], complete: false, bound: frontier };
}

/** The two paths of least total weight that share nothing of the kind. */
export function findPair(graph: Graph, demand: Demand, disjoint: Disjoint, effort: Effort): RouteAnswer {
  const isFlow = disjoint === 'link' || disjoint === 'node';
  const quick = quickProblem(graph, demand, isFlow);
  const pair = quick && !startsAtEnd(quick) ? leastPair(quick, disjoint, budgetOf(effort)) : undefined;
  if (pair?.pair && !pair.bound) return { kind: 'found', paths: pair.pair, complete: true };
  // The ends are joined, and no more than one unit of flow gets through.
  if (pair?.shared) return noPair(disjoint, pair.shared);
  return findPairThoroughly(graph, demand, disjoint, effort);
}

function findPairThoroughly(graph: Graph, demand: Demand, disjoint: Disjoint, effort: Effort): RouteAnswer {
  const ground = groundOf(graph, demand);
  if (!isConnected(ground)) return refused(whyDisconnected(graph, demand));
  const problem = ground.least(demand.objective, demand.limits);
  const budget = budgetOf(effort);
  const trivial = startsAtItsEnd(problem, budget);
  if (trivial) return { kind: 'found', paths: [trivial], complete: true };
  const { pair, shared, bound } = leastPair(problem, disjoint, budget);
  if (pair) return { kind: 'found', paths: pair, complete: bound === undefined, ...(bound ? { bound } : {}) };
  const single = new LabelSearch(problem).best(WHOLE_SPACE, budgetOf(effort));
  if (!single) return none(ground, demand, budget, effort);
  if (bound) return refused({ code: 'undecided', reason: 'search-limit' });
  return noPair(disjoint, shared ?? crossedByAll(problem, disjoint, single, effort));
}

/** What of a path none that keeps the limits does without; each is tried by itself, as far as the budget reaches. */
function crossedByAll(problem: Problem, disjoint: Disjoint, path: Path, effort: Effort): string[] {
  const shares = new Shares(problem, disjoint);
  const budget = budgetOf(effort);
  const isInevitable = (group: number) => !new LabelSearch({ ...problem, usable: shares.without([group]) }).best(WHOLE_SPACE, budget) && !budget.exhausted;
  return [...new Set(shares.groupsOf(path))].filter(isInevitable).map((group) => shares.nameOf(group));
}

const noPair = (disjoint: Disjoint, shared: readonly string[] = []): RouteAnswer =>
  refused({ code: 'no-disjoint-pair', disjoint, ...(shared.length > 0 ? { shared } : {}) });

/** Members that carry a demand together. */
export function findMembers(graph: Graph, asked: Demand, split: Split, effort: Effort): RouteAnswer {
  const demand = { ...asked, mbps: split.memberMbps };
  const ground = groundOf(graph, demand);
  if (!isConnected(ground)) return refused(whyDisconnected(graph, demand));
  const problem = ground.least(demand.objective, demand.limits);
  const budget = budgetOf(effort);
  const trivial = startsAtItsEnd(problem, budget);
  if (trivial) return { kind: 'found', paths: [trivial], complete: true };
  const { members, bound, room, cut } = leastMembers(problem, split, budget);
  if (members) return { kind: 'found', paths: members.toSorted(compareWeights), complete: bound === undefined, ...(bound ? { bound } : {}) };
  const narrow = (mostMembers: number, bottleneck: object = {}): RouteAnswer =>
    refused({ code: 'no-bandwidth', requestedMbps: split.members * split.memberMbps, mostMbps: mostMembers * split.memberMbps, ...bottleneck });
  if (room < split.members) return narrow(room, cut.length > 0 ? { bottleneck: graph.edgeAt(cut[0]!).narrowest } : {});
  if (!new LabelSearch(problem).best(WHOLE_SPACE, budgetOf(effort))) return none(ground, demand, budget, effort);
  if (bound) return refused({ code: 'undecided', reason: 'search-limit' });
  return whyNotTogether(problem, split, effort, narrow);
}

/** Enough room, and a path within the limits, but no choice of members: they arrive too far apart, or too few keep the limits. */
function whyNotTogether(problem: Problem, split: Split, effort: Effort, narrow: (mostMembers: number) => RouteAnswer): RouteAnswer {
  const { members, memberMbps, maxDifferentialDelayNs } = split;
  const apart = leastMembers(problem, { members, memberMbps }, budgetOf(effort)).members;
  if (apart && maxDifferentialDelayNs !== undefined) {
    const without = differentialNs(problem, apart);
    return refused({ code: 'excluded', by: ['split.maxDifferentialDelayNs'], limit: maxDifferentialDelayNs, without });
  }
  let most = members - 1;
  while (most > 0 && !leastMembers(problem, { members: most, memberMbps }, budgetOf(effort)).members) most--;
  return narrow(most);
}

/** Who is there already needs no second path. */
function startsAtItsEnd(problem: Problem, budget: Budget): Path | undefined {
  if (!startsAtEnd(problem)) return undefined;
  const best = new LabelSearch(problem).best(WHOLE_SPACE, budget);
  return best?.edges.length === 0 ? best : undefined;
}

function withDiverse(problem: Problem, paths: readonly Path[], count: number, budget: Budget): readonly Path[] {
  const [best] = paths;
  if (count === 0 || best!.edges.length === 0) return paths;
  const usable = problem.usable.slice();
  for (const edge of best!.edges) usable[edge] = 0;
  const others = bestPaths(new LabelSearch({ ...problem, usable }), count, budget, 'links');
  const isNew = ({ edges }: Path) => !paths.some((path) => comparePositions(path.edges, edges) === 0);
  return [...paths, ...others.filter(isNew)].sort(
    (a, b) => compareWeights(a, b) || comparePositions(a.pops, b.pops) || comparePositions(a.edges, b.edges),
  );
}

function none(ground: Ground, { limits }: Demand, spent: Budget, effort: Effort): RouteAnswer {
  if (spent.exhausted) return refused({ code: 'undecided', reason: 'search-limit' });
  return refused(whyOverLimit(ground, limits, budgetOf(effort)));
}

const refused = (refusal: RouteRefusal): RouteAnswer => ({ kind: 'refused', refusal });
