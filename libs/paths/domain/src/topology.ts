import { invariant, isCurrencyCode } from '@carriermesh/kernel';
import { type Dormancy, type Edge, type Surroundings, edgeOfHalf, edgeOfLink, interconnectId } from './edges.js';
import { type InterconnectHalf, type LinkOffer, type Pop, checkAvailable, checkHalf, checkLink, checkPop, halfId } from './elements.js';
import { Graph } from './graph.js';
import { Memory } from './memory.js';
import { inIdOrder } from './order.js';

/**
 * What the mesh's providers advertise, numbered by the ledger position of the last event that it took in. Elements may come
 * in any order: a link whose PoP is not known yet lies dormant until it is. Two topologies with the same elements give the
 * same answers, however they came about.
 */
export class Topology {
  private readonly pops = new Map<string, Pop>();
  private readonly links = new Map<string, LinkOffer>();
  private readonly halves = new Map<string, InterconnectHalf>();
  private readonly around: Surroundings;
  private built: Graph | undefined;
  /** One graph after the other lies in it: memory that is shared is not given back soon, for the collector does not know how much it is. */
  private memory: Memory | undefined;
  private position = 0n;

  /** @param currency the one that the mesh's providers price in; offers in another lie dormant */
  constructor(readonly currency: string) {
    invariant(isCurrencyCode(currency), `a currency is three capital letters (ISO 4217), not "${currency}"`);
    this.around = { currency, popOf: (popId) => this.pops.get(popId), halfOf: (resourceId) => this.halves.get(resourceId) };
  }

  get revision(): bigint {
    return this.position;
  }

  /** To be called with the ledger position of each event once it is applied. */
  advanceTo(revision: bigint): void {
    invariant(revision >= this.position, `topology revision ${revision} is before ${this.position}`);
    this.position = revision;
  }

  putPop(pop: Pop): void {
    checkPop(pop);
    const known = this.pops.get(pop.popId);
    invariant(
      !known || known.providerId === pop.providerId,
      `PoP ${pop.popId} is ${known?.providerId}'s and cannot become ${pop.providerId}'s`,
    );
    this.pops.set(pop.popId, pop);
    // A provider that repeats its advertisement unchanged must not cost everybody a new graph.
    if (!known || !samePop(known, pop)) this.built = undefined;
  }

  removePop(popId: string): void {
    if (this.pops.delete(popId)) this.built = undefined;
  }

  putLink(link: LinkOffer): void {
    checkLink(link);
    this.checkOwner(link.resourceId, link.providerId, this.links.get(link.resourceId), this.halves.has(link.resourceId));
    this.links.set(link.resourceId, link);
    this.refresh(link.resourceId, edgeOfLink(link, this.around));
  }

  removeLink(resourceId: string): void {
    if (this.links.delete(resourceId)) this.refresh(resourceId, undefined);
  }

  putInterconnectHalf(half: InterconnectHalf): void {
    checkHalf(half);
    const resourceId = halfId(half.ownPopId, half.peerPopId);
    this.checkOwner(resourceId, half.providerId, this.halves.get(resourceId), this.links.has(resourceId));
    this.halves.set(resourceId, half);
    this.refresh(interconnectId(half.ownPopId, half.peerPopId), edgeOfHalf(half, this.around));
  }

  removeInterconnectHalf(resourceId: string): void {
    const half = this.halves.get(resourceId);
    if (!half) return;
    this.halves.delete(resourceId);
    this.refresh(interconnectId(half.ownPopId, half.peerPopId), undefined);
  }

  /**
   * What is left of a resource after a hold, a release or a sale.
   * @returns false when it is not advertised: what is released after a withdrawal has nowhere to go
   */
  setAvailable(resourceId: string, availableMbps: number): boolean {
    checkAvailable(resourceId, availableMbps);
    return this.change(resourceId, { availableMbps });
  }

  /** The same of a resource that is sold in whole units: the numbers of those that are free. @returns false when it is not advertised, or not sold so */
  setLeft(resourceId: string, availableMbps: number, free: readonly number[]): boolean {
    checkAvailable(resourceId, availableMbps);
    const units = this.links.get(resourceId)?.units ?? this.halves.get(resourceId)?.units;
    return units !== undefined && this.change(resourceId, { availableMbps, units: { ...units, free } });
  }

  /** What is known of a link's latency changed, one way. @returns false when it is not advertised */
  setLatency(resourceId: string, latencyNs: bigint): boolean {
    return this.change(resourceId, { latencyNs });
  }

  /** A resource failed, or was repaired. @returns false when it is not advertised */
  setUp(resourceId: string, up: boolean): boolean {
    return this.change(resourceId, { up });
  }

  /** Why no path can use an advertised resource; `undefined` when one could, or when it is not advertised. */
  dormancyOf(resourceId: string): Dormancy | undefined {
    const link = this.links.get(resourceId);
    const half = this.halves.get(resourceId);
    const edge = link ? edgeOfLink(link, this.around) : half && edgeOfHalf(half, this.around);
    return typeof edge === 'string' ? edge : undefined;
  }

  /** The arrays that searches read; built when first asked for after something new was advertised. */
  get graph(): Graph {
    return (this.built ??= this.build());
  }

  private change(resourceId: string, change: Partial<Pick<LinkOffer, 'availableMbps' | 'latencyNs' | 'units' | 'up'>>): boolean {
    const link = this.links.get(resourceId);
    if (link) this.putLink({ ...link, ...change });
    const half = this.halves.get(resourceId);
    if (half) this.putInterconnectHalf({ ...half, ...change });
    return link !== undefined || half !== undefined;
  }

  private checkOwner(
    resourceId: string,
    providerId: string,
    known: { readonly providerId: string } | undefined,
    isOtherKind: boolean,
  ): void {
    invariant(
      !known || known.providerId === providerId,
      `resource ${resourceId} is ${known?.providerId}'s and cannot become ${providerId}'s`,
    );
    invariant(!isOtherKind, `resource ${resourceId} cannot be both a link and half an interconnect`);
  }

  private refresh(edgeId: string, edge: Edge | Dormancy | undefined): void {
    if (this.built && !this.built.write(edgeId, typeof edge === 'string' ? undefined : edge)) this.built = undefined;
  }

  private build(): Graph {
    const edges: (Edge | Dormancy)[] = [];
    for (const link of this.links.values()) edges.push(edgeOfLink(link, this.around));
    // Both halves give the same edge, and there is none unless there are both: looking at one of them is enough.
    for (const half of this.halves.values()) if (inIdOrder(half.ownPopId, half.peerPopId) < 0) edges.push(edgeOfHalf(half, this.around));
    this.memory = this.memory?.emptied() ?? Memory.own();
    return new Graph(
      [...this.pops.values()].sort((a, b) => inIdOrder(a.popId, b.popId)),
      edges.filter((edge) => typeof edge !== 'string').sort((a, b) => inIdOrder(a.edgeId, b.edgeId)),
      this.memory,
    );
  }
}

const samePop = (a: Pop, b: Pop): boolean =>
  a.latitudeMicrodegrees === b.latitudeMicrodegrees &&
  a.longitudeMicrodegrees === b.longitudeMicrodegrees &&
  a.city === b.city &&
  a.country === b.country &&
  (a.conversions ?? []).join() === (b.conversions ?? []).join();
