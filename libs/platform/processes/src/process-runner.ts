import type { DomainEvent, Process } from '@carriermesh/decider';
import type { CallContext } from '@carriermesh/platform-bus';
import type { Begun } from './loaded.js';
import type { AnyStoredEvent } from './stored-event.js';

/** What lets a process live: where its stream is, which events concern it, and how its effects are done. */
export interface ProcessRunner<S, I, E extends DomainEvent, X> {
  readonly process: Process<S, I, E, X>;
  /** Its stream is `<category>-<id>`. */
  readonly category: string;
  /** Event types, of this and other contexts, that `route` wants to see. */
  readonly listens: readonly string[];
  /** The process that an event concerns, and what it means to it, which is asked for where it is given to it alone. Must be pure and total over `listens`. */
  route(event: AnyStoredEvent): { readonly id: string; readonly input: I } | undefined;
  /**
   * Begins what an effect of a step asks of others while the step is being put on record; `perform` is called once it is, and never for a step
   * that is not taken. Only for what may be asked twice, and is given back by what else becomes of the process.
   */
  prepare?(effect: X & { readonly key: string }, call: EffectCall): void;
  /**
   * Does one effect and answers with the input it led to. Called again after a crash, and again after it threw an
   * OperationalError that can be retried, so it must be idempotent by `effect.key`.
   */
  perform(effect: X & { readonly key: string }, call: EffectCall): Promise<I>;
}

export interface EffectCall {
  readonly processId: string;
  /** For requests on the bus: actor, correlation and trace of the process. */
  readonly context: CallContext;
  /** Aborted when the service shuts down. */
  readonly signal: AbortSignal;
}

/** The part of the engine that handlers see. */
export interface Processes {
  /**
   * Looks after a process that was just written: performs what it owes. Returns at once; after a crash the same is done
   * at the next start.
   * @param begun what was written, where those are the first events of its stream: they are not read again then
   */
  pursue(processName: string, id: string, begun?: Begun): void;
  /** Gives a process an input that did not come as an event. Resolves after the step is durable, with whether there was one. */
  deliver(processName: string, id: string, input: unknown): Promise<boolean>;
}
