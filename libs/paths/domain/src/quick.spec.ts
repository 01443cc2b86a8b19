import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { MAX_MBPS } from '@carriermesh/kernel';
import type { Demand } from './demand.js';
import { figureOf } from './explain.js';
import { findPair, findRoutes } from './routes.js';
import { type NetLink, type Network, graphOf } from './spec/network.js';

const EFFORT = { maxLabels: 1_000_000, maxSpurs: 100_000 };
/** So many nodes that not all are worked out; few different figures, so that ties abound; the last nodes stand apart. */
function networkOf(seed: number, nodes: number): Network {
  let state = seed >>> 0;
  const below = (most: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * most);
  };
  const links = Array.from({ length: Math.floor((nodes * 7) / 3) }, (): NetLink => {
    const [from, to] = [below(nodes - 5), below(nodes - 5)];
    return { from, to, directed: false, latencyNs: below(20), cost: below(20), mbps: 1 + below(3), jitterNs: 0, lossPpm: 0, srlgs: [] };
  });
  return { providers: Array.from({ length: nodes }, () => ['a', 'b', 'c'][below(3)]!), links };
}

describe('packed searches', () => {
  it.each([
    [300, 14],
    // Here the next best paths are looked for without all distances, too.
    [2_400, 2],
  ])('answer on %d nodes as the thorough search does, while links fail, return, and become dearer and cheaper', (nodes, numRuns) => {
    fc.assert(
      fc.property(fc.nat(), fc.array(fc.record({ link: fc.nat(699), latencyNs: fc.nat(25), cost: fc.nat(25), up: fc.boolean() }), { minLength: 20, maxLength: 40 }), (seed, updates) => {
        const graph = graphOf(networkOf(seed, nodes));
        const ask = (demand: Demand) => findRoutes(graph, demand, EFFORT);
        const question = (index: number): Demand => {
          const [from, to] = [(seed + 7 * index) % nodes, (seed + 31 * index + 5) % nodes];
          return { from: [from], to: [to], objective: 'cost', limits: { latency: 15 + (index % 60) }, mbps: 0 };
        };
        updates.forEach(({ link, latencyNs, cost, up }, index) => {
          const edge = graph.edgeAt(link);
          graph.write(edge.edgeId, { ...edge, latencyNs, pricePerMbps: cost, up });
          const demand = question(index);
          // A limit on jitter that nothing meets is no limit, but a question for the thorough search.
          const thorough = (asked: Demand) => ({ ...asked, limits: { ...asked.limits, jitter: 0 } });
          for (const asked of [demand, { ...demand, limits: {} }, { ...demand, k: 3 }]) expect(outline(ask(asked))).toEqual(outline(ask(thorough(asked))));
          const fast: Demand = { ...demand, objective: 'latency', limits: {}, k: 4, mbps: index % 3 };
          const several = [...demand.from, ...demand.to.map((node) => (node + 3) % nodes)].sort((a, b) => a - b);
          const shortest: Demand = { ...fast, k: 1, ...(index % 2 === 0 ? { from: several } : {}), limits: index % 4 === 0 ? { latency: 30 } : {} };
          for (const asked of [fast, { ...fast, k: 1 }, shortest]) expect(outline(ask(asked))).toEqual(outline(ask(thorough(asked))));
          const [pair, other] = [findPair(graph, fast, 'node', EFFORT), findPair(graph, thorough(fast), 'node', EFFORT)];
          if (pair.kind === 'found' && other.kind === 'found') {
            const total = ({ paths }: typeof pair) => paths.reduce((sum, path) => sum + figureOf(graph, 'latency', path), 0);
            expect(total(pair)).toBe(total(other));
          } else expect(pair).toEqual(other);
        });
      }),
      { numRuns, seed: 20260501 },
    );
  });

  it('find the way along a chain, on which nothing branches', () => {
    const links = Array.from({ length: 2_999 }, (_, from): NetLink => ({ from, to: from + 1, directed: false, latencyNs: 1, cost: 1, mbps: 1, jitterNs: 0, lossPpm: 0, srlgs: [] }));
    const graph = graphOf({ providers: Array.from({ length: 3_000 }, () => 'a'), links });
    const demand: Demand = { from: [0], to: [2_999], objective: 'latency', limits: {}, mbps: 0 };
    for (const asked of [demand, { ...demand, k: 2 }, { ...demand, objective: 'cost' as const, limits: { latency: 2_999 } }]) {
      const answer = findRoutes(graph, asked, EFFORT);
      expect(answer.kind === 'found' && answer.paths.map(({ edges }) => edges.length)).toEqual([2_999]);
    }
    expect(outline(findRoutes(graph, { ...demand, limits: { latency: 2_998 } }, EFFORT))).toBe('latency-too-high');
  });

  it('end where a link that is down is the only one to a node', () => {
    const graph = graphOf({ providers: ['a', 'a', 'a'], links: [0, 1].map((from) => ({ from, to: from + 1, directed: false, latencyNs: 1, cost: 1, mbps: 1, jitterNs: 0, lossPpm: 0, srlgs: [] })) });
    graph.write('l01', { ...graph.edgeAt(1), up: false });
    const cheapest: Demand = { from: [0], to: [1], objective: 'cost', limits: {}, mbps: 0, k: 5 };
    expect(outline(findRoutes(graph, cheapest, EFFORT))).toEqual([[0, 1, 0]]);
  });

  it('leave figures that do not fit to the thorough search', () => {
    const long = (from: number, to: number, latencyNs: number): NetLink => ({ from, to, directed: false, latencyNs, cost: 1, mbps: MAX_MBPS, jitterNs: 0, lossPpm: 0, srlgs: [] });
    const graph = graphOf({ providers: ['a', 'a', 'a'], links: [long(0, 1, 2 ** 33 - 1), long(1, 2, 2 ** 29), long(0, 2, 2 ** 28)] });
    const answer = findRoutes(graph, { from: [0], to: [1], objective: 'latency', limits: {}, mbps: 0, k: 2 }, EFFORT);
    expect(answer.kind === 'found' && answer.paths.map((path) => figureOf(graph, 'latency', path))).toEqual([2 ** 29 + 2 ** 28, 2 ** 33 - 1]);
  });
});

const outline = (answer: ReturnType<typeof findRoutes>) =>
  answer.kind === 'found' ? answer.paths.map(({ pops, edges }) => [...pops, ...edges]) : answer.refusal.code;
