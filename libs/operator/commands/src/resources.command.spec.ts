import { describe, expect, it } from '@jest/globals';
import { instant, type Money } from '@carriermesh/kernel';
import { resourcesText, type ResourceStanding } from './resources.command.js';

const eur = (cents: bigint): Money => ({ currency: 'EUR', microMinor: cents * 1_000_000n });
const prices = { monthlyPerMbps: eur(35n), perGigabyte: eur(1n) };
const standing = (price: typeof prices & { readonly monthlyFee?: Money; readonly setupFee?: Money }): ResourceStanding => ({
  offer: {
    providerId: 'alfa', resourceId: 'alfa/ber-fra', validFrom: instant(0n), validUntil: instant(1_000_000_000n), visibleTo: [],
    serviceLevel: { availabilityPpm: 1, lossPpm: 0, jitterNs: 0n, mttrMinutes: 1, creditBasisPoints: 0 },
    resource: { kind: 'link', link: { fromPopId: 'alfa/ber', toPopId: 'alfa/fra', capacityMbps: 100, latencyNs: 3_200_000n, price, srlgIds: [] } },
  },
  signature: new Uint8Array(),
  inventory: { resourceId: 'alfa/ber-fra', capacityMbps: 100, heldMbps: 0, committedMbps: 0 } as ResourceStanding['inventory'],
});
const pricesOf = (price: Parameters<typeof standing>[0]): string | undefined => resourcesText({ revision: 7n, resources: [standing(price)], leftOut: 0 }).split('\n')[1];

describe('what is on offer', () => {
  it('S4-7 is listed with its fees beside its prices, and without any where none is asked', () => {
    expect(pricesOf(prices)).toMatch(/0\.35 EUR a Mbit\/s and month, 0\.01 EUR a gigabyte$/);
    expect(pricesOf({ ...prices, monthlyFee: eur(4_500n), setupFee: eur(25_000n) })).toMatch(/0\.01 EUR a gigabyte, and 45\.00 EUR a month and 250\.00 EUR once$/);
    expect(pricesOf({ ...prices, setupFee: eur(25_000n) })).toMatch(/0\.01 EUR a gigabyte, and 250\.00 EUR once$/);
  });
});
