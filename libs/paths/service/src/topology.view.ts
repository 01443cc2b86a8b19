import { Inject, Injectable } from '@nestjs/common';
import { Topology } from '@carriermesh/paths-domain';
import type { Instant } from '@carriermesh/kernel';
import { advertising, type EventType, type paths } from '@carriermesh/wire';
import { LATENCY_FACTS, LinkLatencies, TIMERS, type Fact, type MemoryView } from '@carriermesh/platform-chassis';
import { OperationalError } from '@carriermesh/platform-errors';
import { realTimers, type Timers } from '@carriermesh/platform-time';
import { availableMbps, capacityOf, elementOf, freeUnits, putElement, removeElement, unitsOf, type Used } from './advertised.js';

/** What the mesh sells in. Offers in another currency stay on record and in no path: nothing here knows a rate. */
export const MESH_CURRENCY = 'EUR';
/** Questions that wait for the view to catch up. */
const MAX_WAITING = 4_096;

/** An offer in force, as its provider signed it. */
export interface CurrentOffer {
  readonly signed: advertising.SignedOffer;
  readonly sha256: Uint8Array;
}

/** With what of it is held or under contract. */
export interface KnownOffer extends CurrentOffer {
  readonly usedMbps: number;
}

export type OfferedLink = advertising.ResourceOffer & { readonly link: advertising.Link };

export interface TopologyCounts {
  readonly providers: number;
  readonly pops: number;
  readonly links: number;
  readonly interconnects: number;
}

/** What is known of one resource; it stays here after a withdrawal for as long as some of it is in use. */
interface Known {
  readonly used: Used;
  readonly offered?: CurrentOffer & { readonly terms: advertising.ResourceOffer };
}

interface Waiter {
  readonly revision: bigint;
  readonly wake: (reached: boolean) => void;
}

const UNKNOWN: Known = { used: { mbps: 0, units: new Set() } };

/** The topology as the ledger has it, in memory, since every order asks for a path and most ask for the shortest. */
@Injectable()
export class TopologyView implements MemoryView {
  readonly kind = 'memory';
  readonly name = 'topology';
  readonly listens: readonly EventType[] = [
    'advertising.v1.ResourceAdvertised',
    'advertising.v1.ResourceWithdrawn',
    'advertising.v1.CapacityHeld',
    'advertising.v1.CapacityResized',
    'advertising.v1.CapacityReleased',
    ...LATENCY_FACTS,
    'advertising.v1.SessionEstablished',
    'advertising.v1.SessionLost',
  ];
  readonly topology = new Topology(MESH_CURRENCY);
  readonly latencies = new LinkLatencies();
  /** Path searches since the start of this process. */
  searches = 0n;
  private readonly resources = new Map<string, Known>();
  /** By provider, the ids of what it offers. */
  private readonly offers = new Map<string, Set<string>>();
  /** Providers whose session is down: nothing of theirs is on a path. */
  private readonly silent = new Set<string>();
  private readonly waiters = new Set<Waiter>();

  constructor(@Inject(TIMERS) private readonly timers: Timers = realTimers) {}

  apply(event: Fact): void {
    switch (event.type) {
      case 'advertising.v1.ResourceAdvertised':
        return this.advertised(event.data);
      case 'advertising.v1.ResourceWithdrawn':
        return this.withdrawn(event.data.resourceId);
      case 'advertising.v1.CapacityHeld':
        return this.used(event.data.resourceId, event.data.mbps, (units) => joined(units, event.data.unit));
      case 'advertising.v1.CapacityResized':
        return this.used(event.data.resourceId, event.data.mbps - event.data.beforeMbps);
      case 'advertising.v1.CapacityReleased':
        return this.used(event.data.resourceId, -event.data.mbps, (units) => without(units, event.data.unit));
      case 'advertising.v1.SessionEstablished':
        return this.heard(event.data.providerId, true);
      case 'advertising.v1.SessionLost':
        return this.heard(event.data.providerId, false);
      default:
        for (const resourceId of this.latencies.told(event)) this.topology.setLatency(resourceId, this.latencies.latencyOf(resourceId)!);
    }
  }

  advancedTo(position: bigint): void {
    if (position <= this.topology.revision) return;
    this.topology.advanceTo(position);
    for (const waiter of this.waiters) if (waiter.revision <= position) waiter.wake(true);
  }

  /**
   * True once the view knows the ledger up to a revision; false when it does not in time.
   * @throws OperationalError `overloaded` when too many wait already
   */
  reached(revision: bigint, withinMs: number): Promise<boolean> {
    if (this.topology.revision >= revision) return Promise.resolve(true);
    if (this.waiters.size >= MAX_WAITING)
      throw new OperationalError('overloaded', `${this.waiters.size} questions wait for the topology to catch up; the limit is ${MAX_WAITING}`);
    return new Promise((resolve) => {
      const callOff = this.timers.after(withinMs, () => waiter.wake(false));
      const wake = (reached: boolean): void => {
        callOff();
        this.waiters.delete(waiter);
        resolve(reached);
      };
      const waiter: Waiter = { revision, wake };
      this.waiters.add(waiter);
    });
  }

  /** The offer in force for a resource that a path names. */
  offerOf(resourceId: string): KnownOffer | undefined {
    const known = this.resources.get(resourceId);
    return known?.offered && { signed: known.offered.signed, sha256: known.offered.sha256, usedMbps: known.used.mbps };
  }

  /** The same as it is answered. */
  foundOffer(resourceId: string): paths.FoundOffer | undefined {
    const offer = this.offerOf(resourceId);
    const latency = this.latencies.recordOf(resourceId);
    return offer && { resourceId, ...offer.signed, usedMbps: offer.usedMbps, ...(latency?.measured && { latency }) };
  }

  /** Resources whose offers are in force at an instant, in the order of their ids: of all providers and all of theirs, or of those that are named. */
  inForce(at: Instant, { providerId, resourceIds }: { readonly providerId: string; readonly resourceIds: readonly string[] }): readonly string[] {
    const asked = resourceIds.length > 0 ? [...new Set(resourceIds)] : providerId === '' ? [...this.resources.keys()] : [...(this.offers.get(providerId) ?? [])];
    const isInForce = (resourceId: string): boolean => {
      const terms = this.resources.get(resourceId)?.offered?.terms;
      return terms !== undefined && terms.validFrom <= at && at < terms.validUntil && (providerId === '' || terms.providerId === providerId);
    };
    return asked.filter(isInForce).sort();
  }

  /** Providers whose session is down and whose links or handovers this buyer might buy, in the order of their ids. */
  silentTo(buyerId: string): readonly string[] {
    const isShown = (resourceId: string): boolean => {
      const terms = this.resources.get(resourceId)?.offered?.terms;
      return terms !== undefined && terms.resource.kind !== 'pop' && (terms.visibleTo.length === 0 || terms.visibleTo.includes(buyerId));
    };
    return [...this.silent].filter((providerId) => [...(this.offers.get(providerId) ?? [])].some(isShown)).sort();
  }

  /** Links that this buyer may be sold now, by their offers, whoever has their capacity: an agent is heard that offers them, and they lead somewhere. */
  linksFor(buyerId: string, now: Instant): readonly OfferedLink[] {
    return [...this.resources.values()].flatMap(({ offered }) => {
      const terms = offered?.terms;
      if (terms?.resource.kind !== 'link' || !isSoldTo(terms, buyerId, now) || this.silent.has(terms.providerId) || this.topology.dormancyOf(terms.resourceId)) return [];
      return [{ ...terms, link: terms.resource.link }];
    });
  }

  /** Where a point of presence is, as its provider offers it. */
  placeOf(popId: string): Pick<advertising.Pop, 'city' | 'country'> | undefined {
    const resource = this.resources.get(popId)?.offered?.terms.resource;
    return resource?.kind === 'pop' ? resource.pop : undefined;
  }

  counts(): TopologyCounts {
    const providers = new Set<string>();
    const counts = { pop: 0, link: 0, interconnect: 0 };
    for (const { offered } of this.resources.values()) {
      if (!offered) continue;
      const { providerId, resource } = offered.terms;
      providers.add(providerId);
      // A handover is counted at the half whose PoP comes first, and only where the other half is offered too.
      if (resource.kind !== 'interconnect') counts[resource.kind] += 1;
      else if (this.isFirstOfTwo(resource.interconnect)) counts.interconnect += 1;
    }
    return { providers: providers.size, pops: counts.pop, links: counts.link, interconnects: counts.interconnect };
  }

  private isFirstOfTwo({ popId, peerPopId }: advertising.Interconnect): boolean {
    return popId < peerPopId && this.resources.get(`${peerPopId}~${popId}`)?.offered !== undefined;
  }

  private advertised({ resourceId, signedOffer, offerSha256 }: advertising.ResourceAdvertised): void {
    const { used } = this.resources.get(resourceId) ?? UNKNOWN;
    const terms = advertising.ResourceOffer.decode(signedOffer.offer);
    const { providerId } = terms;
    putElement(this.topology, elementOf(terms, used, !this.silent.has(providerId)));
    this.offers.set(providerId, (this.offers.get(providerId) ?? new Set()).add(resourceId));
    if (terms.resource.kind === 'link') this.latencies.declared(terms, terms.resource.link.latencyNs);
    this.resources.set(resourceId, { used, offered: { signed: signedOffer, sha256: offerSha256, terms } });
  }

  private withdrawn(resourceId: string): void {
    const { used, offered } = this.resources.get(resourceId) ?? UNKNOWN;
    if (!offered) return;
    removeElement(this.topology, resourceId, offered.terms.resource.kind);
    this.latencies.withdrawn(resourceId);
    this.offers.get(offered.terms.providerId)?.delete(resourceId);
    this.keep(resourceId, { used });
  }

  private used(resourceId: string, mbps: number, taken: (units: ReadonlySet<number>) => ReadonlySet<number> = (units) => units): void {
    const known = this.resources.get(resourceId) ?? UNKNOWN;
    const used = { mbps: known.used.mbps + mbps, units: taken(known.used.units) };
    if (known.offered) {
      const [available, units] = [availableMbps(capacityOf(known.offered.terms), used.mbps), unitsOf(known.offered.terms)];
      if (units) this.topology.setLeft(resourceId, available, freeUnits(units, used.units));
      else this.topology.setAvailable(resourceId, available);
    }
    this.keep(resourceId, { ...known, used });
  }

  /** What an agent offers stays on record while it is silent, and so do the holds and contracts on it. */
  private heard(providerId: string, isHeard: boolean): void {
    if (isHeard !== this.silent.has(providerId)) return;
    if (isHeard) this.silent.delete(providerId);
    else this.silent.add(providerId);
    for (const resourceId of this.offers.get(providerId) ?? []) this.topology.setUp(resourceId, isHeard);
  }

  private keep(resourceId: string, known: Known): void {
    if (known.offered || known.used.mbps !== 0) this.resources.set(resourceId, known);
    else this.resources.delete(resourceId);
  }
}

const joined = (units: ReadonlySet<number>, unit: number | undefined): ReadonlySet<number> => (unit === undefined ? units : new Set(units).add(unit));

const without = (units: ReadonlySet<number>, unit: number | undefined): ReadonlySet<number> => (unit === undefined ? units : new Set([...units].filter((each) => each !== unit)));

const isSoldTo = ({ visibleTo, validFrom, validUntil }: advertising.ResourceOffer, buyerId: string, now: Instant): boolean =>
  (visibleTo.length === 0 || visibleTo.includes(buyerId)) && validFrom <= now && now < validUntil;
