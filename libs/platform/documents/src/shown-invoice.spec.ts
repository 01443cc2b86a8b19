import { inflateSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { parseInstant, parseMoney, type Instant, type Money } from '@carriermesh/kernel';
import type { billing } from '@carriermesh/wire';
import { invoicePdf } from './invoice-pdf.js';
import { settlementPdf } from './settlement-pdf.js';
import { customerBill, percentText, type ShownInvoice } from './customer-bill.js';

const at = (text: string): Instant => parseInstant(text) as Instant;
const eur = (text: string): Money => parseMoney('EUR', text) as Money;
const UUID = '0190a5b2-7c3d-8e4f-9a0b-1c2d3e4f5a6b';

const line = (kind: billing.LineKind, amount: string): billing.BillLine => ({
  lineId: `seg_${UUID}-1/${kind}`, kind, segmentId: `seg_${UUID}-1`, description: kind === 'recurring' ? '1000 Mbit/s kept free' : 'Octets carried, both directions together',
  quantity: 255_007_929_378_475n, unitPrice: eur('0.0006'), exactAmount: eur(amount), amount: eur(amount), records: kind === 'usage' ? 720 : 0, correctedPeriodNumber: 0, correctedDocumentId: '',
});

const issued = (lines: readonly billing.BillLine[], changed: Partial<billing.Invoice> = {}): ShownInvoice => ({
  invoice: {
    invoiceId: `inv_${UUID}-1`, contractId: `con_${UUID}`, orderId: `ord_${UUID}`, buyerId: 'acme', periodNumber: 1,
    periodFrom: at('2026-11-21T09:51:38.23Z'), periodUntil: at('2026-12-21T09:51:38.23Z'), lines, net: eur('760.02'), taxBasisPoints: 1_905, tax: eur('152.00'), total: eur('90071992547409.93'), ...changed,
  },
  issued: { at: at('2026-12-22T09:51:38Z'), sha256: 'ab'.repeat(32) },
});

/** What the pages show, in the order in which it was put there. */
function textIn(pdf: Buffer): string {
  const shown: string[] = [];
  for (let from = pdf.indexOf('stream\n'); from >= 0; from = pdf.indexOf('stream\n', from + 1)) {
    if (pdf.subarray(from - 3, from).toString() === 'end') continue;
    const bytes = pdf.subarray(from + 'stream\n'.length, pdf.indexOf('\nendstream', from));
    const content = inflateSync(bytes).toString('latin1');
    for (const [, pieces = ''] of content.matchAll(/\[([^\]]*)\] TJ/g)) shown.push([...pieces.matchAll(/<([0-9a-f]*)>/g)].map(([, hex = '']) => Buffer.from(hex, 'hex').toString('latin1')).join(''));
  }
  return shown.join(' ').replace(/\s+/g, ' ');
}

const pagesIn = (pdf: Buffer): number => [...pdf.toString('latin1').matchAll(/\/Type \/Page\n/g)].length;

describe('an invoice to print', () => {
  it('shows number, parties, period, every line, the sums and the hash of what was issued', async () => {
    const text = textIn(await invoicePdf(issued([line('recurring', '607.02'), line('usage', '153.00')])));
    for (const part of ['Invoice', `inv_${UUID}-1`, '2026-12-22', 'acme', `con_${UUID}`, '1000 Mbit/s kept free', `seg_${UUID}-1/usage`, '153.00 EUR', 'Tax 19.05 %', '90071992547409.93 EUR', 'ab'.repeat(32), 'page 1 of 1']) expect(text).toContain(part);
  });

  it('S3-18 shows what a tariff charges of the service as a whole, and each of its taxes by name, also as TMF678 has them', async () => {
    const tariff: billing.BillLine = { ...line('tariff-charge', '981.40'), lineId: 'tariff/traffic', segmentId: '', description: 'Octets by graduated tiers', unitPrice: eur('0'), records: 660 };
    const taxes = { taxes: [{ taxId: 'levy', percent: '2.5', base: eur('981.40'), amount: eur('24.54') }, { taxId: 'vat', percent: '19', base: eur('981.40'), amount: eur('191.13') }] };
    const shown = issued([tariff], { taxBasisPoints: 0, tax: eur('215.67'), taxes });
    const text = textIn(await invoicePdf(shown));
    for (const part of ['tariff/traffic', 'Octets by graduated tiers', '255007929378475 octets', 'in 660 records', 'levy 2.5 %', '24.54 EUR', 'vat 19 %', '191.13 EUR']) expect(text).toContain(part);
    expect(text).not.toContain('a gigabyte');
    expect(JSON.stringify(customerBill(shown)['taxItem'])).toBe(
      '[{"@type":"TaxItem","taxCategory":"levy","taxRate":2.5,"taxAmount":{"unit":"EUR","value":24.54}},{"@type":"TaxItem","taxCategory":"vat","taxRate":19,"taxAmount":{"unit":"EUR","value":191.13}}]',
    );
  });

  it('is the same file for the same invoice, and another for another', async () => {
    const [first, again, other] = await Promise.all([issued([line('usage', '1.00')]), issued([line('usage', '1.00')]), issued([line('usage', '1.01')])].map((each) => invoicePdf(each)));
    expect(first?.equals(again as Buffer)).toBe(true);
    expect(first?.equals(other as Buffer)).toBe(false);
  });

  it('goes on over as many pages as its lines need, and cuts none', async () => {
    const lines = Array.from({ length: 120 }, (_, index) => ({ ...line('usage', '1.00'), lineId: `line-${index}` }));
    const pdf = await invoicePdf(issued(lines));
    const text = textIn(pdf);
    expect(lines.filter(({ lineId }) => !text.includes(lineId))).toEqual([]);
    expect(pagesIn(pdf)).toBeGreaterThan(3);
    expect(text).toContain(`page ${pagesIn(pdf)} of ${pagesIn(pdf)}`);
  });

  it('S3-6 says of a sum below zero that the customer is owed it, and that no other bill takes it up, on paper and as TMF678 has it', async () => {
    const shown = issued([line('recurring', '10.00'), line('credit', '-22.00')], { net: eur('-12.00'), tax: eur('-2.29'), total: eur('-14.29') });
    const text = textIn(await invoicePdf(shown));
    for (const part of ['Total -14.29 EUR Owed to the customer 14.29 EUR', 'Below zero More is given back than charged. What the customer is owed is carried to no other bill.']) expect(text).toContain(part);
    expect(JSON.stringify(customerBill(shown))).toContain('"amountDue":{"unit":"EUR","value":-14.29},"owedToCustomer":{"unit":"EUR","value":14.29}');
    const preview: ShownInvoice = { invoice: shown.invoice };
    expect(textIn(await invoicePdf(preview))).toContain('Would be owed to the customer 14.29 EUR');
    for (const total of ['0', '0.01']) {
      const even = issued([line('recurring', total)], { total: eur(total) });
      expect([textIn(await invoicePdf(even)), JSON.stringify(customerBill(even))].join()).not.toMatch(/[Oo]wed|zero/);
    }
  });

  it('says of a note what it is, and what it corrects', async () => {
    const text = textIn(await invoicePdf(issued([line('usage', '-1.00')], { note: { kind: 'credit', number: 1, correctedDocumentId: 'inv_before' } })));
    for (const part of ['Credit note', 'inv_before', '-1.00 EUR']) expect(text).toContain(part);
  });
});

describe('a settlement to print', () => {
  const settlement: billing.Settlement = { settlementId: `set_${UUID}-1-alfa`, providerId: 'alfa', contractId: `con_${UUID}`, periodNumber: 1, periodFrom: at('2026-11-21T09:51:38.23Z'), periodUntil: at('2026-12-21T09:51:38.23Z'), lines: [line('recurring', '607.02'), line('service-credit', '-60.70')], total: eur('546.32') };
  const { issued: how } = issued([]);

  it('S3-6 shows its supplier number, contract, period, every line, what is owed and the hash of what was issued', async () => {
    const pdf = await settlementPdf({ settlement, issued: how! });
    for (const part of ['Settlement', `set_${UUID}-1-alfa`, '2026-12-22', 'alfa', `con_${UUID}`, '1000 Mbit/s kept free', '-60.70 EUR', 'Owed to the supplier', '546.32 EUR', 'ab'.repeat(32), 'page 1 of 1']) expect(textIn(pdf)).toContain(part);
    expect(pdf.equals(await settlementPdf({ settlement, issued: how! }))).toBe(true);
  });

  it('says of a note what it corrects, and that the supplier owes', async () => {
    const text = textIn(await settlementPdf({ settlement: { ...settlement, total: eur('-60.70'), note: { kind: 'credit', number: 1, correctedDocumentId: 'set_before' } }, issued: how! }));
    for (const part of ['Settlement, credit note', 'set_before', 'Owed by the supplier', '-60.70 EUR']) expect(text).toContain(part);
  });
});

describe('a preview', () => {
  const { invoice } = issued([line('usage', '1.00')]);

  it('says on paper that it is none of an invoice, and has neither number nor date nor hash', async () => {
    const text = textIn(await invoicePdf({ invoice }));
    for (const part of ['Preview, no invoice', 'nothing was issued', '1.00 EUR']) expect(text).toContain(part);
    for (const part of ['Number', 'Date', 'SHA-256']) expect(text).not.toContain(part);
  });

  it('is a new bill of TMF678 without number and date, none of its rates billed', () => {
    const bill = JSON.parse(JSON.stringify(customerBill({ invoice }))) as Record<string, unknown>;
    expect(bill).toMatchObject({ state: 'new', appliedCustomerBillingRate: [{ isBilled: false }] });
    expect([bill['billNo'], bill['billDate']]).toEqual([undefined, undefined]);
    expect(JSON.parse(JSON.stringify(customerBill(issued([]))))).toMatchObject({ state: 'sent', billNo: `inv_${UUID}-1` });
  });
});

describe('an invoice as a customer bill of TMF678', () => {
  it('keeps every digit of its amounts, as JSON numbers', () => {
    const json = JSON.stringify(customerBill(issued([line('usage', '153.00')])));
    expect(json).toContain('"amountDue":{"unit":"EUR","value":90071992547409.93}');
    expect(json).toContain('"taxRate":19.05');
    expect(JSON.parse(json)).toMatchObject({
      '@type': 'CustomerBill', id: `inv_${UUID}-1`, billDate: '2026-12-22T09:51:38Z', category: 'normal', runType: 'onCycle',
      billingPeriod: { startDateTime: '2026-11-21T09:51:38.230Z', endDateTime: '2026-12-21T09:51:38.230Z' }, taxExcludedAmount: { unit: 'EUR', value: 760.02 },
      relatedParty: [{ role: 'customer', partyOrPartyRole: { id: 'acme' } }], appliedCustomerBillingRate: [{ id: `seg_${UUID}-1/usage`, type: 'usage', taxExcludedAmount: { value: 153 } }],
    });
    expect([percentText(1_900), percentText(5), percentText(0)]).toEqual(['19.00', '0.05', '0.00']);
  });
});
