import type { HeapKeys } from './heap.js';

/**
 * A 4-ary heap of labels. A label is pushed once and its key never changes, so nobody has to know where it stands; the
 * first figure of the key lies in the heap itself, because most comparisons need no more.
 */
export class LabelHeap {
  private items = new Int32Array(256);
  private firsts = new Float64Array(256);
  private count = 0;

  constructor(private readonly keys: HeapKeys) {}

  get isEmpty(): boolean {
    return this.count === 0;
  }

  clear(): void {
    this.count = 0;
  }

  push(label: number, first: number): void {
    if (this.count === this.items.length) this.grow();
    const { items, firsts } = this;
    let place = this.count++;
    while (place > 0) {
      const above = (place - 1) >> 2;
      const parent = firsts[above]!;
      if (first > parent || (first === parent && !this.tieBefore(label, items[above]!))) break;
      items[place] = items[above]!;
      firsts[place] = parent;
      place = above;
    }
    items[place] = label;
    firsts[place] = first;
  }

  /** Removes the least label. The heap must not be empty. */
  pop(): number {
    const least = this.items[0]!;
    const count = --this.count;
    if (count > 0) this.sink(this.items[count]!, this.firsts[count]!, count);
    return least;
  }

  private sink(label: number, first: number, count: number): void {
    const { items, firsts } = this;
    let place = 0;
    for (;;) {
      const from = 4 * place + 1;
      if (from >= count) break;
      const until = from + 4 < count ? from + 4 : count;
      let best = from;
      let bestFirst = firsts[from]!;
      for (let child = from + 1; child < until; child++) {
        const value = firsts[child]!;
        if (value < bestFirst || (value === bestFirst && this.tieBefore(items[child]!, items[best]!))) {
          best = child;
          bestFirst = value;
        }
      }
      if (first < bestFirst || (first === bestFirst && !this.tieBefore(items[best]!, label))) break;
      items[place] = items[best]!;
      firsts[place] = bestFirst;
      place = best;
    }
    items[place] = label;
    firsts[place] = first;
  }

  /** Of two labels with the same first figure. */
  private tieBefore(a: number, b: number): boolean {
    const { second, tie, depth } = this.keys;
    if (second[a] !== second[b]) return second[a]! < second[b]!;
    if (tie[a] !== tie[b]) return tie[a]! < tie[b]!;
    return depth[a]! < depth[b]!;
  }

  private grow(): void {
    const items = new Int32Array(2 * this.items.length);
    items.set(this.items);
    this.items = items;
    const firsts = new Float64Array(2 * this.firsts.length);
    firsts.set(this.firsts);
    this.firsts = firsts;
  }
}
