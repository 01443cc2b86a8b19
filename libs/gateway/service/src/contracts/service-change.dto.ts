import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { MAX_ORDER_MBPS, MAX_REASON_CHARACTERS, MAX_REQUEST_ID_CHARACTERS } from '@carriermesh/kernel';
import { MayBeAbsent, PrintableText, RequestId, WholeNumber } from '../http/rules.js';

export class ServiceChangeDto {
  @RequestId()
  @ApiProperty({ description: 'The buyer’s own name for this request. Sent again, it changes nothing twice.', maxLength: MAX_REQUEST_ID_CHARACTERS, example: 'pause-2026-0001' })
  requestId!: string;

  @MayBeAbsent()
  @PrintableText(MAX_REASON_CHARACTERS)
  @ApiPropertyOptional({ description: 'Why. It is kept with the order of the change.', maxLength: MAX_REASON_CHARACTERS, example: 'the site is being rebuilt' })
  reason?: string;
}

export class BandwidthDto extends ServiceChangeDto {
  @WholeNumber({ least: 1, most: MAX_ORDER_MBPS })
  @ApiProperty({ description: 'What it is to carry, Mbit/s. Each Mbit/s costs what was contracted.', type: 'integer', minimum: 1, maximum: MAX_ORDER_MBPS, example: 200 })
  mbps!: number;
}
