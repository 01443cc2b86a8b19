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

/** An arc of the tables: where it leads, its edge, and a double. */
const NUMBERS_PER_ARC = 4;
const DOUBLES_PER_ARC = 2;

/** What every edge weighs, beside where its arcs lead, as searches in WebAssembly read it (assembly/graph.ts). */
export class ArcWeights {
  /** By arc, and by back arc: the very same where no edge is directed. */
  readonly table: Int32Array;
  readonly backTable: Int32Array;
  private readonly weights: Float64Array;
  private readonly backWeights: Float64Array;
  private readonly known: Float64Array;
  /** The heaviest that any edge ever was, and the sum of all: with the mean it tells how wide buckets should be. */
  private readonly totals: Float64Array;

  constructor(
    private readonly places: ArcPlaces,
    private readonly backPlaces: ArcPlaces,
    memory: Memory,
  ) {
    [this.table, this.weights] = tableOf(places.arcs, memory);
    [this.backTable, this.backWeights] = places === backPlaces ? [this.table, this.weights] : tableOf(backPlaces.arcs, memory);
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
    const arcWeight = up ? weight : Infinity;
    this.places.write(this.weights, edge, arcWeight);
    if (this.places !== this.backPlaces) this.backPlaces.write(this.backWeights, edge, arcWeight);
  }
}

function tableOf({ to, edge }: Arcs, memory: Memory): [Int32Array, Float64Array] {
  const weights = memory.doubles(DOUBLES_PER_ARC * to.length);
  const table = new Int32Array(weights.buffer, weights.byteOffset, NUMBERS_PER_ARC * to.length);
  for (let arc = 0; !memory.isFilled && arc < to.length; arc++) {
    table[NUMBERS_PER_ARC * arc] = to[arc]!;
    table[NUMBERS_PER_ARC * arc + 1] = edge[arc]!;
  }
  return [table, weights];
}

/** Where an edge stands among the arcs: twice, or once where it is directed. */
export class ArcPlaces {
  private readonly ofEdge: Int32Array;

  constructor(
    readonly edgeCount: number,
    readonly arcs: Arcs,
  ) {
    this.ofEdge = new Int32Array(2 * edgeCount).fill(NOWHERE);
    arcs.edge.forEach((edge, arc) => {
      this.ofEdge[this.ofEdge[2 * edge] === NOWHERE ? 2 * edge : 2 * edge + 1] = arc;
    });
  }

  write(weights: Float64Array, edge: number, weight: number): void {
    for (let at = 2 * edge; at < 2 * edge + 2; at++) if (this.ofEdge[at] !== NOWHERE) weights[DOUBLES_PER_ARC * this.ofEdge[at]! + 1] = weight;
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

  constructor(edgeCount: number, arcs: Arcs, backArcs: Arcs, memory: Memory) {
    const places = new ArcPlaces(edgeCount, arcs);
    const backPlaces = arcs === backArcs ? places : new ArcPlaces(edgeCount, backArcs);
    this.packed = memory.doubles(edgeCount);
    this.unfit = memory.integers(1);
    [this.byLatency, this.byCost] = [new ArcWeights(places, backPlaces, memory), new ArcWeights(places, backPlaces, memory)];
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
