import { invariant } from '@carriermesh/kernel';
import { BucketTree, type Trees } from './bucket-tree.js';
import type { Edge } from './edges.js';
import { MAX_POPS, type Pop } from './elements.js';
import { Kernels } from './kernels.js';
import { type Odds, oddsLogOf } from './odds.js';
import { Memory } from './memory.js';
import { inIdOrder } from './order.js';
import { PackedWeights } from './packed.js';
import { Gazetteer } from './places.js';
import { Scratch } from './scratch.js';
import { Spectrum } from './spectrum.js';

/** Arcs of PoP p are `start[p] … start[p + 1] - 1`. */
export interface Arcs {
  readonly start: Int32Array;
  readonly to: Int32Array;
  readonly edge: Int32Array;
}

/** The audience of whatever everybody may see. */
const EVERYBODY = 0;

/**
 * The topology as arrays. PoPs and edges have positions in the order of their ids, so that the graph, and every answer, is
 * the same whatever order things were advertised in. An edge's figures can change in place; new edges need a new graph.
 */
export class Graph {
  readonly popCount: number;
  readonly edgeCount: number;
  /** A position behind the last PoP: where every path ends, at no cost, once it has reached one of its destinations. */
  readonly sink: number;
  readonly providerOf: readonly string[];
  /** Each edge is an arc of both of its ends, or of its first end alone where it is directed. */
  readonly arcs: Arcs;
  /** The same arcs by where they lead to; the very same arrays where no edge is directed. */
  readonly backArcs: Arcs;
  readonly endA: Int32Array;
  readonly endB: Int32Array;
  readonly latencyNs: Float64Array;
  readonly pricePerMbps: Float64Array;
  readonly handover: Float64Array;
  readonly zero: Float64Array;
  /** What every edge adds to the number of hops. */
  readonly one: Float64Array;
  readonly jitterNs: Float64Array;
  /** Of a packet to be lost. */
  readonly loss: Odds;
  /** Of the link to be out of service. */
  readonly outage: Odds;
  readonly availableMbps: Int32Array;
  readonly validFromMs: Float64Array;
  readonly validUntilMs: Float64Array;
  readonly up: Uint8Array;
  readonly audienceOf: Int32Array;
  readonly audiences: (readonly string[])[] = [[]];
  readonly places: Gazetteer;
  readonly scratch: Scratch;
  readonly packed: PackedWeights;
  /** Which units of layer 1 are free; `undefined` where no edge states any. */
  readonly spectrum: Spectrum | undefined;
  /** By edge: 1 where an order that asks for neither layer 1 nor a virtual network can't have it. */
  readonly isApart: Uint8Array;
  private readonly restricted: Uint8Array;
  private restrictedCount = 0;
  private lazyTrees: Trees | undefined;
  private lazyKernels: Kernels | undefined;
  private readonly positionOfPopId: ReadonlyMap<string, number>;
  private readonly positionOfEdge = new Map<string, number>();
  private readonly positionOfOtherHalf = new Map<string, number>();
  private readonly positionOfAudience = new Map<string, number>();
  private readonly edges: (Edge | undefined)[];

  constructor(
    readonly pops: readonly Pop[],
    edges: readonly Edge[],
    private readonly memory: Memory = Memory.own(),
  ) {
    invariant(pops.length <= MAX_POPS, `${pops.length} PoPs are more than a topology's ${MAX_POPS}`);
    this.popCount = this.sink = pops.length;
    this.edgeCount = edges.length;
    this.providerOf = pops.map(({ providerId }) => providerId);
    const doubles = () => memory.doubles(edges.length);
    [this.latencyNs, this.pricePerMbps, this.handover, this.zero] = [doubles(), doubles(), doubles(), doubles()];
    [this.jitterNs, this.one] = [doubles(), doubles().fill(1)];
    [this.loss, this.outage] = [{ ppm: doubles(), log: doubles() }, { ppm: doubles(), log: doubles() }];
    [this.validFromMs, this.validUntilMs] = [doubles(), doubles()];
    const integers = () => memory.integers(edges.length);
    [this.endA, this.endB, this.availableMbps, this.audienceOf] = [integers(), integers(), integers(), integers()];
    [this.up, this.restricted] = [memory.bytes(edges.length), memory.bytes(edges.length)];
    this.isApart = new Uint8Array(edges.length);
    this.edges = new Array<Edge | undefined>(edges.length);
    const positionOfPop = (this.positionOfPopId = new Map(pops.map(({ popId }, position) => [popId, position])));
    edges.forEach((edge, position) => {
      this.positionOfEdge.set(edge.edgeId, position);
      for (const resourceId of edge.resources) if (resourceId !== edge.edgeId) this.positionOfOtherHalf.set(resourceId, position);
      this.endA[position] = positionOfPop.get(edge.popA)!;
      this.endB[position] = positionOfPop.get(edge.popB)!;
    });
    const isDirected = Uint8Array.from(edges, ({ directed }) => (directed ? 1 : 0));
    this.arcs = arcsOf(pops.length, this.endA, this.endB, isDirected, memory);
    this.backArcs = isDirected.includes(1) ? arcsOf(pops.length, this.endB, this.endA, isDirected, memory) : this.arcs;
    this.packed = new PackedWeights(edges.length, this.arcs, this.backArcs, memory);
    this.spectrum = edges.some(({ units }) => units) ? Spectrum.over(edges, pops, memory) : undefined;
    memory.close();
    edges.forEach((edge, position) => (memory.isFilled ? this.adopt(position, edge) : this.set(position, edge)));
    this.places = new Gazetteer(pops, positionOfPop);
    this.scratch = new Scratch(pops.length + 1, edges.length);
  }

  /** What stands at this position; only edges that were withdrawn since the graph was built are missing. */
  edgeAt(position: number): Edge {
    const edge = this.edges[position];
    invariant(edge, `edge ${position} of ${this.edgeCount} was withdrawn and cannot be on a path`);
    return edge;
  }

  /** For one search at a time that packs its figures. */
  get kernels(): Kernels {
    return (this.lazyKernels ??= this.withKernels());
  }

  get trees(): Trees {
    const { kernels } = this;
    const { byLatency, byCost } = this.packed;
    return (this.lazyTrees ??= { latency: new BucketTree(kernels, this.popCount, byLatency, false), cost: new BucketTree(kernels, this.popCount, byCost, true) });
  }

  /** By its arrays, and by searches on them. */
  get takenBytes(): number {
    return this.memory.takenBytes;
  }

  /** Whether every edge leads both ways. */
  get isUndirected(): boolean {
    return this.arcs === this.backArcs;
  }

  /** Whether all edges are valid always and visible to everybody, so that being up is all it takes. */
  get isUnrestricted(): boolean {
    return this.restrictedCount === 0;
  }

  positionOfPop(popId: string): number | undefined {
    return this.positionOfPopId.get(popId);
  }

  /** The edge that a link, or either half of an interconnect, is part of. */
  positionOfResource(resourceId: string): number | undefined {
    return this.positionOfEdge.get(resourceId) ?? this.positionOfOtherHalf.get(resourceId);
  }

  /**
   * Changes an edge in place, or withdraws it when it is `undefined`.
   * @returns false when the graph has no room for the change and has to be built anew
   */
  write(edgeId: string, edge: Edge | undefined): boolean {
    const position = this.positionOfEdge.get(edgeId);
    if (position === undefined) return edge === undefined;
    if (edge && (!this.joinsSamePops(position, edge) || !(this.spectrum?.holds(edge.units ?? []) ?? !edge.units))) return false;
    this.set(position, edge);
    return true;
  }

  private withKernels(): Kernels {
    const { popCount, edgeCount, arcs, backArcs, packed } = this;
    const [{ table: latency, backTable: latencyBack }, { table: cost, backTable: costBack }] = [packed.byLatency, packed.byCost];
    return new Kernels(this.memory, { popCount, edgeCount, starts: arcs.start, backStarts: backArcs.start, latency, latencyBack, cost, costBack, packed: packed.packed });
  }

  /** What of an edge lies in no array; its figures are there already. */
  private adopt(position: number, edge: Edge): void {
    this.edges[position] = edge;
    this.isApart[position] = isApart(edge);
    this.restrictedCount += this.restricted[position]!;
    this.audience(edge.visibleTo);
  }

  private set(position: number, edge: Edge | undefined): void {
    this.edges[position] = edge;
    this.up[position] = edge?.up ? 1 : 0;
    if (!edge) return this.pack(position, false);
    this.isApart[position] = isApart(edge);
    const restricted = edge.validFromMs > -Infinity || edge.validUntilMs < Infinity || edge.visibleTo.length > 0 ? 1 : 0;
    this.restrictedCount += restricted - this.restricted[position]!;
    this.restricted[position] = restricted;
    this.latencyNs[position] = edge.latencyNs;
    this.pricePerMbps[position] = edge.pricePerMbps;
    this.handover[position] = edge.handover ? 1 : 0;
    this.pack(position, edge.up);
    this.availableMbps[position] = edge.availableMbps;
    this.jitterNs[position] = edge.jitterNs ?? 0;
    this.setOdds(this.loss, position, edge.lossPpm ?? 0);
    this.setOdds(this.outage, position, edge.outagePpm ?? 0);
    this.spectrum?.set(position, edge.units);
    this.validFromMs[position] = edge.validFromMs;
    this.validUntilMs[position] = edge.validUntilMs;
    this.audienceOf[position] = this.audience(edge.visibleTo);
  }

  private pack(position: number, up: boolean): void {
    const [latencyNs, cost, handover] = [this.latencyNs[position]!, this.pricePerMbps[position]!, this.handover[position] === 1];
    this.packed.set(position, { latencyNs, cost, handover, up });
  }

  private setOdds({ ppm, log }: Odds, position: number, value: number): void {
    ppm[position] = value;
    log[position] = oddsLogOf(value);
  }

  private joinsSamePops(position: number, { popA, popB }: Edge): boolean {
    return this.pops[this.endA[position]!]!.popId === popA && this.pops[this.endB[position]!]!.popId === popB;
  }

  private audience(visibleTo: readonly string[]): number {
    if (visibleTo.length === 0) return EVERYBODY;
    const key = JSON.stringify([...new Set(visibleTo)].sort(inIdOrder));
    const known = this.positionOfAudience.get(key);
    if (known !== undefined) return known;
    this.positionOfAudience.set(key, this.audiences.length);
    return this.audiences.push(visibleTo) - 1;
  }
}

const isApart = ({ soldAs, dedicated }: Edge): number => (soldAs || dedicated ? 1 : 0);

/** Compressed sparse rows: a counting sort of the edges by the PoPs that they can be entered from. */
function arcsOf(popCount: number, endA: Int32Array, endB: Int32Array, isDirected: Uint8Array, memory: Memory): Arcs {
  const start = memory.integers(popCount + 1);
  if (memory.isFilled) return { start, to: memory.integers(start[popCount]!), edge: memory.integers(start[popCount]!) };
  endA.forEach((pop, edge) => {
    start[pop + 1]!++;
    if (isDirected[edge] === 0) start[endB[edge]! + 1]!++;
  });
  for (let pop = 0; pop < popCount; pop++) start[pop + 1]! += start[pop]!;
  const next = start.slice();
  const [to, edge] = [memory.integers(start[popCount]!), memory.integers(start[popCount]!)];
  const put = (from: number, end: number, position: number) => {
    const arc = next[from]!++;
    to[arc] = end;
    edge[arc] = position;
  };
  endA.forEach((pop, position) => {
    put(pop, endB[position]!, position);
    if (isDirected[position] === 0) put(endB[position]!, pop, position);
  });
  return { start, to, edge };
}
