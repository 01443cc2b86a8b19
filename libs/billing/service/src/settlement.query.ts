import { Inject, Injectable } from '@nestjs/common';
import type { CallContext } from '@carriermesh/platform-bus';
import { type Call, type Handler, Handles } from '@carriermesh/platform-chassis';
import { OperationalError } from '@carriermesh/platform-errors';
import { billing } from '@carriermesh/wire';
import { BillsView } from './bills.view.js';
import { asRefusal, shown } from './refusals.js';

const MAX_LISTED = 1_000;

/**
 * A supplier asks for itself alone, and a buyer for none (I10): what suppliers are paid is the seller's and each one's own.
 * @throws OperationalError `denied`
 */
function assertMayAskFor(providerId: string, { actor }: CallContext): void {
  const isAnotherSupplier = actor.startsWith('provider:') && actor !== `provider:${providerId}`;
  if (isAnotherSupplier || actor.startsWith('buyer:')) throw new OperationalError('denied', `${actor} may not ask for what another supplier is owed`);
}

@Injectable()
@Handles(billing.GetSettlement)
export class GetSettlementHandler implements Handler<billing.GetSettlementRequest, billing.GetSettlementResponse> {
  constructor(@Inject(BillsView) private readonly bills: BillsView) {}

  async execute({ body: { providerId, settlementId }, context }: Call<billing.GetSettlementRequest>): Promise<billing.GetSettlementResponse> {
    assertMayAskFor(providerId, context);
    const found = await this.bills.settlement(settlementId);
    if (found?.settlement.providerId !== providerId) return { outcome: { kind: 'refused', refused: asRefusal({ code: 'settlement-unknown', settlementId: shown(settlementId) }) } };
    return { outcome: { kind: 'settlement', settlement: found.settlement }, issued: found.issued };
  }
}

@Injectable()
@Handles(billing.ListSettlements)
export class ListSettlementsHandler implements Handler<billing.ListSettlementsRequest, billing.ListSettlementsResponse> {
  constructor(@Inject(BillsView) private readonly bills: BillsView) {}

  async execute({ body: { providerId, limit }, context }: Call<billing.ListSettlementsRequest>): Promise<billing.ListSettlementsResponse> {
    assertMayAskFor(providerId, context);
    return { settlements: await this.bills.settlements(providerId, Math.min(Math.max(limit, 1), MAX_LISTED)) };
  }
}
