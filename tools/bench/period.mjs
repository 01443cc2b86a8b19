// A month of a million usage records over a thousand contracts and twenty providers, on a real ledger, bus and billing service: signed
// batches in, receipts out, every month closed by its process, and every invoice replayed. What the bills come to is reckoned a second
// time, by arithmetic that shares nothing with the mesh's.
import { createHash, generateKeyPairSync } from 'node:crypto';
import pg from 'pg';
import { billing, invoicesIssuedIn, netSettlements, replayInvoices, settlementsIssuedIn } from '../../libs/billing/service/dist/index.js';
import { SampleTrade } from '../../libs/billing/service/dist/testing/sample-trade.js';
import { addMonths } from '../../libs/kernel/dist/index.js';
import { signingKey } from '../../libs/platform/signing/dist/index.js';
import { eventually, TrialMesh } from '../../libs/platform/trial/dist/index.js';
import { agent, billing as language, common, contracting } from '../../libs/wire/dist/index.js';

const PROVIDERS = 20;
const SIZES = { contracts: 1_000, hours: 500 };
const QUICK = { contracts: 200, hours: 200 };
const RECORDS_PER_BATCH = 8_000;
const [HOUR, DAY] = [3_600_000_000_000n, 86_400_000_000_000n];
const TARGET = { durable: 200_000 };
/** A thousand months are closed within minutes; longer than this is a process that stands still. */
const PATIENCE_MS = 900_000;
const ANSWER_LIMIT_MS = 60_000;

export async function run({ quick }) {
  const sizes = quick ? QUICK : SIZES;
  const mesh = await TrialMesh.start({ services: [billing] });
  const memory = new Memory();
  try {
    const world = await contracted(mesh, sizes);
    const [records, months] = [sizes.contracts * 2 * sizes.hours, sizes.contracts];
    await mesh.advance(BigInt(sizes.hours) * HOUR + DAY);
    say(`${records} records from ${PROVIDERS} providers …`);
    const intake = await memory.during(() => sendAll(mesh, world, sizes));
    say(`${months} months to be closed …`);
    const closing = await memory.during(() => closed(mesh, world));
    say('reckoned again …');
    const sums = await reckoned(mesh, world);
    say('replayed …');
    const replay = await memory.during(() => replayed(mesh, world));
    return rowsOf({ records, months, intake, closing, replay, sums, isWhole: !quick });
  } finally {
    memory.stop();
    await mesh.stop();
  }
}

const say = (line) => process.stderr.write(`${line}\n`);

/** Enrolments, offers, contracts and started services; then every account is open. */
async function contracted(mesh, { contracts }) {
  const keys = Array.from({ length: PROVIDERS }, () => signingKey(generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()));
  const name = (n) => `net${String(n + 1).padStart(2, '0')}`;
  const startAt = (mesh.now() / 1_000_000_000n) * 1_000_000_000n;
  const trades = Array.from({ length: contracts }, (_, n) => {
    const [a, b] = [n % PROVIDERS, (n + 1 + (Math.floor(n / PROVIDERS) % (PROVIDERS - 1))) % PROVIDERS];
    const trade = new SampleTrade({ operator: mesh.operator, alfa: keys[a], bravo: keys[b] }, uuidOf(n), startAt, 1, { alfa: name(a), bravo: name(b) });
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
  return { trades, name, startAt };
}

/** The same for the same number, in the form of a UUIDv8. */
function uuidOf(n) {
  const hex = createHash('sha256').update(`contract ${n}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

const octetsOf = (n, part, hour) => 1_000_000_000n + ((BigInt(n) * 7_919n + BigInt(hour) * 104_729n + (part === 'alfa' ? 1n : 2n)) * 999_983n) % 5_000_000_000n;

/** Each provider reports its segments some hours at a time, one batch after the other, all providers at once. */
async function sendAll(mesh, { trades, name, startAt }, { hours }) {
  const monthEnd = addMonths(startAt, 1);
  const latencies = [];
  const begin = performance.now();
  await Promise.all(Array.from({ length: PROVIDERS }, async (_, provider) => {
    const own = trades.flatMap(({ n, trade, parts }) => parts.filter((each) => each.provider === provider).map((each) => ({ ...each, n, trade })));
    const hoursPerBatch = Math.max(1, Math.floor(RECORDS_PER_BATCH / own.length));
    const send = async (batchId, records, watermarks) => {
      const { trade, part } = own[0];
      const body = common.SignedEnvelope.encode(trade.usageBatch(part, { batchId, records, watermarks }));
      const sentAt = performance.now();
      await answered(mesh, name(provider), body);
      if (records.length > 0) latencies.push(performance.now() - sentAt);
    };
    for (let from = 0; from < hours; from += hoursPerBatch) {
      const records = [];
      for (const { n, part, segmentId } of own) {
        for (let hour = from; hour < Math.min(hours, from + hoursPerBatch); hour += 1) {
          const start = startAt + BigInt(hour) * HOUR;
          records.push({ recordId: `r${n}-${part}-${hour}`, segmentId, from: start, until: start + HOUR, octets: octetsOf(n, part, hour) });
        }
      }
      await send(`b${from}`, records, []);
    }
    await send('complete', [], own.map(({ segmentId }) => ({ segmentId, completeUntil: monthEnd })));
  }));
  return { seconds: (performance.now() - begin) / 1000, latencies: latencies.sort((a, b) => a - b) };
}

/** As an agent would: until there is a receipt. */
async function answered(mesh, provider, body) {
  for (;;) {
    const reply = await mesh.connection.request(`cm.in.${provider}.usage.v1`, body, { timeout: ANSWER_LIMIT_MS });
    if (reply.headers?.get('cm-error-text')) continue;
    const { outcome } = agent.BatchReply.decode(reply.data);
    if (outcome.kind !== 'receipt') throw new Error(`a batch of ${provider} was refused: ${JSON.stringify(outcome.refused, (_, value) => (typeof value === 'bigint' ? String(value) : value))}`);
    const { refusedItems } = common.Receipt.decode(outcome.receipt.body);
    if (refusedItems.length > 0) throw new Error(`a batch of ${provider} has ${refusedItems.length} refused items, the first: ${refusedItems[0].refusal.message}`);
    return;
  }
}

async function closed(mesh, { trades }) {
  const after = await mesh.ledger.raw.head();
  const begin = performance.now();
  await mesh.advance(32n * DAY);
  await reached(mesh, 'every invoice', 'billing.v1.InvoiceIssued', { after, count: trades.length });
  return { seconds: (performance.now() - begin) / 1000 };
}

async function reached(mesh, what, type, { after, count }) {
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

/** I3 over the whole period, from contracts, records and tax rates alone. @throws when one bill is another */
async function reckoned(mesh, { trades }) {
  const ledger = mesh.ledger.raw;
  const [half, minor] = [(value, by) => (value * 2n + by) / (by * 2n), 1_000_000n];
  const totals = { customer: 0n, settlements: 0n, margin: 0n, tax: 0n, rounding: 0n };
  const owed = new Map();
  for (const { n, trade, parts } of trades) {
    const events = await ledger.readStream(`period-${trade.contractId}-1`);
    const of = (type) => events.filter((event) => event.type === `billing.v1.${type}`);
    const { lines, tax } = language.Invoice.decode(language.InvoiceIssued.decode(of('InvoiceIssued')[0].payload).invoice);
    const { balance } = language.BillingPeriodClosed.decode(of('BillingPeriodClosed')[0].payload);
    const settled = of('SettlementIssued').map(({ payload }) => language.Settlement.decode(language.SettlementIssued.decode(payload).settlement));
    const append = trade.contracts().flatMap((each) => each.events);
    const contract = contracting.Contract.decode(append.find(({ type }) => type === 'contracting.v1.ContractSigned').data.contract.body);
    let net = 0n;
    for (const { part, segmentId } of parts) {
      const records = lines.find(({ lineId }) => lineId === `${segmentId}/usage`).records;
      const { monthlyRecurring, perGigabyte } = contract.prices.find((rule) => rule.segmentId === segmentId);
      const usage = Array.from({ length: records }, (_, hour) => half(perGigabyte.microMinor * octetsOf(n, part, hour), 1_000_000_000n)).reduce((a, b) => a + b, 0n);
      net += half(usage, minor) * minor + half(monthlyRecurring.microMinor, minor) * minor;
    }
    const due = half(net * BigInt(contract.taxBasisPoints), 10_000n * minor) * minor;
    if (tax.microMinor !== due || balance.customer.microMinor !== net + due) throw new Error(`${trade.invoiceId} comes to ${balance.customer.microMinor}, and is reckoned as ${net + due}`);
    const paid = settled.reduce((sum, { total }) => sum + total.microMinor, 0n);
    const parted = balance.settlements.microMinor + balance.margin.microMinor + balance.tax.microMinor + balance.rounding.microMinor;
    if (paid !== balance.settlements.microMinor || parted !== balance.customer.microMinor) throw new Error(`${trade.invoiceId} does not balance`);
    for (const key of Object.keys(totals)) totals[key] += balance[key].microMinor;
    for (const { providerId, total } of settled) owed.set(providerId, (owed.get(providerId) ?? 0n) + total.microMinor);
  }
  const [netting] = netSettlements(await settlementsIssuedIn(ledger, { from: 0n, until: 1n << 62n }));
  for (const { to, amount } of netting.bilateral) if (owed.get(to) !== amount.microMinor) throw new Error(`${to} is netted to ${amount.microMinor}, and owed ${owed.get(to)}`);
  if (totals.customer !== totals.settlements + totals.margin + totals.tax + totals.rounding) throw new Error('the period does not balance');
  return { ...totals, transfers: netting.bilateral.length };
}

async function replayed(mesh, { trades }) {
  const ledger = mesh.ledger.raw;
  const begin = performance.now();
  const invoiceIds = await invoicesIssuedIn(ledger, { from: 0n, until: 1n << 62n });
  let identical = 0;
  for await (const report of replayInvoices(ledger, invoiceIds, { operatorKeys: [mesh.operator.publicKey] })) {
    if (!report.identical) throw new Error(`${report.invoiceId} is replayed to something else: ${report.lines.filter((line) => !line.identical).map(({ lineId }) => lineId).join(', ')}`);
    identical += 1;
  }
  if (identical !== trades.length) throw new Error(`${identical} invoices were replayed, not ${trades.length}`);
  return { seconds: (performance.now() - begin) / 1000 };
}

/** The most that this process had at one time: the billing service, the relay, all providers and the replay are in it; servers are not. */
class Memory {
  #peak = 0;
  #timer = setInterval(() => (this.#peak = Math.max(this.#peak, process.memoryUsage.rss())), 100);

  async during(work) {
    globalThis.gc?.();
    this.#peak = process.memoryUsage.rss();
    const result = await work();
    return { ...result, peakMib: Math.round(this.#peak / 2 ** 20) };
  }

  stop() {
    clearInterval(this.#timer);
  }
}

function rowsOf({ records, months, intake, closing, replay, sums, isWhole }) {
  const { latencies } = intake;
  const perSecond = Math.round(records / intake.seconds);
  const at = (share) => Math.round(latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))]);
  const goal = isWhole ? { target: TARGET.durable, met: perSecond >= TARGET.durable } : {};
  return [
    { goal: 'P9', metric: 'records from a signed batch to a durable charge, end to end', value: perSecond, unit: '1/s', ...goal },
    { goal: 'P9', metric: `a batch of ${RECORDS_PER_BATCH}, ${PROVIDERS} at once, median`, value: at(0.5), unit: 'ms' },
    { goal: 'P9', metric: 'the same, p99', value: at(0.99), unit: 'ms' },
    { metric: `all ${records} records taken`, value: round1(intake.seconds), unit: 's' },
    { metric: `${months} months closed, invoiced and settled`, value: round1(closing.seconds), unit: 's' },
    { metric: `${months} invoices replayed, identical to the byte`, value: round1(replay.seconds), unit: 's' },
    { metric: 'memory at most while records came', value: intake.peakMib, unit: 'MiB' },
    { metric: 'memory at most while months were closed', value: closing.peakMib, unit: 'MiB' },
    { metric: 'memory at most during the replay', value: replay.peakMib, unit: 'MiB' },
    { metric: 'left over of the period’s balance', value: Number(sums.customer - sums.settlements - sums.margin - sums.tax - sums.rounding), unit: 'µ¢' },
  ];
}

const round1 = (value) => Math.round(value * 10) / 10;
