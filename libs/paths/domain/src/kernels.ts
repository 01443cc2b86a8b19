import { bytes } from '#assembly';
import type { Memory } from './memory.js';
import { type Pages, exportsOf, moduleOf } from './web-assembly.js';

/** The searches in WebAssembly (the folder `assembly`): numbers in, numbers out; lists go through the exchange. Booleans are 0 and 1. */
interface Calls {
  useGraph(pops: number, edges: number, starts: number, backStarts: number, latency: number, latencyBack: number, cost: number, costBack: number, packed: number): void;
  maskAt(): number;
  narrow(isNarrowed: number): void;
  exchangeAt(numbers: number): number;
  exchangeEnd(): number;
  findBothWays(fromCount: number, toCount: number): number;
  makeTree(isByCost: number): number;
  distancesAt(tree: number): number;
  reachedOf(tree: number): number;
  startTree(tree: number, destinations: number, width: number, buckets: number): void;
  extendTree(tree: number, starts: number, pops: number, distance: number): number;
  findCheapest(cost: number, latency: number, starts: number, costLimit: number, packedLimit: number, labels: number): number;
  findBestPaths(tree: number, starts: number, destinations: number, count: number, most: number, areLinks: number, nodes: number, searches: number): number;
}

/** The pops and edges of a path. */
export interface Way {
  readonly pops: readonly number[];
  readonly edges: readonly number[];
}

/** Where the arrays of a graph lie that these searches read. */
export interface Layout {
  readonly popCount: number;
  readonly edgeCount: number;
  readonly starts: Int32Array;
  readonly backStarts: Int32Array;
  readonly latency: Int32Array;
  readonly latencyBack: Int32Array;
  readonly cost: Int32Array;
  readonly costBack: Int32Array;
  /** By edge. */
  readonly packed: Float64Array;
}

let compiled: object | undefined;

/** One thread's searches on one graph. They use the same room one after the other. */
export class Kernels {
  readonly call: Calls;
  private readonly pages: Pages;
  private readonly mask: Uint8Array;
  private numbers: Int32Array;

  constructor({ pages }: Memory, { popCount, edgeCount, ...arrays }: Layout) {
    this.pages = pages;
    this.call = exportsOf((compiled ??= moduleOf(bytes)), pages) as Calls;
    const { starts, backStarts, latency, latencyBack, cost, costBack, packed } = arrays;
    const at = ({ byteOffset }: { readonly byteOffset: number }) => byteOffset;
    this.call.useGraph(popCount, edgeCount, at(starts), at(backStarts), at(latency), at(latencyBack), at(cost), at(costBack), at(packed));
    this.mask = new Uint8Array(pages.buffer, this.call.maskAt() >>> 0, edgeCount);
    this.numbers = new Int32Array(pages.buffer);
  }

  /** @param usable by edge, where it says more than whether edges are up: it counts for every search until the next call */
  narrow(usable: Uint8Array | undefined): void {
    if (usable) this.mask.set(usable);
    this.call.narrow(usable ? 1 : 0);
  }

  column(at: number, length: number): Float64Array {
    return new Float64Array(this.pages.buffer, at >>> 0, length);
  }

  /** Puts lists into the exchange, one behind the other. */
  give(...lists: readonly (readonly number[])[]): void {
    const length = lists.reduce((sum, list) => sum + list.length, 0);
    let at = this.exchange(length);
    for (const list of lists) for (const number of list) this.numbers[at++] = number;
  }

  /** What the exchange holds, from one number on. */
  taken(from: number, count: number): number[] {
    const at = this.exchange(from + count) + from;
    const list = new Array<number>(count);
    for (let index = 0; index < count; index++) list[index] = this.numbers[at + index]!;
    return list;
  }

  /** Paths that the exchange holds: of each the number of its PoPs, and then its PoPs and its edges. */
  takenWays(count: number): Way[] {
    let at = this.exchange(0);
    const { numbers } = this;
    const next = (length: number) => {
      const list = new Array<number>(length);
      for (let index = 0; index < length; index++) list[index] = numbers[at++]!;
      return list;
    };
    return Array.from({ length: count }, () => {
      const length = numbers[at++]!;
      return { pops: next(length), edges: next(length - 1) };
    });
  }

  /** The place of the exchange among the memory's numbers. */
  private exchange(length: number): number {
    const at = this.call.exchangeAt(length) >>> 2;
    // A memory that grew is longer than it was when this was made.
    if (this.call.exchangeEnd() >>> 2 > this.numbers.length) this.numbers = new Int32Array(this.pages.buffer);
    return at;
  }
}
