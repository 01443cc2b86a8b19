import { Inject, Injectable } from '@nestjs/common';
import { Handles, type Call, type Handler } from '@carriermesh/platform-chassis';
import { billing, type common } from '@carriermesh/wire';
import { DisputeDesk, isOf } from './dispute-desk.js';
import { asRefusal, assertMayActFor, assertOperator, isStated, shown } from './refusals.js';

const unstated = ({ length }: string): { readonly outcome: { readonly kind: 'refused'; readonly refused: common.Refusal } } => ({
  outcome: { kind: 'refused', refused: asRefusal({ code: 'reason-malformed', characters: length }) },
});

@Injectable()
@Handles(billing.OpenDispute)
export class OpenDisputeHandler implements Handler<billing.OpenDisputeRequest, billing.OpenDisputeResponse> {
  constructor(@Inject(DisputeDesk) private readonly desk: DisputeDesk) {}

  async execute({ body, context }: Call<billing.OpenDisputeRequest>): Promise<billing.OpenDisputeResponse> {
    assertMayActFor(body.buyerId, context, 'opens disputes for others');
    return isStated(body.reason) ? { outcome: await this.desk.open(body, context) } : unstated(body.reason);
  }
}

@Injectable()
@Handles(billing.SettleDispute)
export class SettleDisputeHandler implements Handler<billing.SettleDisputeRequest, billing.SettleDisputeResponse> {
  constructor(@Inject(DisputeDesk) private readonly desk: DisputeDesk) {}

  async execute({ body, context }: Call<billing.SettleDisputeRequest>): Promise<billing.SettleDisputeResponse> {
    assertOperator(context, 'settles disputes');
    return isStated(body.finding) ? { outcome: await this.desk.settle(body, context) } : unstated(body.finding);
  }
}

@Injectable()
@Handles(billing.WithdrawDispute)
export class WithdrawDisputeHandler implements Handler<billing.WithdrawDisputeRequest, billing.WithdrawDisputeResponse> {
  constructor(@Inject(DisputeDesk) private readonly desk: DisputeDesk) {}

  async execute({ body, context }: Call<billing.WithdrawDisputeRequest>): Promise<billing.WithdrawDisputeResponse> {
    assertMayActFor(body.buyerId, context, 'withdraws the disputes of others');
    return isStated(body.reason) ? { outcome: await this.desk.withdraw(body, context) } : unstated(body.reason);
  }
}

@Injectable()
@Handles(billing.GetDispute)
export class GetDisputeHandler implements Handler<billing.GetDisputeRequest, billing.GetDisputeResponse> {
  constructor(@Inject(DisputeDesk) private readonly desk: DisputeDesk) {}

  async execute({ body: { disputeId, buyerId }, context }: Call<billing.GetDisputeRequest>): Promise<billing.GetDisputeResponse> {
    assertMayActFor(buyerId, context, 'reads the disputes of all');
    const dispute = await this.desk.find(disputeId);
    // Another buyer's is answered as unknown, as its invoice is.
    if (!dispute || !isOf(buyerId, dispute)) return { outcome: { kind: 'refused', refused: asRefusal({ code: 'dispute-unknown', disputeId: shown(disputeId) }) } };
    return { outcome: { kind: 'dispute', dispute } };
  }
}

@Injectable()
@Handles(billing.GetBillStanding)
export class GetBillStandingHandler implements Handler<billing.GetBillStandingRequest, billing.GetBillStandingResponse> {
  constructor(@Inject(DisputeDesk) private readonly desk: DisputeDesk) {}

  async execute({ body: { invoiceId }, context }: Call<billing.GetBillStandingRequest>): Promise<billing.GetBillStandingResponse> {
    assertOperator(context, 'reads where a bill stands');
    const standing = await this.desk.standing(invoiceId);
    if (!standing) return { outcome: { kind: 'refused', refused: asRefusal({ code: 'invoice-unknown', invoiceId: shown(invoiceId) }) } };
    return { outcome: { kind: 'standing', standing } };
  }
}
