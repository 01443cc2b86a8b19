import type { Transaction } from 'kysely';
import type { RecordedEvent } from '@carriermesh/platform-ledger';

/**
 * A read model in rows: what some queries want to know, derived from events and from nothing else. Applying the ledger from
 * its beginning gives the same rows as applying each event when it came.
 */
export interface View<DB = any> {
  readonly name: string;
  /** The bounded context whose schema the rows live in. */
  readonly context: string;
  /** Raise it whenever `migrate` or `apply` changes: the rows are then dropped and built again from the ledger. */
  readonly version: number;
  /** Plain SQL that makes the tables, unqualified: the schema is on the search path. */
  readonly migrate: string;
  /** Types of the events that `apply` wants. */
  readonly listens: readonly string[];
  /** Writes through `tx` alone. An error that is not the database's parks the event's stream for this view. */
  apply(event: RecordedEvent, tx: Transaction<DB>): Promise<void>;
}

/** A stream that a view could not follow, and the first event that it choked on. */
export interface ParkedStream {
  readonly stream: string;
  readonly position: bigint;
  readonly type: string;
  readonly error: string;
}
