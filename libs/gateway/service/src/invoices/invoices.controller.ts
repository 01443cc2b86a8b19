import { Controller, Get, Headers, Param, Query, Res } from '@nestjs/common';
import { ApiExtraModels, ApiOperation, ApiParam, ApiPropertyOptional, ApiResponse, ApiTags, getSchemaPath } from '@nestjs/swagger';
import { isToken } from '@carriermesh/kernel';
import { invoicePdf } from '@carriermesh/platform-documents';
import { billing } from '@carriermesh/wire';
import type { FastifyReply } from 'fastify';
import { ForBuyers } from '../http/api-problems.js';
import { preferredType } from '../http/media-type.js';
import { notAcceptable } from '../http/problem.js';
import { MayBeAbsent, Rule } from '../http/rules.js';
import { TheBuyer } from '../identity/buyer.guard.js';
import type { Buyer } from '../identity/buyers.js';
import { Mesh } from '../mesh.js';
import { Parties } from '../parties/parties.js';
import { billTo } from '../parties/party.body.js';
import { limitOf, ListQuery } from '../service-requests/service-request.dto.js';
import { Bills } from './bills.js';
import { InvoiceBody, invoiceBody, InvoicesBody, invoiceSummaryBody } from './invoice.body.js';

export class InvoicesQuery extends ListQuery {
  @MayBeAbsent()
  @Rule('an id of 1 to 64 letters, digits, "_" and "-"', (value) => typeof value === 'string' && isToken(value))
  @ApiPropertyOptional({ description: 'Only of this contract.', maxLength: 64, example: 'con_0b5c1f6e-4f5a-8d2b-9c3e-1a2b3c4d5e6f' })
  contractId?: string;
}

const JSON_TYPE = 'application/json';
const PDF_TYPE = 'application/pdf';
const TYPES = [JSON_TYPE, PDF_TYPE] as const;

@ApiTags('invoices')
@Controller('v1/invoices')
export class InvoicesController {
  constructor(
    private readonly mesh: Mesh,
    private readonly bills: Bills,
    private readonly parties: Parties,
  ) {}

  @Get()
  @ApiOperation({
    operationId: 'listInvoices',
    summary: 'List the buyer’s own invoices',
    description: 'Newest first. A contract that is unknown, or another buyer’s, has no invoices here.',
  })
  @ApiResponse({ status: 200, description: 'The invoices.', type: InvoicesBody })
  @ForBuyers()
  async list(@TheBuyer() buyer: Buyer, @Query() query: InvoicesQuery): Promise<InvoicesBody> {
    const request = { buyerId: buyer.id, contractId: query.contractId ?? '', limit: limitOf(query) };
    const { invoices } = await this.mesh.ask(buyer, billing.ListInvoices, request);
    return { invoices: invoices.map(invoiceSummaryBody) };
  }

  @Get(':invoiceId')
  @ApiOperation({
    operationId: 'getInvoice',
    summary: 'Read an invoice',
    description: 'With every line, before and after rounding, and whom it is for. Asked for as application/pdf, as a file to read and print: the same invoice gives the same bytes.',
  })
  @ApiParam({ name: 'invoiceId', description: 'The invoice’s id.', example: 'inv_0b5c1f6e-4f5a-8d2b-9c3e-1a2b3c4d5e6f-1' })
  @ApiExtraModels(InvoiceBody)
  @ApiResponse({
    status: 200,
    description: 'The invoice.',
    content: { [JSON_TYPE]: { schema: { $ref: getSchemaPath(InvoiceBody) } }, [PDF_TYPE]: { schema: { type: 'string', format: 'binary' } } },
  })
  @ForBuyers(404, 406)
  async get(@TheBuyer() buyer: Buyer, @Param('invoiceId') invoiceId: string, @Headers('accept') accept: string | undefined, @Res({ passthrough: true }) reply: FastifyReply): Promise<InvoiceBody | Buffer> {
    const bill = await this.bills.find(buyer, invoiceId);
    const type = preferredType(accept, TYPES);
    if (type === undefined) throw notAcceptable(TYPES);
    if (type === JSON_TYPE) {
      const party = await this.parties.find(buyer);
      return invoiceBody(bill.invoice, party && billTo(party));
    }
    void reply.type(PDF_TYPE).header('content-disposition', `inline; filename="${bill.invoice.invoiceId}.pdf"`);
    return invoicePdf(bill);
  }
}
