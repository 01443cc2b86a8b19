import { OperationalError } from '@carriermesh/platform-errors';
import type { Position, RecordedEvent } from '@carriermesh/platform-ledger';
import type { Instant } from '@carriermesh/kernel';
import type { Transaction } from 'kysely';

/** A read model: what it listens to and how each event changes its rows. `DB` names its tables, in kysely's way; a bigint column is a bigint. */
export interface View<DB = any> {
  readonly name: string;
  /** Views of one context share the schema `view_<context>`, and no other context reads it. */
  readonly context: string;
  /** Raise it whenever `migrate`, `listens` or `apply` change what the rows would be: the view is then rebuilt from the first event. */
  readonly version: number;
  /** Plain SQL that creates the view's tables, with their indexes, in the schema that it is run in. Empty for a reader that keeps a place alone. */
  readonly migrate: string;
  /** Schema names of events, `contracting.v1.QuoteOffered`; others pass by. */
  readonly listens: readonly string[];
  /**
   * Of the types that it listens to, the events that change its rows; the others pass without a transaction. Pure, like `apply`,
   * which has to bear the others all the same.
   */
  readonly concerns?: (event: RecordedEvent) => boolean;
  /**
   * Changes rows through `tx` and does nothing else: it may run again after a rollback. Clock, chance and other
   * views are out of bounds, or a rebuild would give other rows than the first time.
   */
  apply(event: RecordedEvent, tx: Transaction<DB>): Promise<void>;
  /**
   * The same for events that follow one another, in fewer statements: the rows have to become what they do one event at a time. What
   * fails is rolled back and done again by `apply`, which finds the event that can't be taken.
   */
  applyAll?(events: readonly RecordedEvent[], tx: Transaction<DB>): Promise<void>;
}

/** Where the events come from that a view is built of: the ledger, from its first one on. */
export interface ViewEvents {
  head(): Promise<Position>;
  /** In order, those of these types at least, after `after` up to `upTo`, which `head` or a view's checkpoint has given; each answer is done with before the next is asked for. */
  read(span: { readonly after: Position; readonly upTo: Position; readonly types: readonly string[] }): AsyncIterable<readonly RecordedEvent[]>;
}

/** How far a view is that is being built. */
export interface BuildProgress {
  /** Events that it was built of so far. */
  readonly events: number;
  readonly position: Position;
  /** Of the ledger, as it was last seen. */
  readonly head: Position;
}

/** What a reader of the ledger hands to a view: everything after `after` up to and including `upTo`, in ledger order. */
export interface EventBatch {
  readonly after: Position;
  readonly events: readonly RecordedEvent[];
  readonly upTo: Position;
}

/** An aggregate that a view stopped to follow, because it could not take one of its events. */
export interface ParkedStream {
  readonly stream: string;
  /** Of the event that could not be taken; none of the stream's later ones was applied either. */
  readonly position: Position;
  readonly eventId: string;
  readonly error: string;
  readonly parkedAt: Instant;
}

/** What a reader of the ledger needs of the place where views are kept; `ReadModelStore` is it. */
export interface ViewStore {
  /**
   * Makes sure that the view is in its place, and whole: where it is missing, or of an older version, it is built of the events and then
   * put there. Without events it begins with nothing at the ledger's start.
   */
  prepare(view: View<any>, events?: ViewEvents, onProgress?: (progress: BuildProgress) => void): Promise<void>;
  /** The last position whose effects are in the view. */
  checkpoint(view: View<any>): Promise<Position>;
  /** Applies to each view what it has not seen and moves its checkpoint to `upTo`, all in one step; answers in their order. */
  applyBatches(batches: readonly ViewBatch[]): Promise<readonly Applied[]>;
  parking(view: View<any>): Promise<Parking>;
}

/** One view's part of a transaction. */
export interface ViewBatch extends EventBatch {
  readonly view: View<any>;
  /** Go nowhere when what is parked has changed since this mark. */
  readonly parkedMark?: bigint;
}

/** Where a view is now, and what it does not take there. */
export interface Applied {
  readonly position: Position;
  readonly parking: Parking;
}

/** What a view does not take: whole streams, and single events that an operator gave up. */
export interface Parking {
  /** Stands for this state and no other: by it one notices that something was parked, taken up or given up. */
  readonly mark: bigint;
  readonly streams: ReadonlySet<string>;
  readonly dropped: ReadonlySet<string>;
}

/** Somebody took a view's checkpoint or tables away. It is rebuilding, and answers nothing, until it is prepared again. */
export class ViewGone extends OperationalError {
  constructor(
    readonly view: View<any>,
    missing: readonly string[],
  ) {
    super('rebuilding', `view ${view.name} is rebuilding: it lost ${missing.length > 0 ? missing.join(', ') : 'its checkpoint'}`);
  }
}
