import { Controller, Get, Headers, Inject, Param, Query, Res } from '@nestjs/common';
import { ApiExtraModels, ApiOperation, ApiParam, ApiResponse, ApiTags, getSchemaPath } from '@nestjs/swagger';
import { toHex } from '@carriermesh/kernel';
import { LOGGER } from '@carriermesh/platform-chassis';
import { settlementPdf } from '@carriermesh/platform-documents';
import { OperationalError } from '@carriermesh/platform-errors';
import type { Logger } from '@carriermesh/platform-telemetry';
import { billing } from '@carriermesh/wire';
import type { FastifyReply } from 'fastify';
import { ForSuppliers } from '../http/api-problems.js';
import { preferredType } from '../http/media-type.js';
import { notAcceptable, notFound, refusalProblem } from '../http/problem.js';
import { BySuppliers, TheSupplier } from '../identity/buyer.guard.js';
import type { Supplier } from '../identity/suppliers.js';
import { Mesh } from '../mesh.js';
import { limitOf, ListQuery } from '../service-requests/service-request.dto.js';
import { SettlementBody, settlementBody, SettlementsBody, settlementSummaryBody } from './settlement.body.js';

const JSON_TYPE = 'application/json';
const PDF_TYPE = 'application/pdf';
const TYPES = [JSON_TYPE, PDF_TYPE] as const;
/** A bill's number and the supplier's id, longer than other ids may be; or the supplier's id, a month and a currency. */
const SETTLEMENT_ID = /^set_(?:[0-9a-f-]{36}-[0-9]{1,6}(?:n[0-9]{1,6})?-[A-Za-z0-9_-]{1,64}|[A-Za-z0-9_-]{1,64}-\d{4}-\d{2}-[A-Z]{3})$/;

@ApiTags('settlements')
@BySuppliers()
@Controller('supplier/v1/settlements')
export class SettlementsController {
  constructor(
    private readonly mesh: Mesh,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  @Get()
  @ApiOperation({ operationId: 'listSettlements', summary: 'List the supplier’s own settlements', description: 'What it is owed for each closed month of each service, every note, and what was agreed of its months as wholes; newest first.' })
  @ApiResponse({ status: 200, description: 'The settlements.', type: SettlementsBody })
  @ForSuppliers()
  async list(@TheSupplier() supplier: Supplier, @Query() query: ListQuery): Promise<SettlementsBody> {
    const { settlements } = await this.mesh.askFor(supplier, billing.ListSettlements, { providerId: supplier.id, limit: limitOf(query) });
    return { settlements: settlements.filter((settlement) => this.isOf(supplier, settlement)).map(settlementSummaryBody) };
  }

  @Get(':settlementId')
  @ApiOperation({
    operationId: 'getSettlement',
    summary: 'Read a settlement',
    description: 'With every line, before and after rounding. Asked for as application/pdf, as a file to read and print: the same settlement gives the same bytes.',
  })
  @ApiParam({ name: 'settlementId', description: 'The settlement’s id.', example: 'set_0b5c1f6e-4f5a-8d2b-9c3e-1a2b3c4d5e6f-1-NetAlpha' })
  @ApiExtraModels(SettlementBody)
  @ApiResponse({
    status: 200,
    description: 'The settlement.',
    content: { [JSON_TYPE]: { schema: { $ref: getSchemaPath(SettlementBody) } }, [PDF_TYPE]: { schema: { type: 'string', format: 'binary' } } },
  })
  @ForSuppliers(404, 406)
  async get(@TheSupplier() supplier: Supplier, @Param('settlementId') settlementId: string, @Headers('accept') accept: string | undefined, @Res({ passthrough: true }) reply: FastifyReply): Promise<SettlementBody | Buffer> {
    const { settlement, issued } = await this.find(supplier, settlementId);
    const type = preferredType(accept, TYPES);
    if (type === undefined) throw notAcceptable(TYPES);
    if (type === JSON_TYPE) return settlementBody(settlement, issued);
    void reply.type(PDF_TYPE).header('content-disposition', `inline; filename="${settlementId}.pdf"`);
    return settlementPdf({ settlement, issued: { at: issued.issuedAt, sha256: toHex(issued.sha256) } });
  }

  private async find(supplier: Supplier, settlementId: string): Promise<{ readonly settlement: billing.Settlement; readonly issued: billing.IssuedDocument }> {
    if (!SETTLEMENT_ID.test(settlementId)) throw notFound();
    const { outcome, issued } = await this.mesh.askFor(supplier, billing.GetSettlement, { providerId: supplier.id, settlementId });
    if (outcome.kind === 'refused') throw refusalProblem(outcome.refused);
    if (!this.isOf(supplier, outcome.settlement)) throw notFound();
    if (!issued) throw new OperationalError('malformed', `the settlement ${settlementId} was answered without how it was issued`);
    return { settlement: outcome.settlement, issued };
  }

  /** The second lock, as for buyers: what is another supplier's goes no further than here. */
  private isOf(supplier: Supplier, { providerId }: { readonly providerId: string }): boolean {
    if (providerId === supplier.id) return true;
    this.log.error({ supplierId: supplier.id }, 'a context answered a supplier with what is another supplier’s; it was withheld');
    return false;
  }
}
