import { setTimeout as sleep } from 'node:timers/promises';
import { Bell, EventFollower, type EventMessage } from '@carriermesh/platform-bus';
import type { RecordedEvent } from '@carriermesh/platform-ledger';
import type { Logger } from '@carriermesh/platform-telemetry';
import type { NatsConnection } from '@nats-io/transport-node';
import type { EventStream } from './event-stream.js';
import { isTold } from './tellings.js';

const RETRY_MS = 500;
/** How soon it is noticed that the last word of the relay was lost. */
const LOOK_MS = 2_000;
/** Events that the relay told of and that wait to be taken; of more, the stream is read. */
const MAX_PENDING = 8_192;

/**
 * Reads the ledger's copy on the bus from its beginning, and then hears of each run what the relay tells of it, for as long as the process
 * lives: that is one message in place of some hundred. What was lost on the way shows in the positions, and is read from the copy.
 */
export class EventTail {
  private at = 0n;
  private reachedEnd = false;
  private running: Promise<void> | undefined;
  private pending: EventMessage[] = [];
  private readonly bell = new Bell();
  private readonly stopping = new AbortController();

  constructor(
    private readonly connection: NatsConnection,
    private readonly stream: EventStream,
    private readonly log: Logger,
    private readonly onEvent: (event: RecordedEvent) => void,
  ) {}

  /** The position of the newest event that was taken. */
  get position(): bigint {
    return this.at;
  }

  /** Everything that the stream held at the start was read. */
  get caughtUp(): boolean {
    return this.reachedEnd;
  }

  start(): void {
    this.running = this.run();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    this.bell.ring();
    await this.running;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      try {
        await this.follow();
      } catch (error) {
        // The stream does not exist before the relay's first start, and not for a moment after the bus's store was wiped.
        if (!signal.aborted) this.log.debug({ error }, 'the events of the bus can not be read; it is tried again');
      }
      await sleep(RETRY_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  private async follow(): Promise<void> {
    const follower = new EventFollower(this.connection, this.log, (message) => this.push(message));
    follower.start();
    try {
      await this.readOn();
      this.reachedEnd = true;
      while (!this.stopping.signal.aborted) await this.takeNext();
    } finally {
      await follower.stop();
      this.pending = [];
    }
  }

  private push(message: EventMessage): void {
    if (this.pending.length < MAX_PENDING) this.pending.push(message);
    this.bell.ring();
  }

  private async takeNext(): Promise<void> {
    const told = this.pending;
    this.pending = [];
    for (const { event, previous } of told) {
      if (event.position > this.at && previous > this.at) await this.readOn(event.position);
      this.take(event);
    }
    if (told.length > 0 || (await this.bell.heardWithin(LOOK_MS))) return;
    const last = await this.stream.lastPosition();
    if (last > this.at) await this.readOn(last);
  }

  /** Reads the stream up to a position, for which the relay is waited for, or to its end. */
  private async readOn(upTo?: bigint): Promise<void> {
    const { signal } = this.stopping;
    const reading = { after: this.at, isWanted: isTold, signal, ...(upTo !== undefined && { upTo }) };
    for await (const { event } of this.stream.read(reading)) this.take(event);
  }

  private take(event: RecordedEvent): void {
    // What the relay told or copied twice, and what a stream that was made anew holds again.
    if (event.position <= this.at) return;
    this.at = event.position;
    this.onEvent(event);
  }
}
