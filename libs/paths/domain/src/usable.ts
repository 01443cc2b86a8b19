import { instantToMs } from '@carriermesh/kernel';
import type { Graph } from './graph.js';
import type { PathQuery } from './query.js';

/** What narrows the graph down to what a query may use. */
export type Scope = Pick<PathQuery, 'buyerId' | 'now' | 'layerOne' | 'virtualNetwork' | 'media' | 'delivery'> & Exclusions & { readonly mbps: number };

export interface Exclusions {
  readonly excludeProviders?: readonly string[];
  /** Resource ids; either half's id excludes an interconnect. */
  readonly excludeLinks?: readonly string[];
  /** PoP ids. */
  readonly excludeNodes?: readonly string[];
  /** Shared risk link groups. */
  readonly excludeSrlgs?: readonly string[];
  readonly excludeClasses?: readonly string[];
  /** Every link is of one of these; one that states none is not. Where none is named, any will do. */
  readonly onlyClasses?: readonly string[];
  readonly onlyLayers?: readonly number[];
}

/** By edge: 1 where it is up, valid now, visible to the buyer, sold in orders of this kind, not excluded, and has the capacity. */
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
  return withoutExcluded(graph, scope, overMedia(graph, scope, ofTheKind(graph, scope, usable)));
}

/** Of links that state none, and of handovers. */
const WIRELINE = 'wireline';

/** Strikes out, in place, what goes over a medium that is not taken, on the way or at its end. */
function overMedia(graph: Graph, { media, delivery }: Scope, usable: Uint8Array): Uint8Array {
  if (!media && !delivery) return usable;
  const end = delivery && graph.positionOfPop(delivery.popId);
  for (let edge = 0; edge < usable.length; edge++) {
    if (usable[edge] === 0) continue;
    const medium = graph.edgeAt(edge).classes?.[0] ?? WIRELINE;
    const isLast = graph.endA[edge] === end || graph.endB[edge] === end;
    if ((media && !media.includes(medium)) || (isLast && !delivery?.media.includes(medium))) usable[edge] = 0;
  }
  return usable;
}

/** Strikes out, in place, what is not sold in an order of this kind: whole units and Mbit/s, and what is dedicated and what is not. */
function ofTheKind(graph: Graph, { layerOne, virtualNetwork, buyerId }: Scope, usable: Uint8Array): Uint8Array {
  const isPlain = !layerOne && !virtualNetwork;
  for (let edge = 0; edge < usable.length; edge++) {
    if (usable[edge] === 0 || (isPlain && graph.isApart[edge] === 0)) continue;
    const { soldAs, openOf = [], dedicated } = graph.edgeAt(edge);
    const isKind = layerOne ? soldAs?.technology === layerOne.technology && soldAs.mbps === layerOne.mbps : !soldAs;
    const isOfPool = virtualNetwork ? openOf.every((providerId) => providerId === buyerId) : !dedicated;
    if (!isKind || !isOfPool) usable[edge] = 0;
  }
  return usable;
}

/** Excluded PoPs, and excluded providers' PoPs, are no ends either. */
export function permittedPops(graph: Graph, pops: readonly number[], exclusions: Exclusions): readonly number[] {
  const isExcluded = excludedPops(graph, exclusions);
  return isExcluded ? pops.filter((pop) => isExcluded[pop] === 0) : pops;
}

/** Strikes out what is excluded, in place. */
export function withoutExcluded(graph: Graph, exclusions: Exclusions, usable: Uint8Array): Uint8Array {
  for (const resourceId of exclusions.excludeLinks ?? []) {
    const edge = graph.positionOfResource(resourceId);
    if (edge !== undefined) usable[edge] = 0;
  }
  withoutKinds(graph, exclusions, usable);
  const isExcluded = excludedPops(graph, exclusions);
  if (!isExcluded) return usable;
  for (let edge = 0; edge < usable.length; edge++)
    if (isExcluded[graph.endA[edge]!] === 1 || isExcluded[graph.endB[edge]!] === 1) usable[edge] = 0;
  return usable;
}

/** Strikes out what is excluded by what a link is, and not by its name. */
function withoutKinds(graph: Graph, exclusions: Exclusions, usable: Uint8Array): void {
  const { excludeSrlgs = [], excludeClasses = [], onlyClasses = [], onlyLayers = [] } = exclusions;
  if (excludeSrlgs.length + excludeClasses.length + onlyClasses.length + onlyLayers.length === 0) return;
  const [risks, barred, wanted] = [new Set(excludeSrlgs), new Set(excludeClasses), new Set(onlyClasses)];
  for (let edge = 0; edge < usable.length; edge++) {
    if (usable[edge] === 0) continue;
    const { srlgs, classes = [], layer } = graph.edgeAt(edge);
    const isBarred = srlgs.some((srlg) => risks.has(srlg)) || classes.some((each) => barred.has(each));
    const isWanted = wanted.size === 0 || classes.some((each) => wanted.has(each));
    const isOnLayer = onlyLayers.length === 0 || (layer !== undefined && onlyLayers.includes(layer));
    if (isBarred || !isWanted || !isOnLayer) usable[edge] = 0;
  }
}

/** What excludes something of this graph, as queries call it. */
export const EXCLUSIONS = ['excludeProviders', 'excludeLinks', 'excludeNodes', 'excludeSrlgs', 'excludeClasses', 'onlyClasses', 'onlyLayers'] as const;

/** How many things are excluded, or alone allowed. */
export const exclusionCount = (exclusions: Exclusions): number => EXCLUSIONS.reduce((sum, name) => sum + (exclusions[name]?.length ?? 0), 0);

/** By PoP: 1 where no path may go; `undefined` where it may go everywhere. */
function excludedPops(graph: Graph, { excludeProviders = [], excludeNodes = [] }: Exclusions): Uint8Array | undefined {
  if (excludeProviders.length + excludeNodes.length === 0) return undefined;
  const excluded = new Set(excludeProviders);
  const isExcluded = Uint8Array.from(graph.providerOf, (providerId) => (excluded.has(providerId) ? 1 : 0));
  for (const popId of excludeNodes) {
    const pop = graph.positionOfPop(popId);
    if (pop !== undefined) isExcluded[pop] = 1;
  }
  return isExcluded;
}
