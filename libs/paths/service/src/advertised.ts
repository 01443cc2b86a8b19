import type { InterconnectHalf, LinkOffer, OfferTerms, Pop, Topology } from '@carriermesh/paths-domain';
import { unreachable } from '@carriermesh/kernel';
import type { advertising } from '@carriermesh/wire';

/** What a resource can be in the topology: a node, an edge, or one side of an edge between two providers. */
export type Element =
  | { readonly kind: 'pop'; readonly pop: Pop }
  | { readonly kind: 'link'; readonly link: LinkOffer }
  | { readonly kind: 'half'; readonly half: InterconnectHalf };

/** @param usedMbps what is held or under contract; an offer may be smaller than what was sold of it before */
export function elementOf(offer: advertising.ResourceOffer, usedMbps: number): Element {
  const { resourceId, providerId, resource } = offer;
  switch (resource.kind) {
    case 'pop': {
      const { city, country, coordinates } = resource.pop;
      return { kind: 'pop', pop: { popId: resourceId, providerId, city, country, ...coordinates } };
    }
    case 'link': {
      const { fromPopId, toPopId, srlgIds } = resource.link;
      return { kind: 'link', link: { resourceId, fromPopId, toPopId, ...termsOf(offer, resource.link, { usedMbps, srlgs: srlgIds }) } };
    }
    case 'interconnect': {
      const { popId, peerPopId } = resource.interconnect;
      return { kind: 'half', half: { ownPopId: popId, peerPopId, ...termsOf(offer, resource.interconnect, { usedMbps, srlgs: [] }) } };
    }
    default:
      return unreachable(resource);
  }
}

export const availableMbps = (capacityMbps: number, usedMbps: number): number => Math.max(0, capacityMbps - usedMbps);

export function capacityOf({ resource }: advertising.ResourceOffer): number {
  switch (resource.kind) {
    case 'pop':
      return 0;
    case 'link':
      return resource.link.capacityMbps;
    case 'interconnect':
      return resource.interconnect.capacityMbps;
    default:
      return unreachable(resource);
  }
}

type Carriage = Pick<advertising.Link, 'capacityMbps' | 'latencyNs' | 'price'>;

function termsOf(
  { providerId, validFrom, validUntil, visibleTo }: advertising.ResourceOffer,
  { capacityMbps, latencyNs, price }: Carriage,
  { usedMbps, srlgs }: { readonly usedMbps: number; readonly srlgs: readonly string[] },
): OfferTerms {
  const { currency, microMinor } = price.monthlyPerMbps;
  const available = availableMbps(capacityMbps, usedMbps);
  return { providerId, latencyNs, pricePerMbps: microMinor, currency, availableMbps: available, srlgs, validFrom, validUntil, visibleTo, up: true };
}

export function putElement(topology: Topology, element: Element): void {
  switch (element.kind) {
    case 'pop':
      return topology.putPop(element.pop);
    case 'link':
      return topology.putLink(element.link);
    case 'half':
      return topology.putInterconnectHalf(element.half);
    default:
      return unreachable(element);
  }
}

export function removeElement(topology: Topology, resourceId: string, kind: advertising.ResourceOffer['resource']['kind']): void {
  switch (kind) {
    case 'pop':
      return topology.removePop(resourceId);
    case 'link':
      return topology.removeLink(resourceId);
    case 'interconnect':
      return topology.removeInterconnectHalf(resourceId);
    default:
      return unreachable(kind);
  }
}
