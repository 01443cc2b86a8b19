import PDFDocument from 'pdfkit';
import { formatInstant, formatMoney, instantToMs, type Money } from '@carriermesh/kernel';
import type { billing } from '@carriermesh/wire';
import { percentText, type ShownInvoice } from './customer-bill.js';

const MARGIN = 50;
/** A4 less its margins, in points: what is charged, how much of it, for how much. */
const COLUMNS = [{ x: MARGIN, width: 235 }, { x: 290, width: 160 }, { x: 455, width: 90 }] as const;
const LINE_HEIGHT = 13;
const ROW_GAP = 7;
const BOTTOM = 760;
const [REGULAR, BOLD] = ['Helvetica', 'Helvetica-Bold'];

/** An invoice that a person can read and print. The same invoice gives the same bytes: nothing in it is of the moment or the machine. */
export function invoicePdf(shown: ShownInvoice): Promise<Buffer> {
  const { invoice, issued } = shown;
  const date = new Date(instantToMs(issued?.at ?? invoice.periodFrom));
  const document = new PDFDocument({ size: 'A4', margin: MARGIN, bufferPages: true, info: { Title: `${titleOf(shown)} ${invoice.invoiceId}`, Author: 'CarrierMesh', CreationDate: date, ModDate: date } });
  const chunks: Buffer[] = [];
  const finished = new Promise<Buffer>((resolve, reject) => {
    document.on('data', (chunk: Buffer) => void chunks.push(chunk));
    document.on('end', () => resolve(Buffer.concat(chunks)));
    document.on('error', reject);
  });
  heading(document, shown);
  table(document, invoice);
  sums(document, invoice);
  footers(document, shown);
  document.end();
  return finished;
}

type Page = InstanceType<typeof PDFDocument>;

function titleOf({ invoice: { note }, issued }: ShownInvoice): string {
  if (!issued) return 'Preview, no invoice';
  return note ? `${note.kind === 'credit' ? 'Credit' : 'Debit'} note` : 'Invoice';
}
const price = (amount: Money): string => `${formatMoney(amount)} ${amount.currency}`;

function heading(document: Page, shown: ShownInvoice): void {
  const { invoice, issued } = shown;
  const { invoiceId, buyerId, contractId, orderId, periodNumber, periodFrom, periodUntil, note } = invoice;
  document.font(BOLD).fontSize(22).text(titleOf(shown), MARGIN, MARGIN);
  document.moveDown(0.6);
  const facts = [
    ...(issued ? [['Number', invoiceId], ['Date', formatInstant(issued.at).slice(0, 10)]] : []),
    ['Customer', buyerId],
    ['Contract', contractId],
    ['Order', orderId],
    ['Period', `month ${periodNumber}: ${dateAndTime(periodFrom)} until ${dateAndTime(periodUntil)} (UTC)`],
    ...(note ? [['Corrects', note.correctedDocumentId]] : []),
  ] as const;
  for (const [name = '', value = ''] of facts) {
    const y = document.y;
    document.font(BOLD).fontSize(9).text(name, MARGIN, y, { width: 70 });
    document.font(REGULAR).text(value, MARGIN + 75, y);
  }
  document.moveDown(1.5);
}

const dateAndTime = (at: billing.Invoice['periodFrom']): string => formatInstant(at).slice(0, 16).replace('T', ' ');

function table(document: Page, { lines }: billing.Invoice): void {
  row(document, ['Charge', 'Quantity and price', 'Amount'], BOLD);
  rule(document);
  for (const line of lines) row(document, [`${line.description}\n${line.lineId}`, quantityText(line), price(line.amount)], REGULAR);
  rule(document);
}

function quantityText({ kind, quantity, unitPrice, records }: billing.BillLine): string {
  if (kind === 'recurring') return `a month of ${quantity} s\nat ${price(unitPrice)}`;
  if (kind === 'service-credit') return `${quantity} s at fault`;
  return records > 0 ? `${quantity} octets in ${records}\nrecords, at ${price(unitPrice)} a gigabyte` : '';
}

/** Rows are never cut: one that does not fit begins the next page. */
function row(document: Page, cells: readonly [string, string, string], font: string): void {
  document.font(font).fontSize(9);
  const height = Math.max(...cells.map((text, index) => document.heightOfString(text, { width: COLUMNS[index]?.width ?? 0 })));
  if (document.y + height > BOTTOM) document.addPage();
  const y = document.y;
  for (const [index, text] of cells.entries()) {
    const { x, width } = COLUMNS[index] ?? COLUMNS[0];
    document.text(text, x, y, { width, align: index === 2 ? 'right' : 'left' });
  }
  document.y = y + height + ROW_GAP;
}

function rule(document: Page): void {
  document.moveTo(MARGIN, document.y - ROW_GAP / 2).lineTo(545, document.y - ROW_GAP / 2).lineWidth(0.5).stroke();
}

function sums(document: Page, { net, tax, taxBasisPoints, total }: billing.Invoice): void {
  if (document.y + 4 * LINE_HEIGHT > BOTTOM) document.addPage();
  row(document, ['', 'Net', price(net)], REGULAR);
  row(document, ['', `Tax ${percentText(taxBasisPoints)} %`, price(tax)], REGULAR);
  row(document, ['', 'Total', price(total)], BOLD);
}

/** What proves the paper: whoever has the ledger, or a bundle, finds the document by this hash. */
function footers(document: Page, { invoice, issued }: ShownInvoice): void {
  const { start, count } = document.bufferedPageRange();
  for (let index = start; index < start + count; index += 1) {
    document.switchToPage(index);
    // Within the margin a text would begin a page of its own.
    document.page.margins.bottom = 0;
    document.font(REGULAR).fontSize(7).text(`${invoice.invoiceId}, page ${index + 1} of ${count}`, MARGIN, 790);
    document.text(issued ? `SHA-256 of the issued document ${issued.sha256}` : 'A preview of an open month: nothing was issued, and nothing is owed by it.', MARGIN, 800);
  }
}
