import { describe, expect, it } from '@jest/globals';
import type { PathQuery } from './query.js';
import { findPaths } from './search.js';
import { candidatesOf, refusalOf, yen } from './spec/asking.js';
import { bothHalves, link, meshOf, query, topologyOf } from './spec/mesh.js';

describe('refusals', () => {
  it('name the exclusion when it alone is in the way, of a provider, a link or half an interconnect', () => {
    const mesh = meshOf([link('b:1', 'b:2')], [...bothHalves('a:1', 'b:1'), ...bothHalves('b:2', 'c:1')]);
    const without = (exclusion: Partial<PathQuery>) => refusalOf(mesh, query('a:1', 'c:1', exclusion));
    expect(without({ excludeProviders: ['b'] })).toEqual({ code: 'excluded', providers: ['b'], links: [] });
    expect(without({ excludeProviders: ['c'] })).toEqual({ code: 'excluded', providers: ['c'], links: [] });
    expect(without({ excludeLinks: ['b:1-b:2'] })).toEqual({ code: 'excluded', providers: [], links: ['b:1-b:2'] });
    expect(without({ excludeLinks: ['b:1~a:1'] })).toEqual({ code: 'excluded', providers: [], links: ['b:1~a:1'] });
    expect(refusalOf(meshOf([link('a:1', 'a:2'), link('b:1', 'b:2')]), query('a:1', 'b:1', { excludeProviders: ['c'] }))).toEqual({
      code: 'no-route',
    });
  });

  it('put capacity before latency, and latency before handovers', () => {
    const mesh = meshOf(
      [link('a:1', 'a:2', { latencyNs: 50n, availableMbps: 30 })],
      [...bothHalves('a:1', 'b:1'), ...bothHalves('b:1', 'a:2')],
    );
    const asked = (limits: Partial<PathQuery>) => refusalOf(mesh, query('a:1', 'a:2', { maxLatencyNs: 1n, maxHandovers: 0, ...limits }));
    expect(asked({ mbps: 101 })).toEqual({ code: 'no-capacity', requestedMbps: 101, mostMbps: 100, bottleneck: 'a:1~b:1' });
    expect(asked({ mbps: 100 })).toEqual({ code: 'latency-too-high', limitNs: 1n, bestNs: 2n });
    expect(asked({ maxLatencyNs: 2n })).toEqual({ code: 'too-many-handovers', limit: 0, fewest: 2 });
    expect(asked({ maxLatencyNs: 49n, objective: 'cost' })).toEqual({ code: 'too-many-handovers', limit: 0, fewest: 2 });
    expect(asked({ maxLatencyNs: 50n })).toBe('found');
  });

  it('say undecided of paths whose price passes what is exact, and sell them by latency', () => {
    const dear = meshOf(Array.from({ length: 9 }, (_, index) => link(`a:${index}`, `a:${index + 1}`, { pricePerMbps: 2n ** 50n })));
    expect(refusalOf(dear, query('a:0', 'a:9', { objective: 'cost' }))).toEqual({ code: 'undecided', reason: 'price-range' });
    expect(candidatesOf(dear, query('a:0', 'a:9'))[0]!.costPerMbps).toBe(9n * 2n ** 50n);
    expect(candidatesOf(dear, query('a:0', 'a:7', { objective: 'cost' }))[0]!.costPerMbps).toBe(7n * 2n ** 50n);
  });

  it.each([[{ mbps: 0 }], [{ mbps: 1.5 }], [{ candidates: 0 }], [{ candidates: 17 }], [{ diverse: 3 }], [{ maxHandovers: -1 }]])(
    'are not for %j, which is a bug of the asker',
    (nonsense) => {
      expect(() => findPaths(topologyOf(yen), query('a:C', 'a:H', nonsense))).toThrow('a path query');
    },
  );
});
