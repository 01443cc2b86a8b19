import { add, durationOf, invariant, NANOS_PER_SECOND, subtract, sum, type Money, type Period } from '@carriermesh/kernel';
import { proratedRecurring, roundLine, taxOn } from '@carriermesh/tariff-v1';
import type { billing } from '@carriermesh/wire';
import type { Account } from './account.decider.js';
import { calendarOf, monthOf } from './calendar.js';
import { invoiceIdOf, settlementIdOf } from './ids.js';

/** What one segment's rated records of one month add up to, exactly. */
export interface SegmentUsage {
  readonly records: number;
  readonly octets: bigint;
  readonly customer: Money;
  readonly supplier: Money;
}

/** A month's bill: the customer's side, every supplier's side, and where the customer's total went. */
export interface Bill {
  readonly invoice: billing.Invoice;
  readonly settlements: readonly billing.Settlement[];
  readonly balance: billing.Balance;
}

/** Usage by segment id. A segment without an entry carried nothing. */
export type PeriodUsage = ReadonlyMap<string, SegmentUsage>;

/** Closes the books of one month. The same account and usage give the same bill, in whatever order the usage came. */
export function billPeriod(account: Account, periodNumber: number, usage: PeriodUsage): Bill {
  const month = monthOf(calendarOf(account), periodNumber);
  const head = { contractId: account.contractId, periodNumber, periodFrom: month.from, periodUntil: month.until };
  const lines = account.tariffs.flatMap((tariff) => linesOf('customer', tariff, account, { month, usage }));
  const net = sum(account.currency, lines.map(({ amount }) => amount));
  const tax = taxOn(net, account.taxBasisPoints);
  const invoice: billing.Invoice = {
    ...head,
    invoiceId: invoiceIdOf(account.contractId, periodNumber),
    orderId: account.orderId,
    buyerId: account.buyerId,
    lines,
    net,
    taxBasisPoints: account.taxBasisPoints,
    tax,
    total: add(net, tax),
  };
  const settlements = providersOf(account).map((providerId): billing.Settlement => {
    const own = account.tariffs.filter((tariff) => tariff.providerId === providerId);
    const settled = own.flatMap((tariff) => linesOf('supplier', tariff, account, { month, usage }));
    return {
      ...head,
      settlementId: settlementIdOf(account.contractId, periodNumber, providerId),
      providerId,
      lines: settled,
      total: sum(account.currency, settled.map(({ amount }) => amount)),
    };
  });
  return { invoice, settlements, balance: balanceOf(invoice, settlements) };
}

const providersOf = ({ tariffs }: Account): readonly string[] => [...new Set(tariffs.map(({ providerId }) => providerId))];

type Side = 'customer' | 'supplier';

function linesOf(
  side: Side,
  tariff: billing.SegmentTariff,
  { currency, mbps }: Account,
  { month, usage }: { readonly month: Period; readonly usage: PeriodUsage },
): readonly billing.BillLine[] {
  const { segmentId } = tariff;
  const monthly = side === 'customer' ? tariff.customerMonthly : tariff.supplierMonthly;
  const perGigabyte = side === 'customer' ? tariff.customerPerGigabyte : tariff.supplierPerGigabyte;
  const recurring = proratedRecurring(monthly, month, month);
  const carried = usage.get(segmentId);
  const used = carried?.[side] ?? { currency, microMinor: 0n };
  return [
    {
      lineId: `${segmentId}/recurring`,
      kind: 'recurring',
      segmentId,
      description: `${mbps} Mbit/s kept free`,
      quantity: durationOf(month) / NANOS_PER_SECOND,
      unitPrice: monthly,
      exactAmount: recurring,
      amount: roundLine(recurring),
      records: 0,
    },
    {
      lineId: `${segmentId}/usage`,
      kind: 'usage',
      segmentId,
      description: 'Octets carried, both directions together',
      quantity: carried?.octets ?? 0n,
      unitPrice: perGigabyte,
      exactAmount: used,
      amount: roundLine(used),
      records: carried?.records ?? 0,
    },
  ];
}

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
