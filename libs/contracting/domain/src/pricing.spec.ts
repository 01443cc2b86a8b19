import { describe, expect, it } from '@jest/globals';
import { add, money } from '@carriermesh/kernel';
import type { contracting } from '@carriermesh/wire';
import { alternativesOf, makeQuote, needsOf, summaryOf } from './pricing.js';
import { quoteAgain } from './requoting.js';
import { basis, CHEAP, eur, FAST, later, NOON, offer, OFFERS, offersBy, path, quoteFor, quoteOf, terms, at } from './spec/market.js';

/** For 100 Mbit/s over 1,000 km the list price is 100 × (0.50 + 0.50) = 100 EUR; the floors are 99, 66 and 33 EUR. */
const winnerOf = (...changed: Parameters<typeof quoteFor>) => quoteFor(...changed).scenarios[0]!;

describe('a quote', () => {
  it('S0-6 states what each resource of each provider costs, and the exact total', () => {
    const { scenarios } = quoteFor({ mbps: 3 });
    const middle = scenarios.find(({ scenarioId }) => scenarioId === '2')!;
    expect(middle.costs.map(({ resourceId, providerId, monthly }) => [resourceId, providerId, monthly])).toEqual([
      ['Fast/a', 'Fast', eur('1.20')],
      ['Mid/b', 'Mid', eur('0.45')],
      ['Fast/c', 'Fast', eur('0.15')],
    ]);
    expect(middle.monthlyCost).toEqual(eur('1.80'));
    expect(middle.monthlyCost).toEqual(middle.costs.map(({ monthly }) => monthly).reduce(add));
  });

  it('S0-6 keeps a cost of one millionth of a cent', () => {
    const quote = quoteOf(makeQuote(basis({ candidates: [CHEAP], offers: offersBy([offer('Cheap/a', money('EUR', 1n))]), terms: terms({ mbps: 7 }) })));
    expect(quote.scenarios[0]?.monthlyCost).toEqual(money('EUR', 7n));
  });

  it('S0-21 has another winner when only the objective is another: the least latency', () => {
    expect(winnerOf({ objective: 'latency' })).toMatchObject({ scenarioId: '1', path: FAST, monthlyPrice: eur('100'), monthlyMargin: eur('10') });
  });

  it('S0-21 has another winner when only the objective is another: the lowest price', () => {
    expect(winnerOf({ objective: 'cost' })).toMatchObject({ scenarioId: '3', path: CHEAP, monthlyPrice: eur('33'), monthlyMargin: eur('3') });
  });

  it('S0-21 gives the seller the largest margin at a price fixed before', () => {
    expect(winnerOf({ objective: 'profit' })).toMatchObject({ scenarioId: '3', monthlyPrice: eur('100'), monthlyMargin: eur('70') });
  });

  it('S0-21 has another winner when only one price is another', () => {
    const cheaper = OFFERS.map((one) => (one.resourceId === 'Mid/b' ? offer('Mid/b', eur('0.00')) : one)).filter(({ resourceId }) => resourceId !== 'Fast/a');
    const offers = offersBy([...cheaper, offer('Fast/a', eur('0.10'))]);
    expect(quoteOf(makeQuote(basis({ offers }))).scenarios[0]).toMatchObject({ scenarioId: '2', monthlyPrice: eur('16.50') });
  });

  it('S0-8 is the same for the same snapshot', () => {
    expect(makeQuote(basis())).toEqual(makeQuote(basis()));
  });

  it('says of each loser why it lost, with the difference', () => {
    const losses = (objective: 'latency' | 'cost' | 'profit') => quoteFor({ objective }).scenarios.map(({ lost }) => lost?.message);
    expect(losses('latency')).toEqual([
      undefined,
      'It takes 40 ms, 10 ms longer than scenario 1.',
      'It takes 50 ms, 20 ms longer than scenario 1.',
    ]);
    expect(losses('cost')).toEqual([
      undefined,
      'Its price is 66.00 EUR a month, 33.00 EUR more than scenario 3.',
      'Its price is 99.00 EUR a month, 66.00 EUR more than scenario 3.',
    ]);
    expect(losses('profit')).toEqual([
      undefined,
      'It leaves 40.00 EUR a month, 30.00 EUR less than scenario 3.',
      'It leaves 10.00 EUR a month, 60.00 EUR less than scenario 3.',
    ]);
  });

  it('decides equal latencies by handovers, then by cost, then by the order of the candidates', () => {
    const same = [path(30, [['Fast/a'], ['Mid/b']]), path(30, [['Fast/a', 'Fast/b']]), path(30, [['Cheap/a']]), path(30, [['Cheap/a']])];
    const { scenarios } = quoteOf(makeQuote(basis({ candidates: same, terms: terms({ objective: 'latency' }) })));
    expect(scenarios.map(({ scenarioId, lost }) => [scenarioId, lost?.code])).toEqual([
      ['3', undefined],
      ['4', 'later-in-order'],
      ['2', 'higher-cost'],
      ['1', 'more-handovers'],
    ]);
  });

  it('S4-8 never sells above the latency limit, however large the margin', () => {
    const { scenarios } = quoteFor({ objective: 'profit', maxLatencyNs: 49_999_999n });
    expect(scenarios[0]).toMatchObject({ scenarioId: '2', monthlyPrice: eur('100'), monthlyMargin: eur('40') });
    expect(scenarios.at(-1)?.lost).toEqual({ code: 'latency-above-limit', message: 'It takes 50 ms, 0.000001 ms above the limit of 49.999999 ms.' });
  });

  it('S4-8 sells at exactly the latency limit', () => {
    expect(winnerOf({ objective: 'profit', maxLatencyNs: 50_000_000n }).scenarioId).toBe('3');
  });

  it('S4-8 does not let a path above the latency limit set the price of those below it', () => {
    const offers = offersBy([offer('Fast/a', eur('2')), offer('Fast/b', eur('2')), offer('Cheap/a', eur('0.30'))]);
    const quote = quoteOf(makeQuote(basis({ candidates: [FAST, CHEAP], offers, terms: terms({ objective: 'profit', maxLatencyNs: 30_000_000n }) })));
    expect(quote.scenarios[0]).toMatchObject({ scenarioId: '1', monthlyPrice: eur('440'), monthlyMargin: eur('40') });
  });

  it('bars what one price for all would sell below cost and minimum margin', () => {
    const { scenarios } = quoteOf(makeQuote(basis({ terms: terms({ objective: 'profit' }), distanceM: 0 })));
    expect(scenarios.map(({ scenarioId, lost }) => [scenarioId, lost?.code])).toEqual([['3', undefined], ['1', 'below-floor'], ['2', 'below-floor']]);
    expect(scenarios[1]?.lost?.message).toBe('The price of 50.00 EUR a month is 49.00 EUR below the least that it may be sold for, 99.00 EUR.');
  });

  it('keeps the minimum margin at the lowest price: 10 % of the cost, to the millionth of a cent', () => {
    const { monthlyPrice, monthlyCost } = winnerOf({ objective: 'cost' });
    expect(monthlyPrice.microMinor * 10_000n).toBe(monthlyCost.microMinor * 11_000n);
  });

  it('is sold at exactly the highest price that the buyer pays, and bars what costs a millionth of a cent more', () => {
    expect(winnerOf({ maxMonthlyPrice: eur('33') }).scenarioId).toBe('3');
    const below = money('EUR', eur('33').microMinor - 1n);
    expect(makeQuote(basis({ terms: terms({ maxMonthlyPrice: below }) }))).toEqual({
      kind: 'refused',
      refusal: { code: 'price-above-limit', limit: below, lowest: eur('33') },
    });
  });

  it('bars single scenarios above the price limit and sells the others', () => {
    const { scenarios } = quoteFor({ maxMonthlyPrice: eur('70') });
    expect(scenarios.at(-1)?.lost).toEqual({
      code: 'price-above-limit',
      message: 'The price of 99.00 EUR a month is 29.00 EUR above the limit of 70.00 EUR.',
    });
  });

  it('refuses a latency that no candidate keeps, with the best one', () => {
    expect(makeQuote(basis({ terms: terms({ maxLatencyNs: 1n }) }))).toEqual({
      kind: 'refused',
      refusal: { code: 'latency-too-high', limitNs: 1n, bestNs: 30_000_000n },
    });
  });

  it('gives no price to a path with a resource in another currency', () => {
    const offers = offersBy([...OFFERS.filter(({ resourceId }) => resourceId !== 'Cheap/a'), offer('Cheap/a', money('USD', 1n))]);
    const quote = quoteOf(makeQuote(basis({ offers })));
    expect(quote.scenarios[0]?.scenarioId).toBe('2');
    expect(quote.unpriced).toEqual([
      {
        scenarioId: '3',
        path: CHEAP,
        lost: { code: 'currency-not-offered', message: 'The order is in EUR, and the path has resources that are offered in USD.' },
      },
    ]);
  });

  it('refuses a currency that nobody on the way sells in', () => {
    const offers = offersBy([offer('Cheap/a', money('USD', 1n))]);
    expect(makeQuote(basis({ candidates: [CHEAP], offers }))).toEqual({
      kind: 'refused',
      refusal: { code: 'currency-not-offered', currency: 'EUR', offered: ['USD'] },
    });
  });

  it('refuses a currency that the seller has no list price in', () => {
    expect(makeQuote(basis({ terms: terms({ currency: 'CHF' }) }))).toEqual({
      kind: 'refused',
      refusal: { code: 'currency-not-offered', currency: 'CHF', offered: ['EUR'] },
    });
  });

  it('does not sell what an offer has ceased to bind its provider to', () => {
    const offers = offersBy([...OFFERS, offer('Cheap/a', eur('0.30'), { validUntil: NOON })]);
    const { unpriced } = quoteOf(makeQuote(basis({ offers })));
    expect(unpriced.map(({ scenarioId, lost }) => [scenarioId, lost.code])).toEqual([['3', 'offer-lapsed']]);
  });

  it('has no price for a negative or an endless one, and nothing to sell where both ends are one place', () => {
    for (const price of [money('EUR', -1n), money('EUR', 2n ** 62n)]) {
      expect(makeQuote(basis({ candidates: [CHEAP], offers: offersBy([offer('Cheap/a', price)]) }))).toMatchObject({ refusal: { code: 'nothing-to-sell', paths: 1 } });
    }
    const nowhere = { ...path(0, [['Cheap/a']]), segments: [] };
    expect(makeQuote(basis({ candidates: [nowhere] }))).toMatchObject({ refusal: { code: 'nothing-to-sell' } });
  });

  it('has no price for a path over more resources than can be held together', () => {
    const names = Array.from({ length: 257 }, (_, index) => `Cheap/${index}`);
    const offers = offersBy(names.map((resourceId) => offer(resourceId, eur('0.01'))));
    const long = (length: number) => makeQuote(basis({ candidates: [path(10, [names.slice(0, length)])], offers }));
    expect(long(256).kind).toBe('quoted');
    expect(long(257)).toMatchObject({ refusal: { code: 'nothing-to-sell', because: 'It goes over 257 resources, and 256 at most can be held together.' } });
  });

  it('binds for as long as the policy says, or until the nanosecond before the first offer under it lapses', () => {
    expect(quoteFor().validUntil).toBe(at('2026-03-01T12:15:00Z'));
    const soon = offersBy([...OFFERS, offer('Cheap/a', eur('0.30'), { validUntil: at('2026-03-01T12:10:00Z') })]);
    expect(quoteOf(makeQuote(basis({ offers: soon }))).validUntil).toBe(later(at('2026-03-01T12:10:00Z'), -1n));
  });

  it('is not shortened by the offers of scenarios that lost', () => {
    const soon = offersBy([...OFFERS, offer('Mid/b', eur('0.15'), { validUntil: at('2026-03-01T12:10:00Z') })]);
    expect(quoteOf(makeQuote(basis({ offers: soon }))).validUntil).toBe(at('2026-03-01T12:15:00Z'));
  });

  it('shows the buyer a price and no cost, no margin, no loser', () => {
    expect(summaryOf(quoteFor({ objective: 'latency' }))).toEqual({
      quoteId: quoteFor().quoteId,
      monthlyPrice: eur('100'),
      latencyNs: 30_000_000n,
      handovers: 0,
      providers: ['Fast'],
      validUntil: at('2026-03-01T12:15:00Z'),
      alternatives: 2,
      priceSteps: [],
    });
  });

  it('needs each resource once, with the capacity of every use', () => {
    const twice = path(10, [['Cheap/a', 'Fast/a', 'Cheap/a']]);
    expect(needsOf(quoteOf(makeQuote(basis({ candidates: [twice] }))))).toEqual([
      { resourceId: 'Cheap/a', mbps: 200 },
      { resourceId: 'Fast/a', mbps: 100 },
    ]);
  });

  it('S2-1 needs the unit of layer 1 that the path names of each resource, and has no alternative that shares a resource with it', () => {
    const ofUnits = (latencyMs: number, resources: readonly string[], first: number) => {
      const plain = path(latencyMs, [resources]);
      return { ...plain, segments: plain.segments.map((segment) => ({ ...segment, resources: segment.resources.map((resource, index) => ({ ...resource, unit: first + index })) })) };
    };
    const candidates = [ofUnits(30, ['Fast/a', 'Fast/b'], 7), ofUnits(40, ['Fast/a', 'Fast/c'], 3), ofUnits(50, ['Cheap/a'], 9)];
    const quote = quoteOf(makeQuote(basis({ candidates, terms: terms({ objective: 'latency', layerOne: 'wavelength' }) })));
    expect(needsOf(quote)).toEqual([{ resourceId: 'Fast/a', mbps: 100, unit: 7 }, { resourceId: 'Fast/b', mbps: 100, unit: 8 }]);
    expect(alternativesOf(quote.scenarios).map(({ path: { segments } }) => segments[0]?.resources.map(({ resourceId, unit }) => [resourceId, unit]))).toEqual([[['Cheap/a', 9]]]);
  });

  it('S0-21 M1 weighs several figures at once, and tells of each loser by how much', () => {
    const value = { profitWeight: 1, marginWeight: 0, costRevenueWeight: 0, returnWeight: 0, latencyWeight: 0 };
    const weighed = (changed: Partial<typeof value> & Partial<contracting.ValueObjective>) => quoteFor({ objective: 'value', value: { ...value, ...changed } }).scenarios;
    expect(weighed({})[0]).toMatchObject({ scenarioId: '3', monthlyPrice: eur('100'), value: { termProfit: eur('840'), value: '0.7' } });
    expect(weighed({ latencyWeight: 4 }).map(({ scenarioId, lost }) => [scenarioId, lost?.message])).toEqual([
      ['1', undefined],
      ['2', 'Its value is -1.2, 0.1 less than the winner’s, with 360.00 EUR more profit over the term.'],
      ['3', 'Its value is -1.3, 0.2 less than the winner’s, with 720.00 EUR more profit over the term.'],
    ]);
    expect(weighed({ latencyWeight: 4, minProfit: eur('480') }).map(({ scenarioId, lost }) => [scenarioId, lost?.code])).toEqual([
      ['2', undefined],
      ['3', 'lower-value'],
      ['1', 'profit-below-limit'],
    ]);
  });

  it('S0-21 refuses what no scenario comes to, with the limit and the best figure', () => {
    const value = { profitWeight: 1, marginWeight: 0, costRevenueWeight: 0, returnWeight: 0, latencyWeight: 0, minMarginBasisPoints: 7_001 };
    const because = 'Its margin is 0.7 of its revenue, below the limit of 7001 basis points.';
    expect(makeQuote(basis({ terms: terms({ objective: 'value', value }) }))).toEqual({ kind: 'refused', refusal: { code: 'objective-unreachable', limit: 'margin-below-limit', because } });
  });

  it('S0-8 M2 is made again from what it says that it was made from', () => {
    const value = { profitWeight: 2, marginWeight: 1, costRevenueWeight: 0, returnWeight: 1, latencyWeight: 3 };
    for (const changed of [{ objective: 'value' as const, value }, { objective: 'profit' as const, maxMonthlyPrice: eur('100') }, { objective: 'latency' as const }]) {
      const quote = quoteOf(makeQuote(basis({ terms: terms(changed) })));
      expect(quoteAgain(quote, offersBy(OFFERS))).toEqual({ kind: 'quoted', quote });
    }
  });
});
