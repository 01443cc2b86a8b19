import { bytesEqual, instant, isToken, toHex, type Instant } from '@carriermesh/kernel';
import type { agent, billing, common } from '@carriermesh/wire';
import type { Account } from './account.decider.js';
import { calendarOf, monthNumberAt, type BillingCalendar } from './calendar.js';
import { rateRecord } from './rating.js';
import { chargedSegment, implausibility, MAX_SHOWN_CHARACTERS, refusal, termBilled, type ChargedSegment } from './usage-checks.js';
import { unseenRecord, wasSuspected, type UsageRecordState } from './usage-record.js';

/** A record as it was presented, with the SHA-256 of its bytes in the schema's own encoding. */
export interface PresentedRecord {
  readonly record: agent.UsageRecord;
  readonly sha256: Uint8Array;
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
  /** By record id: what this provider's ids stand for already. */
  readonly records: ReadonlyMap<string, UsageRecordState>;
  isClosed(contractId: string, periodNumber: number): boolean;
}

/** Each record meets exactly one of these ends (invariant I2). */
export type RecordVerdict =
  | {
      readonly kind: 'accepted';
      readonly contractId: string;
      readonly periodNumber: number;
      readonly segmentId: string;
      readonly rated: billing.RatedUsage;
    }
  | { readonly kind: 'quarantined'; readonly refusal: common.Refusal }
  | { readonly kind: 'duplicate' }
  /** `contradicts` is the known record's hash, when these other contents come for the first time: a suspicion to record. */
  | { readonly kind: 'rejected'; readonly refusal: common.Refusal; readonly contradicts?: Uint8Array };

export type RecordOutcome = { readonly recordId: string; readonly sha256: Uint8Array } & RecordVerdict;

/** What one month of one contract gets from the batch. */
export interface RatedPeriod {
  readonly contractId: string;
  readonly periodNumber: number;
  readonly records: readonly billing.RatedUsage[];
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
  readonly contracts: ReadonlyMap<string, { readonly account: Account; readonly calendar: BillingCalendar }>;
  /** Grows with the batch, so that an id that stands twice in it is met like one that came before. */
  readonly records: Map<string, UsageRecordState>;
  readonly isClosed: UsageSituation['isClosed'];
}

/** Takes a signed batch apart. Pure and total: every record and watermark has an outcome, whatever it holds. */
export function decideUsage(batch: PresentedBatch, situation: UsageSituation): UsageDecision {
  const { accounts, records } = situation;
  const contracts = new Map([...accounts].map(([id, account]) => [id, { account, calendar: calendarOf(account) }]));
  const around: Surroundings = { batch, contracts, records: new Map(records), isClosed: (id, number) => situation.isClosed(id, number) };
  const outcomes = batch.records.map((presented) => decideRecord(presented, around));
  const placed = batch.watermarks.map((watermark) => placeWatermark(watermark, around));
  return {
    outcomes,
    rated: gathered(outcomes, placed),
    refusedWatermarks: placed.flatMap((each) => (each.kind === 'refused' ? [each.item] : [])),
  };
}

function decideRecord(presented: PresentedRecord, around: Surroundings): RecordOutcome {
  const { record, sha256 } = presented;
  const id = { recordId: record.recordId, sha256 };
  if (!isToken(record.recordId)) return { ...id, kind: 'rejected', refusal: malformedId(record.recordId) };
  const known = around.records.get(record.recordId) ?? unseenRecord;
  if (known.status !== 'none') return knownRecord(id, known, around);
  const outcome = newRecord(presented, around);
  around.records.set(record.recordId, { status: outcome.kind, sha256, suspected: [] });
  return { ...id, ...outcome };
}

function newRecord({ record }: PresentedRecord, around: Surroundings): Extract<RecordVerdict, { kind: 'accepted' | 'quarantined' }> {
  const segment = chargedSegment(record.segmentId, around.batch.providerId, around.contracts);
  if ('refusal' in segment) return { kind: 'quarantined', refusal: segment.refusal };
  const wrong = implausibility(record, segment);
  if (wrong) return { kind: 'quarantined', refusal: wrong };
  const periodNumber = chargedMonth(record.from, segment, around);
  if (periodNumber === undefined) return { kind: 'quarantined', refusal: termBilled(segment) };
  return { kind: 'accepted', contractId: segment.contractId, periodNumber, segmentId: record.segmentId, rated: rateRecord(record, segment.tariff) };
}

/** The month of the event or, when that one is closed, the next one that is open: a bill that went out is never edited. */
function chargedMonth(from: Instant, { contractId, calendar }: ChargedSegment, { isClosed }: Surroundings): number | undefined {
  const eventMonth = monthNumberAt(calendar, from) ?? calendar.months.length + 1;
  for (let number = eventMonth; number <= calendar.months.length; number += 1) {
    if (!isClosed(contractId, number)) return number;
  }
  return undefined;
}

/** The bus delivers at least once, so the same contents are no news; other contents under a known id never overwrite it. */
function knownRecord(
  id: { readonly recordId: string; readonly sha256: Uint8Array },
  known: Exclude<UsageRecordState, { status: 'none' }>,
  around: Surroundings,
): RecordOutcome {
  if (bytesEqual(known.sha256, id.sha256)) return { ...id, kind: 'duplicate' };
  const facts = { record_id: id.recordId, recorded_sha256: toHex(known.sha256), presented_sha256: toHex(id.sha256) };
  const message = `Record ${id.recordId} was presented before with other contents, and those stay.`;
  const rejected = { ...id, kind: 'rejected' as const, refusal: refusal('record-id-reused', message, facts) };
  if (wasSuspected(known, id.sha256)) return rejected;
  around.records.set(id.recordId, { ...known, suspected: [...known.suspected, id.sha256] });
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
function placeWatermark(watermark: agent.UsageWatermark, { batch, contracts, isClosed }: Surroundings): PlacedWatermark {
  const segment = chargedSegment(watermark.segmentId, batch.providerId, contracts);
  if ('refusal' in segment) {
    return { kind: 'refused', item: { itemId: watermark.segmentId.slice(0, MAX_SHOWN_CHARACTERS), refusal: segment.refusal } };
  }
  const { contractId, calendar } = segment;
  if (watermark.completeUntil <= calendar.start) return { kind: 'moot' };
  const periodNumber = monthNumberAt(calendar, instant(watermark.completeUntil - 1n)) ?? calendar.months.length;
  return isClosed(contractId, periodNumber) ? { kind: 'moot' } : { kind: 'placed', contractId, periodNumber, watermark };
}

function gathered(outcomes: readonly RecordOutcome[], placed: readonly PlacedWatermark[]): readonly RatedPeriod[] {
  interface Growing extends RatedPeriod {
    readonly records: billing.RatedUsage[];
    readonly watermarks: billing.SegmentWatermark[];
  }
  const periods = new Map<string, Growing>();
  const of = ({ contractId, periodNumber }: { readonly contractId: string; readonly periodNumber: number }): Growing => {
    const key = `${contractId}/${periodNumber}`;
    const period = periods.get(key) ?? { contractId, periodNumber, records: [], watermarks: [] };
    periods.set(key, period);
    return period;
  };
  for (const outcome of outcomes) if (outcome.kind === 'accepted') of(outcome).records.push(outcome.rated);
  for (const each of placed) if (each.kind === 'placed') of(each).watermarks.push(each.watermark);
  return [...periods.values()];
}
