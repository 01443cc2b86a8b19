import { OperationalError } from '@carriermesh/platform-errors';
import { realTimers, sleep } from '@carriermesh/platform-time';
import { sql, type Kysely } from 'kysely';
import { buildSchemaOf, schemaOf, type ViewIdentity } from './bookkeeping.js';

/** Any number that nobody else locks would do; the view is the second half of the lock. */
const BUILD_LOCK = 0x7669_6578;
const ASK_AGAIN_MS = 200;

/** Whether a connection may wait until another one, which builds the same view, is done. */
export type WhenTaken = 'wait' | 'refuse';

/**
 * Lets one connection at a time build a view. The lock goes with the connection, however that ends.
 * @throws OperationalError `unavailable` when another one has it and it is not to be waited for
 */
export async function lockBuild(db: Kysely<any>, view: ViewIdentity, whenTaken: WhenTaken, signal?: AbortSignal): Promise<void> {
  const schema = buildSchemaOf(view);
  for (;;) {
    const { rows } = await sql<{ locked: boolean }>`select pg_try_advisory_lock(${BUILD_LOCK}, hashtext(${schema})) as locked`.execute(db);
    if (rows[0]?.locked) return;
    const builder = await builderOf(db, view);
    if (whenTaken === 'refuse') {
      throw new OperationalError('unavailable', `view ${view.name} of ${view.context} is being rebuilt already, by ${builder ?? 'a connection that has just ended'}: wait until that is done`);
    }
    await sleep(realTimers, ASK_AGAIN_MS, signal);
    signal?.throwIfAborted();
  }
}

/** Who builds the view at this moment, if anybody does. */
export async function builderOf(db: Kysely<any>, view: ViewIdentity): Promise<string | undefined> {
  const { rows } = await sql<{ pid: number; name: string }>`
    select l.pid, coalesce(a.application_name, '') as name from pg_locks l left join pg_stat_activity a on a.pid = l.pid
     where l.locktype = 'advisory' and l.granted and l.objsubid = 2 and l.classid = ${BUILD_LOCK}
       and l.database = (select oid from pg_database where datname = current_database())
       and l.objid = (hashtext(${buildSchemaOf(view)})::bigint & 4294967295)::oid`.execute(db);
  const [builder] = rows;
  return builder && `${builder.name} (process ${builder.pid} of the database)`;
}

/** Drops what builds of the context's views left behind that were killed. */
export async function dropAbandonedBuilds(db: Kysely<any>, context: string): Promise<void> {
  const { rows } = await sql<{ nspname: string }>`select nspname from pg_namespace where starts_with(nspname, ${`${schemaOf(context)}.`})`.execute(db);
  for (const { nspname } of rows) {
    await db.transaction().execute(async (tx) => {
      const { rows } = await sql<{ locked: boolean }>`select pg_try_advisory_xact_lock(${BUILD_LOCK}, hashtext(${nspname})) as locked`.execute(tx);
      if (rows[0]?.locked) await sql`drop schema if exists ${sql.id(nspname)} cascade`.execute(tx);
    });
  }
}
