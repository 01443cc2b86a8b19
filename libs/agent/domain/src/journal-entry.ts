import type { Instant } from '@carriermesh/kernel';
import type { common } from '@carriermesh/wire';
import type { Segment } from './segment.js';

/**
 * What a provider's agent writes down before it promises anything. The journal is all that it knows after a crash: each entry
 * is durable before the step that it announces is taken. Bytes are text here: hashes in hex, envelopes in base64.
 */
export type JournalEntry = AdvertSent | UsageSent | BatchReceipted | AdvertAbandoned | SegmentActivated | SegmentRefused | SegmentAdjusted | SegmentReleased | PurchaseRegistered;

/** What is said of one resource, apart from how long it is said for. */
export interface Statement {
  readonly resourceId: string;
  /** Differs whenever anything in the offer but its validity does. */
  readonly fingerprint: string;
}

/** An advertisement is about to be sent; its bytes lie in the outbox under its id. */
export interface AdvertSent {
  readonly type: 'advert-sent';
  readonly batchId: string;
  readonly sequence: bigint;
  readonly bodySha256: string;
  /** Of every offer in the batch. */
  readonly validFrom: Instant;
  readonly validUntil: Instant;
  /** A list, and not an object: ids come from outside, and must not become names of fields. */
  readonly offers: readonly Statement[];
  readonly withdrawnResourceIds: readonly string[];
}

/** Usage is about to be sent; its bytes lie in the outbox under the batch's id. */
export interface UsageSent {
  readonly type: 'usage-sent';
  readonly batchId: string;
  readonly bodySha256: string;
  readonly segments: readonly ReportedSegment[];
}

export interface ReportedSegment {
  readonly segmentId: string;
  readonly records: number;
  /** Everything before has been put into a batch. */
  readonly reportedUntil: Instant;
  /** What each of the records said, so that the provider can rate it by itself. Absent in entries from before that was written down. */
  readonly usage?: readonly MeteredUsage[];
}

export interface MeteredUsage {
  readonly meteredFrom: Instant;
  /** Decimal text. */
  readonly octets: string;
}

/** The mesh has the batch for good, and signed for it. */
export interface BatchReceipted {
  readonly type: 'receipted';
  readonly batchId: string;
  /** Single offers or records that were refused while the others were accepted. */
  readonly refusedItemIds: readonly string[];
  readonly receiptBase64: string;
}

/** The mesh expects another sequence than this agent remembers: its books and the mesh's have parted. */
export interface AdvertAbandoned {
  readonly type: 'advert-abandoned';
  /** The batch that was refused for it; empty where the mesh saw it by a heartbeat. */
  readonly batchId: string;
  /** What the next batch has to bear. */
  readonly nextSequence: bigint;
}

export interface SegmentActivated {
  readonly type: 'activated';
  readonly segment: Segment;
  readonly activatedAt: Instant;
  readonly receiptBase64: string;
}

/** The provider does not carry the segment, and will not: whoever was refused it goes elsewhere, and a copy of the request may come when there is room. */
export interface SegmentRefused {
  readonly type: 'refused';
  readonly segmentId: string;
  readonly refusedAt: Instant;
  readonly refusal: common.Refusal;
}

/** The network gives the segment another shape, or the one that it had. */
export interface SegmentAdjusted {
  readonly type: 'adjusted';
  readonly segmentId: string;
  /** Counts the adjustments of a service; none before it is done any more. */
  readonly adjustment: number;
  readonly mbps: number;
  readonly suspended: boolean;
  readonly adjustedAt: Instant;
  readonly receiptBase64: string;
}

export interface SegmentReleased {
  readonly type: 'released';
  readonly segmentId: string;
  readonly contractSha256: string;
  readonly releasedAt: Instant;
  readonly receiptBase64: string;
}

/** What the provider sold under a contract, by the seller's signature: its hash is the one that the provider's receipts name. The last entry of a contract counts. */
export interface PurchaseRegistered {
  readonly type: 'purchase-registered';
  readonly contractId: string;
  /** The contract, and its later versions. */
  readonly envelopesBase64: readonly string[];
  /** Whether a segment of it was active then: how it ends is asked for once none is. */
  readonly wasActive: boolean;
}
