import type { StreamAppend } from './ledger.port.js';

/** Streams whose head is remembered; the one that was written longest ago is forgotten first. */
export const MAX_KNOWN_HEADS = 50_000;

/**
 * The last revisions of streams that this process has written: an append that expects just that need not have it looked up, which is
 * a quarter of its cost. It is a guess all the same, since other processes write too, and the unique index on (stream, revision)
 * refuses a wrong one. Only a gap it would not refuse, so that nothing may be remembered from one connection to the next: a database
 * that came back from an older copy has lost heads that were known.
 */
export class KnownHeads {
  private readonly heads = new Map<string, number>();

  /** Whether the stream stands, as far as is known, where the writer expects it. A new stream needs no knowledge. */
  isAt(stream: string, expected: StreamAppend['expected']): boolean {
    return expected !== 'any' && (expected === 'none' || this.heads.get(stream) === expected);
  }

  note(revisions: ReadonlyMap<string, number>): void {
    for (const [stream, revision] of revisions) {
      this.heads.delete(stream);
      this.heads.set(stream, revision);
    }
    for (const stream of this.heads.keys()) {
      if (this.heads.size <= MAX_KNOWN_HEADS) return;
      this.heads.delete(stream);
    }
  }

  forget(append: readonly StreamAppend[]): void {
    for (const { stream } of append) this.heads.delete(stream);
  }

  forgetAll(): void {
    this.heads.clear();
  }
}
