import { LEDGER_START } from '@carriermesh/platform-ledger';
import { sql, type Kysely } from 'kysely';
import { booksOf } from './apply-batch.js';
import { dropRelations, lockSetup, NEW_MARK, relationsOf, schemaOf, type ViewIdentity } from './bookkeeping.js';
import { standingOf } from './standing.js';

/** A view of a ledger without events, and a reader that keeps a place alone, are whole as they begin: they need not be built elsewhere first. */
export async function beginEmpty(db: Kysely<any>, view: ViewIdentity, isWanted: (db: Kysely<any>) => Promise<boolean>): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await lockSetup(tx, view.context);
    if (!(await isWanted(tx))) return;
    const schema = schemaOf(view.context);
    await dropRelations(tx, schema, (await standingOf(tx, view)).relations);
    const before = await relationsOf(tx, schema);
    await sql.raw(view.migrate).execute(tx);
    const relations = [...(await relationsOf(tx, schema)).keys()].filter((name) => !before.has(name));
    const row = { version: view.version, position: LEDGER_START, relations, parked_mark: NEW_MARK };
    const books = booksOf(tx);
    await books
      .insertInto('view_checkpoint')
      .values({ view: view.name, ...row })
      .onConflict((conflict) => conflict.column('view').doUpdateSet(row))
      .execute();
    await books.deleteFrom('view_parked').where('view', '=', view.name).execute();
  });
}
