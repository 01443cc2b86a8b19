import { invariant } from '@carriermesh/kernel';
import { OperationalError } from '@carriermesh/platform-errors';
import { sql, type Kysely, type Transaction } from 'kysely';
import type { Position } from '@carriermesh/platform-ledger';
import type { View } from './view.js';

/** What a schema of views holds beside the views' own tables. */
export interface Bookkeeping {
  view_checkpoint: {
    view: string;
    version: number;
    /** The last position whose effects are in the view's rows. */
    position: Position;
    /** The tables and views that its `migrate` made: where one of them is missing, the view is not whole. */
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
export type ViewIdentity = Omit<View<never>, 'apply' | 'applyAll'>;

/**
 * Drawn, not counted: a count that a dying database lost would come again and stand for something else, and who had read what it stood
 * for would believe that.
 */
export const NEW_MARK = sql<bigint>`1 + floor(random() * 9007199254740990)::bigint`;

/** What PostgreSQL takes for a name without quotes, everywhere. */
const CONTEXT_NAME = /^[a-z][a-z0-9_]{0,40}$/;
/** PostgreSQL cuts longer names off without a word. */
const MAX_NAME_BYTES = 63;

export const schemaOf = (context: string): string => {
  invariant(CONTEXT_NAME.test(context), `a context's name has 1 to 41 lower-case letters, digits and _, unlike ${JSON.stringify(context)}`);
  return `view_${context}`;
};

/** Where a view is built, beside its place. No context has a dot in its name, so that no context's schema is taken for another's build. */
export const buildSchemaOf = ({ context, name }: ViewIdentity): string => {
  const schema = `${schemaOf(context)}.${name}`;
  invariant(Buffer.byteLength(schema) <= MAX_NAME_BYTES, `the name of view ${name} of ${context} is too long: ${schema} has more than ${MAX_NAME_BYTES} bytes`);
  return schema;
};

/** Any number that nobody else locks would do; the context is the second half of the lock. */
const SETUP_LOCK = 0x7669_6577;

/** Creates the context's schema and bookkeeping where they are missing. Safe to run by several processes at once. */
export async function prepareBookkeeping(db: Kysely<Bookkeeping>, context: string): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await lockSetup(tx, context);
    await createBookkeeping(tx, schemaOf(context));
  });
}

export async function createBookkeeping(tx: Transaction<any>, name: string): Promise<void> {
  await sql`create schema if not exists ${sql.id(name)}`.execute(tx);
  await createBooks(tx, name);
}

/** In a schema that is there. */
export async function createBooks(tx: Transaction<any>, name: string): Promise<void> {
  const schema = sql.id(name);
  await sql`create table if not exists ${schema}.view_checkpoint (
    view text primary key, version integer not null, position bigint not null, relations text[] not null, parked_mark bigint not null default 0
  )`.execute(tx);
  await dropReadyAt(tx, name);
  await sql`create table if not exists ${schema}.view_parked (
    view text, stream text, position bigint not null, event_id uuid not null, error text not null, parked_at bigint not null,
    primary key (view, stream)
  )`.execute(tx);
  await sql`create table if not exists ${schema}.view_dropped (
    view text, version integer, stream text not null, position bigint not null, event_id uuid, error text not null,
    dropped_by text not null, reason text not null, dropped_at bigint not null, primary key (view, version, event_id)
  )`.execute(tx);
}

/** Earlier builds wrote here from where on a view that was built in its place was whole; now what is in its place is whole. */
async function dropReadyAt(tx: Transaction<any>, schema: string): Promise<void> {
  // Looked for first: to alter a table is to wait for everybody who reads it.
  const { rows } = await sql`
    select from pg_attribute where attrelid = ${`"${schema}".view_checkpoint`}::regclass and attname = 'ready_at' and not attisdropped`.execute(tx);
  if (rows.length > 0) await sql`alter table ${sql.id(schema, 'view_checkpoint')} drop column ready_at`.execute(tx);
}

/** Lets one process at a time begin views of a context: before its first row there is nothing else to lock. */
export async function lockSetup(tx: Transaction<any>, context: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(${SETUP_LOCK}, hashtext(${context}))`.execute(tx);
}

/** Locks the view against other instances until the transaction ends; they then see what this one did. */
export async function lockCheckpoint(tx: Transaction<Bookkeeping>, view: ViewIdentity) {
  return tx.selectFrom('view_checkpoint').selectAll().where('view', '=', view.name).forUpdate().executeTakeFirst();
}

export type RelationKind = 'table' | 'view' | 'materialized view';

const KINDS: Readonly<Record<string, RelationKind>> = { r: 'table', p: 'table', v: 'view', m: 'materialized view' };
const OF_THE_BOOKS: ReadonlySet<string> = new Set(['view_checkpoint', 'view_parked', 'view_dropped']);

/** The tables and views in a schema but for the bookkeeping, by their names; none where there is no such schema. */
export async function relationsOf(db: Kysely<any>, schema: string): Promise<ReadonlyMap<string, RelationKind>> {
  const { rows } = await sql<{ relname: string; relkind: string }>`
    select c.relname, c.relkind::text from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = ${schema}`.execute(db);
  return new Map(rows.flatMap(({ relname, relkind }) => (KINDS[relkind] && !OF_THE_BOOKS.has(relname) ? [[relname, KINDS[relkind]] as const] : [])));
}

/** Drops what is there of these, with what rests on it. */
export async function dropRelations(tx: Transaction<any>, schema: string, names: Iterable<string>): Promise<void> {
  for (const name of names) {
    // A name alone does not say whether it is a table or a view, and `drop table` refuses a view; its table takes it along.
    const kind = (await relationsOf(tx, schema)).get(name);
    if (kind !== undefined) await sql`drop ${sql.raw(kind)} ${sql.id(schema, name)} cascade`.execute(tx);
  }
}

/**
 * Names are one context's: two views that made a table of one name would take it from each other.
 * @throws OperationalError `misconfigured` naming the other view
 */
export async function assertNobodyElses(tx: Transaction<any>, view: ViewIdentity, names: readonly string[]): Promise<void> {
  const { rows } = await sql<{ view: string }>`
    select view from ${sql.id(schemaOf(view.context), 'view_checkpoint')} where view <> ${view.name} and relations && ${names}::text[]`.execute(tx);
  if (rows[0]) throw new OperationalError('misconfigured', `view ${view.name} makes a table that view ${rows[0].view} of ${view.context} has already, one of: ${names.join(', ')}`);
}
