import type pg from 'pg';
import { OperationalError } from '@carriermesh/platform-errors';

/** Keeps processes that start together from migrating at once; any number that nobody else locks would do. */
const MIGRATION_LOCK = 0x6361_7272;

/** A position is (transaction id + offset) · 2^20 + the event's ordinal in its transaction. */
export const ORDINAL_BITS = 20n;

/**
 * Each runs once, in order; a released one is never edited. `metadata` is json and not jsonb: it is written and read far
 * more often than searched, and taking it apart costs a fifth of an append.
 */
const MIGRATIONS: readonly string[] = [
  `create table ledger.event (
     position    bigint      not null constraint event_position primary key,
     stream      text        collate "C" not null,
     revision    integer     not null check (revision >= 0),
     event_id    uuid        not null constraint event_id unique,
     type        text        collate "C" not null,
     payload     bytea       not null,
     metadata    json        not null,
     recorded_at timestamptz not null default now(),
     constraint event_stream_revision unique (stream, revision)
   );
   create table ledger.origin (
     single     boolean not null default true primary key check (single),
     xid_offset bigint  not null
   );
   insert into ledger.origin (xid_offset) values (0);`,
  // The tree over commits and its signed heads (docs/evidence.md). Whoever can write here can't forge what parties already hold.
  `create table ledger.tree_leaf (
     idx      bigint not null primary key check (idx >= 0),
     position bigint not null,
     hash     bytea  not null check (octet_length(hash) = 32),
     contents bytea  not null
   );
   create table ledger.tree_head (
     size      bigint  not null primary key check (size > 0),
     body      bytea   not null,
     signature bytea   not null,
     key_id    text    collate "C" not null,
     edge      bytea[] not null
   );`,
];

/**
 * Transaction ids begin anew in a new cluster, so that a ledger restored into one (by a dump, not by a copy of its files)
 * would give new events positions below the old ones. Any position that a snapshot shows was made by a transaction below
 * that snapshot's xmax, unless it came from another cluster: then the offset is lifted above the restored history.
 * Nobody writes at that moment, since every writer passes here, under the lock, before its first append.
 */
const LIFT_OFFSET = `
  with seen as (
    select max(position) >> 20 as last, pg_snapshot_xmax(pg_current_snapshot())::text::bigint as next_xid from ledger.event
  )
  update ledger.origin set xid_offset = seen.last + 1 - seen.next_xid
    from seen where seen.last >= seen.next_xid + origin.xid_offset`;

/** Creates what is missing of schema `ledger`. Safe to run by any number of processes at once. */
export async function prepareSchema(client: pg.ClientBase): Promise<void> {
  await client.query('begin');
  try {
    await client.query('select pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
    await client.query('create schema if not exists ledger');
    await client.query('create table if not exists ledger.migration (version integer primary key, applied_at timestamptz not null default now())');
    const { rows } = await client.query<{ version: number }>('select coalesce(max(version), 0) as version from ledger.migration');
    const done = rows[0]?.version ?? 0;
    for (const [index, sql] of MIGRATIONS.entries()) {
      if (index < done) continue;
      await client.query(sql);
      await client.query('insert into ledger.migration (version) values ($1)', [index + 1]);
    }
    await client.query(LIFT_OFFSET);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
}

/** With any of these off, a commit that was acknowledged can be lost or torn by a crash. */
const DURABILITY_SETTINGS = ['fsync', 'synchronous_commit', 'full_page_writes'] as const;

/**
 * A receipt may go out only after a commit that survives a crash.
 * @throws OperationalError `misconfigured` naming the setting that is off
 */
export async function assertDurable(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ name: string; setting: string }>('select name, setting from pg_settings where name = any($1)', [
    DURABILITY_SETTINGS,
  ]);
  for (const { name, setting } of rows) {
    if (setting === 'off') {
      throw new OperationalError('misconfigured', `the ledger's PostgreSQL runs with ${name} = ${setting}: a crash could lose acknowledged commits; set it to on`);
    }
  }
}
