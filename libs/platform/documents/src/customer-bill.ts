import { formatInstant, formatMoney, type Instant, type Money, negate } from '@carriermesh/kernel';
import type { billing } from '@carriermesh/wire';

export interface ShownInvoice {
  readonly invoice: billing.Invoice;
  /** Absent where it is a preview: nothing was issued, and it says so. The hash is of the document as it went out, in hexadecimal digits. */
  readonly issued?: { readonly at: Instant; readonly sha256: string };
}

/** An invoice as TM Forum's customer bill (TMF678 v5), with its applied billing rates inside. Amounts are JSON numbers, written digit by digit. */
export function customerBill({ invoice, issued }: ShownInvoice): Record<string, unknown> {
  const { invoiceId, contractId, orderId, buyerId, lines, net, total, note } = invoice;
  const owed = owedToCustomer(invoice);
  return {
    '@type': 'CustomerBill',
    id: invoiceId,
    href: hrefOf(invoiceId),
    ...(issued ? { billNo: invoiceId, billDate: formatInstant(issued.at), state: 'sent' } : { state: 'new' }),
    billingPeriod: periodOf(invoice),
    category: categoryOf(note),
    runType: note ? 'offCycle' : 'onCycle',
    taxExcludedAmount: moneyOf(net),
    taxIncludedAmount: moneyOf(total),
    amountDue: moneyOf(total),
    ...(owed && { owedToCustomer: moneyOf(owed) }),
    taxItem: taxesOf(invoice).map(({ category, percent, amount }) => ({ '@type': 'TaxItem', ...(category !== undefined && { taxCategory: category }), taxRate: literal(percent), taxAmount: moneyOf(amount) })),
    billingAccount: { '@type': 'BillingAccountRef', '@referredType': 'BillingAccount', id: contractId },
    relatedParty: [{ '@type': 'RelatedPartyOrPartyRole', role: 'customer', partyOrPartyRole: { '@type': 'PartyRef', '@referredType': 'Party', id: buyerId } }],
    relatedEntity: [
      { '@type': 'RelatedEntity', role: 'agreement', entity: { '@type': 'EntityRef', '@referredType': 'Agreement', id: contractId } },
      { '@type': 'RelatedEntity', role: 'order', entity: { '@type': 'EntityRef', '@referredType': 'ServiceOrder', id: orderId } },
      ...(note ? [{ '@type': 'RelatedEntity', role: 'corrected', entity: { '@type': 'EntityRef', '@referredType': 'CustomerBill', id: note.correctedDocumentId } }] : []),
    ],
    appliedCustomerBillingRate: lines.map((line) => billingRate(invoice, { ...line, isBilled: issued !== undefined })),
  };
}

/** The same as a list shows it: without lines, and without what only the document says. */
export const customerBillSummary = ({ invoiceId, contractId, total, issuedAt, note }: billing.InvoiceSummary): Record<string, unknown> => ({
  '@type': 'CustomerBill',
  id: invoiceId,
  href: hrefOf(invoiceId),
  billNo: invoiceId,
  billDate: formatInstant(issuedAt),
  state: 'sent',
  category: categoryOf(note),
  taxIncludedAmount: moneyOf(total),
  amountDue: moneyOf(total),
  billingAccount: { '@type': 'BillingAccountRef', '@referredType': 'BillingAccount', id: contractId },
});

const hrefOf = (invoiceId: string): string => `/tmf-api/customerBillManagement/v5/customerBill/${invoiceId}`;
const categoryOf = (note: billing.CorrectionNote | undefined): string => (note ? `${note.kind}Note` : 'normal');

const billingRate = (invoice: billing.Invoice, { lineId, kind, description, amount, exactAmount, unitPrice, quantity, records, correctedDocumentId, isBilled }: billing.BillLine & { readonly isBilled: boolean }): Record<string, unknown> => ({
  '@type': 'AppliedCustomerBillingRate',
  id: lineId,
  name: description,
  type: kind,
  isBilled,
  periodCoverage: periodOf(invoice),
  taxExcludedAmount: moneyOf(amount),
  characteristic: [
    { name: 'exactAmount', value: formatMoney(exactAmount) },
    { name: 'unitPrice', value: formatMoney(unitPrice) },
    { name: 'quantity', value: quantity.toString() },
    { name: 'records', value: records.toString() },
    ...(correctedDocumentId === '' ? [] : [{ name: 'corrects', value: correctedDocumentId }]),
  ],
});

const periodOf = ({ periodFrom, periodUntil }: billing.Invoice): Record<string, string> => ({ startDateTime: formatInstant(periodFrom), endDateTime: formatInstant(periodUntil) });

/** TM Forum's money. */
export const moneyOf = (amount: Money): Record<string, unknown> => ({ unit: amount.currency, value: literal(formatMoney(amount)) });

/**
 * What the customer has to get, where more was given back than charged. The document alone says so: the sum is carried to no other bill, and the ledger
 * has neither a balance of the customer nor what is paid.
 */
export const owedToCustomer = ({ total }: Pick<billing.Invoice, 'total'>): Money | undefined => (total.microMinor < 0n ? negate(total) : undefined);

/** Each tax on an invoice: those that the contract's tariff states by their names, or the one that the contract itself does. */
export const taxesOf = ({ tax, taxBasisPoints, taxes }: billing.Invoice): readonly { readonly category?: string; readonly percent: string; readonly amount: Money }[] =>
  taxes ? taxes.taxes.map(({ taxId, percent, amount }) => ({ category: taxId, percent, amount })) : [{ percent: percentText(taxBasisPoints), amount: tax }];

/** 1,900 basis points are 19.00. */
export const percentText = (basisPoints: number): string => `${Math.floor(basisPoints / 100)}.${String(basisPoints % 100).padStart(2, '0')}`;

/** A number as these very digits: through a binary fraction a large sum would lose its cents. */
export const literal = (digits: string): unknown => (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON(digits);
