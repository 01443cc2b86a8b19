import { formatMoney } from '@carriermesh/kernel';
import { describe, expect, it } from '@jest/globals';
import type { GraphmlEdge } from './graphml.js';
import { halfTerms, linkCapacityMbps, linkPrices, providerPercent, serviceLevelOf } from './zoo-rules.js';

const edge = (attributes: Readonly<Record<string, string>> = {}): GraphmlEdge => ({
  source: '0',
  target: '1',
  attributes: new Map(Object.entries(attributes)),
});

const capacityOf = (...edges: readonly GraphmlEdge[]): number => linkCapacityMbps({ id: 'Alfa/0-1', km: 100, edges });

/** Searched for, so that the prices below are the table's own figures. */
const atFullPrice = Array.from({ length: 500 }, (_, index) => `P${index}`).find((id) => providerPercent(id) === 100n) ?? '';

const priceOf = (lengthM: number, capacityMbps: number): string =>
  formatMoney(linkPrices({ providerId: atFullPrice, lengthM, capacityMbps }).monthlyPricePerMbps);

describe('capacity', () => {
  it('is what an edge states in bit/s, before the rounder number beside it', () => {
    expect(capacityOf(edge({ LinkSpeedRaw: '2480000000.0', LinkSpeed: '2.5', LinkSpeedUnits: 'G' }))).toBe(2480);
  });

  it('is read from speed and unit where bit/s are absent', () => {
    expect(capacityOf(edge({ LinkSpeed: '2.5', LinkSpeedUnits: 'G' }))).toBe(2500);
    expect(capacityOf(edge({ LinkSpeed: '4976', LinkSpeedUnits: 'm' }))).toBe(4976);
  });

  it('is the sum over parallel edges that state one', () => {
    expect(capacityOf(edge({ LinkSpeedRaw: '2480000000' }), edge(), edge({ LinkSpeedRaw: '10000000' }))).toBe(2490);
  });

  it('is at least 1 Gbit/s, whatever the years of the snapshot knew', () => {
    expect(capacityOf(edge({ LinkSpeedRaw: '64000' }))).toBe(1000);
    expect(capacityOf(edge({ LinkSpeedRaw: '999999999' }), edge({ LinkSpeedRaw: '2000000' }))).toBe(1002);
  });

  it.each([{}, { LinkSpeed: '10' }, { LinkSpeed: 'fast', LinkSpeedUnits: 'G' }, { LinkSpeedRaw: '0' }, { LinkSpeedRaw: '-5' }])(
    'is chosen where %j states none',
    (attributes) => {
      expect([10_000, 40_000, 100_000]).toContain(capacityOf(edge(attributes)));
    },
  );

  it.each([
    [199.9, 60, 15],
    [200, 40, 30],
    [1999.9, 40, 30],
    [2000, 20, 50],
  ])('of links of %d km is 10 Gbit/s for about %d %% and 100 Gbit/s for about %d %%', (km, small, large) => {
    const chosen = Array.from({ length: 5000 }, (_, index) => linkCapacityMbps({ id: `Alfa/${index}-${index + 7}`, km, edges: [edge()] }));
    const percent = (mbps: number): number => (100 * chosen.filter((capacity) => capacity === mbps).length) / chosen.length;
    expect(Math.abs(percent(10_000) - small)).toBeLessThan(3);
    expect(Math.abs(percent(100_000) - large)).toBeLessThan(3);
  });
});

describe('price', () => {
  it('adds base and length by stretch: 0.03 + 0.10 + 0.25 + 0.1285 for 5570 km', () => {
    expect(priceOf(0, 10_000)).toBe('0.03');
    expect(priceOf(500_000, 10_000)).toBe('0.13');
    expect(priceOf(3_000_000, 10_000)).toBe('0.38');
    expect(priceOf(5_570_000, 10_000)).toBe('0.5085');
  });

  it.each([
    [999, '0.048'],
    [1000, '0.039'],
    [9999, '0.039'],
    [10_000, '0.03'],
    [39_999, '0.03'],
    [40_000, '0.024'],
    [99_999, '0.024'],
    [100_000, '0.018'],
  ])('at %d Mbit/s starts at %s', (mbps, price) => {
    expect(priceOf(0, mbps)).toBe(price);
  });

  it('of a gigabyte is a thousandth of it, rounded half away from zero', () => {
    const prices = linkPrices({ providerId: atFullPrice, lengthM: 25, capacityMbps: 10_000 });
    expect(prices.monthlyPricePerMbps.microMinor).toBe(3_000_500n);
    expect(prices.pricePerGigabyte).toEqual({ currency: 'EUR', microMinor: 3001n });
  });

  it('level lies between 80 % and 125 %, and both are reached', () => {
    const levels = new Set(Array.from({ length: 2000 }, (_, index) => providerPercent(`Net${index}`)));
    const sorted = [...levels].sort((a, b) => Number(a - b));
    expect([sorted[0], sorted.at(-1), sorted.length]).toEqual([80n, 125n, 46]);
  });

  it('of half an interconnect is a port and half of the way', () => {
    const { capacityMbps, monthlyPricePerMbps } = halfTerms({ id: `${atFullPrice}/0~Beta/0`, ownerId: atFullPrice, km: 20 });
    const tierPercent = capacityMbps === 100_000 ? 60n : 100n;
    // 0.01 for the port and 10 km at 0.0002.
    expect(monthlyPricePerMbps.microMinor).toBe((1_200_000n * tierPercent) / 100n);
  });
});

describe('service level', () => {
  it('is one of three, each of them given to someone', () => {
    const promised = Array.from({ length: 200 }, (_, index) => serviceLevelOf(`Net${index}`).availabilityPpm);
    expect([...new Set(promised)].sort()).toEqual([999_500, 999_900, 999_950]);
  });
});
