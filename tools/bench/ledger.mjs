// Appends to the ledger with 1, 16 and 64 writers (P7), in turns with pgbench, a pool of BEGIN…COMMIT transactions, one of single statements,
// emmett, and the ledger with its tree kept, all on one server with fsync on. Beside them: what a sync of the disk takes, who hears of a conflict,
// and whether every acknowledgement was covered by a sync.
import pg from 'pg';
import { startPostgres } from '../../libs/platform/testing/dist/index.js';
import { durabilityRows } from './ledger/durability.mjs';
import { debianServer, emmett, fdatasyncMicros, ledgerWithTree, newEvent, openLedger, ownLedger, pgbench, statementPool, transactionPool } from './ledger/rivals.mjs';
import { median } from './ledger/workload.mjs';
import { against } from './scaled.mjs';

const WRITERS = [1, 16, 64];
const RIVALS = { pgbench, 'BEGIN…COMMIT pool': transactionPool, 'one statement, pool': statementPool, emmett, 'ledger with its tree': ledgerWithTree };
const NEEDED = { pgbench: 'Debian: postgresql-contrib', emmett: 'npm: @event-driven-io/emmett-postgresql' };
/** Where the targets were measured: pgbench with 64 writers, and one statement sent alone by the driver. */
const THEN = { pgbenchPerSecond: 26_000, oneStatementMicros: 197 };
const TARGET = { perSecond: 80_000, p99Micros: 1_300, oneWriterMicros: 200, overPgbench: 3, overEmmett: 15 };
/** Files of the log that a server has after its first checkpoints; without them the first seconds would measure their making. */
const WAL_FILES = 48;
const CONFLICT_EVERY = 8;
const CONFLICT_ROUNDS = 50;

export async function run({ quick }) {
  const sizes = quick ? { rounds: 1, seconds: 1 } : { rounds: 5, seconds: 1 };
  const programs = debianServer();
  if (!programs) process.stderr.write("Debian's PostgreSQL, on which the goals were measured, is absent (Debian: postgresql): npm's is measured.\n");
  const postgres = await startPostgres({ settings: { min_wal_size: '1GB' }, ...(programs && { programs }) });
  const rivals = [];
  try {
    const version = await prepared(postgres.url);
    const [own, ...others] = await opened(postgres, rivals);
    const syncMicros = [];
    const figures = new Map(rivals.map(({ name }) => [name, Object.fromEntries(WRITERS.map((writers) => [writers, []]))]));
    for (const rival of rivals) for (const writers of WRITERS) await rival.slice(writers, 1);
    for (let round = 0; round < sizes.rounds; round += 1) {
      syncMicros.push(fdatasyncMicros());
      for (const writers of WRITERS) for (const rival of rivals) figures.get(rival.name)[writers].push(await rival.slice(writers, sizes.seconds));
    }
    const rows = [row(programs ? "server: Debian's PostgreSQL" : "server: npm's PostgreSQL", version, ''), ...syncRows(syncMicros), ...WRITERS.flatMap((writers) => writerRows(writers, figures, own, others))];
    const tree = others.find(({ costs }) => costs);
    await Promise.all(rivals.splice(0).map((rival) => rival.close()));
    return [...rows, ...treeRows(tree), ...(await conflictRows(await postgres.createDatabase())), ...(await durabilityRows(await postgres.createDatabase(), { seconds: 1 }))];
  } finally {
    await Promise.allSettled(rivals.map((rival) => rival.close()));
    await postgres.stop();
  }
}

async function opened(postgres, rivals) {
  rivals.push(await ownLedger(await postgres.createDatabase()));
  for (const [name, open] of Object.entries(RIVALS)) {
    const rival = await open(await postgres.createDatabase());
    if (rival) rivals.push(rival);
    else process.stderr.write(`Absent, its rows are left out: ${name} (${NEEDED[name]}).\n`);
  }
  return rivals;
}

/** Makes the files of the log. @returns the server's version */
async function prepared(url) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  for (let file = 0; file < WAL_FILES; file += 1) await client.query(`select pg_logical_emit_message(false, 'bench', ''), pg_switch_wal()`);
  await client.query('checkpoint');
  const { rows } = await client.query('show server_version');
  await client.end();
  return Number.parseFloat(rows[0].server_version);
}

function syncRows(list) {
  if (list.includes(undefined)) {
    process.stderr.write('Absent, its row is left out: pg_test_fsync (Debian: postgresql-contrib).\n');
    return [];
  }
  return [row('one fdatasync of 8 KiB (pg_test_fsync)', median(list), 'µs')];
}

const row = (metric, value, unit, more = {}) => ({ goal: 'P7', metric, value, unit, ...more });
const reached = (target, met) => (target === undefined ? {} : { target, met });

function writerRows(writers, figures, own, others) {
  const of = (name, key) => median(figures.get(name)[writers].map((slice) => slice[key]));
  const what = `${writers} ${writers === 1 ? 'writer' : 'writers'}`;
  const [rate, p50, p99] = ['perSecond', 'p50', 'p99'].map((key) => of(own.name, key));
  const target = { 1: { p50: TARGET.oneWriterMicros }, 64: { rate: TARGET.perSecond, p99: TARGET.p99Micros } }[writers] ?? {};
  const peer = peerOf(writers, figures, of);
  const held = (value, unit, limit) => (limit === undefined ? {} : against({ value, unit, target: limit, peer }));
  const least = writers === 64 ? { pgbench: TARGET.overPgbench, emmett: TARGET.overEmmett } : {};
  return [
    row(`appends, ${what}`, rate, '1/s', held(rate, '1/s', target.rate)),
    row(`append to acknowledgement, ${what}, p50`, p50, 'µs', held(p50, 'µs', target.p50)),
    row(`append to acknowledgement, ${what}, p99`, p99, 'µs', held(p99, 'µs', target.p99)),
    ...others.map(({ name }) => {
      // A ratio of the same round, so that a slow moment of the machine counts for both.
      const ratio = round2(median(figures.get(own.name)[writers].map(({ perSecond }, at) => perSecond / figures.get(name)[writers][at].perSecond)));
      const theirs = `${of(name, 'perSecond')}/s, p50 ${of(name, 'p50')} µs, p99 ${of(name, 'p99')} µs`;
      return row(`appends over ${name}, ${what} (${theirs})`, ratio, '×', { peer: name, peerValue: of(name, 'perSecond'), ratio, ...reached(least[name], ratio >= least[name]) });
    }),
  ];
}

/** What the targets of so many writers are scaled by. In a closed loop of 64 the times go with the rate. */
function peerOf(writers, figures, of) {
  if (writers === 1) return { name: 'one statement by the driver, 1 writer', unit: 'µs', then: THEN.oneStatementMicros, now: of('one statement, pool', 'p50') };
  return figures.has('pgbench') ? { name: `pgbench, ${writers} writers`, unit: '1/s', then: THEN.pgbenchPerSecond, now: of('pgbench', 'perSecond') } : undefined;
}

function treeRows({ costs }) {
  const at64 = costs.filter(({ writers }) => writers === 64);
  return [
    row('processor time of the tree for an append, 64 writers', round2(median(at64.map(({ cpuMicros }) => cpuMicros))), 'µs'),
    row('how long after the last append the tree holds it, 64 writers', Math.round(median(at64.map(({ behindMs }) => behindMs))), 'ms'),
  ];
}

/** 64 appends at once, every eighth of them with a wrong expectation: it alone has to hear of it. */
async function conflictRows(url) {
  const ledger = await openLedger(url);
  const told = { right: 0, missed: 0, others: 0 };
  for (let round = 0; round < CONFLICT_ROUNDS; round += 1) {
    const answers = await Promise.all(
      Array.from({ length: 64 }, (_, writer) => ledger.append([{ stream: `conflict-${round}-${writer}`, expected: writer % CONFLICT_EVERY === 0 ? 7 : 'none', events: [newEvent()] }])),
    );
    answers.forEach(({ kind }, writer) => {
      const isWrong = writer % CONFLICT_EVERY === 0;
      if (isWrong) told[kind === 'revision-conflict' ? 'right' : 'missed'] += 1;
      else if (kind !== 'appended') told.others += 1;
    });
  }
  await ledger.close();
  return [
    row(`conflicts told to their own caller, of ${(CONFLICT_ROUNDS * 64) / CONFLICT_EVERY} among ${CONFLICT_ROUNDS * 64} appends`, told.right, '', reached((CONFLICT_ROUNDS * 64) / CONFLICT_EVERY, told.missed === 0)),
    row('conflicts told to somebody else', told.others, '', reached(0, told.others === 0)),
  ];
}

const round2 = (value) => Math.round(value * 100) / 100;
