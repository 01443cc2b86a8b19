import { describe, expect, it } from '@jest/globals';
import { money, type Money } from '@carriermesh/kernel';
import type { common, contracting, paths } from '@carriermesh/wire';
import type { Agreement } from './agreement.js';
import { bandwidthTerms } from './amendment.js';
import { priceStepsOf } from './asking-price.js';
import { isPaidFor } from './changed-bandwidth.js';
import { customerContract, monthlyOf } from './customer-contract.js';
import { searchFor } from './path-search.js';
import { makeQuote, type QuoteBasis } from './pricing.js';
import { quoteAgain } from './requoting.js';
import { basis, CHEAP, CONTRACT_ID, eur, FAST, HASH, level, MIDDLE, NOON, offer, offerHash, OFFERS, offersBy, quoteOf, terms } from './spec/market.js';
import { supplyContracts } from './supply-contract.js';

type Fees = Pick<common.ResourcePrice, 'monthlyFee' | 'setupFee'>;

const monthly = (text: string): Fees => ({ monthlyFee: eur(text) });
const once = (text: string): Fees => ({ setupFee: eur(text) });

/** The three ways with fees for some of their resources. For 100 Mbit/s they cost 90, 60 and 30 EUR without, and 100 EUR is the list price. */
const withFees = (fees: Readonly<Record<string, Fees>>): QuoteBasis['offers'] => offersBy(OFFERS.map((one) => ({ ...one, price: { ...one.price, ...fees[one.resourceId] } })));
const quoted = (fees: Readonly<Record<string, Fees>>, changed: Partial<contracting.ServiceTerms> = {}, beside: Partial<QuoteBasis> = {}): contracting.Quote =>
  quoteOf(makeQuote(basis({ offers: withFees(fees), terms: terms(changed), ...beside })));
const winnerOf = (...args: Parameters<typeof quoted>): contracting.Scenario => quoted(...args).scenarios[0]!;

/** Both lines of 50 Mbit/s go over the same resource. */
const TWO_LINES: paths.PathCandidate = { ...CHEAP, split: { members: 2, memberMbps: 50, apartNs: 0n }, segments: [1, 2].flatMap((member) => CHEAP.segments.map((run) => ({ ...run, member }))) };
const SPLIT: Partial<contracting.ServiceTerms> = { split: { mostMembers: 2, maxDifferentialDelayNs: 1_000_000n } };

describe('a fee of a resource', () => {
  it('S4-7 decides to the cent which way is the cheapest, each month or over the term', () => {
    // The next way is sold for 66 EUR a month, which are 60 and a tenth.
    expect(['29.99', '30.00', '30.01'].map((fee) => winnerOf({ 'Cheap/a': monthly(fee) }).scenarioId)).toEqual(['3', '2', '2']);
    expect(['359.88', '360.00', '360.12'].map((fee) => winnerOf({ 'Cheap/a': once(fee) }).scenarioId)).toEqual(['3', '2', '2']);
    expect(winnerOf({ 'Cheap/a': { ...monthly('20'), ...once('108') } })).toMatchObject({ scenarioId: '3', monthlyCost: eur('50'), monthlyPrice: eur('64.90'), monthlyMargin: eur('14.90') });
  });

  it('S4-7 makes a cheap link the dearer one for little, and not for much', () => {
    const best = (mbps: number) => winnerOf({ 'Cheap/a': monthly('30') }, { mbps }).scenarioId;
    expect([1, 99, 101, 1_000].map(best)).toEqual(['2', '2', '3', '3']);
  });

  it('S0-6 stands in the costs beside what the bandwidth costs, and in what is left over the term', () => {
    const { costs, monthlyCost, monthlyPrice, lost } = winnerOf({ 'Cheap/a': { ...monthly('12'), ...once('60') } }, { objective: 'profit' });
    expect(costs).toEqual([{ resourceId: 'Cheap/a', providerId: 'Cheap', offerSha256: offerHash('Cheap/a'), monthly: eur('30'), perGigabyte: money('EUR', 1_000_000n), monthlyFee: eur('12'), setupFee: eur('60') }]);
    expect([monthlyCost, monthlyPrice, lost]).toEqual([eur('42'), eur('100'), undefined]);
    // 58 EUR for 12 months less 60 are 636; of the next one 40 for 12 months are 480.
    const losses = (fee: string) => quoted({ 'Cheap/a': { ...monthly('12'), ...once(fee) } }, { objective: 'profit' }).scenarios.slice(0, 2).map(({ scenarioId, lost: why }) => [scenarioId, why?.message]);
    expect(losses('60')).toEqual([['3', undefined], ['2', 'It leaves 480.00 EUR over the term, 156.00 EUR less than scenario 3.']]);
    expect(losses('216.01')[0]).toEqual(['2', undefined]);
  });

  it('S0-21 is weighed by several weights by the arithmetic of a desk', () => {
    const value = { profitWeight: 1, marginWeight: 0, costRevenueWeight: 0, returnWeight: 0, latencyWeight: 0 };
    const winner = winnerOf({ 'Cheap/a': { ...monthly('12'), ...once('60') } }, { objective: 'value', value });
    expect(winner).toMatchObject({ scenarioId: '3', value: { termProfit: eur('636') } });
    expect(winnerOf({ 'Cheap/a': once('360.01') }, { objective: 'value', value }).scenarioId).toBe('2');
    expect(winnerOf({ 'Cheap/a': { ...monthly('12'), ...once('60') } }, { objective: 'value', value, ...SPLIT }, { candidates: [TWO_LINES] }).value?.termProfit).toEqual(eur('636'));
  });

  it('S4-3 is what is advertised, whatever discount was agreed on; what is asked each month counts in the supplier’s month, and a set-up does not', () => {
    const supplier = { terms: { providerId: 'Cheap', discountBasisPoints: 5_000, tiers: [{ fromMonthly: eur('20'), discountBasisPoints: 1_000 }] }, spentMonthly: eur('0'), knownRevision: 1n };
    const winner = winnerOf({ 'Cheap/a': { ...monthly('10'), ...once('24') } }, { objective: 'profit' }, { supplierTerms: [supplier] });
    expect(winner).toMatchObject({ scenarioId: '3', monthlyCost: eur('25'), addedMonthly: eur('24.50'), costs: [{ monthly: eur('15'), monthlyFee: eur('10'), setupFee: eur('24') }] });
  });

  it('S0-20 is asked once where several lines go over the resource', () => {
    const { costs, monthlyCost } = winnerOf({ 'Cheap/a': { ...monthly('12'), ...once('60') } }, SPLIT, { candidates: [TWO_LINES] });
    expect(costs.map(({ monthly: each, monthlyFee, setupFee }) => [each, monthlyFee, setupFee])).toEqual([[eur('15'), eur('12'), eur('60')], [eur('15'), undefined, undefined]]);
    expect(monthlyCost).toEqual(eur('42'));
  });

  it('has the least price named with it, and is made again to the byte', () => {
    const quote = quoted({ 'Cheap/a': once('120') });
    expect(priceStepsOf(quote)).toMatchObject([{ code: 'least-price', monthly: eur('44') }]);
    const again = quoteAgain(quote, new Map([...withFees({ 'Cheap/a': once('120') })]));
    expect(again).toMatchObject({ quote });
  });

  it('is of the order’s currency, and in range', () => {
    const lossOf = (fee: Money) => quoted({ 'Cheap/a': { setupFee: fee } }).unpriced.map(({ lost }) => lost.code);
    expect([lossOf(money('USD', 1n)), lossOf(money('EUR', -1n)), lossOf(money('EUR', 100_000_000_000_000_001n)), lossOf(money('EUR', 0n))]).toEqual([['currency-not-offered'], ['price-out-of-range'], ['price-out-of-range'], []]);
  });

  it('S4-9 stays where another bandwidth is ordered, which is not sold where its price does not pay for it', () => {
    // 100 Mbit/s for 100 EUR: 20 for 20, and they cost 6 and 10 with a tenth on top; 19 cost 15.70, 17.27 with it, and 16 cost 16.28.
    const quote = quoted({ 'Cheap/a': monthly('10') }, { objective: 'profit' });
    expect([200, 20, 17, 16].map((mbps) => isPaidFor(quote, { mbps }))).toEqual([true, true, true, false]);
    expect(isPaidFor(quoted({ 'Cheap/a': { ...monthly('10'), ...once('6') } }, { objective: 'profit' }), { mbps: 17 })).toBe(false);
  });

  it('has the path search asked for more ways, where what a Mbit/s costs decides the order in which they come', () => {
    const asked = (objective: contracting.Objective, hasFees: boolean) => searchFor(terms({ objective }), NOON, { hasFees }).candidates;
    expect([asked('cost', false), asked('cost', true), asked('profit', true), asked('latency', true)]).toEqual([4, 16, 16, 4]);
    expect(searchFor(terms(), NOON, { hasFees: true, formats: 8 }).candidates).toBe(4);
  });
});

describe('the contracts of a way with fees', () => {
  const fees = { 'Fast/a': monthly('0.60'), 'Mid/b': once('24'), 'Fast/c': { ...monthly('1'), ...once('2') } };
  const agreement = (of: Readonly<Record<string, Fees>>): Agreement => ({
    contractId: CONTRACT_ID, sellerId: 'mesh', quote: quoted(of, { objective: 'profit', maxLatencyNs: 40_000_000n }, { candidates: [MIDDLE, FAST] }), quoteSha256: HASH, termsSha256: offerHash('terms'),
    acceptedAt: NOON, signedAt: NOON, serviceLevels: new Map(OFFERS.map(({ resourceId }) => [resourceId, level])),
  });
  const [fast, mid] = supplyContracts(agreement(fees));

  it('S0-7 states them to the supplier by segment and link, beside the price for what is kept free; what stands by has its own', () => {
    expect(fast?.prices.map(({ monthlyRecurring, fees: own }) => [monthlyRecurring, own?.fees])).toEqual([
      [eur('40'), [{ resourceId: 'Fast/a', monthly: eur('0.60') }]], [eur('5'), [{ resourceId: 'Fast/c', monthly: eur('1'), setup: eur('2') }]],
    ]);
    expect(mid?.prices.map(({ fees: own }) => own?.fees)).toEqual([[{ resourceId: 'Mid/b', setup: eur('24') }]]);
    expect(fast?.standbyPrices.map(({ monthlyRecurring, fees: own }) => [monthlyRecurring, own?.fees])).toEqual([[eur('90'), [{ resourceId: 'Fast/a', monthly: eur('0.60') }]]]);
  });

  it('I10 tells the customer nothing of them, whose price is laid on the segments by all that each costs a month', () => {
    const contract = customerContract(agreement(fees), []);
    expect(contract.prices.map(({ monthlyRecurring, fees: own }) => [monthlyRecurring.microMinor, own])).toEqual([[6_590_909_091n, undefined], [2_435_064_935n, undefined], [974_025_974n, undefined]]);
    expect(monthlyOf(contract, contract.prices)).toEqual(eur('100'));
    expect(monthlyOf(contract, fast?.prices ?? [])).toEqual(eur('46.60'));
  });

  it('is what it was where nobody asks any', () => {
    expect(supplyContracts(agreement({})).flatMap(({ prices, standbyPrices }) => [...prices, ...standbyPrices]).every((rule) => !('fees' in rule))).toBe(true);
  });

  it('S4-9 leaves them as they are in a version for another bandwidth', () => {
    const contract = customerContract(agreement(fees), []);
    const change = bandwidthTerms(contract, [fast!, mid!], { to: { mbps: 200, suspended: false }, from: NOON }).supplier('Fast');
    expect(change.kind === 'bandwidth' && change.bandwidth.prices.map(({ monthlyRecurring, fees: own }) => [monthlyRecurring, own?.fees[0]?.monthly])).toEqual([[eur('80'), eur('0.60')], [eur('10'), eur('1')], [eur('180'), eur('0.60')]]);
  });

  it('S0-20 has one of several lines over one resource state its fees', () => {
    const quote = quoted({ 'Cheap/a': { ...monthly('12'), ...once('60') } }, SPLIT, { candidates: [TWO_LINES] });
    const [cheap] = supplyContracts({ ...agreement(fees), quote });
    expect(cheap?.prices.map(({ monthlyRecurring, fees: own }) => [monthlyRecurring, own?.fees.length])).toEqual([[eur('15'), 1], [eur('15'), undefined]]);
  });
});

describe('an offer without fees', () => {
  it('costs what it did', () => {
    expect(offer('Cheap/a', eur('0.30')).price).not.toHaveProperty('monthlyFee');
    expect(quoted({}).scenarios.flatMap(({ costs }) => costs).every((cost) => !('monthlyFee' in cost) && !('setupFee' in cost))).toBe(true);
  });
});
