import { formatInstant, type Instant } from '@carriermesh/kernel';
import type { billing } from '@carriermesh/wire';
import { dateAndTime, paperPdf } from './paper.js';

export interface ShownSettlement {
  readonly settlement: billing.Settlement;
  /** The hash is of the document as it went out, in hexadecimal digits. */
  readonly issued: { readonly at: Instant; readonly sha256: string };
}

/** What a supplier is owed for a month, as it can read and print it. It names the customer no more than the supplier's own contract does. */
export function settlementPdf({ settlement, issued }: ShownSettlement): Promise<Buffer> {
  const { settlementId, providerId, contractId, periodNumber, periodFrom, periodUntil, lines, total, note } = settlement;
  return paperPdf({
    title: contractId === '' ? 'Settlement of the month' : note ? `Settlement, ${note.kind} note` : 'Settlement',
    documentId: settlementId,
    at: issued.at,
    facts: [
      ['Number', settlementId],
      ['Date', formatInstant(issued.at).slice(0, 10)],
      ['Supplier', providerId],
      ['Contract', contractId || 'all'],
      ['Period', `${contractId === '' ? '' : `month ${periodNumber}: `}${dateAndTime(periodFrom)} until ${dateAndTime(periodUntil)} (UTC)`],
      ...(note ? ([['Corrects', note.correctedDocumentId]] as const) : []),
    ],
    lines,
    sums: [[total.microMinor < 0n ? 'Owed by the supplier' : 'Owed to the supplier', total]],
    footer: `SHA-256 of the issued document ${issued.sha256}`,
  });
}
