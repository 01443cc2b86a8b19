import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { instant, NANOS_PER_HOUR, plus, type Instant } from '@carriermesh/kernel';
import { accountFrom, endOf, type Account, type AgreedEnd, type Progress } from './account.decider.js';
import { billPeriod, NO_USAGE } from './bill.js';
import { billingCycle, type BillingCycleState } from './billing-cycle.process.js';
import { calendarOf } from './calendar.js';
import { decideUsage } from './usage.decider.js';
import { account, at, batchOf, CONTRACT, eur, situation, usage } from './testing/fixtures.js';

const NOTHING_DONE: Progress = { closedMonths: 0, lastBooked: 0 };
const agreed = (endsAt: Instant, share = 5_000): AgreedEnd => ({ endsAt, customerChargeBasisPoints: share, supplierChargeBasisPoints: share });
const endedAccount = (endsAt: Instant, progress = NOTHING_DONE, share = 5_000): Account => {
  const end = endOf(account, agreed(endsAt, share), progress);
  return end ? { ...account, end } : account;
};
/** Ten days and an hour into the second month of 31 days. */
const MIDST = at('2027-03-10T13:00:00Z');

describe('I5 the end of an account', () => {
  it('is what was agreed, in the month that contains it', () => {
    expect(endOf(account, agreed(MIDST), { closedMonths: 1, lastBooked: 2 })).toEqual({ endedAt: MIDST, finalPeriodNumber: 2, customerChargeBasisPoints: 5_000, supplierChargeBasisPoints: 5_000 });
  });

  it('belongs to the month that it completes, when nothing of the next one was booked or closed', () => {
    expect(endOf(account, agreed(at('2027-02-28T12:00:00Z')), NOTHING_DONE)).toMatchObject({ finalPeriodNumber: 1 });
  });

  it('is moved to the end of what was billed, with one more bill for what is due', () => {
    expect(endOf(account, agreed(MIDST), { closedMonths: 2, lastBooked: 0 })).toMatchObject({ endedAt: at('2027-03-31T12:00:00Z'), finalPeriodNumber: 3 });
  });

  it('takes with it what had been booked to a later month', () => {
    expect(endOf(account, agreed(MIDST), { closedMonths: 0, lastBooked: 3 })).toMatchObject({ endedAt: MIDST, finalPeriodNumber: 3 });
  });

  it.each([['with the term', at('2027-04-30T12:00:00Z'), NOTHING_DONE], ['when all months are billed', MIDST, { closedMonths: 3, lastBooked: 0 }]])('is none %s', (_, endsAt, progress) => {
    expect(endOf(account, agreed(endsAt), progress)).toBeUndefined();
  });

  it('is one, however often it is booked', () => {
    expect(endOf(endedAccount(MIDST), agreed(plus(MIDST, NANOS_PER_HOUR)), NOTHING_DONE)).toBeUndefined();
  });

  it('stands on the account’s own stream', () => {
    const { end: _, ...opened } = account;
    const ended = { contractId: CONTRACT, version: 2, endedAt: MIDST, finalPeriodNumber: 2, customerChargeBasisPoints: 1, supplierChargeBasisPoints: 2 };
    expect(accountFrom([{ type: 'billing.v1.BillingAccountOpened', data: opened }, { type: 'billing.v1.BillingAccountEnded', data: ended }] as never)).toEqual({
      ...account, end: { endedAt: MIDST, finalPeriodNumber: 2, customerChargeBasisPoints: 1, supplierChargeBasisPoints: 2 },
    });
    expect(accountFrom([])).toBeUndefined();
  });
});

describe('the last bill of a contract that ended', () => {
  const bill = billPeriod(endedAccount(MIDST), 2, NO_USAGE);
  const lineOf = (kind: string) => bill.invoice.lines.filter((line) => line.kind === kind).map(({ exactAmount, quantity, amount }) => [exactAmount.microMinor, quantity, amount.microMinor]);

  it('charges the month by its share of nanoseconds, and the rest of the term by the agreed share, both worked out by hand', () => {
    // The second month runs from 28 February to 31 March, 12:00: 31 days and 744 hours, of which 241 are served. The third has 30 days.
    expect(lineOf('recurring')).toEqual([[40_490_591_398n, 867_600n, 40_491_000_000n], [20_245_457_661n, 867_600n, 20_245_000_000n]]);
    // Half of (503/744 of the month and one whole month) of 1,250.00 and of 625.005.
    expect(lineOf('early-termination')).toEqual([[104_754_704_301n, 4_402_800n, 104_755_000_000n], [52_377_771_170n, 4_402_800n, 52_378_000_000n]]);
    expect(bill.settlements.map(({ lines }) => lines.map(({ kind }) => kind))).toEqual([['recurring', 'usage', 'early-termination'], ['recurring', 'usage', 'early-termination']]);
  });

  it('says its own time, and nothing of it is on the bills before', () => {
    expect([bill.invoice.periodFrom, bill.invoice.periodUntil]).toEqual([at('2027-02-28T12:00:00Z'), MIDST]);
    expect(billPeriod(endedAccount(MIDST), 1, NO_USAGE)).toEqual(billPeriod(account, 1, NO_USAGE));
  });

  it('leaves out what nobody agreed to, on the side that did not', () => {
    const free = { ...endedAccount(MIDST), end: { endedAt: MIDST, finalPeriodNumber: 2, customerChargeBasisPoints: 0, supplierChargeBasisPoints: 5_000 } };
    const { invoice, settlements } = billPeriod(free, 2, NO_USAGE);
    expect(invoice.lines.some(({ kind }) => kind === 'early-termination')).toBe(false);
    expect(settlements.every(({ lines }) => lines.some(({ kind }) => kind === 'early-termination'))).toBe(true);
  });

  it('of a month that it left no time of charges nothing but what had been booked to it', () => {
    const { invoice } = billPeriod(endedAccount(MIDST, { closedMonths: 0, lastBooked: 3 }, 0), 3, NO_USAGE);
    expect([invoice.periodFrom, invoice.periodUntil, invoice.total]).toEqual([MIDST, MIDST, eur('0')]);
  });

  it('I3 I12 comes with the months before and what would have followed to the price of the term, whenever it ends', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2_135 }), fc.integer({ min: 0, max: 10_000 }), (hours, share) => {
        const end = instant(account.serviceStartAt + BigInt(hours) * NANOS_PER_HOUR);
        const some = endedAccount(end, NOTHING_DONE, share);
        const bills = calendarOf(some).months.map((_, index) => billPeriod(some, index + 1, NO_USAGE));
        const charged = bills.flatMap(({ invoice }) => invoice.lines).reduce((sum, { kind, exactAmount }) => (kind === 'recurring' ? sum + exactAmount.microMinor : sum), 0n);
        const rest = billPeriod(endedAccount(end, NOTHING_DONE, 10_000), calendarOf(some).months.length, NO_USAGE).invoice.lines.reduce((sum, { kind, exactAmount }) => (kind === 'early-termination' ? sum + exactAmount.microMinor : sum), 0n);
        const whole = 3n * account.tariffs.reduce((sum, { customerMonthly }) => sum + customerMonthly.microMinor, 0n);
        // A month that is cut is rounded twice for each segment, once on either side of the cut.
        const off = charged + rest - whole;
        expect(off >= -2n && off <= 2n).toBe(true);
        expect(bills.at(-1)?.invoice.periodUntil).toBe(end);
        for (const { balance } of bills) expect(balance.settlements.microMinor + balance.margin.microMinor + balance.tax.microMinor + balance.rounding.microMinor).toBe(balance.customer.microMinor);
      }),
      { numRuns: 60 },
    );
  });
});

describe('usage and the end', () => {
  const outcomeOf = (from: string) => decideUsage(batchOf([usage('r', from, 5n)]), situation({ accounts: new Map([[CONTRACT, endedAccount(MIDST)]]) })).outcomes[0];

  it('I2 charges the last hour before the end, and quarantines one that ends a nanosecond later, with both instants', () => {
    expect(outcomeOf('2027-03-10T12:00:00Z')).toMatchObject({ kind: 'accepted', periodNumber: 2 });
    expect(outcomeOf('2027-03-10T12:00:00.000000001Z')).toMatchObject({
      kind: 'quarantined', refusal: { code: 'interval-outside-service', facts: { service_until: '2027-03-10T13:00:00Z', until: '2027-03-10T13:00:00.000000001Z' } },
    });
  });
});

describe('the billing cycle of a contract that ends', () => {
  const run = (...inputs: readonly Parameters<typeof billingCycle.react>[1][]): BillingCycleState =>
    inputs.reduce<BillingCycleState>((state, input) => billingCycle.react(state, input, MIDST).events.reduce(billingCycle.evolve, state), billingCycle.initial);
  const end = { contractId: CONTRACT, version: 2, endedAt: at('2027-02-10T12:00:00Z'), finalPeriodNumber: 1, customerChargeBasisPoints: 0, supplierChargeBasisPoints: 0 };
  const opened = { kind: 'account-opened' as const, account };
  const ended = { kind: 'account-ended' as const, end };

  it('asks for the last month at its end, and is over when that is billed', () => {
    expect(billingCycle.deadline(run(opened, ended))).toBe(end.endedAt);
    const collecting = run(opened, ended, { kind: 'time-passed' });
    expect(billingCycle.outstanding(collecting)).toMatchObject([{ kind: 'ask-usage', until: end.endedAt }, { kind: 'ask-usage', until: end.endedAt }]);
    const watermarks = account.tariffs.map(({ segmentId }) => ({ segmentId, completeUntil: end.endedAt }));
    const closing = run(opened, ended, { kind: 'time-passed' }, { kind: 'reported', watermarks });
    expect(billingCycle.outstanding(closing).map(({ key }) => key)).toEqual(['close-1']);
    expect(run(opened, ended, { kind: 'time-passed' }, { kind: 'reported', watermarks }, { kind: 'period-closed', periodNumber: 1, invoiceId: 'inv' }).status).toBe('ended');
  });

  it('takes the end once', () => {
    expect(billingCycle.react(run(opened, ended), ended, MIDST).events).toEqual([]);
  });
});
