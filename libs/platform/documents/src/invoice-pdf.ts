import { formatInstant } from '@carriermesh/kernel';
import { owedToCustomer, taxesOf, type ShownInvoice } from './customer-bill.js';
import { dateAndTime, type Paper, paperPdf } from './paper.js';

/** An invoice that a person can read and print, or a preview that says on every page that it is none. */
export function invoicePdf(shown: ShownInvoice): Promise<Buffer> {
  const { invoice, issued } = shown;
  const { invoiceId, lines, net, total, periodFrom } = invoice;
  const owed = owedToCustomer(invoice);
  return paperPdf({
    title: titleOf(shown),
    documentId: invoiceId,
    at: issued?.at ?? periodFrom,
    facts: factsOf(shown),
    lines,
    sums: [['Net', net], ...taxesOf(invoice).map(({ category = 'Tax', percent, amount }) => [`${category} ${percent} %`, amount] as const), ['Total', total], ...(owed ? [[issued ? 'Owed to the customer' : 'Would be owed to the customer', owed] as const] : [])],
    footer: issued ? `SHA-256 of the issued document ${issued.sha256}` : 'A preview of an open month: nothing was issued, and nothing is owed by it.',
  });
}

function titleOf({ invoice: { note }, issued }: ShownInvoice): string {
  if (!issued) return 'Preview, no invoice';
  return note ? `${note.kind === 'credit' ? 'Credit' : 'Debit'} note` : 'Invoice';
}

function factsOf({ invoice, issued }: ShownInvoice): Paper['facts'] {
  const { invoiceId, buyerId, contractId, orderId, periodNumber, periodFrom, periodUntil, note } = invoice;
  return [
    ...(issued ? ([['Number', invoiceId], ['Date', formatInstant(issued.at).slice(0, 10)]] as const) : []),
    ['Customer', buyerId],
    ['Contract', contractId],
    ['Order', orderId],
    ['Period', `month ${periodNumber}: ${dateAndTime(periodFrom)} until ${dateAndTime(periodUntil)} (UTC)`],
    ...(owedToCustomer(invoice) ? ([['Below zero', 'More is given back than charged. What the customer is owed is carried to no other bill.']] as const) : []),
    ...(note ? ([['Corrects', note.correctedDocumentId]] as const) : []),
  ];
}
