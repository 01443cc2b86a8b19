import { invariant, proportionHalfAwayFromZero, type Money } from '@carriermesh/kernel';

/** A gigabyte is 10^9 octets (SI), not 2^30. */
export const OCTETS_PER_GIGABYTE = 1_000_000_000n;

/**
 * What `octets` cost at a price for each gigabyte, rounded once to whole microMinor, halves away from zero. Each record is
 * rated by itself, so n records and their sum differ by at most (n + 1) / 2 microMinor.
 */
export function usageCharge(perGigabyte: Money, octets: bigint): Money {
  invariant(octets >= 0n, () => `a volume is a number of octets from 0, not ${octets}`);
  return { currency: perGigabyte.currency, microMinor: proportionHalfAwayFromZero(perGigabyte.microMinor, octets, OCTETS_PER_GIGABYTE) };
}
