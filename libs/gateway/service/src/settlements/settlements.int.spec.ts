import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SUPPLIER_TOKENS, TOKENS, TrialGateway, type Answer } from '../testing/trial-gateway.js';

const SETTLEMENTS = '/supplier/v1/settlements';

let trial: TrialGateway;
let settlementId: string;
beforeAll(async () => {
  trial = await TrialGateway.start();
  await trial.order('acme', { requestId: 'own' }, '?wait=30');
  settlementId = [...trial.counterpart.settlements.settlements.keys()][0]!;
}, 60_000);
afterAll(() => trial.stop(), 30_000);

const asked = (supplier: keyof typeof SUPPLIER_TOKENS, path: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> =>
  trial.ask(`${SETTLEMENTS}${path}`, { headers: { authorization: `Bearer ${SUPPLIER_TOKENS[supplier]}`, ...headers } });

describe('a supplier’s settlements over HTTP', () => {
  it('S3-6 are listed and read by the supplier that is owed, line by line', async () => {
    const { status, json } = await asked('NetAlpha', '');
    expect([status, json]).toEqual([200, { settlements: [expect.objectContaining({ settlementId, periodNumber: 1, total: { amount: '1234.50', currency: 'EUR' } })] }]);
    const { json: settlement } = await asked('NetAlpha', `/${settlementId}`);
    expect(settlement).toMatchObject({ ...json.settlements[0], supplierId: 'NetAlpha', lines: [{ kind: 'recurring', amount: { amount: '1234.50', currency: 'EUR' } }] });
    expect(settlement.sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  it('S3-6 are a file to print where that is asked for, the same bytes each time, and nothing else that is not there', async () => {
    const read = () => trial.fetch(`${SETTLEMENTS}/${settlementId}`, { headers: { authorization: `Bearer ${SUPPLIER_TOKENS.NetAlpha}`, accept: 'application/pdf' } });
    const [first, again] = [await read(), await read()];
    expect([first.status, first.headers.get('content-type'), first.headers.get('content-disposition')]).toEqual([200, 'application/pdf', `inline; filename="${settlementId}.pdf"`]);
    const [bytes, same] = await Promise.all([first, again].map(async (each) => Buffer.from(await each.arrayBuffer())));
    expect([bytes!.subarray(0, 5).toString(), bytes!.equals(same!)]).toEqual(['%PDF-', true]);
    expect((await asked('NetAlpha', `/${settlementId}`, { accept: 'text/csv' })).status).toBe(406);
  });

  it.each([
    ['refuses', false],
    ['answers anybody with anything', true],
  ])('I10 are nobody else’s: another supplier sees what it sees of one that never was, while the mesh behind it %s', async (_, trusting) => {
    trial.counterpart.settlements.trusting = trusting;
    const foreign = await asked('NetBeta', `/${settlementId}`);
    const never = await asked('NetBeta', `/set_00000000-0000-8000-8000-000000000000-1-NetBeta`);
    expect([foreign.status, foreign.json.code, foreign.text]).toEqual([404, 'not-found', never.text]);
    expect((await asked('NetBeta', '')).json).toEqual({ settlements: [] });
    for (const id of ['none', 'set_1', `${settlementId}%2F..`, 'x'.repeat(128)]) expect([id, (await asked('NetAlpha', `/${id}`)).status]).toEqual([id, 404]);
    trial.counterpart.settlements.trusting = false;
  });

  it('I10 are opened by no buyer’s token, and a supplier’s opens no address for buyers', async () => {
    for (const path of ['', `/${settlementId}`]) {
      for (const headers of [{}, { authorization: `Bearer ${TOKENS.acme}` }, { authorization: `Basic ${SUPPLIER_TOKENS.NetAlpha}` }]) {
        const answer = await trial.ask(`${SETTLEMENTS}${path}`, { headers });
        expect([answer.status, answer.json.detail, answer.headers.get('www-authenticate')]).toEqual([401, 'This address needs the token of a supplier: Authorization: Bearer <token>.', 'Bearer realm="carriermesh"']);
      }
    }
    const forBuyers = trial.gateway.routes.filter(({ path }) => path.startsWith('/v1/') || path.startsWith('/tmf-api/'));
    for (const { method, path } of forBuyers) {
      const answer = await trial.ask(path, { method, headers: { authorization: `Bearer ${SUPPLIER_TOKENS.NetAlpha}` } });
      expect([path, answer.status]).toEqual([path, 401]);
    }
  });
});
