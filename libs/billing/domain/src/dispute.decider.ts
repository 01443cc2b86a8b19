import { accept, ignore, refuse, type Decider, type Decision } from '@carriermesh/decider';
import type { Instant } from '@carriermesh/kernel';
import type { billing } from '@carriermesh/wire';

export type DisputeEvent =
  | { readonly type: 'billing.v1.DisputeOpened'; readonly data: billing.DisputeOpened }
  | { readonly type: 'billing.v1.DisputeSettled'; readonly data: billing.DisputeSettled }
  | { readonly type: 'billing.v1.DisputeWithdrawn'; readonly data: billing.DisputeWithdrawn };

/** All disputes about one invoice, the latest last: one at a time is open. */
export interface DisputesState {
  readonly disputes: readonly billing.Dispute[];
}

interface Deciding {
  readonly by: string;
  readonly now: Instant;
}

export type DisputeCommand =
  | ({ readonly kind: 'open'; readonly disputed: Pick<billing.DisputeOpened, 'disputeId' | 'invoiceId' | 'contractId' | 'buyerId' | 'lineIds' | 'reason' | 'requestId'> } & Deciding)
  | ({ readonly kind: 'settle'; readonly disputeId: string; readonly settlements: readonly billing.LineSettlement[]; readonly finding: string } & Deciding)
  | ({ readonly kind: 'withdraw'; readonly disputeId: string; readonly reason: string } & Deciding);

export type DisputeRefusal =
  | { readonly code: 'dispute-request-reused'; readonly requestId: string; readonly disputeId: string }
  | { readonly code: 'dispute-open'; readonly disputeId: string }
  | { readonly code: 'dispute-unknown'; readonly disputeId: string }
  | { readonly code: 'dispute-ended'; readonly disputeId: string; readonly state: billing.BillState };

type DisputeDecision = Decision<DisputeEvent, DisputeRefusal>;

export const disputes: Decider<DisputeCommand, DisputesState, DisputeEvent, DisputeRefusal> = {
  initial: { disputes: [] },
  decide(command, state) {
    switch (command.kind) {
      case 'open':
        return open(command, state);
      case 'settle':
        return settle(command, state);
      case 'withdraw':
        return withdraw(command, state);
    }
  },
  evolve({ disputes: known }, { type, data }) {
    switch (type) {
      case 'billing.v1.DisputeOpened':
        return { disputes: [...known, { ...data, state: 'dispute-being-investigated', finding: '', settlements: [] }] };
      case 'billing.v1.DisputeSettled':
        return ended(known, data.disputeId, { state: data.settlements.length > 0 ? 'credit' : 'settled', finding: data.finding, endedAt: data.settledAt, settlements: data.settlements });
      case 'billing.v1.DisputeWithdrawn':
        return ended(known, data.disputeId, { state: 'withdrawn', finding: data.reason, endedAt: data.withdrawnAt, settlements: [] });
    }
  },
};

type End = Required<Pick<billing.Dispute, 'state' | 'finding' | 'endedAt' | 'settlements'>>;
const ended = (known: readonly billing.Dispute[], disputeId: string, end: End): DisputesState => ({
  disputes: known.map((dispute) => (dispute.disputeId === disputeId ? { ...dispute, ...end } : dispute)),
});

function open({ disputed, by, now }: DisputeCommand & { kind: 'open' }, { disputes: known }: DisputesState): DisputeDecision {
  // A copy may come when the dispute has ended long ago.
  const before = known.find(({ requestId }) => requestId === disputed.requestId);
  if (before) {
    const isSame = before.reason === disputed.reason && before.lineIds.join() === disputed.lineIds.join();
    return isSame ? ignore('opened before') : refuse({ code: 'dispute-request-reused', requestId: disputed.requestId, disputeId: before.disputeId });
  }
  const last = known.at(-1);
  if (last?.state === 'dispute-being-investigated') return refuse({ code: 'dispute-open', disputeId: last.disputeId });
  return accept({ type: 'billing.v1.DisputeOpened', data: { ...disputed, openedBy: by, openedAt: now } });
}

function settle({ disputeId, settlements, finding, by, now }: DisputeCommand & { kind: 'settle' }, state: DisputesState): DisputeDecision {
  const dispute = state.disputes.find((known) => known.disputeId === disputeId);
  if (!dispute) return refuse({ code: 'dispute-unknown', disputeId });
  if (dispute.state === 'dispute-being-investigated') {
    const { invoiceId, contractId } = dispute;
    return accept({ type: 'billing.v1.DisputeSettled', data: { disputeId, invoiceId, contractId, settlements, finding, settledBy: by, settledAt: now } });
  }
  const isSame = dispute.state !== 'withdrawn' && textOf(dispute.settlements) === textOf(settlements);
  return isSame ? ignore('already settled so') : refuse({ code: 'dispute-ended', disputeId, state: dispute.state });
}

function withdraw({ disputeId, reason, by, now }: DisputeCommand & { kind: 'withdraw' }, state: DisputesState): DisputeDecision {
  const dispute = state.disputes.find((known) => known.disputeId === disputeId);
  if (!dispute) return refuse({ code: 'dispute-unknown', disputeId });
  if (dispute.state === 'withdrawn') return ignore('already withdrawn');
  if (dispute.state !== 'dispute-being-investigated') return refuse({ code: 'dispute-ended', disputeId, state: dispute.state });
  const { invoiceId, contractId } = dispute;
  return accept({ type: 'billing.v1.DisputeWithdrawn', data: { disputeId, invoiceId, contractId, reason, withdrawnBy: by, withdrawnAt: now } });
}

/** Two settlements are the same when they say the same, figure for figure. */
const textOf = (settlements: readonly billing.LineSettlement[]): string => JSON.stringify(settlements, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value));
