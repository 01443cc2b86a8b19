import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import { billing } from '@carriermesh/wire';
import { ForBuyers } from '../http/api-problems.js';
import { refusalProblem } from '../http/problem.js';
import { TheBuyer } from '../identity/buyer.guard.js';
import type { Buyer } from '../identity/buyers.js';
import { idOf, Ownership } from '../identity/ownership.js';
import { Mesh } from '../mesh.js';
import { limitOf } from '../service-requests/service-request.dto.js';
import { DisputeBody, disputeBody, DisputesBody } from './dispute.body.js';
import { DisputeDto, DisputesQuery, WithdrawalDto } from './dispute.dto.js';

const ID = { name: 'disputeId', description: 'The dispute’s id.', example: 'dis_0b5c1f6e-4f5a-8d2b-9c3e-1a2b3c4d5e6f-1-1' } as const;

@ApiTags('disputes')
@Controller('v1/disputes')
export class DisputesController {
  constructor(
    private readonly mesh: Mesh,
    private readonly ownership: Ownership,
  ) {}

  @Post()
  @HttpCode(201)
  @ApiOperation({
    operationId: 'openDispute',
    summary: 'Dispute an invoice',
    description: 'One dispute about an invoice is open at a time; the same request again is the same dispute, also when it has ended. The invoice stays as it is: what is found wrong is corrected by a later document.',
  })
  @ApiBody({ type: DisputeDto })
  @ApiResponse({ status: 201, description: 'The dispute is being investigated.', type: DisputeBody })
  @ForBuyers(404, 409, 413, 415, 422)
  async open(@TheBuyer() buyer: Buyer, @Body() { requestId, invoiceId, lineIds = [], reason }: DisputeDto): Promise<DisputeBody> {
    return this.shown(buyer, (await this.mesh.ask(buyer, billing.OpenDispute, { buyerId: buyer.id, requestId, invoiceId, lineIds, reason })).outcome);
  }

  @Get()
  @ApiOperation({ operationId: 'listDisputes', summary: 'List the buyer’s own disputes', description: 'Newest first, with what came of each.' })
  @ApiResponse({ status: 200, description: 'The disputes.', type: DisputesBody })
  @ForBuyers()
  async list(@TheBuyer() buyer: Buyer, @Query() query: DisputesQuery): Promise<DisputesBody> {
    const { disputes } = await this.mesh.ask(buyer, billing.ListDisputes, { buyerId: buyer.id, openOnly: query.open === 'true', limit: limitOf(query) });
    return { disputes: disputes.filter((dispute) => this.ownership.isOf(buyer, dispute)).map(disputeBody) };
  }

  @Get(':disputeId')
  @ApiOperation({ operationId: 'getDispute', summary: 'Read a dispute', description: 'What is disputed, and what came of it.' })
  @ApiParam(ID)
  @ApiResponse({ status: 200, description: 'The dispute.', type: DisputeBody })
  @ForBuyers(404)
  async get(@TheBuyer() buyer: Buyer, @Param('disputeId') disputeId: string): Promise<DisputeBody> {
    return this.shown(buyer, (await this.mesh.ask(buyer, billing.GetDispute, { buyerId: buyer.id, disputeId: idOf(disputeId) })).outcome);
  }

  @Post(':disputeId/withdrawal')
  @HttpCode(200)
  @ApiOperation({ operationId: 'withdrawDispute', summary: 'Take a dispute back', description: 'Ends it; the invoice stands. Taking it back again changes nothing.' })
  @ApiParam(ID)
  @ApiBody({ type: WithdrawalDto })
  @ApiResponse({ status: 200, description: 'The dispute is withdrawn.', type: DisputeBody })
  @ForBuyers(404, 413, 415, 422)
  async withdraw(@TheBuyer() buyer: Buyer, @Param('disputeId') disputeId: string, @Body() { reason }: WithdrawalDto): Promise<DisputeBody> {
    return this.shown(buyer, (await this.mesh.ask(buyer, billing.WithdrawDispute, { buyerId: buyer.id, disputeId: idOf(disputeId), reason })).outcome);
  }

  private shown(buyer: Buyer, outcome: billing.GetDisputeResponse['outcome']): DisputeBody {
    if (outcome.kind === 'refused') throw refusalProblem(outcome.refused);
    return disputeBody(this.ownership.check(buyer, outcome.dispute));
  }
}
