// The ledger and who is measured beside it. Each has a database of its own on one server, and `slice` answers the figures of one turn.
import { execFileSync, fork, spawnSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { APPEND_ONE } from '../../../libs/platform/ledger/dist/append-statement.js';
import { PostgresLedger } from '../../../libs/platform/ledger/dist/index.js';
import { EVENT_TYPE, drive, eventId, figures, metadata, payload } from './workload.mjs';

/** Connections of the rivals that hold one for each append. */
const POOL_SIZE = 20;
const ANY = -2;

export const newEvent = () => ({ eventId: eventId(), type: EVENT_TYPE, payload, metadata });
export const openLedger = (url, applicationName = 'bench') => PostgresLedger.open({ connectionString: url, applicationName });

export async function appendTo(ledger, { stream, revision }) {
  const result = await ledger.append([{ stream, expected: revision === 0 ? 'none' : revision - 1, events: [newEvent()] }]);
  if (result.kind !== 'appended') throw new Error(`the ledger refused: ${JSON.stringify(result)}`);
  return result;
}

export async function ownLedger(url) {
  const ledger = await openLedger(url);
  return {
    name: 'ledger',
    slice: (writers, seconds) => drive({ writers, seconds, append: (next) => appendTo(ledger, next) }),
    close: () => ledger.close(),
  };
}

/** The same with a tree keeper at work in a process of its own, as the relay is. A turn ends when the tree holds all of it. */
export async function ledgerWithTree(url) {
  const ledger = await openLedger(url);
  const keeper = fork(fileURLToPath(new URL('./tree-process.mjs', import.meta.url)), [url], { serialization: 'advanced' });
  const ended = new Promise((_, reject) => keeper.once('exit', () => reject(new Error('the tree keeper ended'))));
  ended.catch(() => undefined);
  const caughtUp = () => {
    keeper.send('catch up');
    return Promise.race([new Promise((resolve) => keeper.once('message', resolve)), ended]);
  };
  const costs = [];
  return {
    name: 'ledger with its tree',
    async slice(writers, seconds) {
      const before = await caughtUp();
      const result = await drive({ writers, seconds, append: (next) => appendTo(ledger, next) });
      const after = await caughtUp();
      costs.push({ writers, cpuMicros: (after.cpuMicros - before.cpuMicros) / result.count, behindMs: after.behindMs, commits: after.commits - before.commits });
      return result;
    },
    costs,
    async close() {
      keeper.disconnect();
      await ledger.close();
    },
  };
}

const HEAD = 'select revision from ledger.event where stream = $1 order by revision desc limit 1';
const INSERT = `insert into ledger.event (position, stream, revision, event_id, type, payload, metadata)
  select ((pg_current_xact_id()::text::bigint + xid_offset) << 20) + 1, $1, $2, $3, $4, $5, $6 from ledger.origin`;
const metadataText = JSON.stringify({ ...metadata, occurredAt: '2026-03-01T00:00:00.000000001Z' });

/** What is usually written: a transaction of four statements on a connection out of a pool, into the same table. */
export async function transactionPool(url) {
  await (await openLedger(url)).close();
  const pool = new pg.Pool({ connectionString: url, max: POOL_SIZE });
  const append = async ({ stream, revision }) => {
    const client = await pool.connect();
    await client.query('begin');
    const { rows } = await client.query({ name: 'head', text: HEAD, values: [stream] });
    if ((rows[0]?.revision ?? -1) !== revision - 1) throw new Error(`the pool found revision ${rows[0]?.revision} of ${stream}`);
    await client.query({ name: 'insert', text: INSERT, values: [stream, revision, eventId(), EVENT_TYPE, payload, metadataText] });
    await client.query('commit');
    client.release();
  };
  return { name: 'BEGIN…COMMIT pool', slice: (writers, seconds) => drive({ writers, seconds, append }), close: () => pool.end() };
}

/** The ledger's own statement for one event, sent by the driver on a connection out of a pool: one round trip, and one commit for each append. */
export async function statementPool(url) {
  await (await openLedger(url)).close();
  const pool = new pg.Pool({ connectionString: url, max: POOL_SIZE });
  const append = async ({ stream, revision }) => {
    const { rowCount } = await pool.query({ name: 'append', text: APPEND_ONE, values: [stream, revision - 1, eventId(), EVENT_TYPE, payload, metadataText] });
    if (rowCount !== 1) throw new Error(`the pool's statement did not append revision ${revision} of ${stream}`);
  };
  return { name: 'one statement, pool', slice: (writers, seconds) => drive({ writers, seconds, append }), close: () => pool.end() };
}

/** @returns undefined where the package is not installed */
export async function emmett(url) {
  const store = await import('@event-driven-io/emmett-postgresql').catch(() => undefined);
  if (!store) return undefined;
  const pool = new pg.Pool({ connectionString: url, max: POOL_SIZE });
  const events = store.getPostgreSQLEventStore(url, { connectionOptions: { pooled: true, pool } });
  await events.schema.migrate();
  const data = { payload: payload.toString('base64') };
  const append = ({ stream, revision }) =>
    events.appendToStream(stream, [{ type: EVENT_TYPE, data, metadata: { ...metadata, occurredAt: '2026-03-01T00:00:00.000000001Z' } }], {
      expectedStreamVersion: revision === 0 ? 'STREAM_DOES_NOT_EXIST' : BigInt(revision),
    });
  return {
    name: 'emmett',
    slice: (writers, seconds) => drive({ writers, seconds, append }),
    close: async () => {
      await events.close();
      if (!pool.ended) await pool.end();
    },
  };
}

/**
 * The ledger's own statement for one event, sent by PostgreSQL's own benchmark in C: nothing has to be encoded, and every event has
 * a stream of its own. @returns undefined where it is not installed
 */
export async function pgbench(url) {
  const program = postgresProgram('pgbench');
  if (!program) return undefined;
  await (await openLedger(url)).close();
  const directory = mkdtempSync(join(tmpdir(), 'carriermesh-pgbench-'));
  const script = join(directory, 'append.sql');
  writeFileSync(script, `\\set s random(1, 1000000000)\n${pgbenchStatement()};\n`);
  return {
    name: 'pgbench',
    async slice(writers, seconds) {
      const log = join(directory, 'log');
      execFileSync(program, ['-n', '-M', 'prepared', '-c', writers, '-j', 1, '-T', Math.ceil(seconds), '-f', script, '-l', `--log-prefix=${log}`, url].map(String), { stdio: 'pipe' });
      const files = globSync(`${log}.*`);
      // A line of its log: client, number, microseconds, script, and when it ended in seconds and microseconds.
      const lines = files.flatMap((file) => readFileSync(file, 'utf8').trim().split('\n')).map((line) => line.split(' ').map(Number));
      files.forEach((file) => rmSync(file));
      const ends = lines.map(([, , , , whole, rest]) => whole + rest / 1e6);
      const first = lines.reduce((least, [, , micros], index) => Math.min(least, ends[index] - micros / 1e6), Infinity);
      return figures(lines.map(([, , micros]) => micros), ends.reduce((most, end) => Math.max(most, end), 0) - first);
    },
    close: async () => rmSync(directory, { recursive: true, force: true }),
  };
}

function pgbenchStatement() {
  // A colon followed by a letter or digit would be a variable of pgbench's, and so would $ in the text.
  const json = metadataText.replaceAll(/:(?=\w)/g, '\\072');
  const values = [`'quote-' || :client_id::text || '-' || :s::text`, String(ANY), 'gen_random_uuid()', `'${EVENT_TYPE}'`, `'\\x${payload.toString('hex')}'`, `E'${json}'`];
  return APPEND_ONE.trim().replaceAll(/\$(\d)/g, (_, number) => `(${values[number - 1]})`);
}

/** Microseconds of one fdatasync of 8 KiB on the temporary folder's disk, by PostgreSQL's own program; undefined without it. */
export function fdatasyncMicros() {
  const program = postgresProgram('pg_test_fsync');
  if (!program) return undefined;
  const file = join(tmpdir(), `carriermesh-fsync-${process.pid}`);
  const { stdout } = spawnSync(program, ['-s', '1', '-f', file], { encoding: 'utf8' });
  rmSync(file, { force: true });
  return Number(/fdatasync .*?(\d+) usecs/.exec(stdout)?.[1]);
}

/** Debian's server, on whose kind the goals were measured; undefined where it is not installed. */
export function debianServer() {
  const [postgres] = globSync('/usr/lib/postgresql/*/bin/postgres').sort().reverse();
  return postgres && { postgres, initdb: join(dirname(postgres), 'initdb') };
}

/** On the PATH, or where Debian keeps the programs of its newest version. */
function postgresProgram(name) {
  const known = [name, ...globSync(`/usr/lib/postgresql/*/bin/${name}`).sort().reverse()];
  return known.find((program) => spawnSync(program, ['--version']).status === 0);
}
