import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiPropertyOptional, ApiResponse, ApiTags } from '@nestjs/swagger';
import { parseInstant } from '@carriermesh/kernel';
import { monitoring } from '@carriermesh/wire';
import { ForBuyers } from '../http/api-problems.js';
import { refusalProblem } from '../http/problem.js';
import { MayBeAbsent, Rule } from '../http/rules.js';
import { TheBuyer } from '../identity/buyer.guard.js';
import type { Buyer } from '../identity/buyers.js';
import { idOf, Ownership } from '../identity/ownership.js';
import { Mesh } from '../mesh.js';
import { ServiceLevelBody, serviceLevelBody } from './service-level.body.js';

export class MonthQuery {
  @MayBeAbsent()
  @Rule('a month such as 2026-11', (value) => typeof value === 'string' && parseInstant(`${value}-01T00:00:00Z`) !== undefined)
  @ApiPropertyOptional({ description: 'Which month, in UTC. Absent: the present one.', example: '2026-11' })
  month?: string;
}

@ApiTags('service levels')
@Controller('v1/contracts')
export class ServiceLevelsController {
  constructor(
    private readonly mesh: Mesh,
    private readonly ownership: Ownership,
  ) {}

  @Get(':contractId/service-level')
  @ApiOperation({
    operationId: 'getServiceLevel',
    summary: 'What a service showed in a month, beside what was promised',
    description: 'By percentile and by intervals of a minute, as MEF 10 defines it; from end to end, and of each segment that was measured.',
  })
  @ApiParam({ name: 'contractId', description: 'The contract’s id.', example: 'con_0b5c1f6e-4f5a-8d2b-9c3e-1a2b3c4d5e6f' })
  @ApiResponse({ status: 200, description: 'The figures and the verdicts.', type: ServiceLevelBody })
  @ForBuyers(404)
  async get(@TheBuyer() buyer: Buyer, @Param('contractId') contractId: string, @Query() { month = '' }: MonthQuery): Promise<ServiceLevelBody> {
    const { outcome } = await this.mesh.ask(buyer, monitoring.GetServiceLevel, { buyerId: buyer.id, serviceId: idOf(contractId), month });
    if (outcome.kind === 'refused') throw refusalProblem(outcome.refused);
    return serviceLevelBody(this.ownership.check(buyer, outcome.report));
  }
}
