import { invariant } from './invariant.js';

/** `numerator / denominator`, rounded to the nearest integer, halves away from zero (the rule of most invoices). */
export function divideHalfAwayFromZero(numerator: bigint, denominator: bigint): bigint {
  invariant(denominator > 0n, `a denominator must be positive, not ${denominator}`);
  const half = denominator / 2n + (denominator % 2n);
  const magnitude = numerator < 0n ? -numerator : numerator;
  const quotient = magnitude / denominator;
  const rounded = magnitude % denominator >= half ? quotient + 1n : quotient;
  return numerator < 0n ? -rounded : rounded;
}

/** `amount × part / whole`, rounded once, halves away from zero. */
export function proportionHalfAwayFromZero(amount: bigint, part: bigint, whole: bigint): bigint {
  return divideHalfAwayFromZero(amount * part, whole);
}
