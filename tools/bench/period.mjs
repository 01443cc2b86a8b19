// A month of a million usage records over a thousand contracts and twenty providers, on a real ledger, bus and billing service: signed
// batches in, receipts out, every month closed by its process, and every invoice replayed. What the bills come to is reckoned a second
// time, by arithmetic that shares nothing with the mesh's.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { billing, netSettlements, settlementsIssuedIn } from '../../libs/billing/service/dist/index.js';
import { addMonths } from '../../libs/kernel/dist/index.js';
import { TrialMesh } from '../../libs/platform/trial/dist/index.js';
import { billing as language, contracting } from '../../libs/wire/dist/index.js';
import { Memory } from './period/memory.mjs';
import { peerOf, pgbenchPeer } from './rating/pgbench-peer.mjs';
import { answered, contracted, HOUR, octetsOf, PROVIDERS, reached, say, signedBatch } from './rating/world.mjs';
import { against } from './scaled.mjs';

const SIZES = { contracts: 1_000, hours: 500 };
const QUICK = { contracts: 200, hours: 200 };
const RECORDS_PER_BATCH = 8_000;
const DAY = 24n * HOUR;
const REPLAY_LIMIT_MS = 900_000;
/** One process has them all: what is signed before the clock runs is in its memory too. */
const SERVICE = 'billing, relay and all providers';
const TARGET = { durable: 200_000 };
/** Of the peer's writes, before the records come and again after them. */
const SLICES = 3;

export async function run({ quick }) {
  const sizes = quick ? QUICK : SIZES;
  const mesh = await TrialMesh.start({ services: [billing] });
  const bench = await pgbenchPeer(mesh.postgres);
  const memory = new Memory({ [SERVICE]: process.pid, PostgreSQL: mesh.postgres.pid, NATS: mesh.nats.pid });
  try {
    const world = await contracted(mesh, sizes);
    const [records, months] = [sizes.contracts * 2 * sizes.hours, sizes.contracts];
    await mesh.advance(BigInt(sizes.hours) * HOUR + DAY);
    say(`${records} records from ${PROVIDERS} providers …`);
    const before = await slicesOf(bench);
    const intake = await memory.during(() => sendAll(mesh, world, sizes));
    const peer = peerOf([...before, ...(await slicesOf(bench))]);
    say(`${months} months to be closed …`);
    const closing = await memory.during(() => closed(mesh, world));
    say('reckoned again …');
    const sums = await reckoned(mesh, world);
    say('replayed …');
    const replay = await memory.during(() => replayed(mesh, world));
    return rowsOf({ records, months, intake, closing, replay, sums, peer });
  } finally {
    memory.stop();
    await bench.close();
    await mesh.stop();
  }
}

async function slicesOf(bench) {
  const slices = [];
  for (let slice = 0; slice < SLICES; slice += 1) slices.push(await bench.slice());
  return slices;
}

/** Each provider reports its segments some hours at a time, one batch after the other, all providers at once. Batches are signed before the clock runs. */
async function sendAll(mesh, world, { hours }) {
  const monthEnd = addMonths(world.startAt, 1);
  const ofProvider = Array.from({ length: PROVIDERS }, (_, provider) => {
    const own = world.segments[provider];
    const hoursPerBatch = Math.max(1, Math.floor(RECORDS_PER_BATCH / own.length));
    const starts = Array.from({ length: Math.ceil(hours / hoursPerBatch) }, (_, index) => index * hoursPerBatch);
    const reports = starts.map((from) => signedBatch(world, provider, { batchId: `b${from}`, hours: Array.from({ length: Math.min(hoursPerBatch, hours - from) }, (_, index) => from + index) }));
    return [...reports, signedBatch(world, provider, { batchId: 'complete', hours: [], watermarks: own.map(({ segmentId }) => ({ segmentId, completeUntil: monthEnd })) })];
  });
  const latencies = [];
  const begin = performance.now();
  await Promise.all(ofProvider.map(async (batches) => {
    for (const batch of batches) {
      const ms = await answered(mesh, batch);
      if (batch.records > 0) latencies.push(ms);
    }
  }));
  return { seconds: (performance.now() - begin) / 1000, latencies: latencies.sort((a, b) => a - b) };
}

async function closed(mesh, { trades }) {
  const after = await mesh.ledger.raw.head();
  const begin = performance.now();
  await mesh.advance(32n * DAY);
  await reached(mesh, 'every invoice', 'billing.v1.InvoiceIssued', { after, count: trades.length });
  return { seconds: (performance.now() - begin) / 1000 };
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
  const script = new URL('./period/replay.mjs', import.meta.url).pathname;
  const { stdout } = await promisify(execFile)(process.execPath, [script, mesh.postgres.url, Buffer.from(mesh.operator.publicKey).toString('hex')], { timeout: REPLAY_LIMIT_MS });
  const replay = JSON.parse(stdout);
  if (replay.differing.length > 0) throw new Error(`replayed to something else: ${replay.differing.join('; ')}`);
  if (replay.identical !== trades.length) throw new Error(`${replay.identical} invoices were replayed, not ${trades.length}`);
  return replay;
}

function rowsOf({ records, months, intake, closing, replay, sums, peer }) {
  const { latencies } = intake;
  const perSecond = Math.round(records / intake.seconds);
  const at = (share) => Math.round(latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))]);
  const goal = against({ value: perSecond, unit: '1/s', target: TARGET.durable, peer });
  return [
    { goal: 'P9', metric: 'records from a signed batch to a durable charge, end to end', value: perSecond, unit: '1/s', ...goal },
    { goal: 'P9', metric: `a batch of ${RECORDS_PER_BATCH}, ${PROVIDERS} at once, median`, value: at(0.5), unit: 'ms' },
    { goal: 'P9', metric: 'the same, p99', value: at(0.99), unit: 'ms' },
    { metric: `all ${records} records taken`, value: round1(intake.seconds), unit: 's' },
    { metric: `${months} months closed, invoiced and settled`, value: round1(closing.seconds), unit: 's' },
    { metric: `${months} invoices replayed, identical to the byte`, value: round1(replay.seconds), unit: 's' },
    { metric: 'the same, processor time of the replaying process', value: round1(replay.processorSeconds), unit: 's' },
    { metric: 'memory at most of the replaying process', value: replay.peakMib, unit: 'MiB' },
    ...Object.entries({ 'while records came': intake, 'while months were closed': closing, 'during the replay': replay }).flatMap(([when, { peaksMib }]) =>
      Object.entries(peaksMib).map(([name, value]) => ({ metric: `memory at most ${when}: ${name}`, value, unit: 'MiB' }))),
    { metric: 'left over of the period’s balance', value: Number(sums.customer - sums.settlements - sums.margin - sums.tax - sums.rounding), unit: 'µ¢' },
  ];
}

const round1 = (value) => Math.round(value * 10) / 10;
