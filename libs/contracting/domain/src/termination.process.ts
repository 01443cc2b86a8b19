import { type Process, stay, type Step } from '@carriermesh/decider';
import type { contracting } from '@carriermesh/wire';
import { contractStream } from './ids.js';

export type TerminationEvent = Extract<contracting.AnyEvent, { type: `contracting.v1.Termination${string}` }>;

export type Termination =
  | { readonly step: 'unknown' }
  | { readonly step: 'serving' | 'returning'; readonly started: contracting.TerminationStarted }
  | { readonly step: 'ended' };

export type TerminationInput = { readonly kind: 'service-terminated' } | { readonly kind: 'released'; readonly holdId: string };

export interface ReturnCapacity {
  readonly kind: 'return-capacity';
  readonly holdId: string;
}

/**
 * The promise to both sides that a contract ends: once no provider carries anything under it, its capacity is given back. It has no
 * deadline of its own, since provisioning has promised to say when the service is down, and raises the alarm where a provider does not let go.
 */
export const termination: Process<Termination, TerminationInput, TerminationEvent, ReturnCapacity> = {
  name: 'termination',
  initial: { step: 'unknown' },

  evolve(state, { type, data }) {
    if (type === 'contracting.v1.TerminationStarted') return { step: 'serving', started: data };
    if (type === 'contracting.v1.TerminationEnded') return { step: 'ended' };
    return state.step === 'serving' ? { ...state, step: 'returning' } : state;
  },

  react(state, input, now): Step<TerminationEvent> {
    if (input.kind === 'service-terminated') {
      return state.step === 'serving' ? { events: [{ type: 'contracting.v1.TerminationServiceDown', data: { contractId: state.started.contractId } }] } : stay;
    }
    if (state.step !== 'returning' || state.started.holdId !== input.holdId) return stay;
    const { contractId, orderId, endsAt } = state.started;
    const terminated: contracting.AnyEvent = { type: 'contracting.v1.ContractTerminated', data: { contractId, orderId, endedAt: endsAt, terminatedAt: now } };
    return {
      events: [{ type: 'contracting.v1.TerminationEnded', data: { contractId, endedAt: now } }],
      postings: [{ stream: contractStream(contractId), expected: 'any', events: [terminated] }],
    };
  },

  outstanding: (state) => (state.step === 'returning' ? [{ key: `return/${state.started.holdId}`, kind: 'return-capacity', holdId: state.started.holdId }] : []),

  deadline: () => undefined,

  // No deadline, so nothing that a passed one would stand for.
  timeout: () => ({ kind: 'service-terminated' }),

  // Everything that the contract had taken is given back.
  ended: (state) => (state.step === 'ended' ? 'compensated' : undefined),
};
