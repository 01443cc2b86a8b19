import { type Budget, type LabelSearch, type Path, type Problem, type Subspace, WHOLE_SPACE } from './constrained.js';
import { UNREACHABLE, leastOf, weightAt } from './dijkstra.js';
import { HANDOVER, MAX_SUM, type Weight, comparePositions, compareWeights } from './order.js';
import { PriorityQueue } from './queue.js';

/** A part of the space of paths: at first with what its paths weigh at least, then with its best path. */
interface Part {
  readonly subspace: Subspace;
  readonly weight: Weight;
  readonly path?: Path;
}

/**
 * The `count` best loopless paths, no two over the same PoPs, best first (Yen 1971 with Lawler's rule). Taking out a best
 * path splits what is left of its part into disjoint ones, one for each PoP at which another path may leave it. Parts are
 * searched only when their bound comes up, so that most never are.
 */
export function bestPaths(search: LabelSearch, count: number, budget: Budget): readonly Path[] {
  const { problem } = search;
  const parts = new PriorityQueue<Part>(compareParts);
  const found: Path[] = [];
  parts.push({ subspace: WHOLE_SPACE, weight: leastOf(problem.bounds, problem.from) });
  while (found.length < count && !parts.isEmpty) {
    const part = parts.pop()!;
    if (part.path) {
      found.push(part.path);
      // Once the budget ran out, paths found earlier are still answers, and new parts would not be searched any more.
      if (!budget.exhausted) for (const rest of split(problem, part.subspace, part.path)) parts.push(rest);
      continue;
    }
    if (budget.spurs-- <= 0) budget.exhausted = true;
    const path = budget.exhausted ? undefined : search.best(part.subspace, budget);
    if (path) parts.push({ subspace: part.subspace, weight: path, path });
  }
  return found;
}

/** A part that was not searched comes before a path of its bound's weight: it may hold one with lesser ids. */
function compareParts(a: Part, b: Part): number {
  const byWeight = compareWeights(a.weight, b.weight);
  if (byWeight !== 0) return byWeight;
  if (!a.path || !b.path) return Number(a.path !== undefined) - Number(b.path !== undefined);
  return comparePositions(a.path.pops, b.path.pops);
}

/** Everything in the subspace but the path itself, in parts that can have a path at all. */
function split(problem: Problem, { prefix, banned }: Subspace, { pops }: Path): Part[] {
  const { sink } = problem.graph;
  const parts: Part[] = [];
  const visited = new Set<number>();
  let walked: Weight = { first: 0, second: 0, tie: 0 };
  for (let length = 0; length <= pops.length; length++) {
    const spur = pops[length - 1];
    if (spur !== undefined) visited.add(spur);
    if (length > 1) walked = sum(walked, lightestStep(problem, pops[length - 2]!, spur!));
    if (length < prefix.length) continue;
    const taken = pops[length] ?? sink;
    const subspace = { prefix: pops.slice(0, length), banned: length === prefix.length ? [...banned, taken] : [taken] };
    const weight = boundOf(problem, subspace, walked, visited);
    if (weight.first <= (problem.mostFirst ?? MAX_SUM)) parts.push({ subspace, weight });
  }
  return parts;
}

/** What any path of the subspace weighs at least: the prefix at its lightest, one allowed step, the best way on from there. */
function boundOf(
  { graph, usable, from, bounds, metric }: Problem,
  { prefix, banned }: Subspace,
  walked: Weight,
  visited: ReadonlySet<number>,
): Weight {
  const spur = prefix.at(-1);
  if (spur === undefined) {
    const starts = from.filter((pop) => !banned.includes(pop));
    return leastOf(bounds, starts);
  }
  let least: Weight = bounds.tie[spur] === 1 && !banned.includes(graph.sink) ? { first: 0, second: 0, tie: 1 } : UNREACHABLE;
  for (let arc = graph.arcStart[spur]!; arc < graph.arcStart[spur + 1]!; arc++) {
    const edge = graph.arcEdge[arc]!;
    const to = graph.arcTo[arc]!;
    if (usable[edge] === 0 || visited.has(to) || banned.includes(to)) continue;
    const weight = sum(stepOver(graph.handover, metric, edge), weightAt(bounds, to));
    if (compareWeights(weight, least) < 0) least = weight;
  }
  return sum(walked, least);
}

/** Parallel links: the lightest of them bounds them all, whichever of them a limit then allows. */
function lightestStep({ graph, usable, metric }: Problem, from: number, to: number): Weight {
  let least: Weight = UNREACHABLE;
  for (let arc = graph.arcStart[from]!; arc < graph.arcStart[from + 1]!; arc++) {
    if (graph.arcTo[arc] !== to || usable[graph.arcEdge[arc]!] === 0) continue;
    const weight = stepOver(graph.handover, metric, graph.arcEdge[arc]!);
    if (compareWeights(weight, least) < 0) least = weight;
  }
  return least;
}

const stepOver = (handover: Float64Array, metric: Problem['metric'], edge: number): Weight => ({
  first: metric.first[edge]!,
  second: metric.second[edge]!,
  tie: 1 + handover[edge]! * HANDOVER,
});

const sum = (a: Weight, b: Weight): Weight => ({ first: a.first + b.first, second: a.second + b.second, tie: a.tie + b.tie });
