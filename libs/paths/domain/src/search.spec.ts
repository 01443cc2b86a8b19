import { describe, expect, it } from '@jest/globals';
import { instant } from '@carriermesh/kernel';
import { findPaths } from './search.js';
import { candidatesOf, refusalOf, routeOf, routesOf, yen } from './spec/asking.js';
import { bothHalves, link, meshOf, query, topologyOf } from './spec/mesh.js';

describe('the k best loopless paths', () => {
  it.each(['latency', 'cost'] as const)('come by %s, then by fewest PoPs, then by the PoPs’ ids', (objective) => {
    expect(routesOf(yen, query('a:C', 'a:H', { objective, candidates: 8 }))).toEqual([
      'CEFH',
      'CEGH',
      'CDEFH',
      'CDFH',
      'CEDFH',
      'CEFGH',
      'CEGFH',
      'CDEGH',
    ]);
  });

  it('are as many as there are, and no more, when more are asked for', () => {
    const ring = meshOf([link('a:1', 'a:2'), link('a:2', 'a:3'), link('a:3', 'a:1')]);
    expect(routesOf(ring, query('a:1', 'a:3', { candidates: 16 }))).toEqual(['13', '123']);
  });

  it('name a PoP sequence once, over the better of two parallel links', () => {
    const mesh = meshOf([
      link('a:1', 'a:2', { resourceId: 'slow', latencyNs: 9n, pricePerMbps: 1n }),
      link('a:1', 'a:2', { resourceId: 'dear', pricePerMbps: 9n }),
    ]);
    const resourcesBy = (objective: 'latency' | 'cost') =>
      candidatesOf(mesh, query('a:1', 'a:2', { objective, candidates: 4 })).map(({ segments }) => segments[0]!.resources);
    expect(resourcesBy('latency')).toEqual([['dear']]);
    expect(resourcesBy('cost')).toEqual([['slow']]);
  });

  it('end when every link on the way has no length', () => {
    const flat = meshOf([
      link('a:1', 'a:2', { latencyNs: 0n }),
      link('a:2', 'a:3', { latencyNs: 0n }),
      link('a:3', 'a:1', { latencyNs: 0n }),
      link('a:3', 'a:4', { latencyNs: 0n }),
    ]);
    expect(routesOf(flat, query('a:1', 'a:4', { candidates: 16 }))).toEqual(['134', '1234']);
  });
});

describe('the cheapest path within a latency', () => {
  const mesh = meshOf([
    link('a:1', 'a:2', { resourceId: 'cheap', latencyNs: 10n, pricePerMbps: 1n }),
    link('a:1', 'a:2', { resourceId: 'middle', latencyNs: 6n, pricePerMbps: 3n }),
    link('a:1', 'a:2', { resourceId: 'fast', latencyNs: 2n, pricePerMbps: 8n }),
    link('a:2', 'a:3', { resourceId: 'cheap-on', latencyNs: 10n, pricePerMbps: 1n }),
    link('a:2', 'a:3', { resourceId: 'fast-on', latencyNs: 1n, pricePerMbps: 4n }),
  ]);
  const within = (maxLatencyNs: bigint) =>
    candidatesOf(mesh, query('a:1', 'a:3', { objective: 'cost', maxLatencyNs })).map(({ segments }) => segments[0]!.resources.join(' '));

  it('may take exactly the latency, and not a nanosecond more', () => {
    expect(within(20n)).toEqual(['cheap cheap-on']);
    expect(within(19n)).toEqual(['middle cheap-on']);
    expect(within(16n)).toEqual(['middle cheap-on']);
    expect(within(15n)).toEqual(['cheap fast-on']);
    expect(within(11n)).toEqual(['cheap fast-on']);
    expect(within(10n)).toEqual(['middle fast-on']);
    expect(within(3n)).toEqual(['fast fast-on']);
  });

  it('is refused with the least latency there is when even that is a nanosecond too long', () => {
    expect(refusalOf(mesh, query('a:1', 'a:3', { objective: 'cost', maxLatencyNs: 2n }))).toEqual({
      code: 'latency-too-high',
      limitNs: 2n,
      bestNs: 3n,
    });
  });
});

describe('a limit on one figure while another is minimised', () => {
  it('keeps a slower way to a PoP that leaves a handover for later', () => {
    const mesh = meshOf(
      [link('a:1', 'a:5', { latencyNs: 5n }), link('a:5', 'a:9', { latencyNs: 10n })],
      [
        ['a:1', 'b:1'],
        ['b:1', 'a:5'],
        ['a:5', 'c:1'],
        ['c:1', 'a:9'],
      ].flatMap(([from, to]) => bothHalves(from!, to!, { latencyNs: 1n })),
    );
    const within = (maxHandovers: number, objective: 'latency' | 'cost') =>
      routesOf(mesh, query('a:1', 'a:9', { maxHandovers, objective, maxLatencyNs: 15n }));
    expect([within(4, 'latency'), within(2, 'latency'), within(1, 'latency')]).toEqual([['11519'], ['1519'], ['159']]);
    expect([within(4, 'cost'), within(0, 'cost')]).toEqual([['159'], ['159']]);
  });

  it.each([
    ['p', 'q'],
    ['q', 'p'],
  ])('settles equal sums over parallel links by their ids: %s before %s', (cheap, fast) => {
    const twice = (from: string, to: string) => [
      link(from, to, { resourceId: `${cheap}${to}`, pricePerMbps: 1n, latencyNs: 2n }),
      link(from, to, { resourceId: `${fast}${to}`, pricePerMbps: 2n, latencyNs: 1n }),
    ];
    const mesh = meshOf([...twice('a:1', 'a:2'), ...twice('a:2', 'a:3')]);
    const [best] = candidatesOf(mesh, query('a:1', 'a:3', { objective: 'cost', maxLatencyNs: 3n }));
    expect(best!.segments[0]!.resources).toEqual(['pa:2', 'qa:3']);
  });
});

describe('disjoint alternatives', () => {
  it('are added to the k best, marked, and may run over a parallel link between the same PoPs', () => {
    const mesh = meshOf([
      link('a:1', 'a:2', { resourceId: 'one' }),
      link('a:1', 'a:2', { resourceId: 'two', latencyNs: 2n }),
      link('a:1', 'a:3', { latencyNs: 8n }),
      link('a:3', 'a:2'),
    ]);
    const found = candidatesOf(mesh, query('a:1', 'a:2', { diverse: 2 })).map(({ segments, disjointFromBest }) => [
      segments[0]!.resources,
      disjointFromBest,
    ]);
    expect(found).toEqual([
      [['one'], false],
      [['two'], true],
      [['a:1-a:3', 'a:3-a:2'], true],
    ]);
  });

  it('are found although the k best all share a link', () => {
    const found = candidatesOf(yen, query('a:C', 'a:H', { candidates: 2, diverse: 1 }));
    expect(found.map((candidate) => [routeOf(candidate), candidate.disjointFromBest])).toEqual([
      ['CEFH', false],
      ['CEGH', false],
      ['CDEGH', true],
    ]);
  });
});

describe('a search that meets its limit', () => {
  const asked = query('a:C', 'a:H', { objective: 'cost', candidates: 7, maxLatencyNs: 9n });

  it('gives what it has and says that better ones may exist', () => {
    const answer = findPaths(topologyOf(yen), asked, { maxLabels: 1000, maxSpurs: 3 });
    if (answer.kind === 'refused') throw new Error(answer.refusal.code);
    expect(answer.complete).toBe(false);
    expect(answer.candidates[0]!.costPerMbps).toBe(5n);
    expect(answer.candidates.length).toBeLessThan(7);
  });

  it('falls back to the path of least latency when it has nothing', () => {
    expect(findPaths(topologyOf(yen), asked, { maxLabels: 0, maxSpurs: 0 })).toMatchObject({
      kind: 'found',
      complete: false,
      candidates: [{ latencyNs: 5n }],
    });
  });

  it('is undecided when that path keeps not every limit', () => {
    const mesh = meshOf([link('a:1', 'a:2', { latencyNs: 5n })], [...bothHalves('a:1', 'b:1'), ...bothHalves('b:1', 'a:2')]);
    const answer = findPaths(topologyOf(mesh), query('a:1', 'a:2', { maxHandovers: 0 }), { maxLabels: 0, maxSpurs: 0 });
    expect(answer).toEqual({ kind: 'refused', revision: 0n, refusal: { code: 'undecided', reason: 'search-limit' } });
  });
});

it('answers with the revision that the topology was advanced to', () => {
  const topology = topologyOf(yen);
  topology.advanceTo(4_711n);
  expect(findPaths(topology, query('a:C', 'a:H', { now: instant(1n) })).revision).toBe(4_711n);
  expect(findPaths(topology, query('a:C', 'a:X')).revision).toBe(4_711n);
});
