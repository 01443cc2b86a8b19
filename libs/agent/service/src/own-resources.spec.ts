import { describe, expect, it } from '@jest/globals';
import { sampleExchange } from '@carriermesh/exchange';
import { instant } from '@carriermesh/kernel';
import { advertising } from '@carriermesh/wire';
import { countryCode } from './countries.js';
import { fingerprintOf, offerBytes, ownNetwork, ownResources } from './own-resources.js';

const { providers } = sampleExchange();
const termsOf = ({ id, sla }: (typeof providers)[number]) => ({ providerId: id, serviceLevel: sla, visibleTo: [] });

describe('S0-2 what a provider offers', () => {
  it('is every PoP, link and half of an interconnect that it owns, once', () => {
    for (const inventory of providers) {
      const ids = ownResources(inventory).map(({ resourceId }) => resourceId);
      expect(new Set(ids).size).toBe(inventory.pops.length + inventory.links.length + inventory.interconnects.length);
      expect(ids).toHaveLength(new Set(ids).size);
      expect(ownNetwork(inventory).capacityMbps.size).toBe(inventory.links.length + inventory.interconnects.length);
    }
  });

  it('says of each what the inventory says', () => {
    const [inventory] = providers;
    if (!inventory) throw new Error('the sample has providers');
    const validity = { validFrom: instant(1n), validUntil: instant(2n) };
    const offers = ownResources(inventory).map((own) => advertising.ResourceOffer.decode(offerBytes(own, termsOf(inventory), validity)));
    const link = inventory.links[0];
    expect(offers.find(({ resourceId }) => resourceId === link?.id)).toEqual({
      providerId: inventory.id, resourceId: link?.id, ...validity, visibleTo: [], serviceLevel: inventory.sla,
      resource: {
        kind: 'link',
        link: {
          fromPopId: link?.fromPopId, toPopId: link?.toPopId, capacityMbps: link?.capacityMbps, latencyNs: link?.latencyNs, srlgIds: link?.srlgs,
          price: { monthlyPerMbps: link?.monthlyPricePerMbps, perGigabyte: link?.pricePerGigabyte },
        },
      },
    });
    const half = inventory.interconnects[0];
    expect(offers.find(({ resourceId }) => resourceId === half?.id)?.resource).toMatchObject({
      kind: 'interconnect', interconnect: { popId: half?.popId, peerProviderId: half?.peerProviderId, peerPopId: half?.peerPopId, latencyNs: half?.latencyNs },
    });
  });

  it('has another fingerprint when anything is said differently, and the same at any time', () => {
    const [inventory] = providers;
    const [own] = inventory ? ownResources(inventory) : [];
    if (!inventory || !own) throw new Error('the sample has providers');
    const terms = termsOf(inventory);
    expect(fingerprintOf(own, terms)).toBe(fingerprintOf({ ...own }, { ...terms }));
    const others = [
      fingerprintOf(own, { ...terms, visibleTo: ['acme'] }),
      fingerprintOf(own, { ...terms, serviceLevel: { ...terms.serviceLevel, mttrMinutes: terms.serviceLevel.mttrMinutes + 1 } }),
      fingerprintOf({ ...own, resourceId: `${own.resourceId}x` }, terms),
    ];
    expect(new Set([fingerprintOf(own, terms), ...others]).size).toBe(4);
  });
});

describe('the code of a country', () => {
  it('is known for every country of the sample exchange', () => {
    const countries = new Set(providers.flatMap(({ pops }) => pops.map(({ country }) => country)));
    expect([...countries].filter((name) => !/^[A-Z]{2}$/.test(countryCode(name)))).toEqual([]);
  });

  it('is the one in force, and nothing where the name is none', () => {
    expect(['United Kingdom', 'France', 'Germany', 'Czech Republic', 'Myanmar (Burma)'].map(countryCode)).toEqual(['GB', 'FR', 'DE', 'CZ', 'MM']);
    expect([countryCode(''), countryCode('Atlantis')]).toEqual(['', '']);
  });
});
