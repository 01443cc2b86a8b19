import { adjustmentOf, billOfInvoice, calendarOf, decideUsage, NO_USAGE, packUsage, segmentTariffsOf, tariffMonthsOf, usageLineId, withUsage, type Account, type AgreedEnd, type BilledRecord, type BillName, type MonthUsage, type RatedRecord, type SignedAgreements, type TakenUsage, type TariffMonth } from '@carriermesh/billing-domain';
import type { billing } from '@carriermesh/wire';
import { Books } from './books.js';
import type { At, CourseStep, Evidence, UsageStep } from './evidence.js';
import { TARIFF_LINES, usageLines, type Findings } from './findings.js';
import type { EventReference } from './replay-report.js';

/** One record that the evidence charges in the replayed bill. */
export interface ReplayedRecord extends BilledRecord {
  readonly rated: RatedRecord;
  /** The closed month that it was measured in, otherwise 0. */
  readonly correctedPeriodNumber: number;
  readonly batchAt: EventReference;
}

/** Which bill, by which prices, and what the contract's end is by its amendment. */
export interface ReplayedBill extends Omit<BillName, 'contractId'> {
  readonly agreements: SignedAgreements;
  readonly agreedEnd?: AgreedEnd | undefined;
}

export interface ReplayedUsage {
  /** With all that was booked on it. */
  readonly account: Account;
  /** As it stood when the bill was made. */
  readonly billedBy: Account;
  readonly charges: MonthUsage;
  /** What the contract's tariff charges on the bill, where it has one. */
  readonly months: readonly TariffMonth[];
  /** What the account had learnt of the service when the bill was made. */
  readonly course: readonly CourseStep[];
  /** By `<provider>~<record>`. */
  readonly records: ReadonlyMap<string, ReplayedRecord>;
  /** What settled disputes, and what was learnt too late, change in the replayed bill. */
  readonly adjustments: readonly At<billing.AdjustmentPosted>[];
}

/**
 * Takes the signed batches in ledger order through the same decision that took them when they came. The cut-offs between
 * them tell which of them came too late for a month, and by which note a month was then corrected; the settlements of disputes
 * between them change what was charged by then.
 */
export function replayUsage(opened: Account, { agreedEnd, agreements, ...bill }: ReplayedBill, evidence: Evidence, findings: Findings): ReplayedUsage {
  const activatedAt = evidence.activations[0]?.at.position ?? 0n;
  const books = new Books(opened, agreements, evidence.course);
  const records = new Map<string, ReplayedRecord>();
  const taken: TakenUsage[] = [];
  const adjustments: At<billing.AdjustmentPosted>[] = [];
  for (const step of evidence.usage) {
    if (step.kind === 'cut-off') books.close(step.at.stream);
    if (step.kind === 'ended') books.end(agreedEnd);
    if (step.kind === 'learnt') adjustments.push(...learntAt(step, bill, books, findings));
    if (step.kind === 'settled') adjustments.push(...settledIn(step, bill, books));
    if (step.kind === 'unreadable-batch') doubtBatch(step, books.account, findings);
    if (step.kind !== 'batch') continue;
    const isOpenYet = step.at.position > activatedAt;
    const charged = isOpenYet ? chargedRecords(step, bill, { books, taken }) : [];
    for (const record of charged) records.set(`${step.providerId}~${record.rated.recordId}`, record);
    const own = [...new Set(charged.map(({ lineId }) => lineId))];
    const resting = own.length > 0 && opened.usageTariff ? [...own, TARIFF_LINES] : own;
    // Records of other contracts or bills are not this one's business.
    if (resting.length > 0) for (const { code, detail } of step.faults) findings.document(step.at, code, detail, resting);
  }
  const settled: MonthUsage = { ...NO_USAGE, adjustments: adjustments.map(({ data }) => data) };
  const charges = [...Map.groupBy(records.values(), ({ correctedPeriodNumber }) => correctedPeriodNumber)].reduce(
    (sum, [correctedPeriodNumber, charged]) => withUsage(sum, { usage: packUsage(charged.map(({ rated }) => rated)), correctedPeriodNumber }),
    settled,
  );
  const billedBy = books.accountOf(bill);
  return { account: books.account, billedBy, months: tariffMonthsOf(billedBy, bill, taken), course: books.courseOf(bill), records, charges, adjustments };
}

/** @param taken gets what each bill took of the batch, where a tariff charges months as a whole */
function chargedRecords(
  { at, providerId, records: presented, latestEnd }: UsageStep & { kind: 'batch' },
  bill: Omit<BillName, 'contractId'>,
  { books, taken }: { readonly books: Books; readonly taken: TakenUsage[] },
): readonly ReplayedRecord[] {
  const records = presented();
  const batch = { providerId, batchId: '', records, watermarks: [] };
  const { account } = books;
  const signed = new Map(records.map(({ record }) => [record.recordId, record]));
  const { outcomes, rated } = decideUsage(batch, { accounts: new Map([[account.contractId, account]]), records: new Map(), periodOf: books.periodOf, ...(latestEnd !== undefined && { latestEnd }) });
  for (const { periodNumber, noteNumber, correctedPeriodNumber, records: charged } of rated) {
    books.issued(periodNumber, noteNumber);
    books.histories.rated(correctedPeriodNumber || periodNumber, charged);
    if (account.usageTariff) taken.push({ periodNumber, noteNumber, correctedPeriodNumber, usage: packUsage(charged) });
  }
  return outcomes.flatMap((outcome) => {
    if (outcome.kind !== 'accepted' || outcome.periodNumber !== bill.periodNumber || outcome.noteNumber !== bill.noteNumber) return [];
    const { correctedPeriodNumber, segmentId, recordId } = outcome;
    const record = signed.get(recordId);
    if (!record) return [];
    return [{ providerId, record: { ...record, segmentId }, rated: outcome.rated, correctedPeriodNumber, lineId: usageLineId(segmentId, correctedPeriodNumber), batchAt: at }];
  });
}

/** What a settlement changes, when the replayed bill is the one that takes it. */
function settledIn({ at, data }: UsageStep & { kind: 'settled' }, bill: Omit<BillName, 'contractId'>, books: Books): readonly At<billing.AdjustmentPosted>[] {
  const { account } = books;
  const { contractId } = account;
  const corrected = billOfInvoice(data.invoiceId)?.periodNumber;
  if (corrected === undefined) return [];
  const taking = books.takingFrom(corrected, calendarOf(account).months.length);
  const posted = adjustmentOf(account, data, { bill: { contractId, ...taking }, correctedPeriodNumber: corrected, historyOf: (segmentId) => books.histories.of(corrected, segmentId) });
  books.issued(taking.periodNumber, taking.noteNumber);
  books.histories.adjusted(posted);
  return isIn(bill, posted) ? [{ at, data: posted }] : [];
}

/** What the books learnt of the service, as far as the replayed bill takes what it changes. */
function learntAt({ at }: UsageStep & { kind: 'learnt' }, bill: Omit<BillName, 'contractId'>, books: Books, findings: Findings): readonly At<billing.AdjustmentPosted>[] {
  const learnt = books.learn(at);
  if (!learnt) findings.document(at, 'course-without-cause', 'the account states that something happened to the service which the evidence does not have', 'all');
  return learnt?.posted.filter(({ data }) => isIn(bill, data)) ?? [];
}

const isIn = (bill: Omit<BillName, 'contractId'>, { periodNumber, noteNumber }: billing.AdjustmentPosted): boolean => periodNumber === bill.periodNumber && noteNumber === bill.noteNumber;

function doubtBatch({ at, providerId, problem }: UsageStep & { kind: 'unreadable-batch' }, account: Account, findings: Findings): void {
  const resting = segmentTariffsOf(account).filter((tariff) => tariff.providerId === providerId).map(({ segmentId }) => usageLines(segmentId));
  if (resting.length > 0) findings.document(at, 'batch-unreadable', `a usage batch of ${providerId} can't be read: ${problem}`, account.usageTariff ? [...resting, TARIFF_LINES] : resting);
}
