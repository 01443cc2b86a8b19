import { decideUsage, periodStream, usageLineId, withUsage, type Account, type BillName, type KnownPeriod, type MonthUsage } from '@carriermesh/billing-domain';
import { toHex } from '@carriermesh/kernel';
import type { billing } from '@carriermesh/wire';
import type { Evidence, UsageStep } from './evidence.js';
import { usageLines, type Findings } from './findings.js';
import type { EventReference } from './replay-report.js';

/** One record that the evidence charges in the replayed bill. */
export interface ReplayedRecord {
  readonly rated: billing.RatedUsage;
  /** The closed month that it was measured in, otherwise 0. */
  readonly correctedPeriodNumber: number;
  readonly lineId: string;
  readonly sha256: string;
  readonly batchAt: EventReference;
}

export interface ReplayedUsage {
  readonly charges: MonthUsage;
  /** By `<provider>~<record>`. */
  readonly records: ReadonlyMap<string, ReplayedRecord>;
}

/**
 * Takes the signed batches in ledger order through the same decision that took them when they came. The cut-offs between
 * them tell which of them came too late for a month, and by which note a month was then corrected.
 */
export function replayUsage(account: Account, bill: Omit<BillName, 'contractId'>, evidence: Evidence, findings: Findings): ReplayedUsage {
  const activatedAt = evidence.activations[0]?.at.position ?? 0n;
  const periods = new Map<string, KnownPeriod>();
  const records = new Map<string, ReplayedRecord>();
  for (const step of evidence.usage) {
    if (step.kind === 'cut-off') periods.set(step.at.stream, { isClosed: true, notes: periods.get(step.at.stream)?.notes ?? 0 });
    if (step.kind === 'unreadable-batch') doubtBatch(step, account, findings);
    if (step.kind !== 'batch') continue;
    const isOpenYet = step.at.position > activatedAt;
    const charged = isOpenYet ? chargedRecords(step, account, { bill, periods }) : [];
    for (const record of charged) records.set(`${step.providerId}~${record.rated.recordId}`, record);
    const resting = [...new Set(charged.map(({ lineId }) => lineId))];
    // Records of other contracts or bills are not this one's business.
    if (resting.length > 0) for (const { code, detail } of step.faults) findings.document(step.at, code, detail, resting);
  }
  const nothing: MonthUsage = { usage: new Map(), late: new Map() };
  const charges = [...Map.groupBy(records.values(), ({ correctedPeriodNumber }) => correctedPeriodNumber)].reduce(
    (sum, [correctedPeriodNumber, charged]) => withUsage(sum, { records: charged.map(({ rated }) => rated), correctedPeriodNumber }),
    nothing,
  );
  return { records, charges };
}

function chargedRecords(
  { at, providerId, records }: UsageStep & { kind: 'batch' },
  account: Account,
  { bill, periods }: { readonly bill: Omit<BillName, 'contractId'>; readonly periods: Map<string, KnownPeriod> },
): readonly ReplayedRecord[] {
  const batch = { providerId, batchId: '', records, watermarks: [] };
  const { outcomes, rated } = decideUsage(batch, {
    accounts: new Map([[account.contractId, account]]),
    records: new Map(),
    periodOf: (contractId, month) => periods.get(periodStream(contractId, month)) ?? { isClosed: false, notes: 0 },
  });
  for (const { contractId, periodNumber, noteNumber } of rated) if (noteNumber > 0) periods.set(periodStream(contractId, periodNumber), { isClosed: true, notes: noteNumber });
  return outcomes.flatMap((outcome) => {
    if (outcome.kind !== 'accepted' || outcome.periodNumber !== bill.periodNumber || outcome.noteNumber !== bill.noteNumber) return [];
    const { correctedPeriodNumber, segmentId } = outcome;
    return [{ rated: outcome.rated, correctedPeriodNumber, lineId: usageLineId(segmentId, correctedPeriodNumber), sha256: toHex(outcome.sha256), batchAt: at }];
  });
}

function doubtBatch({ at, providerId, problem }: UsageStep & { kind: 'unreadable-batch' }, { tariffs }: Account, findings: Findings): void {
  const resting = tariffs.filter((tariff) => tariff.providerId === providerId).map(({ segmentId }) => usageLines(segmentId));
  if (resting.length > 0) findings.document(at, 'batch-unreadable', `a usage batch of ${providerId} can't be read: ${problem}`, resting);
}
