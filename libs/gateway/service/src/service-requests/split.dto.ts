import { MAX_DIFFERENTIAL_DELAY_NS, MAX_SPLIT_MEMBERS } from '@carriermesh/kernel';
import { ApiProperty } from '@nestjs/swagger';
import { MS_DIGITS } from '../http/decimals.js';
import { Decimal, WholeNumber } from '../http/rules.js';

/** How a service may be carried by several lines, which are rejoined at its two ends. */
export class SplitDto {
  @WholeNumber({ least: 2, most: MAX_SPLIT_MEMBERS })
  @ApiProperty({ description: 'As many lines as there may be. One is sold where that is better by the objective.', type: 'integer', minimum: 2, maximum: MAX_SPLIT_MEMBERS, example: 3 })
  mostMembers!: number;

  @Decimal({ digits: MS_DIGITS, least: 0n, most: MAX_DIFFERENTIAL_DELAY_NS })
  @ApiProperty({ description: 'How far apart the lines may come in, in ms with at most 6 decimals: frames are kept back for so long. Number or decimal text.', type: String, example: '5' })
  maxDifferentialDelayMs!: number | string;
}
