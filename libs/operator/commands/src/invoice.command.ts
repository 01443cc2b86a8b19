import { writeFileSync } from 'node:fs';
import { issuedInvoice } from '@carriermesh/billing-service';
import { formatInstant, toHex } from '@carriermesh/kernel';
import { OperationalError } from '@carriermesh/platform-errors';
import { invoicePdf } from './invoice-pdf.js';
import { customerBill, percentText, type IssuedInvoice } from './invoice-tmf678.js';
import { amount } from './order-story.js';
import { withReplayedLedger, type ReplayFlags } from './replay-source.js';
import { count, EXIT, sayOnStderr } from './say.js';

export type InvoiceFlags = Pick<ReplayFlags, 'home' | 'ledger' | 'json'> & { readonly pdf?: string };

/** An invoice as it was issued, from the ledger: as text, as TM Forum's customer bill, or as a file to print. */
export async function showInvoiceCommand(invoiceId: string, flags: InvoiceFlags): Promise<number> {
  return withReplayedLedger(flags, async (ledger) => {
    const found = await issuedInvoice(ledger, invoiceId);
    if (!found) {
      sayOnStderr(`carriermesh: the ledger holds no invoice ${invoiceId}`);
      return EXIT.refused;
    }
    const issued = { ...found, sha256: toHex(found.sha256) };
    if (flags.pdf !== undefined) writePdf(flags.pdf, await invoicePdf(issued));
    process.stdout.write(flags.json ? `${JSON.stringify(customerBill(issued))}\n` : invoiceText(issued));
    return EXIT.done;
  });
}

function writePdf(file: string, bytes: Uint8Array): void {
  try {
    writeFileSync(file, bytes);
  } catch (error) {
    throw new OperationalError('misconfigured', `${file} can't be written: ${(error as Error).message}`, { cause: error });
  }
}

function invoiceText({ invoice, issuedAt, sha256 }: IssuedInvoice): string {
  const { invoiceId, buyerId, contractId, periodNumber, periodFrom, periodUntil, lines, net, tax, taxBasisPoints, total, note } = invoice;
  return [
    `${invoiceId}: ${amount(total)} ${total.currency} from ${buyerId}${note ? `, ${note.kind} note ${note.number} to ${note.correctedDocumentId}` : ''}`,
    `  contract ${contractId}, month ${periodNumber}: ${formatInstant(periodFrom)} to ${formatInstant(periodUntil)}`,
    `  issued at ${formatInstant(issuedAt)}, SHA-256 ${sha256}`,
    ...lines.map((line) => `    ${line.lineId}  ${amount(line.amount)}  ${line.description}: ${line.quantity} at ${amount(line.unitPrice)}${line.records > 0 ? `, ${count(line.records)} records` : ''}`),
    `  net ${amount(net)}, tax ${percentText(taxBasisPoints)} % ${amount(tax)}, total ${amount(total)} ${total.currency}`,
    '',
  ].join('\n');
}
