import type { Instant } from '@carriermesh/kernel';
import { accept, type Decider, type Decision, ignore } from '@carriermesh/decider';
import type { advertising } from '@carriermesh/wire';

export type SessionEvent = Extract<advertising.AnyEvent, { type: 'advertising.v1.SessionEstablished' | 'advertising.v1.SessionLost' }>;

/** What the ledger knows of a provider's session. Without one the provider's silence says nothing. */
export type SessionOnRecord =
  | { readonly status: 'never' }
  | { readonly status: 'up'; readonly sessionId: string; readonly intervalMs: number; readonly agentVersion: string; readonly since: Instant }
  | { readonly status: 'down'; readonly sessionId: string; readonly intervalMs: number; readonly agentVersion: string; readonly since: Instant };

export interface Establish {
  readonly kind: 'establish';
  readonly providerId: string;
  readonly sessionId: string;
  readonly beganAt: Instant;
  readonly intervalMs: number;
  readonly agentVersion: string;
  readonly now: Instant;
}

export interface Lose {
  readonly kind: 'lose';
  readonly providerId: string;
  /** Since when the session was up that was missed: what was established again meanwhile is not lost. */
  readonly upSince: Instant;
  readonly lastHeardAt: Instant | undefined;
  readonly lastNumber: bigint | undefined;
  readonly now: Instant;
}

/**
 * The changes of a provider's session, up and down, and nothing in between. Whether it was heard or missed is for the instances to know
 * that listen; several may say the same, and the first one writes it.
 */
export const session: Decider<Establish | Lose, SessionOnRecord, SessionEvent, never> = {
  initial: { status: 'never' },

  decide: (command, state) => (command.kind === 'establish' ? establish(command, state) : lose(command, state)),

  evolve(state, event) {
    const { data } = event;
    if (event.type === 'advertising.v1.SessionLost') return state.status === 'up' ? { ...state, status: 'down', since: event.data.lostAt } : state;
    const { sessionId, intervalMs, agentVersion, establishedAt: since } = data as advertising.SessionEstablished;
    return { status: 'up', sessionId, intervalMs, agentVersion, since };
  },
};

function establish({ providerId, sessionId, beganAt, intervalMs, agentVersion, now }: Establish, state: SessionOnRecord): Decision<SessionEvent, never> {
  // Another session with the same interval is missed by the same rule: an agent that was started again in time has lost nothing.
  if (state.status === 'up' && state.intervalMs === intervalMs) return ignore('up already, and missed by the same interval');
  return accept({ type: 'advertising.v1.SessionEstablished', data: { providerId, sessionId, beganAt, intervalMs, agentVersion, establishedAt: now } });
}

function lose({ providerId, upSince, lastHeardAt, lastNumber, now }: Lose, state: SessionOnRecord): Decision<SessionEvent, never> {
  if (state.status !== 'up') return ignore('not up');
  if (state.since !== upSince) return ignore('established again since');
  const heard = { ...(lastHeardAt !== undefined && { lastHeardAt }), ...(lastNumber !== undefined && { lastNumber }) };
  return accept({ type: 'advertising.v1.SessionLost', data: { providerId, sessionId: state.sessionId, intervalMs: state.intervalMs, lostAt: now, ...heard } });
}
