import type { Arcs } from './graph.js';
import type { Memory } from './memory.js';

/**
 * Latency, handovers and hops of a path in one double, the most important first, so that a comparison is one instruction.
 * Whole numbers up to 2^52 are exact: paths up to half a second, 510 handovers and 16,382 hops. Whatever meets more than that
 * says so, and is searched again with the figures apart.
 */
export const LATENCY_UNIT = 2 ** 23;
export const HANDOVER_UNIT = 2 ** 14;
export const MAX_PACKED = 2 ** 52;

/** What every edge weighs, laid out along the arcs that a search from the destinations follows, in step with the graph. */
export class ArcWeights {
  /** By back arc; infinite while the edge is down. */
  readonly ofBackArc: Float64Array;
  private readonly known: Float64Array;
  /** The heaviest that any edge ever was, and the sum of all: with the mean it tells how wide buckets should be. */
  private readonly totals: Float64Array;

  constructor(
    private readonly places: ArcPlaces,
    memory: Memory,
  ) {
    this.ofBackArc = memory.doubles(places.arcs.edge.length);
    this.known = memory.doubles(places.edgeCount);
    this.totals = memory.doubles(2);
  }

  get heaviest(): number {
    return Math.max(1, this.totals[HEAVIEST]!);
  }

  get mean(): number {
    return Math.max(1, this.totals[SUM]! / Math.max(1, this.known.length));
  }

  set(edge: number, weight: number, up: boolean): void {
    this.totals[SUM]! += weight - this.known[edge]!;
    this.known[edge] = weight;
    if (weight > this.totals[HEAVIEST]!) this.totals[HEAVIEST] = weight;
    const { ofEdge } = this.places;
    for (let at = 2 * edge; at < 2 * edge + 2; at++) if (ofEdge[at] !== NOWHERE) this.ofBackArc[ofEdge[at]!] = up ? weight : Infinity;
  }
}

/** Where an edge stands among the back arcs: twice, or once where it is directed. */
export class ArcPlaces {
  readonly ofEdge: Int32Array;

  constructor(
    readonly edgeCount: number,
    readonly arcs: Arcs,
  ) {
    this.ofEdge = new Int32Array(2 * edgeCount).fill(NOWHERE);
    arcs.edge.forEach((edge, arc) => {
      this.ofEdge[this.ofEdge[2 * edge] === NOWHERE ? 2 * edge : 2 * edge + 1] = arc;
    });
  }
}

const HEAVIEST = 0;
const SUM = 1;
const NOWHERE = -1;

/** Weights by latency, packed with handovers and hops, and by cost. */
export class PackedWeights {
  /** By edge. */
  readonly packed: Float64Array;
  readonly byLatency: ArcWeights;
  readonly byCost: ArcWeights;
  /** How many edges are too long to be packed. */
  private readonly unfit: Int32Array;

  constructor(
    edgeCount: number,
    readonly arcs: Arcs,
    memory: Memory,
  ) {
    const places = new ArcPlaces(edgeCount, arcs);
    this.packed = memory.doubles(edgeCount);
    this.unfit = memory.integers(1);
    [this.byLatency, this.byCost] = [new ArcWeights(places, memory), new ArcWeights(places, memory)];
  }

  get isFit(): boolean {
    return this.unfit[0] === 0;
  }

  set(edge: number, { latencyNs, cost, handover, up }: { latencyNs: number; cost: number; handover: boolean; up: boolean }): void {
    const weight = latencyNs * LATENCY_UNIT + (handover ? HANDOVER_UNIT : 0) + 1;
    this.unfit[0]! += Number(weight >= MAX_PACKED) - Number(this.packed[edge]! >= MAX_PACKED);
    this.packed[edge] = weight;
    this.byLatency.set(edge, weight, up);
    this.byCost.set(edge, cost, up);
  }
}
