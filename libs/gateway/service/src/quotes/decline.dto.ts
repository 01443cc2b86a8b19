import { ApiPropertyOptional } from '@nestjs/swagger';
import { MayBeAbsent, PrintableText } from '../http/rules.js';

const MAX_REASON_CHARACTERS = 500;

export class DeclineDto {
  @MayBeAbsent()
  @PrintableText(MAX_REASON_CHARACTERS)
  @ApiPropertyOptional({ description: 'Why. It is kept with the quote.', maxLength: MAX_REASON_CHARACTERS, example: 'another site was chosen' })
  reason?: string;
}
