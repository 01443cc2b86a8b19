import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { isToken, MAX_REASON_CHARACTERS, MAX_REQUEST_ID_CHARACTERS } from '@carriermesh/kernel';
import { MayBeAbsent, OneOf, PrintableText, RequestId, Rule } from '../http/rules.js';
import { ListQuery } from '../service-requests/service-request.dto.js';

const MAX_LINES = 1_000;
const MAX_LINE_ID_CHARACTERS = 128;

const isLineId = (value: unknown): boolean => typeof value === 'string' && value.length > 0 && value.length <= MAX_LINE_ID_CHARACTERS;

export class DisputeDto {
  @RequestId()
  @ApiProperty({ description: 'The buyer’s own name for this request, one among those about the invoice. Sent again, it opens nothing twice.', maxLength: MAX_REQUEST_ID_CHARACTERS, example: 'dispute-2026-0001' })
  requestId!: string;

  @Rule('an id of 1 to 64 letters, digits, "_" and "-"', (value) => typeof value === 'string' && isToken(value))
  @ApiProperty({ description: 'The invoice, or the note, that is disputed.', maxLength: 64, example: 'inv_0b5c1f6e-4f5a-8d2b-9c3e-1a2b3c4d5e6f-1' })
  invoiceId!: string;

  @MayBeAbsent()
  @Rule(`a list of at most ${MAX_LINES} ids of lines, each of 1 to ${MAX_LINE_ID_CHARACTERS} characters`, (value) => Array.isArray(value) && value.length <= MAX_LINES && value.every(isLineId))
  @ApiPropertyOptional({ description: 'Its disputed lines. Absent: all of them.', type: [String], maxItems: MAX_LINES, example: ['seg_0b5c1f6e-4f5a-8d2b-9c3e-1a2b3c4d5e6f-1/usage'] })
  lineIds?: readonly string[];

  @PrintableText(MAX_REASON_CHARACTERS)
  @ApiProperty({ description: 'Why; kept in the ledger for good, so without names of people.', maxLength: MAX_REASON_CHARACTERS, example: 'the line was down for a day' })
  reason!: string;
}

export class WithdrawalDto {
  @PrintableText(MAX_REASON_CHARACTERS)
  @ApiProperty({ description: 'Why it is taken back.', maxLength: MAX_REASON_CHARACTERS, example: 'our own counter was wrong' })
  reason!: string;
}

export class DisputesQuery extends ListQuery {
  @MayBeAbsent()
  @OneOf(['true', 'false'])
  @ApiPropertyOptional({ description: 'Only those that are being investigated.', enum: ['true', 'false'], example: 'true' })
  open?: string;
}
