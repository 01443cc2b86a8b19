import type { Arcs } from './graph.js';
import { KeyHeap } from './key-heap.js';
import { type ArcWeights, HANDOVER_UNIT, LATENCY_UNIT, MAX_PACKED } from './packed.js';

/** The pops and edges of a path. */
export interface Way {
  readonly pops: readonly number[];
  readonly edges: readonly number[];
}

/** What one of the two searches knows. */
class Side {
  readonly distance: Float64Array;
  readonly reachedAt: Int32Array;
  readonly heap = new KeyHeap();

  constructor(popCount: number) {
    this.distance = new Float64Array(popCount);
    this.reachedAt = new Int32Array(popCount);
  }
}

/**
 * The shortest path in packed weights by searches from both ends at once (Pohl 1971), over links that lead both ways. They
 * end when no path that neither knows can be as short as the best that they met on; every PoP of every shortest path then
 * has its exact distance from one of the two, so that the one with the least ids is walked along without looking back.
 */
export class BothWays {
  private readonly sides: readonly [Side, Side];
  private readonly markedAt: Int32Array;
  private search = 0;
  private best = Infinity;
  /** Where the two met on paths as short as the best. */
  private readonly met: number[] = [];

  constructor(
    popCount: number,
    private readonly arcs: Arcs,
    private readonly weights: ArcWeights,
  ) {
    this.sides = [new Side(popCount), new Side(popCount)];
    this.markedAt = new Int32Array(popCount);
  }

  /** @returns `undefined` where there is no path, or a figure does not fit */
  find(from: readonly number[], to: readonly number[], usable: Uint8Array | undefined): Way | undefined {
    this.restart();
    const [ahead, back] = this.sides;
    for (const pop of from) this.reach(ahead, back, pop, 0);
    for (const pop of to) this.reach(back, ahead, pop, 0);
    while (ahead.heap.count > 0 && back.heap.count > 0 && ahead.heap.least + back.heap.least <= this.best) {
      const isFit = ahead.heap.count <= back.heap.count ? this.settle(ahead, back, usable) : this.settle(back, ahead, usable);
      if (!isFit) return undefined;
    }
    if (this.best === Infinity) return undefined;
    this.mark(usable);
    return this.walk(from, usable);
  }

  private restart(): void {
    if (this.search === 0x7fffffff) {
      for (const marks of [this.markedAt, ...this.sides.map(({ reachedAt }) => reachedAt)]) marks.fill(0);
      this.search = 0;
    }
    this.search++;
    this.best = Infinity;
    this.met.length = 0;
    for (const { heap } of this.sides) heap.clear();
  }

  private settle(side: Side, other: Side, usable: Uint8Array | undefined): boolean {
    const { heap, distance } = side;
    const key = heap.least;
    const pop = heap.pop();
    if (key > distance[pop]!) return true;
    if (!isHalfFit(key)) return false;
    const { start, to, edge } = this.arcs;
    const { ofBackArc } = this.weights;
    const end = start[pop + 1]!;
    for (let arc = start[pop]!; arc < end; arc++) {
      const weight = key + ofBackArc[arc]!;
      if (weight <= this.best && weight < Infinity && (usable === undefined || usable[edge[arc]!] === 1)) this.reach(side, other, to[arc]!, weight);
    }
    return true;
  }

  private reach(side: Side, other: Side, pop: number, weight: number): void {
    const { search } = this;
    if (side.reachedAt[pop] === search && side.distance[pop]! <= weight) return;
    side.reachedAt[pop] = search;
    side.distance[pop] = weight;
    side.heap.push(pop, weight);
    if (other.reachedAt[pop] !== search) return;
    const whole = weight + other.distance[pop]!;
    if (whole > this.best) return;
    if (whole < this.best) this.met.length = 0;
    this.best = whole;
    this.met.push(pop);
  }

  /** Every PoP between a start and where the two met that is on a shortest path. */
  private mark(usable: Uint8Array | undefined): void {
    const { search, markedAt } = this;
    const { start, to, edge } = this.arcs;
    const { ofBackArc } = this.weights;
    const { distance, reachedAt } = this.sides[0];
    const open = [...this.met];
    for (const pop of open) markedAt[pop] = search;
    for (let pop = open.pop(); pop !== undefined; pop = open.pop()) {
      for (let arc = start[pop]!; arc < start[pop + 1]!; arc++) {
        const before = to[arc]!;
        if (reachedAt[before] !== search || markedAt[before] === search || distance[before]! + ofBackArc[arc]! !== distance[pop]) continue;
        if (usable !== undefined && usable[edge[arc]!] === 0) continue;
        markedAt[before] = search;
        open.push(before);
      }
    }
  }

  /** Of all shortest paths the one with the least PoPs, one after the other, and over the least of parallel links. */
  private walk(from: readonly number[], usable: Uint8Array | undefined): Way {
    const { start, to, edge } = this.arcs;
    const { ofBackArc } = this.weights;
    const [ahead, back] = this.sides;
    const isOn = (pop: number, walked: number) =>
      (this.markedAt[pop] === this.search && ahead.distance[pop] === walked) ||
      (back.reachedAt[pop] === this.search && walked + back.distance[pop]! === this.best);
    const pops = [from.find((pop) => isOn(pop, 0))!];
    const edges: number[] = [];
    let walked = 0;
    while (walked < this.best) {
      const here = pops.at(-1)!;
      let next = -1;
      for (let arc = start[here]!; arc < start[here + 1]!; arc++) {
        const there = to[arc]!;
        if (next !== -1 && to[next]! <= there) continue;
        if (isOn(there, walked + ofBackArc[arc]!) && (usable === undefined || usable[edge[arc]!] === 1)) next = arc;
      }
      pops.push(to[next]!);
      edges.push(edge[next]!);
      walked += ofBackArc[next]!;
    }
    return { pops, edges };
  }
}

/** Two such halves add up to what fits. */
function isHalfFit(key: number): boolean {
  const tie = key - Math.floor(key / LATENCY_UNIT) * LATENCY_UNIT;
  return 2 * key < MAX_PACKED && 2 * tie < LATENCY_UNIT - HANDOVER_UNIT && 2 * (tie & (HANDOVER_UNIT - 1)) < HANDOVER_UNIT - 1;
}
