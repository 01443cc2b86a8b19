import { describe, expect, it } from '@jest/globals';
import { instant, MAX_MBPS } from '@carriermesh/kernel';
import type { advertising } from '@carriermesh/wire';
import { MAX_FEE_MICRO_MINOR, MAX_LATENCY_NS, MAX_PRICE_MICRO_MINOR, MAX_SRLGS, MAX_VALIDITY_NS, MAX_VISIBLE_TO, offerFault } from './offer-rules.js';
import { END, interconnectOffer, LINK, linkOffer, popOffer, START } from './testing/offers.js';

const faultOf = (offer: advertising.ResourceOffer) => offerFault(offer, 'Ai3');
const many = (count: number, text = 'x') => Array.from({ length: count }, (_, index) => `${text}${index}`);
const price = (microMinor: bigint, currency = 'EUR') => ({ ...LINK.price, monthlyPerMbps: { currency, microMinor } });
const fees = (monthly: bigint, setup: bigint, currency = 'EUR') => ({ ...LINK.price, monthlyFee: { currency, microMinor: monthly }, setupFee: { currency, microMinor: setup } });
const level = (figures: Partial<advertising.ResourceOffer['serviceLevel']>) => linkOffer({}, { serviceLevel: { ...linkOffer().serviceLevel, ...figures } });

describe('an offer', () => {
  it.each<[string, advertising.ResourceOffer]>([
    ['a link', linkOffer()],
    ['a handover', interconnectOffer()],
    ['a PoP', popOffer()],
    ['a PoP without a country', popOffer({ country: '', city: '' })],
    ['the least capacity', linkOffer({ capacityMbps: 1 })],
    ['the largest capacity', linkOffer({ capacityMbps: MAX_MBPS })],
    ['no latency', linkOffer({ latencyNs: 0n })],
    ['the largest latency', linkOffer({ latencyNs: MAX_LATENCY_NS })],
    ['no price', linkOffer({ price: price(0n) })],
    ['the largest price', linkOffer({ price: price(MAX_PRICE_MICRO_MINOR) })],
    ['no fee', linkOffer({ price: fees(0n, 0n) })],
    ['the largest fees', linkOffer({ price: fees(MAX_FEE_MICRO_MINOR, MAX_FEE_MICRO_MINOR) })],
    ['fees of a handover', interconnectOffer({ price: fees(1n, 1n) })],
    ['400 days', linkOffer({}, { validUntil: instant(START + MAX_VALIDITY_NS) })],
    ['a single nanosecond', linkOffer({}, { validUntil: instant(START + 1n) })],
    ['64 shared risk groups', linkOffer({ srlgIds: many(MAX_SRLGS) })],
    ['256 buyers', linkOffer({}, { visibleTo: many(MAX_VISIBLE_TO) })],
    ['the poles and the date line', popOffer({ coordinates: { latitudeMicrodegrees: -90_000_000, longitudeMicrodegrees: 180_000_000 } })],
    ['names of 200 characters', popOffer({ name: 'x'.repeat(200), city: 'x'.repeat(200) })],
  ])('may state %s', (_, offer) => {
    expect(faultOf(offer)).toBeUndefined();
  });

  it.each<[string, advertising.ResourceOffer, string]>([
    ['another provider', linkOffer({}, { providerId: 'Geant' }), 'provider_id'],
    ['a fee below nothing', linkOffer({ price: fees(-1n, 0n) }), 'link.price.monthly_fee.micro_minor'],
    ['a set-up above the largest', linkOffer({ price: fees(0n, MAX_FEE_MICRO_MINOR + 1n) }), 'link.price.setup_fee.micro_minor'],
    ['a fee in another currency than the price', linkOffer({ price: fees(1n, 1n, 'USD') }), 'link.price.monthly_fee.currency'],
    ['a resource of another provider', linkOffer({}, { resourceId: 'Geant/1-2' }), 'resource_id'],
    ['a provider whose name only begins alike', linkOffer({}, { resourceId: 'Ai33/1-2' }), 'resource_id'],
    ['an id with two slashes', linkOffer({}, { resourceId: 'Ai3/1/2' }), 'resource_id'],
    ['an id with a dot', linkOffer({}, { resourceId: 'Ai3/1.2' }), 'resource_id'],
    ['a link that is named like a handover', linkOffer({}, { resourceId: 'Ai3/1~Geant/9' }), 'resource_id'],
    ['an end at its beginning', linkOffer({}, { validUntil: START }), 'valid_until'],
    ['an end a nanosecond after 400 days', linkOffer({}, { validUntil: instant(START + MAX_VALIDITY_NS + 1n) }), 'valid_until'],
    ['257 buyers', linkOffer({}, { visibleTo: many(MAX_VISIBLE_TO + 1) }), 'visible_to'],
    ['a buyer that is no token', linkOffer({}, { visibleTo: ['a*'] }), 'visible_to'],
    ['more than all of the time', level({ availabilityPpm: 1_000_001 }), 'service_level.availability_ppm'],
    ['more than all packets lost', level({ lossPpm: 1_000_001 }), 'service_level.loss_ppm'],
    ['negative jitter', level({ jitterNs: -1n }), 'service_level.jitter_ns'],
    ['more than a year to repair', level({ mttrMinutes: 525_601 }), 'service_level.mttr_minutes'],
    ['a credit above the charge', level({ creditBasisPoints: 10_001 }), 'service_level.credit_basis_points'],
    ['no capacity', linkOffer({ capacityMbps: 0 }), 'link.capacity_mbps'],
    ['1 Mbit/s too much', linkOffer({ capacityMbps: MAX_MBPS + 1 }), 'link.capacity_mbps'],
    ['negative latency', linkOffer({ latencyNs: -1n }), 'link.latency_ns'],
    ['a nanosecond too much latency', linkOffer({ latencyNs: MAX_LATENCY_NS + 1n }), 'link.latency_ns'],
    ['a negative price', linkOffer({ price: price(-1n) }), 'link.price.monthly_per_mbps.micro_minor'],
    ['a price above the limit', linkOffer({ price: price(MAX_PRICE_MICRO_MINOR + 1n) }), 'link.price.monthly_per_mbps.micro_minor'],
    ['no currency', linkOffer({ price: price(1n, 'eur') }), 'link.price.monthly_per_mbps.currency'],
    ['two currencies', linkOffer({ price: price(1n, 'USD') }), 'link.price.per_gigabyte.currency'],
    ['65 shared risk groups', linkOffer({ srlgIds: many(MAX_SRLGS + 1) }), 'link.srlg_ids'],
    ['a medium that is none', linkOffer({ medium: 'unspecified' }), 'link.medium'],
    ['an empty shared risk group', linkOffer({ srlgIds: [''] }), 'link.srlg_ids'],
    ['a foreign PoP on its link', linkOffer({ toPopId: 'Geant/2' }), 'link.to_pop_id'],
    ['a loop', linkOffer({ toPopId: 'Ai3/1' }), 'link.to_pop_id'],
    ['a handover at a foreign PoP', interconnectOffer({ popId: 'Geant/1' }), 'interconnect.pop_id'],
    ['a handover to itself', interconnectOffer({ peerProviderId: 'Ai3' }), 'interconnect.peer_provider_id'],
    ['a handover to a PoP that is not the peer’s', interconnectOffer({ peerPopId: 'Dfn/9' }), 'interconnect.peer_pop_id'],
    ['a handover under another id', interconnectOffer({}, 'Ai3/1~Geant/8'), 'resource_id'],
    ['a handover of no capacity', interconnectOffer({ capacityMbps: 0 }), 'interconnect.capacity_mbps'],
    ['a PoP beyond the pole', popOffer({ coordinates: { latitudeMicrodegrees: 90_000_001, longitudeMicrodegrees: 0 } }), 'pop.coordinates.latitude_microdegrees'],
    ['a PoP beyond the date line', popOffer({ coordinates: { latitudeMicrodegrees: 0, longitudeMicrodegrees: -180_000_001 } }), 'pop.coordinates.longitude_microdegrees'],
    ['a country by its name', popOffer({ country: 'Japan' }), 'pop.country'],
    ['a name of 201 characters', popOffer({ name: 'x'.repeat(201) }), 'pop.name'],
    ['a city with a line break', popOffer({ city: 'To\nkyo' }), 'pop.city'],
  ])('may not state %s', (_, offer, field) => {
    expect(faultOf(offer)).toMatchObject({ code: 'offer-invalid', field });
  });

  it('is told the field, the value and the limit', () => {
    expect(faultOf(linkOffer({ capacityMbps: 0 }))).toEqual({ code: 'offer-invalid', field: 'link.capacity_mbps', value: '0', limit: '1 to 1000000000' });
    expect(faultOf(linkOffer({}, { validUntil: END, providerId: `${'é\u0007'.repeat(60)}` }))?.value).toBe(`${'é\uFFFD'.repeat(40)}…`);
  });
});
