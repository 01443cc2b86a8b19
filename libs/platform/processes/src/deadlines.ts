/** Entries that no longer hold are swept out when they are more than those that do, and more than these. */
const FEW = 64;

interface Entry<T> {
  readonly at: bigint;
  readonly of: T;
}

/** What waits for a time each, soonest first: a look at it costs what is due, however much waits. */
export class Deadlines<T> {
  private heap: Entry<T>[] = [];
  private readonly current = new Map<T, Entry<T>>();

  /** How many wait. */
  get size(): number {
    return this.current.size;
  }

  /** @param at in place of the time that it waited for; `undefined` where it waits for none */
  set(of: T, at: bigint | undefined): void {
    if (this.current.get(of)?.at === at) return;
    this.current.delete(of);
    if (at === undefined) return;
    const entry = { at, of };
    this.current.set(of, entry);
    if (this.heap.length > FEW + 2 * this.current.size) this.sweep();
    else this.rise(entry);
  }

  /** Takes off, in the order of their times, what was to be done by then. */
  takeDue(now: bigint): T[] {
    const due: T[] = [];
    for (let [first] = this.heap; first !== undefined && first.at <= now; [first] = this.heap) {
      this.removeFirst();
      if (this.current.get(first.of) !== first) continue;
      this.current.delete(first.of);
      due.push(first.of);
    }
    return due;
  }

  private sweep(): void {
    this.heap = [...this.current.values()].sort((a, b) => (a.at < b.at ? -1 : Number(a.at > b.at)));
  }

  private removeFirst(): void {
    const last = this.heap.pop();
    if (last !== undefined && this.heap.length > 0) this.sink(last);
  }

  private rise(entry: Entry<T>): void {
    const { heap } = this;
    let at = heap.length;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if ((heap[above] as Entry<T>).at <= entry.at) break;
      heap[at] = heap[above] as Entry<T>;
      at = above;
    }
    heap[at] = entry;
  }

  private sink(entry: Entry<T>): void {
    const { heap } = this;
    let at = 0;
    for (let below = 1; below < heap.length; below = 2 * at + 1) {
      const other = below + 1;
      if (other < heap.length && (heap[other] as Entry<T>).at < (heap[below] as Entry<T>).at) below = other;
      if ((heap[below] as Entry<T>).at >= entry.at) break;
      heap[at] = heap[below] as Entry<T>;
      at = below;
    }
    heap[at] = entry;
  }
}
