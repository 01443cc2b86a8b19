import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SUPPLIER_TOKENS, TOKENS, TrialGateway } from '../testing/trial-gateway.js';

let trial: TrialGateway;
beforeAll(async () => {
  trial = await TrialGateway.start({ answered: false });
}, 60_000);
afterAll(() => trial.stop(), 30_000);

const tokenFor = (path: string): string => (path.startsWith('/supplier/') ? SUPPLIER_TOKENS.NetAlpha : TOKENS.acme);
const isOpen = (path: string): boolean => !path.startsWith('/v1/') && !path.startsWith('/supplier/') && !path.startsWith('/tmf-api/');
const asked = (method: string, path: string, headers: Readonly<Record<string, string>>) => trial.ask(`${path.replace(/:\w+/g, 'a-1')}?severity=major`, { method, headers });

describe('a query parameter that an address does not have', () => {
  it('is refused by name at every route that needs a token, also where none is read', async () => {
    const routes = trial.gateway.routes.filter(({ path }) => !isOpen(path));
    expect(routes.length).toBeGreaterThan(40);
    for (const { method, path } of routes) {
      const { status, json } = await asked(method, path, { authorization: `Bearer ${tokenFor(path)}` });
      expect([method, path, status, json.code, json.errors]).toEqual([method, path, 400, 'request-invalid', [{ field: 'severity', value: '"major"', limit: 'absent: there is no such field' }]]);
    }
  });

  it('I10 is nothing that anybody without a token hears of', async () => {
    for (const { method, path } of trial.gateway.routes.filter(({ path }) => !isOpen(path))) expect([method, path, (await asked(method, path, {})).status]).toEqual([method, path, 401]);
  });

  it('is passed over where everybody may look: what watches a process asks in its own way', async () => {
    for (const { method, path } of trial.gateway.routes.filter(({ path }) => isOpen(path))) {
      const without = await trial.ask(path, { method });
      const { status, text } = await asked(method, path, {});
      expect([method, path, status, text]).toEqual([method, path, without.status, without.text]);
    }
  });

  it('is told of in a small answer, whatever is sent', async () => {
    const sent = Array.from({ length: 50 }, (_, index) => `${'x'.repeat(80)}${index}=${'y'.repeat(80)}`).join('&');
    const { text, json } = await trial.ask(`/v1/alarms/a-1?${sent}`, { as: 'acme' });
    expect([json.errors.length, json.errors[0].field, text.length < 10_000]).toEqual([20, `${'x'.repeat(60)}…`, true]);
  });
});
