// A million events read back, and views made of them anew: the bulk reader and the readers of rows, a view in memory, and views
// with rows, all on one server in one run. Each must give the same sums.
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import protobuf from 'protobufjs';
import { catchUpOf, MemoryViewConsumer } from '../../libs/platform/chassis/dist/index.js';
import { BulkReader, PostgresLedger } from '../../libs/platform/ledger/dist/index.js';
import { ReadModelStore } from '../../libs/platform/readmodel/dist/index.js';
import { createLogger } from '../../libs/platform/telemetry/dist/index.js';
import { startPostgres } from '../../libs/platform/testing/dist/index.js';
import { advertising } from '../../libs/wire/dist/index.js';
import { emmettRows } from './peers/emmett-consumer.mjs';
import { against } from './scaled.mjs';

const EVENTS = 1_000_000;
const ROUNDS = 3;
const RESOURCES = 1_000;
const HELD = 'advertising.v1.CapacityHeld';
const OTHER = 'advertising.v1.CapacityReleased';
/** Of a view that listens to few types: one event in so many concerns it. */
const ONE_IN = 10;
/** Applied one by one: a part, since all of them would take minutes. */
const SAMPLE = 20_000;
const PAGE = 10_000;
/** What the feed of events asks the ledger for at a time. */
const FEED_PAGE = 512;
const BATCH = 4_096;
const TARGET = { rebuildS: 0.67, timesCursor: 5 };
/** Events a second into a view by a cursor and protobufjs, where the targets were measured. */
const CURSOR_THEN = 300_000;

export async function run({ quick }) {
  const sizes = quick ? { events: EVENTS / 10, rounds: 3 } : { events: EVENTS, rounds: ROUNDS };
  const postgres = await startPostgres();
  const ledger = await PostgresLedger.open({ connectionString: postgres.url, applicationName: 'bench' });
  try {
    process.stderr.write(`writing ${sizes.events} events …\n`);
    const expected = await fill(postgres.url, sizes.events);
    const world = { url: postgres.url, ledger, head: await ledger.head(), expected, ...sizes };
    return [...(await folds(world)), ...(await tables(world)), ...(await emmettRows(await postgres.createDatabase()))];
  } finally {
    await ledger.close();
    await postgres.stop();
  }
}

/** Written by the server itself, with payloads and metadata of the size that the mesh's own have. */
async function fill(url, events) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const held = Array.from({ length: RESOURCES }, (_, n) => ({
    resourceId: `Net${n % 40}/link-${n}`, holdId: `hold_${randomUUID()}`, mbps: 1 + (n % 97), heldUntil: 1_772_323_200_000_000_000n, availableMbps: 5_000, bought: false,
  }));
  const released = held.map(({ resourceId, holdId, mbps, availableMbps }) => ({ resourceId, holdId, mbps, availableMbps, reason: 'order-ended' }));
  await client.query('create temp table sample as select * from unnest($1::int[], $2::text[], $3::bytea[], $4::bytea[]) s(n, resource, held, released)', [
    held.map((_, n) => n), held.map(({ resourceId }) => resourceId),
    held.map((each) => Buffer.from(advertising.CapacityHeld.encode(each))), released.map((each) => Buffer.from(advertising.CapacityReleased.encode(each))),
  ]);
  const metadata = JSON.stringify({
    correlationId: `ord_${randomUUID()}`, causationId: randomUUID(), actor: 'process:order-fulfilment', occurredAt: '2026-03-01T00:00:00Z',
    traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
  });
  await client.query('update ledger.origin set xid_offset = 1 << 20');
  await client.query(
    `insert into ledger.event (position, stream, revision, event_id, type, payload, metadata)
     select (700::bigint << 20) + g, 'resource-' || s.resource, g / ${RESOURCES}, gen_random_uuid(),
       case when (g / ${RESOURCES}) % ${ONE_IN} = 0 then '${OTHER}' else '${HELD}' end,
       case when (g / ${RESOURCES}) % ${ONE_IN} = 0 then s.released else s.held end, $1
     from generate_series(0, $2::int - 1) g join sample s on s.n = g % ${RESOURCES} order by g`,
    [metadata, events],
  );
  await client.query('vacuum analyze ledger.event');
  await client.end();
  const perResource = events / RESOURCES;
  const heldOnes = perResource - Math.ceil(perResource / ONE_IN);
  return { sum: held.reduce((sum, { mbps }) => sum + mbps, 0) * heldOnes, held: heldOnes * RESOURCES };
}

/** What each resource has held, in memory: the shape of the topology. */
function fold() {
  const used = new Map();
  return {
    add: ({ resourceId, mbps }) => used.set(resourceId, (used.get(resourceId) ?? 0) + mbps),
    sum: () => [...used.values()].reduce((sum, mbps) => sum + mbps, 0),
  };
}

async function folds(world) {
  const contestants = {
    own: () => memoryView(world, [HELD]),
    paged: () => memoryViewByPages(world),
    few: () => memoryView(world, [OTHER]),
    bulk: () => bulkAlone(world),
    pages: () => driverRows(world),
    cursor: cursorAndProtobufjs(world),
  };
  const seconds = Object.fromEntries(Object.keys(contestants).map((name) => [name, []]));
  for (let round = 0; round < world.rounds; round += 1) {
    for (const [name, contest] of Object.entries(contestants)) {
      const begin = performance.now();
      const answer = await contest();
      seconds[name].push((performance.now() - begin) / 1000);
      if (answer !== undefined && answer !== world.expected.sum) throw new Error(`${name} comes to ${answer}, not ${world.expected.sum}`);
    }
  }
  const [own, paged, few, bulk, pages, cursor] = Object.values(seconds).map(median);
  const perSecond = (s) => Math.round(world.events / s);
  const atSize = (target, met) => (world.events === EVENTS ? { target, met } : {});
  const ratio = round2(cursor / own);
  return [
    { goal: 'P8', metric: `a view in memory rebuilt from ${world.events} events`, value: round3(own), unit: 's', ...(world.events === EVENTS ? rebuilt(own, perSecond(cursor)) : {}) },
    { goal: 'P8', metric: 'the same, slowest of the run', value: round3(Math.max(...seconds.own)), unit: 's' },
    { goal: 'P8', metric: `the same by readAll, ${FEED_PAGE} at a time`, value: round3(paged), unit: 's', peer: 'readAll', peerValue: round3(paged), ratio: round2(paged / own) },
    { goal: 'P8', metric: 'the same by a cursor and protobufjs', value: round3(cursor), unit: 's', peer: 'cursor + protobufjs', peerValue: round3(cursor), ratio },
    { goal: 'P8', metric: 'a cursor and protobufjs over our rebuild', value: ratio, unit: '×', peer: 'cursor + protobufjs', peerValue: round3(cursor), ratio, ...atSize(TARGET.timesCursor, ratio >= TARGET.timesCursor) },
    { goal: 'P8', metric: `a view that listens to one event in ${ONE_IN}`, value: round3(few), unit: 's' },
    { goal: 'P8', metric: 'events read in bulk', value: perSecond(bulk), unit: '1/s' },
    { goal: 'P8', metric: `events read by readAll, ${PAGE} at a time`, value: perSecond(pages), unit: '1/s', peer: 'readAll', peerValue: perSecond(pages), ratio: round2(pages / bulk) },
  ];
}

const rebuilt = (value, now) => against({ value, unit: 's', target: TARGET.rebuildS, peer: { name: 'cursor + protobufjs', unit: '1/s', then: CURSOR_THEN, now } });

const reader = ({ url }) => new BulkReader({ connectionString: url, applicationName: 'bench-bulk' });

function heldInMemory(types) {
  const { add, sum } = fold();
  const view = { kind: 'memory', name: 'held', listens: types, apply: (event) => event.type === HELD && add(event.data) };
  return { consumer: new MemoryViewConsumer(view, createLogger({ service: 'bench', level: 'silent' })), sum };
}

/** As a service fills a view at its start. */
async function memoryView({ url, head }, types) {
  const { consumer, sum } = heldInMemory(types);
  const catchUp = catchUpOf({ ledgerUrl: url, applicationName: 'bench-catch-up', readers: [{ consumer, from: 0n }] });
  for await (const events of catchUp(0n, head)) await consumer.take(events, events.at(-1).position);
  return types.includes(HELD) ? sum() : undefined;
}

/** As a service goes on afterwards. */
async function memoryViewByPages({ ledger }) {
  const { consumer, sum } = heldInMemory([HELD]);
  for (let events = await ledger.readAll(0n, FEED_PAGE); events.length > 0; events = await ledger.readAll(events.at(-1).position, FEED_PAGE)) {
    await consumer.take(events, events.at(-1).position);
  }
  return sum();
}

async function bulkAlone(world) {
  let count = 0;
  for await (const events of reader(world).read({ after: 0n, upTo: world.head, factsOnly: true })) count += events.length;
  if (count !== world.events) throw new Error(`${count} events were read, not ${world.events}`);
}

async function driverRows({ ledger, events }) {
  let [after, count] = [0n, 0];
  for (;;) {
    const page = await ledger.readAll(after, PAGE);
    if (page.length === 0) break;
    count += page.length;
    after = page.at(-1).position;
  }
  if (count !== events) throw new Error(`${count} events were read, not ${events}`);
}

/** What one would write without looking further: a cursor, and the codec that reads the schema. */
function cursorAndProtobufjs({ url }) {
  const folder = fileURLToPath(new URL('../../proto/', import.meta.url));
  const root = new protobuf.Root();
  root.resolvePath = (_, target) => (target.startsWith('google/') ? target : `${folder}${target}`);
  const type = root.loadSync('carriermesh/advertising/v1/events.proto').lookupType('carriermesh.advertising.v1.CapacityHeld');
  return async () => {
    const { add, sum } = fold();
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query('begin');
    await client.query('declare reading no scroll cursor for select position, stream, revision, event_id, type, payload, metadata, recorded_at from ledger.event order by position');
    for (;;) {
      const { rows } = await client.query(`fetch ${PAGE} from reading`);
      if (rows.length === 0) break;
      for (const row of rows) if (row.type === HELD) add(type.decode(row.payload));
    }
    await client.query('commit');
    await client.end();
    return sum();
  };
}

/** The same sums as rows. */
function rowsView(name) {
  const { CapacityHeld } = advertising;
  return {
    name, context: 'bench', version: 1, listens: [HELD],
    migrate: 'create table held (resource text primary key, mbps bigint not null, events int not null)',
    async apply(event, tx) {
      const { resourceId, mbps } = CapacityHeld.decode(event.payload);
      await tx.insertInto('held').values({ resource: resourceId, mbps, events: 1 })
        .onConflict((conflict) => conflict.column('resource').doUpdateSet((row) => ({ mbps: row('held.mbps', '+', mbps), events: row('held.events', '+', 1) }))).execute();
    },
  };
}

async function tables(world) {
  const store = await ReadModelStore.open({ connectionString: world.url, context: 'bench', applicationName: 'bench-views' });
  try {
    const seconds = await filled(world, store, rowsView('held'), (700n << 20n) + BigInt(SAMPLE));
    return [{ goal: 'P8', metric: `a view with rows, ${SAMPLE} events applied one by one`, value: Math.round(SAMPLE / seconds), unit: '1/s' }];
  } finally {
    await store.close();
  }
}

async function filled(world, store, view, upTo) {
  const begin = performance.now();
  await store.prepare(view);
  let [after, batch] = [0n, []];
  const flush = async (to) => {
    await store.applyBatch(view, { after, events: batch, upTo: to });
    [after, batch] = [to, []];
  };
  for await (const events of reader(world).read({ after: 0n, upTo, types: view.listens, factsOnly: true })) {
    for (const event of events) batch.push(event);
    if (batch.length >= BATCH) await flush(batch.at(-1).position);
  }
  await flush(upTo);
  return (performance.now() - begin) / 1000;
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const round2 = (value) => Math.round(value * 100) / 100;
const round3 = (value) => Math.round(value * 1000) / 1000;
