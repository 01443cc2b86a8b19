import { describe, expect, it } from '@jest/globals';
import { formatMoney, NANOS_PER_HOUR, plus, subtract, sum } from '@carriermesh/kernel';
import { Rater, readTariff, type TariffTerms } from '@carriermesh/tariff-v1';
import { billPeriod, NO_USAGE } from './bill.js';
import { withRated } from './billing-period.decider.js';
import { usageLineId } from './ids.js';
import { packUsage } from './rated-usage.js';
import { rateRecord } from './rating.js';
import { cleared, impaired, learning } from './testing/courses.js';
import { account, ALFA_SEGMENT, at, BRAVO_SEGMENT, usage } from './testing/fixtures.js';
import { billByTariff, type BilledRecord, type WhatIfBill } from './what-if.js';

const records: readonly BilledRecord[] = [
  usage('1', '2027-02-01T00:00:00Z', 4_000_000_000n),
  usage('2', '2027-02-02T00:00:00Z', 3_000_000_000n),
  usage('1', '2027-02-03T00:00:00Z', 2_500_000_000n, BRAVO_SEGMENT),
].map((record) => ({ record, providerId: record.segmentId === ALFA_SEGMENT ? 'alfa' : 'bravo', lineId: usageLineId(record.segmentId) }));

const rated = records.map(({ record }) => rateRecord(record, account.tariffs.find(({ segmentId }) => segmentId === record.segmentId)!));
const bill = billPeriod(account, 1, { ...NO_USAGE, usage: withRated(new Map(), packUsage(rated)) });

function by(charges: readonly unknown[], changed: Readonly<Record<string, unknown>> = {}): WhatIfBill {
  const reading = readTariff({ form: 'carriermesh.tariff.v1', id: 'other', currency: 'EUR', rounding: { mode: 'half-away-from-zero', decimals: 8, place: 'line' }, charges, ...changed });
  if (!('tariff' in reading)) throw new Error(JSON.stringify(reading.problems));
  return billByTariff(new Rater(reading.tariff as TariffTerms), account, { bill, records });
}

const perGigabyte = (segmentId: string, price: string): unknown => ({ kind: 'flat', id: segmentId, match: { subjects: [segmentId] }, price, per: '1000000000' });
const amounts = ({ lines }: WhatIfBill): readonly string[][] => lines.map(({ reversal, reentry, difference }) => [reversal, reentry, difference].map(formatMoney));
const figure = ({ figures }: WhatIfBill, name: string): readonly string[] => figures.filter((each) => each.name === name).flatMap((each) => [each.old, each.new, each.difference].map(formatMoney));

describe('a bill by another tariff', () => {
  it('M2 is the same bill to the unit when the tariff states what was contracted', () => {
    const same = by([perGigabyte(ALFA_SEGMENT, '0.025'), perGigabyte(BRAVO_SEGMENT, '0.0125')]);
    expect(same.lines.map(({ oldExact, newExact, difference }) => [newExact.microMinor - oldExact.microMinor, difference.microMinor])).toEqual([[0n, 0n], [0n, 0n], [0n, 0n], [0n, 0n]]);
    expect(same.figures.map(({ difference }) => difference.microMinor)).toEqual([0n, 0n, 0n, 0n, 0n]);
    expect(same.refused).toEqual([]);
  });

  it('M2 I3 reverses what was charged and enters the same records at the other rate, and the margin moves by the exact difference', () => {
    const dearer = by([perGigabyte(ALFA_SEGMENT, '0.05'), perGigabyte(BRAVO_SEGMENT, '0.0125')]);
    expect(amounts(dearer)).toEqual([
      ['-1250.00', '1250.00', '0.00'],
      ['-0.18', '0.35', '0.17'],
      ['-625.01', '625.01', '0.00'],
      ['-0.03', '0.03', '0.00'],
    ]);
    expect([figure(dearer, 'net'), figure(dearer, 'margin').at(-1), figure(dearer, 'settlements').at(-1)]).toEqual([['1875.22', '1875.39', '0.17'], '0.175', '0.00']);
    expect(dearer.figures.find(({ name }) => name === 'net')?.difference).toEqual(sum('EUR', dearer.lines.map(({ difference }) => difference)));
    expect(subtract(bill.invoice.net, sum('EUR', bill.invoice.lines.map(({ amount }) => amount))).microMinor).toBe(0n);
  });

  it('lays a recurring charge on the segments as the old one was laid on them, so that the parts add up to it', () => {
    const cheaper = by([
      { kind: 'recurring', id: 'rent', amount: '1000.00', everyMonths: 1, alignment: 'anniversary', proration: { by: 'none', month: 'real', leading: 'full', trailing: 'full' } },
      { kind: 'non-recurring', id: 'setup', amount: '99.00', at: 'start' },
      { kind: 'flat', id: 'all', price: '0', per: '1000000000' },
    ]);
    const recurring = cheaper.lines.filter(({ kind }) => kind === 'recurring');
    expect(formatMoney(sum('EUR', recurring.map(({ newExact }) => newExact)))).toBe('1000.00');
    expect(cheaper.lines.at(-1)).toMatchObject({ lineId: 'setup', records: 0 });
    expect(formatMoney(cheaper.lines.at(-1)!.reentry)).toBe('99.00');
  });

  it('gives back its share of another recurring charge, and the suppliers what they gave back', () => {
    const down = at('2027-02-10T00:00:00Z');
    const failed = learning([impaired(down), cleared(plus(down, 2n * NANOS_PER_HOUR))]);
    const reading = readTariff({ form: 'carriermesh.tariff.v1', id: 'other', currency: 'EUR', rounding: { mode: 'half-away-from-zero', decimals: 8, place: 'line' }, charges: [{ kind: 'recurring', id: 'rent', amount: '1000.00', everyMonths: 1, alignment: 'anniversary', proration: { by: 'none', month: 'real', leading: 'full', trailing: 'full' } }] });
    if (!('tariff' in reading)) throw new Error(JSON.stringify(reading.problems));
    const { lines, figures } = billByTariff(new Rater(reading.tariff as TariffTerms), failed, { bill: billPeriod(failed, 1, NO_USAGE), records: [] });
    const credit = lines.find(({ kind }) => kind === 'service-credit');
    expect([credit?.oldExact, credit?.newExact].map((amount) => amount && formatMoney(amount))).toEqual(['-93.75025', '-50.00']);
    expect(figures.find(({ name }) => name === 'settlements')?.difference.microMinor).toBe(0n);
  });

  it('counts tiers over the whole month of the account, in the order of time, whatever order the records stand in', () => {
    const tiers = [{ kind: 'graduated', id: 'tiers', over: 'period', per: '1000000000', tiers: [{ upTo: '5000000000', price: '1.00' }, { price: '0.10' }] }];
    expect(amounts(by(tiers)).filter(([, , difference]) => difference !== '0.00')).toEqual([['-0.18', '5.20', '5.02'], ['-0.03', '0.25', '0.22']]);
  });

  it('names the records that the tariff has no price for, and charges nothing for them', () => {
    const partial = by([perGigabyte(ALFA_SEGMENT, '0.025')]);
    expect(partial.refused.map(({ record, code }) => [record, code])).toEqual([['bravo~1', 'no-rate']]);
    expect(amounts(partial).at(-1)).toEqual(['-0.03', '0.00', '-0.03']);
  });
});
