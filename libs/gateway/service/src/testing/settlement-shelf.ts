import { sameUuid } from '@carriermesh/kernel';
import { sha256 } from '@carriermesh/platform-signing';
import { billing } from '@carriermesh/wire';

/** What the specs' one supplier of an invoice is owed for it: all but the tax. */
export class SettlementShelf {
  readonly settlements = new Map<string, billing.Settlement>();
  /** It answers any supplier with anything. */
  trusting = false;

  add({ invoiceId, contractId, periodNumber, periodFrom, periodUntil, lines, net }: billing.Invoice, providerId = 'NetAlpha'): void {
    const settlementId = `${sameUuid('set', invoiceId)}-${providerId}`;
    this.settlements.set(settlementId, { settlementId, providerId, contractId, periodNumber, periodFrom, periodUntil, lines, total: net });
  }

  get({ providerId, settlementId }: billing.GetSettlementRequest): billing.GetSettlementResponse {
    const settlement = this.settlements.get(settlementId);
    if (!settlement || !this.mayHave(providerId, settlement)) return { outcome: { kind: 'refused', refused: { code: 'settlement-unknown', message: `This is ${settlement?.providerId ?? 'nobody'}’s.`, facts: {} } } };
    return { outcome: { kind: 'settlement', settlement }, issued: { issuedAt: settlement.periodUntil, sha256: sha256(billing.Settlement.encode(settlement)) } };
  }

  list({ providerId, limit }: billing.ListSettlementsRequest): billing.ListSettlementsResponse {
    const own = [...this.settlements.values()].filter((settlement) => this.mayHave(providerId, settlement));
    return { settlements: own.slice(0, limit).map((settlement) => ({ ...settlement, issuedAt: settlement.periodUntil })) };
  }

  private mayHave(providerId: string, settlement: billing.Settlement): boolean {
    return this.trusting || settlement.providerId === providerId;
  }
}
