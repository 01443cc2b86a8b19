import { invariant } from '@carriermesh/kernel';
import type { ProviderAlone } from './assemble.js';
import { type Link, MEDIA, type Pop } from './exchange.js';
import { type Coordinates, distanceKm, latencyNs, metres, microdegrees } from './geometry.js';
import { linkIdOf, popIdOf } from './identifiers.js';
import type { MergedLink, PlacedNode, Snapshot } from './snapshot.js';
import { linkCapacityMbps, linkPrices, serviceLevelOf } from './zoo-rules.js';

/** What the network of one snapshot owns. */
export function zooProvider(snapshot: Snapshot, pathFactor: number): ProviderAlone {
  const { id, network, nodes } = snapshot;
  const positions = new Map(nodes.map((node) => [node.id, node.at]));
  const country = onlyCountry(nodes);
  return {
    id,
    name: network,
    ...(country === undefined ? {} : { country }),
    pops: nodes.map((node) => popOf(id, node)),
    links: snapshot.links.map((link) => linkOf({ providerId: id, link, positions, pathFactor })),
    sla: serviceLevelOf(id),
  };
}

function onlyCountry(nodes: readonly PlacedNode[]): string | undefined {
  const [country, ...others] = new Set(nodes.map((node) => node.country));
  return others.length === 0 && country !== '' ? country : undefined;
}

function popOf(providerId: string, { id, label, country, at }: PlacedNode): Pop {
  return {
    id: popIdOf(providerId, id),
    name: label,
    city: cityOf(label),
    country,
    latitudeMicrodegrees: microdegrees(at.latitude),
    longitudeMicrodegrees: microdegrees(at.longitude),
  };
}

/** Drawings number the routers of a city ("Sydney2", "RM-1") and mark a doubtful reading ("Miami?"): neither is its name. */
function cityOf(label: string): string {
  const city = label.replace(/[ -]?\d{0,3}\??$/, '');
  return city === '' ? label : city;
}

interface LinkParts {
  readonly providerId: string;
  readonly link: MergedLink;
  readonly positions: ReadonlyMap<string, Coordinates>;
  readonly pathFactor: number;
}

function linkOf({ providerId, link, positions, pathFactor }: LinkParts): Link {
  const [from, to] = link.nodes;
  const ends = { from: positionOf(from, positions), to: positionOf(to, positions) };
  const km = distanceKm(ends.from, ends.to);
  const lengthM = metres(km);
  const id = linkIdOf(providerId, link.nodes);
  const capacityMbps = linkCapacityMbps({ id, km, edges: link.edges });
  return {
    id,
    fromPopId: popIdOf(providerId, from),
    toPopId: popIdOf(providerId, to),
    capacityMbps,
    latencyNs: latencyNs(km, pathFactor),
    ...linkPrices({ providerId, lengthM, capacityMbps }),
    srlgs: [`link:${id}`, ...conduits(ends.from, ends.to)],
    lengthM,
    ...mediumOf(link),
  };
}

/** The snapshots state none; a drawing of one's own may, as `Medium` of an edge. */
function mediumOf({ edges }: MergedLink): Pick<Link, 'medium'> {
  const medium = MEDIA.find((each) => each === edges[0]?.attributes.get('Medium'));
  return medium && medium !== 'wireline' ? { medium } : {};
}

function positionOf(node: string, positions: ReadonlyMap<string, Coordinates>): Coordinates {
  const at = positions.get(node);
  invariant(at, `a link ends at node "${node}", which the snapshot dropped`);
  return at;
}

/**
 * Two networks that join the same two cities mostly rent the same duct. The name is made of the ends' coordinates alone,
 * so that such links share it without knowing of each other. A link inside one place has no way to share.
 */
function conduits(a: Coordinates, b: Coordinates): readonly string[] {
  const [first, second] = [a, b].map(inMicrodegrees).sort();
  return first === second ? [] : [`conduit:${first}-${second}`];
}

const inMicrodegrees = ({ latitude, longitude }: Coordinates): string => `${microdegrees(latitude)},${microdegrees(longitude)}`;
