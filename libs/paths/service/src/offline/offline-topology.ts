import { MAX_MBPS } from '@carriermesh/kernel';
import { type Edge, Graph, type Memory, type Place, inIdOrder } from '@carriermesh/paths-domain';
import { type GraphDescription, type LinkDescription, MOST_COST, MILLION, MOST_LATENCY_NS, type NodeDescription, unitsAt } from './description.js';
import { FieldFault, type Json, booleanAt, maybe, objectAt, textAt, wholeAt } from './fields.js';
import { History } from './history.js';
import { type Named, PlaceNames, type Unlocated, nameOf } from './place-names.js';
import type { Point, Somewhere } from './somewhere.js';

/** Places are asked for again and again; nodes never move. */
const MAX_REMEMBERED_PLACES = 10_000;
const MICRO = 1_000_000;

/** A place that names no node: the reason and what may have been meant, of a name; the nearest node, of a point. */
export interface Nowhere extends Partial<Unlocated> {
  readonly place: string;
  readonly nearest?: { readonly node: string; readonly km: number };
}

/** A topology that was read from files, numbered by the updates that it took in. */
export class OfflineTopology {
  readonly graph: Graph;
  /** How many updates there were; a copy in another thread is told. */
  revision = 0;
  private readonly edges: Map<string, Edge>;
  private readonly edgeIdOfAlias = new Map<string, string>();
  private readonly remembered = new Map<string, readonly number[]>();
  private readonly hasCoordinates: boolean;
  private readonly history = new History();

  constructor(
    { nodes, links }: GraphDescription,
    memory: Memory,
    private readonly names: PlaceNames = new PlaceNames(),
  ) {
    const providerOf = new Map(nodes.map(({ id, provider }) => [id, provider]));
    const edges = links.map((link) => edgeOf(link, providerOf.get(link.from) !== providerOf.get(link.to)));
    edges.sort((a, b) => inIdOrder(a.edgeId, b.edgeId));
    const pops = nodes.map(popOf).sort((a, b) => inIdOrder(a.popId, b.popId));
    this.edges = new Map(edges.map((edge) => [edge.edgeId, edge]));
    for (const { id, alias } of links) if (alias !== undefined) this.edgeIdOfAlias.set(alias, id);
    this.hasCoordinates = nodes.some(({ lat }) => lat !== undefined);
    this.graph = new Graph(pops, edges, memory);
  }

  /**
   * The positions of the nodes that a place names, in ascending order; or the place that is not there.
   * @param field where in the question the place stands
   */
  resolve(field: string, place: Somewhere): readonly number[] | Nowhere {
    if (typeof place === 'string') {
      const position = this.graph.positionOfPop(place);
      return position === undefined ? { place } : [position];
    }
    if ('city' in place || 'unlocode' in place) return this.named(field, place);
    if ('lat' in place) return this.near(place);
    const positions = new Set<number>();
    for (const id of place) {
      const position = this.graph.positionOfPop(id);
      if (position === undefined) return { place: id };
      positions.add(position);
    }
    return [...positions].sort((a, b) => a - b);
  }

  private named(field: string, place: Named): readonly number[] | Nowhere {
    const spot = this.names.locate(field, place);
    if ('reason' in spot) return { place: nameOf(place), ...spot };
    const found = this.near({ ...spot, withinKm: place.withinKm });
    return 'place' in found ? { ...found, place: `${nameOf(place)} (${found.place})` } : found;
  }

  private near(point: Point): readonly number[] | Nowhere {
    const found = this.around(point);
    if (found.length > 0) return found;
    const nearest = this.hasCoordinates ? this.graph.places.nearest(asPlace(point)) : undefined;
    const name = `${point.lat}, ${point.lon}${point.withinKm > 0 ? ` within ${point.withinKm} km` : ''}`;
    return { place: name, ...(nearest ? { nearest: { node: nearest.popId, km: Math.ceil(nearest.distanceM / 1000) } } : {}) };
  }

  /**
   * Changes figures of a link in place.
   * @returns the new revision
   * @throws FieldFault naming the field
   */
  update(json: unknown): number {
    const update = objectAt('update', json, ['link', 'latencyNs', 'up', 'mbps', 'cost', 'units']);
    const name = textAt('update.link', update['link']);
    const edge = this.edges.get(this.edgeIdOfAlias.get(name) ?? name);
    if (!edge) throw new FieldFault('update.link', `is "${name}", which is no link`);
    const changes = changesOf(update);
    this.checkUnits(changes.units);
    this.put({ ...edge, ...changes });
    this.history.add(edge);
    return (this.revision += 1);
  }

  /**
   * What a question finds on an earlier revision: updates are taken back, newest first, and made again.
   * @throws FieldFault where the revision is still to come, or too long ago
   */
  asOf<T>(revision: number | undefined, ask: () => T): T {
    const back = revision === undefined ? 0 : this.revision - revision;
    if (back < 0) throw new FieldFault('asOf', `is ${revision}, and the newest revision is ${this.revision}`);
    if (back > this.history.length) throw new FieldFault('asOf', `is ${revision}, and the oldest revision that is kept is ${this.revision - this.history.length}`);
    const taken = this.history.latest(back).map((before) => {
      const now = this.edges.get(before.edgeId)!;
      this.put(before);
      return now;
    });
    const newest = this.revision;
    this.revision -= back;
    try {
      return ask();
    } finally {
      for (const edge of taken.reverse()) this.put(edge);
      this.revision = newest;
    }
  }

  private checkUnits(units: readonly number[] = []): void {
    const most = this.graph.spectrum?.unitCount ?? 0;
    const over = units.findIndex((unit) => unit >= most);
    if (over >= 0) throw new FieldFault(`update.units[${over}]`, `is ${units[over]}; the units of this topology are below ${most}`);
  }

  private put(edge: Edge): void {
    this.edges.set(edge.edgeId, edge);
    this.graph.write(edge.edgeId, edge);
  }

  private around(point: Point): readonly number[] {
    const key = `${point.lat},${point.lon},${point.withinKm}`;
    const known = this.remembered.get(key);
    if (known) return known;
    const found = this.graph.places.resolve(asPlace(point));
    if (this.remembered.size >= MAX_REMEMBERED_PLACES) this.remembered.clear();
    this.remembered.set(key, found);
    return found;
  }
}

function changesOf(update: Json): Partial<Edge> {
  const changes = {
    ...maybe('latencyNs', update['latencyNs'], (given) => wholeAt('update.latencyNs', given, 0, MOST_LATENCY_NS)),
    ...maybe('up', update['up'], (given) => booleanAt('update.up', given)),
    ...maybe('availableMbps', update['mbps'], (given) => wholeAt('update.mbps', given, 0, MAX_MBPS)),
    ...maybe('units', update['units'], (given) => unitsAt('update.units', given)),
    ...maybe('pricePerMbps', update['cost'], (given) => wholeAt('update.cost', given, 0, MOST_COST)),
  };
  if (Object.keys(changes).length === 0) throw new FieldFault('update', 'changes none of latencyNs, up, mbps, cost and units');
  return changes;
}

const popOf = ({ id, provider, lat = NaN, lon = NaN, converts = false }: NodeDescription) => ({
  popId: id,
  providerId: provider,
  latitudeMicrodegrees: microdegrees(lat),
  longitudeMicrodegrees: microdegrees(lon),
  city: '',
  country: '',
  convertsUnits: converts,
});

function edgeOf(link: LinkDescription, handover: boolean): Edge {
  const { id, from, to, directed, latencyNs, cost, mbps, srlg = [], alias, jitterNs, lossPpm, availabilityPpm, units, layer, classes } = link;
  return {
    edgeId: id,
    popA: from,
    popB: to,
    resources: alias === undefined ? [id] : [id, alias],
    handover,
    ...(directed ? { directed } : {}),
    latencyNs,
    pricePerMbps: cost,
    availableMbps: mbps,
    ...(jitterNs === undefined ? {} : { jitterNs }),
    ...(lossPpm === undefined ? {} : { lossPpm }),
    ...(availabilityPpm === undefined ? {} : { outagePpm: MILLION - availabilityPpm }),
    ...(units ? { units } : {}),
    ...(layer === undefined ? {} : { layer }),
    ...(classes ? { classes } : {}),
    narrowest: id,
    srlgs: srlg,
    validFromMs: -Infinity,
    validUntilMs: Infinity,
    visibleTo: [],
    up: true,
  };
}

const asPlace = ({ lat, lon, withinKm }: Point): Place & { readonly kind: 'coordinates' } => ({
  kind: 'coordinates',
  latitudeMicrodegrees: microdegrees(lat),
  longitudeMicrodegrees: microdegrees(lon),
  withinM: withinKm * 1000,
});

/** Adding zero turns −0 into 0. */
const microdegrees = (degrees: number): number => Math.round(degrees * MICRO) + 0;
