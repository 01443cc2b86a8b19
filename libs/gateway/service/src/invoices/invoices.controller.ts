import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiPropertyOptional, ApiResponse, ApiTags } from '@nestjs/swagger';
import { isToken } from '@carriermesh/kernel';
import { billing } from '@carriermesh/wire';
import { ForBuyers } from '../http/api-problems.js';
import { refusalProblem } from '../http/problem.js';
import { MayBeAbsent, Rule } from '../http/rules.js';
import { TheBuyer } from '../identity/buyer.guard.js';
import type { Buyer } from '../identity/buyers.js';
import { idOf, Ownership } from '../identity/ownership.js';
import { Mesh } from '../mesh.js';
import { Parties } from '../parties/parties.js';
import { billTo } from '../parties/party.body.js';
import { limitOf, ListQuery } from '../service-requests/service-request.dto.js';
import { InvoiceBody, invoiceBody, InvoicesBody, invoiceSummaryBody } from './invoice.body.js';

export class InvoicesQuery extends ListQuery {
  @MayBeAbsent()
  @Rule('an id of 1 to 64 letters, digits, "_" and "-"', (value) => typeof value === 'string' && isToken(value))
  @ApiPropertyOptional({ description: 'Only of this contract.', maxLength: 64, example: 'con_0b5c1f6e-4f5a-8d2b-9c3e-1a2b3c4d5e6f' })
  contractId?: string;
}

@ApiTags('invoices')
@Controller('v1/invoices')
export class InvoicesController {
  constructor(
    private readonly mesh: Mesh,
    private readonly ownership: Ownership,
    private readonly parties: Parties,
  ) {}

  @Get()
  @ApiOperation({
    operationId: 'listInvoices',
    summary: 'List the buyer’s own invoices',
    description: 'Newest first. A contract that is unknown, or another buyer’s, has no invoices here.',
  })
  @ApiResponse({ status: 200, description: 'The invoices.', type: InvoicesBody })
  @ForBuyers(400)
  async list(@TheBuyer() buyer: Buyer, @Query() query: InvoicesQuery): Promise<InvoicesBody> {
    const request = { buyerId: buyer.id, contractId: query.contractId ?? '', limit: limitOf(query) };
    const { invoices } = await this.mesh.ask(buyer, billing.ListInvoices, request);
    return { invoices: invoices.map(invoiceSummaryBody) };
  }

  @Get(':invoiceId')
  @ApiOperation({ operationId: 'getInvoice', summary: 'Read an invoice', description: 'With every line, before and after rounding, and whom it is for.' })
  @ApiParam({ name: 'invoiceId', description: 'The invoice’s id.', example: 'inv_0b5c1f6e-4f5a-8d2b-9c3e-1a2b3c4d5e6f-1' })
  @ApiResponse({ status: 200, description: 'The invoice.', type: InvoiceBody })
  @ForBuyers(404)
  async get(@TheBuyer() buyer: Buyer, @Param('invoiceId') invoiceId: string): Promise<InvoiceBody> {
    const { outcome } = await this.mesh.ask(buyer, billing.GetInvoice, { buyerId: buyer.id, invoiceId: idOf(invoiceId) });
    if (outcome.kind === 'refused') throw refusalProblem(outcome.refused);
    const invoice = this.ownership.check(buyer, outcome.invoice);
    const party = await this.parties.find(buyer);
    return invoiceBody(invoice, party && billTo(party));
  }
}
