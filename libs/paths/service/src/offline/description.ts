import { MAX_MBPS } from '@carriermesh/kernel';
import { MAX_LATENCY_NS, MAX_POPS, MAX_PRICE_PER_MBPS, MAX_UNITS } from '@carriermesh/paths-domain';
import { FieldFault, arrayAt, booleanAt, maybe, numberAt, objectAt, textAt, textsAt, wholeAt } from './fields.js';

/** A topology as plain values: what a `--graph` file holds. */
export interface GraphDescription {
  readonly nodes: readonly NodeDescription[];
  readonly links: readonly LinkDescription[];
}

export interface NodeDescription {
  readonly id: string;
  readonly provider: string;
  /** Degrees. */
  readonly lat?: number;
  readonly lon?: number;
  /** A connection may come in on one unit of layer 1 and go on on another. */
  readonly converts?: boolean;
}

export interface LinkDescription extends LinkFigures {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly directed?: boolean;
  readonly srlg?: readonly string[];
  /** Another name of the link: an interconnect is known by either of its halves. */
  readonly alias?: string;
  readonly layer?: number;
  /** Medium and access: fibre, cellular … */
  readonly classes?: readonly string[];
}

/** What of a link may change. */
export interface LinkFigures {
  /** One way. */
  readonly latencyNs: number;
  /** A whole number in the objective's own unit. */
  readonly cost: number;
  readonly mbps: number;
  readonly jitterNs?: number;
  readonly lossPpm?: number;
  readonly availabilityPpm?: number;
  /** Wavelengths or slots that are free. */
  readonly units?: readonly number[];
}

export const MOST_LATENCY_NS = Number(MAX_LATENCY_NS);
export const MOST_COST = Number(MAX_PRICE_PER_MBPS);
export const MOST_LINKS = 4_000_000;
const MOST_SRLGS = 1_000;
const MOST_CLASSES = 100;
export const MAX_LAYER = 3;
export const MILLION = 1_000_000;
/** Light in glass (group index about 1.5), one way. */
const NANOS_PER_M = 5;
const MOST_LENGTH_M = 1e9;

/**
 * Reads the JSON of a `--graph` file. Attributes that it does not know are passed over: such files are made for other tools too.
 * @param pathFactor how much longer a fibre is than a stated length, where a link states a length instead of a latency
 * @throws FieldFault naming the node or link and its field
 */
export function describeGraph(json: unknown, pathFactor: number): GraphDescription {
  const graph = objectAt('graph', json);
  const nodes = arrayAt('nodes', graph['nodes'], MAX_POPS).map((each, index) => nodeAt(`nodes[${index}]`, each));
  const known = new Set<string>();
  nodes.forEach(({ id }, index) => addOnce(known, id, `nodes[${index}].id`));
  const links = arrayAt('links', graph['links'], MOST_LINKS).map((each, index) => linkAt(`links[${index}]`, each, { known, pathFactor }));
  const ids = new Set<string>();
  links.forEach(({ id }, index) => addOnce(ids, id, `links[${index}].id`));
  return { nodes, links };
}

function addOnce(known: Set<string>, id: string, field: string): void {
  if (known.has(id)) throw new FieldFault(field, `is "${id}", which is taken already`);
  known.add(id);
}

function nodeAt(field: string, value: unknown): NodeDescription {
  const { id, provider, lat, lon, converts } = objectAt(field, value);
  if ((lat === undefined) !== (lon === undefined)) throw new FieldFault(field, 'has one of lat and lon and not the other');
  return {
    id: textAt(`${field}.id`, id),
    provider: textAt(`${field}.provider`, provider),
    ...maybe('lat', lat, (given) => numberAt(`${field}.lat`, given, -90, 90)),
    ...maybe('lon', lon, (given) => numberAt(`${field}.lon`, given, -180, 180)),
    ...maybe('converts', converts, (given) => booleanAt(`${field}.converts`, given)),
  };
}

function linkAt(field: string, value: unknown, { known, pathFactor }: { known: ReadonlySet<string>; pathFactor: number }): LinkDescription {
  const link = objectAt(field, value);
  const end = (name: 'from' | 'to') => {
    const id = textAt(`${field}.${name}`, link[name]);
    if (!known.has(id)) throw new FieldFault(`${field}.${name}`, `is "${id}", which is no node`);
    return id;
  };
  return {
    id: textAt(`${field}.id`, link['id']),
    from: end('from'),
    to: end('to'),
    latencyNs: latencyAt(field, link['latencyNs'], link['lengthM'], pathFactor),
    cost: link['cost'] === undefined ? 0 : wholeAt(`${field}.cost`, link['cost'], 0, MOST_COST),
    mbps: link['mbps'] === undefined ? MAX_MBPS : wholeAt(`${field}.mbps`, link['mbps'], 0, MAX_MBPS),
    ...maybe('directed', link['directed'], (given) => booleanAt(`${field}.directed`, given)),
    ...maybe('srlg', link['srlg'], (given) => textsAt(`${field}.srlg`, given, MOST_SRLGS)),
    ...maybe('jitterNs', link['jitterNs'], (given) => wholeAt(`${field}.jitterNs`, given, 0, MOST_LATENCY_NS)),
    ...maybe('lossPpm', link['lossPpm'], (given) => wholeAt(`${field}.lossPpm`, given, 0, MILLION)),
    ...maybe('availabilityPpm', link['availabilityPpm'], (given) => wholeAt(`${field}.availabilityPpm`, given, 0, MILLION)),
    ...maybe('units', link['units'], (given) => unitsAt(`${field}.units`, given)),
    ...maybe('layer', link['layer'], (given) => wholeAt(`${field}.layer`, given, 1, MAX_LAYER)),
    ...maybe('classes', link['classes'], (given) => textsAt(`${field}.classes`, given, MOST_CLASSES)),
  };
}

/** Numbers of wavelengths or slots. */
export const unitsAt = (field: string, value: unknown): readonly number[] =>
  arrayAt(field, value, MAX_UNITS).map((unit, index) => wholeAt(`${field}[${index}]`, unit, 0, MAX_UNITS - 1));

function latencyAt(field: string, latencyNs: unknown, lengthM: unknown, pathFactor: number): number {
  if (latencyNs !== undefined) return wholeAt(`${field}.latencyNs`, latencyNs, 0, MOST_LATENCY_NS);
  if (lengthM === undefined) throw new FieldFault(`${field}.latencyNs`, 'is not given, and neither is lengthM');
  const nanos = Math.round(numberAt(`${field}.lengthM`, lengthM, 0, MOST_LENGTH_M) * NANOS_PER_M * pathFactor);
  return wholeAt(`${field}.lengthM`, nanos, 0, MOST_LATENCY_NS);
}
