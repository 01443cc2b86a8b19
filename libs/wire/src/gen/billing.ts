// Generated from proto/ by tools/wire-gen; do not edit.

import * as rt from '../runtime/index.js';
import * as agent from './agent.js';
import * as common from './common.js';
import * as tariff from './tariff.js';

/** A number that this version does not know is read as `unspecified`: enums of proto3 are open. */
export type LineKind =
  | 'unspecified'
  /** The month's charge for the capacity kept free. */
  | 'recurring'
  /** The octets carried. */
  | 'usage'
  /** Octets that were carried in a month whose bill had gone out when they were reported. */
  | 'late-usage'
  /** What was charged for a month's octets, taken back because it was charged at a wrong rate. */
  | 'reversal'
  /** The same octets at the corrected rate. */
  | 'reentry'
  /** What a settled dispute gives back. */
  | 'credit'
  /** What is due for the rest of the term because the contract ended before it. */
  | 'early-termination'
  /** What is given back of a month because the service worked for less of it than was promised: to the customer, and by a supplier at fault. */
  | 'service-credit'
  /** What a charge of the contract's tariff comes to for a month's usage as a whole. It is of no segment, and on the customer's side alone. */
  | 'tariff-charge'
  /** A tier's discount on the part of a supplier's month that lies above its beginning. Only on a supplier's settlement of a whole month. */
  | 'rebate'
  /** What a supplier's month is short of what was committed to, after rebates. Likewise. */
  | 'shortfall'
  /** What a supplier is owed once for resources on which the service came up in the month for the first time. On the supplier's side alone. */
  | 'setup-fee';
export const LineKind: rt.EnumCodec<LineKind> = rt.enumeration<LineKind>('billing.v1.LineKind', {
  unspecified: 0,
  recurring: 1,
  usage: 2,
  'late-usage': 3,
  reversal: 4,
  reentry: 5,
  credit: 6,
  'early-termination': 7,
  'service-credit': 8,
  'tariff-charge': 9,
  rebate: 10,
  shortfall: 11,
  'setup-fee': 12,
});

/** A number that this version does not know is read as `unspecified`: enums of proto3 are open. */
export type NoteKind =
  | 'unspecified'
  /** Whoever it is addressed to owes more than the corrected document says, or is owed less. */
  | 'debit'
  /** Whoever it is addressed to owes less than the corrected document says, or is owed more. */
  | 'credit';
export const NoteKind: rt.EnumCodec<NoteKind> = rt.enumeration<NoteKind>('billing.v1.NoteKind', {
  unspecified: 0,
  debit: 1,
  credit: 2,
});

/**
 * Where a bill stands.
 *
 * A number that this version does not know is read as `unspecified`: enums of proto3 are open.
 */
export type BillState =
  | 'unspecified'
  /** Its month is not closed yet: what stands in the books may still change. */
  | 'generated'
  /** It was issued, and nobody disputes it. */
  | 'payment-due'
  | 'dispute-being-investigated'
  /** A dispute ended with something given back or charged anew. */
  | 'credit'
  /** A dispute ended, and the bill stands as it was. */
  | 'settled'
  /** Whoever disputed it took that back; the bill stands. */
  | 'withdrawn';
export const BillState: rt.EnumCodec<BillState> = rt.enumeration<BillState>('billing.v1.BillState', {
  unspecified: 0,
  generated: 1,
  'payment-due': 2,
  'dispute-being-investigated': 3,
  credit: 4,
  settled: 5,
  withdrawn: 6,
});

/** A number that this version does not know is read as `unspecified`: enums of proto3 are open. */
export type RatingRuleKind =
  | 'unspecified'
  /** What is charged for capacity. */
  | 'recurring'
  /** What is charged for octets. */
  | 'usage'
  /** What is charged once, or given back. */
  | 'one-time'
  /** How records and documents of two parties are held against each other. */
  | 'reconciliation';
export const RatingRuleKind: rt.EnumCodec<RatingRuleKind> = rt.enumeration<RatingRuleKind>('billing.v1.RatingRuleKind', {
  unspecified: 0,
  recurring: 1,
  usage: 2,
  'one-time': 3,
  reconciliation: 4,
});

export interface MergePartiesRequest {
  /** The id that stands for both from then on. */
  readonly partyId: string;
  /** The one that is found under it. It is merged once, and nothing is merged into it any more. */
  readonly mergedPartyId: string;
  /** Why, in the operator's words; 1 to 500 characters. */
  readonly reason: string;
}

export const MergePartiesRequest: rt.Codec<MergePartiesRequest> = rt.codec<MergePartiesRequest>({
  typeName: 'billing.v1.MergePartiesRequest',
  write(m, w) {
    w.string(10, m.partyId, 'billing.v1.MergePartiesRequest.partyId');
    w.string(18, m.mergedPartyId, 'billing.v1.MergePartiesRequest.mergedPartyId');
    w.string(26, m.reason, 'billing.v1.MergePartiesRequest.reason');
  },
  read(r, outerEnd, depth) {
    let partyId: string = '';
    let mergedPartyId: string = '';
    let reason: string = '';
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          partyId = r.string();
          break;
        case 18:
          mergedPartyId = r.string();
          break;
        case 26:
          reason = r.string();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      partyId,
      mergedPartyId,
      reason,
    };
  },
  toJson(m) {
    return {
      partyId: m.partyId,
      mergedPartyId: m.mergedPartyId,
      reason: m.reason,
    };
  },
});

export interface MergePartiesResponse {
  readonly outcome:
    | { readonly kind: 'merged'; readonly merged: PartyMerge }
    | { readonly kind: 'refused'; readonly refused: common.Refusal };
}

export const MergePartiesResponse: rt.Codec<MergePartiesResponse> = rt.codec<MergePartiesResponse>({
  typeName: 'billing.v1.MergePartiesResponse',
  write(m, w, depth) {
    rt.checkKind(m.outcome, ['merged', 'refused'], 'billing.v1.MergePartiesResponse.outcome');
    if (m.outcome.kind === 'merged') w.message(10, PartyMerge, m.outcome.merged, depth, 'billing.v1.MergePartiesResponse.merged');
    if (m.outcome.kind === 'refused') w.message(18, common.Refusal, m.outcome.refused, depth, 'billing.v1.MergePartiesResponse.refused');
  },
  read(r, outerEnd, depth) {
    let outcome: MergePartiesResponse['outcome'] | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          if (outcome?.kind === 'merged') rt.twice('billing.v1.MergePartiesResponse.merged');
          outcome = { kind: 'merged', merged: PartyMerge.read(r, r.enterMessage(depth), depth + 1) };
          break;
        case 18:
          if (outcome?.kind === 'refused') rt.twice('billing.v1.MergePartiesResponse.refused');
          outcome = { kind: 'refused', refused: common.Refusal.read(r, r.enterMessage(depth), depth + 1) };
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      outcome: outcome ?? rt.missing('billing.v1.MergePartiesResponse.outcome'),
    };
  },
  toJson(m) {
    return {
      outcome:
        m.outcome.kind === 'merged' ? { kind: 'merged', merged: PartyMerge.toJson(m.outcome.merged) } :
        { kind: 'refused', refused: common.Refusal.toJson(m.outcome.refused) },
    };
  },
});

export interface OpenDisputeRequest {
  readonly invoiceId: string;
  /** None means all of them; at most 1000. */
  readonly lineIds: readonly string[];
  /** 1 to 500 characters. */
  readonly reason: string;
  /** Who disputes it, and may dispute only what it was billed itself. Empty where the operator records what it was told. */
  readonly buyerId: string;
  /** The asking party's own name for this request, one among those about the invoice; 1 to 128 visible ASCII characters. */
  readonly requestId: string;
}

export const OpenDisputeRequest: rt.Codec<OpenDisputeRequest> = rt.codec<OpenDisputeRequest>({
  typeName: 'billing.v1.OpenDisputeRequest',
  write(m, w) {
    w.string(10, m.invoiceId, 'billing.v1.OpenDisputeRequest.invoiceId');
    for (const item of rt.list(m.lineIds, 'billing.v1.OpenDisputeRequest.lineIds')) w.tag(18).putString(item, 'billing.v1.OpenDisputeRequest.lineIds');
    w.string(26, m.reason, 'billing.v1.OpenDisputeRequest.reason');
    w.string(34, m.buyerId, 'billing.v1.OpenDisputeRequest.buyerId');
    w.string(42, m.requestId, 'billing.v1.OpenDisputeRequest.requestId');
  },
  read(r, outerEnd, depth) {
    let invoiceId: string = '';
    const lineIds: string[] = [];
    let reason: string = '';
    let buyerId: string = '';
    let requestId: string = '';
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          invoiceId = r.string();
          break;
        case 18:
          lineIds.push(r.string());
          break;
        case 26:
          reason = r.string();
          break;
        case 34:
          buyerId = r.string();
          break;
        case 42:
          requestId = r.string();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      invoiceId,
      lineIds,
      reason,
      buyerId,
      requestId,
    };
  },
  toJson(m) {
    return {
      invoiceId: m.invoiceId,
      lineIds: m.lineIds,
      reason: m.reason,
      buyerId: m.buyerId,
      requestId: m.requestId,
    };
  },
});

export interface OpenDisputeResponse {
  readonly outcome:
    | { readonly kind: 'dispute'; readonly dispute: Dispute }
    | { readonly kind: 'refused'; readonly refused: common.Refusal };
}

export const OpenDisputeResponse: rt.Codec<OpenDisputeResponse> = rt.codec<OpenDisputeResponse>({
  typeName: 'billing.v1.OpenDisputeResponse',
  write(m, w, depth) {
    rt.checkKind(m.outcome, ['dispute', 'refused'], 'billing.v1.OpenDisputeResponse.outcome');
    if (m.outcome.kind === 'dispute') w.message(10, Dispute, m.outcome.dispute, depth, 'billing.v1.OpenDisputeResponse.dispute');
    if (m.outcome.kind === 'refused') w.message(18, common.Refusal, m.outcome.refused, depth, 'billing.v1.OpenDisputeResponse.refused');
  },
  read(r, outerEnd, depth) {
    let outcome: OpenDisputeResponse['outcome'] | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          if (outcome?.kind === 'dispute') rt.twice('billing.v1.OpenDisputeResponse.dispute');
          outcome = { kind: 'dispute', dispute: Dispute.read(r, r.enterMessage(depth), depth + 1) };
          break;
        case 18:
          if (outcome?.kind === 'refused') rt.twice('billing.v1.OpenDisputeResponse.refused');
          outcome = { kind: 'refused', refused: common.Refusal.read(r, r.enterMessage(depth), depth + 1) };
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      outcome: outcome ?? rt.missing('billing.v1.OpenDisputeResponse.outcome'),
    };
  },
  toJson(m) {
    return {
      outcome:
        m.outcome.kind === 'dispute' ? { kind: 'dispute', dispute: Dispute.toJson(m.outcome.dispute) } :
        { kind: 'refused', refused: common.Refusal.toJson(m.outcome.refused) },
    };
  },
});

export interface SettleDisputeRequest {
  readonly disputeId: string;
  /** At most one for each segment; none lets the invoice stand. */
  readonly settlements: readonly LineSettlement[];
  /** 1 to 500 characters. */
  readonly finding: string;
}

export const SettleDisputeRequest: rt.Codec<SettleDisputeRequest> = rt.codec<SettleDisputeRequest>({
  typeName: 'billing.v1.SettleDisputeRequest',
  write(m, w, depth) {
    w.string(10, m.disputeId, 'billing.v1.SettleDisputeRequest.disputeId');
    for (const item of rt.list(m.settlements, 'billing.v1.SettleDisputeRequest.settlements')) w.message(18, LineSettlement, item, depth, 'billing.v1.SettleDisputeRequest.settlements');
    w.string(26, m.finding, 'billing.v1.SettleDisputeRequest.finding');
  },
  read(r, outerEnd, depth) {
    let disputeId: string = '';
    const settlements: LineSettlement[] = [];
    let finding: string = '';
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          disputeId = r.string();
          break;
        case 18:
          settlements.push(LineSettlement.read(r, r.enterMessage(depth), depth + 1));
          break;
        case 26:
          finding = r.string();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      disputeId,
      settlements,
      finding,
    };
  },
  toJson(m) {
    return {
      disputeId: m.disputeId,
      settlements: m.settlements.map((item) => LineSettlement.toJson(item)),
      finding: m.finding,
    };
  },
});

export interface SettleDisputeResponse {
  readonly outcome:
    | { readonly kind: 'dispute'; readonly dispute: Dispute }
    | { readonly kind: 'refused'; readonly refused: common.Refusal };
}

export const SettleDisputeResponse: rt.Codec<SettleDisputeResponse> = rt.codec<SettleDisputeResponse>({
  typeName: 'billing.v1.SettleDisputeResponse',
  write(m, w, depth) {
    rt.checkKind(m.outcome, ['dispute', 'refused'], 'billing.v1.SettleDisputeResponse.outcome');
    if (m.outcome.kind === 'dispute') w.message(10, Dispute, m.outcome.dispute, depth, 'billing.v1.SettleDisputeResponse.dispute');
    if (m.outcome.kind === 'refused') w.message(18, common.Refusal, m.outcome.refused, depth, 'billing.v1.SettleDisputeResponse.refused');
  },
  read(r, outerEnd, depth) {
    let outcome: SettleDisputeResponse['outcome'] | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          if (outcome?.kind === 'dispute') rt.twice('billing.v1.SettleDisputeResponse.dispute');
          outcome = { kind: 'dispute', dispute: Dispute.read(r, r.enterMessage(depth), depth + 1) };
          break;
        case 18:
          if (outcome?.kind === 'refused') rt.twice('billing.v1.SettleDisputeResponse.refused');
          outcome = { kind: 'refused', refused: common.Refusal.read(r, r.enterMessage(depth), depth + 1) };
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      outcome: outcome ?? rt.missing('billing.v1.SettleDisputeResponse.outcome'),
    };
  },
  toJson(m) {
    return {
      outcome:
        m.outcome.kind === 'dispute' ? { kind: 'dispute', dispute: Dispute.toJson(m.outcome.dispute) } :
        { kind: 'refused', refused: common.Refusal.toJson(m.outcome.refused) },
    };
  },
});

export interface WithdrawDisputeRequest {
  readonly disputeId: string;
  /** 1 to 500 characters. */
  readonly reason: string;
  /** Who takes it back. Empty where it is the operator. */
  readonly buyerId: string;
}

export const WithdrawDisputeRequest: rt.Codec<WithdrawDisputeRequest> = rt.codec<WithdrawDisputeRequest>({
  typeName: 'billing.v1.WithdrawDisputeRequest',
  write(m, w) {
    w.string(10, m.disputeId, 'billing.v1.WithdrawDisputeRequest.disputeId');
    w.string(18, m.reason, 'billing.v1.WithdrawDisputeRequest.reason');
    w.string(26, m.buyerId, 'billing.v1.WithdrawDisputeRequest.buyerId');
  },
  read(r, outerEnd, depth) {
    let disputeId: string = '';
    let reason: string = '';
    let buyerId: string = '';
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          disputeId = r.string();
          break;
        case 18:
          reason = r.string();
          break;
        case 26:
          buyerId = r.string();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      disputeId,
      reason,
      buyerId,
    };
  },
  toJson(m) {
    return {
      disputeId: m.disputeId,
      reason: m.reason,
      buyerId: m.buyerId,
    };
  },
});

export interface WithdrawDisputeResponse {
  readonly outcome:
    | { readonly kind: 'dispute'; readonly dispute: Dispute }
    | { readonly kind: 'refused'; readonly refused: common.Refusal };
}

export const WithdrawDisputeResponse: rt.Codec<WithdrawDisputeResponse> = rt.codec<WithdrawDisputeResponse>({
  typeName: 'billing.v1.WithdrawDisputeResponse',
  write(m, w, depth) {
    rt.checkKind(m.outcome, ['dispute', 'refused'], 'billing.v1.WithdrawDisputeResponse.outcome');
    if (m.outcome.kind === 'dispute') w.message(10, Dispute, m.outcome.dispute, depth, 'billing.v1.WithdrawDisputeResponse.dispute');
    if (m.outcome.kind === 'refused') w.message(18, common.Refusal, m.outcome.refused, depth, 'billing.v1.WithdrawDisputeResponse.refused');
  },
  read(r, outerEnd, depth) {
    let outcome: WithdrawDisputeResponse['outcome'] | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          if (outcome?.kind === 'dispute') rt.twice('billing.v1.WithdrawDisputeResponse.dispute');
          outcome = { kind: 'dispute', dispute: Dispute.read(r, r.enterMessage(depth), depth + 1) };
          break;
        case 18:
          if (outcome?.kind === 'refused') rt.twice('billing.v1.WithdrawDisputeResponse.refused');
          outcome = { kind: 'refused', refused: common.Refusal.read(r, r.enterMessage(depth), depth + 1) };
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      outcome: outcome ?? rt.missing('billing.v1.WithdrawDisputeResponse.outcome'),
    };
  },
  toJson(m) {
    return {
      outcome:
        m.outcome.kind === 'dispute' ? { kind: 'dispute', dispute: Dispute.toJson(m.outcome.dispute) } :
        { kind: 'refused', refused: common.Refusal.toJson(m.outcome.refused) },
    };
  },
});

export interface ReleaseUsageRequest {
  readonly providerId: string;
  readonly recordId: string;
  /** Each field that is set takes the place of the record's own; the provider's signed record stays as it is. */
  readonly correction: UsageCorrection;
  /** Why, in the operator's words; 1 to 500 characters. */
  readonly reason: string;
}

export const ReleaseUsageRequest: rt.Codec<ReleaseUsageRequest> = rt.codec<ReleaseUsageRequest>({
  typeName: 'billing.v1.ReleaseUsageRequest',
  write(m, w, depth) {
    w.string(10, m.providerId, 'billing.v1.ReleaseUsageRequest.providerId');
    w.string(18, m.recordId, 'billing.v1.ReleaseUsageRequest.recordId');
    w.message(26, UsageCorrection, m.correction, depth, 'billing.v1.ReleaseUsageRequest.correction');
    w.string(34, m.reason, 'billing.v1.ReleaseUsageRequest.reason');
  },
  read(r, outerEnd, depth) {
    let providerId: string = '';
    let recordId: string = '';
    let correction: UsageCorrection | undefined;
    let reason: string = '';
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          providerId = r.string();
          break;
        case 18:
          recordId = r.string();
          break;
        case 26:
          if (correction !== undefined) rt.twice('billing.v1.ReleaseUsageRequest.correction');
          correction = UsageCorrection.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 34:
          reason = r.string();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      providerId,
      recordId,
      correction: correction ?? rt.missing('billing.v1.ReleaseUsageRequest.correction'),
      reason,
    };
  },
  toJson(m) {
    return {
      providerId: m.providerId,
      recordId: m.recordId,
      correction: UsageCorrection.toJson(m.correction),
      reason: m.reason,
    };
  },
});

export interface ReleaseUsageResponse {
  readonly outcome:
    | { readonly kind: 'released'; readonly released: QuarantinedUsage }
    /** Why it can't be charged, like this or at all. */
    | { readonly kind: 'refused'; readonly refused: common.Refusal };
}

export const ReleaseUsageResponse: rt.Codec<ReleaseUsageResponse> = rt.codec<ReleaseUsageResponse>({
  typeName: 'billing.v1.ReleaseUsageResponse',
  write(m, w, depth) {
    rt.checkKind(m.outcome, ['released', 'refused'], 'billing.v1.ReleaseUsageResponse.outcome');
    if (m.outcome.kind === 'released') w.message(10, QuarantinedUsage, m.outcome.released, depth, 'billing.v1.ReleaseUsageResponse.released');
    if (m.outcome.kind === 'refused') w.message(18, common.Refusal, m.outcome.refused, depth, 'billing.v1.ReleaseUsageResponse.refused');
  },
  read(r, outerEnd, depth) {
    let outcome: ReleaseUsageResponse['outcome'] | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          if (outcome?.kind === 'released') rt.twice('billing.v1.ReleaseUsageResponse.released');
          outcome = { kind: 'released', released: QuarantinedUsage.read(r, r.enterMessage(depth), depth + 1) };
          break;
        case 18:
          if (outcome?.kind === 'refused') rt.twice('billing.v1.ReleaseUsageResponse.refused');
          outcome = { kind: 'refused', refused: common.Refusal.read(r, r.enterMessage(depth), depth + 1) };
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      outcome: outcome ?? rt.missing('billing.v1.ReleaseUsageResponse.outcome'),
    };
  },
  toJson(m) {
    return {
      outcome:
        m.outcome.kind === 'released' ? { kind: 'released', released: QuarantinedUsage.toJson(m.outcome.released) } :
        { kind: 'refused', refused: common.Refusal.toJson(m.outcome.refused) },
    };
  },
});

export interface ReviewUsageFraudRequest {
  readonly providerId: string;
  /** What was found, in the operator's words; 1 to 500 characters. */
  readonly finding: string;
  /** Up to which one it was looked into, of all contradictions of the provider that ever came; the alarm names the last. */
  readonly contradictions: number;
}

export const ReviewUsageFraudRequest: rt.Codec<ReviewUsageFraudRequest> = rt.codec<ReviewUsageFraudRequest>({
  typeName: 'billing.v1.ReviewUsageFraudRequest',
  write(m, w) {
    w.string(10, m.providerId, 'billing.v1.ReviewUsageFraudRequest.providerId');
    w.string(18, m.finding, 'billing.v1.ReviewUsageFraudRequest.finding');
    w.uint32(24, m.contradictions, 'billing.v1.ReviewUsageFraudRequest.contradictions');
  },
  read(r, outerEnd, depth) {
    let providerId: string = '';
    let finding: string = '';
    let contradictions: number = 0;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          providerId = r.string();
          break;
        case 18:
          finding = r.string();
          break;
        case 24:
          contradictions = r.uint32();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      providerId,
      finding,
      contradictions,
    };
  },
  toJson(m) {
    return {
      providerId: m.providerId,
      finding: m.finding,
      contradictions: m.contradictions,
    };
  },
});

export interface ReviewUsageFraudResponse {
  readonly outcome:
    | { readonly kind: 'reviewed'; readonly reviewed: UsageFraudReview }
    | { readonly kind: 'refused'; readonly refused: common.Refusal };
}

export const ReviewUsageFraudResponse: rt.Codec<ReviewUsageFraudResponse> = rt.codec<ReviewUsageFraudResponse>({
  typeName: 'billing.v1.ReviewUsageFraudResponse',
  write(m, w, depth) {
    rt.checkKind(m.outcome, ['reviewed', 'refused'], 'billing.v1.ReviewUsageFraudResponse.outcome');
    if (m.outcome.kind === 'reviewed') w.message(10, UsageFraudReview, m.outcome.reviewed, depth, 'billing.v1.ReviewUsageFraudResponse.reviewed');
    if (m.outcome.kind === 'refused') w.message(18, common.Refusal, m.outcome.refused, depth, 'billing.v1.ReviewUsageFraudResponse.refused');
  },
  read(r, outerEnd, depth) {
    let outcome: ReviewUsageFraudResponse['outcome'] | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          if (outcome?.kind === 'reviewed') rt.twice('billing.v1.ReviewUsageFraudResponse.reviewed');
          outcome = { kind: 'reviewed', reviewed: UsageFraudReview.read(r, r.enterMessage(depth), depth + 1) };
          break;
        case 18:
          if (outcome?.kind === 'refused') rt.twice('billing.v1.ReviewUsageFraudResponse.refused');
          outcome = { kind: 'refused', refused: common.Refusal.read(r, r.enterMessage(depth), depth + 1) };
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      outcome: outcome ?? rt.missing('billing.v1.ReviewUsageFraudResponse.outcome'),
    };
  },
  toJson(m) {
    return {
      outcome:
        m.outcome.kind === 'reviewed' ? { kind: 'reviewed', reviewed: UsageFraudReview.toJson(m.outcome.reviewed) } :
        { kind: 'refused', refused: common.Refusal.toJson(m.outcome.refused) },
    };
  },
});

/** The alarm is closed for what was presented until then. */
export interface UsageFraudReview {
  readonly providerId: string;
  /** Contradictions that the alarm was about. */
  readonly contradictions: number;
  readonly reviewedAt: rt.Instant;
}

export const UsageFraudReview: rt.Codec<UsageFraudReview> = rt.codec<UsageFraudReview>({
  typeName: 'billing.v1.UsageFraudReview',
  write(m, w) {
    w.string(10, m.providerId, 'billing.v1.UsageFraudReview.providerId');
    w.uint32(16, m.contradictions, 'billing.v1.UsageFraudReview.contradictions');
    rt.instant(w.tag(26), m.reviewedAt, 'billing.v1.UsageFraudReview.reviewedAt');
  },
  read(r, outerEnd, depth) {
    let providerId: string = '';
    let contradictions: number = 0;
    let reviewedAt: rt.Instant | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          providerId = r.string();
          break;
        case 16:
          contradictions = r.uint32();
          break;
        case 26:
          if (reviewedAt !== undefined) rt.twice('billing.v1.UsageFraudReview.reviewedAt');
          reviewedAt = rt.readInstant(r, 'billing.v1.UsageFraudReview.reviewedAt');
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      providerId,
      contradictions,
      reviewedAt: reviewedAt ?? rt.missing('billing.v1.UsageFraudReview.reviewedAt'),
    };
  },
  toJson(m) {
    return {
      providerId: m.providerId,
      contradictions: m.contradictions,
      reviewedAt: rt.instantJson(m.reviewedAt),
    };
  },
});

/** How one segment is charged on both sides. */
export interface SegmentTariff {
  readonly segmentId: string;
  readonly providerId: string;
  readonly customerMonthly: common.Money;
  readonly customerPerGigabyte: common.Money;
  readonly supplierMonthly: common.Money;
  readonly supplierPerGigabyte: common.Money;
  /** Share of a month, in millionths, in which the supplier promised that it works. */
  readonly supplierAvailabilityPpm: number;
  /** What the supplier gives back of a month's recurring charge when it does not, in ten-thousandths. */
  readonly supplierCreditBasisPoints: number;
  /** The customer's usage enters the service here: it is what the contract's tariff is applied to. Set only where there is one. */
  readonly isEntry?: boolean;
  /** What the supplier is owed for resources of the segment beside its monthly charge, whatever the bandwidth. */
  readonly supplierFees?: common.ResourceFees;
}

export const SegmentTariff: rt.Codec<SegmentTariff> = rt.codec<SegmentTariff>({
  typeName: 'billing.v1.SegmentTariff',
  write(m, w, depth) {
    w.string(10, m.segmentId, 'billing.v1.SegmentTariff.segmentId');
    w.string(18, m.providerId, 'billing.v1.SegmentTariff.providerId');
    w.message(26, common.Money, m.customerMonthly, depth, 'billing.v1.SegmentTariff.customerMonthly');
    w.message(34, common.Money, m.customerPerGigabyte, depth, 'billing.v1.SegmentTariff.customerPerGigabyte');
    w.message(42, common.Money, m.supplierMonthly, depth, 'billing.v1.SegmentTariff.supplierMonthly');
    w.message(50, common.Money, m.supplierPerGigabyte, depth, 'billing.v1.SegmentTariff.supplierPerGigabyte');
    w.uint32(56, m.supplierAvailabilityPpm, 'billing.v1.SegmentTariff.supplierAvailabilityPpm');
    w.uint32(64, m.supplierCreditBasisPoints, 'billing.v1.SegmentTariff.supplierCreditBasisPoints');
    if (m.isEntry !== undefined) w.tag(72).putBool(m.isEntry, 'billing.v1.SegmentTariff.isEntry');
    if (m.supplierFees !== undefined) w.message(82, common.ResourceFees, m.supplierFees, depth, 'billing.v1.SegmentTariff.supplierFees');
  },
  read(r, outerEnd, depth) {
    let segmentId: string = '';
    let providerId: string = '';
    let customerMonthly: common.Money | undefined;
    let customerPerGigabyte: common.Money | undefined;
    let supplierMonthly: common.Money | undefined;
    let supplierPerGigabyte: common.Money | undefined;
    let supplierAvailabilityPpm: number = 0;
    let supplierCreditBasisPoints: number = 0;
    let isEntry: boolean | undefined;
    let supplierFees: common.ResourceFees | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          segmentId = r.string();
          break;
        case 18:
          providerId = r.string();
          break;
        case 26:
          if (customerMonthly !== undefined) rt.twice('billing.v1.SegmentTariff.customerMonthly');
          customerMonthly = common.Money.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 34:
          if (customerPerGigabyte !== undefined) rt.twice('billing.v1.SegmentTariff.customerPerGigabyte');
          customerPerGigabyte = common.Money.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 42:
          if (supplierMonthly !== undefined) rt.twice('billing.v1.SegmentTariff.supplierMonthly');
          supplierMonthly = common.Money.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 50:
          if (supplierPerGigabyte !== undefined) rt.twice('billing.v1.SegmentTariff.supplierPerGigabyte');
          supplierPerGigabyte = common.Money.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 56:
          supplierAvailabilityPpm = r.uint32();
          break;
        case 64:
          supplierCreditBasisPoints = r.uint32();
          break;
        case 72:
          isEntry = r.bool();
          break;
        case 82:
          if (supplierFees !== undefined) rt.twice('billing.v1.SegmentTariff.supplierFees');
          supplierFees = common.ResourceFees.read(r, r.enterMessage(depth), depth + 1);
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<SegmentTariff> = {
      segmentId,
      providerId,
      customerMonthly: customerMonthly ?? rt.missing('billing.v1.SegmentTariff.customerMonthly'),
      customerPerGigabyte: customerPerGigabyte ?? rt.missing('billing.v1.SegmentTariff.customerPerGigabyte'),
      supplierMonthly: supplierMonthly ?? rt.missing('billing.v1.SegmentTariff.supplierMonthly'),
      supplierPerGigabyte: supplierPerGigabyte ?? rt.missing('billing.v1.SegmentTariff.supplierPerGigabyte'),
      supplierAvailabilityPpm,
      supplierCreditBasisPoints,
    };
    if (isEntry !== undefined) draft.isEntry = isEntry;
    if (supplierFees !== undefined) draft.supplierFees = supplierFees;
    return draft;
  },
  toJson(m) {
    return {
      segmentId: m.segmentId,
      providerId: m.providerId,
      customerMonthly: common.Money.toJson(m.customerMonthly),
      customerPerGigabyte: common.Money.toJson(m.customerPerGigabyte),
      supplierMonthly: common.Money.toJson(m.supplierMonthly),
      supplierPerGigabyte: common.Money.toJson(m.supplierPerGigabyte),
      supplierAvailabilityPpm: m.supplierAvailabilityPpm,
      supplierCreditBasisPoints: m.supplierCreditBasisPoints,
      ...(m.isEntry === undefined ? {} : { isEntry: m.isEntry }),
      ...(m.supplierFees === undefined ? {} : { supplierFees: common.ResourceFees.toJson(m.supplierFees) }),
    };
  },
});

/**
 * Usage records of one segment with what each charges the customer and credits the supplier, before any rounding to cents. The lists are
 * of one length, and the n-th entry of each is about the n-th record.
 */
export interface RatedUsage {
  readonly segmentId: string;
  /** Of all charges and credits here. */
  readonly currency: string;
  readonly recordIds: readonly string[];
  /** The intervals: where each starts, in nanoseconds since 1970-01-01T00:00:00Z, and how long it is. */
  readonly fromNs: readonly bigint[];
  readonly durationNs: readonly bigint[];
  readonly octets: readonly bigint[];
  /** In millionths of the currency's minor unit. */
  readonly customerChargesMicroMinor: readonly bigint[];
  readonly supplierCreditsMicroMinor: readonly bigint[];
  /** As signed. Either list is empty where no record here has one, and otherwise has an empty text for each record that has none. */
  readonly subjects: readonly string[];
  readonly categories: readonly string[];
}

export const RatedUsage: rt.Codec<RatedUsage> = rt.codec<RatedUsage>({
  typeName: 'billing.v1.RatedUsage',
  write(m, w) {
    w.string(10, m.segmentId, 'billing.v1.RatedUsage.segmentId');
    w.string(18, m.currency, 'billing.v1.RatedUsage.currency');
    for (const item of rt.list(m.recordIds, 'billing.v1.RatedUsage.recordIds')) w.tag(26).putString(item, 'billing.v1.RatedUsage.recordIds');
    if (rt.list(m.fromNs, 'billing.v1.RatedUsage.fromNs').length > 0) {
      const start = w.tag(34).open();
      for (const item of m.fromNs) w.putInt64(item, 'billing.v1.RatedUsage.fromNs');
      w.close(start);
    }
    if (rt.list(m.durationNs, 'billing.v1.RatedUsage.durationNs').length > 0) {
      const start = w.tag(42).open();
      for (const item of m.durationNs) w.putInt64(item, 'billing.v1.RatedUsage.durationNs');
      w.close(start);
    }
    if (rt.list(m.octets, 'billing.v1.RatedUsage.octets').length > 0) {
      const start = w.tag(50).open();
      for (const item of m.octets) w.putUint64(item, 'billing.v1.RatedUsage.octets');
      w.close(start);
    }
    if (rt.list(m.customerChargesMicroMinor, 'billing.v1.RatedUsage.customerChargesMicroMinor').length > 0) {
      const start = w.tag(58).open();
      for (const item of m.customerChargesMicroMinor) w.putInt64(item, 'billing.v1.RatedUsage.customerChargesMicroMinor');
      w.close(start);
    }
    if (rt.list(m.supplierCreditsMicroMinor, 'billing.v1.RatedUsage.supplierCreditsMicroMinor').length > 0) {
      const start = w.tag(66).open();
      for (const item of m.supplierCreditsMicroMinor) w.putInt64(item, 'billing.v1.RatedUsage.supplierCreditsMicroMinor');
      w.close(start);
    }
    for (const item of rt.list(m.subjects, 'billing.v1.RatedUsage.subjects')) w.tag(74).putString(item, 'billing.v1.RatedUsage.subjects');
    for (const item of rt.list(m.categories, 'billing.v1.RatedUsage.categories')) w.tag(82).putString(item, 'billing.v1.RatedUsage.categories');
  },
  read(r, outerEnd, depth) {
    let segmentId: string = '';
    let currency: string = '';
    const recordIds: string[] = [];
    const fromNs: bigint[] = [];
    const durationNs: bigint[] = [];
    const octets: bigint[] = [];
    const customerChargesMicroMinor: bigint[] = [];
    const supplierCreditsMicroMinor: bigint[] = [];
    const subjects: string[] = [];
    const categories: string[] = [];
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          segmentId = r.string();
          break;
        case 18:
          currency = r.string();
          break;
        case 26:
          recordIds.push(r.string());
          break;
        case 32:
          fromNs.push(r.int64());
          break;
        case 34: {
          const outer = r.enter();
          while (r.pos < r.end) fromNs.push(r.int64());
          r.end = outer;
          break;
        }
        case 40:
          durationNs.push(r.int64());
          break;
        case 42: {
          const outer = r.enter();
          while (r.pos < r.end) durationNs.push(r.int64());
          r.end = outer;
          break;
        }
        case 48:
          octets.push(r.uint64());
          break;
        case 50: {
          const outer = r.enter();
          while (r.pos < r.end) octets.push(r.uint64());
          r.end = outer;
          break;
        }
        case 56:
          customerChargesMicroMinor.push(r.int64());
          break;
        case 58: {
          const outer = r.enter();
          while (r.pos < r.end) customerChargesMicroMinor.push(r.int64());
          r.end = outer;
          break;
        }
        case 64:
          supplierCreditsMicroMinor.push(r.int64());
          break;
        case 66: {
          const outer = r.enter();
          while (r.pos < r.end) supplierCreditsMicroMinor.push(r.int64());
          r.end = outer;
          break;
        }
        case 74:
          subjects.push(r.string());
          break;
        case 82:
          categories.push(r.string());
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      segmentId,
      currency,
      recordIds,
      fromNs,
      durationNs,
      octets,
      customerChargesMicroMinor,
      supplierCreditsMicroMinor,
      subjects,
      categories,
    };
  },
  toJson(m) {
    return {
      segmentId: m.segmentId,
      currency: m.currency,
      recordIds: m.recordIds,
      fromNs: m.fromNs.map((item) => item.toString()),
      durationNs: m.durationNs.map((item) => item.toString()),
      octets: m.octets.map((item) => item.toString()),
      customerChargesMicroMinor: m.customerChargesMicroMinor.map((item) => item.toString()),
      supplierCreditsMicroMinor: m.supplierCreditsMicroMinor.map((item) => item.toString()),
      subjects: m.subjects,
      categories: m.categories,
    };
  },
});

/** A segment whose usage its provider reports. */
export interface MeteredSegment {
  readonly segmentId: string;
  readonly providerId: string;
}

export const MeteredSegment: rt.Codec<MeteredSegment> = rt.codec<MeteredSegment>({
  typeName: 'billing.v1.MeteredSegment',
  write(m, w) {
    w.string(10, m.segmentId, 'billing.v1.MeteredSegment.segmentId');
    w.string(18, m.providerId, 'billing.v1.MeteredSegment.providerId');
  },
  read(r, outerEnd, depth) {
    let segmentId: string = '';
    let providerId: string = '';
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          segmentId = r.string();
          break;
        case 18:
          providerId = r.string();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      segmentId,
      providerId,
    };
  },
  toJson(m) {
    return {
      segmentId: m.segmentId,
      providerId: m.providerId,
    };
  },
});

/** A provider's word that it has reported all usage of a segment up to an instant. */
export interface SegmentWatermark {
  readonly segmentId: string;
  readonly completeUntil: rt.Instant;
}

export const SegmentWatermark: rt.Codec<SegmentWatermark> = rt.codec<SegmentWatermark>({
  typeName: 'billing.v1.SegmentWatermark',
  write(m, w) {
    w.string(10, m.segmentId, 'billing.v1.SegmentWatermark.segmentId');
    rt.instant(w.tag(18), m.completeUntil, 'billing.v1.SegmentWatermark.completeUntil');
  },
  read(r, outerEnd, depth) {
    let segmentId: string = '';
    let completeUntil: rt.Instant | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          segmentId = r.string();
          break;
        case 18:
          if (completeUntil !== undefined) rt.twice('billing.v1.SegmentWatermark.completeUntil');
          completeUntil = rt.readInstant(r, 'billing.v1.SegmentWatermark.completeUntil');
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      segmentId,
      completeUntil: completeUntil ?? rt.missing('billing.v1.SegmentWatermark.completeUntil'),
    };
  },
  toJson(m) {
    return {
      segmentId: m.segmentId,
      completeUntil: rt.instantJson(m.completeUntil),
    };
  },
});

/** One line of an invoice or a settlement. */
export interface BillLine {
  /**
   * `<segment>/<kind>`, `<segment>/usage-of-<month>` for late usage, `<segment>/<kind>-of-<month>-<dispute>` or `tariff/<charge>/credit-of-…` for what settles one,
   * `<segment>/<charge>-<kind>-of-<month>-r<revision>` for what the books learnt of the service after the month's bill: the same on the customer's
   * invoice and on the supplier's settlement. `tariff/<charge>` for what a charge of the contract's tariff comes to, and with `-reversal-of-<month>` or
   * `-reentry-of-<month>` after it where late usage changes that of a closed month. `rebate-<tier>` and `shortfall` for what was agreed of a supplier's
   * whole month, and with `-reversal-of-<year>-<month>` or `-reentry-of-…` after it where an earlier one comes to something else.
   */
  readonly lineId: string;
  readonly kind: LineKind;
  readonly segmentId: string;
  readonly description: string;
  /**
   * Seconds of the period for a recurring line, of the rest of the term for an early termination, at fault for a service credit, octets for a usage line
   * and for a charge of a tariff, resources for a set-up fee.
   */
  readonly quantity: bigint;
  /** For one month, or for a gigabyte; of a set-up fee all of it, for however many resources. */
  readonly unitPrice: common.Money;
  /** The exact sum of what the line stands for. */
  readonly exactAmount: common.Money;
  /**
   * The exact amount in whole minor units, halves away from zero. Of a tariff's charges, what the rounded sum of its lines up to this one grows by; of
   * rebates and a shortfall, what the rounded bill of the month grows by with this one.
   */
  readonly amount: common.Money;
  /** Usage records that the line sums up. */
  readonly records: number;
  /** The closed month that the line corrects; 0 on a line about the bill's own month. */
  readonly correctedPeriodNumber: number;
  /** That month's invoice, or its settlement with this supplier; empty on a line about the bill's own month. */
  readonly correctedDocumentId: string;
  /**
   * Of a credit under a contract whose tariff states taxes: what earlier disputes gave back of the same. The tax of the credit is what the tax on all that was
   * given back grows by with it, so that parts that come one after the other have, to the unit, the tax of the whole.
   */
  readonly givenBefore?: common.Money;
}

export const BillLine: rt.Codec<BillLine> = rt.codec<BillLine>({
  typeName: 'billing.v1.BillLine',
  write(m, w, depth) {
    w.string(10, m.lineId, 'billing.v1.BillLine.lineId');
    w.int32(16, LineKind.numberOf(m.kind, 'billing.v1.BillLine.kind'), 'billing.v1.BillLine.kind');
    w.string(26, m.segmentId, 'billing.v1.BillLine.segmentId');
    w.string(34, m.description, 'billing.v1.BillLine.description');
    w.uint64(40, m.quantity, 'billing.v1.BillLine.quantity');
    w.message(50, common.Money, m.unitPrice, depth, 'billing.v1.BillLine.unitPrice');
    w.message(58, common.Money, m.exactAmount, depth, 'billing.v1.BillLine.exactAmount');
    w.message(66, common.Money, m.amount, depth, 'billing.v1.BillLine.amount');
    w.uint32(72, m.records, 'billing.v1.BillLine.records');
    w.uint32(80, m.correctedPeriodNumber, 'billing.v1.BillLine.correctedPeriodNumber');
    w.string(90, m.correctedDocumentId, 'billing.v1.BillLine.correctedDocumentId');
    if (m.givenBefore !== undefined) w.message(98, common.Money, m.givenBefore, depth, 'billing.v1.BillLine.givenBefore');
  },
  read(r, outerEnd, depth) {
    let lineId: string = '';
    let kind: LineKind = 'unspecified';
    let segmentId: string = '';
    let description: string = '';
    let quantity: bigint = 0n;
    let unitPrice: common.Money | undefined;
    let exactAmount: common.Money | undefined;
    let amount: common.Money | undefined;
    let records: number = 0;
    let correctedPeriodNumber: number = 0;
    let correctedDocumentId: string = '';
    let givenBefore: common.Money | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          lineId = r.string();
          break;
        case 16:
          kind = LineKind.nameOf(r.int32());
          break;
        case 26:
          segmentId = r.string();
          break;
        case 34:
          description = r.string();
          break;
        case 40:
          quantity = r.uint64();
          break;
        case 50:
          if (unitPrice !== undefined) rt.twice('billing.v1.BillLine.unitPrice');
          unitPrice = common.Money.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 58:
          if (exactAmount !== undefined) rt.twice('billing.v1.BillLine.exactAmount');
          exactAmount = common.Money.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 66:
          if (amount !== undefined) rt.twice('billing.v1.BillLine.amount');
          amount = common.Money.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 72:
          records = r.uint32();
          break;
        case 80:
          correctedPeriodNumber = r.uint32();
          break;
        case 90:
          correctedDocumentId = r.string();
          break;
        case 98:
          if (givenBefore !== undefined) rt.twice('billing.v1.BillLine.givenBefore');
          givenBefore = common.Money.read(r, r.enterMessage(depth), depth + 1);
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<BillLine> = {
      lineId,
      kind,
      segmentId,
      description,
      quantity,
      unitPrice: unitPrice ?? rt.missing('billing.v1.BillLine.unitPrice'),
      exactAmount: exactAmount ?? rt.missing('billing.v1.BillLine.exactAmount'),
      amount: amount ?? rt.missing('billing.v1.BillLine.amount'),
      records,
      correctedPeriodNumber,
      correctedDocumentId,
    };
    if (givenBefore !== undefined) draft.givenBefore = givenBefore;
    return draft;
  },
  toJson(m) {
    return {
      lineId: m.lineId,
      kind: m.kind,
      segmentId: m.segmentId,
      description: m.description,
      quantity: m.quantity.toString(),
      unitPrice: common.Money.toJson(m.unitPrice),
      exactAmount: common.Money.toJson(m.exactAmount),
      amount: common.Money.toJson(m.amount),
      records: m.records,
      correctedPeriodNumber: m.correctedPeriodNumber,
      correctedDocumentId: m.correctedDocumentId,
      ...(m.givenBefore === undefined ? {} : { givenBefore: common.Money.toJson(m.givenBefore) }),
    };
  },
});

/** What makes a document a note: it corrects a closed month when no later month of the service is open to take the correction. */
export interface CorrectionNote {
  readonly kind: NoteKind;
  /** 1 for the first note to the month. */
  readonly number: number;
  /** The month's invoice, or its settlement with this supplier. */
  readonly correctedDocumentId: string;
}

export const CorrectionNote: rt.Codec<CorrectionNote> = rt.codec<CorrectionNote>({
  typeName: 'billing.v1.CorrectionNote',
  write(m, w) {
    w.int32(8, NoteKind.numberOf(m.kind, 'billing.v1.CorrectionNote.kind'), 'billing.v1.CorrectionNote.kind');
    w.uint32(16, m.number, 'billing.v1.CorrectionNote.number');
    w.string(26, m.correctedDocumentId, 'billing.v1.CorrectionNote.correctedDocumentId');
  },
  read(r, outerEnd, depth) {
    let kind: NoteKind = 'unspecified';
    let number: number = 0;
    let correctedDocumentId: string = '';
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 8:
          kind = NoteKind.nameOf(r.int32());
          break;
        case 16:
          number = r.uint32();
          break;
        case 26:
          correctedDocumentId = r.string();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      kind,
      number,
      correctedDocumentId,
    };
  },
  toJson(m) {
    return {
      kind: m.kind,
      number: m.number,
      correctedDocumentId: m.correctedDocumentId,
    };
  },
});

/** What the customer owes for one period, or what a note adds to it or takes from it. */
export interface Invoice {
  readonly invoiceId: string;
  readonly contractId: string;
  readonly orderId: string;
  readonly buyerId: string;
  readonly periodNumber: number;
  readonly periodFrom: rt.Instant;
  readonly periodUntil: rt.Instant;
  readonly lines: readonly BillLine[];
  readonly net: common.Money;
  readonly taxBasisPoints: number;
  readonly tax: common.Money;
  readonly total: common.Money;
  /** Only on a note, whose period is the corrected one. */
  readonly note?: CorrectionNote;
  /** Where the contract's tariff states the taxes: the tax is their sum, and the basis points are 0. */
  readonly taxes?: BilledTaxes;
}

export const Invoice: rt.Codec<Invoice> = rt.codec<Invoice>({
  typeName: 'billing.v1.Invoice',
  write(m, w, depth) {
    w.string(10, m.invoiceId, 'billing.v1.Invoice.invoiceId');
    w.string(18, m.contractId, 'billing.v1.Invoice.contractId');
    w.string(26, m.orderId, 'billing.v1.Invoice.orderId');
    w.string(34, m.buyerId, 'billing.v1.Invoice.buyerId');
    w.uint32(40, m.periodNumber, 'billing.v1.Invoice.periodNumber');
    rt.instant(w.tag(50), m.periodFrom, 'billing.v1.Invoice.periodFrom');
    rt.instant(w.tag(58), m.periodUntil, 'billing.v1.Invoice.periodUntil');
    for (const item of rt.list(m.lines, 'billing.v1.Invoice.lines')) w.message(66, BillLine, item, depth, 'billing.v1.Invoice.lines');
    w.message(74, common.Money, m.net, depth, 'billing.v1.Invoice.net');
    w.uint32(80, m.taxBasisPoints, 'billing.v1.Invoice.taxBasisPoints');
    w.message(90, common.Money, m.tax, depth, 'billing.v1.Invoice.tax');
    w.message(98, common.Money, m.total, depth, 'billing.v1.Invoice.total');
    if (m.note !== undefined) w.message(106, CorrectionNote, m.note, depth, 'billing.v1.Invoice.note');
    if (m.taxes !== undefined) w.message(114, BilledTaxes, m.taxes, depth, 'billing.v1.Invoice.taxes');
  },
  read(r, outerEnd, depth) {
    let invoiceId: string = '';
    let contractId: string = '';
    let orderId: string = '';
    let buyerId: string = '';
    let periodNumber: number = 0;
    let periodFrom: rt.Instant | undefined;
    let periodUntil: rt.Instant | undefined;
    const lines: BillLine[] = [];
    let net: common.Money | undefined;
    let taxBasisPoints: number = 0;
    let tax: common.Money | undefined;
    let total: common.Money | undefined;
    let note: CorrectionNote | undefined;
    let taxes: BilledTaxes | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          invoiceId = r.string();
          break;
        case 18:
          contractId = r.string();
          break;
        case 26:
          orderId = r.string();
          break;
        case 34:
          buyerId = r.string();
          break;
        case 40:
          periodNumber = r.uint32();
          break;
        case 50:
          if (periodFrom !== undefined) rt.twice('billing.v1.Invoice.periodFrom');
          periodFrom = rt.readInstant(r, 'billing.v1.Invoice.periodFrom');
          break;
        case 58:
          if (periodUntil !== undefined) rt.twice('billing.v1.Invoice.periodUntil');
          periodUntil = rt.readInstant(r, 'billing.v1.Invoice.periodUntil');
          break;
        case 66:
          lines.push(BillLine.read(r, r.enterMessage(depth), depth + 1));
          break;
        case 74:
          if (net !== undefined) rt.twice('billing.v1.Invoice.net');
          net = common.Money.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 80:
          taxBasisPoints = r.uint32();
          break;
        case 90:
          if (tax !== undefined) rt.twice('billing.v1.Invoice.tax');
          tax = common.Money.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 98:
          if (total !== undefined) rt.twice('billing.v1.Invoice.total');
          total = common.Money.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 106:
          if (note !== undefined) rt.twice('billing.v1.Invoice.note');
          note = CorrectionNote.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 114:
          if (taxes !== undefined) rt.twice('billing.v1.Invoice.taxes');
          taxes = BilledTaxes.read(r, r.enterMessage(depth), depth + 1);
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<Invoice> = {
      invoiceId,
      contractId,
      orderId,
      buyerId,
      periodNumber,
      periodFrom: periodFrom ?? rt.missing('billing.v1.Invoice.periodFrom'),
      periodUntil: periodUntil ?? rt.missing('billing.v1.Invoice.periodUntil'),
      lines,
      net: net ?? rt.missing('billing.v1.Invoice.net'),
      taxBasisPoints,
      tax: tax ?? rt.missing('billing.v1.Invoice.tax'),
      total: total ?? rt.missing('billing.v1.Invoice.total'),
    };
    if (note !== undefined) draft.note = note;
    if (taxes !== undefined) draft.taxes = taxes;
    return draft;
  },
  toJson(m) {
    return {
      invoiceId: m.invoiceId,
      contractId: m.contractId,
      orderId: m.orderId,
      buyerId: m.buyerId,
      periodNumber: m.periodNumber,
      periodFrom: rt.instantJson(m.periodFrom),
      periodUntil: rt.instantJson(m.periodUntil),
      lines: m.lines.map((item) => BillLine.toJson(item)),
      net: common.Money.toJson(m.net),
      taxBasisPoints: m.taxBasisPoints,
      tax: common.Money.toJson(m.tax),
      total: common.Money.toJson(m.total),
      ...(m.note === undefined ? {} : { note: CorrectionNote.toJson(m.note) }),
      ...(m.taxes === undefined ? {} : { taxes: BilledTaxes.toJson(m.taxes) }),
    };
  },
});

/** The taxes that a contract's tariff states, in its order; those that are due on no line are left out. */
export interface BilledTaxes {
  readonly taxes: readonly BilledTax[];
}

export const BilledTaxes: rt.Codec<BilledTaxes> = rt.codec<BilledTaxes>({
  typeName: 'billing.v1.BilledTaxes',
  write(m, w, depth) {
    for (const item of rt.list(m.taxes, 'billing.v1.BilledTaxes.taxes')) w.message(10, BilledTax, item, depth, 'billing.v1.BilledTaxes.taxes');
  },
  read(r, outerEnd, depth) {
    const taxes: BilledTax[] = [];
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          taxes.push(BilledTax.read(r, r.enterMessage(depth), depth + 1));
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      taxes,
    };
  },
  toJson(m) {
    return {
      taxes: m.taxes.map((item) => BilledTax.toJson(item)),
    };
  },
});

/** One tax on a bill. */
export interface BilledTax {
  readonly taxId: string;
  /** As the tariff writes it, "19" or "8.25". */
  readonly percent: string;
  /** The lines that it is due on, together. Taxes that it is on top of are not among them. */
  readonly base: common.Money;
  /** Of each line, rounded where the tariff rounds; their sum in minor units. */
  readonly amount: common.Money;
}

export const BilledTax: rt.Codec<BilledTax> = rt.codec<BilledTax>({
  typeName: 'billing.v1.BilledTax',
  write(m, w, depth) {
    w.string(10, m.taxId, 'billing.v1.BilledTax.taxId');
    w.string(18, m.percent, 'billing.v1.BilledTax.percent');
    w.message(26, common.Money, m.base, depth, 'billing.v1.BilledTax.base');
    w.message(34, common.Money, m.amount, depth, 'billing.v1.BilledTax.amount');
  },
  read(r, outerEnd, depth) {
    let taxId: string = '';
    let percent: string = '';
    let base: common.Money | undefined;
    let amount: common.Money | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          taxId = r.string();
          break;
        case 18:
          percent = r.string();
          break;
        case 26:
          if (base !== undefined) rt.twice('billing.v1.BilledTax.base');
          base = common.Money.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 34:
          if (amount !== undefined) rt.twice('billing.v1.BilledTax.amount');
          amount = common.Money.read(r, r.enterMessage(depth), depth + 1);
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      taxId,
      percent,
      base: base ?? rt.missing('billing.v1.BilledTax.base'),
      amount: amount ?? rt.missing('billing.v1.BilledTax.amount'),
    };
  },
  toJson(m) {
    return {
      taxId: m.taxId,
      percent: m.percent,
      base: common.Money.toJson(m.base),
      amount: common.Money.toJson(m.amount),
    };
  },
});

/**
 * What a supplier is owed for the same period, or what a note adds to it or takes from it. Or what was agreed of a supplier's whole month: then it is of no
 * contract, its id is `set_<provider>-<year>-<month>-<currency>`, and its period a month of the calendar in UTC.
 */
export interface Settlement {
  readonly settlementId: string;
  readonly providerId: string;
  /** Empty where it is of the supplier's whole month. */
  readonly contractId: string;
  /** Of the service, from 1; of a supplier's whole month 202612 for December 2026, and so in the lines that correct one. */
  readonly periodNumber: number;
  readonly periodFrom: rt.Instant;
  readonly periodUntil: rt.Instant;
  readonly lines: readonly BillLine[];
  readonly total: common.Money;
  /** Only on a note, whose period is the corrected one. */
  readonly note?: CorrectionNote;
}

export const Settlement: rt.Codec<Settlement> = rt.codec<Settlement>({
  typeName: 'billing.v1.Settlement',
  write(m, w, depth) {
    w.string(10, m.settlementId, 'billing.v1.Settlement.settlementId');
    w.string(18, m.providerId, 'billing.v1.Settlement.providerId');
    w.string(26, m.contractId, 'billing.v1.Settlement.contractId');
    w.uint32(32, m.periodNumber, 'billing.v1.Settlement.periodNumber');
    rt.instant(w.tag(42), m.periodFrom, 'billing.v1.Settlement.periodFrom');
    rt.instant(w.tag(50), m.periodUntil, 'billing.v1.Settlement.periodUntil');
    for (const item of rt.list(m.lines, 'billing.v1.Settlement.lines')) w.message(58, BillLine, item, depth, 'billing.v1.Settlement.lines');
    w.message(66, common.Money, m.total, depth, 'billing.v1.Settlement.total');
    if (m.note !== undefined) w.message(74, CorrectionNote, m.note, depth, 'billing.v1.Settlement.note');
  },
  read(r, outerEnd, depth) {
    let settlementId: string = '';
    let providerId: string = '';
    let contractId: string = '';
    let periodNumber: number = 0;
    let periodFrom: rt.Instant | undefined;
    let periodUntil: rt.Instant | undefined;
    const lines: BillLine[] = [];
    let total: common.Money | undefined;
    let note: CorrectionNote | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          settlementId = r.string();
          break;
        case 18:
          providerId = r.string();
          break;
        case 26:
          contractId = r.string();
          break;
        case 32:
          periodNumber = r.uint32();
          break;
        case 42:
          if (periodFrom !== undefined) rt.twice('billing.v1.Settlement.periodFrom');
          periodFrom = rt.readInstant(r, 'billing.v1.Settlement.periodFrom');
          break;
        case 50:
          if (periodUntil !== undefined) rt.twice('billing.v1.Settlement.periodUntil');
          periodUntil = rt.readInstant(r, 'billing.v1.Settlement.periodUntil');
          break;
        case 58:
          lines.push(BillLine.read(r, r.enterMessage(depth), depth + 1));
          break;
        case 66:
          if (total !== undefined) rt.twice('billing.v1.Settlement.total');
          total = common.Money.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 74:
          if (note !== undefined) rt.twice('billing.v1.Settlement.note');
          note = CorrectionNote.read(r, r.enterMessage(depth), depth + 1);
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<Settlement> = {
      settlementId,
      providerId,
      contractId,
      periodNumber,
      periodFrom: periodFrom ?? rt.missing('billing.v1.Settlement.periodFrom'),
      periodUntil: periodUntil ?? rt.missing('billing.v1.Settlement.periodUntil'),
      lines,
      total: total ?? rt.missing('billing.v1.Settlement.total'),
    };
    if (note !== undefined) draft.note = note;
    return draft;
  },
  toJson(m) {
    return {
      settlementId: m.settlementId,
      providerId: m.providerId,
      contractId: m.contractId,
      periodNumber: m.periodNumber,
      periodFrom: rt.instantJson(m.periodFrom),
      periodUntil: rt.instantJson(m.periodUntil),
      lines: m.lines.map((item) => BillLine.toJson(item)),
      total: common.Money.toJson(m.total),
      ...(m.note === undefined ? {} : { note: CorrectionNote.toJson(m.note) }),
    };
  },
});

/** Where every unit of the customer's total went: customer = settlements + margin + tax + rounding, exactly. */
export interface Balance {
  readonly customer: common.Money;
  readonly settlements: common.Money;
  /** Exact customer charges less exact supplier credits. */
  readonly margin: common.Money;
  readonly tax: common.Money;
  /** What rounding lines to whole minor units gained or lost. */
  readonly rounding: common.Money;
}

export const Balance: rt.Codec<Balance> = rt.codec<Balance>({
  typeName: 'billing.v1.Balance',
  write(m, w, depth) {
    w.message(10, common.Money, m.customer, depth, 'billing.v1.Balance.customer');
    w.message(18, common.Money, m.settlements, depth, 'billing.v1.Balance.settlements');
    w.message(26, common.Money, m.margin, depth, 'billing.v1.Balance.margin');
    w.message(34, common.Money, m.tax, depth, 'billing.v1.Balance.tax');
    w.message(42, common.Money, m.rounding, depth, 'billing.v1.Balance.rounding');
  },
  read(r, outerEnd, depth) {
    let customer: common.Money | undefined;
    let settlements: common.Money | undefined;
    let margin: common.Money | undefined;
    let tax: common.Money | undefined;
    let rounding: common.Money | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          if (customer !== undefined) rt.twice('billing.v1.Balance.customer');
          customer = common.Money.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 18:
          if (settlements !== undefined) rt.twice('billing.v1.Balance.settlements');
          settlements = common.Money.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 26:
          if (margin !== undefined) rt.twice('billing.v1.Balance.margin');
          margin = common.Money.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 34:
          if (tax !== undefined) rt.twice('billing.v1.Balance.tax');
          tax = common.Money.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 42:
          if (rounding !== undefined) rt.twice('billing.v1.Balance.rounding');
          rounding = common.Money.read(r, r.enterMessage(depth), depth + 1);
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      customer: customer ?? rt.missing('billing.v1.Balance.customer'),
      settlements: settlements ?? rt.missing('billing.v1.Balance.settlements'),
      margin: margin ?? rt.missing('billing.v1.Balance.margin'),
      tax: tax ?? rt.missing('billing.v1.Balance.tax'),
      rounding: rounding ?? rt.missing('billing.v1.Balance.rounding'),
    };
  },
  toJson(m) {
    return {
      customer: common.Money.toJson(m.customer),
      settlements: common.Money.toJson(m.settlements),
      margin: common.Money.toJson(m.margin),
      tax: common.Money.toJson(m.tax),
      rounding: common.Money.toJson(m.rounding),
    };
  },
});

/** What an operator corrects in a quarantined record. Absent fields stay as the provider signed them. */
export interface UsageCorrection {
  readonly segmentId?: string;
  readonly from?: rt.Instant;
  readonly until?: rt.Instant;
  readonly octets?: bigint;
  readonly subject?: string;
  readonly category?: string;
}

export const UsageCorrection: rt.Codec<UsageCorrection> = rt.codec<UsageCorrection>({
  typeName: 'billing.v1.UsageCorrection',
  write(m, w) {
    if (m.segmentId !== undefined) w.tag(10).putString(m.segmentId, 'billing.v1.UsageCorrection.segmentId');
    if (m.from !== undefined) rt.instant(w.tag(18), m.from, 'billing.v1.UsageCorrection.from');
    if (m.until !== undefined) rt.instant(w.tag(26), m.until, 'billing.v1.UsageCorrection.until');
    if (m.octets !== undefined) w.tag(32).putUint64(m.octets, 'billing.v1.UsageCorrection.octets');
    if (m.subject !== undefined) w.tag(42).putString(m.subject, 'billing.v1.UsageCorrection.subject');
    if (m.category !== undefined) w.tag(50).putString(m.category, 'billing.v1.UsageCorrection.category');
  },
  read(r, outerEnd, depth) {
    let segmentId: string | undefined;
    let from: rt.Instant | undefined;
    let until: rt.Instant | undefined;
    let octets: bigint | undefined;
    let subject: string | undefined;
    let category: string | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          segmentId = r.string();
          break;
        case 18:
          if (from !== undefined) rt.twice('billing.v1.UsageCorrection.from');
          from = rt.readInstant(r, 'billing.v1.UsageCorrection.from');
          break;
        case 26:
          if (until !== undefined) rt.twice('billing.v1.UsageCorrection.until');
          until = rt.readInstant(r, 'billing.v1.UsageCorrection.until');
          break;
        case 32:
          octets = r.uint64();
          break;
        case 42:
          subject = r.string();
          break;
        case 50:
          category = r.string();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<UsageCorrection> = {};
    if (segmentId !== undefined) draft.segmentId = segmentId;
    if (from !== undefined) draft.from = from;
    if (until !== undefined) draft.until = until;
    if (octets !== undefined) draft.octets = octets;
    if (subject !== undefined) draft.subject = subject;
    if (category !== undefined) draft.category = category;
    return draft;
  },
  toJson(m) {
    return {
      ...(m.segmentId === undefined ? {} : { segmentId: m.segmentId }),
      ...(m.from === undefined ? {} : { from: rt.instantJson(m.from) }),
      ...(m.until === undefined ? {} : { until: rt.instantJson(m.until) }),
      ...(m.octets === undefined ? {} : { octets: m.octets.toString() }),
      ...(m.subject === undefined ? {} : { subject: m.subject }),
      ...(m.category === undefined ? {} : { category: m.category }),
    };
  },
});

/** Two ids of one party: what is found under the merged one is found under the other. */
export interface PartyMerge {
  readonly partyId: string;
  readonly mergedPartyId: string;
  readonly reason: string;
  readonly mergedBy: string;
  readonly mergedAt: rt.Instant;
}

export const PartyMerge: rt.Codec<PartyMerge> = rt.codec<PartyMerge>({
  typeName: 'billing.v1.PartyMerge',
  write(m, w) {
    w.string(10, m.partyId, 'billing.v1.PartyMerge.partyId');
    w.string(18, m.mergedPartyId, 'billing.v1.PartyMerge.mergedPartyId');
    w.string(26, m.reason, 'billing.v1.PartyMerge.reason');
    w.string(34, m.mergedBy, 'billing.v1.PartyMerge.mergedBy');
    rt.instant(w.tag(42), m.mergedAt, 'billing.v1.PartyMerge.mergedAt');
  },
  read(r, outerEnd, depth) {
    let partyId: string = '';
    let mergedPartyId: string = '';
    let reason: string = '';
    let mergedBy: string = '';
    let mergedAt: rt.Instant | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          partyId = r.string();
          break;
        case 18:
          mergedPartyId = r.string();
          break;
        case 26:
          reason = r.string();
          break;
        case 34:
          mergedBy = r.string();
          break;
        case 42:
          if (mergedAt !== undefined) rt.twice('billing.v1.PartyMerge.mergedAt');
          mergedAt = rt.readInstant(r, 'billing.v1.PartyMerge.mergedAt');
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      partyId,
      mergedPartyId,
      reason,
      mergedBy,
      mergedAt: mergedAt ?? rt.missing('billing.v1.PartyMerge.mergedAt'),
    };
  },
  toJson(m) {
    return {
      partyId: m.partyId,
      mergedPartyId: m.mergedPartyId,
      reason: m.reason,
      mergedBy: m.mergedBy,
      mergedAt: rt.instantJson(m.mergedAt),
    };
  },
});

/** What a provider's own id stands or stood for, in a contract of a party. */
export interface PartyLocalId {
  /** The id under which the contract was signed. */
  readonly partyId: string;
  readonly contractId: string;
  readonly providerId: string;
  readonly localId: string;
  /** The provider's service; empty where it is its customer under the contract. */
  readonly segmentId: string;
  readonly state: agent.LocalIdState;
  /** Absent where it was never active. */
  readonly activeFrom?: rt.Instant;
  /** Of a retired one. */
  readonly retiredAt?: rt.Instant;
}

export const PartyLocalId: rt.Codec<PartyLocalId> = rt.codec<PartyLocalId>({
  typeName: 'billing.v1.PartyLocalId',
  write(m, w) {
    w.string(10, m.partyId, 'billing.v1.PartyLocalId.partyId');
    w.string(18, m.contractId, 'billing.v1.PartyLocalId.contractId');
    w.string(26, m.providerId, 'billing.v1.PartyLocalId.providerId');
    w.string(34, m.localId, 'billing.v1.PartyLocalId.localId');
    w.string(42, m.segmentId, 'billing.v1.PartyLocalId.segmentId');
    w.int32(48, agent.LocalIdState.numberOf(m.state, 'billing.v1.PartyLocalId.state'), 'billing.v1.PartyLocalId.state');
    if (m.activeFrom !== undefined) rt.instant(w.tag(58), m.activeFrom, 'billing.v1.PartyLocalId.activeFrom');
    if (m.retiredAt !== undefined) rt.instant(w.tag(66), m.retiredAt, 'billing.v1.PartyLocalId.retiredAt');
  },
  read(r, outerEnd, depth) {
    let partyId: string = '';
    let contractId: string = '';
    let providerId: string = '';
    let localId: string = '';
    let segmentId: string = '';
    let state: agent.LocalIdState = 'unspecified';
    let activeFrom: rt.Instant | undefined;
    let retiredAt: rt.Instant | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          partyId = r.string();
          break;
        case 18:
          contractId = r.string();
          break;
        case 26:
          providerId = r.string();
          break;
        case 34:
          localId = r.string();
          break;
        case 42:
          segmentId = r.string();
          break;
        case 48:
          state = agent.LocalIdState.nameOf(r.int32());
          break;
        case 58:
          if (activeFrom !== undefined) rt.twice('billing.v1.PartyLocalId.activeFrom');
          activeFrom = rt.readInstant(r, 'billing.v1.PartyLocalId.activeFrom');
          break;
        case 66:
          if (retiredAt !== undefined) rt.twice('billing.v1.PartyLocalId.retiredAt');
          retiredAt = rt.readInstant(r, 'billing.v1.PartyLocalId.retiredAt');
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<PartyLocalId> = {
      partyId,
      contractId,
      providerId,
      localId,
      segmentId,
      state,
    };
    if (activeFrom !== undefined) draft.activeFrom = activeFrom;
    if (retiredAt !== undefined) draft.retiredAt = retiredAt;
    return draft;
  },
  toJson(m) {
    return {
      partyId: m.partyId,
      contractId: m.contractId,
      providerId: m.providerId,
      localId: m.localId,
      segmentId: m.segmentId,
      state: m.state,
      ...(m.activeFrom === undefined ? {} : { activeFrom: rt.instantJson(m.activeFrom) }),
      ...(m.retiredAt === undefined ? {} : { retiredAt: rt.instantJson(m.retiredAt) }),
    };
  },
});

/** A quarantined record, and the provider's own id that it names. */
export interface WaitingUsage {
  readonly recordId: string;
  readonly localId: string;
}

export const WaitingUsage: rt.Codec<WaitingUsage> = rt.codec<WaitingUsage>({
  typeName: 'billing.v1.WaitingUsage',
  write(m, w) {
    w.string(10, m.recordId, 'billing.v1.WaitingUsage.recordId');
    w.string(18, m.localId, 'billing.v1.WaitingUsage.localId');
  },
  read(r, outerEnd, depth) {
    let recordId: string = '';
    let localId: string = '';
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          recordId = r.string();
          break;
        case 18:
          localId = r.string();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      recordId,
      localId,
    };
  },
  toJson(m) {
    return {
      recordId: m.recordId,
      localId: m.localId,
    };
  },
});

/** A record that could not be charged when it came. */
export interface QuarantinedUsage {
  readonly providerId: string;
  readonly recordId: string;
  readonly batchId: string;
  readonly reason: common.Refusal;
  readonly quarantinedAt: rt.Instant;
  /** Since when it is charged after all; absent while it is not. */
  readonly releasedAt?: rt.Instant;
}

export const QuarantinedUsage: rt.Codec<QuarantinedUsage> = rt.codec<QuarantinedUsage>({
  typeName: 'billing.v1.QuarantinedUsage',
  write(m, w, depth) {
    w.string(10, m.providerId, 'billing.v1.QuarantinedUsage.providerId');
    w.string(18, m.recordId, 'billing.v1.QuarantinedUsage.recordId');
    w.string(26, m.batchId, 'billing.v1.QuarantinedUsage.batchId');
    w.message(34, common.Refusal, m.reason, depth, 'billing.v1.QuarantinedUsage.reason');
    rt.instant(w.tag(42), m.quarantinedAt, 'billing.v1.QuarantinedUsage.quarantinedAt');
    if (m.releasedAt !== undefined) rt.instant(w.tag(50), m.releasedAt, 'billing.v1.QuarantinedUsage.releasedAt');
  },
  read(r, outerEnd, depth) {
    let providerId: string = '';
    let recordId: string = '';
    let batchId: string = '';
    let reason: common.Refusal | undefined;
    let quarantinedAt: rt.Instant | undefined;
    let releasedAt: rt.Instant | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          providerId = r.string();
          break;
        case 18:
          recordId = r.string();
          break;
        case 26:
          batchId = r.string();
          break;
        case 34:
          if (reason !== undefined) rt.twice('billing.v1.QuarantinedUsage.reason');
          reason = common.Refusal.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 42:
          if (quarantinedAt !== undefined) rt.twice('billing.v1.QuarantinedUsage.quarantinedAt');
          quarantinedAt = rt.readInstant(r, 'billing.v1.QuarantinedUsage.quarantinedAt');
          break;
        case 50:
          if (releasedAt !== undefined) rt.twice('billing.v1.QuarantinedUsage.releasedAt');
          releasedAt = rt.readInstant(r, 'billing.v1.QuarantinedUsage.releasedAt');
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<QuarantinedUsage> = {
      providerId,
      recordId,
      batchId,
      reason: reason ?? rt.missing('billing.v1.QuarantinedUsage.reason'),
      quarantinedAt: quarantinedAt ?? rt.missing('billing.v1.QuarantinedUsage.quarantinedAt'),
    };
    if (releasedAt !== undefined) draft.releasedAt = releasedAt;
    return draft;
  },
  toJson(m) {
    return {
      providerId: m.providerId,
      recordId: m.recordId,
      batchId: m.batchId,
      reason: common.Refusal.toJson(m.reason),
      quarantinedAt: rt.instantJson(m.quarantinedAt),
      ...(m.releasedAt === undefined ? {} : { releasedAt: rt.instantJson(m.releasedAt) }),
    };
  },
});

/** How a dispute is settled for one segment of the disputed month, or for one charge of the contract's tariff. */
export interface LineSettlement {
  /** Empty of a charge of the tariff. */
  readonly segmentId: string;
  readonly how:
    | { readonly kind: 'credit'; readonly credit: CreditGiven }
    | { readonly kind: 'rate'; readonly rate: CorrectedRate };
  /** The charge of the contract's tariff of which something is given back: to the customer alone, since it is of no supplier. */
  readonly tariffChargeId?: string;
}

export const LineSettlement: rt.Codec<LineSettlement> = rt.codec<LineSettlement>({
  typeName: 'billing.v1.LineSettlement',
  write(m, w, depth) {
    rt.checkKind(m.how, ['credit', 'rate'], 'billing.v1.LineSettlement.how');
    w.string(10, m.segmentId, 'billing.v1.LineSettlement.segmentId');
    if (m.how.kind === 'credit') w.message(18, CreditGiven, m.how.credit, depth, 'billing.v1.LineSettlement.credit');
    if (m.how.kind === 'rate') w.message(26, CorrectedRate, m.how.rate, depth, 'billing.v1.LineSettlement.rate');
    if (m.tariffChargeId !== undefined) w.tag(34).putString(m.tariffChargeId, 'billing.v1.LineSettlement.tariffChargeId');
  },
  read(r, outerEnd, depth) {
    let segmentId: string = '';
    let how: LineSettlement['how'] | undefined;
    let tariffChargeId: string | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          segmentId = r.string();
          break;
        case 18:
          if (how?.kind === 'credit') rt.twice('billing.v1.LineSettlement.credit');
          how = { kind: 'credit', credit: CreditGiven.read(r, r.enterMessage(depth), depth + 1) };
          break;
        case 26:
          if (how?.kind === 'rate') rt.twice('billing.v1.LineSettlement.rate');
          how = { kind: 'rate', rate: CorrectedRate.read(r, r.enterMessage(depth), depth + 1) };
          break;
        case 34:
          tariffChargeId = r.string();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<LineSettlement> = {
      segmentId,
      how: how ?? rt.missing('billing.v1.LineSettlement.how'),
    };
    if (tariffChargeId !== undefined) draft.tariffChargeId = tariffChargeId;
    return draft;
  },
  toJson(m) {
    return {
      segmentId: m.segmentId,
      how:
        m.how.kind === 'credit' ? { kind: 'credit', credit: CreditGiven.toJson(m.how.credit) } :
        { kind: 'rate', rate: CorrectedRate.toJson(m.how.rate) },
      ...(m.tariffChargeId === undefined ? {} : { tariffChargeId: m.tariffChargeId }),
    };
  },
});

/** Net of tax, which the note or invoice that carries it reckons. */
export interface CreditGiven {
  /** What the customer gets back. */
  readonly customer: common.Money;
  /** What the segment's supplier gives back; may be nothing. */
  readonly supplier: common.Money;
}

export const CreditGiven: rt.Codec<CreditGiven> = rt.codec<CreditGiven>({
  typeName: 'billing.v1.CreditGiven',
  write(m, w, depth) {
    w.message(10, common.Money, m.customer, depth, 'billing.v1.CreditGiven.customer');
    w.message(18, common.Money, m.supplier, depth, 'billing.v1.CreditGiven.supplier');
  },
  read(r, outerEnd, depth) {
    let customer: common.Money | undefined;
    let supplier: common.Money | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          if (customer !== undefined) rt.twice('billing.v1.CreditGiven.customer');
          customer = common.Money.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 18:
          if (supplier !== undefined) rt.twice('billing.v1.CreditGiven.supplier');
          supplier = common.Money.read(r, r.enterMessage(depth), depth + 1);
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      customer: customer ?? rt.missing('billing.v1.CreditGiven.customer'),
      supplier: supplier ?? rt.missing('billing.v1.CreditGiven.supplier'),
    };
  },
  toJson(m) {
    return {
      customer: common.Money.toJson(m.customer),
      supplier: common.Money.toJson(m.supplier),
    };
  },
});

/** What each gigabyte of the month should have cost. All that was charged for it is reversed, and entered again. */
export interface CorrectedRate {
  readonly customerPerGigabyte: common.Money;
  readonly supplierPerGigabyte: common.Money;
}

export const CorrectedRate: rt.Codec<CorrectedRate> = rt.codec<CorrectedRate>({
  typeName: 'billing.v1.CorrectedRate',
  write(m, w, depth) {
    w.message(10, common.Money, m.customerPerGigabyte, depth, 'billing.v1.CorrectedRate.customerPerGigabyte');
    w.message(18, common.Money, m.supplierPerGigabyte, depth, 'billing.v1.CorrectedRate.supplierPerGigabyte');
  },
  read(r, outerEnd, depth) {
    let customerPerGigabyte: common.Money | undefined;
    let supplierPerGigabyte: common.Money | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          if (customerPerGigabyte !== undefined) rt.twice('billing.v1.CorrectedRate.customerPerGigabyte');
          customerPerGigabyte = common.Money.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 18:
          if (supplierPerGigabyte !== undefined) rt.twice('billing.v1.CorrectedRate.supplierPerGigabyte');
          supplierPerGigabyte = common.Money.read(r, r.enterMessage(depth), depth + 1);
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      customerPerGigabyte: customerPerGigabyte ?? rt.missing('billing.v1.CorrectedRate.customerPerGigabyte'),
      supplierPerGigabyte: supplierPerGigabyte ?? rt.missing('billing.v1.CorrectedRate.supplierPerGigabyte'),
    };
  },
  toJson(m) {
    return {
      customerPerGigabyte: common.Money.toJson(m.customerPerGigabyte),
      supplierPerGigabyte: common.Money.toJson(m.supplierPerGigabyte),
    };
  },
});

/** One line that an adjustment puts on both sides' documents. */
export interface AdjustmentLine {
  readonly kind: LineKind;
  readonly segmentId: string;
  readonly quantity: bigint;
  /** Usage records that the line sums up. */
  readonly records: number;
  readonly customerUnitPrice: common.Money;
  readonly supplierUnitPrice: common.Money;
  /** Exact, before any rounding to minor units; negative where it is given back. */
  readonly customer: common.Money;
  readonly supplier: common.Money;
  /** The charge that is reversed or entered again; unspecified for the octets. */
  readonly correctedKind: LineKind;
  /** The charge of the contract's tariff that is given back; segment_id is empty then. */
  readonly tariffChargeId?: string;
  /** What the customer was given back of the same before, where the tariff of the contract states taxes. */
  readonly givenBefore?: common.Money;
}

export const AdjustmentLine: rt.Codec<AdjustmentLine> = rt.codec<AdjustmentLine>({
  typeName: 'billing.v1.AdjustmentLine',
  write(m, w, depth) {
    w.int32(8, LineKind.numberOf(m.kind, 'billing.v1.AdjustmentLine.kind'), 'billing.v1.AdjustmentLine.kind');
    w.string(18, m.segmentId, 'billing.v1.AdjustmentLine.segmentId');
    w.uint64(24, m.quantity, 'billing.v1.AdjustmentLine.quantity');
    w.uint32(32, m.records, 'billing.v1.AdjustmentLine.records');
    w.message(42, common.Money, m.customerUnitPrice, depth, 'billing.v1.AdjustmentLine.customerUnitPrice');
    w.message(50, common.Money, m.supplierUnitPrice, depth, 'billing.v1.AdjustmentLine.supplierUnitPrice');
    w.message(58, common.Money, m.customer, depth, 'billing.v1.AdjustmentLine.customer');
    w.message(66, common.Money, m.supplier, depth, 'billing.v1.AdjustmentLine.supplier');
    w.int32(72, LineKind.numberOf(m.correctedKind, 'billing.v1.AdjustmentLine.correctedKind'), 'billing.v1.AdjustmentLine.correctedKind');
    if (m.tariffChargeId !== undefined) w.tag(82).putString(m.tariffChargeId, 'billing.v1.AdjustmentLine.tariffChargeId');
    if (m.givenBefore !== undefined) w.message(90, common.Money, m.givenBefore, depth, 'billing.v1.AdjustmentLine.givenBefore');
  },
  read(r, outerEnd, depth) {
    let kind: LineKind = 'unspecified';
    let segmentId: string = '';
    let quantity: bigint = 0n;
    let records: number = 0;
    let customerUnitPrice: common.Money | undefined;
    let supplierUnitPrice: common.Money | undefined;
    let customer: common.Money | undefined;
    let supplier: common.Money | undefined;
    let correctedKind: LineKind = 'unspecified';
    let tariffChargeId: string | undefined;
    let givenBefore: common.Money | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 8:
          kind = LineKind.nameOf(r.int32());
          break;
        case 18:
          segmentId = r.string();
          break;
        case 24:
          quantity = r.uint64();
          break;
        case 32:
          records = r.uint32();
          break;
        case 42:
          if (customerUnitPrice !== undefined) rt.twice('billing.v1.AdjustmentLine.customerUnitPrice');
          customerUnitPrice = common.Money.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 50:
          if (supplierUnitPrice !== undefined) rt.twice('billing.v1.AdjustmentLine.supplierUnitPrice');
          supplierUnitPrice = common.Money.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 58:
          if (customer !== undefined) rt.twice('billing.v1.AdjustmentLine.customer');
          customer = common.Money.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 66:
          if (supplier !== undefined) rt.twice('billing.v1.AdjustmentLine.supplier');
          supplier = common.Money.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 72:
          correctedKind = LineKind.nameOf(r.int32());
          break;
        case 82:
          tariffChargeId = r.string();
          break;
        case 90:
          if (givenBefore !== undefined) rt.twice('billing.v1.AdjustmentLine.givenBefore');
          givenBefore = common.Money.read(r, r.enterMessage(depth), depth + 1);
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<AdjustmentLine> = {
      kind,
      segmentId,
      quantity,
      records,
      customerUnitPrice: customerUnitPrice ?? rt.missing('billing.v1.AdjustmentLine.customerUnitPrice'),
      supplierUnitPrice: supplierUnitPrice ?? rt.missing('billing.v1.AdjustmentLine.supplierUnitPrice'),
      customer: customer ?? rt.missing('billing.v1.AdjustmentLine.customer'),
      supplier: supplier ?? rt.missing('billing.v1.AdjustmentLine.supplier'),
      correctedKind,
    };
    if (tariffChargeId !== undefined) draft.tariffChargeId = tariffChargeId;
    if (givenBefore !== undefined) draft.givenBefore = givenBefore;
    return draft;
  },
  toJson(m) {
    return {
      kind: m.kind,
      segmentId: m.segmentId,
      quantity: m.quantity.toString(),
      records: m.records,
      customerUnitPrice: common.Money.toJson(m.customerUnitPrice),
      supplierUnitPrice: common.Money.toJson(m.supplierUnitPrice),
      customer: common.Money.toJson(m.customer),
      supplier: common.Money.toJson(m.supplier),
      correctedKind: m.correctedKind,
      ...(m.tariffChargeId === undefined ? {} : { tariffChargeId: m.tariffChargeId }),
      ...(m.givenBefore === undefined ? {} : { givenBefore: common.Money.toJson(m.givenBefore) }),
    };
  },
});

/** A dispute about one invoice, and what came of it. */
export interface Dispute {
  readonly disputeId: string;
  readonly invoiceId: string;
  readonly contractId: string;
  readonly buyerId: string;
  /** The state of the bill that follows from the dispute. */
  readonly state: BillState;
  /** Lines of the invoice that are disputed; none means all of it. */
  readonly lineIds: readonly string[];
  readonly reason: string;
  readonly openedBy: string;
  readonly openedAt: rt.Instant;
  /** What was found, or why it was withdrawn. */
  readonly finding: string;
  readonly endedAt?: rt.Instant;
  readonly settlements: readonly LineSettlement[];
  /** Of the request that opened it. Empty where it was opened before requests had ids. */
  readonly requestId: string;
}

export const Dispute: rt.Codec<Dispute> = rt.codec<Dispute>({
  typeName: 'billing.v1.Dispute',
  write(m, w, depth) {
    w.string(10, m.disputeId, 'billing.v1.Dispute.disputeId');
    w.string(18, m.invoiceId, 'billing.v1.Dispute.invoiceId');
    w.string(26, m.contractId, 'billing.v1.Dispute.contractId');
    w.string(34, m.buyerId, 'billing.v1.Dispute.buyerId');
    w.int32(40, BillState.numberOf(m.state, 'billing.v1.Dispute.state'), 'billing.v1.Dispute.state');
    for (const item of rt.list(m.lineIds, 'billing.v1.Dispute.lineIds')) w.tag(50).putString(item, 'billing.v1.Dispute.lineIds');
    w.string(58, m.reason, 'billing.v1.Dispute.reason');
    w.string(66, m.openedBy, 'billing.v1.Dispute.openedBy');
    rt.instant(w.tag(74), m.openedAt, 'billing.v1.Dispute.openedAt');
    w.string(82, m.finding, 'billing.v1.Dispute.finding');
    if (m.endedAt !== undefined) rt.instant(w.tag(90), m.endedAt, 'billing.v1.Dispute.endedAt');
    for (const item of rt.list(m.settlements, 'billing.v1.Dispute.settlements')) w.message(98, LineSettlement, item, depth, 'billing.v1.Dispute.settlements');
    w.string(106, m.requestId, 'billing.v1.Dispute.requestId');
  },
  read(r, outerEnd, depth) {
    let disputeId: string = '';
    let invoiceId: string = '';
    let contractId: string = '';
    let buyerId: string = '';
    let state: BillState = 'unspecified';
    const lineIds: string[] = [];
    let reason: string = '';
    let openedBy: string = '';
    let openedAt: rt.Instant | undefined;
    let finding: string = '';
    let endedAt: rt.Instant | undefined;
    const settlements: LineSettlement[] = [];
    let requestId: string = '';
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          disputeId = r.string();
          break;
        case 18:
          invoiceId = r.string();
          break;
        case 26:
          contractId = r.string();
          break;
        case 34:
          buyerId = r.string();
          break;
        case 40:
          state = BillState.nameOf(r.int32());
          break;
        case 50:
          lineIds.push(r.string());
          break;
        case 58:
          reason = r.string();
          break;
        case 66:
          openedBy = r.string();
          break;
        case 74:
          if (openedAt !== undefined) rt.twice('billing.v1.Dispute.openedAt');
          openedAt = rt.readInstant(r, 'billing.v1.Dispute.openedAt');
          break;
        case 82:
          finding = r.string();
          break;
        case 90:
          if (endedAt !== undefined) rt.twice('billing.v1.Dispute.endedAt');
          endedAt = rt.readInstant(r, 'billing.v1.Dispute.endedAt');
          break;
        case 98:
          settlements.push(LineSettlement.read(r, r.enterMessage(depth), depth + 1));
          break;
        case 106:
          requestId = r.string();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<Dispute> = {
      disputeId,
      invoiceId,
      contractId,
      buyerId,
      state,
      lineIds,
      reason,
      openedBy,
      openedAt: openedAt ?? rt.missing('billing.v1.Dispute.openedAt'),
      finding,
      settlements,
      requestId,
    };
    if (endedAt !== undefined) draft.endedAt = endedAt;
    return draft;
  },
  toJson(m) {
    return {
      disputeId: m.disputeId,
      invoiceId: m.invoiceId,
      contractId: m.contractId,
      buyerId: m.buyerId,
      state: m.state,
      lineIds: m.lineIds,
      reason: m.reason,
      openedBy: m.openedBy,
      openedAt: rt.instantJson(m.openedAt),
      finding: m.finding,
      ...(m.endedAt === undefined ? {} : { endedAt: rt.instantJson(m.endedAt) }),
      settlements: m.settlements.map((item) => LineSettlement.toJson(item)),
      requestId: m.requestId,
    };
  },
});

/** What a supplier's month came to: what is owed by the settlements of its contracts for the service months that end in it, without service credits. */
export interface SupplierSpending {
  readonly periodFrom: rt.Instant;
  readonly spent: common.Money;
}

export const SupplierSpending: rt.Codec<SupplierSpending> = rt.codec<SupplierSpending>({
  typeName: 'billing.v1.SupplierSpending',
  write(m, w, depth) {
    rt.instant(w.tag(10), m.periodFrom, 'billing.v1.SupplierSpending.periodFrom');
    w.message(18, common.Money, m.spent, depth, 'billing.v1.SupplierSpending.spent');
  },
  read(r, outerEnd, depth) {
    let periodFrom: rt.Instant | undefined;
    let spent: common.Money | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          if (periodFrom !== undefined) rt.twice('billing.v1.SupplierSpending.periodFrom');
          periodFrom = rt.readInstant(r, 'billing.v1.SupplierSpending.periodFrom');
          break;
        case 18:
          if (spent !== undefined) rt.twice('billing.v1.SupplierSpending.spent');
          spent = common.Money.read(r, r.enterMessage(depth), depth + 1);
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      periodFrom: periodFrom ?? rt.missing('billing.v1.SupplierSpending.periodFrom'),
      spent: spent ?? rt.missing('billing.v1.SupplierSpending.spent'),
    };
  },
  toJson(m) {
    return {
      periodFrom: rt.instantJson(m.periodFrom),
      spent: common.Money.toJson(m.spent),
    };
  },
});

/** A settlement of a supplier's whole month, with where its total went. The customer pays nothing of it: rebates are margin. */
export interface SupplierDocument {
  readonly settlementId: string;
  readonly balance: Balance;
}

export const SupplierDocument: rt.Codec<SupplierDocument> = rt.codec<SupplierDocument>({
  typeName: 'billing.v1.SupplierDocument',
  write(m, w, depth) {
    w.string(10, m.settlementId, 'billing.v1.SupplierDocument.settlementId');
    w.message(18, Balance, m.balance, depth, 'billing.v1.SupplierDocument.balance');
  },
  read(r, outerEnd, depth) {
    let settlementId: string = '';
    let balance: Balance | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          settlementId = r.string();
          break;
        case 18:
          if (balance !== undefined) rt.twice('billing.v1.SupplierDocument.balance');
          balance = Balance.read(r, r.enterMessage(depth), depth + 1);
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      settlementId,
      balance: balance ?? rt.missing('billing.v1.SupplierDocument.balance'),
    };
  },
  toJson(m) {
    return {
      settlementId: m.settlementId,
      balance: Balance.toJson(m.balance),
    };
  },
});

/** What was agreed with a supplier of its month as a whole, all of it in one currency. */
export interface SupplierMonthTerms {
  /** Ascending. A tier's discount is off the part of the month's spending that lies above its beginning. */
  readonly tiers: readonly SupplierMonthTier[];
  /** Paid in any case, and counted up to. */
  readonly commitmentMonthly?: common.Money;
}

export const SupplierMonthTerms: rt.Codec<SupplierMonthTerms> = rt.codec<SupplierMonthTerms>({
  typeName: 'billing.v1.SupplierMonthTerms',
  write(m, w, depth) {
    for (const item of rt.list(m.tiers, 'billing.v1.SupplierMonthTerms.tiers')) w.message(10, SupplierMonthTier, item, depth, 'billing.v1.SupplierMonthTerms.tiers');
    if (m.commitmentMonthly !== undefined) w.message(18, common.Money, m.commitmentMonthly, depth, 'billing.v1.SupplierMonthTerms.commitmentMonthly');
  },
  read(r, outerEnd, depth) {
    const tiers: SupplierMonthTier[] = [];
    let commitmentMonthly: common.Money | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          tiers.push(SupplierMonthTier.read(r, r.enterMessage(depth), depth + 1));
          break;
        case 18:
          if (commitmentMonthly !== undefined) rt.twice('billing.v1.SupplierMonthTerms.commitmentMonthly');
          commitmentMonthly = common.Money.read(r, r.enterMessage(depth), depth + 1);
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<SupplierMonthTerms> = {
      tiers,
    };
    if (commitmentMonthly !== undefined) draft.commitmentMonthly = commitmentMonthly;
    return draft;
  },
  toJson(m) {
    return {
      tiers: m.tiers.map((item) => SupplierMonthTier.toJson(item)),
      ...(m.commitmentMonthly === undefined ? {} : { commitmentMonthly: common.Money.toJson(m.commitmentMonthly) }),
    };
  },
});

/** From an amount on, a discount. */
export interface SupplierMonthTier {
  readonly fromMonthly: common.Money;
  readonly discountBasisPoints: number;
}

export const SupplierMonthTier: rt.Codec<SupplierMonthTier> = rt.codec<SupplierMonthTier>({
  typeName: 'billing.v1.SupplierMonthTier',
  write(m, w, depth) {
    w.message(10, common.Money, m.fromMonthly, depth, 'billing.v1.SupplierMonthTier.fromMonthly');
    w.uint32(16, m.discountBasisPoints, 'billing.v1.SupplierMonthTier.discountBasisPoints');
  },
  read(r, outerEnd, depth) {
    let fromMonthly: common.Money | undefined;
    let discountBasisPoints: number = 0;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          if (fromMonthly !== undefined) rt.twice('billing.v1.SupplierMonthTier.fromMonthly');
          fromMonthly = common.Money.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 16:
          discountBasisPoints = r.uint32();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      fromMonthly: fromMonthly ?? rt.missing('billing.v1.SupplierMonthTier.fromMonthly'),
      discountBasisPoints,
    };
  },
  toJson(m) {
    return {
      fromMonthly: common.Money.toJson(m.fromMonthly),
      discountBasisPoints: m.discountBasisPoints,
    };
  },
});

/** A service became active, and is charged from here on by the prices of its contracts. */
export interface BillingAccountOpened {
  readonly contractId: string;
  readonly orderId: string;
  readonly buyerId: string;
  readonly currency: string;
  readonly serviceStartAt: rt.Instant;
  readonly tariffs: readonly SegmentTariff[];
  readonly taxBasisPoints: number;
  readonly termMonths: number;
  /** The capacity under contract: more octets than it can carry in an interval are not believed. */
  readonly mbps: number;
  /** Share of a month, in millionths, in which the customer was promised that the service works. */
  readonly availabilityPpm: number;
  /** What the customer gets back of a month's recurring charges when it does not, in ten-thousandths. */
  readonly creditBasisPoints: number;
  /** What the customer's usage is charged by, as the contract pins it. */
  readonly usageTariff?: tariff.PinnedTariff;
}

export const BillingAccountOpened: rt.Codec<BillingAccountOpened> = rt.codec<BillingAccountOpened>({
  typeName: 'billing.v1.BillingAccountOpened',
  write(m, w, depth) {
    w.string(10, m.contractId, 'billing.v1.BillingAccountOpened.contractId');
    w.string(18, m.orderId, 'billing.v1.BillingAccountOpened.orderId');
    w.string(26, m.buyerId, 'billing.v1.BillingAccountOpened.buyerId');
    w.string(34, m.currency, 'billing.v1.BillingAccountOpened.currency');
    rt.instant(w.tag(42), m.serviceStartAt, 'billing.v1.BillingAccountOpened.serviceStartAt');
    for (const item of rt.list(m.tariffs, 'billing.v1.BillingAccountOpened.tariffs')) w.message(50, SegmentTariff, item, depth, 'billing.v1.BillingAccountOpened.tariffs');
    w.uint32(56, m.taxBasisPoints, 'billing.v1.BillingAccountOpened.taxBasisPoints');
    w.uint32(64, m.termMonths, 'billing.v1.BillingAccountOpened.termMonths');
    w.uint32(72, m.mbps, 'billing.v1.BillingAccountOpened.mbps');
    w.uint32(80, m.availabilityPpm, 'billing.v1.BillingAccountOpened.availabilityPpm');
    w.uint32(88, m.creditBasisPoints, 'billing.v1.BillingAccountOpened.creditBasisPoints');
    if (m.usageTariff !== undefined) w.message(98, tariff.PinnedTariff, m.usageTariff, depth, 'billing.v1.BillingAccountOpened.usageTariff');
  },
  read(r, outerEnd, depth) {
    let contractId: string = '';
    let orderId: string = '';
    let buyerId: string = '';
    let currency: string = '';
    let serviceStartAt: rt.Instant | undefined;
    const tariffs: SegmentTariff[] = [];
    let taxBasisPoints: number = 0;
    let termMonths: number = 0;
    let mbps: number = 0;
    let availabilityPpm: number = 0;
    let creditBasisPoints: number = 0;
    let usageTariff: tariff.PinnedTariff | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          contractId = r.string();
          break;
        case 18:
          orderId = r.string();
          break;
        case 26:
          buyerId = r.string();
          break;
        case 34:
          currency = r.string();
          break;
        case 42:
          if (serviceStartAt !== undefined) rt.twice('billing.v1.BillingAccountOpened.serviceStartAt');
          serviceStartAt = rt.readInstant(r, 'billing.v1.BillingAccountOpened.serviceStartAt');
          break;
        case 50:
          tariffs.push(SegmentTariff.read(r, r.enterMessage(depth), depth + 1));
          break;
        case 56:
          taxBasisPoints = r.uint32();
          break;
        case 64:
          termMonths = r.uint32();
          break;
        case 72:
          mbps = r.uint32();
          break;
        case 80:
          availabilityPpm = r.uint32();
          break;
        case 88:
          creditBasisPoints = r.uint32();
          break;
        case 98:
          if (usageTariff !== undefined) rt.twice('billing.v1.BillingAccountOpened.usageTariff');
          usageTariff = tariff.PinnedTariff.read(r, r.enterMessage(depth), depth + 1);
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<BillingAccountOpened> = {
      contractId,
      orderId,
      buyerId,
      currency,
      serviceStartAt: serviceStartAt ?? rt.missing('billing.v1.BillingAccountOpened.serviceStartAt'),
      tariffs,
      taxBasisPoints,
      termMonths,
      mbps,
      availabilityPpm,
      creditBasisPoints,
    };
    if (usageTariff !== undefined) draft.usageTariff = usageTariff;
    return draft;
  },
  toJson(m) {
    return {
      contractId: m.contractId,
      orderId: m.orderId,
      buyerId: m.buyerId,
      currency: m.currency,
      serviceStartAt: rt.instantJson(m.serviceStartAt),
      tariffs: m.tariffs.map((item) => SegmentTariff.toJson(item)),
      taxBasisPoints: m.taxBasisPoints,
      termMonths: m.termMonths,
      mbps: m.mbps,
      availabilityPpm: m.availabilityPpm,
      creditBasisPoints: m.creditBasisPoints,
      ...(m.usageTariff === undefined ? {} : { usageTariff: tariff.PinnedTariff.toJson(m.usageTariff) }),
    };
  },
});

/**
 * The contract ends before the end of its term, or at it: nothing is charged for the time after that, and what is due for the rest of the term stands on
 * the bill of the last month. Every month that was open is shortened in the same commit.
 */
export interface BillingAccountEnded {
  readonly contractId: string;
  /** The contract's end; the end of the last closed month where that is later, since a bill that went out is never edited. */
  readonly endedAt: rt.Instant;
  /** The month whose bill is the last. */
  readonly finalPeriodNumber: number;
  /** Of the recurring charges for the rest of the term, in ten-thousandths; on either side, since a customer who did not ask for the end owes nothing. */
  readonly customerChargeBasisPoints: number;
  readonly supplierChargeBasisPoints: number;
  /** The version of the contract that ends it. */
  readonly version: number;
}

export const BillingAccountEnded: rt.Codec<BillingAccountEnded> = rt.codec<BillingAccountEnded>({
  typeName: 'billing.v1.BillingAccountEnded',
  write(m, w) {
    w.string(10, m.contractId, 'billing.v1.BillingAccountEnded.contractId');
    rt.instant(w.tag(18), m.endedAt, 'billing.v1.BillingAccountEnded.endedAt');
    w.uint32(24, m.finalPeriodNumber, 'billing.v1.BillingAccountEnded.finalPeriodNumber');
    w.uint32(32, m.customerChargeBasisPoints, 'billing.v1.BillingAccountEnded.customerChargeBasisPoints');
    w.uint32(40, m.supplierChargeBasisPoints, 'billing.v1.BillingAccountEnded.supplierChargeBasisPoints');
    w.uint32(48, m.version, 'billing.v1.BillingAccountEnded.version');
  },
  read(r, outerEnd, depth) {
    let contractId: string = '';
    let endedAt: rt.Instant | undefined;
    let finalPeriodNumber: number = 0;
    let customerChargeBasisPoints: number = 0;
    let supplierChargeBasisPoints: number = 0;
    let version: number = 0;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          contractId = r.string();
          break;
        case 18:
          if (endedAt !== undefined) rt.twice('billing.v1.BillingAccountEnded.endedAt');
          endedAt = rt.readInstant(r, 'billing.v1.BillingAccountEnded.endedAt');
          break;
        case 24:
          finalPeriodNumber = r.uint32();
          break;
        case 32:
          customerChargeBasisPoints = r.uint32();
          break;
        case 40:
          supplierChargeBasisPoints = r.uint32();
          break;
        case 48:
          version = r.uint32();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      contractId,
      endedAt: endedAt ?? rt.missing('billing.v1.BillingAccountEnded.endedAt'),
      finalPeriodNumber,
      customerChargeBasisPoints,
      supplierChargeBasisPoints,
      version,
    };
  },
  toJson(m) {
    return {
      contractId: m.contractId,
      endedAt: rt.instantJson(m.endedAt),
      finalPeriodNumber: m.finalPeriodNumber,
      customerChargeBasisPoints: m.customerChargeBasisPoints,
      supplierChargeBasisPoints: m.supplierChargeBasisPoints,
      version: m.version,
    };
  },
});

/**
 * From an instant on the service is charged by these tariffs, and by no others. What it ran on before is charged up to that instant. Every month of
 * the term is revised in the same commit.
 */
export interface BillingPhaseBegun {
  readonly contractId: string;
  /** 2 for the first one after that which the account was opened with. */
  readonly number: number;
  readonly from: rt.Instant;
  readonly tariffs: readonly SegmentTariff[];
  /** The capacity under contract from then on: suppliers' prices follow it, and customers' too where nothing else was ordered. */
  readonly mbps: number;
  /** Of the move to another of the contract's paths, as provisioning counts them; 0 where it is none. */
  readonly attempt: number;
  /** The event of the service's activation that says so, by its revision; 0 where it is another's. */
  readonly activationRevision: number;
  /** What the customer ordered and pays for, of a service that is carried in a format and whose bandwidth was changed. */
  readonly orderedMbps?: number;
}

export const BillingPhaseBegun: rt.Codec<BillingPhaseBegun> = rt.codec<BillingPhaseBegun>({
  typeName: 'billing.v1.BillingPhaseBegun',
  write(m, w, depth) {
    w.string(10, m.contractId, 'billing.v1.BillingPhaseBegun.contractId');
    w.uint32(16, m.number, 'billing.v1.BillingPhaseBegun.number');
    rt.instant(w.tag(26), m.from, 'billing.v1.BillingPhaseBegun.from');
    for (const item of rt.list(m.tariffs, 'billing.v1.BillingPhaseBegun.tariffs')) w.message(34, SegmentTariff, item, depth, 'billing.v1.BillingPhaseBegun.tariffs');
    w.uint32(40, m.mbps, 'billing.v1.BillingPhaseBegun.mbps');
    w.uint32(48, m.attempt, 'billing.v1.BillingPhaseBegun.attempt');
    w.uint32(56, m.activationRevision, 'billing.v1.BillingPhaseBegun.activationRevision');
    if (m.orderedMbps !== undefined) w.tag(64).putUint32(m.orderedMbps, 'billing.v1.BillingPhaseBegun.orderedMbps');
  },
  read(r, outerEnd, depth) {
    let contractId: string = '';
    let number: number = 0;
    let from: rt.Instant | undefined;
    const tariffs: SegmentTariff[] = [];
    let mbps: number = 0;
    let attempt: number = 0;
    let activationRevision: number = 0;
    let orderedMbps: number | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          contractId = r.string();
          break;
        case 16:
          number = r.uint32();
          break;
        case 26:
          if (from !== undefined) rt.twice('billing.v1.BillingPhaseBegun.from');
          from = rt.readInstant(r, 'billing.v1.BillingPhaseBegun.from');
          break;
        case 34:
          tariffs.push(SegmentTariff.read(r, r.enterMessage(depth), depth + 1));
          break;
        case 40:
          mbps = r.uint32();
          break;
        case 48:
          attempt = r.uint32();
          break;
        case 56:
          activationRevision = r.uint32();
          break;
        case 64:
          orderedMbps = r.uint32();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<BillingPhaseBegun> = {
      contractId,
      number,
      from: from ?? rt.missing('billing.v1.BillingPhaseBegun.from'),
      tariffs,
      mbps,
      attempt,
      activationRevision,
    };
    if (orderedMbps !== undefined) draft.orderedMbps = orderedMbps;
    return draft;
  },
  toJson(m) {
    return {
      contractId: m.contractId,
      number: m.number,
      from: rt.instantJson(m.from),
      tariffs: m.tariffs.map((item) => SegmentTariff.toJson(item)),
      mbps: m.mbps,
      attempt: m.attempt,
      activationRevision: m.activationRevision,
      ...(m.orderedMbps === undefined ? {} : { orderedMbps: m.orderedMbps }),
    };
  },
});

/**
 * A segment was impaired, or is well again: what the customer's credit and the claw-back from its supplier are reckoned from, in the months in which the
 * service ran on it at that time.
 */
export interface SegmentFaultBooked {
  readonly contractId: string;
  readonly segmentId: string;
  /** Names the fault: said again, it is the same one with its end. */
  readonly alarmId: string;
  readonly from: rt.Instant;
  /** Absent while it lasts. */
  readonly until?: rt.Instant;
  /** The event of the service's activation that says so, by its revision. */
  readonly activationRevision: number;
}

export const SegmentFaultBooked: rt.Codec<SegmentFaultBooked> = rt.codec<SegmentFaultBooked>({
  typeName: 'billing.v1.SegmentFaultBooked',
  write(m, w) {
    w.string(10, m.contractId, 'billing.v1.SegmentFaultBooked.contractId');
    w.string(18, m.segmentId, 'billing.v1.SegmentFaultBooked.segmentId');
    w.string(26, m.alarmId, 'billing.v1.SegmentFaultBooked.alarmId');
    rt.instant(w.tag(34), m.from, 'billing.v1.SegmentFaultBooked.from');
    if (m.until !== undefined) rt.instant(w.tag(42), m.until, 'billing.v1.SegmentFaultBooked.until');
    w.uint32(48, m.activationRevision, 'billing.v1.SegmentFaultBooked.activationRevision');
  },
  read(r, outerEnd, depth) {
    let contractId: string = '';
    let segmentId: string = '';
    let alarmId: string = '';
    let from: rt.Instant | undefined;
    let until: rt.Instant | undefined;
    let activationRevision: number = 0;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          contractId = r.string();
          break;
        case 18:
          segmentId = r.string();
          break;
        case 26:
          alarmId = r.string();
          break;
        case 34:
          if (from !== undefined) rt.twice('billing.v1.SegmentFaultBooked.from');
          from = rt.readInstant(r, 'billing.v1.SegmentFaultBooked.from');
          break;
        case 42:
          if (until !== undefined) rt.twice('billing.v1.SegmentFaultBooked.until');
          until = rt.readInstant(r, 'billing.v1.SegmentFaultBooked.until');
          break;
        case 48:
          activationRevision = r.uint32();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<SegmentFaultBooked> = {
      contractId,
      segmentId,
      alarmId,
      from: from ?? rt.missing('billing.v1.SegmentFaultBooked.from'),
      activationRevision,
    };
    if (until !== undefined) draft.until = until;
    return draft;
  },
  toJson(m) {
    return {
      contractId: m.contractId,
      segmentId: m.segmentId,
      alarmId: m.alarmId,
      from: rt.instantJson(m.from),
      ...(m.until === undefined ? {} : { until: rt.instantJson(m.until) }),
      activationRevision: m.activationRevision,
    };
  },
});

/** What the month is charged by has changed. Whoever decided about the month before this has to decide again. */
export interface BillingPeriodRevised {
  readonly contractId: string;
  readonly periodNumber: number;
}

export const BillingPeriodRevised: rt.Codec<BillingPeriodRevised> = rt.codec<BillingPeriodRevised>({
  typeName: 'billing.v1.BillingPeriodRevised',
  write(m, w) {
    w.string(10, m.contractId, 'billing.v1.BillingPeriodRevised.contractId');
    w.uint32(16, m.periodNumber, 'billing.v1.BillingPeriodRevised.periodNumber');
  },
  read(r, outerEnd, depth) {
    let contractId: string = '';
    let periodNumber: number = 0;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          contractId = r.string();
          break;
        case 16:
          periodNumber = r.uint32();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      contractId,
      periodNumber,
    };
  },
  toJson(m) {
    return {
      contractId: m.contractId,
      periodNumber: m.periodNumber,
    };
  },
});

/** The month ends with the contract, or is not part of it any more. Whoever decided about the month before this has to decide again. */
export interface BillingPeriodShortened {
  readonly contractId: string;
  readonly periodNumber: number;
  readonly until: rt.Instant;
}

export const BillingPeriodShortened: rt.Codec<BillingPeriodShortened> = rt.codec<BillingPeriodShortened>({
  typeName: 'billing.v1.BillingPeriodShortened',
  write(m, w) {
    w.string(10, m.contractId, 'billing.v1.BillingPeriodShortened.contractId');
    w.uint32(16, m.periodNumber, 'billing.v1.BillingPeriodShortened.periodNumber');
    rt.instant(w.tag(26), m.until, 'billing.v1.BillingPeriodShortened.until');
  },
  read(r, outerEnd, depth) {
    let contractId: string = '';
    let periodNumber: number = 0;
    let until: rt.Instant | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          contractId = r.string();
          break;
        case 16:
          periodNumber = r.uint32();
          break;
        case 26:
          if (until !== undefined) rt.twice('billing.v1.BillingPeriodShortened.until');
          until = rt.readInstant(r, 'billing.v1.BillingPeriodShortened.until');
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      contractId,
      periodNumber,
      until: until ?? rt.missing('billing.v1.BillingPeriodShortened.until'),
    };
  },
  toJson(m) {
    return {
      contractId: m.contractId,
      periodNumber: m.periodNumber,
      until: rt.instantJson(m.until),
    };
  },
});

/** A month of the service began: from the same day and time as the service itself, in UTC. */
export interface BillingPeriodOpened {
  readonly contractId: string;
  /** 1 for the first month. */
  readonly periodNumber: number;
  readonly from: rt.Instant;
  readonly until: rt.Instant;
}

export const BillingPeriodOpened: rt.Codec<BillingPeriodOpened> = rt.codec<BillingPeriodOpened>({
  typeName: 'billing.v1.BillingPeriodOpened',
  write(m, w) {
    w.string(10, m.contractId, 'billing.v1.BillingPeriodOpened.contractId');
    w.uint32(16, m.periodNumber, 'billing.v1.BillingPeriodOpened.periodNumber');
    rt.instant(w.tag(26), m.from, 'billing.v1.BillingPeriodOpened.from');
    rt.instant(w.tag(34), m.until, 'billing.v1.BillingPeriodOpened.until');
  },
  read(r, outerEnd, depth) {
    let contractId: string = '';
    let periodNumber: number = 0;
    let from: rt.Instant | undefined;
    let until: rt.Instant | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          contractId = r.string();
          break;
        case 16:
          periodNumber = r.uint32();
          break;
        case 26:
          if (from !== undefined) rt.twice('billing.v1.BillingPeriodOpened.from');
          from = rt.readInstant(r, 'billing.v1.BillingPeriodOpened.from');
          break;
        case 34:
          if (until !== undefined) rt.twice('billing.v1.BillingPeriodOpened.until');
          until = rt.readInstant(r, 'billing.v1.BillingPeriodOpened.until');
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      contractId,
      periodNumber,
      from: from ?? rt.missing('billing.v1.BillingPeriodOpened.from'),
      until: until ?? rt.missing('billing.v1.BillingPeriodOpened.until'),
    };
  },
  toJson(m) {
    return {
      contractId: m.contractId,
      periodNumber: m.periodNumber,
      from: rt.instantJson(m.from),
      until: rt.instantJson(m.until),
    };
  },
});

/** A provider's usage batch was recorded as it was signed. */
export interface UsageBatchAccepted {
  readonly providerId: string;
  readonly batchId: string;
  /** A carriermesh.agent.v1.UsageBatch, signed by the provider. */
  readonly batch: common.SignedEnvelope;
  readonly bodySha256: Uint8Array;
  readonly recordsAccepted: number;
  readonly recordsQuarantined: number;
  readonly recordsDuplicate: number;
  readonly acceptedAt: rt.Instant;
  /**
   * Records under an id that is none, or under the id of another record. Accepted, quarantined, duplicate and rejected
   * records together are all that the batch holds.
   */
  readonly recordsRejected: number;
  /** What was quarantined or rejected, and why, as the receipt says it. */
  readonly refusedItems: readonly common.RefusedItem[];
}

export const UsageBatchAccepted: rt.Codec<UsageBatchAccepted> = rt.codec<UsageBatchAccepted>({
  typeName: 'billing.v1.UsageBatchAccepted',
  write(m, w, depth) {
    w.string(10, m.providerId, 'billing.v1.UsageBatchAccepted.providerId');
    w.string(18, m.batchId, 'billing.v1.UsageBatchAccepted.batchId');
    w.message(26, common.SignedEnvelope, m.batch, depth, 'billing.v1.UsageBatchAccepted.batch');
    w.bytes(34, m.bodySha256, 'billing.v1.UsageBatchAccepted.bodySha256');
    w.uint32(40, m.recordsAccepted, 'billing.v1.UsageBatchAccepted.recordsAccepted');
    w.uint32(48, m.recordsQuarantined, 'billing.v1.UsageBatchAccepted.recordsQuarantined');
    w.uint32(56, m.recordsDuplicate, 'billing.v1.UsageBatchAccepted.recordsDuplicate');
    rt.instant(w.tag(66), m.acceptedAt, 'billing.v1.UsageBatchAccepted.acceptedAt');
    w.uint32(72, m.recordsRejected, 'billing.v1.UsageBatchAccepted.recordsRejected');
    for (const item of rt.list(m.refusedItems, 'billing.v1.UsageBatchAccepted.refusedItems')) w.message(82, common.RefusedItem, item, depth, 'billing.v1.UsageBatchAccepted.refusedItems');
  },
  read(r, outerEnd, depth) {
    let providerId: string = '';
    let batchId: string = '';
    let batch: common.SignedEnvelope | undefined;
    let bodySha256: Uint8Array = rt.NO_BYTES;
    let recordsAccepted: number = 0;
    let recordsQuarantined: number = 0;
    let recordsDuplicate: number = 0;
    let acceptedAt: rt.Instant | undefined;
    let recordsRejected: number = 0;
    const refusedItems: common.RefusedItem[] = [];
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          providerId = r.string();
          break;
        case 18:
          batchId = r.string();
          break;
        case 26:
          if (batch !== undefined) rt.twice('billing.v1.UsageBatchAccepted.batch');
          batch = common.SignedEnvelope.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 34:
          bodySha256 = r.bytes();
          break;
        case 40:
          recordsAccepted = r.uint32();
          break;
        case 48:
          recordsQuarantined = r.uint32();
          break;
        case 56:
          recordsDuplicate = r.uint32();
          break;
        case 66:
          if (acceptedAt !== undefined) rt.twice('billing.v1.UsageBatchAccepted.acceptedAt');
          acceptedAt = rt.readInstant(r, 'billing.v1.UsageBatchAccepted.acceptedAt');
          break;
        case 72:
          recordsRejected = r.uint32();
          break;
        case 82:
          refusedItems.push(common.RefusedItem.read(r, r.enterMessage(depth), depth + 1));
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      providerId,
      batchId,
      batch: batch ?? rt.missing('billing.v1.UsageBatchAccepted.batch'),
      bodySha256,
      recordsAccepted,
      recordsQuarantined,
      recordsDuplicate,
      acceptedAt: acceptedAt ?? rt.missing('billing.v1.UsageBatchAccepted.acceptedAt'),
      recordsRejected,
      refusedItems,
    };
  },
  toJson(m) {
    return {
      providerId: m.providerId,
      batchId: m.batchId,
      batch: common.SignedEnvelope.toJson(m.batch),
      bodySha256: rt.bytesJson(m.bodySha256),
      recordsAccepted: m.recordsAccepted,
      recordsQuarantined: m.recordsQuarantined,
      recordsDuplicate: m.recordsDuplicate,
      acceptedAt: rt.instantJson(m.acceptedAt),
      recordsRejected: m.recordsRejected,
      refusedItems: m.refusedItems.map((item) => common.RefusedItem.toJson(item)),
    };
  },
});

/**
 * A batch with a part about the provider's own ids was taken, in its place among these: what it stated anew, and what waits for an id. Whoever takes such
 * a batch expects its place in the provider's stream: no two are decided on the same knowledge.
 */
export interface LocalIdsSynchronised {
  readonly providerId: string;
  readonly batchId: string;
  /** Those that changed the table; what was known or refused is not among them. */
  readonly statements: readonly agent.LocalIdStatement[];
  /** Records that were quarantined because their id did not guide them. A statement about it releases them. */
  readonly waiting: readonly WaitingUsage[];
}

export const LocalIdsSynchronised: rt.Codec<LocalIdsSynchronised> = rt.codec<LocalIdsSynchronised>({
  typeName: 'billing.v1.LocalIdsSynchronised',
  write(m, w, depth) {
    w.string(10, m.providerId, 'billing.v1.LocalIdsSynchronised.providerId');
    w.string(18, m.batchId, 'billing.v1.LocalIdsSynchronised.batchId');
    for (const item of rt.list(m.statements, 'billing.v1.LocalIdsSynchronised.statements')) w.message(26, agent.LocalIdStatement, item, depth, 'billing.v1.LocalIdsSynchronised.statements');
    for (const item of rt.list(m.waiting, 'billing.v1.LocalIdsSynchronised.waiting')) w.message(34, WaitingUsage, item, depth, 'billing.v1.LocalIdsSynchronised.waiting');
  },
  read(r, outerEnd, depth) {
    let providerId: string = '';
    let batchId: string = '';
    const statements: agent.LocalIdStatement[] = [];
    const waiting: WaitingUsage[] = [];
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          providerId = r.string();
          break;
        case 18:
          batchId = r.string();
          break;
        case 26:
          statements.push(agent.LocalIdStatement.read(r, r.enterMessage(depth), depth + 1));
          break;
        case 34:
          waiting.push(WaitingUsage.read(r, r.enterMessage(depth), depth + 1));
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      providerId,
      batchId,
      statements,
      waiting,
    };
  },
  toJson(m) {
    return {
      providerId: m.providerId,
      batchId: m.batchId,
      statements: m.statements.map((item) => agent.LocalIdStatement.toJson(item)),
      waiting: m.waiting.map((item) => WaitingUsage.toJson(item)),
    };
  },
});

/** Two ids are one party's from here on. It stands on the streams of both, so that neither is merged twice. */
export interface PartiesMerged {
  readonly merge: PartyMerge;
}

export const PartiesMerged: rt.Codec<PartiesMerged> = rt.codec<PartiesMerged>({
  typeName: 'billing.v1.PartiesMerged',
  write(m, w, depth) {
    w.message(10, PartyMerge, m.merge, depth, 'billing.v1.PartiesMerged.merge');
  },
  read(r, outerEnd, depth) {
    let merge: PartyMerge | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          if (merge !== undefined) rt.twice('billing.v1.PartiesMerged.merge');
          merge = PartyMerge.read(r, r.enterMessage(depth), depth + 1);
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      merge: merge ?? rt.missing('billing.v1.PartiesMerged.merge'),
    };
  },
  toJson(m) {
    return {
      merge: PartyMerge.toJson(m.merge),
    };
  },
});

/**
 * From here on these record ids of the provider stand for the records that this batch presented first, charged or quarantined, once and
 * for ever. Whoever takes a batch of the provider expects its place in the provider's stream: no two are decided on the same knowledge.
 */
export interface UsageIdsTaken {
  readonly providerId: string;
  readonly batchId: string;
  /** Of each id 8 octets by which it is found again, in the order of the batch. Ids may share them: what an id stands for is in the batch. */
  readonly idHashes: Uint8Array;
}

export const UsageIdsTaken: rt.Codec<UsageIdsTaken> = rt.codec<UsageIdsTaken>({
  typeName: 'billing.v1.UsageIdsTaken',
  write(m, w) {
    w.string(10, m.providerId, 'billing.v1.UsageIdsTaken.providerId');
    w.string(18, m.batchId, 'billing.v1.UsageIdsTaken.batchId');
    w.bytes(26, m.idHashes, 'billing.v1.UsageIdsTaken.idHashes');
  },
  read(r, outerEnd, depth) {
    let providerId: string = '';
    let batchId: string = '';
    let idHashes: Uint8Array = rt.NO_BYTES;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          providerId = r.string();
          break;
        case 18:
          batchId = r.string();
          break;
        case 26:
          idHashes = r.bytes();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      providerId,
      batchId,
      idHashes,
    };
  },
  toJson(m) {
    return {
      providerId: m.providerId,
      batchId: m.batchId,
      idHashes: rt.bytesJson(m.idHashes),
    };
  },
});

/** This record can't be charged as it stands. It is kept, and nobody is charged for it. */
export interface UsageQuarantined {
  readonly providerId: string;
  readonly recordId: string;
  readonly recordSha256: Uint8Array;
  readonly batchId: string;
  readonly reason: common.Refusal;
}

export const UsageQuarantined: rt.Codec<UsageQuarantined> = rt.codec<UsageQuarantined>({
  typeName: 'billing.v1.UsageQuarantined',
  write(m, w, depth) {
    w.string(10, m.providerId, 'billing.v1.UsageQuarantined.providerId');
    w.string(18, m.recordId, 'billing.v1.UsageQuarantined.recordId');
    w.bytes(26, m.recordSha256, 'billing.v1.UsageQuarantined.recordSha256');
    w.string(34, m.batchId, 'billing.v1.UsageQuarantined.batchId');
    w.message(42, common.Refusal, m.reason, depth, 'billing.v1.UsageQuarantined.reason');
  },
  read(r, outerEnd, depth) {
    let providerId: string = '';
    let recordId: string = '';
    let recordSha256: Uint8Array = rt.NO_BYTES;
    let batchId: string = '';
    let reason: common.Refusal | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          providerId = r.string();
          break;
        case 18:
          recordId = r.string();
          break;
        case 26:
          recordSha256 = r.bytes();
          break;
        case 34:
          batchId = r.string();
          break;
        case 42:
          if (reason !== undefined) rt.twice('billing.v1.UsageQuarantined.reason');
          reason = common.Refusal.read(r, r.enterMessage(depth), depth + 1);
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      providerId,
      recordId,
      recordSha256,
      batchId,
      reason: reason ?? rt.missing('billing.v1.UsageQuarantined.reason'),
    };
  },
  toJson(m) {
    return {
      providerId: m.providerId,
      recordId: m.recordId,
      recordSha256: rt.bytesJson(m.recordSha256),
      batchId: m.batchId,
      reason: common.Refusal.toJson(m.reason),
    };
  },
});

/** The operator lets a quarantined record be charged, as it stands here. Its charge stands in the same commit. */
export interface UsageReleased {
  readonly providerId: string;
  readonly recordId: string;
  /** The batch in which the provider signed it. */
  readonly batchId: string;
  /** What of it the operator corrected. */
  readonly correction: UsageCorrection;
  /** Why, in the operator's words. */
  readonly reason: string;
  readonly releasedBy: string;
  readonly releasedAt: rt.Instant;
}

export const UsageReleased: rt.Codec<UsageReleased> = rt.codec<UsageReleased>({
  typeName: 'billing.v1.UsageReleased',
  write(m, w, depth) {
    w.string(10, m.providerId, 'billing.v1.UsageReleased.providerId');
    w.string(18, m.recordId, 'billing.v1.UsageReleased.recordId');
    w.string(26, m.batchId, 'billing.v1.UsageReleased.batchId');
    w.message(34, UsageCorrection, m.correction, depth, 'billing.v1.UsageReleased.correction');
    w.string(42, m.reason, 'billing.v1.UsageReleased.reason');
    w.string(50, m.releasedBy, 'billing.v1.UsageReleased.releasedBy');
    rt.instant(w.tag(58), m.releasedAt, 'billing.v1.UsageReleased.releasedAt');
  },
  read(r, outerEnd, depth) {
    let providerId: string = '';
    let recordId: string = '';
    let batchId: string = '';
    let correction: UsageCorrection | undefined;
    let reason: string = '';
    let releasedBy: string = '';
    let releasedAt: rt.Instant | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          providerId = r.string();
          break;
        case 18:
          recordId = r.string();
          break;
        case 26:
          batchId = r.string();
          break;
        case 34:
          if (correction !== undefined) rt.twice('billing.v1.UsageReleased.correction');
          correction = UsageCorrection.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 42:
          reason = r.string();
          break;
        case 50:
          releasedBy = r.string();
          break;
        case 58:
          if (releasedAt !== undefined) rt.twice('billing.v1.UsageReleased.releasedAt');
          releasedAt = rt.readInstant(r, 'billing.v1.UsageReleased.releasedAt');
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      providerId,
      recordId,
      batchId,
      correction: correction ?? rt.missing('billing.v1.UsageReleased.correction'),
      reason,
      releasedBy,
      releasedAt: releasedAt ?? rt.missing('billing.v1.UsageReleased.releasedAt'),
    };
  },
  toJson(m) {
    return {
      providerId: m.providerId,
      recordId: m.recordId,
      batchId: m.batchId,
      correction: UsageCorrection.toJson(m.correction),
      reason: m.reason,
      releasedBy: m.releasedBy,
      releasedAt: rt.instantJson(m.releasedAt),
    };
  },
});

/** The operator looked into what a provider presented again with other contents. */
export interface UsageFraudReviewed {
  readonly providerId: string;
  /** How many contradictions of the provider are reviewed by now, of all that ever came. */
  readonly contradictions: number;
  readonly finding: string;
  readonly reviewedBy: string;
  readonly reviewedAt: rt.Instant;
}

export const UsageFraudReviewed: rt.Codec<UsageFraudReviewed> = rt.codec<UsageFraudReviewed>({
  typeName: 'billing.v1.UsageFraudReviewed',
  write(m, w) {
    w.string(10, m.providerId, 'billing.v1.UsageFraudReviewed.providerId');
    w.uint32(16, m.contradictions, 'billing.v1.UsageFraudReviewed.contradictions');
    w.string(26, m.finding, 'billing.v1.UsageFraudReviewed.finding');
    w.string(34, m.reviewedBy, 'billing.v1.UsageFraudReviewed.reviewedBy');
    rt.instant(w.tag(42), m.reviewedAt, 'billing.v1.UsageFraudReviewed.reviewedAt');
  },
  read(r, outerEnd, depth) {
    let providerId: string = '';
    let contradictions: number = 0;
    let finding: string = '';
    let reviewedBy: string = '';
    let reviewedAt: rt.Instant | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          providerId = r.string();
          break;
        case 16:
          contradictions = r.uint32();
          break;
        case 26:
          finding = r.string();
          break;
        case 34:
          reviewedBy = r.string();
          break;
        case 42:
          if (reviewedAt !== undefined) rt.twice('billing.v1.UsageFraudReviewed.reviewedAt');
          reviewedAt = rt.readInstant(r, 'billing.v1.UsageFraudReviewed.reviewedAt');
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      providerId,
      contradictions,
      finding,
      reviewedBy,
      reviewedAt: reviewedAt ?? rt.missing('billing.v1.UsageFraudReviewed.reviewedAt'),
    };
  },
  toJson(m) {
    return {
      providerId: m.providerId,
      contradictions: m.contradictions,
      finding: m.finding,
      reviewedBy: m.reviewedBy,
      reviewedAt: rt.instantJson(m.reviewedAt),
    };
  },
});

/** A provider sent a record id again with other contents. The first record stays; a person has to look. */
export interface UsageFraudSuspected {
  readonly providerId: string;
  readonly recordId: string;
  readonly recordedSha256: Uint8Array;
  readonly presentedSha256: Uint8Array;
  readonly batchId: string;
}

export const UsageFraudSuspected: rt.Codec<UsageFraudSuspected> = rt.codec<UsageFraudSuspected>({
  typeName: 'billing.v1.UsageFraudSuspected',
  write(m, w) {
    w.string(10, m.providerId, 'billing.v1.UsageFraudSuspected.providerId');
    w.string(18, m.recordId, 'billing.v1.UsageFraudSuspected.recordId');
    w.bytes(26, m.recordedSha256, 'billing.v1.UsageFraudSuspected.recordedSha256');
    w.bytes(34, m.presentedSha256, 'billing.v1.UsageFraudSuspected.presentedSha256');
    w.string(42, m.batchId, 'billing.v1.UsageFraudSuspected.batchId');
  },
  read(r, outerEnd, depth) {
    let providerId: string = '';
    let recordId: string = '';
    let recordedSha256: Uint8Array = rt.NO_BYTES;
    let presentedSha256: Uint8Array = rt.NO_BYTES;
    let batchId: string = '';
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          providerId = r.string();
          break;
        case 18:
          recordId = r.string();
          break;
        case 26:
          recordedSha256 = r.bytes();
          break;
        case 34:
          presentedSha256 = r.bytes();
          break;
        case 42:
          batchId = r.string();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      providerId,
      recordId,
      recordedSha256,
      presentedSha256,
      batchId,
    };
  },
  toJson(m) {
    return {
      providerId: m.providerId,
      recordId: m.recordId,
      recordedSha256: rt.bytesJson(m.recordedSha256),
      presentedSha256: rt.bytesJson(m.presentedSha256),
      batchId: m.batchId,
    };
  },
});

/** Records of one batch were charged to the customer and credited to the supplier, both in this one commit. */
export interface UsageRated {
  readonly contractId: string;
  readonly periodNumber: number;
  readonly providerId: string;
  readonly batchId: string;
  readonly usage: readonly RatedUsage[];
  readonly watermarks: readonly SegmentWatermark[];
  /** The closed month in which these records were measured; 0 for the usage of the month itself. */
  readonly correctedPeriodNumber: number;
  /** The note that charges them, from 1; 0 when the month's own bill does. */
  readonly noteNumber: number;
}

export const UsageRated: rt.Codec<UsageRated> = rt.codec<UsageRated>({
  typeName: 'billing.v1.UsageRated',
  write(m, w, depth) {
    w.string(10, m.contractId, 'billing.v1.UsageRated.contractId');
    w.uint32(16, m.periodNumber, 'billing.v1.UsageRated.periodNumber');
    w.string(26, m.providerId, 'billing.v1.UsageRated.providerId');
    w.string(34, m.batchId, 'billing.v1.UsageRated.batchId');
    for (const item of rt.list(m.usage, 'billing.v1.UsageRated.usage')) w.message(42, RatedUsage, item, depth, 'billing.v1.UsageRated.usage');
    for (const item of rt.list(m.watermarks, 'billing.v1.UsageRated.watermarks')) w.message(50, SegmentWatermark, item, depth, 'billing.v1.UsageRated.watermarks');
    w.uint32(56, m.correctedPeriodNumber, 'billing.v1.UsageRated.correctedPeriodNumber');
    w.uint32(64, m.noteNumber, 'billing.v1.UsageRated.noteNumber');
  },
  read(r, outerEnd, depth) {
    let contractId: string = '';
    let periodNumber: number = 0;
    let providerId: string = '';
    let batchId: string = '';
    const usage: RatedUsage[] = [];
    const watermarks: SegmentWatermark[] = [];
    let correctedPeriodNumber: number = 0;
    let noteNumber: number = 0;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          contractId = r.string();
          break;
        case 16:
          periodNumber = r.uint32();
          break;
        case 26:
          providerId = r.string();
          break;
        case 34:
          batchId = r.string();
          break;
        case 42:
          usage.push(RatedUsage.read(r, r.enterMessage(depth), depth + 1));
          break;
        case 50:
          watermarks.push(SegmentWatermark.read(r, r.enterMessage(depth), depth + 1));
          break;
        case 56:
          correctedPeriodNumber = r.uint32();
          break;
        case 64:
          noteNumber = r.uint32();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      contractId,
      periodNumber,
      providerId,
      batchId,
      usage,
      watermarks,
      correctedPeriodNumber,
      noteNumber,
    };
  },
  toJson(m) {
    return {
      contractId: m.contractId,
      periodNumber: m.periodNumber,
      providerId: m.providerId,
      batchId: m.batchId,
      usage: m.usage.map((item) => RatedUsage.toJson(item)),
      watermarks: m.watermarks.map((item) => SegmentWatermark.toJson(item)),
      correctedPeriodNumber: m.correctedPeriodNumber,
      noteNumber: m.noteNumber,
    };
  },
});

/**
 * From here on no usage is added to the month, whatever day it is about. The place of this event in the ledger decides which
 * batches the month's bill rests on; it rests on no figure itself.
 */
export interface BillingPeriodCutOff {
  readonly contractId: string;
  readonly periodNumber: number;
  readonly cutOffAt: rt.Instant;
  /** Segments whose provider had not stated that the month is complete when the time of grace ran out. */
  readonly incompleteSegmentIds: readonly string[];
}

export const BillingPeriodCutOff: rt.Codec<BillingPeriodCutOff> = rt.codec<BillingPeriodCutOff>({
  typeName: 'billing.v1.BillingPeriodCutOff',
  write(m, w) {
    w.string(10, m.contractId, 'billing.v1.BillingPeriodCutOff.contractId');
    w.uint32(16, m.periodNumber, 'billing.v1.BillingPeriodCutOff.periodNumber');
    rt.instant(w.tag(26), m.cutOffAt, 'billing.v1.BillingPeriodCutOff.cutOffAt');
    for (const item of rt.list(m.incompleteSegmentIds, 'billing.v1.BillingPeriodCutOff.incompleteSegmentIds')) w.tag(34).putString(item, 'billing.v1.BillingPeriodCutOff.incompleteSegmentIds');
  },
  read(r, outerEnd, depth) {
    let contractId: string = '';
    let periodNumber: number = 0;
    let cutOffAt: rt.Instant | undefined;
    const incompleteSegmentIds: string[] = [];
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          contractId = r.string();
          break;
        case 16:
          periodNumber = r.uint32();
          break;
        case 26:
          if (cutOffAt !== undefined) rt.twice('billing.v1.BillingPeriodCutOff.cutOffAt');
          cutOffAt = rt.readInstant(r, 'billing.v1.BillingPeriodCutOff.cutOffAt');
          break;
        case 34:
          incompleteSegmentIds.push(r.string());
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      contractId,
      periodNumber,
      cutOffAt: cutOffAt ?? rt.missing('billing.v1.BillingPeriodCutOff.cutOffAt'),
      incompleteSegmentIds,
    };
  },
  toJson(m) {
    return {
      contractId: m.contractId,
      periodNumber: m.periodNumber,
      cutOffAt: rt.instantJson(m.cutOffAt),
      incompleteSegmentIds: m.incompleteSegmentIds,
    };
  },
});

/**
 * A month was closed: no usage is added to its bill any more. Later usage becomes a correction, in the next open month or, when
 * there is none, by a note to this one.
 */
export interface BillingPeriodClosed {
  readonly contractId: string;
  readonly periodNumber: number;
  readonly invoiceId: string;
  readonly balance: Balance;
  readonly closedAt: rt.Instant;
}

export const BillingPeriodClosed: rt.Codec<BillingPeriodClosed> = rt.codec<BillingPeriodClosed>({
  typeName: 'billing.v1.BillingPeriodClosed',
  write(m, w, depth) {
    w.string(10, m.contractId, 'billing.v1.BillingPeriodClosed.contractId');
    w.uint32(16, m.periodNumber, 'billing.v1.BillingPeriodClosed.periodNumber');
    w.string(26, m.invoiceId, 'billing.v1.BillingPeriodClosed.invoiceId');
    w.message(34, Balance, m.balance, depth, 'billing.v1.BillingPeriodClosed.balance');
    rt.instant(w.tag(42), m.closedAt, 'billing.v1.BillingPeriodClosed.closedAt');
  },
  read(r, outerEnd, depth) {
    let contractId: string = '';
    let periodNumber: number = 0;
    let invoiceId: string = '';
    let balance: Balance | undefined;
    let closedAt: rt.Instant | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          contractId = r.string();
          break;
        case 16:
          periodNumber = r.uint32();
          break;
        case 26:
          invoiceId = r.string();
          break;
        case 34:
          if (balance !== undefined) rt.twice('billing.v1.BillingPeriodClosed.balance');
          balance = Balance.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 42:
          if (closedAt !== undefined) rt.twice('billing.v1.BillingPeriodClosed.closedAt');
          closedAt = rt.readInstant(r, 'billing.v1.BillingPeriodClosed.closedAt');
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      contractId,
      periodNumber,
      invoiceId,
      balance: balance ?? rt.missing('billing.v1.BillingPeriodClosed.balance'),
      closedAt: closedAt ?? rt.missing('billing.v1.BillingPeriodClosed.closedAt'),
    };
  },
  toJson(m) {
    return {
      contractId: m.contractId,
      periodNumber: m.periodNumber,
      invoiceId: m.invoiceId,
      balance: Balance.toJson(m.balance),
      closedAt: rt.instantJson(m.closedAt),
    };
  },
});

/** The customer's bill for a closed month. */
export interface InvoiceIssued {
  readonly invoiceId: string;
  readonly contractId: string;
  readonly buyerId: string;
  /** An Invoice, as the bytes that are hashed. */
  readonly invoice: Uint8Array;
  readonly invoiceSha256: Uint8Array;
  readonly issuedAt: rt.Instant;
}

export const InvoiceIssued: rt.Codec<InvoiceIssued> = rt.codec<InvoiceIssued>({
  typeName: 'billing.v1.InvoiceIssued',
  write(m, w) {
    w.string(10, m.invoiceId, 'billing.v1.InvoiceIssued.invoiceId');
    w.string(18, m.contractId, 'billing.v1.InvoiceIssued.contractId');
    w.string(26, m.buyerId, 'billing.v1.InvoiceIssued.buyerId');
    w.bytes(34, m.invoice, 'billing.v1.InvoiceIssued.invoice');
    w.bytes(42, m.invoiceSha256, 'billing.v1.InvoiceIssued.invoiceSha256');
    rt.instant(w.tag(50), m.issuedAt, 'billing.v1.InvoiceIssued.issuedAt');
  },
  read(r, outerEnd, depth) {
    let invoiceId: string = '';
    let contractId: string = '';
    let buyerId: string = '';
    let invoice: Uint8Array = rt.NO_BYTES;
    let invoiceSha256: Uint8Array = rt.NO_BYTES;
    let issuedAt: rt.Instant | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          invoiceId = r.string();
          break;
        case 18:
          contractId = r.string();
          break;
        case 26:
          buyerId = r.string();
          break;
        case 34:
          invoice = r.bytes();
          break;
        case 42:
          invoiceSha256 = r.bytes();
          break;
        case 50:
          if (issuedAt !== undefined) rt.twice('billing.v1.InvoiceIssued.issuedAt');
          issuedAt = rt.readInstant(r, 'billing.v1.InvoiceIssued.issuedAt');
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      invoiceId,
      contractId,
      buyerId,
      invoice,
      invoiceSha256,
      issuedAt: issuedAt ?? rt.missing('billing.v1.InvoiceIssued.issuedAt'),
    };
  },
  toJson(m) {
    return {
      invoiceId: m.invoiceId,
      contractId: m.contractId,
      buyerId: m.buyerId,
      invoice: rt.bytesJson(m.invoice),
      invoiceSha256: rt.bytesJson(m.invoiceSha256),
      issuedAt: rt.instantJson(m.issuedAt),
    };
  },
});

/** A supplier's statement for a closed month. */
export interface SettlementIssued {
  readonly settlementId: string;
  readonly providerId: string;
  /** Both empty where it is of the supplier's whole month. */
  readonly contractId: string;
  readonly invoiceId: string;
  /** A Settlement, as the bytes that are hashed. */
  readonly settlement: Uint8Array;
  readonly settlementSha256: Uint8Array;
  readonly issuedAt: rt.Instant;
}

export const SettlementIssued: rt.Codec<SettlementIssued> = rt.codec<SettlementIssued>({
  typeName: 'billing.v1.SettlementIssued',
  write(m, w) {
    w.string(10, m.settlementId, 'billing.v1.SettlementIssued.settlementId');
    w.string(18, m.providerId, 'billing.v1.SettlementIssued.providerId');
    w.string(26, m.contractId, 'billing.v1.SettlementIssued.contractId');
    w.string(34, m.invoiceId, 'billing.v1.SettlementIssued.invoiceId');
    w.bytes(42, m.settlement, 'billing.v1.SettlementIssued.settlement');
    w.bytes(50, m.settlementSha256, 'billing.v1.SettlementIssued.settlementSha256');
    rt.instant(w.tag(58), m.issuedAt, 'billing.v1.SettlementIssued.issuedAt');
  },
  read(r, outerEnd, depth) {
    let settlementId: string = '';
    let providerId: string = '';
    let contractId: string = '';
    let invoiceId: string = '';
    let settlement: Uint8Array = rt.NO_BYTES;
    let settlementSha256: Uint8Array = rt.NO_BYTES;
    let issuedAt: rt.Instant | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          settlementId = r.string();
          break;
        case 18:
          providerId = r.string();
          break;
        case 26:
          contractId = r.string();
          break;
        case 34:
          invoiceId = r.string();
          break;
        case 42:
          settlement = r.bytes();
          break;
        case 50:
          settlementSha256 = r.bytes();
          break;
        case 58:
          if (issuedAt !== undefined) rt.twice('billing.v1.SettlementIssued.issuedAt');
          issuedAt = rt.readInstant(r, 'billing.v1.SettlementIssued.issuedAt');
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      settlementId,
      providerId,
      contractId,
      invoiceId,
      settlement,
      settlementSha256,
      issuedAt: issuedAt ?? rt.missing('billing.v1.SettlementIssued.issuedAt'),
    };
  },
  toJson(m) {
    return {
      settlementId: m.settlementId,
      providerId: m.providerId,
      contractId: m.contractId,
      invoiceId: m.invoiceId,
      settlement: rt.bytesJson(m.settlement),
      settlementSha256: rt.bytesJson(m.settlementSha256),
      issuedAt: rt.instantJson(m.issuedAt),
    };
  },
});

/**
 * A closed month was corrected by a note, since no month of the service was open. The note's invoice and settlements stand in the
 * same commit, and its balance beside the month's: customer = settlements + margin + tax + rounding holds for both together too.
 */
export interface CorrectionNoteIssued {
  readonly contractId: string;
  readonly periodNumber: number;
  readonly noteNumber: number;
  /** The note to the customer. */
  readonly invoiceId: string;
  /** The month's own invoice. */
  readonly correctedInvoiceId: string;
  readonly balance: Balance;
  readonly issuedAt: rt.Instant;
}

export const CorrectionNoteIssued: rt.Codec<CorrectionNoteIssued> = rt.codec<CorrectionNoteIssued>({
  typeName: 'billing.v1.CorrectionNoteIssued',
  write(m, w, depth) {
    w.string(10, m.contractId, 'billing.v1.CorrectionNoteIssued.contractId');
    w.uint32(16, m.periodNumber, 'billing.v1.CorrectionNoteIssued.periodNumber');
    w.uint32(24, m.noteNumber, 'billing.v1.CorrectionNoteIssued.noteNumber');
    w.string(34, m.invoiceId, 'billing.v1.CorrectionNoteIssued.invoiceId');
    w.string(42, m.correctedInvoiceId, 'billing.v1.CorrectionNoteIssued.correctedInvoiceId');
    w.message(50, Balance, m.balance, depth, 'billing.v1.CorrectionNoteIssued.balance');
    rt.instant(w.tag(58), m.issuedAt, 'billing.v1.CorrectionNoteIssued.issuedAt');
  },
  read(r, outerEnd, depth) {
    let contractId: string = '';
    let periodNumber: number = 0;
    let noteNumber: number = 0;
    let invoiceId: string = '';
    let correctedInvoiceId: string = '';
    let balance: Balance | undefined;
    let issuedAt: rt.Instant | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          contractId = r.string();
          break;
        case 16:
          periodNumber = r.uint32();
          break;
        case 24:
          noteNumber = r.uint32();
          break;
        case 34:
          invoiceId = r.string();
          break;
        case 42:
          correctedInvoiceId = r.string();
          break;
        case 50:
          if (balance !== undefined) rt.twice('billing.v1.CorrectionNoteIssued.balance');
          balance = Balance.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 58:
          if (issuedAt !== undefined) rt.twice('billing.v1.CorrectionNoteIssued.issuedAt');
          issuedAt = rt.readInstant(r, 'billing.v1.CorrectionNoteIssued.issuedAt');
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      contractId,
      periodNumber,
      noteNumber,
      invoiceId,
      correctedInvoiceId,
      balance: balance ?? rt.missing('billing.v1.CorrectionNoteIssued.balance'),
      issuedAt: issuedAt ?? rt.missing('billing.v1.CorrectionNoteIssued.issuedAt'),
    };
  },
  toJson(m) {
    return {
      contractId: m.contractId,
      periodNumber: m.periodNumber,
      noteNumber: m.noteNumber,
      invoiceId: m.invoiceId,
      correctedInvoiceId: m.correctedInvoiceId,
      balance: Balance.toJson(m.balance),
      issuedAt: rt.instantJson(m.issuedAt),
    };
  },
});

/** The process billing-cycle took the service on: it ends when every month of the term is billed. */
export interface BillingCycleStarted {
  readonly contractId: string;
  readonly serviceStartAt: rt.Instant;
  readonly termMonths: number;
  readonly segments: readonly MeteredSegment[];
}

export const BillingCycleStarted: rt.Codec<BillingCycleStarted> = rt.codec<BillingCycleStarted>({
  typeName: 'billing.v1.BillingCycleStarted',
  write(m, w, depth) {
    w.string(10, m.contractId, 'billing.v1.BillingCycleStarted.contractId');
    rt.instant(w.tag(18), m.serviceStartAt, 'billing.v1.BillingCycleStarted.serviceStartAt');
    w.uint32(24, m.termMonths, 'billing.v1.BillingCycleStarted.termMonths');
    for (const item of rt.list(m.segments, 'billing.v1.BillingCycleStarted.segments')) w.message(34, MeteredSegment, item, depth, 'billing.v1.BillingCycleStarted.segments');
  },
  read(r, outerEnd, depth) {
    let contractId: string = '';
    let serviceStartAt: rt.Instant | undefined;
    let termMonths: number = 0;
    const segments: MeteredSegment[] = [];
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          contractId = r.string();
          break;
        case 18:
          if (serviceStartAt !== undefined) rt.twice('billing.v1.BillingCycleStarted.serviceStartAt');
          serviceStartAt = rt.readInstant(r, 'billing.v1.BillingCycleStarted.serviceStartAt');
          break;
        case 24:
          termMonths = r.uint32();
          break;
        case 34:
          segments.push(MeteredSegment.read(r, r.enterMessage(depth), depth + 1));
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      contractId,
      serviceStartAt: serviceStartAt ?? rt.missing('billing.v1.BillingCycleStarted.serviceStartAt'),
      termMonths,
      segments,
    };
  },
  toJson(m) {
    return {
      contractId: m.contractId,
      serviceStartAt: rt.instantJson(m.serviceStartAt),
      termMonths: m.termMonths,
      segments: m.segments.map((item) => MeteredSegment.toJson(item)),
    };
  },
});

/** A provider stated that it has reported all usage of its segment up to an instant that completes the current month. */
export interface BillingCycleSegmentComplete {
  readonly contractId: string;
  readonly segmentId: string;
  readonly completeUntil: rt.Instant;
}

export const BillingCycleSegmentComplete: rt.Codec<BillingCycleSegmentComplete> = rt.codec<BillingCycleSegmentComplete>({
  typeName: 'billing.v1.BillingCycleSegmentComplete',
  write(m, w) {
    w.string(10, m.contractId, 'billing.v1.BillingCycleSegmentComplete.contractId');
    w.string(18, m.segmentId, 'billing.v1.BillingCycleSegmentComplete.segmentId');
    rt.instant(w.tag(26), m.completeUntil, 'billing.v1.BillingCycleSegmentComplete.completeUntil');
  },
  read(r, outerEnd, depth) {
    let contractId: string = '';
    let segmentId: string = '';
    let completeUntil: rt.Instant | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          contractId = r.string();
          break;
        case 18:
          segmentId = r.string();
          break;
        case 26:
          if (completeUntil !== undefined) rt.twice('billing.v1.BillingCycleSegmentComplete.completeUntil');
          completeUntil = rt.readInstant(r, 'billing.v1.BillingCycleSegmentComplete.completeUntil');
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      contractId,
      segmentId,
      completeUntil: completeUntil ?? rt.missing('billing.v1.BillingCycleSegmentComplete.completeUntil'),
    };
  },
  toJson(m) {
    return {
      contractId: m.contractId,
      segmentId: m.segmentId,
      completeUntil: rt.instantJson(m.completeUntil),
    };
  },
});

/** The month is over. Providers that have not reported all of it are asked, and have until the end of the time of grace. */
export interface BillingCyclePeriodEnded {
  readonly contractId: string;
  readonly periodNumber: number;
  readonly endedAt: rt.Instant;
  readonly graceUntil: rt.Instant;
}

export const BillingCyclePeriodEnded: rt.Codec<BillingCyclePeriodEnded> = rt.codec<BillingCyclePeriodEnded>({
  typeName: 'billing.v1.BillingCyclePeriodEnded',
  write(m, w) {
    w.string(10, m.contractId, 'billing.v1.BillingCyclePeriodEnded.contractId');
    w.uint32(16, m.periodNumber, 'billing.v1.BillingCyclePeriodEnded.periodNumber');
    rt.instant(w.tag(26), m.endedAt, 'billing.v1.BillingCyclePeriodEnded.endedAt');
    rt.instant(w.tag(34), m.graceUntil, 'billing.v1.BillingCyclePeriodEnded.graceUntil');
  },
  read(r, outerEnd, depth) {
    let contractId: string = '';
    let periodNumber: number = 0;
    let endedAt: rt.Instant | undefined;
    let graceUntil: rt.Instant | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          contractId = r.string();
          break;
        case 16:
          periodNumber = r.uint32();
          break;
        case 26:
          if (endedAt !== undefined) rt.twice('billing.v1.BillingCyclePeriodEnded.endedAt');
          endedAt = rt.readInstant(r, 'billing.v1.BillingCyclePeriodEnded.endedAt');
          break;
        case 34:
          if (graceUntil !== undefined) rt.twice('billing.v1.BillingCyclePeriodEnded.graceUntil');
          graceUntil = rt.readInstant(r, 'billing.v1.BillingCyclePeriodEnded.graceUntil');
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      contractId,
      periodNumber,
      endedAt: endedAt ?? rt.missing('billing.v1.BillingCyclePeriodEnded.endedAt'),
      graceUntil: graceUntil ?? rt.missing('billing.v1.BillingCyclePeriodEnded.graceUntil'),
    };
  },
  toJson(m) {
    return {
      contractId: m.contractId,
      periodNumber: m.periodNumber,
      endedAt: rt.instantJson(m.endedAt),
      graceUntil: rt.instantJson(m.graceUntil),
    };
  },
});

/** A provider heard the question for its usage, and said that it will send it or why not. */
export interface BillingCycleUsageAsked {
  readonly contractId: string;
  readonly periodNumber: number;
  readonly segmentId: string;
  /** Records that it is about to send. */
  readonly records: number;
  readonly refusal?: common.Refusal;
}

export const BillingCycleUsageAsked: rt.Codec<BillingCycleUsageAsked> = rt.codec<BillingCycleUsageAsked>({
  typeName: 'billing.v1.BillingCycleUsageAsked',
  write(m, w, depth) {
    w.string(10, m.contractId, 'billing.v1.BillingCycleUsageAsked.contractId');
    w.uint32(16, m.periodNumber, 'billing.v1.BillingCycleUsageAsked.periodNumber');
    w.string(26, m.segmentId, 'billing.v1.BillingCycleUsageAsked.segmentId');
    w.uint32(32, m.records, 'billing.v1.BillingCycleUsageAsked.records');
    if (m.refusal !== undefined) w.message(42, common.Refusal, m.refusal, depth, 'billing.v1.BillingCycleUsageAsked.refusal');
  },
  read(r, outerEnd, depth) {
    let contractId: string = '';
    let periodNumber: number = 0;
    let segmentId: string = '';
    let records: number = 0;
    let refusal: common.Refusal | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          contractId = r.string();
          break;
        case 16:
          periodNumber = r.uint32();
          break;
        case 26:
          segmentId = r.string();
          break;
        case 32:
          records = r.uint32();
          break;
        case 42:
          if (refusal !== undefined) rt.twice('billing.v1.BillingCycleUsageAsked.refusal');
          refusal = common.Refusal.read(r, r.enterMessage(depth), depth + 1);
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<BillingCycleUsageAsked> = {
      contractId,
      periodNumber,
      segmentId,
      records,
    };
    if (refusal !== undefined) draft.refusal = refusal;
    return draft;
  },
  toJson(m) {
    return {
      contractId: m.contractId,
      periodNumber: m.periodNumber,
      segmentId: m.segmentId,
      records: m.records,
      ...(m.refusal === undefined ? {} : { refusal: common.Refusal.toJson(m.refusal) }),
    };
  },
});

/** All usage of the month is there, or the time of grace ran out for the segments named. */
export interface BillingCycleUsageComplete {
  readonly contractId: string;
  readonly periodNumber: number;
  readonly incompleteSegmentIds: readonly string[];
}

export const BillingCycleUsageComplete: rt.Codec<BillingCycleUsageComplete> = rt.codec<BillingCycleUsageComplete>({
  typeName: 'billing.v1.BillingCycleUsageComplete',
  write(m, w) {
    w.string(10, m.contractId, 'billing.v1.BillingCycleUsageComplete.contractId');
    w.uint32(16, m.periodNumber, 'billing.v1.BillingCycleUsageComplete.periodNumber');
    for (const item of rt.list(m.incompleteSegmentIds, 'billing.v1.BillingCycleUsageComplete.incompleteSegmentIds')) w.tag(26).putString(item, 'billing.v1.BillingCycleUsageComplete.incompleteSegmentIds');
  },
  read(r, outerEnd, depth) {
    let contractId: string = '';
    let periodNumber: number = 0;
    const incompleteSegmentIds: string[] = [];
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          contractId = r.string();
          break;
        case 16:
          periodNumber = r.uint32();
          break;
        case 26:
          incompleteSegmentIds.push(r.string());
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      contractId,
      periodNumber,
      incompleteSegmentIds,
    };
  },
  toJson(m) {
    return {
      contractId: m.contractId,
      periodNumber: m.periodNumber,
      incompleteSegmentIds: m.incompleteSegmentIds,
    };
  },
});

/** The month is billed and settled. */
export interface BillingCyclePeriodClosed {
  readonly contractId: string;
  readonly periodNumber: number;
  readonly invoiceId: string;
}

export const BillingCyclePeriodClosed: rt.Codec<BillingCyclePeriodClosed> = rt.codec<BillingCyclePeriodClosed>({
  typeName: 'billing.v1.BillingCyclePeriodClosed',
  write(m, w) {
    w.string(10, m.contractId, 'billing.v1.BillingCyclePeriodClosed.contractId');
    w.uint32(16, m.periodNumber, 'billing.v1.BillingCyclePeriodClosed.periodNumber');
    w.string(26, m.invoiceId, 'billing.v1.BillingCyclePeriodClosed.invoiceId');
  },
  read(r, outerEnd, depth) {
    let contractId: string = '';
    let periodNumber: number = 0;
    let invoiceId: string = '';
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          contractId = r.string();
          break;
        case 16:
          periodNumber = r.uint32();
          break;
        case 26:
          invoiceId = r.string();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      contractId,
      periodNumber,
      invoiceId,
    };
  },
  toJson(m) {
    return {
      contractId: m.contractId,
      periodNumber: m.periodNumber,
      invoiceId: m.invoiceId,
    };
  },
});

/** The contract ends earlier than its term. */
export interface BillingCycleShortened {
  readonly contractId: string;
  readonly endedAt: rt.Instant;
  readonly finalPeriodNumber: number;
}

export const BillingCycleShortened: rt.Codec<BillingCycleShortened> = rt.codec<BillingCycleShortened>({
  typeName: 'billing.v1.BillingCycleShortened',
  write(m, w) {
    w.string(10, m.contractId, 'billing.v1.BillingCycleShortened.contractId');
    rt.instant(w.tag(18), m.endedAt, 'billing.v1.BillingCycleShortened.endedAt');
    w.uint32(24, m.finalPeriodNumber, 'billing.v1.BillingCycleShortened.finalPeriodNumber');
  },
  read(r, outerEnd, depth) {
    let contractId: string = '';
    let endedAt: rt.Instant | undefined;
    let finalPeriodNumber: number = 0;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          contractId = r.string();
          break;
        case 18:
          if (endedAt !== undefined) rt.twice('billing.v1.BillingCycleShortened.endedAt');
          endedAt = rt.readInstant(r, 'billing.v1.BillingCycleShortened.endedAt');
          break;
        case 24:
          finalPeriodNumber = r.uint32();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      contractId,
      endedAt: endedAt ?? rt.missing('billing.v1.BillingCycleShortened.endedAt'),
      finalPeriodNumber,
    };
  },
  toJson(m) {
    return {
      contractId: m.contractId,
      endedAt: rt.instantJson(m.endedAt),
      finalPeriodNumber: m.finalPeriodNumber,
    };
  },
});

/** From an instant on the service runs on these segments: of months after it, nobody else is asked for usage. */
export interface BillingCycleSegmentsChanged {
  readonly contractId: string;
  readonly from: rt.Instant;
  readonly segments: readonly MeteredSegment[];
}

export const BillingCycleSegmentsChanged: rt.Codec<BillingCycleSegmentsChanged> = rt.codec<BillingCycleSegmentsChanged>({
  typeName: 'billing.v1.BillingCycleSegmentsChanged',
  write(m, w, depth) {
    w.string(10, m.contractId, 'billing.v1.BillingCycleSegmentsChanged.contractId');
    rt.instant(w.tag(18), m.from, 'billing.v1.BillingCycleSegmentsChanged.from');
    for (const item of rt.list(m.segments, 'billing.v1.BillingCycleSegmentsChanged.segments')) w.message(26, MeteredSegment, item, depth, 'billing.v1.BillingCycleSegmentsChanged.segments');
  },
  read(r, outerEnd, depth) {
    let contractId: string = '';
    let from: rt.Instant | undefined;
    const segments: MeteredSegment[] = [];
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          contractId = r.string();
          break;
        case 18:
          if (from !== undefined) rt.twice('billing.v1.BillingCycleSegmentsChanged.from');
          from = rt.readInstant(r, 'billing.v1.BillingCycleSegmentsChanged.from');
          break;
        case 26:
          segments.push(MeteredSegment.read(r, r.enterMessage(depth), depth + 1));
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      contractId,
      from: from ?? rt.missing('billing.v1.BillingCycleSegmentsChanged.from'),
      segments,
    };
  },
  toJson(m) {
    return {
      contractId: m.contractId,
      from: rt.instantJson(m.from),
      segments: m.segments.map((item) => MeteredSegment.toJson(item)),
    };
  },
});

/** The last month of the contract is billed. */
export interface BillingCycleEnded {
  readonly contractId: string;
  readonly endedAt: rt.Instant;
}

export const BillingCycleEnded: rt.Codec<BillingCycleEnded> = rt.codec<BillingCycleEnded>({
  typeName: 'billing.v1.BillingCycleEnded',
  write(m, w) {
    w.string(10, m.contractId, 'billing.v1.BillingCycleEnded.contractId');
    rt.instant(w.tag(18), m.endedAt, 'billing.v1.BillingCycleEnded.endedAt');
  },
  read(r, outerEnd, depth) {
    let contractId: string = '';
    let endedAt: rt.Instant | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          contractId = r.string();
          break;
        case 18:
          if (endedAt !== undefined) rt.twice('billing.v1.BillingCycleEnded.endedAt');
          endedAt = rt.readInstant(r, 'billing.v1.BillingCycleEnded.endedAt');
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      contractId,
      endedAt: endedAt ?? rt.missing('billing.v1.BillingCycleEnded.endedAt'),
    };
  },
  toJson(m) {
    return {
      contractId: m.contractId,
      endedAt: rt.instantJson(m.endedAt),
    };
  },
});

/** Somebody does not agree with an invoice. It stays as it is; what changes is said by a settlement. */
export interface DisputeOpened {
  readonly disputeId: string;
  readonly invoiceId: string;
  readonly contractId: string;
  readonly buyerId: string;
  /** None means all of them. */
  readonly lineIds: readonly string[];
  readonly reason: string;
  readonly openedBy: string;
  readonly openedAt: rt.Instant;
  /** Empty where it was opened before requests had ids. */
  readonly requestId: string;
}

export const DisputeOpened: rt.Codec<DisputeOpened> = rt.codec<DisputeOpened>({
  typeName: 'billing.v1.DisputeOpened',
  write(m, w) {
    w.string(10, m.disputeId, 'billing.v1.DisputeOpened.disputeId');
    w.string(18, m.invoiceId, 'billing.v1.DisputeOpened.invoiceId');
    w.string(26, m.contractId, 'billing.v1.DisputeOpened.contractId');
    w.string(34, m.buyerId, 'billing.v1.DisputeOpened.buyerId');
    for (const item of rt.list(m.lineIds, 'billing.v1.DisputeOpened.lineIds')) w.tag(42).putString(item, 'billing.v1.DisputeOpened.lineIds');
    w.string(50, m.reason, 'billing.v1.DisputeOpened.reason');
    w.string(58, m.openedBy, 'billing.v1.DisputeOpened.openedBy');
    rt.instant(w.tag(66), m.openedAt, 'billing.v1.DisputeOpened.openedAt');
    w.string(74, m.requestId, 'billing.v1.DisputeOpened.requestId');
  },
  read(r, outerEnd, depth) {
    let disputeId: string = '';
    let invoiceId: string = '';
    let contractId: string = '';
    let buyerId: string = '';
    const lineIds: string[] = [];
    let reason: string = '';
    let openedBy: string = '';
    let openedAt: rt.Instant | undefined;
    let requestId: string = '';
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          disputeId = r.string();
          break;
        case 18:
          invoiceId = r.string();
          break;
        case 26:
          contractId = r.string();
          break;
        case 34:
          buyerId = r.string();
          break;
        case 42:
          lineIds.push(r.string());
          break;
        case 50:
          reason = r.string();
          break;
        case 58:
          openedBy = r.string();
          break;
        case 66:
          if (openedAt !== undefined) rt.twice('billing.v1.DisputeOpened.openedAt');
          openedAt = rt.readInstant(r, 'billing.v1.DisputeOpened.openedAt');
          break;
        case 74:
          requestId = r.string();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      disputeId,
      invoiceId,
      contractId,
      buyerId,
      lineIds,
      reason,
      openedBy,
      openedAt: openedAt ?? rt.missing('billing.v1.DisputeOpened.openedAt'),
      requestId,
    };
  },
  toJson(m) {
    return {
      disputeId: m.disputeId,
      invoiceId: m.invoiceId,
      contractId: m.contractId,
      buyerId: m.buyerId,
      lineIds: m.lineIds,
      reason: m.reason,
      openedBy: m.openedBy,
      openedAt: rt.instantJson(m.openedAt),
      requestId: m.requestId,
    };
  },
});

/** What was decided. What it changes is posted in the same commit; without settlements the invoice stands. */
export interface DisputeSettled {
  readonly disputeId: string;
  readonly invoiceId: string;
  readonly contractId: string;
  readonly settlements: readonly LineSettlement[];
  readonly finding: string;
  readonly settledBy: string;
  readonly settledAt: rt.Instant;
}

export const DisputeSettled: rt.Codec<DisputeSettled> = rt.codec<DisputeSettled>({
  typeName: 'billing.v1.DisputeSettled',
  write(m, w, depth) {
    w.string(10, m.disputeId, 'billing.v1.DisputeSettled.disputeId');
    w.string(18, m.invoiceId, 'billing.v1.DisputeSettled.invoiceId');
    w.string(26, m.contractId, 'billing.v1.DisputeSettled.contractId');
    for (const item of rt.list(m.settlements, 'billing.v1.DisputeSettled.settlements')) w.message(34, LineSettlement, item, depth, 'billing.v1.DisputeSettled.settlements');
    w.string(42, m.finding, 'billing.v1.DisputeSettled.finding');
    w.string(50, m.settledBy, 'billing.v1.DisputeSettled.settledBy');
    rt.instant(w.tag(58), m.settledAt, 'billing.v1.DisputeSettled.settledAt');
  },
  read(r, outerEnd, depth) {
    let disputeId: string = '';
    let invoiceId: string = '';
    let contractId: string = '';
    const settlements: LineSettlement[] = [];
    let finding: string = '';
    let settledBy: string = '';
    let settledAt: rt.Instant | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          disputeId = r.string();
          break;
        case 18:
          invoiceId = r.string();
          break;
        case 26:
          contractId = r.string();
          break;
        case 34:
          settlements.push(LineSettlement.read(r, r.enterMessage(depth), depth + 1));
          break;
        case 42:
          finding = r.string();
          break;
        case 50:
          settledBy = r.string();
          break;
        case 58:
          if (settledAt !== undefined) rt.twice('billing.v1.DisputeSettled.settledAt');
          settledAt = rt.readInstant(r, 'billing.v1.DisputeSettled.settledAt');
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      disputeId,
      invoiceId,
      contractId,
      settlements,
      finding,
      settledBy,
      settledAt: settledAt ?? rt.missing('billing.v1.DisputeSettled.settledAt'),
    };
  },
  toJson(m) {
    return {
      disputeId: m.disputeId,
      invoiceId: m.invoiceId,
      contractId: m.contractId,
      settlements: m.settlements.map((item) => LineSettlement.toJson(item)),
      finding: m.finding,
      settledBy: m.settledBy,
      settledAt: rt.instantJson(m.settledAt),
    };
  },
});

/** Whoever opened it took it back. */
export interface DisputeWithdrawn {
  readonly disputeId: string;
  readonly invoiceId: string;
  readonly contractId: string;
  readonly reason: string;
  readonly withdrawnBy: string;
  readonly withdrawnAt: rt.Instant;
}

export const DisputeWithdrawn: rt.Codec<DisputeWithdrawn> = rt.codec<DisputeWithdrawn>({
  typeName: 'billing.v1.DisputeWithdrawn',
  write(m, w) {
    w.string(10, m.disputeId, 'billing.v1.DisputeWithdrawn.disputeId');
    w.string(18, m.invoiceId, 'billing.v1.DisputeWithdrawn.invoiceId');
    w.string(26, m.contractId, 'billing.v1.DisputeWithdrawn.contractId');
    w.string(34, m.reason, 'billing.v1.DisputeWithdrawn.reason');
    w.string(42, m.withdrawnBy, 'billing.v1.DisputeWithdrawn.withdrawnBy');
    rt.instant(w.tag(50), m.withdrawnAt, 'billing.v1.DisputeWithdrawn.withdrawnAt');
  },
  read(r, outerEnd, depth) {
    let disputeId: string = '';
    let invoiceId: string = '';
    let contractId: string = '';
    let reason: string = '';
    let withdrawnBy: string = '';
    let withdrawnAt: rt.Instant | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          disputeId = r.string();
          break;
        case 18:
          invoiceId = r.string();
          break;
        case 26:
          contractId = r.string();
          break;
        case 34:
          reason = r.string();
          break;
        case 42:
          withdrawnBy = r.string();
          break;
        case 50:
          if (withdrawnAt !== undefined) rt.twice('billing.v1.DisputeWithdrawn.withdrawnAt');
          withdrawnAt = rt.readInstant(r, 'billing.v1.DisputeWithdrawn.withdrawnAt');
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      disputeId,
      invoiceId,
      contractId,
      reason,
      withdrawnBy,
      withdrawnAt: withdrawnAt ?? rt.missing('billing.v1.DisputeWithdrawn.withdrawnAt'),
    };
  },
  toJson(m) {
    return {
      disputeId: m.disputeId,
      invoiceId: m.invoiceId,
      contractId: m.contractId,
      reason: m.reason,
      withdrawnBy: m.withdrawnBy,
      withdrawnAt: rt.instantJson(m.withdrawnAt),
    };
  },
});

/**
 * What a settled dispute changes, or what the books learnt of the service after a month's bill, in the books of the month that takes it: on the
 * customer's side and on the suppliers'.
 */
export interface AdjustmentPosted {
  readonly contractId: string;
  readonly periodNumber: number;
  /** The month that is corrected. */
  readonly correctedPeriodNumber: number;
  /** The note that carries it, from 1; 0 when the bill of the month does. */
  readonly noteNumber: number;
  /** Empty where it was no dispute. */
  readonly disputeId: string;
  readonly lines: readonly AdjustmentLine[];
  /** Counts what the account learnt of its service, from 1; 0 where it was a dispute. */
  readonly revision: number;
}

export const AdjustmentPosted: rt.Codec<AdjustmentPosted> = rt.codec<AdjustmentPosted>({
  typeName: 'billing.v1.AdjustmentPosted',
  write(m, w, depth) {
    w.string(10, m.contractId, 'billing.v1.AdjustmentPosted.contractId');
    w.uint32(16, m.periodNumber, 'billing.v1.AdjustmentPosted.periodNumber');
    w.uint32(24, m.correctedPeriodNumber, 'billing.v1.AdjustmentPosted.correctedPeriodNumber');
    w.uint32(32, m.noteNumber, 'billing.v1.AdjustmentPosted.noteNumber');
    w.string(42, m.disputeId, 'billing.v1.AdjustmentPosted.disputeId');
    for (const item of rt.list(m.lines, 'billing.v1.AdjustmentPosted.lines')) w.message(50, AdjustmentLine, item, depth, 'billing.v1.AdjustmentPosted.lines');
    w.uint32(56, m.revision, 'billing.v1.AdjustmentPosted.revision');
  },
  read(r, outerEnd, depth) {
    let contractId: string = '';
    let periodNumber: number = 0;
    let correctedPeriodNumber: number = 0;
    let noteNumber: number = 0;
    let disputeId: string = '';
    const lines: AdjustmentLine[] = [];
    let revision: number = 0;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          contractId = r.string();
          break;
        case 16:
          periodNumber = r.uint32();
          break;
        case 24:
          correctedPeriodNumber = r.uint32();
          break;
        case 32:
          noteNumber = r.uint32();
          break;
        case 42:
          disputeId = r.string();
          break;
        case 50:
          lines.push(AdjustmentLine.read(r, r.enterMessage(depth), depth + 1));
          break;
        case 56:
          revision = r.uint32();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      contractId,
      periodNumber,
      correctedPeriodNumber,
      noteNumber,
      disputeId,
      lines,
      revision,
    };
  },
  toJson(m) {
    return {
      contractId: m.contractId,
      periodNumber: m.periodNumber,
      correctedPeriodNumber: m.correctedPeriodNumber,
      noteNumber: m.noteNumber,
      disputeId: m.disputeId,
      lines: m.lines.map((item) => AdjustmentLine.toJson(item)),
      revision: m.revision,
    };
  },
});

/** Tiers or a commitment were agreed with a supplier: its months are settled as a whole from the first one that begins afterwards. */
export interface SupplierCycleStarted {
  readonly providerId: string;
  readonly firstPeriodFrom: rt.Instant;
}

export const SupplierCycleStarted: rt.Codec<SupplierCycleStarted> = rt.codec<SupplierCycleStarted>({
  typeName: 'billing.v1.SupplierCycleStarted',
  write(m, w) {
    w.string(10, m.providerId, 'billing.v1.SupplierCycleStarted.providerId');
    rt.instant(w.tag(18), m.firstPeriodFrom, 'billing.v1.SupplierCycleStarted.firstPeriodFrom');
  },
  read(r, outerEnd, depth) {
    let providerId: string = '';
    let firstPeriodFrom: rt.Instant | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          providerId = r.string();
          break;
        case 18:
          if (firstPeriodFrom !== undefined) rt.twice('billing.v1.SupplierCycleStarted.firstPeriodFrom');
          firstPeriodFrom = rt.readInstant(r, 'billing.v1.SupplierCycleStarted.firstPeriodFrom');
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      providerId,
      firstPeriodFrom: firstPeriodFrom ?? rt.missing('billing.v1.SupplierCycleStarted.firstPeriodFrom'),
    };
  },
  toJson(m) {
    return {
      providerId: m.providerId,
      firstPeriodFrom: rt.instantJson(m.firstPeriodFrom),
    };
  },
});

/** The month is over, and every service month that ended in it had its time of grace: it is to be closed. */
export interface SupplierCyclePeriodEnded {
  readonly providerId: string;
  readonly periodFrom: rt.Instant;
}

export const SupplierCyclePeriodEnded: rt.Codec<SupplierCyclePeriodEnded> = rt.codec<SupplierCyclePeriodEnded>({
  typeName: 'billing.v1.SupplierCyclePeriodEnded',
  write(m, w) {
    w.string(10, m.providerId, 'billing.v1.SupplierCyclePeriodEnded.providerId');
    rt.instant(w.tag(18), m.periodFrom, 'billing.v1.SupplierCyclePeriodEnded.periodFrom');
  },
  read(r, outerEnd, depth) {
    let providerId: string = '';
    let periodFrom: rt.Instant | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          providerId = r.string();
          break;
        case 18:
          if (periodFrom !== undefined) rt.twice('billing.v1.SupplierCyclePeriodEnded.periodFrom');
          periodFrom = rt.readInstant(r, 'billing.v1.SupplierCyclePeriodEnded.periodFrom');
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      providerId,
      periodFrom: periodFrom ?? rt.missing('billing.v1.SupplierCyclePeriodEnded.periodFrom'),
    };
  },
  toJson(m) {
    return {
      providerId: m.providerId,
      periodFrom: rt.instantJson(m.periodFrom),
    };
  },
});

/** The month is closed; the next one is waited for. */
export interface SupplierCyclePeriodClosed {
  readonly providerId: string;
  readonly periodFrom: rt.Instant;
}

export const SupplierCyclePeriodClosed: rt.Codec<SupplierCyclePeriodClosed> = rt.codec<SupplierCyclePeriodClosed>({
  typeName: 'billing.v1.SupplierCyclePeriodClosed',
  write(m, w) {
    w.string(10, m.providerId, 'billing.v1.SupplierCyclePeriodClosed.providerId');
    rt.instant(w.tag(18), m.periodFrom, 'billing.v1.SupplierCyclePeriodClosed.periodFrom');
  },
  read(r, outerEnd, depth) {
    let providerId: string = '';
    let periodFrom: rt.Instant | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          providerId = r.string();
          break;
        case 18:
          if (periodFrom !== undefined) rt.twice('billing.v1.SupplierCyclePeriodClosed.periodFrom');
          periodFrom = rt.readInstant(r, 'billing.v1.SupplierCyclePeriodClosed.periodFrom');
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      providerId,
      periodFrom: periodFrom ?? rt.missing('billing.v1.SupplierCyclePeriodClosed.periodFrom'),
    };
  },
  toJson(m) {
    return {
      providerId: m.providerId,
      periodFrom: rt.instantJson(m.periodFrom),
    };
  },
});

/** A supplier's month is settled as a whole, by what was agreed of it. Its settlements stand in the same commit; none where nothing is owed beside its contracts. */
export interface SupplierPeriodClosed {
  readonly providerId: string;
  /** A month of the calendar in UTC. */
  readonly periodFrom: rt.Instant;
  readonly periodUntil: rt.Instant;
  /** In force when the month began, and for this month for ever. */
  readonly terms?: SupplierMonthTerms;
  /** Of this month, and of each earlier one that came to something else since it was reckoned last. None of a month without tiers and commitment. */
  readonly spent: readonly SupplierSpending[];
  /** The ledger position up to which settlements were known. */
  readonly knownRevision: bigint;
  readonly documents: readonly SupplierDocument[];
  readonly closedAt: rt.Instant;
}

export const SupplierPeriodClosed: rt.Codec<SupplierPeriodClosed> = rt.codec<SupplierPeriodClosed>({
  typeName: 'billing.v1.SupplierPeriodClosed',
  write(m, w, depth) {
    w.string(10, m.providerId, 'billing.v1.SupplierPeriodClosed.providerId');
    rt.instant(w.tag(18), m.periodFrom, 'billing.v1.SupplierPeriodClosed.periodFrom');
    rt.instant(w.tag(26), m.periodUntil, 'billing.v1.SupplierPeriodClosed.periodUntil');
    if (m.terms !== undefined) w.message(34, SupplierMonthTerms, m.terms, depth, 'billing.v1.SupplierPeriodClosed.terms');
    for (const item of rt.list(m.spent, 'billing.v1.SupplierPeriodClosed.spent')) w.message(42, SupplierSpending, item, depth, 'billing.v1.SupplierPeriodClosed.spent');
    w.int64(48, m.knownRevision, 'billing.v1.SupplierPeriodClosed.knownRevision');
    for (const item of rt.list(m.documents, 'billing.v1.SupplierPeriodClosed.documents')) w.message(58, SupplierDocument, item, depth, 'billing.v1.SupplierPeriodClosed.documents');
    rt.instant(w.tag(66), m.closedAt, 'billing.v1.SupplierPeriodClosed.closedAt');
  },
  read(r, outerEnd, depth) {
    let providerId: string = '';
    let periodFrom: rt.Instant | undefined;
    let periodUntil: rt.Instant | undefined;
    let terms: SupplierMonthTerms | undefined;
    const spent: SupplierSpending[] = [];
    let knownRevision: bigint = 0n;
    const documents: SupplierDocument[] = [];
    let closedAt: rt.Instant | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          providerId = r.string();
          break;
        case 18:
          if (periodFrom !== undefined) rt.twice('billing.v1.SupplierPeriodClosed.periodFrom');
          periodFrom = rt.readInstant(r, 'billing.v1.SupplierPeriodClosed.periodFrom');
          break;
        case 26:
          if (periodUntil !== undefined) rt.twice('billing.v1.SupplierPeriodClosed.periodUntil');
          periodUntil = rt.readInstant(r, 'billing.v1.SupplierPeriodClosed.periodUntil');
          break;
        case 34:
          if (terms !== undefined) rt.twice('billing.v1.SupplierPeriodClosed.terms');
          terms = SupplierMonthTerms.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 42:
          spent.push(SupplierSpending.read(r, r.enterMessage(depth), depth + 1));
          break;
        case 48:
          knownRevision = r.int64();
          break;
        case 58:
          documents.push(SupplierDocument.read(r, r.enterMessage(depth), depth + 1));
          break;
        case 66:
          if (closedAt !== undefined) rt.twice('billing.v1.SupplierPeriodClosed.closedAt');
          closedAt = rt.readInstant(r, 'billing.v1.SupplierPeriodClosed.closedAt');
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<SupplierPeriodClosed> = {
      providerId,
      periodFrom: periodFrom ?? rt.missing('billing.v1.SupplierPeriodClosed.periodFrom'),
      periodUntil: periodUntil ?? rt.missing('billing.v1.SupplierPeriodClosed.periodUntil'),
      spent,
      knownRevision,
      documents,
      closedAt: closedAt ?? rt.missing('billing.v1.SupplierPeriodClosed.closedAt'),
    };
    if (terms !== undefined) draft.terms = terms;
    return draft;
  },
  toJson(m) {
    return {
      providerId: m.providerId,
      periodFrom: rt.instantJson(m.periodFrom),
      periodUntil: rt.instantJson(m.periodUntil),
      ...(m.terms === undefined ? {} : { terms: SupplierMonthTerms.toJson(m.terms) }),
      spent: m.spent.map((item) => SupplierSpending.toJson(item)),
      knownRevision: m.knownRevision.toString(),
      documents: m.documents.map((item) => SupplierDocument.toJson(item)),
      closedAt: rt.instantJson(m.closedAt),
    };
  },
});

export interface ListRatingRulesRequest {}

export const ListRatingRulesRequest: rt.Codec<ListRatingRulesRequest> = rt.codec<ListRatingRulesRequest>({
  typeName: 'billing.v1.ListRatingRulesRequest',
  write() {},
  read(r, outerEnd, depth) {
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {};
  },
  toJson() {
    return {};
  },
});

export interface ListRatingRulesResponse {
  readonly rules: readonly RatingRule[];
}

export const ListRatingRulesResponse: rt.Codec<ListRatingRulesResponse> = rt.codec<ListRatingRulesResponse>({
  typeName: 'billing.v1.ListRatingRulesResponse',
  write(m, w, depth) {
    for (const item of rt.list(m.rules, 'billing.v1.ListRatingRulesResponse.rules')) w.message(10, RatingRule, item, depth, 'billing.v1.ListRatingRulesResponse.rules');
  },
  read(r, outerEnd, depth) {
    const rules: RatingRule[] = [];
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          rules.push(RatingRule.read(r, r.enterMessage(depth), depth + 1));
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      rules,
    };
  },
  toJson(m) {
    return {
      rules: m.rules.map((item) => RatingRule.toJson(item)),
    };
  },
});

/** A rule that every bill and settlement goes by. */
export interface RatingRule {
  readonly id: string;
  readonly kind: RatingRuleKind;
  /** What is done, in words that need nothing else. */
  readonly description: string;
  /** Its figures in base units, with the unit in the name: `octets_per_gigabyte`. */
  readonly figures: Readonly<Record<string, string>>;
}

export const RatingRule: rt.Codec<RatingRule> = rt.codec<RatingRule>({
  typeName: 'billing.v1.RatingRule',
  write(m, w) {
    w.string(10, m.id, 'billing.v1.RatingRule.id');
    w.int32(16, RatingRuleKind.numberOf(m.kind, 'billing.v1.RatingRule.kind'), 'billing.v1.RatingRule.kind');
    w.string(26, m.description, 'billing.v1.RatingRule.description');
    for (const [key, value] of rt.textEntries(m.figures, 'billing.v1.RatingRule.figures')) {
      const start = w.tag(34).open();
      w.tag(10).putString(key, 'billing.v1.RatingRule.figures');
      w.tag(18).putString(value, 'billing.v1.RatingRule.figures');
      w.close(start);
    }
  },
  read(r, outerEnd, depth) {
    let id: string = '';
    let kind: RatingRuleKind = 'unspecified';
    let description: string = '';
    const figures = rt.emptyMap<string>();
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          id = r.string();
          break;
        case 16:
          kind = RatingRuleKind.nameOf(r.int32());
          break;
        case 26:
          description = r.string();
          break;
        case 34: {
          const outer = r.enter();
          let key: string = '';
          let value: string = '';
          while (r.pos < r.end) {
            const entry = r.tag();
            if (entry === 10) key = r.string();
            else if (entry === 18) value = r.string();
            else r.skip(entry, depth);
          }
          r.end = outer;
          figures[key] = value;
          break;
        }
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      id,
      kind,
      description,
      figures,
    };
  },
  toJson(m) {
    return {
      id: m.id,
      kind: m.kind,
      description: m.description,
      figures: rt.mapJson(m.figures, (value) => value),
    };
  },
});

export interface GetPartyIdsRequest {
  /** Any id of the party, also one that was merged into another. */
  readonly partyId: string;
}

export const GetPartyIdsRequest: rt.Codec<GetPartyIdsRequest> = rt.codec<GetPartyIdsRequest>({
  typeName: 'billing.v1.GetPartyIdsRequest',
  write(m, w) {
    w.string(10, m.partyId, 'billing.v1.GetPartyIdsRequest.partyId');
  },
  read(r, outerEnd, depth) {
    let partyId: string = '';
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          partyId = r.string();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      partyId,
    };
  },
  toJson(m) {
    return {
      partyId: m.partyId,
    };
  },
});

export interface GetPartyIdsResponse {
  readonly outcome:
    | { readonly kind: 'found'; readonly found: PartyIds }
    | { readonly kind: 'refused'; readonly refused: common.Refusal };
}

export const GetPartyIdsResponse: rt.Codec<GetPartyIdsResponse> = rt.codec<GetPartyIdsResponse>({
  typeName: 'billing.v1.GetPartyIdsResponse',
  write(m, w, depth) {
    rt.checkKind(m.outcome, ['found', 'refused'], 'billing.v1.GetPartyIdsResponse.outcome');
    if (m.outcome.kind === 'found') w.message(10, PartyIds, m.outcome.found, depth, 'billing.v1.GetPartyIdsResponse.found');
    if (m.outcome.kind === 'refused') w.message(18, common.Refusal, m.outcome.refused, depth, 'billing.v1.GetPartyIdsResponse.refused');
  },
  read(r, outerEnd, depth) {
    let outcome: GetPartyIdsResponse['outcome'] | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          if (outcome?.kind === 'found') rt.twice('billing.v1.GetPartyIdsResponse.found');
          outcome = { kind: 'found', found: PartyIds.read(r, r.enterMessage(depth), depth + 1) };
          break;
        case 18:
          if (outcome?.kind === 'refused') rt.twice('billing.v1.GetPartyIdsResponse.refused');
          outcome = { kind: 'refused', refused: common.Refusal.read(r, r.enterMessage(depth), depth + 1) };
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      outcome: outcome ?? rt.missing('billing.v1.GetPartyIdsResponse.outcome'),
    };
  },
  toJson(m) {
    return {
      outcome:
        m.outcome.kind === 'found' ? { kind: 'found', found: PartyIds.toJson(m.outcome.found) } :
        { kind: 'refused', refused: common.Refusal.toJson(m.outcome.refused) },
    };
  },
});

/** A party under all of its ids. */
export interface PartyIds {
  /** The id that stands for the party. */
  readonly partyId: string;
  /** Ids that were merged into it, also by way of others, the oldest merge first. */
  readonly merges: readonly PartyMerge[];
  /** Of every contract under any of these ids, by provider and local id; what one stood for before stands before what it stands for now. */
  readonly localIds: readonly PartyLocalId[];
}

export const PartyIds: rt.Codec<PartyIds> = rt.codec<PartyIds>({
  typeName: 'billing.v1.PartyIds',
  write(m, w, depth) {
    w.string(10, m.partyId, 'billing.v1.PartyIds.partyId');
    for (const item of rt.list(m.merges, 'billing.v1.PartyIds.merges')) w.message(18, PartyMerge, item, depth, 'billing.v1.PartyIds.merges');
    for (const item of rt.list(m.localIds, 'billing.v1.PartyIds.localIds')) w.message(26, PartyLocalId, item, depth, 'billing.v1.PartyIds.localIds');
  },
  read(r, outerEnd, depth) {
    let partyId: string = '';
    const merges: PartyMerge[] = [];
    const localIds: PartyLocalId[] = [];
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          partyId = r.string();
          break;
        case 18:
          merges.push(PartyMerge.read(r, r.enterMessage(depth), depth + 1));
          break;
        case 26:
          localIds.push(PartyLocalId.read(r, r.enterMessage(depth), depth + 1));
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      partyId,
      merges,
      localIds,
    };
  },
  toJson(m) {
    return {
      partyId: m.partyId,
      merges: m.merges.map((item) => PartyMerge.toJson(item)),
      localIds: m.localIds.map((item) => PartyLocalId.toJson(item)),
    };
  },
});

export interface GetBillStandingRequest {
  readonly invoiceId: string;
}

export const GetBillStandingRequest: rt.Codec<GetBillStandingRequest> = rt.codec<GetBillStandingRequest>({
  typeName: 'billing.v1.GetBillStandingRequest',
  write(m, w) {
    w.string(10, m.invoiceId, 'billing.v1.GetBillStandingRequest.invoiceId');
  },
  read(r, outerEnd, depth) {
    let invoiceId: string = '';
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          invoiceId = r.string();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      invoiceId,
    };
  },
  toJson(m) {
    return {
      invoiceId: m.invoiceId,
    };
  },
});

export interface GetBillStandingResponse {
  readonly outcome:
    | { readonly kind: 'standing'; readonly standing: BillStanding }
    | { readonly kind: 'refused'; readonly refused: common.Refusal };
}

export const GetBillStandingResponse: rt.Codec<GetBillStandingResponse> = rt.codec<GetBillStandingResponse>({
  typeName: 'billing.v1.GetBillStandingResponse',
  write(m, w, depth) {
    rt.checkKind(m.outcome, ['standing', 'refused'], 'billing.v1.GetBillStandingResponse.outcome');
    if (m.outcome.kind === 'standing') w.message(10, BillStanding, m.outcome.standing, depth, 'billing.v1.GetBillStandingResponse.standing');
    if (m.outcome.kind === 'refused') w.message(18, common.Refusal, m.outcome.refused, depth, 'billing.v1.GetBillStandingResponse.refused');
  },
  read(r, outerEnd, depth) {
    let outcome: GetBillStandingResponse['outcome'] | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          if (outcome?.kind === 'standing') rt.twice('billing.v1.GetBillStandingResponse.standing');
          outcome = { kind: 'standing', standing: BillStanding.read(r, r.enterMessage(depth), depth + 1) };
          break;
        case 18:
          if (outcome?.kind === 'refused') rt.twice('billing.v1.GetBillStandingResponse.refused');
          outcome = { kind: 'refused', refused: common.Refusal.read(r, r.enterMessage(depth), depth + 1) };
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      outcome: outcome ?? rt.missing('billing.v1.GetBillStandingResponse.outcome'),
    };
  },
  toJson(m) {
    return {
      outcome:
        m.outcome.kind === 'standing' ? { kind: 'standing', standing: BillStanding.toJson(m.outcome.standing) } :
        { kind: 'refused', refused: common.Refusal.toJson(m.outcome.refused) },
    };
  },
});

/** A bill, and what its disputes came to. */
export interface BillStanding {
  readonly invoiceId: string;
  /** That of the last dispute, where there was one. */
  readonly state: BillState;
  /** The oldest first. */
  readonly disputes: readonly Dispute[];
}

export const BillStanding: rt.Codec<BillStanding> = rt.codec<BillStanding>({
  typeName: 'billing.v1.BillStanding',
  write(m, w, depth) {
    w.string(10, m.invoiceId, 'billing.v1.BillStanding.invoiceId');
    w.int32(16, BillState.numberOf(m.state, 'billing.v1.BillStanding.state'), 'billing.v1.BillStanding.state');
    for (const item of rt.list(m.disputes, 'billing.v1.BillStanding.disputes')) w.message(26, Dispute, item, depth, 'billing.v1.BillStanding.disputes');
  },
  read(r, outerEnd, depth) {
    let invoiceId: string = '';
    let state: BillState = 'unspecified';
    const disputes: Dispute[] = [];
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          invoiceId = r.string();
          break;
        case 16:
          state = BillState.nameOf(r.int32());
          break;
        case 26:
          disputes.push(Dispute.read(r, r.enterMessage(depth), depth + 1));
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      invoiceId,
      state,
      disputes,
    };
  },
  toJson(m) {
    return {
      invoiceId: m.invoiceId,
      state: m.state,
      disputes: m.disputes.map((item) => Dispute.toJson(item)),
    };
  },
});

export interface ListDisputesRequest {
  /** Only those that are being investigated. */
  readonly openOnly: boolean;
  /** 1 to 1000. */
  readonly limit: number;
  /** Whose. Empty means everybody's, which the operator alone may ask for. */
  readonly buyerId: string;
}

export const ListDisputesRequest: rt.Codec<ListDisputesRequest> = rt.codec<ListDisputesRequest>({
  typeName: 'billing.v1.ListDisputesRequest',
  write(m, w) {
    w.bool(8, m.openOnly, 'billing.v1.ListDisputesRequest.openOnly');
    w.uint32(16, m.limit, 'billing.v1.ListDisputesRequest.limit');
    w.string(26, m.buyerId, 'billing.v1.ListDisputesRequest.buyerId');
  },
  read(r, outerEnd, depth) {
    let openOnly: boolean = false;
    let limit: number = 0;
    let buyerId: string = '';
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 8:
          openOnly = r.bool();
          break;
        case 16:
          limit = r.uint32();
          break;
        case 26:
          buyerId = r.string();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      openOnly,
      limit,
      buyerId,
    };
  },
  toJson(m) {
    return {
      openOnly: m.openOnly,
      limit: m.limit,
      buyerId: m.buyerId,
    };
  },
});

export interface ListDisputesResponse {
  readonly disputes: readonly Dispute[];
}

export const ListDisputesResponse: rt.Codec<ListDisputesResponse> = rt.codec<ListDisputesResponse>({
  typeName: 'billing.v1.ListDisputesResponse',
  write(m, w, depth) {
    for (const item of rt.list(m.disputes, 'billing.v1.ListDisputesResponse.disputes')) w.message(10, Dispute, item, depth, 'billing.v1.ListDisputesResponse.disputes');
  },
  read(r, outerEnd, depth) {
    const disputes: Dispute[] = [];
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          disputes.push(Dispute.read(r, r.enterMessage(depth), depth + 1));
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      disputes,
    };
  },
  toJson(m) {
    return {
      disputes: m.disputes.map((item) => Dispute.toJson(item)),
    };
  },
});

export interface GetDisputeRequest {
  readonly disputeId: string;
  /** Who asks. Empty where it is the operator. */
  readonly buyerId: string;
}

export const GetDisputeRequest: rt.Codec<GetDisputeRequest> = rt.codec<GetDisputeRequest>({
  typeName: 'billing.v1.GetDisputeRequest',
  write(m, w) {
    w.string(10, m.disputeId, 'billing.v1.GetDisputeRequest.disputeId');
    w.string(18, m.buyerId, 'billing.v1.GetDisputeRequest.buyerId');
  },
  read(r, outerEnd, depth) {
    let disputeId: string = '';
    let buyerId: string = '';
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          disputeId = r.string();
          break;
        case 18:
          buyerId = r.string();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      disputeId,
      buyerId,
    };
  },
  toJson(m) {
    return {
      disputeId: m.disputeId,
      buyerId: m.buyerId,
    };
  },
});

export interface GetDisputeResponse {
  readonly outcome:
    | { readonly kind: 'dispute'; readonly dispute: Dispute }
    | { readonly kind: 'refused'; readonly refused: common.Refusal };
}

export const GetDisputeResponse: rt.Codec<GetDisputeResponse> = rt.codec<GetDisputeResponse>({
  typeName: 'billing.v1.GetDisputeResponse',
  write(m, w, depth) {
    rt.checkKind(m.outcome, ['dispute', 'refused'], 'billing.v1.GetDisputeResponse.outcome');
    if (m.outcome.kind === 'dispute') w.message(10, Dispute, m.outcome.dispute, depth, 'billing.v1.GetDisputeResponse.dispute');
    if (m.outcome.kind === 'refused') w.message(18, common.Refusal, m.outcome.refused, depth, 'billing.v1.GetDisputeResponse.refused');
  },
  read(r, outerEnd, depth) {
    let outcome: GetDisputeResponse['outcome'] | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          if (outcome?.kind === 'dispute') rt.twice('billing.v1.GetDisputeResponse.dispute');
          outcome = { kind: 'dispute', dispute: Dispute.read(r, r.enterMessage(depth), depth + 1) };
          break;
        case 18:
          if (outcome?.kind === 'refused') rt.twice('billing.v1.GetDisputeResponse.refused');
          outcome = { kind: 'refused', refused: common.Refusal.read(r, r.enterMessage(depth), depth + 1) };
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      outcome: outcome ?? rt.missing('billing.v1.GetDisputeResponse.outcome'),
    };
  },
  toJson(m) {
    return {
      outcome:
        m.outcome.kind === 'dispute' ? { kind: 'dispute', dispute: Dispute.toJson(m.outcome.dispute) } :
        { kind: 'refused', refused: common.Refusal.toJson(m.outcome.refused) },
    };
  },
});

export interface ListQuarantinedUsageRequest {
  /** Only of this provider, when given. */
  readonly providerId: string;
  /** Also those that were released since. */
  readonly withReleased: boolean;
  /** 1 to 1000. */
  readonly limit: number;
}

export const ListQuarantinedUsageRequest: rt.Codec<ListQuarantinedUsageRequest> = rt.codec<ListQuarantinedUsageRequest>({
  typeName: 'billing.v1.ListQuarantinedUsageRequest',
  write(m, w) {
    w.string(10, m.providerId, 'billing.v1.ListQuarantinedUsageRequest.providerId');
    w.bool(16, m.withReleased, 'billing.v1.ListQuarantinedUsageRequest.withReleased');
    w.uint32(24, m.limit, 'billing.v1.ListQuarantinedUsageRequest.limit');
  },
  read(r, outerEnd, depth) {
    let providerId: string = '';
    let withReleased: boolean = false;
    let limit: number = 0;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          providerId = r.string();
          break;
        case 16:
          withReleased = r.bool();
          break;
        case 24:
          limit = r.uint32();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      providerId,
      withReleased,
      limit,
    };
  },
  toJson(m) {
    return {
      providerId: m.providerId,
      withReleased: m.withReleased,
      limit: m.limit,
    };
  },
});

export interface ListQuarantinedUsageResponse {
  readonly records: readonly QuarantinedUsage[];
}

export const ListQuarantinedUsageResponse: rt.Codec<ListQuarantinedUsageResponse> = rt.codec<ListQuarantinedUsageResponse>({
  typeName: 'billing.v1.ListQuarantinedUsageResponse',
  write(m, w, depth) {
    for (const item of rt.list(m.records, 'billing.v1.ListQuarantinedUsageResponse.records')) w.message(10, QuarantinedUsage, item, depth, 'billing.v1.ListQuarantinedUsageResponse.records');
  },
  read(r, outerEnd, depth) {
    const records: QuarantinedUsage[] = [];
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          records.push(QuarantinedUsage.read(r, r.enterMessage(depth), depth + 1));
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      records,
    };
  },
  toJson(m) {
    return {
      records: m.records.map((item) => QuarantinedUsage.toJson(item)),
    };
  },
});

export interface GetQuarantinedUsageRequest {
  readonly providerId: string;
  readonly recordId: string;
}

export const GetQuarantinedUsageRequest: rt.Codec<GetQuarantinedUsageRequest> = rt.codec<GetQuarantinedUsageRequest>({
  typeName: 'billing.v1.GetQuarantinedUsageRequest',
  write(m, w) {
    w.string(10, m.providerId, 'billing.v1.GetQuarantinedUsageRequest.providerId');
    w.string(18, m.recordId, 'billing.v1.GetQuarantinedUsageRequest.recordId');
  },
  read(r, outerEnd, depth) {
    let providerId: string = '';
    let recordId: string = '';
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          providerId = r.string();
          break;
        case 18:
          recordId = r.string();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      providerId,
      recordId,
    };
  },
  toJson(m) {
    return {
      providerId: m.providerId,
      recordId: m.recordId,
    };
  },
});

export interface GetQuarantinedUsageResponse {
  readonly outcome:
    | { readonly kind: 'found'; readonly found: QuarantinedRecord }
    | { readonly kind: 'refused'; readonly refused: common.Refusal };
}

export const GetQuarantinedUsageResponse: rt.Codec<GetQuarantinedUsageResponse> = rt.codec<GetQuarantinedUsageResponse>({
  typeName: 'billing.v1.GetQuarantinedUsageResponse',
  write(m, w, depth) {
    rt.checkKind(m.outcome, ['found', 'refused'], 'billing.v1.GetQuarantinedUsageResponse.outcome');
    if (m.outcome.kind === 'found') w.message(10, QuarantinedRecord, m.outcome.found, depth, 'billing.v1.GetQuarantinedUsageResponse.found');
    if (m.outcome.kind === 'refused') w.message(18, common.Refusal, m.outcome.refused, depth, 'billing.v1.GetQuarantinedUsageResponse.refused');
  },
  read(r, outerEnd, depth) {
    let outcome: GetQuarantinedUsageResponse['outcome'] | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          if (outcome?.kind === 'found') rt.twice('billing.v1.GetQuarantinedUsageResponse.found');
          outcome = { kind: 'found', found: QuarantinedRecord.read(r, r.enterMessage(depth), depth + 1) };
          break;
        case 18:
          if (outcome?.kind === 'refused') rt.twice('billing.v1.GetQuarantinedUsageResponse.refused');
          outcome = { kind: 'refused', refused: common.Refusal.read(r, r.enterMessage(depth), depth + 1) };
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      outcome: outcome ?? rt.missing('billing.v1.GetQuarantinedUsageResponse.outcome'),
    };
  },
  toJson(m) {
    return {
      outcome:
        m.outcome.kind === 'found' ? { kind: 'found', found: QuarantinedRecord.toJson(m.outcome.found) } :
        { kind: 'refused', refused: common.Refusal.toJson(m.outcome.refused) },
    };
  },
});

/** A quarantined record and its contents as they were signed. */
export interface QuarantinedRecord {
  readonly usage: QuarantinedUsage;
  readonly segmentId: string;
  readonly from: rt.Instant;
  readonly until: rt.Instant;
  readonly octets: bigint;
  /** The provider's own id that it names in place of a segment. */
  readonly localId?: string;
  readonly subject?: string;
  readonly category?: string;
}

export const QuarantinedRecord: rt.Codec<QuarantinedRecord> = rt.codec<QuarantinedRecord>({
  typeName: 'billing.v1.QuarantinedRecord',
  write(m, w, depth) {
    w.message(10, QuarantinedUsage, m.usage, depth, 'billing.v1.QuarantinedRecord.usage');
    w.string(18, m.segmentId, 'billing.v1.QuarantinedRecord.segmentId');
    rt.instant(w.tag(26), m.from, 'billing.v1.QuarantinedRecord.from');
    rt.instant(w.tag(34), m.until, 'billing.v1.QuarantinedRecord.until');
    w.uint64(40, m.octets, 'billing.v1.QuarantinedRecord.octets');
    if (m.localId !== undefined) w.tag(50).putString(m.localId, 'billing.v1.QuarantinedRecord.localId');
    if (m.subject !== undefined) w.tag(58).putString(m.subject, 'billing.v1.QuarantinedRecord.subject');
    if (m.category !== undefined) w.tag(66).putString(m.category, 'billing.v1.QuarantinedRecord.category');
  },
  read(r, outerEnd, depth) {
    let usage: QuarantinedUsage | undefined;
    let segmentId: string = '';
    let from: rt.Instant | undefined;
    let until: rt.Instant | undefined;
    let octets: bigint = 0n;
    let localId: string | undefined;
    let subject: string | undefined;
    let category: string | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          if (usage !== undefined) rt.twice('billing.v1.QuarantinedRecord.usage');
          usage = QuarantinedUsage.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 18:
          segmentId = r.string();
          break;
        case 26:
          if (from !== undefined) rt.twice('billing.v1.QuarantinedRecord.from');
          from = rt.readInstant(r, 'billing.v1.QuarantinedRecord.from');
          break;
        case 34:
          if (until !== undefined) rt.twice('billing.v1.QuarantinedRecord.until');
          until = rt.readInstant(r, 'billing.v1.QuarantinedRecord.until');
          break;
        case 40:
          octets = r.uint64();
          break;
        case 50:
          localId = r.string();
          break;
        case 58:
          subject = r.string();
          break;
        case 66:
          category = r.string();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<QuarantinedRecord> = {
      usage: usage ?? rt.missing('billing.v1.QuarantinedRecord.usage'),
      segmentId,
      from: from ?? rt.missing('billing.v1.QuarantinedRecord.from'),
      until: until ?? rt.missing('billing.v1.QuarantinedRecord.until'),
      octets,
    };
    if (localId !== undefined) draft.localId = localId;
    if (subject !== undefined) draft.subject = subject;
    if (category !== undefined) draft.category = category;
    return draft;
  },
  toJson(m) {
    return {
      usage: QuarantinedUsage.toJson(m.usage),
      segmentId: m.segmentId,
      from: rt.instantJson(m.from),
      until: rt.instantJson(m.until),
      octets: m.octets.toString(),
      ...(m.localId === undefined ? {} : { localId: m.localId }),
      ...(m.subject === undefined ? {} : { subject: m.subject }),
      ...(m.category === undefined ? {} : { category: m.category }),
    };
  },
});

export interface GetInvoiceRequest {
  readonly buyerId: string;
  readonly invoiceId: string;
}

export const GetInvoiceRequest: rt.Codec<GetInvoiceRequest> = rt.codec<GetInvoiceRequest>({
  typeName: 'billing.v1.GetInvoiceRequest',
  write(m, w) {
    w.string(10, m.buyerId, 'billing.v1.GetInvoiceRequest.buyerId');
    w.string(18, m.invoiceId, 'billing.v1.GetInvoiceRequest.invoiceId');
  },
  read(r, outerEnd, depth) {
    let buyerId: string = '';
    let invoiceId: string = '';
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          buyerId = r.string();
          break;
        case 18:
          invoiceId = r.string();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      buyerId,
      invoiceId,
    };
  },
  toJson(m) {
    return {
      buyerId: m.buyerId,
      invoiceId: m.invoiceId,
    };
  },
});

export interface GetInvoiceResponse {
  readonly outcome:
    | { readonly kind: 'invoice'; readonly invoice: Invoice }
    | { readonly kind: 'refused'; readonly refused: common.Refusal };
  /** Only beside an invoice. */
  readonly issued?: IssuedDocument;
}

export const GetInvoiceResponse: rt.Codec<GetInvoiceResponse> = rt.codec<GetInvoiceResponse>({
  typeName: 'billing.v1.GetInvoiceResponse',
  write(m, w, depth) {
    rt.checkKind(m.outcome, ['invoice', 'refused'], 'billing.v1.GetInvoiceResponse.outcome');
    if (m.outcome.kind === 'invoice') w.message(10, Invoice, m.outcome.invoice, depth, 'billing.v1.GetInvoiceResponse.invoice');
    if (m.outcome.kind === 'refused') w.message(18, common.Refusal, m.outcome.refused, depth, 'billing.v1.GetInvoiceResponse.refused');
    if (m.issued !== undefined) w.message(26, IssuedDocument, m.issued, depth, 'billing.v1.GetInvoiceResponse.issued');
  },
  read(r, outerEnd, depth) {
    let outcome: GetInvoiceResponse['outcome'] | undefined;
    let issued: IssuedDocument | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          if (outcome?.kind === 'invoice') rt.twice('billing.v1.GetInvoiceResponse.invoice');
          outcome = { kind: 'invoice', invoice: Invoice.read(r, r.enterMessage(depth), depth + 1) };
          break;
        case 18:
          if (outcome?.kind === 'refused') rt.twice('billing.v1.GetInvoiceResponse.refused');
          outcome = { kind: 'refused', refused: common.Refusal.read(r, r.enterMessage(depth), depth + 1) };
          break;
        case 26:
          if (issued !== undefined) rt.twice('billing.v1.GetInvoiceResponse.issued');
          issued = IssuedDocument.read(r, r.enterMessage(depth), depth + 1);
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<GetInvoiceResponse> = {
      outcome: outcome ?? rt.missing('billing.v1.GetInvoiceResponse.outcome'),
    };
    if (issued !== undefined) draft.issued = issued;
    return draft;
  },
  toJson(m) {
    return {
      outcome:
        m.outcome.kind === 'invoice' ? { kind: 'invoice', invoice: Invoice.toJson(m.outcome.invoice) } :
        { kind: 'refused', refused: common.Refusal.toJson(m.outcome.refused) },
      ...(m.issued === undefined ? {} : { issued: IssuedDocument.toJson(m.issued) }),
    };
  },
});

/** How a document went out. */
export interface IssuedDocument {
  readonly issuedAt: rt.Instant;
  /** SHA-256 of its bytes. */
  readonly sha256: Uint8Array;
}

export const IssuedDocument: rt.Codec<IssuedDocument> = rt.codec<IssuedDocument>({
  typeName: 'billing.v1.IssuedDocument',
  write(m, w) {
    rt.instant(w.tag(10), m.issuedAt, 'billing.v1.IssuedDocument.issuedAt');
    w.bytes(18, m.sha256, 'billing.v1.IssuedDocument.sha256');
  },
  read(r, outerEnd, depth) {
    let issuedAt: rt.Instant | undefined;
    let sha256: Uint8Array = rt.NO_BYTES;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          if (issuedAt !== undefined) rt.twice('billing.v1.IssuedDocument.issuedAt');
          issuedAt = rt.readInstant(r, 'billing.v1.IssuedDocument.issuedAt');
          break;
        case 18:
          sha256 = r.bytes();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      issuedAt: issuedAt ?? rt.missing('billing.v1.IssuedDocument.issuedAt'),
      sha256,
    };
  },
  toJson(m) {
    return {
      issuedAt: rt.instantJson(m.issuedAt),
      sha256: rt.bytesJson(m.sha256),
    };
  },
});

export interface ListInvoicesRequest {
  readonly buyerId: string;
  /** Only of this contract, when given. */
  readonly contractId: string;
  /** 1 to 1000, newest first. */
  readonly limit: number;
}

export const ListInvoicesRequest: rt.Codec<ListInvoicesRequest> = rt.codec<ListInvoicesRequest>({
  typeName: 'billing.v1.ListInvoicesRequest',
  write(m, w) {
    w.string(10, m.buyerId, 'billing.v1.ListInvoicesRequest.buyerId');
    w.string(18, m.contractId, 'billing.v1.ListInvoicesRequest.contractId');
    w.uint32(24, m.limit, 'billing.v1.ListInvoicesRequest.limit');
  },
  read(r, outerEnd, depth) {
    let buyerId: string = '';
    let contractId: string = '';
    let limit: number = 0;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          buyerId = r.string();
          break;
        case 18:
          contractId = r.string();
          break;
        case 24:
          limit = r.uint32();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      buyerId,
      contractId,
      limit,
    };
  },
  toJson(m) {
    return {
      buyerId: m.buyerId,
      contractId: m.contractId,
      limit: m.limit,
    };
  },
});

export interface ListInvoicesResponse {
  readonly invoices: readonly InvoiceSummary[];
}

export const ListInvoicesResponse: rt.Codec<ListInvoicesResponse> = rt.codec<ListInvoicesResponse>({
  typeName: 'billing.v1.ListInvoicesResponse',
  write(m, w, depth) {
    for (const item of rt.list(m.invoices, 'billing.v1.ListInvoicesResponse.invoices')) w.message(10, InvoiceSummary, item, depth, 'billing.v1.ListInvoicesResponse.invoices');
  },
  read(r, outerEnd, depth) {
    const invoices: InvoiceSummary[] = [];
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          invoices.push(InvoiceSummary.read(r, r.enterMessage(depth), depth + 1));
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      invoices,
    };
  },
  toJson(m) {
    return {
      invoices: m.invoices.map((item) => InvoiceSummary.toJson(item)),
    };
  },
});

export interface GetSettlementRequest {
  readonly providerId: string;
  readonly settlementId: string;
}

export const GetSettlementRequest: rt.Codec<GetSettlementRequest> = rt.codec<GetSettlementRequest>({
  typeName: 'billing.v1.GetSettlementRequest',
  write(m, w) {
    w.string(10, m.providerId, 'billing.v1.GetSettlementRequest.providerId');
    w.string(18, m.settlementId, 'billing.v1.GetSettlementRequest.settlementId');
  },
  read(r, outerEnd, depth) {
    let providerId: string = '';
    let settlementId: string = '';
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          providerId = r.string();
          break;
        case 18:
          settlementId = r.string();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      providerId,
      settlementId,
    };
  },
  toJson(m) {
    return {
      providerId: m.providerId,
      settlementId: m.settlementId,
    };
  },
});

export interface GetSettlementResponse {
  readonly outcome:
    | { readonly kind: 'settlement'; readonly settlement: Settlement }
    | { readonly kind: 'refused'; readonly refused: common.Refusal };
  /** Only beside a settlement. */
  readonly issued?: IssuedDocument;
}

export const GetSettlementResponse: rt.Codec<GetSettlementResponse> = rt.codec<GetSettlementResponse>({
  typeName: 'billing.v1.GetSettlementResponse',
  write(m, w, depth) {
    rt.checkKind(m.outcome, ['settlement', 'refused'], 'billing.v1.GetSettlementResponse.outcome');
    if (m.outcome.kind === 'settlement') w.message(10, Settlement, m.outcome.settlement, depth, 'billing.v1.GetSettlementResponse.settlement');
    if (m.outcome.kind === 'refused') w.message(18, common.Refusal, m.outcome.refused, depth, 'billing.v1.GetSettlementResponse.refused');
    if (m.issued !== undefined) w.message(26, IssuedDocument, m.issued, depth, 'billing.v1.GetSettlementResponse.issued');
  },
  read(r, outerEnd, depth) {
    let outcome: GetSettlementResponse['outcome'] | undefined;
    let issued: IssuedDocument | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          if (outcome?.kind === 'settlement') rt.twice('billing.v1.GetSettlementResponse.settlement');
          outcome = { kind: 'settlement', settlement: Settlement.read(r, r.enterMessage(depth), depth + 1) };
          break;
        case 18:
          if (outcome?.kind === 'refused') rt.twice('billing.v1.GetSettlementResponse.refused');
          outcome = { kind: 'refused', refused: common.Refusal.read(r, r.enterMessage(depth), depth + 1) };
          break;
        case 26:
          if (issued !== undefined) rt.twice('billing.v1.GetSettlementResponse.issued');
          issued = IssuedDocument.read(r, r.enterMessage(depth), depth + 1);
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<GetSettlementResponse> = {
      outcome: outcome ?? rt.missing('billing.v1.GetSettlementResponse.outcome'),
    };
    if (issued !== undefined) draft.issued = issued;
    return draft;
  },
  toJson(m) {
    return {
      outcome:
        m.outcome.kind === 'settlement' ? { kind: 'settlement', settlement: Settlement.toJson(m.outcome.settlement) } :
        { kind: 'refused', refused: common.Refusal.toJson(m.outcome.refused) },
      ...(m.issued === undefined ? {} : { issued: IssuedDocument.toJson(m.issued) }),
    };
  },
});

export interface ListSettlementsRequest {
  readonly providerId: string;
  /** 1 to 1000, newest first. */
  readonly limit: number;
}

export const ListSettlementsRequest: rt.Codec<ListSettlementsRequest> = rt.codec<ListSettlementsRequest>({
  typeName: 'billing.v1.ListSettlementsRequest',
  write(m, w) {
    w.string(10, m.providerId, 'billing.v1.ListSettlementsRequest.providerId');
    w.uint32(16, m.limit, 'billing.v1.ListSettlementsRequest.limit');
  },
  read(r, outerEnd, depth) {
    let providerId: string = '';
    let limit: number = 0;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          providerId = r.string();
          break;
        case 16:
          limit = r.uint32();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      providerId,
      limit,
    };
  },
  toJson(m) {
    return {
      providerId: m.providerId,
      limit: m.limit,
    };
  },
});

export interface ListSettlementsResponse {
  readonly settlements: readonly SettlementSummary[];
}

export const ListSettlementsResponse: rt.Codec<ListSettlementsResponse> = rt.codec<ListSettlementsResponse>({
  typeName: 'billing.v1.ListSettlementsResponse',
  write(m, w, depth) {
    for (const item of rt.list(m.settlements, 'billing.v1.ListSettlementsResponse.settlements')) w.message(10, SettlementSummary, item, depth, 'billing.v1.ListSettlementsResponse.settlements');
  },
  read(r, outerEnd, depth) {
    const settlements: SettlementSummary[] = [];
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          settlements.push(SettlementSummary.read(r, r.enterMessage(depth), depth + 1));
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      settlements,
    };
  },
  toJson(m) {
    return {
      settlements: m.settlements.map((item) => SettlementSummary.toJson(item)),
    };
  },
});

/** A settlement as a list shows it. */
export interface SettlementSummary {
  readonly settlementId: string;
  readonly providerId: string;
  readonly contractId: string;
  readonly periodNumber: number;
  readonly total: common.Money;
  readonly issuedAt: rt.Instant;
  /** Only of a note. */
  readonly note?: CorrectionNote;
}

export const SettlementSummary: rt.Codec<SettlementSummary> = rt.codec<SettlementSummary>({
  typeName: 'billing.v1.SettlementSummary',
  write(m, w, depth) {
    w.string(10, m.settlementId, 'billing.v1.SettlementSummary.settlementId');
    w.string(18, m.providerId, 'billing.v1.SettlementSummary.providerId');
    w.string(26, m.contractId, 'billing.v1.SettlementSummary.contractId');
    w.uint32(32, m.periodNumber, 'billing.v1.SettlementSummary.periodNumber');
    w.message(42, common.Money, m.total, depth, 'billing.v1.SettlementSummary.total');
    rt.instant(w.tag(50), m.issuedAt, 'billing.v1.SettlementSummary.issuedAt');
    if (m.note !== undefined) w.message(58, CorrectionNote, m.note, depth, 'billing.v1.SettlementSummary.note');
  },
  read(r, outerEnd, depth) {
    let settlementId: string = '';
    let providerId: string = '';
    let contractId: string = '';
    let periodNumber: number = 0;
    let total: common.Money | undefined;
    let issuedAt: rt.Instant | undefined;
    let note: CorrectionNote | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          settlementId = r.string();
          break;
        case 18:
          providerId = r.string();
          break;
        case 26:
          contractId = r.string();
          break;
        case 32:
          periodNumber = r.uint32();
          break;
        case 42:
          if (total !== undefined) rt.twice('billing.v1.SettlementSummary.total');
          total = common.Money.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 50:
          if (issuedAt !== undefined) rt.twice('billing.v1.SettlementSummary.issuedAt');
          issuedAt = rt.readInstant(r, 'billing.v1.SettlementSummary.issuedAt');
          break;
        case 58:
          if (note !== undefined) rt.twice('billing.v1.SettlementSummary.note');
          note = CorrectionNote.read(r, r.enterMessage(depth), depth + 1);
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<SettlementSummary> = {
      settlementId,
      providerId,
      contractId,
      periodNumber,
      total: total ?? rt.missing('billing.v1.SettlementSummary.total'),
      issuedAt: issuedAt ?? rt.missing('billing.v1.SettlementSummary.issuedAt'),
    };
    if (note !== undefined) draft.note = note;
    return draft;
  },
  toJson(m) {
    return {
      settlementId: m.settlementId,
      providerId: m.providerId,
      contractId: m.contractId,
      periodNumber: m.periodNumber,
      total: common.Money.toJson(m.total),
      issuedAt: rt.instantJson(m.issuedAt),
      ...(m.note === undefined ? {} : { note: CorrectionNote.toJson(m.note) }),
    };
  },
});

/** An invoice as a list shows it. */
export interface InvoiceSummary {
  readonly invoiceId: string;
  readonly contractId: string;
  readonly periodNumber: number;
  readonly total: common.Money;
  readonly issuedAt: rt.Instant;
  /** Only of a note. */
  readonly note?: CorrectionNote;
}

export const InvoiceSummary: rt.Codec<InvoiceSummary> = rt.codec<InvoiceSummary>({
  typeName: 'billing.v1.InvoiceSummary',
  write(m, w, depth) {
    w.string(10, m.invoiceId, 'billing.v1.InvoiceSummary.invoiceId');
    w.string(18, m.contractId, 'billing.v1.InvoiceSummary.contractId');
    w.uint32(24, m.periodNumber, 'billing.v1.InvoiceSummary.periodNumber');
    w.message(34, common.Money, m.total, depth, 'billing.v1.InvoiceSummary.total');
    rt.instant(w.tag(42), m.issuedAt, 'billing.v1.InvoiceSummary.issuedAt');
    if (m.note !== undefined) w.message(50, CorrectionNote, m.note, depth, 'billing.v1.InvoiceSummary.note');
  },
  read(r, outerEnd, depth) {
    let invoiceId: string = '';
    let contractId: string = '';
    let periodNumber: number = 0;
    let total: common.Money | undefined;
    let issuedAt: rt.Instant | undefined;
    let note: CorrectionNote | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          invoiceId = r.string();
          break;
        case 18:
          contractId = r.string();
          break;
        case 24:
          periodNumber = r.uint32();
          break;
        case 34:
          if (total !== undefined) rt.twice('billing.v1.InvoiceSummary.total');
          total = common.Money.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 42:
          if (issuedAt !== undefined) rt.twice('billing.v1.InvoiceSummary.issuedAt');
          issuedAt = rt.readInstant(r, 'billing.v1.InvoiceSummary.issuedAt');
          break;
        case 50:
          if (note !== undefined) rt.twice('billing.v1.InvoiceSummary.note');
          note = CorrectionNote.read(r, r.enterMessage(depth), depth + 1);
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<InvoiceSummary> = {
      invoiceId,
      contractId,
      periodNumber,
      total: total ?? rt.missing('billing.v1.InvoiceSummary.total'),
      issuedAt: issuedAt ?? rt.missing('billing.v1.InvoiceSummary.issuedAt'),
    };
    if (note !== undefined) draft.note = note;
    return draft;
  },
  toJson(m) {
    return {
      invoiceId: m.invoiceId,
      contractId: m.contractId,
      periodNumber: m.periodNumber,
      total: common.Money.toJson(m.total),
      issuedAt: rt.instantJson(m.issuedAt),
      ...(m.note === undefined ? {} : { note: CorrectionNote.toJson(m.note) }),
    };
  },
});

export interface GetPeriodStatementRequest {
  readonly invoiceId: string;
}

export const GetPeriodStatementRequest: rt.Codec<GetPeriodStatementRequest> = rt.codec<GetPeriodStatementRequest>({
  typeName: 'billing.v1.GetPeriodStatementRequest',
  write(m, w) {
    w.string(10, m.invoiceId, 'billing.v1.GetPeriodStatementRequest.invoiceId');
  },
  read(r, outerEnd, depth) {
    let invoiceId: string = '';
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          invoiceId = r.string();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      invoiceId,
    };
  },
  toJson(m) {
    return {
      invoiceId: m.invoiceId,
    };
  },
});

export interface GetPeriodStatementResponse {
  readonly outcome:
    | { readonly kind: 'statement'; readonly statement: PeriodStatement }
    | { readonly kind: 'refused'; readonly refused: common.Refusal };
}

export const GetPeriodStatementResponse: rt.Codec<GetPeriodStatementResponse> = rt.codec<GetPeriodStatementResponse>({
  typeName: 'billing.v1.GetPeriodStatementResponse',
  write(m, w, depth) {
    rt.checkKind(m.outcome, ['statement', 'refused'], 'billing.v1.GetPeriodStatementResponse.outcome');
    if (m.outcome.kind === 'statement') w.message(10, PeriodStatement, m.outcome.statement, depth, 'billing.v1.GetPeriodStatementResponse.statement');
    if (m.outcome.kind === 'refused') w.message(18, common.Refusal, m.outcome.refused, depth, 'billing.v1.GetPeriodStatementResponse.refused');
  },
  read(r, outerEnd, depth) {
    let outcome: GetPeriodStatementResponse['outcome'] | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          if (outcome?.kind === 'statement') rt.twice('billing.v1.GetPeriodStatementResponse.statement');
          outcome = { kind: 'statement', statement: PeriodStatement.read(r, r.enterMessage(depth), depth + 1) };
          break;
        case 18:
          if (outcome?.kind === 'refused') rt.twice('billing.v1.GetPeriodStatementResponse.refused');
          outcome = { kind: 'refused', refused: common.Refusal.read(r, r.enterMessage(depth), depth + 1) };
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      outcome: outcome ?? rt.missing('billing.v1.GetPeriodStatementResponse.outcome'),
    };
  },
  toJson(m) {
    return {
      outcome:
        m.outcome.kind === 'statement' ? { kind: 'statement', statement: PeriodStatement.toJson(m.outcome.statement) } :
        { kind: 'refused', refused: common.Refusal.toJson(m.outcome.refused) },
    };
  },
});

/** A closed month from the seller's side: both sides' documents, and what lies between them. */
export interface PeriodStatement {
  readonly invoice: Invoice;
  readonly settlements: readonly Settlement[];
  readonly balance: Balance;
}

export const PeriodStatement: rt.Codec<PeriodStatement> = rt.codec<PeriodStatement>({
  typeName: 'billing.v1.PeriodStatement',
  write(m, w, depth) {
    w.message(10, Invoice, m.invoice, depth, 'billing.v1.PeriodStatement.invoice');
    for (const item of rt.list(m.settlements, 'billing.v1.PeriodStatement.settlements')) w.message(18, Settlement, item, depth, 'billing.v1.PeriodStatement.settlements');
    w.message(26, Balance, m.balance, depth, 'billing.v1.PeriodStatement.balance');
  },
  read(r, outerEnd, depth) {
    let invoice: Invoice | undefined;
    const settlements: Settlement[] = [];
    let balance: Balance | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          if (invoice !== undefined) rt.twice('billing.v1.PeriodStatement.invoice');
          invoice = Invoice.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 18:
          settlements.push(Settlement.read(r, r.enterMessage(depth), depth + 1));
          break;
        case 26:
          if (balance !== undefined) rt.twice('billing.v1.PeriodStatement.balance');
          balance = Balance.read(r, r.enterMessage(depth), depth + 1);
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      invoice: invoice ?? rt.missing('billing.v1.PeriodStatement.invoice'),
      settlements,
      balance: balance ?? rt.missing('billing.v1.PeriodStatement.balance'),
    };
  },
  toJson(m) {
    return {
      invoice: Invoice.toJson(m.invoice),
      settlements: m.settlements.map((item) => Settlement.toJson(item)),
      balance: Balance.toJson(m.balance),
    };
  },
});

/**
 * Charges a quarantined record after all, as it stands or as the operator corrects it. Idempotent for the same correction: once released
 * it stays so, and another correction is refused.
 */
export const ReleaseUsage: rt.Rpc<ReleaseUsageRequest, ReleaseUsageResponse> = {
  name: 'ReleaseUsage',
  kind: 'command',
  subject: 'cm.cmd.billing.v1.ReleaseUsage',
  request: ReleaseUsageRequest,
  response: ReleaseUsageResponse,
};

/**
 * Closes the alarm about record ids that a provider presented again with other contents, as far as it was looked into. What comes later raises it
 * anew, and no copy of an earlier review closes that. Idempotent.
 */
export const ReviewUsageFraud: rt.Rpc<ReviewUsageFraudRequest, ReviewUsageFraudResponse> = {
  name: 'ReviewUsageFraud',
  kind: 'command',
  subject: 'cm.cmd.billing.v1.ReviewUsageFraud',
  request: ReviewUsageFraudRequest,
  response: ReviewUsageFraudResponse,
};

/** Records that an invoice is disputed. Idempotent by the request id, also after the dispute has ended; one dispute about an invoice is open at a time. */
export const OpenDispute: rt.Rpc<OpenDisputeRequest, OpenDisputeResponse> = {
  name: 'OpenDispute',
  kind: 'command',
  subject: 'cm.cmd.billing.v1.OpenDispute',
  request: OpenDisputeRequest,
  response: OpenDisputeResponse,
};

/** Ends a dispute: the invoice stands, or what is corrected is posted on both sides. Idempotent for the same settlement. */
export const SettleDispute: rt.Rpc<SettleDisputeRequest, SettleDisputeResponse> = {
  name: 'SettleDispute',
  kind: 'command',
  subject: 'cm.cmd.billing.v1.SettleDispute',
  request: SettleDisputeRequest,
  response: SettleDisputeResponse,
};

/** Ends a dispute because whoever opened it took it back. Idempotent. */
export const WithdrawDispute: rt.Rpc<WithdrawDisputeRequest, WithdrawDisputeResponse> = {
  name: 'WithdrawDispute',
  kind: 'command',
  subject: 'cm.cmd.billing.v1.WithdrawDispute',
  request: WithdrawDisputeRequest,
  response: WithdrawDisputeResponse,
};

/** Records that two ids are one party's. Idempotent; what either has signed and was billed stays under its own id. */
export const MergeParties: rt.Rpc<MergePartiesRequest, MergePartiesResponse> = {
  name: 'MergeParties',
  kind: 'command',
  subject: 'cm.cmd.billing.v1.MergeParties',
  request: MergePartiesRequest,
  response: MergePartiesResponse,
};

/** A buyer's invoice; another buyer's is answered as unknown. */
export const GetInvoice: rt.Rpc<GetInvoiceRequest, GetInvoiceResponse> = {
  name: 'GetInvoice',
  kind: 'query',
  subject: 'cm.qry.billing.v1.GetInvoice',
  request: GetInvoiceRequest,
  response: GetInvoiceResponse,
};

/** A buyer's invoices, newest first. */
export const ListInvoices: rt.Rpc<ListInvoicesRequest, ListInvoicesResponse> = {
  name: 'ListInvoices',
  kind: 'query',
  subject: 'cm.qry.billing.v1.ListInvoices',
  request: ListInvoicesRequest,
  response: ListInvoicesResponse,
};

/** What a supplier is owed for a month; another supplier's is answered as unknown. */
export const GetSettlement: rt.Rpc<GetSettlementRequest, GetSettlementResponse> = {
  name: 'GetSettlement',
  kind: 'query',
  subject: 'cm.qry.billing.v1.GetSettlement',
  request: GetSettlementRequest,
  response: GetSettlementResponse,
};

/** A supplier's settlements, newest first. */
export const ListSettlements: rt.Rpc<ListSettlementsRequest, ListSettlementsResponse> = {
  name: 'ListSettlements',
  kind: 'query',
  subject: 'cm.qry.billing.v1.ListSettlements',
  request: ListSettlementsRequest,
  response: ListSettlementsResponse,
};

/** The seller's own view of a closed month: settlements and where the customer's total went. */
export const GetPeriodStatement: rt.Rpc<GetPeriodStatementRequest, GetPeriodStatementResponse> = {
  name: 'GetPeriodStatement',
  kind: 'query',
  subject: 'cm.qry.billing.v1.GetPeriodStatement',
  request: GetPeriodStatementRequest,
  response: GetPeriodStatementResponse,
};

/** Records that could not be charged when they came, newest first. The operator's alone. */
export const ListQuarantinedUsage: rt.Rpc<ListQuarantinedUsageRequest, ListQuarantinedUsageResponse> = {
  name: 'ListQuarantinedUsage',
  kind: 'query',
  subject: 'cm.qry.billing.v1.ListQuarantinedUsage',
  request: ListQuarantinedUsageRequest,
  response: ListQuarantinedUsageResponse,
};

/** One of them, with what its provider signed. The operator's alone. */
export const GetQuarantinedUsage: rt.Rpc<GetQuarantinedUsageRequest, GetQuarantinedUsageResponse> = {
  name: 'GetQuarantinedUsage',
  kind: 'query',
  subject: 'cm.qry.billing.v1.GetQuarantinedUsage',
  request: GetQuarantinedUsageRequest,
  response: GetQuarantinedUsageResponse,
};

/** Disputes, newest first. A buyer hears of its own. */
export const ListDisputes: rt.Rpc<ListDisputesRequest, ListDisputesResponse> = {
  name: 'ListDisputes',
  kind: 'query',
  subject: 'cm.qry.billing.v1.ListDisputes',
  request: ListDisputesRequest,
  response: ListDisputesResponse,
};

/** One dispute. A buyer's own is the only one that there is for it. */
export const GetDispute: rt.Rpc<GetDisputeRequest, GetDisputeResponse> = {
  name: 'GetDispute',
  kind: 'query',
  subject: 'cm.qry.billing.v1.GetDispute',
  request: GetDisputeRequest,
  response: GetDisputeResponse,
};

/** Where a bill stands, with all disputes about it. The operator's alone. */
export const GetBillStanding: rt.Rpc<GetBillStandingRequest, GetBillStandingResponse> = {
  name: 'GetBillStanding',
  kind: 'query',
  subject: 'cm.qry.billing.v1.GetBillStanding',
  request: GetBillStandingRequest,
  response: GetBillStandingResponse,
};

/** What usage and months are rated by, and both sides' figures are reconciled by: the same for everybody. */
export const ListRatingRules: rt.Rpc<ListRatingRulesRequest, ListRatingRulesResponse> = {
  name: 'ListRatingRules',
  kind: 'query',
  subject: 'cm.qry.billing.v1.ListRatingRules',
  request: ListRatingRulesRequest,
  response: ListRatingRulesResponse,
};

/** A party's universal id, and by which ids of their own its providers know it and its services. The operator's alone. */
export const GetPartyIds: rt.Rpc<GetPartyIdsRequest, GetPartyIdsResponse> = {
  name: 'GetPartyIds',
  kind: 'query',
  subject: 'cm.qry.billing.v1.GetPartyIds',
  request: GetPartyIdsRequest,
  response: GetPartyIdsResponse,
};

/** Every event of the context, told apart by its type. */
export type AnyEvent =
  | { readonly type: 'billing.v1.BillingAccountOpened'; readonly data: BillingAccountOpened }
  | { readonly type: 'billing.v1.BillingAccountEnded'; readonly data: BillingAccountEnded }
  | { readonly type: 'billing.v1.BillingPhaseBegun'; readonly data: BillingPhaseBegun }
  | { readonly type: 'billing.v1.SegmentFaultBooked'; readonly data: SegmentFaultBooked }
  | { readonly type: 'billing.v1.BillingPeriodRevised'; readonly data: BillingPeriodRevised }
  | { readonly type: 'billing.v1.BillingPeriodShortened'; readonly data: BillingPeriodShortened }
  | { readonly type: 'billing.v1.BillingPeriodOpened'; readonly data: BillingPeriodOpened }
  | { readonly type: 'billing.v1.UsageBatchAccepted'; readonly data: UsageBatchAccepted }
  | { readonly type: 'billing.v1.LocalIdsSynchronised'; readonly data: LocalIdsSynchronised }
  | { readonly type: 'billing.v1.PartiesMerged'; readonly data: PartiesMerged }
  | { readonly type: 'billing.v1.UsageIdsTaken'; readonly data: UsageIdsTaken }
  | { readonly type: 'billing.v1.UsageQuarantined'; readonly data: UsageQuarantined }
  | { readonly type: 'billing.v1.UsageReleased'; readonly data: UsageReleased }
  | { readonly type: 'billing.v1.UsageFraudReviewed'; readonly data: UsageFraudReviewed }
  | { readonly type: 'billing.v1.UsageFraudSuspected'; readonly data: UsageFraudSuspected }
  | { readonly type: 'billing.v1.UsageRated'; readonly data: UsageRated }
  | { readonly type: 'billing.v1.BillingPeriodCutOff'; readonly data: BillingPeriodCutOff }
  | { readonly type: 'billing.v1.BillingPeriodClosed'; readonly data: BillingPeriodClosed }
  | { readonly type: 'billing.v1.InvoiceIssued'; readonly data: InvoiceIssued }
  | { readonly type: 'billing.v1.SettlementIssued'; readonly data: SettlementIssued }
  | { readonly type: 'billing.v1.CorrectionNoteIssued'; readonly data: CorrectionNoteIssued }
  | { readonly type: 'billing.v1.BillingCycleStarted'; readonly data: BillingCycleStarted }
  | { readonly type: 'billing.v1.BillingCycleSegmentComplete'; readonly data: BillingCycleSegmentComplete }
  | { readonly type: 'billing.v1.BillingCyclePeriodEnded'; readonly data: BillingCyclePeriodEnded }
  | { readonly type: 'billing.v1.BillingCycleUsageAsked'; readonly data: BillingCycleUsageAsked }
  | { readonly type: 'billing.v1.BillingCycleUsageComplete'; readonly data: BillingCycleUsageComplete }
  | { readonly type: 'billing.v1.BillingCyclePeriodClosed'; readonly data: BillingCyclePeriodClosed }
  | { readonly type: 'billing.v1.BillingCycleShortened'; readonly data: BillingCycleShortened }
  | { readonly type: 'billing.v1.BillingCycleSegmentsChanged'; readonly data: BillingCycleSegmentsChanged }
  | { readonly type: 'billing.v1.BillingCycleEnded'; readonly data: BillingCycleEnded }
  | { readonly type: 'billing.v1.DisputeOpened'; readonly data: DisputeOpened }
  | { readonly type: 'billing.v1.DisputeSettled'; readonly data: DisputeSettled }
  | { readonly type: 'billing.v1.DisputeWithdrawn'; readonly data: DisputeWithdrawn }
  | { readonly type: 'billing.v1.AdjustmentPosted'; readonly data: AdjustmentPosted }
  | { readonly type: 'billing.v1.SupplierCycleStarted'; readonly data: SupplierCycleStarted }
  | { readonly type: 'billing.v1.SupplierCyclePeriodEnded'; readonly data: SupplierCyclePeriodEnded }
  | { readonly type: 'billing.v1.SupplierCyclePeriodClosed'; readonly data: SupplierCyclePeriodClosed }
  | { readonly type: 'billing.v1.SupplierPeriodClosed'; readonly data: SupplierPeriodClosed };
