import type { Bounds } from './dijkstra.js';
import type { Graph } from './graph.js';

/** More bound better and cost more to keep: two doubles each for every PoP. */
const COUNT = 16;
/** Of all landmarks those that bound the way from the start best; the others seldom add anything on the way. */
const ACTIVE = 8;
/** A repair that spreads over more PoPs than this costs more than it saves. */
const MAX_REPAIR = 2_000;

/**
 * Distances from a few far-off PoPs, by latency and by cost. By the triangle inequality they bound what is left to any
 * destination (ALT, Goldberg and Harrelson 2005), for as long as no edge is shorter than the difference of its ends: edges
 * that vanish or get dearer leave that true, and where one gets cheaper the distances are lowered until it is true again.
 */
export class Landmarks {
  /** PoP by PoP, the distances from each landmark. */
  private readonly latency: Float64Array;
  private readonly cost: Float64Array;
  /** What is left to the destination, in step with `atTarget`. */
  readonly bounds: Bounds;
  readonly leastLatency: Float64Array;
  private readonly estimatedAt: Float64Array;
  private estimate = 0;
  private readonly aims = [new Aim(), new Aim()] as const;
  private destinations: readonly number[] = [];
  isStale = false;

  constructor(private readonly graph: Graph) {
    const { popCount } = graph;
    [this.latency, this.cost] = [new Float64Array(COUNT * popCount), new Float64Array(COUNT * popCount)];
    const column = () => new Float64Array(popCount + 1);
    const second = column();
    this.bounds = { first: column(), second, tie: column(), end: second, lastFirst: 0, lastSecond: 1 };
    [this.leastLatency, this.estimatedAt] = [column(), column()];
    this.build();
  }

  /** From now on bounds are from one of the starts to these. */
  aim(starts: readonly number[], destinations: readonly number[]): void {
    for (const pop of this.destinations) this.bounds.second[pop] = 0;
    this.destinations = destinations;
    for (const pop of destinations) this.bounds.second[pop] = 1;
    this.estimate++;
    this.estimatedAt[this.graph.popCount] = this.estimate;
    this.aims[0].at(this.latency, starts[0]!, destinations);
    this.aims[1].at(this.cost, starts[0]!, destinations);
  }

  /** Sees to it that the bounds of this PoP are there. */
  prepare(pop: number): void {
    if (this.estimatedAt[pop] === this.estimate) return;
    this.estimatedAt[pop] = this.estimate;
    this.leastLatency[pop] = this.aims[0].left(this.latency, pop);
    this.bounds.first[pop] = this.aims[1].left(this.cost, pop);
  }

  /** An edge changed: keeps the bounds true. */
  changed(edge: number): void {
    const { endA, endB, up, packed, pricePerMbps } = this.graph;
    if (this.isStale || up[edge] === 0) return;
    const [a, b] = [endA[edge]!, endB[edge]!];
    this.lower(this.latency, packed.packed, packed.packed[edge]!, a, b);
    this.lower(this.cost, pricePerMbps, pricePerMbps[edge]!, a, b);
  }

  private lower(table: Float64Array, weights: Float64Array, weight: number, a: number, b: number): void {
    for (let index = 0; index < COUNT; index++) {
      const [atA, atB] = [table[a * COUNT + index]!, table[b * COUNT + index]!];
      if (atB > atA + weight) this.spread(table, weights, index, b, atA + weight);
      else if (atA > atB + weight) this.spread(table, weights, index, a, atB + weight);
    }
  }

  private spread(table: Float64Array, weights: Float64Array, index: number, from: number, distance: number): void {
    const { arcs, up } = this.graph;
    table[from * COUNT + index] = distance;
    const open = [from];
    for (let next = 0; next < open.length; next++) {
      if (open.length > MAX_REPAIR) {
        this.isStale = true;
        return;
      }
      const pop = open[next]!;
      for (let arc = arcs.start[pop]!; arc < arcs.start[pop + 1]!; arc++) {
        const edge = arcs.edge[arc]!;
        const there = table[pop * COUNT + index]! + weights[edge]!;
        if (up[edge] === 0 || there >= table[arcs.to[arc]! * COUNT + index]!) continue;
        table[arcs.to[arc]! * COUNT + index] = there;
        open.push(arcs.to[arc]!);
      }
    }
  }

  /** Each landmark is the PoP farthest from those before it: at the rim, behind as many destinations as possible. */
  private build(): void {
    const { popCount, trees } = this.graph;
    let landmark = 0;
    const apart = new Float64Array(popCount).fill(Infinity);
    for (let index = 0; index < COUNT; index++) {
      for (const [tree, table] of [[trees.latency, this.latency], [trees.cost, this.cost]] as const) {
        tree.start([landmark], undefined);
        if (!tree.reach(Infinity)) this.isStale = true;
        for (let pop = 0; pop < popCount; pop++) table[pop * COUNT + index] = tree.bounds.first[pop]! - tree.bounds.lastFirst;
      }
      let farthest = 0;
      for (let pop = 0; pop < popCount; pop++) {
        apart[pop] = Math.min(apart[pop]!, this.latency[pop * COUNT + index]!);
        if (apart[pop]! < Infinity && apart[pop]! > farthest) [farthest, landmark] = [apart[pop]!, pop];
      }
    }
  }
}

/** What each landmark says of the destinations by one metric. */
class Aim {
  private readonly nearest = new Float64Array(COUNT);
  private readonly farthest = new Float64Array(COUNT);
  private readonly active = new Int32Array(ACTIVE);

  at(table: Float64Array, start: number, destinations: readonly number[]): void {
    const bounds: { readonly index: number; readonly left: number }[] = [];
    for (let index = 0; index < COUNT; index++) {
      let [least, most] = [Infinity, 0];
      for (const pop of destinations) {
        least = Math.min(least, table[pop * COUNT + index]!);
        most = Math.max(most, table[pop * COUNT + index]!);
      }
      this.nearest[index] = least;
      this.farthest[index] = most;
      bounds.push({ index, left: difference(table[start * COUNT + index]!, least, most) });
    }
    bounds.sort((a, b) => b.left - a.left);
    for (let rank = 0; rank < ACTIVE; rank++) this.active[rank] = bounds[rank]!.index;
  }

  left(table: Float64Array, pop: number): number {
    const { nearest, farthest, active } = this;
    let left = 0;
    for (let rank = 0; rank < ACTIVE; rank++) {
      const index = active[rank]!;
      const least = difference(table[pop * COUNT + index]!, nearest[index]!, farthest[index]!);
      if (least > left) left = least;
    }
    return left;
  }
}

/** Where neither end is reached from the landmark the differences are no numbers, and say nothing. */
function difference(distance: number, nearest: number, farthest: number): number {
  const before = nearest - distance;
  const behind = distance - farthest;
  return before > 0 ? before : behind > 0 ? behind : 0;
}
