import type { InterconnectHalf, LinkOffer, OfferTerms, Pop, Topology } from '@carriermesh/paths-domain';
import { unreachable } from '@carriermesh/kernel';
import type { advertising } from '@carriermesh/wire';

/** What a resource can be in the topology: a node, an edge, or one side of an edge between two providers. */
export type Element =
  | { readonly kind: 'pop'; readonly pop: Pop }
  | { readonly kind: 'link'; readonly link: LinkOffer }
  | { readonly kind: 'half'; readonly half: InterconnectHalf };

/** What of a resource is held or under contract; an offer may be smaller than what was sold of it before. */
export interface Used {
  readonly mbps: number;
  /** Of what is sold in whole units, their numbers. */
  readonly units: ReadonlySet<number>;
}

/** @param up false while nobody hears the agent of its provider */
export function elementOf(offer: advertising.ResourceOffer, used: Used, up: boolean): Element {
  const { resourceId, providerId, resource } = offer;
  switch (resource.kind) {
    case 'pop': {
      const { city, country, coordinates, conversion } = resource.pop;
      return { kind: 'pop', pop: { popId: resourceId, providerId, city, country, ...coordinates, ...(conversion && { conversions: conversion.technologies }) } };
    }
    case 'link': {
      const { fromPopId, toPopId, srlgIds, medium } = resource.link;
      return { kind: 'link', link: { resourceId, fromPopId, toPopId, ...(medium !== undefined && { medium }), ...termsOf(offer, resource.link, { used, srlgs: srlgIds, up }) } };
    }
    case 'interconnect': {
      const { popId, peerPopId } = resource.interconnect;
      return { kind: 'half', half: { ownPopId: popId, peerPopId, ...termsOf(offer, resource.interconnect, { used, srlgs: [], up }) } };
    }
    default:
      return unreachable(resource);
  }
}

/** The units of an offer that are nobody's. */
export const freeUnits = ({ numbers }: advertising.UnitSet, taken: ReadonlySet<number>): readonly number[] => numbers.filter((unit) => !taken.has(unit));

/** Of what is sold in whole units. */
export function unitsOf({ resource }: advertising.ResourceOffer): advertising.UnitSet | undefined {
  if (resource.kind === 'link') return resource.link.units;
  return resource.kind === 'interconnect' ? resource.interconnect.units : undefined;
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

type Carriage = Pick<advertising.Link, 'capacityMbps' | 'latencyNs' | 'price' | 'units'>;

function termsOf(
  { providerId, validFrom, validUntil, visibleTo, dedicated = false }: advertising.ResourceOffer,
  { capacityMbps, latencyNs, price, units }: Carriage,
  { used, srlgs, up }: { readonly used: Used; readonly srlgs: readonly string[]; readonly up: boolean },
): OfferTerms {
  const { currency, microMinor } = price.monthlyPerMbps;
  const available = availableMbps(capacityMbps, used.mbps);
  const sold = units && { technology: units.technology, mbps: units.unitMbps, free: freeUnits(units, used.units) };
  return { providerId, latencyNs, pricePerMbps: microMinor, currency, availableMbps: available, srlgs, validFrom, validUntil, visibleTo, up, dedicated, ...(sold && { units: sold }) };
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
