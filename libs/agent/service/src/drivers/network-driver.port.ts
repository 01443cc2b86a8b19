import type { MeteredPart, RejoinCounts, Segment } from '@carriermesh/agent-domain';
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
  /** The same of there and back. */
  readonly roundTripsNs?: readonly bigint[];
  /** Of a service's first segment, whose other end was reached: over all segments, of whomever. */
  readonly endToEnd?: EndToEndMeasurement;
}

export interface EndToEndMeasurement {
  readonly lossPpm: number;
  /** Absent where the two ends' clocks are not one. */
  readonly delaysNs?: readonly bigint[];
  readonly roundTripsNs: readonly bigint[];
}

/** What one end of a split service shows, as far as its members are active in this network. */
export interface SplitReport {
  /** Where the segments begin, or where they end. */
  readonly end: 'first' | 'last';
  readonly members: readonly SplitMemberReport[];
  /** Ordinals of the members that the customer's frames go by; none while fewer are whole than the service needs. */
  readonly carrying: readonly number[];
  /** Of frames that were rejoined here, and of those that no member was there to carry; absent where the driver counts none. */
  readonly frames?: RejoinCounts & { readonly unsent: number };
}

export interface SplitMemberReport {
  readonly ordinal: number;
  /** What is sent by it arrives here within the differential delay. */
  readonly isWhole: boolean;
  /** Later than by the fastest member, as it was seen last. */
  readonly apartNs: bigint;
  readonly sentFrames?: number;
  readonly receivedFrames?: number;
}

/**
 * What the agent asks of the provider's own network. A driver for real equipment implements this and passes the suite in
 * `network-driver.contract.ts`. Asking twice is asking once: a crash may have come between the work and its record.
 */
export interface NetworkDriver {
  /** Makes the network carry these segments, each in its shape, and no others; asked once, before anything else, with what the agent's journal calls active. */
  restore(active: readonly Segment[]): Promise<void>;
  /** Makes the segment carry traffic; one that is a member of a split service together with the other members that are active. A rejection means that the outcome is unknown, and the mesh asks again or releases. */
  activate(segment: Segment): Promise<DriverAnswer>;
  /** Gives a segment the shape that it was adjusted to last: another bandwidth, or nothing to carry until it is adjusted again. Its place stays its own. */
  adjust(segment: Segment): Promise<DriverAnswer>;
  /** Makes it carry nothing, whether it ever did or not. `mayGoOn`: its service may come to another segment here, to which its customer is to be connected without doing anything. */
  release(segmentId: string, mayGoOn?: boolean): Promise<DriverAnswer>;
  /**
   * Octets carried in a period that is over, both directions together: in one part, or told apart by subject and category, of which each pair comes once. A period that
   * was asked for before gets the same figures: it has been charged.
   */
  meter(segment: Segment, period: Period): Promise<readonly MeteredPart[]>;
  measure(segment: Segment, at: Instant): Promise<LineMeasurement>;
  /** What the ends of a split service that are here show, the first before the last; none where no member of it is active. */
  splitReports(splitId: string): Promise<readonly SplitReport[]>;
  /** Lets go of timers and connections; what is under way is never answered. */
  close(): void;
}
