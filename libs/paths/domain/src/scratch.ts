import { FlowMemory } from './flow-memory.js';
import { LabelHeap } from './label-heap.js';
import { LabelStore } from './labels.js';

/**
 * Memory that one search after another uses on the same graph. A stamp tells this search's marks from the last one's, so
 * that starting anew costs nothing however large the graph. Searches run to their end before another starts.
 */
export class Scratch {
  readonly labels = new LabelStore();
  readonly heap: LabelHeap;
  /** The newest label at each PoP, valid where `labelledAt` holds the stamp. */
  readonly newestLabel: Int32Array;
  readonly labelledAt: Int32Array;
  /** The position that the prefix goes on to, valid where `prefixAt` holds the stamp. */
  readonly nextOnPrefix: Int32Array;
  readonly prefixAt: Int32Array;
  readonly bannedAt: Int32Array;
  readonly bannedEdgeAt: Int32Array;
  private readonly visits: Visit;
  private lazyFlows: FlowMemory | undefined;
  private stamp = 0;

  constructor(positions: number, edges: number) {
    this.heap = new LabelHeap(this.labels.keys);
    this.newestLabel = new Int32Array(positions);
    this.labelledAt = new Int32Array(positions);
    this.visits = new Visit(positions);
    this.nextOnPrefix = new Int32Array(positions);
    this.prefixAt = new Int32Array(positions);
    this.bannedAt = new Int32Array(positions);
    this.bannedEdgeAt = new Int32Array(edges);
  }

  /** For one flow at a time. */
  get flows(): FlowMemory {
    return (this.lazyFlows ??= new FlowMemory(this.newestLabel.length, this.bannedEdgeAt.length));
  }

  /** An empty set of PoPs; the one before it is forgotten. */
  newVisit(): Visit {
    this.visits.clear();
    return this.visits;
  }

  /** @returns the stamp of a new search, with no label and nothing in the heap */
  restart(width: number, words: number): number {
    this.labels.clear(width, words);
    this.heap.clear();
    if (this.stamp === 0x7fffffff) {
      for (const marks of [this.labelledAt, this.prefixAt, this.bannedAt, this.bannedEdgeAt]) marks.fill(0);
      this.stamp = 0;
    }
    return ++this.stamp;
  }
}

/** A set of positions that is emptied at no cost. */
export class Visit {
  private readonly at: Float64Array;
  private visit = 0;

  constructor(positions: number) {
    this.at = new Float64Array(positions);
  }

  clear(): void {
    this.visit++;
  }

  add(position: number): void {
    this.at[position] = this.visit;
  }

  has(position: number): boolean {
    return this.at[position] === this.visit;
  }
}
