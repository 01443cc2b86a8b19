import { invariant, proportionHalfAwayFromZero, type Money } from '@carriermesh/kernel';

const MILLION = 1_000_000n;
const BASIS_POINTS = 10_000n;

/** So much of a time, in nanoseconds. */
export interface Share {
  readonly part: bigint;
  readonly whole: bigint;
}

/** Whether what did not work of a time is more than was promised: compared exactly, and the promised share itself is kept. */
export const isPromiseMissed = ({ part: down, whole }: Share, availabilityPpm: number): boolean => down * MILLION > (MILLION - BigInt(availabilityPpm)) * whole;

/** The share of a time in which it worked, in millionths, cut. */
export const availabilityPpmOf = ({ part: down, whole }: Share): bigint => (whole === 0n ? MILLION : ((whole - down) * MILLION) / whole);

/**
 * What is given back of a charge: its basis points and, of several who are at fault, the share of the time at fault. Never more than the
 * charge. Rounded once to whole microMinor, halves away from zero.
 */
export function serviceCredit(charge: Money, basisPoints: number, { part, whole }: Share = { part: 1n, whole: 1n }): Money {
  invariant(Number.isSafeInteger(basisPoints) && basisPoints >= 0, `a credit is a whole number of basis points from 0, not ${basisPoints}`);
  invariant(0n <= part && part <= whole && whole > 0n, `${part} is no share of ${whole}`);
  const points = BigInt(basisPoints) < BASIS_POINTS ? BigInt(basisPoints) : BASIS_POINTS;
  return { currency: charge.currency, microMinor: proportionHalfAwayFromZero(charge.microMinor, points * part, BASIS_POINTS * whole) };
}
