import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { Candidate } from './query.js';
import { findPaths } from './search.js';
import { meshes, meshesWithQueries, queriesOf } from './spec/arbitrary.js';
import { type Figures, exhaustively } from './spec/exhaustive.js';
import { topologyOf } from './spec/mesh.js';

const figuresOf = ({ pops, segments, latencyNs, costPerMbps, handovers, bottleneckMbps }: Candidate): Figures => ({
  pops,
  resources: segments.flatMap(({ resources }) => resources),
  latencyNs,
  costPerMbps,
  handovers,
  bottleneckMbps,
});

const keyOf = ({ pops, resources }: Figures): string => [...pops, ...resources].join(' ');

describe('findPaths, against every simple path of 4,000 small meshes', () => {
  it('answers with the same best paths in the same order, and refuses with the same facts', () => {
    fc.assert(
      fc.property(meshesWithQueries, ({ mesh, asked }) => {
        const answer = findPaths(topologyOf(mesh), asked);
        const reference = exhaustively(mesh, asked);
        if ('code' in reference) return expect(answer).toEqual({ kind: 'refused', revision: 0n, refusal: reference });
        if (answer.kind === 'refused') throw new Error(`refused with ${answer.refusal.code} although there are paths`);
        expect(answer.complete).toBe(true);
        const candidates = answer.candidates.map(figuresOf);
        const expected = new Map([...reference.best, ...reference.disjoint].map((figures) => [keyOf(figures), figures]));
        expect(candidates[0]).toEqual(reference.best[0]);
        expect(new Map(candidates.map((figures) => [keyOf(figures), figures]))).toEqual(expected);
        expect(candidates).toHaveLength(expected.size);
        const bestKeys = new Set(reference.best.map(keyOf));
        expect(candidates.filter((figures) => bestKeys.has(keyOf(figures)))).toEqual(reference.best);
        const disjointKeys = new Set(reference.disjoint.map(keyOf));
        for (const candidate of answer.candidates)
          if (disjointKeys.has(keyOf(figuresOf(candidate)))) expect(candidate.disjointFromBest).toBe(true);
      }),
      { numRuns: 4000, seed: 20260301 },
    );
  });

  it('marks as disjoint exactly the candidates that share no resource with the first', () => {
    fc.assert(
      fc.property(meshesWithQueries, ({ mesh, asked }) => {
        const answer = findPaths(topologyOf(mesh), { ...asked, candidates: 8, diverse: 2 });
        if (answer.kind === 'refused') return;
        const [best, ...others] = answer.candidates.map((candidate) => ({ candidate, resources: figuresOf(candidate).resources }));
        expect(best!.candidate.disjointFromBest).toBe(false);
        for (const { candidate, resources } of others)
          expect(candidate.disjointFromBest).toBe(!resources.some((id) => best!.resources.includes(id)));
      }),
      { numRuns: 500, seed: 20260302 },
    );
  });

  it('has segments that are contiguous, of one provider each, and that add up to the path', () => {
    fc.assert(
      fc.property(meshesWithQueries, ({ mesh, asked }) => {
        const answer = findPaths(topologyOf(mesh), asked);
        if (answer.kind === 'refused') return;
        for (const { segments, pops, latencyNs, handovers } of answer.candidates) {
          expect(segments).toHaveLength(handovers + 1);
          expect(segments.reduce((sum, segment) => sum + segment.latencyNs, 0n)).toBe(latencyNs);
          expect([segments[0]!.fromPopId, segments.at(-1)!.toPopId]).toEqual([pops[0], pops.at(-1)]);
          segments.forEach(({ providerId, fromPopId, toPopId }, index) => {
            const run = pops.slice(pops.indexOf(fromPopId), pops.indexOf(toPopId) + 1);
            expect(run.map((popId) => mesh.pops.find((each) => each.popId === popId)!.providerId)).toEqual(run.map(() => providerId));
            if (index > 0) expect(pops.indexOf(fromPopId)).toBe(pops.indexOf(segments[index - 1]!.toPopId) + 1);
          });
        }
      }),
      { numRuns: 500, seed: 20260303 },
    );
  });

  it('gives the same answer whatever order the mesh was advertised in', () => {
    const shuffled = meshes.chain((mesh) =>
      fc.record({
        mesh: fc.constant(mesh),
        other: fc.record({
          pops: fc.shuffledSubarray([...mesh.pops], { minLength: mesh.pops.length }),
          links: fc.shuffledSubarray([...mesh.links], { minLength: mesh.links.length }),
          halves: fc.shuffledSubarray([...mesh.halves], { minLength: mesh.halves.length }),
        }),
        asked: queriesOf(mesh),
      }),
    );
    fc.assert(
      fc.property(shuffled, ({ mesh, other, asked }) => {
        expect(findPaths(topologyOf(other), asked)).toEqual(findPaths(topologyOf(mesh), asked));
      }),
      { numRuns: 500, seed: 20260304 },
    );
  });
});
