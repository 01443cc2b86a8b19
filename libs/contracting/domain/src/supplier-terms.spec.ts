import { describe, expect, it } from '@jest/globals';
import { money, type Money } from '@carriermesh/kernel';
import type { contracting } from '@carriermesh/wire';
import { makeQuote, type QuoteBasis } from './pricing.js';
import { quoteAgain } from './requoting.js';
import { basis, eur, OFFERS, offersBy, quoteOf, terms } from './spec/market.js';

/** With `Fast`, of whom the first way is whole and the second in part: 90 and 45 EUR a month, of 90 and 60. The third costs 30, and 100 is the list price. */
const withFast = (changed: Partial<contracting.SupplierTerms>, spent = '0'): contracting.SupplierBasis => ({
  terms: { providerId: 'Fast', discountBasisPoints: 0, tiers: [], ...changed },
  spentMonthly: eur(spent),
  knownRevision: 70n,
});
const tier = (from: string, discountBasisPoints: number): contracting.TermsTier => ({ fromMonthly: eur(from), discountBasisPoints });
const quoted = (supplier?: contracting.SupplierBasis, changed: Partial<contracting.ServiceTerms> = {}, beside: Partial<QuoteBasis> = {}): contracting.Quote =>
  quoteOf(makeQuote(basis({ terms: terms({ objective: 'profit', ...changed }), supplierTerms: supplier ? [supplier] : [], ...beside })));
const winnerOf = (...args: Parameters<typeof quoted>): contracting.Scenario => quoted(...args).scenarios[0]!;

const PROFIT = { profitWeight: 1, marginWeight: 0, costRevenueWeight: 0, returnWeight: 0, latencyWeight: 0 };

describe('what the seller and a supplier agreed on', () => {
  it('S4-3 S0-21 has another winner when only the discount with one supplier is another: its resources cost less, to the unit', () => {
    expect(winnerOf().scenarioId).toBe('3');
    const { scenarioId, costs, monthlyCost, monthlyMargin, addedMonthly } = winnerOf(withFast({ discountBasisPoints: 6_700 }));
    expect([scenarioId, monthlyCost, monthlyMargin, addedMonthly]).toEqual(['1', eur('29.70'), eur('70.30'), undefined]);
    expect(costs.map(({ monthly }) => monthly)).toEqual([eur('13.20'), eur('16.50')]);
    // 30 of 100 EUR are what is left of the gigabyte's price too.
    expect(costs[0]?.perGigabyte).toEqual(money('EUR', 330_000n));
  });

  it('S0-21 has another winner when only a commitment has room for it, at the prices that the contracts will say', () => {
    const winner = winnerOf(withFast({ commitmentMonthly: eur('90') }));
    expect(winner).toMatchObject({ scenarioId: '1', monthlyPrice: eur('100'), monthlyCost: eur('90'), monthlyMargin: eur('10'), addedMonthly: eur('0') });
    // As much as it has room for: then the second way, of which 45 EUR are with Fast, adds 15 to the bills.
    expect(winnerOf(withFast({ commitmentMonthly: eur('90') }, '14.99'))).toMatchObject({ scenarioId: '1', addedMonthly: eur('14.99') });
    expect(winnerOf(withFast({ commitmentMonthly: eur('90') }, '15.01'))).toMatchObject({ scenarioId: '2', addedMonthly: eur('15') });
    expect(winnerOf(withFast({ commitmentMonthly: eur('90') }, '60.01'))).toMatchObject({ scenarioId: '3' });
  });

  it('S0-21 has another winner when only the spending has reached a tier', () => {
    const tiers = [tier('1000', 7_000)];
    expect(winnerOf(withFast({ tiers }, '909')).scenarioId).toBe('3');
    expect(winnerOf(withFast({ tiers }, '1000'))).toMatchObject({ scenarioId: '1', addedMonthly: eur('27') });
    // Only what lies above the beginning of the tier is cheaper.
    expect(quoted(withFast({ tiers }, '950')).scenarios.find(({ scenarioId }) => scenarioId === '1')?.addedMonthly).toEqual(eur('62'));
  });

  it('S4-9 sells no way for less than its contracts will cost, however much is committed to', () => {
    const { scenarios } = quoted(withFast({ commitmentMonthly: eur('1000') }), {}, { distanceM: 0 });
    expect(scenarios.map(({ scenarioId, lost }) => [scenarioId, lost?.code])).toEqual([['3', undefined], ['1', 'below-floor'], ['2', 'below-floor']]);
    expect(winnerOf(withFast({ commitmentMonthly: eur('1000') }), { objective: 'value', value: PROFIT }, { distanceM: 0 }).scenarioId).toBe('3');
    expect(winnerOf(withFast({ commitmentMonthly: eur('1000') }), { objective: 'cost' })).toMatchObject({ scenarioId: '3', monthlyPrice: eur('33') });
  });

  it('S0-21 is weighed by the same figures where the order weighs several', () => {
    const of = (supplier?: contracting.SupplierBasis) => winnerOf(supplier, { objective: 'value', value: PROFIT });
    expect(of()).toMatchObject({ scenarioId: '3', value: { termProfit: eur('840') } });
    expect(of(withFast({ commitmentMonthly: eur('90') }))).toMatchObject({ scenarioId: '1', addedMonthly: eur('0'), value: { termProfit: eur('1200') } });
    expect(of(withFast({ discountBasisPoints: 6_700, tiers: [tier('0', 5_000)] }))).toMatchObject({ scenarioId: '1', monthlyCost: eur('29.70'), addedMonthly: eur('14.85') });
  });

  it('S0-21 prefers what uses up an open commitment, as much as the order weighs that', () => {
    const withMid = { ...withFast({}), terms: { providerId: 'Mid', discountBasisPoints: 0, tiers: [], commitmentMonthly: eur('5') } };
    const winner = (volumeWeight: number): string => winnerOf(withMid, { objective: 'value', value: { ...PROFIT, volumeWeight } }).scenarioId;
    // It leaves 25 EUR less of 100, and uses up 5.
    expect([winner(0), winner(4), winner(6)]).toEqual(['3', '3', '2']);
  });

  it('S0-21 sells nothing that uses up less of open commitments than the order asks for, to the millionth', () => {
    const withMid = { ...withFast({}), terms: { providerId: 'Mid', discountBasisPoints: 0, tiers: [], commitmentMonthly: eur('5') } };
    const lostBy = (limit: Money) => quoted(withMid, { objective: 'value', value: { ...PROFIT, minVolumeMonthly: limit } }).scenarios.map(({ scenarioId, lost }) => [scenarioId, lost?.code]);
    expect(lostBy(eur('5'))).toEqual([['2', undefined], ['3', 'volume-below-limit'], ['1', 'volume-below-limit']]);
    expect(lostBy(money('EUR', eur('5').microMinor + 1n)).map(([, code]) => code)).toEqual(Array(3).fill('volume-below-limit'));
  });

  it('M1 says by how much a way lost, by what it would add to the bills', () => {
    expect(quoted(withFast({ commitmentMonthly: eur('45') })).scenarios.map(({ scenarioId, lost }) => [scenarioId, lost?.message])).toEqual([
      ['2', undefined],
      ['3', 'It leaves 70.00 EUR a month, 15.00 EUR less than scenario 2.'],
      ['1', 'It leaves 55.00 EUR a month, 30.00 EUR less than scenario 2.'],
    ]);
  });

  it('S0-8 M2 is stated with where the month stood, and made again', () => {
    for (const objective of ['profit', 'cost', 'latency', 'value'] as const) {
      const quote = quoted(withFast({ discountBasisPoints: 333, tiers: [tier('10', 1_000)], commitmentMonthly: eur('20') }, '7'), { objective, ...(objective === 'value' && { value: PROFIT }) });
      expect(quoteAgain(quote, offersBy(OFFERS))).toEqual({ kind: 'quoted', quote });
    }
  });
});
