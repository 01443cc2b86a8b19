import { instant, instantFromMs } from '@carriermesh/kernel';
import { type InterconnectHalf, type LinkOffer, type OfferTerms, type Pop, halfId } from '../elements.js';
import type { PathQuery } from '../query.js';
import { Topology } from '../topology.js';

/** What is advertised, as plain lists. */
export interface Mesh {
  readonly pops: readonly Pop[];
  readonly links: readonly LinkOffer[];
  readonly halves: readonly InterconnectHalf[];
}

export const NOON = instantFromMs(Date.UTC(2026, 2, 1, 12));

export const TERMS: Omit<OfferTerms, 'providerId'> = {
  latencyNs: 1n,
  pricePerMbps: 1n,
  currency: 'EUR',
  availableMbps: 100,
  srlgs: [],
  validFrom: instant(0n),
  validUntil: instantFromMs(Date.UTC(2036, 0, 1)),
  visibleTo: [],
  up: true,
};

/** `alfa:ams` is a PoP of provider alfa. */
export const ownerOf = (popId: string): string => popId.slice(0, popId.indexOf(':'));

export const pop = (popId: string, place: Partial<Pop> = {}): Pop => ({
  popId,
  providerId: ownerOf(popId),
  latitudeMicrodegrees: 0,
  longitudeMicrodegrees: 0,
  city: '',
  country: '',
  ...place,
});

export const link = (fromPopId: string, toPopId: string, terms: Partial<LinkOffer> = {}): LinkOffer => ({
  ...TERMS,
  providerId: ownerOf(fromPopId),
  resourceId: `${fromPopId}-${toPopId}`,
  fromPopId,
  toPopId,
  ...terms,
});

export const half = (ownPopId: string, peerPopId: string, terms: Partial<InterconnectHalf> = {}): InterconnectHalf => ({
  ...TERMS,
  providerId: ownerOf(ownPopId),
  ownPopId,
  peerPopId,
  ...terms,
});

export const bothHalves = (a: string, b: string, terms: Partial<InterconnectHalf> = {}): InterconnectHalf[] => [
  half(a, b, terms),
  half(b, a, terms),
];

/** The PoPs are those that the links and halves name. */
export function meshOf(links: readonly LinkOffer[], halves: readonly InterconnectHalf[] = []): Mesh {
  const popIds = new Set([
    ...links.flatMap((each) => [each.fromPopId, each.toPopId]),
    ...halves.flatMap((each) => [each.ownPopId, each.peerPopId]),
  ]);
  return { pops: [...popIds].map((popId) => pop(popId)), links, halves };
}

export function topologyOf({ pops, links, halves }: Mesh): Topology {
  const topology = new Topology('EUR');
  for (const each of pops) topology.putPop(each);
  for (const each of links) topology.putLink(each);
  for (const each of halves) topology.putInterconnectHalf(each);
  return topology;
}

export const idOf = (each: LinkOffer | InterconnectHalf): string =>
  'resourceId' in each ? each.resourceId : halfId(each.ownPopId, each.peerPopId);

export const query = (fromPopId: string, toPopId: string, asked: Partial<PathQuery> = {}): PathQuery => ({
  from: { kind: 'pop', popId: fromPopId },
  to: { kind: 'pop', popId: toPopId },
  mbps: 10,
  objective: 'latency',
  candidates: 1,
  diverse: 0,
  buyerId: 'buyer',
  now: NOON,
  ...asked,
});
