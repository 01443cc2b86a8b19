import type { Position } from '@carriermesh/platform-ledger';
import { sql, type Kysely } from 'kysely';
import { buildSchemaOf, relationsOf, schemaOf, type ViewIdentity } from './bookkeeping.js';
import { builderOf } from './build-lock.js';

/** What the database says of a view. */
export interface Standing {
  /** `undefined` where the view has no checkpoint. */
  readonly version: number | undefined;
  readonly position: Position | undefined;
  /** The tables and views that it had when it was put in its place. */
  readonly relations: readonly string[];
  readonly missing: readonly string[];
  /** It has its checkpoint and all of its tables, whatever its version. */
  readonly isWhole: boolean;
}

export async function standingOf(db: Kysely<any>, view: ViewIdentity): Promise<Standing> {
  const schema = schemaOf(view.context);
  const row = await checkpointIn(db, schema, view);
  const present = await relationsOf(db, schema);
  const relations = row?.relations ?? [];
  const missing = relations.filter((name) => !present.has(name));
  return { version: row?.version, position: row?.position, relations, missing, isWhole: row !== undefined && missing.length === 0 };
}

/** A build of a view that is under way. */
export interface BuildUnderWay {
  readonly by: string;
  readonly position: Position;
}

export async function buildUnderWay(db: Kysely<any>, view: ViewIdentity): Promise<BuildUnderWay | undefined> {
  const by = await builderOf(db, view);
  return by === undefined ? undefined : { by, position: (await checkpointIn(db, buildSchemaOf(view), view))?.position ?? 0n };
}

interface Checkpoint {
  readonly version: number;
  readonly position: Position;
  readonly relations: readonly string[];
}

/** `undefined` also where there is no such schema, or no bookkeeping in it. */
async function checkpointIn(db: Kysely<any>, schema: string, view: ViewIdentity): Promise<Checkpoint | undefined> {
  const table = sql.id(schema, 'view_checkpoint');
  const { rows: found } = await sql`select from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = ${schema} and c.relname = 'view_checkpoint'`.execute(db);
  if (found.length === 0) return undefined;
  const { rows } = await sql<Checkpoint>`select version, position, relations from ${table} where view = ${view.name}`.execute(db);
  return rows[0];
}
