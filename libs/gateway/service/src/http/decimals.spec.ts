import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DEGREE_DIGITS, formatMs, formatScaled, KM_DIGITS, MS_DIGITS, scaledDecimal } from './decimals.js';

describe('a decimal in whole units', () => {
  it.each([
    ['35.5', 35_500_000n],
    [35.5, 35_500_000n],
    ['0.000001', 1n],
    // In floating point, 1.1 × 10^6 is 1100000.0000000002 and 8.1 × 10^6 is 8099999.999999999.
    [1.1, 1_100_000n],
    [8.1, 8_100_000n],
    [33.870001, 33_870_001n],
    ['007', 7_000_000n],
    [0, 0n],
    [-0, 0n],
  ])('reads %p ms as %p ns', (ms, ns) => {
    expect(scaledDecimal(ms, MS_DIGITS)).toBe(ns);
  });

  it.each([['51.507351', 51_507_351n], [-0.127758, -127_758n], [-180, -180_000_000n], ['90.000000', 90_000_000n]])('reads %p degrees as %p microdegrees', (degrees, micro) => {
    expect(scaledDecimal(degrees, DEGREE_DIGITS)).toBe(micro);
  });

  it('takes the last decimal that there is room for, and not one more', () => {
    expect(scaledDecimal('0.123456', MS_DIGITS)).toBe(123_456n);
    expect(scaledDecimal('0.1234567', MS_DIGITS)).toBeUndefined();
    expect(scaledDecimal('0.1230000', MS_DIGITS)).toBeUndefined();
    expect(scaledDecimal('1.001', KM_DIGITS)).toBe(1_001n);
    expect(scaledDecimal(1.0001, KM_DIGITS)).toBeUndefined();
  });

  it.each(['', ' 1', '1 ', '+1', '1.', '.5', '1e3', '0x10', '1,5', '--1', 'NaN', NaN, Infinity, 1e-7, 1e21, '1'.repeat(16), null, undefined, true, [1], { a: 1 }])(
    'does not read %p',
    (value) => {
      expect(scaledDecimal(value, MS_DIGITS)).toBeUndefined();
    },
  );

  it('is printed without zeros that say nothing', () => {
    expect([0n, 1n, -1n, 12_340_000n, 5_000_000n, 33_870_000n].map(formatMs)).toEqual(['0', '0.000001', '-0.000001', '12.34', '5', '33.87']);
  });

  it('is the same after printing and reading, as text and, up to a billion, as a JSON number', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), (value) => {
        const text = formatScaled(value, MS_DIGITS);
        expect(scaledDecimal(text, MS_DIGITS)).toBe(value);
        // Fifteen digits survive a JSON number.
        expect(scaledDecimal(JSON.parse(text), MS_DIGITS)).toBe(value);
      }),
      { seed: 7_201 },
    );
  });
});
