// `carriermesh ledger verify` over a million events, as a person runs it, in a process of its own: every event hashed again, every commit's
// leaf, the tree, the heads and the revisions of all streams. Beside it, in the same run, the least that anybody could do who reads all events
// out of the database and hashes each once. That it can find something is shown at the end, on one altered byte.
import { spawn } from 'node:child_process';
import { createHash, generateKeyPairSync, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { headToJson, TreeKeeper, TreeStore } from '../../libs/platform/evidence/dist/index.js';
import { BulkReader, PostgresLedger } from '../../libs/platform/ledger/dist/index.js';
import { signingKey } from '../../libs/platform/signing/dist/index.js';
import { startPostgres } from '../../libs/platform/testing/dist/index.js';
import { advertising } from '../../libs/wire/dist/index.js';

const COMMAND = fileURLToPath(new URL('../../apps/cli/bin/carriermesh.js', import.meta.url));
const EVENTS = 1_000_000;
const PER_COMMIT = 4;
const STREAMS = 1_000;
const ROUNDS = 3;
const TARGET_S = 30;
const ALTERED_AT = 0.37;

export async function run({ quick }) {
  const events = quick ? EVENTS / 10 : EVENTS;
  const postgres = await startPostgres();
  const directory = mkdtempSync(join(tmpdir(), 'carriermesh-bench-'));
  try {
    process.stderr.write(`writing ${events} events, and the tree over them …\n`);
    await fill(postgres.url, events);
    const { operatorKey, head } = await growTree(postgres.url, directory);
    const verify = () => verified(['--ledger', postgres.url, '--operator-key', operatorKey, '--head', head], events);
    const seconds = { own: [], least: [] };
    for (let round = 0; round < ROUNDS; round += 1) {
      seconds.own.push(await timed(async () => expectIntact(await verify(), events)));
      seconds.least.push(await timed(() => readAndHash(postgres.url, events)));
    }
    const found = await alteredByte(postgres.url, verify, events);
    return rowsOf(seconds, { events, found });
  } finally {
    await postgres.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}

function rowsOf({ own, least }, { events, found }) {
  const [ownS, leastS] = [median(own), median(least)];
  const scaled = events === EVENTS ? { target: TARGET_S, met: ownS < TARGET_S } : {};
  return [
    { goal: 'M7', metric: `carriermesh ledger verify of ${events} events in ${events / PER_COMMIT} commits`, value: round2(ownS), unit: 's', ...scaled },
    { goal: 'M7', metric: 'the same, slowest of the run', value: round2(Math.max(...own)), unit: 's' },
    { goal: 'M7', metric: 'every event read out in bulk and hashed once', value: round2(leastS), unit: 's', peer: 'read and hash', peerValue: round2(leastS), ratio: round2(ownS / leastS) },
    { goal: 'M7', metric: 'the same command, one byte of one event altered: deviations located', value: found, unit: 'of 1', target: 1, met: found === 1 },
  ];
}

/** Written by the server itself, with payloads and metadata of the size that the mesh's own have. */
async function fill(url, events) {
  const ledger = await PostgresLedger.open({ connectionString: url, applicationName: 'bench' });
  await ledger.close();
  await withClient(url, async (client) => {
    const released = { resourceId: 'Net7/link-1234', holdId: `hold_${randomUUID()}`, mbps: 97, availableMbps: 5_000, reason: 'order-ended' };
    const metadata = {
      correlationId: `ord_${randomUUID()}`, causationId: randomUUID(), actor: 'process:order-fulfilment', occurredAt: '2026-03-01T00:00:00Z',
      traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    };
    await client.query('update ledger.origin set xid_offset = 1 << 20');
    await client.query(
      `insert into ledger.event (position, stream, revision, event_id, type, payload, metadata)
       select ((700::bigint + g / ${PER_COMMIT}) << 20) + g % ${PER_COMMIT}, 'resource-' || g % ${STREAMS}, g / ${STREAMS}, gen_random_uuid(),
         'advertising.v1.CapacityReleased', $1, $2
       from generate_series(0, $3::int - 1) g order by g`,
      [Buffer.from(advertising.CapacityReleased.encode(released)), JSON.stringify(metadata), events],
    );
    await client.query('vacuum analyze ledger.event');
  });
}

/** As the relay's keeper grows it. @returns the operator's public key, and the file with the head that somebody kept */
async function growTree(url, directory) {
  const key = signingKey(generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
  const ledger = await PostgresLedger.open({ connectionString: url, applicationName: 'bench' });
  const store = new TreeStore(url);
  try {
    const keeper = new TreeKeeper({ ledger, store, key, log: { warn: () => undefined, error: () => undefined } });
    while (await keeper.extend());
    const head = join(directory, 'head.json');
    writeFileSync(head, JSON.stringify(headToJson((await store.newestHead()).envelope)));
    return { operatorKey: Buffer.from(key.publicKey).toString('hex'), head };
  } finally {
    await store.close();
    await ledger.close();
  }
}

async function verified(args) {
  const child = spawn(process.execPath, [COMMAND, 'ledger', 'verify', '--json', ...args], { stdio: ['ignore', 'pipe', 'ignore'] });
  let out = '';
  child.stdout.setEncoding('utf8').on('data', (text) => (out += text));
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  return { code, report: JSON.parse(out) };
}

function expectIntact({ code, report }, events) {
  if (code !== 0 || !report.intact || report.events !== events || report.savedHeads !== 1 || report.uncovered !== 0) throw new Error(`verify ended with ${code}: ${JSON.stringify(report).slice(0, 500)}`);
}

/** @returns 1 when the altered event was found, where it is and as what it is, and nothing else was */
async function alteredByte(url, verify, events) {
  const n = Math.floor(events * ALTERED_AT);
  const position = ((700n + BigInt(Math.floor(n / PER_COMMIT))) << 20n) + BigInt(n % PER_COMMIT);
  await withClient(url, (client) => client.query('update ledger.event set payload = set_byte(payload, 3, get_byte(payload, 3) # 1) where position = $1', [position]));
  const { code, report } = await verify();
  const [deviation] = report.deviations;
  return code === 3 && report.deviations.length === 1 && deviation.kind === 'altered-event' && deviation.position === position.toString() && deviation.stream === `resource-${n % STREAMS}` ? 1 : 0;
}

async function readAndHash(url, events) {
  let count = 0;
  const reader = new BulkReader({ connectionString: url, applicationName: 'bench' });
  for await (const run of reader.read({ after: 0n, upTo: 1n << 60n })) {
    for (const { payload } of run) createHash('sha256').update(payload).digest();
    count += run.length;
  }
  if (count !== events) throw new Error(`${count} events were read, not ${events}`);
}

async function withClient(url, work) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function timed(work) {
  const begin = performance.now();
  await work();
  return (performance.now() - begin) / 1000;
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const round2 = (value) => Math.round(value * 100) / 100;
