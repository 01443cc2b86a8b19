import { isBandwidth, isToken } from '@carriermesh/kernel';
import { describe, expect, it } from '@jest/globals';
import { disjointRoutes, hopsOf, leastRoute, popsAt } from '../testing/routes.js';
import { CITIES, type CityCode } from './cities.js';
import { sampleExchange } from './sample-exchange.js';

const exchange = sampleExchange();
const hops = hopsOf(exchange);
const popsIn = (code: CityCode): readonly string[] => popsAt(exchange, CITIES[code]);
const pops = exchange.providers.flatMap((provider) => provider.pops);
const links = exchange.providers.flatMap((provider) => provider.links);
const halves = exchange.providers.flatMap((provider) => provider.interconnects);

describe('the sample exchange', () => {
  it('is the same on every call', () => {
    expect(sampleExchange()).toEqual(exchange);
  });

  it('counts what it lists, an interconnect being two halves', () => {
    expect(exchange.counts).toEqual({ providers: 10, pops: 175, links: 223, interconnects: 63 });
    expect([exchange.providers.length, pops.length, links.length, halves.length]).toEqual([10, 175, 223, 126]);
  });

  it('has unique ids, and providers named by tokens', () => {
    for (const ids of [exchange.providers, pops, links, halves].map((things) => things.map(({ id }) => id))) {
      expect(new Set(ids).size).toBe(ids.length);
    }
    expect(exchange.providers.map(({ id }) => id).filter((id) => !isToken(id))).toEqual([]);
  });

  it('uses every city that it knows, and no two at one place', () => {
    const cities = Object.values(CITIES);
    expect(new Set(pops.map(({ city }) => city)).size).toBe(cities.length);
    expect(new Set(cities.map(({ latitude, longitude }) => `${latitude},${longitude}`)).size).toBe(cities.length);
  });

  it('has at least 25 cities where two providers meet', () => {
    const providersIn = Object.keys(CITIES).map((code) => popsIn(code as CityCode).length);
    expect(providersIn.filter((count) => count >= 2).length).toBeGreaterThanOrEqual(25);
  });

  it('gives both sides of each interconnect a half with the same latency', () => {
    const byId = new Map(halves.map((half) => [half.id, half]));
    for (const half of halves) {
      const mirrored = byId.get(`${half.peerPopId}~${half.popId}`);
      expect(mirrored).toMatchObject({ popId: half.peerPopId, peerPopId: half.popId, latencyNs: half.latencyNs });
      expect(half.id).toBe(`${half.popId}~${half.peerPopId}`);
      expect(half.peerPopId.startsWith(`${half.peerProviderId}/`)).toBe(true);
    }
  });

  it('carries light along 1.5 times the great circle', () => {
    const atlantic = links.find(({ id }) => id === 'atlantic-weave/LON-NYC');
    // 5570.214 km × 5 µs/km × 1.5.
    expect(atlantic).toMatchObject({ lengthM: 5_570_214, latencyNs: 41_776_602n });
    for (const { lengthM, latencyNs } of links) expect(Math.abs(Number(latencyNs) - lengthM * 7.5)).toBeLessThanOrEqual(4.5);
  });

  it('prices a link by its network: flat, and by length', () => {
    const atlantic = links.find(({ id }) => id === 'atlantic-weave/LON-NYC');
    // 0.090 + 5.570214 × 0.030 euros, in millionths of a cent.
    expect(atlantic?.monthlyPricePerMbps).toEqual({ currency: 'EUR', microMinor: 25_710_642n });
    expect(atlantic?.pricePerGigabyte).toEqual({ currency: 'EUR', microMinor: 50_000n });
  });

  it('offers every link and half at a positive price and a valid bandwidth', () => {
    for (const { capacityMbps, monthlyPricePerMbps, pricePerGigabyte } of [...links, ...halves]) {
      expect(isBandwidth(capacityMbps)).toBe(true);
      expect(monthlyPricePerMbps.microMinor > 0n && pricePerGigabyte.microMinor > 0n).toBe(true);
    }
  });

  it('has links between its own PoPs alone, each of them in a risk group of its own', () => {
    for (const { id, pops: own, links: ownLinks } of exchange.providers) {
      const ids = new Set(own.map((pop) => pop.id));
      for (const link of ownLinks) {
        expect(ids.has(link.fromPopId) && ids.has(link.toPopId) && link.fromPopId !== link.toPopId).toBe(true);
        expect(link.srlgs[0]).toBe(`link:${link.id}`);
        expect(link.id.startsWith(`${id}/`)).toBe(true);
      }
    }
  });

  it('has at least ten risk groups that two providers share', () => {
    const owners = new Map<string, Set<string>>();
    for (const { id, srlgs } of links) {
      for (const srlg of srlgs) owners.set(srlg, (owners.get(srlg) ?? new Set()).add(id.split('/')[0] ?? ''));
    }
    expect([...owners.values()].filter(({ size }) => size >= 2).length).toBeGreaterThanOrEqual(10);
  });

  it('promises differently by network, within what can be', () => {
    const promises = exchange.providers.map(({ sla }) => sla);
    expect(new Set(promises.map(({ availabilityPpm }) => availabilityPpm)).size).toBeGreaterThanOrEqual(5);
    for (const { availabilityPpm, lossPpm, creditBasisPoints } of promises) {
      expect(availabilityPpm).toBeLessThan(1_000_000);
      expect(lossPpm).toBeLessThan(1000);
      expect(creditBasisPoints).toBeLessThanOrEqual(10_000);
    }
  });
});

describe('routes over the sample exchange', () => {
  it('lead from every PoP to every other', () => {
    const start = pops[0]?.id ?? '';
    expect(pops.filter(({ id }) => !leastRoute(hops, [start], [id])).map(({ id }) => id)).toEqual([]);
  });

  it.each<[CityCode, CityCode]>([
    ['LON', 'NYC'],
    ['FRA', 'SYD'],
    ['SAO', 'FRA'],
    ['STO', 'ATH'],
    ['JNB', 'LON'],
  ])('from %s to %s are at least three that share no link', (from, to) => {
    expect(disjointRoutes(hops, popsIn(from), popsIn(to))).toBeGreaterThanOrEqual(3);
  });

  it.each<[CityCode, CityCode]>([
    ['FRA', 'SYD'],
    ['SAO', 'FRA'],
    ['STO', 'ATH'],
  ])('from %s to %s need more than one provider', (from, to) => {
    expect(leastRoute(hops, popsIn(from), popsIn(to))?.handovers).toBeGreaterThanOrEqual(1);
  });
});
