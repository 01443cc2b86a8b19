import { kept, type Position, type RecordedEvent } from '@carriermesh/platform-ledger';
import type { AnyStoredEvent } from '@carriermesh/platform-processes';
import type { View, ViewStore } from '@carriermesh/platform-readmodel';
import { OperationalError } from '@carriermesh/platform-errors';
import { failpoint } from '@carriermesh/platform-failpoints';
import type { Logger } from '@carriermesh/platform-telemetry';
import { inSpan } from '@carriermesh/platform-telemetry';
import type { EventType } from '@carriermesh/wire';
import { Checkpoint } from './checkpoint.js';
import type { MemoryView } from './service.js';
import { decodeEvent } from './typed-ledger.js';

/** Somebody who reads the ledger in order and knows how far it has come. */
export interface Consumer {
  readonly name: string;
  /** Outside of these types of events it takes nothing. */
  readonly listens: readonly string[];
  /** Of an event's id, metadata and recording time it makes no use. */
  readonly wantsFactsAlone?: boolean;
  /** Where it has to go on reading after a start. */
  start(head: Position): Promise<Position>;
  /**
   * Takes what concerns it of a run; `upTo` is the run's last position, `after` the one that it follows. Events that it took
   * before are passed over.
   * @throws LostGround when it has not taken what came before the run
   */
  take(events: readonly RecordedEvent[], upTo: Position, after?: Position): Promise<void>;
  /** Compares its rows with what it believes to have written. @returns where it has to read on, if rows were lost */
  look?(): Promise<Position | undefined>;
  /** Whether rows that were lost are still missing. */
  readonly isBehind?: boolean;
}

/** Rows in the context's schema: the store keeps the checkpoint in the rows' own transaction. */
export class TableViewConsumer implements Consumer {
  private readonly checkpoint: Checkpoint;

  constructor(
    store: ViewStore,
    private readonly view: View<any>,
  ) {
    this.checkpoint = new Checkpoint(store, view);
  }

  get name(): string {
    return this.view.name;
  }

  get listens(): readonly string[] {
    return this.view.listens;
  }

  start(): Promise<Position> {
    return this.checkpoint.start();
  }

  look(): Promise<Position | undefined> {
    return this.checkpoint.look();
  }

  get isBehind(): boolean {
    return this.checkpoint.isBehind;
  }

  async take(events: readonly RecordedEvent[], upTo: Position, after?: Position): Promise<void> {
    const fresh = events.filter(({ position }) => position > this.checkpoint.position);
    const wanted = fresh.filter(({ type }) => this.view.listens.includes(type));
    // A run without events is the end of what a start caught up with: the next one need not read it again.
    await this.checkpoint.advance(wanted, { upTo, passed: fresh.length, due: wanted.length > 0 || events.length === 0, after });
  }
}

/** A structure in memory: it starts empty, from the ledger's beginning. */
export class MemoryViewConsumer implements Consumer {
  readonly wantsFactsAlone = true;
  private taken: Position = 0n;
  private readonly types: ReadonlySet<string>;

  constructor(
    private readonly view: MemoryView,
    private readonly log: Logger,
  ) {
    this.types = new Set<EventType>(view.listens);
  }

  get name(): string {
    return this.view.name;
  }

  get listens(): readonly string[] {
    return this.view.listens;
  }

  async start(): Promise<Position> {
    return 0n;
  }

  async take(events: readonly RecordedEvent[], upTo: Position): Promise<void> {
    const [first] = events;
    // A position is made of eight bytes each time that it is asked for: of a run that is new, only once.
    const fresh = first === undefined || first.position > this.taken ? events : events.filter(({ position }) => position > this.taken);
    for (const event of fresh) if (this.types.has(event.type)) this.apply(event);
    if (upTo > this.taken) this.taken = upTo;
    this.view.advancedTo?.(upTo);
  }

  private apply(event: RecordedEvent): void {
    try {
      this.view.apply(decodeEvent(event));
    } catch (error) {
      this.log.error({ error, view: this.view.name, stream: event.stream, position: event.position.toString() }, 'an event was left out of a view');
    }
  }
}

/**
 * What writes to the ledger because of an event. Its bookmark follows the work, so that a crash repeats work and loses none. An
 * event that it can't handle parks its own stream, in sight, and nobody else's.
 */
export class ReactingConsumer implements Consumer {
  private taken: Position = 0n;
  /** What the bookmark does not say yet, also when a later event of the same run failed: work, and events to be parked. */
  private worked = false;
  private poisoned: RecordedEvent[] = [];
  private readonly parkedStreams = new Set<string>();
  private readonly bookmark: BookmarkView;
  private readonly checkpoint: Checkpoint;

  constructor(
    readonly name: string,
    readonly listens: readonly string[],
    private readonly handle: (event: AnyStoredEvent) => Promise<void>,
    private readonly context: { readonly service: string; readonly store: ViewStore; readonly log: Logger },
  ) {
    this.bookmark = new BookmarkView(context.service, name, listens);
    this.checkpoint = new Checkpoint(context.store, this.bookmark);
  }

  async start(head: Position): Promise<Position> {
    const { store } = this.context;
    await store.prepare(this.bookmark, head);
    this.taken = await this.checkpoint.start();
    for (const { stream } of await store.parked(this.bookmark)) this.parkedStreams.add(stream);
    return this.taken;
  }

  async take(events: readonly RecordedEvent[], upTo: Position): Promise<void> {
    let passed = 0;
    for (const event of events) {
      if (event.position <= this.taken) continue;
      if (this.listens.includes(event.type) && !this.parkedStreams.has(event.stream)) {
        if (!(await this.handleOne(event))) this.poisoned.push(event);
        this.worked = true;
      }
      passed += 1;
      this.taken = event.position;
    }
    if (this.worked) failpoint('reaction-before-bookmark');
    // What another instance's bookmark is past already, that instance has parked or handled.
    const parked = this.poisoned.filter(({ position }) => position > this.checkpoint.position);
    await this.checkpoint.advance(parked, { upTo, passed, due: this.worked || events.length === 0 });
    this.worked = false;
    this.poisoned = [];
    this.bookmark.poison.clear();
  }

  /** What its bookmark lost was done all the same, and nothing has to be read again for it. */
  async look(): Promise<undefined> {
    await this.checkpoint.look();
  }

  /** False when the event can't be handled for a reason that lies in the event or in this program. */
  private async handleOne(recorded: RecordedEvent): Promise<boolean> {
    const { service, log } = this.context;
    try {
      const event = decodeEvent(kept(recorded));
      const span = { kind: 'consumer', traceparent: recorded.metadata.traceparent, service } as const;
      await inSpan(`${this.name} on ${recorded.type}`, span, () => this.handle(event));
      return true;
    } catch (error) {
      if (error instanceof OperationalError && error.retryable) throw error;
      log.error({ error, consumer: this.name, stream: recorded.stream, position: recorded.position.toString() }, 'a stream was parked');
      this.bookmark.poison.set(recorded.eventId, error as Error);
      this.parkedStreams.add(recorded.stream);
      return false;
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
