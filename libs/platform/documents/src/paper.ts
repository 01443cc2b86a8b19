import PDFDocument from 'pdfkit';
import { formatInstant, type Instant, instantToMs, type Money } from '@carriermesh/kernel';
import type { billing } from '@carriermesh/wire';
import { price, quantityText } from './quantity-text.js';

const MARGIN = 50;
/** A4 less its margins, in points: what is charged, how much of it, for how much. */
const COLUMNS = [{ x: MARGIN, width: 235 }, { x: 290, width: 160 }, { x: 455, width: 90 }] as const;
const LINE_HEIGHT = 13;
const ROW_GAP = 7;
const BOTTOM = 760;
const [REGULAR, BOLD] = ['Helvetica', 'Helvetica-Bold'];

/** What a document of billing says on paper. */
export interface Paper {
  readonly title: string;
  readonly documentId: string;
  /** The day that the file itself bears. */
  readonly at: Instant;
  /** Names and values, above the lines. */
  readonly facts: readonly (readonly [name: string, value: string])[];
  readonly lines: readonly billing.BillLine[];
  /** Names and amounts, below the lines; the last stands out. */
  readonly sums: readonly (readonly [name: string, amount: Money])[];
  /** What proves the paper, at the foot of each page. */
  readonly footer: string;
}

/** A file that a person can read and print. The same document gives the same bytes: nothing in it is of the moment or the machine. */
export function paperPdf(paper: Paper): Promise<Buffer> {
  const { title, documentId, at } = paper;
  const date = new Date(instantToMs(at));
  const document = new PDFDocument({ size: 'A4', margin: MARGIN, bufferPages: true, info: { Title: `${title} ${documentId}`, Author: 'CarrierMesh', CreationDate: date, ModDate: date } });
  const chunks: Buffer[] = [];
  const finished = new Promise<Buffer>((resolve, reject) => {
    document.on('data', (chunk: Buffer) => void chunks.push(chunk));
    document.on('end', () => resolve(Buffer.concat(chunks)));
    document.on('error', reject);
  });
  heading(document, paper);
  table(document, paper);
  sums(document, paper);
  footers(document, paper);
  document.end();
  return finished;
}

type Page = InstanceType<typeof PDFDocument>;

export const dateAndTime = (at: Instant): string => formatInstant(at).slice(0, 16).replace('T', ' ');

function heading(document: Page, { title, facts }: Paper): void {
  document.font(BOLD).fontSize(22).text(title, MARGIN, MARGIN);
  document.moveDown(0.6);
  for (const [name, value] of facts) {
    const y = document.y;
    document.font(BOLD).fontSize(9).text(name, MARGIN, y, { width: 70 });
    document.font(REGULAR).text(value, MARGIN + 75, y);
  }
  document.moveDown(1.5);
}

function table(document: Page, { lines }: Paper): void {
  row(document, ['Charge', 'Quantity and price', 'Amount'], BOLD);
  rule(document);
  for (const line of lines) row(document, [`${line.description}\n${line.lineId}`, quantityText(line).join('\n'), price(line.amount)], REGULAR);
  rule(document);
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

function sums(document: Page, paper: Paper): void {
  if (document.y + (paper.sums.length + 1) * LINE_HEIGHT > BOTTOM) document.addPage();
  for (const [index, [name, amount]] of paper.sums.entries()) row(document, ['', name, price(amount)], index === paper.sums.length - 1 ? BOLD : REGULAR);
}

/** Whoever has the ledger, or a bundle, finds the document by what stands here. */
function footers(document: Page, { documentId, footer }: Paper): void {
  const { start, count } = document.bufferedPageRange();
  for (let index = start; index < start + count; index += 1) {
    document.switchToPage(index);
    // Within the margin a text would begin a page of its own.
    document.page.margins.bottom = 0;
    document.font(REGULAR).fontSize(7).text(`${documentId}, page ${index + 1} of ${count}`, MARGIN, 790);
    document.text(footer, MARGIN, 800);
  }
}
