interface Entry {
  readonly atMs: number;
  readonly order: number;
  work: (() => void) | undefined;
}

/** What is to happen, and when, in virtual time: a heap by time, and by who asked first among those of the same time. */
export class Agenda {
  private readonly heap: Entry[] = [];
  private asked = 0;
  nowMs = 0;

  /** How many things were ever put on it. */
  get planned(): number {
    return this.asked;
  }

  after(ms: number, work: () => void): () => void {
    const entry: Entry = { atMs: this.nowMs + Math.max(0, ms), order: this.asked++, work };
    this.push(entry);
    return () => (entry.work = undefined);
  }

  /** The next thing that happens, with the time moved to it; `undefined` when nothing is left up to `untilMs`, where the time then stands. */
  next(untilMs: number): (() => void) | undefined {
    for (let first = this.heap[0]; first !== undefined && first.atMs <= untilMs; first = this.heap[0]) {
      this.pop();
      if (first.work === undefined) continue;
      this.nowMs = first.atMs;
      return first.work;
    }
    this.nowMs = Math.max(this.nowMs, untilMs);
    return undefined;
  }

  private push(entry: Entry): void {
    const { heap } = this;
    let index = heap.length;
    heap.push(entry);
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (isBefore(heap[parent] as Entry, entry)) break;
      heap[index] = heap[parent] as Entry;
      index = parent;
    }
    heap[index] = entry;
  }

  private pop(): void {
    const { heap } = this;
    const last = heap.pop() as Entry;
    const count = heap.length;
    if (count === 0) return;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= count) break;
      if (child + 1 < count && isBefore(heap[child + 1] as Entry, heap[child] as Entry)) child += 1;
      if (isBefore(last, heap[child] as Entry)) break;
      heap[index] = heap[child] as Entry;
      index = child;
    }
    heap[index] = last;
  }
}

const isBefore = (a: Entry, b: Entry): boolean => a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order);
