import { v7 as uuidv7 } from 'uuid';
import { heartbeatWait, standingOf } from '@carriermesh/agent-domain';
import type { Instant } from '@carriermesh/kernel';
import { sealEnvelope, SIGNED_AS, type SigningKey } from '@carriermesh/platform-signing';
import { agent, agentInboundSubject, common } from '@carriermesh/wire';
import type { ProviderContext } from './courier.js';

/** What an agent says of itself; the workspace's own version. */
export const AGENT_VERSION = '0.1.0';

export interface HeartOptions {
  readonly key: SigningKey;
  /** What is announced; the mesh counts the silence in it. */
  readonly intervalMs: number;
  /** What is said while the bus is away would come all at once when it is back, and say nothing then. */
  readonly isConnected: () => boolean;
}

/** The session of one provider's agent with the mesh: says that it lives, numbered and signed, and asks for no answer. */
export class Heart {
  readonly sessionId = `ses_${uuidv7()}`;
  private readonly beganAt: Instant;
  private number = 0n;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly context: ProviderContext,
    private readonly options: HeartOptions,
  ) {
    this.beganAt = context.clock.now();
  }

  /** How many were sent. */
  get beats(): number {
    return Number(this.number);
  }

  begin(): void {
    const { log, providerId } = this.context;
    log.info({ providerId, sessionId: this.sessionId, heartbeatMs: this.options.intervalMs, agentVersion: AGENT_VERSION }, 'a session with the mesh has begun');
    this.beat();
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  private beat(): void {
    const { intervalMs, isConnected } = this.options;
    if (isConnected()) this.send();
    this.timer = setTimeout(() => this.beat(), heartbeatWait(intervalMs, `${this.sessionId} ${this.number}`));
    this.timer.unref();
  }

  private send(): void {
    const { books, connection, providerId } = this.context;
    if (connection.isClosed() || connection.isDraining()) return;
    const { sessionId, beganAt } = this;
    const number = ++this.number;
    const body = agent.SessionHeartbeat.encode({ providerId, sessionId, beganAt, number, intervalMs: this.options.intervalMs, ...standingOf(books.book), agentVersion: AGENT_VERSION });
    connection.publish(agentInboundSubject('session'), common.SignedEnvelope.encode(sealEnvelope(this.options.key, SIGNED_AS.sessionHeartbeat, body)));
  }
}
