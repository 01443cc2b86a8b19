import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { unpackUsage } from '@carriermesh/billing-domain';
import { instant, NANOS_PER_DAY, NANOS_PER_HOUR } from '@carriermesh/kernel';
import { eventually } from '@carriermesh/platform-trial';
import { agent, billing, common } from '@carriermesh/wire';
import { replayInvoice } from './replay/replay-invoice.js';
import { BillingTrial, hourly, MONTH_NANOS, type Reply } from './testing/billing-trial.js';
import type { SampleTrade } from './testing/sample-trade.js';

let trial: BillingTrial;
beforeAll(async () => {
  trial = await BillingTrial.start();
}, 60_000);
afterAll(async () => trial.mesh.stop());

const context = { actor: 'operator', correlationId: 'c', causationId: 'c' };
const release = async (recordId: string, correction: billing.UsageCorrection = {}, reason = 'the meter was reset') =>
  (await trial.mesh.bus.request(billing.ReleaseUsage, { providerId: 'alfa', recordId, correction, reason }, { context })).outcome;
const list = async (providerId = 'alfa', withReleased = false) =>
  (await trial.mesh.bus.request(billing.ListQuarantinedUsage, { providerId, withReleased, limit: 1_000 }, { context })).records.map(({ recordId }) => recordId);

/** A service whose provider alfa sent one record with more octets than can be. */
async function tradeWithQuarantine(startAt = trial.past(3n * NANOS_PER_HOUR), termMonths = 2): Promise<{ readonly trade: SampleTrade; readonly recordId: string }> {
  const trade = await trial.activeTrade(startAt, termMonths);
  const [record] = hourly(`far-${trade.uuid.slice(0, 8)}`, trade.alfaSegment, trade.startAt, [2n ** 60n]);
  await send(trade, 'far', [record as agent.UsageRecord]);
  return { trade, recordId: (record as agent.UsageRecord).recordId };
}

async function send(trade: SampleTrade, batchId: string, records: readonly agent.UsageRecord[]): Promise<agent.BatchReply['outcome']> {
  const reply = await trial.send('alfa', trade.usageBatch('alfa', { batchId: `${batchId}-${trade.uuid.slice(0, 20)}`, records, watermarks: [] }));
  if (reply.kind === 'failed') throw new Error(reply.failure);
  return reply;
}

const receiptOf = (reply: Reply): common.Receipt => (reply.kind === 'receipt' ? common.Receipt.decode(reply.receipt.body) : fail(reply));
const fail = (reply: Reply): never => {
  throw new Error(`no receipt: ${JSON.stringify(reply)}`);
};

describe('a quarantined record', () => {
  it('S3-6 is listed with its reason and shown as it was signed, to the operator alone', async () => {
    const { trade, recordId } = await tradeWithQuarantine();
    await eventually('the row', async () => ((await list()).includes(recordId) ? true : undefined));
    expect(await list('bravo')).toEqual([]);
    const { outcome } = await trial.mesh.bus.request(billing.GetQuarantinedUsage, { providerId: 'alfa', recordId }, { context });
    expect(outcome).toMatchObject({ kind: 'found', found: { usage: { reason: { code: 'octets-implausible' } }, segmentId: trade.alfaSegment, octets: 2n ** 60n } });
    const asBuyer = { context: { ...context, actor: 'buyer:acme' } };
    for (const rpc of [billing.GetQuarantinedUsage, billing.ListQuarantinedUsage, billing.ReleaseUsage] as const) {
      const body = { providerId: 'alfa', recordId, correction: {}, reason: 'mine', withReleased: false, limit: 1 };
      await expect(trial.mesh.bus.request(rpc as typeof billing.ReleaseUsage, body, asBuyer)).rejects.toThrow(/only the operator/);
    }
  });

  it('I2 is charged on both sides once it is released as corrected, whoever asks how often, and not as it stands', async () => {
    const { trade, recordId } = await tradeWithQuarantine();
    expect(await release(recordId)).toMatchObject({ kind: 'refused', refused: { code: 'octets-implausible' } });
    expect(await release(recordId, { octets: 5n }, ' ')).toMatchObject({ kind: 'refused', refused: { code: 'reason-malformed' } });
    expect(await release(recordId, { octets: 5n, until: instant(trial.mesh.now() + NANOS_PER_HOUR) })).toMatchObject({ kind: 'refused', refused: { code: 'usage-yet-to-come' } });
    expect(await release('never-sent')).toMatchObject({ kind: 'refused', refused: { code: 'usage-not-quarantined' } });
    const answers = await Promise.all([{}, {}, { segmentId: trade.alfaSegment }].map((same) => release(recordId, { octets: 5_000_000_000n, ...same })));
    expect(answers.map(({ kind }) => kind)).toEqual(['released', 'released', 'released']);
    // Whoever asks for something else is told what is charged.
    for (const other of [{ octets: 1n }, {}, { octets: 5_000_000_000n, segmentId: trade.bravoSegment }]) {
      expect(await release(recordId, other)).toMatchObject({ kind: 'refused', refused: { code: 'usage-released-otherwise', facts: { segment_id: trade.alfaSegment, octets: '5000000000' } } });
    }
    expect(await trial.typesOf(`usage-alfa~${recordId}`)).toEqual(['UsageQuarantined', 'UsageReleased']);
    expect(await trial.typesOf(`period-${trade.contractId}-1`)).toEqual(['BillingPeriodOpened', 'UsageRated']);
    await eventually('the row', async () => ((await list('alfa', true)).includes(recordId) && !(await list()).includes(recordId) ? true : undefined));
  });

  it('I2 that ends more than an hour from now holds nothing back in its batch, which has one receipt for ever, and is released when its time has come', async () => {
    const trade = await trial.activeTrade(trial.past(3n * NANOS_PER_HOUR));
    const tag = trade.uuid.slice(0, 8);
    const [charged] = hourly(`now-${tag}`, trade.alfaSegment, trade.startAt, [5n]) as [agent.UsageRecord];
    const now = trial.past(0n);
    const skewed = { ...charged, recordId: `skewed-${tag}`, from: charged.until, until: instant(now + NANOS_PER_HOUR - 60_000_000_000n) };
    const ahead = { ...charged, recordId: `ahead-${tag}`, from: skewed.until, until: instant(now + 2n * NANOS_PER_HOUR) };
    const farAhead = { ...charged, recordId: `far-${tag}`, segmentId: trade.bravoSegment, from: instant(now + 3n * NANOS_PER_DAY), until: instant(now + 4n * NANOS_PER_DAY) };
    // Of a segment that the service may still come to, and a statement of what nobody can know: neither holds the batch back.
    const watermarks = [{ segmentId: `seg_${trade.uuid}-9`, completeUntil: instant(now + 400n * NANOS_PER_DAY) }];
    const batch = trade.usageBatch('alfa', { batchId: `ahead-${tag}`, records: [charged, skewed, ahead, farAhead], watermarks });
    const reply = await trial.send('alfa', batch);
    const codes = receiptOf(reply).refusedItems.map(({ itemId, refusal }) => [itemId, refusal.code]);
    expect(codes).toEqual([[ahead.recordId, 'usage-yet-to-come'], [farAhead.recordId, 'usage-yet-to-come'], [watermarks[0]?.segmentId, 'unknown-segment']]);
    const month = `period-${trade.contractId}-1`;
    const ratedIn = async () => (await trial.mesh.ledger.raw.readStream(month)).flatMap(({ type, payload }) => (type === 'billing.v1.UsageRated' ? unpackUsage(billing.UsageRated.decode(payload).usage).map(({ recordId }) => recordId) : []));
    expect(await ratedIn()).toEqual([charged.recordId, skewed.recordId]);
    expect(await release(ahead.recordId)).toMatchObject({ kind: 'refused', refused: { code: 'usage-yet-to-come' } });

    // The service is asked by whoever does not wait until it knows that the clock was moved; the batch says once and for all what was taken when.
    await trial.mesh.advance(3n * NANOS_PER_HOUR);
    const next = { ...charged, recordId: `next-${tag}`, from: ahead.until, until: instant(now + 3n * NANOS_PER_HOUR) };
    expect(receiptOf(await trial.send('alfa', trade.usageBatch('alfa', { batchId: `next-${tag}`, records: [next, ahead], watermarks: [] }))).refusedItems).toEqual([]);
    expect(receiptOf(await trial.send('alfa', batch))).toEqual(receiptOf(reply));
    await eventually('the release', async () => ((await release(ahead.recordId)).kind === 'released' ? true : undefined));
    expect((await ratedIn()).toSorted()).toEqual([ahead, charged, next, skewed].map(({ recordId }) => recordId).toSorted());
  });

  it('I2 sent again after its release is a duplicate, and with other contents a suspicion of fraud', async () => {
    const { trade, recordId } = await tradeWithQuarantine();
    await release(recordId, { octets: 5n });
    const [same] = hourly('x', trade.alfaSegment, trade.startAt, [2n ** 60n]).map((record) => ({ ...record, recordId }));
    expect(await send(trade, 'again', [same as agent.UsageRecord])).toMatchObject({ kind: 'receipt' });
    expect(await trial.typesOf(`usage-alfa~${recordId}`)).not.toContain('UsageFraudSuspected');
    await send(trade, 'other', [{ ...(same as agent.UsageRecord), octets: 5n }]);
    expect(await trial.typesOf(`usage-alfa~${recordId}`)).toContain('UsageFraudSuspected');
  });

  it('M2 I3 released into a month that is billed corrects it, and the note is replayed from what was signed and what was released', async () => {
    const { trade, recordId } = await tradeWithQuarantine(trial.past(2n * NANOS_PER_HOUR), 1);
    for (const provider of ['alfa', 'bravo'] as const) {
      trial.answerFor(provider, ({ segmentId, until }) => (segmentId.includes(trade.uuid) ? trade.usageBatch(provider, { batchId: `m-${trade.uuid.slice(0, 20)}`, records: [], watermarks: [{ segmentId, completeUntil: until }] }) : undefined));
    }
    await trial.mesh.advance(MONTH_NANOS);
    await eventually('the bill', async () => ((await trial.typesOf(`period-${trade.contractId}-1`)).includes('BillingPeriodClosed') ? true : undefined));
    expect(await release(recordId, { octets: 7_000_000_000n })).toMatchObject({ kind: 'released' });
    // What other services of this suite still write may hold readers back for a moment.
    const report = await eventually('the note', async () => {
      const read = await replayInvoice(trial.mesh.ledger.raw, `${trade.invoiceId}n1`, { operatorKeys: [trial.mesh.operator.publicKey] });
      return read.found ? read : undefined;
    });
    expect(report).toMatchObject({ identical: true, documents: [], lines: [{ lineId: `${trade.alfaSegment}/usage-of-1` }] });
    expect(report.lines[0]?.recorded.invoice?.quantity).toBe(7_000_000_000n);
    expect(await replayInvoice(trial.mesh.ledger.raw, trade.invoiceId)).toMatchObject({ identical: true });
  }, 60_000);
});

describe('a record id that comes again with other contents', () => {
  it('I2 I7 raises an alarm that is reviewed as far as an operator looked, whatever copies of a review come when there is more', async () => {
    const trade = await trial.activeTrade(trial.past(3n * NANOS_PER_HOUR));
    const [record] = hourly(`fraud-${trade.uuid.slice(0, 8)}`, trade.alfaSegment, trade.startAt, [5n]) as [agent.UsageRecord];
    const review = async (contradictions: number, { finding = 'a software error of theirs', providerId = 'alfa' } = {}) =>
      (await trial.mesh.bus.request(billing.ReviewUsageFraud, { providerId, finding, contradictions }, { context })).outcome;
    await send(trade, 'first', [record]);
    await send(trade, 'second', [{ ...record, octets: 6n }, { ...record, octets: 7n }]);
    const tip = await trial.mesh.ledger.raw.tip();
    await eventually('all of it can be read', async () => ((await trial.mesh.ledger.raw.head()) >= tip ? true : undefined));
    const came = (await trial.mesh.ledger.raw.readAll(0n, 10_000)).filter(({ type }) => type === 'billing.v1.UsageFraudSuspected').length;
    const reviews = async () => (await trial.mesh.ledger.raw.readStream('usagefraud-alfa')).map(({ payload }) => billing.UsageFraudReviewed.decode(payload).contradictions);
    const first = await review(came);
    expect(first).toMatchObject({ kind: 'reviewed', reviewed: { providerId: 'alfa', contradictions: came } });
    await send(trade, 'third', [{ ...record, octets: 8n }]);
    expect(await review(came)).toEqual(first);
    expect(await reviews()).toEqual([came]);
    expect(await review(came + 1)).toMatchObject({ kind: 'reviewed', reviewed: { contradictions: 1 } });
    expect(await reviews()).toEqual([came, came + 1]);
    expect(await review(came + 1, { finding: '' })).toMatchObject({ kind: 'refused', refused: { code: 'reason-malformed' } });
    expect(await review(1, { providerId: 'bravo' })).toMatchObject({ kind: 'refused', refused: { code: 'nothing-to-review' } });
    for (const upTo of [0, came + 2]) expect(await review(upTo)).toMatchObject({ kind: 'refused', refused: { code: 'review-out-of-range', facts: { came: `${came + 1}` } } });
    expect((await trial.typesOf(`period-${trade.contractId}-1`)).filter((type) => type === 'UsageRated')).toHaveLength(1);
  });
});
