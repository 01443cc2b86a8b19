import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { UNREACHABLE, boundsTo, leastOf, weightAt } from './dijkstra.js';
import { HANDOVER } from './order.js';
import { meshes } from './spec/arbitrary.js';
import { exhaustively } from './spec/exhaustive.js';
import { query, topologyOf } from './spec/mesh.js';
import { usableEdges } from './usable.js';

describe('bounds to a destination', () => {
  it('are from every PoP exactly the latency, handovers and PoPs of the best path, and the cost and latency of the cheapest', () => {
    fc.assert(
      fc.property(meshes, (mesh) => {
        const { graph } = topologyOf(mesh);
        const usable = usableEdges(graph, query('', ''));
        const byLatency = boundsTo(graph, usable, [0], { first: graph.latencyNs, second: graph.zero });
        const byCost = boundsTo(graph, usable, [0], { first: graph.pricePerMbps, second: graph.latencyNs });
        graph.pops.forEach(({ popId }, position) => {
          for (const [objective, bounds] of [
            ['latency', byLatency],
            ['cost', byCost],
          ] as const) {
            const reference = exhaustively(mesh, query(popId, graph.pops[0]!.popId, { objective }));
            if ('code' in reference) return expect(weightAt(bounds, position)).toEqual(UNREACHABLE);
            const { latencyNs, costPerMbps, handovers, pops } = reference.best[0]!;
            expect(weightAt(bounds, position)).toEqual({
              first: Number(objective === 'latency' ? latencyNs : costPerMbps),
              second: objective === 'latency' ? 0 : Number(latencyNs),
              tie: handovers * HANDOVER + pops.length,
            });
          }
        });
      }),
      { numRuns: 300, seed: 20260308 },
    );
  });

  it('are those of the best of several PoPs, and of none when there are none', () => {
    const tie = Float64Array.of(1, 3, 2);
    const bounds = { first: Float64Array.of(2, 1, 1), second: Float64Array.of(0, 5, 5), tie, end: tie, lastFirst: 0, lastSecond: 0 };
    expect(leastOf(bounds, [0, 1, 2])).toEqual({ first: 1, second: 5, tie: 2 });
    expect(leastOf(bounds, [])).toEqual(UNREACHABLE);
  });
});
