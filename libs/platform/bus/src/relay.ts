import { JetStreamApiError, jetstreamManager, RetentionPolicy, StorageType, type JetStreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { NANOS_PER_DAY } from '@carriermesh/kernel';
import { OperationalError } from '@carriermesh/platform-errors';
import { failpoint } from '@carriermesh/platform-failpoints';
import { LEDGER_START, type Ledger, type Position, type RecordedEvent } from '@carriermesh/platform-ledger';
import type { Logger } from '@carriermesh/platform-telemetry';
import { realTimers, sleep, type Timers } from '@carriermesh/platform-time';
import { WireError } from '@carriermesh/wire';
import { Bell } from './bell.js';
import { AWAITED_SUBJECT, COPIED_SUBJECT, copiedRuns } from './copied-runs.js';
import { EVENT_STREAM, EVENT_SUBJECTS, eventHeaders, positionIn, subjectOf } from './event-messages.js';
import type { WrittenHeaders } from './headers.js';

/** Events that are read and sent before their acknowledgements are waited for. */
const RUN_LENGTH = 512;
/**
 * One run begins so long after the one before: an order is some ten commits, and each run wakes every reader of the mesh. Whoever waits for
 * an event says so, and is not kept waiting.
 */
export const RUN_GAP_MS = 8;
/**
 * While so many events come within that time, which no customer's order alone makes, somebody waits at every moment: runs that began for each of them would
 * cost the processors that all of them wait for. Then the next run begins so long after the one before, whoever waits.
 */
export const BUSY_EVENTS = 128;
const BUSY_WITHIN_MS = 100;
export const BUSY_GAP_MS = 25;
/** The net under LISTEN/NOTIFY. */
const POLL_MS = 500;
/**
 * What was just committed may be held back for some milliseconds by a transaction that still runs, whose end nobody announces:
 * after a sign of life the ledger is looked at again soon, and then less and less often.
 */
const FIRST_LOOK_MS = 4;
const RETRY_MS = 500;
/** A killed bus answers nothing: after this the stream is looked at again. */
const ACK_TIMEOUT_MS = 5_000;
/** The bus is a copy: whoever needs older events reads the ledger. */
const KEEP_DAYS = 7n;
const MAX_STREAM_BYTES = 4 * 1024 * 1024 * 1024;
/** JetStream's code for: the stream exists, with other settings than these. */
const STREAM_DIFFERS = 10_058;

/** The server's own, where the client was not told of it. */
const DEFAULT_MAX_PAYLOAD_BYTES = 1_048_576;

interface StreamMessage {
  readonly subject: string;
  readonly headers: WrittenHeaders;
  readonly payload: Uint8Array;
}

/** Where the bus's copy of the ledger ends, and the stream's own sequence there. */
interface CopyEnd {
  readonly position: Position;
  readonly sequence: number;
}

/**
 * Copies the ledger to JetStream in commit order, from where the stream ends. It keeps nothing itself: killed, restarted or
 * with the bus's store wiped, it looks at the stream's last message and goes on from there. Each message says which sequence it
 * must follow: of two that copy at once, while leadership changes hands, one is refused and looks again, however late it wakes.
 */
export class Relay {
  private end: CopyEnd | undefined;
  private readonly bell: Bell;
  /** Rung by whoever waits for what was committed. */
  private readonly awaited: Bell;
  /** Ends the listening; `undefined` while it does not listen. */
  private unsubscribe: (() => void) | undefined;
  private running: Promise<void> | undefined;
  /** On the process's own clock: since when an event waits, or it is not known whether one does. */
  private behindSinceMs: number | undefined;
  /** When the last run began that had events, and how many there were of late, those of longer ago counting for less. */
  private beganAtMs = 0;
  private recent = 0;
  private readonly stopping = new AbortController();

  constructor(
    private readonly ledger: Pick<Ledger, 'readAll' | 'head' | 'onCommit'>,
    private readonly connection: NatsConnection,
    private readonly log: Logger,
    private readonly timers: Timers = realTimers,
  ) {
    this.bell = new Bell(timers);
    this.awaited = new Bell(timers);
  }

  /** The position up to which the bus has the ledger; `undefined` until the stream was looked at. */
  get position(): Position | undefined {
    return this.end?.position;
  }

  /** Milliseconds since the last event was copied while another was waiting; 0 when nothing waits. */
  get stalledMs(): number {
    return this.behindSinceMs === undefined ? 0 : Math.round(this.timers.elapsedMs() - this.behindSinceMs);
  }

  start(): void {
    this.listen();
    this.running = this.run();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    this.listenNoMore();
    this.bell.ring();
    this.awaited.ring();
    await this.running;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    let waitMs = POLL_MS;
    while (!signal.aborted) {
      try {
        this.end ??= await this.lookAtEnd();
        const beganAtMs = this.timers.elapsedMs();
        const copied = await this.copyRun(this.end);
        if (copied > 0) waitMs = FIRST_LOOK_MS;
        if (copied > 0) await this.pause(copied, beganAtMs);
        else waitMs = (await this.heardWithin(waitMs)) ? FIRST_LOOK_MS : Math.min(waitMs * 2, POLL_MS);
      } catch (error) {
        // Whatever was sent without an acknowledgement is found by looking at the stream again.
        this.end = undefined;
        this.behindSinceMs ??= this.timers.elapsedMs();
        if (signal.aborted) return;
        this.log.warn({ error }, 'the relay could not copy the ledger to the bus; it looks at the stream again');
        await sleep(this.timers, RETRY_MS, signal);
      }
    }
  }

  /**
   * More than a run holds waits already: that begins at once. While it is busy nobody's word makes a run begin, and some four for each order would only
   * wake the process.
   */
  private async pause(copied: number, beganAtMs: number): Promise<void> {
    const leftMs = (gapMs: number): number => Math.max(0, beganAtMs + gapMs - this.timers.elapsedMs());
    this.recent = this.recent * Math.max(0, 1 - (beganAtMs - this.beganAtMs) / BUSY_WITHIN_MS) + copied;
    this.beganAtMs = beganAtMs;
    const isBusy = this.recent >= BUSY_EVENTS;
    if (isBusy) this.listenNoMore();
    else this.listen();
    if (!isBusy) await this.awaited.heardWithin(leftMs(RUN_GAP_MS));
    else if (copied < RUN_LENGTH) await sleep(this.timers, leftMs(BUSY_GAP_MS), this.stopping.signal);
  }

  /** What was committed before it listened again is found when it looks again, which after events that it copied is soon. */
  private heardWithin(limitMs: number): Promise<boolean> {
    this.listen();
    return this.bell.heardWithin(limitMs);
  }

  private listen(): void {
    if (this.unsubscribe !== undefined || this.stopping.signal.aborted) return;
    const told = this.connection.subscribe(AWAITED_SUBJECT, { callback: () => this.awaited.ring() });
    const endCommits = this.ledger.onCommit(() => this.bell.ring());
    this.unsubscribe = () => {
      told.unsubscribe();
      endCommits();
    };
  }

  private listenNoMore(): void {
    this.unsubscribe?.();
    this.unsubscribe = undefined;
  }

  /** @returns how many events it went past */
  private async copyRun(from: CopyEnd): Promise<number> {
    const events = await this.ledger.readAll(from.position, RUN_LENGTH);
    if (events.length === 0) {
      this.behindSinceMs = undefined;
      return 0;
    }
    this.behindSinceMs ??= this.timers.elapsedMs();
    this.tell(events, from.position);
    this.end = await this.send(events, from);
    this.behindSinceMs = undefined;
    return events.length;
  }

  /** Whoever follows the ledger is told at once: he needs no more than the ledger's word, and the stream is for those who come later. */
  private tell(events: readonly RecordedEvent[], after: Position): void {
    for (const run of copiedRuns(events, after, this.maxPayloadBytes)) this.connection.publish(COPIED_SUBJECT, run);
  }

  /**
   * Sends events one behind the other. The stream takes each only as the next message behind the one before it, so that neither a second
   * relay nor a lost message puts events out of order; and so the word that it took the last one says that it took them all.
   */
  private async send(events: readonly RecordedEvent[], from: CopyEnd): Promise<CopyEnd> {
    let { position, sequence } = from;
    let last: StreamMessage | undefined;
    for (const event of events) {
      const message = this.sendable(event, { position, sequence });
      position = event.position;
      if (message === undefined) continue;
      if (last) this.connection.publish(last.subject, last.payload, { headers: last.headers });
      last = message;
      sequence += 1;
    }
    failpoint('relay-before-acks', this.connection);
    if (last) await this.taken(last);
    failpoint('relay-after-acks');
    return { position, sequence };
  }

  /** `undefined` for an event that the bus can't carry. It must not hold up all others: readers find the gap, and the event in the ledger. */
  private sendable(event: RecordedEvent, { position, sequence }: CopyEnd): StreamMessage | undefined {
    try {
      const headers = eventHeaders({ event, previous: position }, sequence);
      const bytes = headers.bytes + event.payload.length;
      if (bytes > this.maxPayloadBytes) throw new OperationalError('malformed', `with its headers it has ${bytes} bytes, and a message at most ${this.maxPayloadBytes}`);
      return { subject: subjectOf(event), headers, payload: event.payload };
    } catch (error) {
      if (!isUnsendable(error)) throw error;
      this.log.error({ error, stream: event.stream, position: event.position.toString() }, 'an event can not be put on the bus and is left to the ledger');
      return undefined;
    }
  }

  /** @throws Error when the stream did not take it, or nobody knows */
  private async taken({ subject, headers, payload }: StreamMessage): Promise<void> {
    const answer = await this.connection.request(subject, payload, { headers, timeout: ACK_TIMEOUT_MS });
    const { error } = answer.json<{ readonly error?: { readonly description?: string } }>();
    if (error) throw new OperationalError('unavailable', `the bus did not take a message on ${subject}: ${error.description}`);
  }

  private get maxPayloadBytes(): number {
    return this.connection.info?.max_payload ?? DEFAULT_MAX_PAYLOAD_BYTES;
  }

  /** Makes the stream where it is missing, and reads where its copy of the ledger ends. */
  private async lookAtEnd(): Promise<CopyEnd> {
    const manager = await jetstreamManager(this.connection, { timeout: ACK_TIMEOUT_MS });
    await this.makeStream(manager);
    // In this order: a message that another relay adds in between makes the sequence wrong, and the next run look again.
    const { last_seq: sequence } = (await manager.streams.info(EVENT_STREAM)).state;
    const last = await manager.streams.getMessage(EVENT_STREAM, { last_by_subj: EVENT_SUBJECTS });
    const position = last === null ? LEDGER_START : positionIn(last.header);
    const head = await this.ledger.head();
    if (position <= head) return { position, sequence };
    // A ledger that was restored from a backup, or another one: waiting for it to come that far would keep the bus silent.
    this.log.error({ copied: position.toString(), head: head.toString() }, 'the bus holds events that the ledger does not; it is copied on from the ledger’s head');
    return { position: head, sequence };
  }

  private async makeStream(manager: JetStreamManager): Promise<void> {
    try {
      await manager.streams.add({
        name: EVENT_STREAM,
        subjects: [EVENT_SUBJECTS],
        storage: StorageType.File,
        retention: RetentionPolicy.Limits,
        max_age: Number(KEEP_DAYS * NANOS_PER_DAY),
        max_bytes: MAX_STREAM_BYTES,
        num_replicas: 1,
      });
    } catch (error) {
      // A stream that an operator gave replicas or more room is used as it is.
      if (!(error instanceof JetStreamApiError && error.code === STREAM_DIFFERS)) throw error;
    }
  }
}

/** Too large for the server, or its stream's name or a header makes no subject or header line: sending it again would not help. */
const isUnsendable = (error: unknown): boolean => error instanceof WireError || (error instanceof OperationalError && error.kind === 'malformed');
