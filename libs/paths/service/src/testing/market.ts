import { instant, type Instant } from '@carriermesh/kernel';
import { advertising, type common, type EventData, type EventType } from '@carriermesh/wire';
import type { AnyStoredEvent } from '@carriermesh/platform-processes';
import { sha256, SIGNED_AS, signingKey } from '@carriermesh/platform-signing';
import { newKeyPem } from '@carriermesh/platform-trial';

export const AT: Instant = instant(1_772_323_200_000_000_000n);
const SERVICE_LEVEL: common.ServiceLevel = { availabilityPpm: 999_900, lossPpm: 100, jitterNs: 1_000_000n, mttrMinutes: 240, creditBasisPoints: 500 };

/** The events of a small market: who advertises, withdraws, holds and frees what. */
export class Market {
  private readonly key = signingKey(newKeyPem());

  pop(popId: string, city: string, country = '', coordinates: common.Coordinates = { latitudeMicrodegrees: 0, longitudeMicrodegrees: 0 }, more: Partial<advertising.Pop> = {}): advertising.ResourceAdvertised {
    return this.advertised(popId, { kind: 'pop', pop: { name: city, city, country, coordinates, ...more } });
  }

  link(from: string, to: string, figures: Partial<advertising.Link> = {}, terms: Partial<advertising.ResourceOffer> = {}): advertising.ResourceAdvertised {
    const resourceId = `${from}-${to.slice(to.indexOf('/') + 1)}`;
    const link = { fromPopId: from, toPopId: to, capacityMbps: 1_000, latencyNs: 10_000_000n, price: priceOf(3n), srlgIds: [], ...figures };
    return this.advertised(resourceId, { kind: 'link', link }, terms);
  }

  half(popId: string, peerPopId: string, figures: Partial<advertising.Interconnect> = {}, terms: Partial<advertising.ResourceOffer> = {}): advertising.ResourceAdvertised {
    const peerProviderId = peerPopId.slice(0, peerPopId.indexOf('/'));
    const interconnect = { popId, peerProviderId, peerPopId, capacityMbps: 1_000, latencyNs: 0n, price: priceOf(1n), ...figures };
    return this.advertised(`${popId}~${peerPopId}`, { kind: 'interconnect', interconnect }, terms);
  }

  /** Two providers that hand over in Frankfurt: London–Frankfurt of Aa, Frankfurt–Vienna of Bb. */
  westToEast(): readonly advertising.ResourceAdvertised[] {
    return [
      this.pop('Aa/1', 'London', 'GB', { latitudeMicrodegrees: 51_508_530, longitudeMicrodegrees: -125_740 }),
      this.pop('Aa/2', 'Frankfurt', 'DE'),
      this.pop('Bb/1', 'Frankfurt', 'DE'),
      this.pop('Bb/2', 'Vienna', 'AT'),
      this.link('Aa/1', 'Aa/2'),
      this.link('Bb/1', 'Bb/2', { latencyNs: 8_000_000n, capacityMbps: 400 }),
      this.half('Aa/2', 'Bb/1'),
      this.half('Bb/1', 'Aa/2'),
    ];
  }

  private advertised(resourceId: string, resource: advertising.ResourceOffer['resource'], terms: Partial<advertising.ResourceOffer> = {}): advertising.ResourceAdvertised {
    const providerId = resourceId.slice(0, resourceId.indexOf('/'));
    const window = { validFrom: AT, validUntil: instant(AT + 86_400_000_000_000n), visibleTo: [] };
    const offer = advertising.ResourceOffer.encode({ providerId, resourceId, ...window, serviceLevel: SERVICE_LEVEL, resource, ...terms });
    const signature = this.key.sign(SIGNED_AS.resourceOffer, offer);
    return { resourceId, providerId, signedOffer: { offer, signature }, offerSha256: sha256(offer), batchId: 'batch-1' };
  }
}

const priceOf = (cents: bigint): common.ResourcePrice => ({
  monthlyPerMbps: { currency: 'EUR', microMinor: cents * 1_000_000n },
  perGigabyte: { currency: 'EUR', microMinor: cents * 1_000n },
});

/** An event as a view gets it from the ledger. */
export function stored<T extends EventType>(type: T, data: EventData[T]): AnyStoredEvent {
  const metadata = { correlationId: 'c', causationId: 'c', actor: 'provider:Aa', occurredAt: AT };
  return { type, data, eventId: '', payload: new Uint8Array(), metadata, stream: 's', revision: 0, position: 1n, recordedAt: AT } as unknown as AnyStoredEvent;
}
