import { kept, type Ledger, type Position, type RecordedEvent } from '@carriermesh/platform-ledger';
import type { AnyStoredEvent } from '@carriermesh/platform-processes';
import type { Applied, Parking, View, ViewStore } from '@carriermesh/platform-readmodel';
import { OperationalError } from '@carriermesh/platform-errors';
import { failpoint } from '@carriermesh/platform-failpoints';
import type { Logger } from '@carriermesh/platform-telemetry';
import { inSpan } from '@carriermesh/platform-telemetry';
import { realTimers, type Timers } from '@carriermesh/platform-time';
import { Checkpoint, recorded, write } from './checkpoint.js';
import type { Consumer, Parkable } from './consumers.js';
import { decodeEvent } from './typed-ledger.js';

/** Work that a crash may repeat: handled events for which the bookmark has not been moved yet, and how long it may stand. */
const MAX_REPEATED_EVENTS = 512;
const MAX_BOOKMARK_AGE_MS = 1_000;
const MAX_MOVE_ATTEMPTS = 5;
/** Events that are handled at once: what they write goes into few commits. */
const MAX_AT_ONCE = 64;

export interface ReactionSurroundings {
  readonly service: string;
  readonly store: ViewStore;
  readonly ledger: Pick<Ledger, 'readStream'>;
  readonly log: Logger;
  readonly timers?: Timers;
}

/**
 * What writes to the ledger because of an event. Its bookmark follows the work, now and then, so that a crash repeats work and
 * loses none. An event that it can't handle parks its own stream, in sight, and nobody else's.
 */
export class ReactingConsumer implements Consumer {
  private taken: Position = 0n;
  /** Handled since the bookmark was moved, and events to be parked, also when a later event of the same run failed. */
  private worked = 0;
  private poisoned: RecordedEvent[] = [];
  private passedOver = false;
  private movedAtMs = -Infinity;
  private readonly parkedStreams = new Set<string>();
  private dropped: ReadonlySet<string> = new Set();
  private parkedMark = 0n;
  private readonly timers: Timers;
  private readonly types: ReadonlySet<string>;
  private readonly bookmark: BookmarkView;
  private readonly checkpoint: Checkpoint;

  constructor(
    readonly name: string,
    readonly listens: readonly string[],
    private readonly handle: (event: AnyStoredEvent) => Promise<void>,
    private readonly context: ReactionSurroundings,
    /** What an event is about, beside its stream: of one thing one event is handled after the other. */
    private readonly subjectsOf: (event: AnyStoredEvent) => readonly string[] = () => [],
  ) {
    this.timers = context.timers ?? realTimers;
    this.types = new Set(listens);
    this.bookmark = new BookmarkView(context.service, name, listens);
    this.checkpoint = new Checkpoint(this.bookmark);
  }

  async start(): Promise<Position> {
    const { store } = this.context;
    await store.prepare(this.bookmark);
    this.taken = this.checkpoint.begin(await store.checkpoint(this.bookmark));
    const { mark, streams, dropped } = await store.parking(this.bookmark);
    for (const stream of streams) this.parkedStreams.add(stream);
    this.dropped = dropped;
    this.parkedMark = mark;
    return this.taken;
  }

  async take(events: readonly RecordedEvent[], upTo: Position): Promise<void> {
    let passed = 0;
    for (let rest = events.filter(({ position }) => position > this.taken); rest.length > 0; ) {
      const some = this.apart(rest);
      await this.takeTogether(some);
      passed += some.length;
      rest = rest.slice(some.length);
    }
    if (upTo > this.taken) this.taken = upTo;
    const isOld = this.timers.elapsedMs() - this.movedAtMs >= MAX_BOOKMARK_AGE_MS;
    // What waits behind a parked event is on record at once: who takes the stream up makes up for it, or this instance hears of it here.
    const isDue = this.poisoned.length > 0 || this.passedOver || this.worked >= MAX_REPEATED_EVENTS || (this.worked > 0 && isOld);
    if (this.checkpoint.pass(passed, upTo) || isDue) await this.moveBookmark();
  }

  async settle(): Promise<void> {
    if (this.checkpoint.isUnrecorded) await this.moveBookmark();
  }

  /** Who reads no more is not to do all of its last work again after a crash, however much later. */
  async rest(): Promise<void> {
    if (this.worked > 0) await this.moveBookmark();
  }

  /** What its bookmark lost was done all the same, and nothing has to be read again for it. */
  async look(): Promise<undefined> {
    this.checkpoint.found(await recorded(this.context.store, this.bookmark));
  }

  /** The first events, up to one that is about something that an earlier one of them is about. */
  private apart(events: readonly RecordedEvent[]): readonly RecordedEvent[] {
    const subjects = new Set<string>();
    let handled = 0;
    const end = events.findIndex((event) => {
      if (!this.types.has(event.type)) return false;
      const own = this.subjectsIn(event);
      if (handled === MAX_AT_ONCE || own.some((subject) => subjects.has(subject))) return true;
      for (const subject of own) subjects.add(subject);
      handled += 1;
      return false;
    });
    return end < 0 ? events : events.slice(0, end);
  }

  private subjectsIn(recorded: RecordedEvent): readonly string[] {
    try {
      return [recorded.stream, ...this.subjectsOf(decodeEvent(kept(recorded)))];
    } catch {
      // Whoever handles it finds the same, and parks its stream.
      return [recorded.stream];
    }
  }

  /** Where one of them meets what may pass, it is as if those behind it had not been handled: they come again. */
  private async takeTogether(events: readonly RecordedEvent[]): Promise<void> {
    const outcomes = await Promise.allSettled(events.map((event) => this.attemptWanted(event)));
    for (const [index, outcome] of outcomes.entries()) {
      if (outcome.status === 'rejected') throw outcome.reason;
      const event = events[index] as RecordedEvent;
      if (outcome.value) this.park(event, outcome.value);
      this.taken = event.position;
    }
  }

  private async takeOne(event: RecordedEvent): Promise<void> {
    const error = await this.attemptWanted(event);
    if (error) this.park(event, error);
  }

  private async attemptWanted(event: RecordedEvent): Promise<Error | undefined> {
    if (!this.types.has(event.type) || this.dropped.has(event.eventId)) return undefined;
    if (this.parkedStreams.has(event.stream)) {
      this.passedOver = true;
      return undefined;
    }
    const error = await this.attempt(event);
    this.worked += 1;
    return error;
  }

  private park(event: RecordedEvent, error: Error): void {
    this.context.log.error({ error, consumer: this.name, stream: event.stream, position: event.position.toString() }, 'a stream was parked');
    this.bookmark.poison.set(event.eventId, error);
    this.parkedStreams.add(event.stream);
    this.poisoned.push(event);
  }

  /** Never past what somebody else took up meanwhile: what this instance passed over is handled before. */
  private async moveBookmark(): Promise<void> {
    if (this.worked > 0) failpoint('reaction-before-bookmark');
    for (let attempt = 0; attempt < MAX_MOVE_ATTEMPTS; attempt += 1) {
      // What another instance's bookmark is past already, that instance has parked or handled.
      const poisoned = this.poisoned.filter(({ position }) => position > this.checkpoint.position);
      const batch = { ...this.checkpoint.batch(poisoned, this.taken), parkedMark: this.parkedMark };
      const [applied] = await write(this.context.store, [batch]);
      if (applied?.parking.mark === this.parkedMark) return this.moved(applied, batch.upTo);
      if (applied) await this.heed(applied.parking);
    }
    throw new OperationalError('unavailable', `what ${this.name} parked was changed by others ${MAX_MOVE_ATTEMPTS} times in a row`);
  }

  private moved(applied: Applied, upTo: Position): void {
    const lost = this.checkpoint.reached(applied, upTo);
    if (lost) throw lost;
    this.worked = 0;
    this.passedOver = false;
    this.movedAtMs = this.timers.elapsedMs();
    this.poisoned = [];
    this.bookmark.poison.clear();
  }

  /**
   * Somebody parked streams, or took some up again and went as far as the bookmark was: what this instance passed over behind
   * it, in the belief that the stream was parked, it has to handle now.
   */
  private async heed({ mark, streams, dropped }: Parking): Promise<void> {
    this.dropped = dropped;
    const poisoned = new Set(this.poisoned.map(({ stream }) => stream));
    for (const stream of [...this.parkedStreams]) {
      if (streams.has(stream) || poisoned.has(stream)) continue;
      const missed = (await this.context.ledger.readStream(stream)).filter(({ position }) => position > this.checkpoint.position && position <= this.taken);
      this.parkedStreams.delete(stream);
      try {
        for (const event of missed) await this.takeOne(event);
      } catch (error) {
        this.parkedStreams.add(stream);
        throw error;
      }
    }
    for (const stream of streams) this.parkedStreams.add(stream);
    this.parkedMark = mark;
  }

  /** For whoever takes parked streams up again: where they are parked, and how to handle an event of them. */
  get parkables(): readonly [Parkable] {
    return [{ view: this.bookmark, handle: (event) => this.attempt(event) }];
  }

  /** Answers why the event can't be handled, for a reason that lies in the event or in this program. */
  private async attempt(recorded: RecordedEvent): Promise<Error | undefined> {
    try {
      const event = decodeEvent(kept(recorded));
      const span = { kind: 'consumer', traceparent: recorded.metadata.traceparent, service: this.context.service } as const;
      await inSpan(`${this.name} on ${recorded.type}`, span, () => this.handle(event));
      return undefined;
    } catch (error) {
      if (error instanceof OperationalError && error.retryable) throw error;
      return error as Error;
    }
  }
}

/** A view without rows, whose checkpoint says how far a reader has come, and which parks what the reader could not handle. */
class BookmarkView implements View<any> {
  readonly name: string;
  readonly version = 1;
  readonly migrate = '';
  readonly poison = new Map<string, Error>();

  constructor(
    readonly context: string,
    reader: string,
    readonly listens: readonly string[],
  ) {
    this.name = `bookmark:${reader}`;
  }

  async apply({ eventId }: RecordedEvent): Promise<void> {
    const error = this.poison.get(eventId);
    if (error) throw error;
  }
}
