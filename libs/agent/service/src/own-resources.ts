import type { OwnNetwork } from '@carriermesh/agent-domain';
import type { Carriage, ProviderInventory } from '@carriermesh/exchange';
import { instant, toHex, type Instant } from '@carriermesh/kernel';
import { sha256 } from '@carriermesh/platform-signing';
import { advertising, type common } from '@carriermesh/wire';
import { countryCode } from './countries.js';

/** One thing that a provider offers, apart from how long and to whom. */
export interface OwnResource {
  readonly resourceId: string;
  readonly resource: advertising.ResourceOffer['resource'];
  /** True: set aside for orders of a carrier virtual network. */
  readonly dedicated?: boolean;
}

/** PoPs before what ends at them, as the inventory orders them. */
export function ownResources({ pops, links, interconnects }: ProviderInventory): readonly OwnResource[] {
  return [
    ...pops.map((pop): OwnResource => {
      const { name, city, latitudeMicrodegrees, longitudeMicrodegrees, converts } = pop;
      const coordinates = { latitudeMicrodegrees, longitudeMicrodegrees };
      return { resourceId: pop.id, resource: { kind: 'pop', pop: { name, city, country: countryCode(pop.country), coordinates, ...(converts && { conversion: { technologies: converts } }) } } };
    }),
    ...links.map((link): OwnResource => {
      const { fromPopId, toPopId, srlgs, medium } = link;
      return { resourceId: link.id, ...dedication(link), resource: { kind: 'link', link: { fromPopId, toPopId, srlgIds: srlgs, ...(medium && { medium }), ...carriage(link) } } };
    }),
    ...interconnects.map((half): OwnResource => {
      const { popId, peerProviderId, peerPopId } = half;
      return { resourceId: half.id, ...dedication(half), resource: { kind: 'interconnect', interconnect: { popId, peerProviderId, peerPopId, ...carriage(half) } } };
    }),
  ];
}

const dedication = ({ dedicated }: Carriage): Pick<OwnResource, 'dedicated'> => (dedicated ? { dedicated } : {});

const carriage = ({ capacityMbps, latencyNs, monthlyPricePerMbps, pricePerGigabyte, monthlyFee, setupFee, units }: Carriage) => ({
  capacityMbps,
  latencyNs,
  price: { monthlyPerMbps: monthlyPricePerMbps, perGigabyte: pricePerGigabyte, ...(monthlyFee && { monthlyFee }), ...(setupFee && { setupFee }) },
  ...(units && { units }),
});

export function ownNetwork({ id, pops, links, interconnects }: ProviderInventory): OwnNetwork {
  return {
    providerId: id,
    popIds: new Set(pops.map((pop) => pop.id)),
    capacityMbps: new Map([...links, ...interconnects].map((resource) => [resource.id, resource.capacityMbps])),
    units: new Map([...links, ...interconnects].flatMap(({ id: resourceId, units }) => (units ? [[resourceId, units] as const] : []))),
  };
}

/** What holds for all offers of one provider. */
export interface OfferTerms {
  readonly providerId: string;
  readonly serviceLevel: common.ServiceLevel;
  readonly visibleTo: readonly string[];
}

export interface Validity {
  readonly validFrom: Instant;
  readonly validUntil: Instant;
}

export const offerBytes = ({ resourceId, resource, dedicated }: OwnResource, terms: OfferTerms, validity: Validity): Uint8Array =>
  advertising.ResourceOffer.encode({ ...terms, ...validity, resourceId, resource, ...(dedicated && { dedicated }) });

const NO_VALIDITY: Validity = { validFrom: instant(0n), validUntil: instant(0n) };
const FINGERPRINT_HEX_DIGITS = 32;

/** Stands for all that an offer says but its validity: inventory, terms, and the rule that makes an offer of them. */
export function fingerprintOf(own: OwnResource, terms: OfferTerms): string {
  return toHex(sha256(offerBytes(own, terms, NO_VALIDITY))).slice(0, FINGERPRINT_HEX_DIGITS);
}
