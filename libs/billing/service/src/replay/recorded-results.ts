import { accountStream, contractOfSegment, periodStream, type BillName } from '@carriermesh/billing-domain';
import type { billing } from '@carriermesh/wire';
import type { At } from './evidence.js';
import type { Found, LedgerPass, ResultType } from './ledger-pass.js';
import type { EventReference } from './replay-report.js';

/** One walk over what billing recorded, for all bills that are replayed together. */
export async function readResults(results: LedgerPass<ResultType>, bills: readonly RecordedResults[]): Promise<void> {
  const byStream = grouped(bills, ({ streams }) => streams);
  const byContract = grouped(bills, ({ bill }) => [bill.contractId]);
  const nobody: readonly RecordedResults[] = [];
  for await (const event of results.events(({ stream }) => stream.startsWith('usage-') || byStream.has(stream))) {
    for (const recorded of byStream.get(event.at.stream) ?? nobody) recorded.add(event);
    if (!event.at.stream.startsWith('usage-')) continue;
    for (const recorded of recordsBills(event, byContract) ?? bills) recorded.add(event);
  }
}

/** The bills that an accepted record may be of: either of the two names is enough; all, where that can't be read any more. */
function recordsBills(event: Found<ResultType>, byContract: ReadonlyMap<string, readonly RecordedResults[]>): Iterable<RecordedResults> | undefined {
  if (event.kind === 'damaged') return undefined;
  if (event.type !== 'billing.v1.UsageAccepted') return [];
  const { contractId, segmentId } = event.data;
  const named = byContract.get(contractId) ?? [];
  const other = contractOfSegment(segmentId);
  return other === undefined || other === contractId ? named : new Set([...named, ...(byContract.get(other) ?? [])]);
}

function grouped<T>(items: readonly T[], keysOf: (item: T) => readonly string[]): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) for (const key of keysOf(item)) groups.set(key, [...(groups.get(key) ?? []), item]);
  return groups;
}

/** What billing recorded about one bill. */
export class RecordedResults {
  readonly accounts: At<billing.BillingAccountOpened>[] = [];
  readonly phases: At<billing.BillingPhaseBegun>[] = [];
  readonly faults: At<billing.SegmentFaultBooked>[] = [];
  readonly ends: At<billing.BillingAccountEnded>[] = [];
  readonly accepted: At<billing.UsageAccepted>[] = [];
  readonly rated: At<billing.UsageRated>[] = [];
  readonly adjustments: At<billing.AdjustmentPosted>[] = [];
  readonly invoices: At<billing.InvoiceIssued>[] = [];
  readonly settlements: At<billing.SettlementIssued>[] = [];
  /** What strikes the balance of the bill: the closing of the month, or the note. */
  readonly closings: At<Pick<billing.BillingPeriodClosed, 'balance'>>[] = [];
  readonly damaged: { readonly at: EventReference; readonly problem: string }[] = [];
  private readonly period: string;
  private readonly account: string;
  /** Of the month's stream, the bill that is being read: its own first, then one note after the other. */
  private readingNote = 0;

  constructor(readonly bill: BillName) {
    this.period = periodStream(bill.contractId, bill.periodNumber);
    this.account = accountStream(bill.contractId);
  }

  /** The streams whose every event may be about the bill; beside them stand those of the records, each of which says whose it is. */
  get streams(): readonly string[] {
    return [this.period, this.account];
  }

  add(event: Found<ResultType>): void {
    const { at } = event;
    const isAnotherBill = at.stream === this.period && this.readingNote !== this.bill.noteNumber;
    // Whatever their bytes are worth, these two end a bill.
    if (at.type === 'billing.v1.BillingPeriodClosed' || at.type === 'billing.v1.CorrectionNoteIssued') this.readingNote += 1;
    if (isAnotherBill) return;
    if (event.kind === 'damaged') {
      this.damaged.push({ at, problem: event.problem });
      return;
    }
    switch (event.type) {
      case 'billing.v1.BillingAccountOpened':
        this.accounts.push({ at, data: event.data });
        break;
      case 'billing.v1.BillingPhaseBegun':
        this.phases.push({ at, data: event.data });
        break;
      case 'billing.v1.SegmentFaultBooked':
        this.faults.push({ at, data: event.data });
        break;
      case 'billing.v1.BillingAccountEnded':
        this.ends.push({ at, data: event.data });
        break;
      case 'billing.v1.UsageAccepted':
        if (this.isOfThisBill(event.data)) this.accepted.push({ at, data: event.data });
        break;
      case 'billing.v1.UsageRated':
        this.rated.push({ at, data: event.data });
        break;
      case 'billing.v1.AdjustmentPosted':
        this.adjustments.push({ at, data: event.data });
        break;
      case 'billing.v1.InvoiceIssued':
        this.invoices.push({ at, data: event.data });
        break;
      case 'billing.v1.SettlementIssued':
        this.settlements.push({ at, data: event.data });
        break;
      case 'billing.v1.BillingPeriodClosed':
      case 'billing.v1.CorrectionNoteIssued':
        this.closings.push({ at, data: event.data });
        break;
    }
  }

  /** Either of the two is enough, so that an altered one does not slip out of sight. */
  private isOfThisBill({ contractId, segmentId, periodNumber, noteNumber }: billing.UsageAccepted): boolean {
    const { bill } = this;
    return (contractId === bill.contractId || contractOfSegment(segmentId) === bill.contractId) && periodNumber === bill.periodNumber && noteNumber === bill.noteNumber;
  }
}
