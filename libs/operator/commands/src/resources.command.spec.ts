import { expect, it } from '@jest/globals';
import { parseInstant, type Instant, type Money } from '@carriermesh/kernel';
import type { advertising } from '@carriermesh/wire';
import { resourcesText, type ResourceStanding } from './resources.command.js';

const at = (text: string): Instant => parseInstant(text)!;
const price = { monthlyPerMbps: { currency: 'EUR', microMinor: 11_176_701n }, perGigabyte: { currency: 'EUR', microMinor: 50_000n } };
const serviceLevel = { availabilityPpm: 999_900, lossPpm: 30, jitterNs: 200_000n, mttrMinutes: 240, creditBasisPoints: 500 };

function standing(resourceId: string, resource: advertising.ResourceOffer['resource'], more: Partial<advertising.ResourceOffer> = {}, used: Partial<advertising.InventoryRecord> = {}): ResourceStanding {
  const offer = { providerId: 'Aa', resourceId, validFrom: at('2026-05-01T00:00:00Z'), validUntil: at('2027-05-01T00:00:00Z'), visibleTo: [], serviceLevel, resource, ...more };
  return { offer, signature: new Uint8Array(), inventory: { resourceId, providerId: 'Aa', offered: true, capacityMbps: 0, heldMbps: 0, committedMbps: 0, ...used } };
}

it('S0-9 resources are told with their ends, price and validity, for whom they are, and what of them is free', () => {
  const link = { fromPopId: 'Aa/LON', toPopId: 'Aa/PAR', capacityMbps: 10_000, latencyNs: 5_442_000n, price, srlgIds: [] };
  const half = { popId: 'Aa/PAR', peerProviderId: 'Bb', peerPopId: 'Bb/PAR', capacityMbps: 100, latencyNs: 0n, price };
  const units = { technology: 'wavelength', unitMbps: 10_000, free: [2, 3], taken: [1] } as const;
  const resources = [
    standing('Aa/LON', { kind: 'pop', pop: { name: 'London', city: 'London', country: 'GB', coordinates: { latitudeMicrodegrees: 0, longitudeMicrodegrees: 0 } } }),
    standing('Aa/LON-PAR', { kind: 'link', link }, {}, { capacityMbps: 10_000, heldMbps: 1_000, committedMbps: 3_000 }),
    standing('Aa/light', { kind: 'link', link }, { visibleTo: ['acme'], dedicated: true }, { capacityMbps: 30_000, committedMbps: 10_000, units }),
    // What was sold of it before its provider offered less.
    standing('Aa/PAR~Bb/PAR', { kind: 'interconnect', interconnect: half }, {}, { capacityMbps: 100, committedMbps: 400 }),
  ];
  const valid = 'valid from 2026-05-01T00:00:00Z until 2027-05-01T00:00:00Z';
  expect(resourcesText({ revision: 17n, resources, leftOut: 1_200 })).toBe(`On revision 17: 4 offers of 1 provider in force
  Aa/LON  point of presence, London, GB
      ${valid}
  Aa/LON-PAR  link, Aa/LON – Aa/PAR, 5.442 ms, 0.11176701 EUR a Mbit/s and month, 0.0005 EUR a gigabyte
      10,000 Mbit/s: 6,000 free, 1,000 held, 3,000 under contract
      ${valid}
  Aa/light  link, Aa/LON – Aa/PAR, 5.442 ms, 0.11176701 EUR a Mbit/s and month, 0.0005 EUR a gigabyte
      30,000 Mbit/s: 20,000 free, 0 held, 10,000 under contract; wavelength of 10,000 Mbit/s: free 2 3, taken 1
      ${valid}; to acme alone; for carrier virtual networks
  Aa/PAR~Bb/PAR  handover, Aa/PAR – Bb/PAR, 0.000 ms, 0.11176701 EUR a Mbit/s and month, 0.0005 EUR a gigabyte
      100 Mbit/s: 0 free, 0 held, 400 under contract
      ${valid}
  … and 1,200 more: ask for one provider, or for resources by their ids
`);
});

it('S4-7 a resource is listed with its fees beside its prices, and without any where none is asked', () => {
  const eur = (cents: bigint): Money => ({ currency: 'EUR', microMinor: cents * 1_000_000n });
  const pricesOf = (fees: { readonly monthlyFee?: Money; readonly setupFee?: Money }): string | undefined => {
    const link = { fromPopId: 'Aa/LON', toPopId: 'Aa/PAR', capacityMbps: 100, latencyNs: 0n, srlgIds: [], price: { monthlyPerMbps: eur(35n), perGigabyte: eur(1n), ...fees } };
    return resourcesText({ revision: 7n, resources: [standing('Aa/LON-PAR', { kind: 'link', link })], leftOut: 0 }).split('\n')[1];
  };
  expect(pricesOf({})).toMatch(/0\.35 EUR a Mbit\/s and month, 0\.01 EUR a gigabyte$/);
  expect(pricesOf({ monthlyFee: eur(4_500n), setupFee: eur(25_000n) })).toMatch(/0\.01 EUR a gigabyte, and 45\.00 EUR a month and 250\.00 EUR once$/);
  expect(pricesOf({ setupFee: eur(25_000n) })).toMatch(/0\.01 EUR a gigabyte, and 250\.00 EUR once$/);
});
