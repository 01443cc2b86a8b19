import type { HeapKeys } from './heap.js';

export const NONE = -1;

/** Labels in columns: each is one way to reach a PoP. A label is a number; its trail is read backwards over `parent`. */
export class LabelStore {
  static readonly INITIAL = 256;

  count = 0;
  /** How many limited figures each label keeps, side by side in `spent`. */
  width = 0;
  pop = new Int32Array(LabelStore.INITIAL);
  parent = new Int32Array(LabelStore.INITIAL);
  edge = new Int32Array(LabelStore.INITIAL);
  /** The label that was at the same PoP before this one. */
  older = new Int32Array(LabelStore.INITIAL);
  dead = new Uint8Array(LabelStore.INITIAL);
  /** Bits of the required providers met, and of the watched PoPs visited: see elementary.ts. */
  met = new Int32Array(LabelStore.INITIAL);
  watched = new Int32Array(LabelStore.INITIAL);
  first = new Float64Array(LabelStore.INITIAL);
  second = new Float64Array(LabelStore.INITIAL);
  tie = new Float64Array(LabelStore.INITIAL);
  spent = new Float64Array(0);
  /** How many words of bits each label keeps of the units that are free along its trail, side by side in `units`. */
  words = 0;
  units = new Int32Array(0);
  /** What the whole path weighs at least if it goes on from here: the heap's order. */
  readonly keys: HeapKeys = {
    first: new Float64Array(LabelStore.INITIAL),
    second: new Float64Array(LabelStore.INITIAL),
    tie: new Float64Array(LabelStore.INITIAL),
    depth: new Int32Array(LabelStore.INITIAL),
  };

  clear(width: number, words: number): void {
    this.count = 0;
    [this.width, this.words] = [width, words];
    if (this.spent.length < width * this.pop.length) this.spent = new Float64Array(width * this.pop.length);
    if (this.units.length < words * this.pop.length) this.units = new Int32Array(words * this.pop.length);
  }

  /** @returns the new label, whose figures and heap keys are the caller's to set */
  add(pop: number, parent: number, edge: number, older: number): number {
    if (this.count === this.pop.length) this.grow();
    const label = this.count++;
    this.pop[label] = pop;
    this.parent[label] = parent;
    this.edge[label] = edge;
    this.older[label] = older;
    this.dead[label] = 0;
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

  /** The edges of the trail that ends with `edge` out of `parent`, the last one first. */
  trail(parent: number, edge: number): number[] {
    const edges: number[] = [];
    for (let [label, last] = [parent, edge]; ; [last, label] = [this.edge[label]!, this.parent[label]!]) {
      if (last !== NONE) edges.push(last);
      if (label === NONE) return edges;
    }
  }

  private grow(): void {
    const room = 2 * this.count;
    this.pop = into(this.pop, new Int32Array(room));
    this.parent = into(this.parent, new Int32Array(room));
    this.edge = into(this.edge, new Int32Array(room));
    this.older = into(this.older, new Int32Array(room));
    this.dead = into(this.dead, new Uint8Array(room));
    this.met = into(this.met, new Int32Array(room));
    this.watched = into(this.watched, new Int32Array(room));
    this.first = into(this.first, new Float64Array(room));
    this.second = into(this.second, new Float64Array(room));
    this.tie = into(this.tie, new Float64Array(room));
    this.spent = into(this.spent, new Float64Array(Math.max(room * this.width, this.spent.length)));
    this.units = into(this.units, new Int32Array(Math.max(room * this.words, this.units.length)));
    this.keys.first = into(this.keys.first, new Float64Array(room));
    this.keys.second = into(this.keys.second, new Float64Array(room));
    this.keys.tie = into(this.keys.tie, new Float64Array(room));
    this.keys.depth = into(this.keys.depth, new Int32Array(room));
  }
}

function into<A extends { set(from: A): void }>(column: A, longer: A): A {
  longer.set(column);
  return longer;
}
