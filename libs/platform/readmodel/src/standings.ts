import { operational, type Position } from '@carriermesh/platform-ledger';
import { Kysely, PostgresDialect, sql } from 'kysely';
import { relationsOf, schemaOf } from './bookkeeping.js';
import { soleConnection, type ViewDatabase } from './pool.js';
import { buildUnderWay, standingOf, type BuildUnderWay } from './standing.js';
import type { View } from './view.js';

const IDLE_LIMIT_MS = 60_000;

/** A view as it stands in the database. */
export interface ViewStanding {
  readonly view: View<any>;
  /** `live`: it answers. `rebuilding`: it does not, and somebody builds it. `wiped`: it does not, and nobody does. */
  readonly state: 'live' | 'rebuilding' | 'wiped';
  /** Of the view in its place; another one than this build's belongs to a service of another build. */
  readonly version: number | undefined;
  readonly position: Position | undefined;
  /** In all of its tables together; `undefined` while it is not whole. */
  readonly rows: bigint | undefined;
  readonly missing: readonly string[];
  /** The build that is under way, beside the live one or where there is none. */
  readonly build: BuildUnderWay | undefined;
}

/** Looks at views without touching anything, and whether or not their services run. Counts rows, so that large ones take a moment. */
export async function readStandings(database: ViewDatabase, views: readonly View<any>[]): Promise<readonly ViewStanding[]> {
  return operational('the views could not be looked at', async () => {
    const pool = await soleConnection(database, 'pg_catalog', IDLE_LIMIT_MS);
    const db = new Kysely<any>({ dialect: new PostgresDialect({ pool }) });
    try {
      const standings: ViewStanding[] = [];
      for (const view of views) standings.push(await standingIn(db, view));
      return standings;
    } finally {
      await db.destroy();
    }
  });
}

async function standingIn(db: Kysely<any>, view: View<any>): Promise<ViewStanding> {
  const { isWhole, version, position, relations, missing } = await standingOf(db, view);
  const build = await buildUnderWay(db, view);
  const state = isWhole ? 'live' : build ? 'rebuilding' : 'wiped';
  return { view, state, version, position, rows: isWhole ? await countRows(db, view, relations) : undefined, missing, build };
}

async function countRows(db: Kysely<any>, { context }: View<any>, relations: readonly string[]): Promise<bigint> {
  const kinds = await relationsOf(db, schemaOf(context));
  let count = 0n;
  for (const name of relations.filter((relation) => kinds.get(relation) === 'table')) {
    const { rows } = await sql<{ n: bigint }>`select count(*) as n from ${sql.id(schemaOf(context), name)}`.execute(db);
    count += rows[0]?.n ?? 0n;
  }
  return count;
}
