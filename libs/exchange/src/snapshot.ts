import type { Coordinates } from './geometry.js';
import { type Attributes, type GraphmlDocument, type GraphmlEdge, type GraphmlNode, UnusableFile } from './graphml.js';
import { compareText, inNodeOrder, isNodeName, type NodePair } from './identifiers.js';

export const EXTENSION = '.graphml';

/** The longest node label of the Topology Zoo has 40 characters; names are printed in tables and sent in advertisements. */
export const MAX_NAME_LENGTH = 200;

/** One dated drawing of a network, reduced to what can be placed on the earth. */
export interface Snapshot {
  /** The file's name without `.graphml`. */
  readonly id: string;
  readonly network: string;
  readonly year: number;
  readonly month: number;
  readonly nodes: readonly PlacedNode[];
  readonly links: readonly MergedLink[];
}

export interface PlacedNode {
  readonly id: string;
  readonly at: Coordinates;
  readonly label: string;
  readonly country: string;
}

/** All edges that the drawing has between two nodes. */
export interface MergedLink {
  readonly nodes: NodePair;
  readonly edges: readonly GraphmlEdge[];
}

/**
 * Keeps the nodes that have coordinates and belong to the network itself (`Internal` ≠ 0, absent = 1) and the links between
 * them: undirected, parallel ones merged, self-loops dropped.
 * @throws UnusableFile when no node is left or one cannot be named or placed
 */
export function snapshotOf(id: string, document: GraphmlDocument): Snapshot {
  const nodes = document.nodes.filter(isPlacedAndInternal).map(placedNode);
  if (nodes.length === 0) throw new UnusableFile('has no node of its own network with Latitude and Longitude');
  const { attributes } = document;
  return {
    id,
    network: nameIn(attributes, 'Network') ?? id,
    year: leadingInteger(attributes.get('DateYear')),
    month: leadingInteger(attributes.get('DateMonth')),
    nodes,
    links: mergedLinks(document.edges, new Set(nodes.map((node) => node.id))),
  };
}

/**
 * One snapshot of each network, by network name without regard to case: the greatest by year, month, number of kept nodes
 * and file name, in this order.
 */
export function latestSnapshots(snapshots: readonly Snapshot[]): readonly Snapshot[] {
  const latest = new Map<string, Snapshot>();
  for (const snapshot of snapshots) {
    const network = snapshot.network.toLowerCase();
    const known = latest.get(network);
    if (!known || compareSnapshots(snapshot, known) > 0) latest.set(network, snapshot);
  }
  return [...latest.values()];
}

function compareSnapshots(a: Snapshot, b: Snapshot): number {
  const dates = a.year - b.year || a.month - b.month;
  // With the extension, as the rule says: `A-1.graphml` comes before `A.graphml`, although `A` comes before `A-1`.
  return dates || a.nodes.length - b.nodes.length || compareText(a.id + EXTENSION, b.id + EXTENSION);
}

function isPlacedAndInternal({ attributes }: GraphmlNode): boolean {
  return attributes.has('Latitude') && attributes.has('Longitude') && Number(attributes.get('Internal') ?? 1) !== 0;
}

function placedNode({ id, attributes }: GraphmlNode): PlacedNode {
  if (!isNodeName(id)) throw new UnusableFile(`has a node "${id}"; a node is named by 1 to 64 letters, digits and _`);
  return {
    id,
    at: { latitude: degrees(id, 'Latitude', attributes, 90), longitude: degrees(id, 'Longitude', attributes, 180) },
    label: nameIn(attributes, 'label') ?? id,
    country: nameIn(attributes, 'Country') ?? '',
  };
}

function degrees(node: string, name: string, attributes: Attributes, limit: number): number {
  const text = attributes.get(name) ?? '';
  const value = Number(text);
  if (Number.isNaN(value) || Math.abs(value) > limit) {
    throw new UnusableFile(`has node ${node} at ${name} "${text}", which is not a number from -${limit} to ${limit}`);
  }
  return value;
}

function mergedLinks(edges: readonly GraphmlEdge[], kept: ReadonlySet<string>): readonly MergedLink[] {
  const links = new Map<string, { nodes: NodePair; edges: GraphmlEdge[] }>();
  for (const edge of edges) {
    if (edge.source === edge.target || !kept.has(edge.source) || !kept.has(edge.target)) continue;
    const nodes = inNodeOrder(edge.source, edge.target);
    const link = links.get(nodes.join('-')) ?? { nodes, edges: [] };
    link.edges.push(edge);
    links.set(nodes.join('-'), link);
  }
  return [...links.values()];
}

/** Dates are written by hand: "2010-2011" counts as 2010, and what starts with no number as 0. */
function leadingInteger(text = ''): number {
  const match = /^\s*(\d{1,9})/.exec(text);
  return match ? Number(match[1]) : 0;
}

function nameIn(attributes: Attributes, key: string): string | undefined {
  const name = attributes.get(key)?.trim().replace(/\s+/g, ' ');
  if (name !== undefined && name.length > MAX_NAME_LENGTH) {
    throw new UnusableFile(`has a ${key} of ${name.length} characters, more than ${MAX_NAME_LENGTH}`);
  }
  return name === '' ? undefined : name;
}
