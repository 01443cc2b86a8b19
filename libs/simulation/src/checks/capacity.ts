import { holds, type Check } from '@carriermesh/platform-audit';
import type { AnyStoredEvent } from '@carriermesh/platform-processes';
import { advertising } from '@carriermesh/wire';

interface Stock {
  capacityMbps: number;
  readonly parts: Map<string, number>;
}

/** I1: of no resource more is given away than there is when it is given. And in the end, nothing is kept for nobody. */
export class Capacity implements Check {
  private readonly stocks = new Map<string, Stock>();

  take(event: AnyStoredEvent): void {
    switch (event.type) {
      case 'advertising.v1.ResourceAdvertised':
        this.stockOf(event.data.resourceId).capacityMbps = capacityOf(advertising.ResourceOffer.decode(event.data.signedOffer.offer));
        return;
      case 'advertising.v1.CapacityHeld':
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
        const { resourceId, holdId, mbps } = event.data;
        const { parts } = this.stockOf(resourceId);
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

  private held({ resourceId, holdId, mbps }: Pick<advertising.CapacityHeld, 'resourceId' | 'holdId' | 'mbps'>): void {
    const { parts, capacityMbps } = this.stockOf(resourceId);
    parts.set(holdId, (parts.get(holdId) ?? 0) + mbps);
    const used = [...parts.values()].reduce((sum, part) => sum + part, 0);
    holds(used <= capacityMbps, 'I1', () => `${used} Mbit/s of ${resourceId} are given away, which has ${capacityMbps}; the last to ${holdId}`);
  }

  private stockOf(resourceId: string): Stock {
    const stock = this.stocks.get(resourceId) ?? { capacityMbps: 0, parts: new Map() };
    this.stocks.set(resourceId, stock);
    return stock;
  }
}

function capacityOf({ resource }: advertising.ResourceOffer): number {
  if (resource.kind === 'link') return resource.link.capacityMbps;
  return resource.kind === 'interconnect' ? resource.interconnect.capacityMbps : 0;
}
