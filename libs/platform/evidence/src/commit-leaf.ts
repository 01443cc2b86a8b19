import { hash } from 'node:crypto';
import { eventBytes, type Position, type RecordedEvent } from '@carriermesh/platform-ledger';
import { leafHash, type Hash } from './merkle-tree.js';

/** Positions of one commit share everything above these bits (decision 2). */
const ORDINAL_BITS = 20n;

/** What all events of one commit have in common, and no other commit has. */
export const commitOf = (position: Position): bigint => position >> ORDINAL_BITS;

export const eventHash = (event: RecordedEvent): Hash => eventBytesHash(eventBytes(event));
export const eventBytesHash = (bytes: Uint8Array): Hash => hash('sha256', bytes, 'buffer');

/** The leaf of a commit: over its events' hashes, in order. */
export const commitLeaf = (hashes: readonly Hash[]): Hash => leafHash(Buffer.concat(hashes));

/** A commit as the ledger shows it. */
export interface Commit<E> {
  readonly events: readonly E[];
  /** Position of its last event. */
  readonly position: Position;
}

/**
 * Puts events that come in ledger order together into commits. The last commit is held back until something after it comes:
 * a run may end in its middle.
 */
export class CommitGrouper<E extends { readonly position: Position }> {
  private pending: E[] = [];

  push(event: E): Commit<E> | undefined {
    const first = this.pending[0];
    if (first === undefined || commitOf(first.position) === commitOf(event.position)) {
      this.pending.push(event);
      return undefined;
    }
    const whole = this.flush();
    this.pending = [event];
    return whole;
  }

  /** The commit held back, when it is known that it is whole: the ledger shows nothing after it, and shows commits whole. */
  flush(): Commit<E> | undefined {
    const last = this.pending.at(-1);
    if (last === undefined) return undefined;
    const commit = { events: this.pending, position: last.position };
    this.pending = [];
    return commit;
  }
}
