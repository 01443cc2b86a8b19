import type { Edge } from '@carriermesh/paths-domain';

/** So many updates can be taken back: ten seconds of 10,000 a second. Older revisions are answered by the same lines fed in anew. */
export const MAX_HISTORY = 100_000;

/** What links were before each of the latest updates, in a ring. */
export class History {
  private readonly before: Edge[] = [];
  private next = 0;

  get length(): number {
    return this.before.length;
  }

  add(edge: Edge): void {
    this.before[this.next] = edge;
    this.next = (this.next + 1) % MAX_HISTORY;
  }

  /** The newest one first. */
  latest(count: number): Edge[] {
    return Array.from({ length: count }, (_, back) => this.before[(this.next - 1 - back + MAX_HISTORY) % MAX_HISTORY]!);
  }
}
