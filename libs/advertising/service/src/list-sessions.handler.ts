import { Inject, Injectable } from '@nestjs/common';
import { advertising } from '@carriermesh/wire';
import { Handles, type Call, type Handler } from '@carriermesh/platform-chassis';
import { OperationalError } from '@carriermesh/platform-errors';
import { SessionWatch } from './session-watch.js';
import { SessionsView, type SessionStanding } from './sessions.view.js';

@Injectable()
@Handles(advertising.ListSessions)
export class ListSessionsHandler implements Handler<advertising.ListSessionsRequest, advertising.ListSessionsResponse> {
  constructor(
    @Inject(SessionsView) private readonly view: SessionsView,
    @Inject(SessionWatch) private readonly watch: SessionWatch,
  ) {}

  async execute({ body: { providerId }, context }: Call<advertising.ListSessionsRequest>): Promise<advertising.ListSessionsResponse> {
    if (context.actor !== 'operator') throw new OperationalError('denied', 'only the operator sees how providers’ agents are');
    const asked = [...this.view.all()].filter(([id]) => providerId === '' || id === providerId);
    return { sessions: asked.map(([id, standing]) => this.record(id, standing)).sort((a, b) => (a.providerId < b.providerId ? -1 : 1)) };
  }

  private record(providerId: string, { enrolledAt, session }: SessionStanding): advertising.SessionRecord {
    const { last, missed } = this.watch.lastOf(providerId);
    const onRecord = session.status === 'never' ? { since: enrolledAt, sessionId: '', intervalMs: 0, agentVersion: '' } : session;
    const { sessionId, intervalMs, agentVersion } = last?.heartbeat ?? onRecord;
    const heard = last && { lastHeardAt: last.heardAt, lastNumber: last.heartbeat.number };
    return { providerId, state: session.status, since: onRecord.since, ...heard, missed, sessionId, intervalMs, agentVersion };
  }
}
