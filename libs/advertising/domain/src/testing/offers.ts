import { instant, type Instant } from '@carriermesh/kernel';
import type { advertising, common } from '@carriermesh/wire';
import type { Advertise } from '../resource.decider.js';

/** 2026-03-01T00:00:00Z, the instant from which the offers of the specifications are valid. */
export const START: Instant = instant(1_772_323_200_000_000_000n);
export const END: Instant = instant(START + 86_400_000_000_000n);

const SERVICE_LEVEL: common.ServiceLevel = { availabilityPpm: 999_900, lossPpm: 100, jitterNs: 1_000_000n, mttrMinutes: 240, creditBasisPoints: 500 };
const PRICE: common.ResourcePrice = {
  monthlyPerMbps: { currency: 'EUR', microMinor: 3_000_000n },
  perGigabyte: { currency: 'EUR', microMinor: 3_000n },
};
const TERMS = { providerId: 'Ai3', validFrom: START, validUntil: END, visibleTo: [], serviceLevel: SERVICE_LEVEL };

export const LINK: advertising.Link = { fromPopId: 'Ai3/1', toPopId: 'Ai3/2', capacityMbps: 1_000, latencyNs: 5_000_000n, price: PRICE, srlgIds: ['duct:7'] };
export const INTERCONNECT: advertising.Interconnect = { popId: 'Ai3/1', peerProviderId: 'Geant', peerPopId: 'Geant/9', capacityMbps: 10_000, latencyNs: 0n, price: PRICE };
export const POP: advertising.Pop = { name: 'Tokyo', city: 'Tokyo', country: 'JP', coordinates: { latitudeMicrodegrees: 35_689_500, longitudeMicrodegrees: 139_691_710 } };

export const linkOffer = (link: Partial<advertising.Link> = {}, terms: Partial<advertising.ResourceOffer> = {}): advertising.ResourceOffer => ({
  ...TERMS,
  resourceId: 'Ai3/1-2',
  resource: { kind: 'link', link: { ...LINK, ...link } },
  ...terms,
});

export const interconnectOffer = (interconnect: Partial<advertising.Interconnect> = {}, resourceId = 'Ai3/1~Geant/9'): advertising.ResourceOffer => ({
  ...TERMS,
  resourceId,
  resource: { kind: 'interconnect', interconnect: { ...INTERCONNECT, ...interconnect } },
});

export const popOffer = (pop: Partial<advertising.Pop> = {}, resourceId = 'Ai3/1'): advertising.ResourceOffer => ({
  ...TERMS,
  resourceId,
  resource: { kind: 'pop', pop: { ...POP, ...pop } },
});

/** The bytes of an offer, for deciders that only pass them on: each is a number by which `readOffer` finds it again. */
export class OfferBytes {
  private readonly offers: advertising.ResourceOffer[] = [];

  readonly read = (bytes: Uint8Array): advertising.ResourceOffer => this.offers[new DataView(bytes.buffer).getUint32(0)] as advertising.ResourceOffer;

  of(offer: advertising.ResourceOffer): Uint8Array {
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setUint32(0, this.offers.push(offer) - 1);
    return bytes;
  }

  advertise(terms: advertising.ResourceOffer, batchId = 'b1'): Advertise {
    const offer = this.of(terms);
    return { kind: 'advertise', terms, signedOffer: { offer, signature: new Uint8Array(64) }, offerSha256: offer, batchId };
  }
}
