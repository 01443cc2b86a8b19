import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { add, formatMoney, money, parseMoney, roundToMinorHalfAwayFromZero, sum } from './money.js';
import { divideHalfAwayFromZero, proportionHalfAwayFromZero } from './integers.js';

const euro = (microMinor: bigint) => money('EUR', microMinor);

describe('money', () => {
  it('prints at least the currency’s own decimals', () => {
    expect(formatMoney(euro(1_234_000_000n))).toBe('12.34');
    expect(formatMoney(euro(1_200_000_000n))).toBe('12.00');
    expect(formatMoney(money('JPY', 1_200_000_000n))).toBe('1200');
    expect(formatMoney(money('KWD', 1_234_000_000n))).toBe('1.234');
  });

  it('prints what is finer than a cent without rounding it', () => {
    expect(formatMoney(euro(1n))).toBe('0.00000001');
    expect(formatMoney(euro(-50_000n))).toBe('-0.0005');
  });

  it('reads what it prints, to the last millionth of a cent', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), fc.constantFrom('EUR', 'JPY', 'KWD', 'CLF'), (amount, currency) => {
        expect(parseMoney(currency, formatMoney(money(currency, amount)))).toEqual(money(currency, amount));
      }),
    );
  });

  it('refuses to read what it could not keep', () => {
    expect(parseMoney('EUR', '0.000000001')).toBeUndefined();
    expect(parseMoney('EUR', '1e3')).toBeUndefined();
    expect(parseMoney('EUR', '1,50')).toBeUndefined();
    expect(parseMoney('euro', '1.50')).toBeUndefined();
  });

  it('never adds two currencies', () => {
    expect(() => add(euro(1n), money('USD', 1n))).toThrow('cannot add USD to EUR without a rate');
    expect(sum('EUR', [euro(1n), euro(2n)])).toEqual(euro(3n));
  });

  it('rounds half a cent away from zero, and less than half towards it', () => {
    expect(roundToMinorHalfAwayFromZero(euro(500_000n))).toEqual(euro(1_000_000n));
    expect(roundToMinorHalfAwayFromZero(euro(499_999n))).toEqual(euro(0n));
    expect(roundToMinorHalfAwayFromZero(euro(-500_000n))).toEqual(euro(-1_000_000n));
  });
});

describe('rounding to the nearest integer', () => {
  it('is never more than half away, and at exactly half goes away from zero', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), fc.bigInt({ min: 1n, max: 10n ** 12n }), (numerator, denominator) => {
        const rounded = divideHalfAwayFromZero(numerator, denominator);
        const twiceOff = 2n * (rounded * denominator - numerator);
        expect(twiceOff <= denominator && twiceOff >= -denominator).toBe(true);
        if (twiceOff === denominator) expect(numerator > 0n).toBe(true);
        if (twiceOff === -denominator) expect(numerator < 0n).toBe(true);
      }),
    );
  });

  it('multiplies before it divides', () => {
    expect(proportionHalfAwayFromZero(10n, 1n, 3n)).toBe(3n);
    expect(proportionHalfAwayFromZero(1n, 15n, 10n)).toBe(2n);
  });

  it('refuses a denominator that is not positive', () => {
    expect(() => divideHalfAwayFromZero(1n, 0n)).toThrow('a denominator must be positive, not 0');
  });
});
