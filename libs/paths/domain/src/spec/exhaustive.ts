import { MAX_MBPS } from '@carriermesh/kernel';
import { type OfferTerms, halfId } from '../elements.js';
import type { Place } from '../places.js';
import type { PathQuery, PathRefusal } from '../query.js';
import { type Mesh, ownerOf } from './mesh.js';

/** A path as the reference sees it. */
export interface Walk {
  readonly pops: readonly string[];
  readonly edges: readonly Hop[];
}

interface Hop {
  readonly from: string;
  readonly to: string;
  readonly resources: readonly string[];
  readonly latencyNs: bigint;
  readonly price: bigint;
  readonly mbps: number;
  readonly narrowest: string;
  readonly handover: boolean;
}

export interface Figures {
  readonly pops: readonly string[];
  readonly resources: readonly string[];
  readonly latencyNs: bigint;
  readonly costPerMbps: bigint;
  readonly handovers: number;
  readonly bottleneckMbps: number;
}

/**
 * The reference that the search is compared with: it lists every simple path from the advertised elements themselves,
 * keeps those within the limits and sorts them. It shares no code with the search but the shapes.
 */
export function exhaustively(mesh: Mesh, query: PathQuery): { best: Figures[]; disjoint: Figures[] } | PathRefusal {
  const within = walks(mesh, query, query).filter((walk) => keepsLimits(walk, query));
  if (within.length === 0) return refusal(mesh, query);
  const best = bestOfEachSequence(within, query.objective).slice(0, query.candidates);
  const used = new Set(best[0]!.edges.flatMap(({ resources }) => resources));
  const disjoint = within.filter(({ edges }) => edges.every(({ resources }) => resources.every((id) => !used.has(id))));
  const alternatives = used.size === 0 ? [] : bestOfEachSequence(disjoint, query.objective).slice(0, query.diverse ?? 2);
  return { best: best.map(figuresOf), disjoint: alternatives.map(figuresOf) };
}

export function figuresOf({ pops, edges }: Walk): Figures {
  return {
    pops,
    resources: edges.flatMap(({ resources }) => resources),
    latencyNs: total(edges, 'latencyNs'),
    costPerMbps: total(edges, 'price'),
    handovers: handoversOf(edges),
    bottleneckMbps: narrowestOf(edges),
  };
}

/** In the stated order of preference; see order.ts. */
export function inOrderOf(objective: PathQuery['objective']): (a: Walk, b: Walk) => number {
  const key = ({ pops, edges }: Walk): (bigint | number | string)[] => [
    ...(objective === 'cost' ? [total(edges, 'price')] : []),
    total(edges, 'latencyNs'),
    handoversOf(edges),
    pops.length,
    ...pops,
    ...edges.map(({ resources }) => [...resources].sort()[0]!),
  ];
  return (a, b) => lexicographic(key(a), key(b));
}

function bestOfEachSequence(all: readonly Walk[], objective: PathQuery['objective']): Walk[] {
  const seen = new Set<string>();
  return [...all].sort(inOrderOf(objective)).filter(({ pops }) => {
    const isNew = !seen.has(pops.join());
    seen.add(pops.join());
    return isNew;
  });
}

function refusal(mesh: Mesh, query: PathQuery): PathRefusal {
  const anyCapacity = walks(mesh, query, { ...query, mbps: 0 });
  const { excludeProviders: providers = [], excludeLinks: links = [], mbps, maxLatencyNs, maxHandovers } = query;
  if (anyCapacity.length === 0) {
    const isExcluded = walks(mesh, query, { mbps: 0, buyerId: query.buyerId, now: query.now }).length > 0;
    return isExcluded ? { code: 'excluded', providers, links } : { code: 'no-route' };
  }
  const wide = anyCapacity.filter(({ edges }) => narrowestOf(edges) >= mbps);
  if (wide.length === 0) {
    const mostMbps = Math.max(...anyCapacity.map(({ edges }) => narrowestOf(edges)));
    const widest = anyCapacity.filter(({ edges }) => narrowestOf(edges) === mostMbps).sort(inOrderOf('latency'))[0]!;
    return { code: 'no-capacity', requestedMbps: mbps, mostMbps, bottleneck: widest.edges.find((hop) => hop.mbps === mostMbps)!.narrowest };
  }
  const fastEnough = wide.filter(({ edges }) => maxLatencyNs === undefined || total(edges, 'latencyNs') <= maxLatencyNs);
  if (fastEnough.length === 0) {
    const bestNs = total(wide.sort(inOrderOf('latency'))[0]!.edges, 'latencyNs');
    return { code: 'latency-too-high', limitNs: maxLatencyNs!, bestNs };
  }
  return { code: 'too-many-handovers', limit: maxHandovers!, fewest: Math.min(...fastEnough.map(({ edges }) => handoversOf(edges))) };
}

type Filter = Pick<PathQuery, 'mbps' | 'buyerId' | 'now' | 'excludeProviders' | 'excludeLinks'>;

function walks(mesh: Mesh, { from, to }: PathQuery, filter: Filter): Walk[] {
  const isPermitted = (popId: string) => !filter.excludeProviders?.includes(ownerOf(popId));
  const hops = hopsOf(mesh, filter).filter((hop) => hop.mbps >= filter.mbps && isPermitted(hop.from) && isPermitted(hop.to));
  const ends = new Set(popsAt(mesh, to));
  const found: Walk[] = [];
  const visit = (pops: string[], edges: Hop[]) => {
    const here = pops.at(-1)!;
    if (ends.has(here)) found.push({ pops, edges });
    for (const hop of hops) if (hop.from === here && !pops.includes(hop.to)) visit([...pops, hop.to], [...edges, hop]);
  };
  for (const start of popsAt(mesh, from)) if (isPermitted(start)) visit([start], []);
  return found;
}

function hopsOf({ links, halves }: Mesh, filter: Filter): Hop[] {
  const isUsable = (id: string, terms: OfferTerms) =>
    terms.up &&
    terms.validFrom <= filter.now &&
    filter.now < terms.validUntil &&
    (terms.visibleTo.length === 0 || terms.visibleTo.includes(filter.buyerId)) &&
    !filter.excludeLinks?.includes(id);
  const overLinks = links
    .filter((each) => isUsable(each.resourceId, each))
    .flatMap(({ fromPopId, toPopId, resourceId, latencyNs, pricePerMbps, availableMbps }) =>
      [
        [fromPopId, toPopId],
        [toPopId, fromPopId],
      ].map(([from, to]): Hop => ({
        from: from!,
        to: to!,
        resources: [resourceId],
        latencyNs,
        price: pricePerMbps,
        mbps: availableMbps,
        narrowest: resourceId,
        handover: false,
      })),
    );
  const overInterconnects = halves.flatMap((own): Hop[] => {
    const [ownId, peerId] = [halfId(own.ownPopId, own.peerPopId), halfId(own.peerPopId, own.ownPopId)];
    const peer = halves.find((each) => each.ownPopId === own.peerPopId && each.peerPopId === own.ownPopId);
    if (!peer || !isUsable(ownId, own) || !isUsable(peerId, peer)) return [];
    const byId = [
      { id: ownId, mbps: own.availableMbps },
      { id: peerId, mbps: peer.availableMbps },
    ].sort((a, b) => a.mbps - b.mbps || (a.id < b.id ? -1 : 1));
    return [
      {
        from: own.ownPopId,
        to: own.peerPopId,
        resources: [ownId, peerId],
        latencyNs: own.latencyNs > peer.latencyNs ? own.latencyNs : peer.latencyNs,
        price: own.pricePerMbps + peer.pricePerMbps,
        mbps: byId[0]!.mbps,
        narrowest: byId[0]!.id,
        handover: true,
      },
    ];
  });
  return [...overLinks, ...overInterconnects];
}

function popsAt({ pops }: Mesh, place: Place): string[] {
  const isThere = (each: Mesh['pops'][number]) =>
    place.kind === 'pop'
      ? each.popId === place.popId
      : place.kind === 'city'
        ? each.city.toLowerCase() === place.name.toLowerCase()
        : false;
  return pops.filter(isThere).map(({ popId }) => popId);
}

const keepsLimits = ({ edges }: Walk, { maxLatencyNs, maxHandovers }: PathQuery): boolean =>
  (maxLatencyNs === undefined || total(edges, 'latencyNs') <= maxLatencyNs) &&
  (maxHandovers === undefined || handoversOf(edges) <= maxHandovers);

const total = (edges: readonly Hop[], figure: 'latencyNs' | 'price'): bigint => edges.reduce((sum, hop) => sum + hop[figure], 0n);
const handoversOf = (edges: readonly Hop[]): number => edges.filter(({ handover }) => handover).length;
const narrowestOf = (edges: readonly Hop[]): number => Math.min(MAX_MBPS, ...edges.map(({ mbps }) => mbps));

function lexicographic(a: readonly (bigint | number | string)[], b: readonly (bigint | number | string)[]): number {
  for (const [index, value] of a.entries()) if (value !== b[index]) return value < b[index]! ? -1 : 1;
  return 0;
}
