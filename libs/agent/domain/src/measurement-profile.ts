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

/** What a simulated segment shows at an instant: its latency within half of the promised jitter, and a loss within the promise. */
export function measuredAt({ segmentId, seed, latencyNs, jitterNs, lossPpm }: MeasuredLine, at: Instant): { latencyNs: bigint; lossPpm: number } {
  const key = `${seed}:${segmentId}:${at}`;
  const measured = latencyNs + stableBetween(`jitter:${key}`, [-jitterNs / 2n, jitterNs / 2n]);
  return {
    latencyNs: measured > 0n ? measured : 0n,
    lossPpm: Number(stableBetween(`loss:${key}`, [0n, BigInt(lossPpm)])),
  };
}
