import { describe, expect, it } from '@jest/globals';
import type { billing, common } from '@carriermesh/wire';
import { instant, NANOS_PER_HOUR } from '@carriermesh/kernel';
import type { Account, SignedAgreements } from './account.decider.js';
import { billNote, billPeriod, NO_USAGE } from './bill.js';
import { ownChargesOf } from './own-charges.js';
import { correctionOf } from './service-course.js';
import { countsAsSpending } from './supplier-month.js';
import { agreements, CHARLIE_SEGMENT, impaired, learning, moved, resized } from './testing/courses.js';
import { account as feeless, ALFA_SEGMENT, at, BRAVO_SEGMENT, CONTRACT, eur } from './testing/fixtures.js';

/** Ten days and half an hour into the first month of 28 days: 240.5 of its 672 hours. */
const MOVED = at('2027-02-10T12:30:00Z');

const FEES: Readonly<Record<string, common.ResourceFees>> = {
  alfa: { fees: [{ resourceId: 'alfa/x', monthly: eur('67.20'), setup: eur('250.00') }, { resourceId: 'alfa/y', setup: eur('50.50') }] },
  charlie: { fees: [{ resourceId: 'charlie/z', monthly: eur('6.72'), setup: eur('99.995') }] },
};

/** The fixtures' agreements, where alfa and charlie ask fees. */
const signed: SignedAgreements = {
  ...agreements,
  supplies: agreements.supplies.map((supply) => {
    const withFees = (rules: typeof supply.prices) => rules.map((rule) => ({ ...rule, ...(FEES[supply.providerId] && { fees: FEES[supply.providerId]! }) }));
    return { ...supply, prices: withFees(supply.prices), standbyPrices: withFees(supply.standbyPrices) };
  }),
};
const account: Account = { ...feeless, tariffs: feeless.tariffs.map((tariff) => ({ ...tariff, ...(FEES[tariff.providerId] && { supplierFees: FEES[tariff.providerId]! }) })) };
const after = (...events: Parameters<typeof learning>[0]): Account => learning(events, account, signed);

const settlementsOf = (known: Account, month: number) => billPeriod(known, month, NO_USAGE).settlements;
const linesOf = (known: Account, month: number, kind: billing.LineKind) =>
  settlementsOf(known, month).flatMap(({ providerId, lines }) => lines.filter((line) => line.kind === kind).map(({ exactAmount }) => [providerId, exactAmount]));

describe('a supplier’s fees', () => {
  it('S4-7 are owed with the first month: the set-up once, on a line of its own, and the month’s with what is kept free', () => {
    const [alfa] = settlementsOf(account, 1);
    expect(alfa?.lines.map(({ lineId, description, quantity, unitPrice, amount }) => [lineId, description, quantity, unitPrice, amount])).toEqual([
      [`${ALFA_SEGMENT}/recurring`, '1000 Mbit/s kept free, with 67.20 EUR a month for alfa/x', 672n * 3_600n, eur('1067.20'), eur('1067.20')],
      [`${ALFA_SEGMENT}/usage`, 'Octets carried, both directions together', 0n, eur('0.02'), eur('0')],
      [`${ALFA_SEGMENT}/setup-fee`, 'Set-up of alfa/x, alfa/y', 2n, eur('300.50'), eur('300.50')],
    ]);
    expect([1, 2, 3].map((month) => linesOf(account, month, 'setup-fee'))).toEqual([[['alfa', eur('300.50')]], [], []]);
    expect([1, 2, 3].map((month) => linesOf(account, month, 'recurring')[0])).toEqual(Array(3).fill(['alfa', eur('1067.20')]));
  });

  it('I10 I3 stand on no invoice, and come out of the margin', () => {
    const [withFees, without] = [billPeriod(account, 1, NO_USAGE), billPeriod(feeless, 1, NO_USAGE)];
    expect(withFees.invoice).toEqual(without.invoice);
    expect(without.balance.margin.microMinor - withFees.balance.margin.microMinor).toBe(eur('367.70').microMinor);
  });

  it('S4-7 S2-16 are owed by the time on the segment and, of a link that the service moved to, once when it came up there', () => {
    const onCharlie = after(moved(MOVED));
    // 67.20 and 6.72 a month are 0.10 and 0.01 an hour: 24.05 on alfa, and 4.315 on charlie.
    const besides = (known: Account) => linesOf(known, 1, 'recurring').map(([providerId, exact], index) => [providerId, (exact as common.Money).microMinor - (linesOf(learning([moved(MOVED)]), 1, 'recurring')[index]?.[1] as common.Money).microMinor]);
    expect(besides(onCharlie)).toEqual([['alfa', eur('24.05').microMinor], ['bravo', 0n], ['charlie', eur('4.315').microMinor]]);
    expect(linesOf(onCharlie, 1, 'setup-fee')).toEqual([['alfa', eur('300.50')], ['charlie', eur('99.995')]]);
    expect(linesOf(onCharlie, 2, 'setup-fee')).toEqual([]);
  });

  it('S4-7 of a set-up are owed once by a service that leaves and comes back, in whichever month', () => {
    const back = after(moved(MOVED), moved(at('2027-03-10T00:00:00Z'), 2, 0), moved(at('2027-03-12T00:00:00Z'), 3));
    expect([1, 2, 3].map((month) => linesOf(back, month, 'setup-fee'))).toEqual([[['alfa', eur('300.50')], ['charlie', eur('99.995')]], [], []]);
    const inMarch = after(moved(at('2027-03-10T00:00:00Z')));
    expect([1, 2].map((month) => linesOf(inMarch, month, 'setup-fee'))).toEqual([[['alfa', eur('300.50')]], [['charlie', eur('99.995')]]]);
  });

  it('S4-7 of a set-up are owed once for a resource that another segment goes over as well', () => {
    const shared = { fees: [{ resourceId: 'alfa/x', setup: eur('250.00') }] };
    const supplies = signed.supplies.map((supply) => ({ ...supply, standbyPrices: supply.standbyPrices.map((rule) => ({ ...rule, fees: shared })) }));
    expect(linesOf(learning([moved(MOVED)], account, { ...signed, supplies }), 1, 'setup-fee')).toEqual([['alfa', eur('300.50')]]);
  });

  it('are owed by nobody of a path that the service never came up on, nor after the end', () => {
    const end = { endedAt: at('2027-02-10T12:00:00Z'), finalPeriodNumber: 1, customerChargeBasisPoints: 0, supplierChargeBasisPoints: 0 };
    expect(linesOf({ ...after(moved(MOVED)), end }, 1, 'setup-fee')).toEqual([['alfa', eur('300.50')]]);
  });

  it('S4-9 stay as they are when the bandwidth is changed', () => {
    const doubled = after(resized(MOVED, [1_000, 2_000]));
    const [alfa] = settlementsOf(doubled, 2);
    expect(alfa?.lines[0]).toMatchObject({ description: '2000 Mbit/s kept free, with 67.20 EUR a month for alfa/x', unitPrice: eur('2067.20'), amount: eur('2067.20') });
    expect(linesOf(doubled, 1, 'setup-fee')).toHaveLength(1);
    expect(settlementsOf(doubled, 1)[0]?.lines[0]?.description).toBe('Kept free: 1000 Mbit/s at 1067.20 EUR for 865800 s, then 2000 Mbit/s at 2067.20 EUR for 1553400 s, with 67.20 EUR a month for alfa/x');
  });

  it('S3-7 each month are a part of what is due for the rest of the term, and a set-up is not', () => {
    const end = { endedAt: at('2027-02-28T12:00:00Z'), finalPeriodNumber: 1, customerChargeBasisPoints: 5_000, supplierChargeBasisPoints: 2_500 };
    // A quarter of two months of 1,067.20 EUR.
    expect(linesOf({ ...account, end }, 1, 'early-termination')[0]).toEqual(['alfa', eur('533.60')]);
  });

  it('S2-15 each month are a part of what a supplier at fault gives back of, and a set-up is not', () => {
    const credit = (known: Account) => ownChargesOf(known, 1).find(({ kind, segmentId }) => kind === 'service-credit' && segmentId === ALFA_SEGMENT)?.supplier?.exactAmount;
    const fault = impaired(instant(MOVED));
    // A tenth of 1,067.20 EUR, and of 1,000.
    expect([credit(after(fault)), credit(learning([fault]))]).toEqual([eur('-106.72'), eur('-100.00')]);
  });

  it('S4-3 each month are spending in a supplier’s month, and a set-up is none', () => {
    const lines = settlementsOf(account, 1).flatMap(({ lines: own }) => own);
    expect(lines.filter(countsAsSpending).map(({ kind }) => kind)).toEqual(['recurring', 'usage', 'recurring', 'usage']);
    expect(countsAsSpending({ lineId: `${ALFA_SEGMENT}/setup-fee-reentry-of-1-r3` })).toBe(false);
  });

  it('S3-6 I3 are taken back and entered anew where a move is learnt after the month’s bill; the customer reads nothing of them', () => {
    const known = after(moved(MOVED));
    const posted = correctionOf(account, known, { bill: { contractId: CONTRACT, periodNumber: 1, noteNumber: 1 }, correctedPeriodNumber: 1 });
    expect(posted?.lines.filter(({ correctedKind }) => correctedKind === 'setup-fee')).toMatchObject([{ kind: 'reentry', segmentId: CHARLIE_SEGMENT, customer: eur('0'), supplier: eur('99.995') }]);
    const note = billNote(known, { periodNumber: 1, noteNumber: 1 }, { ...NO_USAGE, adjustments: posted ? [posted] : [] });
    expect(note.invoice.lines.some(({ lineId }) => lineId.includes('setup-fee'))).toBe(false);
    const charlie = note.settlements.find(({ providerId }) => providerId === 'charlie');
    expect(charlie?.lines.map(({ lineId, description }) => [lineId, description]).at(-1)).toEqual([`${CHARLIE_SEGMENT}/setup-fee-reentry-of-1-r1`, 'Set-up of month 1 as the service ran']);
    expect(note.settlements.some(({ providerId, lines }) => providerId === 'alfa' && lines.some(({ lineId }) => lineId.includes('setup-fee')))).toBe(false);
  });

  it('begin with the first phase that lasts: where clocks let one last no time, its links were not set up by it', () => {
    const skipped = after(moved(MOVED), moved(instant(MOVED - NANOS_PER_HOUR), 2, 0));
    expect(linesOf(skipped, 1, 'setup-fee')).toEqual([['alfa', eur('300.50')]]);
    expect(settlementsOf(skipped, 1).map(({ providerId }) => providerId)).toEqual(['alfa', 'bravo']);
  });

  it('of segments that ask none are no line', () => {
    expect(settlementsOf(account, 1).find(({ providerId }) => providerId === 'bravo')?.lines.map(({ lineId }) => lineId)).toEqual([`${BRAVO_SEGMENT}/recurring`, `${BRAVO_SEGMENT}/usage`]);
  });
});
