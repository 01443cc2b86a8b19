import { describe, expect, it } from '@jest/globals';
import { instant } from '@carriermesh/kernel';
import { decodeEvent } from '@carriermesh/platform-chassis';
import type { RecordedEvent } from '@carriermesh/platform-ledger';
import { advertising, type common } from '@carriermesh/wire';
import { PopPlaces } from './pop-places.view.js';

const LONDON = { latitudeMicrodegrees: 51_508_530, longitudeMicrodegrees: -125_740 };
const NEW_YORK = { latitudeMicrodegrees: 40_714_270, longitudeMicrodegrees: -74_005_970 };

describe('the places of points of presence', () => {
  const known = (...events: readonly RecordedEvent[]): PopPlaces => {
    const places = new PopPlaces();
    for (const event of events) places.apply(decodeEvent(event));
    return places;
  };
  const unavailable = (popId: string) => expect.objectContaining({ kind: 'unavailable', message: expect.stringContaining(popId) });

  it('are told of both ends of a path, in the order asked for', () => {
    const places = known(advertised(1n, 'T/lon', pop(LONDON)), advertised(2n, 'T/nyc', pop(NEW_YORK)));
    expect(places.ends('T/nyc', 'T/lon')).toEqual([NEW_YORK, LONDON]);
    expect(places.ends('T/lon', 'T/lon')).toEqual([LONDON, LONDON]);
  });

  it('have to be asked for again while one end has not been read', () => {
    expect(() => known(advertised(1n, 'T/lon', pop(LONDON))).ends('T/lon', 'T/nyc')).toThrow(unavailable('T/nyc'));
  });

  it('follow the latest advertisement, and pass over what is no point of presence', () => {
    const price = { monthlyPerMbps: { currency: 'EUR', microMinor: 1n }, perGigabyte: { currency: 'EUR', microMinor: 1n } };
    const link = { fromPopId: 'T/lon', toPopId: 'T/nyc', capacityMbps: 1, latencyNs: 1n, price, srlgIds: [] };
    const places = known(advertised(1n, 'T/lon', pop(LONDON)), advertised(2n, 'T/lon', pop(NEW_YORK)), advertised(3n, 'T/link', { kind: 'link', link }));
    expect(places.ends('T/lon', 'T/lon')).toEqual([NEW_YORK, NEW_YORK]);
    expect(() => places.ends('T/lon', 'T/link')).toThrow(unavailable('T/link'));
  });
});

const pop = (coordinates: common.Coordinates): advertising.ResourceOffer['resource'] => ({ kind: 'pop', pop: { name: 'p', city: 'c', country: '', coordinates } });

function advertised(position: bigint, resourceId: string, resource: advertising.ResourceOffer['resource']): RecordedEvent {
  const serviceLevel = { availabilityPpm: 1, lossPpm: 1, jitterNs: 0n, mttrMinutes: 1, creditBasisPoints: 1 };
  const offer = advertising.ResourceOffer.encode({ providerId: 'T', resourceId, validFrom: instant(0n), validUntil: instant(1n), visibleTo: [], serviceLevel, resource });
  const data = { resourceId, providerId: 'T', signedOffer: { offer, signature: new Uint8Array() }, offerSha256: new Uint8Array(), batchId: 'b' };
  return {
    eventId: `00000000-0000-4000-8000-${position.toString().padStart(12, '0')}`,
    type: 'advertising.v1.ResourceAdvertised',
    payload: advertising.ResourceAdvertised.encode(data),
    metadata: { correlationId: 'c', causationId: 'c', actor: 'provider:T', occurredAt: instant(0n) },
    stream: `resource-${resourceId}`,
    revision: 0,
    position,
    recordedAt: instant(0n),
  };
}
