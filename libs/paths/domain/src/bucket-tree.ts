import type { Bounds } from './dijkstra.js';
import type { Kernels } from './kernels.js';
import type { ArcWeights } from './packed.js';

/** Buckets a mean weight wide would hold too much that is not final; much narrower ones are mostly empty. */
const BUCKETS_PER_MEAN = 6;
const MAX_BUCKETS = 2 ** 16;
/** More nodes than a graph has, and farther than any. */
const [ALL, FARTHEST] = [0x7fffffff, Infinity];

/**
 * Distances to destinations in packed weights, up to as far as is asked for. What lies behind `reached` is not known to be
 * least, and is no less than it.
 */
export class BucketTree {
  readonly bounds: Bounds;
  private readonly distance: Float64Array;

  constructor(
    private readonly kernels: Kernels,
    popCount: number,
    private readonly weights: ArcWeights,
    /** The kernels' number of it, by which they know it. */
    readonly at: number,
  ) {
    const { call } = kernels;
    const isByCost = call.secondAt(at) !== 0;
    const zeros = new Float64Array(popCount + 1);
    const first = (this.distance = kernels.column(call.distanceAt(at), popCount + 1));
    const second = isByCost ? kernels.column(call.secondAt(at), popCount + 1) : zeros;
    this.bounds = { first, second, tie: zeros, end: isByCost ? second : first, lastFirst: isByCost ? 0 : 1, lastSecond: isByCost ? 1 : 0 };
  }

  get reached(): number {
    return this.kernels.call.reachedOf(this.at);
  }

  start(destinations: readonly number[]): void {
    const { mean, heaviest } = this.weights;
    // A power of two: dividing by it is exact, and so is which bucket a distance belongs to.
    const width = 2 ** Math.max(Math.round(Math.log2(mean / BUCKETS_PER_MEAN)), Math.ceil(Math.log2(heaviest / (MAX_BUCKETS - 2))));
    this.kernels.give(destinations);
    this.kernels.call.startTree(this.at, destinations.length, width, Math.ceil(heaviest / width) + 2);
  }

  /** Goes on until one of the starts is known. @returns its distance; infinite where none is reached, `undefined` where a figure does not fit */
  reachAny(starts: readonly number[]): number | undefined {
    return this.extend(starts, ALL, FARTHEST) ? this.nearest(starts) : undefined;
  }

  /** Goes on until one of the starts is known, or about so many PoPs. @returns the start's distance, if known; `undefined` where a figure does not fit */
  reachSome(starts: readonly number[], pops: number): number | undefined {
    if (!this.extend(starts, Math.ceil(pops), FARTHEST)) return undefined;
    const nearest = this.nearest(starts);
    return nearest < this.reached ? nearest : Infinity;
  }

  /** Knows everything that is no farther. @returns false when a figure does not fit */
  reach(distance: number): boolean {
    return this.extend([], ALL, distance);
  }

  private nearest(starts: readonly number[]): number {
    return starts.reduce((least, pop) => Math.min(least, this.distance[pop]!), Infinity);
  }

  private extend(starts: readonly number[], pops: number, distance: number): boolean {
    this.kernels.give(starts);
    return this.kernels.call.extendTree(this.at, starts.length, pops, distance) === 1;
  }
}

export interface Trees {
  /** Least latency, then handovers, then hops. */
  readonly latency: BucketTree;
  /** Least cost, then latency, handovers and hops. */
  readonly cost: BucketTree;
}
