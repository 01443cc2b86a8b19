import { setTimeout as sleep } from 'node:timers/promises';
import { jetstream, jetstreamManager, RetentionPolicy, StorageType, type JetStreamClient } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { NANOS_PER_DAY } from '@carriermesh/kernel';
import { LEDGER_START, type Ledger, type Position, type RecordedEvent } from '@carriermesh/platform-ledger';
import type { Logger } from '@carriermesh/platform-telemetry';
import { EVENT_STREAM, EVENT_SUBJECTS, eventHeaders, positionIn, subjectOf } from './event-messages.js';

/** Events that are read and sent before their acknowledgements are waited for. */
const RUN_LENGTH = 512;
/** The net under LISTEN/NOTIFY. */
const POLL_MS = 500;
const RETRY_MS = 500;
const ACK_TIMEOUT_MS = 10_000;
/** The bus is a copy: whoever needs older events reads the ledger. */
const KEEP_DAYS = 7n;
const MAX_STREAM_BYTES = 4 * 1024 * 1024 * 1024;

/**
 * Copies the ledger to JetStream in commit order, from where the stream ends. It keeps nothing itself: killed, restarted or
 * with the bus's store wiped, it looks at the stream's last message and goes on from there.
 */
export class Relay {
  private readonly jetstream: JetStreamClient;
  private copiedTo: Position | undefined;
  private wake: () => void = () => undefined;
  private unsubscribe: (() => void) | undefined;
  private running: Promise<void> | undefined;
  private stopping = false;

  constructor(
    private readonly ledger: Ledger,
    private readonly connection: NatsConnection,
    private readonly log: Logger,
  ) {
    this.jetstream = jetstream(connection, { timeout: ACK_TIMEOUT_MS });
  }

  /** The position up to which the bus has the ledger; `undefined` until the stream was looked at. */
  get position(): Position | undefined {
    return this.copiedTo;
  }

  start(): void {
    this.unsubscribe = this.ledger.onCommit(() => this.wake());
    this.running = this.run();
  }

  async stop(): Promise<void> {
    this.stopping = true;
    this.unsubscribe?.();
    this.wake();
    await this.running;
  }

  private async run(): Promise<void> {
    while (!this.stopping) {
      try {
        this.copiedTo ??= await this.lastCopied();
        const copied = await this.copyRun(this.copiedTo);
        if (copied === 0) await this.untilWoken();
      } catch (error) {
        // Whatever was sent without an acknowledgement is found by looking at the stream again.
        this.copiedTo = undefined;
        if (this.stopping) return;
        this.log.warn({ error }, 'the relay could not copy the ledger to the bus; it looks at the stream again');
        await sleep(RETRY_MS);
      }
    }
  }

  private async copyRun(from: Position): Promise<number> {
    const events = await this.ledger.readAll(from, RUN_LENGTH);
    let previous = from;
    const acknowledged: Promise<unknown>[] = [];
    for (const event of events) {
      acknowledged.push(this.publish(event, previous));
      previous = event.position;
    }
    const outcomes = await Promise.allSettled(acknowledged);
    const failed = outcomes.find((outcome) => outcome.status === 'rejected');
    if (failed) throw failed.reason;
    this.copiedTo = previous;
    return events.length;
  }

  private publish(event: RecordedEvent, previous: Position): Promise<unknown> {
    return this.jetstream.publish(subjectOf(event), event.payload, {
      msgID: event.eventId,
      headers: eventHeaders({ event, previous }),
      timeout: ACK_TIMEOUT_MS,
    });
  }

  /** Makes the stream where it is missing, and reads where its copy of the ledger ends. */
  private async lastCopied(): Promise<Position> {
    const manager = await jetstreamManager(this.connection, { timeout: ACK_TIMEOUT_MS });
    await manager.streams.add({
      name: EVENT_STREAM,
      subjects: [EVENT_SUBJECTS],
      storage: StorageType.File,
      retention: RetentionPolicy.Limits,
      max_age: Number(KEEP_DAYS * NANOS_PER_DAY),
      max_bytes: MAX_STREAM_BYTES,
      num_replicas: 1,
    });
    const last = await manager.streams.getMessage(EVENT_STREAM, { last_by_subj: EVENT_SUBJECTS });
    return last === null ? LEDGER_START : positionIn(last.header);
  }

  private untilWoken(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, POLL_MS);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
