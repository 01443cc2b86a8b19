import type { Money } from '@carriermesh/kernel';
import { roundLine } from '@carriermesh/tariff-v1';
import type { billing } from '@carriermesh/wire';
import type { Account } from './account.decider.js';
import { adjustmentLineId, invoiceIdOf, invoiceOfDispute, ownLineId, settlementIdOf, usageLineId } from './ids.js';
import type { OwnCharge } from './own-charges.js';

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

/** The month's capacity and its usage, and what else it costs of the segment by its account. */
export function ownLines(rates: Rates, { charges, usage }: { readonly charges: readonly OwnCharge[]; readonly usage: PeriodUsage }): readonly billing.BillLine[] {
  const { segmentId, customerMonthly } = rates.tariff;
  const own = charges.filter((charge) => charge.segmentId === segmentId);
  const [recurring, others] = [own.filter(({ kind }) => kind === 'recurring'), own.filter(({ kind }) => kind !== 'recurring')];
  const carried = usage.get(segmentId);
  const zero: Money = { ...customerMonthly, microMinor: 0n };
  const nothing = { records: 0, octets: 0n, customer: zero, supplier: zero };
  const isInUse = recurring.length > 0 || carried !== undefined;
  const octets: billing.BillLine = { lineId: usageLineId(segmentId), kind: 'usage', description: 'Octets carried, both directions together', ...volume(rates, carried ?? nothing), ...OWN_MONTH };
  return [...recurring.flatMap((charge) => ownLine(rates.side, charge)), ...(isInUse ? [octets] : []), ...others.flatMap((charge) => ownLine(rates.side, charge))];
}

function ownLine(side: Side, { [side]: charged, kind, segmentId, quantity }: OwnCharge): readonly billing.BillLine[] {
  if (!charged) return [];
  const { exactAmount } = charged;
  return [{ lineId: ownLineId(segmentId, kind), kind, segmentId, quantity, ...charged, amount: roundLine(exactAmount), records: 0, ...OWN_MONTH }];
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

/** What settled disputes, and what the books learnt too late, change of the segment, in the order in which it was posted. Each side hears of what concerns it. */
export function adjustmentLines({ side, tariff: { segmentId, providerId } }: Rates, account: Account, posted: readonly billing.AdjustmentPosted[]): readonly billing.BillLine[] {
  const concerns = (line: billing.AdjustmentLine): boolean => line.tariffChargeId === undefined && line.segmentId === segmentId && (side === 'customer' ? line.correctedKind !== 'setup-fee' : line.supplier.microMinor !== 0n);
  return posted.flatMap((adjustment) => adjustment.lines.filter(concerns).map((line) => adjustmentLine({ side, providerId }, account, { adjustment, line })));
}

/** What settled disputes give back of the tariff's charges: the customer's alone. */
export const tariffCredits = (account: Account, posted: readonly billing.AdjustmentPosted[]): readonly billing.BillLine[] =>
  posted.flatMap((adjustment) => adjustment.lines.filter(({ tariffChargeId }) => tariffChargeId !== undefined).map((line) => adjustmentLine({ side: 'customer', providerId: '' }, account, { adjustment, line })));

function adjustmentLine(
  { side, providerId }: { readonly side: Side; readonly providerId: string },
  { contractId }: Account,
  { adjustment, line }: { readonly adjustment: billing.AdjustmentPosted; readonly line: billing.AdjustmentLine },
): billing.BillLine {
  const { kind, segmentId, quantity, records, givenBefore } = line;
  const { correctedPeriodNumber } = adjustment;
  const corrected = { contractId, periodNumber: correctedPeriodNumber, noteNumber: 0 };
  const exactAmount = line[side];
  return {
    lineId: adjustmentLineId(adjustment, line),
    kind,
    segmentId,
    description: adjustmentWords(adjustment, line),
    quantity,
    unitPrice: side === 'customer' ? line.customerUnitPrice : line.supplierUnitPrice,
    exactAmount,
    amount: roundLine(exactAmount),
    records,
    correctedPeriodNumber,
    correctedDocumentId: side === 'customer' ? correctedInvoiceOf(contractId, adjustment) : settlementIdOf(corrected, providerId),
    ...(side === 'customer' && givenBefore && { givenBefore }),
  };
}

const correctedInvoiceOf = (contractId: string, { disputeId, correctedPeriodNumber }: billing.AdjustmentPosted): string =>
  invoiceOfDispute(disputeId) ?? invoiceIdOf(contractId, correctedPeriodNumber);

function adjustmentWords({ disputeId, correctedPeriodNumber }: billing.AdjustmentPosted, { kind, correctedKind, tariffChargeId }: billing.AdjustmentLine): string {
  const what = tariffChargeId === undefined ? '' : ` of ${tariffChargeId}`;
  if (disputeId !== '') return `${DISPUTE_WORDS[kind] ?? kind}${what} of month ${correctedPeriodNumber}, dispute ${disputeId}`;
  const charge = CHARGE_WORDS[correctedKind] ?? correctedKind;
  return kind === 'reversal' ? `${charge} of month ${correctedPeriodNumber} as it was charged, taken back` : `${charge} of month ${correctedPeriodNumber} as the service ran`;
}

const DISPUTE_WORDS: Partial<Record<billing.LineKind, string>> = {
  reversal: 'All that was charged for octets',
  reentry: 'Octets at the corrected rate',
  credit: 'Given back',
};

const CHARGE_WORDS: Partial<Record<billing.LineKind, string>> = {
  recurring: 'Capacity',
  'setup-fee': 'Set-up',
  'early-termination': 'Rest of the term',
  'service-credit': 'Service credit',
};

function volume(rates: Rates, carried: SegmentUsage): Pick<billing.BillLine, 'segmentId' | 'quantity' | 'unitPrice' | 'exactAmount' | 'amount' | 'records'> {
  const exactAmount = carried[rates.side];
  const { segmentId } = rates.tariff;
  return { segmentId, quantity: carried.octets, unitPrice: perGigabyte(rates), exactAmount, amount: roundLine(exactAmount), records: carried.records };
}
