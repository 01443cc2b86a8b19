import { describe, expect, it } from '@jest/globals';
import { money } from '@carriermesh/kernel';
import { compareFullness, stepReached, utilisedPrice } from './utilisation.js';

const STEPS = [
  { fromBasisPoints: 0, priceBasisPoints: 9_000 },
  { fromBasisPoints: 5_000, priceBasisPoints: 10_000 },
  { fromBasisPoints: 8_000, priceBasisPoints: 12_500 },
];
const full = (usedMbps: number, capacityMbps = 1_000) => ({ usedMbps, capacityMbps });

describe('a price that follows utilisation', () => {
  it.each([
    [0, 9_000],
    [499, 9_000],
    [500, 10_000],
    [799, 10_000],
    [800, 12_500],
    [1_000, 12_500],
    [1_200, 12_500],
  ])('S0-8 is at the step that %i of 1,000 Mbit/s reach: %i ten-thousandths', (usedMbps, priceBasisPoints) => {
    expect(stepReached(STEPS, full(usedMbps))?.priceBasisPoints).toBe(priceBasisPoints);
  });

  it('S0-8 stays what it is below the first step', () => {
    expect(stepReached(STEPS.slice(1), full(499))).toBeUndefined();
  });

  it('S0-8 reaches a step at a third exactly where no decimal fraction is one', () => {
    const third = [{ fromBasisPoints: 3_334, priceBasisPoints: 1 }];
    expect(stepReached(third, full(1, 3))).toBeUndefined();
    expect(stepReached(third, full(3_334, 10_000))).toBe(third[0]);
  });

  it('S0-8 is rounded once, a half away from zero', () => {
    expect(utilisedPrice(money('EUR', 3n), { fromBasisPoints: 0, priceBasisPoints: 5_000 })).toEqual(money('EUR', 2n));
    expect(utilisedPrice(money('EUR', 100n), { fromBasisPoints: 0, priceBasisPoints: 12_500 })).toEqual(money('EUR', 125n));
  });

  it('S0-8 tells the fuller of two resources of different size', () => {
    expect(compareFullness(full(5, 10), full(6, 13))).toBeGreaterThan(0);
    expect(compareFullness(full(5, 10), full(50, 100))).toBe(0);
    expect(compareFullness(full(0, 10), full(1, 1_000_000))).toBeLessThan(0);
    // Their products differ by one, and doubles of that size are 128 apart.
    expect(compareFullness(full(999_999_997, 999_999_998), full(999_999_998, 999_999_999))).toBeLessThan(0);
  });
});
