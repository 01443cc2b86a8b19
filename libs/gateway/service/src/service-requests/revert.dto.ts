import { ApiProperty } from '@nestjs/swagger';
import { WholeNumber } from '../http/rules.js';

/** ITU-T G.8031: a wait-to-restore time. */
const [LEAST_WAIT_S, MOST_WAIT_S] = [300, 720];

/** How a service that was moved goes back to the path that it was contracted on. */
export class RevertDto {
  @WholeNumber({ least: LEAST_WAIT_S, most: MOST_WAIT_S })
  @ApiProperty({ description: 'How long that path has to be well first, s. It doubles with each return that fails or does not last a day.', type: 'integer', minimum: LEAST_WAIT_S, maximum: MOST_WAIT_S, example: 300 })
  waitSeconds!: number;
}
