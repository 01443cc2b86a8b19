import type { Exchange } from '@carriermesh/exchange';
import { distanceM, MEDIA, type Medium, type OfferedLink, type QuoteDocument } from '@carriermesh/contracting-service';
import { MAX_MBPS } from '@carriermesh/kernel';
import type { GraphDescription, LinkDescription, NodeDescription } from '@carriermesh/paths-service';
import { OperationalError } from '@carriermesh/platform-errors';
import { readExchange } from './exchange-source.js';
import { described, type PathTopologyFlags, readGraphFile, topologySource } from './path-topology.js';

/** Nodes and links, and what of each link is bought of whom. */
export interface QuoteTopology {
  readonly description: GraphDescription;
  readonly offered: readonly OfferedLink[];
}

/** @throws OperationalError `misconfigured`, naming the file, and the field in it where there is one */
export async function readQuoteTopology(flags: PathTopologyFlags): Promise<QuoteTopology> {
  const source = topologySource(flags);
  if (flags.graph === undefined) return ofExchange(await readExchange(source));
  const { json, description } = await readGraphFile(flags.graph, Number(flags.pathFactor));
  return { description, offered: offeredByGraph(json, description, flags.graph) };
}

/** What the links of a `--graph` file sell, and over what. */
export function offeredByGraph(json: unknown, { nodes, links }: GraphDescription, file: string): readonly OfferedLink[] {
  const media = (json as { readonly links: readonly { readonly medium?: unknown }[] }).links;
  const providerOf = new Map(nodes.map(({ id, provider }) => [id, provider]));
  return links.map((link, index) => offeredLink(link, mediumAt(media[index]?.medium, `${file} cannot be read: links[${index}].medium`), halved(link, providerOf)));
}

function mediumAt(value: unknown, where: string): Medium {
  const medium = MEDIA.find((each) => each === (value ?? 'wireline'));
  if (medium === undefined) throw new OperationalError('misconfigured', `${where} is none of ${MEDIA.join(', ')} but ${JSON.stringify(value)}`);
  return medium;
}

type Resources = OfferedLink['resources'];

const offeredLink = ({ id, mbps, srlg }: LinkDescription, medium: Medium, resources: Resources): OfferedLink => ({ id, mbps, medium, srlgs: srlg ?? [], resources });

/** A link between two providers is sold half by each, an odd unit by the one that it is drawn from. */
function halved({ id, from, to, cost }: LinkDescription, providerOf: ReadonlyMap<string, string>): Resources {
  const [first, second] = [providerOf.get(from)!, providerOf.get(to)!];
  if (first === second) return [{ resourceId: id, providerId: first, perMbps: BigInt(cost) }];
  const half = BigInt(Math.floor(cost / 2));
  return [
    { resourceId: `${id} (from)`, providerId: first, perMbps: BigInt(cost) - half },
    { resourceId: `${id} (to)`, providerId: second, perMbps: half },
  ];
}

export function ofExchange(exchange: Exchange): QuoteTopology {
  const description = described(exchange);
  const priced = exchange.providers.flatMap(({ id: providerId, links, interconnects }) =>
    [...links, ...interconnects].map(({ id, monthlyPricePerMbps }) => [id, { resourceId: id, providerId, perMbps: monthlyPricePerMbps.microMinor }] as const),
  );
  const resources = new Map(priced);
  const offered = description.links.map((link) => offeredLink(link, 'wireline', [link.id, ...(link.alias === undefined ? [] : [link.alias])].map((id) => resources.get(id)!)));
  return { description, offered };
}

/** The node that all deliveries lead to. */
export const DEVICE = '(device)';

/** The topology with the device and every way to it. @throws OperationalError malformed, naming a delivery */
export function withDeliveries(topology: QuoteTopology, { deliveries = [], to }: QuoteDocument): QuoteTopology {
  if (deliveries.length === 0) return topology;
  const { nodes, links } = topology.description;
  const taken = new Set(links.map(({ id }) => id));
  const added = deliveries.map(({ id, provider, medium, at, mbps, latencyNs }) => {
    if (taken.has(id)) throw new OperationalError('malformed', `the delivery "${id}" is called like a link of the topology`);
    const hub = `(${id})`;
    const attached = nodesAt(nodes, at ?? to);
    if (attached.length === 0) throw new OperationalError('malformed', `the delivery "${id}" starts at ${JSON.stringify(at ?? to)}, where there is no node`);
    const joins = attached.map((node): LinkDescription => ({ id: `${id}@${node.id}`, from: node.id, to: hub, directed: true, latencyNs: 0, cost: 0, mbps: MAX_MBPS }));
    const last: LinkDescription = { id, from: hub, to: DEVICE, directed: true, latencyNs, cost: 0, mbps };
    return { node: { id: hub, provider }, links: [...joins, last], offered: joins.map((join): OfferedLink => ({ ...offeredLink(join, medium, []), access: true })) };
  });
  return {
    description: {
      nodes: [...nodes, ...added.map(({ node }) => node), { id: DEVICE, provider: DEVICE }],
      links: [...links, ...added.flatMap((one) => one.links)],
    },
    offered: [...topology.offered, ...added.flatMap((one) => one.offered)],
  };
}

/**
 * Of each link that is in use, by its own id, how much others have of it.
 * @throws OperationalError malformed, naming a link that is none, is named twice, or has less than that
 */
export function usesOf({ description: { links } }: QuoteTopology, { inUse = [], deliveries = [] }: QuoteDocument): ReadonlyMap<string, number> {
  const byName = new Map<string, { readonly id: string; readonly mbps: number }>([...links, ...deliveries].map((one) => [one.id, one]));
  for (const link of links) if (link.alias !== undefined) byName.set(link.alias, link);
  const uses = new Map<string, number>();
  for (const [index, { link: name, mbps }] of inUse.entries()) {
    const refuse = (problem: string): never => {
      throw new OperationalError('malformed', `the request can't be read: /inUse/${index}${problem}`);
    };
    const link = byName.get(name) ?? refuse(`/link "${name}" is no link of the topology and no delivery`);
    if (uses.has(link.id)) refuse(`/link is the second one of "${link.id}"`);
    if (mbps > link.mbps) refuse(`/mbps is ${mbps}, and "${link.id}" has ${link.mbps} in all`);
    uses.set(link.id, mbps);
  }
  return uses;
}

const MICRO = 1_000_000;
const micro = (degrees: number): number => Math.round(degrees * MICRO);

/** Nodes that a delivery or a distance starts from: by id, several, or those at exactly a point. */
function nodesAt(nodes: readonly NodeDescription[], place: unknown): readonly NodeDescription[] {
  if (typeof place === 'string') return nodes.filter(({ id }) => id === place);
  if (Array.isArray(place)) return nodes.filter(({ id }) => place.includes(id));
  const { lat, lon } = (place ?? {}) as { readonly lat?: number; readonly lon?: number };
  if (typeof lat !== 'number' || typeof lon !== 'number') return [];
  return nodes.filter((node) => node.lat !== undefined && node.lon !== undefined && micro(node.lat) === micro(lat) && micro(node.lon) === micro(lon));
}

/** Along the great circle, where both ends have coordinates. */
export function distanceBetween(nodes: readonly NodeDescription[], from: unknown, to: unknown): number | undefined {
  const [a, b] = [from, to].map((place) => pointOf(place) ?? pointOf(nodesAt(nodes, place)[0]));
  return a && b ? distanceM(a, b) : undefined;
}

function pointOf(place: unknown): { latitudeMicrodegrees: number; longitudeMicrodegrees: number } | undefined {
  const { lat, lon } = (typeof place === 'object' && place !== null ? place : {}) as { readonly lat?: number; readonly lon?: number };
  return typeof lat === 'number' && typeof lon === 'number' ? { latitudeMicrodegrees: micro(lat), longitudeMicrodegrees: micro(lon) } : undefined;
}

/** What a quote rests on, as a text that is the same for the same topology in whatever order its files were read. */
export function snapshotText({ description: { nodes, links }, offered }: QuoteTopology): string {
  const byId = <T extends { readonly id: string }>(list: readonly T[]): readonly T[] => [...list].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  return JSON.stringify([byId(nodes), byId(links), byId(offered)], (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value));
}
