import { Bell, type EventMessage } from '@carriermesh/platform-bus';
import type { Ledger, Position, RecordedEvent } from '@carriermesh/platform-ledger';
import type { Logger } from '@carriermesh/platform-telemetry';
import { LostGround } from './checkpoint.js';
import { realTimers, sleep, type Timers } from '@carriermesh/platform-time';

/** Events handed on together. */
const RUN_LENGTH = 512;
/** Messages kept while a run is worked on; more are dropped, and read from the ledger afterwards. */
const MAX_PENDING = 8_192;
const MAX_PENDING_BYTES = 64 * 1024 * 1024;
/** The net under the bus: how long it is believed that nothing is new, when it says nothing new. */
const POLL_MS = 1_000;
const FIRST_RETRY_MS = 100;
const LONGEST_RETRY_MS = 5_000;

/**
 * Takes a run of events in ledger order; between them, and behind the last one up to `upTo`, is nothing that it wants. It must remember
 * by itself what it has taken: runs come again after a failure.
 */
export type TakeRun = (events: readonly RecordedEvent[], after: Position, upTo: Position) => Promise<void>;

export interface EventFeedOptions {
  readonly ledger: Ledger;
  /** Hears new events from the bus. */
  readonly follow: (onEvent: (message: EventMessage) => void) => EventSource;
  readonly log: Logger;
  /** The first run begins after this position. */
  readonly from: Position;
  readonly takeRun: TakeRun;
  /** Reads what a start has to catch up with, as far as it is wanted, in order; default: everything, page by page. */
  readonly catchUp?: (after: Position, upTo: Position) => AsyncIterable<readonly RecordedEvent[]>;
  /** Called when everything that the ledger held at the start has been taken, and before anything newer is. */
  readonly caughtUp?: () => Promise<void>;
  /** Called when nothing new has come for a second: what was put off to the next run may not wait for one that never comes. */
  readonly atRest?: () => Promise<void>;
  /** Called before each step. Whoever has lost what it had taken throws LostGround, here or from `takeRun`, and is offered it again. */
  readonly look?: () => Promise<void>;
  /** One run begins so long after the one before was taken, and has in it what came meanwhile; default: at once. */
  readonly gatherMs?: number;
  /** Default: the machine's. */
  readonly timers?: Timers;
}

/** What new events are heard from, from its start to its stop. It promises nothing: it may lose, repeat and mix them up. */
export interface EventSource {
  start(): void;
  stop(): Promise<void>;
}

/**
 * Every event of the ledger, in commit order, none skipped and none twice. The bus makes it fast: a message whose `previous`
 * is where the reader stands is the next event. Anything else, and silence, sends the reader to the ledger.
 */
export class EventFeed {
  private at: Position;
  private readonly pending: EventMessage[] = [];
  private pendingBytes = 0;
  private readonly follower: EventSource;
  private readonly timers: Timers;
  private readonly bell: Bell;
  private readonly stopping = new AbortController();
  private running: Promise<void> | undefined;
  /** On the process's own clock, which nobody sets back: when the last event was taken, and when the ledger was last seen to end here. */
  private movedAtMs: number;
  private checkedAtMs = -Infinity;
  private behindSinceMs: number | undefined;

  constructor(private readonly options: EventFeedOptions) {
    this.at = options.from;
    this.timers = options.timers ?? realTimers;
    this.bell = new Bell(this.timers);
    this.movedAtMs = this.timers.elapsedMs();
    this.follower = options.follow((message) => this.push(message));
  }

  /** The position up to which everything was taken. */
  get position(): Position {
    return this.at;
  }

  /** Milliseconds since the last event was taken while another was waiting; 0 when nothing waits. */
  get stalledMs(): number {
    return this.behindSinceMs === undefined ? 0 : Math.round(this.timers.elapsedMs() - Math.max(this.behindSinceMs, this.movedAtMs));
  }

  /** Resolves when everything that the ledger holds now has been taken; then goes on in the background. */
  async start(): Promise<void> {
    const head = await this.options.ledger.head();
    await this.catchUp(head);
    while (this.at < head && (await this.takeFromLedger()));
    await this.options.caughtUp?.();
    this.follower.start();
    this.running = this.run();
  }

  private async catchUp(head: Position): Promise<void> {
    const { catchUp } = this.options;
    if (!catchUp || this.at >= head) return;
    for await (const events of catchUp(this.at, head)) await this.take(events);
    await this.take([], head);
  }

  /** Resolves when the run that is being taken, if there is one, was taken or failed. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.bell.ring();
    await this.follower.stop();
    await this.running;
  }

  private push(message: EventMessage): void {
    const bytes = bytesOf(message);
    // What was dropped leaves a gap in the positions, and a gap is read from the ledger.
    if (this.pending.length < MAX_PENDING && this.pendingBytes + bytes <= MAX_PENDING_BYTES) {
      this.pending.push(message);
      this.pendingBytes += bytes;
    }
    this.bell.ring();
  }

  private forget(count: number): void {
    for (const message of this.pending.splice(0, count)) this.pendingBytes -= bytesOf(message);
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    let waitMs = FIRST_RETRY_MS;
    while (!signal.aborted) {
      try {
        await this.takeNext();
        waitMs = FIRST_RETRY_MS;
      } catch (error) {
        this.behindSinceMs ??= this.timers.elapsedMs();
        if (signal.aborted) return;
        // Whoever has what is read again passes it over.
        if (error instanceof LostGround && error.position < this.at) [this.at, this.checkedAtMs, this.movedAtMs] = [error.position, -Infinity, -Infinity];
        this.options.log.warn({ error, position: this.at.toString() }, 'a run of events could not be taken; it is tried again');
        await sleep(this.timers, waitMs, signal);
        waitMs = Math.min(waitMs * 2, LONGEST_RETRY_MS);
      }
    }
  }

  private async takeNext(): Promise<void> {
    await this.options.look?.();
    await this.gather();
    const run = this.contiguousRun();
    if (run.length > 0) {
      await this.take(run);
      return;
    }
    const missedSome = this.pending.length > 0;
    // Counted from the last step, not from the last message: a bus that only repeats old events is as good as silent.
    const believedForMs = Math.max(this.checkedAtMs, this.movedAtMs) + POLL_MS - this.timers.elapsedMs();
    if (missedSome || believedForMs <= 0) await this.heal();
    else await this.bell.heardWithin(believedForMs);
  }

  private async gather(): Promise<void> {
    const leftMs = this.movedAtMs + (this.options.gatherMs ?? 0) - this.timers.elapsedMs();
    if (this.pending.length > 0 && leftMs > 0) await sleep(this.timers, leftMs, this.stopping.signal);
  }

  /** Reads on in the ledger. Messages that fit neither here nor after what it shows are dropped, those that came meanwhile stay. */
  private async heal(): Promise<void> {
    const old = this.pending.length;
    if (await this.takeFromLedger()) return;
    this.forget(old);
    await this.options.atRest?.();
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
    this.forget(used);
    return run;
  }

  /** False when the ledger holds nothing further: then nothing waits, whatever went wrong before. */
  private async takeFromLedger(): Promise<boolean> {
    const events = await this.options.ledger.readAll(this.at, RUN_LENGTH);
    if (events.length > 0) {
      await this.take(events);
      return true;
    }
    this.checkedAtMs = this.timers.elapsedMs();
    this.behindSinceMs = undefined;
    return false;
  }

  private async take(events: readonly RecordedEvent[], upTo = events.at(-1)?.position ?? this.at): Promise<void> {
    this.behindSinceMs ??= this.timers.elapsedMs();
    await this.options.takeRun(events, this.at, upTo);
    this.at = upTo;
    this.movedAtMs = this.timers.elapsedMs();
    this.behindSinceMs = undefined;
  }
}

const bytesOf = ({ event, bytes = event.payload.length }: EventMessage): number => bytes;
