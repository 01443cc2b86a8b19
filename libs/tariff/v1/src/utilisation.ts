import { type Money, proportionHalfAwayFromZero } from '@carriermesh/kernel';

const BASIS_POINTS = 10_000n;

/** From so full on, so many ten-thousandths of the price. */
export interface UtilisationStep {
  readonly fromBasisPoints: number;
  readonly priceBasisPoints: number;
}

/** What of a capacity is used, in one unit. */
export interface Fullness {
  readonly usedMbps: number;
  readonly capacityMbps: number;
}

/** Below zero where `a` is less full than `b`. Exact: no quotient is formed, and no product is a double. */
export function compareFullness(a: Fullness, b: Fullness): number {
  const [left, right] = [BigInt(a.usedMbps) * BigInt(b.capacityMbps), BigInt(b.usedMbps) * BigInt(a.capacityMbps)];
  return Number(left > right) - Number(left < right);
}

/** The last of the ascending steps that is reached; `undefined` below the first. */
export const stepReached = (steps: readonly UtilisationStep[], { usedMbps, capacityMbps }: Fullness): UtilisationStep | undefined =>
  steps.filter(({ fromBasisPoints }) => BigInt(usedMbps) * BASIS_POINTS >= BigInt(fromBasisPoints) * BigInt(capacityMbps)).at(-1);

/** A price as it is at a step, rounded once to whole microMinor, halves away from zero. */
export const utilisedPrice = ({ currency, microMinor }: Money, { priceBasisPoints }: UtilisationStep): Money => ({
  currency,
  microMinor: proportionHalfAwayFromZero(microMinor, BigInt(priceBasisPoints), BASIS_POINTS),
});
