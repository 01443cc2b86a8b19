import { Inject, Injectable } from '@nestjs/common';
import { billing } from '@carriermesh/wire';
import { Handles, type Call, type Handler } from '@carriermesh/platform-chassis';
import { BillsView } from './bills.view.js';
import { asRefusal, shown } from './refusals.js';

@Injectable()
@Handles(billing.GetPeriodStatement)
export class GetPeriodStatementHandler implements Handler<billing.GetPeriodStatementRequest, billing.GetPeriodStatementResponse> {
  constructor(@Inject(BillsView) private readonly bills: BillsView) {}

  async execute({ body: { invoiceId } }: Call<billing.GetPeriodStatementRequest>): Promise<billing.GetPeriodStatementResponse> {
    const statement = await this.bills.statement(invoiceId);
    if (!statement) return { outcome: { kind: 'refused', refused: asRefusal({ code: 'invoice-unknown', invoiceId: shown(invoiceId) }) } };
    return { outcome: { kind: 'statement', statement } };
  }
}
