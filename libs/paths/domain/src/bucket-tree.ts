import type { Bounds } from './dijkstra.js';
import type { Arcs } from './graph.js';
import { type ArcWeights, HANDOVER_UNIT, LATENCY_UNIT, MAX_PACKED, type PackedWeights } from './packed.js';

/** Buckets a mean weight wide would hold too much that is not final; much narrower ones are mostly empty. */
const BUCKETS_PER_MEAN = 6;
const MAX_BUCKETS = 2 ** 16;

/**
 * Distances to destinations in packed weights, up to as far as is asked for: buckets of equal width instead of a heap
 * (Dial 1969, with the corrections within a bucket of Δ-stepping, Meyer and Sanders 2003). What lies behind `reached` is
 * not known to be least, and is no less than it.
 */
export class BucketTree {
  readonly bounds: Bounds;
  reached = 0;
  private readonly distance: Float64Array;
  private readonly second: Float64Array;
  private head = new Int32Array(0);
  private next: Int32Array;
  private item: Int32Array;
  private key: Float64Array;
  private count = 0;
  private pending = 0;
  private relaxed = 0;
  private bucket = 0;
  private slot = 0;
  private width = 1;
  private usable: Uint8Array | undefined;

  constructor(
    private readonly popCount: number,
    private readonly arcs: Arcs,
    private readonly weights: ArcWeights,
    /** By edge: what decides between equal weights, where the weights do not say all. */
    private readonly tieBreaker?: Float64Array,
  ) {
    const column = () => new Float64Array(popCount + 1);
    [this.distance, this.second] = [column().fill(Infinity), column()];
    if (tieBreaker) this.second.fill(Infinity);
    const end = tieBreaker ? this.second : this.distance;
    this.bounds = { first: this.distance, second: this.second, tie: column(), end, lastFirst: tieBreaker ? 0 : 1, lastSecond: tieBreaker ? 1 : 0 };
    const room = popCount + 64;
    [this.next, this.item, this.key] = [new Int32Array(room), new Int32Array(room), new Float64Array(room)];
  }

  /** @param usable by edge, where it says more than whether edges are up */
  start(destinations: readonly number[], usable: Uint8Array | undefined): void {
    this.usable = usable;
    this.width = Math.max(this.weights.mean / BUCKETS_PER_MEAN, this.weights.heaviest / (MAX_BUCKETS - 2));
    const buckets = Math.ceil(this.weights.heaviest / this.width) + 2;
    if (this.head.length < buckets) this.head = new Int32Array(buckets + (buckets >> 1));
    this.head.fill(-1);
    this.forget();
    this.distance[this.popCount] = this.second[this.popCount] = 0;
    this.count = this.pending = this.bucket = this.slot = this.reached = this.relaxed = 0;
    // A destination counts itself as a hop: nothing else comes to exactly one.
    for (const pop of destinations) {
      if (this.tieBreaker) this.second[pop] = 1;
      this.distance[pop] = this.bounds.lastFirst;
      this.put(pop, this.bounds.lastFirst);
    }
  }

  /** Whatever has a distance was put into a bucket once: after a small tree there is little to forget, however large the graph. */
  private forget(): void {
    const { item, distance, second, count, tieBreaker } = this;
    if (count > this.popCount >> 3) {
      distance.fill(Infinity);
      if (tieBreaker) second.fill(Infinity);
      return;
    }
    for (let entry = 0; entry < count; entry++) {
      distance[item[entry]!] = Infinity;
      if (tieBreaker) second[item[entry]!] = Infinity;
    }
  }

  /** Goes on until one of the starts is known. @returns its distance; infinite where none is reached, `undefined` where a figure does not fit */
  reachAny(starts: readonly number[]): number | undefined {
    const nearest = () => starts.reduce((least, pop) => Math.min(least, this.distance[pop]!), Infinity);
    return this.extend((least) => nearest() < least) ? nearest() : undefined;
  }

  /** Goes on until one of the starts is known, or about so many PoPs. @returns the start's distance, if known; `undefined` where a figure does not fit */
  reachSome(starts: readonly number[], pops: number): number | undefined {
    const nearest = () => starts.reduce((least, pop) => Math.min(least, this.distance[pop]!), Infinity);
    if (!this.extend((least) => this.relaxed >= pops || nearest() < least)) return undefined;
    return nearest() < this.reached ? nearest() : Infinity;
  }

  /** Knows everything that is no farther. @returns false when a figure does not fit */
  reach(distance: number): boolean {
    return this.extend((least) => least > distance);
  }

  /** Buckets are emptied until `isEnough` of the weight up to which all is known. */
  private extend(isEnough: (least: number) => boolean): boolean {
    const { head, distance } = this;
    while (this.pending > 0) {
      if (isEnough(this.bucket * this.width)) {
        this.reached = this.bucket * this.width;
        return true;
      }
      for (let entry = head[this.slot]!; entry !== -1; entry = head[this.slot]!) {
        head[this.slot] = -1;
        for (; entry !== -1; entry = this.next[entry]!) {
          this.pending--;
          const key = this.key[entry]!;
          const pop = this.item[entry]!;
          if (key > distance[pop]!) continue;
          if (!isPackable(this.tieBreaker ? this.second[pop]! : key) || key >= MAX_PACKED) return false;
          this.relaxed++;
          this.relax(pop, key);
        }
      }
      this.bucket++;
      if (++this.slot === head.length) this.slot = 0;
    }
    this.reached = Infinity;
    return true;
  }

  private relax(pop: number, key: number): void {
    const { start, to, edge } = this.arcs;
    const { ofBackArc } = this.weights;
    const { distance, usable, head, width, bucket, slot, tieBreaker, second } = this;
    const buckets = head.length;
    const end = start[pop + 1]!;
    if (this.count + end - start[pop]! > this.next.length) this.grow(end - start[pop]!);
    const { next, item, key: keys } = this;
    let { count } = this;
    const secondHere = tieBreaker ? second[pop]! : 0;
    for (let arc = start[pop]!; arc < end; arc++) {
      const there = to[arc]!;
      const weight = key + ofBackArc[arc]!;
      if (weight > distance[there]! || (usable !== undefined && usable[edge[arc]!] === 0)) continue;
      if (tieBreaker !== undefined) {
        const secondThere = secondHere + tieBreaker[edge[arc]!]!;
        // An edge that is down weighs as much as a PoP that nothing has reached yet, and reaches none.
        if (weight === Infinity || (weight === distance[there] && secondThere >= second[there]!)) continue;
        second[there] = secondThere;
      } else if (weight === distance[there]) continue;
      distance[there] = weight;
      let at = Math.floor(weight / width) - bucket + slot;
      if (at >= buckets) at -= buckets;
      item[count] = there;
      keys[count] = weight;
      next[count] = head[at]!;
      head[at] = count++;
    }
    this.pending += count - this.count;
    this.count = count;
  }

  private put(pop: number, key: number): void {
    if (this.count === this.next.length) this.grow(1);
    this.item[this.count] = pop;
    this.key[this.count] = key;
    this.next[this.count] = this.head[0]!;
    this.head[0] = this.count++;
    this.pending++;
  }

  private grow(by: number): void {
    const room = 2 * (this.next.length + by);
    const copy = <A extends Int32Array | Float64Array>(from: A, longer: A): A => {
      longer.set(from);
      return longer;
    };
    this.next = copy(this.next, new Int32Array(room));
    this.item = copy(this.item, new Int32Array(room));
    this.key = copy(this.key, new Float64Array(room));
  }
}

/** Least latency, then handovers, then hops. */
export const latencyTree = (popCount: number, { arcs, byLatency }: PackedWeights): BucketTree => new BucketTree(popCount, arcs, byLatency);

/** Least cost, then latency, handovers and hops. */
export const costTree = (popCount: number, { arcs, byCost, packed }: PackedWeights): BucketTree => new BucketTree(popCount, arcs, byCost, packed);

export interface Trees {
  readonly latency: BucketTree;
  readonly cost: BucketTree;
}

const MAX_TIE = LATENCY_UNIT - HANDOVER_UNIT;

/** Whether another link still fits behind every figure. */
function isPackable(key: number): boolean {
  const tie = key - Math.floor(key / LATENCY_UNIT) * LATENCY_UNIT;
  return key < MAX_PACKED && tie < MAX_TIE && (tie & (HANDOVER_UNIT - 1)) < HANDOVER_UNIT - 1;
}
