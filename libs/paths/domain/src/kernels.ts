import { bytes } from '#assembly';
import type { Memory } from './memory.js';
import { type Pages, exportsOf, moduleOf } from './web-assembly.js';

/** The searches in WebAssembly (the folder `assembly`): numbers in, numbers out; lists go through the exchange. Booleans are 0 and 1. */
interface Calls {
  useGraph(pops: number, edges: number, starts: number, backStarts: number, latency: number, latencyBack: number, cost: number, costBack: number): void;
  maskAt(): number;
  narrow(isNarrowed: number): void;
  exchangeAt(numbers: number): number;
  findBothWays(fromCount: number, toCount: number): number;
  makeTree(isByCost: number): number;
  distanceAt(tree: number): number;
  secondAt(tree: number): number;
  reachedOf(tree: number): number;
  startTree(tree: number, destinations: number, width: number, buckets: number): void;
  extendTree(tree: number, starts: number, pops: number, distance: number): number;
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
}

let compiled: object | undefined;

/** One thread's searches on one graph. They use the same room one after the other. */
export class Kernels {
  readonly call: Calls;
  private readonly pages: Pages;
  private readonly mask: Uint8Array;
  private numbers: Int32Array;

  constructor({ pages }: Memory, { popCount, edgeCount, starts, backStarts, latency, latencyBack, cost, costBack }: Layout) {
    this.pages = pages;
    this.call = exportsOf((compiled ??= moduleOf(bytes)), pages) as Calls;
    const [forward, back, ...tables] = [starts, backStarts, latency, latencyBack, cost, costBack].map(({ byteOffset }) => byteOffset) as [number, number, number, number, number, number];
    this.call.useGraph(popCount, edgeCount, forward, back, ...tables);
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

  /** The place of the exchange among the memory's numbers. */
  private exchange(length: number): number {
    const at = this.call.exchangeAt(length) >>> 2;
    // A memory that grew is longer than it was when this was made.
    if (at + length > this.numbers.length) this.numbers = new Int32Array(this.pages.buffer);
    return at;
  }
}
