import { IndexedHeap } from './heap.js';
import { LabelStore } from './labels.js';

/**
 * Memory that one search after another uses on the same graph. A stamp tells this search's marks from the last one's, so
 * that starting anew costs nothing however large the graph. Searches run to their end before another starts.
 */
export class Scratch {
  readonly labels = new LabelStore();
  readonly heap: IndexedHeap;
  /** The newest label at each PoP, valid where `labelledAt` holds the stamp. */
  readonly newestLabel: Int32Array;
  readonly labelledAt: Int32Array;
  /** The position that the prefix goes on to, valid where `prefixAt` holds the stamp. */
  readonly nextOnPrefix: Int32Array;
  readonly prefixAt: Int32Array;
  readonly bannedAt: Int32Array;
  private stamp = 0;

  constructor(positions: number) {
    this.heap = new IndexedHeap(this.labels.keys, LabelStore.INITIAL);
    this.newestLabel = new Int32Array(positions);
    this.labelledAt = new Int32Array(positions);
    this.nextOnPrefix = new Int32Array(positions);
    this.prefixAt = new Int32Array(positions);
    this.bannedAt = new Int32Array(positions);
  }

  /** @returns the stamp of a new search, with no label and nothing in the heap */
  restart(): number {
    this.labels.clear();
    this.heap.clear();
    if (this.stamp === 0x7fffffff) {
      for (const marks of [this.labelledAt, this.prefixAt, this.bannedAt]) marks.fill(0);
      this.stamp = 0;
    }
    return ++this.stamp;
  }
}
