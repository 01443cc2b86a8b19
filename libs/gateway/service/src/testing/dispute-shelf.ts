import { instant } from '@carriermesh/kernel';
import { billing, type common } from '@carriermesh/wire';

const AT = instant(1_700_000_000_000_000_000n);
type Outcome = billing.OpenDisputeResponse;

/** Disputes as billing keeps them, as far as a gateway can tell: one that trusts everybody hands out what it has. */
export class DisputeShelf {
  private readonly disputes = new Map<string, billing.Dispute>();

  constructor(private readonly mayHave: (buyerId: string, owned: { readonly buyerId: string } | undefined) => boolean) {}

  open({ buyerId, requestId, invoiceId, lineIds, reason }: billing.OpenDisputeRequest, invoice: billing.Invoice | undefined): Outcome {
    if (!invoice || !this.mayHave(buyerId, invoice)) return refused('invoice-unknown');
    if (lineIds.some((lineId) => !invoice.lines.some((line) => line.lineId === lineId))) return refused('line-not-on-invoice');
    const { contractId } = invoice;
    return this.keep({ disputeId: `${invoiceId.replace(/^inv/, 'dis')}-1`, invoiceId, contractId, buyerId: invoice.buyerId, state: 'dispute-being-investigated', lineIds, reason, requestId, openedBy: `buyer:${buyerId}`, openedAt: AT, finding: '', settlements: [] });
  }

  list({ buyerId, openOnly, limit }: billing.ListDisputesRequest): billing.ListDisputesResponse {
    const own = [...this.disputes.values()].filter((dispute) => this.mayHave(buyerId, dispute) && (!openOnly || dispute.endedAt === undefined));
    return { disputes: own.slice(0, limit) };
  }

  get({ buyerId, disputeId }: billing.GetDisputeRequest): Outcome {
    const dispute = this.disputes.get(disputeId);
    return dispute && this.mayHave(buyerId, dispute) ? { outcome: { kind: 'dispute', dispute } } : refused('dispute-unknown');
  }

  withdraw({ buyerId, disputeId, reason }: billing.WithdrawDisputeRequest): Outcome {
    const dispute = this.disputes.get(disputeId);
    if (!dispute || !this.mayHave(buyerId, dispute)) return refused('dispute-unknown');
    return this.keep({ ...dispute, state: 'withdrawn', finding: reason, endedAt: AT });
  }

  /** As the operator does, with what concerns the supplier too. */
  settle(disputeId: string, settlements: readonly billing.LineSettlement[]): void {
    const dispute = this.disputes.get(disputeId);
    if (dispute) this.keep({ ...dispute, state: 'credit', finding: 'it was down', endedAt: AT, settlements });
  }

  private keep(dispute: billing.Dispute): Outcome {
    this.disputes.set(dispute.disputeId, dispute);
    return { outcome: { kind: 'dispute', dispute } };
  }
}

const refused = (code: string): { readonly outcome: { readonly kind: 'refused'; readonly refused: common.Refusal } } => ({
  outcome: { kind: 'refused', refused: { code, message: `Billing says: ${code}.`, facts: {} } },
});
