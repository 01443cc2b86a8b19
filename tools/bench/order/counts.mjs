// What one order needs, counted and not assumed: its requests from the spans that the processes wrote of it, its commits from the
// ledger, where each transaction has a number of its own.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

/** Spans are written in batches. */
const SPANS_WITHIN_MS = 8_000;
const LOOK_EACH_MS = 250;
/** Whose processes wait for another's word before they go on. */
const ON_THE_WAY = ['contracting', 'provisioning'];
/** Nobody waits for these: they watch what others do. */
const BESIDE_THE_WAY = /^(holdexpiry|measurements|account|period|billingcycle|watch)-/;

/** @returns requests one after the other, events one after the other, commits one after the other, segments asked at once, path queries */
export async function countsOf({ orderId, traceId }, { postgresUrl, tracesDirectory }) {
  const commits = await commitsOf(orderId, postgresUrl);
  const spans = await spansOf(traceId, tracesDirectory);
  const asked = spans.filter(({ name }) => name.startsWith('ask ')).map(({ name }) => name.slice('ask '.length));
  const heard = spans.filter(({ name, service }) => /^processes on /.test(name) && ON_THE_WAY.includes(service) && !name.startsWith(`processes on ${service}.`)).map(({ name }) => name);
  const segments = asked.filter((name) => name === 'ActivateSegment').length;
  const other = asked.filter((name) => name !== 'ActivateSegment');
  return {
    // The buyer's own request, which no service's span is of; and the segments, which are asked for at once.
    requests: 1 + other.length + (segments > 0 ? 1 : 0),
    // The last word is the buyer's.
    events: new Set(heard).size + 1,
    // The agents' journals are written beside one another.
    commits: commits.length + (segments > 0 ? 1 : 0),
    segments,
    pathQueries: asked.filter((name) => name === 'FindPaths').length,
    asked,
    heard,
    commitsOf: commits,
  };
}

async function commitsOf(orderId, connectionString) {
  const client = new pg.Client({ connectionString });
  await client.connect();
  const { rows } = await client.query(
    `select (position >> 20)::text as transaction, array_agg(stream order by position) as streams, array_agg(type order by position) as types
       from ledger.event where metadata ->> 'correlationId' = $1 group by 1 order by 1`,
    [orderId],
  );
  await client.end();
  const last = rows.findIndex(({ types }) => types.includes('contracting.v1.ServiceRequestCompleted'));
  return rows.slice(0, last + 1).filter(({ streams }) => !streams.every((stream) => BESIDE_THE_WAY.test(stream))).map(({ types }) => types.map((type) => type.split('.').at(-1)).join('+'));
}

async function spansOf(traceId, directory) {
  let found = [];
  for (let waitedMs = 0; waitedMs < SPANS_WITHIN_MS; waitedMs += LOOK_EACH_MS) {
    await sleep(LOOK_EACH_MS);
    const spans = readdirSync(directory).filter((file) => file.endsWith('.jsonl')).flatMap((file) => linesOf(join(directory, file)).filter((span) => span.traceId === traceId));
    // The services write at times of their own: it is enough when nobody had anything to add.
    if (spans.length > 0 && spans.length === found.length && spans.some(({ name }) => name.startsWith('processes on provisioning.v1.ServiceActivated'))) return spans;
    found = spans;
  }
  return found;
}

const linesOf = (file) => readFileSync(file, 'utf8').split('\n').slice(0, -1).map((line) => JSON.parse(line));
