import { describe, expect, it } from '@jest/globals';
import { money } from '@carriermesh/kernel';
import type { contracting } from '@carriermesh/wire';
import { priceStepsOf } from './asking-price.js';
import { makeQuote, summaryOf } from './pricing.js';
import { quoteAgain } from './requoting.js';
import { basis, eur, OFFERS, offersBy, quoteOf, terms } from './spec/market.js';

const STEPS = [
  { fromBasisPoints: 5_000, priceBasisPoints: 11_000 },
  { fromBasisPoints: 8_000, priceBasisPoints: 12_500 },
];

/** Of each resource's 1,000 Mbit/s so many are in use; of those not named, none. */
const used = (uses: Readonly<Record<string, number>>, steps = STEPS): contracting.UtilisationBasis => ({
  rule: { steps },
  uses: OFFERS.map(({ resourceId }) => ({ resourceId, usedMbps: uses[resourceId] ?? 0, capacityMbps: 1_000 })),
});

/** Of three ways, over Fast/a and Fast/b, over Fast/a, Mid/b and Fast/c, and over Cheap/a. */
const quoteAt = (utilisation: contracting.UtilisationBasis, changed: Partial<contracting.ServiceTerms> = {}): contracting.Quote =>
  quoteOf(makeQuote(basis({ terms: terms({ objective: 'profit', ...changed }), utilisation })));
const priceAt = (...args: Parameters<typeof quoteAt>): bigint => quoteAt(...args).scenarios[0]!.monthlyPrice.microMinor;

describe('the price that follows how full the mesh is', () => {
  it('S0-8 changes at the step, and not a Mbit/s before', () => {
    expect(priceAt(used({ 'Fast/a': 900, 'Cheap/a': 499 }))).toBe(eur('100').microMinor);
    expect(priceAt(used({ 'Fast/a': 900, 'Cheap/a': 500 }))).toBe(eur('110').microMinor);
    expect(priceAt(used({ 'Fast/a': 900, 'Cheap/a': 800 }))).toBe(eur('125').microMinor);
  });

  it('S0-8 is for scarcity: a way that is not full keeps the price of all of them', () => {
    const { scenarios } = quoteAt(used({ 'Cheap/a': 999 }));
    expect(scenarios.map(({ monthlyPrice }) => monthlyPrice)).toEqual([eur('100'), eur('100'), eur('100')]);
  });

  it('S0-8 counts the fullest resource of each way, and no way above the latency limit', () => {
    const uses = used({ 'Fast/b': 850, 'Mid/b': 600, 'Cheap/a': 100 });
    expect(priceAt(uses)).toBe(eur('100').microMinor);
    expect(priceAt(uses, { maxLatencyNs: 49_000_000n })).toBe(eur('110').microMinor);
    expect(priceAt(uses, { maxLatencyNs: 39_000_000n })).toBe(eur('125').microMinor);
  });

  it('S0-8 is lower where the mesh is empty, and never below what a way may be sold for', () => {
    const empty = used({}, [{ fromBasisPoints: 0, priceBasisPoints: 5_000 }, { fromBasisPoints: 100, priceBasisPoints: 10_000 }]);
    expect(priceAt(empty)).toBe(eur('50').microMinor);
    expect(quoteAt(empty, { objective: 'latency' }).scenarios[0]).toMatchObject({ scenarioId: '1', monthlyPrice: eur('99') });
    expect(priceAt(empty, { objective: 'cost' })).toBe(eur('33').microMinor);
  });

  it('S0-8 makes the lowest price of each way more or less too, and weighed values', () => {
    const scarce = used({ 'Fast/a': 800, 'Cheap/a': 800 });
    expect(quoteAt(scarce, { objective: 'cost' }).scenarios.map(({ monthlyPrice }) => monthlyPrice)).toEqual([eur('41.25'), eur('82.50'), eur('123.75')]);
    const value = { profitWeight: 1, marginWeight: 0, costRevenueWeight: 0, returnWeight: 0, latencyWeight: 0 };
    expect(quoteAt(scarce, { objective: 'value', value }).scenarios[0]).toMatchObject({ scenarioId: '3', monthlyPrice: eur('125'), value: { termProfit: eur('1140') } });
  });

  it('S0-21 has another winner when only the network is fuller: what the higher price leaves is no loss any more', () => {
    const short = { objective: 'value' as const, value: { profitWeight: 1, marginWeight: 0, costRevenueWeight: 0, returnWeight: 0, latencyWeight: 100 } };
    const at = (uses: Readonly<Record<string, number>>): string => quoteOf(makeQuote(basis({ terms: terms(short), distanceM: 900_000, utilisation: used(uses) }))).scenarios[0]!.scenarioId;
    // At 95 EUR a month the fastest way, whose floor is 99, can't be sold; at 104.50 it can, and it is worth most.
    expect(at({ 'Fast/a': 600 })).toBe('2');
    expect(at({ 'Fast/a': 600, 'Cheap/a': 600 })).toBe('1');
  });

  it('S0-8 M2 states the rule and the utilisation, and is made again from them', () => {
    for (const objective of ['profit', 'cost', 'latency'] as const) {
      const quote = quoteAt(used({ 'Fast/a': 700, 'Cheap/a': 600 }), { objective });
      expect(quoteAgain(quote, offersBy(OFFERS))).toEqual({ kind: 'quoted', quote });
    }
  });

  it('M1 is explained step by step, to the buyer as far as it tells of no cost', () => {
    const quote = quoteAt(used({ 'Fast/a': 820, 'Cheap/a': 820 }));
    expect(priceStepsOf(quote)).toEqual([
      { code: 'list-price', message: 'The list price of 100 Mbit/s over 1000000 m, by the policy spec-v1.', monthly: eur('100') },
      { code: 'utilisation', message: 'The least full way\'s fullest resource has 820 of 1000 Mbit/s in use: from 80 % on, the price is 125 % of what it would be.', monthly: eur('125') },
    ]);
    expect(summaryOf(quote).priceSteps).toEqual(priceStepsOf(quote));
    const raised = quoteOf(makeQuote(basis({ terms: terms({ objective: 'latency' }), distanceM: 0, utilisation: used({ 'Fast/a': 600, 'Cheap/a': 600 }) })));
    expect(priceStepsOf(raised).map(({ code, monthly }) => [code, monthly])).toEqual([['list-price', eur('50')], ['utilisation', eur('55')], ['raised', eur('99')]]);
    expect(summaryOf(raised).priceSteps).toEqual([]);
    const least = quoteAt(used({ 'Fast/a': 820, 'Cheap/a': 820 }), { objective: 'cost' });
    expect(priceStepsOf(least).map(({ code, monthly }) => [code, monthly])).toEqual([['least-price', eur('33')], ['utilisation', eur('41.25')]]);
    expect(summaryOf(least).priceSteps).toEqual([]);
  });

  it('says nothing where no step is reached', () => {
    expect(summaryOf(quoteAt(used({})))).toMatchObject({ monthlyPrice: money('EUR', eur('100').microMinor), priceSteps: [] });
  });
});

const agreed = (changed: Partial<contracting.BuyerTerms> = {}, spent = '0'): contracting.BuyerBasis => ({
  terms: { buyerId: 'acme', discountBasisPoints: 0, tiers: [], ...changed },
  spentMonthly: eur(spent),
  knownRevision: 70n,
});
const tier = (from: string, discountBasisPoints: number): contracting.TermsTier => ({ fromMonthly: eur(from), discountBasisPoints });
const pairQuote = (buyerTerms: contracting.BuyerBasis, changed: Partial<contracting.ServiceTerms> = {}, beside: Partial<Parameters<typeof basis>[0]> = {}): contracting.Quote =>
  quoteOf(makeQuote(basis({ terms: terms({ objective: 'profit', ...changed }), buyerTerms, ...beside })));
const pairPriceOf = (...args: Parameters<typeof pairQuote>): bigint => pairQuote(...args).scenarios[0]!.monthlyPrice.microMinor;

describe('the price of a pair of buyer and seller', () => {
  it('S0-8 is the list price less the discount, to the unit', () => {
    expect(pairPriceOf(agreed({ discountBasisPoints: 500 }))).toBe(eur('95').microMinor);
    expect(pairPriceOf(agreed({ discountBasisPoints: 1 }))).toBe(eur('99.99').microMinor);
  });

  it('S0-8 reaches a tier with the order itself, and not a millionth of a cent before', () => {
    const tiers = [tier('500', 1_000), tier('1000', 2_000)];
    expect(pairPriceOf(agreed({ tiers }, '399.99999999'))).toBe(eur('100').microMinor);
    expect(pairPriceOf(agreed({ tiers }, '400'))).toBe(eur('90').microMinor);
    expect(pairPriceOf(agreed({ tiers }, '900'))).toBe(eur('80').microMinor);
    expect(pairPriceOf(agreed({ tiers, discountBasisPoints: 5_000 }, '900'))).toBe(eur('45').microMinor);
  });

  it('S0-8 comes after utilisation, and is never below the pair\'s floor or the way\'s', () => {
    expect(pairPriceOf(agreed({ discountBasisPoints: 1_000 }), {}, { utilisation: used({ 'Fast/a': 900, 'Cheap/a': 800 }) })).toBe(eur('112.50').microMinor);
    expect(pairPriceOf(agreed({ discountBasisPoints: 9_000 }))).toBe(eur('33').microMinor);
    expect(pairPriceOf(agreed({ discountBasisPoints: 9_000, floorMonthly: eur('35') }))).toBe(eur('35').microMinor);
    expect(pairQuote(agreed({ floorMonthly: eur('70') }), { objective: 'cost' }).scenarios.map(({ monthlyPrice }) => monthlyPrice)).toEqual([eur('70'), eur('70'), eur('99')]);
    const value = { profitWeight: 1, marginWeight: 0, costRevenueWeight: 0, returnWeight: 0, latencyWeight: 0 };
    expect(pairPriceOf(agreed({ discountBasisPoints: 2_000 }), { objective: 'value', value })).toBe(eur('80').microMinor);
    expect(pairPriceOf(agreed({ discountBasisPoints: 9_000, floorMonthly: eur('50') }), { objective: 'value', value })).toBe(eur('50').microMinor);
  });

  it('S0-21 has another winner when only what the pair agreed on is another', () => {
    const weighed = { objective: 'value' as const, value: { profitWeight: 1, marginWeight: 0, costRevenueWeight: 0, returnWeight: 0, latencyWeight: 100 } };
    const winner = (terms: contracting.BuyerBasis): string => pairQuote(terms, weighed).scenarios[0]!.scenarioId;
    // The fastest way costs 90 EUR: at 100 it can be sold, at 95 the next one.
    expect([winner(agreed()), winner(agreed({ discountBasisPoints: 500 }))]).toEqual(['1', '2']);
  });

  it('S0-8 M2 states what was agreed and where the month stood, is made again from them, and is told to its buyer', () => {
    const quote = pairQuote(agreed({ discountBasisPoints: 1_000, tiers: [tier('50', 500)] }, '20'));
    expect(quoteAgain(quote, offersBy(OFFERS))).toEqual({ kind: 'quoted', quote });
    expect(summaryOf(quote).priceSteps.slice(1)).toEqual([
      { code: 'pair-discount', message: 'Less the 10 % that were agreed with acme.', monthly: eur('90') },
      { code: 'pair-tier', message: 'Less 5 % from 50.00 EUR a month on: contracts in force come to 20.00 EUR, and this one comes on top.', monthly: eur('85.50') },
    ]);
  });
});
