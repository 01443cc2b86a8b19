import type { Type } from '@nestjs/common';
import type { ProcessRunner, AnyStoredEvent } from '@carriermesh/platform-processes';
import type { EventType } from '@carriermesh/wire';
import type { View } from '@carriermesh/platform-readmodel';

/**
 * A service is a value, and this is its table of contents. Every class named here is made by Nest and may inject what
 * `tokens.ts` names, and one another.
 */
export interface ServiceDefinition {
  readonly name: string;
  /** Classes marked `@Handles(rpc)` or `@HandlesInbound(kind)`. */
  readonly handlers: readonly Type[];
  /** Promises across contexts. */
  readonly processes?: readonly Type<ProcessRunner<any, any, any, any>>[];
  /** Rows in this context's own schema, or a structure in memory. */
  readonly views?: readonly Type<View<any> | MemoryView>[];
  /** What this context writes because of another's event; idempotent, since events come at least once. */
  readonly reactions?: readonly Type<Reaction>[];
  /** Other classes that the ones above inject. */
  readonly providers?: readonly Type[];
  /**
   * Nobody waits for what its readers do, or is told of it early: a run of theirs begins so many milliseconds after the one before, since a
   * transaction that writes the rows of many orders costs little more than that of one.
   */
  readonly gathersMs?: number;
  /** It keeps what it knows of people encrypted, and is given the master key for that. */
  readonly keepsPersonalData?: true;
  /** Event types of any context that this service acts on; tidy compares it with what views, reactions and processes want. */
  readonly listens: readonly EventType[];
  /** Event types that this service alone writes. */
  readonly publishes: readonly EventType[];
}

export const defineService = (definition: ServiceDefinition): ServiceDefinition => definition;

/** An event without its id, metadata and recording time: many are read at each start, and these are more than half of their bytes. */
export type Fact<E extends AnyStoredEvent = AnyStoredEvent> = E extends AnyStoredEvent ? Omit<E, 'eventId' | 'metadata' | 'recordedAt'> : never;

/** A view kept in memory because its queries must be fast; it is filled from the ledger's beginning at every start. */
export interface MemoryView {
  readonly kind: 'memory';
  readonly name: string;
  readonly listens: readonly EventType[];
  /** Must not throw for any event that is in the ledger: a damaged one is left out and logged. */
  readonly apply: (event: Fact) => void;
  /** Called after a run of events, also of types not listened to, with the last position seen. */
  advancedTo?(position: bigint): void;
  /** What waits for an operator, a sentence each: `carriermesh status` shows it for as long as it is told. */
  alarms?(): readonly string[];
  /** Numbers for `/metrics`, by their names. */
  metrics?(): Readonly<Record<string, number>>;
}

export interface Reaction {
  readonly name: string;
  readonly listens: readonly EventType[];
  handle(event: AnyStoredEvent): Promise<void>;
  /** Called once at each start, when everything that the ledger held then was taken, and before the first request is. */
  caughtUp?(): Promise<void>;
}
