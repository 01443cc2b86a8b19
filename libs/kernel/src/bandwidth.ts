/** Megabits per second, a whole number. The largest single optical channel sold is about 1.6 Tbit/s; a link bundles many. */
export type Mbps = number;

export const MAX_MBPS = 1_000_000_000;

export const isBandwidth = (mbps: number): boolean => Number.isInteger(mbps) && mbps > 0 && mbps <= MAX_MBPS;
