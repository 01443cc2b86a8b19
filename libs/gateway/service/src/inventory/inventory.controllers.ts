import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import { sameUuid } from '@carriermesh/kernel';
import { contracting } from '@carriermesh/wire';
import { ForBuyers } from '../http/api-problems.js';
import { notFound, refusalProblem } from '../http/problem.js';
import { TheBuyer } from '../identity/buyer.guard.js';
import type { Buyer } from '../identity/buyers.js';
import { idOf, Ownership } from '../identity/ownership.js';
import { Mesh } from '../mesh.js';
import { limitOf, ListQuery } from '../service-requests/service-request.dto.js';
import { INVENTORY_PATH, ORDERING_PATH, ServiceBody, serviceBody, ServiceOrderBody, serviceOrderBody } from './inventory.body.js';

@ApiTags('service orders (TMF641)')
@Controller(`${ORDERING_PATH}/serviceOrder`)
export class ServiceOrdersController {
  constructor(
    private readonly mesh: Mesh,
    private readonly ownership: Ownership,
  ) {}

  @Get()
  @ApiOperation({ operationId: 'listServiceOrders', summary: 'List the buyer’s own orders', description: 'As TMF641 shows them, newest first. They are made at /v1/service-requests.' })
  @ApiResponse({ status: 200, description: 'The orders.', type: [ServiceOrderBody] })
  @ForBuyers()
  async list(@TheBuyer() buyer: Buyer, @Query() query: ListQuery): Promise<readonly ServiceOrderBody[]> {
    const { serviceRequests } = await this.mesh.ask(buyer, contracting.ListServiceRequests, { buyerId: buyer.id, limit: limitOf(query) });
    return serviceRequests.filter((record) => this.ownership.isOf(buyer, record)).map(serviceOrderBody);
  }

  @Get(':orderId')
  @ApiOperation({ operationId: 'getServiceOrder', summary: 'Look at an order', description: 'As TMF641 shows it.' })
  @ApiParam({ name: 'orderId', description: 'The order’s id.', example: 'ord_0b5c1f6e-4f5a-8d2b-9c3e-1a2b3c4d5e6f' })
  @ApiResponse({ status: 200, description: 'The order.', type: ServiceOrderBody })
  @ForBuyers(404)
  async get(@TheBuyer() buyer: Buyer, @Param('orderId') orderId: string): Promise<ServiceOrderBody> {
    const { outcome } = await this.mesh.ask(buyer, contracting.GetServiceRequest, { buyerId: buyer.id, orderId: idOf(orderId) });
    if (outcome.kind === 'refused') throw refusalProblem(outcome.refused);
    return serviceOrderBody(this.ownership.check(buyer, outcome.serviceRequest));
  }
}

@ApiTags('service inventory (TMF638)')
@Controller(`${INVENTORY_PATH}/service`)
export class ServicesController {
  constructor(
    private readonly mesh: Mesh,
    private readonly ownership: Ownership,
  ) {}

  @Get()
  @ApiOperation({ operationId: 'listServices', summary: 'List the buyer’s own services', description: 'As TMF638 shows them, newest first: those of so many of the newest orders.' })
  @ApiResponse({ status: 200, description: 'The services.', type: [ServiceBody] })
  @ForBuyers()
  async list(@TheBuyer() buyer: Buyer, @Query() query: ListQuery): Promise<readonly ServiceBody[]> {
    const { serviceRequests } = await this.mesh.ask(buyer, contracting.ListServiceRequests, { buyerId: buyer.id, limit: limitOf(query) });
    return serviceRequests.filter((record) => this.ownership.isOf(buyer, record)).flatMap((record) => serviceBody(record) ?? []);
  }

  @Get(':contractId')
  @ApiOperation({ operationId: 'getService', summary: 'Look at a service', description: 'As TMF638 shows it. A contract that did not come up has no service.' })
  @ApiParam({ name: 'contractId', description: 'The service, by its contract.', example: 'con_0b5c1f6e-4f5a-8d2b-9c3e-1a2b3c4d5e6f' })
  @ApiResponse({ status: 200, description: 'The service.', type: ServiceBody })
  @ForBuyers(404)
  async get(@TheBuyer() buyer: Buyer, @Param('contractId') contractId: string): Promise<ServiceBody> {
    const { outcome } = await this.mesh.ask(buyer, contracting.GetServiceRequest, { buyerId: buyer.id, orderId: sameUuid('ord', idOf(contractId)) });
    if (outcome.kind === 'refused') throw refusalProblem(outcome.refused);
    const service = serviceBody(this.ownership.check(buyer, outcome.serviceRequest));
    // What is asked for by any other id is not found by it.
    if (service?.id !== contractId) throw notFound();
    return service;
  }
}
