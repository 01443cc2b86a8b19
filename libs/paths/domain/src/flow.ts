import { invariant } from '@carriermesh/kernel';
import type { Path, Problem } from './constrained.js';
import type { Bounds } from './dijkstra.js';
import type { FlowMemory } from './flow-memory.js';
import type { IndexedHeap } from './heap.js';
import { NONE } from './labels.js';
import { HANDOVER } from './order.js';

/**
 * Units that flow from the problem's starts to its destinations at the least total weight: successive shortest paths over
 * what is left (Suurballe 1974, Bhandari 1999), with the exact bounds to the destinations as potentials. The first unit
 * follows the bounds, so its arcs are all of no reduced weight, and for two units the potentials never have to change.
 *
 * A vertex is a PoP; where PoPs may carry one unit only, a PoP that carries one is two vertices (Suurballe's splitting): at
 * its way in a new unit can only push the old one back, at its way out it may go anywhere.
 */
export class UnitFlows {
  private readonly flow: Int32Array;
  private readonly used: Set<number>;
  private readonly split: Uint8Array;
  private readonly carries: Uint8Array;
  private readonly ends: ReadonlySet<number>;
  private readonly potential: Bounds;
  private readonly distance: FlowMemory['distance'];
  private readonly state: Int32Array;
  private readonly parent: Int32Array;
  private readonly parentEdge: Int32Array;
  private readonly heap: IndexedHeap;
  private readonly vertices: number;
  private reached = 0;
  /** Potentials hold as they are up to here, and are as good as this behind it. */
  private readonly farthest: number;

  constructor(
    private readonly problem: Problem,
    private readonly options: { readonly capacityOf: (edge: number) => number; readonly splitPops: boolean; readonly units: number },
  ) {
    const { graph, bounds, from } = problem;
    this.vertices = graph.popCount + 1;
    const { first, second, tie } = bounds;
    this.potential = options.units > 2 ? { first: first.slice(), second: second.slice(), tie: tie.slice(), end: bounds.end, lastFirst: bounds.lastFirst, lastSecond: bounds.lastSecond } : bounds;
    const { flows } = graph.scratch;
    flows.forget(graph.endA, graph.endB);
    ({ flow: this.flow, used: this.used, split: this.split, carries: this.carries } = flows);
    ({ distance: this.distance, state: this.state, parent: this.parent, parentEdge: this.parentEdge, heap: this.heap } = flows);
    this.farthest = bounds.knownTo ?? Infinity;
    this.ends = new Set([...from, ...problem.to]);
  }

  /** Sends one more unit. @returns false when there is no room for it */
  augment(): boolean {
    const { graph, from } = this.problem;
    this.reached = graph.scratch.flows.restart();
    for (const pop of from) {
      const first = Math.min(this.potential.first[pop]!, this.farthest);
      if (first < Infinity) this.reach(pop, NONE, NONE, first, this.potential.second[pop]!, this.potential.tie[pop]!);
    }
    while (!this.heap.isEmpty) {
      const vertex = this.heap.pop();
      this.state[vertex] = this.reached + 1;
      if (vertex === graph.sink) {
        this.push(vertex);
        if (this.options.units > 2) this.raisePotentials();
        return true;
      }
      this.expand(vertex);
    }
    return false;
  }

  /** What every further unit would have to cross: an edge that is full between where it gets to and where it does not. */
  cut(): { edges: number[]; pops: number[] } {
    const { endA, endB } = this.problem.graph;
    const isReached = (pop: number, side = 0) => this.state[pop + side * this.vertices] === this.reached + 1;
    const edges = [...this.used].filter((edge) => {
      const units = this.flow[edge]!;
      const [tail, head] = units > 0 ? [endA[edge]!, endB[edge]!] : [endB[edge]!, endA[edge]!];
      const leaves = isReached(tail, this.split[tail]!);
      return units !== 0 && leaves && !isReached(head) && !(this.split[head] === 1 && isReached(head, 1));
    });
    const touched = new Set([...this.used].flatMap((edge) => [endA[edge]!, endB[edge]!]));
    const pops = [...touched].filter((pop) => this.split[pop] === 1 && isReached(pop) && !isReached(pop, 1)).sort((x, y) => x - y);
    return { edges: edges.sort((a, b) => a - b), pops };
  }

  /** One path a unit, the lightest first. */
  paths(): Path[] {
    const { graph, bounds } = this.problem;
    const left = new Map([...this.used].map((edge) => [edge, this.flow[edge]!]));
    const surplus = new Map<number, number>();
    for (const edge of this.used) {
      const units = left.get(edge)!;
      surplus.set(graph.endA[edge]!, (surplus.get(graph.endA[edge]!) ?? 0) + units);
      surplus.set(graph.endB[edge]!, (surplus.get(graph.endB[edge]!) ?? 0) - units);
    }
    const starts = [...surplus].filter(([, units]) => units > 0).sort(([a], [b]) => a - b);
    return starts.flatMap(([pop, units]) => Array.from({ length: units }, () => this.follow(left, surplus, pop, bounds)));
  }

  private follow(left: Map<number, number>, surplus: Map<number, number>, start: number, bounds: Bounds): Path {
    const { graph } = this.problem;
    const pops = [start];
    const edges: number[] = [];
    for (let pop = start; !(bounds.end[pop] === 1 && (surplus.get(pop) ?? 0) < 0); pop = pops.at(-1)!) {
      let arc = graph.arcs.start[pop]!;
      const direction = () => (graph.endA[graph.arcs.edge[arc]!] === pop ? 1 : -1);
      while (arc < graph.arcs.start[pop + 1]! && (left.get(graph.arcs.edge[arc]!) ?? 0) * direction() <= 0) arc++;
      invariant(arc < graph.arcs.start[pop + 1]!, `a unit of flow ends at PoP ${graph.pops[pop]!.popId}, which is no destination`);
      const edge = graph.arcs.edge[arc]!;
      left.set(edge, left.get(edge)! - direction());
      edges.push(edge);
      pops.push(graph.arcs.to[arc]!);
    }
    surplus.set(pops.at(-1)!, surplus.get(pops.at(-1)!)! + 1);
    return pathOver(this.problem, pops, edges);
  }

  private expand(vertex: number): void {
    const { graph, usable, metric, bounds } = this.problem;
    const { start, to, edge: arcEdge } = graph.arcs;
    const { distance } = this;
    const pop = vertex % this.vertices;
    const onlyBack = vertex < this.vertices && this.split[pop] === 1;
    const [first, second, tie] = [distance.first[vertex]!, distance.second[vertex]!, distance.tie[vertex]!];
    if (bounds.end[pop] === 1 && !onlyBack) this.reach(graph.sink, vertex, NONE, first + bounds.lastFirst, second + bounds.lastSecond, tie + 1);
    for (let arc = start[pop]!; arc < start[pop + 1]!; arc++) {
      const edge = arcEdge[arc]!;
      const head = to[arc]!;
      if (usable[edge] === 0 || onlyBack || (this.farthest === Infinity && bounds.first[head] === Infinity)) continue;
      const along = this.flow[edge] === 0 ? 0 : this.flowAlong(edge, pop);
      if (along < 0 || along >= this.options.capacityOf(edge)) continue;
      this.reach(head, vertex, edge, first + metric.first[edge]!, second + metric.second[edge]!, tie + 1 + graph.handover[edge]! * HANDOVER);
    }
    // What flows into this PoP may be sent back to where it came from.
    if (this.carries[pop] === 1) this.expandBack(vertex, pop);
  }

  private expandBack(vertex: number, pop: number): void {
    const { graph, metric } = this.problem;
    const { start, to, edge: arcEdge } = graph.backArcs;
    const { first, second, tie } = this.distance;
    for (let arc = start[pop]!; arc < start[pop + 1]!; arc++) {
      const edge = arcEdge[arc]!;
      if (this.flowAlong(edge, pop) >= 0) continue;
      const tail = to[arc]!;
      const weightTie = 1 + graph.handover[edge]! * HANDOVER;
      const target = tail + this.split[tail]! * this.vertices;
      this.reach(target, vertex, edge, first[vertex]! - metric.first[edge]!, second[vertex]! - metric.second[edge]!, tie[vertex]! - weightTie);
    }
  }

  /** Distances are kept as the way so far plus the potential at its end, so that they only grow. */
  private reach(vertex: number, parent: number, edge: number, first: number, second: number, tie: number): void {
    const { distance, potential, state } = this;
    if (state[vertex] === this.reached + 1) return;
    const pop = vertex % this.vertices;
    if (parent !== NONE) {
      const before = parent % this.vertices;
      first += Math.min(potential.first[pop]!, this.farthest) - Math.min(potential.first[before]!, this.farthest);
      second += potential.second[pop]! - potential.second[before]!;
      tie += potential.tie[pop]! - potential.tie[before]!;
    }
    if (state[vertex] === this.reached) {
      const [f, s, t] = [distance.first[vertex]!, distance.second[vertex]!, distance.tie[vertex]!];
      if (first > f || (first === f && (second > s || (second === s && tie >= t)))) return;
    }
    state[vertex] = this.reached;
    distance.first[vertex] = first;
    distance.second[vertex] = second;
    distance.tie[vertex] = tie;
    this.parent[vertex] = parent;
    this.parentEdge[vertex] = edge;
    this.heap.push(vertex);
  }

  private push(last: number): void {
    const { graph } = this.problem;
    for (let vertex = last; this.parent[vertex] !== NONE; vertex = this.parent[vertex]!) {
      const edge = this.parentEdge[vertex]!;
      if (edge === NONE) continue;
      const tail = this.parent[vertex]! % this.vertices;
      this.flow[edge]! += graph.endA[edge] === tail ? 1 : -1;
      this.used.add(edge);
    }
    for (const edge of this.used) this.mark(edge, 0);
    for (const edge of this.used) if (this.flow[edge] !== 0) this.mark(edge, 1);
  }

  /** So that no arc that is left over weighs less than nothing (Johnson): only what came before the sink moves. */
  private raisePotentials(): void {
    const { distance, potential, state } = this;
    const sink = this.problem.graph.sink;
    const [first, second, tie] = [distance.first[sink]!, distance.second[sink]!, distance.tie[sink]!];
    for (let vertex = 0; vertex < this.vertices; vertex++) {
      if (state[vertex] !== this.reached + 1 || vertex === sink) continue;
      potential.first[vertex]! -= distance.first[vertex]! - first;
      potential.second[vertex]! -= distance.second[vertex]! - second;
      potential.tie[vertex]! -= distance.tie[vertex]! - tie;
    }
  }

  /** Units over the edge away from the PoP; negative where they come towards it. */
  private flowAlong(edge: number, pop: number): number {
    return this.problem.graph.endA[edge] === pop ? this.flow[edge]! : -this.flow[edge]!;
  }

  private mark(edge: number, carries: 0 | 1): void {
    const { endA, endB } = this.problem.graph;
    for (const pop of [endA[edge]!, endB[edge]!]) {
      this.carries[pop] = carries;
      if (this.options.splitPops && !this.ends.has(pop)) this.split[pop] = carries;
    }
  }
}

/** What weighs a path. */
type Weighing = Pick<Problem, 'graph' | 'metric'> & { readonly bounds: Pick<Bounds, 'lastFirst' | 'lastSecond'> };

/** The path with what it weighs. */
export function pathOver({ graph, metric, bounds }: Weighing, pops: readonly number[], edges: readonly number[]): Path {
  let [first, second, tie] = [bounds.lastFirst, bounds.lastSecond, pops.length];
  for (const edge of edges) {
    first += metric.first[edge]!;
    second += metric.second[edge]!;
    tie += graph.handover[edge]! * HANDOVER;
  }
  return { pops, edges, first, second, tie };
}
