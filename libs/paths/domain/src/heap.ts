/** By what a heap orders its items; the arrays belong to its user, who may replace them by longer copies. */
export interface HeapKeys {
  first: Float64Array;
  second: Float64Array;
  tie: Float64Array;
  /** Lets the shallower of two equal labels out first: see constrained.ts. */
  depth: Int32Array;
}

/** A 4-ary heap of small integers that knows where each one is, so that a key can decrease in place. */
export class IndexedHeap {
  private items = new Int32Array(64);
  private places: Int32Array<ArrayBuffer>;
  private count = 0;

  constructor(
    private readonly keys: HeapKeys,
    expected: number,
  ) {
    this.places = new Int32Array(expected).fill(-1);
  }

  get isEmpty(): boolean {
    return this.count === 0;
  }

  /** Forgets everything; items that were still inside may be pushed again. */
  clear(): void {
    for (let index = 0; index < this.count; index++) this.places[this.items[index]!] = -1;
    this.count = 0;
  }

  /** Adds the item, or moves it up after its key has decreased. */
  push(item: number): void {
    if (item >= this.places.length) this.places = grown(this.places, item + 1);
    let place = this.places[item]!;
    if (place === -1) {
      if (this.count === this.items.length) this.items = grown(this.items, this.count + 1);
      place = this.count++;
    }
    this.rise(item, place);
  }

  /** Removes the least item. The heap must not be empty. */
  pop(): number {
    const least = this.items[0]!;
    this.places[least] = -1;
    const last = this.items[--this.count]!;
    if (this.count > 0) this.sink(last);
    return least;
  }

  private rise(item: number, from: number): void {
    const { items, places } = this;
    let place = from;
    while (place > 0) {
      const above = (place - 1) >> 2;
      const parent = items[above]!;
      if (!this.before(item, parent)) break;
      items[place] = parent;
      places[parent] = place;
      place = above;
    }
    items[place] = item;
    places[item] = place;
  }

  private sink(item: number): void {
    const { items, places, count } = this;
    let place = 0;
    for (;;) {
      const from = 4 * place + 1;
      if (from >= count) break;
      const until = Math.min(from + 4, count);
      let best = from;
      for (let child = from + 1; child < until; child++) if (this.before(items[child]!, items[best]!)) best = child;
      const child = items[best]!;
      if (!this.before(child, item)) break;
      items[place] = child;
      places[child] = place;
      place = best;
    }
    items[place] = item;
    places[item] = place;
  }

  private before(a: number, b: number): boolean {
    const { first, second, tie, depth } = this.keys;
    if (first[a] !== first[b]) return first[a]! < first[b]!;
    if (second[a] !== second[b]) return second[a]! < second[b]!;
    if (tie[a] !== tie[b]) return tie[a]! < tie[b]!;
    return depth[a]! < depth[b]!;
  }
}

function grown(array: Int32Array, atLeast: number): Int32Array<ArrayBuffer> {
  const longer = new Int32Array(Math.max(atLeast, array.length * 2)).fill(-1);
  longer.set(array);
  return longer;
}
