import { MAX_REASON_CHARACTERS } from '@carriermesh/kernel';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { MayBeAbsent, PrintableText } from '../http/rules.js';

export class DeclineDto {
  @MayBeAbsent()
  @PrintableText(MAX_REASON_CHARACTERS)
  @ApiPropertyOptional({ description: 'Why. It is kept with the quote.', maxLength: MAX_REASON_CHARACTERS, example: 'another site was chosen' })
  reason?: string;
}
