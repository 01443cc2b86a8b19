import type { Instant } from '@carriermesh/kernel';
import type { DomainEvent } from './decider.js';

/** An event for another stream of the same context, written in the same commit as the process's own step. */
export interface Posting<E extends DomainEvent = DomainEvent> {
  readonly stream: string;
  /** The stream must not exist yet (`none`), or any revision will do. */
  readonly expected: 'none' | 'any';
  readonly events: readonly E[];
}

/** What a process does on one input: nothing, or events on its own stream with postings beside them, in one commit. */
export interface Step<E extends DomainEvent> {
  readonly events: readonly E[];
  readonly postings?: readonly Posting[];
}

export const stay: Step<never> = { events: [] };

/**
 * A promise across contexts. Its state is folded from its own stream; what it must do next is a function of that state,
 * so a crash at any point resumes by asking `outstanding` again, and a replay does nothing.
 */
export interface Process<S, I, E extends DomainEvent, X> {
  readonly name: string;
  readonly initial: S;
  evolve(state: S, event: E): S;
  /** Pure: an input that the state does not wait for (a duplicate, a late answer) is answered with `stay`. */
  react(state: S, input: I, now: Instant): Step<E>;
  /** The effects that the state still owes the world, each idempotent by its `key`. */
  outstanding(state: S): readonly (X & { readonly key: string })[];
  /** When the process must be woken if nothing else happens. */
  deadline(state: S): Instant | undefined;
  /** The input that a passed deadline stands for. */
  timeout(state: S): I;
  ended(state: S): ProcessEnd | undefined;
}

/** How a process can end (invariant I5). */
export type ProcessEnd = 'active' | 'rejected' | 'compensated' | 'needs-operator';
