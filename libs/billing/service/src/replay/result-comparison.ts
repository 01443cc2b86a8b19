import { adjustmentLineId, ownLineId, segmentTariffsOf, usageBatchStream, usageLineId, type AccountEnd, type Fault, type Phase, type RatedRecord } from '@carriermesh/billing-domain';
import { bytesEqual, formatInstant } from '@carriermesh/kernel';
import type { UsageLabels } from '@carriermesh/tariff-v1';
import { billing } from '@carriermesh/wire';
import type { At, Evidence } from './evidence.js';
import { feeLines, recurringLine, usageLines, type Findings } from './findings.js';
import { feeText, same } from './price-derivation.js';
import type { Recomputation } from './recomputation.js';
import type { RecordedResults } from './recorded-results.js';
import type { EventReference } from './replay-report.js';
import type { ReplayedRecord } from './usage-replay.js';

/** Holds the steps on the way to the bill (account, charged records) against what the evidence gives. */
export function compareSteps(recomputed: Recomputation, recorded: RecordedResults, evidence: Evidence, findings: Findings): void {
  compareAccount(recomputed, recorded, findings);
  comparePhases(recomputed, recorded, findings);
  compareFaults(recomputed, recorded, findings);
  compareEnd(recomputed, recorded, findings);
  compareRated(recomputed, recorded, evidence, findings);
  compareAdjustments(recomputed, recorded, findings);
  for (const { at, problem } of recorded.damaged) {
    const resting = restingOn(at, recomputed);
    // A damaged record of another bill is not this one's business.
    if (resting.length > 0) findings.document(at, 'result-unreadable', `what billing recorded here can't be read: ${problem}`, resting);
  }
}

/** A damaged result still says by its type what it was about. */
const restingOn = ({ type }: EventReference, { account }: Recomputation): readonly string[] | 'all' =>
  type === 'billing.v1.UsageRated' ? segmentTariffsOf(account).map(({ segmentId }) => usageLines(segmentId)) : 'all';

function compareAccount({ account, contractAt }: Recomputation, { accounts, damaged }: RecordedResults, findings: Findings): void {
  const [opened] = accounts;
  if (!opened) {
    if (!damaged.some(({ at }) => at.type === 'billing.v1.BillingAccountOpened')) findings.document(contractAt, 'account-missing', 'no account was opened', 'all');
    return;
  }
  const { at, data } = opened;
  compareTariffs(account.tariffs, data.tariffs, [at, contractAt], findings);
  const facts = (of: billing.BillingAccountOpened): string => {
    const segments = of.tariffs.map(({ segmentId, providerId, isEntry = false }) => `${segmentId} of ${providerId}${isEntry ? ', where usage enters' : ''}`);
    return `${JSON.stringify(billing.BillingAccountOpened.toJson({ ...of, tariffs: [] }))}, ${segments.join(', ')}`;
  };
  const [states, gives] = [facts(data), facts(account)];
  if (states !== gives) findings.document(at, 'account-differs', `the account states ${states}; the evidence gives ${gives}`, 'all');
}

function compareTariffs(given: readonly billing.SegmentTariff[], stated: readonly billing.SegmentTariff[], events: readonly EventReference[], findings: Findings): void {
  for (const tariff of given) {
    const { segmentId } = tariff;
    const found = stated.find((each) => each.segmentId === segmentId);
    const differs = (key: 'customerMonthly' | 'customerPerGigabyte' | 'supplierMonthly' | 'supplierPerGigabyte', lineId: string): void => {
      if (same(found?.[key], tariff[key])) return;
      const says = `${found?.[key].microMinor ?? 'no'} microMinor as ${key} of ${segmentId}`;
      findings.line([lineId], 'account-differs', `the account states ${says}, the evidence gives ${tariff[key].microMinor}`, events);
    };
    differs('customerMonthly', recurringLine(segmentId));
    differs('supplierMonthly', recurringLine(segmentId));
    differs('customerPerGigabyte', usageLines(segmentId));
    differs('supplierPerGigabyte', usageLines(segmentId));
    const [gives, states] = [tariff.supplierFees, found?.supplierFees].map(feeText);
    if (states !== gives) findings.line(feeLines(segmentId), 'account-differs', `the account states ${states} beside the price of ${segmentId}, the evidence gives ${gives}`, events);
  }
}

/** What the service ran on after its first segments. */
function comparePhases({ account, contractAt }: Recomputation, { phases }: RecordedResults, findings: Findings): void {
  const textOf = ({ from, tariffs, mbps, orderedMbps, attempt }: Phase): string =>
    `${tariffs.map(({ segmentId }) => segmentId).join(' and ')} from ${formatInstant(from)} for ${mbps} Mbit/s${orderedMbps === undefined ? '' : ` (${orderedMbps} ordered)`} by move ${attempt}`;
  const given = account.laterPhases ?? [];
  for (let index = 0; index < Math.max(given.length, phases.length); index += 1) {
    const [gives, recorded] = [given[index], phases[index]];
    const at = recorded?.at ?? contractAt;
    if (gives && recorded) compareTariffs(gives.tariffs, recorded.data.tariffs, [at, contractAt], findings);
    const [stated, expected] = [recorded ? textOf(recorded.data) : 'no such', gives ? textOf(gives) : 'no such'];
    if (stated !== expected) findings.document(at, 'phase-differs', `the account states ${stated}; the evidence gives ${expected}`, 'all');
  }
}

/** When which segments were impaired. */
function compareFaults({ account, contractAt }: Recomputation, { faults }: RecordedResults, findings: Findings): void {
  const textOf = ({ segmentId, from, until }: Fault): string => `${segmentId} impaired from ${formatInstant(from)}${until === undefined ? '' : ` to ${formatInstant(until)}`}`;
  const recorded = new Map(faults.map((fault) => [fault.data.alarmId, fault]));
  for (const alarmId of new Set([...recorded.keys(), ...(account.faults?.keys() ?? [])])) {
    const [given, stated] = [account.faults?.get(alarmId), recorded.get(alarmId)];
    const [states, gives] = [stated ? textOf(stated.data) : 'no such', given ? textOf(given) : 'no such'];
    const segmentId = given?.segmentId ?? stated?.data.segmentId ?? '';
    if (states !== gives) findings.document(stated?.at ?? contractAt, 'fault-differs', `the account states ${states}; the evidence gives ${gives}`, [`${ownLineId(segmentId, 'service-credit')}*`]);
  }
}

/** When the account ended, in which month, and what is due for the rest of the term. */
function compareEnd({ account, contractAt }: Recomputation, { ends }: RecordedResults, findings: Findings): void {
  const textOf = ({ endedAt, finalPeriodNumber, customerChargeBasisPoints, supplierChargeBasisPoints }: AccountEnd): string =>
    `an end at ${formatInstant(endedAt)} with month ${finalPeriodNumber} and ${customerChargeBasisPoints} and ${supplierChargeBasisPoints} basis points of the rest`;
  const [recorded] = ends;
  const [states, gives] = [recorded ? textOf(recorded.data) : 'no end', account.end ? textOf(account.end) : 'no end'];
  if (states !== gives) findings.document(recorded?.at ?? contractAt, 'account-end-differs', `the account states ${states}; the evidence gives ${gives}`, 'all');
}

interface Charged {
  readonly event: RecordedResults['rated'][number];
  readonly record: RatedRecord;
}

/** Every record that the signed batches have for the bill, as it was charged; and nothing else. */
function compareRated({ usage }: Recomputation, { rated, damaged }: RecordedResults, evidence: Evidence, findings: Findings): void {
  const charged = new Map<string, Charged>();
  for (const event of rated) {
    for (const record of event.records) {
      const key = `${event.data.providerId}~${record.recordId}`;
      const before = charged.get(key);
      if (before) findings.line([lineOf(record, event)], 'charged-twice', `record ${record.recordId} was charged twice`, [before.event.at, event.at]);
      charged.set(key, { event, record });
    }
  }
  const isUnsure = damaged.some(({ at }) => at.type === 'billing.v1.UsageRated');
  for (const [key, replayed] of usage.records) {
    const found = charged.get(key);
    if (found || !isUnsure) compareRecord(replayed, found, findings);
  }
  for (const [key, { event, record }] of charged) {
    if (usage.records.has(key)) continue;
    const { providerId, batchId } = event.data;
    const detail = `record ${record.recordId} was charged as ${describe(record, event.data.correctedPeriodNumber)}, and no signed batch has it for this month`;
    findings.line([lineOf(record, event)], 'charge-without-usage', detail, [event.at, placeOfBatch(providerId, batchId, evidence)]);
  }
}

/** What was measured first, and then what it was charged. */
function compareRecord({ rated: expected, lineId, correctedPeriodNumber, batchAt }: ReplayedRecord, found: Charged | undefined, findings: Findings): void {
  const { recordId } = expected;
  const measured = ({ segmentId, from, until, octets, ...labels }: RatedRecord): string => `${octets} octets of ${segmentId}${labelText(labels)} from ${formatInstant(from)} to ${formatInstant(until)}`;
  if (found && measured(found.record) !== measured(expected)) {
    const detail = `record ${recordId} was taken as ${measured(found.record)}, and stands in its signed batch as ${measured(expected)}`;
    findings.line([lineId], 'usage-record-altered', detail, [batchAt, found.event.at]);
  }
  if (found && sameCharge(found.record, expected) && found.event.data.correctedPeriodNumber === correctedPeriodNumber) return;
  const states = found ? describe(found.record, found.event.data.correctedPeriodNumber) : 'nothing';
  findings.line([lineId], 'charge-differs', `record ${recordId} was charged as ${states}, the evidence gives ${describe(expected, correctedPeriodNumber)}`, [batchAt, found?.event.at]);
}

const labelText = ({ subject, category }: UsageLabels): string => `${subject === undefined ? '' : ` (subject ${subject})`}${category === undefined ? '' : ` (category ${category})`}`;

const lineOf = ({ segmentId }: RatedRecord, { data }: At<billing.UsageRated>): string => usageLineId(segmentId, data.correctedPeriodNumber);

/** What settled disputes change, and what was learnt too late, as it was posted and as it follows from what was decided and what happened. */
function compareAdjustments({ usage }: Recomputation, { adjustments }: RecordedResults, findings: Findings): void {
  const linesOf = (data: billing.AdjustmentPosted): readonly string[] => data.lines.map((line) => adjustmentLineId(data, line));
  const nameOf = ({ disputeId, revision, correctedPeriodNumber }: billing.AdjustmentPosted): string => (disputeId === '' ? `revision ${revision} of month ${correctedPeriodNumber}` : `dispute ${disputeId}`);
  for (const { at, data } of usage.adjustments) {
    const posted = adjustments.find((event) => nameOf(event.data) === nameOf(data));
    if (posted && bytesEqual(billing.AdjustmentPosted.encode(posted.data), billing.AdjustmentPosted.encode(data))) continue;
    findings.line(linesOf(data), 'adjustment-differs', `what ${nameOf(data)} changes is ${posted ? 'posted otherwise' : 'not posted'}`, [at, posted?.at]);
  }
  for (const { at, data } of adjustments) {
    if (usage.adjustments.some((known) => nameOf(known.data) === nameOf(data))) continue;
    findings.line(linesOf(data), 'adjustment-without-settlement', `nothing of ${nameOf(data)} follows for this bill`, [at]);
  }
}

function placeOfBatch(providerId: string, batchId: string, { usage }: Evidence): EventReference | undefined {
  const stream = usageBatchStream(providerId, batchId);
  return usage.find(({ at }) => at.stream === stream)?.at;
}

const sameCharge = (a: RatedRecord, b: RatedRecord): boolean => same(a.customerCharge, b.customerCharge) && same(a.supplierCredit, b.supplierCredit);

const describe = ({ segmentId, octets, customerCharge, supplierCredit }: RatedRecord, correctedPeriodNumber: number): string =>
  `${octets} octets of ${segmentId} for ${customerCharge.microMinor} and ${supplierCredit.microMinor} microMinor${correctedPeriodNumber === 0 ? '' : ` late for month ${correctedPeriodNumber}`}`;
