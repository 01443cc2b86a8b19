import { LEDGER_START, operational } from '@carriermesh/platform-ledger';
import { Kysely, PostgresDialect, sql } from 'kysely';
import { booksOf } from './apply-batch.js';
import { createBooks, schemaOf } from './bookkeeping.js';
import { soleConnection, type ViewDatabase } from './pool.js';
import { SoleFeed } from './sole-feed.js';
import type { View, ViewEvents } from './view.js';

/** The temporary tables of a connection: nobody else sees them, and PostgreSQL drops them when it ends, however that is. */
const TEMPORARY = 'pg_temp';
const IDLE_LIMIT_MS = 300_000;

/** Views that are built to be asked once, of a ledger that may end anywhere. Nothing of them outlives their connection. */
export class PassingViews<DB = any> {
  private constructor(readonly db: Kysely<DB>) {}

  /** @throws OperationalError when the database can't be reached, or lets nobody make temporary tables */
  static async open<DB>(database: ViewDatabase): Promise<PassingViews<DB>> {
    return operational('temporary views could not be opened', async () => {
      const db = new Kysely<DB>({ dialect: new PostgresDialect({ pool: await soleConnection(database, TEMPORARY, IDLE_LIMIT_MS) }) });
      try {
        await db.transaction().execute((tx) => createBooks(tx, TEMPORARY));
        return new PassingViews(db);
      } catch (error) {
        await db.destroy();
        throw error;
      }
    });
  }

  /** Builds a view of all events up to the head that they have. Two views of one table can't be built here, as in any context. */
  async build(view: View<DB>, events: ViewEvents): Promise<void> {
    await operational(`view ${view.name} could not be built for one look`, async () => {
      await this.db.transaction().execute(async (tx) => {
        await sql.raw(view.migrate).execute(tx);
        await booksOf(tx).insertInto('view_checkpoint').values({ view: view.name, version: view.version, position: LEDGER_START, relations: [], parked_mark: 1n }).execute();
        const { rows } = await sql<{ given_up: string | null }>`select to_regclass(${`${schemaOf(view.context)}.view_dropped`})::text as given_up`.execute(tx);
        // What an operator gave up the live view leaves out as well; where no service ever ran, nobody gave up anything.
        if (rows[0]?.given_up) await sql`insert into view_dropped select * from ${sql.id(schemaOf(view.context), 'view_dropped')} where view = ${view.name} and version = ${view.version}`.execute(tx);
      });
      await new SoleFeed(this.db, view, events).goOn(await events.head());
    });
  }

  close(): Promise<void> {
    return this.db.destroy();
  }
}
