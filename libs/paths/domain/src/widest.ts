import type { Graph } from './graph.js';

/** The most that one path can carry from any of `from` to any of `to`. `undefined` when they never meet. */
export function widestMbps(graph: Graph, usable: Uint8Array, from: readonly number[], to: readonly number[]): number | undefined {
  return graph.arcs === graph.backArcs ? widestBothWays(graph, usable, from, to) : widestOneWay(graph, usable, from, to);
}

/** Edges are taken widest first, until the ends meet; the one that joins them is the bottleneck of every widest path. */
function widestBothWays(graph: Graph, usable: Uint8Array, from: readonly number[], to: readonly number[]): number | undefined {
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

/** Direction tells who meets whom: halving the candidates, each tried by a walk over what is as wide. */
function widestOneWay(graph: Graph, usable: Uint8Array, from: readonly number[], to: readonly number[]): number | undefined {
  const widths = [...new Set(graph.availableMbps.filter((_, edge) => usable[edge] === 1))].sort((a, b) => b - a);
  let [narrow, wide] = [widths.length, 0];
  while (wide < narrow) {
    const middle = (wide + narrow) >> 1;
    if (isReachable(graph, usable, { from, to, mbps: widths[middle]! })) narrow = middle;
    else wide = middle + 1;
  }
  return widths[narrow];
}

interface Crossing {
  readonly from: readonly number[];
  readonly to: readonly number[];
  readonly mbps: number;
}

function isReachable({ arcs, availableMbps, popCount }: Graph, usable: Uint8Array, { from, to, mbps }: Crossing): boolean {
  const seen = new Uint8Array(popCount);
  const open = [...from];
  for (let pop = open.pop(); pop !== undefined; pop = open.pop()) {
    if (seen[pop] === 1) continue;
    seen[pop] = 1;
    for (let arc = arcs.start[pop]!; arc < arcs.start[pop + 1]!; arc++) {
      const edge = arcs.edge[arc]!;
      if (usable[edge] === 1 && availableMbps[edge]! >= mbps) open.push(arcs.to[arc]!);
    }
  }
  return to.some((pop) => seen[pop] === 1);
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
