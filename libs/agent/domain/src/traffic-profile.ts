import { NANOS_PER_DAY, NANOS_PER_HOUR, instant, type Instant, type Period } from '@carriermesh/kernel';
import { carryingIn, type Segment } from './segment.js';
import { stableBetween } from './stable-chance.js';

/**
 * Share of both directions' capacity that is used in each hour of the day (UTC), in thousandths: a trough in the small hours
 * and a peak in the evening, as access networks show it.
 */
const DAILY_CURVE_PERMILLE: readonly bigint[] = [
  260n, 210n, 180n, 165n, 160n, 175n, 220n, 290n, 370n, 430n, 470n, 495n, 510n, 515n, 520n, 535n, 555n, 590n, 640n, 690n, 720n, 680n, 560n, 390n,
];

/** A customer uses more or less than the curve, the same all the time; in thousandths. */
const CUSTOMER_PERMILLE = [600n, 1_300n] as const;
/** No hour is like the same hour of another day; in thousandths. */
const HOUR_PERMILLE = [930n, 1_070n] as const;
const MILLION = 1_000_000n;
const BILLION = 1_000_000_000n;

/** Mbit/s times nanoseconds to octets, two directions: 10^6 bits a megabit, 8 bits an octet, 10^9 ns a second. */
const MBPS_NANOS_PER_OCTET = 4_000n;

/** The most that a line of so many Mbit/s can carry in a period, both directions together. */
export const mostOctets = (mbps: number, { from, until }: Period): bigint => (BigInt(mbps) * (until - from)) / MBPS_NANOS_PER_OCTET;

export interface Metered extends Pick<Segment, 'segmentId' | 'mbps'> {
  readonly seed: number;
}

/** The most that it can have carried in a period, by what it was adjusted to. */
export const mostOctetsOf = (segment: Pick<Segment, 'mbps' | 'adjusted'>, period: Period): bigint =>
  carryingIn(segment, period).reduce((octets, part) => octets + mostOctets(part.mbps, part.period), 0n);

/**
 * Octets that a simulated segment carried in a period, both directions together: never more than it can carry, the same
 * whenever it is asked for. Periods that are cut at whole hours (UTC) add up exactly.
 */
export function octetsCarried({ segmentId, mbps, seed }: Metered, { from, until }: Period): bigint {
  const customer = stableBetween(`customer:${seed}:${segmentId}`, CUSTOMER_PERMILLE);
  let octets = 0n;
  for (let start = from; start < until; ) {
    const nextHour = instant((start / NANOS_PER_HOUR + 1n) * NANOS_PER_HOUR);
    const end = nextHour < until ? nextHour : until;
    octets += (mostOctets(mbps, { from: start, until: end }) * loadPerBillion(start, customer, `${seed}:${segmentId}`)) / BILLION;
    start = end;
  }
  return octets;
}

/** Curve, customer and hour are thousandths each; the product is cut at the whole capacity. */
function loadPerBillion(at: Instant, customer: bigint, key: string): bigint {
  const hourOfDay = Number((at % NANOS_PER_DAY) / NANOS_PER_HOUR);
  const hour = stableBetween(`hour:${key}:${at / NANOS_PER_HOUR}`, HOUR_PERMILLE);
  const load = ((DAILY_CURVE_PERMILLE[hourOfDay] ?? 0n) * customer * hour * BILLION) / (MILLION * 1_000n);
  return load < BILLION ? load : BILLION;
}
