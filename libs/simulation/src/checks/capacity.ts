import { holds, type Check } from '@carriermesh/platform-audit';
import type { AnyStoredEvent } from '@carriermesh/platform-processes';
import { advertising } from '@carriermesh/wire';

interface Stock {
  capacityMbps: number;
  readonly parts: Map<string, number>;
  /** Whose each whole unit is that is given away: its hold, by number. */
  readonly owners: Map<number, string>;
  /** Numbers of the units that are offered; absent where it is sold by the Mbit/s. */
  units?: ReadonlySet<number> | undefined;
  isDedicated?: boolean;
}

/** I1: of no resource more is given away than there is when it is given, and no whole unit twice. What is dedicated is for virtual networks alone. And in the end, nothing is kept for nobody. */
export class Capacity implements Check {
  private readonly stocks = new Map<string, Stock>();
  /** Holds of virtual networks. */
  private readonly ofNetworks = new Set<string>();

  take(event: AnyStoredEvent): void {
    switch (event.type) {
      case 'advertising.v1.ResourceAdvertised':
        return this.advertised(advertising.ResourceOffer.decode(event.data.signedOffer.offer));
      case 'advertising.v1.HoldPlaced':
        if (event.data.virtualNetwork) this.ofNetworks.add(event.data.holdId);
        return;
      case 'advertising.v1.CapacityHeld':
        this.owned(event.data);
        return this.held(event.data);
      case 'advertising.v1.CapacityResized': {
        const { resourceId, holdId, mbps, beforeMbps } = event.data;
        const { parts } = this.stockOf(resourceId);
        holds(parts.get(holdId) === beforeMbps, 'I1', () => `${holdId} is resized from ${beforeMbps} Mbit/s of ${resourceId}, of which it had ${parts.get(holdId) ?? 0}`);
        // Giving back is always possible, also where a provider offers less than it has sold by now.
        if (mbps < beforeMbps) parts.set(holdId, mbps);
        else {
          parts.delete(holdId);
          this.held(event.data);
        }
        return;
      }
      case 'advertising.v1.CapacityReleased': {
        const { resourceId, holdId, mbps, unit } = event.data;
        const { parts, owners } = this.stockOf(resourceId);
        holds(unit === undefined || owners.get(unit) === holdId, 'I1', () => `${holdId} gives back the unit ${unit} of ${resourceId}, which is ${owners.get(unit!) ?? 'nobody'}'s`);
        if (unit !== undefined) owners.delete(unit);
        holds(parts.get(holdId) === mbps, 'I1', () => `${holdId} gives back ${mbps} Mbit/s of ${resourceId}, of which it had ${parts.get(holdId) ?? 0}`);
        parts.delete(holdId);
        return;
      }
      default:
        return;
    }
  }

  /** Ids of the holds that something is kept for. */
  get kept(): ReadonlySet<string> {
    return new Set([...this.stocks.values()].flatMap(({ parts }) => [...parts.keys()]));
  }

  /**
   * @param inForce whether a hold belongs to a contract that lives
   * @param mbpsOf what the service of its contract carries: a resource that is passed twice is held twice. Nothing of one that an operator looks after
   */
  finish(inForce: (holdId: string) => boolean, mbpsOf: (holdId: string) => number | undefined): void {
    for (const [resourceId, { parts }] of this.stocks) {
      for (const [holdId, mbps] of parts) holds(inForce(holdId), 'I5', () => `${mbps} Mbit/s of ${resourceId} are still kept for ${holdId}, which no contract needs`);
      for (const [holdId, mbps] of parts) {
        const carried = mbpsOf(holdId);
        holds(carried === undefined || mbps % carried === 0, 'I5', () => `${mbps} Mbit/s of ${resourceId} are kept for ${holdId}, whose service carries ${carried}`);
      }
    }
  }

  private advertised(terms: advertising.ResourceOffer): void {
    const stock = this.stockOf(terms.resourceId);
    const units = unitsOf(terms);
    stock.capacityMbps = capacityOf(terms);
    stock.units = units && new Set(units.numbers);
    stock.isDedicated = terms.dedicated === true;
  }

  private owned({ resourceId, holdId, unit }: advertising.CapacityHeld): void {
    const { owners, units, isDedicated = false } = this.stockOf(resourceId);
    const isOfNetwork = this.ofNetworks.has(holdId);
    holds(isDedicated === isOfNetwork, 'I1', () => `${resourceId} is ${isDedicated ? '' : 'not '}dedicated, and ${holdId} is ${isOfNetwork ? '' : 'not '}of a virtual network`);
    holds((unit === undefined) === (units === undefined), 'I1', () => `${holdId} has ${unit === undefined ? 'no unit' : `the unit ${unit}`} of ${resourceId}, which is ${units ? '' : 'not '}sold in units`);
    if (unit === undefined) return;
    holds(units!.has(unit), 'I1', () => `${holdId} has the unit ${unit} of ${resourceId}, which is not offered`);
    holds(!owners.has(unit), 'I1', () => `the unit ${unit} of ${resourceId} is given to ${holdId}, and is ${owners.get(unit)}'s`);
    owners.set(unit, holdId);
  }

  private held({ resourceId, holdId, mbps }: Pick<advertising.CapacityHeld, 'resourceId' | 'holdId' | 'mbps'>): void {
    const { parts, capacityMbps } = this.stockOf(resourceId);
    parts.set(holdId, (parts.get(holdId) ?? 0) + mbps);
    const used = [...parts.values()].reduce((sum, part) => sum + part, 0);
    holds(used <= capacityMbps, 'I1', () => `${used} Mbit/s of ${resourceId} are given away, which has ${capacityMbps}; the last to ${holdId}`);
  }

  private stockOf(resourceId: string): Stock {
    const stock = this.stocks.get(resourceId) ?? { capacityMbps: 0, parts: new Map(), owners: new Map() };
    this.stocks.set(resourceId, stock);
    return stock;
  }
}

function capacityOf({ resource }: advertising.ResourceOffer): number {
  if (resource.kind === 'link') return resource.link.capacityMbps;
  return resource.kind === 'interconnect' ? resource.interconnect.capacityMbps : 0;
}

function unitsOf({ resource }: advertising.ResourceOffer): advertising.UnitSet | undefined {
  if (resource.kind === 'link') return resource.link.units;
  return resource.kind === 'interconnect' ? resource.interconnect.units : undefined;
}
