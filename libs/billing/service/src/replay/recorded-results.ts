import { accountStream, periodStream, unpackUsage, type BillName, type RatedRecord } from '@carriermesh/billing-domain';
import type { LedgerReading, Position } from '@carriermesh/platform-ledger';
import type { billing } from '@carriermesh/wire';
import type { At } from './evidence.js';
import { found, messageOf, RESULT_TYPES, type Found, type ResultType } from './ledger-pass.js';
import type { EventReference } from './replay-report.js';

/** What billing recorded about one bill, of which its two streams have all, in the order in which it was recorded. */
export async function readResults(ledger: Pick<LedgerReading, 'readStream'>, bill: BillName, upTo: Position): Promise<RecordedResults> {
  const recorded = new RecordedResults(bill);
  const events = await Promise.all(recorded.streams.map((stream) => ledger.readStream(stream)));
  for (const event of events.flat().sort((a, b) => Number(a.position - b.position))) if (event.position <= upTo && isResult(event)) recorded.add(found<ResultType>(event));
  return recorded;
}

const isResult = ({ type }: { readonly type: string }): boolean => RESULT_TYPES.some((known) => known === type);

/** What billing recorded about one bill. */
export class RecordedResults {
  readonly accounts: At<billing.BillingAccountOpened>[] = [];
  readonly phases: At<billing.BillingPhaseBegun>[] = [];
  readonly faults: At<billing.SegmentFaultBooked>[] = [];
  readonly ends: At<billing.BillingAccountEnded>[] = [];
  readonly rated: (At<billing.UsageRated> & { readonly records: readonly RatedRecord[] })[] = [];
  readonly adjustments: At<billing.AdjustmentPosted>[] = [];
  readonly invoices: At<billing.InvoiceIssued>[] = [];
  readonly settlements: At<billing.SettlementIssued>[] = [];
  /** What strikes the balance of the bill: the closing of the month, or the note. */
  readonly closings: At<Pick<billing.BillingPeriodClosed, 'balance'>>[] = [];
  readonly damaged: { readonly at: EventReference; readonly problem: string }[] = [];
  read = 0;
  private readonly period: string;
  private readonly account: string;
  /** Of the month's stream, the bill that is being read: its own first, then one note after the other. */
  private readingNote = 0;

  constructor(readonly bill: BillName) {
    this.period = periodStream(bill.contractId, bill.periodNumber);
    this.account = accountStream(bill.contractId);
  }

  /** The streams whose every event may be about the bill. */
  get streams(): readonly string[] {
    return [this.period, this.account];
  }

  add(event: Found<ResultType>): void {
    this.read += 1;
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
      case 'billing.v1.UsageRated':
        this.addRated({ at, data: event.data });
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

  /** Bytes may still be an event and its columns no records any more. */
  private addRated({ at, data }: At<billing.UsageRated>): void {
    try {
      this.rated.push({ at, data, records: unpackUsage(data.usage) });
    } catch (error) {
      this.damaged.push({ at, problem: messageOf(error) });
    }
  }
}
