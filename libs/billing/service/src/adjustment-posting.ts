import { Inject, Injectable } from '@nestjs/common';
import {
  adjustmentOf,
  billingPeriod,
  billOfInvoice,
  calendarOf,
  invoiceOfDispute,
  MonthStanding,
  periodStream,
  unpackUsage,
  UsageHistories,
  type Account,
  type BillingPeriodEvent,
  type BillingPeriodState,
  type Settled,
} from '@carriermesh/billing-domain';
import { invariant } from '@carriermesh/kernel';
import { CLOCK, LEDGER, TypedLedger, type Clock, type LoadedStream, type TypedAppend } from '@carriermesh/platform-chassis';
import { billing } from '@carriermesh/wire';
import { billSeals } from './bill-seals.js';
import type { BillingRefusal } from './refusals.js';

interface Month extends LoadedStream {
  readonly number: number;
  readonly state: BillingPeriodState;
}

/** Finds the bill that takes what a settled dispute changes, and what that is, from the months as they stand in the ledger. */
@Injectable()
export class AdjustmentPosting {
  constructor(
    @Inject(LEDGER) private readonly ledger: TypedLedger,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Empty when nothing is changed. Whatever comes into the chosen month meanwhile makes the commit a conflict.
   * @returns a refusal where more would be given back than the month is charged with all of its corrections
   */
  async appends(account: Account, settled: Settled): Promise<readonly TypedAppend[] | BillingRefusal> {
    if (settled.settlements.length === 0) return [];
    const { contractId } = account;
    const corrected = billOfInvoice(invoiceOfDispute(settled.disputeId) ?? '')?.periodNumber;
    invariant(corrected !== undefined, `${settled.disputeId} is a dispute about no invoice`);
    const months = await this.monthsFrom(account, corrected);
    const open = months.find(({ state }) => state.status !== 'closed');
    const taking = open ?? (months[0] as Month);
    const noteNumber = taking.state.status === 'closed' ? taking.state.notes + 1 : 0;
    const histories = historiesIn(months);
    const bill = { contractId, periodNumber: taking.number, noteNumber };
    const adjustment = adjustmentOf(account, settled, { bill, correctedPeriodNumber: corrected, historyOf: (segmentId) => histories.of(corrected, segmentId) });
    const excess = standingOf(account, corrected, months).exceededBy(adjustment.lines);
    if (excess) return { code: 'correction-exceeds-charge', periodNumber: corrected, ...excess };
    const cause = { type: 'billing.v1.AdjustmentPosted' as const, data: adjustment };
    const decided = billingPeriod.decide(
      open ? { kind: 'adjust', account, adjustment } : { kind: 'note', account, cause, now: this.clock.now(), seals: billSeals },
      taking.state,
    );
    invariant(decided.kind === 'accepted', `what ${settled.disputeId} changes was ${decided.kind} by month ${taking.number}, which is ${taking.state.status}`);
    return [{ stream: periodStream(contractId, taking.number), expected: taking.revision, events: decided.events }];
  }

  private async monthsFrom(account: Account, first: number): Promise<readonly Month[]> {
    const { contractId } = account;
    const numbers = Array.from({ length: calendarOf(account).months.length - first + 1 }, (_, index) => first + index);
    const streams = await this.ledger.loadMany(numbers.map((number) => periodStream(contractId, number)));
    return numbers.map((number) => {
      const stream = streams.get(periodStream(contractId, number));
      invariant(stream, `month ${number} of ${contractId} was not read`);
      const state = (stream.events as unknown as readonly BillingPeriodEvent[]).reduce(billingPeriod.evolve, billingPeriod.initial);
      return { ...stream, number, state };
    });
  }
}

/** Usage of a month stands in its own stream and, where it came late, in those of later months. */
function historiesIn(months: readonly Month[]): UsageHistories {
  const histories = new UsageHistories();
  for (const { events, number } of months) {
    for (const event of events) {
      if (event.type === 'billing.v1.UsageRated') histories.rated(event.data.correctedPeriodNumber || number, unpackUsage(event.data.usage));
      if (event.type === 'billing.v1.AdjustmentPosted') histories.adjusted(event.data);
    }
  }
  return histories;
}

/** Whatever is about a month stands in its own stream, or in those of later months. */
function standingOf(account: Account, corrected: number, months: readonly Month[]): MonthStanding {
  const standing = new MonthStanding(account, corrected);
  for (const { type, data } of months.flatMap(({ events }) => events)) {
    if (type === 'billing.v1.InvoiceIssued') standing.issued(billing.Invoice.decode(data.invoice), 'customer');
    if (type === 'billing.v1.SettlementIssued') standing.issued(billing.Settlement.decode(data.settlement), 'supplier');
    if (type === 'billing.v1.UsageRated' && data.correctedPeriodNumber === corrected) standing.late(unpackUsage(data.usage));
    if (type === 'billing.v1.AdjustmentPosted' && data.correctedPeriodNumber === corrected) standing.adjusted(data.lines);
  }
  return standing;
}
