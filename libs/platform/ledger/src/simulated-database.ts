import { bytesEqual, instant, InvariantViolation, type Instant } from '@carriermesh/kernel';
import type { Timers } from '@carriermesh/platform-time';
import { LEDGER_START, type AppendResult, type ExpectedRevision, type NewEvent, type Position, type RecordedEvent, type StreamAppend } from './ledger.port.js';
import { ORDINAL_BITS } from './schema.js';

const NANOS_PER_MICRO = 1_000n;

/** One append at the database. `settle` is called once when its outcome is certain, `lost` when the server died over it. */
export interface Arrival {
  readonly appends: readonly StreamAppend[];
  /** Between taking its position and committing. */
  readonly runsMs: number;
  /** Its writer tells of it. */
  readonly isAnnounced?: boolean;
  readonly settle: (outcome: AppendResult | InvariantViolation) => void;
  readonly lost: () => void;
}

interface Running extends Arrival {
  readonly transactionId: bigint;
  readonly beganAt: Instant;
  readonly endEarly: () => void;
}

/**
 * What PostgreSQL is to its ledger, in memory and in somebody's hand: a transaction takes its positions when it begins and shows
 * its events when it commits, so that commits come in another order than positions. It keeps the streams and event ids that it
 * writes to itself until it is over, as the unique indices do.
 */
export class SimulatedDatabase {
  private readonly recorded: RecordedEvent[] = [];
  private readonly streams = new Map<string, RecordedEvent[]>();
  private readonly byId = new Map<string, RecordedEvent>();
  private readonly running = new Set<Running>();
  private readonly locked = new Set<string>();
  private waiting: Arrival[] = [];
  private readonly listeners = new Set<() => void>();
  private lastTransactionId = 0n;

  /** @param now the database's own clock */
  constructor(
    readonly timers: Timers,
    private readonly now: () => Instant,
  ) {}

  /** What was committed, in the order of positions, with what readers must not see yet. */
  get history(): readonly RecordedEvent[] {
    return this.recorded;
  }

  arrive(arrival: Arrival): void {
    if (keysOf(arrival.appends).some((key) => this.locked.has(key))) this.waiting.push(arrival);
    else this.begin(arrival);
  }

  /** The server dies and is there again: what had not committed is gone, and whoever waited does not learn what became of it. */
  restart(): void {
    const over = [...this.running, ...this.waiting];
    for (const { endEarly } of this.running) endEarly();
    this.running.clear();
    this.locked.clear();
    this.waiting = [];
    for (const { lost } of over) lost();
  }

  stream(name: string, fromRevision: number): readonly RecordedEvent[] {
    return (this.streams.get(name) ?? []).slice(fromRevision);
  }

  /** Nothing that a running transaction may still put before what is returned. */
  after(position: Position, limit: number): readonly RecordedEvent[] {
    const visible = this.visibleCount();
    return this.recorded.slice(this.firstAfter(position), visible).slice(0, limit);
  }

  head(): Position {
    return this.recorded[this.visibleCount() - 1]?.position ?? LEDGER_START;
  }

  tip(): Position {
    return this.recorded.at(-1)?.position ?? LEDGER_START;
  }

  listen(wake: () => void): () => void {
    this.listeners.add(wake);
    return () => this.listeners.delete(wake);
  }

  private begin(arrival: Arrival): void {
    const known = this.settled(arrival.appends);
    if (known) {
      arrival.settle(known);
      return;
    }
    const transactionId = ++this.lastTransactionId;
    const micros = this.now() / NANOS_PER_MICRO;
    const running: Running = {
      ...arrival,
      transactionId,
      beganAt: instant(micros * NANOS_PER_MICRO),
      endEarly: this.timers.after(arrival.runsMs, () => this.commit(running)),
    };
    this.running.add(running);
    for (const key of keysOf(arrival.appends)) this.locked.add(key);
  }

  /** The outcome that is certain before anything is written: of the same append made earlier, a conflict, or a bug of the caller. */
  private settled(appends: readonly StreamAppend[]): AppendResult | InvariantViolation | undefined {
    const earlier = appends.flatMap(({ stream, events }) => events.map((event) => ({ stream, event, found: this.byId.get(event.eventId) })));
    if (earlier.some(({ found }) => found !== undefined)) {
      const other = earlier.find(({ stream, event, found }) => !found || found.stream !== stream || !isSame(event, found));
      if (other) return new InvariantViolation(`event ${other.event.eventId} for ${other.stream} is recorded with other content, or without others of its append`);
      return resultOf(earlier.map(({ found }) => found as RecordedEvent));
    }
    for (const { stream, expected } of appends) {
      const actual = this.revisionOf(stream);
      if (expected !== 'any' && expected !== actual) return { kind: 'revision-conflict', stream, expected, actual };
    }
    return undefined;
  }

  private commit(running: Running): void {
    const first = running.transactionId << ORDINAL_BITS;
    const events: RecordedEvent[] = [];
    for (const { stream, events: added } of running.appends) {
      const own = this.streams.get(stream) ?? [];
      this.streams.set(stream, own);
      for (const event of added) {
        const position = first + BigInt(events.length);
        const recorded = { ...copied(event), stream, revision: own.length, position, recordedAt: running.beganAt };
        own.push(recorded);
        this.byId.set(event.eventId, recorded);
        events.push(recorded);
      }
    }
    this.recorded.splice(this.firstAfter(first), 0, ...events);
    this.end(running);
    running.settle(resultOf(events));
    if (!running.isAnnounced) for (const wake of this.listeners) wake();
  }

  private end(running: Running): void {
    this.running.delete(running);
    for (const key of keysOf(running.appends)) this.locked.delete(key);
    const waiting = this.waiting;
    this.waiting = [];
    for (const arrival of waiting) this.arrive(arrival);
  }

  private revisionOf(stream: string): ExpectedRevision {
    const count = this.streams.get(stream)?.length ?? 0;
    return count === 0 ? 'none' : count - 1;
  }

  private visibleCount(): number {
    let oldest: bigint | undefined;
    for (const { transactionId } of this.running) if (oldest === undefined || transactionId < oldest) oldest = transactionId;
    return oldest === undefined ? this.recorded.length : this.firstAfter((oldest << ORDINAL_BITS) - 1n);
  }

  /** Searched from the end, where almost everybody reads. */
  private firstAfter(position: Position): number {
    let index = this.recorded.length;
    while (index > 0 && (this.recorded[index - 1] as RecordedEvent).position > position) index -= 1;
    return index;
  }
}

const keysOf = (appends: readonly StreamAppend[]): readonly string[] =>
  appends.flatMap(({ stream, events }) => [`stream ${stream}`, ...events.map(({ eventId }) => `event ${eventId}`)]);

const isSame = (event: NewEvent, found: RecordedEvent): boolean => event.type === found.type && bytesEqual(event.payload, found.payload);

/** What is on record changes no more, whatever the writer does with its bytes. */
const copied = (event: NewEvent): NewEvent => ({ ...event, payload: Uint8Array.from(event.payload), metadata: { ...event.metadata } });

function resultOf(events: readonly RecordedEvent[]): AppendResult {
  const last = events.at(-1) as RecordedEvent;
  return { kind: 'appended', position: last.position, revisions: new Map(events.map(({ stream, revision }) => [stream, revision])), recordedAt: last.recordedAt };
}
