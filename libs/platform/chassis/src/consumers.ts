import type { Position, RecordedEvent } from '@carriermesh/platform-ledger';
import type { Applied, View, ViewBatch, ViewEvents, ViewStore } from '@carriermesh/platform-readmodel';
import type { Logger } from '@carriermesh/platform-telemetry';
import type { EventType } from '@carriermesh/wire';
import { Checkpoint, recorded, write } from './checkpoint.js';
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
  start(): Promise<Position>;
  /**
   * Takes what concerns it of a run; `upTo` is the run's last position, `after` the one that it follows. Events that it took
   * before are passed over.
   * @throws LostGround when it has not taken what came before the run
   */
  take(events: readonly RecordedEvent[], upTo: Position, after?: Position): Promise<void>;
  /** Writes down how far it has come, where it had put that off. */
  settle(): Promise<void>;
  /** The same of what it has worked on, while nothing new comes. */
  rest?(): Promise<void>;
  /** Compares its rows with what it believes to have written. @returns where it has to read on, if rows were lost */
  look?(): Promise<Position | undefined>;
  /** Whether rows that were lost are still missing. */
  readonly isBehind?: boolean;
  /** Where it parks what it can't take. */
  readonly parkables?: readonly Parkable[];
}

/** What parks streams, as far as taking them up again has to do with it. */
export interface Parkable {
  readonly view: View<any>;
  /** Answers why an event can't be handled, if it can't. Absent for a view of rows, which applies. */
  readonly handle?: (event: RecordedEvent) => Promise<Error | undefined>;
}

/** A view whose rows follow the ledger, and the events that it wants of a run. */
class Followed {
  readonly checkpoint: Checkpoint;
  private readonly types: ReadonlySet<string>;

  constructor(private readonly view: View<any>) {
    this.checkpoint = new Checkpoint(view);
    this.types = new Set(view.listens);
  }

  /** `undefined` while there is nothing to write. */
  batchOf(events: readonly RecordedEvent[], { upTo, after }: Ends): ViewBatch | undefined {
    const { checkpoint } = this;
    checkpoint.assertFollows(after);
    const fresh = events.filter(({ position }) => position > checkpoint.position);
    const wanted = fresh.filter((event) => this.types.has(event.type) && (this.view.concerns?.(event) ?? true));
    if (wanted.length > 0) return checkpoint.batch(wanted, upTo);
    return checkpoint.pass(fresh.length, upTo) ? checkpoint.batch() : undefined;
  }
}

interface Ends {
  readonly after: Position | undefined;
  readonly upTo: Position;
}

/**
 * The views of a service that keep rows. Those that a run of events concerns are written in one transaction, with their
 * checkpoints; a run that concerns none of them costs nothing.
 */
export class TableViewsConsumer implements Consumer {
  readonly name = 'views';
  readonly listens: readonly string[];
  readonly parkables: readonly Parkable[];
  private readonly followed: readonly Followed[];

  constructor(
    private readonly store: ViewStore,
    views: readonly View<any>[],
    private readonly events?: ViewEvents,
  ) {
    this.parkables = views.map((view) => ({ view }));
    this.followed = views.map((view) => new Followed(view));
    this.listens = views.flatMap(({ listens }) => listens);
  }

  async start(): Promise<Position> {
    const places = await Promise.all(this.followed.map(async ({ checkpoint }) => checkpoint.begin(await this.store.checkpoint(checkpoint.view))));
    return lowestOf(places) ?? 0n;
  }

  /** The views' rows, and so their places, may be behind each for itself. */
  async look(): Promise<Position | undefined> {
    const lost = await Promise.all(this.followed.map(async ({ checkpoint }) => checkpoint.found(await recorded(this.store, checkpoint.view, this.events))));
    return lowestOf(lost.filter((position) => position !== undefined));
  }

  get isBehind(): boolean {
    return this.followed.some(({ checkpoint }) => checkpoint.isBehind);
  }

  take(events: readonly RecordedEvent[], upTo: Position, after?: Position): Promise<void> {
    return this.write((followed) => followed.batchOf(events, { upTo, after }));
  }

  settle(): Promise<void> {
    return this.write(({ checkpoint }) => (checkpoint.isUnrecorded ? checkpoint.batch() : undefined));
  }

  private async write(batchOf: (followed: Followed) => ViewBatch | undefined): Promise<void> {
    const due = this.followed.flatMap((followed) => {
      const batch = batchOf(followed);
      return batch ? [{ checkpoint: followed.checkpoint, batch }] : [];
    });
    if (due.length === 0) return;
    const applied = await write(this.store, due.map(({ batch }) => batch), this.events);
    const lost = due.flatMap(({ checkpoint, batch }, index) => checkpoint.reached(applied[index] as Applied, batch.upTo) ?? []);
    const [first] = lost.sort((a, b) => (a.position < b.position ? -1 : 1));
    if (first) throw first;
  }
}

const lowestOf = (positions: readonly Position[]): Position | undefined =>
  positions.reduce<Position | undefined>((lowest, position) => (lowest === undefined || position < lowest ? position : lowest), undefined);

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
    // A run may come once more, for another reader's sake: what is known does not become less by it.
    if (upTo > this.taken) this.taken = upTo;
    this.view.advancedTo?.(this.taken);
  }

  async settle(): Promise<void> {
    // Nothing of it outlives the process.
  }

  private apply(event: RecordedEvent): void {
    try {
      this.view.apply(decodeEvent(event));
    } catch (error) {
      this.log.error({ error, view: this.view.name, stream: event.stream, position: event.position.toString() }, 'an event was left out of a view');
    }
  }
}
