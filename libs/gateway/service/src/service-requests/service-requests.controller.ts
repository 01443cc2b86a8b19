import { Body, Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import { contracting } from '@carriermesh/wire';
import type { FastifyReply } from 'fastify';
import { ForBuyers } from '../http/api-problems.js';
import { refusalProblem } from '../http/problem.js';
import { TheBuyer } from '../identity/buyer.guard.js';
import type { Buyer } from '../identity/buyers.js';
import { idOf, Ownership } from '../identity/ownership.js';
import { Mesh } from '../mesh.js';
import { isAtRest, OrderWatch } from './order-watch.js';
import { ServiceRequestBody, serviceRequestBody, ServiceRequestsBody } from './service-request.body.js';
import { limitOf, ListQuery, ServiceRequestDto, WaitQuery } from './service-request.dto.js';
import { toTerms } from './service-terms.js';

@ApiTags('service requests')
@Controller('v1/service-requests')
export class ServiceRequestsController {
  constructor(
    private readonly mesh: Mesh,
    private readonly watch: OrderWatch,
    private readonly ownership: Ownership,
  ) {}

  @Post()
  @ApiOperation({
    operationId: 'requestService',
    summary: 'Order a service',
    description: 'Idempotent by buyer and requestId: the same request again is answered with the same order, and makes no second one.',
  })
  @ApiBody({ type: ServiceRequestDto })
  @ApiResponse({ status: 200, description: 'The order is at rest: active, refused, or quoted and waiting for its buyer.', type: ServiceRequestBody })
  @ApiResponse({
    status: 202,
    description: 'The order was taken and is being worked on.',
    type: ServiceRequestBody,
    headers: { Location: { description: 'Where the order is.', schema: { type: 'string' }, example: '/v1/service-requests/ord_0b5c1f6e-4f5a-8d2b-9c3e-1a2b3c4d5e6f' } },
  })
  @ForBuyers(409, 413, 415, 422)
  async create(
    @TheBuyer() buyer: Buyer,
    @Body() dto: ServiceRequestDto,
    @Query() { wait = '0' }: WaitQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ServiceRequestBody> {
    const request = { buyerId: buyer.id, requestId: dto.requestId, terms: toTerms(dto) };
    const { outcome } = await this.mesh.ask(buyer, contracting.RequestService, request);
    if (outcome.kind === 'refused') throw refusalProblem(outcome.refused);
    const taken = this.ownership.check(buyer, outcome.acknowledged);
    const gone = new AbortController();
    reply.raw.once('close', () => gone.abort());
    const record = this.ownership.check(buyer, await this.watch.untilAtRest(buyer, taken, Number(wait), gone.signal));
    void reply.status(isAtRest(record) ? 200 : 202).header('location', `/v1/service-requests/${record.orderId}`);
    return serviceRequestBody(record);
  }

  @Get()
  @ApiOperation({ operationId: 'listServiceRequests', summary: 'List the buyer’s own orders', description: 'Newest first.' })
  @ApiResponse({ status: 200, description: 'The orders.', type: ServiceRequestsBody })
  @ForBuyers()
  async list(@TheBuyer() buyer: Buyer, @Query() query: ListQuery): Promise<ServiceRequestsBody> {
    const answer = await this.mesh.ask(buyer, contracting.ListServiceRequests, { buyerId: buyer.id, limit: limitOf(query) });
    const own = answer.serviceRequests.filter((record) => this.ownership.isOf(buyer, record));
    return { serviceRequests: own.map(serviceRequestBody) };
  }

  @Get(':orderId')
  @ApiOperation({
    operationId: 'getServiceRequest',
    summary: 'Look at an order',
    description: 'A refused order is answered with 200: its state is `refused`, and `refusal` says why.',
  })
  @ApiParam({ name: 'orderId', description: 'The order’s id.', example: 'ord_0b5c1f6e-4f5a-8d2b-9c3e-1a2b3c4d5e6f' })
  @ApiResponse({ status: 200, description: 'The order as it stands.', type: ServiceRequestBody })
  @ForBuyers(404)
  async get(@TheBuyer() buyer: Buyer, @Param('orderId') orderId: string): Promise<ServiceRequestBody> {
    const { outcome } = await this.mesh.ask(buyer, contracting.GetServiceRequest, { buyerId: buyer.id, orderId: idOf(orderId) });
    if (outcome.kind === 'refused') throw refusalProblem(outcome.refused);
    return serviceRequestBody(this.ownership.check(buyer, outcome.serviceRequest));
  }
}
