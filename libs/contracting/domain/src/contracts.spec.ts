import { describe, expect, it } from '@jest/globals';
import { sum } from '@carriermesh/kernel';
import type { contracting } from '@carriermesh/wire';
import { agreedSegments, type Agreement } from './agreement.js';
import { customerContract } from './customer-contract.js';
import { supplyContracts } from './supply-contract.js';
import { CONTRACT_ID, eur, HASH, later, level, NOON, OFFERS, offerHash, QUOTE_ID, quoteFor } from './spec/market.js';

/** 40 ms at most, and the largest margin: the way over Fast, Mid and Fast again wins, at the list price of 100 EUR. */
function agreement(changed: Partial<contracting.ServiceTerms> = {}): Agreement {
  return {
    contractId: CONTRACT_ID,
    sellerId: 'mesh',
    quote: quoteFor({ objective: 'profit', maxLatencyNs: 40_000_000n, ...changed }),
    quoteSha256: HASH,
    termsSha256: offerHash('terms'),
    acceptedAt: NOON,
    signedAt: later(NOON, 1n),
    serviceLevels: new Map(OFFERS.map(({ resourceId, serviceLevel }) => [resourceId, serviceLevel])),
  };
}

const supplies = [{ providerId: 'Fast', supplyContractSha256: HASH }];
const uuid = CONTRACT_ID.slice('con_'.length);

describe('the contract with the customer', () => {
  it('S0-7 names the parties, the items, the prices, the term and the quote that it rests on', () => {
    expect(customerContract(agreement(), supplies)).toMatchObject({
      contractId: CONTRACT_ID,
      buyerId: 'acme',
      sellerId: 'mesh',
      quoteId: QUOTE_ID,
      quoteSha256: HASH,
      terms: { termMonths: 12, mbps: 100 },
      latencyNs: 40_000_000n,
      taxBasisPoints: 1900,
      supplies,
      acceptance: { acceptedBy: 'acme', acceptedAt: NOON, termsSha256: offerHash('terms') },
      signedAt: later(NOON, 1n),
    });
  });

  it('S0-7 has one segment for each run of a provider, two for a provider that is entered twice', () => {
    expect(customerContract(agreement(), supplies).segments.map(({ segmentId, providerId, resources }) => [segmentId, providerId, resources])).toEqual([
      [`seg_${uuid}-1`, 'Fast', [{ resourceId: 'Fast/a', offerSha256: offerHash('Fast/a') }]],
      [`seg_${uuid}-2`, 'Mid', [{ resourceId: 'Mid/b', offerSha256: offerHash('Mid/b') }]],
      [`seg_${uuid}-3`, 'Fast', [{ resourceId: 'Fast/c', offerSha256: offerHash('Fast/c') }]],
    ]);
  });

  it('S0-7 lays the monthly price on the segments by their cost, and they add up to it exactly', () => {
    for (const mbps of [1, 7, 100, 999_983]) {
      const agreed = agreement({ mbps });
      const prices = customerContract(agreed, supplies).prices.map(({ monthlyRecurring }) => monthlyRecurring);
      expect(sum('EUR', prices)).toEqual(agreed.quote.scenarios[0]!.monthlyPrice);
    }
    // 100 EUR over costs of 40, 15 and 5 EUR.
    expect(customerContract(agreement(), supplies).prices.map(({ monthlyRecurring }) => monthlyRecurring.microMinor)).toEqual([6_666_666_667n, 2_500_000_000n, 833_333_333n]);
  });

  it('charges for a gigabyte what the suppliers charge, with the markup', () => {
    expect(customerContract(agreement(), supplies).prices.map(({ perGigabyte }) => perGigabyte)).toEqual([eur('0.012'), eur('0.012'), eur('0.012')]);
  });

  it('S3-18 pins the tariff of the policy whole, and has no price for a gigabyte then, on any path', () => {
    const agreed = agreement();
    const rounding = { mode: 'half-even', decimals: 2, place: 'line' } as const;
    const usageTariff = { tariff: { id: 'plan', currency: 'EUR', rounding, windows: {}, holidays: [], charges: [{ id: 'data', charge: { kind: 'flat', flat: { price: '0.02' } } }], taxes: [] }, offsets: [] } as const;
    const contract = customerContract({ ...agreed, quote: { ...agreed.quote, policy: { ...agreed.quote.policy, usageTariff } } }, supplies);
    expect(contract.usageTariff).toEqual(usageTariff);
    expect([contract, ...contract.alternatives].flatMap(({ prices }) => prices.map(({ perGigabyte }) => perGigabyte.microMinor)).every((microMinor) => microMinor === 0n)).toBe(true);
    expect(customerContract(agreed, supplies)).not.toHaveProperty('usageTariff');
  });

  it('accumulates the service levels of all resources', () => {
    expect(customerContract(agreement(), supplies).serviceLevel).toEqual({ ...level, availabilityPpm: 999_700, lossPpm: 300, jitterNs: 3_000_000n });
  });

  it('S2-16 carries the paths that may stand in, with their prices and whether they keep the latency limit', () => {
    const { alternatives } = customerContract(agreement(), supplies);
    expect(alternatives.map(({ path, withinLatencyLimit, monthlyPrice, resources }) => [path.latencyNs, withinLatencyLimit, monthlyPrice, resources.length])).toEqual([
      [30_000_000n, true, eur('100'), 2],
      [50_000_000n, false, eur('100'), 1],
    ]);
  });
});

describe('an alternative under contract', () => {
  const contract = (changed: Partial<contracting.ServiceTerms> = {}): contracting.Contract => customerContract(agreement(changed), supplies);

  it('S2-16 has segments of its own, which go on counting after those of the contracted path', () => {
    expect(contract().alternatives.map(({ segments }) => segments.map(({ segmentId, providerId }) => [segmentId, providerId]))).toEqual([
      [[`seg_${uuid}-4`, 'Fast']],
      [[`seg_${uuid}-5`, 'Cheap']],
    ]);
  });

  it('S2-16 says of each segment what it has to show when it is measured, as its offers promised', () => {
    const path = quoteFor({ objective: 'profit', maxLatencyNs: 40_000_000n }).scenarios[0]!.path.segments;
    expect(contract().segments.map(({ objective }) => objective)).toEqual(path.map(({ latencyNs }) => ({ latencyNs, jitterNs: level.jitterNs, lossPpm: level.lossPpm })));
    expect(contract().alternatives[0]?.segments[0]?.objective).toMatchObject({ jitterNs: 2n * level.jitterNs, lossPpm: 200 });
  });

  it('M3 never costs the customer more than the contracted path, and less where it is cheaper', () => {
    const paid = (of: contracting.Contract): readonly bigint[] => of.alternatives.map(({ prices }) => sum('EUR', prices.map(({ monthlyRecurring }) => monthlyRecurring)).microMinor);
    const ofScenarios = (of: contracting.Contract): readonly bigint[] => of.alternatives.map(({ monthlyPrice }) => monthlyPrice.microMinor);
    const least = contract({ objective: 'latency' });
    const contracted = sum('EUR', least.prices.map(({ monthlyRecurring }) => monthlyRecurring)).microMinor;
    expect(paid(least)).toEqual(ofScenarios(least).map((price) => (price < contracted ? price : contracted)));
    // By cost the cheapest way is contracted, and each other one is dearer.
    const cheapest = customerContract({ ...agreement(), quote: quoteFor({ objective: 'cost' }) }, supplies);
    const [price] = [sum('EUR', cheapest.prices.map(({ monthlyRecurring }) => monthlyRecurring)).microMinor];
    expect(ofScenarios(cheapest).every((each) => each > price)).toBe(true);
    expect(paid(cheapest)).toEqual(cheapest.alternatives.map(() => price));
  });
});

describe('M3 the contract for a service that goes back to its first path', () => {
  const revert = { waitSeconds: 300 };
  const routesOf = ({ segments, alternatives }: contracting.Contract) => [segments, ...alternatives.map((each) => each.segments)].map((route) => route.flatMap(({ resources }) => resources.map(({ resourceId }) => resourceId)));
  const back = customerContract(agreement({ revert }), supplies);

  it('has that path three times more, and beside each what shares nothing with it, under segments that no other path has', () => {
    const once = customerContract(agreement(), supplies);
    const [first, fast, cheap] = routesOf(once);
    expect(routesOf(back)).toEqual([first, fast, cheap, first, cheap, first, cheap, first, cheap]);
    expect(back.alternatives.map(({ againOf }) => againOf)).toEqual([undefined, undefined, 0, 2, 0, 2, 0, 2]);
    const ids = [back, ...back.alternatives].flatMap(({ segments }) => segments.map(({ segmentId }) => segmentId));
    expect(ids).toEqual(ids.map((_, index) => `seg_${uuid}-${index + 1}`));
  });

  it('costs on the way back what it costs on the first path, on both sides and to the millionth', () => {
    const monthly = (of: Pick<contracting.Contract, 'prices'>) => of.prices.map(({ monthlyRecurring, perGigabyte }) => [monthlyRecurring, perGigabyte]);
    for (const way of back.alternatives.filter(({ againOf }) => againOf === 0)) expect(monthly(way)).toEqual(monthly(back));
    const [fast] = supplyContracts(agreement({ revert }));
    const own = ({ segmentId: _, ...prices }: contracting.PriceRule) => prices;
    expect(fast?.standbyPrices.slice(1).map(own)).toEqual([0, 1, 2].flatMap(() => fast?.prices.map(own) ?? []));
  });

  it('has none where no alternative shares nothing with the first path, or the order wants none', () => {
    const sharing = agreement({ revert });
    const quote = { ...sharing.quote, scenarios: sharing.quote.scenarios.filter(({ path }) => path.segments.every(({ providerId }) => providerId !== 'Cheap')) };
    for (const each of [agreement(), { ...sharing, quote }]) expect(customerContract(each, supplies).alternatives.some(({ againOf }) => againOf !== undefined)).toBe(false);
  });
});

describe('the contract with a supplier', () => {
  it('S0-7 is one for each supplier, with all of its segments and what they cost, exactly', () => {
    const contracts = supplyContracts(agreement());
    expect(contracts.map(({ supplyContractId, providerId, prices }) => [supplyContractId, providerId, prices])).toEqual([
      [
        `con_${uuid}-Fast`,
        'Fast',
        [
          { segmentId: `seg_${uuid}-1`, monthlyRecurring: eur('40'), perGigabyte: eur('0.01') },
          { segmentId: `seg_${uuid}-3`, monthlyRecurring: eur('5'), perGigabyte: eur('0.01') },
        ],
      ],
      [`con_${uuid}-Mid`, 'Mid', [{ segmentId: `seg_${uuid}-2`, monthlyRecurring: eur('15'), perGigabyte: eur('0.01') }]],
      [`con_${uuid}-Cheap`, 'Cheap', []],
    ]);
    expect(sum('EUR', contracts.flatMap(({ prices }) => prices.map(({ monthlyRecurring }) => monthlyRecurring)))).toEqual(eur('60'));
  });

  it('S2-16 M3 buys what may stand in as well: its own segments of each alternative, what they cost and what it promises of them', () => {
    expect(supplyContracts(agreement()).map(({ providerId, standbyPrices, standbyServiceLevels }) => [providerId, standbyPrices, standbyServiceLevels.map(({ lossPpm }) => lossPpm)])).toEqual([
      ['Fast', [{ segmentId: `seg_${uuid}-4`, monthlyRecurring: eur('90'), perGigabyte: eur('0.02') }], [200]],
      ['Mid', [], []],
      ['Cheap', [{ segmentId: `seg_${uuid}-5`, monthlyRecurring: eur('30'), perGigabyte: eur('0.01') }], [100]],
    ]);
  });

  it('states the capacity, the term, and its promise for each of its segments, in their order', () => {
    const [fast] = supplyContracts(agreement());
    expect(fast?.serviceLevels).toEqual([level, level]);
    expect(fast).toMatchObject({ contractId: CONTRACT_ID, sellerId: 'mesh', mbps: 100, termMonths: 12, signedAt: later(NOON, 1n) });
  });

  it('S0-7 shows no customer, no margin and no rival', () => {
    const text = JSON.stringify(supplyContracts(agreement()), (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value));
    const [fast, mid] = text.split('"supplyContractId"').slice(1);
    expect(text).not.toContain('acme');
    expect(text).not.toContain('London');
    expect(fast).not.toContain('Mid');
    expect(mid).not.toContain('Fast');
  });

  it('refuses to be written over a resource whose promise is not known', () => {
    expect(() => agreedSegments({ ...agreement(), serviceLevels: new Map() })).toThrow('Fast/a');
  });
});
