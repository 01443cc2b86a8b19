import { type Budget, type LabelSearch, type Path, type Problem, type Subspace, WHOLE_SPACE } from './constrained.js';
import { UNREACHABLE, leastOf } from './dijkstra.js';
import { HANDOVER, type Weight, comparePositions, compareWeights } from './order.js';
import { PriorityQueue } from './queue.js';
import type { Visit } from './scratch.js';

/** What makes two paths different: going over other PoPs, or over other links between the same PoPs as well. */
export type Distinct = 'pops' | 'links';

/** A part of the space of paths: at first with what its paths weigh at least, then with its best path. */
interface Part {
  readonly subspace: Subspace;
  readonly weight: Weight;
  readonly path?: Path;
}

/** The `count` best loopless paths, best first. */
export function bestPaths(search: LabelSearch, count: number, budget: Budget, distinct: Distinct = 'pops'): readonly Path[] {
  const found: Path[] = [];
  if (count === 0) return found;
  for (const path of pathsInOrder(search, budget, distinct, count)) if (found.push(path) === count) break;
  return found;
}

/**
 * Every loopless path, best first (Yen 1971 with Lawler's rule). Taking out a best path splits what is left of its part
 * into disjoint ones, one for each PoP at which another path may leave it. Parts are searched only when their bound comes
 * up, so that most never are; and once as many paths are known as are asked for, nothing behind the last of them.
 */
export function* pathsInOrder(search: LabelSearch, budget: Budget, distinct: Distinct, count = Infinity): Generator<Path, void> {
  const { problem } = search;
  const parts = new PriorityQueue<Part>(compareParts);
  const known: number[] = [];
  parts.push({ subspace: WHOLE_SPACE, weight: leastOf(problem.bounds, problem.from) });
  for (let part = parts.pop(); part; part = parts.pop()) {
    if (part.path) {
      yield part.path;
      // Once the budget ran out, paths found earlier are still answers, and new parts would not be searched any more.
      if (!budget.exhausted) split(search, part.subspace, part.path, distinct, parts);
      continue;
    }
    if (part.weight.first > search.ceiling) continue;
    if (budget.spurs-- <= 0) budget.exhausted = true;
    const path = budget.exhausted ? undefined : search.best(part.subspace, budget);
    if (!path) continue;
    parts.push({ subspace: part.subspace, weight: path, path });
    if (count < Infinity) search.ceiling = Math.min(search.ceiling, ceilingWith(known, path.first, count));
  }
}

/** Takes the weight in; the weight of the last path that can still be among the `count` best. */
function ceilingWith(known: number[], first: number, count: number): number {
  let at = known.length;
  while (at > 0 && known[at - 1]! > first) at--;
  if (at < count) known.splice(at, 0, first);
  return known[count - 1] ?? Infinity;
}

/** A part that was not searched comes before a path of its bound's weight: it may hold one with lesser ids. */
function compareParts(a: Part, b: Part): number {
  const byWeight = compareWeights(a.weight, b.weight);
  if (byWeight !== 0) return byWeight;
  if (!a.path || !b.path) return Number(a.path !== undefined) - Number(b.path !== undefined);
  return comparePositions(a.path.pops, b.path.pops) || comparePositions(a.path.edges, b.path.edges);
}

/** Everything in the subspace but the path itself, in parts that can have a path at all. */
function split(search: LabelSearch, subspace: Subspace, path: Path, distinct: Distinct, parts: PriorityQueue<Part>): void {
  const { problem } = search;
  const { pops } = path;
  const visited = problem.graph.scratch.newVisit();
  const walked = { first: 0, second: 0, tie: 0 };
  for (let length = 0; length <= pops.length; length++) {
    if (length > 0) visited.add(pops[length - 1]!);
    if (length > 1) walk(problem, walked, path, length - 2, distinct);
    if (length < subspace.length) continue;
    // Whoever has been everywhere where paths may end has nowhere left to go.
    if (length === pops.length && problem.to.every((pop) => visited.has(pop))) continue;
    const rest = without(subspace, path, length, distinct);
    const weight = boundOf(problem, rest, walked, visited);
    if (weight.first <= search.ceiling) parts.push({ subspace: rest, weight });
  }
}

/** The paths that leave this one behind its first `length` PoPs and not earlier. */
function without(subspace: Subspace, { pops, edges }: Path, length: number, distinct: Distinct): Subspace {
  const { bannedPops, bannedEdges } = length === subspace.length ? subspace : WHOLE_SPACE;
  const byLinks = distinct === 'links';
  const rest = { prefix: pops, length, ...(byLinks ? { prefixEdges: edges } : {}), bannedPops, bannedEdges, endBanned: false };
  if (length === subspace.length) rest.endBanned = subspace.endBanned;
  if (length === pops.length) rest.endBanned = true;
  else if (byLinks && length > 0) rest.bannedEdges = [...bannedEdges, edges[length - 1]!];
  else rest.bannedPops = [...bannedPops, pops[length]!];
  return rest;
}

/** What any path of the subspace weighs at least: the prefix at its lightest, one allowed step, the best way on from there. */
function boundOf(
  { graph, usable, from, bounds, metric }: Problem,
  { prefix, length, bannedPops, bannedEdges, endBanned }: Subspace,
  walked: Weight,
  visited: Visit,
): Weight {
  const spur = length > 0 ? prefix[length - 1] : undefined;
  if (spur === undefined) {
    const starts = from.filter((pop) => !bannedPops.includes(pop));
    return leastOf(bounds, starts);
  }
  const { start, to: arcTo, edge: arcEdge } = graph.arcs;
  const { knownTo = Infinity } = bounds;
  let { first, second, tie } = bounds.end[spur] === 1 && !endBanned ? { first: bounds.lastFirst, second: bounds.lastSecond, tie: 1 } : UNREACHABLE;
  for (let arc = start[spur]!; arc < start[spur + 1]!; arc++) {
    const edge = arcEdge[arc]!;
    const to = arcTo[arc]!;
    const isKnown = bounds.first[to]! < knownTo;
    const firstThere = metric.first[edge]! + (isKnown ? bounds.first[to]! : knownTo);
    if (firstThere > first || usable[edge] === 0 || visited.has(to)) continue;
    if (bannedPops.includes(to) || bannedEdges.includes(edge)) continue;
    const secondThere = metric.second[edge]! + (isKnown ? bounds.second[to]! : 0);
    const tieThere = 1 + graph.handover[edge]! * HANDOVER + (isKnown ? bounds.tie[to]! : 0);
    if (firstThere === first && (secondThere > second || (secondThere === second && tieThere >= tie))) continue;
    first = firstThere;
    second = secondThere;
    tie = tieThere;
  }
  return { first: walked.first + first, second: walked.second + second, tie: walked.tie + tie };
}

/** Adds a step of the path; of parallel links the lightest bounds them all, whichever of them a limit then allows. */
function walk(problem: Problem, walked: { first: number; second: number; tie: number }, path: Path, step: number, distinct: Distinct): void {
  const { graph, metric } = problem;
  const edge = distinct === 'links' ? path.edges[step]! : lightestEdge(problem, path.pops[step]!, path.pops[step + 1]!);
  walked.first += metric.first[edge]!;
  walked.second += metric.second[edge]!;
  walked.tie += 1 + graph.handover[edge]! * HANDOVER;
}

function lightestEdge({ graph, usable, metric }: Problem, from: number, to: number): number {
  const { start, to: arcTo, edge: arcEdge } = graph.arcs;
  const weightOf = (edge: number): Weight => ({ first: metric.first[edge]!, second: metric.second[edge]!, tie: graph.handover[edge]! });
  let lightest: number | undefined;
  for (let arc = start[from]!; arc < start[from + 1]!; arc++) {
    if (arcTo[arc] !== to || usable[arcEdge[arc]!] === 0) continue;
    if (lightest === undefined || compareWeights(weightOf(arcEdge[arc]!), weightOf(lightest)) < 0) lightest = arcEdge[arc]!;
  }
  return lightest!;
}
