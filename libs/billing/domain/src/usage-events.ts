import type { billing, common } from '@carriermesh/wire';
import { usageStream } from './ids.js';
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

/** What the batch writes on the records' own streams, by stream. */
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
  const { recordId, sha256 } = outcome;
  const id = { providerId, recordId, batchId };
  switch (outcome.kind) {
    case 'accepted': {
      const { segmentId, contractId, periodNumber, correctedPeriodNumber, noteNumber } = outcome;
      const charged = { contractId, periodNumber, correctedPeriodNumber, noteNumber };
      return { type: 'billing.v1.UsageAccepted', data: { ...id, segmentId, ...charged, recordSha256: sha256 } };
    }
    case 'quarantined':
      return { type: 'billing.v1.UsageQuarantined', data: { ...id, recordSha256: sha256, reason: outcome.refusal } };
    case 'rejected':
      return outcome.contradicts
        ? { type: 'billing.v1.UsageFraudSuspected', data: { ...id, recordedSha256: outcome.contradicts, presentedSha256: sha256 } }
        : undefined;
    case 'duplicate':
      return undefined;
  }
}

/** What the batch writes on the month's stream. */
export const ratedEvent = ({ providerId, batchId }: PresentedBatch, rated: UsageDecision['rated'][number]): billing.UsageRated => ({
  ...rated,
  providerId,
  batchId,
});
