import { XMLParser, XMLValidator } from 'fast-xml-parser';

/** One file gives nothing, and this says why. It never leaves the package: the reader turns it into a `RefusedFile`. */
export class UnusableFile extends Error {
  override readonly name = 'UnusableFile';
}

/** Values by `attr.name`. The ids of the keys differ from file to file and are gone here. Empty values are absent. */
export type Attributes = ReadonlyMap<string, string>;

export interface GraphmlNode {
  readonly id: string;
  readonly attributes: Attributes;
}

export interface GraphmlEdge {
  readonly source: string;
  readonly target: string;
  readonly attributes: Attributes;
}

export interface GraphmlDocument {
  readonly attributes: Attributes;
  readonly nodes: readonly GraphmlNode[];
  readonly edges: readonly GraphmlEdge[];
}

/** The elements that GraphML may repeat; the parser makes arrays of them even when there is one. */
const REPEATED = new Set(['key', 'graph', 'node', 'edge', 'data']);

const TEXT = '#text';
const ATTRIBUTE = '@';

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: ATTRIBUTE,
  textNodeName: TEXT,
  alwaysCreateTextNode: true,
  parseTagValue: false,
  parseAttributeValue: false,
  removeNSPrefix: true,
  ignoreDeclaration: true,
  ignorePiTags: true,
  // Decodes character references such as &#233; too. No file can define an entity: document types are refused before.
  htmlEntities: true,
  isArray: (name, _path, _isLeaf, isAttribute) => !isAttribute && REPEATED.has(name),
});

/**
 * Reads one GraphML document with one graph (http://graphml.graphdrawing.org). A document type is refused unread: no
 * exchange file needs one, and through its entities a small file can grow to fill the memory or name other files.
 * @throws UnusableFile when the text is not well-formed XML, has a document type or is no such graph
 */
export function parseGraphml(text: string): GraphmlDocument {
  if (/<!(?:DOCTYPE|ENTITY)/i.test(text)) throw new UnusableFile('has a DOCTYPE or an ENTITY, which are not read');
  const root = child(parseXml(text), 'graphml');
  if (root === undefined) throw new UnusableFile('has no <graphml> element');
  const [graph, ...others] = children(root, 'graph');
  if (graph === undefined || others.length > 0) throw new UnusableFile(`has ${graph ? others.length + 1 : 0} <graph> elements, not 1`);
  const names = keyNames(root);
  const nodes = children(graph, 'node').map((node, index) => ({
    id: required(node, 'id', `node ${index + 1}`),
    attributes: attributesOf(node, names),
  }));
  const edges = children(graph, 'edge').map((edge, index) => ({
    source: required(edge, 'source', `edge ${index + 1}`),
    target: required(edge, 'target', `edge ${index + 1}`),
    attributes: attributesOf(edge, names),
  }));
  checkReferences(nodes, edges);
  return { attributes: attributesOf(graph, names), nodes, edges };
}

function parseXml(text: string): unknown {
  // The parser repairs what it can; the validator is what tells a truncated file from a whole one.
  const verdict = XMLValidator.validate(text);
  if (verdict !== true) {
    throw new UnusableFile(`is not well-formed XML at line ${verdict.err.line}: ${verdict.err.msg}`);
  }
  try {
    return parser.parse(text);
  } catch (error) {
    throw new UnusableFile(`cannot be parsed as XML: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function keyNames(root: unknown): ReadonlyMap<string, string> {
  return new Map(
    children(root, 'key').map((key, index) => [required(key, 'id', `key ${index + 1}`), required(key, 'attr.name', `key ${index + 1}`)]),
  );
}

function attributesOf(element: unknown, names: ReadonlyMap<string, string>): Attributes {
  const attributes = new Map<string, string>();
  for (const data of children(element, 'data')) {
    const key = required(data, 'key', 'a <data> element');
    const name = names.get(key);
    if (name === undefined) throw new UnusableFile(`has <data key="${key}"> without a <key id="${key}">`);
    const value = textOf(data);
    if (value !== '') attributes.set(name, value);
  }
  return attributes;
}

/** An edge into nowhere or two nodes of one name mean that a part of the graph was lost: half a network is worse than none. */
function checkReferences(nodes: readonly GraphmlNode[], edges: readonly GraphmlEdge[]): void {
  const ids = new Set<string>();
  for (const { id } of nodes) {
    if (ids.has(id)) throw new UnusableFile(`has two nodes "${id}"`);
    ids.add(id);
  }
  for (const { source, target } of edges) {
    const unknown = [source, target].find((id) => !ids.has(id));
    if (unknown !== undefined) throw new UnusableFile(`has an edge ${source}-${target}, but no node "${unknown}"`);
  }
}

function required(element: unknown, name: string, what: string): string {
  const value = child(element, `${ATTRIBUTE}${name}`);
  if (typeof value !== 'string' || value === '') throw new UnusableFile(`has ${what} without "${name}"`);
  return value;
}

function children(element: unknown, name: string): readonly unknown[] {
  const found = child(element, name);
  return Array.isArray(found) ? found : [];
}

function textOf(element: unknown): string {
  const text = child(element, TEXT);
  return typeof text === 'string' ? text : '';
}

function child(element: unknown, name: string): unknown {
  return typeof element === 'object' && element !== null ? (element as Readonly<Record<string, unknown>>)[name] : undefined;
}
