import { Injectable } from '@nestjs/common';
import { session, type SessionOnRecord } from '@carriermesh/advertising-domain';
import type { Instant } from '@carriermesh/kernel';
import type { Fact, MemoryView } from '@carriermesh/platform-chassis';

/** What is on record of one provider, as far as its session is concerned. */
export interface SessionStanding {
  readonly enrolledAt: Instant;
  /** Of the last batch of advertisements; 0 for none. */
  readonly recordedSequence: bigint;
  readonly session: SessionOnRecord;
}

/** Which sessions are up by the ledger, in memory: every heartbeat and every hold asks. */
@Injectable()
export class SessionsView implements MemoryView {
  readonly kind = 'memory';
  readonly name = 'sessions';
  readonly listens = ['advertising.v1.ProviderEnrolled', 'advertising.v1.AdvertBatchAccepted', 'advertising.v1.SessionEstablished', 'advertising.v1.SessionLost'] as const;
  /** As this instance heard them since its start. */
  readonly heartbeats = { heard: 0, refused: 0 };
  private readonly standings = new Map<string, SessionStanding>();

  apply(event: Fact): void {
    switch (event.type) {
      case 'advertising.v1.ProviderEnrolled':
        return this.put(event.data.providerId, { enrolledAt: event.data.enrolledAt, recordedSequence: 0n, session: session.initial });
      case 'advertising.v1.AdvertBatchAccepted':
        return this.put(event.data.providerId, { recordedSequence: event.data.sequence });
      case 'advertising.v1.SessionEstablished':
      case 'advertising.v1.SessionLost':
        return this.put(event.data.providerId, { session: session.evolve(this.standings.get(event.data.providerId)?.session ?? session.initial, event) });
      default:
        return;
    }
  }

  of(providerId: string): SessionStanding | undefined {
    return this.standings.get(providerId);
  }

  isDown(providerId: string): boolean {
    return this.standings.get(providerId)?.session.status === 'down';
  }

  all(): Iterable<readonly [providerId: string, standing: SessionStanding]> {
    return this.standings;
  }

  metrics(): Readonly<Record<string, number>> {
    const counts = { up: 0, down: 0, never: 0 };
    for (const { session: each } of this.standings.values()) counts[each.status] += 1;
    return {
      carriermesh_sessions_up: counts.up,
      carriermesh_sessions_down: counts.down,
      carriermesh_sessions_never: counts.never,
      carriermesh_heartbeats_heard: this.heartbeats.heard,
      carriermesh_heartbeats_refused: this.heartbeats.refused,
    };
  }

  private put(providerId: string, change: Partial<SessionStanding>): void {
    const known = this.standings.get(providerId);
    // A provider is enrolled before anything else is on record of it.
    if (known || change.enrolledAt !== undefined) this.standings.set(providerId, { ...known, ...change } as SessionStanding);
  }
}
