import type { Instant } from '@carriermesh/kernel';

/** A place in the ledger's commit order. Positions grow and are never reused; they are not contiguous. */
export type Position = bigint;

/** Before the first event. */
export const LEDGER_START: Position = 0n;

/** An event as a caller hands it over. `payload` is stored byte for byte: it is what was hashed and signed. */
export interface NewEvent {
  /** UUID; the same id appended again is the same event (a retry after an unknown outcome), never a second one. */
  readonly eventId: string;
  /** Schema name: `contracting.v1.QuoteOffered`. */
  readonly type: string;
  readonly payload: Uint8Array;
  readonly metadata: EventMetadata;
}

export interface EventMetadata {
  /** The order, batch or other root that this event belongs to: what a trace and a dispute are searched by. */
  readonly correlationId: string;
  /** The id of the event or command that caused this one. */
  readonly causationId: string;
  /** Who made it happen: `provider:Ai3`, `buyer:acme`, `process:order-fulfilment`. */
  readonly actor: string;
  /** When the deciding service says that it happened (the mesh's clock). */
  readonly occurredAt: Instant;
  /** W3C trace context of the span that appended it. */
  readonly traceparent?: string;
}

export interface RecordedEvent extends NewEvent {
  readonly stream: string;
  /** 0 for the first event of a stream, then contiguous (invariant I9). */
  readonly revision: number;
  readonly position: Position;
  /** The database's own time of the commit's statement. */
  readonly recordedAt: Instant;
}

/** The revision that the writer decided on: the stream's last one, or that there is no such stream. */
export type ExpectedRevision = number | 'none';

/** One stream's part of a commit. */
export interface StreamAppend {
  readonly stream: string;
  readonly expected: ExpectedRevision | 'any';
  readonly events: readonly NewEvent[];
}

export type AppendResult =
  | { readonly kind: 'appended'; readonly position: Position; readonly revisions: ReadonlyMap<string, number>; readonly recordedAt: Instant }
  | RevisionConflict;

/** Somebody else wrote first: load again, decide again. Nothing of the commit was written. */
export interface RevisionConflict {
  readonly kind: 'revision-conflict';
  readonly stream: string;
  readonly expected: ExpectedRevision | 'any';
  readonly actual: ExpectedRevision;
}

/**
 * The audit trail and the contract register. Adapters: PostgreSQL, KurrentDB (libs/platform/ledger-kurrentdb); a simulated one
 * follows, on the same contract suite. The tree that proves its history is kept beside it, from `readAll` (libs/platform/evidence).
 */
export interface Ledger {
  /**
   * Writes all appends in one commit or none of them, and answers after the database has made the commit durable.
   * Retrying with the same event ids after an unknown outcome answers `appended` again and writes nothing twice.
   * @throws OperationalError `unavailable` when the outcome is unknown or the database can't be reached: retry
   */
  append(appends: readonly StreamAppend[]): Promise<AppendResult>;
  /** A stream's events in revision order; empty when there is no such stream. */
  readStream(stream: string, fromRevision?: number): Promise<readonly RecordedEvent[]>;
  /** The same for many streams in one round trip. Streams that do not exist have no entry. */
  readStreams(streams: readonly string[]): Promise<ReadonlyMap<string, readonly RecordedEvent[]>>;
  /**
   * Events after `after` in commit order, at most `limit`. Never skips: an event that a running transaction might still
   * put before a returned one holds the answer back.
   */
  readAll(after: Position, limit: number): Promise<readonly RecordedEvent[]>;
  /** The position of the last event that `readAll` would return now; `LEDGER_START` when empty. */
  head(): Promise<Position>;
  /**
   * The position of the last event that was committed, also while `readAll` holds it back behind a running transaction. Whoever concludes from what he did not
   * read that it did not happen has to have read up to here.
   */
  tip(): Promise<Position>;
  /** Calls back soon after something was committed; a net of polling stays the caller's business. */
  onCommit(wake: () => void): () => void;
  close(): Promise<void>;
}
