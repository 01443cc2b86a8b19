// From signed batches to durable charges: twenty providers send at once, in turns with pgbench and with the same bytes written to a bare table.
// Billing, the relay with its tree, and the providers are one process; PostgreSQL and NATS are their own.
import pg from 'pg';
import { billing } from '../../../libs/billing/service/dist/index.js';
import { TrialMesh } from '../../../libs/platform/trial/dist/index.js';
import { against } from '../scaled.mjs';
import { peerOf, pgbenchPeer } from './pgbench-peer.mjs';
import { answered, contracted, HOUR, PROVIDERS, say, signedBatch } from './world.mjs';

const SIZES = { contracts: 200, hours: 200, rounds: 8 };
const QUICK = { contracts: 60, hours: 200, rounds: 3 };
/** So many hours of the month are over when usage comes. */
const HOURS = 600;
const TARGET = { perSecond: 200_000 };

export async function intakeRows({ quick }) {
  const sizes = quick ? QUICK : SIZES;
  const mesh = await TrialMesh.start({ services: [billing] });
  const peers = [];
  try {
    const world = await contracted(mesh, sizes);
    await mesh.advance(BigInt(HOURS) * HOUR);
    const bare = await BareTable.open(await mesh.postgres.createDatabase());
    peers.push(bare);
    const bench = await pgbenchPeer(mesh.postgres);
    peers.push(bench);
    say(`${sizes.rounds} rounds of ${PROVIDERS} signed batches …`);
    return rowsOf(await interleaved(mesh, world, { sizes, bare, bench }));
  } finally {
    await Promise.allSettled(peers.map((peer) => peer.close()));
    await mesh.stop();
  }
}

async function interleaved(mesh, world, { sizes, bare, bench }) {
  const seen = { own: [], latencies: [], bare: [], pgbench: [], records: 0 };
  // The first round fills the caches of all, and counts for none.
  for (let round = 0; round <= sizes.rounds; round += 1) {
    const hours = Array.from({ length: sizes.hours }, (_, index) => round * sizes.hours + index);
    const batches = Array.from({ length: PROVIDERS }, (_, provider) => signedBatch(world, provider, { batchId: `b${round}`, hours, at: (hour) => hour % HOURS }));
    const records = batches.reduce((sum, batch) => sum + batch.records, 0);
    const own = await timed(() => Promise.all(batches.map((batch) => answered(mesh, batch))));
    const theirs = await timed(() => Promise.all(batches.map((batch) => bare.write(batch))));
    const slice = await bench.slice();
    if (round === 0) continue;
    seen.records += records;
    seen.own.push((records * 1_000) / own.ms);
    seen.latencies.push(...own.result);
    seen.bare.push((records * 1_000) / theirs.ms);
    seen.pgbench.push(slice);
  }
  return seen;
}

async function timed(work) {
  const begin = performance.now();
  const result = await work();
  return { result, ms: performance.now() - begin };
}

/** What nobody can be faster than who keeps the signed bytes: one row and one commit for each batch, as many connections as providers. */
class BareTable {
  #pool;

  static async open(url) {
    const table = new BareTable();
    table.#pool = new pg.Pool({ connectionString: url, max: PROVIDERS });
    await table.#pool.query('create table batch (id bigserial primary key, body bytea not null)');
    return table;
  }

  write = ({ body }) => this.#pool.query('insert into batch (body) values ($1)', [Buffer.from(body)]);

  close = () => this.#pool.end();
}

function rowsOf({ own, latencies, bare, pgbench: writes, records }) {
  const perSecond = Math.round(median(own));
  const floor = Math.round(median(bare));
  const peer = peerOf(writes);
  const value = { value: perSecond, unit: '1/s' };
  const sorted = latencies.toSorted((a, b) => a - b);
  const at = (share) => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]);
  return [
    { goal: 'P9', metric: 'records from a signed batch to a durable charge, end to end', ...value, ...against({ ...value, target: TARGET.perSecond, peer }) },
    { goal: 'P9', metric: 'the signed bytes alone, in a bare table', value: floor, unit: '1/s', peer: 'bare table', peerValue: floor, ratio: round2(perSecond / floor) },
    { goal: 'P9', metric: `a batch of ${records / latencies.length} until its receipt, ${PROVIDERS} at once, median`, value: at(0.5), unit: 'ms' },
    { goal: 'P9', metric: 'the same, p99', value: at(0.99), unit: 'ms' },
  ];
}

const median = (list) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)];
const round2 = (value) => Math.round(value * 100) / 100;
