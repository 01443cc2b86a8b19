// Contracts over two of twenty providers each, started and charged, on a real ledger, bus and billing service; and the providers, who send.
import { createHash, generateKeyPairSync } from 'node:crypto';
import pg from 'pg';
import { SampleTrade } from '../../../libs/billing/service/dist/testing/sample-trade.js';
import { signingKey } from '../../../libs/platform/signing/dist/index.js';
import { eventually } from '../../../libs/platform/trial/dist/index.js';
import { agent, common } from '../../../libs/wire/dist/index.js';

export const PROVIDERS = 20;
export const HOUR = 3_600_000_000_000n;
/** A thousand months are closed within minutes; longer than this is a process that stands still. */
const PATIENCE_MS = 900_000;
const ANSWER_LIMIT_MS = 60_000;
const MAX_TRIES = 1_000;

export const say = (line) => process.stderr.write(`${line}\n`);
export const providerName = (n) => `net${String(n + 1).padStart(2, '0')}`;

/** Enrolments, offers, contracts and started services; then every account is open. */
export async function contracted(mesh, { contracts }) {
  const keys = Array.from({ length: PROVIDERS }, () => signingKey(generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()));
  const startAt = (mesh.now() / 1_000_000_000n) * 1_000_000_000n;
  const trades = Array.from({ length: contracts }, (_, n) => {
    const [a, b] = [n % PROVIDERS, (n + 1 + (Math.floor(n / PROVIDERS) % (PROVIDERS - 1))) % PROVIDERS];
    const trade = new SampleTrade({ operator: mesh.operator, alfa: keys[a], bravo: keys[b] }, uuidOf(n), startAt, 1, { alfa: providerName(a), bravo: providerName(b) });
    return { n, trade, parts: [{ part: 'alfa', provider: a, segmentId: trade.alfaSegment }, { part: 'bravo', provider: b, segmentId: trade.bravoSegment }] };
  });
  say(`${contracts} contracts …`);
  const commit = async (appends) => {
    const result = await mesh.ledger.commit(appends, mesh.context('bench'));
    if (result.kind !== 'appended') throw new Error(`${result.stream} was written by somebody else`);
  };
  const enrolled = new Map(trades.flatMap(({ trade }) => trade.enrolments()).map((append) => [append.stream, append]));
  await commit([...enrolled.values()]);
  for (const { trade } of trades) await commit([...trade.adverts(), ...trade.contracts()]);
  for (const { trade } of trades) await commit([trade.activation()]);
  await reached(mesh, 'every account', 'billing.v1.BillingAccountOpened', { after: 0n, count: contracts });
  const segmentsOf = (provider) => trades.flatMap(({ n, trade, parts }) => parts.filter((each) => each.provider === provider).map((each) => ({ ...each, n, trade })));
  return { trades, startAt, segments: Array.from({ length: PROVIDERS }, (_, provider) => segmentsOf(provider)) };
}

/** The same for the same number, in the form of a UUIDv8. */
function uuidOf(n) {
  const hex = createHash('sha256').update(`contract ${n}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

export const octetsOf = (n, part, hour) => 1_000_000_000n + ((BigInt(n) * 7_919n + BigInt(hour) * 104_729n + (part === 'alfa' ? 1n : 2n)) * 999_983n) % 5_000_000_000n;

/** One record for each of these hours of each of a provider's segments, signed and ready to be sent. `at` is where in the month a record lies. */
export function signedBatch({ segments, startAt }, provider, { batchId, hours, at = (hour) => hour, watermarks = [] }) {
  const own = segments[provider];
  const records = own.flatMap(({ n, part, segmentId }) => hours.map((hour) => {
    const start = startAt + BigInt(at(hour)) * HOUR;
    return { recordId: `r${n}-${part}-${hour}`, segmentId, from: start, until: start + HOUR, octets: octetsOf(n, part, hour) };
  }));
  const { trade, part } = own[0];
  return { provider, records: records.length, body: common.SignedEnvelope.encode(trade.usageBatch(part, { batchId, records, watermarks })) };
}

/** As an agent would: until there is a receipt. @returns milliseconds until then */
export async function answered(mesh, { provider, body }) {
  const name = providerName(provider);
  const begin = performance.now();
  for (let tries = 1; ; tries += 1) {
    const reply = await mesh.connection.request(`cm.in.${name}.usage.v1`, body, { timeout: ANSWER_LIMIT_MS });
    const error = reply.headers?.get('cm-error-text');
    if (error && tries === MAX_TRIES) throw new Error(`a batch of ${name} was not taken ${tries} times, the last: ${error}`);
    if (error) continue;
    const { outcome } = agent.BatchReply.decode(reply.data);
    if (outcome.kind !== 'receipt') throw new Error(`a batch of ${name} was refused: ${outcome.refused.message}`);
    const { refusedItems } = common.Receipt.decode(outcome.receipt.body);
    if (refusedItems.length > 0) throw new Error(`a batch of ${name} has ${refusedItems.length} refused items, the first: ${refusedItems[0].refusal.message}`);
    return performance.now() - begin;
  }
}

export async function reached(mesh, what, type, { after, count }) {
  const client = new pg.Client({ connectionString: mesh.postgres.url });
  await client.connect();
  try {
    await eventually(what, async () => {
      const { rows } = await client.query('select count(*)::int as count from ledger.event where position > $1 and type = $2', [after.toString(), type]);
      return rows[0].count >= count ? true : undefined;
    }, PATIENCE_MS);
  } finally {
    await client.end();
  }
}
