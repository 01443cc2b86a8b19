import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { contracting } from '@carriermesh/wire';
import { entry, RefusalBody, refusalBody, timeBody } from '../http/bodies.js';

const named = (names: readonly string[]): readonly string[] => names.filter((name) => name !== 'unspecified');

export class ServiceChangeBody {
  @ApiProperty({ description: 'Counts the changes that were ordered under this contract from 1.', example: 1 })
  number!: number;

  @ApiProperty({ description: 'What was ordered.', enum: named(contracting.ServiceChangeKind.names), example: 'suspend' })
  change!: string;

  @ApiPropertyOptional({ description: 'What it was to carry, Mbit/s, where its bandwidth was changed.', example: 200 })
  mbps?: number;

  @ApiProperty({ description: 'Whether all of its providers have changed the service.', enum: named(contracting.ServiceChangeState.names), example: 'completed' })
  state!: string;

  @ApiProperty({ description: 'Who ordered it: the buyer, or the seller.', example: 'acme' })
  requestedBy!: string;

  @ApiProperty({ description: 'The asker’s own name for the request.', example: 'pause-2026-0001' })
  requestId!: string;

  @ApiProperty({ description: 'Why, in the words of whoever asked.', example: 'the site is being rebuilt' })
  reason!: string;

  @ApiProperty({ description: 'When it was ordered.', format: 'date-time', example: '2026-06-01T12:30:00Z' })
  requestedAt!: string;

  @ApiPropertyOptional({ description: 'When it was done, or the service was as it had been.', format: 'date-time', example: '2026-06-01T12:30:02Z' })
  endedAt?: string;

  @ApiPropertyOptional({ description: 'Why the service stayed as it was.', type: RefusalBody })
  refusal?: RefusalBody;
}

export const serviceChangeBody = ({ number, request, change, state, endedAt, refusal }: contracting.ServiceChangeRecord): ServiceChangeBody => ({
  number,
  change: change.kind,
  ...entry('mbps', change.mbps, Number),
  state,
  requestedBy: request.requestedBy,
  requestId: request.requestId,
  reason: change.reason,
  requestedAt: timeBody(request.requestedAt),
  ...entry('endedAt', endedAt, timeBody),
  ...entry('refusal', refusal, refusalBody),
});
