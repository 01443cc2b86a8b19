import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import { customerBill, customerBillSummary } from '@carriermesh/platform-documents';
import { billing } from '@carriermesh/wire';
import { ForBuyers } from '../http/api-problems.js';
import { TheBuyer } from '../identity/buyer.guard.js';
import type { Buyer } from '../identity/buyers.js';
import { Mesh } from '../mesh.js';
import { limitOf, ListQuery } from '../service-requests/service-request.dto.js';
import { Bills } from './bills.js';

/** TM Forum describes its own resources; what is ours to say of them is which of their parts are filled. */
const CUSTOMER_BILL = { type: 'object', additionalProperties: true, description: 'A CustomerBill of TMF678 v5.' } as const;

@ApiTags('invoices')
@Controller('tmf-api/customerBillManagement/v5/customerBill')
export class CustomerBillsController {
  constructor(
    private readonly mesh: Mesh,
    private readonly bills: Bills,
  ) {}

  @Get()
  @ApiOperation({ operationId: 'listCustomerBill', summary: 'List the buyer’s own bills (TMF678)', description: 'Newest first, each without its lines.' })
  @ApiResponse({ status: 200, description: 'The bills.', schema: { type: 'array', items: CUSTOMER_BILL } })
  @ForBuyers()
  async list(@TheBuyer() buyer: Buyer, @Query() query: ListQuery): Promise<readonly object[]> {
    const { invoices } = await this.mesh.ask(buyer, billing.ListInvoices, { buyerId: buyer.id, contractId: '', limit: limitOf(query) });
    return invoices.map(customerBillSummary);
  }

  @Get(':invoiceId')
  @ApiOperation({
    operationId: 'retrieveCustomerBill',
    summary: 'Read a bill (TMF678)',
    description: 'An invoice or a note as TM Forum’s customer bill, its applied billing rates inside. Amounts are JSON numbers with every digit of the invoice.',
  })
  @ApiParam({ name: 'invoiceId', description: 'The invoice’s id.', example: 'inv_0b5c1f6e-4f5a-8d2b-9c3e-1a2b3c4d5e6f-1' })
  @ApiResponse({ status: 200, description: 'The bill.', schema: CUSTOMER_BILL })
  @ForBuyers(404)
  async get(@TheBuyer() buyer: Buyer, @Param('invoiceId') invoiceId: string): Promise<object> {
    return customerBill(await this.bills.find(buyer, invoiceId));
  }
}
