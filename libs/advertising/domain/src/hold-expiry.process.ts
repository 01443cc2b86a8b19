import { type Instant, plus } from '@carriermesh/kernel';
import { type Process, stay } from '@carriermesh/decider';
import type { advertising } from '@carriermesh/wire';

export type HoldWatchEvent = Extract<
  advertising.AnyEvent,
  { type: 'advertising.v1.HoldWatchStarted' | 'advertising.v1.HoldWatchLapsed' | 'advertising.v1.HoldWatchEnded' }
>;

export type HoldWatch =
  | { readonly status: 'none' }
  | { readonly status: 'watching' | 'lapsed'; readonly holdId: string; readonly heldUntil: Instant }
  | { readonly status: 'ended'; readonly outcome: advertising.HoldOutcome };

export type HoldWatchInput =
  | { readonly kind: 'placed'; readonly holdId: string; readonly heldUntil: Instant }
  | { readonly kind: 'over'; readonly outcome: 'committed' | 'released' }
  | { readonly kind: 'time-passed' };

export interface ReleaseLapsed {
  readonly kind: 'release-lapsed';
  readonly holdId: string;
}

/**
 * Nobody keeps capacity from others without buying: a hold that was neither committed nor released by its last instant is
 * released a nanosecond later. Its capacity could be given away before that already, since lapsed holds do not count.
 */
export const holdExpiry: Process<HoldWatch, HoldWatchInput, HoldWatchEvent, ReleaseLapsed> = {
  name: 'hold-expiry',
  initial: { status: 'none' },

  evolve(state, event) {
    switch (event.type) {
      case 'advertising.v1.HoldWatchStarted':
        return { status: 'watching', ...event.data };
      case 'advertising.v1.HoldWatchLapsed':
        return state.status === 'watching' ? { ...state, status: 'lapsed' } : state;
      case 'advertising.v1.HoldWatchEnded':
        return { status: 'ended', outcome: event.data.outcome };
    }
  },

  react(state, input, now) {
    switch (input.kind) {
      case 'placed':
        if (state.status !== 'none') return stay;
        return { events: [{ type: 'advertising.v1.HoldWatchStarted', data: { holdId: input.holdId, heldUntil: input.heldUntil } }] };
      case 'over':
        if (state.status !== 'watching' && state.status !== 'lapsed') return stay;
        return { events: [{ type: 'advertising.v1.HoldWatchEnded', data: { holdId: state.holdId, outcome: input.outcome } }] };
      case 'time-passed':
        if (state.status !== 'watching' || now <= state.heldUntil) return stay;
        return { events: [{ type: 'advertising.v1.HoldWatchLapsed', data: { holdId: state.holdId, lapsedAt: now } }] };
    }
  },

  outstanding: (state) => (state.status === 'lapsed' ? [{ key: `release-${state.holdId}`, kind: 'release-lapsed', holdId: state.holdId }] : []),

  deadline: (state) => (state.status === 'watching' ? plus(state.heldUntil, 1n) : undefined),

  timeout: () => ({ kind: 'time-passed' }),

  ended: (state) => (state.status !== 'ended' ? undefined : state.outcome === 'committed' ? 'active' : 'compensated'),
};
