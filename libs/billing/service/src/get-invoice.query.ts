import { Inject, Injectable } from '@nestjs/common';
import { billing } from '@carriermesh/wire';
import { Handles, type Call, type Handler } from '@carriermesh/platform-chassis';
import { BillsView } from './bills.view.js';
import { asRefusal, shown } from './refusals.js';

@Injectable()
@Handles(billing.GetInvoice)
export class GetInvoiceHandler implements Handler<billing.GetInvoiceRequest, billing.GetInvoiceResponse> {
  constructor(@Inject(BillsView) private readonly bills: BillsView) {}

  async execute({ body: { buyerId, invoiceId } }: Call<billing.GetInvoiceRequest>): Promise<billing.GetInvoiceResponse> {
    const bill = await this.bills.invoice(invoiceId);
    // Another buyer's invoice is answered as unknown: that it exists is nobody's business either (invariant I10).
    if (bill?.invoice.buyerId !== buyerId) return { outcome: { kind: 'refused', refused: asRefusal({ code: 'invoice-unknown', invoiceId: shown(invoiceId) }) } };
    return { outcome: { kind: 'invoice', invoice: bill.invoice }, issued: bill.issued };
  }
}
