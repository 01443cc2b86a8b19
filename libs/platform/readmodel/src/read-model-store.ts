import { instant, invariant } from '@carriermesh/kernel';
import { OperationalError } from '@carriermesh/platform-errors';
import { LEDGER_START, operational, type Position, type RecordedEvent } from '@carriermesh/platform-ledger';
import { Kysely, PostgresDialect, type Transaction } from 'kysely';
import pg from 'pg';
import { applyBatches } from './apply-batch.js';
import { beginView, lockCheckpoint, lockSetup, prepareBookkeeping, schemaOf, type Bookkeeping } from './bookkeeping.js';
import { ParkingLot } from './parking.js';
import { PreparedClient } from './prepared-client.js';
import { takeUp, takeUpActing, type TakenUp, type TakingUp } from './take-up.js';
import type { Applied, EventBatch, ParkedStream, Parking, View, ViewBatch } from './view.js';

const DEFAULT_POOL_SIZE = 4;
const CONNECT_TIMEOUT_MS = 5_000;
const STATEMENT_TIMEOUT_MS = 30_000;
/** An instance that stands still within a transaction would hold back its views, and with them every reader of the ledger. */
const IDLE_TRANSACTION_LIMIT_MS = 10_000;

export interface ReadModelStoreOptions {
  readonly connectionString: string;
  readonly context: string;
  readonly applicationName: string;
  readonly poolSize?: number;
}

/** The views of one context: their rows, and beside them, in the same transactions, how far each of them has come. */
export class ReadModelStore<DB = any> {
  private believed = 0;
  private readonly lot = new ParkingLot();

  private constructor(
    readonly context: string,
    private readonly rows: Kysely<DB>,
    private readonly books: Kysely<Bookkeeping>,
    private readonly breaks: Breaks,
  ) {}

  /**
   * For reading tables of this context's views. A view that may be under way is read through `query`.
   * @throws OperationalError `unavailable` while rows may lack
   */
  get db(): Kysely<DB> {
    this.assertWhole();
    return this.rows;
  }

  /**
   * How many connections broke so far. A database that dies takes rows with it that were not on its disk yet, and all its
   * connections break: the rows are not asked until somebody has compared them with what was written.
   */
  get brokenConnections(): number {
    return this.breaks.count;
  }

  get isDoubtful(): boolean {
    return this.believed < this.breaks.count;
  }

  /** @throws OperationalError `unavailable` while rows may lack that were written */
  assertWhole(): void {
    if (this.isDoubtful) throw new OperationalError('unavailable', `a connection to the database broke: the views of ${this.context} are looked through for rows that were lost with it`);
  }

  /** The rows are whole again after so many breaks. */
  believe(brokenConnections: number): void {
    this.believed = Math.max(this.believed, brokenConnections);
  }

  /** @throws OperationalError when the database can't be reached or does not let its schema be made */
  static async open<DB>(options: ReadModelStoreOptions): Promise<ReadModelStore<DB>> {
    const breaks: Breaks = { count: 0 };
    const db = new Kysely<DB>({ dialect: new PostgresDialect({ pool: poolOf(options, breaks) }) });
    const books = db as unknown as Kysely<Bookkeeping>;
    try {
      await operational(`the read models of ${options.context} could not be opened`, () => prepareBookkeeping(books, options.context));
      return new ReadModelStore(options.context, db, books, breaks);
    } catch (error) {
      await db.destroy();
      throw error;
    }
  }

  /**
   * Makes the view's tables where they are missing, and begins it anew where the database has an older version. `head` is
   * the ledger's: the view is ready when it has come that far.
   * @throws OperationalError `misconfigured` when the database has a newer version: this process is out of date
   */
  async prepare(view: View<DB>, head: Position): Promise<void> {
    await this.change(view, async (tx, version, relations) => {
      if (version !== undefined && version > view.version) {
        throw new OperationalError('misconfigured', `view ${view.name} is at version ${version} in the database, this process has version ${view.version}: it is out of date`);
      }
      if (version !== view.version) await beginView(tx, view, relations, head);
    });
  }

  /** Begins the view anew at the ledger's first event, dropping its rows and what it had parked. */
  async rebuild(view: View<DB>, head: Position): Promise<void> {
    await this.change(view, (tx, _, relations) => beginView(tx, view, relations, head));
  }

  /** The last position whose effects are in the view's rows. */
  async checkpoint(view: View<DB>): Promise<Position> {
    return (await this.status(this.books, view))?.position ?? LEDGER_START;
  }

  /** Whether the view has come as far as the ledger was when it was begun. Until then it is "rebuilding". */
  async isReady(view: View<DB>): Promise<boolean> {
    const status = await this.status(this.books, view);
    return status !== undefined && status.version === view.version && status.position >= status.ready_at;
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

  /** The same for several views, all in one transaction; it answers in their order. */
  async applyBatches(batches: readonly ViewBatch[]): Promise<readonly Applied[]> {
    for (const { view } of batches) this.assertOwn(view);
    return applyBatches({ db: this.rows, lot: this.lot }, batches);
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

  /**
   * Asks the view, all within one snapshot.
   * @throws OperationalError `unavailable` while the view is rebuilding, or may lack rows: it never answers from half of them
   */
  async query<T>(view: View<DB>, ask: (tx: Transaction<DB>) => Promise<T>): Promise<T> {
    this.assertOwn(view);
    this.assertWhole();
    return operational(`view ${view.name} could not be read`, () =>
      this.rows.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(async (tx) => {
        const status = await this.status(tx as unknown as Kysely<Bookkeeping>, view);
        if (status?.version !== view.version || status.position < status.ready_at) {
          throw new OperationalError('unavailable', `view ${view.name} is rebuilding: it has come to ${status?.position ?? LEDGER_START} of ${status?.ready_at ?? 'an unknown position'}`);
        }
        return ask(tx);
      }),
    );
  }

  async close(): Promise<void> {
    await this.rows.destroy();
  }

  private status(db: Kysely<Bookkeeping>, view: View<DB>) {
    this.assertOwn(view);
    return operational(`the checkpoint of view ${view.name} could not be read`, () =>
      db.selectFrom('view_checkpoint').select(['version', 'position', 'ready_at']).where('view', '=', view.name).executeTakeFirst(),
    );
  }

  private async change(
    view: View<DB>,
    work: (tx: Transaction<Bookkeeping>, version: number | undefined, relations: readonly string[]) => Promise<void>,
  ): Promise<void> {
    this.assertOwn(view);
    await operational(`view ${view.name} could not be begun`, () =>
      this.books.transaction().execute(async (tx) => {
        await lockSetup(tx, view.context);
        const row = await lockCheckpoint(tx, view);
        await work(tx, row?.version, row?.relations ?? []);
      }),
    );
  }

  private assertOwn(view: View<DB>): void {
    invariant(view.context === this.context, `view ${view.name} is of context ${view.context}, not of ${this.context}`);
  }
}

/** Reads a bigint column as a bigint: the driver's default is text, and a double would round it. */
const TYPES = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === pg.types.builtins.INT8 ? (text: string) => BigInt(text) : pg.types.getTypeParser(oid, format),
} as unknown as pg.CustomTypesConfig;

interface Breaks {
  count: number;
}

function poolOf(options: ReadModelStoreOptions, breaks: Breaks): pg.Pool {
  const searchPath = pg.escapeIdentifier(schemaOf(options.context));
  const pool = new pg.Pool({
    connectionString: options.connectionString,
    application_name: options.applicationName,
    Client: PreparedClient,
    max: options.poolSize ?? DEFAULT_POOL_SIZE,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: STATEMENT_TIMEOUT_MS,
    keepAlive: true,
    types: TYPES,
    onConnect: async (client) => {
      // A connection that breaks while it is lent to a transaction tells its statement; without this listener it would also
      // end the process.
      client.on('error', () => (breaks.count += 1));
      // Rows follow the ledger: what a crash takes of them comes again from the checkpoint, which is lost with them. Not waiting
      // for the disk keeps these transactions short, and a running transaction holds every reader of the ledger back.
      await client.query(`set search_path to ${searchPath}; set synchronous_commit to off; set idle_in_transaction_session_timeout to ${IDLE_TRANSACTION_LIMIT_MS}`);
    },
  });
  // An idle connection that breaks leaves the pool by itself; without a listener the process would end.
  pool.on('error', () => undefined);
  return pool;
}
