import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import {
  havePartedAt, heard as heardOf, heartbeatFault, MIN_INTERVAL_MS, MISSED_HEARTBEATS, missedIn, nextSequence, session, VouchedTime,
  type Establish, type Heard, type Lose, type SessionOnRecord,
} from '@carriermesh/advertising-domain';
import type { Instant } from '@carriermesh/kernel';
import type { Bus } from '@carriermesh/platform-bus';
import { BUS, CLOCK, IDS, LEDGER, LOGGER, ProviderKeys, TIMERS, TypedLedger, type Clock } from '@carriermesh/platform-chassis';
import { OperationalError } from '@carriermesh/platform-errors';
import type { Logger } from '@carriermesh/platform-telemetry';
import type { Timers } from '@carriermesh/platform-time';
import { agent, common, providerOfInbound, WireError } from '@carriermesh/wire';
import { Books } from './books.js';
import { openHeartbeat } from './heartbeat-opening.js';
import { SessionsView } from './sessions.view.js';
import { providerStream, sessionStream } from './streams.js';

/** A session is looked at four times in its interval, the one with the shortest interval being the measure, and once a second at least. */
const LOOKS_IN_AN_INTERVAL = 4;
const LONGEST_TICK_MS = 1_000;
/** `inboundSubject` of every provider. */
const EVERYBODYS = 'cm.in.*.session.v1';

/** What this instance has heard of a provider, and when by the mesh's clock. */
export interface HeardHere extends Heard {
  readonly heardAt: Instant;
}

/** What has to be on record before it is counted how long a session was missed. */
interface Base {
  readonly since: Instant;
  readonly atVouchedMs: number;
}

/**
 * Hears the heartbeats of all agents, and says when a session is up and when it is lost. Each instance hears all of them by itself: a heartbeat
 * costs it one signature and no more, and none is written down.
 */
@Injectable()
export class SessionWatch implements OnModuleInit, OnModuleDestroy {
  private readonly heard = new Map<string, HeardHere>();
  private readonly bases = new Map<string, Base>();
  /** Of a provider, what is being written or asked just now. */
  private readonly underWay = new Set<string>();
  private tickMs = LONGEST_TICK_MS;
  private readonly time: VouchedTime;
  private readonly stops: (() => void)[] = [];
  private stopTicking: () => void = () => undefined;

  constructor(
    @Inject(BUS) private readonly bus: Bus,
    @Inject(LEDGER) private readonly ledger: TypedLedger,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(TIMERS) private readonly timers: Timers,
    @Inject(IDS) private readonly ids: { next(): string },
    @Inject(LOGGER) private readonly log: Logger,
    private readonly keys: ProviderKeys,
    @Inject(SessionsView) private readonly view: SessionsView,
    @Inject(Books) private readonly books: Books,
  ) {
    this.time = new VouchedTime(timers.elapsedMs(), this.tickMs);
  }

  onModuleInit(): void {
    // Of this instance alone: what another one sends itself says nothing of what this one has read.
    const probe = `cm.sys.probe.${this.ids.next()}`;
    this.stops.push(this.bus.hear(EVERYBODYS, (subject, body) => this.hear(subject, body)));
    this.stops.push(this.bus.hear(probe, (_, body) => this.returned(Number(new TextDecoder().decode(body)))));
    this.tick(probe);
  }

  onModuleDestroy(): void {
    this.stopTicking();
    for (const stop of this.stops) stop();
  }

  /** The last heartbeat of a provider that this instance heard, and how many have been missed since. */
  lastOf(providerId: string): { readonly last: HeardHere | undefined; readonly missed: number } {
    const { session: onRecord } = this.view.of(providerId) ?? {};
    const missed = onRecord && onRecord.status !== 'never' ? missedIn(this.silentMs(providerId, onRecord), this.intervalOf(providerId, onRecord)) : 0;
    return { last: this.heard.get(providerId), missed };
  }

  private tick(probe: string): void {
    this.stopTicking = this.timers.after(this.tickMs, () => {
      this.bus.tell(probe, new TextEncoder().encode(String(this.timers.elapsedMs())));
      this.tick(probe);
    });
  }

  private hear(subject: string, body: Uint8Array): void {
    const providerId = providerOfInbound(subject);
    if (providerId === undefined) return;
    const opening = opened(providerId, body, this.keys.keyOf(providerId));
    const before = this.heard.get(providerId);
    const fault = opening.kind === 'refused' ? opening.fault : heartbeatFault(opening.batch, before, this.time.at(this.timers.elapsedMs()));
    if (fault || opening.kind === 'refused') return this.refuse(providerId, fault?.code ?? '');
    const heartbeat = opening.batch;
    if (before?.heartbeat.sessionId !== heartbeat.sessionId) this.log.info({ providerId, sessionId: heartbeat.sessionId, intervalMs: heartbeat.intervalMs, agentVersion: heartbeat.agentVersion }, 'an agent has begun a session');
    this.view.heartbeats.heard += 1;
    this.heard.set(providerId, { ...heardOf(heartbeat, this.time.at(this.timers.elapsedMs()), before), heardAt: this.clock.now() });
    this.follow(heartbeat);
  }

  private refuse(providerId: string, code: string): void {
    this.view.heartbeats.refused += 1;
    this.log.debug({ providerId, code }, 'a heartbeat does not count');
  }

  private follow(heartbeat: agent.SessionHeartbeat): void {
    const standing = this.view.of(heartbeat.providerId);
    // The view has not read of it yet whose key is known already.
    if (!standing) return;
    const { session: onRecord, recordedSequence } = standing;
    const { providerId, sessionId, beganAt, intervalMs, agentVersion } = heartbeat;
    if (onRecord.status !== 'up' || onRecord.intervalMs !== intervalMs)
      this.once(providerId, 'establish', () => this.write({ kind: 'establish', providerId, sessionId, beganAt, intervalMs, agentVersion, now: this.clock.now() }, sessionId));
    if (havePartedAt(heartbeat, recordedSequence)) this.once(providerId, 'resume', () => this.resume(heartbeat));
  }

  private returned(sentMs: number): void {
    if (!this.time.returned(sentMs, this.timers.elapsedMs())) return;
    let shortestMs = Infinity;
    for (const [providerId, { session: onRecord }] of this.view.all()) {
      if (onRecord.status !== 'up') continue;
      const intervalMs = this.intervalOf(providerId, onRecord);
      shortestMs = Math.min(shortestMs, intervalMs);
      if (missedIn(this.silentMs(providerId, onRecord), intervalMs) >= MISSED_HEARTBEATS) this.lose(providerId, onRecord);
    }
    this.tickMs = Math.min(LONGEST_TICK_MS, Math.max(MIN_INTERVAL_MS, shortestMs / LOOKS_IN_AN_INTERVAL));
    this.time.tickOf(this.tickMs);
  }

  private intervalOf(providerId: string, { intervalMs }: Exclude<SessionOnRecord, { status: 'never' }>): number {
    return this.heard.get(providerId)?.heartbeat.intervalMs ?? intervalMs;
  }

  /** Since the last heartbeat, and never from before this instance knew that the session is up: it may have missed nothing but its own start. */
  private silentMs(providerId: string, { since }: Exclude<SessionOnRecord, { status: 'never' }>): number {
    const known = this.bases.get(providerId);
    const base = known?.since === since ? known : { since, atVouchedMs: this.time.ms };
    if (base !== known) this.bases.set(providerId, base);
    return this.time.ms - Math.max(base.atVouchedMs, this.heard.get(providerId)?.atWatchedMs ?? 0);
  }

  private lose(providerId: string, { since, sessionId, intervalMs }: Exclude<SessionOnRecord, { status: 'never' }>): void {
    const last = this.heard.get(providerId);
    this.once(providerId, 'lose', async () => {
      this.log.warn({ providerId, sessionId, intervalMs, lastHeardAt: last?.heardAt }, 'the session of an agent is lost: three heartbeats were missed');
      await this.write({ kind: 'lose', providerId, upSince: since, lastHeardAt: last?.heardAt, lastNumber: last?.heartbeat.number, now: this.clock.now() }, sessionId);
    });
  }

  private async write(command: Establish | Lose, sessionId: string): Promise<void> {
    const context = { actor: 'watch:sessions', correlationId: sessionId, causationId: sessionId };
    const decision = await this.ledger.decide(session, sessionStream(command.providerId), command, context);
    if (decision.kind === 'accepted') this.log.info({ providerId: command.providerId, sessionId }, command.kind === 'lose' ? 'the session is down' : 'the session is up');
  }

  /** What the view knows may be older than the receipt that the agent has: the ledger itself decides whether the books have parted. */
  private async resume(heartbeat: agent.SessionHeartbeat): Promise<void> {
    const { providerId, sessionId, sentSequence } = heartbeat;
    const { state } = await this.books.providers.refresh(providerStream(providerId));
    if (state.status !== 'enrolled' || !havePartedAt(heartbeat, state.latest?.sequence ?? 0n)) return;
    const asked = { sentSequence, nextSequence: nextSequence(state) };
    this.log.warn({ providerId, sentSequence: `${sentSequence}`, nextSequence: `${asked.nextSequence}` }, 'an agent and the mesh have parted: it is asked to advertise everything again');
    const { outcome } = await this.bus.ask(providerId, agent.ResumeAdvertising, asked, { context: { actor: 'watch:sessions', correlationId: sessionId, causationId: sessionId } });
    if (outcome.kind === 'refused') this.log.info({ providerId, refusal: outcome.refused }, 'the agent does not advertise again');
  }

  /** What fails is tried again with the next heartbeat or the next look. */
  private once(providerId: string, what: string, work: () => Promise<void>): void {
    const key = `${what} ${providerId}`;
    if (this.underWay.has(key)) return;
    this.underWay.add(key);
    work()
      .catch((error: unknown) => this.log[error instanceof OperationalError ? 'warn' : 'error']({ error, providerId }, `a session could not be followed (${what}); it is tried again`))
      .finally(() => this.underWay.delete(key));
  }
}

function opened(providerId: string, body: Uint8Array, publicKey: Uint8Array | undefined): ReturnType<typeof openHeartbeat> | { readonly kind: 'refused'; readonly fault: { readonly code: 'envelope-malformed' } } {
  try {
    return openHeartbeat({ providerId, envelope: common.SignedEnvelope.decode(body), publicKey });
  } catch (error) {
    if (error instanceof WireError) return { kind: 'refused', fault: { code: 'envelope-malformed' } };
    throw error;
  }
}
