import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { instant } from '@carriermesh/kernel';
import { ORDER, TrialGateway } from '../testing/trial-gateway.js';

let trial: TrialGateway;
beforeAll(async () => {
  trial = await TrialGateway.start();
}, 60_000);
afterAll(() => trial.stop(), 30_000);

const STEPS = [
  { code: 'list-price', message: 'The list price of 100 Mbit/s.', monthly: { amount: '2469.00', currency: 'EUR' } },
  { code: 'utilisation', message: 'Half of it.', monthly: { amount: '1234.50', currency: 'EUR' } },
];

describe('asking over HTTP, with nothing ordered', () => {
  it('S0-8 answers a budgetary quote, which is no order and can be accepted by nobody', async () => {
    const { requestId, ...asked } = ORDER;
    const ask = (body: object) => trial.ask('/v1/quotes', { as: 'acme', method: 'POST', body });
    const before = trial.counterpart.orders.size;
    const { status, json } = await ask(asked);
    expect([status, json]).toEqual([200, expect.objectContaining({ quoteLevel: 'budgetary', state: 'answered', monthlyPrice: { amount: '1234.50', currency: 'EUR' }, latencyMs: '33.87', topologyRevision: '7' })]);
    expect(json.priceSteps).toEqual(STEPS);
    expect([json.quoteId, trial.counterpart.orders.size]).toEqual([undefined, before]);
    expect((await ask({ ...asked, mbps: 13 })).json).toMatchObject({ status: 422, code: 'bandwidth-unlucky' });
    expect((await ask({ ...asked, objective: 'value' })).json).toMatchObject({ status: 400, errors: [{ field: 'value' }] });
  });

  it('S0-8 shows a firm quote by its own id or its order’s, with its MEF state, its expiry and its alternates, and lists it without', async () => {
    const { json: order } = await trial.order('acme', { requestId: 'waiting', acceptance: 'explicit' }, '?wait=30');
    const { json: byQuote } = await trial.ask(`/v1/quotes/${order.quote.quoteId}`, { as: 'acme' });
    expect(byQuote).toMatchObject({
      orderId: order.orderId, quoteLevel: 'firm', state: 'approved.orderable', quote: { quoteId: order.quote.quoteId, validUntil: order.quote.validUntil, monthlyPrice: { amount: '1234.50', currency: 'EUR' }, priceSteps: STEPS },
      alternates: [{ latencyMs: '67.74', handovers: 1, providers: ['NetBeta'], withinLatencyLimit: false }],
    });
    expect((await trial.ask(`/v1/quotes/${order.orderId}`, { as: 'acme' })).json).toEqual(byQuote);
    const { json: listed } = await trial.ask('/v1/quotes?limit=1', { as: 'acme' });
    const { alternates: _, acceptance, ...summary } = byQuote;
    expect(acceptance).toEqual({ statement: 'AQID', domain: 'carriermesh.contracting.v1.QuoteAcceptance' });
    expect(listed).toEqual({ quotes: [summary] });
  });

  it('S0-7 hands a buyer’s signature on, byte for byte, and answers 400 to what can be none', async () => {
    const { json: order } = await trial.order('acme', { requestId: 'signed', acceptance: 'explicit' }, '?wait=30');
    const accept = (body: object) => trial.ask(`/v1/quotes/${order.quote.quoteId}/accept`, { as: 'acme', method: 'POST', body });
    for (const signature of ['', 'AAAA', 'A'.repeat(88), 7]) expect((await accept({ signature })).json).toMatchObject({ status: 400, errors: [{ field: 'signature' }] });
    const signature = Buffer.from(Uint8Array.from({ length: 64 }, (_, index) => 255 - index));
    expect((await accept({ signature: signature.toString('base64') })).status).toBe(200);
    expect(trial.counterpart.signatures.map((bytes) => Buffer.from(bytes).equals(signature))).toEqual([true]);
  });

  it('S0-8 hands a decline on with its reason, and answers 400 to a reason that can be none', async () => {
    const { json: order } = await trial.order('acme', { requestId: 'declined', acceptance: 'explicit' }, '?wait=30');
    const decline = (body: object) => trial.ask(`/v1/quotes/${order.quote.quoteId}/decline`, { as: 'acme', method: 'POST', body });
    for (const reason of ['x'.repeat(501), 'a\nb', 7]) expect((await decline({ reason })).json).toMatchObject({ status: 400, errors: [{ field: 'reason' }] });
    const answer = await decline({ reason: 'another site was chosen' });
    expect([answer.status, answer.json]).toEqual([200, { quoteId: order.quote.quoteId, orderId: order.orderId }]);
    const [, told] = (await trial.mesh.ledger.load(`quote-${order.quote.quoteId}`)).events;
    expect(told?.data).toMatchObject({ declinedBy: 'acme', reason: 'another site was chosen' });
  });

  it('S0-9 asks for ways on the buyer’s behalf, now, as of an instant, or as of a revision, and says nothing of prices', async () => {
    const { from, to, mbps } = ORDER;
    const ask = (body: object = {}) => trial.ask('/v1/paths', { as: 'acme', method: 'POST', body: { from, to, mbps, ...body } });
    const asked = () => trial.counterpart.pathQuestions.at(-1);
    const { status, json } = await ask({ maxLatencyMs: '35.5' });
    expect([status, json]).toEqual([
      200,
      { topologyRevision: '7', complete: true, paths: [{ latencyNs: '33870000', latencyMs: '33.87', handovers: 0, providers: ['NetAlpha'], popIds: ['LON1', 'NYC1'], disjointFromBest: false }] },
    ]);
    expect(asked()).toEqual({ buyerId: 'acme', from: { place: { kind: 'city', city: 'London' } }, to: { place: { kind: 'pop-id', popId: 'NYC1' } }, mbps, maxLatencyNs: 35_500_000n, objective: 'latency', candidates: 4, atLeastRevision: 0n });
    const at = instant(1_772_366_400_000_000_000n);
    await ask({ asOf: '2026-03-01T12:00:00Z', objective: 'cost', paths: 16 });
    expect(asked()).toMatchObject({ objective: 'cost', candidates: 16, at, asOf: { asOf: { kind: 'instant', instant: at } } });
    await ask({ revision: '4711', asOf: '2026-03-01T12:00:00Z' });
    expect(asked()).toMatchObject({ at, asOf: { asOf: { kind: 'revision', revision: 4711n } } });
    expect((await ask({ mbps: 13 })).json).toMatchObject({ status: 422, code: 'bandwidth-unlucky' });
    expect((await trial.ask('/v1/paths', { method: 'POST', body: { from, to, mbps } })).status).toBe(401);
  });

  it.each([
    ['asOf', 'yesterday'],
    ['revision', '-1'],
    ['revision', 4711],
    ['paths', 17],
    ['objective', 'profit'],
    ['mbps', 0],
    ['buyerId', 'globex'],
  ])('answers 400 to a question about ways whose %s is %j', async (field, value) => {
    const { from, to, mbps } = ORDER;
    const { status, json } = await trial.ask('/v1/paths', { as: 'acme', method: 'POST', body: { from, to, mbps, [field]: value } });
    expect([status, json.errors.map(({ field: name }: { field: string }) => name)]).toEqual([400, [field]]);
  });
});
