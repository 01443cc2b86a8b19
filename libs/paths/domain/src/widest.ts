import type { Graph } from './graph.js';

/**
 * The most that one path can carry from any of `from` to any of `to`: edges are taken widest first, until the ends meet;
 * the one that joins them is the bottleneck of every widest path. `undefined` when they never meet.
 */
export function widestMbps(graph: Graph, usable: Uint8Array, from: readonly number[], to: readonly number[]): number | undefined {
  const { availableMbps, endA, endB, sink, popCount } = graph;
  const source = popCount + 1;
  const groups = new DisjointSets(popCount + 2);
  for (const pop of from) groups.join(source, pop);
  for (const pop of to) groups.join(sink, pop);
  const widestFirst = Int32Array.from(usable.keys())
    .filter((edge) => usable[edge] === 1)
    .sort((a, b) => availableMbps[b]! - availableMbps[a]!);
  for (const edge of widestFirst) {
    groups.join(endA[edge]!, endB[edge]!);
    if (groups.find(source) === groups.find(sink)) return availableMbps[edge]!;
  }
  return undefined;
}

/** Union by size with path halving (Tarjan 1975). */
class DisjointSets {
  private readonly parents: Int32Array;
  private readonly sizes: Int32Array;

  constructor(count: number) {
    this.parents = Int32Array.from({ length: count }, (_, index) => index);
    this.sizes = new Int32Array(count).fill(1);
  }

  find(member: number): number {
    const { parents } = this;
    let root = member;
    while (parents[root] !== root) root = parents[root] = parents[parents[root]!]!;
    return root;
  }

  join(a: number, b: number): void {
    const [rootA, rootB] = [this.find(a), this.find(b)];
    if (rootA === rootB) return;
    const [large, small] = this.sizes[rootA]! >= this.sizes[rootB]! ? [rootA, rootB] : [rootB, rootA];
    this.parents[small] = large;
    this.sizes[large]! += this.sizes[small]!;
  }
}
