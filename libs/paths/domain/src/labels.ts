import type { HeapKeys } from './heap.js';

/** One way to reach a PoP, as it is added. */
export interface Label {
  readonly pop: number;
  readonly parent: number;
  readonly edge: number;
  readonly first: number;
  readonly second: number;
  readonly tie: number;
}

export const NONE = -1;

/** Labels in columns. A label is a number; its trail is read backwards over `parent`. */
export class LabelStore {
  static readonly INITIAL = 256;

  count = 0;
  pop = new Int32Array(LabelStore.INITIAL);
  parent = new Int32Array(LabelStore.INITIAL);
  edge = new Int32Array(LabelStore.INITIAL);
  /** The label that was at the same PoP before this one. */
  older = new Int32Array(LabelStore.INITIAL);
  dead = new Uint8Array(LabelStore.INITIAL);
  first = new Float64Array(LabelStore.INITIAL);
  second = new Float64Array(LabelStore.INITIAL);
  tie = new Float64Array(LabelStore.INITIAL);
  /** What the whole path weighs at least if it goes on from here: the heap's order. */
  readonly keys: HeapKeys = {
    first: new Float64Array(LabelStore.INITIAL),
    second: new Float64Array(LabelStore.INITIAL),
    tie: new Float64Array(LabelStore.INITIAL),
    depth: new Int32Array(LabelStore.INITIAL),
  };

  clear(): void {
    this.count = 0;
  }

  /** @returns the new label, whose heap keys are the caller's to set */
  add({ pop, parent, edge, first, second, tie }: Label, older: number): number {
    if (this.count === this.pop.length) this.grow();
    const label = this.count++;
    this.pop[label] = pop;
    this.parent[label] = parent;
    this.edge[label] = edge;
    this.older[label] = older;
    this.dead[label] = 0;
    this.first[label] = first;
    this.second[label] = second;
    this.tie[label] = tie;
    this.keys.depth[label] = parent === NONE ? 0 : this.keys.depth[parent]! + 1;
    return label;
  }

  /**
   * Orders two trails that end at the same PoP with the same number of PoPs: by the PoPs from the start, then by the edges.
   * Walking backwards, the last difference met is the one nearest to the start.
   */
  compareTrails(label: number, parent: number, edge: number): number {
    let [ownParent, ownEdge, otherParent, otherEdge] = [this.parent[label]!, this.edge[label]!, parent, edge];
    let byPops = 0;
    let byEdges = ownEdge - otherEdge;
    while (ownParent !== otherParent) {
      byPops = this.pop[ownParent]! - this.pop[otherParent]! || byPops;
      [ownEdge, otherEdge] = [this.edge[ownParent]!, this.edge[otherParent]!];
      byEdges = ownEdge - otherEdge || byEdges;
      [ownParent, otherParent] = [this.parent[ownParent]!, this.parent[otherParent]!];
    }
    return byPops || byEdges;
  }

  private grow(): void {
    this.pop = twice(this.pop, new Int32Array(2 * this.count));
    this.parent = twice(this.parent, new Int32Array(2 * this.count));
    this.edge = twice(this.edge, new Int32Array(2 * this.count));
    this.older = twice(this.older, new Int32Array(2 * this.count));
    this.dead = twice(this.dead, new Uint8Array(2 * this.count));
    this.first = twice(this.first, new Float64Array(2 * this.count));
    this.second = twice(this.second, new Float64Array(2 * this.count));
    this.tie = twice(this.tie, new Float64Array(2 * this.count));
    this.keys.first = twice(this.keys.first, new Float64Array(2 * this.count));
    this.keys.second = twice(this.keys.second, new Float64Array(2 * this.count));
    this.keys.tie = twice(this.keys.tie, new Float64Array(2 * this.count));
    this.keys.depth = twice(this.keys.depth, new Int32Array(2 * this.count));
  }
}

function twice<A extends { set(from: A): void }>(column: A, longer: A): A {
  longer.set(column);
  return longer;
}
