/**
 * A time as NTP writes it (RFC 5905, section 6): 32 bits of seconds since 1900 and 32 bits of fraction, in one number.
 * It begins anew every 136 years, so only differences of neighbouring times mean anything.
 */
export type NtpTime = bigint;

const NTP_BEFORE_UNIX_SECONDS = 2_208_988_800n;
const NANOS = 1_000_000_000n;

/** @param unixNs nanoseconds since 1970, UTC */
export function ntpFromUnix(unixNs: bigint): NtpTime {
  const seconds = unixNs / NANOS + NTP_BEFORE_UNIX_SECONDS;
  const fraction = ((unixNs % NANOS) << 32n) / NANOS;
  return BigInt.asUintN(64, (seconds << 32n) | fraction);
}

/** From `earlier` to `later`, negative when it is the other way round; right over the end of an era. */
export function nanosBetween(earlier: NtpTime, later: NtpTime): bigint {
  return (BigInt.asIntN(64, later - earlier) * NANOS) >> 32n;
}
