import type { Metric } from './aim.js';
import type { Arcs, Graph } from './graph.js';
import { IndexedHeap } from './heap.js';
import { HANDOVER, MAX_SUM, type Weight, compareWeights } from './order.js';

/** What is left to the destination from each PoP at least; infinite where there is no way, zero at the sink. */
export interface Bounds {
  readonly first: Float64Array;
  readonly second: Float64Array;
  readonly tie: Float64Array;
  /** The one of them that is 1 exactly at destinations. */
  readonly end: Float64Array;
  /** What the step from a destination to the end weighs where it is counted there, and not in `tie`. */
  readonly lastFirst: number;
  readonly lastSecond: number;
  /** What lies farther is at least as far as this, which bounds it as truly as its distance; by default all is known. */
  readonly knownTo?: number;
}

/** One search from the destinations, against the arcs, knows the best way to them from everywhere. */
export function boundsTo(graph: Graph, usable: Uint8Array, destinations: readonly number[], metric: Metric): Bounds {
  return bounds(graph, usable, destinations, metric, graph.backArcs);
}

/** The same from the sources to everywhere, along the arcs. */
export function boundsFrom(graph: Graph, usable: Uint8Array, sources: readonly number[], metric: Metric): Bounds {
  return bounds(graph, usable, sources, metric, graph.arcs);
}

function bounds(graph: Graph, usable: Uint8Array, destinations: readonly number[], metric: Metric, arcs: Arcs): Bounds {
  const { first, second, tie } = unreached(graph);
  const heap = new IndexedHeap({ first, second, tie, depth: new Int32Array(graph.popCount) }, graph.popCount);
  for (const pop of destinations) {
    first[pop] = second[pop] = 0;
    tie[pop] = 1;
    heap.push(pop);
  }
  const { handover } = graph;
  const { start: arcStart, to: arcTo, edge: arcEdge } = arcs;
  while (!heap.isEmpty) {
    const pop = heap.pop();
    const [firstHere, secondHere, tieHere] = [first[pop]!, second[pop]!, tie[pop]! + 1];
    const end = arcStart[pop + 1]!;
    for (let arc = arcStart[pop]!; arc < end; arc++) {
      const edge = arcEdge[arc]!;
      if (usable[edge] === 0) continue;
      const to = arcTo[arc]!;
      const firstThere = firstHere + metric.first[edge]!;
      if (firstThere > first[to]! || firstThere > MAX_SUM) continue;
      const secondThere = secondHere + metric.second[edge]!;
      if (secondThere > MAX_SUM) continue;
      const tieThere = tieHere + handover[edge]! * HANDOVER;
      if (firstThere === first[to] && (secondThere > second[to]! || (secondThere === second[to] && tieThere >= tie[to]!))) continue;
      first[to] = firstThere;
      second[to] = secondThere;
      tie[to] = tieThere;
      heap.push(to);
    }
  }
  return { first, second, tie, end: tie, lastFirst: 0, lastSecond: 0 };
}

export function weightAt({ first, second, tie, knownTo = Infinity }: Bounds, pop: number): Weight {
  const isKnown = first[pop]! < knownTo || knownTo === Infinity;
  return isKnown ? { first: first[pop]!, second: second[pop]!, tie: tie[pop]! } : { first: knownTo, second: 0, tie: 0 };
}

/** The least weight from any of the PoPs; infinite when none has a way. */
export function leastOf(bounds: Bounds, pops: readonly number[]): Weight {
  let least: Weight = UNREACHABLE;
  for (const pop of pops) {
    const weight = weightAt(bounds, pop);
    if (compareWeights(weight, least) < 0) least = weight;
  }
  return least;
}

export const UNREACHABLE: Weight = { first: Infinity, second: Infinity, tie: Infinity };

function unreached({ popCount, sink }: Graph): Bounds {
  const column = () => {
    const values = new Float64Array(popCount + 1).fill(Infinity);
    values[sink] = 0;
    return values;
  };
  const tie = column();
  return { first: column(), second: column(), tie, end: tie, lastFirst: 0, lastSecond: 0 };
}
