import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, jest } from '@jest/globals';
import { OfflinePaths } from '@carriermesh/paths-service';
import { readPathTopology } from './path-topology.js';

// Facts about data that nobody of this project wrote. Where the folder is absent the tests are skipped, by name.
const zoo = join(process.env['CARRIERMESH_DATA'] ?? '../shared/data', 'topologyzoo', 'graphml');
const onRealData = existsSync(zoo) ? it : it.skip;

jest.setTimeout(60_000);

const METRO_KM = 30;

type GraphDescription = Awaited<ReturnType<typeof readPathTopology>>;
type Point = readonly [latitude: number, longitude: number];

const LONDON: Point = [51.50853, -0.12574];
const FRANKFURT: Point = [50.11667, 8.68333];

const QUESTIONS: readonly (readonly [string, Point, Point])[] = [
  ['London – New York', LONDON, [40.71427, -74.00597]],
  ['Frankfurt – Sydney', FRANKFURT, [-33.86785, 151.20732]],
  ['São Paulo – Frankfurt', [-23.5475, -46.63611], FRANKFURT],
  ['Stockholm – Athens', [59.33258, 18.0649], [37.97945, 23.71622]],
  ['Johannesburg – London', [-26.20227, 28.04363], LONDON],
];

function kmBetween([latitudeA, longitudeA]: Point, [latitudeB, longitudeB]: Point): number {
  const radians = (degrees: number) => (degrees * Math.PI) / 180;
  const half = (degrees: number) => Math.sin(radians(degrees) / 2) ** 2;
  const chord = half(latitudeB - latitudeA) + Math.cos(radians(latitudeA)) * Math.cos(radians(latitudeB)) * half(longitudeB - longitudeA);
  return 2 * 6371 * Math.asin(Math.sqrt(chord));
}

/** Every link is tried in both directions until none makes anything nearer: as plain as can be, and nothing of the engine's. */
function leastByTrying({ nodes, links }: GraphDescription, from: Point, to: Point): readonly [latencyNs: number, handovers: number] | undefined {
  const isAt = (place: Point) => nodes.filter(({ lat, lon }) => lat !== undefined && lon !== undefined && kmBetween([lat, lon], place) <= METRO_KM).map(({ id }) => id);
  const [starts, ends] = [isAt(from), isAt(to)];
  expect(Math.min(starts.length, ends.length)).toBeGreaterThan(0);
  const providerOf = new Map(nodes.map(({ id, provider }) => [id, provider]));
  const best = new Map<string, readonly [number, number]>(starts.map((id) => [id, [0, 0]]));
  for (let hasChanged = true; hasChanged; ) {
    hasChanged = false;
    const isNearer = (there: string, latency: number, handovers: number) => {
      const known = best.get(there);
      return !known || latency < known[0] || (latency === known[0] && handovers < known[1]);
    };
    const relax = (here: string, there: string, latencyNs: number) => {
      const known = best.get(here);
      if (!known) return;
      const next = [known[0] + latencyNs, known[1] + (providerOf.get(here) === providerOf.get(there) ? 0 : 1)] as const;
      if (!isNearer(there, ...next)) return;
      best.set(there, next);
      hasChanged = true;
    };
    for (const link of links) {
      relax(link.from, link.to, link.latencyNs);
      relax(link.to, link.from, link.latencyNs);
    }
  }
  const reached = ends.map((id) => best.get(id)).filter((each) => each !== undefined);
  return reached.sort((a, b) => a[0] - b[0] || a[1] - b[1])[0];
}

describe('S2-7 the Topology Zoo with interconnects and ends within 30 km (m2), path factor 1.0', () => {
  onRealData('answers the five facts as trying every link until nothing is nearer does', async () => {
    const topology = await readPathTopology({ topology: zoo, model: 'm2', pathFactor: '1' });
    const paths = new OfflinePaths(topology);
    const place = ([lat, lon]: Point) => ({ lat, lon, withinKm: METRO_KM });
    const answers = QUESTIONS.map(([, from, to]) => JSON.parse(paths.answerLine(JSON.stringify({ from: place(from), to: place(to) }), 1)));
    const found = answers.map(({ paths: [path] }) => path && [path.latencyNs, path.handovers]);
    const tried = QUESTIONS.map(([, from, to]) => leastByTrying(topology, from, to));
    expect(found).toEqual(tried);
    expect(tried.map((least) => least && [(least[0] / 1e6).toFixed(3), least[1]])).toEqual([['27.729', 2], ['82.821', 1], ['74.335', 7], ['14.419', 3], undefined]);
    expect(answers.at(-1).refusal).toEqual({ code: 'disconnected' });
  });
});
