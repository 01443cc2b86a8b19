import { adjustedThing, billOfInvoice, invoiceIdOf, periodStream, segmentTariffsOf, tariffChargeOf, type Account } from '@carriermesh/billing-domain';
import { sum, type Money } from '@carriermesh/kernel';
import type { TypedLedger } from '@carriermesh/platform-chassis';
import { billing } from '@carriermesh/wire';
import { shown, type BillingRefusal } from './refusals.js';

/** Both sides of one bill as they were issued. */
export interface IssuedDocuments {
  readonly invoice: billing.Invoice;
  readonly settlements: readonly billing.Settlement[];
}

/** From the ledger, and not from a view that may lag behind it. `undefined` when no such invoice was issued. */
export async function issuedDocuments(ledger: TypedLedger, invoiceId: string): Promise<IssuedDocuments | undefined> {
  const bill = billOfInvoice(invoiceId);
  if (!bill || invoiceIdOf(bill.contractId, bill.periodNumber, bill.noteNumber) !== invoiceId) return undefined;
  const { events } = await ledger.load(periodStream(bill.contractId, bill.periodNumber));
  let invoice: billing.Invoice | undefined;
  const settlements: billing.Settlement[] = [];
  for (const event of events) {
    if (event.type === 'billing.v1.InvoiceIssued' && event.data.invoiceId === invoiceId) invoice = billing.Invoice.decode(event.data.invoice);
    if (event.type === 'billing.v1.SettlementIssued' && event.data.invoiceId === invoiceId) settlements.push(billing.Settlement.decode(event.data.settlement));
  }
  return invoice && { invoice, settlements };
}

/**
 * Why a dispute can't be settled so; `undefined` when it can.
 * @param earlier what earlier disputes about the same bill came to: what they gave back can't be given back again. What else corrected its month is looked at where
 * the correction is posted
 */
export function unfounded(wanted: readonly billing.LineSettlement[], issued: IssuedDocuments, account: Account, earlier: readonly billing.LineSettlement[]): BillingRefusal | undefined {
  const { currency, usageTariff } = account;
  const tariffs = segmentTariffsOf(account);
  const seen = new Set<string>();
  for (const settlement of wanted) {
    const { how, tariffChargeId } = settlement;
    const segmentId = adjustedThing(settlement);
    if (seen.has(segmentId)) return { code: 'segment-twice', segmentId };
    seen.add(segmentId);
    const isKnown = tariffChargeId === undefined ? tariffs.some((known) => known.segmentId === segmentId) : settlement.segmentId === '' && how.kind === 'credit' && issued.invoice.lines.some(isOf(settlement));
    if (!isKnown) return { code: 'segment-unknown', segmentId: shown(segmentId) };
    const amounts = how.kind === 'credit' ? [how.credit.customer, how.credit.supplier] : [how.rate.customerPerGigabyte, how.rate.supplierPerGigabyte];
    for (const amount of amounts) if (amount.currency !== currency || amount.microMinor < 0n) return { code: 'amount-malformed', amount, currency };
    if (how.kind === 'rate') {
      if (usageTariff && how.rate.customerPerGigabyte.microMinor !== 0n) return { code: 'rate-by-tariff', segmentId, tariffId: usageTariff.tariff.id };
      continue;
    }
    const charged = (lines: readonly billing.BillLine[]): Money => sum(currency, lines.filter(isOf(settlement)).map(({ amount }) => amount));
    const [paid, owed] = [charged(issued.invoice.lines), charged(issued.settlements.flatMap(({ lines }) => lines))];
    if (how.credit.customer.microMinor === 0n && how.credit.supplier.microMinor === 0n) return { code: 'credit-empty', segmentId };
    for (const [side, charge] of [['customer', paid], ['supplier', owed]] as const) {
      const given = sum(currency, earlier.flatMap((line) => (adjustedThing(line) === segmentId && line.how.kind === 'credit' ? [line.how.credit[side]] : [])));
      const credit = how.credit[side];
      if (credit.microMinor > 0n && credit.microMinor + given.microMinor > charge.microMinor) return { code: 'credit-exceeds-charge', side, segmentId, credit, charged: charge, given };
    }
  }
  return undefined;
}

/** What a tariff charges is of no segment: each charge is given back by itself, with the taxes that it was charged with. */
const isOf = ({ segmentId, tariffChargeId }: billing.LineSettlement) => (line: billing.BillLine): boolean =>
  tariffChargeId === undefined ? line.segmentId === segmentId : line.segmentId === '' && tariffChargeOf(line.lineId) === tariffChargeId;
