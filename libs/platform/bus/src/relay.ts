import { setTimeout as sleep } from 'node:timers/promises';
import { jetstream, JetStreamApiError, jetstreamManager, RetentionPolicy, StorageType, type JetStreamClient, type JetStreamManager } from '@nats-io/jetstream';
import { errors, type NatsConnection } from '@nats-io/transport-node';
import { NANOS_PER_DAY } from '@carriermesh/kernel';
import { failpoint } from '@carriermesh/platform-failpoints';
import { LEDGER_START, type Ledger, type Position, type RecordedEvent } from '@carriermesh/platform-ledger';
import type { Logger } from '@carriermesh/platform-telemetry';
import { WireError } from '@carriermesh/wire';
import { Bell } from './bell.js';
import { EVENT_STREAM, EVENT_SUBJECTS, eventHeaders, positionIn, subjectOf } from './event-messages.js';

/** Events that are read and sent before their acknowledgements are waited for. */
const RUN_LENGTH = 512;
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
  private readonly jetstream: JetStreamClient;
  private end: CopyEnd | undefined;
  private readonly bell = new Bell();
  private unsubscribe: (() => void) | undefined;
  private running: Promise<void> | undefined;
  /** On the process's own clock: since when an event waits, or it is not known whether one does. */
  private behindSinceMs: number | undefined;
  private readonly stopping = new AbortController();

  constructor(
    private readonly ledger: Ledger,
    private readonly connection: NatsConnection,
    private readonly log: Logger,
  ) {
    this.jetstream = jetstream(connection, { timeout: ACK_TIMEOUT_MS });
  }

  /** The position up to which the bus has the ledger; `undefined` until the stream was looked at. */
  get position(): Position | undefined {
    return this.end?.position;
  }

  /** Milliseconds since the last event was copied while another was waiting; 0 when nothing waits. */
  get stalledMs(): number {
    return this.behindSinceMs === undefined ? 0 : Math.round(performance.now() - this.behindSinceMs);
  }

  start(): void {
    this.unsubscribe = this.ledger.onCommit(() => this.bell.ring());
    this.running = this.run();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    this.unsubscribe?.();
    this.bell.ring();
    await this.running;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    let waitMs = POLL_MS;
    while (!signal.aborted) {
      try {
        this.end ??= await this.lookAtEnd();
        const copied = await this.copyRun(this.end);
        if (copied > 0) waitMs = FIRST_LOOK_MS;
        else waitMs = (await this.bell.heardWithin(waitMs)) ? FIRST_LOOK_MS : Math.min(waitMs * 2, POLL_MS);
      } catch (error) {
        // Whatever was sent without an acknowledgement is found by looking at the stream again.
        this.end = undefined;
        this.behindSinceMs ??= performance.now();
        if (signal.aborted) return;
        this.log.warn({ error }, 'the relay could not copy the ledger to the bus; it looks at the stream again');
        await sleep(RETRY_MS, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  /** @returns how many events it went past */
  private async copyRun(from: CopyEnd): Promise<number> {
    const events = await this.ledger.readAll(from.position, RUN_LENGTH);
    if (events.length > 0) this.behindSinceMs ??= performance.now();
    let end = from;
    for (let rest = events; rest.length > 0; ) {
      const { sent, unsendable } = await this.send(rest, end);
      const passed = unsendable ? sent + 1 : sent;
      end = { position: rest[passed - 1]?.position ?? end.position, sequence: end.sequence + sent };
      rest = rest.slice(passed);
    }
    this.end = end;
    this.behindSinceMs = undefined;
    return events.length;
  }

  /** Sends events one behind the other, up to the first that the bus can't carry; those behind that one were refused with it. */
  private async send(events: readonly RecordedEvent[], end: CopyEnd): Promise<{ readonly sent: number; readonly unsendable: boolean }> {
    const acknowledged = events.map((event, index) => this.publish(event, { position: events[index - 1]?.position ?? end.position, sequence: end.sequence + index }));
    failpoint('relay-before-acks', this.connection);
    const outcomes = await Promise.allSettled(acknowledged);
    failpoint('relay-after-acks');
    const sent = outcomes.findIndex(({ status }) => status === 'rejected');
    const failure = outcomes[sent];
    if (failure?.status !== 'rejected') return { sent: events.length, unsendable: false };
    const error: unknown = failure.reason;
    if (!isUnsendable(error)) throw error;
    // One event that the bus can't carry must not hold up all others: readers find the gap, and the event in the ledger.
    const { stream, position } = events[sent] as RecordedEvent;
    this.log.error({ error, stream, position: position.toString() }, 'an event can not be put on the bus and is left to the ledger');
    return { sent, unsendable: true };
  }

  /** The bus takes it only as the next message behind `end`, so that neither a second relay nor a lost message puts events out of order. */
  private async publish(event: RecordedEvent, end: CopyEnd): Promise<void> {
    const headers = eventHeaders({ event, previous: end.position });
    await this.jetstream.publish(subjectOf(event), event.payload, { headers, expect: { lastSequence: end.sequence }, timeout: ACK_TIMEOUT_MS });
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
function isUnsendable(error: unknown): boolean {
  return error instanceof errors.InvalidArgumentError || error instanceof errors.InvalidSubjectError || error instanceof WireError;
}
