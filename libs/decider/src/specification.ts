import { fold, type Decider, type Decision, type DomainEvent, type Refused } from './decider.js';

/** The test kit: `expect(specify(quote).given(offered).when(accept)).toEqual(accept({…}))` reads as a sentence. */
export interface Specification<C, E extends DomainEvent, R extends Refused> {
  given(...history: readonly E[]): { when(command: C): Decision<E, R> };
}

export function specify<C, S, E extends DomainEvent, R extends Refused>(decider: Decider<C, S, E, R>): Specification<C, E, R> {
  return {
    given: (...history) => ({ when: (command) => decider.decide(command, fold(decider, history)) }),
  };
}
