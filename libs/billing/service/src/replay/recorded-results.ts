import { accountStream, periodStream, unpackUsage, type BillName, type RatedRecord } from '@carriermesh/billing-domain';
import type { billing } from '@carriermesh/wire';
import type { At } from './evidence.js';
import { messageOf, type Found, type LedgerPass, type ResultType } from './ledger-pass.js';
import type { EventReference } from './replay-report.js';

/** One walk over what billing recorded, for all bills that are replayed together. */
export async function readResults(results: LedgerPass<ResultType>, bills: readonly RecordedResults[]): Promise<void> {
  const byStream = grouped(bills, ({ streams }) => streams);
  for await (const event of results.events(({ stream }) => byStream.has(stream))) {
    for (const recorded of byStream.get(event.at.stream) ?? []) recorded.add(event);
  }
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
  readonly rated: (At<billing.UsageRated> & { readonly records: readonly RatedRecord[] })[] = [];
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

  /** The streams whose every event may be about the bill. */
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
