import { durationOf, NANOS_PER_SECOND, sum, type Money } from '@carriermesh/kernel';
import { earlyTerminationCharge, proratedRecurring, roundLine } from '@carriermesh/tariff-v1';
import type { billing } from '@carriermesh/wire';
import type { Account } from './account.decider.js';
import { calendarOf, monthOf, termOf } from './calendar.js';
import { adjustmentLineId, earlyTerminationLineId, invoiceIdOf, invoiceOfDispute, recurringLineId, settlementIdOf, usageLineId } from './ids.js';

/** What one segment's rated records of one month add up to, exactly. */
export interface SegmentUsage {
  readonly records: number;
  readonly octets: bigint;
  readonly customer: Money;
  readonly supplier: Money;
}

/** Usage by segment id. A segment without an entry carried nothing. */
export type PeriodUsage = ReadonlyMap<string, SegmentUsage>;

/** Late usage, by the closed month in which it was measured. */
export type LateUsage = ReadonlyMap<number, PeriodUsage>;

export type Side = 'customer' | 'supplier';

/** One party's view of a segment: what it pays, or what it is paid. */
interface Rates {
  readonly side: Side;
  readonly tariff: billing.SegmentTariff;
}

const perGigabyte = ({ side, tariff }: Rates): Money => (side === 'customer' ? tariff.customerPerGigabyte : tariff.supplierPerGigabyte);

/** A line about the month of the bill itself corrects nothing. */
const OWN_MONTH = { correctedPeriodNumber: 0, correctedDocumentId: '' };

const monthlyOf = ({ side, tariff }: Rates): Money => (side === 'customer' ? tariff.customerMonthly : tariff.supplierMonthly);

/** The month's capacity and its usage; of a month that the contract's end cuts short, the share of its time. */
export function ownLines(rates: Rates, account: Account, { periodNumber, usage }: { readonly periodNumber: number; readonly usage: PeriodUsage }): readonly billing.BillLine[] {
  const { currency, mbps } = account;
  const { segmentId } = rates.tariff;
  const month = monthOf(calendarOf(account), periodNumber);
  const monthly = monthlyOf(rates);
  const whole = monthOf(termOf(account), periodNumber);
  // A month that the contract's end left no time of is billed for what had been booked to it.
  const recurring = proratedRecurring(monthly, month.from < month.until ? month : { from: whole.from, until: whole.from }, whole);
  const nothing = { records: 0, octets: 0n, customer: { currency, microMinor: 0n }, supplier: { currency, microMinor: 0n } };
  return [
    {
      lineId: recurringLineId(segmentId),
      kind: 'recurring',
      segmentId,
      description: `${mbps} Mbit/s kept free`,
      quantity: durationOf(month) / NANOS_PER_SECOND,
      unitPrice: monthly,
      exactAmount: recurring,
      amount: roundLine(recurring),
      records: 0,
      ...OWN_MONTH,
    },
    { lineId: usageLineId(segmentId), kind: 'usage', description: 'Octets carried, both directions together', ...volume(rates, usage.get(segmentId) ?? nothing), ...OWN_MONTH },
    ...earlyTermination(rates, account, periodNumber),
  ];
}

/** What is due for the rest of the term: on the last bill, and only where the contract says so. */
function earlyTermination(rates: Rates, account: Account, periodNumber: number): readonly billing.BillLine[] {
  const { end } = account;
  const basisPoints = rates.side === 'customer' ? end?.customerChargeBasisPoints : end?.supplierChargeBasisPoints;
  if (!end || end.finalPeriodNumber !== periodNumber || !basisPoints) return [];
  const term = termOf(account);
  const left = term.months.filter(({ until }) => until > end.endedAt).map(({ from, until }) => ({ month: { from, until }, left: { from: from > end.endedAt ? from : end.endedAt, until } }));
  const monthly = monthlyOf(rates);
  const exactAmount = earlyTerminationCharge(sum(account.currency, left.map((part) => proratedRecurring(monthly, part.left, part.month))), basisPoints);
  const { segmentId } = rates.tariff;
  return [
    {
      lineId: earlyTerminationLineId(segmentId),
      kind: 'early-termination',
      segmentId,
      description: `${basisPoints / 100} % of the recurring charges for the rest of the term`,
      quantity: durationOf({ from: end.endedAt, until: term.end }) / NANOS_PER_SECOND,
      unitPrice: monthly,
      exactAmount,
      amount: roundLine(exactAmount),
      records: 0,
      ...OWN_MONTH,
    },
  ];
}

/** A line for each closed month of which usage of the segment came late, the earliest month first. */
export function lateLines(rates: Rates, { contractId }: Account, late: LateUsage): readonly billing.BillLine[] {
  const { segmentId, providerId } = rates.tariff;
  return [...late].sort(([a], [b]) => a - b).flatMap(([periodNumber, usage]) => {
    const carried = usage.get(segmentId);
    if (!carried) return [];
    const month = { contractId, periodNumber, noteNumber: 0 };
    const line: billing.BillLine = {
      lineId: usageLineId(segmentId, periodNumber),
      kind: 'late-usage',
      description: `Octets carried in month ${periodNumber}, reported after its bill`,
      ...volume(rates, carried),
      correctedPeriodNumber: periodNumber,
      correctedDocumentId: rates.side === 'customer' ? invoiceIdOf(contractId, periodNumber) : settlementIdOf(month, providerId),
    };
    return [line];
  });
}

/** What settled disputes change of the segment, in the order in which they were settled. A supplier hears of what concerns it. */
export function adjustmentLines(rates: Rates, { contractId }: Account, posted: readonly billing.AdjustmentPosted[]): readonly billing.BillLine[] {
  const { side, tariff } = rates;
  return posted.flatMap(({ disputeId, correctedPeriodNumber, lines }) =>
    lines
      .filter((line) => line.segmentId === tariff.segmentId && (side === 'customer' || line.supplier.microMinor !== 0n))
      .map(({ kind, segmentId, quantity, records, ...sides }): billing.BillLine => {
        const exactAmount = sides[side];
        const corrected = { contractId, periodNumber: correctedPeriodNumber, noteNumber: 0 };
        return {
          lineId: adjustmentLineId(segmentId, kind, disputeId),
          kind,
          segmentId,
          description: `${ADJUSTMENT_WORDS[kind] ?? kind} of month ${correctedPeriodNumber}, dispute ${disputeId}`,
          quantity,
          unitPrice: side === 'customer' ? sides.customerUnitPrice : sides.supplierUnitPrice,
          exactAmount,
          amount: roundLine(exactAmount),
          records,
          correctedPeriodNumber,
          correctedDocumentId: side === 'customer' ? (invoiceOfDispute(disputeId) ?? '') : settlementIdOf(corrected, tariff.providerId),
        };
      }),
  );
}

const ADJUSTMENT_WORDS: Partial<Record<billing.LineKind, string>> = {
  reversal: 'All that was charged for octets',
  reentry: 'Octets at the corrected rate',
  credit: 'Given back',
};

function volume(rates: Rates, carried: SegmentUsage): Pick<billing.BillLine, 'segmentId' | 'quantity' | 'unitPrice' | 'exactAmount' | 'amount' | 'records'> {
  const exactAmount = carried[rates.side];
  const { segmentId } = rates.tariff;
  return { segmentId, quantity: carried.octets, unitPrice: perGigabyte(rates), exactAmount, amount: roundLine(exactAmount), records: carried.records };
}
