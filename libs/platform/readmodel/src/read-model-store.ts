import { instant, invariant } from '@carriermesh/kernel';
import { OperationalError } from '@carriermesh/platform-errors';
import { LEDGER_START, operational, type Position, type RecordedEvent } from '@carriermesh/platform-ledger';
import { Kysely, PostgresDialect } from 'kysely';
import { applyBatches } from './apply-batch.js';
import { beginEmpty } from './begin-empty.js';
import { prepareBookkeeping, schemaOf, type Bookkeeping } from './bookkeeping.js';
import { dropAbandonedBuilds } from './build-lock.js';
import { ParkingLot } from './parking.js';
import { askingDialect, poolOf, type ReadModelStoreOptions } from './pool.js';
import { standingOf } from './standing.js';
import { takeUp, takeUpActing, type TakenUp, type TakingUp } from './take-up.js';
import { buildView } from './view-build.js';
import { ViewGone, type Applied, type BuildProgress, type EventBatch, type ParkedStream, type Parking, type View, type ViewBatch, type ViewEvents } from './view.js';

export type { ReadModelStoreOptions } from './pool.js';

/** The views of one context: their rows, and beside them, in the same transactions, how far each of them has come. */
export class ReadModelStore<DB = any> {
  private believed = 0;
  private readonly lot = new ParkingLot();

  private constructor(
    private readonly options: ReadModelStoreOptions,
    private readonly rows: Kysely<DB>,
    /** The same connections; what is not there is said to be on its way. */
    private readonly asked: Kysely<DB>,
    private readonly breaks: Breaks,
  ) {}

  get context(): string {
    return this.options.context;
  }

  /**
   * For reading tables of this context's views. What is there is whole: a view that is built, again or for the first time, is built
   * elsewhere, and its tables are not there until it is.
   * @throws OperationalError `rebuilding` while rows may lack; whoever asks a view that is rebuilding and not there gets the same
   */
  get db(): Kysely<DB> {
    this.assertWhole();
    return this.asked;
  }

  private get books(): Kysely<Bookkeeping> {
    return this.rows as unknown as Kysely<Bookkeeping>;
  }

  /**
   * How many connections broke so far, and how often a table was not there. A database that dies takes rows with it that were not on
   * its disk yet, and all its connections break: the rows are not asked until somebody has compared them with what was written.
   */
  get brokenConnections(): number {
    return this.breaks.count;
  }

  get isDoubtful(): boolean {
    return this.believed < this.breaks.count;
  }

  /** @throws OperationalError `rebuilding` while rows may lack that were written */
  assertWhole(): void {
    if (this.isDoubtful) throw new OperationalError('rebuilding', `a connection to the database broke, or a table was gone: the views of ${this.context} are looked through for rows that were lost`);
  }

  /** The rows are whole again after so many breaks. */
  believe(brokenConnections: number): void {
    this.believed = Math.max(this.believed, brokenConnections);
  }

  /** @throws OperationalError when the database can't be reached or does not let its schema be made */
  static async open<DB>(options: ReadModelStoreOptions): Promise<ReadModelStore<DB>> {
    const breaks: Breaks = { count: 0 };
    const onLoss = (): void => void (breaks.count += 1);
    const pool = poolOf(options, schemaOf(options.context), onLoss);
    const store = new ReadModelStore(options, new Kysely<DB>({ dialect: new PostgresDialect({ pool }) }), new Kysely<DB>({ dialect: askingDialect(pool, options.context, onLoss) }), breaks);
    try {
      await operational(`the read models of ${options.context} could not be opened`, async () => {
        await prepareBookkeeping(store.books, options.context);
        await dropAbandonedBuilds(store.books, options.context);
      });
      return store;
    } catch (error) {
      await store.close();
      throw error;
    }
  }

  /**
   * Makes sure that the view is in its place, and whole. Where it lacks its checkpoint or a table, or is of an older version, it is built
   * of `events` and then put there; without them it begins with nothing at the ledger's start. Waits for whoever builds it already.
   * @throws OperationalError `misconfigured` when the database has a newer version: this process is out of date
   */
  async prepare(view: View<DB>, events?: ViewEvents, onProgress?: (progress: BuildProgress) => void): Promise<void> {
    this.assertOwn(view);
    const isWanted = async (db: Kysely<any>): Promise<boolean> => {
      const { version, isWhole } = await standingOf(db, view);
      if (version !== undefined && version > view.version) {
        throw new OperationalError('misconfigured', `view ${view.name} is at version ${version} in the database, this process has version ${view.version}: it is out of date`);
      }
      return version !== view.version || !isWhole;
    };
    await operational(`view ${view.name} could not be begun`, async () => {
      if (!(await isWanted(this.rows))) return;
      await prepareBookkeeping(this.books, this.context);
      if (events === undefined || (await events.head()) === LEDGER_START) await beginEmpty(this.rows, view, isWanted);
      else await buildView(this.options, view, { events, whenTaken: 'wait', isWanted, onProgress });
    });
  }

  /**
   * Builds the view anew beside the live one, which is fed and asked as before, and puts it in its place when it has come as far.
   * @throws OperationalError `unavailable` when somebody builds it already, `misconfigured` when the database has another version of it
   */
  async rebuild(view: View<DB>, events: ViewEvents, { onProgress, signal }: RebuildOptions = {}): Promise<BuildProgress> {
    this.assertOwn(view);
    const isWanted = async (db: Kysely<any>): Promise<boolean> => {
      const { version } = await standingOf(db, view);
      if (version === undefined || version === view.version) return true;
      throw new OperationalError('misconfigured', `view ${view.name} is at version ${version} in the database, and this build has version ${view.version}: the service that keeps it builds its own version when it starts`);
    };
    const built = await buildView(this.options, view, { events, whenTaken: 'refuse', isWanted, onProgress, signal });
    invariant(built !== undefined, 'a rebuild that somebody asked for is wanted');
    return built;
  }

  /**
   * The last position whose effects are in the view's rows.
   * @throws ViewGone when it lost its checkpoint or a table
   */
  async checkpoint(view: View<DB>): Promise<Position> {
    this.assertOwn(view);
    return operational(`the checkpoint of view ${view.name} could not be read`, async () => {
      const { position, isWhole, missing } = await standingOf(this.rows, view);
      if (!isWhole || position === undefined) throw new ViewGone(view, missing);
      return position;
    });
  }

  /**
   * Applies in one transaction, in order, each event that the view listens to and has not seen, and moves its checkpoint to
   * `upTo`. Answers the checkpoint: when that is not `upTo`, another instance was faster or the view was begun anew, and
   * the reader goes on from there. An event that the view can't take parks its stream.
   * @throws OperationalError when the database fails: nothing was applied, the same batch may be tried again
   */
  async applyBatch(view: View<DB>, batch: EventBatch): Promise<Position> {
    const [applied] = await this.applyBatches([{ view, ...batch }]);
    return applied?.position ?? LEDGER_START;
  }

  /**
   * The same for several views, all in one transaction; it answers in their order.
   * @throws ViewGone when one of them lost its checkpoint or a table: it has to be prepared again
   */
  async applyBatches(batches: readonly ViewBatch[]): Promise<readonly Applied[]> {
    for (const { view } of batches) this.assertOwn(view);
    try {
      return await applyBatches({ db: this.rows, lot: this.lot }, batches);
    } catch (error) {
      if (error instanceof OperationalError && error.kind === 'misconfigured') await this.assertThere(batches.map(({ view }) => view));
      throw error;
    }
  }

  /** The streams that this view no longer follows, by the position at which it stopped. */
  async parked(view: View<DB>): Promise<readonly ParkedStream[]> {
    return (await this.allParked()).filter((parked) => parked.view === view.name);
  }

  /** The same for all views of the context. */
  async allParked(): Promise<readonly (ParkedStream & { readonly view: string })[]> {
    const rows = await operational(`what the views of ${this.context} parked could not be read`, () =>
      this.books.selectFrom('view_parked').selectAll().orderBy('position').execute(),
    );
    return rows.map(({ view, stream, position, event_id, error, parked_at }) => ({ view, stream, position, eventId: event_id, error, parkedAt: instant(parked_at) }));
  }

  /** What the view does not take, and the mark by which a change of it is noticed. */
  async parking(view: View<DB>): Promise<Parking> {
    this.assertOwn(view);
    return operational(`what view ${view.name} parked could not be read`, async () => {
      const row = await this.books.selectFrom('view_checkpoint').select('parked_mark').where('view', '=', view.name).executeTakeFirst();
      return this.lot.at(this.books, view, row?.parked_mark ?? 0n);
    });
  }

  /**
   * Takes a parked stream up again: applies the event that parked it, once its cause is mended, and in their order those that waited
   * behind it. With `given`, that one event is given up instead, on record, and left out of every rebuild of this version. With
   * `handle`, events are handled by that and not by the view's `apply`.
   */
  async takeUp(view: View<DB>, stream: string, taking: TakingUp & { readonly handle?: (event: RecordedEvent) => Promise<Error | undefined> }): Promise<TakenUp> {
    this.assertOwn(view);
    const { handle } = taking;
    return operational(`view ${view.name} could not be written`, () =>
      handle ? takeUpActing(this.rows, view, stream, { ...taking, handle }) : takeUp(this.rows, view, stream, taking),
    );
  }

  async close(): Promise<void> {
    await this.rows.destroy();
  }

  private async assertThere(views: readonly View<any>[]): Promise<void> {
    for (const view of views) {
      const { isWhole, missing } = await operational(`view ${view.name} could not be looked at`, () => standingOf(this.rows, view));
      if (!isWhole) throw new ViewGone(view, missing);
    }
  }

  private assertOwn(view: View<DB>): void {
    invariant(view.context === this.context, `view ${view.name} is of context ${view.context}, not of ${this.context}`);
  }
}

export interface RebuildOptions {
  readonly onProgress?: (progress: BuildProgress) => void;
  /** Ends it; the live view stays as it is. */
  readonly signal?: AbortSignal;
}

interface Breaks {
  count: number;
}
