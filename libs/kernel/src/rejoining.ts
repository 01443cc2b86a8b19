/** What one end of a split service keeps at most of what came early. */
export const MAX_REJOIN_OCTETS = 64 * 1_024 * 1_024;

/** Octets in a megabit a second and a millisecond. */
const OCTETS_PER_MBPS_MS = 125;
const NANOS_PER_MS = 1_000_000;
/** What a member's token bucket lets pass at once comes early by as much. */
const BURST_MS = 4;
const LEAST_BURST_OCTETS = 16_384;

/** What an end has to keep at most while it waits for the slowest member: all that the others bring meanwhile. Who sells counts as who provides does. */
export function rejoinOctets(mbps: number, { maxDifferentialDelayNs, members }: { readonly maxDifferentialDelayNs: number; readonly members: number }): number {
  return Math.ceil(mbps * OCTETS_PER_MBPS_MS * (maxDifferentialDelayNs / NANOS_PER_MS + BURST_MS)) + members * LEAST_BURST_OCTETS;
}
