import { instantToMs } from '@carriermesh/kernel';
import type { Graph } from './graph.js';
import type { PathQuery } from './query.js';

/** What narrows the graph down to what a query may use. */
export type Scope = Pick<PathQuery, 'buyerId' | 'now' | 'excludeProviders' | 'excludeLinks'> & { readonly mbps: number };

/** By edge: 1 where it is up, valid now, visible to the buyer, not excluded, and has the capacity. */
export function usableEdges(graph: Graph, scope: Scope): Uint8Array {
  const nowMs = instantToMs(scope.now);
  const visible = Uint8Array.from(graph.audiences, (audience) => (audience.length === 0 || audience.includes(scope.buyerId) ? 1 : 0));
  const usable = new Uint8Array(graph.edgeCount);
  for (let edge = 0; edge < usable.length; edge++) {
    usable[edge] =
      graph.up[edge] === 1 &&
      graph.availableMbps[edge]! >= scope.mbps &&
      graph.validFromMs[edge]! <= nowMs &&
      nowMs < graph.validUntilMs[edge]! &&
      visible[graph.audienceOf[edge]!] === 1
        ? 1
        : 0;
  }
  exclude(graph, scope, usable);
  return usable;
}

/** Excluded providers' PoPs are no ends either. */
export function permittedPops(
  graph: Graph,
  pops: readonly number[],
  { excludeProviders = [] }: Pick<Scope, 'excludeProviders'>,
): readonly number[] {
  return excludeProviders.length === 0 ? pops : pops.filter((pop) => !excludeProviders.includes(graph.providerOf[pop]!));
}

function exclude(graph: Graph, { excludeProviders = [], excludeLinks = [] }: Scope, usable: Uint8Array): void {
  for (const resourceId of excludeLinks) {
    const edge = graph.positionOfResource(resourceId);
    if (edge !== undefined) usable[edge] = 0;
  }
  if (excludeProviders.length === 0) return;
  const excluded = new Set(excludeProviders);
  const isExcluded = Uint8Array.from(graph.providerOf, (providerId) => (excluded.has(providerId) ? 1 : 0));
  for (let edge = 0; edge < usable.length; edge++)
    if (isExcluded[graph.endA[edge]!] === 1 || isExcluded[graph.endB[edge]!] === 1) usable[edge] = 0;
}
