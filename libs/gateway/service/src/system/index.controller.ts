import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Public } from '../identity/buyer.guard.js';
import { OpenApiDocument } from './openapi-document.js';

const LINKS = {
  self: '/',
  describedby: '/openapi.json',
  catalog: '/tmf-api/productCatalogManagement/v4/catalog',
  serviceRequests: '/v1/service-requests',
  invoices: '/v1/invoices',
  alarms: '/v1/alarms',
  disputes: '/v1/disputes',
  events: '/v1/events',
  settlements: '/supplier/v1/settlements',
  health: '/healthz',
  readiness: '/readyz',
} as const;

export class IndexBody {
  @ApiProperty({ description: 'What answers here.', example: 'CarrierMesh' })
  name!: string;

  @ApiProperty({ description: 'Where to go from here.', type: 'object', additionalProperties: { type: 'string' }, example: LINKS })
  links!: Readonly<Record<string, string>>;
}

@ApiTags('system')
@Public()
@Controller()
export class IndexController {
  constructor(private readonly document: OpenApiDocument) {}

  @Get()
  @ApiOperation({ operationId: 'getIndex', summary: 'Where to begin', description: 'Links to everything that can be asked here.' })
  @ApiResponse({ status: 200, description: 'The links.', type: IndexBody })
  index(): IndexBody {
    return { name: 'CarrierMesh', links: LINKS };
  }

  @Get('openapi.json')
  @ApiOperation({ operationId: 'getOpenApi', summary: 'This description', description: 'OpenAPI 3: every route, schema and problem.' })
  @ApiResponse({ status: 200, description: 'The description.', content: { 'application/json': { schema: { type: 'object' } } } })
  openApi(): object {
    return this.document.value;
  }
}
