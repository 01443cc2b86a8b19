import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { money } from '@carriermesh/kernel';
import type { billing } from '@carriermesh/wire';
import { adjustmentOf, UsageHistories } from './adjustment.js';
import { billNote, NO_USAGE } from './bill.js';
import type { RatedRecord } from './rated-usage.js';
import { rateRecord } from './rating.js';
import { account, ALFA_SEGMENT, BRAVO_SEGMENT, CONTRACT, eur, usage, UUID } from './testing/fixtures.js';

const DISPUTE = `dis_${UUID}-1-1`;
const bill = { contractId: CONTRACT, periodNumber: 1, noteNumber: 1 };
const record = (octets: bigint, id = 'r1') => rateRecord(usage(id, '2027-02-10T00:00:00Z', octets), account.tariffs[0] as billing.SegmentTariff);
const settled = (how: billing.LineSettlement['how'], segmentId = ALFA_SEGMENT, disputeId = DISPUTE) => ({ disputeId, settlements: [{ segmentId, how }] });
const rate = (customer: bigint, supplier: bigint): billing.LineSettlement['how'] => ({ kind: 'rate', rate: { customerPerGigabyte: money('EUR', customer), supplierPerGigabyte: money('EUR', supplier) } });
const adjust = (what: Parameters<typeof adjustmentOf>[1], histories = new UsageHistories()) =>
  adjustmentOf(account, what, { bill, correctedPeriodNumber: 1, historyOf: (segmentId) => histories.of(1, segmentId) });

describe('a settled dispute', () => {
  it('I3 I10 gives back to the customer and claws back from the supplier of the segment, by a credit note and a debit note', () => {
    const posted = adjust(settled({ kind: 'credit', credit: { customer: eur('10.00'), supplier: eur('8.00') } }, BRAVO_SEGMENT));
    const { invoice, settlements, balance } = billNote(account, bill, { ...NO_USAGE, adjustments: [posted] });
    expect(invoice).toMatchObject({ note: { kind: 'credit', correctedDocumentId: `inv_${UUID}-1` }, net: eur('-10.00'), tax: eur('-1.90'), total: eur('-11.90') });
    expect(invoice.lines).toMatchObject([{ lineId: `${BRAVO_SEGMENT}/credit-of-1-1`, kind: 'credit', amount: eur('-10.00'), correctedPeriodNumber: 1, correctedDocumentId: `inv_${UUID}-1` }]);
    expect(settlements).toMatchObject([{ providerId: 'bravo', note: { kind: 'debit' }, total: eur('-8.00'), lines: [{ correctedDocumentId: `set_${UUID}-1-bravo` }] }]);
    expect(balance).toMatchObject({ customer: eur('-11.90'), settlements: eur('-8.00'), margin: eur('-2.00'), tax: eur('-1.90'), rounding: eur('0.00') });
  });

  it('tells a supplier nothing when nothing is clawed back', () => {
    const posted = adjust(settled({ kind: 'credit', credit: { customer: eur('10.00'), supplier: eur('0.00') } }));
    expect(billNote(account, bill, { ...NO_USAGE, adjustments: [posted] }).settlements).toEqual([]);
  });

  it('S3-6 I3 reverses all that was charged for the month at the wrong rate, and enters it again at the corrected one', () => {
    const histories = new UsageHistories();
    histories.rated(1, [record(2_000_000_000n), record(1n, 'r2')]);
    histories.rated(2, [record(9_000_000_000n, 'r3')]);
    const { lines } = adjust(settled(rate(2_000_000n, 1_500_000n)), histories);
    expect(lines.map(({ kind, quantity, records, customer, supplier }) => [kind, quantity, records, customer, supplier])).toEqual([
      ['reversal', 2_000_000_001n, 2, eur('-0.05'), eur('-0.04')],
      ['reentry', 2_000_000_001n, 2, eur('0.04'), eur('0.03')],
    ]);
    expect(lines.map(({ customerUnitPrice }) => customerUnitPrice)).toEqual([eur('0.025'), eur('0.02')]);
  });

  it('I3 leaves, however often and with whatever late usage between, exactly what the last rate gives', () => {
    const price = fc.bigInt({ min: 0n, max: 10n ** 9n });
    const steps = fc.array(fc.oneof(fc.record({ octets: fc.bigInt({ min: 0n, max: 10n ** 12n }) }), fc.record({ customer: price, supplier: price })), { minLength: 1, maxLength: 12 });
    const perRecord = (rated: RatedRecord, perGigabyte: bigint): bigint => (2n * perGigabyte * rated.octets + 10n ** 9n) / (2n * 10n ** 9n);
    fc.assert(
      fc.property(steps, fc.record({ customer: price, supplier: price }), (before, last) => {
        const histories = new UsageHistories();
        const records: RatedRecord[] = [];
        let sum = { customer: 0n, supplier: 0n };
        for (const [index, step] of [...before, last].entries()) {
          if ('octets' in step) {
            const rated = record(step.octets, `r${index}`);
            records.push(rated);
            histories.rated(1, [rated]);
            sum = { customer: sum.customer + rated.customerCharge.microMinor, supplier: sum.supplier + rated.supplierCredit.microMinor };
            continue;
          }
          const posted = adjust(settled(rate(step.customer, step.supplier), ALFA_SEGMENT, `dis_${UUID}-1-${index + 1}`), histories);
          histories.adjusted(posted);
          for (const { customer, supplier } of posted.lines) sum = { customer: sum.customer + customer.microMinor, supplier: sum.supplier + supplier.microMinor };
        }
        expect(sum).toEqual({
          customer: records.reduce((total, rated) => total + perRecord(rated, last.customer), 0n),
          supplier: records.reduce((total, rated) => total + perRecord(rated, last.supplier), 0n),
        });
      }),
    );
  });
});
