import { LEAST_WAIT_TO_RESTORE_S, MOST_WAIT_TO_RESTORE_S } from '@carriermesh/kernel';
import { ApiProperty } from '@nestjs/swagger';
import { WholeNumber } from '../http/rules.js';

/** How a service that was moved goes back to the path that it was contracted on. */
export class RevertDto {
  @WholeNumber({ least: LEAST_WAIT_TO_RESTORE_S, most: MOST_WAIT_TO_RESTORE_S })
  @ApiProperty({ description: 'How long that path has to be well first, s. It doubles with each return that fails or does not last a day.', type: 'integer', minimum: LEAST_WAIT_TO_RESTORE_S, maximum: MOST_WAIT_TO_RESTORE_S, example: 300 })
  waitSeconds!: number;
}
