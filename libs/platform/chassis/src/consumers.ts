import type { Position, RecordedEvent } from '@carriermesh/platform-ledger';
import type { AnyStoredEvent, ProcessEngine, ProcessIndex } from '@carriermesh/platform-processes';
import type { ReadModelStore, View } from '@carriermesh/platform-readmodel';
import { OperationalError } from '@carriermesh/platform-errors';
import type { Logger } from '@carriermesh/platform-telemetry';
import { inSpan } from '@carriermesh/platform-telemetry';
import type { EventType } from '@carriermesh/wire';
import type { MemoryView, Reaction } from './service.js';
import { decodeEvent } from './typed-ledger.js';

/** Somebody who reads the ledger in order and knows how far it has come. */
export interface Consumer {
  readonly name: string;
  /** Where it has to go on reading after a start. */
  start(): Promise<Position>;
  /** Takes what concerns it of a run; `upTo` is the run's last position. Events that it took before are passed over. */
  take(events: readonly RecordedEvent[], upTo: Position): Promise<void>;
}

/** Rows in the context's schema: the store keeps the checkpoint in the rows' own transaction. */
export class TableViewConsumer implements Consumer {
  constructor(
    private readonly store: ReadModelStore,
    private readonly view: View<any>,
  ) {}

  get name(): string {
    return this.view.name;
  }

  start(): Promise<Position> {
    return this.store.checkpoint(this.view);
  }

  async take(events: readonly RecordedEvent[], upTo: Position): Promise<void> {
    const wanted = events.filter(({ type }) => this.view.listens.includes(type));
    // A checkpoint that lags behind events which mean nothing to the view costs a little reading at the next start.
    if (wanted.length > 0) await this.store.applyBatch(this.view, wanted, upTo);
  }
}

/** A structure in memory: it starts empty, from the ledger's beginning. */
export class MemoryViewConsumer implements Consumer {
  private taken: Position = 0n;

  constructor(
    private readonly view: MemoryView,
    private readonly log: Logger,
  ) {}

  get name(): string {
    return this.view.name;
  }

  async start(): Promise<Position> {
    return 0n;
  }

  async take(events: readonly RecordedEvent[], upTo: Position): Promise<void> {
    for (const event of events) {
      if (event.position <= this.taken) continue;
      if (this.view.listens.includes(event.type as EventType)) this.apply(event);
      this.taken = event.position;
    }
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

/** What writes to the ledger because of an event. Its bookmark follows the work, so that a crash repeats work and loses none. */
export class ReactingConsumer implements Consumer {
  private taken: Position = 0n;
  private readonly parkedStreams = new Set<string>();

  constructor(
    readonly name: string,
    private readonly listens: ReadonlySet<string>,
    private readonly handle: (event: AnyStoredEvent) => Promise<void>,
    private readonly store: ReadModelStore,
    private readonly bookmark: View<any>,
    private readonly log: Logger,
    private readonly service: string,
  ) {}

  static ofReaction(reaction: Reaction, bookmark: View<any>, store: ReadModelStore, log: Logger, service: string): ReactingConsumer {
    return new ReactingConsumer(reaction.name, new Set(reaction.listens), (event) => reaction.handle(event), store, bookmark, log, service);
  }

  static ofProcesses(engine: ProcessEngine, bookmark: View<any>, store: ReadModelStore, log: Logger, service: string): ReactingConsumer {
    return new ReactingConsumer('processes', engine.listens, (event) => engine.route(event), store, bookmark, log, service);
  }

  async start(): Promise<Position> {
    this.taken = await this.store.checkpoint(this.bookmark);
    for (const parked of await this.store.parked(this.bookmark)) this.parkedStreams.add(parked.stream);
    return this.taken;
  }

  async take(events: readonly RecordedEvent[], upTo: Position): Promise<void> {
    let handled = 0;
    for (const event of events) {
      if (event.position <= this.taken) continue;
      if (this.listens.has(event.type) && !this.parkedStreams.has(event.stream)) {
        await this.handleOne(event);
        handled += 1;
      }
      this.taken = event.position;
    }
    if (handled > 0) await this.store.applyBatch(this.bookmark, [], upTo);
  }

  private async handleOne(recorded: RecordedEvent): Promise<void> {
    try {
      const event = decodeEvent(recorded);
      const span = { kind: 'consumer', traceparent: recorded.metadata.traceparent, service: this.service } as const;
      await inSpan(`${this.name} on ${recorded.type}`, span, () => this.handle(event));
    } catch (error) {
      if (error instanceof OperationalError && error.retryable) throw error;
      // What can't be handled stops its own aggregate, in sight, and nobody else.
      this.log.error({ error, consumer: this.name, stream: recorded.stream, position: recorded.position.toString() }, 'an event was parked');
      await this.store.park(this.bookmark, recorded, error as Error);
      this.parkedStreams.add(recorded.stream);
    }
  }
}

/** A view without rows of its own, whose checkpoint says how far something else has come. */
export function bookmarkView(context: string, name: string): View<any> {
  return { name: `bookmark:${name}`, context, version: 1, migrate: '', listens: [], apply: async () => undefined };
}

/** The processes that were begun and not yet seen to end, as rows: what a start has to take up again. */
export function processIndexView(context: string, categories: ReadonlyMap<string, string>, types: readonly string[]): View<any> {
  return {
    name: 'process-index',
    context,
    version: 1,
    migrate: 'create table open_process (name text not null, id text not null, primary key (name, id))',
    listens: types,
    apply: async (event, tx) => {
      if (event.revision !== 0) return;
      for (const [category, name] of categories) {
        if (!event.stream.startsWith(`${category}-`)) continue;
        const row = { name, id: event.stream.slice(category.length + 1) };
        await tx.insertInto('open_process').values(row).onConflict((conflict: any) => conflict.doNothing()).execute();
      }
    },
  };
}

export function processIndex(store: ReadModelStore): ProcessIndex {
  const db = store.db as any;
  return {
    open: () => db.selectFrom('open_process').select(['name', 'id']).execute(),
    close: async (name, id) => void (await db.deleteFrom('open_process').where('name', '=', name).where('id', '=', id).execute()),
  };
}
