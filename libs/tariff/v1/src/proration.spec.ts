import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addExact, compareExact, decimal, NOTHING, prorate, recurringLines, nonRecurringAmount, showExact, UTC_TABLE, type ProrationTerms, type RecurringTerms, type ZoneTable } from './index.js';
import { BERLIN, LORD_HOWE, ms, NEW_YORK } from './testing/zones.js';
import { monthlyAt } from './capacity.js';

interface Case {
  readonly period: readonly [string, string];
  readonly used: readonly [string, string];
  readonly by?: ProrationTerms['by'];
  readonly month?: ProrationTerms['month'];
  readonly zone?: ZoneTable;
}

const span = ([from, until]: readonly [string, string]): { fromMs: number; untilMs: number } => ({ fromMs: ms(from), untilMs: ms(until) });
const share = ({ period, used, by = 'day', month = 'real', zone = UTC_TABLE }: Case): string => {
  const { part, whole } = prorate({ amount: decimal('100'), period: span(period), used: span(used), by, month, zone });
  return `${showExact(part)}/${showExact(whole)}`;
};

describe('proration by day', () => {
  it('counts 29 days in a leap February and 28 in another', () => {
    expect(share({ period: ['2028-02-01', '2028-03-01'], used: ['2028-02-29', '2028-03-01'] })).toBe('1/29');
    expect(share({ period: ['2027-02-01', '2027-03-01'], used: ['2027-02-15', '2027-03-01'] })).toBe('14/28');
    expect(share({ period: ['2100-02-01', '2100-03-01'], used: ['2100-02-01', '2100-02-02'] })).toBe('1/28');
  });

  it('counts 365 or 366 days in a year', () => {
    expect(share({ period: ['2028-01-01', '2029-01-01'], used: ['2028-03-01', '2029-01-01'] })).toBe('306/366');
    expect(share({ period: ['2027-01-01', '2028-01-01'], used: ['2027-03-01', '2028-01-01'] })).toBe('306/365');
  });

  // help.salesforce.com, "Monthly Proration Examples": in force from 28 March 2025, in a period of 5 March to 4 April of which each day counts.
  it('counts 8 of 31 days over the end of a month', () => {
    expect(share({ period: ['2025-03-05', '2025-04-05'], used: ['2025-03-28', '2025-04-05'] })).toBe('8/31');
  });

  it('counts a begun day whole', () => {
    expect(share({ period: ['2026-04-01', '2026-05-01'], used: ['2026-04-10T23:59:59Z', '2026-04-12T00:00:01Z'] })).toBe('3/30');
    expect(share({ period: ['2026-04-01', '2026-05-01'], used: ['2026-04-10T23:59:59Z', '2026-04-12T00:00:00Z'] })).toBe('2/30');
  });

  it('counts days on the zone’s calendar: Berlin’s day of 23 hours is one day', () => {
    const period = ['2026-02-28T23:00:00Z', '2026-03-31T22:00:00Z'] as const;
    expect(share({ period, used: ['2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z'], zone: BERLIN })).toBe('1/31');
  });

  // The 30E/360 convention (ISDA 2006 definitions, section 4.16 (g)): every month has thirty days.
  it('in thirty-day months charges nothing for a 31st, and what is missing to thirty for the last of February', () => {
    const rule = { month: 'thirty-days' } as const;
    expect(share({ period: ['2026-01-01', '2026-02-01'], used: ['2026-01-16', '2026-02-01'], ...rule })).toBe('15/30');
    expect(share({ period: ['2026-01-01', '2026-02-01'], used: ['2026-01-31', '2026-02-01'], ...rule })).toBe('0/30');
    expect(share({ period: ['2026-02-01', '2026-03-01'], used: ['2026-02-28', '2026-03-01'], ...rule })).toBe('3/30');
    expect(share({ period: ['2028-02-01', '2028-03-01'], used: ['2028-02-29', '2028-03-01'], ...rule })).toBe('2/30');
    expect(share({ period: ['2026-02-01', '2026-03-01'], used: ['2026-02-01', '2026-02-11'], ...rule })).toBe('10/30');
  });
});

describe('proration by second', () => {
  it('gives Lord Howe’s long day 88,200 seconds and its short day 84,600', () => {
    const zone = LORD_HOWE;
    const april = ['2026-03-31T13:00:00Z', '2026-04-30T13:30:00Z'] as const;
    expect(share({ period: april, used: ['2026-04-04T13:00:00Z', '2026-04-05T13:30:00Z'], by: 'second', zone })).toBe('88200/2593800');
    const october = ['2026-09-30T13:30:00Z', '2026-10-31T13:00:00Z'] as const;
    expect(share({ period: october, used: ['2026-10-03T13:30:00Z', '2026-10-04T13:00:00Z'], by: 'second', zone })).toBe('84600/2676600');
  });

  it('gives New York’s 1 November 2026 25 hours', () => {
    const period = ['2026-11-01T04:00:00Z', '2026-12-01T05:00:00Z'] as const;
    expect(share({ period, used: ['2026-11-01T04:00:00Z', '2026-11-02T05:00:00Z'], by: 'second', zone: NEW_YORK })).toBe('90000/2595600');
  });

  it('charges all of it where nothing is prorated', () => {
    expect(share({ period: ['2026-04-01', '2026-05-01'], used: ['2026-04-30', '2026-05-01'], by: 'none' })).toBe('1/1');
  });
});

describe('parts of a period', () => {
  it('that adjoin at midnights add up to the whole by every rule', () => {
    const rules = fc.record({ by: fc.constantFrom('day' as const, 'second' as const), month: fc.constantFrom('real' as const, 'thirty-days' as const) });
    fc.assert(
      fc.property(rules, fc.integer({ min: 0, max: 27 }), fc.array(fc.integer({ min: 1, max: 27 }), { maxLength: 6 }), ({ by, month }, first, cuts) => {
        const day = (n: number): number => ms('2027-01-01') + n * 86_400_000;
        const period = { fromMs: day(first), untilMs: day(first + 59) };
        const edges = [...new Set([first, ...cuts.map((cut) => first + cut), first + 59])].sort((a, b) => a - b);
        const parts = edges.slice(1).map((edge, index) =>
          prorate({ amount: decimal('100'), period, used: { fromMs: day(edges[index] as number), untilMs: day(edge) }, by, month, zone: UTC_TABLE }));
        expect(compareExact(parts.reduce((sum, { amount }) => addExact(sum, amount), NOTHING), decimal('100'))).toBe(0);
      }),
    );
  });
});

describe('a recurring charge', () => {
  const terms = (changes: Partial<RecurringTerms>): RecurringTerms => ({
    kind: 'recurring', id: 'line', amount: '30.00', everyMonths: 1, alignment: 'calendar',
    proration: { by: 'day', month: 'real', leading: 'prorate', trailing: 'prorate' }, ...changes,
  });
  const year = span(['2026-01-01', '2027-01-01']);
  const amounts = (charge: RecurringTerms, service: { fromMs: number; untilMs?: number }, billed = year): readonly string[] =>
    recurringLines(charge, service, billed, UTC_TABLE).map(({ amount }) => showExact(amount));
  const until = (from: string, end: string): { fromMs: number; untilMs: number } => span([from, end]);

  it('aligned to the calendar has a leading and a trailing part', () => {
    expect(amounts(terms({}), until('2026-04-16', '2026-06-11'))).toEqual(['15', '30', '10']);
  });

  it('aligned to the calendar is charged once by bills that begin on another day: its leading part with the bill on which the service began', () => {
    const service = until('2026-04-16', '2026-07-16');
    const bills = [['2026-03-16', '2026-04-16'], ['2026-04-16', '2026-05-16'], ['2026-05-16', '2026-06-16'], ['2026-06-16', '2026-07-16'], ['2026-07-16', '2026-08-16']] as const;
    expect(bills.map((bill) => amounts(terms({}), service, span(bill)))).toEqual([[], ['15', '30'], ['30'], ['14.516129032258'], []]);
  });

  it('makes a part free, or charges it whole, as its rule says', () => {
    const proration = { by: 'day', month: 'real', leading: 'free', trailing: 'full' } as const;
    expect(amounts(terms({ proration }), until('2026-04-16', '2026-06-11'))).toEqual(['0', '30', '30']);
  });

  it('of an anniversary on the 31st comes back to it after each shorter month', () => {
    const lines = recurringLines(terms({ alignment: 'anniversary' }), until('2026-01-31T10:00:00Z', '2026-05-31T10:00:00Z'), year, UTC_TABLE);
    expect(lines.map(({ period }) => new Date(period.fromMs).toISOString().slice(0, 13))).toEqual(['2026-01-31T10', '2026-02-28T10', '2026-03-31T10', '2026-04-30T10']);
    expect(lines.map(({ amount }) => showExact(amount))).toEqual(['30', '30', '30', '30']);
  });

  it('of an anniversary is due once a month, also where the service began a millisecond after a second', () => {
    const service = until('2026-01-31T10:00:00.001Z', '2026-05-31T10:00:00.001Z');
    const starts = ['2026-01-31', '2026-02-28', '2026-03-31', '2026-04-30', '2026-05-31'].map((day) => `${day}T10:00:00.001Z`);
    const months = starts.slice(1).map((end, index) => span([starts[index] as string, end]));
    expect(months.map((month) => amounts(terms({ alignment: 'anniversary' }), service, month))).toEqual([['30'], ['30'], ['30'], ['30']]);
  });

  it('of quarters begins in January, April, July and October', () => {
    const lines = recurringLines(terms({ everyMonths: 3 }), { fromMs: ms('2026-02-01') }, span(['2026-01-01', '2026-07-01']), UTC_TABLE);
    expect(lines.map(({ period }) => new Date(period.fromMs).toISOString().slice(0, 10))).toEqual(['2026-01-01', '2026-04-01']);
    expect(showExact(lines[0]?.proration?.part ?? NOTHING)).toBe('59');
  });

  it('lasts from midnight to midnight of its zone, across a change of clocks', () => {
    const [line] = recurringLines(terms({}), { fromMs: ms('2026-01-01') }, span(['2026-03-01T00:00:00+01:00', '2026-03-02']), BERLIN);
    expect(line?.period).toEqual(span(['2026-02-28T23:00:00Z', '2026-03-31T22:00:00Z']));
  });

  it('once is charged where its moment falls: at the start, or at the end', () => {
    const charge = { kind: 'non-recurring', id: 'setup', amount: '99.00', at: 'start' } as const;
    const service = until('2026-04-16', '2026-06-11');
    expect(showExact(nonRecurringAmount(charge, service, span(['2026-04-01', '2026-05-01'])))).toBe('99');
    expect(showExact(nonRecurringAmount(charge, service, span(['2026-05-01', '2026-06-01'])))).toBe('0');
    expect(showExact(nonRecurringAmount({ ...charge, at: 'end' }, service, span(['2026-06-01', '2026-07-01'])))).toBe('99');
  });
});

describe('a month at another bandwidth', () => {
  it('costs what was contracted for each Mbit/s, as often, rounded once and half away from zero', () => {
    const contracted = { currency: 'EUR', microMinor: 100_000_000_001n };
    expect(monthlyAt(contracted, { mbps: 250, contractedMbps: 100 })).toEqual({ currency: 'EUR', microMinor: 250_000_000_003n });
    expect(monthlyAt(contracted, { mbps: 100, contractedMbps: 100 })).toEqual(contracted);
    expect(monthlyAt({ currency: 'EUR', microMinor: 1n }, { mbps: 1, contractedMbps: 2 })).toEqual({ currency: 'EUR', microMinor: 1n });
    expect(() => monthlyAt(contracted, { mbps: 0, contractedMbps: 100 })).toThrow('whole number of Mbit/s');
  });
});
