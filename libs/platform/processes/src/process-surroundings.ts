import type { DomainEvent } from '@carriermesh/decider';
import type { Instant } from '@carriermesh/kernel';
import type { CallContext } from '@carriermesh/platform-bus';
import type { AppendResult, ExpectedRevision } from '@carriermesh/platform-ledger';
import type { Logger } from '@carriermesh/platform-telemetry';
import type { Timers } from '@carriermesh/platform-time';
import type { ProcessActor } from './process-actor.js';
import type { AnyStoredEvent } from './stored-event.js';

/** What the engine needs of the ledger; the chassis's TypedLedger is it. */
export interface StepLedger {
  load(stream: string): Promise<{ readonly events: readonly AnyStoredEvent[]; readonly revision: ExpectedRevision }>;
  commit(
    appends: readonly { stream: string; expected: ExpectedRevision | 'any'; events: readonly DomainEvent[] }[],
    context: CallContext,
  ): Promise<AppendResult>;
}

/** Which processes were begun and have not been seen to end. An accelerator: the streams are the truth. */
export interface ProcessIndex {
  open(): Promise<readonly { readonly name: string; readonly id: string }[]>;
  /**
   * Lists one that was seen to end, and may have something to do again after `revision`. Must be done before that is on record, or before the
   * bookmark of the event that led to it is: with that it may be as durable as what the same database writes later.
   */
  reopen(name: string, id: string, revision: number, until: 'durable' | 'ordered'): Promise<void>;
  /** Takes one off the list that has ended as of `revision`; not if it was reopened after that, by whatever instance. */
  close(name: string, id: string, revision: number): Promise<void>;
}

/** What an actor may touch. */
export interface ProcessSurroundings {
  readonly service: string;
  readonly ledger: StepLedger;
  readonly clock: { now(): Instant };
  readonly timers: Timers;
  readonly log: Logger;
  readonly signal: AbortSignal;
  settled(actor: ProcessActor): void;
  /** Lists it, as it is known at this revision. */
  reopen(revision: number, until: 'durable' | 'ordered'): Promise<void>;
}
