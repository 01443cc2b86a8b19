import { describe, expect, it } from '@jest/globals';
import { formatFigures } from '@carriermesh/tariff-v1';
import { eur } from '../spec/market.js';
import { bestValue, type BestValue } from './best-value.js';
import type { Segmentation, ValueObjective, ValueRequest } from './request.js';
import type { LegDemand, ValueLink, Way, Ways, WaysFound } from './ways.js';

const MICRO = 1_000_000n;

/** Ways side by side, each one link: its price in cents, its latency in milliseconds, its capacity, its provider. */
const LINKS: Readonly<Record<string, readonly [number, number, number, string]>> = {
  cheap: [10, 50, 100, 'Slow'],
  middle: [20, 40, 100, 'Mid'],
  fast: [30, 30, 100, 'Fast'],
  wide: [90, 20, 400, 'Wide'],
};

const links = new Map(Object.entries(LINKS).map(([id, [cents, , mbps, providerId]]): [string, ValueLink] => [id, { mbps, medium: 'wireline', srlgs: [], resources: [{ resourceId: id, providerId, perMbps: BigInt(cents) * MICRO }], monthly: 0n, setup: 0n }]));

/** Gives ways a page at a time, as a search over a large network does. */
class ListedWays implements Ways {
  largestPage = 0;

  /** @param within of whom nothing is paid for, as far as is known before the whole order is */
  constructor(
    private readonly within?: string,
    private readonly left: readonly string[] = [],
  ) {}

  cheapest(leg: LegDemand, count: number): WaysFound {
    this.largestPage = Math.max(this.largestPage, count);
    return this.found(leg, count, (id) => (id === this.within ? 0 : LINKS[id]![0] * Number(MICRO)));
  }

  fastest(leg: LegDemand, count: number): WaysFound {
    return this.found(leg, count, (id) => LINKS[id]![1] * 1_000_000);
  }

  together(): undefined {
    return undefined;
  }

  without(links: readonly string[]): Ways {
    return new ListedWays(this.within, [...this.left, ...links]);
  }

  private found({ mbps, maxLatencyNs = Infinity }: LegDemand, count: number, figure: (id: string) => number): WaysFound {
    const ids = Object.keys(LINKS).filter((id) => !this.left.includes(id) && LINKS[id]![2] >= mbps && LINKS[id]![1] * 1_000_000 <= maxLatencyNs).sort((a, b) => figure(a) - figure(b));
    if (ids.length === 0) return { kind: 'none', lost: { code: 'no-bandwidth', message: 'There is no way.' } };
    // Half a page, so that there is always something that was not listed.
    const listed = ids.slice(0, count / 2);
    const ways = listed.map((id): Way => ({ links: [id], nodes: ['a', 'b'], latencyNs: LINKS[id]![1] * 1_000_000, handovers: 0 }));
    return listed.length < ids.length ? { kind: 'found', ways, beyond: BigInt(figure(listed.at(-1)!)) } : { kind: 'found', ways };
  }
}

const PROFIT: ValueObjective = { pricing: 'list', weights: { profit: 1 }, limits: {}, belowFloor: false };
const whole: Segmentation = { kind: 'whole', id: 'whole' };

function asked(changed: Partial<ValueRequest> = {}, ways: Ways = new ListedWays()): BestValue {
  const request: ValueRequest = {
    mbps: 100,
    termMonths: 10,
    listMonthly: eur('100'),
    buyer: { discountBasisPoints: 0, tiers: [], spentMonthly: eur('0') },
    deals: new Map(),
    minimumMarginBasisPoints: 1_000,
    formats: [formatFigures('as-it-is', [])],
    segmentations: [whole],
    rejoins: [{ id: 'end', maxMembers: 4, bufferNs: 100_000_000, monthlyPerMember: 0n, monthlyPerMbps: 0n, setup: 0n, addsNs: 0 }],
    deliveries: [],
    objective: PROFIT,
    ...changed,
  };
  return bestValue({ request, snapshot: { currency: 'EUR', links } }, ways);
}

const wayOf = ({ winner }: BestValue): string | undefined => winner?.parts.map(({ way }) => way.links[0]).join('+');

describe('the best value', () => {
  it('S4-9 is proven from the first page of ways, where all costs add up', () => {
    const ways = new ListedWays();
    const best = asked({}, ways);
    expect([wayOf(best), best.proven, ways.largestPage]).toEqual(['cheap', true, 4]);
  });

  it('S4-9 is not proven where a search for one of several deliveries ended at its limit, whether or not another one serves', () => {
    const undecided = new (class extends ListedWays {
      override cheapest(leg: LegDemand, count: number): WaysFound {
        return leg.delivery === 'wide' ? { kind: 'none', lost: { code: 'undecided', message: 'There is no telling.' } } : super.cheapest(leg, count);
      }
    })();
    const members: Segmentation = { kind: 'members', id: 'two', members: 2 };
    const served = asked({ segmentations: [members], deliveries: ['cheap', 'wide'] }, undecided);
    expect([wayOf(served), served.proven, served.combinations[0]?.othersAtMost]).toEqual(['cheap+cheap', false, undefined]);
    const refused = asked({ mbps: 900, segmentations: [members], deliveries: ['cheap', 'wide'] }, undecided);
    expect([refused.combinations[0]?.lost?.code, refused.proven]).toEqual(['undecided', false]);
  });

  it.each([
    ['25', 'fast', '5'],
    ['20', 'fast', '10'],
    ['19', 'cheap', '10'],
  ])('S0-21 counts a commitment of %s EUR only as far as it goes', (commitment, way, cost) => {
    const deals = new Map([['Fast', { discountBasisPoints: 0, tiers: [], commitmentMonthly: eur(commitment), spentMonthly: eur('0') }]]);
    const best = asked({ deals }, new ListedWays('fast'));
    expect([wayOf(best), best.winner?.figures.costMonthly, best.proven]).toEqual([way, eur(cost).microMinor, true]);
  });

  it('S0-21 weighs what is asked: a contract’s volume, the least latency, the lowest price at the floor', () => {
    const deals = new Map([['Mid', { discountBasisPoints: 0, tiers: [], commitmentMonthly: eur('5'), spentMonthly: eur('0') }]]);
    expect(wayOf(asked({ deals }))).toBe('cheap');
    expect(wayOf(asked({ deals, objective: { ...PROFIT, weights: { profit: 1, volume: 3 } } }))).toBe('middle');
    expect(wayOf(asked({ objective: { ...PROFIT, weights: { latency: 1 } } }))).toBe('wide');
    const { winner } = asked({ objective: { ...PROFIT, pricing: 'floor', weights: { price: 1 } } });
    expect([winner?.figures.priceMonthly, winner?.figures.floorMonthly]).toEqual([eur('11').microMinor, eur('11').microMinor]);
  });

  it.each([
    [{ minProfit: eur('900').microMinor + 1n }, 'profit-below-limit', 'It leaves 900.00 EUR over the term, 0.00000001 EUR less than the limit of 900.00000001 EUR.'],
    [{ minMarginBasisPoints: 9_001 }, 'margin-below-limit', 'Its margin is 0.9 of its revenue, below the limit of 9001 basis points.'],
    [{ maxCostRevenueBasisPoints: 999 }, 'cost-revenue-above-limit', 'Its cost is 0.1 of its revenue, above the limit of 999 basis points.'],
    [{ minVolumeMonthly: 1n }, 'volume-below-limit', 'It uses up 0.00 EUR of open commitments a month, 0.00000001 EUR less than the limit of 0.00000001 EUR.'],
    [{ maxPriceMonthly: eur('100').microMinor - 1n }, 'price-above-limit', 'Its price of 100.00 EUR a month is 0.00000001 EUR above the limit of 99.99999999 EUR.'],
  ])('sells nothing beyond the limit %j, and says by how much', (limits, code, message) => {
    const { winner, combinations, proven } = asked({ objective: { ...PROFIT, limits } });
    expect([winner, combinations[0]?.scenarios[0]?.lost, proven]).toEqual([undefined, { code, message }, true]);
  });

  it('sells at exactly its limits', () => {
    const limits = { minProfit: eur('900').microMinor, minMarginBasisPoints: 9_000, maxCostRevenueBasisPoints: 1_000, maxPriceMonthly: eur('100').microMinor };
    expect(wayOf(asked({ objective: { ...PROFIT, limits } }))).toBe('cheap');
  });

  it('S4-1 divides what no way carries whole, each member where there is room, and rejoins them within the buffer', () => {
    const members: Segmentation = { kind: 'members', id: 'two', members: 2 };
    const rejoin = (bufferNs: number) => [{ id: 'end', maxMembers: 4, bufferNs, monthlyPerMember: MICRO, monthlyPerMbps: 0n, setup: 0n, addsNs: 2_000_000 }];
    const best = asked({ mbps: 180, listMonthly: eur('500'), segmentations: [whole, members], rejoins: rejoin(10_000_000) });
    expect([wayOf(best), best.winner?.latencyNs]).toEqual(['cheap+middle', 52_000_000]);
    expect(wayOf(asked({ mbps: 180, listMonthly: eur('500'), segmentations: [members], rejoins: rejoin(9_999_999) }))).toBe('wide+wide');
    const apart = asked({ mbps: 180, listMonthly: eur('500'), segmentations: [{ ...members, apart: 'provider' }], rejoins: rejoin(9_999_999) });
    expect(apart.combinations[0]?.lost).toEqual({ code: 'spread-above-buffer', message: 'Its members arrive 10000000 ns apart at best, 1 ns more than end can wait.' });
  });

  it('M1 tells of every way that was weighed why it lost, with the difference in its value and its profit', () => {
    const [first] = asked({ objective: { ...PROFIT, weights: { profit: 1, latency: 1 } } }).combinations;
    expect(first?.scenarios.map(({ parts, lost }) => [parts[0]?.way.links[0], lost?.message])).toEqual([
      ['cheap', undefined],
      ['middle', 'Its value is 0.4, 0 less than the winner’s, with 100.00 EUR less profit over the term.'],
      ['fast', 'Its value is 0.4, 0 less than the winner’s, with 200.00 EUR less profit over the term.'],
      ['wide', 'Its value is -0.1, 0.5 less than the winner’s, with 800.00 EUR less profit over the term.'],
    ].map(([way, message]) => [way, message?.replace('Its value is 0.4, 0 less than the winner’s', 'Its value is the same')]));
  });

  it('S0-8 is the same for the same snapshot', () => {
    expect(asked()).toEqual(asked());
  });
});
