import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { contracting } from '@carriermesh/wire';
import { formatMs } from '../http/decimals.js';

/** What a service is carried in. A choice that is not here is as it was ordered. */
export class FormatBody {
  @ApiPropertyOptional({ description: 'The codec, by the seller’s id.', example: 'h265' })
  codec?: string;

  @ApiPropertyOptional({ description: 'The resolution.', example: 'hd' })
  resolution?: string;

  @ApiPropertyOptional({ description: 'The encapsulation.', example: 'gre' })
  encapsulation?: string;

  @ApiProperty({ description: 'What travels of what was ordered, Mbit/s.', type: 'integer', example: 60 })
  carriedMbps!: number;

  @ApiProperty({ description: 'What it adds to the latency of the path, ms; the stated latency has it in it.', example: '4' })
  addsMs!: string;
}

export const formatBody = ({ addsNs, ...format }: contracting.ServiceFormat): FormatBody => ({ ...format, addsMs: formatMs(addsNs) });
