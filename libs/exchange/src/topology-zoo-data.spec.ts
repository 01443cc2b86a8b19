import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isToken } from '@carriermesh/kernel';
import { describe, expect, it, jest } from '@jest/globals';
import type { Exchange } from './exchange.js';
import { hopsOf, leastRoute, type Place, popsAt } from './testing/routes.js';
import { readTopologyZoo } from './topology-zoo.js';

// Facts about data that nobody of this project wrote. Where the folder is absent the tests are skipped, by name.
const dir = join(process.env['CARRIERMESH_DATA'] ?? '../shared/data', 'topologyzoo', 'graphml');
const onRealData = existsSync(dir) ? it : it.skip;

// Two readings of 276 files and four searches: seconds on an idle machine, more on one that runs other tests beside.
jest.setTimeout(60_000);

const reading = new Map<string, Promise<Exchange>>();

/** Each model is read once for all the tests here. */
function zoo(model: 'm1' | 'm2'): Promise<Exchange> {
  const read = reading.get(model) ?? readTopologyZoo(dir, { model, pathFactor: 1 });
  reading.set(model, read);
  return read;
}

const halvesOf = ({ providers }: Exchange) => providers.flatMap(({ interconnects }) => interconnects);

/** The coordinates that the files state for these cities. */
const PLACES = {
  London: { latitude: 51.50853, longitude: -0.12574 },
  'New York': { latitude: 40.71427, longitude: -74.00597 },
  Frankfurt: { latitude: 50.11667, longitude: 8.68333 },
  Sydney: { latitude: -33.86785, longitude: 151.20732 },
  'São Paulo': { latitude: -23.5475, longitude: -46.63611 },
  Stockholm: { latitude: 59.33258, longitude: 18.0649 },
  Athens: { latitude: 37.97945, longitude: 23.71622 },
  Johannesburg: { latitude: -26.20227, longitude: 28.04363 },
} as const satisfies Readonly<Record<string, Place>>;

describe('the Topology Zoo', () => {
  onRealData('has 186 providers with 6,527 PoPs and 7,724 links, and 19,002 pairs of PoPs at equal coordinates', async () => {
    const exchange = await zoo('m1');
    expect(exchange.counts).toEqual({ providers: 186, pops: 6527, links: 7724, interconnects: 19_002 });
    expect(halvesOf(exchange)).toHaveLength(2 * 19_002);
    expect(halvesOf(exchange).filter(({ latencyNs }) => latencyNs !== 0n)).toEqual([]);
  });

  onRealData('has 27,300 pairs of PoPs within 30 km, none longer than 150 µs', async () => {
    const exchange = await zoo('m2');
    expect(exchange.counts).toEqual({ providers: 186, pops: 6527, links: 7724, interconnects: 27_300 });
    const latencies = halvesOf(exchange).map(({ latencyNs }) => Number(latencyNs));
    expect(latencies.filter((latency) => latency === 0)).toHaveLength(2 * 19_002);
    expect(Math.max(...latencies)).toBeLessThanOrEqual(150_000);
  });

  onRealData('has 16 files without a usable node, and every other is read', async () => {
    const { refused } = await zoo('m1');
    expect(refused).toHaveLength(16);
    expect(new Set(refused.map(({ reason }) => reason))).toEqual(new Set(['has no node of its own network with Latitude and Longitude']));
  });

  onRealData('names every provider by a token and everything else uniquely', async () => {
    const exchange = await zoo('m2');
    expect(exchange.providers.filter(({ id }) => !isToken(id))).toEqual([]);
    const ids = exchange.providers.flatMap(({ pops, links, interconnects }) => [...pops, ...links, ...interconnects].map(({ id }) => id));
    expect(new Set(ids).size).toBe(6527 + 7724 + 2 * 27_300);
  });

  onRealData('is priced between one cent and two euros for a Mbit/s and month', async () => {
    const { providers } = await zoo('m1');
    const prices = providers.flatMap(({ links }) => links.map(({ monthlyPricePerMbps }) => Number(monthlyPricePerMbps.microMinor)));
    expect(Math.min(...prices)).toBeGreaterThanOrEqual(1_000_000);
    expect(Math.max(...prices)).toBeLessThanOrEqual(200_000_000);
  });
});

describe('the least route over the Topology Zoo (m1, path factor 1)', () => {
  onRealData.each([
    ['London', 'New York', '27.851', 0],
    ['Frankfurt', 'Sydney', '82.821', 1],
    ['São Paulo', 'Frankfurt', '74.348', 2],
    ['Stockholm', 'Athens', '14.419', 3],
  ] as const)('from %s to %s takes %s ms with %d handovers', async (from, to, ms, handovers) => {
    const exchange = await zoo('m1');
    const route = leastRoute(hopsOf(exchange), popsAt(exchange, PLACES[from]), popsAt(exchange, PLACES[to]));
    expect((Number(route?.latencyNs) / 1e6).toFixed(3)).toBe(ms);
    expect(route?.handovers).toBe(handovers);
  });

  onRealData('from Johannesburg to London does not exist', async () => {
    const exchange = await zoo('m1');
    const [starts, ends] = [popsAt(exchange, PLACES.Johannesburg), popsAt(exchange, PLACES.London)];
    expect([starts.length > 0, ends.length > 0]).toEqual([true, true]);
    expect(leastRoute(hopsOf(exchange), starts, ends)).toBeUndefined();
  });
});
