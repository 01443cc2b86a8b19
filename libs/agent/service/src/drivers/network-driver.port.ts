import type { Segment } from '@carriermesh/agent-domain';
import type { Instant, Period } from '@carriermesh/kernel';

export type DriverAnswer =
  | { readonly kind: 'done' }
  /** A few words, without a full stop: they stand within a sentence that the mesh reads. */
  | { readonly kind: 'refused'; readonly reason: string };

/** One way, from the segment's first PoP to its last. */
export interface LineMeasurement {
  readonly latencyNs: bigint;
  readonly lossPpm: number;
  /** Of single packets in the order sent, 0 for one that was lost; absent where the driver does not know. Service levels by percentile need it. */
  readonly delaysNs?: readonly bigint[];
}

/**
 * What the agent asks of the provider's own network. A driver for real equipment implements this and passes the suite in
 * `network-driver.contract.ts`. Asking twice is asking once: a crash may have come between the work and its record.
 */
export interface NetworkDriver {
  /** Makes the network carry these segments, each in its shape, and no others; asked once, before anything else, with what the agent's journal calls active. */
  restore(active: readonly Segment[]): Promise<void>;
  /** Makes the segment carry traffic. A rejection means that the outcome is unknown, and the mesh asks again or releases. */
  activate(segment: Segment): Promise<DriverAnswer>;
  /** Gives a segment the shape that it was adjusted to last: another bandwidth, or nothing to carry until it is adjusted again. Its place stays its own. */
  adjust(segment: Segment): Promise<DriverAnswer>;
  /** Makes it carry nothing, whether it ever did or not. */
  release(segmentId: string): Promise<DriverAnswer>;
  /**
   * Octets carried in a period that is over, both directions together. A period that was asked for before gets the same
   * figure: it has been charged.
   */
  meter(segment: Segment, period: Period): Promise<bigint>;
  measure(segment: Segment, at: Instant): Promise<LineMeasurement>;
  /** Lets go of timers and connections; what is under way is never answered. */
  close(): void;
}
