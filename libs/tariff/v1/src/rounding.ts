import { divideHalfAwayFromZero, invariant, proportionHalfAwayFromZero, roundToMinorHalfAwayFromZero, type Money } from '@carriermesh/kernel';

/** Ten-thousandths: 1,900 basis points are 19 %. */
const BASIS_POINTS = 10_000n;
const MICRO_PER_MINOR = 1_000_000n;

/** A line's exact amount in whole minor units (cents), halves away from zero: what is printed and added up on a bill. */
export const roundLine = (exact: Money): Money => roundToMinorHalfAwayFromZero(exact);

/** `amount × (1 + basisPoints / 10,000)`, rounded once to whole microMinor, halves away from zero. */
export function withMarkup(amount: Money, basisPoints: number): Money {
  return { currency: amount.currency, microMinor: proportionHalfAwayFromZero(amount.microMinor, BASIS_POINTS + share(basisPoints), BASIS_POINTS) };
}

/** The tax on a net amount, rounded once, straight to whole minor units (cents), halves away from zero. */
export function taxOn(net: Money, basisPoints: number): Money {
  const minor = divideHalfAwayFromZero(net.microMinor * share(basisPoints), BASIS_POINTS * MICRO_PER_MINOR);
  return { currency: net.currency, microMinor: minor * MICRO_PER_MINOR };
}

function share(basisPoints: number): bigint {
  invariant(Number.isSafeInteger(basisPoints) && basisPoints >= 0, `basis points are a whole number from 0, not ${basisPoints}`);
  return BigInt(basisPoints);
}
