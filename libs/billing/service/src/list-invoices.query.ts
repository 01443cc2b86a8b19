import { Inject, Injectable } from '@nestjs/common';
import { billing } from '@carriermesh/wire';
import { Handles, type Call, type Handler } from '@carriermesh/platform-chassis';
import { BillsView } from './bills.view.js';

const MAX_LISTED = 1_000;

@Injectable()
@Handles(billing.ListInvoices)
export class ListInvoicesHandler implements Handler<billing.ListInvoicesRequest, billing.ListInvoicesResponse> {
  constructor(@Inject(BillsView) private readonly bills: BillsView) {}

  async execute({ body: { buyerId, contractId, limit } }: Call<billing.ListInvoicesRequest>): Promise<billing.ListInvoicesResponse> {
    const filter = { buyerId, limit: Math.min(Math.max(limit, 1), MAX_LISTED), ...(contractId === '' ? {} : { contractId }) };
    return { invoices: await this.bills.summaries(filter) };
  }
}
