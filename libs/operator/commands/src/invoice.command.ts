import { issuedInvoice, previewInvoice, type InvoicePreview } from '@carriermesh/billing-service';
import { formatInstant, parseInstant, sameUuid, toHex } from '@carriermesh/kernel';
import { customerBill, invoicePdf, owedToCustomer, taxesOf, quantityText, type ShownInvoice } from '@carriermesh/platform-documents';
import { OperationalError } from '@carriermesh/platform-errors';
import type { billing } from '@carriermesh/wire';
import { amount } from './order-story.js';
import { withReplayedLedger, type ReplayFlags } from './replay-source.js';
import { EXIT, tellRefusal } from './say.js';
import { writeFile } from './write-file.js';

export type InvoiceFlags = Omit<ReplayFlags, 'whatIf'> & { readonly pdf?: string };

export interface OpenMonthFlags extends InvoiceFlags {
  readonly at?: string;
  readonly month?: string;
}

/** An invoice as it was issued, from the ledger: as text, as TM Forum's customer bill, or as a file to print. */
export async function showInvoiceCommand(invoiceId: string, flags: InvoiceFlags): Promise<number> {
  return withReplayedLedger(flags, async (ledger) => {
    const found = await issuedInvoice(ledger, invoiceId);
    if (!found) return tellRefusal({ code: 'invoice-unknown', message: `The ledger holds no invoice ${JSON.stringify(invoiceId)}.`, facts: {} }, flags.json);
    const issued = { at: found.issuedAt, sha256: toHex(found.sha256) };
    const shown = { invoice: found.invoice, issued };
    if (flags.pdf !== undefined) writeFile(flags.pdf, await invoicePdf(shown));
    process.stdout.write(flags.json ? `${JSON.stringify(customerBill(shown))}\n` : invoiceText(found.invoice, `issued at ${formatInstant(issued.at)}, SHA-256 ${issued.sha256}`));
    return EXIT.done;
  });
}

/** The bill of a contract's open month as it would be if it were closed now, or with what the ledger held at an earlier instant. */
export async function previewOpenMonth(id: string, flags: OpenMonthFlags): Promise<number> {
  const month = monthOf(flags);
  if (flags.at !== undefined && parseInstant(flags.at) === undefined) throw new OperationalError('misconfigured', `--at is an instant such as 2026-05-01T00:00:00Z, not "${flags.at.slice(0, 80)}"`);
  return withReplayedLedger({ ...flags, ...(flags.at === undefined ? {} : { asOf: flags.at }) }, async (ledger) => {
    const outcome = await previewInvoice(ledger, id.startsWith('ord_') ? sameUuid('con', id) : id, month);
    if (outcome.kind === 'refused') return tellRefusal(outcome.refused, flags.json);
    const { preview } = outcome;
    const shown: ShownInvoice = { invoice: preview.bill.invoice };
    if (flags.pdf !== undefined) writeFile(flags.pdf, await invoicePdf(shown));
    process.stdout.write(flags.json ? `${JSON.stringify(previewJson(preview))}\n` : previewText(preview));
    return EXIT.done;
  });
}

function monthOf({ month }: OpenMonthFlags): number | undefined {
  if (month === undefined) return undefined;
  if (!/^[1-9]\d{0,3}$/.test(month)) throw new OperationalError('misconfigured', `--month is the number of a month of the service, from 1, not "${month.slice(0, 80)}"`);
  return Number(month);
}

const previewJson = ({ bill: { invoice, settlements, balance }, readUpTo, doubts }: InvoicePreview): Record<string, unknown> => ({
  preview: true,
  readUpTo: readUpTo.toString(),
  bill: customerBill({ invoice }),
  settlements: settlements.map(({ settlementId, providerId, total }) => ({ settlementId, providerId, total: amount(total) })),
  margin: amount(balance.margin),
  doubts: doubts.map(({ code, detail, lineIds }) => ({ code, detail, lineIds })),
});

function previewText({ bill: { invoice, settlements, balance }, readUpTo, doubts }: InvoicePreview): string {
  return [
    'PREVIEW of an open month, no invoice: nothing was issued, and usage that comes later will change it.',
    invoiceText(invoice, `with what the ledger holds up to position ${readUpTo}`).trimEnd(),
    ...settlements.map(({ providerId, total }) => `  to ${providerId} ${amount(total)} ${total.currency}`),
    `  margin ${amount(balance.margin)} ${balance.margin.currency}`,
    ...doubts.map(({ code, detail }) => `  in doubt: ${code}, ${detail}`),
    '',
  ].join('\n');
}

function invoiceText(invoice: billing.Invoice, basis: string): string {
  const { invoiceId, buyerId, contractId, periodNumber, periodFrom, periodUntil, lines, net, total, note } = invoice;
  const owed = owedToCustomer(invoice);
  return [
    `${invoiceId}: ${owed ? `${amount(owed)} ${owed.currency} to` : `${amount(total)} ${total.currency} from`} ${buyerId}${note ? `, ${note.kind} note ${note.number} to ${note.correctedDocumentId}` : ''}`,
    `  contract ${contractId}, month ${periodNumber}: ${formatInstant(periodFrom)} to ${formatInstant(periodUntil)}`,
    `  ${basis}`,
    ...lines.map((line) => `    ${line.lineId}  ${amount(line.amount)}  ${[line.description, quantityText(line).join(' ')].filter(Boolean).join(': ')}`),
    `  net ${amount(net)}, ${taxesOf(invoice).map((tax) => `${tax.category ?? 'tax'} ${tax.percent} % ${amount(tax.amount)}, `).join('')}total ${amount(total)} ${total.currency}`,
    ...(owed ? [`  below zero: more is given back than charged, and ${amount(owed)} ${owed.currency} is owed to ${buyerId}; it is carried to no other bill`] : []),
    '',
  ].join('\n');
}
