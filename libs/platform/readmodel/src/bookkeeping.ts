import { invariant } from '@carriermesh/kernel';
import { sql, type Kysely, type Transaction } from 'kysely';
import type { Position } from '@carriermesh/platform-ledger';
import type { View } from './view.js';

/** What a context's schema holds beside the views' own tables. */
export interface Bookkeeping {
  view_checkpoint: {
    view: string;
    version: number;
    /** The last position whose effects are in the view's rows. */
    position: Position;
    /** The ledger's head when the view was begun: up to there it is a part of what it must be. */
    ready_at: Position;
    /** The tables and views that its `migrate` made, and that a rebuild drops. */
    relations: string[];
    /** Another number after every change of what the view has parked or given up, and 0 until the first of them. */
    parked_mark: bigint;
  };
  view_parked: {
    view: string;
    stream: string;
    position: Position;
    event_id: string;
    error: string;
    /** Nanoseconds since 1970, as everywhere. */
    parked_at: bigint;
  };
  /** Events that an operator gave up, for this version of the view: a rebuild leaves them out as the live one does. */
  view_dropped: {
    view: string;
    version: number;
    stream: string;
    position: Position;
    event_id: string;
    error: string;
    dropped_by: string;
    reason: string;
    dropped_at: bigint;
  };
}

/** A view without what it does: all that the bookkeeping needs, whatever its tables are. */
export type ViewIdentity = Omit<View<never>, 'apply'>;

/**
 * Drawn, not counted: a count that a dying database lost would come again and stand for something else, and who had read what it stood
 * for would believe that.
 */
export const NEW_MARK = sql<bigint>`1 + floor(random() * 9007199254740990)::bigint`;

/** What PostgreSQL takes for a name without quotes, everywhere. */
const CONTEXT_NAME = /^[a-z][a-z0-9_]{0,40}$/;

export const schemaOf = (context: string): string => {
  invariant(CONTEXT_NAME.test(context), `a context's name has 1 to 41 lower-case letters, digits and _, unlike ${JSON.stringify(context)}`);
  return `view_${context}`;
};

/** Any number that nobody else locks would do; the context is the second half of the lock. */
const SETUP_LOCK = 0x7669_6577;

/** Creates the context's schema and bookkeeping where they are missing. Safe to run by several processes at once. */
export async function prepareBookkeeping(db: Kysely<Bookkeeping>, context: string): Promise<void> {
  const schema = sql.id(schemaOf(context));
  await db.transaction().execute(async (tx) => {
    await lockSetup(tx, context);
    await sql`create schema if not exists ${schema}`.execute(tx);
    await sql`create table if not exists ${schema}.view_checkpoint (
      view text primary key, version integer not null, position bigint not null, ready_at bigint not null, relations text[] not null
    )`.execute(tx);
    await sql`alter table ${schema}.view_checkpoint add column if not exists parked_mark bigint not null default 0`.execute(tx);
    await sql`create table if not exists ${schema}.view_parked (
      view text, stream text, position bigint not null, event_id uuid not null, error text not null, parked_at bigint not null,
      primary key (view, stream)
    )`.execute(tx);
    await sql`create table if not exists ${schema}.view_dropped (
      view text, version integer, stream text not null, position bigint not null, event_id uuid, error text not null,
      dropped_by text not null, reason text not null, dropped_at bigint not null, primary key (view, version, event_id)
    )`.execute(tx);
  });
}

/** Lets one process at a time begin views of a context: before its first row there is nothing else to lock. */
export async function lockSetup(tx: Transaction<Bookkeeping>, context: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(${SETUP_LOCK}, hashtext(${context}))`.execute(tx);
}

/** Locks the view against other instances until the transaction ends; they then see what this one did. */
export async function lockCheckpoint(tx: Transaction<Bookkeeping>, view: ViewIdentity) {
  return tx.selectFrom('view_checkpoint').selectAll().where('view', '=', view.name).forUpdate().executeTakeFirst();
}

/** Drops what an earlier version made, if there was one, and begins the view at the start of the ledger. */
export async function beginView(tx: Transaction<Bookkeeping>, view: ViewIdentity, dropped: readonly string[], head: Position): Promise<void> {
  for (const relation of dropped) {
    // A name alone does not say whether it is a table or a view, and `drop table` refuses a view; its table takes it along.
    const kind = await kindOf(tx, relation, view.context);
    if (kind !== undefined) await sql`drop ${sql.raw(kind)} ${sql.id(relation)} cascade`.execute(tx);
  }
  const before = await relationsOf(tx, view.context);
  await sql.raw(view.migrate).execute(tx);
  const relations = [...(await relationsOf(tx, view.context)).keys()].filter((relation) => !before.has(relation));
  const row = { version: view.version, position: 0n, ready_at: head, relations };
  await tx
    .insertInto('view_checkpoint')
    .values({ view: view.name, parked_mark: NEW_MARK, ...row })
    .onConflict((conflict) => conflict.column('view').doUpdateSet({ ...row, parked_mark: NEW_MARK }))
    .execute();
  await tx.deleteFrom('view_parked').where('view', '=', view.name).execute();
}

type RelationKind = 'table' | 'view' | 'materialized view';

const KINDS: Readonly<Record<string, RelationKind>> = { r: 'table', p: 'table', v: 'view', m: 'materialized view' };

async function kindOf(tx: Transaction<Bookkeeping>, relation: string, context: string): Promise<RelationKind | undefined> {
  return (await relationsOf(tx, context)).get(relation);
}

async function relationsOf(tx: Transaction<Bookkeeping>, context: string): Promise<Map<string, RelationKind>> {
  const { rows } = await sql<{ relname: string; relkind: string }>`
    select relname, relkind::text from pg_class where relnamespace = ${schemaOf(context)}::regnamespace and not relispartition`.execute(tx);
  return new Map(rows.flatMap(({ relname, relkind }) => (KINDS[relkind] ? [[relname, KINDS[relkind]] as const] : [])));
}
