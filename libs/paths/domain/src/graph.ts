import { invariant } from '@carriermesh/kernel';
import type { Edge } from './edges.js';
import { MAX_POPS, type Pop } from './elements.js';
import { inIdOrder } from './order.js';
import { Gazetteer } from './places.js';
import { Scratch } from './scratch.js';

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
  /** Arcs of PoP p are `arcStart[p] … arcStart[p + 1] - 1`; each edge is an arc of both of its ends. */
  readonly arcStart: Int32Array;
  readonly arcTo: Int32Array;
  readonly arcEdge: Int32Array;
  readonly endA: Int32Array;
  readonly endB: Int32Array;
  readonly latencyNs: Float64Array;
  readonly pricePerMbps: Float64Array;
  readonly handover: Float64Array;
  readonly zero: Float64Array;
  readonly availableMbps: Int32Array;
  readonly validFromMs: Float64Array;
  readonly validUntilMs: Float64Array;
  readonly up: Uint8Array;
  readonly audienceOf: Int32Array;
  readonly audiences: (readonly string[])[] = [[]];
  readonly places: Gazetteer;
  readonly scratch: Scratch;
  private readonly positionOfEdge = new Map<string, number>();
  private readonly positionOfOtherHalf = new Map<string, number>();
  private readonly positionOfAudience = new Map<string, number>();
  private readonly edges: (Edge | undefined)[];

  constructor(
    readonly pops: readonly Pop[],
    edges: readonly Edge[],
  ) {
    invariant(pops.length <= MAX_POPS, `${pops.length} PoPs are more than a topology's ${MAX_POPS}`);
    this.popCount = this.sink = pops.length;
    this.edgeCount = edges.length;
    this.providerOf = pops.map(({ providerId }) => providerId);
    const doubles = () => new Float64Array(edges.length);
    [this.latencyNs, this.pricePerMbps, this.handover, this.zero] = [doubles(), doubles(), doubles(), doubles()];
    [this.validFromMs, this.validUntilMs] = [doubles(), doubles()];
    const integers = () => new Int32Array(edges.length);
    [this.endA, this.endB, this.availableMbps, this.audienceOf] = [integers(), integers(), integers(), integers()];
    this.up = new Uint8Array(edges.length);
    this.edges = new Array<Edge | undefined>(edges.length);
    const positionOfPop = new Map(pops.map(({ popId }, position) => [popId, position]));
    edges.forEach((edge, position) => {
      this.positionOfEdge.set(edge.edgeId, position);
      for (const resourceId of edge.resources) if (resourceId !== edge.edgeId) this.positionOfOtherHalf.set(resourceId, position);
      this.endA[position] = positionOfPop.get(edge.popA)!;
      this.endB[position] = positionOfPop.get(edge.popB)!;
      this.set(position, edge);
    });
    [this.arcStart, this.arcTo, this.arcEdge] = arcsOf(pops.length, this.endA, this.endB);
    this.places = new Gazetteer(pops, positionOfPop);
    this.scratch = new Scratch(pops.length + 1);
  }

  /** What stands at this position; only edges that were withdrawn since the graph was built are missing. */
  edgeAt(position: number): Edge {
    const edge = this.edges[position];
    invariant(edge, `edge ${position} of ${this.edgeCount} was withdrawn and cannot be on a path`);
    return edge;
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
    if (edge && !this.joinsSamePops(position, edge)) return false;
    this.set(position, edge);
    return true;
  }

  private set(position: number, edge: Edge | undefined): void {
    this.edges[position] = edge;
    this.up[position] = edge?.up ? 1 : 0;
    if (!edge) return;
    this.latencyNs[position] = edge.latencyNs;
    this.pricePerMbps[position] = edge.pricePerMbps;
    this.handover[position] = edge.handover ? 1 : 0;
    this.availableMbps[position] = edge.availableMbps;
    this.validFromMs[position] = edge.validFromMs;
    this.validUntilMs[position] = edge.validUntilMs;
    this.audienceOf[position] = this.audience(edge.visibleTo);
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

/** Compressed sparse rows: a counting sort of both directions of every edge by where they start. */
function arcsOf(popCount: number, endA: Int32Array, endB: Int32Array): [Int32Array, Int32Array, Int32Array] {
  const start = new Int32Array(popCount + 1);
  for (const ends of [endA, endB]) for (const pop of ends) start[pop + 1]!++;
  for (let pop = 0; pop < popCount; pop++) start[pop + 1]! += start[pop]!;
  const next = start.slice();
  const to = new Int32Array(2 * endA.length);
  const edgeOf = new Int32Array(2 * endA.length);
  for (let edge = 0; edge < endA.length; edge++) {
    for (const [from, end] of [
      [endA[edge]!, endB[edge]!],
      [endB[edge]!, endA[edge]!],
    ] as const) {
      const arc = next[from]!++;
      to[arc] = end;
      edgeOf[arc] = edge;
    }
  }
  return [start, to, edgeOf];
}
