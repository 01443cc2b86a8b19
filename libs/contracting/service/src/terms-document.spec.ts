import { describe, expect, it } from '@jest/globals';
import { readTermsDocument } from './terms-document.js';

const eur = (cents: bigint) => ({ currency: 'EUR', microMinor: cents * 1_000_000n });

describe('a file that states how a seller prices', () => {
  it('S0-8 states a rule, or what was agreed with a buyer', () => {
    const steps = [{ fromBasisPoints: 8_000, priceBasisPoints: 12_500 }];
    expect(readTermsDocument({ kind: 'utilisation', steps }, 'EUR')).toEqual({ terms: { terms: { kind: 'utilisation', utilisation: { steps } } } });
    const buyer = { kind: 'buyer', buyer: 'acme', currency: 'EUR', discountBasisPoints: 500, tiers: [{ fromMonthly: '1000', discountBasisPoints: 100 }], floorMonthly: '20.50' };
    expect(readTermsDocument(buyer, 'EUR')).toEqual({
      terms: { terms: { kind: 'buyer', buyer: { buyerId: 'acme', discountBasisPoints: 500, tiers: [{ fromMonthly: eur(100_000n), discountBasisPoints: 100 }], floorMonthly: eur(2_050n) } } },
    });
    expect(readTermsDocument({ kind: 'buyer', buyer: 'acme', currency: 'EUR' }, 'EUR')).toEqual({ terms: { terms: { kind: 'buyer', buyer: { buyerId: 'acme', discountBasisPoints: 0, tiers: [] } } } });
  });

  it('S0-21 states what was agreed with a supplier', () => {
    const document = { kind: 'supplier', provider: 'west', currency: 'EUR', tiers: [{ fromMonthly: '1', discountBasisPoints: 1 }], commitmentMonthly: '400' };
    expect(readTermsDocument(document, 'EUR')).toEqual({
      terms: { terms: { kind: 'supplier', supplier: { providerId: 'west', discountBasisPoints: 0, tiers: [{ fromMonthly: eur(100n), discountBasisPoints: 1 }], commitmentMonthly: eur(40_000n) } } },
    });
  });

  it('S4-6 states what services can be carried in, all of the price and at no cost where nothing else is said', () => {
    const codecs = [{ id: 'raw', bandwidthPpm: 1_000_000 }, { id: 'h265', bandwidthPpm: 600_000, pricePpm: 950_000, monthly: '5', monthlyPerMbps: '0.01', setup: '12', addsNs: 4_000_000 }];
    const free = { monthly: eur(0n), monthlyPerMbps: eur(0n), setup: eur(0n) };
    expect(readTermsDocument({ kind: 'formats', currency: 'EUR', codecs }, 'EUR')).toEqual({
      terms: { terms: { kind: 'formats', formats: { codecs: [
        { id: 'raw', bandwidthPpm: 1_000_000, pricePpm: 1_000_000, ...free, addsNs: 0n },
        { id: 'h265', bandwidthPpm: 600_000, pricePpm: 950_000, monthly: eur(500n), monthlyPerMbps: eur(1n), setup: eur(1_200n), addsNs: 4_000_000n },
      ], resolutions: [], encapsulations: [] } } },
    });
  });

  it.each([
    [{ kind: 'formats', currency: 'EUR', codecs: [{ id: 'raw' }] }, '/codecs/0/bandwidthPpm'],
    [{ kind: 'formats', currency: 'EUR', codecs: [{ id: 'raw', bandwidthPpm: 1, setup: '0.123456789' }] }, '/codecs/0/setup'],
    [{ kind: 'discount' }, '/kind'],
    [{ kind: 'utilisation', steps: [{ fromBasisPoints: -1, priceBasisPoints: 1 }] }, '/steps/0/fromBasisPoints'],
    [{ kind: 'buyer', buyer: 'acme', currency: 'EUR', price: '1' }, '/price'],
    [{ kind: 'buyer', buyer: 'acme', currency: 'EUR', floorMonthly: 20 }, '/floorMonthly'],
    [{ kind: 'supplier', provider: 'west', currency: 'EUR', floorMonthly: '1' }, '/floorMonthly'],
    [{ kind: 'supplier', provider: 'west', currency: 'JPY', commitmentMonthly: '0.1234567' }, '/commitmentMonthly'],
    [{ kind: 'buyer', buyer: 'acme', currency: 'JPY', tiers: [{ fromMonthly: '0.12345678', discountBasisPoints: 1 }] }, '/tiers/0/fromMonthly'],
  ])('names the place in %j', (document, at) => {
    const reading = readTermsDocument(document, 'currency' in document ? document.currency : 'EUR');
    expect('problems' in reading ? reading.problems.map((problem) => problem.at) : []).toEqual([at]);
  });

  it.each([{ kind: 'buyer', buyer: 'acme' }, { kind: 'supplier', provider: 'west' }])('S0-8 S0-21 refuses a discount of %j in another currency than the seller sells in, though it states no amount', (pair) => {
    const reading = readTermsDocument({ ...pair, currency: 'USD', discountBasisPoints: 100 }, 'EUR');
    expect(reading).toEqual({ problems: [{ at: '/currency', problem: "is USD, and the seller's prices are in EUR" }] });
  });
});
