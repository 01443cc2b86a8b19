import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { eur } from './testing/fixtures.js';
import { net, type Obligation, type Transfer } from './netting.js';

const owes = (from: string, to: string, text: string, documentId = `${from}-${to}`): Obligation => ({ from, to, amount: eur(text), documentId });
const asText = (transfers: readonly Transfer[]): readonly string[] => transfers.map(({ from, to, amount }) => `${from} ${to} ${amount.microMinor / 1_000_000n}`);

const PARTIES = ['a', 'b', 'c', 'd', 'e', 'f'];
const anyObligation = fc
  .record({ from: fc.constantFrom(...PARTIES), to: fc.constantFrom(...PARTIES), cents: fc.bigInt({ min: -10_000_000n, max: 10_000_000n }), currency: fc.constantFrom('EUR', 'USD') })
  .filter(({ from, to }) => from !== to)
  .map(({ cents, currency, ...rest }): Omit<Obligation, 'documentId'> => ({ ...rest, amount: { currency, microMinor: cents * 1_000_000n } }));
// No two documents have one id.
const anyObligations = fc.array(anyObligation, { maxLength: 60 }).map((list) => list.map((each, index): Obligation => ({ ...each, documentId: `${index}` })));

function receivedBy(transfers: readonly Transfer[]): ReadonlyMap<string, bigint> {
  const sums = new Map(PARTIES.map((party) => [party, 0n]));
  for (const { from, to, amount } of transfers) {
    sums.set(to, (sums.get(to) ?? 0n) + amount.microMinor);
    sums.set(from, (sums.get(from) ?? 0n) - amount.microMinor);
  }
  return sums;
}

const total = (transfers: readonly Transfer[]): bigint => transfers.reduce((sum, { amount }) => sum + (amount.microMinor < 0n ? -amount.microMinor : amount.microMinor), 0n);

describe('netting', () => {
  it('S3-6 leaves each pair one transfer, and all parties together fewer', () => {
    const [netting] = net([owes('alfa', 'bravo', '100.00'), owes('bravo', 'alfa', '30.00'), owes('bravo', 'charlie', '80.00'), owes('charlie', 'alfa', '20.00')]);
    expect(asText(netting?.bilateral ?? [])).toEqual(['alfa bravo 7000', 'bravo charlie 8000', 'charlie alfa 2000']);
    // Bravo passes on all that it gets, and ten more.
    expect(asText(netting?.multilateral ?? [])).toEqual(['alfa charlie 5000', 'bravo charlie 1000']);
    expect([...(netting?.positions ?? [])].map(([party, { microMinor }]) => [party, microMinor / 1_000_000n])).toEqual([['alfa', -5_000n], ['bravo', -1_000n], ['charlie', 6_000n]]);
  });

  it('nets a claw-back against what is owed, and turns the transfer round where it is more', () => {
    expect(asText(net([owes('mesh', 'alfa', '10.00', '1'), owes('mesh', 'alfa', '-4.00', '2')])[0]?.bilateral ?? [])).toEqual(['mesh alfa 600']);
    expect(asText(net([owes('mesh', 'alfa', '4.00', '1'), owes('mesh', 'alfa', '-10.00', '2')])[0]?.bilateral ?? [])).toEqual(['alfa mesh 600']);
    expect(net([owes('mesh', 'alfa', '4.00', '1'), owes('mesh', 'alfa', '-4.00', '2')])[0]).toMatchObject({ bilateral: [], multilateral: [] });
    expect(net([])).toEqual([]);
  });

  it('I3 gives every party what its documents give it, to the unit, in either way', () => {
    fc.assert(fc.property(anyObligations, (obligations) => {
      for (const { currency, positions, bilateral, multilateral } of net(obligations)) {
        const before = receivedBy(obligations.filter(({ amount }) => amount.currency === currency));
        expect([receivedBy(bilateral), receivedBy(multilateral)]).toEqual([before, before]);
        expect([...positions.values()].reduce((sum, { microMinor }) => sum + microMinor, 0n)).toBe(0n);
        for (const [party, { microMinor }] of positions) expect(before.get(party)).toBe(microMinor);
      }
    }));
  });

  it('moves no more money than the documents do, and less with all parties together than pair by pair', () => {
    fc.assert(fc.property(anyObligations, (obligations) => {
      for (const { currency, positions, bilateral, multilateral } of net(obligations)) {
        const gross = obligations.filter(({ amount }) => amount.currency === currency);
        expect(total(bilateral) <= total(gross)).toBe(true);
        expect(total(multilateral) <= total(bilateral)).toBe(true);
        const pairs = new Set(gross.map(({ from, to }) => [from, to].sort().join()));
        expect(bilateral.length).toBeLessThanOrEqual(pairs.size);
        expect(multilateral.length).toBeLessThanOrEqual(Math.max(0, positions.size - 1));
        for (const { from, to, amount } of [...bilateral, ...multilateral]) expect([from !== to, amount.microMinor > 0n]).toEqual([true, true]);
      }
    }));
  });

  it('I8 is the same in whatever order the documents come', () => {
    fc.assert(fc.property(anyObligations, fc.infiniteStream(fc.nat()), (obligations, order) => {
      const shuffled = obligations.map((each) => ({ each, at: order.next().value as number })).sort((a, b) => a.at - b.at).map(({ each }) => each);
      expect(net(shuffled)).toEqual(net(obligations));
    }));
  });
});
