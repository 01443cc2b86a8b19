import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SIGNED_AS, verifySignature } from '@carriermesh/platform-signing';
import { SLOW_CITY, UNSERVED_CITY } from '../testing/counterpart.js';
import { ORDER, TOKENS, TrialGateway } from '../testing/trial-gateway.js';

let trial: TrialGateway;
beforeAll(async () => {
  trial = await TrialGateway.start();
}, 60_000);
afterAll(() => trial.stop(), 30_000);

describe('ordering over HTTP', () => {
  it('takes an order with 202, says where it is, and shows it in the units that it was ordered in', async () => {
    const { status, headers, json } = await trial.order('acme', { requestId: 'taken', maxMonthlyPrice: '1500.00', to: { latitude: 40.712776, longitude: '-74.005974', withinKm: 0.5 } });
    expect(status).toBe(202);
    expect(headers.get('location')).toBe(`/v1/service-requests/${json.orderId}`);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(json).toEqual({
      orderId: expect.stringMatching(/^ord_[0-9a-f-]{36}$/),
      buyerId: 'acme',
      requestId: 'taken',
      state: 'acknowledged',
      requestedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      terms: {
        from: { city: 'London' },
        to: { latitude: 40.712776, longitude: -74.005974, withinKm: 0.5 },
        mbps: 100,
        maxLatencyNs: '35500000',
        maxLatencyMs: '35.5',
        termMonths: 12,
        objective: 'profit',
        currency: 'EUR',
        acceptance: 'automatic',
        maxMonthlyPrice: { amount: '1500.00', currency: 'EUR' },
      },
    });
    expect((await trial.ask(headers.get('location')!, { as: 'acme' })).json.orderId).toBe(json.orderId);
  });

  it('makes one order of the same request sent twice, and refuses the request id with another body with 409', async () => {
    const first = await trial.order('acme', { requestId: 'twice' });
    const again = await trial.order('acme', { requestId: 'twice', maxLatencyMs: 35.5 });
    expect(again.status).toBe(202);
    expect(again.json).toEqual(first.json);
    const other = await trial.order('acme', { requestId: 'twice', mbps: 101 });
    expect(other.status).toBe(409);
    expect(other.headers.get('content-type')).toBe('application/problem+json');
    expect(other.json).toEqual({
      type: 'urn:problem-type:carriermesh:request-id-reused',
      title: 'Conflict',
      status: 409,
      code: 'request-id-reused',
      detail: 'The request "twice" was made before with other terms.',
      facts: { order_id: first.json.orderId },
    });
  });

  it('takes the buyer from the token and never from the body', async () => {
    const { status, json } = await trial.order('acme', { requestId: 'forged', buyerId: 'globex' });
    expect(status).toBe(400);
    expect(json.errors).toEqual([{ field: 'buyerId', value: '"globex"', limit: 'absent: there is no such field' }]);
  });

  it('waits for the end of an order when asked to, and answers 200 with it', async () => {
    const { status, json } = await trial.order('acme', { requestId: 'waited' }, '?wait=30');
    expect(status).toBe(200);
    expect(json).toMatchObject({
      state: 'active',
      contractId: json.orderId.replace('ord_', 'con_'),
      quote: { monthlyPrice: { amount: '1234.50', currency: 'EUR' }, latencyNs: '33870000', latencyMs: '33.87', providers: ['NetAlpha'] },
    });
  });

  it('answers 202 when the time to wait is over, and when the gateway ends before', async () => {
    const slow = { requestId: 'slow', from: { city: SLOW_CITY } };
    expect(await trial.order('acme', slow, '?wait=1')).toMatchObject({ status: 202, json: { state: 'acknowledged' } });
    const ending = await trial.startAnother();
    const [answer] = await Promise.all([
      fetch(`${ending.healthUrl}/v1/service-requests?wait=60`, {
        method: 'POST',
        headers: { authorization: `Bearer ${TOKENS.acme}`, 'content-type': 'application/json' },
        body: JSON.stringify({ ...ORDER, ...slow }),
      }),
      sleep(300).then(() => ending.stop()),
    ]);
    expect([answer.status, ((await answer.json()) as { state: string }).state]).toEqual([202, 'acknowledged']);
  });

  it('answers 200 for a refused order, with its reason', async () => {
    const { status, json } = await trial.order('acme', { requestId: 'unserved', from: { city: UNSERVED_CITY } }, '?wait=30');
    expect(status).toBe(200);
    expect(json).toMatchObject({ state: 'refused', refusal: { code: 'disconnected', message: 'No network reaches Atlantis.', facts: { end: 'from' } } });
  });

  it('answers 422 with code and facts when the business refuses to take an order at all', async () => {
    const { status, json } = await trial.order('acme', { requestId: 'unlucky', mbps: 13 });
    expect(status).toBe(422);
    expect(json).toMatchObject({ status: 422, code: 'bandwidth-unlucky', detail: 'Nobody sells 13 Mbit/s.', facts: { asked_mbps: '13' } });
  });

  it('stops waiting at a quote that needs its buyer, and binds both sides once the buyer accepts it', async () => {
    const quoted = await trial.order('acme', { requestId: 'explicit', acceptance: 'explicit' }, '?wait=30');
    expect([quoted.status, quoted.json.state]).toEqual([200, 'quoted']);
    const accept = `/v1/quotes/${quoted.json.quote.quoteId}/accept`;
    const { quoteId } = quoted.json.quote;
    const accepted = { quoteId, orderId: quoted.json.orderId };
    expect(await trial.ask(accept, { as: 'acme', method: 'POST' })).toMatchObject({ status: 200, json: accepted });
    // Many clients announce JSON and send nothing.
    expect(await trial.ask(accept, { as: 'acme', method: 'POST', body: '' })).toMatchObject({ status: 200, json: accepted });
    const { json } = await trial.order('acme', { requestId: 'explicit', acceptance: 'explicit' }, '?wait=30');
    expect(json.state).toBe('active');
  });

  it('lists the newest first, as many as asked for', async () => {
    await trial.order('globex', { requestId: 'older' });
    await trial.order('globex', { requestId: 'newer' });
    const { json } = await trial.ask('/v1/service-requests?limit=1', { as: 'globex' });
    expect(json.serviceRequests.map(({ requestId }: { requestId: string }) => requestId)).toEqual(['newer']);
  });
});

describe('what an order leads to', () => {
  it('S0-7 shows the contract, and the bytes, hash and signature that prove it', async () => {
    const { json: order } = await trial.order('acme', { requestId: 'contracted' }, '?wait=30');
    const { status, json } = await trial.ask(`/v1/contracts/${order.contractId}`, { as: 'acme' });
    expect(status).toBe(200);
    expect(json).toMatchObject({
      contractId: order.contractId,
      state: 'active',
      contract: {
        buyerId: 'acme',
        orderId: order.orderId,
        terms: order.terms,
        latencyMs: '33.87',
        prices: [{ monthlyRecurring: { amount: '1234.50', currency: 'EUR' }, perGigabyte: { amount: '0.012', currency: 'EUR' } }],
        acceptance: { acceptedBy: 'acme' },
      },
    });
    const signed = {
      publicKey: trial.mesh.operator.publicKey,
      domain: SIGNED_AS.contract,
      body: Buffer.from(json.signature.signedBody, 'base64'),
      signature: Buffer.from(json.signature.signature, 'base64'),
    };
    expect(verifySignature(signed)).toBe(true);
    expect(json.signature).toMatchObject({ domain: SIGNED_AS.contract, keyId: trial.mesh.operator.keyId });
    const digest = await crypto.subtle.digest('SHA-256', signed.body);
    expect(json.contractSha256).toBe(Buffer.from(digest).toString('hex'));
  });

  it('S0-7 ends a contract by a version that proves itself, and says which field is no instant', async () => {
    const { json: order } = await trial.order('acme', { requestId: 'leaving' }, '?wait=30');
    const end = (body: object) => trial.ask(`/v1/contracts/${order.contractId}/termination`, { as: 'acme', method: 'POST', body });
    expect((await end({ requestId: 'end', endsAt: 'tomorrow' })).json).toMatchObject({ status: 400, errors: [{ field: 'endsAt', value: '"tomorrow"' }] });
    const { status, json } = await end({ requestId: 'end', endsAt: '2031-05-06T05:08:09Z', reason: 'moved out' });
    expect([status, json.state]).toEqual([202, 'terminating']);
    expect(json.amendments).toMatchObject([{ version: 2, requestId: 'end', amendedSha256: json.contractSha256, termination: { endsAt: '2031-05-06T05:08:09Z', reason: 'moved out' } }]);
    const { domain, signedBody, signature } = json.amendments[0].signature;
    expect(verifySignature({ publicKey: trial.mesh.operator.publicKey, domain, body: Buffer.from(signedBody, 'base64'), signature: Buffer.from(signature, 'base64') })).toBe(true);
    expect((await trial.ask(`/v1/contracts/${order.contractId}`, { as: 'acme' })).json).toEqual(json);
  });

  it('S0-10 suspends and resumes a service, and shows what became of each change', async () => {
    const { json: order } = await trial.order('acme', { requestId: 'pausing' }, '?wait=30');
    const change = (what: string, body: object) => trial.ask(`/v1/contracts/${order.contractId}/${what}`, { as: 'acme', method: 'POST', body });
    expect((await change('suspension', { requestId: 'a b' })).json).toMatchObject({ status: 400, errors: [{ field: 'requestId' }] });
    const { status, json } = await change('suspension', { requestId: 'pause', reason: 'moving house' });
    expect([status, json.state]).toEqual([202, 'suspended']);
    expect(json.changes).toMatchObject([{ number: 1, change: 'suspend', state: 'completed', requestedBy: 'acme', requestId: 'pause', reason: 'moving house', endedAt: expect.any(String) }]);
    expect((await change('resumption', { requestId: 'back' })).json).toMatchObject({ state: 'active', changes: [{ number: 1 }, { number: 2, change: 'resume' }] });
    expect((await change('bandwidth', { requestId: 'more', mbps: 1.5 })).json).toMatchObject({ status: 400, errors: [{ field: 'mbps', value: '1.5' }] });
    expect((await change('bandwidth', { requestId: 'more', mbps: 250 })).json).toMatchObject({ state: 'active', changes: [{}, {}, { number: 3, change: 'modify', mbps: 250 }] });
  });

  it('S0-7 shows nothing as agreed that is not what the hash says', async () => {
    const { json: order } = await trial.order('acme', { requestId: 'tampered' }, '?wait=30');
    const kept = trial.counterpart.contracts.get(order.contractId)!;
    const body = Uint8Array.from(kept.envelope.body, (byte, index) => (index === 20 ? byte ^ 1 : byte));
    trial.counterpart.contracts.set(order.contractId, { ...kept, envelope: { ...kept.envelope, body } });
    const { status, json } = await trial.ask(`/v1/contracts/${order.contractId}`, { as: 'acme' });
    expect([status, json.code, json.detail]).toEqual([502, 'malformed', 'The answer from inside the mesh could not be read.']);
  });

  it('lists and shows invoices, with every line before and after rounding', async () => {
    const { json: order } = await trial.order('acme', { requestId: 'billed' }, '?wait=30');
    const { json: list } = await trial.ask(`/v1/invoices?contractId=${order.contractId}`, { as: 'acme' });
    expect(list.invoices).toHaveLength(1);
    expect(list.invoices[0]).toMatchObject({ contractId: order.contractId, periodNumber: 1, total: { amount: '1469.06', currency: 'EUR' } });
    const { status, json } = await trial.ask(`/v1/invoices/${list.invoices[0].invoiceId}`, { as: 'acme' });
    expect(status).toBe(200);
    expect(json).toMatchObject({
      net: { amount: '1234.50' },
      tax: { amount: '234.56' },
      total: { amount: '1469.06' },
      lines: [{ kind: 'recurring', quantity: '2592000', exactAmount: { amount: '1234.50', currency: 'EUR' } }],
    });
  });
});

describe('requests that are not as described', () => {
  const post = (body: string, type = 'application/json') =>
    trial.ask('/v1/service-requests', { as: 'acme', method: 'POST', body, headers: { 'content-type': type } });

  it('are answered 400 with each field, its value and its limit', async () => {
    const { status, json } = await trial.order('acme', { requestId: 'a b', mbps: 0, from: { city: 'London', popId: 'LON1' }, to: { latitude: 91, longitude: 0 } });
    expect(status).toBe(400);
    expect(json).toMatchObject({ code: 'request-invalid', title: 'Bad request' });
    expect(json.errors).toEqual([
      { field: 'requestId', value: '"a b"', limit: 'a text of 1 to 128 visible ASCII characters without spaces' },
      { field: 'from', value: '{"city":"London","popId":"LON1"}', limit: 'exactly one of {"popId"}, {"city"} and {"latitude","longitude","withinKm"?}' },
      { field: 'to.latitude', value: '91', limit: 'a decimal from -90 to 90 with at most 6 decimals' },
      { field: 'mbps', value: '0', limit: 'a whole number from 1 to 1000000' },
    ]);
    expect(json.detail).toContain('mbps is 0; it has to be a whole number from 1 to 1000000.');
  });

  it.each(['?wait=61', '?wait=-1', '?wait=1&wait=2', '?wait=1.5'])('are refused for the query %s', async (query) => {
    const { status, json } = await trial.order('acme', { requestId: 'query' }, query);
    expect(status).toBe(400);
    expect(json.errors[0]).toMatchObject({ field: 'wait', limit: 'a whole number from 0 to 60' });
  });

  it.each([
    ['no JSON', '{"requestId":', 400, 'request-unreadable'],
    ['no body', '', 400, 'request-invalid'],
    ['an array', '[]', 400, 'request-invalid'],
    ['a body over 256 KiB', JSON.stringify({ requestId: 'x'.repeat(256 * 1024) }), 413, 'body-too-large'],
    ['a poisoned prototype', '{"__proto__":{"mbps":1}}', 400, 'request-unreadable'],
  ])('are refused as problem details: %s', async (_, body, status, code) => {
    const answer = await post(body);
    expect([answer.status, answer.json.code, answer.headers.get('content-type')]).toEqual([status, code, 'application/problem+json']);
  });

  it('are refused in another media type than JSON', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded']) {
      const { status, json } = await post('mbps=1', type);
      expect([status, json.code]).toEqual([415, 'media-type-unsupported']);
    }
  });

  it('are answered 404 where there is no route, and 400 for an address that is none', async () => {
    const missing = await trial.ask('/v2/anything', { as: 'acme' });
    expect([missing.status, missing.json.code]).toEqual([404, 'not-found']);
    const broken = await trial.ask('/v1/contracts/%E0%A4%A', { as: 'acme' });
    expect([broken.status, broken.json.code, broken.headers.get('content-type')]).toEqual([400, 'request-unreadable', 'application/problem+json']);
  });
});
