import { ApiPropertyOptional } from '@nestjs/swagger';
import { MayBeAbsent, Rule } from '../http/rules.js';

/** 64 bytes in Base64. */
const SIGNATURE = /^[A-Za-z0-9+/]{86}==$/;

export class AcceptanceDto {
  @MayBeAbsent()
  @Rule('an Ed25519 signature of 64 bytes in Base64', (value) => typeof value === 'string' && SIGNATURE.test(value))
  @ApiPropertyOptional({
    description: 'By the buyer’s registered key over the `statement` of the quote, under its `domain`. A buyer without a key sends none.',
    example: `${'A'.repeat(86)}==`,
  })
  signature?: string;
}
