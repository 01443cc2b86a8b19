import type { Candidate, PathQuery, PathRefusal } from '../query.js';
import { findPaths } from '../search.js';
import { type Mesh, link, meshOf, topologyOf } from './mesh.js';

export const candidatesOf = (mesh: Mesh, asked: PathQuery): readonly Candidate[] => {
  const answer = findPaths(topologyOf(mesh), asked);
  if (answer.kind === 'refused') throw new Error(`refused: ${answer.refusal.code}`);
  return answer.candidates;
};

export const refusalOf = (mesh: Mesh, asked: PathQuery): PathRefusal | 'found' => {
  const answer = findPaths(topologyOf(mesh), asked);
  return answer.kind === 'refused' ? answer.refusal : 'found';
};

/** PoPs without their provider: `CEFH` goes from a:C over a:E and a:F to a:H. */
export const routeOf = ({ pops }: Candidate): string => pops.map((popId) => popId.slice(2)).join('');
export const routesOf = (mesh: Mesh, asked: PathQuery): string[] => candidatesOf(mesh, asked).map(routeOf);

/** Yen's graph as it is found in textbooks, its arcs as links. */
export const yen = meshOf(
  (
    [
      ['C', 'D', 3n],
      ['C', 'E', 2n],
      ['D', 'F', 4n],
      ['E', 'D', 1n],
      ['E', 'F', 2n],
      ['E', 'G', 3n],
      ['F', 'G', 2n],
      ['F', 'H', 1n],
      ['G', 'H', 2n],
    ] as const
  ).map(([from, to, latencyNs]) => link(`a:${from}`, `a:${to}`, { latencyNs, pricePerMbps: latencyNs })),
);
