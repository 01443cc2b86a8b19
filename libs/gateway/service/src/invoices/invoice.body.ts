import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { billing } from '@carriermesh/wire';
import { MoneyBody, moneyBody, timeBody } from '../http/bodies.js';
import { BillToBody } from '../parties/party.body.js';

const LINE_KINDS = billing.LineKind.names.filter((name) => name !== 'unspecified');
const NOTE_KINDS = billing.NoteKind.names.filter((name) => name !== 'unspecified');

export class NoteBody {
  @ApiProperty({ description: 'debit: more is owed than the invoice says; credit: less.', enum: NOTE_KINDS, example: 'debit' })
  kind!: string;

  @ApiProperty({ description: 'Which note to the invoice, from 1.', example: 1 })
  number!: number;

  @ApiProperty({ description: 'The invoice that it corrects.', example: 'inv_0b5c1f6e-4f5a-8d2b-9c3e-1a2b3c4d5e6f-1' })
  correctedInvoiceId!: string;
}

export class CorrectionBody {
  @ApiProperty({ description: 'The closed month that the line corrects.', example: 1 })
  periodNumber!: number;

  @ApiProperty({ description: 'The invoice that went out for it.', example: 'inv_0b5c1f6e-4f5a-8d2b-9c3e-1a2b3c4d5e6f-1' })
  invoiceId!: string;
}

export class InvoiceSummaryBody {
  @ApiProperty({ description: 'The invoice’s id.', example: 'inv_0b5c1f6e-4f5a-8d2b-9c3e-1a2b3c4d5e6f-1' })
  invoiceId!: string;

  @ApiProperty({ description: 'The contract that it is about.', example: 'con_0b5c1f6e-4f5a-8d2b-9c3e-1a2b3c4d5e6f' })
  contractId!: string;

  @ApiProperty({ description: 'Which month of the service, from 1.', example: 1 })
  periodNumber!: number;

  @ApiProperty({ description: 'What is owed, with tax; where it is negative, what the buyer is owed, which is carried to no other invoice.', type: MoneyBody, example: { amount: '1469.06', currency: 'EUR' } })
  total!: MoneyBody;

  @ApiProperty({ description: 'When it was issued.', format: 'date-time', example: '2026-04-01T13:00:00Z' })
  issuedAt!: string;

  @ApiPropertyOptional({ description: 'Only on a note, which corrects the invoice of a closed month.', type: NoteBody })
  note?: NoteBody;
}

export class InvoicesBody {
  @ApiProperty({ description: 'Newest first.', type: [InvoiceSummaryBody] })
  invoices!: readonly InvoiceSummaryBody[];
}

export class InvoiceLineBody {
  @ApiProperty({ description: 'Names the line.', example: 'seg_0b5c1f6e-4f5a-8d2b-9c3e-1a2b3c4d5e6f-1/recurring' })
  lineId!: string;

  @ApiProperty({ description: 'recurring: capacity kept free; usage: octets carried; late-usage: octets of a month that was billed before they were reported; setup-fee: what a supplier is owed once for what the service came up on, on settlements alone; early-termination: what is due for the rest of the term; service-credit: given back for a month that worked for less than was promised; reversal, reentry, credit: what a settled dispute, or what turned out later, takes back, charges anew or gives back.', enum: LINE_KINDS, example: 'recurring' })
  kind!: string;

  @ApiProperty({ description: 'The segment that is charged; empty for what the contract’s tariff charges of the service as a whole.', example: 'seg_0b5c1f6e-4f5a-8d2b-9c3e-1a2b3c4d5e6f-1' })
  segmentId!: string;

  @ApiProperty({ description: 'The line in words.', example: 'Capacity LON1–NYC1, 100 Mbit/s' })
  description!: string;

  @ApiProperty({ description: 'Seconds of the month for a recurring line, octets for usage and for a tariff’s charge.', example: '2678400' })
  quantity!: string;

  @ApiProperty({ description: 'For one month, or for 10^9 octets; of a set-up all of it, for however many resources; a tariff’s charge has its prices in its description.', type: MoneyBody, example: { amount: '1234.50', currency: 'EUR' } })
  unitPrice!: MoneyBody;

  @ApiProperty({ description: 'Before rounding.', type: MoneyBody, example: { amount: '1234.50', currency: 'EUR' } })
  exactAmount!: MoneyBody;

  @ApiProperty({ description: 'In whole minor units, halves away from zero.', type: MoneyBody, example: { amount: '1234.50', currency: 'EUR' } })
  amount!: MoneyBody;

  @ApiProperty({ description: 'Usage records that the line sums up.', example: 0 })
  records!: number;

  @ApiPropertyOptional({ description: 'Only on a line that corrects a closed month.', type: CorrectionBody })
  corrects?: CorrectionBody;
}

export class BilledTaxBody {
  @ApiProperty({ description: 'The tax, as the contract’s tariff calls it.', example: 'vat' })
  taxId!: string;

  @ApiProperty({ description: 'Its rate.', example: '19' })
  percent!: string;

  @ApiProperty({ description: 'The lines that it is due on, together.', type: MoneyBody, example: { amount: '1234.50', currency: 'EUR' } })
  base!: MoneyBody;

  @ApiProperty({ description: 'What is due.', type: MoneyBody, example: { amount: '234.56', currency: 'EUR' } })
  amount!: MoneyBody;
}

export class InvoiceBody {
  @ApiProperty({ description: 'The invoice’s id.', example: 'inv_0b5c1f6e-4f5a-8d2b-9c3e-1a2b3c4d5e6f-1' })
  invoiceId!: string;

  @ApiProperty({ description: 'The contract that it is about.', example: 'con_0b5c1f6e-4f5a-8d2b-9c3e-1a2b3c4d5e6f' })
  contractId!: string;

  @ApiProperty({ description: 'The order that led to the contract.', example: 'ord_0b5c1f6e-4f5a-8d2b-9c3e-1a2b3c4d5e6f' })
  orderId!: string;

  @ApiProperty({ description: 'Who owes it.', example: 'acme' })
  buyerId!: string;

  @ApiPropertyOptional({ description: 'How it is called and where it is, as it is now and no part of what was issued. Absent where it never said so.', type: BillToBody })
  billTo?: BillToBody;

  @ApiProperty({ description: 'Which month of the service, from 1.', example: 1 })
  periodNumber!: number;

  @ApiProperty({ description: 'First instant of the month.', format: 'date-time', example: '2026-03-01T12:00:05Z' })
  periodFrom!: string;

  @ApiProperty({ description: 'First instant after it.', format: 'date-time', example: '2026-04-01T12:00:05Z' })
  periodUntil!: string;

  @ApiProperty({ description: 'What is charged.', type: [InvoiceLineBody] })
  lines!: readonly InvoiceLineBody[];

  @ApiProperty({ description: 'The sum of the lines.', type: MoneyBody, example: { amount: '1234.50', currency: 'EUR' } })
  net!: MoneyBody;

  @ApiProperty({ description: 'Tax, ten-thousandths.', example: 1900 })
  taxBasisPoints!: number;

  @ApiPropertyOptional({ description: 'Where the contract’s tariff states the taxes: the tax is their sum, and the ten-thousandths are 0.', type: [BilledTaxBody] })
  taxes?: readonly BilledTaxBody[];

  @ApiProperty({ description: 'Tax on the net, in whole minor units.', type: MoneyBody, example: { amount: '234.56', currency: 'EUR' } })
  tax!: MoneyBody;

  @ApiProperty({ description: 'Net and tax.', type: MoneyBody, example: { amount: '1469.06', currency: 'EUR' } })
  total!: MoneyBody;

  @ApiPropertyOptional({ description: 'Only on a note, which corrects the invoice of a closed month; its period is that month.', type: NoteBody })
  note?: NoteBody;
}

const noteBody = ({ kind, number, correctedDocumentId }: billing.CorrectionNote): NoteBody => ({ kind, number, correctedInvoiceId: correctedDocumentId });

export const invoiceSummaryBody = (summary: billing.InvoiceSummary): InvoiceSummaryBody => ({
  invoiceId: summary.invoiceId,
  contractId: summary.contractId,
  periodNumber: summary.periodNumber,
  total: moneyBody(summary.total),
  issuedAt: timeBody(summary.issuedAt),
  ...(summary.note ? { note: noteBody(summary.note) } : {}),
});

export const invoiceBody = (invoice: billing.Invoice, billTo: BillToBody | undefined): InvoiceBody => ({
  invoiceId: invoice.invoiceId,
  contractId: invoice.contractId,
  orderId: invoice.orderId,
  buyerId: invoice.buyerId,
  ...(billTo ? { billTo } : {}),
  periodNumber: invoice.periodNumber,
  periodFrom: timeBody(invoice.periodFrom),
  periodUntil: timeBody(invoice.periodUntil),
  lines: invoice.lines.map(lineBody),
  net: moneyBody(invoice.net),
  taxBasisPoints: invoice.taxBasisPoints,
  ...(invoice.taxes ? { taxes: invoice.taxes.taxes.map(({ taxId, percent, base, amount }) => ({ taxId, percent, base: moneyBody(base), amount: moneyBody(amount) })) } : {}),
  tax: moneyBody(invoice.tax),
  total: moneyBody(invoice.total),
  ...(invoice.note ? { note: noteBody(invoice.note) } : {}),
});

/** Without what it corrects, which invoices and settlements name by their own ids. */
export const ownLineBody = (line: billing.BillLine): Omit<InvoiceLineBody, 'corrects'> => ({
  lineId: line.lineId,
  kind: line.kind,
  segmentId: line.segmentId,
  description: line.description,
  quantity: String(line.quantity),
  unitPrice: moneyBody(line.unitPrice),
  exactAmount: moneyBody(line.exactAmount),
  amount: moneyBody(line.amount),
  records: line.records,
});

const lineBody = (line: billing.BillLine): InvoiceLineBody => ({
  ...ownLineBody(line),
  ...(line.correctedPeriodNumber > 0 ? { corrects: { periodNumber: line.correctedPeriodNumber, invoiceId: line.correctedDocumentId } } : {}),
});
