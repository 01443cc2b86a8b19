import { bytesEqual, instant, invariant, isToken, toHex, type Instant } from '@carriermesh/kernel';
import type { agent, billing, common } from '@carriermesh/wire';
import type { Account } from './account.decider.js';
import { monthNumberAt } from './calendar.js';
import { rateRecord } from './rating.js';
import type { RatedRecord } from './rated-usage.js';
import { segmentOfCustomer } from './customer-usage.js';
import { chargedContract, chargedSegment, MAX_SHOWN_CHARACTERS, refusal, termsOf, yetToCome, type ChargedContract, type ChargedSegment } from './usage-checks.js';
import { wasSuspected, type KnownRecord } from './usage-record.js';

/** A record as it was presented. */
export interface PresentedRecord {
  readonly record: agent.UsageRecord;
  /** Of its bytes in the schema's own encoding. Few records are ever asked for it: whoever presents may reckon it then. */
  readonly sha256: Uint8Array;
  /** The provider's own id that it names in place of a segment, and why that guided it nowhere, where it did not. */
  readonly localId?: string;
  readonly unguided?: common.Refusal;
  /** Of a local id that stands for a customer: its contract. */
  readonly contractId?: string;
}

export interface PresentedBatch {
  readonly providerId: string;
  readonly batchId: string;
  readonly records: readonly PresentedRecord[];
  readonly watermarks: readonly agent.UsageWatermark[];
}

/** What is known where the batch arrives. */
export interface UsageSituation {
  /** By contract id: the accounts of the contracts that the batch names. */
  readonly accounts: ReadonlyMap<string, Account>;
  /** By record id: what this provider's ids stand for already. All that are not here are new. */
  readonly records: ReadonlyMap<string, KnownRecord>;
  /** What ends after it is yet to come. Absent where that was looked at before: of a release. */
  readonly latestEnd?: Instant;
  periodOf(contractId: string, periodNumber: number): KnownPeriod;
}

export interface KnownPeriod {
  readonly isClosed: boolean;
  /** Notes that corrected it so far. */
  readonly notes: number;
}

/** Which bill charges a record. */
export interface ChargingBill {
  readonly periodNumber: number;
  /** The closed month that the record was measured in; 0 when that is the month of the bill, and open. */
  readonly correctedPeriodNumber: number;
  /** The note to the month that charges it; 0 for the month's own bill. */
  readonly noteNumber: number;
}

/** Each record meets exactly one of these ends (invariant I2). */
export type RecordVerdict =
  | ({
      readonly kind: 'accepted';
      readonly contractId: string;
      readonly segmentId: string;
      readonly rated: RatedRecord;
    } & ChargingBill)
  | { readonly kind: 'quarantined'; readonly refusal: common.Refusal }
  | { readonly kind: 'duplicate' }
  /** `contradicts` is the known record's hash, when these other contents come for the first time: a suspicion to record. */
  | { readonly kind: 'rejected'; readonly refusal: common.Refusal; readonly contradicts?: Uint8Array };

export type RecordOutcome = { readonly recordId: string; readonly presented: PresentedRecord } & RecordVerdict;

/** What one bill of one contract gets from the batch, of one month's usage. */
export interface RatedPeriod extends ChargingBill {
  readonly contractId: string;
  readonly records: readonly RatedRecord[];
  readonly watermarks: readonly billing.SegmentWatermark[];
}

export interface UsageDecision {
  readonly outcomes: readonly RecordOutcome[];
  readonly rated: readonly RatedPeriod[];
  /** Watermarks of segments that are not this provider's, or not charged at all. */
  readonly refusedWatermarks: readonly common.RefusedItem[];
}

interface Surroundings {
  readonly batch: PresentedBatch;
  readonly contracts: ReadonlyMap<string, ChargedContract>;
  readonly records: ReadonlyMap<string, KnownRecord>;
  /** Grows with the batch, so that an id that stands twice in it is met like one that came before. */
  readonly seen: Map<string, KnownRecord>;
  /** By segment id: a batch names the same few again and again. */
  readonly segments: Map<string, ReturnType<typeof chargedSegment>>;
  readonly latestEnd: Instant | undefined;
  readonly periodOf: UsageSituation['periodOf'];
}

/** Takes a signed batch apart. Pure and total: every record and watermark has an outcome, whatever it holds. */
export function decideUsage(batch: PresentedBatch, situation: UsageSituation): UsageDecision {
  const { accounts, records, latestEnd } = situation;
  const contracts = new Map([...accounts].map(([id, account]) => [id, chargedContract(account)]));
  const around: Surroundings = { batch, contracts, records, seen: new Map(), segments: new Map(), latestEnd, periodOf: (id, number) => situation.periodOf(id, number) };
  const outcomes = batch.records.map((presented) => decideRecord(presented, around));
  const placed = batch.watermarks.map((watermark) => placeWatermark(watermark, around));
  return {
    outcomes,
    rated: gathered(outcomes, placed),
    refusedWatermarks: placed.flatMap((each) => (each.kind === 'refused' ? [each.item] : [])),
  };
}

function decideRecord(presented: PresentedRecord, around: Surroundings): RecordOutcome {
  const { recordId } = presented.record;
  const id = { recordId, presented };
  if (!isToken(recordId)) return { ...id, kind: 'rejected', refusal: malformedId(recordId) };
  const known = around.seen.get(recordId) ?? around.records.get(recordId);
  if (known) return knownRecord(id, known, around);
  around.seen.set(recordId, new FirstPresented(presented));
  return newRecord(id, around);
}

/** A record that is the first of its id, and is hashed only when another comes. */
class FirstPresented implements KnownRecord {
  readonly suspected = [];

  constructor(private readonly presented: PresentedRecord) {}

  get sha256(): Uint8Array {
    return this.presented.sha256;
  }
}

type Presented = Pick<RecordOutcome, 'recordId' | 'presented'>;

function newRecord({ recordId, presented }: Presented, around: Surroundings): RecordOutcome {
  const { unguided, contractId: ofCustomer } = presented;
  const aside = unguided ?? yetToCome(presented.record, around.latestEnd);
  if (aside) return { recordId, presented, kind: 'quarantined', refusal: aside };
  const placed = ofCustomer === undefined ? presented : segmentOfCustomer(presented.record, { contractId: ofCustomer, providerId: around.batch.providerId }, around.contracts);
  if ('refusal' in placed) return { recordId, presented, kind: 'quarantined', refusal: placed.refusal };
  const { record } = placed;
  const segment = segmentOf(record.segmentId, around);
  if ('refusal' in segment) return { recordId, presented, kind: 'quarantined', refusal: segment.refusal };
  const terms = termsOf(record, segment);
  if ('refusal' in terms) return { recordId, presented, kind: 'quarantined', refusal: terms.refusal };
  const { contractId } = segment;
  const { periodNumber, correctedPeriodNumber, noteNumber } = chargingBill(record.from, segment, around);
  return { recordId, presented, kind: 'accepted', contractId, periodNumber, correctedPeriodNumber, noteNumber, segmentId: record.segmentId, rated: rateRecord(record, terms.tariff) };
}

function segmentOf(segmentId: string, { batch, contracts, segments }: Surroundings): ReturnType<typeof chargedSegment> {
  const known = segments.get(segmentId);
  if (known) return known;
  const segment = chargedSegment(segmentId, batch.providerId, contracts);
  segments.set(segmentId, segment);
  return segment;
}

/**
 * The month in which it was measured. When that is closed, a correction in the next open month; when none is open any more, a
 * note to the month itself: a bill that went out is never edited.
 */
function chargingBill(from: Instant, { contractId, calendar }: ChargedSegment, { periodOf }: Surroundings): ChargingBill {
  const measuredIn = monthNumberAt(calendar, from);
  invariant(measuredIn !== undefined, () => `usage of ${contractId} at ${from} was found to be within the service, and is in no month of it`);
  for (let periodNumber = measuredIn; periodNumber <= calendar.months.length; periodNumber += 1) {
    if (periodOf(contractId, periodNumber).isClosed) continue;
    return { periodNumber, correctedPeriodNumber: periodNumber === measuredIn ? 0 : measuredIn, noteNumber: 0 };
  }
  return { periodNumber: measuredIn, correctedPeriodNumber: measuredIn, noteNumber: periodOf(contractId, measuredIn).notes + 1 };
}

/** The bus delivers at least once, so the same contents are no news; other contents under a known id never overwrite it. */
function knownRecord(id: Presented, known: KnownRecord, around: Surroundings): RecordOutcome {
  const { recordId, presented } = id;
  const { sha256 } = presented;
  if (bytesEqual(known.sha256, sha256)) return { ...id, kind: 'duplicate' };
  const facts = { record_id: recordId, recorded_sha256: toHex(known.sha256), presented_sha256: toHex(sha256) };
  const message = `Record ${recordId} was presented before with other contents, and those stay.`;
  const rejected = { ...id, kind: 'rejected' as const, refusal: refusal('record-id-reused', message, facts) };
  if (wasSuspected(known, sha256)) return rejected;
  around.seen.set(recordId, { sha256: known.sha256, suspected: [...known.suspected, sha256] });
  return { ...rejected, contradicts: known.sha256 };
}

function malformedId(recordId: string): common.Refusal {
  const shown = recordId.slice(0, MAX_SHOWN_CHARACTERS);
  const message = `A record id is 1 to 64 letters, digits, "_" and "-", not ${JSON.stringify(shown)}.`;
  return refusal('malformed-record-id', message, { record_id: shown });
}

type PlacedWatermark =
  | { readonly kind: 'placed'; readonly contractId: string; readonly periodNumber: number; readonly watermark: billing.SegmentWatermark }
  /** It says something about closed months only, or about a time before the service. */
  | { readonly kind: 'moot' }
  | { readonly kind: 'refused'; readonly item: common.RefusedItem };

/** A watermark goes with the month whose last instant before it, or whose end, it is about. */
function placeWatermark(watermark: agent.UsageWatermark, around: Surroundings): PlacedWatermark {
  const { periodOf } = around;
  const segment = segmentOf(watermark.segmentId, around);
  if ('refusal' in segment) {
    return { kind: 'refused', item: { itemId: watermark.segmentId.slice(0, MAX_SHOWN_CHARACTERS), refusal: segment.refusal } };
  }
  const { contractId, calendar } = segment;
  if (watermark.completeUntil <= calendar.start) return { kind: 'moot' };
  const periodNumber = monthNumberAt(calendar, instant(watermark.completeUntil - 1n)) ?? calendar.months.length;
  return periodOf(contractId, periodNumber).isClosed ? { kind: 'moot' } : { kind: 'placed', contractId, periodNumber, watermark };
}

function gathered(outcomes: readonly RecordOutcome[], placed: readonly PlacedWatermark[]): readonly RatedPeriod[] {
  interface Growing extends RatedPeriod {
    readonly records: RatedRecord[];
    readonly watermarks: billing.SegmentWatermark[];
  }
  const periods = new Map<string, Growing>();
  let last: Growing | undefined;
  const isOf = (period: Growing, { contractId, periodNumber, correctedPeriodNumber }: { readonly contractId: string } & ChargingBill): boolean =>
    period.periodNumber === periodNumber && period.correctedPeriodNumber === correctedPeriodNumber && period.contractId === contractId;
  const of = (bill: { readonly contractId: string } & ChargingBill): Growing => {
    // Records of one bill mostly stand side by side.
    if (last && isOf(last, bill)) return last;
    const { contractId, periodNumber, correctedPeriodNumber, noteNumber } = bill;
    const key = `${contractId}/${periodNumber}/${correctedPeriodNumber}`;
    const period = periods.get(key) ?? { contractId, periodNumber, correctedPeriodNumber, noteNumber, records: [], watermarks: [] };
    periods.set(key, period);
    last = period;
    return period;
  };
  for (const outcome of outcomes) if (outcome.kind === 'accepted') of(outcome).records.push(outcome.rated);
  for (const each of placed) if (each.kind === 'placed') of({ ...each, correctedPeriodNumber: 0, noteNumber: 0 }).watermarks.push(each.watermark);
  return [...periods.values()];
}
