import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sum, type Money } from '@carriermesh/kernel';
import type { billing } from '@carriermesh/wire';
import { adjustmentOf, UsageHistories } from './adjustment.js';
import { billNote, NO_USAGE } from './bill.js';
import { billedTax } from './bill-taxes.js';
import { ALFA_SEGMENT, CONTRACT, UUID } from './testing/fixtures.js';
import { byTariff, tariffed } from './testing/tariffs.js';

const MODES = ['half-away-from-zero', 'half-even', 'half-up', 'half-down', 'up', 'down', 'ceiling', 'floor'];
const TAXES = [{ id: 'levy', percent: '7.3', match: { types: ['data'] } }, { id: 'vat', percent: '19', onTopOf: ['levy'] }, { id: 'city', percent: '2.45' }];
const taxedBy = (mode: string) => tariffed(byTariff([{ kind: 'flat', id: 'data', price: '100', per: '1000000000' }], { taxes: TAXES, rounding: { mode, decimals: 2, place: 'line' } }));
const cents = (amount: bigint): Money => ({ currency: 'EUR', microMinor: amount * 1_000_000n });
const TARGETS = [{ segmentId: '', tariffChargeId: 'data' }, { segmentId: ALFA_SEGMENT }] as const;

/** Credits of one charge, one after the other, each by a note of its own. */
function notesFor(account: ReturnType<typeof taxedBy>, target: (typeof TARGETS)[number], parts: readonly bigint[]): readonly billing.Invoice[] {
  const histories = new UsageHistories();
  return parts.map((part, index) => {
    const bill = { contractId: CONTRACT, periodNumber: 1, noteNumber: index + 1 };
    const settled = { disputeId: `dis_${UUID}-1-${index + 1}`, settlements: [{ ...target, how: { kind: 'credit' as const, credit: { customer: cents(part), supplier: cents(0n) } } }] };
    const posted = adjustmentOf(account, settled, { bill, correctedPeriodNumber: 1, historyOf: (thing) => histories.of(1, thing) });
    histories.adjusted(posted);
    return billNote(account, bill, { ...NO_USAGE, adjustments: [posted] }).invoice;
  });
}

describe('the tax of a credit', () => {
  it.each(TARGETS)('S3-18 I3 of %j is, in however many parts it comes, to the unit the tax that was charged, tax by tax and whichever way the tariff rounds', (target) => {
    fc.assert(
      fc.property(fc.constantFrom(...MODES), fc.array(fc.bigInt({ min: 1n, max: 5_000n }), { minLength: 1, maxLength: 6 }), (mode, parts) => {
        const account = taxedBy(mode);
        const whole = parts.reduce((all, part) => all + part, 0n);
        const lineId = 'tariffChargeId' in target ? 'tariff/data' : `${ALFA_SEGMENT}/recurring`;
        const charged = billedTax(account, [{ lineId, amount: cents(whole) }]);
        const notes = notesFor(account, target, parts);
        expect(sum('EUR', notes.map(({ tax }) => tax)).microMinor).toBe(-charged.tax.microMinor);
        for (const { taxId, base, amount } of charged.taxes?.taxes ?? []) {
          const back = notes.flatMap(({ taxes }) => taxes?.taxes.filter((tax) => tax.taxId === taxId) ?? []);
          expect([sum('EUR', back.map((tax) => tax.base)).microMinor, sum('EUR', back.map((tax) => tax.amount)).microMinor]).toEqual([-base.microMinor, -amount.microMinor]);
        }
      }),
    );
  });

  it('S3-18 is due on data where a charge of the tariff is given back, and not where capacity is; the line says which, and what was given back before', () => {
    const account = taxedBy('half-even');
    const [data] = notesFor(account, TARGETS[0], [1_000n]);
    expect(data?.taxes?.taxes.map(({ taxId, amount }) => [taxId, amount.microMinor])).toEqual([['levy', -73_000_000n], ['vat', -204_000_000n], ['city', -24_000_000n]]);
    expect(data?.lines).toMatchObject([{ lineId: 'tariff/data/credit-of-1-1', kind: 'credit', segmentId: '', description: `Given back of data of month 1, dispute dis_${UUID}-1-1`, givenBefore: cents(0n) }]);
    const [, capacity] = notesFor(account, TARGETS[1], [1n, 1_000n]);
    expect(capacity?.taxes?.taxes.map(({ taxId }) => taxId)).toEqual(['vat', 'city']);
    expect(capacity?.lines).toMatchObject([{ givenBefore: cents(1n) }]);
  });

  it('S3-18 of a charge that is reversed is what it was charged with, also where the tariff rounds up', () => {
    for (const mode of MODES) {
      const account = taxedBy(mode);
      const lines = (sign: bigint) => [101n, 333n, 7n].map((amount, index) => ({ lineId: `tariff/c${index}`, amount: cents(sign * amount) }));
      expect(billedTax(account, lines(-1n)).tax.microMinor).toBe(-billedTax(account, lines(1n)).tax.microMinor);
    }
  });
});
