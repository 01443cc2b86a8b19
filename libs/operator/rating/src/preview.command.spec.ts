import { describe, expect, it } from '@jest/globals';
import { jsonLines, runCommand } from './testing/run-command.js';

const tariff = (changes: object = {}): string => JSON.stringify({
  form: 'carriermesh.tariff.v1', id: 't', currency: 'EUR', rounding: { mode: 'half-even', decimals: 2, place: 'line' },
  charges: [{ kind: 'flat', id: 'unit', price: '0.015' }], ...changes,
});
const RENT = { kind: 'recurring', id: 'rent', amount: '29.00', everyMonths: 1, alignment: 'calendar', proration: { by: 'day', month: 'real', leading: 'prorate', trailing: 'prorate' } };
const usage = (id: string, more: object = {}): string => JSON.stringify({ id, type: 'event', account: 'acme', startedAt: '2028-02-10T00:00:00Z', quantity: 100, ...more });
const preview = (lines: readonly string[], flags: string, terms = tariff()): ReturnType<typeof runCommand> =>
  runCommand(`carriermesh invoice preview --tariff t.json --usage u.jsonl --from 2028-02-01 --to 2028-03-01 --json ${flags}`, { 't.json': terms, 'u.jsonl': lines.join('\n') });

describe('carriermesh invoice preview, from files', () => {
  it('S3-6 charges each account its own usage and the part of its rent, and is marked as a preview', async () => {
    const terms = tariff({ charges: [RENT, { kind: 'flat', id: 'unit', price: '0.015' }], taxes: [{ id: 'vat', percent: '19' }] });
    const { out, exit, said } = await preview([usage('a'), usage('b', { account: 'globex', quantity: 1 })], '--service-from 2028-02-15', terms);
    expect(exit).toBe(0);
    expect(said).toEqual(['a preview: nothing was issued']);
    const rent = { charge: 'rent', kind: 'recurring', amount: '15.00', used: { from: '2028-02-15T00:00:00Z', to: '2028-03-01T00:00:00Z' } };
    const period = { from: '2028-02-01T00:00:00Z', to: '2028-03-01T00:00:00Z' };
    expect(jsonLines(out)).toEqual([
      { preview: true, tariff: 't', account: 'acme', currency: 'EUR', period, lines: [rent, { charge: 'unit', kind: 'flat', amount: '1.50', records: 1, quantity: '100' }], net: '16.50', taxes: [{ id: 'vat', amount: '3.13' }], total: '19.63', notCharged: { outsidePeriod: 0, refused: {} } },
      { preview: true, tariff: 't', account: 'globex', currency: 'EUR', period, lines: [rent, { charge: 'unit', kind: 'flat', amount: '0.02', records: 1, quantity: '1' }], net: '15.02', taxes: [{ id: 'vat', amount: '2.85' }], total: '17.87', notCharged: { outsidePeriod: 0, refused: {} } },
    ]);
  });

  it('counts a record of the first instant, none of the last, no id twice, and says what it passed over', async () => {
    const lines = [usage('first', { startedAt: '2028-02-01T00:00:00Z' }), usage('first'), usage('before', { startedAt: '2028-01-31T23:59:59.999Z' }), usage('after', { startedAt: '2028-03-01T00:00:00Z' }), '{', usage('blank', { quantity: undefined })];
    const { out, said, exit } = await preview(lines, '--strict');
    expect(jsonLines(out)).toMatchObject([{ total: '1.50', lines: [{ records: 1 }], notCharged: { outsidePeriod: 2, refused: { 'invalid-usage': 1 } } }]);
    expect(said).toEqual(['line 5: invalid-usage: is no JSON object', expect.stringMatching(/^line 6: blank: invalid-usage: /), 'a preview: nothing was issued; 1 refused; 1 unreadable; 1 repeated (an id counts once)']);
    expect(exit).toBe(2);
  });

  it('makes a bill of one account alone, also where it used nothing', async () => {
    expect(jsonLines((await preview([usage('a')], '--account globex')).out)).toMatchObject([{ account: 'globex', lines: [], total: '0.00' }]);
    expect(jsonLines((await preview([usage('a'), usage('b', { account: 'globex' })], '--account globex')).out)).toMatchObject([{ account: 'globex', total: '1.50' }]);
  });

  it.each([
    [tariff({ charges: [RENT] }), '', '--service-from says when the service began'],
    [tariff(), '--to 2028-02-01', 'is not later than --from'],
    [tariff(), '--from yesterday', '--from is a day'],
    [tariff({ charges: [RENT] }), '--service-from 2028-02-02 --service-until 2028-02-02', 'is not later than --service-from'],
    [tariff({ charges: [{ kind: 'percentile', id: 'p95', percentile: 95, commit: '0', commitPrice: '1', burstPrice: '1' }] }), '--to 2028-02-29', 'the charge p95 is a percentile of whole months'],
  ])('refuses what makes no bill: %#', async (terms, flags, problem) => {
    await expect(preview([], flags, terms)).rejects.toThrow(problem);
  });
});
