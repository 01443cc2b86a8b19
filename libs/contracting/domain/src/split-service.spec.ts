import { describe, expect, it } from '@jest/globals';
import { sum } from '@carriermesh/kernel';
import type { contracting, paths } from '@carriermesh/wire';
import type { Agreement } from './agreement.js';
import { customerContract } from './customer-contract.js';
import { makeQuote, needsOf, summaryOf } from './pricing.js';
import { accumulated } from './service-level.js';
import { linesOf, whyNoSplitService } from './split-service.js';
import { supplyContracts } from './supply-contract.js';
import { basis, CHEAP, CONTRACT_ID, eur, HASH, later, level, NOON, offer, OFFERS, offerHash, offersBy, path, quoteOf, terms } from './spec/market.js';

const uuid = CONTRACT_ID.slice('con_'.length);
const split = { mostMembers: 3, maxDifferentialDelayNs: 20_000_000n };

/** Two lines of a half each: over Cheap, and over Fast, Mid and Fast again. Both go over a resource of Cheap's that they share. */
function twoLines(memberMbps: number): paths.PathCandidate {
  const of = (runs: readonly (readonly string[])[], member: number, latencyMs: number) => {
    const places = ['here', ...runs.slice(1).map((_, index) => `${member}-${index}`), 'there'];
    return path(latencyMs, runs).segments.map((run, index) => ({ ...run, fromPopId: places[index]!, toPopId: places[index + 1]!, member, latencyNs: index === 0 ? BigInt(latencyMs) * 1_000_000n : 0n }));
  };
  const segments = [...of([['Cheap/a', 'Cheap/in']], 1, 50), ...of([['Fast/a'], ['Mid/b'], ['Cheap/in']], 2, 40)];
  return { ...path(50, []), segments, handovers: 2, popIds: ['pop-0', 'pop-3'], split: { members: 2, memberMbps, apartNs: 10_000_000n } };
}

const OFFERED = [...OFFERS, offer('Cheap/in', eur('0.01'))];
const asked = (changed: Partial<contracting.ServiceTerms> = {}) => terms({ mbps: 100, split, ...changed });
const quoteFor = (candidates: readonly paths.PathCandidate[], changed: Partial<contracting.ServiceTerms> = {}): contracting.Quote =>
  quoteOf(makeQuote(basis({ candidates, terms: asked(changed), offers: offersBy(OFFERED) })));

function agreement(quote: contracting.Quote): Agreement {
  const serviceLevels = new Map(OFFERED.map(({ resourceId, serviceLevel }) => [resourceId, serviceLevel]));
  return { contractId: CONTRACT_ID, sellerId: 'mesh', quote, quoteSha256: HASH, termsSha256: offerHash('terms'), acceptedAt: NOON, signedAt: later(NOON, 1n), serviceLevels };
}

const sold = (): contracting.Quote => quoteFor([twoLines(50)]);
const contract = (): contracting.Contract => customerContract(agreement(sold()), []);

describe('S4-1 a service that several lines carry together', () => {
  it('costs what each line takes of each resource, and is held so: once for both where they share one', () => {
    const quote = sold();
    // 50 × (0.30 + 0.01 + 0.40 + 0.15 + 0.01)
    expect(quote.scenarios[0]).toMatchObject({ monthlyCost: eur('43.5'), monthlyPrice: eur('47.85') });
    expect(needsOf(quote)).toEqual([{ resourceId: 'Cheap/a', mbps: 50 }, { resourceId: 'Cheap/in', mbps: 100 }, { resourceId: 'Fast/a', mbps: 50 }, { resourceId: 'Mid/b', mbps: 50 }]);
    expect(summaryOf(quote)).toMatchObject({ members: 2, latencyNs: 50_000_000n, alternatives: 0, providers: ['Cheap', 'Fast', 'Mid'] });
  });

  it('is weighed against one line, and wins and loses by the figures', () => {
    expect(quoteFor([CHEAP, twoLines(50)]).scenarios.map(({ path: won, lost }) => [won.split?.members, lost?.code])).toEqual([[undefined, undefined], [2, 'higher-price']]);
    const dear = path(30, [['Fast/a', 'Fast/b']]);
    expect(quoteFor([dear, twoLines(50)]).scenarios.map(({ path: won }) => won.split?.members)).toEqual([2, undefined]);
    expect(quoteFor([dear, twoLines(50)], { objective: 'latency' }).scenarios.map(({ lost }) => lost?.code)).toEqual([undefined, 'higher-latency']);
  });

  it('has nothing that stands in for it, and stands in for nothing', () => {
    const dear = path(30, [['Fast/a', 'Fast/b']]);
    expect(customerContract(agreement(quoteFor([dear, twoLines(50)])), []).alternatives).toEqual([]);
    expect(customerContract(agreement(quoteFor([CHEAP, dear, twoLines(50)])), []).alternatives).toHaveLength(1);
  });

  it.each([1, 2, 3])('is worth by a weighted objective what its lines come to, with %i lines allowed beyond two', (more) => {
    const value = { profitWeight: 1, marginWeight: 0, costRevenueWeight: 0, returnWeight: 0, latencyWeight: 0 };
    const quote = quoteFor([path(30, [['Fast/a', 'Fast/b']]), twoLines(50)], { objective: 'value', value, split: { ...split, mostMembers: 2 + more } });
    // A list price of 100 EUR, for 12 months.
    expect(quote.scenarios.map(({ path: won, value: worth }) => [won.split?.members, worth?.termProfit])).toEqual([[2, eur('678')], [undefined, eur('120')]]);
  });

  it('S0-7 is contracted line by line, with the bandwidth of each and marks at the customer’s ends alone', () => {
    const { segments, prices, latencyNs, split: agreed } = contract();
    expect(agreed).toEqual({ members: 2, memberMbps: 50, maxDifferentialDelayNs: 20_000_000n });
    expect(latencyNs).toBe(50_000_000n);
    const mark = (ordinal: number) => ({ splitId: `spl_${uuid}`, ordinal, members: 2, maxDifferentialDelayNs: 20_000_000n, leastMembers: 2 });
    expect(segments.map(({ segmentId, providerId, split: at }) => [segmentId, providerId, at])).toEqual([
      [`seg_${uuid}-1`, 'Cheap', mark(1)],
      [`seg_${uuid}-10001`, 'Fast', mark(2)],
      [`seg_${uuid}-10002`, 'Mid', undefined],
      [`seg_${uuid}-10003`, 'Cheap', mark(2)],
    ]);
    expect(sum('EUR', prices.map(({ monthlyRecurring }) => monthlyRecurring))).toEqual(sold().scenarios[0]?.monthlyPrice);
  });

  it('S0-7 is bought of each supplier with the bandwidth of a line, and with both ends of one that has them', () => {
    const supplies = supplyContracts(agreement(sold()));
    expect(supplies.map(({ providerId, mbps, segments }) => [providerId, mbps, segments.map(({ split: at }) => at?.ordinal)])).toEqual([
      ['Cheap', 50, [1, 2]],
      ['Fast', 50, [2]],
      ['Mid', 50, [undefined]],
    ]);
    expect(sum('EUR', supplies.flatMap(({ prices }) => prices.map(({ monthlyRecurring }) => monthlyRecurring)))).toEqual(eur('43.5'));
  });

  it('promises what the rejoined lines keep: no more lost than on the worst, and frames held back for as long as was sold', () => {
    const [one, other] = [accumulated([level, level]), accumulated([level, level, level])];
    expect(contract().serviceLevel).toEqual({
      ...accumulated([one, other]),
      lossPpm: other.lossPpm,
      jitterNs: other.jitterNs + 20_000_000n,
    });
  });

  it('S0-7 is verified line by line: nothing of what was sold can be left out, moved or told otherwise to an end', () => {
    const { segments, split: agreed, terms: ordered } = contract();
    const sold = { segments, split: agreed!, terms: ordered };
    expect(whyNoSplitService(sold)).toBeUndefined();
    expect(linesOf(segments).map((line) => line.map(({ providerId }) => providerId))).toEqual([['Cheap'], ['Fast', 'Mid', 'Cheap']]);
    const altered = (at: number, changed: Partial<contracting.ContractSegment>) => whyNoSplitService({ ...sold, segments: segments.map((segment, index) => (index === at ? { ...segment, ...changed } : segment)) });
    expect(whyNoSplitService({ ...sold, segments: segments.slice(1) })).toBe('1 lines lead to its end, and 2 were sold');
    expect(whyNoSplitService({ ...sold, split: { ...agreed!, memberMbps: 49 } })).toBe('2 lines of 49 Mbit/s do not carry 100');
    // What travels in a format is what they have to carry.
    expect(whyNoSplitService({ ...sold, format: { codec: 'h265', carriedMbps: 100, addsNs: 0n } })).toBeUndefined();
    expect(whyNoSplitService({ ...sold, format: { codec: 'h265', carriedMbps: 101, addsNs: 0n } })).toBe('2 lines of 50 Mbit/s do not carry 101');
    expect(whyNoSplitService({ ...sold, split: { ...agreed!, maxDifferentialDelayNs: 1n } })).toBe('it is split otherwise than it was ordered');
    expect(altered(1, { fromPopId: 'elsewhere' })).toBe('line 2 begins in elsewhere, and the first in here');
    expect(altered(2, { split: segments[3]!.split! })).toBe(`seg_${uuid}-10002 of line 2 is marked as 2 of 2`);
    expect(altered(3, { split: segments[0]!.split! })).toBe(`seg_${uuid}-10003 of line 2 is marked as 1 of 2`);
    expect(altered(0, { split: { ...segments[0]!.split!, leastMembers: 1 } })).toBe(`seg_${uuid}-1 of line 1 is marked as 1 of 2`);
  });
});
