import { accept, ignore, refuse, type Decider, type Decision } from '@carriermesh/decider';
import { add, type Instant, type Money } from '@carriermesh/kernel';
import type { billing } from '@carriermesh/wire';
import type { Account } from './account.decider.js';
import type { PeriodUsage } from './bill-lines.js';
import { billNote, billPeriod, NO_USAGE, type Bill, type MonthUsage } from './bill.js';
import { calendarOf, monthOf } from './calendar.js';
import { invoiceIdOf } from './ids.js';
import { tariffMonthsOf, type TakenUsage } from './tariff-month.js';

export type BillingPeriodEvent =
  | { readonly type: 'billing.v1.BillingPeriodOpened'; readonly data: billing.BillingPeriodOpened }
  | { readonly type: 'billing.v1.BillingPeriodShortened'; readonly data: billing.BillingPeriodShortened }
  | { readonly type: 'billing.v1.BillingPeriodRevised'; readonly data: billing.BillingPeriodRevised }
  | { readonly type: 'billing.v1.UsageRated'; readonly data: billing.UsageRated }
  | { readonly type: 'billing.v1.BillingPeriodCutOff'; readonly data: billing.BillingPeriodCutOff }
  | { readonly type: 'billing.v1.InvoiceIssued'; readonly data: billing.InvoiceIssued }
  | { readonly type: 'billing.v1.SettlementIssued'; readonly data: billing.SettlementIssued }
  | { readonly type: 'billing.v1.BillingPeriodClosed'; readonly data: billing.BillingPeriodClosed }
  | { readonly type: 'billing.v1.CorrectionNoteIssued'; readonly data: billing.CorrectionNoteIssued }
  | { readonly type: 'billing.v1.AdjustmentPosted'; readonly data: billing.AdjustmentPosted };

export type BillingPeriodState =
  | { readonly status: 'none' }
  | ({ readonly status: 'open' } & MonthUsage)
  | { readonly status: 'closed'; readonly invoiceId: string; readonly notes: number };

/** A document as it is hashed and sent. Encoding and hashing are the caller's: nothing of them is decided here. */
export interface SealedDocument {
  readonly bytes: Uint8Array;
  readonly sha256: Uint8Array;
}

export interface BillSeals {
  invoice(invoice: billing.Invoice): SealedDocument;
  settlement(settlement: billing.Settlement): SealedDocument;
}

export interface OpenPeriod {
  readonly kind: 'open';
  readonly account: Account;
  readonly periodNumber: number;
}

export interface RateUsage {
  readonly kind: 'rate';
  readonly account: Account;
  readonly rated: billing.UsageRated;
}

export interface ClosePeriod {
  readonly kind: 'close';
  readonly account: Account;
  readonly periodNumber: number;
  /** Segments whose provider did not state in time that the month is complete. */
  readonly incompleteSegmentIds: readonly string[];
  readonly now: Instant;
  readonly seals: BillSeals;
  /** Where the contract has a tariff: all that this month took, and what the closed months that it corrects were charged. */
  readonly taken?: readonly TakenUsage[];
}

/** Takes what a settled dispute changes of an earlier month. */
export interface Adjust {
  readonly kind: 'adjust';
  readonly account: Account;
  readonly adjustment: billing.AdjustmentPosted;
}

/** Corrects a closed month when no month of the service is open any more: by its late usage, or by what a settled dispute changes. */
export interface IssueNote {
  readonly kind: 'note';
  readonly account: Account;
  readonly cause: Extract<BillingPeriodEvent, { type: 'billing.v1.UsageRated' | 'billing.v1.AdjustmentPosted' }>;
  readonly now: Instant;
  readonly seals: BillSeals;
  /** Where the contract has a tariff, and usage is the cause: what was charged of the month before. */
  readonly taken?: readonly TakenUsage[];
}

export type BillingPeriodCommand = OpenPeriod | RateUsage | ClosePeriod | Adjust | IssueNote;

export type BillingPeriodRefusal =
  | { readonly code: 'period-closed'; readonly invoiceId: string }
  | { readonly code: 'period-not-over'; readonly until: Instant }
  | { readonly code: 'period-open' }
  | { readonly code: 'note-out-of-turn'; readonly next: number };

type PeriodDecision = Decision<BillingPeriodEvent, BillingPeriodRefusal>;

/** One month of one contract: opened by its beginning or by the first usage of it, whichever comes first. */
export const billingPeriod: Decider<BillingPeriodCommand, BillingPeriodState, BillingPeriodEvent, BillingPeriodRefusal> = {
  initial: { status: 'none' },
  decide(command, state) {
    switch (command.kind) {
      case 'open':
        return state.status === 'none' ? accept(opened(command)) : ignore('already open');
      case 'rate':
        return rate(command, state);
      case 'close':
        return close(command, state);
      case 'adjust':
        return adjust(command, state);
      case 'note':
        return note(command, state);
    }
  },
  evolve(state, { type, data }) {
    switch (type) {
      case 'billing.v1.BillingPeriodOpened':
        return { status: 'open', ...NO_USAGE };
      case 'billing.v1.UsageRated':
        return state.status === 'open' ? { ...state, ...withUsage(state, data) } : state;
      case 'billing.v1.AdjustmentPosted':
        return state.status === 'open' ? { ...state, adjustments: [...state.adjustments, data] } : state;
      case 'billing.v1.BillingPeriodCutOff':
        return { status: 'closed', invoiceId: invoiceIdOf(data.contractId, data.periodNumber), notes: 0 };
      case 'billing.v1.CorrectionNoteIssued':
        return state.status === 'closed' ? { ...state, notes: data.noteNumber } : state;
      case 'billing.v1.BillingPeriodShortened':
      case 'billing.v1.BillingPeriodRevised':
      case 'billing.v1.InvoiceIssued':
      case 'billing.v1.SettlementIssued':
      case 'billing.v1.BillingPeriodClosed':
        return state;
    }
  },
};

/** Whether a bill of the month would charge anything beside the capacity. */
export const hasCharges = (state: BillingPeriodState): boolean => state.status === 'open' && (state.usage.size > 0 || state.late.size > 0 || state.adjustments.length > 0);

/** Usage of the month itself, or of a closed one. */
export function withUsage(charged: MonthUsage, { usage: rated, correctedPeriodNumber }: Pick<billing.UsageRated, 'usage' | 'correctedPeriodNumber'>): MonthUsage {
  const { usage, late } = charged;
  if (correctedPeriodNumber === 0) return { ...charged, usage: withRated(usage, rated) };
  return { ...charged, late: new Map([...late, [correctedPeriodNumber, withRated(late.get(correctedPeriodNumber) ?? new Map(), rated)]]) };
}

/** Adds records up. Sums do not care for order, so neither does the bill. */
export function withRated(usage: PeriodUsage, rated: readonly billing.RatedUsage[]): PeriodUsage {
  const grown = new Map(usage);
  const total = (figures: readonly bigint[], start = 0n): bigint => figures.reduce((sum, each) => sum + each, start);
  for (const { segmentId, currency, recordIds, octets, customerChargesMicroMinor, supplierCreditsMicroMinor } of rated) {
    const before = grown.get(segmentId);
    const plus = (sum: Money | undefined, figures: readonly bigint[]): Money => {
      const amount = { currency, microMinor: total(figures) };
      return sum ? add(sum, amount) : amount;
    };
    grown.set(segmentId, {
      records: (before?.records ?? 0) + recordIds.length,
      octets: total(octets, before?.octets),
      customer: plus(before?.customer, customerChargesMicroMinor),
      supplier: plus(before?.supplier, supplierCreditsMicroMinor),
    });
  }
  return grown;
}

function opened({ account, periodNumber }: { readonly account: Account; readonly periodNumber: number }): BillingPeriodEvent {
  const { from, until } = monthOf(calendarOf(account), periodNumber);
  return { type: 'billing.v1.BillingPeriodOpened', data: { contractId: account.contractId, periodNumber, from, until } };
}

function rate({ account, rated }: RateUsage, state: BillingPeriodState): PeriodDecision {
  if (state.status === 'closed') return refuse({ code: 'period-closed', invoiceId: state.invoiceId });
  const charged: BillingPeriodEvent = { type: 'billing.v1.UsageRated', data: rated };
  return state.status === 'none' ? accept(opened({ account, periodNumber: rated.periodNumber }), charged) : accept(charged);
}

function close(command: ClosePeriod, state: BillingPeriodState): PeriodDecision {
  const { account, periodNumber, incompleteSegmentIds, now, taken = [] } = command;
  // The effect that closes is performed again after a crash, and then finds its own work.
  if (state.status === 'closed') return ignore('already closed');
  const { until } = monthOf(calendarOf(account), periodNumber);
  if (now < until) return refuse({ code: 'period-not-over', until });
  const months = tariffMonthsOf(account, { periodNumber, noteNumber: 0 }, taken);
  const bill = billPeriod(account, periodNumber, state.status === 'open' ? state : NO_USAGE, months);
  const { contractId } = account;
  const opening = state.status === 'none' ? [opened(command)] : [];
  return accept(
    ...opening,
    { type: 'billing.v1.BillingPeriodCutOff', data: { contractId, periodNumber, cutOffAt: now, incompleteSegmentIds } },
    ...documents(bill, command),
    {
      type: 'billing.v1.BillingPeriodClosed',
      data: { contractId, periodNumber, invoiceId: bill.invoice.invoiceId, balance: bill.balance, closedAt: now },
    },
  );
}

function adjust({ account, adjustment }: Adjust, state: BillingPeriodState): PeriodDecision {
  if (state.status === 'closed') return refuse({ code: 'period-closed', invoiceId: state.invoiceId });
  const posted: BillingPeriodEvent = { type: 'billing.v1.AdjustmentPosted', data: adjustment };
  return state.status === 'none' ? accept(opened({ account, periodNumber: adjustment.periodNumber }), posted) : accept(posted);
}

function note({ account, cause, now, seals, taken = [] }: IssueNote, state: BillingPeriodState): PeriodDecision {
  if (state.status !== 'closed') return refuse({ code: 'period-open' });
  const { contractId, periodNumber, noteNumber } = cause.data;
  if (noteNumber !== state.notes + 1) return refuse({ code: 'note-out-of-turn', next: state.notes + 1 });
  const corrections = cause.type === 'billing.v1.UsageRated' ? withUsage(NO_USAGE, cause.data) : { ...NO_USAGE, adjustments: [cause.data] };
  const months = cause.type === 'billing.v1.UsageRated' ? tariffMonthsOf(account, { periodNumber, noteNumber }, [...taken, cause.data]) : [];
  const bill = billNote(account, { periodNumber, noteNumber }, corrections, months);
  const { invoiceId } = bill.invoice;
  const issued = { contractId, periodNumber, noteNumber, invoiceId, correctedInvoiceId: state.invoiceId, balance: bill.balance, issuedAt: now };
  return accept(cause, ...documents(bill, { seals, now }), { type: 'billing.v1.CorrectionNoteIssued', data: issued });
}

function documents({ invoice, settlements }: Bill, { seals, now }: Pick<ClosePeriod, 'seals' | 'now'>): readonly BillingPeriodEvent[] {
  const { invoiceId, contractId, buyerId } = invoice;
  const sealedInvoice = seals.invoice(invoice);
  return [
    {
      type: 'billing.v1.InvoiceIssued',
      data: { invoiceId, contractId, buyerId, invoice: sealedInvoice.bytes, invoiceSha256: sealedInvoice.sha256, issuedAt: now },
    },
    ...settlements.map((settlement): BillingPeriodEvent => {
      const { bytes, sha256 } = seals.settlement(settlement);
      const { settlementId, providerId } = settlement;
      const data = { settlementId, providerId, contractId, invoiceId, settlement: bytes, settlementSha256: sha256, issuedAt: now };
      return { type: 'billing.v1.SettlementIssued', data };
    }),
  ];
}
