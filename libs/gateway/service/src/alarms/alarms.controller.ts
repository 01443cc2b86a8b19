import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiPropertyOptional, ApiResponse, ApiTags } from '@nestjs/swagger';
import { isToken } from '@carriermesh/kernel';
import { monitoring } from '@carriermesh/wire';
import { ForBuyers } from '../http/api-problems.js';
import { refusalProblem } from '../http/problem.js';
import { MayBeAbsent, OneOf, Rule } from '../http/rules.js';
import { TheBuyer } from '../identity/buyer.guard.js';
import type { Buyer } from '../identity/buyers.js';
import { idOf, Ownership } from '../identity/ownership.js';
import { Mesh } from '../mesh.js';
import { limitOf, ListQuery } from '../service-requests/service-request.dto.js';
import { ALARM_STATES, AlarmBody, alarmBody, AlarmsBody } from './alarm.body.js';

const IdText = (): PropertyDecorator => Rule('an id of 1 to 64 letters, digits, "_" and "-"', (value) => typeof value === 'string' && isToken(value));

export class AlarmsQuery extends ListQuery {
  @MayBeAbsent()
  @OneOf(ALARM_STATES)
  @ApiPropertyOptional({ description: 'Only those that are open, or only those that are not.', enum: ALARM_STATES, example: 'raised' })
  state?: string;

  @MayBeAbsent()
  @IdText()
  @ApiPropertyOptional({ description: 'Only of this service, by its order or its contract.', maxLength: 64, example: 'con_0b5c1f6e-4f5a-8d2b-9c3e-1a2b3c4d5e6f' })
  serviceId?: string;

  @MayBeAbsent()
  @IdText()
  @ApiPropertyOptional({ description: 'Only of this provider’s segments.', maxLength: 64, example: 'NetAlpha' })
  providerId?: string;

  @MayBeAbsent()
  @IdText()
  @ApiPropertyOptional({ description: 'Only of this segment.', maxLength: 64, example: 'seg_0b5c1f6e-4f5a-8d2b-9c3e-1a2b3c4d5e6f-1' })
  segmentId?: string;
}

@ApiTags('alarms')
@Controller('v1/alarms')
export class AlarmsController {
  constructor(
    private readonly mesh: Mesh,
    private readonly ownership: Ownership,
  ) {}

  @Get()
  @ApiOperation({
    operationId: 'listAlarms',
    summary: 'List the alarms of the buyer’s own services',
    description: 'In the attributes of TMF642, newest first. A service that is unknown, or another buyer’s, has no alarms here.',
  })
  @ApiResponse({ status: 200, description: 'The alarms.', type: AlarmsBody })
  @ForBuyers()
  async list(@TheBuyer() buyer: Buyer, @Query() query: AlarmsQuery): Promise<AlarmsBody> {
    const { state = 'unspecified', serviceId = '', providerId = '', segmentId = '' } = query;
    const request = { buyerId: buyer.id, state: state as monitoring.AlarmState, serviceId, providerId, segmentId, limit: limitOf(query) };
    const { alarms } = await this.mesh.ask(buyer, monitoring.ListAlarms, request);
    return { alarms: alarms.filter((alarm) => this.ownership.isOf(buyer, alarm)).map(alarmBody) };
  }

  @Get(':alarmId')
  @ApiOperation({ operationId: 'getAlarm', summary: 'Read an alarm', description: 'As it stands: what was measured, what was promised, and whether it is over.' })
  @ApiParam({ name: 'alarmId', description: 'The alarm’s id.', example: 'alm_0b5c1f6e-4f5a-8d2b-9c3e-1a2b3c4d5e6f-1-1' })
  @ApiResponse({ status: 200, description: 'The alarm.', type: AlarmBody })
  @ForBuyers(404)
  async get(@TheBuyer() buyer: Buyer, @Param('alarmId') alarmId: string): Promise<AlarmBody> {
    const { outcome } = await this.mesh.ask(buyer, monitoring.GetAlarm, { buyerId: buyer.id, alarmId: idOf(alarmId) });
    if (outcome.kind === 'refused') throw refusalProblem(outcome.refused);
    return alarmBody(this.ownership.check(buyer, outcome.alarm));
  }
}
