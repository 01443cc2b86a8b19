import { accountStream, contractOfSegment, periodStream } from '@carriermesh/billing-domain';
import type { billing } from '@carriermesh/wire';
import type { At } from './evidence.js';
import type { Found, ResultType } from './ledger-pass.js';
import type { EventReference } from './replay-report.js';

/** What billing recorded about one month of one contract. */
export class RecordedResults {
  readonly accounts: At<billing.BillingAccountOpened>[] = [];
  readonly accepted: At<billing.UsageAccepted>[] = [];
  readonly rated: At<billing.UsageRated>[] = [];
  readonly invoices: At<billing.InvoiceIssued>[] = [];
  readonly settlements: At<billing.SettlementIssued>[] = [];
  readonly closings: At<billing.BillingPeriodClosed>[] = [];
  readonly damaged: { readonly at: EventReference; readonly problem: string }[] = [];
  private readonly period: string;
  private readonly account: string;

  constructor(
    private readonly contractId: string,
    private readonly periodNumber: number,
  ) {
    this.period = periodStream(contractId, periodNumber);
    this.account = accountStream(contractId);
  }

  concerns = ({ stream }: { readonly stream: string }): boolean => stream === this.period || stream === this.account || stream.startsWith('usage-');

  add(event: Found<ResultType>): void {
    const { at } = event;
    if (event.kind === 'damaged') {
      this.damaged.push({ at, problem: event.problem });
      return;
    }
    switch (event.type) {
      case 'billing.v1.BillingAccountOpened':
        this.accounts.push({ at, data: event.data });
        break;
      case 'billing.v1.UsageAccepted':
        if (this.isOfThisMonth(event.data)) this.accepted.push({ at, data: event.data });
        break;
      case 'billing.v1.UsageRated':
        this.rated.push({ at, data: event.data });
        break;
      case 'billing.v1.InvoiceIssued':
        this.invoices.push({ at, data: event.data });
        break;
      case 'billing.v1.SettlementIssued':
        this.settlements.push({ at, data: event.data });
        break;
      case 'billing.v1.BillingPeriodClosed':
        this.closings.push({ at, data: event.data });
        break;
    }
  }

  /** Either of the two is enough, so that an altered one does not slip out of sight. */
  private isOfThisMonth({ contractId, segmentId, periodNumber }: billing.UsageAccepted): boolean {
    return (contractId === this.contractId || contractOfSegment(segmentId) === this.contractId) && periodNumber === this.periodNumber;
  }
}
