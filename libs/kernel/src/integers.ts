import { invariant } from './invariant.js';

/** `numerator / denominator`, rounded to the nearest integer, halves away from zero (the rule of most invoices). */
export function divideHalfAwayFromZero(numerator: bigint, denominator: bigint): bigint {
  invariant(denominator > 0n, () => `a denominator must be positive, not ${denominator}`);
  // Division of whole numbers cuts off, towards zero.
  const half = denominator / 2n;
  return (numerator < 0n ? numerator - half : numerator + half) / denominator;
}

/** `amount × part / whole`, rounded once, halves away from zero. */
export function proportionHalfAwayFromZero(amount: bigint, part: bigint, whole: bigint): bigint {
  return divideHalfAwayFromZero(amount * part, whole);
}
