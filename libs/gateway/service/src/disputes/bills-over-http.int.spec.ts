import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { money } from '@carriermesh/kernel';
import { TrialGateway } from '../testing/trial-gateway.js';

let trial: TrialGateway;
let invoiceId: string;
beforeAll(async () => {
  trial = await TrialGateway.start();
  await trial.order('acme', { requestId: 'own' }, '?wait=30');
  invoiceId = (await trial.ask('/v1/invoices', { as: 'acme' })).json.invoices[0].invoiceId;
}, 60_000);
afterAll(() => trial.stop(), 30_000);

const open = (body: object, as: 'acme' | 'globex' = 'acme') => trial.ask('/v1/disputes', { as, method: 'POST', body: { requestId: 'down-1', invoiceId, reason: 'the line was down', ...body } });

describe('disputes over HTTP', () => {
  it('S3-6 are opened about lines that there are, read, listed and taken back by the buyer that was billed', async () => {
    const { json: invoice } = await trial.ask(`/v1/invoices/${invoiceId}`, { as: 'acme' });
    const lineIds = [invoice.lines[0].lineId];
    const opened = await open({ lineIds });
    const disputeId = invoiceId.replace(/^inv/, 'dis') + '-1';
    expect([opened.status, opened.json]).toEqual([201, { disputeId, requestId: 'down-1', invoiceId, contractId: invoice.contractId, state: 'dispute-being-investigated', lineIds, reason: 'the line was down', openedAt: '2023-11-14T22:13:20Z', settlements: [] }]);
    expect((await trial.ask(`/v1/disputes/${disputeId}`, { as: 'acme' })).json).toEqual(opened.json);
    expect((await trial.ask('/v1/disputes?open=true', { as: 'acme' })).json).toEqual({ disputes: [opened.json] });
    const withdrawn = await trial.ask(`/v1/disputes/${disputeId}/withdrawal`, { as: 'acme', method: 'POST', body: { reason: 'our own counter' } });
    expect([withdrawn.status, withdrawn.json]).toEqual([200, { ...opened.json, state: 'withdrawn', finding: 'our own counter', endedAt: '2023-11-14T22:13:20Z' }]);
    expect((await trial.ask('/v1/disputes?open=true', { as: 'acme' })).json).toEqual({ disputes: [] });
    expect((await open({ lineIds: ['none'] })).json).toMatchObject({ status: 422, code: 'line-not-on-invoice' });
    expect((await open({}, 'globex')).json).toMatchObject({ status: 404, code: 'not-found' });
  });

  it('I10 say what a settlement gives the buyer, and nothing of what it takes from a supplier', async () => {
    const { json } = await open({});
    const eur = (minor: bigint) => money('EUR', minor * 1_000_000n);
    trial.counterpart.disputes.settle(json.disputeId, [
      { segmentId: 'seg_1', how: { kind: 'credit', credit: { customer: eur(1_234n), supplier: eur(777n) } } },
      { segmentId: 'seg_2', how: { kind: 'rate', rate: { customerPerGigabyte: eur(2n), supplierPerGigabyte: eur(888n) } } },
    ]);
    const { json: settled, text } = await trial.ask(`/v1/disputes/${json.disputeId}`, { as: 'acme' });
    expect(settled).toMatchObject({ state: 'credit', finding: 'it was down', settlements: [{ segmentId: 'seg_1', credit: { amount: '12.34', currency: 'EUR' } }, { segmentId: 'seg_2', perGigabyte: { amount: '0.02', currency: 'EUR' } }] });
    for (const supplier of ['7.77', '8.88', 'supplier']) expect(text).not.toContain(supplier);
  });

  it.each([
    ['requestId', undefined],
    ['requestId', 'with spaces'],
    ['invoiceId', 'no id'],
    ['invoiceId', undefined],
    ['lineIds', 'all'],
    ['lineIds', ['']],
    ['lineIds', Array.from({ length: 1_001 }, () => 'x')],
    ['reason', ''],
    ['reason', 'x'.repeat(501)],
    ['buyerId', 'globex'],
  ])('are answered 400 when %s is %j', async (field, value) => {
    const { status, json } = await open({ [field]: value });
    expect([status, json.errors.map(({ field: name }: { field: string }) => name)]).toEqual([400, [field]]);
  });
});

describe('an invoice over HTTP', () => {
  it('S3-6 is a file to print where that is asked for, the same bytes each time', async () => {
    const [first, again] = await Promise.all([1, 2].map(() => trial.fetch(`/v1/invoices/${invoiceId}`, { as: 'acme', headers: { accept: 'application/pdf' } })));
    expect([first?.status, first?.headers.get('content-type'), first?.headers.get('content-disposition')]).toEqual([200, 'application/pdf', `inline; filename="${invoiceId}.pdf"`]);
    const [bytes, others] = [Buffer.from(await first!.arrayBuffer()), Buffer.from(await again!.arrayBuffer())];
    expect(bytes.subarray(0, 5).toString('latin1')).toBe('%PDF-');
    expect(bytes.equals(others)).toBe(true);
    expect((await trial.fetch(`/v1/invoices/${invoiceId}`, { as: 'globex', headers: { accept: 'application/pdf' } })).status).toBe(404);
  });

  it('is JSON for who says nothing, and 406 for who takes neither form', async () => {
    const plain = await trial.ask(`/v1/invoices/${invoiceId}`, { as: 'acme' });
    expect([plain.status, plain.headers.get('content-type')]).toEqual([200, 'application/json; charset=utf-8']);
    expect((await trial.ask(`/v1/invoices/${invoiceId}`, { as: 'acme', headers: { accept: 'text/html' } })).json).toMatchObject({ status: 406, code: 'media-type-not-acceptable' });
  });

  it('S3-6 is a customer bill of TMF678 under TM Forum’s address, with every digit, and listed without its lines', async () => {
    const { json: plain } = await trial.ask(`/v1/invoices/${invoiceId}`, { as: 'acme' });
    const bills = '/tmf-api/customerBillManagement/v5/customerBill';
    const { text, json: bill } = await trial.ask(`${bills}/${invoiceId}`, { as: 'acme' });
    expect(text).toContain(`"amountDue":{"unit":"EUR","value":${plain.total.amount}}`);
    expect(bill).toMatchObject({ '@type': 'CustomerBill', id: invoiceId, href: `${bills}/${invoiceId}`, state: 'sent', billDate: plain.periodUntil, appliedCustomerBillingRate: [{ isBilled: true }] });
    const { json: listed } = await trial.ask(`${bills}?limit=1`, { as: 'acme' });
    expect(listed).toMatchObject([{ id: invoiceId, href: bill.href, amountDue: bill.amountDue }]);
    expect(listed[0].appliedCustomerBillingRate).toBeUndefined();
    expect((await trial.ask(bills, { as: 'globex' })).json).toEqual([]);
  });
});
