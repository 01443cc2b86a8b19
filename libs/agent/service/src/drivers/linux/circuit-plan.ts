import type { Segment } from '@carriermesh/agent-domain';
import type { ProviderInventory } from '@carriermesh/exchange';
import { circuitPorts, customerNamespace, customerPorts, endAddresses, handoverDevice, jointOf, labelOf, legDevice, linkDevice, muxNamespace, placeOf, popNamespace, sideOf } from './names.js';

/** A port of a circuit on a link or a handover. */
export interface LabelPort {
  readonly kind: 'label';
  readonly name: string;
  readonly device: string;
  readonly label: number;
  /** Of the device: the first end has fe80::1. */
  readonly side: 1 | 2;
  /** Absent on a link of one's own. */
  readonly interconnectId?: string;
  /** Its other side is a process, to which the kernel hands no IPv6 datagram without a checksum. */
  readonly isRead?: boolean;
}

/** The customer's own port, what joins a circuit to it, or a member to the multiplexer which spreads the customer's frames over several segments. */
export interface AccessPort {
  readonly kind: 'access';
  readonly name: string;
  /** Where the port's other end waits. */
  readonly customerNamespace: string;
  readonly leg?: Leg;
  readonly customer?: JoinedPort;
}

/** The port of the service's customer, which belongs to no circuit. */
export interface JoinedPort {
  readonly name: string;
  readonly customerNamespace: string;
  /** Of the service: 1 where its segments begin, 2 where they end. */
  readonly side: 1 | 2;
  /** The access port's other end, in the PoP itself. */
  readonly joint: string;
}

/** What the multiplexer of a split service has of one member. */
export interface Leg {
  readonly device: string;
  /** Of the service: 1 where its segments begin, 2 where they end. */
  readonly side: 1 | 2;
}

/** What a circuit is in one PoP: two ports, and every frame of one goes out of the other. */
export interface Station {
  readonly popId: string;
  readonly namespace: string;
  readonly entry: LabelPort | AccessPort;
  readonly exit: LabelPort | AccessPort;
}

export interface CircuitPlan {
  readonly segment: Segment;
  readonly stations: readonly Station[];
  /** Of its two ends, for measuring within it. */
  readonly addresses: readonly [string, string];
}

export type Planned = { readonly kind: 'planned'; readonly plan: CircuitPlan } | { readonly kind: 'refused'; readonly reason: string };

/** Follows the segment's resources, which stand in the order of the route, from its first PoP to its last. */
export function planCircuit(segment: Segment, inventory: ProviderInventory, prefix: string): Planned {
  const walk = new RouteWalk(segment, inventory, prefix);
  for (const resourceId of segment.resourceIds) {
    const reason = walk.take(resourceId);
    if (reason !== undefined) return { kind: 'refused', reason };
  }
  return walk.planned();
}

class RouteWalk {
  private readonly names: ReturnType<typeof circuitPorts>;
  private readonly place: ReturnType<typeof placeOf>;
  private readonly stations: Station[] = [];
  private popId: string;
  private entry: Station['entry'];
  private isOut = false;

  constructor(
    private readonly segment: Segment,
    private readonly inventory: ProviderInventory,
    private readonly prefix: string,
  ) {
    this.names = circuitPorts(segment.segmentId);
    this.place = placeOf(segment.segmentId);
    this.popId = segment.fromPopId;
    this.entry = this.access(this.names.entry, 1);
  }

  /** @returns why the resource can't be the next of this route */
  take(resourceId: string): string | undefined {
    if (this.isOut) return `resource ${resourceId} comes after the handover that ends the segment`;
    const link = this.inventory.links.find(({ id }) => id === resourceId);
    if (link) return this.follow(link);
    const half = this.inventory.interconnects.find(({ id }) => id === resourceId);
    if (half) return this.handOver(half);
    return this.inventory.pops.some(({ id }) => id === resourceId) ? undefined : `resource ${resourceId} is not in the inventory`;
  }

  planned(): Planned {
    const { segment, popId } = this;
    if (popId !== segment.toPopId) return { kind: 'refused', reason: `the resources lead to ${popId} and not to ${segment.toPopId}` };
    if (!this.isOut) this.leave(this.access(this.names.exit, 2));
    return { kind: 'planned', plan: { segment, stations: this.stations, addresses: endAddresses(segment.segmentId) } };
  }

  private follow({ id, fromPopId, toPopId }: ProviderInventory['links'][number]): string | undefined {
    if (this.popId !== fromPopId && this.popId !== toPopId) return `link ${id} does not touch ${this.popId}`;
    const next = this.popId === fromPopId ? toPopId : fromPopId;
    const label = { kind: 'label', device: linkDevice(id), label: labelOf(`${this.segment.segmentId}:${id}`) } as const;
    this.leave({ ...label, name: this.names.exit, side: sideOf(this.popId, next) });
    this.entry = { ...label, name: this.names.entry, side: sideOf(next, this.popId) };
    this.popId = next;
    return undefined;
  }

  private handOver({ id, popId, peerPopId }: ProviderInventory['interconnects'][number]): string | undefined {
    if (popId !== this.popId) return `interconnect ${id} does not touch ${this.popId}`;
    const { route, ordinal } = this.place;
    // A half that stands first is where the segment is taken over; where it stands alone, only a first segment has nobody before it.
    const isFirst = this.stations.length === 0 && this.entry.kind === 'access';
    const comesIn = isFirst && (ordinal > 1 || this.segment.resourceIds.length > 1);
    const device = handoverDevice(popId, peerPopId);
    const port = { kind: 'label', device, label: labelOf(`${route}:${device}`), side: sideOf(popId, peerPopId), interconnectId: id } as const;
    if (comesIn) this.entry = { ...port, name: this.names.entry };
    else {
      this.leave({ ...port, name: this.names.exit });
      this.isOut = true;
    }
    return undefined;
  }

  private leave(exit: Station['exit']): void {
    this.stations.push({ popId: this.popId, namespace: popNamespace(this.prefix, this.popId), entry: this.entry, exit });
  }

  private access(name: string, side: Leg['side']): AccessPort {
    const { split } = this.segment;
    if (!split) {
      const ports = customerPorts(this.segment.segmentId);
      const customer = side === 1 ? ports.entry : ports.exit;
      const joined = { name: customer, customerNamespace: customerNamespace(this.prefix, this.popId, customer), side, joint: jointOf(name) };
      return { kind: 'access', name, customerNamespace: popNamespace(this.prefix, this.popId), customer: joined };
    }
    return { kind: 'access', name, customerNamespace: muxNamespace(this.prefix, this.popId, split.splitId), leg: { device: legDevice(split.ordinal), side } };
  }
}
