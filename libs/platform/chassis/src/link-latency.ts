import { divideHalfAwayFromZero, type Instant } from '@carriermesh/kernel';

/** 8.6 s. A search can add up no more of a link (`libs/paths/domain`). */
export const MOST_COUNTED_NS = 2n ** 33n - 1n;

/** What an offer in force states of a link, one way. */
export interface DeclaredLatency {
  readonly latencyNs: bigint;
  /** Since when the offer is valid. */
  readonly at: Instant;
  /** The variation that the offer allows (Y.1540 IPDV). */
  readonly jitterNs: bigint;
}

/** What a window showed of a link, one way. */
export interface MeasuredLatency {
  readonly measuredAt: Instant;
  readonly latencyNs: bigint;
  /** That arrived, of those told; 0 where none is told. */
  readonly packets: number;
  /** Two standard errors of the mean; absent where fewer than two packets are told. */
  readonly confidenceNs?: bigint;
}

export interface MeasuredWindow {
  readonly measuredAt: Instant;
  readonly latencyNs: bigint;
  /** Of single packets; 0 stands for one that was lost. */
  readonly delaysNs: readonly bigint[];
}

/** The mean of a window's packets and how well it is known; its own figure where it tells none. */
export function measuredLatency({ measuredAt, latencyNs, delaysNs }: MeasuredWindow): MeasuredLatency {
  const arrived = delaysNs.filter((delay) => delay > 0n);
  const packets = arrived.length;
  if (packets === 0) return { measuredAt, latencyNs, packets };
  const count = BigInt(packets);
  const sum = arrived.reduce((total, delay) => total + delay, 0n);
  const mean = divideHalfAwayFromZero(sum, count);
  if (packets === 1) return { measuredAt, latencyNs: mean, packets };
  // n · Σx² − (Σx)² is n (n − 1) times the variance, in whole numbers.
  const spread = count * arrived.reduce((total, delay) => total + delay * delay, 0n) - sum * sum;
  return { measuredAt, latencyNs: mean, packets, confidenceNs: rootUp((4n * spread) / (count * count * (count - 1n))) };
}

/** The least whole number whose square is no less. */
function rootUp(square: bigint): bigint {
  let root = BigInt(Math.floor(Math.sqrt(Number(square))));
  while (root * root < square) root += 1n;
  while (root > 0n && (root - 1n) * (root - 1n) >= square) root -= 1n;
  return root;
}

/** Only what was measured after the offer and after what is on record says anything new. */
export const isNews = (declared: DeclaredLatency, known: MeasuredLatency | undefined, measuredAt: Instant): boolean =>
  measuredAt > declared.at && (known === undefined || measuredAt > known.measuredAt);

/**
 * Which latency of a link counts. A provider is bound by its word, so that counts: unless the newest measurement is above it by more than the
 * variation that the offer allows and the measurement's own uncertainty. Then nothing is sold within a limit that is known not to be kept.
 * What is measured below counts for nothing: nobody has promised it.
 */
export function decidingLatency({ latencyNs, jitterNs }: DeclaredLatency, measured: MeasuredLatency | undefined): { readonly latencyNs: bigint; readonly source: 'declared' | 'measured' } {
  if (!measured || measured.latencyNs <= latencyNs + jitterNs + (measured.confidenceNs ?? 0n)) return { latencyNs, source: 'declared' };
  return { latencyNs: measured.latencyNs < MOST_COUNTED_NS ? measured.latencyNs : MOST_COUNTED_NS, source: 'measured' };
}
