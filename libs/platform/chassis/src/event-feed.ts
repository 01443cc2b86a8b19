import { setTimeout as sleep } from 'node:timers/promises';
import { EventFollower, type EventMessage } from '@carriermesh/platform-bus';
import type { Ledger, Position, RecordedEvent } from '@carriermesh/platform-ledger';
import type { Logger } from '@carriermesh/platform-telemetry';
import type { NatsConnection } from '@nats-io/transport-node';

/** Events handed on together. */
const RUN_LENGTH = 512;
/** Messages kept while a run is worked on; more are dropped, and read from the ledger afterwards. */
const MAX_PENDING = 8_192;
/** The net under the bus: how long a silent bus is believed. */
const POLL_MS = 1_000;
const FIRST_RETRY_MS = 100;
const LONGEST_RETRY_MS = 5_000;

/** Takes a run of events in ledger order. It must remember by itself what it has taken: runs come again after a failure. */
export type TakeRun = (events: readonly RecordedEvent[]) => Promise<void>;

export interface EventFeedOptions {
  readonly ledger: Ledger;
  readonly connection: NatsConnection;
  readonly log: Logger;
  /** The first run begins after this position. */
  readonly from: Position;
  readonly takeRun: TakeRun;
}

/**
 * Every event of the ledger, in commit order, none skipped and none twice. The bus makes it fast: a message whose `previous`
 * is where the reader stands is the next event. Anything else, and silence, sends the reader to the ledger.
 */
export class EventFeed {
  private at: Position;
  private pending: EventMessage[] = [];
  private readonly follower: EventFollower;
  private wake: () => void = () => undefined;
  private running: Promise<void> | undefined;
  private stopping = false;
  private movedAtMs = Date.now();
  private behindSinceMs: number | undefined;

  constructor(private readonly options: EventFeedOptions) {
    this.at = options.from;
    this.follower = new EventFollower(options.connection, options.log, (message) => this.push(message));
  }

  /** The position up to which everything was taken. */
  get position(): Position {
    return this.at;
  }

  /** Milliseconds since the last event was taken while another was waiting; 0 when nothing waits. */
  get stalledMs(): number {
    return this.behindSinceMs === undefined ? 0 : Date.now() - Math.max(this.behindSinceMs, this.movedAtMs);
  }

  /** Resolves when everything that the ledger holds now has been taken; then goes on in the background. */
  async start(): Promise<void> {
    const head = await this.options.ledger.head();
    while (this.at < head) await this.takeFromLedger();
    this.follower.start();
    this.running = this.run();
  }

  async stop(): Promise<void> {
    this.stopping = true;
    this.wake();
    await this.follower.stop();
    await this.running;
  }

  private push(message: EventMessage): void {
    // What was dropped leaves a gap in the positions, and a gap is read from the ledger.
    if (this.pending.length < MAX_PENDING) this.pending.push(message);
    this.wake();
  }

  private async run(): Promise<void> {
    let waitMs = FIRST_RETRY_MS;
    while (!this.stopping) {
      try {
        const moved = await this.takeNext();
        if (!moved) await this.untilWoken();
        waitMs = FIRST_RETRY_MS;
      } catch (error) {
        this.behindSinceMs ??= Date.now();
        this.options.log.warn({ error, position: this.at.toString() }, 'a run of events could not be taken; it is tried again');
        await sleep(waitMs);
        waitMs = Math.min(waitMs * 2, LONGEST_RETRY_MS);
      }
    }
  }

  private async takeNext(): Promise<boolean> {
    const run = this.contiguousRun();
    if (run.length > 0) {
      await this.take(run);
      return true;
    }
    // Nothing fits: either something was missed, or the bus was silent for as long as it is believed.
    const taken = await this.takeFromLedger();
    // Messages that fit neither here nor after what the ledger shows can only be waited out.
    if (taken === 0) this.pending = [];
    return taken > 0;
  }

  /** The messages that follow one another from where the reader stands; older ones are dropped, later ones stay. */
  private contiguousRun(): RecordedEvent[] {
    const run: RecordedEvent[] = [];
    let at = this.at;
    let used = 0;
    for (const { event, previous } of this.pending) {
      if (run.length >= RUN_LENGTH) break;
      if (event.position > at) {
        if (previous !== at) break;
        run.push(event);
        at = event.position;
      }
      used += 1;
    }
    this.pending.splice(0, used);
    return run;
  }

  private async takeFromLedger(): Promise<number> {
    const events = await this.options.ledger.readAll(this.at, RUN_LENGTH);
    if (events.length > 0) await this.take(events);
    return events.length;
  }

  private async take(events: readonly RecordedEvent[]): Promise<void> {
    this.behindSinceMs ??= Date.now();
    await this.options.takeRun(events);
    this.at = events.at(-1)?.position ?? this.at;
    this.movedAtMs = Date.now();
    this.behindSinceMs = undefined;
  }

  private untilWoken(): Promise<void> {
    if (this.pending.length > 0) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, POLL_MS);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
