import type { StreamAppend } from './ledger.port.js';

/** Streams whose head is remembered at most, and half of them at least; those that were written longest ago are forgotten first. */
export const MAX_KNOWN_HEADS = 50_000;

/**
 * The last revisions of streams that this process has written: an append that expects just that need not have it looked up, which is
 * a quarter of its cost. It is a guess all the same, since other processes write too, and the unique index on (stream, revision)
 * refuses a wrong one. Only a gap it would not refuse, so that nothing may be remembered from one connection to the next: a database
 * that came back from an older copy has lost heads that were known.
 */
export class KnownHeads {
  // Two halves, of which the older one is let go as a whole: a map from which each append deleted would be copied again and again.
  private recent = new Map<string, number>();
  private older = new Map<string, number>();

  /**
   * What the append may take for the stream's head without a look: what its writer expects, if that is all that is known, and what is known
   * where he expects nothing. A new stream needs no knowledge. `undefined`: it has to be looked up.
   */
  headFor(stream: string, expected: StreamAppend['expected']): number | 'none' | undefined {
    if (expected === 'none') return expected;
    const known = this.recent.get(stream) ?? this.older.get(stream);
    return expected === 'any' || expected === known ? known : undefined;
  }

  note(revisions: ReadonlyMap<string, number>): void {
    revisions.forEach((revision, stream) => this.recent.set(stream, revision));
    if (this.recent.size < MAX_KNOWN_HEADS / 2) return;
    this.older = this.recent;
    this.recent = new Map();
  }

  forget(append: readonly StreamAppend[]): void {
    for (const { stream } of append) {
      this.recent.delete(stream);
      this.older.delete(stream);
    }
  }

  forgetAll(): void {
    this.recent = new Map();
    this.older = new Map();
  }
}
