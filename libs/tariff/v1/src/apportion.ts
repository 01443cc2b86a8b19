import { invariant, sum, type Money } from '@carriermesh/kernel';

/**
 * Splits `total` in proportion to `weights` (whole, from 0) into shares that add up to it exactly. Shares are cut towards
 * zero to whole microMinor; the units that the cuts leave over go one each to the largest remainders, at equal remainders
 * to the earlier share (Hamilton's method). When all weights are zero, all shares are equal.
 */
export function apportion(total: Money, weights: readonly bigint[]): readonly Money[] {
  invariant(weights.length > 0, 'an amount is split over one share at least');
  invariant(weights.every((weight) => weight >= 0n), 'a weight is a whole number from 0');
  const summed = weights.reduce((sumOfWeights, weight) => sumOfWeights + weight, 0n);
  const used = summed === 0n ? weights.map(() => 1n) : weights;
  const whole = summed === 0n ? BigInt(weights.length) : summed;
  const sign = total.microMinor < 0n ? -1n : 1n;
  const magnitude = total.microMinor * sign;

  const cut = used.map((weight, index) => ({ index, share: (magnitude * weight) / whole, remainder: (magnitude * weight) % whole }));
  const left = cut.reduce((rest, { share }) => rest - share, magnitude);
  const favoured = new Set(byRemainder(cut).slice(0, Number(left)).map(({ index }) => index));
  const shares = cut.map(({ index, share }) => ({
    currency: total.currency,
    microMinor: sign * (share + (favoured.has(index) ? 1n : 0n)),
  }));
  invariant(sum(total.currency, shares).microMinor === total.microMinor, `the shares of ${total.microMinor} do not add up to it`);
  return shares;
}

const byRemainder = <T extends { index: number; remainder: bigint }>(cut: readonly T[]): readonly T[] =>
  [...cut].sort((a, b) => (a.remainder === b.remainder ? a.index - b.index : a.remainder < b.remainder ? 1 : -1));
