import { decideUsage, periodStream, withRated, type Account, type PeriodUsage } from '@carriermesh/billing-domain';
import { toHex } from '@carriermesh/kernel';
import type { billing } from '@carriermesh/wire';
import type { Evidence, UsageStep } from './evidence.js';
import { usageLine, type Findings } from './findings.js';
import type { EventReference } from './replay-report.js';

/** One record that the evidence charges in the replayed month. */
export interface ReplayedRecord {
  readonly rated: billing.RatedUsage;
  readonly sha256: string;
  readonly batchAt: EventReference;
}

export interface ReplayedUsage {
  readonly usage: PeriodUsage;
  /** By `<provider>~<record>`. */
  readonly records: ReadonlyMap<string, ReplayedRecord>;
}

/**
 * Takes the signed batches in ledger order through the same decision that took them when they came. The cut-offs between
 * them tell which of them came too late for a month.
 */
export function replayUsage(account: Account, periodNumber: number, evidence: Evidence, findings: Findings): ReplayedUsage {
  const activatedAt = evidence.activations[0]?.at.position ?? 0n;
  const closed = new Set<string>();
  const records = new Map<string, ReplayedRecord>();
  for (const step of evidence.usage) {
    if (step.kind === 'cut-off') closed.add(step.at.stream);
    if (step.kind === 'unreadable-batch') doubtBatch(step, account, findings);
    if (step.kind !== 'batch') continue;
    const isOpenYet = step.at.position > activatedAt;
    const charged = isOpenYet ? chargedRecords(step, account, { periodNumber, closed }) : [];
    for (const record of charged) records.set(`${step.providerId}~${record.rated.recordId}`, record);
    const resting = [...new Set(charged.map(({ rated }) => usageLine(rated.segmentId)))];
    // Records of other contracts or months are not this bill's business.
    if (resting.length > 0) for (const { code, detail } of step.faults) findings.document(step.at, code, detail, resting);
  }
  return { records, usage: withRated(new Map(), [...records.values()].map(({ rated }) => rated)) };
}

function chargedRecords(
  { at, providerId, records }: UsageStep & { kind: 'batch' },
  account: Account,
  { periodNumber, closed }: { readonly periodNumber: number; readonly closed: ReadonlySet<string> },
): readonly ReplayedRecord[] {
  const batch = { providerId, batchId: '', records, watermarks: [] };
  const { outcomes } = decideUsage(batch, {
    accounts: new Map([[account.contractId, account]]),
    records: new Map(),
    isClosed: (contractId, month) => closed.has(periodStream(contractId, month)),
  });
  return outcomes.flatMap((outcome) =>
    outcome.kind === 'accepted' && outcome.periodNumber === periodNumber
      ? [{ rated: outcome.rated, sha256: toHex(outcome.sha256), batchAt: at }]
      : [],
  );
}

function doubtBatch({ at, providerId, problem }: UsageStep & { kind: 'unreadable-batch' }, { tariffs }: Account, findings: Findings): void {
  const resting = tariffs.filter((tariff) => tariff.providerId === providerId).map(({ segmentId }) => usageLine(segmentId));
  if (resting.length > 0) findings.document(at, 'batch-unreadable', `a usage batch of ${providerId} can't be read: ${problem}`, resting);
}
