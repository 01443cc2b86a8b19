import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SUPPLIER_TOKENS, TOKENS, TrialGateway } from '../testing/trial-gateway.js';

let trial: TrialGateway;
beforeAll(async () => {
  trial = await TrialGateway.start({ answered: false });
}, 60_000);
afterAll(() => trial.stop(), 30_000);

const bearing = (token: string) => ({ authorization: `Bearer ${token}` });
const paths = () => [...new Set(trial.gateway.routes.map(({ path }) => path))];
const methodsOf = (wanted: string) => trial.gateway.routes.filter(({ path }) => path === wanted).map(({ method }) => method).sort();
const others = (path: string) => ['DELETE', 'GET', 'PATCH', 'POST', 'PUT'].filter((method) => !methodsOf(path).includes(method));
const addressOf = (path: string) => path.replace(/:\w+/g, 'a-1');

describe('a method that an address does not have', () => {
  it('is answered 405 with those that it has, at every route, whatever the body is', async () => {
    expect(paths().filter((path) => others(path).length > 0)).toHaveLength(paths().length);
    for (const path of paths()) {
      for (const method of others(path)) {
        const body = method === 'GET' ? {} : { body: '{"op":', headers: { ...bearing(TOKENS.acme), 'content-type': 'application/merge-patch+json' } };
        const { status, headers, json } = await trial.ask(`${addressOf(path)}?wait=1`, { as: 'acme', method, ...body });
        const allow = methodsOf(path);
        expect([method, path, status, headers.get('allow'), headers.get('content-type')]).toEqual([method, path, 405, allow.join(', '), 'application/problem+json']);
        expect(json).toEqual({
          type: 'urn:problem-type:carriermesh:method-not-allowed', title: 'Method not allowed', status: 405, code: 'method-not-allowed',
          detail: `This address does not take ${method}; it takes ${allow.join(' and ')}.`,
        });
      }
    }
  });

  it('is answered so to suppliers too', async () => {
    const { status, headers } = await trial.ask('/supplier/v1/settlements', { method: 'POST', headers: bearing(SUPPLIER_TOKENS.NetAlpha) });
    expect([status, headers.get('allow')]).toEqual([405, 'GET']);
  });

  it.each([
    ['without a token', {}],
    ['with a wrong one', bearing('token-of-nobody')],
  ])('I10 is %s answered as an address under which nothing is', async (_, headers) => {
    const nothing = await trial.ask('/v1/nothing', { method: 'POST', headers });
    expect([nothing.status, nothing.json.code]).toEqual([404, 'not-found']);
    for (const path of paths()) {
      const [method = ''] = others(path);
      const answer = await trial.ask(addressOf(path), { method, headers });
      expect([method, path, answer.status, answer.headers.get('allow'), answer.text]).toEqual([method, path, 404, null, nothing.text]);
    }
  });

  it.each(['/v1/nothing', '/v1/contracts', '/v1/invoices/a/b', '/tmf-api/serviceOrdering/v5/serviceOrder'])('is 404 where nothing is: %s', async (path) => {
    for (const method of ['GET', 'POST', 'DELETE']) expect((await trial.ask(path, { as: 'acme', method })).status).toBe(404);
  });

  it.each(['HEAD', 'OPTIONS'])('is 404 for %s, which no address has', async (method) => {
    expect((await trial.fetch('/v1/invoices', { as: 'acme', method })).status).toBe(404);
  });
});
