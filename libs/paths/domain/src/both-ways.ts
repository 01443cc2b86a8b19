import type { Kernels } from './kernels.js';

/** The pops and edges of a path. */
export interface Way {
  readonly pops: readonly number[];
  readonly edges: readonly number[];
}

/**
 * The shortest path in packed weights, over links that lead both ways, of all shortest ones that of the least ids.
 * @returns `undefined` where there is no path, or a figure does not fit
 */
export function wayBetween(kernels: Kernels, from: readonly number[], to: readonly number[]): Way | undefined {
  kernels.give(from, to);
  const count = kernels.call.findBothWays(from.length, to.length);
  return count > 0 ? { pops: kernels.taken(0, count), edges: kernels.taken(count, count - 1) } : undefined;
}
