import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { MAX_REASON_CHARACTERS, MAX_REQUEST_ID_CHARACTERS, parseInstant } from '@carriermesh/kernel';
import { MayBeAbsent, PrintableText, RequestId, Rule } from '../http/rules.js';

export class TerminationDto {
  @RequestId()
  @ApiProperty({ description: 'The buyer’s own name for this request. Sent again, it ends nothing twice.', maxLength: MAX_REQUEST_ID_CHARACTERS, example: 'end-2026-0001' })
  requestId!: string;

  @MayBeAbsent()
  @Rule('an instant of RFC 3339 in UTC, like 2026-06-02T13:00:00Z', (value) => typeof value === 'string' && parseInstant(value) !== undefined)
  @ApiPropertyOptional({ description: 'Not before this. Absent: as soon as the contract’s notice allows.', format: 'date-time', example: '2026-06-02T13:00:00Z' })
  endsAt?: string;

  @MayBeAbsent()
  @PrintableText(MAX_REASON_CHARACTERS)
  @ApiPropertyOptional({ description: 'Why. It stands in the amendment.', maxLength: MAX_REASON_CHARACTERS, example: 'the site is closed' })
  reason?: string;
}
