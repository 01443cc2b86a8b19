import type { BucketTree, Trees } from './bucket-tree.js';
import type { Budget } from './constrained.js';
import type { Kernels, Way } from './kernels.js';
import type { Distinct } from './yen.js';

const MOST = 0x7fffffff;

/**
 * The shortest path in packed weights, over links that lead both ways; of all shortest ones that of the least ids.
 * @returns `undefined` where there is no path, or a figure does not fit
 */
export function wayBetween(kernels: Kernels, from: readonly number[], to: readonly number[]): Way | undefined {
  kernels.give(from, to);
  const count = kernels.call.findBothWays(from.length, to.length);
  return count > 0 ? { pops: kernels.taken(0, count), edges: kernels.taken(count, count - 1) } : undefined;
}

/** What is looked for between two places, in packed weights by latency. */
export interface WaysWanted {
  readonly from: readonly number[];
  readonly to: readonly number[];
  readonly count: number;
  readonly distinct: Distinct;
  /** What a path may weigh. */
  readonly most: number;
}

/** The best loopless paths, with the distances that the tree knows; none where the budget ended the search. */
export function shortestWays(kernels: Kernels, tree: BucketTree, { from, to, count, distinct, most }: WaysWanted, budget: Budget): Way[] {
  kernels.give(from, to);
  const found = kernels.call.findBestPaths(tree.at, from.length, to.length, Math.min(count, MOST), most, distinct === 'links' ? 1 : 0, budget.labels, Math.min(budget.spurs, MOST));
  if (found < 0) budget.exhausted = true;
  return kernels.takenWays(Math.max(0, found));
}

/** What a path may cost, and what it may weigh by latency; infinite where there is no limit on that. */
export interface Most {
  readonly cost: number;
  readonly packed: number;
}

/** The path of least cost within the limits, with the distances that the trees know; none where the budget ended the search. */
export function cheapestWay(kernels: Kernels, { cost, latency }: Trees, from: readonly number[], most: Most, budget: Budget): Way | undefined {
  kernels.give(from);
  const count = kernels.call.findCheapest(cost.at, latency.at, from.length, most.cost, most.packed, budget.labels);
  if (count < 0) budget.exhausted = true;
  return count > 0 ? { pops: kernels.taken(0, count), edges: kernels.taken(count, count - 1) } : undefined;
}
