import { describe, expect, it } from '@jest/globals';
import { orderBody, type OrderFlags } from './order-flags.js';
import { asRefusal } from './order.command.js';
import { whereToGoOn } from './start.command.js';

const FLAGS: OrderFlags = { from: 'London', to: 'Vienna', withinKm: '0', mbps: '10', termMonths: '12', objective: 'profit', currency: 'EUR', splitApartMs: '10' };

describe('what a command sends to the API', () => {
  it('is an order by one figure; weights have no flags, and are not asked for', () => {
    expect(orderBody(FLAGS, 'r-1')).toMatchObject({ requestId: 'r-1', objective: 'profit', from: { city: 'London' } });
    expect(() => orderBody({ ...FLAGS, objective: 'value' }, 'r-1')).toThrow('--objective is latency, cost or profit; an order that weighs several figures ("value") says them over HTTP, at POST /v1/service-requests');
  });
});

describe('what a command says of the API’s problem', () => {
  const missing = { title: 'Not found', status: 404, code: 'not-found', detail: 'There is nothing under this address that the bearer of this token may see.' };

  it('names what is not there by the word that was typed', () => {
    expect(asRefusal(missing, 'There is no quote "x" for this buyer.')).toEqual({ code: 'not-found', message: 'There is no quote "x" for this buyer.', facts: {} });
  });

  it('is in all else the API’s own', () => {
    expect(asRefusal(missing).message).toBe(missing.detail);
    expect(asRefusal({ title: 'Bad request', status: 400, code: 'request-invalid', detail: 'mbps is 0.' }, 'no quote')).toEqual({ code: 'request-invalid', message: 'mbps is 0.', facts: {} });
    expect(asRefusal({ title: 'Bad gateway', status: 502 }, 'no quote')).toEqual({ code: '502', message: 'Bad gateway', facts: {} });
  });
});

describe('where to go on after a start', () => {
  const mesh = { apiUrl: 'http://127.0.0.1:1', home: { keysDirectory: '/h/keys', logsDirectory: '/h/logs' } } as unknown as Parameters<typeof whereToGoOn>[0];
  const commands = (named?: string) => whereToGoOn(mesh, named).split('\n').filter((line) => line.includes('npx carriermesh')).map((line) => line.trim());

  it('names the home where the start did, so that the next command finds the mesh', () => {
    expect(commands('/tmp/other')).toEqual([
      'npx carriermesh order --from Frankfurt --to Sydney --mbps 500 --objective latency --home /tmp/other',
      'npx carriermesh status --home /tmp/other',
      'npx carriermesh clock advance 31d --home /tmp/other',
    ]);
    expect(commands()[1]).toBe('npx carriermesh status');
  });
});
