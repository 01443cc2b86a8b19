import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { formatMoney, instant, negate, sum, type Instant, type Money } from '@carriermesh/kernel';
import { ledgerAsOf, type LedgerReading, type RecordedEvent } from '@carriermesh/platform-ledger';
import { Rater, readTariff } from '@carriermesh/tariff-v1';
import type { TheirLine } from '@carriermesh/billing-domain';
import { agent, billing, contracting } from '@carriermesh/wire';
import type { SampleTrade } from '../testing/sample-trade.js';
import { named, ReplayTrial, withRate } from '../testing/replay-trial.js';
import { issuedInvoice } from '../settlements/issued-invoice.js';
import { issuedSettlement, netSettlements, SELLER, settlementsIssuedIn } from '../settlements/issued-settlements.js';
import { reconcileSettlements, theirLine } from '../settlements/supplier-statement.js';
import { renderReplay, replayToJson } from './render-replay.js';
import { invoicesIssuedIn } from './bills-under.js';
import { previewInvoice } from './preview-invoice.js';
import { replayInvoice, replayInvoices } from './replay-invoice.js';

let billed: ReplayTrial;
let trade: SampleTrade;
beforeAll(async () => {
  billed = await ReplayTrial.start();
  trade = billed.trade;
}, 90_000);
afterAll(async () => billed.stop());

describe('a replay of corrections', () => {
  it('M2 I3 corrects a closed month in the month that took its late records, and then by notes, from the cut-offs alone', async () => {
    const counts = async (invoiceId: string) => (await billed.replay(invoiceId)).lines.map(({ lineId, recomputed }) => [lineId, recomputed.invoice?.records]);
    expect((await counts(trade.invoiceId)).map(([, records]) => records)).toEqual([0, 3, 0, 3]);
    expect(await counts(billed.invoiceId('2'))).toEqual([
      ...[trade.alfaSegment, trade.bravoSegment].flatMap((segment) => [[`${segment}/recurring`, 0], [`${segment}/usage`, 3]]),
      [`${trade.alfaSegment}/usage-of-1`, 1],
      [`${trade.bravoSegment}/usage-of-1`, 1],
    ]);
    for (const [note, records] of [['1n1', 2], ['1n2', 1], ['2n1', 1]] as const) {
      const invoiceId = billed.invoiceId(note);
      expect(await billed.replay(invoiceId)).toMatchObject({ found: true, identical: true, documents: [] });
      expect(await counts(invoiceId)).toEqual([[`${trade.alfaSegment}/usage-of-${note[0]}`, records]]);
    }
  });

  it("M2 names the note's line, or the correction's, when a late record was altered, and no line of the other bills", async () => {
    const alter = (accepted: billing.UsageBatchAccepted) => {
      const batch = agent.UsageBatch.decode(accepted.batch.body);
      const records = batch.records.map((record, index) => (index === batch.records.length - 1 ? { ...record, octets: record.octets + 1n } : record));
      return { ...accepted, batch: { ...accepted.batch, body: agent.UsageBatch.encode({ ...batch, records }) } };
    };
    const late = await billed.batchEvent('bravo', 2);
    const second = billed.invoiceId('2');
    expect(named(await billed.altering(late, billing.UsageBatchAccepted, alter, second))).toEqual([`${trade.bravoSegment}/usage-of-1`]);
    expect(named(await billed.altering(late, billing.UsageBatchAccepted, alter))).toEqual([]);
    const forgotten = await billed.copy.find('billing.v1.UsageBatchAccepted', 'usagebatch-alfa~alfa-forgot-0');
    const ofSecond = await billed.altering(forgotten, billing.UsageBatchAccepted, alter, billed.invoiceId('2n1'));
    expect(named(ofSecond)).toEqual([`${trade.alfaSegment}/usage-of-2`]);
    expect(ofSecond.lines[0]?.reasons.map(({ code }) => code)).toContain('usage-record-altered');
    // Its own records are what they were, but the batch as a whole is not signed any more.
    const ofFirst = await billed.altering(forgotten, billing.UsageBatchAccepted, alter, billed.invoiceId('1n1'));
    expect(ofFirst.lines.flatMap(({ reasons }) => reasons.map(({ code }) => code)).sort()).toEqual(['batch-hash-differs', 'batch-signature-broken']);
  });

  it("M2 names the note's one line when a rate of it was altered, in the contract or in the offer, or a figure of the note itself", async () => {
    const line = `${trade.alfaSegment}/usage-of-1`;
    const supply = await billed.altering(await billed.supplyEvent('alfa'), contracting.SupplyContractSigned, (signed) => {
      const contract = contracting.SupplyContract.decode(signed.contract.body);
      return { ...signed, contract: { ...signed.contract, body: contracting.SupplyContract.encode({ ...contract, prices: withRate(contract.prices, trade.alfaSegment, 'perGigabyte') }) } };
    }, billed.invoiceId('1n1'));
    expect(named(supply)).toEqual([line]);
    const issued = (await billed.copy.ledger.readStream(`period-${trade.contractId}-1`)).filter(({ type }) => type === 'billing.v1.InvoiceIssued')[1] as RecordedEvent;
    const figure = await billed.altering(issued, billing.InvoiceIssued, (data) => {
      const document = billing.Invoice.decode(data.invoice);
      return { ...data, invoice: billing.Invoice.encode({ ...document, lines: document.lines.map((each) => ({ ...each, records: 9 })) }) };
    }, billed.invoiceId('1n1'));
    expect(named(figure)).toEqual([line]);
    expect((await billed.replay(billed.invoiceId('1n3'))).found).toBe(false);
  });
});

describe('a replay of a whole period', () => {
  it('M2 says of each bill the same as a replay of it alone, also where one usage record of one of them was altered', async () => {
    const { ledger } = billed.copy;
    const invoiceIds = await invoicesIssuedIn(ledger, { from: instant(0n), until: instant(4_000_000_000_000_000_000n) });
    expect(invoiceIds.map((invoiceId) => invoiceId.slice(trade.invoiceId.length - 1)).sort()).toEqual(['1', '1n1', '1n2', '2', '2n1']);
    const together = async (): Promise<readonly (readonly [string, boolean, readonly string[]])[]> => {
      const reports: (readonly [string, boolean, readonly string[]])[] = [];
      for await (const report of replayInvoices(ledger, [...invoiceIds, 'inv_nonsense'], { operatorKeys: [billed.trial.mesh.operator.publicKey] })) reports.push([report.invoiceId, report.identical, named(report)]);
      return reports;
    };
    expect((await together()).filter(([, identical]) => !identical)).toEqual([['inv_nonsense', false, []]]);
    const batch = await billed.batchEvent('bravo');
    const accepted = billing.UsageBatchAccepted.decode(batch.payload);
    const usage = agent.UsageBatch.decode(accepted.batch.body);
    const records = usage.records.map((record, index) => (index === 0 ? { ...record, octets: record.octets + 1n } : record));
    const altered = billing.UsageBatchAccepted.encode({ ...accepted, batch: { ...accepted.batch, body: agent.UsageBatch.encode({ ...usage, records }) } });
    expect((await billed.copy.withPayload(batch, altered, together)).filter(([, identical]) => !identical).slice(1)).toEqual([[trade.invoiceId, false, [`${trade.bravoSegment}/usage`]]]);
  });
});

describe('a replay of another time, or by another tariff', () => {
  const instantOf = async (type: string, stream: string): Promise<Instant> => (await billed.copy.find(type, stream)).metadata.occurredAt;

  it('M2 gives what the bill came to by then, before it was issued, and the issued one from its instant on', async () => {
    const period = `period-${trade.contractId}-1`;
    const issuedAt = await instantOf('billing.v1.InvoiceIssued', period);
    const { issuedAt: stated } = billing.InvoiceIssued.decode((await billed.copy.find('billing.v1.InvoiceIssued', period)).payload);
    expect(await replayInvoice(await ledgerAsOf(billed.copy.ledger, stated), trade.invoiceId)).toMatchObject({ found: true, identical: true });
    const before = await replayInvoice(await ledgerAsOf(billed.copy.ledger, instant(issuedAt - 1n)), trade.invoiceId);
    expect(before).toMatchObject({ found: false, identical: false });
    expect(before.lines.map(({ lineId }) => lineId)).toEqual((await billed.replay()).lines.map(({ lineId }) => lineId));
    expect(renderReplay(before)).toContain('not issued; what the evidence gives so far');
    // Nothing had been metered when the service started.
    const start = await replayInvoice(await ledgerAsOf(billed.copy.ledger, await instantOf('billing.v1.BillingAccountOpened', `account-${trade.contractId}`)), trade.invoiceId);
    expect(start.lines.map(({ recomputed }) => recomputed.invoice?.records)).toEqual([0, 0, 0, 0]);
    const [, note] = (await billed.copy.ledger.readStream(period)).filter(({ type }) => type === 'billing.v1.InvoiceIssued');
    const then = await ledgerAsOf(billed.copy.ledger, instant((note?.metadata.occurredAt ?? 0n) - 1n));
    expect(await replayInvoice(then, trade.invoiceId)).toMatchObject({ found: true, identical: true });
    expect((await replayInvoice(then, billed.invoiceId('1n1'))).found).toBe(false);
  });

  it('M2 reverses and enters again line by line by a what-if tariff, and writes nothing', async () => {
    const head = await billed.copy.ledger.head();
    const reading = readTariff({
      form: 'carriermesh.tariff.v1', id: 'half', currency: 'EUR', rounding: { mode: 'half-even', decimals: 8, place: 'line' },
      charges: [{ kind: 'flat', id: 'alfa', match: { categories: ['alfa'] }, price: '0.01218', per: '1000000000' }, { kind: 'flat', id: 'bravo', match: { categories: ['bravo'] }, price: '0.012', per: '1000000000' }],
    });
    if (!('tariff' in reading)) throw new Error(JSON.stringify(reading.problems));
    const report = await replayInvoice(billed.copy.ledger, billed.invoiceId('2'), { whatIf: () => new Rater(reading.tariff) });
    expect(report.identical).toBe(true);
    const differing = report.whatIf?.lines.filter(({ difference }) => difference.microMinor !== 0n).map(({ lineId, oldExact, newExact }) => [lineId, newExact.microMinor * 2n - oldExact.microMinor]);
    // Alfa's gigabyte cost 0.02436, of the month itself and late; bravo's is what it was. Each record was rounded by itself.
    expect(differing?.map(([lineId]) => lineId)).toEqual([`${trade.alfaSegment}/usage`, `${trade.alfaSegment}/usage-of-1`]);
    for (const [, left] of differing ?? []) expect([-2n, -1n, 0n, 1n, 2n]).toContain(left);
    const [own] = report.whatIf?.lines.filter(({ lineId }) => lineId === `${trade.alfaSegment}/usage`) ?? [];
    expect(own && sum('EUR', [own.reversal, own.reentry])).toEqual(own?.difference);
    expect(JSON.stringify(replayToJson(report))).toContain('"reentry"');
    expect(await billed.copy.ledger.head()).toBe(head);
    const foreign = { ...reading.tariff, currency: 'USD' };
    await expect(replayInvoice(billed.copy.ledger, trade.invoiceId, { whatIf: () => new Rater(foreign) })).rejects.toThrow('the tariff half charges USD, and the contract is in EUR');
  });
});

describe('a preview of an open month', () => {
  /** The ledger as it was just before the event. */
  const before = ({ position }: RecordedEvent): LedgerReading => ({
    head: () => Promise.resolve(position - 1n),
    readAll: async (after, limit) => (await billed.copy.ledger.readAll(after, limit)).filter((event) => event.position < position),
    readStream: async (stream, from) => (await billed.copy.ledger.readStream(stream, from)).filter((event) => event.position < position),
  });
  const cutOff = (month: number) => billed.copy.find('billing.v1.BillingPeriodCutOff', `period-${trade.contractId}-${month}`);
  const issued = async (month: number): Promise<billing.InvoiceIssued> => billing.InvoiceIssued.decode((await billed.copy.find('billing.v1.InvoiceIssued', `period-${trade.contractId}-${month}`)).payload);

  it('S3-6 is to the byte the invoice that was issued when nothing came between them, for either month, with its corrections', async () => {
    for (const month of [1, 2]) {
      const outcome = await previewInvoice(before(await cutOff(month)), trade.contractId);
      if (outcome.kind === 'refused') throw new Error(outcome.refused.message);
      expect(outcome.preview.doubts).toEqual([]);
      expect(Buffer.from(billing.Invoice.encode(outcome.preview.bill.invoice)).equals(Buffer.from((await issued(month)).invoice))).toBe(true);
    }
  });

  it('has the whole month of capacity and none of the usage that comes later', async () => {
    const outcome = await previewInvoice(before(await billed.batchEvent('alfa')), trade.contractId);
    if (outcome.kind === 'refused') throw new Error(outcome.refused.message);
    const { lines } = outcome.preview.bill.invoice;
    const whole = billing.Invoice.decode((await issued(1)).invoice).lines;
    expect(lines.find(({ lineId }) => lineId === `${trade.alfaSegment}/recurring`)).toEqual(whole.find(({ lineId }) => lineId === `${trade.alfaSegment}/recurring`));
    expect(lines.find(({ lineId }) => lineId === `${trade.alfaSegment}/usage`)).toMatchObject({ records: 0, amount: { microMinor: 0n } });
  });

  it('is refused for a contract that nobody knows, a month that is closed, one beyond the term, and before the service begins', async () => {
    const codeOf = async (...asked: Parameters<typeof previewInvoice>): Promise<unknown> => {
      const outcome = await previewInvoice(...asked);
      return outcome.kind === 'refused' ? outcome.refused.code : outcome.preview;
    };
    expect(await codeOf(billed.copy.ledger, trade.contractId.replace(/.$/, (last) => (last === '0' ? '1' : '0')))).toBe('contract-unknown');
    expect(await codeOf(billed.copy.ledger, trade.contractId, 1)).toBe('month-closed');
    expect(await codeOf(billed.copy.ledger, trade.contractId)).toBe('no-open-month');
    expect(await codeOf(before(await billed.copy.find('provisioning.v1.ServiceActivated', `activation-${trade.contractId}`)), trade.contractId)).toBe('service-not-active');
  });
});

describe('the settlements of a period', () => {
  const everything = { from: instant(0n), until: instant(4_000_000_000_000_000_000n) };

  it('S3-6 I3 are netted to the unit: each supplier gets what its documents say, and all together what the bills set aside for them', async () => {
    const { ledger } = billed.copy;
    const settlements = await settlementsIssuedIn(ledger, everything);
    // Two months with two suppliers each, and three notes that concern alfa alone.
    expect(settlements.map(({ settlement }) => [settlement.providerId, settlement.note?.kind ?? 'own'])).toHaveLength(7);
    const [netting, ...others] = netSettlements(settlements);
    expect(others).toEqual([]);
    const sumOf = (providerId: string): Money => sum('EUR', settlements.filter(({ settlement }) => settlement.providerId === providerId).map(({ settlement }) => settlement.total));
    expect(netting?.bilateral).toEqual(['alfa', 'bravo'].map((to) => ({ from: SELLER, to, amount: sumOf(to) })));
    const balances = [];
    for (const month of [1, 2]) {
      for (const { type, payload } of await ledger.readStream(`period-${trade.contractId}-${month}`)) {
        if (type === 'billing.v1.BillingPeriodClosed') balances.push(billing.BillingPeriodClosed.decode(payload).balance.settlements);
        if (type === 'billing.v1.CorrectionNoteIssued') balances.push(billing.CorrectionNoteIssued.decode(payload).balance.settlements);
      }
    }
    expect(netting?.positions.get(SELLER)).toEqual(negate(sum('EUR', balances)));
  });

  it('are found by period, supplier and id', async () => {
    const { ledger } = billed.copy;
    const alfas = await settlementsIssuedIn(ledger, everything, 'alfa');
    expect(new Set(alfas.map(({ settlement }) => settlement.providerId))).toEqual(new Set(['alfa']));
    const [first] = alfas;
    if (!first) throw new Error('alfa was never settled with');
    expect(await settlementsIssuedIn(ledger, { from: instant(0n), until: first.issuedAt })).toEqual([]);
    expect(await issuedSettlement(ledger, first.settlement.settlementId)).toEqual(first);
    expect(await issuedSettlement(ledger, `${first.settlement.settlementId}x`)).toBeUndefined();
    expect(await issuedSettlement(ledger, 'set_nonsense')).toBeUndefined();
  });

  it('stand beside the invoice of the customer, which is found by its id as it was issued', async () => {
    const found = await issuedInvoice(billed.copy.ledger, billed.invoiceId('1n2'));
    expect([found?.invoice.invoiceId, found?.invoice.note?.number]).toEqual([billed.invoiceId('1n2'), 2]);
    const [, , recorded] = (await billed.copy.ledger.readStream(`period-${trade.contractId}-1`)).filter(({ type }) => type === 'billing.v1.InvoiceIssued');
    expect(found?.sha256).toEqual(billing.InvoiceIssued.decode((recorded as RecordedEvent).payload).invoiceSha256);
    expect(await issuedInvoice(billed.copy.ledger, billed.invoiceId('3'))).toBeUndefined();
    expect(await issuedInvoice(billed.copy.ledger, 'inv_nonsense')).toBeUndefined();
  });

  it('S3-6 are reconciled with a supplier’s own statement, whatever way it writes its amounts', async () => {
    const settlements = await settlementsIssuedIn(billed.copy.ledger, everything, 'bravo');
    const rows = settlements.flatMap(({ settlement }) => settlement.lines.map((line) => ({ settlement_id: settlement.settlementId, line_id: line.lineId, currency: 'EUR', amount: `${formatMoney(line.amount)}0`, quantity: line.quantity.toString() })));
    const read = (changed: readonly Readonly<Record<string, string>>[]): readonly TheirLine[] => changed.map((row, index) => theirLine(row, index + 2)).filter((line) => 'lineId' in line);
    expect(reconcileSettlements(settlements, read(rows))).toEqual({ matched: rows.length, missingHere: [], missingThere: [], different: [], duplicates: [] });
    const [first = {}, ...rest] = rows as readonly Readonly<Record<string, string>>[];
    const found = reconcileSettlements(settlements, read([{ ...first, quantity: '1' }, ...rest.slice(1)]));
    expect([found.matched, found.different.map(({ fields }) => fields.map(({ field, theirs }) => [field, theirs])), found.missingThere.length]).toEqual([rows.length - 2, [[['quantity', '1']]], 1]);
  });
});
