import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { unpackUsage } from '@carriermesh/billing-domain';
import { addMonths, NANOS_PER_DAY, NANOS_PER_HOUR } from '@carriermesh/kernel';
import { isSealedBy, sha256, SIGNED_AS, sealEnvelope } from '@carriermesh/platform-signing';
import { eventually } from '@carriermesh/platform-trial';
import { agent, billing, common, decodeEvent } from '@carriermesh/wire';
import { BillingTrial, hourly, MONTH_NANOS, type Reply } from './testing/billing-trial.js';
import type { SampleTrade } from './testing/sample-trade.js';

let trial: BillingTrial;
beforeAll(async () => {
  trial = await BillingTrial.start();
}, 60_000);
afterAll(async () => trial.mesh.stop());

const receiptOf = (reply: Reply): common.Receipt => {
  if (reply.kind !== 'receipt') throw new Error(`no receipt: ${JSON.stringify(reply)}`);
  expect(isSealedBy(trial.mesh.operator.publicKey, SIGNED_AS.receipt, reply.receipt)).toBe(true);
  return common.Receipt.decode(reply.receipt.body);
};
const codeOf = (reply: Reply): string => (reply.kind === 'refused' ? reply.refused.code : reply.kind);
const ask = { context: { actor: 'buyer:acme', correlationId: 'c', causationId: 'c' } };
const statementOf = (invoiceId: string) =>
  eventually(`the statement of ${invoiceId}`, async () => {
    const { outcome } = await trial.mesh.bus.request(billing.GetPeriodStatement, { invoiceId }, ask);
    return outcome.kind === 'statement' ? outcome.statement : undefined;
  });

describe('a batch of usage', () => {
  it('S3-6 I2 is rated for the customer and for the provider in one commit, and receipted after it', async () => {
    const trade = await trial.activeTrade(trial.past(3n * NANOS_PER_HOUR));
    const records = hourly('r', trade.alfaSegment, trade.startAt, [5_000_000_000n, 7_000_000_001n]);
    const envelope = alfasBatch(trade, 'batch-1', [...records, { ...records[0]!, recordId: 'far', octets: 2n ** 60n }]);
    const receipt = receiptOf(await trial.send('alfa', envelope));
    expect(receipt).toMatchObject({ providerId: 'alfa', batchId: 'batch-1', bodySha256: sha256(envelope.body) });
    expect(receipt.refusedItems).toMatchObject([{ itemId: 'far', refusal: { code: 'octets-implausible' } }]);

    const month = await trial.mesh.ledger.raw.readStream(`period-${trade.contractId}-1`);
    const rated = month.map(({ type, payload }) => decodeEvent(type, payload)).find(({ type }) => type === 'billing.v1.UsageRated');
    expect(rated?.data).toMatchObject({
      usage: [{ recordIds: ['r-1', 'r-2'], octets: [5_000_000_000n, 7_000_000_001n], durationNs: [NANOS_PER_HOUR, NANOS_PER_HOUR] }],
    });
    const [charged] = (rated?.data as billing.UsageRated).usage;
    expect([charged?.customerChargesMicroMinor[0], charged?.supplierCreditsMicroMinor[0]]).toEqual([12_180_000n, 10_150_000n]);
    expect(await trial.typesOf('usage-alfa~far')).toEqual(['UsageQuarantined']);
  });

  it('I2 I7 sent again gets the same receipt to the byte and charges nothing; other bytes under its id are refused', async () => {
    const trade = await trial.activeTrade(trial.past(3n * NANOS_PER_HOUR));
    const records = hourly(`again-${trade.uuid.slice(0, 8)}`, trade.alfaSegment, trade.startAt, [1_000n]);
    const id = `again-${trade.uuid}`;
    const first = await trial.send('alfa', alfasBatch(trade, id, records));
    const second = await trial.send('alfa', alfasBatch(trade, id, records));
    expect(second).toEqual(first);
    receiptOf(first);
    expect(await trial.typesOf(`period-${trade.contractId}-1`)).toEqual(['BillingPeriodOpened', 'UsageRated']);
    expect(codeOf(await trial.send('alfa', alfasBatch(trade, id, [])))).toBe('batch-id-reused');

    const forged = [{ ...records[0]!, octets: 999n }];
    expect(receiptOf(await trial.send('alfa', alfasBatch(trade, `${id.slice(0, 30)}-x`, forged))).refusedItems).toMatchObject([{ refusal: { code: 'record-id-reused' } }]);
    expect(await trial.typesOf(`usage-alfa~${records[0]!.recordId}`)).toEqual(['UsageFraudSuspected']);
  });

  it('I6 changes nothing when account, signing key and body do not name one provider, or the body is none', async () => {
    const trade = await trial.activeTrade(trial.past(3n * NANOS_PER_HOUR));
    const alfas = alfasBatch(trade, 'i6', []);
    expect(codeOf(await trial.send('bravo', alfas))).toBe('signature-invalid');
    const inAlfasName = sealEnvelope(trial.keys.bravo, SIGNED_AS.usageBatch, alfas.body);
    expect(codeOf(await trial.send('bravo', inAlfasName))).toBe('provider-mismatch');
    expect(codeOf(await trial.send('alfa', { ...alfas, body: Uint8Array.from([...alfas.body, 0]) }))).toBe('signature-invalid');
    expect(codeOf(await trial.send('alfa', sealEnvelope(trial.keys.alfa, SIGNED_AS.usageBatch, Uint8Array.of(255, 1))))).toBe('batch-malformed');
    expect(codeOf(await trial.send('alfa', sealEnvelope(trial.keys.alfa, SIGNED_AS.advertBatch, alfas.body)))).toBe('signature-invalid');
    const tooLong = Array.from({ length: 10_001 }, (_, n) => ({ ...hourly('x', trade.alfaSegment, trade.startAt, [1n])[0]!, recordId: `x${n}` }));
    expect(codeOf(await trial.send('alfa', alfasBatch(trade, 'i6', tooLong)))).toBe('batch-too-long');
    expect(await trial.typesOf('usagebatch-alfa~i6')).toEqual([]);
  });

  it('is refused as a whole, and to be split, when more than 1,000 of its records are refused', async () => {
    const trade = await trial.activeTrade(trial.past(3n * NANOS_PER_HOUR));
    const tag = trade.uuid.slice(0, 8);
    const tooMany = (count: number) => Array.from({ length: count }, (_, n) => ({ ...hourly('x', trade.alfaSegment, trade.startAt, [2n ** 60n])[0]!, recordId: `${tag}-${n}` }));
    expect(await trial.send('alfa', alfasBatch(trade, `scattered-${tag}`, tooMany(1_001)))).toMatchObject({ kind: 'refused', refused: { code: 'batch-too-scattered', facts: { what: 'refused records', count: '1001' } } });
    expect(await trial.typesOf(`usagebatch-alfa~scattered-${tag}`)).toEqual([]);
    expect(receiptOf(await trial.send('alfa', alfasBatch(trade, `scattered-${tag}`, tooMany(1_000)))).refusedItems).toHaveLength(1_000);
  });

  it('waits for a service that is signed and not active yet, and is then taken', async () => {
    const trade = trial.trade(trial.past(3n * NANOS_PER_HOUR));
    await trial.commit(trade.contracts());
    const envelope = alfasBatch(trade, `early-${trade.uuid}`.slice(0, 40), hourly(`early-${trade.uuid.slice(0, 8)}`, trade.alfaSegment, trade.startAt, [5n]));
    expect(await trial.send('alfa', envelope)).toMatchObject({ kind: 'failed', failure: expect.stringContaining('not open yet') });
    await trial.commit([trade.activation()]);
    const taken = await eventually('the receipt', async () => {
      const reply = await trial.send('alfa', envelope);
      return reply.kind === 'receipt' ? reply : undefined;
    });
    expect(receiptOf(taken).refusedItems).toEqual([]);
  });

  it('waits as long while a running transaction keeps from readers that the service was signed', async () => {
    const trade = trial.trade(trial.past(3n * NANOS_PER_HOUR));
    const batchId = `unread-${trade.uuid}`.slice(0, 40);
    const envelope = alfasBatch(trade, batchId, hourly(`unread-${trade.uuid.slice(0, 8)}`, trade.alfaSegment, trade.startAt, [5n]));
    const running = new pg.Client({ connectionString: trial.mesh.postgres.url });
    await running.connect();
    try {
      await running.query('begin; select pg_current_xact_id()');
      await trial.commit(trade.contracts());
      expect(await trial.send('alfa', envelope)).toMatchObject({ kind: 'failed', failure: expect.stringContaining('has read the ledger up to') });
    } finally {
      await running.end();
    }
    expect(await trial.typesOf(`usagebatch-alfa~${batchId}`)).toEqual([]);
  });

  it('is quarantined when no service was ever signed for it', async () => {
    const trade = trial.trade(trial.past(3n * NANOS_PER_HOUR));
    const unknown = hourly(`unknown-${trade.uuid.slice(0, 8)}`, trade.alfaSegment, trade.startAt, [5n]);
    const reply = await trial.send('alfa', alfasBatch(trade, `unknown-${trade.uuid}`.slice(0, 40), unknown));
    expect(receiptOf(reply).refusedItems).toMatchObject([{ refusal: { code: 'unknown-segment' } }]);
  });

  it('I2 comes 24 times at once from two providers, and every record has one charge', async () => {
    const trade = await trial.activeTrade(trial.past(20n * NANOS_PER_HOUR));
    const tag = trade.uuid.slice(0, 8);
    const batches = Array.from({ length: 12 }, (_, n) =>
      (['alfa', 'bravo'] as const).map((provider) => {
        const segment = provider === 'alfa' ? trade.alfaSegment : trade.bravoSegment;
        const records = hourly(`${tag}-${n % 6}`, segment, trade.startAt, [1_000_000n, 2_000_000n]);
        return { provider, envelope: trade.usageBatch(provider, { batchId: `many-${tag}-${n}`, records, watermarks: [] }) };
      }),
    ).flat();
    const replies = await Promise.all(batches.map(({ provider, envelope }) => trial.send(provider, envelope)));
    for (const reply of replies) receiptOf(reply);
    const month = await trial.mesh.ledger.raw.readStream(`period-${trade.contractId}-1`);
    const charged = month.flatMap(({ type, payload }) => (type === 'billing.v1.UsageRated' ? unpackUsage(billing.UsageRated.decode(payload).usage).map(({ recordId, segmentId }) => `${segmentId} ${recordId}`) : []));
    expect([charged.length, new Set(charged).size]).toEqual([24, 24]);
  }, 30_000);
});

describe('the end of a month', () => {
  const reportFor = (trade: SampleTrade, provider: 'alfa' | 'bravo') => {
    const segment = provider === 'alfa' ? trade.alfaSegment : trade.bravoSegment;
    return trial.answerFor(provider, ({ segmentId, until }) => {
      if (segmentId !== segment) return undefined;
      const month = until === addMonths(trade.startAt, 1) ? 1 : 2;
      const records = hourly(`${trade.uuid.slice(0, 8)}-m${month}`, segment, addMonths(trade.startAt, month - 1), [10_000_000_000n, 333n]);
      return trade.usageBatch(provider, { batchId: `${trade.uuid.slice(0, 8)}-m${month}`, records, watermarks: [{ segmentId, completeUntil: until }] });
    });
  };

  it('S3-6 S3-20 I3 asks both providers, bills both on one invoice, settles with each, and closes two months one after the other', async () => {
    const trade = await trial.activeTrade();
    const alfa = reportFor(trade, 'alfa');
    const bravo = reportFor(trade, 'bravo');
    await trial.mesh.advance(2n * MONTH_NANOS);
    const statement = await statementOf(trade.invoiceId);
    const second = await statementOf(trade.invoiceId.replace(/1$/, '2'));

    expect(statement.invoice).toMatchObject({ buyerId: 'acme', periodNumber: 1, periodFrom: trade.startAt, periodUntil: addMonths(trade.startAt, 1) });
    expect(statement.invoice.lines.map(({ lineId, records }) => [lineId, records])).toEqual([
      [`${trade.alfaSegment}/recurring`, 0],
      [`${trade.alfaSegment}/usage`, 2],
      [`${trade.bravoSegment}/recurring`, 0],
      [`${trade.bravoSegment}/usage`, 2],
    ]);
    expect(statement.settlements.map(({ providerId, lines }) => [providerId, lines.length])).toEqual([['alfa', 2], ['bravo', 2]]);
    await eachReadsItsOwn(trade);
    for (const { balance } of [statement, second]) {
      const { customer, settlements, margin, tax, rounding } = balance;
      expect(settlements.microMinor + margin.microMinor + tax.microMinor + rounding.microMinor).toBe(customer.microMinor);
    }
    expect(second.invoice.periodFrom).toBe(statement.invoice.periodUntil);
    expect(alfa.asked.filter(({ segmentId }) => segmentId === trade.alfaSegment)).toHaveLength(2);
    expect(bravo.asked.filter(({ segmentId }) => segmentId === trade.bravoSegment)).toHaveLength(2);
    await eventually('the end of the cycle', async () => ((await trial.typesOf(`billingcycle-${trade.contractId}`)).includes('BillingCycleEnded') ? true : undefined));
    expect(await trial.typesOf(`period-${trade.contractId}-3`)).toEqual([]);
  }, 60_000);

  it('I10 shows an invoice to its buyer, and to another that there is none', async () => {
    const trade = await trial.activeTrade();
    reportFor(trade, 'alfa');
    reportFor(trade, 'bravo');
    await trial.mesh.advance(MONTH_NANOS);
    await statementOf(trade.invoiceId);
    const get = async (buyerId: string) => (await trial.mesh.bus.request(billing.GetInvoice, { buyerId, invoiceId: trade.invoiceId }, ask)).outcome;
    expect(await get('acme')).toMatchObject({ kind: 'invoice', invoice: { invoiceId: trade.invoiceId } });
    expect(await get('other')).toMatchObject({ kind: 'refused', refused: { code: 'invoice-unknown' } });
    const list = async (buyerId: string, contractId = '', limit = 1_000) => (await trial.mesh.bus.request(billing.ListInvoices, { buyerId, contractId, limit }, ask)).invoices;
    expect(await list('acme', trade.contractId)).toMatchObject([{ invoiceId: trade.invoiceId, periodNumber: 1 }]);
    expect([(await list('other')).length, (await list('acme', '', 0)).length]).toEqual([0, 1]);
  }, 60_000);

  it('I3 closes without a provider that stays silent when its 24 hours are over, and takes its late records as a correction of the next month', async () => {
    const trade = await trial.activeTrade();
    reportFor(trade, 'alfa');
    await trial.mesh.advance(MONTH_NANOS);
    await eventually('the question', async () => ((await trial.typesOf(`billingcycle-${trade.contractId}`)).includes('BillingCyclePeriodEnded') ? true : undefined));
    await eventually("alfa's usage", async () => ((await trial.typesOf(`period-${trade.contractId}-1`)).includes('UsageRated') ? true : undefined));
    expect(await trial.typesOf(`period-${trade.contractId}-1`)).not.toContain('BillingPeriodClosed');
    await trial.mesh.advance(NANOS_PER_DAY);
    expect((await statementOf(trade.invoiceId)).invoice.lines.map(({ records }) => records)).toEqual([0, 2, 0, 0]);

    const late = hourly(`late-${trade.uuid.slice(0, 8)}`, trade.bravoSegment, trade.startAt, [77n]);
    receiptOf(await trial.send('bravo', trade.usageBatch('bravo', { batchId: `late-${trade.uuid}`.slice(0, 40), records: late, watermarks: [] })));
    expect(await trial.typesOf(`period-${trade.contractId}-2`)).toEqual(['BillingPeriodOpened', 'UsageRated']);
    const [, rated] = await trial.mesh.ledger.raw.readStream(`period-${trade.contractId}-2`);
    expect(billing.UsageRated.decode(rated?.payload as Uint8Array)).toMatchObject({ periodNumber: 2, correctedPeriodNumber: 1, noteNumber: 0 });
  }, 60_000);

  it('I2 I3 I7 corrects the last month by a note for both sides in one commit, whoever sends how often', async () => {
    const trade = await trial.activeTrade(trial.past(0n), 1);
    reportFor(trade, 'alfa');
    reportFor(trade, 'bravo');
    await trial.mesh.advance(MONTH_NANOS);
    const before = await statementOf(trade.invoiceId);
    const late = hourly(`late-${trade.uuid.slice(0, 8)}`, trade.bravoSegment, trade.startAt, [5_000_000_000n, 77n]);
    const send = (batchId: string, records: readonly agent.UsageRecord[]) => trial.send('bravo', trade.usageBatch('bravo', { batchId, records, watermarks: [] }));
    const ids = ['x', 'y'].map((which) => `late-${which}-${trade.uuid}`.slice(0, 40)) as [string, string];
    const [first, ...again] = await Promise.all([send(ids[0], late.slice(0, 1)), send(ids[0], late.slice(0, 1)), send(ids[1], late.slice(1))]);
    for (const reply of [first as Reply, ...again]) expect(receiptOf(reply).refusedItems).toEqual([]);
    expect(again[0]).toEqual(first);

    const [one, two] = [await statementOf(`${trade.invoiceId}n1`), await statementOf(`${trade.invoiceId}n2`)];
    const lines = [one, two].flatMap(({ invoice, settlements }) => [invoice, ...settlements].map(({ lines: [line] }) => [line?.lineId, line?.quantity, line?.correctedDocumentId]));
    const lineId = `${trade.bravoSegment}/usage-of-1`;
    const note = (octets: bigint) => [[lineId, octets, trade.invoiceId], [lineId, octets, `set_${trade.uuid}-1-bravo`]];
    expect([[...note(5_000_000_000n), ...note(77n)], [...note(77n), ...note(5_000_000_000n)]]).toContainEqual(lines);
    for (const { invoice, settlements, balance } of [one, two]) {
      expect(invoice.note).toMatchObject({ kind: 'debit', correctedDocumentId: trade.invoiceId });
      expect(settlements).toMatchObject([{ providerId: 'bravo', note: { kind: 'credit' } }]);
      expect(balance.settlements.microMinor + balance.margin.microMinor + balance.tax.microMinor + balance.rounding.microMinor).toBe(invoice.total.microMinor);
    }
    const commits = (await trial.mesh.ledger.raw.readStream(`period-${trade.contractId}-1`)).slice(-8);
    expect(commits.map(({ type }) => type.replace('billing.v1.', ''))).toEqual(Array(2).fill(['UsageRated', 'InvoiceIssued', 'SettlementIssued', 'CorrectionNoteIssued']).flat());
    expect(await statementOf(trade.invoiceId)).toEqual(before);
    const { invoices } = await trial.mesh.bus.request(billing.ListInvoices, { buyerId: 'acme', contractId: trade.contractId, limit: 10 }, ask);
    expect(invoices.map(({ note: of }) => of?.number ?? 0).sort()).toEqual([0, 1, 2]);
  }, 60_000);
});

const alfasBatch = (trade: SampleTrade, batchId: string, records: readonly agent.UsageRecord[]): common.SignedEnvelope =>
  trade.usageBatch('alfa', { batchId, records, watermarks: [] });

/** Each supplier reads what it is owed, both months of it, and nobody what another is (I10). */
async function eachReadsItsOwn(trade: SampleTrade): Promise<void> {
  const as = (actor: string) => ({ context: { ...ask.context, actor } });
  for (const providerId of ['alfa', 'bravo']) {
    const own = as(`provider:${providerId}`);
    const { settlements } = await trial.mesh.bus.request(billing.ListSettlements, { providerId, limit: 1_000 }, own);
    const listed = settlements.filter(({ contractId }) => contractId === trade.contractId);
    expect(listed.map(({ periodNumber, providerId: of }) => [periodNumber, of])).toEqual([[2, providerId], [1, providerId]]);
    const [{ settlementId, total, issuedAt }] = [listed[0]!];
    const read = await trial.mesh.bus.request(billing.GetSettlement, { providerId, settlementId }, own);
    expect(read).toMatchObject({ outcome: { kind: 'settlement', settlement: { settlementId, total } }, issued: { issuedAt } });
    const rival = providerId === 'alfa' ? 'bravo' : 'alfa';
    expect((await trial.mesh.bus.request(billing.GetSettlement, { providerId: rival, settlementId }, as(`provider:${rival}`))).outcome).toMatchObject({ kind: 'refused', refused: { code: 'settlement-unknown' } });
    for (const actor of [`provider:${rival}`, 'buyer:acme']) {
      await expect(trial.mesh.bus.request(billing.GetSettlement, { providerId, settlementId }, as(actor))).rejects.toMatchObject({ kind: 'denied' });
      await expect(trial.mesh.bus.request(billing.ListSettlements, { providerId, limit: 1 }, as(actor))).rejects.toMatchObject({ kind: 'denied' });
    }
  }
}
