import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { formatMoney, sum } from '@carriermesh/kernel';
import { auditedBills } from '@carriermesh/platform-audit';
import { eventually } from '@carriermesh/platform-trial';
import { pinnedTariff, Rater, readTariff, UTC_TABLE, type TariffTerms } from '@carriermesh/tariff-v1';
import { agent, billing, contracting } from '@carriermesh/wire';
import { named, ReplayTrial } from '../testing/replay-trial.js';
import { replayInvoice } from './replay-invoice.js';
import { previewInvoice } from './preview-invoice.js';
import { renderReplay } from './render-replay.js';

const PER = '1000000000';
const tariffOf = (price: string): TariffTerms => {
  const reading = readTariff({
    form: 'carriermesh.tariff.v1', id: 'metro', currency: 'EUR', rounding: { mode: 'half-even', decimals: 8, place: 'line' }, taxes: [{ id: 'vat', percent: '19' }],
    charges: [{ kind: 'graduated', id: 'traffic', over: 'period', per: PER, tiers: [{ upTo: '25000000000', price }, { price: '0.50' }] }],
  });
  if ('problems' in reading) throw new Error(JSON.stringify(reading.problems));
  return reading.tariff;
};

let billed: ReplayTrial;
beforeAll(async () => {
  billed = await ReplayTrial.start(pinnedTariff(tariffOf('1.00'), UTC_TABLE, 0));
}, 90_000);
afterAll(async () => billed.stop());

const tariffLinesOf = async (bill: string) =>
  (await billed.replay(billed.invoiceId(bill))).lines.flatMap(({ lineId, recorded: { invoice } }) => (invoice && lineId.startsWith('tariff/') ? [[lineId, formatMoney(invoice.exactAmount)]] : []));

describe('bills of a contract with a tariff', () => {
  it('S3-18 charge a month of what entered the service by its tiers, what came late with all of its month again, and then by notes', async () => {
    // Alfa's is the first segment: 10,000,000,000 octets in an hour, 20,000,000,333 and 5, of which 25,000,000,000 at 1.00.
    expect(await tariffLinesOf('1')).toEqual([['tariff/traffic', '27.50000017']]);
    expect(await tariffLinesOf('2')).toEqual([['tariff/traffic', '27.50000017'], ['tariff/traffic-reversal-of-1', '-27.50000017'], ['tariff/traffic-reentry-of-1', '28.11728412']]);
    // Two hours of 4,321 octets, and then as many again in the first of them, which is one usage with what it had.
    const notes = await Promise.all(['1n1', '2n1', '1n2'].map(tariffLinesOf));
    expect(notes.map((lines) => lines.map(([, exact]) => exact))).toEqual([['-28.11728412', '28.11728844'], ['-27.50000017', '27.50000233'], ['-28.11728844', '28.1172906']]);
  });

  it('S3-18 I3 balance, pay suppliers by the gigabyte as ever, and are taxed by the tariff', async () => {
    const issued = (await billed.copy.ledger.readStream(`period-${billed.trade.contractId}-1`)).find(({ type }) => type === 'billing.v1.InvoiceIssued');
    const invoice = billing.Invoice.decode(billing.InvoiceIssued.decode(issued!.payload).invoice);
    expect(invoice.taxes?.taxes.map(({ taxId, base, amount }) => [taxId, base, amount])).toEqual([['vat', invoice.net, invoice.tax]]);
    expect(sum('EUR', invoice.lines.filter(({ kind }) => kind === 'usage').map(({ amount }) => amount)).microMinor).toBe(0n);
    const settled = (await billed.replay()).lines.flatMap(({ recorded: { settlement } }) => (settlement?.kind === 'usage' ? [formatMoney(settlement.exactAmount)] : []));
    expect(settled).toEqual(['0.60900001', '0.30']);
  });

  it('S3-18 M2 come out again to the byte from the signed batches and the quote, and name the lines that a changed price or record decides', async () => {
    for (const bill of ['1', '2', '1n1', '2n1', '1n2']) expect(await billed.replay(billed.invoiceId(bill))).toMatchObject({ identical: true, documents: [] });
    const contract = await billed.copy.find('contracting.v1.ContractSigned', `contract-${billed.trade.contractId}`);
    const cheaper = await billed.altering(contract, contracting.ContractSigned, (signed) => {
      const body = contracting.Contract.decode(signed.contract.body);
      return { ...signed, contract: { ...signed.contract, body: contracting.Contract.encode({ ...body, usageTariff: pinnedTariff(tariffOf('0.99'), UTC_TABLE, 0) }) } };
    });
    expect(named(cheaper)).toEqual(['tariff/traffic']);
    expect(cheaper.lines.at(-1)?.reasons.map(({ code }) => code)).toContain('tariff-differs');
    const more = await billed.altering(await billed.batchEvent('alfa'), billing.UsageBatchAccepted, (accepted) => {
      const batch = agent.UsageBatch.decode(accepted.batch.body);
      const records = batch.records.map((record, index) => (index === 0 ? { ...record, octets: record.octets + 10_000_000n } : record));
      return { ...accepted, batch: { ...accepted.batch, body: agent.UsageBatch.encode({ ...batch, records }) } };
    });
    expect(named(more)).toEqual([`${billed.trade.alfaSegment}/usage`, 'tariff/traffic']);
  });

  it('S3-18 M2 are what they are by their own tariff again, and another sum by a what-if tariff, which writes nothing', async () => {
    const by = async (price: string, bill = billed.invoiceId('2')) => billed.replay(bill, () => new Rater(tariffOf(price)));
    expect((await by('1.00')).whatIf?.lines.every(({ difference }) => difference.microMinor === 0n)).toBe(true);
    const dearer = await by('2.00');
    expect(dearer.whatIf?.lines.flatMap(({ lineId, reentry }) => (lineId.startsWith('tariff/') ? [[lineId, formatMoney(reentry)]] : []))).toEqual([
      ['tariff/traffic', '52.50'], ['tariff/traffic-reversal-of-1', '-52.50'], ['tariff/traffic-reentry-of-1', '53.12'],
    ]);
    expect(renderReplay(dearer)).toContain('Usage of month 1 with what came late: Octets by graduated tiers: tier 25000000000 at 1');
  });

  it('S3-18 I3 M2 have no rate that a dispute could correct, and give back what was wrong of a charge by itself, with its tax, in parts that come to the whole', async () => {
    const { trial: { mesh }, trade } = billed;
    const context = { actor: 'operator', correlationId: 'c', causationId: 'c' };
    const invoiceId = billed.invoiceId('2');
    const { outcome } = await mesh.bus.request(billing.OpenDispute, { requestId: 'first', invoiceId, lineIds: ['tariff/traffic'], reason: 'more than we sent', buyerId: '' }, { context });
    const disputeId = outcome.kind === 'dispute' ? outcome.dispute.disputeId : '';
    const settle = async (settlement: billing.LineSettlement) => (await mesh.bus.request(billing.SettleDispute, { disputeId, settlements: [settlement], finding: 'looked into' }, { context })).outcome;
    const eur = (microMinor: bigint) => ({ currency: 'EUR', microMinor });
    const rate = { kind: 'rate' as const, rate: { customerPerGigabyte: eur(1n), supplierPerGigabyte: eur(1n) } };
    expect(await settle({ segmentId: trade.alfaSegment, how: rate })).toMatchObject({ kind: 'refused', refused: { code: 'rate-by-tariff', facts: { tariff_id: 'metro' } } });
    const credit = (segmentId: string, customer: bigint) => settle({ segmentId, how: { kind: 'credit', credit: { customer: eur(customer), supplier: eur(0n) } } });
    const capacity = async (segmentId: string) => (await billed.replay(invoiceId)).lines.find(({ lineId }) => lineId === `${segmentId}/recurring`)?.recorded.invoice?.amount.microMinor ?? 0n;
    // What is of the service as a whole is not the other segment's to give back.
    expect(await credit(trade.bravoSegment, (await capacity(trade.bravoSegment)) + 1n)).toMatchObject({ kind: 'refused', refused: { code: 'credit-exceeds-charge' } });
    expect(await credit(trade.alfaSegment, (await capacity(trade.alfaSegment)) + 1n)).toMatchObject({ kind: 'refused', refused: { code: 'credit-exceeds-charge' } });
    const ofTariff = (tariffChargeId: string, customer: bigint, supplier = 0n) => ({ segmentId: '', tariffChargeId, how: { kind: 'credit' as const, credit: { customer: eur(customer), supplier: eur(supplier) } } });
    expect(await settle(ofTariff('traffic', 1_000_000n, 1_000_000n))).toMatchObject({ kind: 'refused', refused: { code: 'credit-exceeds-charge', facts: { side: 'supplier', segment_id: 'tariff/traffic' } } });
    expect(await settle(ofTariff('voice', 1_000_000n))).toMatchObject({ kind: 'refused', refused: { code: 'segment-unknown', facts: { segment_id: 'tariff/voice' } } });
    expect(await settle(ofTariff('traffic', 1_010_000_000n))).toMatchObject({ kind: 'dispute', dispute: { state: 'credit' } });
    const again = (await mesh.bus.request(billing.OpenDispute, { requestId: 'second', invoiceId, lineIds: [], reason: 'and the rest', buyerId: '' }, { context })).outcome;
    const second = again.kind === 'dispute' ? again.dispute.disputeId : '';
    const settleAgain = async (customer: bigint) => (await mesh.bus.request(billing.SettleDispute, { disputeId: second, settlements: [ofTariff('traffic', customer)], finding: 'looked into' }, { context })).outcome;
    // The bill itself and what came late correct the charge of the month: no more of it is given back than what stands.
    const stands = await settleAgain(1_740_000_000n + 1_000_000n);
    expect(stands).toMatchObject({ kind: 'refused' });
    expect(await settleAgain(1_740_000_000n)).toMatchObject({ kind: 'dispute', dispute: { state: 'credit' } });
    const notes = await eventually('the notes', async () => {
      const all = (await mesh.ledger.raw.readStream(`period-${trade.contractId}-2`)).flatMap(({ type, payload }) => (type === 'billing.v1.InvoiceIssued' ? [billing.Invoice.decode(billing.InvoiceIssued.decode(payload).invoice)] : []));
      const credits = all.filter(({ lines }) => lines.some(({ lineId }) => lineId.startsWith('tariff/traffic/credit-of-2-')));
      return credits.length === 2 ? credits : undefined;
    });
    expect(notes.map(({ lines: [line], tax }) => [line?.givenBefore?.microMinor, formatMoney(line!.amount), formatMoney(tax)])).toEqual([[0n, '-10.10', '-1.92'], [1_010_000_000n, '-17.40', '-3.31']]);
    const tip = await mesh.ledger.raw.tip();
    await eventually('what was committed can be read', async () => ((await mesh.ledger.raw.head()) >= tip ? true : undefined));
    for (const note of notes) expect(await replayInvoice(mesh.ledger.raw, note.invoiceId, { operatorKeys: [mesh.operator.publicKey] })).toMatchObject({ identical: true, documents: [] });
    expect((await auditedBills(mesh.ledger.raw, mesh.operator.publicKey)).disputes.met.settled).toBe(2);
  });

  it('S3-18 have no preview once they are issued', async () => {
    expect(await previewInvoice(billed.copy.ledger, billed.trade.contractId, 2)).toMatchObject({ kind: 'refused', refused: { code: 'month-closed' } });
  });
});
