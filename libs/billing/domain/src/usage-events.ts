import type { billing, common } from '@carriermesh/wire';
import { usageStream } from './ids.js';
import { packUsage } from './rated-usage.js';
import { hashesOf } from './record-ids.js';
import { MAX_SHOWN_CHARACTERS } from './usage-checks.js';
import type { UsageRecordEvent } from './usage-record.js';
import type { PresentedBatch, RecordOutcome, UsageDecision } from './usage.decider.js';

export type UsageSummary = Pick<
  billing.UsageBatchAccepted,
  'recordsAccepted' | 'recordsQuarantined' | 'recordsDuplicate' | 'recordsRejected' | 'refusedItems'
>;

/** Accepted, quarantined, duplicate and rejected together are what was received (invariant I2). */
export function summaryOf({ outcomes, refusedWatermarks }: UsageDecision): UsageSummary {
  const count = (kind: RecordOutcome['kind']): number => outcomes.filter((outcome) => outcome.kind === kind).length;
  return {
    recordsAccepted: count('accepted'),
    recordsQuarantined: count('quarantined'),
    recordsDuplicate: count('duplicate'),
    recordsRejected: count('rejected'),
    refusedItems: [...outcomes.flatMap(refusedItem), ...refusedWatermarks],
  };
}

const refusedItem = (outcome: RecordOutcome): readonly common.RefusedItem[] =>
  'refusal' in outcome ? [{ itemId: outcome.recordId.slice(0, MAX_SHOWN_CHARACTERS), refusal: outcome.refusal }] : [];

/** The ids that stand for a record of this batch from here on. */
export const takenIds = ({ providerId, batchId }: Pick<PresentedBatch, 'providerId' | 'batchId'>, { outcomes }: UsageDecision): billing.UsageIdsTaken => ({
  providerId,
  batchId,
  idHashes: hashesOf(outcomes.filter(({ kind }) => kind === 'accepted' || kind === 'quarantined').map(({ recordId }) => recordId)),
});

/** Records that are put aside because the provider's own id did not guide them. */
export const waitingUsage = ({ outcomes }: UsageDecision): readonly billing.WaitingUsage[] =>
  outcomes.flatMap(({ kind, recordId, presented: { localId, unguided } }) => (kind === 'quarantined' && unguided && localId !== undefined ? [{ recordId, localId }] : []));

/** What the batch writes on streams of single records, by stream: of those with which something is wrong. */
export function recordEvents(batch: PresentedBatch, { outcomes }: UsageDecision): ReadonlyMap<string, readonly UsageRecordEvent[]> {
  const streams = new Map<string, UsageRecordEvent[]>();
  for (const outcome of outcomes) {
    const event = eventOf(outcome, batch);
    if (!event) continue;
    const stream = usageStream(batch.providerId, outcome.recordId);
    const events = streams.get(stream) ?? [];
    events.push(event);
    streams.set(stream, events);
  }
  return streams;
}

function eventOf(outcome: RecordOutcome, { providerId, batchId }: PresentedBatch): UsageRecordEvent | undefined {
  const { recordId, presented } = outcome;
  const id = { providerId, recordId, batchId };
  if (outcome.kind === 'quarantined') return { type: 'billing.v1.UsageQuarantined', data: { ...id, recordSha256: presented.sha256, reason: outcome.refusal } };
  if (outcome.kind !== 'rejected' || !outcome.contradicts) return undefined;
  return { type: 'billing.v1.UsageFraudSuspected', data: { ...id, recordedSha256: outcome.contradicts, presentedSha256: presented.sha256 } };
}

/** What the batch writes on the month's stream. */
export const ratedEvent = ({ providerId, batchId }: PresentedBatch, { records, ...bill }: UsageDecision['rated'][number]): billing.UsageRated => ({
  ...bill,
  usage: packUsage(records),
  providerId,
  batchId,
});
