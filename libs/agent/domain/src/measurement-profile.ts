import type { Instant } from '@carriermesh/kernel';
import { stableBetween } from './stable-chance.js';

export interface MeasuredLine {
  readonly segmentId: string;
  readonly seed: number;
  /** One way, of all links of the segment together. */
  readonly latencyNs: bigint;
  /** What the provider promises of each of its services. */
  readonly jitterNs: bigint;
  readonly lossPpm: number;
}

/** Packets of a window whose delays it tells. */
const PACKETS = 20;

/** What a simulated segment shows at an instant: its latency within half of the promised jitter, and a loss within the promise. */
export function measuredAt({ segmentId, seed, latencyNs, jitterNs, lossPpm }: MeasuredLine, at: Instant): { latencyNs: bigint; lossPpm: number; delaysNs: readonly bigint[] } {
  const key = `${seed}:${segmentId}:${at}`;
  const delayOf = (packet: string): bigint => {
    const measured = latencyNs + stableBetween(`jitter:${packet}`, [-jitterNs / 2n, jitterNs / 2n]);
    // No delay at all would be a packet that was lost.
    return measured > 0n ? measured : 1n;
  };
  return {
    latencyNs: delayOf(key),
    lossPpm: Number(stableBetween(`loss:${key}`, [0n, BigInt(lossPpm)])),
    delaysNs: Array.from({ length: PACKETS }, (_, number) => delayOf(`${key}:${number}`)),
  };
}
