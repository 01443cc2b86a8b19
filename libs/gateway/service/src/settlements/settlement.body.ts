import { ApiProperty, ApiPropertyOptional, OmitType } from '@nestjs/swagger';
import { billing } from '@carriermesh/wire';
import { entry, MoneyBody, moneyBody, timeBody } from '../http/bodies.js';
import { InvoiceLineBody, ownLineBody } from '../invoices/invoice.body.js';

const NOTE_KINDS = billing.NoteKind.names.filter((name) => name !== 'unspecified');

export class SettlementNoteBody {
  @ApiProperty({ description: 'debit: more is owed than the settlement says; credit: less.', enum: NOTE_KINDS, example: 'debit' })
  kind!: string;

  @ApiProperty({ description: 'Which note to the month, from 1.', example: 1 })
  number!: number;

  @ApiProperty({ description: 'The settlement that it corrects.', example: 'set_0b5c1f6e-4f5a-8d2b-9c3e-1a2b3c4d5e6f-1-NetAlpha' })
  correctedSettlementId!: string;
}

export class SettlementCorrectionBody {
  @ApiProperty({ description: 'The closed month that the line corrects.', example: 1 })
  periodNumber!: number;

  @ApiProperty({ description: 'The settlement that went out for it.', example: 'set_0b5c1f6e-4f5a-8d2b-9c3e-1a2b3c4d5e6f-1-NetAlpha' })
  settlementId!: string;
}

export class SettlementLineBody extends OmitType(InvoiceLineBody, ['corrects'] as const) {
  @ApiPropertyOptional({ description: 'Only on a line that corrects a closed month.', type: SettlementCorrectionBody })
  corrects?: SettlementCorrectionBody;
}

export class SettlementSummaryBody {
  @ApiProperty({ description: 'The settlement’s id.', example: 'set_0b5c1f6e-4f5a-8d2b-9c3e-1a2b3c4d5e6f-1-NetAlpha' })
  settlementId!: string;

  @ApiProperty({ description: 'The contract that the supplier’s own belongs to; empty where the settlement is of the supplier’s month as a whole.', example: 'con_0b5c1f6e-4f5a-8d2b-9c3e-1a2b3c4d5e6f' })
  contractId!: string;

  @ApiProperty({ description: 'Which month of the service, from 1; 202612 for December 2026 where the settlement is of the supplier’s month as a whole.', example: 1 })
  periodNumber!: number;

  @ApiProperty({ description: 'What the supplier is owed; where it is negative, what the supplier owes.', type: MoneyBody, example: { amount: '987.50', currency: 'EUR' } })
  total!: MoneyBody;

  @ApiProperty({ description: 'When it was issued.', format: 'date-time', example: '2026-04-01T13:00:00Z' })
  issuedAt!: string;

  @ApiPropertyOptional({ description: 'Only on a note, which corrects the settlement of a closed month.', type: SettlementNoteBody })
  note?: SettlementNoteBody;
}

export class SettlementsBody {
  @ApiProperty({ description: 'Newest first.', type: [SettlementSummaryBody] })
  settlements!: readonly SettlementSummaryBody[];
}

export class SettlementBody extends SettlementSummaryBody {
  @ApiProperty({ description: 'Who is owed it.', example: 'NetAlpha' })
  supplierId!: string;

  @ApiProperty({ description: 'First instant of the month.', format: 'date-time', example: '2026-03-01T12:00:05Z' })
  periodFrom!: string;

  @ApiProperty({ description: 'First instant after it.', format: 'date-time', example: '2026-04-01T12:00:05Z' })
  periodUntil!: string;

  @ApiProperty({ description: 'What it is owed for, in the supplier’s own prices.', type: [SettlementLineBody] })
  lines!: readonly SettlementLineBody[];

  @ApiProperty({ description: 'SHA-256 of the document as it was issued, in hexadecimal digits.', example: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08' })
  sha256!: string;
}

export const settlementSummaryBody = ({ settlementId, contractId, periodNumber, total, issuedAt, note }: Omit<billing.SettlementSummary, 'providerId'>): SettlementSummaryBody => ({
  settlementId,
  contractId,
  periodNumber,
  total: moneyBody(total),
  issuedAt: timeBody(issuedAt),
  ...entry('note', note, ({ kind, number, correctedDocumentId }) => ({ kind, number, correctedSettlementId: correctedDocumentId })),
});

export const settlementBody = (settlement: billing.Settlement, { issuedAt, sha256 }: billing.IssuedDocument): SettlementBody => ({
  ...settlementSummaryBody({ ...settlement, issuedAt }),
  supplierId: settlement.providerId,
  periodFrom: timeBody(settlement.periodFrom),
  periodUntil: timeBody(settlement.periodUntil),
  lines: settlement.lines.map(lineBody),
  sha256: Buffer.from(sha256).toString('hex'),
});

const lineBody = (line: billing.BillLine): SettlementLineBody => ({
  ...ownLineBody(line),
  ...(line.correctedPeriodNumber > 0 ? { corrects: { periodNumber: line.correctedPeriodNumber, settlementId: line.correctedDocumentId } } : {}),
});
