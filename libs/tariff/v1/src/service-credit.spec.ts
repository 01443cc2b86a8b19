import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { instant, money, parseMoney, period, type Money } from '@carriermesh/kernel';
import { availabilityPpmOf, isPromiseMissed, proratedParts, proratedRecurring, serviceCredit } from './index.js';

const eur = (text: string): Money => parseMoney('EUR', text) as Money;
const month = period(instant(0n), instant(1_000_000n));

describe('a promise of availability', () => {
  it('is kept at its very share of the month, and missed a nanosecond beyond', () => {
    expect(isPromiseMissed({ part: 1_000n, whole: 1_000_000n }, 999_000)).toBe(false);
    expect(isPromiseMissed({ part: 1_001n, whole: 1_000_000n }, 999_000)).toBe(true);
    expect(availabilityPpmOf({ part: 1_001n, whole: 1_000_000n })).toBe(998_999n);
  });

  it('of nothing is never missed, and one of everything by the first nanosecond', () => {
    expect(isPromiseMissed({ part: 5n, whole: 5n }, 0)).toBe(false);
    expect(isPromiseMissed({ part: 0n, whole: 5n }, 1_000_000)).toBe(false);
    expect(isPromiseMissed({ part: 1n, whole: 5n }, 1_000_000)).toBe(true);
  });
});

describe('a service credit', () => {
  it('is its basis points of the charge, rounded once, halves away from zero', () => {
    expect(serviceCredit(eur('1875.00'), 500)).toEqual(eur('93.75'));
    expect(serviceCredit(money('EUR', 5n), 1_000)).toEqual(money('EUR', 1n));
    expect(serviceCredit(money('EUR', 4n), 1_000)).toEqual(money('EUR', 0n));
  });

  it('of several at fault is each one’s by its share of the time', () => {
    expect(serviceCredit(eur('1000.00'), 1_000, { part: 1n, whole: 3n })).toEqual(money('EUR', 3_333_333_333n));
  });

  it('is never more than the charge, whatever was agreed', () => {
    expect(serviceCredit(eur('10.00'), 12_000)).toEqual(eur('10.00'));
  });

  it('is refused for a share that is none', () => {
    expect(() => serviceCredit(eur('1.00'), 1, { part: 2n, whole: 1n })).toThrow('2 is no share of 1');
  });
});

describe('parts of a month', () => {
  it('I12 that together are the month cost the month, at any cuts, rounded once', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 15n }), fc.uniqueArray(fc.bigInt({ min: 0n, max: 1_000_000n }), { maxLength: 8 }), (monthly, cuts) => {
        const edges = [0n, ...cuts, 1_000_000n].toSorted((a, b) => (a < b ? -1 : 1));
        const parts = edges.slice(1).map((until, index) => period(instant(edges[index] as bigint), instant(until)));
        expect(proratedParts(money('EUR', monthly), parts, month)).toEqual(money('EUR', monthly));
        const [even, odd] = [parts.filter((_, index) => index % 2 === 0), parts.filter((_, index) => index % 2 === 1)];
        const off = proratedParts(money('EUR', monthly), even, month).microMinor + proratedParts(money('EUR', monthly), odd, month).microMinor - monthly;
        expect(off === 0n || off === 1n).toBe(true);
      }),
    );
  });

  it('are those of one part for one part, and refused where they overlap by a nanosecond', () => {
    const half = period(instant(0n), instant(500_000n));
    expect(proratedParts(eur('9.99'), [half], month)).toEqual(proratedRecurring(eur('9.99'), half, month));
    expect(() => proratedParts(eur('1.00'), [half, period(instant(499_999n), instant(500_001n))], month)).toThrow('is no part of the month');
  });
});
