/** A fact, named by its schema: `contracting.v1.QuoteAccepted`. */
export interface DomainEvent {
  readonly type: string;
  readonly data: unknown;
}

/** Why the business says no: a code that programs compare, and the facts that a person needs. Never thrown. */
export interface Refused {
  readonly code: string;
}

export type Decision<E extends DomainEvent, R extends Refused> =
  | { readonly kind: 'accepted'; readonly events: readonly E[] }
  | { readonly kind: 'ignored'; readonly reason: string }
  | { readonly kind: 'refused'; readonly refusal: R };

export const accept = <E extends DomainEvent>(...events: readonly E[]): Decision<E, never> => ({ kind: 'accepted', events });
export const ignore = (reason: string): Decision<never, never> => ({ kind: 'ignored', reason });
export const refuse = <const R extends Refused>(refusal: R): Decision<never, R> => ({ kind: 'refused', refusal });

/** The business of one aggregate, as two pure functions. Everything else is transport. */
export interface Decider<C, S, E extends DomainEvent, R extends Refused> {
  readonly initial: S;
  decide(command: C, state: S): Decision<E, R>;
  evolve(state: S, event: E): S;
}

/** The state that a history leads to. */
export function fold<S, E extends DomainEvent>(decider: { initial: S; evolve(state: S, event: E): S }, history: Iterable<E>): S {
  let state = decider.initial;
  for (const event of history) state = decider.evolve(state, event);
  return state;
}
