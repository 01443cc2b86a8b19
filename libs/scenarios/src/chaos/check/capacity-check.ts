import { advertising } from '@carriermesh/wire';
import { orderUuid } from './order-check.js';
import { eventsOf, type ChaosHistory, type Finding } from './history.js';

interface Resource {
  capacityMbps: number;
  readonly parts: Map<string, Part>;
}

interface Part {
  readonly mbps: number;
  committed: boolean;
}

/** I1: at no instant of the ledger more of a resource is held and committed than there is; in the end exactly what active services use. */
export function checkCapacity({ events }: ChaosHistory): readonly Finding[] {
  const found: Finding[] = [];
  const resources = new Map<string, Resource>();
  const resource = (id: string): Resource => {
    const known = resources.get(id) ?? { capacityMbps: 0, parts: new Map() };
    resources.set(id, known);
    return known;
  };
  for (const event of events) {
    if (event.type === 'advertising.v1.ResourceAdvertised') resource(event.data.resourceId).capacityMbps = capacityIn(event.data.signedOffer.offer);
    if (event.type === 'advertising.v1.CapacityReleased') resource(event.data.resourceId).parts.delete(event.data.holdId);
    if (event.type === 'advertising.v1.CapacityCommitted') commit(resource(event.data.resourceId), event.data.holdId, found);
    if (event.type !== 'advertising.v1.CapacityHeld' && event.type !== 'advertising.v1.CapacityResized') continue;
    const { resourceId, holdId, mbps } = event.data;
    const bought = event.type === 'advertising.v1.CapacityResized' || event.data.bought;
    const { capacityMbps, parts } = resource(resourceId);
    parts.set(holdId, { mbps, committed: bought });
    const inUse = [...parts.values()].reduce((sum, part) => sum + part.mbps, 0);
    if (inUse > capacityMbps) found.push({ invariant: 'I1', what: `${resourceId} has ${capacityMbps} Mbit/s, and ${inUse} are given away at position ${event.position}` });
  }
  return [...found, ...atTheEnd(events, resources)];
}

function commit({ parts }: Resource, holdId: string, found: Finding[]): void {
  const part = parts.get(holdId);
  if (part) part.committed = true;
  else found.push({ invariant: 'I1', what: `${holdId} was committed where nothing was held for it` });
}

function atTheEnd(events: ChaosHistory['events'], resources: ReadonlyMap<string, Resource>): readonly Finding[] {
  const active = new Set(eventsOf(events, 'contracting.v1.ServiceRequestCompleted').map(({ data }) => orderUuid(data.orderId)));
  const used = new Set<string>();
  const found: Finding[] = [];
  for (const [resourceId, { parts }] of resources) {
    for (const [holdId, { committed }] of parts) {
      const uuid = orderUuid(holdId);
      if (committed) used.add(uuid);
      if (!active.has(uuid) || !committed) found.push({ invariant: 'I1', what: `${resourceId} is still given away to ${holdId}, whose order is not active` });
    }
  }
  const without = [...active].filter((uuid) => !used.has(uuid));
  return [...found, ...without.map((uuid) => ({ invariant: 'I1', what: `the active order ${uuid} has no capacity` }))];
}

/** A PoP has no capacity that could be given away. */
function capacityIn(offer: Uint8Array): number {
  const { resource } = advertising.ResourceOffer.decode(offer);
  if (resource.kind === 'link') return resource.link.capacityMbps;
  return resource.kind === 'interconnect' ? resource.interconnect.capacityMbps : 0;
}
