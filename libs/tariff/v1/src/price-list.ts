import { add, invariant, isBandwidth, MAX_MBPS, proportionHalfAwayFromZero, type Money } from '@carriermesh/kernel';

const METERS_PER_MEGAMETER = 1_000_000n;

export interface ListPriceInput {
  /** For each Mbit/s and month, whatever the distance. */
  readonly basePerMbps: Money;
  /** For each Mbit/s and month and each 1,000 km. */
  readonly perMbpsPerMegameter: Money;
  readonly mbps: number;
  readonly distanceM: number;
}

/** The seller's monthly list price: base and distance part, the distance part rounded once to whole microMinor, halves away from zero. */
export function listPrice({ basePerMbps, perMbpsPerMegameter, mbps, distanceM }: ListPriceInput): Money {
  invariant(isBandwidth(mbps), `a capacity is a whole number of Mbit/s from 1 to ${MAX_MBPS}, not ${mbps}`);
  invariant(Number.isSafeInteger(distanceM) && distanceM >= 0, `a distance is a whole number of metres from 0, not ${distanceM}`);
  const base = { currency: basePerMbps.currency, microMinor: basePerMbps.microMinor * BigInt(mbps) };
  const distance = proportionHalfAwayFromZero(perMbpsPerMegameter.microMinor * BigInt(mbps), BigInt(distanceM), METERS_PER_MEGAMETER);
  return add(base, { currency: perMbpsPerMegameter.currency, microMinor: distance });
}
