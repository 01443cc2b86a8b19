import { describe, expect, it } from '@jest/globals';
import { money, type Money } from '@carriermesh/kernel';
import { billing } from '@carriermesh/wire';
import { supplierCycle, type SupplierCycleInput, type SupplierCycleState } from './supplier-cycle.process.js';
import { countsAsSpending, firstMonthFrom, monthNameOf, monthOfEnd, type StatedSupplierTerms, supplierOfSettlement, termsOfMonth } from './supplier-month.js';
import { supplierMonths, type SupplierMonthEvent, type SupplierMonthsState } from './supplier-months.decider.js';
import { at, eur } from './testing/fixtures.js';

const TERMS: billing.SupplierMonthTerms = { tiers: [{ fromMonthly: eur('1000.00'), discountBasisPoints: 333 }, { fromMonthly: eur('1500.00'), discountBasisPoints: 1_000 }], commitmentMonthly: eur('1800.00') };
const stated = (statedAt: string, terms: billing.SupplierMonthTerms = TERMS): StatedSupplierTerms => ({ terms, statedAt: at(statedAt) });
const NOVEMBER = stated('2026-11-30T23:59:59Z');

/** The months of alfa, closed one after the other, on what they came to by then. */
class Months {
  private state: SupplierMonthsState = supplierMonths.initial;

  close(month: string, spent: Readonly<Record<string, string>>, statements: readonly StatedSupplierTerms[] = [NOVEMBER], now = `${month}-01T00:00:00Z`) {
    const decided = supplierMonths.decide(
      {
        kind: 'close', providerId: 'alfa', month, stated: statements, knownRevision: 7n, now: at(now),
        spentIn: (name, currency) => (currency === 'EUR' ? eur(spent[name] ?? '0') : money(currency, 0n)),
        seals: { settlement: (settlement) => ({ bytes: billing.Settlement.encode(settlement), sha256: Uint8Array.of() }) },
      },
      this.state,
    );
    const events: readonly SupplierMonthEvent[] = decided.kind === 'accepted' ? decided.events : [];
    this.state = events.reduce(supplierMonths.evolve, this.state);
    const settlements = events.flatMap((event) => (event.type === 'billing.v1.SettlementIssued' ? [billing.Settlement.decode(event.data.settlement)] : []));
    const closed = events.flatMap((event) => (event.type === 'billing.v1.SupplierPeriodClosed' ? [event.data] : []))[0];
    return { decided, settlement: settlements[0], closed, lines: (settlements[0]?.lines ?? []).map(({ lineId, amount }): [string, Money] => [lineId, amount]) };
  }
}

const AFTER_JANUARY = '2027-02-03T00:00:00Z';
const closed = () => {
  const months = new Months();
  return { months, december: months.close('2026-12', { '2026-12': '1700.37' }, [NOVEMBER], '2027-01-03T00:00:00Z') };
};

describe('S0-21 I3 a month of a supplier', () => {
  it('takes each tier off the part above it, adds what a commitment is short of, and rounds its bill once at each step', () => {
    const { settlement, closed: event, lines } = closed().december;
    // 500.00 at 3.33 % are 16.65; 200.37 at 10 % are 20.037: the bill is 1,683.72, then 1,663.683, which is 1,663.68.
    expect(lines).toEqual([['rebate-1', eur('-16.65')], ['rebate-2', eur('-20.04')], ['shortfall', eur('136.32')]]);
    expect(settlement?.lines.map(({ exactAmount }) => exactAmount)).toEqual([eur('-16.65'), eur('-20.037'), eur('136.317')]);
    expect(settlement).toMatchObject({ settlementId: 'set_alfa-2026-12-EUR', contractId: '', periodNumber: 202_612, periodFrom: at('2026-12-01T00:00:00Z'), periodUntil: at('2027-01-01T00:00:00Z'), total: eur('99.63') });
    expect(event?.documents).toEqual([{ settlementId: 'set_alfa-2026-12-EUR', balance: { customer: eur('0'), settlements: eur('99.63'), margin: eur('-99.63'), tax: eur('0'), rounding: eur('0') } }]);
    expect(event).toMatchObject({ terms: TERMS, spent: [{ spent: eur('1700.37') }], knownRevision: 7n });
  });

  it('balances where it is rounded: what is left is the rounding’s', () => {
    const { commitmentMonthly: _, ...tiersAlone } = TERMS;
    const { closed: event } = new Months().close('2026-12', { '2026-12': '1700.37' }, [stated('2026-11-30T23:59:59Z', tiersAlone)], '2027-01-03T00:00:00Z');
    expect(event?.documents[0]?.balance).toEqual({ customer: eur('0'), settlements: eur('-36.69'), margin: eur('36.687'), tax: eur('0'), rounding: eur('0.003') });
  });

  it('is closed two days after its end and not a nanosecond before, once', () => {
    const months = new Months();
    expect(months.close('2026-12', {}, [NOVEMBER], '2027-01-02T23:59:59.999999999Z').decided).toEqual({ kind: 'refused', refusal: { code: 'supplier-month-not-over', until: at('2027-01-03T00:00:00Z') } });
    expect(months.close('2026-12', {}, [NOVEMBER], '2027-01-03T00:00:00Z').decided.kind).toBe('accepted');
    expect(months.close('2026-12', {}, [NOVEMBER], '2027-01-04T00:00:00Z').decided.kind).toBe('ignored');
  });

  it('goes by what was stated by its first instant, and by nothing that is stated within it or later', () => {
    const [first, within, ended] = [stated('2026-12-01T00:00:00Z'), stated('2026-12-01T00:00:00.000000001Z', { tiers: [] }), stated('2027-05-01T00:00:00Z', { tiers: [] })];
    expect(termsOfMonth([first, within], '2026-12')).toBe(first.terms);
    expect(termsOfMonth([first, within], '2027-01')).toBe(within.terms);
    expect(termsOfMonth([first], '2026-11')).toBeUndefined();
    expect(termsOfMonth([first, ended], '2027-05')).toBe(ended.terms);
  });

  it('is reckoned anew with the next one where what is known of it changes: each line that changes taken back and entered', () => {
    const { months } = closed();
    const { lines, settlement, closed: event } = months.close('2027-01', { '2026-12': '1900.37', '2027-01': '0' }, [NOVEMBER, stated('2026-12-15T00:00:00Z', { tiers: [] })], AFTER_JANUARY);
    expect(lines).toEqual([
      ['rebate-2-reversal-of-2026-12', eur('20.04')],
      ['rebate-2-reentry-of-2026-12', eur('-40.04')],
      ['shortfall-reversal-of-2026-12', eur('-136.32')],
    ]);
    expect(settlement?.lines[0]).toMatchObject({ kind: 'reversal', correctedPeriodNumber: 202_612, correctedDocumentId: 'set_alfa-2026-12-EUR' });
    expect(event).toMatchObject({ terms: { tiers: [] }, spent: [{ periodFrom: at('2026-12-01T00:00:00Z'), spent: eur('1900.37') }] });
    // What was corrected stands, and is corrected no more.
    expect(months.close('2027-02', { '2026-12': '1900.37' }, [NOVEMBER, stated('2026-12-15T00:00:00Z', { tiers: [] })], '2027-03-03T00:00:00Z')).toMatchObject({ settlement: undefined, closed: { spent: [], documents: [] } });
  });

  it('owes what was committed to where nothing was bought, and takes no rebate of less than nothing', () => {
    expect(new Months().close('2026-12', {}, [NOVEMBER], '2027-01-03T00:00:00Z').lines).toEqual([['shortfall', eur('1800.00')]]);
    expect(new Months().close('2026-12', { '2026-12': '-5.00' }, [NOVEMBER], '2027-01-03T00:00:00Z').lines).toEqual([['shortfall', eur('1800.00')]]);
  });

  it('has the service months that end in it, an end at its last midnight among them, without what was given back for a fault', () => {
    expect([monthOfEnd(at('2027-01-01T00:00:00Z')), monthOfEnd(at('2027-01-01T00:00:00.000000001Z')), monthNameOf(at('2027-01-01T00:00:00Z'))]).toEqual(['2026-12', '2027-01', '2027-01']);
    expect([firstMonthFrom(at('2027-01-01T00:00:00Z')), firstMonthFrom(at('2027-01-01T00:00:00.000000001Z'))]).toEqual(['2027-01', '2027-02']);
    const lines = ['seg_1/recurring', 'seg_1/usage-of-1', 'seg_1/credit-of-1-2', 'seg_1/service-credit', 'seg_1/service-credit-reversal-of-1-r2', 'seg_1/service-credit-reentry-of-1-r2'];
    expect(lines.filter((lineId) => countsAsSpending({ lineId }))).toEqual(lines.slice(0, 3));
    expect(['set_atlantic-weave-2026-12-EUR', 'set_0190a5b2-7c3d-8e4f-9a0b-1c2d3e4f5a6b-1-alfa'].map(supplierOfSettlement)).toEqual(['atlantic-weave', undefined]);
  });
});

describe('the process that closes a supplier’s months', () => {
  it('begins with the first month after something was agreed, and closes one after the other, however late it comes to it', () => {
    let state: SupplierCycleState = supplierCycle.initial;
    const taken = (input: SupplierCycleInput): readonly string[] => {
      const { events } = supplierCycle.react(state, input, at(AFTER_JANUARY));
      state = events.reduce(supplierCycle.evolve, state);
      return [...events.map(({ type }) => type.replace('billing.v1.SupplierCycle', '')), ...supplierCycle.outstanding(state).map(({ key }) => key)];
    };
    const told: SupplierCycleInput = { kind: 'terms-stated', providerId: 'alfa', statedAt: at('2026-11-22T10:00:00Z') };
    expect([taken({ kind: 'time-passed' }), taken(told), taken(told)]).toEqual([[], ['Started'], []]);
    expect(supplierCycle.deadline(state)).toBe(at('2027-01-03T00:00:00Z'));
    expect([taken({ kind: 'time-passed' }), supplierCycle.deadline(state)]).toEqual([['PeriodEnded', 'close-2026-12'], undefined]);
    expect([taken({ kind: 'month-closed', month: '2026-11' }), taken({ kind: 'month-closed', month: '2026-12' }), taken({ kind: 'month-closed', month: '2026-12' })]).toEqual([['close-2026-12'], ['PeriodClosed'], []]);
    expect([supplierCycle.deadline(state), supplierCycle.ended(state)]).toEqual([at('2027-02-03T00:00:00Z'), undefined]);
  });
});
