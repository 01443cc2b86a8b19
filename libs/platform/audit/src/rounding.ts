const MICRO_PER_MINOR = 1_000_000n;
const OCTETS_PER_GIGABYTE = 1_000_000_000n;

/** Half away from zero. */
export const wholeMinor = (microMinor: bigint): bigint => (microMinor < 0n ? -wholeMinor(-microMinor) : ((2n * microMinor + MICRO_PER_MINOR) / (2n * MICRO_PER_MINOR)) * MICRO_PER_MINOR);

/** Half away from zero; no figure here is negative. */
export const chargeOf = (perGigabyte: bigint, octets: bigint): bigint => (2n * perGigabyte * octets + OCTETS_PER_GIGABYTE) / (2n * OCTETS_PER_GIGABYTE);
