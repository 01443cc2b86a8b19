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
  /** By PoP a distance, and of costs what decides between equal ones beside it. */
  private readonly known: Float64Array;
  private readonly width: 1 | 2;
  /** What the step from a destination to the end weighs: a destination counts itself as a hop. */
  readonly last: Pick<Bounds, 'lastFirst' | 'lastSecond'>;
  private lazyBounds: Bounds | undefined;

  constructor(
    private readonly kernels: Kernels,
    private readonly popCount: number,
    private readonly weights: ArcWeights,
    isByCost: boolean,
    /** The kernels' number of it, by which they know it. */
    readonly at = kernels.call.makeTree(isByCost ? 1 : 0),
  ) {
    this.width = isByCost ? 2 : 1;
    this.last = isByCost ? { lastFirst: 0, lastSecond: 1 } : { lastFirst: 1, lastSecond: 0 };
    this.known = kernels.column(kernels.call.distancesAt(at), this.width * (popCount + 1));
  }

  /** What is known now. Of costs it is a copy, which the next one is written over. */
  get bounds(): Bounds {
    const column = () => new Float64Array(this.popCount + 1);
    if (this.width === 1) return (this.lazyBounds ??= { first: this.known, second: column(), tie: column(), end: this.known, ...this.last });
    const { first, second, tie } = this.lazyBounds ?? { first: column(), second: column(), tie: column() };
    for (let pop = 0; pop < first.length; pop++) [first[pop], second[pop]] = [this.known[2 * pop]!, this.known[2 * pop + 1]!];
    return (this.lazyBounds = { first, second, tie, end: second, ...this.last });
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
    return starts.reduce((least, pop) => Math.min(least, this.known[this.width * pop]!), Infinity);
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
