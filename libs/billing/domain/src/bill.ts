import { add, invariant, subtract, sum, type Money } from '@carriermesh/kernel';
import type { billing } from '@carriermesh/wire';
import type { Account } from './account.decider.js';
import { adjustmentLines, lateLines, ownLines, tariffCredits, type LateUsage, type PeriodUsage, type Side } from './bill-lines.js';
import { billedTax } from './bill-taxes.js';
import { calendarOf, monthOf } from './calendar.js';
import { ownChargesOf } from './own-charges.js';
import { segmentTariffsOf } from './phases.js';
import { invoiceIdOf, settlementIdOf, type BillName } from './ids.js';
import { tariffLines } from './tariff-lines.js';
import type { TariffMonth } from './tariff-month.js';

/** The customer's side, every supplier's side, and where the customer's total went. */
export interface Bill {
  readonly invoice: billing.Invoice;
  readonly settlements: readonly billing.Settlement[];
  readonly balance: billing.Balance;
}

/** What a month's bill charges beside the capacity. */
export interface MonthUsage {
  readonly usage: PeriodUsage;
  readonly late: LateUsage;
  /** What settled disputes change of closed months. */
  readonly adjustments: readonly billing.AdjustmentPosted[];
}

export const NO_USAGE: MonthUsage = { usage: new Map(), late: new Map(), adjustments: [] };

/**
 * Closes the books of one month. The same account and usage give the same bill, in whatever order the usage came.
 * @param months that the contract's tariff charges on it, this one among them, where it has one
 */
export function billPeriod(account: Account, periodNumber: number, { usage, late, adjustments }: MonthUsage, months: readonly TariffMonth[] = []): Bill {
  const isCharged = !account.usageTariff || months.some((month) => month.periodNumber === periodNumber && !month.before);
  invariant(isCharged, () => `the usage of month ${periodNumber} of ${account.contractId} is charged by a tariff, and its records were not given`);
  const byTariff = Map.groupBy(tariffLines(account, months), ({ correctedPeriodNumber }) => correctedPeriodNumber === 0);
  const own = { charges: ownChargesOf(account, periodNumber), usage };
  const charges = (side: Side) => (tariff: billing.SegmentTariff): readonly billing.BillLine[] => ownLines({ side, tariff }, own);
  const corrections = (side: Side) => (tariff: billing.SegmentTariff): readonly billing.BillLine[] => correctionLines({ side, tariff }, account, { late, adjustments });
  // Corrections stand below all of the month's own lines.
  const linesOf: Lines = (side, tariffs) => {
    const ofTariff = (isOwn: boolean): readonly billing.BillLine[] => (side === 'customer' ? (byTariff.get(isOwn) ?? []) : []);
    return [...tariffs.flatMap(charges(side)), ...ofTariff(true), ...tariffs.flatMap(corrections(side)), ...ofTariff(false), ...(side === 'customer' ? tariffCredits(account, adjustments) : [])];
  };
  return billOf(account, { contractId: account.contractId, periodNumber, noteNumber: 0 }, linesOf);
}

/** Corrects a closed month by a document of its own, which concerns only those who supplied something of it. */
export function billNote(
  account: Account,
  { periodNumber, noteNumber }: Omit<BillName, 'contractId'>,
  corrections: Omit<MonthUsage, 'usage'>,
  months: readonly TariffMonth[] = [],
): Bill {
  const byTariff = tariffLines(account, months);
  const linesOf: Lines = (side, tariffs) => [...tariffs.flatMap((tariff) => correctionLines({ side, tariff }, account, corrections)), ...(side === 'customer' ? [...byTariff, ...tariffCredits(account, corrections.adjustments)] : [])];
  const { invoice, settlements, balance } = billOf(account, { contractId: account.contractId, periodNumber, noteNumber }, linesOf);
  const note = (kind: billing.NoteKind, correctedDocumentId: string): billing.CorrectionNote => ({ kind, number: noteNumber, correctedDocumentId });
  const isMore = ({ microMinor }: Money): boolean => microMinor >= 0n;
  return {
    invoice: { ...invoice, note: note(isMore(invoice.total) ? 'debit' : 'credit', invoiceIdOf(account.contractId, periodNumber)) },
    settlements: settlements.map((settlement) => {
      const corrected = settlementIdOf({ contractId: account.contractId, periodNumber, noteNumber: 0 }, settlement.providerId);
      return { ...settlement, note: note(isMore(settlement.total) ? 'credit' : 'debit', corrected) };
    }),
    balance,
  };
}

const correctionLines = (rates: { side: Side; tariff: billing.SegmentTariff }, account: Account, { late, adjustments }: Omit<MonthUsage, 'usage'>): readonly billing.BillLine[] => [
  ...lateLines(rates, account, late),
  ...adjustmentLines(rates, account, adjustments),
];

type Lines = (side: Side, tariffs: readonly billing.SegmentTariff[]) => readonly billing.BillLine[];

function billOf(account: Account, bill: BillName, linesOf: Lines): Bill {
  const { contractId, orderId, buyerId, currency } = account;
  const tariffs = segmentTariffsOf(account);
  const { periodNumber, noteNumber } = bill;
  const month = monthOf(calendarOf(account), periodNumber);
  const head = { contractId, periodNumber, periodFrom: month.from, periodUntil: month.until };
  const lines = linesOf('customer', tariffs);
  const net = sum(currency, lines.map(({ amount }) => amount));
  const taxed = billedTax(account, lines);
  const invoiceId = invoiceIdOf(contractId, periodNumber, noteNumber);
  const invoice: billing.Invoice = { ...head, invoiceId, orderId, buyerId, lines, net, ...taxed, total: add(net, taxed.tax) };
  const settlements = providersOf(tariffs).flatMap((providerId): readonly billing.Settlement[] => {
    const settled = linesOf('supplier', tariffs.filter((tariff) => tariff.providerId === providerId));
    const total = sum(currency, settled.map(({ amount }) => amount));
    return settled.length === 0 ? [] : [{ ...head, settlementId: settlementIdOf(bill, providerId), providerId, lines: settled, total }];
  });
  return { invoice, settlements, balance: balanceOf(invoice, settlements) };
}

const providersOf = (tariffs: readonly billing.SegmentTariff[]): readonly string[] => [...new Set(tariffs.map(({ providerId }) => providerId))];

/**
 * Invariant I3. The rounding account is what is left of the customer's total; it must be what rounding the lines did and
 * nothing else, so it is reckoned a second time from the lines.
 */
function balanceOf(invoice: billing.Invoice, settlements: readonly billing.Settlement[]): billing.Balance {
  const currency = invoice.total.currency;
  const settlementLines = settlements.flatMap(({ lines }) => lines);
  const exact = (lines: readonly billing.BillLine[]): Money => sum(currency, lines.map(({ exactAmount }) => exactAmount));
  const rounded = (lines: readonly billing.BillLine[]): Money => sum(currency, lines.map(({ amount }) => amount));

  const settled = sum(currency, settlements.map(({ total }) => total));
  const margin = subtract(exact(invoice.lines), exact(settlementLines));
  const rounding = subtract(subtract(subtract(invoice.total, settled), margin), invoice.tax);
  const gained = subtract(rounded(invoice.lines), exact(invoice.lines));
  const lost = subtract(rounded(settlementLines), exact(settlementLines));
  invariant(
    rounding.microMinor === subtract(gained, lost).microMinor,
    `invoice ${invoice.invoiceId} does not balance: ${rounding.microMinor} microMinor are left, its lines' rounding explains ${subtract(gained, lost).microMinor}`,
  );
  return { customer: invoice.total, settlements: settled, margin, tax: invoice.tax, rounding };
}
