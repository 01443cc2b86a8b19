import { durationOf, formatInstant, invariant, isBandwidth, MAX_MBPS, proportionHalfAwayFromZero, type Money, type Period } from '@carriermesh/kernel';

/** A month's charge for `mbps` Mbit/s kept free: the exact product, nothing is rounded. */
export function monthlyCapacityCharge(monthlyPerMbps: Money, mbps: number): Money {
  invariant(isBandwidth(mbps), `a capacity is a whole number of Mbit/s from 1 to ${MAX_MBPS}, not ${mbps}`);
  return { currency: monthlyPerMbps.currency, microMinor: monthlyPerMbps.microMinor * BigInt(mbps) };
}

/**
 * A month's charge for another bandwidth than the one that it was contracted with: the price for each Mbit/s stays. Always reckoned from the
 * contracted charge, so that nothing adds up over changes; rounded once to whole microMinor, halves away from zero.
 */
export function monthlyAt(contracted: Money, { mbps, contractedMbps }: { readonly mbps: number; readonly contractedMbps: number }): Money {
  invariant(isBandwidth(mbps) && isBandwidth(contractedMbps), `a capacity is a whole number of Mbit/s from 1 to ${MAX_MBPS}, not ${mbps} or ${contractedMbps}`);
  return { currency: contracted.currency, microMinor: proportionHalfAwayFromZero(contracted.microMinor, BigInt(mbps), BigInt(contractedMbps)) };
}

/**
 * The part of a month's charge that falls on `used`, by its share of the month's nanoseconds: a short month costs as much
 * as a long one. Rounded once to whole microMinor, halves away from zero, so the whole month costs exactly `monthly`.
 */
export const proratedRecurring = (monthly: Money, used: Period, month: Period): Money => proratedParts(monthly, [used], month);

/** The same for parts of a month that do not touch one another, all at one price: rounded once, for all of them together. */
export function proratedParts(monthly: Money, parts: readonly Period[], month: Period): Money {
  invariant(month.from < month.until, `a month from ${formatInstant(month.from)} lasts no time`);
  let used = 0n;
  let after = month.from;
  for (const part of parts) {
    invariant(
      after <= part.from && part.from <= part.until && part.until <= month.until,
      `${formatInstant(part.from)} to ${formatInstant(part.until)} is no part of the month ${formatInstant(month.from)} to ${formatInstant(month.until)}`,
    );
    used += durationOf(part);
    after = part.until;
  }
  return { currency: monthly.currency, microMinor: proportionHalfAwayFromZero(monthly.microMinor, used, durationOf(month)) };
}

/** The share of what a term would still have cost that is due because it ends early. Rounded once to whole microMinor, halves away from zero. */
export function earlyTerminationCharge(remaining: Money, basisPoints: number): Money {
  return { currency: remaining.currency, microMinor: proportionHalfAwayFromZero(remaining.microMinor, BigInt(basisPoints), 10_000n) };
}
