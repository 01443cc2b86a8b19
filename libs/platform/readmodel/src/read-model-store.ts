import { Kysely, PostgresDialect, sql, type Transaction } from 'kysely';
import pg from 'pg';
import { invariant } from '@carriermesh/kernel';
import { LEDGER_START, operational, operationalErrorOf, type Position, type RecordedEvent } from '@carriermesh/platform-ledger';
import type { ParkedStream, View } from './view.js';

const POOL_SIZE = 4;
const MAX_ERROR_TEXT = 1_000;
/** Instances of one service that start together make the schema one after the other. */
const MIGRATION_LOCK = 7_201_002;

interface BookkeepingTables {
  view_checkpoint: { name: string; version: number; position: string; tables: string[] };
  view_parked: { view: string; stream: string; position: string; type: string; error: string };
}

export interface ReadModelOptions {
  readonly connectionString: string;
  /** Lower-case letters, digits and `_`: the schema is `view_<context>`. */
  readonly context: string;
}

/** The rows of one context's views, each view's checkpoint in the same transaction as its rows. */
export class ReadModelStore {
  private constructor(
    /** For queries: unqualified table names are this context's own. */
    readonly db: Kysely<any>,
    private readonly schema: string,
  ) {}

  /** @throws OperationalError when the database can't be reached or the schema can't be made */
  static async open({ connectionString, context }: ReadModelOptions): Promise<ReadModelStore> {
    invariant(/^[a-z][a-z0-9_]{0,40}$/.test(context), `a context's name is made of lower-case letters, digits and _, not "${context}"`);
    const schema = `view_${context}`;
    const pool = new pg.Pool({
      connectionString,
      max: POOL_SIZE,
      application_name: `carriermesh-${context}-views`,
      options: `-c search_path=${schema}`,
    });
    // A connection that breaks while idle is replaced by the pool; without a listener the error would end the process.
    pool.on('error', () => undefined);
    const store = new ReadModelStore(new Kysely({ dialect: new PostgresDialect({ pool }) }), schema);
    await operational(`making the schema ${schema}`, () => store.locked((tx) => store.migrate(tx)));
    return store;
  }

  /** Makes a view's tables, or drops and makes them again when its version changed; they then fill from the ledger's start. */
  async prepare(view: View): Promise<void> {
    await operational(`preparing the view ${view.name}`, () =>
      this.locked(async (tx) => {
        const known = await tx.selectFrom('view_checkpoint').selectAll().where('name', '=', view.name).executeTakeFirst();
        if (known?.version === view.version) return;
        for (const table of known?.tables ?? []) await sql`drop table if exists ${sql.table(table)} cascade`.execute(tx);
        await tx.deleteFrom('view_parked').where('view', '=', view.name).execute();
        const before = await this.tables(tx);
        if (view.migrate !== '') await sql.raw(view.migrate).execute(tx);
        const made = (await this.tables(tx)).filter((table) => !before.includes(table));
        const row = { name: view.name, version: view.version, position: '0', tables: made };
        await tx.insertInto('view_checkpoint').values(row).onConflict((conflict) => conflict.column('name').doUpdateSet(row)).execute();
      }),
    );
  }

  /** The position up to which the view's rows are right. */
  async checkpoint(view: View): Promise<Position> {
    return operational(`reading the checkpoint of ${view.name}`, async () => {
      const row = await this.bookkeeping.selectFrom('view_checkpoint').select('position').where('name', '=', view.name).executeTakeFirst();
      return row === undefined ? LEDGER_START : BigInt(row.position);
    });
  }

  /**
   * Applies a run of events, in ledger order, and moves the checkpoint to `upTo`, all in one transaction. Events at or before
   * the checkpoint are passed over, so runs may come twice and from two instances at once.
   */
  async applyBatch(view: View, events: readonly RecordedEvent[], upTo: Position): Promise<void> {
    await operational(`applying events to ${view.name}`, () =>
      this.db.transaction().execute(async (anyTx) => {
        const tx = anyTx as Transaction<BookkeepingTables>;
        const checkpoint = await lockCheckpoint(tx, view);
        if (upTo <= checkpoint) return;
        const parked = new Set((await this.parkedIn(tx, view)).map(({ stream }) => stream));
        for (const event of events) {
          if (event.position <= checkpoint || parked.has(event.stream)) continue;
          if (!(await this.applied(view, event, tx))) parked.add(event.stream);
        }
        await tx.updateTable('view_checkpoint').set({ position: upTo.toString() }).where('name', '=', view.name).execute();
      }),
    );
  }

  /** The streams that this view has given up on, until somebody mends the cause and rebuilds it. */
  parked(view: View): Promise<readonly ParkedStream[]> {
    return operational(`reading the parked streams of ${view.name}`, () => this.parkedIn(this.bookkeeping, view));
  }

  /** Sets a stream aside for this view: its later events are passed over, those of other streams go on. */
  async park(view: View, event: RecordedEvent, error: Error): Promise<void> {
    await operational(`parking a stream for ${view.name}`, () => parkIn(this.bookkeeping, view, event, error));
  }

  async close(): Promise<void> {
    await this.db.destroy();
  }

  private get bookkeeping(): Kysely<BookkeepingTables> {
    return this.db as Kysely<BookkeepingTables>;
  }

  /** Each event has a savepoint: one that fails leaves no half-written rows, and the others of its run stay. */
  private async applied(view: View, event: RecordedEvent, tx: Transaction<BookkeepingTables>): Promise<boolean> {
    await sql`savepoint one_event`.execute(tx);
    try {
      await view.apply(event, tx as Transaction<any>);
      await sql`release savepoint one_event`.execute(tx);
      return true;
    } catch (error) {
      if (operationalErrorOf(error, `applying ${event.type} to ${view.name}`)) throw error;
      await sql`rollback to savepoint one_event`.execute(tx);
      await parkIn(tx, view, event, error as Error);
      return false;
    }
  }

  private async parkedIn(db: Kysely<BookkeepingTables>, view: View): Promise<readonly ParkedStream[]> {
    const rows = await db.selectFrom('view_parked').selectAll().where('view', '=', view.name).orderBy('position').execute();
    return rows.map(({ stream, position, type, error }) => ({ stream, position: BigInt(position), type, error }));
  }

  private locked(work: (tx: Transaction<BookkeepingTables>) => Promise<void>): Promise<void> {
    return this.bookkeeping.transaction().execute(async (tx) => {
      await sql`select pg_advisory_xact_lock(${MIGRATION_LOCK})`.execute(tx);
      await work(tx);
    });
  }

  private async migrate(tx: Transaction<BookkeepingTables>): Promise<void> {
    await sql.raw(`create schema if not exists ${this.schema}`).execute(tx);
    await sql`create table if not exists view_checkpoint (
      name text primary key, version int not null, position bigint not null, tables text[] not null)`.execute(tx);
    await sql`create table if not exists view_parked (
      view text not null, stream text not null, position bigint not null, type text not null, error text not null,
      primary key (view, stream))`.execute(tx);
  }

  private async tables(tx: Transaction<BookkeepingTables>): Promise<readonly string[]> {
    const { rows } = await sql<{ name: string }>`select tablename as name from pg_tables where schemaname = ${this.schema}`.execute(tx);
    return rows.map(({ name }) => name);
  }
}

async function lockCheckpoint(tx: Transaction<BookkeepingTables>, view: View): Promise<Position> {
  const row = await tx.selectFrom('view_checkpoint').selectAll().where('name', '=', view.name).forUpdate().executeTakeFirst();
  invariant(row, `the view ${view.name} was not prepared`);
  // During a rolling upgrade the older instance must not write rows of its old shape.
  invariant(row.version === view.version, `the view ${view.name} is at version ${row.version}; this process has ${view.version}`);
  return BigInt(row.position);
}

async function parkIn(db: Kysely<BookkeepingTables>, view: View, event: RecordedEvent, error: Error): Promise<void> {
  const row = {
    view: view.name,
    stream: event.stream,
    position: event.position.toString(),
    type: event.type,
    error: error.message.slice(0, MAX_ERROR_TEXT),
  };
  await db.insertInto('view_parked').values(row).onConflict((conflict) => conflict.doNothing()).execute();
}
