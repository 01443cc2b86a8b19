import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RecordedEvent } from '@carriermesh/platform-ledger';
import { agent, billing, contracting } from '@carriermesh/wire';
import type { SampleTrade } from '../testing/sample-trade.js';
import { named, ReplayTrial, withRate } from '../testing/replay-trial.js';

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
