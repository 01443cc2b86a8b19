import { invariant, unreachable, VersionedMap, type Instant } from '@carriermesh/kernel';
import type { common } from '@carriermesh/wire';
import type { AdvertAbandoned, AdvertSent, BatchReceipted, JournalEntry, SegmentActivated, SegmentAdjusted, SegmentReleased, UsageSent } from './journal-entry.js';
import { isSameShape, shapeOf, type Segment, unitKeysOf } from './segment.js';

/** What the mesh has on record of one resource, as far as this agent knows. */
export interface OfferOnRecord {
  readonly fingerprint: string;
  readonly validFrom: Instant;
  readonly validUntil: Instant;
}

export interface SegmentOnRecord {
  readonly status: 'active' | 'released';
  /** Absent when a release came for a segment that was never active here. */
  readonly segment?: Segment;
  readonly contractSha256: string;
  /** The signed answer that was given, so that it can be given again to the byte. */
  readonly receiptBase64: string;
  /** The last adjustment, with the answer that was given to it. */
  readonly adjusted?: Pick<SegmentAdjusted, 'adjustment' | 'mbps' | 'suspended' | 'receiptBase64'>;
  readonly releasedAt?: Instant;
}

/** A provider's own memory: the fold of its journal. */
export interface Book {
  readonly nextSequence: bigint;
  readonly offered: ReadonlyMap<string, OfferOnRecord>;
  /** Sent or about to be sent, without a receipt; in the order of their sending. */
  readonly pendingAdverts: readonly AdvertSent[];
  readonly pendingUsage: readonly UsageSent[];
  readonly segments: VersionedMap<string, SegmentOnRecord>;
  /** Segment id → why it was not activated. */
  readonly refused: VersionedMap<string, common.Refusal>;
  /** Resource id → Mbit/s that the active segments take of it. */
  readonly usedMbps: VersionedMap<string, number>;
  /** Of what is sold in whole units: `unitKey` → the active segment that has it. */
  readonly unitOwners: VersionedMap<string, string>;
  /** Segment id → the instant up to which its usage was put into batches. */
  readonly reportedUntil: VersionedMap<string, Instant>;
  /** Contract id → whether anything was active under it when its terms were put on record; the terms themselves stay in the journal. */
  readonly registered: VersionedMap<string, boolean>;
}

export const EMPTY_BOOK: Book = {
  nextSequence: 1n,
  offered: new Map(),
  pendingAdverts: [],
  pendingUsage: [],
  segments: VersionedMap.of(),
  refused: VersionedMap.of(),
  usedMbps: VersionedMap.of(),
  unitOwners: VersionedMap.of(),
  reportedUntil: VersionedMap.of(),
  registered: VersionedMap.of(),
};

export function withEntry(book: Book, entry: JournalEntry): Book {
  switch (entry.type) {
    case 'advert-sent':
      return { ...book, nextSequence: entry.sequence + 1n, pendingAdverts: [...book.pendingAdverts, entry] };
    case 'usage-sent':
      return withUsage(book, entry);
    case 'receipted':
      return withReceipt(book, entry);
    case 'advert-abandoned':
      return withoutAdverts(book, entry);
    case 'activated':
      return withActive(book, entry);
    case 'refused':
      return { ...book, refused: book.refused.with(entry.segmentId, entry.refusal) };
    case 'adjusted':
      return withAdjusted(book, entry);
    case 'released':
      return withReleased(book, entry);
    case 'purchase-registered':
      return { ...book, registered: book.registered.with(entry.contractId, entry.wasActive) };
    default:
      return unreachable(entry);
  }
}

function withUsage(book: Book, entry: UsageSent): Book {
  const reportedUntil = entry.segments.reduce((known, segment) => known.with(segment.segmentId, segment.reportedUntil), book.reportedUntil);
  return { ...book, reportedUntil, pendingUsage: [...book.pendingUsage, entry] };
}

function withReceipt(book: Book, { batchId, refusedItemIds }: BatchReceipted): Book {
  const advert = book.pendingAdverts.find((batch) => batch.batchId === batchId);
  if (!advert) {
    const pendingUsage = book.pendingUsage.filter((batch) => batch.batchId !== batchId);
    invariant(pendingUsage.length < book.pendingUsage.length, `batch ${batchId} was receipted, but none of this name was sent`);
    return { ...book, pendingUsage };
  }
  const refused = new Set(refusedItemIds);
  const { validFrom, validUntil } = advert;
  const offered = new Map(book.offered);
  for (const { resourceId, fingerprint } of advert.offers) {
    if (!refused.has(resourceId)) offered.set(resourceId, { fingerprint, validFrom, validUntil });
  }
  for (const resourceId of advert.withdrawnResourceIds) offered.delete(resourceId);
  return { ...book, offered, pendingAdverts: book.pendingAdverts.filter((batch) => batch !== advert) };
}

/** What was believed to be on record can't be relied on once the sequences have parted: all of it is said again. */
function withoutAdverts(book: Book, { nextSequence }: AdvertAbandoned): Book {
  return { ...book, nextSequence, pendingAdverts: [], offered: new Map() };
}

function withActive(book: Book, { segment, receiptBase64 }: SegmentActivated): Book {
  return withSegment(book, segment.segmentId, { status: 'active', segment, contractSha256: segment.contractSha256, receiptBase64 });
}

function withAdjusted(book: Book, { segmentId, adjustment, mbps, suspended, adjustedAt, receiptBase64 }: SegmentAdjusted): Book {
  const known = book.segments.get(segmentId);
  if (known?.status !== 'active' || !known.segment) return book;
  const { segment } = known;
  const shape = { mbps, suspended };
  const adjusted = isSameShape(shapeOf(segment), shape) ? segment.adjusted : [...(segment.adjusted ?? []), { at: adjustedAt, ...shape }];
  const changed = { ...known, adjusted: { adjustment, ...shape, receiptBase64 }, segment: { ...segment, ...(adjusted && { adjusted }) } };
  return withSegment(book, segmentId, changed);
}

function withReleased(book: Book, { segmentId, contractSha256, releasedAt, receiptBase64 }: SegmentReleased): Book {
  const segment = book.segments.get(segmentId)?.segment;
  const released: SegmentOnRecord = { status: 'released', contractSha256, releasedAt, receiptBase64, ...(segment ? { segment } : {}) };
  return withSegment(book, segmentId, released);
}

function withSegment(book: Book, segmentId: string, onRecord: SegmentOnRecord): Book {
  const [before, after] = [activeIn(book.segments.get(segmentId)), activeIn(onRecord)];
  let { usedMbps } = book;
  for (const [segment, sign] of [[before, -1], [after, 1]] as const) {
    for (const id of segment?.resourceIds ?? []) usedMbps = usedMbps.with(id, (usedMbps.get(id) ?? 0) + sign * shapeOf(segment as Segment).mbps);
  }
  let { unitOwners } = book;
  for (const key of unitKeysOf(before)) unitOwners = unitOwners.without(key);
  for (const key of unitKeysOf(after)) unitOwners = unitOwners.with(key, segmentId);
  return { ...book, usedMbps, unitOwners, segments: book.segments.with(segmentId, onRecord) };
}

const activeIn = (onRecord: SegmentOnRecord | undefined): Segment | undefined => (onRecord?.status === 'active' ? onRecord.segment : undefined);

/** Under contract, and carrying or suspended. */
export const activeSegments = ({ segments }: Book): readonly Segment[] =>
  [...segments.values()].flatMap((onRecord) => activeIn(onRecord) ?? []);

export const carryingSegments = (book: Book): readonly Segment[] => activeSegments(book).filter((segment) => !shapeOf(segment).suspended);
