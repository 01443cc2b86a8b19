// Whether an acknowledgement is ever earlier than the disk: appends, their commits and the syncs of the write-ahead log are counted,
// and for a sample of acknowledgements the log's flushed end, read at once, is compared with where their commit's record ends.
import { spawn, spawnSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { appendQuery } from '../../../libs/platform/ledger/dist/append-statement.js';
import { BindMessage } from '../../../libs/platform/ledger/dist/bind-message.js';
import { submit } from '../../../libs/platform/ledger/dist/submission.js';
import { appendTo, newEvent, openLedger } from './rivals.mjs';
import { drive } from './workload.mjs';

const TRANSACTION_BITS = 20n;
const SAMPLES = 200;

/** @returns rows for a server on which nothing else runs */
export async function durabilityRows(url, { seconds }) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await (await openLedger(url)).close();
    await client.query('create extension if not exists pg_walinspect');
    const counts = await countedRun(client, url, { writers: 64, seconds });
    const rows = countRows(counts);
    for (const writers of [1, 64]) rows.push(coverRow(`acknowledged before the flush, of ${SAMPLES} sampled, ${writers} at a time`, await sampledRun(client, url, writers), 0));
    // What this sampling is worth: without waiting for the disk it has to find unflushed commits.
    rows.push(coverRow(`the same where commits do not wait (control)`, await careless(client, url)));
    const traced = await tracedRun(client, url, seconds);
    if (traced) rows.push(...tracedRows(traced));
    return rows;
  } finally {
    await client.end();
  }
}

const row = (metric, value, unit, target, met) => ({ goal: 'P7', metric, value, unit, ...(target === undefined ? {} : { target, met }) });

const countRows = ({ acknowledged, commits, syncs }) => [
  row('appends acknowledged, 64 writers', acknowledged, ''),
  row('their commits', commits, ''),
  row('syncs of the log in that time', syncs, ''),
];
const coverRow = (metric, unflushed, target) => row(metric, unflushed, '', target, unflushed === target);

async function countedRun(client, url, { writers, seconds }) {
  const before = await walSyncs(client);
  const ledger = await openLedger(url);
  const transactions = new Set();
  let acknowledged = 0;
  const append = async (next) => {
    const { position } = await appendTo(ledger, next);
    transactions.add(position >> TRANSACTION_BITS);
    acknowledged += 1;
  };
  await drive({ writers, seconds, append });
  // A session's counters are complete once it has ended.
  await ledger.close();
  await othersGone(client);
  return { acknowledged, commits: transactions.size, syncs: (await walSyncs(client)) - before };
}

/** PostgreSQL counts them in one place since 18, and in another before. */
async function walSyncs(client) {
  const { rows } = await client.query(`select current_setting('server_version_num')::int >= 180000 as "isNew"`);
  const text = rows[0].isNew ? `select sum(fsyncs)::int as syncs from pg_stat_io where object = 'wal' and context = 'normal'` : 'select wal_sync::int as syncs from pg_stat_wal';
  return (await client.query(text)).rows[0].syncs;
}

async function othersGone(client) {
  const text = `select count(*)::int as count from pg_stat_activity where backend_type = 'client backend' and application_name = 'bench' and datname = current_database()`;
  for (let tries = 0; (await client.query(text)).rows[0].count > 0; tries += 1) {
    if (tries > 500) throw new Error('sessions of the benchmark did not end');
    await sleep(10);
  }
}

/** @returns how many of the sampled appends were acknowledged before their commit record was flushed */
async function sampledRun(client, url, writers) {
  const ledger = await openLedger(url);
  const samples = [];
  const start = await lsn(client, 'insert');
  let looking = false;
  const append = async (next) => {
    const { position } = await appendTo(ledger, next);
    if (looking || samples.length === SAMPLES) return;
    looking = true;
    samples.push({ position, flushed: await lsn(client, 'flush') });
    looking = false;
  };
  while (samples.length < SAMPLES) await drive({ writers, seconds: 0.2, append });
  await ledger.close();
  return unflushed(client, start, samples);
}

async function careless(client, url) {
  const session = new pg.Client({ connectionString: url });
  await session.connect();
  await session.query('set synchronous_commit = off');
  const message = new BindMessage();
  const start = await lsn(client, 'insert');
  const samples = [];
  while (samples.length < SAMPLES) {
    const query = appendQuery([[{ stream: `careless-${start}-${samples.length}`, expected: 'none', events: [newEvent()] }]]);
    const [{ position }] = query.outcomes(await submit(session, query, message));
    samples.push({ position, flushed: await lsn(client, 'flush') });
  }
  await session.end();
  return unflushed(client, start, samples);
}

async function lsn(client, which) {
  const { rows } = await client.query({ name: which, text: `select pg_current_wal_${which}_lsn() as lsn` });
  return rows[0].lsn;
}

async function unflushed(client, start, samples) {
  const xids = samples.map(({ position }) => String((position >> TRANSACTION_BITS) & 0xffff_ffffn));
  // The last records may still be in memory, where they can't be looked at.
  await client.query('select pg_switch_wal()');
  const { rows } = await client.query(
    `select count(*)::int as found, count(*) filter (where wal.end_lsn > sample.flushed)::int as late
       from unnest($1::text[], $2::pg_lsn[]) as sample(xid, flushed)
       join pg_get_wal_records_info($3::pg_lsn, pg_current_wal_flush_lsn()) as wal
         on wal.xid::text = sample.xid and wal.resource_manager = 'Transaction' and wal.record_type like 'COMMIT%'`,
    [xids, samples.map(({ flushed }) => flushed), start],
  );
  if (rows[0].found !== samples.length) throw new Error(`the log holds ${rows[0].found} of ${samples.length} sampled commits`);
  return rows[0].late;
}

/** @returns undefined where strace is not installed or may not look at the server's processes */
async function tracedRun(client, url, seconds) {
  if (spawnSync('strace', ['-V']).status !== 0) return undefined;
  const ledger = await openLedger(url);
  await drive({ writers: 64, seconds: 0.2, append: (next) => appendTo(ledger, next) });
  const { rows } = await client.query('select pid from pg_stat_activity');
  const tracer = spawn('strace', ['-qq', '-e', 'trace=fdatasync', '-e', 'signal=none', ...rows.flatMap(({ pid }) => ['-p', String(pid)])]);
  let text = '';
  tracer.stderr.on('data', (chunk) => (text += chunk));
  await sleep(500);
  if (tracer.exitCode !== null) {
    await ledger.close();
    process.stderr.write('Left out: fdatasync as strace counts it, because strace may not look at the server.\n');
    return undefined;
  }
  const transactions = new Set();
  let acknowledged = 0;
  await drive({
    writers: 64, seconds,
    append: async (next) => {
      transactions.add((await appendTo(ledger, next)).position >> TRANSACTION_BITS);
      acknowledged += 1;
    },
  });
  tracer.kill('SIGINT');
  await new Promise((resolve) => tracer.once('close', resolve));
  await ledger.close();
  return { acknowledged, commits: transactions.size, calls: text.split('fdatasync(').length - 1 };
}

const tracedRows = ({ acknowledged, commits, calls }) => [
  row('appends acknowledged while strace looks on', acknowledged, ''),
  row('their commits', commits, ''),
  row('fdatasync calls of the server (strace)', calls, ''),
];
