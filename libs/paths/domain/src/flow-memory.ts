import { IndexedHeap } from './heap.js';

/**
 * Memory that one flow after another uses on the same graph; a new one forgets what the last one touched, so that starting
 * costs nothing however large the graph. Flows are read before another starts.
 */
export class FlowMemory {
  /** By edge: units from its first end to its second, less those the other way. */
  readonly flow: Int32Array;
  /** The edges that any unit of this flow ever went over. */
  readonly used = new Set<number>();
  /** By PoP: 1 where it is two vertices now. */
  readonly split: Uint8Array;
  /** By PoP: 1 where a unit comes by. */
  readonly carries: Uint8Array;
  /** By vertex. */
  readonly distance: { first: Float64Array; second: Float64Array; tie: Float64Array; depth: Int32Array };
  readonly parent: Int32Array;
  readonly parentEdge: Int32Array;
  readonly heap: IndexedHeap;
  /** By vertex: twice the number of the search that reached it, one more once it is settled. */
  readonly state: Int32Array;
  private search = 0;

  constructor(vertices: number, edges: number) {
    const count = 2 * vertices;
    const doubles = () => new Float64Array(count);
    this.distance = { first: doubles(), second: doubles(), tie: doubles(), depth: new Int32Array(count) };
    [this.parent, this.parentEdge, this.state] = [new Int32Array(count), new Int32Array(count), new Int32Array(count)];
    this.heap = new IndexedHeap(this.distance, count);
    this.flow = new Int32Array(edges);
    [this.split, this.carries] = [new Uint8Array(vertices), new Uint8Array(vertices)];
  }

  /** No flow at all. */
  forget(endA: Int32Array, endB: Int32Array): void {
    for (const edge of this.used) {
      this.flow[edge] = 0;
      for (const pop of [endA[edge]!, endB[edge]!]) this.split[pop] = this.carries[pop] = 0;
    }
    this.used.clear();
  }

  /** @returns the state of a vertex that a new search reaches */
  restart(): number {
    this.heap.clear();
    if (this.search === 0x3fffffff) {
      this.state.fill(0);
      this.search = 0;
    }
    return 2 * ++this.search;
  }
}
