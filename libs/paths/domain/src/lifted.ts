import type { Path } from './constrained.js';
import type { Graph } from './graph.js';
import type { EXCLUSIONS, Exclusions } from './usable.js';

type Exclusion = (typeof EXCLUSIONS)[number];

/** What of these exclusions a path goes over: what would have to be allowed for it. Of `only…`, the links that are of another kind. */
export function usedOf(graph: Graph, exclusions: Exclusions, names: readonly Exclusion[], paths: readonly Pick<Path, 'pops' | 'edges'>[]): string[] {
  const pops = paths.flatMap((path) => path.pops.map((pop) => graph.pops[pop]!));
  const edges = paths.flatMap((path) => path.edges.map((edge) => graph.edgeAt(edge)));
  const among = (name: 'excludeProviders' | 'excludeLinks' | 'excludeNodes' | 'excludeSrlgs' | 'excludeClasses', used: readonly string[]) =>
    used.filter((each) => exclusions[name]?.includes(each));
  const otherwise = (isOf: (edge: (typeof edges)[number]) => boolean) => edges.filter((edge) => !isOf(edge)).map(({ edgeId }) => edgeId);
  const used: Record<Exclusion, () => string[]> = {
    excludeProviders: () => among('excludeProviders', pops.map(({ providerId }) => providerId)),
    excludeLinks: () => among('excludeLinks', edges.flatMap(({ resources }) => resources)),
    excludeNodes: () => among('excludeNodes', pops.map(({ popId }) => popId)),
    excludeSrlgs: () => among('excludeSrlgs', edges.flatMap(({ srlgs }) => srlgs)),
    excludeClasses: () => among('excludeClasses', edges.flatMap(({ classes = [] }) => classes)),
    onlyClasses: () => otherwise(({ classes = [] }) => classes.some((each) => exclusions.onlyClasses?.includes(each))),
    onlyLayers: () => otherwise(({ layer }) => layer !== undefined && (exclusions.onlyLayers ?? []).includes(layer)),
  };
  return [...new Set(names.flatMap((name) => used[name]()))];
}
