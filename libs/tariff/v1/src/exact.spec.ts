import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decimal, exact, formatScaled, parseExact, roundExact, ROUNDING_MODES, showExact, type RoundingMode } from './index.js';

describe('rounding', () => {
  // The table of java.math.RoundingMode, with half-up and half-down towards and from plus infinity.
  const inputs = ['5.5', '2.5', '1.6', '1.1', '1.0', '-1.0', '-1.1', '-1.6', '-2.5', '-5.5'];
  const expected: Readonly<Record<RoundingMode, readonly number[]>> = {
    'half-away-from-zero': [6, 3, 2, 1, 1, -1, -1, -2, -3, -6],
    'half-even': [6, 2, 2, 1, 1, -1, -1, -2, -2, -6],
    'half-up': [6, 3, 2, 1, 1, -1, -1, -2, -2, -5],
    'half-down': [5, 2, 2, 1, 1, -1, -1, -2, -3, -6],
    up: [6, 3, 2, 2, 1, -1, -2, -2, -3, -6],
    down: [5, 2, 1, 1, 1, -1, -1, -1, -2, -5],
    ceiling: [6, 3, 2, 2, 1, -1, -1, -1, -2, -5],
    floor: [5, 2, 1, 1, 1, -1, -2, -2, -3, -6],
  };

  for (const mode of ROUNDING_MODES) {
    it(`by ${mode} follows the table of the modes`, () => {
      expect(inputs.map((text) => Number(roundExact(decimal(text), mode, 0)))).toEqual(expected[mode]);
    });
  }

  it('never moves a value by a whole unit, and leaves one that needs none as it is', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), fc.bigInt({ min: 1n, max: 10n ** 6n }), fc.constantFrom(...ROUNDING_MODES), (n, d, mode) => {
        const off = roundExact(exact(n, d), mode, 0) * d - n;
        expect(off < d && off > -d).toBe(true);
        expect(roundExact(exact(n * d, d), mode, 0)).toBe(n);
      }),
    );
  });
});

describe('decimals', () => {
  it('are read and printed without a loss, up to twelve places', () => {
    for (const text of ['0', '0.1', '-0.000000000001', '999999999999999.123456789012', '12.34']) expect(showExact(decimal(text))).toBe(text);
  });

  it('of thirteen places, with an exponent or with a comma are none', () => {
    for (const text of ['0.1234567890123', '1e3', '0,1', '', '.5', '5.', '+1', '1234567890123456']) expect(parseExact(text)).toBeUndefined();
  });

  it('without an end are shown to twelve places', () => {
    expect(showExact(exact(2n, 3n))).toBe('0.666666666667');
    expect(formatScaled(-5n, 2)).toBe('-0.05');
  });
});
