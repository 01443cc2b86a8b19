import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addExact, compareExact, decimal, exact, NOTHING, showExact } from './exact.js';
import { Rater } from './rater.js';
import { readTariff } from './read-tariff.js';
import { spanProblem, TariffBilling, type TariffBill } from './tariff-bill.js';
import type { TariffTerms } from './tariff-terms.js';
import type { UsageRecord } from './usage-record.js';
import { BERLIN } from './testing/zones.js';

const tariffOf = (changes: object): TariffTerms => {
  const reading = readTariff({ form: 'carriermesh.tariff.v1', id: 't', currency: 'EUR', rounding: { mode: 'half-even', decimals: 2, place: 'line' }, ...changes });
  if ('problems' in reading) throw new Error(JSON.stringify(reading.problems));
  return reading.tariff;
};
const at = (text: string): number => Date.parse(text);
const MARCH = { fromMs: at('2026-03-01T00:00:00Z'), untilMs: at('2026-04-01T00:00:00Z') };
const used = (id: string, startedAt: string, quantity: string, more: Partial<UsageRecord> = {}): UsageRecord => ({ id, type: 'data', account: 'acme', startedMs: at(startedAt), quantity: decimal(quantity), ...more });

function billsOf(tariff: TariffTerms, records: readonly UsageRecord[], billed = MARCH, serviceFromMs?: number): readonly TariffBill[] {
  const rater = new Rater(tariff);
  const billing = new TariffBilling(rater, billed, serviceFromMs === undefined ? undefined : { fromMs: serviceFromMs });
  for (const record of records) {
    const rated = rater.rate(record);
    if (rated) billing.take(rated);
  }
  for (const rated of rater.finish()) billing.take(rated);
  return billing.close();
}

const shown = ([bill]: readonly TariffBill[]): readonly unknown[] => [bill?.lines.map(({ chargeId, amount, records }) => [chargeId, showExact(amount), records]), bill && showExact(bill.total)];

describe('a bill by a tariff', () => {
  it('rounds where the tariff says: two records of 0.004 are nothing by the line, and a cent by the invoice', () => {
    const records = ['1', '2'].map((id) => used(id, '2026-03-02T00:00:00Z', '4'));
    const charges = [{ kind: 'flat', id: 'unit', price: '0.001' }];
    expect(shown(billsOf(tariffOf({ charges }), records))).toEqual([[['unit', '0', 2]], '0']);
    expect(shown(billsOf(tariffOf({ charges, rounding: { mode: 'half-even', decimals: 2, place: 'invoice' } }), records))).toEqual([[['unit', '0.008', 2]], '0.01']);
  });

  it('charges the records of its own time at the tier that the whole month has reached by then', () => {
    const charges = [{ kind: 'graduated', id: 'api', over: 'period', tiers: [{ upTo: '100', price: '1' }, { price: '0.5' }] }];
    const records = [used('early', '2026-03-05T00:00:00Z', '80'), used('late', '2026-03-20T00:00:00Z', '40')];
    const secondHalf = { fromMs: at('2026-03-15T00:00:00Z'), untilMs: MARCH.untilMs };
    expect(shown(billsOf(tariffOf({ charges }), records, secondHalf))).toEqual([[['api', '30', 1]], '30']);
    expect(billsOf(tariffOf({ charges }), records, secondHalf)[0]?.outside).toBe(1);
  });

  it('has one charge for a month of samples, however many they are', () => {
    const charges = [{ kind: 'percentile', id: 'p95', percentile: 95, commit: '10', commitPrice: '2', burstPrice: '3' }];
    const samples = Array.from({ length: 20 }, (_, index) => used(`${index}`, `2026-03-0${1 + (index % 9)}T00:00:00Z`, String(index + 1)));
    // The 19th of 20 samples in order is 19: 10 committed at 2, and 9 above them at 3.
    expect(shown(billsOf(tariffOf({ charges }), samples))).toEqual([[['p95', '47', 20]], '47']);
  });

  it('taxes a rent by the taxes that ask for nothing of usage, and spares an exempt account', () => {
    const rent = { kind: 'recurring', id: 'rent', amount: '100', everyMonths: 1, alignment: 'calendar', proration: { by: 'none', month: 'real', leading: 'full', trailing: 'full' } };
    const taxes = [{ id: 'vat', percent: '20' }, { id: 'calls', percent: '5', match: { types: ['voice'] } }, { id: 'city', percent: '1', exemptAccounts: ['acme'] }];
    const [bill] = billsOf(tariffOf({ charges: [rent, { kind: 'flat', id: 'unit', price: '1' }], taxes }), [used('1', '2026-03-02T00:00:00Z', '0')], MARCH, MARCH.fromMs);
    expect([bill?.taxes.map(({ id, amount }) => [id, showExact(amount)]), bill && showExact(bill.total)]).toEqual([[['vat', '20']], '120']);
  });

  it('of an account of which nothing could be charged says why', () => {
    expect(billsOf(tariffOf({ charges: [{ kind: 'flat', id: 'unit', price: '1', match: { types: ['voice'] } }] }), [used('1', '2026-03-02T00:00:00Z', '1')])).toMatchObject([{ account: 'acme', lines: [], refused: { 'no-rate': 1 }, outside: 0 }]);
  });

  it('of a whole month is what the rater’s own totals say, for any usage in any order', () => {
    const charges = [
      { kind: 'percentage', id: 'fee', match: { types: ['event'] }, percent: '2.9', fixed: '0.30', freeRecords: 2, freeVolume: '50' },
      { kind: 'volume', id: 'bulk', match: { categories: ['bulk'] }, over: 'period', tiers: [{ upTo: '500', price: '0.013' }, { price: '0.011', fixed: '1' }] },
      { kind: 'flat', id: 'unit', price: '0.0037' },
    ];
    const record = fc.record({ account: fc.constantFrom('acme', 'globex'), type: fc.constantFrom('data' as const, 'event' as const), category: fc.constantFrom('bulk', 'other'), day: fc.integer({ min: 1, max: 31 }), units: fc.integer({ min: 0, max: 900 }) });
    fc.assert(
      fc.property(fc.array(record, { maxLength: 30 }), fc.constantFrom('line', 'invoice', 'increment'), (drawn, place) => {
        const tariff = tariffOf({ charges, taxes: [{ id: 'vat', percent: '19' }], rounding: { mode: 'half-even', decimals: 2, place } });
        const records = drawn.map(({ day, units, ...rest }, index): UsageRecord => ({ id: `${index}`, ...rest, startedMs: Date.UTC(2026, 2, day), quantity: exact(BigInt(units)) }));
        const rater = new Rater(tariff);
        for (const each of records) rater.rate(each);
        [...rater.finish()].forEach(() => undefined);
        const totals = rater.totals();
        const bills = billsOf(tariff, records.toReversed()).filter(({ account }) => account !== '');
        expect(bills.map(({ account, total }) => [account, showExact(total)])).toEqual(totals.map(({ account, total }) => [account, showExact(total)]));
        for (const { lines, net } of bills) if (place !== 'invoice') expect(compareExact(lines.reduce((sum, { amount }) => addExact(sum, amount), NOTHING), net)).toBe(0);
      }),
    );
  });
});

describe('the time of a bill', () => {
  const percentile = tariffOf({ zone: 'Europe/Berlin', charges: [{ kind: 'percentile', id: 'p95', percentile: 95, commit: '0', commitPrice: '1', burstPrice: '1' }] });
  const rater = new Rater(percentile, { zone: BERLIN });

  it('is of whole months on the clocks of the tariff where it bills a percentile', () => {
    expect(spanProblem(rater, { fromMs: at('2026-02-28T23:00:00Z'), untilMs: at('2026-03-31T22:00:00Z') })).toBeUndefined();
    for (const span of [MARCH, { fromMs: at('2026-02-28T23:00:00Z'), untilMs: at('2026-03-31T21:59:59Z') }]) expect(spanProblem(rater, span)).toContain('p95 is a percentile of whole months');
  });

  it('is any time otherwise', () => {
    expect(spanProblem(new Rater(tariffOf({ charges: [{ kind: 'flat', id: 'unit', price: '1' }] })), { fromMs: 1, untilMs: 2 })).toBeUndefined();
  });
});
