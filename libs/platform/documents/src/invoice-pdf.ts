import { formatInstant } from '@carriermesh/kernel';
import { taxesOf, type ShownInvoice } from './customer-bill.js';
import { dateAndTime, type Paper, paperPdf } from './paper.js';

/** An invoice that a person can read and print, or a preview that says on every page that it is none. */
export function invoicePdf(shown: ShownInvoice): Promise<Buffer> {
  const { invoice, issued } = shown;
  const { invoiceId, lines, net, total, periodFrom } = invoice;
  return paperPdf({
    title: titleOf(shown),
    documentId: invoiceId,
    at: issued?.at ?? periodFrom,
    facts: factsOf(shown),
    lines,
    sums: [['Net', net], ...taxesOf(invoice).map(({ category = 'Tax', percent, amount }) => [`${category} ${percent} %`, amount] as const), ['Total', total]],
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
    ...(note ? ([['Corrects', note.correctedDocumentId]] as const) : []),
  ];
}
