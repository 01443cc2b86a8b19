import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, it, jest } from '@jest/globals';
import { describeGraph, OfflinePaths } from '@carriermesh/paths-service';
import { alone, answerLines } from './path.command.js';
import { readPathTopology } from './path-topology.js';

// Facts about data that nobody of this project wrote. Where the folder is absent the tests are skipped, by name.
const zoo = join(process.env['CARRIERMESH_DATA'] ?? '../shared/data', 'topologyzoo', 'graphml');
const onRealData = existsSync(zoo) ? it : it.skip;

jest.setTimeout(60_000);

async function answers(paths: OfflinePaths, pieces: readonly string[], timings = false) {
  const output = new PassThrough();
  const written = text(output);
  await answerLines({ answer: (lines) => alone(paths, timings, lines), input: Readable.from(pieces), output });
  output.end();
  return (await written).split('\n').slice(0, -1).map((line) => JSON.parse(line));
}

const small = { nodes: [{ id: 'a', provider: 'p' }, { id: 'b', provider: 'q' }], links: [{ id: 'ab', from: 'a', to: 'b', latencyNs: 5 }] };

describe('carriermesh path', () => {
  it('answers line by line, in order, whatever pieces the input comes in, and goes on after a bad one', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'carriermesh-path-'));
    try {
      const graph = join(directory, 'graph.json');
      await writeFile(graph, JSON.stringify(small));
      const paths = new OfflinePaths(await readPathTopology({ graph, model: 'm1', pathFactor: '1' }));
      const found = await answers(paths, ['{"id":1,"from":"a",', '"to":"b"}\nbad\n\n{"id":2,"from":"b","to":"b"}', '\n{"id":3,"from":"b","to":"a"}']);
      expect(found.map(({ id, line }) => id ?? line)).toEqual([1, 2, 2, 3]);
      expect(found[0].paths).toEqual([{ latencyNs: 5, cost: 0, handovers: 1, hops: 1, nodes: ['a', 'b'], links: ['ab'] }]);
    } finally {
      await rm(directory, { recursive: true });
    }
  });

  it('tells how long an answer took where it is asked to', async () => {
    const [found] = await answers(new OfflinePaths(describeGraph(small, 1)), ['{"from":"a","to":"b"}\n'], true);
    expect(found.micros).toBeGreaterThanOrEqual(0);
  });

  it.each([
    [{}, 'one of the two'],
    [{ topology: zoo, graph: 'graph.json' }, 'one of the two'],
    [{ graph: 'no-such-graph.json' }, 'no-such-graph.json cannot be read'],
    [{ topology: 'no-such-folder' }, 'no-such-folder cannot be read'],
  ])('says which topology cannot be read', async (flags, message) => {
    await expect(readPathTopology({ ...flags, model: 'm1', pathFactor: '1' })).rejects.toThrow(message);
  });
});

const CITIES = {
  london: { lat: 51.50853, lon: -0.12574 },
  newYork: { lat: 40.71427, lon: -74.00597 },
  frankfurt: { lat: 50.11667, lon: 8.68333 },
  sydney: { lat: -33.86785, lon: 151.20732 },
  saoPaulo: { lat: -23.5475, lon: -46.63611 },
  stockholm: { lat: 59.33258, lon: 18.0649 },
  athens: { lat: 37.97945, lon: 23.71622 },
  johannesburg: { lat: -26.20227, lon: 28.04363 },
};

describe('S2-7 the Topology Zoo, path factor 1.0', () => {
  const query = (from: keyof typeof CITIES, to: keyof typeof CITIES, asked: object = {}) => `${JSON.stringify({ from: CITIES[from], to: CITIES[to], ...asked })}\n`;

  onRealData('answers the five facts as read from GraphML and as read from a graph file', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'carriermesh-path-'));
    const graph = join(directory, 'graph.json');
    const fromZoo = await readPathTopology({ topology: zoo, model: 'm1', pathFactor: '1' });
    await writeFile(graph, JSON.stringify(fromZoo));
    const fromFile = await readPathTopology({ graph, model: 'm1', pathFactor: '1' });
    await rm(directory, { recursive: true });
    const queries = [query('london', 'newYork'), query('frankfurt', 'sydney'), query('saoPaulo', 'frankfurt'), query('stockholm', 'athens'), query('johannesburg', 'london')];
    const [zooAnswers, fileAnswers] = [await answers(new OfflinePaths(fromZoo), queries), await answers(new OfflinePaths(fromFile), queries)];
    expect(zooAnswers.map(({ paths: [path], refusal }) => (path ? [(path.latencyNs / 1e6).toFixed(3), path.handovers] : refusal.code))).toEqual([
      ['27.851', 0],
      ['82.821', 1],
      ['74.348', 2],
      ['14.419', 3],
      'disconnected',
    ]);
    expect(fileAnswers).toEqual(zooAnswers);
  });

  onRealData('sells what only a split, only another provider’s leg, and only a longer and cheaper route can serve', async () => {
    const description = await readPathTopology({ topology: zoo, model: 'm1', pathFactor: '1' });
    const paths = new OfflinePaths(description);
    const [fast] = await answers(paths, [query('stockholm', 'athens')]);
    const [cheap] = await answers(paths, [query('stockholm', 'athens', { objective: 'cost', maxLatencyNs: 16_000_000 })]);
    expect(cheap.paths[0].cost).toBeLessThan(fast.paths[0].cost);
    expect(cheap.paths[0].latencyNs).toBeGreaterThan(fast.paths[0].latencyNs);
    // Sold for what the fastest costs, that one earns nothing whatever its mark-up is called; the longer and cheaper one does.
    const [fastest] = await answers(paths, [query('stockholm', 'athens', { objective: 'cost', maxLatencyNs: fast.paths[0].latencyNs })]);
    const salePrice = fastest.paths[0].cost;
    expect(cheap.paths[0].cost).toBeLessThan(salePrice);
    const [sold, loss] = await answers(paths, [
      query('stockholm', 'athens', { objective: 'profit', salePrice, maxLatencyNs: 16_000_000 }),
      query('stockholm', 'athens', { objective: 'profit', salePrice: salePrice - 1, maxLatencyNs: fast.paths[0].latencyNs }),
    ]);
    expect(sold.paths[0]).toMatchObject({ links: cheap.paths[0].links, profit: salePrice - cheap.paths[0].cost });
    expect(loss.refusal).toMatchObject({ code: 'cost-too-high', limit: salePrice - 1, least: salePrice });
    const [wide] = await answers(paths, [query('stockholm', 'athens', { mbps: 1_000_000 })]);
    expect(wide.refusal.code).toBe('no-bandwidth');
    const half = Math.floor(wide.refusal.mostMbps / 2) + 1;
    const [whole, split] = await answers(paths, [
      query('stockholm', 'athens', { mbps: 2 * half }),
      query('stockholm', 'athens', { split: { members: 2, memberMbps: half } }),
    ]);
    expect(whole.refusal.code).toBe('no-bandwidth');
    expect(split.paths).toHaveLength(2);
    // Whoever carries a part of the fastest way would not get there by itself in that time: each needs another's leg.
    const providers = [...new Set<string>(fast.paths[0].nodes.map((node: string) => node.split('/')[0]))];
    const all = [...new Set(description.nodes.map(({ provider }) => provider))];
    const maxLatencyNs = fast.paths[0].latencyNs;
    const alone = await answers(paths, providers.map((provider) => query('stockholm', 'athens', { maxLatencyNs, excludeProviders: all.filter((other) => other !== provider) })));
    expect(alone.length).toBeGreaterThan(1);
    expect(alone.map(({ refusal }) => typeof refusal?.code)).toEqual(providers.map(() => 'string'));
    const [others] = await answers(paths, [query('stockholm', 'athens', { disjoint: 'provider' })]);
    expect(others.paths).toHaveLength(2);
  });
});
