import { accept, ignore, refuse, type Decider, type Decision } from '@carriermesh/decider';
import type { Instant, Money } from '@carriermesh/kernel';
import type { billing } from '@carriermesh/wire';
import type { BillSeals } from './billing-period.decider.js';
import {
  correctedMonthLines, currencyOf, monthLines, monthNamed, monthNameOf, settledAt, supplierSettlement, supplierSettlementId, termsOfMonth, type MonthName, type ReckonedMonth, type StatedSupplierTerms,
} from './supplier-month.js';

export type SupplierMonthEvent =
  | { readonly type: 'billing.v1.SupplierPeriodClosed'; readonly data: billing.SupplierPeriodClosed }
  | { readonly type: 'billing.v1.SettlementIssued'; readonly data: billing.SettlementIssued };

/** The closed months of a supplier, as they were reckoned last. */
export interface SupplierMonthsState {
  readonly months: ReadonlyMap<MonthName, ReckonedMonth>;
  readonly documents: ReadonlySet<string>;
}

export interface CloseSupplierMonth {
  readonly kind: 'close';
  readonly providerId: string;
  readonly month: MonthName;
  /** In the order in which they were made. */
  readonly stated: readonly StatedSupplierTerms[];
  /** What the months of this supplier came to, as far as the ledger was known. */
  readonly spentIn: (month: MonthName, currency: string) => Money;
  readonly knownRevision: bigint;
  readonly now: Instant;
  readonly seals: Pick<BillSeals, 'settlement'>;
}

export interface SupplierMonthRefusal {
  readonly code: 'supplier-month-not-over';
  readonly until: Instant;
}

/** A supplier's months, settled as wholes by what was agreed of them (decision 48). */
export const supplierMonths: Decider<CloseSupplierMonth, SupplierMonthsState, SupplierMonthEvent, SupplierMonthRefusal> = {
  initial: { months: new Map(), documents: new Set() },
  decide: close,
  evolve(state, { type, data }) {
    if (type === 'billing.v1.SettlementIssued') return { ...state, documents: new Set([...state.documents, data.settlementId]) };
    const months = new Map(state.months).set(monthNameOf(data.periodFrom), { terms: data.terms });
    for (const { periodFrom, spent } of data.spent) months.set(monthNameOf(periodFrom), { ...months.get(monthNameOf(periodFrom)), spent });
    return { ...state, months };
  },
};

function close(command: CloseSupplierMonth, { months, documents }: SupplierMonthsState): Decision<SupplierMonthEvent, SupplierMonthRefusal> {
  const { providerId, month, stated, spentIn, knownRevision, now, seals } = command;
  // The effect that closes is performed again after a crash, and then finds its own work.
  if (months.has(month)) return ignore('already closed');
  if (now < settledAt(month)) return refuse({ code: 'supplier-month-not-over', until: settledAt(month) });
  const terms = termsOfMonth(stated, month);
  const own = reckoned({ terms }, month, spentIn);
  const corrected = [...months].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([name, was]) => {
    const is = reckoned(was, name, spentIn);
    return is.spent?.microMinor === was.spent?.microMinor ? [] : [{ name, was, is }];
  });
  const lines = [
    ...monthLines(own),
    ...corrected.flatMap(({ name, was, is }) => {
      const id = supplierSettlementId(providerId, name, is.spent?.currency ?? '');
      return correctedMonthLines(name, { was, is, documentId: documents.has(id) ? id : '' });
    }),
  ];
  const issued = [...Map.groupBy(lines, ({ amount }) => amount.currency).values()].map((ofCurrency) => supplierSettlement(providerId, month, ofCurrency));
  const { from: periodFrom, until: periodUntil } = monthNamed(month);
  const spent = [{ name: month, is: own }, ...corrected].flatMap(({ name, is }) => (is.spent ? [{ periodFrom: monthNamed(name).from, spent: is.spent }] : []));
  return accept(
    ...issued.map(({ settlement }): SupplierMonthEvent => {
      const { bytes, sha256 } = seals.settlement(settlement);
      return { type: 'billing.v1.SettlementIssued', data: { settlementId: settlement.settlementId, providerId, contractId: '', invoiceId: '', settlement: bytes, settlementSha256: sha256, issuedAt: now } };
    }),
    {
      type: 'billing.v1.SupplierPeriodClosed',
      data: { providerId, periodFrom, periodUntil, ...(terms && { terms }), spent, knownRevision, documents: issued.map(({ settlement: { settlementId }, balance }) => ({ settlementId, balance })), closedAt: now },
    },
  );
}

/** By its own terms, which are pinned once it is closed; nothing is spent where nothing was agreed of it. */
function reckoned({ terms }: ReckonedMonth, name: MonthName, spentIn: CloseSupplierMonth['spentIn']): ReckonedMonth {
  const currency = terms && currencyOf(terms);
  return currency === undefined ? { terms } : { terms, spent: spentIn(name, currency) };
}
