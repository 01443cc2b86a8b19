// Generated from proto/ by tools/wire-gen; do not edit.

import * as rt from '../runtime/index.js';
import * as advertising from './advertising.js';
import * as common from './common.js';
import * as paths from './paths.js';
import * as tariff from './tariff.js';

/** A number that this version does not know is read as `unspecified`: enums of proto3 are open. */
export type Objective =
  | 'unspecified'
  /** The least latency that can be sold. */
  | 'latency'
  /** The lowest price to the buyer within the limits. */
  | 'cost'
  /** The seller's best profit within the limits. */
  | 'profit'
  /** The largest weighted sum of what the order's `value` weighs, within its limits. */
  | 'value';
export const Objective: rt.EnumCodec<Objective> = rt.enumeration<Objective>('contracting.v1.Objective', {
  unspecified: 0,
  latency: 1,
  cost: 2,
  profit: 3,
  value: 4,
});

/** A number that this version does not know is read as `unspecified`: enums of proto3 are open. */
export type Acceptance =
  | 'unspecified'
  /** The order is the acceptance: the best quote within its limits binds at once. */
  | 'automatic'
  /** The capacity is held while the buyer decides, until the quote expires. */
  | 'explicit';
export const Acceptance: rt.EnumCodec<Acceptance> = rt.enumeration<Acceptance>('contracting.v1.Acceptance', {
  unspecified: 0,
  automatic: 1,
  explicit: 2,
});

/** A number that this version does not know is read as `unspecified`: enums of proto3 are open. */
export type PriceGuidelineKind =
  | 'unspecified'
  /** Of each month. */
  | 'recurring'
  /** Of what is carried. */
  | 'usage'
  /** Once. */
  | 'one-time';
export const PriceGuidelineKind: rt.EnumCodec<PriceGuidelineKind> = rt.enumeration<PriceGuidelineKind>('contracting.v1.PriceGuidelineKind', {
  unspecified: 0,
  recurring: 1,
  usage: 2,
  'one-time': 3,
});

/** A number that this version does not know is read as `unspecified`: enums of proto3 are open. */
export type ServiceChangeKind =
  | 'unspecified'
  /** It carries nothing until it is resumed; contract, capacity and alternatives stay. Its recurring charges go on, and there is no usage. */
  | 'suspend'
  /** It carries again what it did. */
  | 'resume'
  /** It carries more, or less, at the price that was contracted for each Mbit/s; a later version of the contract says so. */
  | 'modify';
export const ServiceChangeKind: rt.EnumCodec<ServiceChangeKind> = rt.enumeration<ServiceChangeKind>('contracting.v1.ServiceChangeKind', {
  unspecified: 0,
  suspend: 1,
  resume: 2,
  modify: 3,
});

/** A number that this version does not know is read as `unspecified`: enums of proto3 are open. */
export type ServiceChangeState =
  | 'unspecified'
  | 'in-progress'
  /** By the word of every provider. */
  | 'completed'
  /** The service stayed as it was, or is again. */
  | 'rejected';
export const ServiceChangeState: rt.EnumCodec<ServiceChangeState> = rt.enumeration<ServiceChangeState>('contracting.v1.ServiceChangeState', {
  unspecified: 0,
  'in-progress': 1,
  completed: 2,
  rejected: 3,
});

/**
 * Where an order stands, in words that a buyer uses.
 *
 * A number that this version does not know is read as `unspecified`: enums of proto3 are open.
 */
export type OrderState =
  | 'unspecified'
  | 'acknowledged'
  /** A quote waits for the buyer. */
  | 'quoted'
  | 'in-progress'
  | 'active'
  | 'refused'
  /** Its service was ended, and is down. */
  | 'terminated'
  /** Its service is under contract, and carries nothing until it is resumed. */
  | 'suspended';
export const OrderState: rt.EnumCodec<OrderState> = rt.enumeration<OrderState>('contracting.v1.OrderState', {
  unspecified: 0,
  acknowledged: 1,
  quoted: 2,
  'in-progress': 3,
  active: 4,
  refused: 5,
  terminated: 6,
  suspended: 7,
});

/** A number that this version does not know is read as `unspecified`: enums of proto3 are open. */
export type PartyKind =
  | 'unspecified'
  | 'person'
  | 'organisation';
export const PartyKind: rt.EnumCodec<PartyKind> = rt.enumeration<PartyKind>('contracting.v1.PartyKind', {
  unspecified: 0,
  person: 1,
  organisation: 2,
});

/** A number that this version does not know is read as `unspecified`: enums of proto3 are open. */
export type ContractState =
  | 'unspecified'
  | 'signed'
  | 'active'
  | 'voided'
  /** Its end is agreed; until then it bears. */
  | 'terminating'
  /** The service is down at every provider, and its capacity is free. */
  | 'terminated'
  /** It bears, and its service carries nothing until it is resumed. */
  | 'suspended';
export const ContractState: rt.EnumCodec<ContractState> = rt.enumeration<ContractState>('contracting.v1.ContractState', {
  unspecified: 0,
  signed: 1,
  active: 2,
  voided: 3,
  terminating: 4,
  terminated: 5,
  suspended: 6,
});

/** A number that this version does not know is read as `unspecified`: enums of proto3 are open. */
export type FulfilmentEnd =
  | 'unspecified'
  | 'active'
  /** Refused before anything was set aside. */
  | 'rejected'
  /** Refused, and everything that had been set aside was given back. */
  | 'compensated';
export const FulfilmentEnd: rt.EnumCodec<FulfilmentEnd> = rt.enumeration<FulfilmentEnd>('contracting.v1.FulfilmentEnd', {
  unspecified: 0,
  active: 1,
  rejected: 2,
  compensated: 3,
});

export interface RequestServiceRequest {
  readonly buyerId: string;
  readonly requestId: string;
  readonly terms: ServiceTerms;
}

export const RequestServiceRequest: rt.Codec<RequestServiceRequest> = rt.codec<RequestServiceRequest>({
  typeName: 'contracting.v1.RequestServiceRequest',
  write(m, w, depth) {
    w.string(10, m.buyerId, 'contracting.v1.RequestServiceRequest.buyerId');
    w.string(18, m.requestId, 'contracting.v1.RequestServiceRequest.requestId');
    w.message(26, ServiceTerms, m.terms, depth, 'contracting.v1.RequestServiceRequest.terms');
  },
  read(r, outerEnd, depth) {
    let buyerId: string = '';
    let requestId: string = '';
    let terms: ServiceTerms | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          buyerId = r.string();
          break;
        case 18:
          requestId = r.string();
          break;
        case 26:
          if (terms !== undefined) rt.twice('contracting.v1.RequestServiceRequest.terms');
          terms = ServiceTerms.read(r, r.enterMessage(depth), depth + 1);
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      buyerId,
      requestId,
      terms: terms ?? rt.missing('contracting.v1.RequestServiceRequest.terms'),
    };
  },
  toJson(m) {
    return {
      buyerId: m.buyerId,
      requestId: m.requestId,
      terms: ServiceTerms.toJson(m.terms),
    };
  },
});

export interface RequestServiceResponse {
  readonly outcome:
    | { readonly kind: 'acknowledged'; readonly acknowledged: ServiceRequestRecord }
    | { readonly kind: 'refused'; readonly refused: common.Refusal };
}

export const RequestServiceResponse: rt.Codec<RequestServiceResponse> = rt.codec<RequestServiceResponse>({
  typeName: 'contracting.v1.RequestServiceResponse',
  write(m, w, depth) {
    rt.checkKind(m.outcome, ['acknowledged', 'refused'], 'contracting.v1.RequestServiceResponse.outcome');
    if (m.outcome.kind === 'acknowledged') w.message(10, ServiceRequestRecord, m.outcome.acknowledged, depth, 'contracting.v1.RequestServiceResponse.acknowledged');
    if (m.outcome.kind === 'refused') w.message(18, common.Refusal, m.outcome.refused, depth, 'contracting.v1.RequestServiceResponse.refused');
  },
  read(r, outerEnd, depth) {
    let outcome: RequestServiceResponse['outcome'] | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          if (outcome?.kind === 'acknowledged') rt.twice('contracting.v1.RequestServiceResponse.acknowledged');
          outcome = { kind: 'acknowledged', acknowledged: ServiceRequestRecord.read(r, r.enterMessage(depth), depth + 1) };
          break;
        case 18:
          if (outcome?.kind === 'refused') rt.twice('contracting.v1.RequestServiceResponse.refused');
          outcome = { kind: 'refused', refused: common.Refusal.read(r, r.enterMessage(depth), depth + 1) };
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      outcome: outcome ?? rt.missing('contracting.v1.RequestServiceResponse.outcome'),
    };
  },
  toJson(m) {
    return {
      outcome:
        m.outcome.kind === 'acknowledged' ? { kind: 'acknowledged', acknowledged: ServiceRequestRecord.toJson(m.outcome.acknowledged) } :
        { kind: 'refused', refused: common.Refusal.toJson(m.outcome.refused) },
    };
  },
});

export interface AcceptQuoteRequest {
  readonly buyerId: string;
  readonly quoteId: string;
  /** By the buyer's registered key over the quote's QuoteAcceptance, 64 bytes. Absent: it is not signed. */
  readonly signature?: Uint8Array;
}

export const AcceptQuoteRequest: rt.Codec<AcceptQuoteRequest> = rt.codec<AcceptQuoteRequest>({
  typeName: 'contracting.v1.AcceptQuoteRequest',
  write(m, w) {
    w.string(10, m.buyerId, 'contracting.v1.AcceptQuoteRequest.buyerId');
    w.string(18, m.quoteId, 'contracting.v1.AcceptQuoteRequest.quoteId');
    if (m.signature !== undefined) w.tag(26).putBytes(m.signature, 'contracting.v1.AcceptQuoteRequest.signature');
  },
  read(r, outerEnd, depth) {
    let buyerId: string = '';
    let quoteId: string = '';
    let signature: Uint8Array | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          buyerId = r.string();
          break;
        case 18:
          quoteId = r.string();
          break;
        case 26:
          signature = r.bytes();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<AcceptQuoteRequest> = {
      buyerId,
      quoteId,
    };
    if (signature !== undefined) draft.signature = signature;
    return draft;
  },
  toJson(m) {
    return {
      buyerId: m.buyerId,
      quoteId: m.quoteId,
      ...(m.signature === undefined ? {} : { signature: rt.bytesJson(m.signature) }),
    };
  },
});

export interface RegisterBuyerKeyRequest {
  readonly buyerId: string;
  /** Raw Ed25519, 32 bytes. */
  readonly publicKey: Uint8Array;
  /** Whether the buyer may be bound by an unsigned request from now on. */
  readonly mustSign: boolean;
  /**
   * The operator's own name for this request, one among those about the buyer's key; 1 to 128 visible ASCII characters. The same name with another key or
   * rule is refused.
   */
  readonly requestId: string;
}

export const RegisterBuyerKeyRequest: rt.Codec<RegisterBuyerKeyRequest> = rt.codec<RegisterBuyerKeyRequest>({
  typeName: 'contracting.v1.RegisterBuyerKeyRequest',
  write(m, w) {
    w.string(10, m.buyerId, 'contracting.v1.RegisterBuyerKeyRequest.buyerId');
    w.bytes(18, m.publicKey, 'contracting.v1.RegisterBuyerKeyRequest.publicKey');
    w.bool(24, m.mustSign, 'contracting.v1.RegisterBuyerKeyRequest.mustSign');
    w.string(34, m.requestId, 'contracting.v1.RegisterBuyerKeyRequest.requestId');
  },
  read(r, outerEnd, depth) {
    let buyerId: string = '';
    let publicKey: Uint8Array = rt.NO_BYTES;
    let mustSign: boolean = false;
    let requestId: string = '';
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          buyerId = r.string();
          break;
        case 18:
          publicKey = r.bytes();
          break;
        case 24:
          mustSign = r.bool();
          break;
        case 34:
          requestId = r.string();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      buyerId,
      publicKey,
      mustSign,
      requestId,
    };
  },
  toJson(m) {
    return {
      buyerId: m.buyerId,
      publicKey: rt.bytesJson(m.publicKey),
      mustSign: m.mustSign,
      requestId: m.requestId,
    };
  },
});

export interface RegisterBuyerKeyResponse {
  readonly outcome:
    | { readonly kind: 'registered'; readonly registered: BuyerKeyRecord }
    | { readonly kind: 'refused'; readonly refused: common.Refusal };
}

export const RegisterBuyerKeyResponse: rt.Codec<RegisterBuyerKeyResponse> = rt.codec<RegisterBuyerKeyResponse>({
  typeName: 'contracting.v1.RegisterBuyerKeyResponse',
  write(m, w, depth) {
    rt.checkKind(m.outcome, ['registered', 'refused'], 'contracting.v1.RegisterBuyerKeyResponse.outcome');
    if (m.outcome.kind === 'registered') w.message(10, BuyerKeyRecord, m.outcome.registered, depth, 'contracting.v1.RegisterBuyerKeyResponse.registered');
    if (m.outcome.kind === 'refused') w.message(18, common.Refusal, m.outcome.refused, depth, 'contracting.v1.RegisterBuyerKeyResponse.refused');
  },
  read(r, outerEnd, depth) {
    let outcome: RegisterBuyerKeyResponse['outcome'] | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          if (outcome?.kind === 'registered') rt.twice('contracting.v1.RegisterBuyerKeyResponse.registered');
          outcome = { kind: 'registered', registered: BuyerKeyRecord.read(r, r.enterMessage(depth), depth + 1) };
          break;
        case 18:
          if (outcome?.kind === 'refused') rt.twice('contracting.v1.RegisterBuyerKeyResponse.refused');
          outcome = { kind: 'refused', refused: common.Refusal.read(r, r.enterMessage(depth), depth + 1) };
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      outcome: outcome ?? rt.missing('contracting.v1.RegisterBuyerKeyResponse.outcome'),
    };
  },
  toJson(m) {
    return {
      outcome:
        m.outcome.kind === 'registered' ? { kind: 'registered', registered: BuyerKeyRecord.toJson(m.outcome.registered) } :
        { kind: 'refused', refused: common.Refusal.toJson(m.outcome.refused) },
    };
  },
});

export interface StateTermsRequest {
  readonly terms: StatedTerms;
  /**
   * The operator's own name for this statement, one among those of the same subject; 1 to 128 visible ASCII characters. The same name with other terms is
   * refused.
   */
  readonly requestId: string;
}

export const StateTermsRequest: rt.Codec<StateTermsRequest> = rt.codec<StateTermsRequest>({
  typeName: 'contracting.v1.StateTermsRequest',
  write(m, w, depth) {
    w.message(10, StatedTerms, m.terms, depth, 'contracting.v1.StateTermsRequest.terms');
    w.string(18, m.requestId, 'contracting.v1.StateTermsRequest.requestId');
  },
  read(r, outerEnd, depth) {
    let terms: StatedTerms | undefined;
    let requestId: string = '';
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          if (terms !== undefined) rt.twice('contracting.v1.StateTermsRequest.terms');
          terms = StatedTerms.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 18:
          requestId = r.string();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      terms: terms ?? rt.missing('contracting.v1.StateTermsRequest.terms'),
      requestId,
    };
  },
  toJson(m) {
    return {
      terms: StatedTerms.toJson(m.terms),
      requestId: m.requestId,
    };
  },
});

export interface StateTermsResponse {
  readonly outcome:
    | { readonly kind: 'stated'; readonly stated: StatedTerms }
    | { readonly kind: 'refused'; readonly refused: common.Refusal };
}

export const StateTermsResponse: rt.Codec<StateTermsResponse> = rt.codec<StateTermsResponse>({
  typeName: 'contracting.v1.StateTermsResponse',
  write(m, w, depth) {
    rt.checkKind(m.outcome, ['stated', 'refused'], 'contracting.v1.StateTermsResponse.outcome');
    if (m.outcome.kind === 'stated') w.message(10, StatedTerms, m.outcome.stated, depth, 'contracting.v1.StateTermsResponse.stated');
    if (m.outcome.kind === 'refused') w.message(18, common.Refusal, m.outcome.refused, depth, 'contracting.v1.StateTermsResponse.refused');
  },
  read(r, outerEnd, depth) {
    let outcome: StateTermsResponse['outcome'] | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          if (outcome?.kind === 'stated') rt.twice('contracting.v1.StateTermsResponse.stated');
          outcome = { kind: 'stated', stated: StatedTerms.read(r, r.enterMessage(depth), depth + 1) };
          break;
        case 18:
          if (outcome?.kind === 'refused') rt.twice('contracting.v1.StateTermsResponse.refused');
          outcome = { kind: 'refused', refused: common.Refusal.read(r, r.enterMessage(depth), depth + 1) };
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      outcome: outcome ?? rt.missing('contracting.v1.StateTermsResponse.outcome'),
    };
  },
  toJson(m) {
    return {
      outcome:
        m.outcome.kind === 'stated' ? { kind: 'stated', stated: StatedTerms.toJson(m.outcome.stated) } :
        { kind: 'refused', refused: common.Refusal.toJson(m.outcome.refused) },
    };
  },
});

export interface AcceptQuoteResponse {
  readonly outcome:
    | { readonly kind: 'accepted'; readonly accepted: AcceptedQuote }
    | { readonly kind: 'refused'; readonly refused: common.Refusal };
}

export const AcceptQuoteResponse: rt.Codec<AcceptQuoteResponse> = rt.codec<AcceptQuoteResponse>({
  typeName: 'contracting.v1.AcceptQuoteResponse',
  write(m, w, depth) {
    rt.checkKind(m.outcome, ['accepted', 'refused'], 'contracting.v1.AcceptQuoteResponse.outcome');
    if (m.outcome.kind === 'accepted') w.message(10, AcceptedQuote, m.outcome.accepted, depth, 'contracting.v1.AcceptQuoteResponse.accepted');
    if (m.outcome.kind === 'refused') w.message(18, common.Refusal, m.outcome.refused, depth, 'contracting.v1.AcceptQuoteResponse.refused');
  },
  read(r, outerEnd, depth) {
    let outcome: AcceptQuoteResponse['outcome'] | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          if (outcome?.kind === 'accepted') rt.twice('contracting.v1.AcceptQuoteResponse.accepted');
          outcome = { kind: 'accepted', accepted: AcceptedQuote.read(r, r.enterMessage(depth), depth + 1) };
          break;
        case 18:
          if (outcome?.kind === 'refused') rt.twice('contracting.v1.AcceptQuoteResponse.refused');
          outcome = { kind: 'refused', refused: common.Refusal.read(r, r.enterMessage(depth), depth + 1) };
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      outcome: outcome ?? rt.missing('contracting.v1.AcceptQuoteResponse.outcome'),
    };
  },
  toJson(m) {
    return {
      outcome:
        m.outcome.kind === 'accepted' ? { kind: 'accepted', accepted: AcceptedQuote.toJson(m.outcome.accepted) } :
        { kind: 'refused', refused: common.Refusal.toJson(m.outcome.refused) },
    };
  },
});

/** The quote binds both sides, and its order goes on. */
export interface AcceptedQuote {
  readonly quoteId: string;
  readonly orderId: string;
}

export const AcceptedQuote: rt.Codec<AcceptedQuote> = rt.codec<AcceptedQuote>({
  typeName: 'contracting.v1.AcceptedQuote',
  write(m, w) {
    w.string(10, m.quoteId, 'contracting.v1.AcceptedQuote.quoteId');
    w.string(18, m.orderId, 'contracting.v1.AcceptedQuote.orderId');
  },
  read(r, outerEnd, depth) {
    let quoteId: string = '';
    let orderId: string = '';
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          quoteId = r.string();
          break;
        case 18:
          orderId = r.string();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      quoteId,
      orderId,
    };
  },
  toJson(m) {
    return {
      quoteId: m.quoteId,
      orderId: m.orderId,
    };
  },
});

export interface DeclineQuoteRequest {
  readonly buyerId: string;
  readonly quoteId: string;
  /** Up to 500 characters, kept with the quote; may be empty. */
  readonly reason: string;
}

export const DeclineQuoteRequest: rt.Codec<DeclineQuoteRequest> = rt.codec<DeclineQuoteRequest>({
  typeName: 'contracting.v1.DeclineQuoteRequest',
  write(m, w) {
    w.string(10, m.buyerId, 'contracting.v1.DeclineQuoteRequest.buyerId');
    w.string(18, m.quoteId, 'contracting.v1.DeclineQuoteRequest.quoteId');
    w.string(26, m.reason, 'contracting.v1.DeclineQuoteRequest.reason');
  },
  read(r, outerEnd, depth) {
    let buyerId: string = '';
    let quoteId: string = '';
    let reason: string = '';
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          buyerId = r.string();
          break;
        case 18:
          quoteId = r.string();
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
      buyerId,
      quoteId,
      reason,
    };
  },
  toJson(m) {
    return {
      buyerId: m.buyerId,
      quoteId: m.quoteId,
      reason: m.reason,
    };
  },
});

export interface DeclineQuoteResponse {
  readonly outcome:
    | { readonly kind: 'declined'; readonly declined: DeclinedQuote }
    | { readonly kind: 'refused'; readonly refused: common.Refusal };
}

export const DeclineQuoteResponse: rt.Codec<DeclineQuoteResponse> = rt.codec<DeclineQuoteResponse>({
  typeName: 'contracting.v1.DeclineQuoteResponse',
  write(m, w, depth) {
    rt.checkKind(m.outcome, ['declined', 'refused'], 'contracting.v1.DeclineQuoteResponse.outcome');
    if (m.outcome.kind === 'declined') w.message(10, DeclinedQuote, m.outcome.declined, depth, 'contracting.v1.DeclineQuoteResponse.declined');
    if (m.outcome.kind === 'refused') w.message(18, common.Refusal, m.outcome.refused, depth, 'contracting.v1.DeclineQuoteResponse.refused');
  },
  read(r, outerEnd, depth) {
    let outcome: DeclineQuoteResponse['outcome'] | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          if (outcome?.kind === 'declined') rt.twice('contracting.v1.DeclineQuoteResponse.declined');
          outcome = { kind: 'declined', declined: DeclinedQuote.read(r, r.enterMessage(depth), depth + 1) };
          break;
        case 18:
          if (outcome?.kind === 'refused') rt.twice('contracting.v1.DeclineQuoteResponse.refused');
          outcome = { kind: 'refused', refused: common.Refusal.read(r, r.enterMessage(depth), depth + 1) };
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      outcome: outcome ?? rt.missing('contracting.v1.DeclineQuoteResponse.outcome'),
    };
  },
  toJson(m) {
    return {
      outcome:
        m.outcome.kind === 'declined' ? { kind: 'declined', declined: DeclinedQuote.toJson(m.outcome.declined) } :
        { kind: 'refused', refused: common.Refusal.toJson(m.outcome.refused) },
    };
  },
});

/** The quote binds nobody, and its order ends without a service. */
export interface DeclinedQuote {
  readonly quoteId: string;
  readonly orderId: string;
}

export const DeclinedQuote: rt.Codec<DeclinedQuote> = rt.codec<DeclinedQuote>({
  typeName: 'contracting.v1.DeclinedQuote',
  write(m, w) {
    w.string(10, m.quoteId, 'contracting.v1.DeclinedQuote.quoteId');
    w.string(18, m.orderId, 'contracting.v1.DeclinedQuote.orderId');
  },
  read(r, outerEnd, depth) {
    let quoteId: string = '';
    let orderId: string = '';
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          quoteId = r.string();
          break;
        case 18:
          orderId = r.string();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      quoteId,
      orderId,
    };
  },
  toJson(m) {
    return {
      quoteId: m.quoteId,
      orderId: m.orderId,
    };
  },
});

export interface RegisterPartyRequest {
  readonly partyId: string;
  readonly kind: PartyKind;
  readonly contact: PartyContact;
}

export const RegisterPartyRequest: rt.Codec<RegisterPartyRequest> = rt.codec<RegisterPartyRequest>({
  typeName: 'contracting.v1.RegisterPartyRequest',
  write(m, w, depth) {
    w.string(10, m.partyId, 'contracting.v1.RegisterPartyRequest.partyId');
    w.int32(16, PartyKind.numberOf(m.kind, 'contracting.v1.RegisterPartyRequest.kind'), 'contracting.v1.RegisterPartyRequest.kind');
    w.message(26, PartyContact, m.contact, depth, 'contracting.v1.RegisterPartyRequest.contact');
  },
  read(r, outerEnd, depth) {
    let partyId: string = '';
    let kind: PartyKind = 'unspecified';
    let contact: PartyContact | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          partyId = r.string();
          break;
        case 16:
          kind = PartyKind.nameOf(r.int32());
          break;
        case 26:
          if (contact !== undefined) rt.twice('contracting.v1.RegisterPartyRequest.contact');
          contact = PartyContact.read(r, r.enterMessage(depth), depth + 1);
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      partyId,
      kind,
      contact: contact ?? rt.missing('contracting.v1.RegisterPartyRequest.contact'),
    };
  },
  toJson(m) {
    return {
      partyId: m.partyId,
      kind: m.kind,
      contact: PartyContact.toJson(m.contact),
    };
  },
});

export interface RegisterPartyResponse {
  readonly outcome:
    | { readonly kind: 'registered'; readonly registered: PartyRecord }
    | { readonly kind: 'refused'; readonly refused: common.Refusal };
}

export const RegisterPartyResponse: rt.Codec<RegisterPartyResponse> = rt.codec<RegisterPartyResponse>({
  typeName: 'contracting.v1.RegisterPartyResponse',
  write(m, w, depth) {
    rt.checkKind(m.outcome, ['registered', 'refused'], 'contracting.v1.RegisterPartyResponse.outcome');
    if (m.outcome.kind === 'registered') w.message(10, PartyRecord, m.outcome.registered, depth, 'contracting.v1.RegisterPartyResponse.registered');
    if (m.outcome.kind === 'refused') w.message(18, common.Refusal, m.outcome.refused, depth, 'contracting.v1.RegisterPartyResponse.refused');
  },
  read(r, outerEnd, depth) {
    let outcome: RegisterPartyResponse['outcome'] | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          if (outcome?.kind === 'registered') rt.twice('contracting.v1.RegisterPartyResponse.registered');
          outcome = { kind: 'registered', registered: PartyRecord.read(r, r.enterMessage(depth), depth + 1) };
          break;
        case 18:
          if (outcome?.kind === 'refused') rt.twice('contracting.v1.RegisterPartyResponse.refused');
          outcome = { kind: 'refused', refused: common.Refusal.read(r, r.enterMessage(depth), depth + 1) };
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      outcome: outcome ?? rt.missing('contracting.v1.RegisterPartyResponse.outcome'),
    };
  },
  toJson(m) {
    return {
      outcome:
        m.outcome.kind === 'registered' ? { kind: 'registered', registered: PartyRecord.toJson(m.outcome.registered) } :
        { kind: 'refused', refused: common.Refusal.toJson(m.outcome.refused) },
    };
  },
});

export interface UpdatePartyRequest {
  readonly partyId: string;
  readonly kind: PartyKind;
  readonly contact: PartyContact;
  /** How often the contact had been changed that this one takes the place of, as its PartyRecord says. */
  readonly changes: number;
}

export const UpdatePartyRequest: rt.Codec<UpdatePartyRequest> = rt.codec<UpdatePartyRequest>({
  typeName: 'contracting.v1.UpdatePartyRequest',
  write(m, w, depth) {
    w.string(10, m.partyId, 'contracting.v1.UpdatePartyRequest.partyId');
    w.int32(16, PartyKind.numberOf(m.kind, 'contracting.v1.UpdatePartyRequest.kind'), 'contracting.v1.UpdatePartyRequest.kind');
    w.message(26, PartyContact, m.contact, depth, 'contracting.v1.UpdatePartyRequest.contact');
    w.uint32(32, m.changes, 'contracting.v1.UpdatePartyRequest.changes');
  },
  read(r, outerEnd, depth) {
    let partyId: string = '';
    let kind: PartyKind = 'unspecified';
    let contact: PartyContact | undefined;
    let changes: number = 0;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          partyId = r.string();
          break;
        case 16:
          kind = PartyKind.nameOf(r.int32());
          break;
        case 26:
          if (contact !== undefined) rt.twice('contracting.v1.UpdatePartyRequest.contact');
          contact = PartyContact.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 32:
          changes = r.uint32();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      partyId,
      kind,
      contact: contact ?? rt.missing('contracting.v1.UpdatePartyRequest.contact'),
      changes,
    };
  },
  toJson(m) {
    return {
      partyId: m.partyId,
      kind: m.kind,
      contact: PartyContact.toJson(m.contact),
      changes: m.changes,
    };
  },
});

export interface UpdatePartyResponse {
  readonly outcome:
    | { readonly kind: 'updated'; readonly updated: PartyRecord }
    | { readonly kind: 'refused'; readonly refused: common.Refusal };
}

export const UpdatePartyResponse: rt.Codec<UpdatePartyResponse> = rt.codec<UpdatePartyResponse>({
  typeName: 'contracting.v1.UpdatePartyResponse',
  write(m, w, depth) {
    rt.checkKind(m.outcome, ['updated', 'refused'], 'contracting.v1.UpdatePartyResponse.outcome');
    if (m.outcome.kind === 'updated') w.message(10, PartyRecord, m.outcome.updated, depth, 'contracting.v1.UpdatePartyResponse.updated');
    if (m.outcome.kind === 'refused') w.message(18, common.Refusal, m.outcome.refused, depth, 'contracting.v1.UpdatePartyResponse.refused');
  },
  read(r, outerEnd, depth) {
    let outcome: UpdatePartyResponse['outcome'] | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          if (outcome?.kind === 'updated') rt.twice('contracting.v1.UpdatePartyResponse.updated');
          outcome = { kind: 'updated', updated: PartyRecord.read(r, r.enterMessage(depth), depth + 1) };
          break;
        case 18:
          if (outcome?.kind === 'refused') rt.twice('contracting.v1.UpdatePartyResponse.refused');
          outcome = { kind: 'refused', refused: common.Refusal.read(r, r.enterMessage(depth), depth + 1) };
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      outcome: outcome ?? rt.missing('contracting.v1.UpdatePartyResponse.outcome'),
    };
  },
  toJson(m) {
    return {
      outcome:
        m.outcome.kind === 'updated' ? { kind: 'updated', updated: PartyRecord.toJson(m.outcome.updated) } :
        { kind: 'refused', refused: common.Refusal.toJson(m.outcome.refused) },
    };
  },
});

export interface ForgetPartyRequest {
  readonly partyId: string;
}

export const ForgetPartyRequest: rt.Codec<ForgetPartyRequest> = rt.codec<ForgetPartyRequest>({
  typeName: 'contracting.v1.ForgetPartyRequest',
  write(m, w) {
    w.string(10, m.partyId, 'contracting.v1.ForgetPartyRequest.partyId');
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

export interface ForgetPartyResponse {
  readonly outcome:
    | { readonly kind: 'forgotten'; readonly forgotten: PartyRecord }
    | { readonly kind: 'refused'; readonly refused: common.Refusal };
}

export const ForgetPartyResponse: rt.Codec<ForgetPartyResponse> = rt.codec<ForgetPartyResponse>({
  typeName: 'contracting.v1.ForgetPartyResponse',
  write(m, w, depth) {
    rt.checkKind(m.outcome, ['forgotten', 'refused'], 'contracting.v1.ForgetPartyResponse.outcome');
    if (m.outcome.kind === 'forgotten') w.message(10, PartyRecord, m.outcome.forgotten, depth, 'contracting.v1.ForgetPartyResponse.forgotten');
    if (m.outcome.kind === 'refused') w.message(18, common.Refusal, m.outcome.refused, depth, 'contracting.v1.ForgetPartyResponse.refused');
  },
  read(r, outerEnd, depth) {
    let outcome: ForgetPartyResponse['outcome'] | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          if (outcome?.kind === 'forgotten') rt.twice('contracting.v1.ForgetPartyResponse.forgotten');
          outcome = { kind: 'forgotten', forgotten: PartyRecord.read(r, r.enterMessage(depth), depth + 1) };
          break;
        case 18:
          if (outcome?.kind === 'refused') rt.twice('contracting.v1.ForgetPartyResponse.refused');
          outcome = { kind: 'refused', refused: common.Refusal.read(r, r.enterMessage(depth), depth + 1) };
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      outcome: outcome ?? rt.missing('contracting.v1.ForgetPartyResponse.outcome'),
    };
  },
  toJson(m) {
    return {
      outcome:
        m.outcome.kind === 'forgotten' ? { kind: 'forgotten', forgotten: PartyRecord.toJson(m.outcome.forgotten) } :
        { kind: 'refused', refused: common.Refusal.toJson(m.outcome.refused) },
    };
  },
});

export interface TerminateContractRequest {
  readonly buyerId: string;
  readonly contractId: string;
  /** The asker's own name for this request; the same name with other contents is refused. */
  readonly requestId: string;
  /** Not before this. Absent: as soon as the contract's notice allows. */
  readonly endsAt?: rt.Instant;
  /** Up to 500 characters, kept in the amendment; may be empty. */
  readonly reason: string;
}

export const TerminateContractRequest: rt.Codec<TerminateContractRequest> = rt.codec<TerminateContractRequest>({
  typeName: 'contracting.v1.TerminateContractRequest',
  write(m, w) {
    w.string(10, m.buyerId, 'contracting.v1.TerminateContractRequest.buyerId');
    w.string(18, m.contractId, 'contracting.v1.TerminateContractRequest.contractId');
    w.string(26, m.requestId, 'contracting.v1.TerminateContractRequest.requestId');
    if (m.endsAt !== undefined) rt.instant(w.tag(34), m.endsAt, 'contracting.v1.TerminateContractRequest.endsAt');
    w.string(42, m.reason, 'contracting.v1.TerminateContractRequest.reason');
  },
  read(r, outerEnd, depth) {
    let buyerId: string = '';
    let contractId: string = '';
    let requestId: string = '';
    let endsAt: rt.Instant | undefined;
    let reason: string = '';
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          buyerId = r.string();
          break;
        case 18:
          contractId = r.string();
          break;
        case 26:
          requestId = r.string();
          break;
        case 34:
          if (endsAt !== undefined) rt.twice('contracting.v1.TerminateContractRequest.endsAt');
          endsAt = rt.readInstant(r, 'contracting.v1.TerminateContractRequest.endsAt');
          break;
        case 42:
          reason = r.string();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<TerminateContractRequest> = {
      buyerId,
      contractId,
      requestId,
      reason,
    };
    if (endsAt !== undefined) draft.endsAt = endsAt;
    return draft;
  },
  toJson(m) {
    return {
      buyerId: m.buyerId,
      contractId: m.contractId,
      requestId: m.requestId,
      ...(m.endsAt === undefined ? {} : { endsAt: rt.instantJson(m.endsAt) }),
      reason: m.reason,
    };
  },
});

export interface TerminateContractResponse {
  readonly outcome:
    /** The contract with the amendment that ends it. */
    | { readonly kind: 'terminating'; readonly terminating: ContractRecord }
    | { readonly kind: 'refused'; readonly refused: common.Refusal };
}

export const TerminateContractResponse: rt.Codec<TerminateContractResponse> = rt.codec<TerminateContractResponse>({
  typeName: 'contracting.v1.TerminateContractResponse',
  write(m, w, depth) {
    rt.checkKind(m.outcome, ['terminating', 'refused'], 'contracting.v1.TerminateContractResponse.outcome');
    if (m.outcome.kind === 'terminating') w.message(10, ContractRecord, m.outcome.terminating, depth, 'contracting.v1.TerminateContractResponse.terminating');
    if (m.outcome.kind === 'refused') w.message(18, common.Refusal, m.outcome.refused, depth, 'contracting.v1.TerminateContractResponse.refused');
  },
  read(r, outerEnd, depth) {
    let outcome: TerminateContractResponse['outcome'] | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          if (outcome?.kind === 'terminating') rt.twice('contracting.v1.TerminateContractResponse.terminating');
          outcome = { kind: 'terminating', terminating: ContractRecord.read(r, r.enterMessage(depth), depth + 1) };
          break;
        case 18:
          if (outcome?.kind === 'refused') rt.twice('contracting.v1.TerminateContractResponse.refused');
          outcome = { kind: 'refused', refused: common.Refusal.read(r, r.enterMessage(depth), depth + 1) };
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      outcome: outcome ?? rt.missing('contracting.v1.TerminateContractResponse.outcome'),
    };
  },
  toJson(m) {
    return {
      outcome:
        m.outcome.kind === 'terminating' ? { kind: 'terminating', terminating: ContractRecord.toJson(m.outcome.terminating) } :
        { kind: 'refused', refused: common.Refusal.toJson(m.outcome.refused) },
    };
  },
});

export interface ChangeServiceRequest {
  readonly buyerId: string;
  readonly contractId: string;
  /** The asker's own name for this request; the same name with other contents is refused. */
  readonly requestId: string;
  readonly change: ServiceChange;
}

export const ChangeServiceRequest: rt.Codec<ChangeServiceRequest> = rt.codec<ChangeServiceRequest>({
  typeName: 'contracting.v1.ChangeServiceRequest',
  write(m, w, depth) {
    w.string(10, m.buyerId, 'contracting.v1.ChangeServiceRequest.buyerId');
    w.string(18, m.contractId, 'contracting.v1.ChangeServiceRequest.contractId');
    w.string(26, m.requestId, 'contracting.v1.ChangeServiceRequest.requestId');
    w.message(34, ServiceChange, m.change, depth, 'contracting.v1.ChangeServiceRequest.change');
  },
  read(r, outerEnd, depth) {
    let buyerId: string = '';
    let contractId: string = '';
    let requestId: string = '';
    let change: ServiceChange | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          buyerId = r.string();
          break;
        case 18:
          contractId = r.string();
          break;
        case 26:
          requestId = r.string();
          break;
        case 34:
          if (change !== undefined) rt.twice('contracting.v1.ChangeServiceRequest.change');
          change = ServiceChange.read(r, r.enterMessage(depth), depth + 1);
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      buyerId,
      contractId,
      requestId,
      change: change ?? rt.missing('contracting.v1.ChangeServiceRequest.change'),
    };
  },
  toJson(m) {
    return {
      buyerId: m.buyerId,
      contractId: m.contractId,
      requestId: m.requestId,
      change: ServiceChange.toJson(m.change),
    };
  },
});

export interface ChangeServiceResponse {
  readonly outcome:
    /** The contract, with what was ordered among its changes. What became of it is known when all of its providers have answered. */
    | { readonly kind: 'changing'; readonly changing: ContractRecord }
    | { readonly kind: 'refused'; readonly refused: common.Refusal };
}

export const ChangeServiceResponse: rt.Codec<ChangeServiceResponse> = rt.codec<ChangeServiceResponse>({
  typeName: 'contracting.v1.ChangeServiceResponse',
  write(m, w, depth) {
    rt.checkKind(m.outcome, ['changing', 'refused'], 'contracting.v1.ChangeServiceResponse.outcome');
    if (m.outcome.kind === 'changing') w.message(10, ContractRecord, m.outcome.changing, depth, 'contracting.v1.ChangeServiceResponse.changing');
    if (m.outcome.kind === 'refused') w.message(18, common.Refusal, m.outcome.refused, depth, 'contracting.v1.ChangeServiceResponse.refused');
  },
  read(r, outerEnd, depth) {
    let outcome: ChangeServiceResponse['outcome'] | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          if (outcome?.kind === 'changing') rt.twice('contracting.v1.ChangeServiceResponse.changing');
          outcome = { kind: 'changing', changing: ContractRecord.read(r, r.enterMessage(depth), depth + 1) };
          break;
        case 18:
          if (outcome?.kind === 'refused') rt.twice('contracting.v1.ChangeServiceResponse.refused');
          outcome = { kind: 'refused', refused: common.Refusal.read(r, r.enterMessage(depth), depth + 1) };
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      outcome: outcome ?? rt.missing('contracting.v1.ChangeServiceResponse.outcome'),
    };
  },
  toJson(m) {
    return {
      outcome:
        m.outcome.kind === 'changing' ? { kind: 'changing', changing: ContractRecord.toJson(m.outcome.changing) } :
        { kind: 'refused', refused: common.Refusal.toJson(m.outcome.refused) },
    };
  },
});

/**
 * What a scenario is worth: the sum of each weight times its figure, added up as exact fractions. A weight is 0 to 1,000,000, and
 * one at least is not 0. Money counts over the term; what is laid out before the first bill is a month's cost.
 */
export interface ValueObjective {
  /** Profit over the price. */
  readonly profitWeight: number;
  /** Profit over revenue. */
  readonly marginWeight: number;
  /** Cost over revenue, which is better the less it is. */
  readonly costRevenueWeight: number;
  /** Profit over what is laid out. */
  readonly returnWeight: number;
  /** For each 100 ms, which is better the less it is. */
  readonly latencyWeight: number;
  /** Limits: what comes to less, or to a higher cost over revenue, is not sold whatever it is worth. */
  readonly minProfit?: common.Money;
  readonly minMarginBasisPoints?: number;
  readonly maxCostRevenueBasisPoints?: number;
  readonly minReturnBasisPoints?: number;
  /** What it uses up of the seller's open commitments with suppliers, over the price. Absent: nothing. */
  readonly volumeWeight?: number;
  /** A limit: what uses up less of open commitments each month is not sold. */
  readonly minVolumeMonthly?: common.Money;
}

export const ValueObjective: rt.Codec<ValueObjective> = rt.codec<ValueObjective>({
  typeName: 'contracting.v1.ValueObjective',
  write(m, w, depth) {
    w.uint32(8, m.profitWeight, 'contracting.v1.ValueObjective.profitWeight');
    w.uint32(16, m.marginWeight, 'contracting.v1.ValueObjective.marginWeight');
    w.uint32(24, m.costRevenueWeight, 'contracting.v1.ValueObjective.costRevenueWeight');
    w.uint32(32, m.returnWeight, 'contracting.v1.ValueObjective.returnWeight');
    w.uint32(40, m.latencyWeight, 'contracting.v1.ValueObjective.latencyWeight');
    if (m.minProfit !== undefined) w.message(50, common.Money, m.minProfit, depth, 'contracting.v1.ValueObjective.minProfit');
    if (m.minMarginBasisPoints !== undefined) w.tag(56).putUint32(m.minMarginBasisPoints, 'contracting.v1.ValueObjective.minMarginBasisPoints');
    if (m.maxCostRevenueBasisPoints !== undefined) w.tag(64).putUint32(m.maxCostRevenueBasisPoints, 'contracting.v1.ValueObjective.maxCostRevenueBasisPoints');
    if (m.minReturnBasisPoints !== undefined) w.tag(72).putUint32(m.minReturnBasisPoints, 'contracting.v1.ValueObjective.minReturnBasisPoints');
    if (m.volumeWeight !== undefined) w.tag(80).putUint32(m.volumeWeight, 'contracting.v1.ValueObjective.volumeWeight');
    if (m.minVolumeMonthly !== undefined) w.message(90, common.Money, m.minVolumeMonthly, depth, 'contracting.v1.ValueObjective.minVolumeMonthly');
  },
  read(r, outerEnd, depth) {
    let profitWeight: number = 0;
    let marginWeight: number = 0;
    let costRevenueWeight: number = 0;
    let returnWeight: number = 0;
    let latencyWeight: number = 0;
    let minProfit: common.Money | undefined;
    let minMarginBasisPoints: number | undefined;
    let maxCostRevenueBasisPoints: number | undefined;
    let minReturnBasisPoints: number | undefined;
    let volumeWeight: number | undefined;
    let minVolumeMonthly: common.Money | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 8:
          profitWeight = r.uint32();
          break;
        case 16:
          marginWeight = r.uint32();
          break;
        case 24:
          costRevenueWeight = r.uint32();
          break;
        case 32:
          returnWeight = r.uint32();
          break;
        case 40:
          latencyWeight = r.uint32();
          break;
        case 50:
          if (minProfit !== undefined) rt.twice('contracting.v1.ValueObjective.minProfit');
          minProfit = common.Money.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 56:
          minMarginBasisPoints = r.uint32();
          break;
        case 64:
          maxCostRevenueBasisPoints = r.uint32();
          break;
        case 72:
          minReturnBasisPoints = r.uint32();
          break;
        case 80:
          volumeWeight = r.uint32();
          break;
        case 90:
          if (minVolumeMonthly !== undefined) rt.twice('contracting.v1.ValueObjective.minVolumeMonthly');
          minVolumeMonthly = common.Money.read(r, r.enterMessage(depth), depth + 1);
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<ValueObjective> = {
      profitWeight,
      marginWeight,
      costRevenueWeight,
      returnWeight,
      latencyWeight,
    };
    if (minProfit !== undefined) draft.minProfit = minProfit;
    if (minMarginBasisPoints !== undefined) draft.minMarginBasisPoints = minMarginBasisPoints;
    if (maxCostRevenueBasisPoints !== undefined) draft.maxCostRevenueBasisPoints = maxCostRevenueBasisPoints;
    if (minReturnBasisPoints !== undefined) draft.minReturnBasisPoints = minReturnBasisPoints;
    if (volumeWeight !== undefined) draft.volumeWeight = volumeWeight;
    if (minVolumeMonthly !== undefined) draft.minVolumeMonthly = minVolumeMonthly;
    return draft;
  },
  toJson(m) {
    return {
      profitWeight: m.profitWeight,
      marginWeight: m.marginWeight,
      costRevenueWeight: m.costRevenueWeight,
      returnWeight: m.returnWeight,
      latencyWeight: m.latencyWeight,
      ...(m.minProfit === undefined ? {} : { minProfit: common.Money.toJson(m.minProfit) }),
      ...(m.minMarginBasisPoints === undefined ? {} : { minMarginBasisPoints: m.minMarginBasisPoints }),
      ...(m.maxCostRevenueBasisPoints === undefined ? {} : { maxCostRevenueBasisPoints: m.maxCostRevenueBasisPoints }),
      ...(m.minReturnBasisPoints === undefined ? {} : { minReturnBasisPoints: m.minReturnBasisPoints }),
      ...(m.volumeWeight === undefined ? {} : { volumeWeight: m.volumeWeight }),
      ...(m.minVolumeMonthly === undefined ? {} : { minVolumeMonthly: common.Money.toJson(m.minVolumeMonthly) }),
    };
  },
});

/** What a buyer asks for. */
export interface ServiceTerms {
  readonly from: common.Place;
  readonly to: common.Place;
  readonly mbps: number;
  /** One way. Absent: any latency will do. */
  readonly maxLatencyNs?: bigint;
  readonly termMonths: number;
  readonly objective: Objective;
  /** ISO 4217. */
  readonly currency: string;
  readonly acceptance: Acceptance;
  /** The most that the buyer pays for each month before tax. Absent: no limit. */
  readonly maxMonthlyPrice?: common.Money;
  /** With the objective `value`, and with no other. */
  readonly value?: ValueObjective;
  /** The service may be carried by several lines together. Absent: by one alone. */
  readonly split?: SplitTerms;
  /** Whether a service that was moved goes back to the path that it was contracted on. Absent: never, it stays where it is well. */
  readonly revert?: RevertTerms;
  /** What its device takes, so that it may be carried in a format. Absent: it is carried as it is ordered. */
  readonly device?: DeviceTerms;
  /** What it may go over, on all of its way. Absent: whatever is there. */
  readonly media?: AcceptedMedia;
  /** Present: a whole unit of layer 1 of this technology and of exactly this bandwidth, from end to end. Absent: a service by the Mbit/s. */
  readonly layerOne?: common.UnitTechnology;
  /** True: of a carrier virtual network, over dedicated resources and those of the buyer's own network alone. */
  readonly virtualNetwork?: boolean;
}

export const ServiceTerms: rt.Codec<ServiceTerms> = rt.codec<ServiceTerms>({
  typeName: 'contracting.v1.ServiceTerms',
  write(m, w, depth) {
    w.message(10, common.Place, m.from, depth, 'contracting.v1.ServiceTerms.from');
    w.message(18, common.Place, m.to, depth, 'contracting.v1.ServiceTerms.to');
    w.uint32(24, m.mbps, 'contracting.v1.ServiceTerms.mbps');
    if (m.maxLatencyNs !== undefined) w.tag(32).putInt64(m.maxLatencyNs, 'contracting.v1.ServiceTerms.maxLatencyNs');
    w.uint32(40, m.termMonths, 'contracting.v1.ServiceTerms.termMonths');
    w.int32(48, Objective.numberOf(m.objective, 'contracting.v1.ServiceTerms.objective'), 'contracting.v1.ServiceTerms.objective');
    w.string(58, m.currency, 'contracting.v1.ServiceTerms.currency');
    w.int32(64, Acceptance.numberOf(m.acceptance, 'contracting.v1.ServiceTerms.acceptance'), 'contracting.v1.ServiceTerms.acceptance');
    if (m.maxMonthlyPrice !== undefined) w.message(74, common.Money, m.maxMonthlyPrice, depth, 'contracting.v1.ServiceTerms.maxMonthlyPrice');
    if (m.value !== undefined) w.message(82, ValueObjective, m.value, depth, 'contracting.v1.ServiceTerms.value');
    if (m.split !== undefined) w.message(90, SplitTerms, m.split, depth, 'contracting.v1.ServiceTerms.split');
    if (m.revert !== undefined) w.message(98, RevertTerms, m.revert, depth, 'contracting.v1.ServiceTerms.revert');
    if (m.device !== undefined) w.message(106, DeviceTerms, m.device, depth, 'contracting.v1.ServiceTerms.device');
    if (m.media !== undefined) w.message(114, AcceptedMedia, m.media, depth, 'contracting.v1.ServiceTerms.media');
    if (m.layerOne !== undefined) w.tag(160).putInt32(common.UnitTechnology.numberOf(m.layerOne, 'contracting.v1.ServiceTerms.layerOne'), 'contracting.v1.ServiceTerms.layerOne');
    if (m.virtualNetwork !== undefined) w.tag(168).putBool(m.virtualNetwork, 'contracting.v1.ServiceTerms.virtualNetwork');
  },
  read(r, outerEnd, depth) {
    let from: common.Place | undefined;
    let to: common.Place | undefined;
    let mbps: number = 0;
    let maxLatencyNs: bigint | undefined;
    let termMonths: number = 0;
    let objective: Objective = 'unspecified';
    let currency: string = '';
    let acceptance: Acceptance = 'unspecified';
    let maxMonthlyPrice: common.Money | undefined;
    let valueField: ValueObjective | undefined;
    let split: SplitTerms | undefined;
    let revert: RevertTerms | undefined;
    let device: DeviceTerms | undefined;
    let media: AcceptedMedia | undefined;
    let layerOne: common.UnitTechnology | undefined;
    let virtualNetwork: boolean | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          if (from !== undefined) rt.twice('contracting.v1.ServiceTerms.from');
          from = common.Place.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 18:
          if (to !== undefined) rt.twice('contracting.v1.ServiceTerms.to');
          to = common.Place.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 24:
          mbps = r.uint32();
          break;
        case 32:
          maxLatencyNs = r.int64();
          break;
        case 40:
          termMonths = r.uint32();
          break;
        case 48:
          objective = Objective.nameOf(r.int32());
          break;
        case 58:
          currency = r.string();
          break;
        case 64:
          acceptance = Acceptance.nameOf(r.int32());
          break;
        case 74:
          if (maxMonthlyPrice !== undefined) rt.twice('contracting.v1.ServiceTerms.maxMonthlyPrice');
          maxMonthlyPrice = common.Money.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 82:
          if (valueField !== undefined) rt.twice('contracting.v1.ServiceTerms.value');
          valueField = ValueObjective.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 90:
          if (split !== undefined) rt.twice('contracting.v1.ServiceTerms.split');
          split = SplitTerms.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 98:
          if (revert !== undefined) rt.twice('contracting.v1.ServiceTerms.revert');
          revert = RevertTerms.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 106:
          if (device !== undefined) rt.twice('contracting.v1.ServiceTerms.device');
          device = DeviceTerms.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 114:
          if (media !== undefined) rt.twice('contracting.v1.ServiceTerms.media');
          media = AcceptedMedia.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 160:
          layerOne = common.UnitTechnology.nameOf(r.int32());
          break;
        case 168:
          virtualNetwork = r.bool();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<ServiceTerms> = {
      from: from ?? rt.missing('contracting.v1.ServiceTerms.from'),
      to: to ?? rt.missing('contracting.v1.ServiceTerms.to'),
      mbps,
      termMonths,
      objective,
      currency,
      acceptance,
    };
    if (maxLatencyNs !== undefined) draft.maxLatencyNs = maxLatencyNs;
    if (maxMonthlyPrice !== undefined) draft.maxMonthlyPrice = maxMonthlyPrice;
    if (valueField !== undefined) draft.value = valueField;
    if (split !== undefined) draft.split = split;
    if (revert !== undefined) draft.revert = revert;
    if (device !== undefined) draft.device = device;
    if (media !== undefined) draft.media = media;
    if (layerOne !== undefined) draft.layerOne = layerOne;
    if (virtualNetwork !== undefined) draft.virtualNetwork = virtualNetwork;
    return draft;
  },
  toJson(m) {
    return {
      from: common.Place.toJson(m.from),
      to: common.Place.toJson(m.to),
      mbps: m.mbps,
      ...(m.maxLatencyNs === undefined ? {} : { maxLatencyNs: m.maxLatencyNs.toString() }),
      termMonths: m.termMonths,
      objective: m.objective,
      currency: m.currency,
      acceptance: m.acceptance,
      ...(m.maxMonthlyPrice === undefined ? {} : { maxMonthlyPrice: common.Money.toJson(m.maxMonthlyPrice) }),
      ...(m.value === undefined ? {} : { value: ValueObjective.toJson(m.value) }),
      ...(m.split === undefined ? {} : { split: SplitTerms.toJson(m.split) }),
      ...(m.revert === undefined ? {} : { revert: RevertTerms.toJson(m.revert) }),
      ...(m.device === undefined ? {} : { device: DeviceTerms.toJson(m.device) }),
      ...(m.media === undefined ? {} : { media: AcceptedMedia.toJson(m.media) }),
      ...(m.layerOne === undefined ? {} : { layerOne: m.layerOne }),
      ...(m.virtualNetwork === undefined ? {} : { virtualNetwork: m.virtualNetwork }),
    };
  },
});

/** What a device takes. Of each list that is absent: whatever the seller states. */
export interface DeviceTerms {
  readonly codecs?: AcceptedFormats;
  readonly resolutions?: AcceptedFormats;
  readonly encapsulations?: AcceptedFormats;
  /** What the last link may go over, which leads to the device. */
  readonly media?: AcceptedMedia;
}

export const DeviceTerms: rt.Codec<DeviceTerms> = rt.codec<DeviceTerms>({
  typeName: 'contracting.v1.DeviceTerms',
  write(m, w, depth) {
    if (m.codecs !== undefined) w.message(10, AcceptedFormats, m.codecs, depth, 'contracting.v1.DeviceTerms.codecs');
    if (m.resolutions !== undefined) w.message(18, AcceptedFormats, m.resolutions, depth, 'contracting.v1.DeviceTerms.resolutions');
    if (m.encapsulations !== undefined) w.message(26, AcceptedFormats, m.encapsulations, depth, 'contracting.v1.DeviceTerms.encapsulations');
    if (m.media !== undefined) w.message(34, AcceptedMedia, m.media, depth, 'contracting.v1.DeviceTerms.media');
  },
  read(r, outerEnd, depth) {
    let codecs: AcceptedFormats | undefined;
    let resolutions: AcceptedFormats | undefined;
    let encapsulations: AcceptedFormats | undefined;
    let media: AcceptedMedia | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          if (codecs !== undefined) rt.twice('contracting.v1.DeviceTerms.codecs');
          codecs = AcceptedFormats.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 18:
          if (resolutions !== undefined) rt.twice('contracting.v1.DeviceTerms.resolutions');
          resolutions = AcceptedFormats.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 26:
          if (encapsulations !== undefined) rt.twice('contracting.v1.DeviceTerms.encapsulations');
          encapsulations = AcceptedFormats.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 34:
          if (media !== undefined) rt.twice('contracting.v1.DeviceTerms.media');
          media = AcceptedMedia.read(r, r.enterMessage(depth), depth + 1);
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<DeviceTerms> = {};
    if (codecs !== undefined) draft.codecs = codecs;
    if (resolutions !== undefined) draft.resolutions = resolutions;
    if (encapsulations !== undefined) draft.encapsulations = encapsulations;
    if (media !== undefined) draft.media = media;
    return draft;
  },
  toJson(m) {
    return {
      ...(m.codecs === undefined ? {} : { codecs: AcceptedFormats.toJson(m.codecs) }),
      ...(m.resolutions === undefined ? {} : { resolutions: AcceptedFormats.toJson(m.resolutions) }),
      ...(m.encapsulations === undefined ? {} : { encapsulations: AcceptedFormats.toJson(m.encapsulations) }),
      ...(m.media === undefined ? {} : { media: AcceptedMedia.toJson(m.media) }),
    };
  },
});

/** At least one, each once. */
export interface AcceptedMedia {
  readonly media: readonly common.Medium[];
}

export const AcceptedMedia: rt.Codec<AcceptedMedia> = rt.codec<AcceptedMedia>({
  typeName: 'contracting.v1.AcceptedMedia',
  write(m, w) {
    if (rt.list(m.media, 'contracting.v1.AcceptedMedia.media').length > 0) {
      const start = w.tag(10).open();
      for (const item of m.media) w.putInt32(common.Medium.numberOf(item, 'contracting.v1.AcceptedMedia.media'), 'contracting.v1.AcceptedMedia.media');
      w.close(start);
    }
  },
  read(r, outerEnd, depth) {
    const media: common.Medium[] = [];
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 8:
          media.push(common.Medium.nameOf(r.int32()));
          break;
        case 10: {
          const outer = r.enter();
          while (r.pos < r.end) media.push(common.Medium.nameOf(r.int32()));
          r.end = outer;
          break;
        }
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      media,
    };
  },
  toJson(m) {
    return {
      media: m.media,
    };
  },
});

/** By the ids that the seller states, 1 to 16. */
export interface AcceptedFormats {
  readonly ids: readonly string[];
}

export const AcceptedFormats: rt.Codec<AcceptedFormats> = rt.codec<AcceptedFormats>({
  typeName: 'contracting.v1.AcceptedFormats',
  write(m, w) {
    for (const item of rt.list(m.ids, 'contracting.v1.AcceptedFormats.ids')) w.tag(10).putString(item, 'contracting.v1.AcceptedFormats.ids');
  },
  read(r, outerEnd, depth) {
    const ids: string[] = [];
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          ids.push(r.string());
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      ids,
    };
  },
  toJson(m) {
    return {
      ids: m.ids,
    };
  },
});

/** The service goes back once its first path has been well for long enough (ITU-T G.8031, revertive), and was measured beside the one in use. */
export interface RevertTerms {
  /** The wait-to-restore time, 300 to 720. It doubles with each return that fails or does not last a day. */
  readonly waitSeconds: number;
}

export const RevertTerms: rt.Codec<RevertTerms> = rt.codec<RevertTerms>({
  typeName: 'contracting.v1.RevertTerms',
  write(m, w) {
    w.uint32(8, m.waitSeconds, 'contracting.v1.RevertTerms.waitSeconds');
  },
  read(r, outerEnd, depth) {
    let waitSeconds: number = 0;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 8:
          waitSeconds = r.uint32();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      waitSeconds,
    };
  },
  toJson(m) {
    return {
      waitSeconds: m.waitSeconds,
    };
  },
});

/** How a service may be split over lines that are rejoined at its two ends. It is sold, and comes up, with all of them or not at all. */
export interface SplitTerms {
  /** As many lines as there may be, 2 to 8. One is sold where that is better by the objective. */
  readonly mostMembers: number;
  /** How far apart they may come in, up to a second: the ends keep early frames back for so long. */
  readonly maxDifferentialDelayNs: bigint;
}

export const SplitTerms: rt.Codec<SplitTerms> = rt.codec<SplitTerms>({
  typeName: 'contracting.v1.SplitTerms',
  write(m, w) {
    w.uint32(8, m.mostMembers, 'contracting.v1.SplitTerms.mostMembers');
    w.int64(16, m.maxDifferentialDelayNs, 'contracting.v1.SplitTerms.maxDifferentialDelayNs');
  },
  read(r, outerEnd, depth) {
    let mostMembers: number = 0;
    let maxDifferentialDelayNs: bigint = 0n;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 8:
          mostMembers = r.uint32();
          break;
        case 16:
          maxDifferentialDelayNs = r.int64();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      mostMembers,
      maxDifferentialDelayNs,
    };
  },
  toJson(m) {
    return {
      mostMembers: m.mostMembers,
      maxDifferentialDelayNs: m.maxDifferentialDelayNs.toString(),
    };
  },
});

/** The seller's rules that a quote was made by. They are part of the quote, so that a replay needs nothing else. */
export interface SellerPolicy {
  readonly policyId: string;
  /** No scenario is sold below its cost times one plus this. */
  readonly minimumMarginBasisPoints: number;
  /** The list price: for each Mbit/s and month, a fixed part and a part for each 1,000 km between the ends. */
  readonly listBasePerMbps: common.Money;
  readonly listPerMbpsPerMegameter: common.Money;
  /** Added to each supplier's price of a gigabyte. */
  readonly usageMarkupBasisPoints: number;
  readonly taxBasisPoints: number;
  readonly quoteValiditySeconds: number;
  /** What contracts under this policy say of their end. Absent: none says anything of it. */
  readonly termination?: TerminationTerms;
  /** What contracts under this policy charge the customer for usage by, in place of a price for each supplier's gigabyte. */
  readonly usageTariff?: tariff.PinnedTariff;
}

export const SellerPolicy: rt.Codec<SellerPolicy> = rt.codec<SellerPolicy>({
  typeName: 'contracting.v1.SellerPolicy',
  write(m, w, depth) {
    w.string(10, m.policyId, 'contracting.v1.SellerPolicy.policyId');
    w.uint32(16, m.minimumMarginBasisPoints, 'contracting.v1.SellerPolicy.minimumMarginBasisPoints');
    w.message(26, common.Money, m.listBasePerMbps, depth, 'contracting.v1.SellerPolicy.listBasePerMbps');
    w.message(34, common.Money, m.listPerMbpsPerMegameter, depth, 'contracting.v1.SellerPolicy.listPerMbpsPerMegameter');
    w.uint32(40, m.usageMarkupBasisPoints, 'contracting.v1.SellerPolicy.usageMarkupBasisPoints');
    w.uint32(48, m.taxBasisPoints, 'contracting.v1.SellerPolicy.taxBasisPoints');
    w.uint32(56, m.quoteValiditySeconds, 'contracting.v1.SellerPolicy.quoteValiditySeconds');
    if (m.termination !== undefined) w.message(66, TerminationTerms, m.termination, depth, 'contracting.v1.SellerPolicy.termination');
    if (m.usageTariff !== undefined) w.message(74, tariff.PinnedTariff, m.usageTariff, depth, 'contracting.v1.SellerPolicy.usageTariff');
  },
  read(r, outerEnd, depth) {
    let policyId: string = '';
    let minimumMarginBasisPoints: number = 0;
    let listBasePerMbps: common.Money | undefined;
    let listPerMbpsPerMegameter: common.Money | undefined;
    let usageMarkupBasisPoints: number = 0;
    let taxBasisPoints: number = 0;
    let quoteValiditySeconds: number = 0;
    let termination: TerminationTerms | undefined;
    let usageTariff: tariff.PinnedTariff | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          policyId = r.string();
          break;
        case 16:
          minimumMarginBasisPoints = r.uint32();
          break;
        case 26:
          if (listBasePerMbps !== undefined) rt.twice('contracting.v1.SellerPolicy.listBasePerMbps');
          listBasePerMbps = common.Money.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 34:
          if (listPerMbpsPerMegameter !== undefined) rt.twice('contracting.v1.SellerPolicy.listPerMbpsPerMegameter');
          listPerMbpsPerMegameter = common.Money.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 40:
          usageMarkupBasisPoints = r.uint32();
          break;
        case 48:
          taxBasisPoints = r.uint32();
          break;
        case 56:
          quoteValiditySeconds = r.uint32();
          break;
        case 66:
          if (termination !== undefined) rt.twice('contracting.v1.SellerPolicy.termination');
          termination = TerminationTerms.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 74:
          if (usageTariff !== undefined) rt.twice('contracting.v1.SellerPolicy.usageTariff');
          usageTariff = tariff.PinnedTariff.read(r, r.enterMessage(depth), depth + 1);
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<SellerPolicy> = {
      policyId,
      minimumMarginBasisPoints,
      listBasePerMbps: listBasePerMbps ?? rt.missing('contracting.v1.SellerPolicy.listBasePerMbps'),
      listPerMbpsPerMegameter: listPerMbpsPerMegameter ?? rt.missing('contracting.v1.SellerPolicy.listPerMbpsPerMegameter'),
      usageMarkupBasisPoints,
      taxBasisPoints,
      quoteValiditySeconds,
    };
    if (termination !== undefined) draft.termination = termination;
    if (usageTariff !== undefined) draft.usageTariff = usageTariff;
    return draft;
  },
  toJson(m) {
    return {
      policyId: m.policyId,
      minimumMarginBasisPoints: m.minimumMarginBasisPoints,
      listBasePerMbps: common.Money.toJson(m.listBasePerMbps),
      listPerMbpsPerMegameter: common.Money.toJson(m.listPerMbpsPerMegameter),
      usageMarkupBasisPoints: m.usageMarkupBasisPoints,
      taxBasisPoints: m.taxBasisPoints,
      quoteValiditySeconds: m.quoteValiditySeconds,
      ...(m.termination === undefined ? {} : { termination: TerminationTerms.toJson(m.termination) }),
      ...(m.usageTariff === undefined ? {} : { usageTariff: tariff.PinnedTariff.toJson(m.usageTariff) }),
    };
  },
});

/** How a contract may be ended before its term, and what of it stays until then. */
export interface TerminationTerms {
  /** From the request to the end, at least. */
  readonly noticeSeconds: number;
  /** The share of the recurring charges for what is left of the term that is due at the end, in ten-thousandths. */
  readonly earlyChargeBasisPoints: number;
  /**
   * The share of the contracted bandwidth below which the service is not changed, in ten-thousandths. What is due at the end could otherwise be
   * changed away before it.
   */
  readonly committedBasisPoints: number;
}

export const TerminationTerms: rt.Codec<TerminationTerms> = rt.codec<TerminationTerms>({
  typeName: 'contracting.v1.TerminationTerms',
  write(m, w) {
    w.uint32(8, m.noticeSeconds, 'contracting.v1.TerminationTerms.noticeSeconds');
    w.uint32(16, m.earlyChargeBasisPoints, 'contracting.v1.TerminationTerms.earlyChargeBasisPoints');
    w.uint32(24, m.committedBasisPoints, 'contracting.v1.TerminationTerms.committedBasisPoints');
  },
  read(r, outerEnd, depth) {
    let noticeSeconds: number = 0;
    let earlyChargeBasisPoints: number = 0;
    let committedBasisPoints: number = 0;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 8:
          noticeSeconds = r.uint32();
          break;
        case 16:
          earlyChargeBasisPoints = r.uint32();
          break;
        case 24:
          committedBasisPoints = r.uint32();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      noticeSeconds,
      earlyChargeBasisPoints,
      committedBasisPoints,
    };
  },
  toJson(m) {
    return {
      noticeSeconds: m.noticeSeconds,
      earlyChargeBasisPoints: m.earlyChargeBasisPoints,
      committedBasisPoints: m.committedBasisPoints,
    };
  },
});

/** What one resource costs the seller in a scenario. */
export interface ResourceCost {
  readonly resourceId: string;
  readonly providerId: string;
  readonly offerSha256: Uint8Array;
  /** For what of it is kept free. */
  readonly monthly: common.Money;
  readonly perGigabyte: common.Money;
  /** Beside that, each month and once, whatever the bandwidth. Of a resource that several lines go over, the first of them has it. */
  readonly monthlyFee?: common.Money;
  readonly setupFee?: common.Money;
}

export const ResourceCost: rt.Codec<ResourceCost> = rt.codec<ResourceCost>({
  typeName: 'contracting.v1.ResourceCost',
  write(m, w, depth) {
    w.string(10, m.resourceId, 'contracting.v1.ResourceCost.resourceId');
    w.string(18, m.providerId, 'contracting.v1.ResourceCost.providerId');
    w.bytes(26, m.offerSha256, 'contracting.v1.ResourceCost.offerSha256');
    w.message(34, common.Money, m.monthly, depth, 'contracting.v1.ResourceCost.monthly');
    w.message(42, common.Money, m.perGigabyte, depth, 'contracting.v1.ResourceCost.perGigabyte');
    if (m.monthlyFee !== undefined) w.message(50, common.Money, m.monthlyFee, depth, 'contracting.v1.ResourceCost.monthlyFee');
    if (m.setupFee !== undefined) w.message(58, common.Money, m.setupFee, depth, 'contracting.v1.ResourceCost.setupFee');
  },
  read(r, outerEnd, depth) {
    let resourceId: string = '';
    let providerId: string = '';
    let offerSha256: Uint8Array = rt.NO_BYTES;
    let monthly: common.Money | undefined;
    let perGigabyte: common.Money | undefined;
    let monthlyFee: common.Money | undefined;
    let setupFee: common.Money | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          resourceId = r.string();
          break;
        case 18:
          providerId = r.string();
          break;
        case 26:
          offerSha256 = r.bytes();
          break;
        case 34:
          if (monthly !== undefined) rt.twice('contracting.v1.ResourceCost.monthly');
          monthly = common.Money.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 42:
          if (perGigabyte !== undefined) rt.twice('contracting.v1.ResourceCost.perGigabyte');
          perGigabyte = common.Money.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 50:
          if (monthlyFee !== undefined) rt.twice('contracting.v1.ResourceCost.monthlyFee');
          monthlyFee = common.Money.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 58:
          if (setupFee !== undefined) rt.twice('contracting.v1.ResourceCost.setupFee');
          setupFee = common.Money.read(r, r.enterMessage(depth), depth + 1);
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<ResourceCost> = {
      resourceId,
      providerId,
      offerSha256,
      monthly: monthly ?? rt.missing('contracting.v1.ResourceCost.monthly'),
      perGigabyte: perGigabyte ?? rt.missing('contracting.v1.ResourceCost.perGigabyte'),
    };
    if (monthlyFee !== undefined) draft.monthlyFee = monthlyFee;
    if (setupFee !== undefined) draft.setupFee = setupFee;
    return draft;
  },
  toJson(m) {
    return {
      resourceId: m.resourceId,
      providerId: m.providerId,
      offerSha256: rt.bytesJson(m.offerSha256),
      monthly: common.Money.toJson(m.monthly),
      perGigabyte: common.Money.toJson(m.perGigabyte),
      ...(m.monthlyFee === undefined ? {} : { monthlyFee: common.Money.toJson(m.monthlyFee) }),
      ...(m.setupFee === undefined ? {} : { setupFee: common.Money.toJson(m.setupFee) }),
    };
  },
});

/** One priced way to serve the order. The figures of a scenario are the seller's alone. */
export interface Scenario {
  readonly scenarioId: string;
  readonly path: paths.PathCandidate;
  readonly costs: readonly ResourceCost[];
  /** With what its resources ask each month whatever the bandwidth. What they ask once is counted over the term, in floors and in profits. */
  readonly monthlyCost: common.Money;
  readonly monthlyPrice: common.Money;
  readonly monthlyMargin: common.Money;
  /** Why it is not the one that was offered; absent for the winner. */
  readonly lost?: ScenarioLoss;
  /** Where the objective is `value`. */
  readonly value?: ScenarioValue;
  /**
   * What the seller's bills with its suppliers grow by, where tiers or commitments make that another figure than the cost, which is what their contracts
   * say. Profits and values count it; the least price counts the cost.
   */
  readonly addedMonthly?: common.Money;
  /**
   * Present where it is carried in a format. The monthly cost counts what that costs, beside what its resources do; its latency is the path's and what the
   * format adds.
   */
  readonly format?: ScenarioFormat;
}

export const Scenario: rt.Codec<Scenario> = rt.codec<Scenario>({
  typeName: 'contracting.v1.Scenario',
  write(m, w, depth) {
    w.string(10, m.scenarioId, 'contracting.v1.Scenario.scenarioId');
    w.message(18, paths.PathCandidate, m.path, depth, 'contracting.v1.Scenario.path');
    for (const item of rt.list(m.costs, 'contracting.v1.Scenario.costs')) w.message(26, ResourceCost, item, depth, 'contracting.v1.Scenario.costs');
    w.message(34, common.Money, m.monthlyCost, depth, 'contracting.v1.Scenario.monthlyCost');
    w.message(42, common.Money, m.monthlyPrice, depth, 'contracting.v1.Scenario.monthlyPrice');
    w.message(50, common.Money, m.monthlyMargin, depth, 'contracting.v1.Scenario.monthlyMargin');
    if (m.lost !== undefined) w.message(58, ScenarioLoss, m.lost, depth, 'contracting.v1.Scenario.lost');
    if (m.value !== undefined) w.message(66, ScenarioValue, m.value, depth, 'contracting.v1.Scenario.value');
    if (m.addedMonthly !== undefined) w.message(74, common.Money, m.addedMonthly, depth, 'contracting.v1.Scenario.addedMonthly');
    if (m.format !== undefined) w.message(82, ScenarioFormat, m.format, depth, 'contracting.v1.Scenario.format');
  },
  read(r, outerEnd, depth) {
    let scenarioId: string = '';
    let path: paths.PathCandidate | undefined;
    const costs: ResourceCost[] = [];
    let monthlyCost: common.Money | undefined;
    let monthlyPrice: common.Money | undefined;
    let monthlyMargin: common.Money | undefined;
    let lost: ScenarioLoss | undefined;
    let valueField: ScenarioValue | undefined;
    let addedMonthly: common.Money | undefined;
    let format: ScenarioFormat | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          scenarioId = r.string();
          break;
        case 18:
          if (path !== undefined) rt.twice('contracting.v1.Scenario.path');
          path = paths.PathCandidate.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 26:
          costs.push(ResourceCost.read(r, r.enterMessage(depth), depth + 1));
          break;
        case 34:
          if (monthlyCost !== undefined) rt.twice('contracting.v1.Scenario.monthlyCost');
          monthlyCost = common.Money.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 42:
          if (monthlyPrice !== undefined) rt.twice('contracting.v1.Scenario.monthlyPrice');
          monthlyPrice = common.Money.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 50:
          if (monthlyMargin !== undefined) rt.twice('contracting.v1.Scenario.monthlyMargin');
          monthlyMargin = common.Money.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 58:
          if (lost !== undefined) rt.twice('contracting.v1.Scenario.lost');
          lost = ScenarioLoss.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 66:
          if (valueField !== undefined) rt.twice('contracting.v1.Scenario.value');
          valueField = ScenarioValue.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 74:
          if (addedMonthly !== undefined) rt.twice('contracting.v1.Scenario.addedMonthly');
          addedMonthly = common.Money.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 82:
          if (format !== undefined) rt.twice('contracting.v1.Scenario.format');
          format = ScenarioFormat.read(r, r.enterMessage(depth), depth + 1);
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<Scenario> = {
      scenarioId,
      path: path ?? rt.missing('contracting.v1.Scenario.path'),
      costs,
      monthlyCost: monthlyCost ?? rt.missing('contracting.v1.Scenario.monthlyCost'),
      monthlyPrice: monthlyPrice ?? rt.missing('contracting.v1.Scenario.monthlyPrice'),
      monthlyMargin: monthlyMargin ?? rt.missing('contracting.v1.Scenario.monthlyMargin'),
    };
    if (lost !== undefined) draft.lost = lost;
    if (valueField !== undefined) draft.value = valueField;
    if (addedMonthly !== undefined) draft.addedMonthly = addedMonthly;
    if (format !== undefined) draft.format = format;
    return draft;
  },
  toJson(m) {
    return {
      scenarioId: m.scenarioId,
      path: paths.PathCandidate.toJson(m.path),
      costs: m.costs.map((item) => ResourceCost.toJson(item)),
      monthlyCost: common.Money.toJson(m.monthlyCost),
      monthlyPrice: common.Money.toJson(m.monthlyPrice),
      monthlyMargin: common.Money.toJson(m.monthlyMargin),
      ...(m.lost === undefined ? {} : { lost: ScenarioLoss.toJson(m.lost) }),
      ...(m.value === undefined ? {} : { value: ScenarioValue.toJson(m.value) }),
      ...(m.addedMonthly === undefined ? {} : { addedMonthly: common.Money.toJson(m.addedMonthly) }),
      ...(m.format === undefined ? {} : { format: ScenarioFormat.toJson(m.format) }),
    };
  },
});

/** A format with what it costs the seller and is worth to the buyer. */
export interface ScenarioFormat {
  readonly service: ServiceFormat;
  /** Of the list price, in millionths: the product over its choices, rounded once. */
  readonly pricePpm: number;
  readonly monthly: common.Money;
  /** Once, for the whole term. */
  readonly setup: common.Money;
}

export const ScenarioFormat: rt.Codec<ScenarioFormat> = rt.codec<ScenarioFormat>({
  typeName: 'contracting.v1.ScenarioFormat',
  write(m, w, depth) {
    w.message(10, ServiceFormat, m.service, depth, 'contracting.v1.ScenarioFormat.service');
    w.uint32(16, m.pricePpm, 'contracting.v1.ScenarioFormat.pricePpm');
    w.message(26, common.Money, m.monthly, depth, 'contracting.v1.ScenarioFormat.monthly');
    w.message(34, common.Money, m.setup, depth, 'contracting.v1.ScenarioFormat.setup');
  },
  read(r, outerEnd, depth) {
    let service: ServiceFormat | undefined;
    let pricePpm: number = 0;
    let monthly: common.Money | undefined;
    let setup: common.Money | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          if (service !== undefined) rt.twice('contracting.v1.ScenarioFormat.service');
          service = ServiceFormat.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 16:
          pricePpm = r.uint32();
          break;
        case 26:
          if (monthly !== undefined) rt.twice('contracting.v1.ScenarioFormat.monthly');
          monthly = common.Money.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 34:
          if (setup !== undefined) rt.twice('contracting.v1.ScenarioFormat.setup');
          setup = common.Money.read(r, r.enterMessage(depth), depth + 1);
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      service: service ?? rt.missing('contracting.v1.ScenarioFormat.service'),
      pricePpm,
      monthly: monthly ?? rt.missing('contracting.v1.ScenarioFormat.monthly'),
      setup: setup ?? rt.missing('contracting.v1.ScenarioFormat.setup'),
    };
  },
  toJson(m) {
    return {
      service: ServiceFormat.toJson(m.service),
      pricePpm: m.pricePpm,
      monthly: common.Money.toJson(m.monthly),
      setup: common.Money.toJson(m.setup),
    };
  },
});

/** How a service is formatted. What is absent of the three is as it was ordered; one at least is there. */
export interface ServiceFormat {
  readonly codec?: string;
  readonly resolution?: string;
  readonly encapsulation?: string;
  /** What travels, on every resource: what was ordered times the shares of its choices, rounded up once. */
  readonly carriedMbps: number;
  /** To the latency of the path. */
  readonly addsNs: bigint;
}

export const ServiceFormat: rt.Codec<ServiceFormat> = rt.codec<ServiceFormat>({
  typeName: 'contracting.v1.ServiceFormat',
  write(m, w) {
    if (m.codec !== undefined) w.tag(10).putString(m.codec, 'contracting.v1.ServiceFormat.codec');
    if (m.resolution !== undefined) w.tag(18).putString(m.resolution, 'contracting.v1.ServiceFormat.resolution');
    if (m.encapsulation !== undefined) w.tag(26).putString(m.encapsulation, 'contracting.v1.ServiceFormat.encapsulation');
    w.uint32(32, m.carriedMbps, 'contracting.v1.ServiceFormat.carriedMbps');
    w.int64(40, m.addsNs, 'contracting.v1.ServiceFormat.addsNs');
  },
  read(r, outerEnd, depth) {
    let codec: string | undefined;
    let resolution: string | undefined;
    let encapsulation: string | undefined;
    let carriedMbps: number = 0;
    let addsNs: bigint = 0n;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          codec = r.string();
          break;
        case 18:
          resolution = r.string();
          break;
        case 26:
          encapsulation = r.string();
          break;
        case 32:
          carriedMbps = r.uint32();
          break;
        case 40:
          addsNs = r.int64();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<ServiceFormat> = {
      carriedMbps,
      addsNs,
    };
    if (codec !== undefined) draft.codec = codec;
    if (resolution !== undefined) draft.resolution = resolution;
    if (encapsulation !== undefined) draft.encapsulation = encapsulation;
    return draft;
  },
  toJson(m) {
    return {
      ...(m.codec === undefined ? {} : { codec: m.codec }),
      ...(m.resolution === undefined ? {} : { resolution: m.resolution }),
      ...(m.encapsulation === undefined ? {} : { encapsulation: m.encapsulation }),
      carriedMbps: m.carriedMbps,
      addsNs: m.addsNs.toString(),
    };
  },
});

/** What a scenario comes to by a weighted objective. */
export interface ScenarioValue {
  readonly termProfit: common.Money;
  /** As a decimal of at most 12 places, rounded half to even for showing; scenarios are compared by exact fractions. */
  readonly value: string;
}

export const ScenarioValue: rt.Codec<ScenarioValue> = rt.codec<ScenarioValue>({
  typeName: 'contracting.v1.ScenarioValue',
  write(m, w, depth) {
    w.message(10, common.Money, m.termProfit, depth, 'contracting.v1.ScenarioValue.termProfit');
    w.string(18, m.value, 'contracting.v1.ScenarioValue.value');
  },
  read(r, outerEnd, depth) {
    let termProfit: common.Money | undefined;
    let valueField: string = '';
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          if (termProfit !== undefined) rt.twice('contracting.v1.ScenarioValue.termProfit');
          termProfit = common.Money.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 18:
          valueField = r.string();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      termProfit: termProfit ?? rt.missing('contracting.v1.ScenarioValue.termProfit'),
      value: valueField,
    };
  },
  toJson(m) {
    return {
      termProfit: common.Money.toJson(m.termProfit),
      value: m.value,
    };
  },
});

/** Why a way to serve the order was not the one that was offered. */
export interface ScenarioLoss {
  /**
   * What it could not be sold for: `latency-above-limit`, `below-floor`, `price-above-limit`, `profit-below-limit`,
   * `margin-below-limit`, `return-below-limit`, `cost-revenue-above-limit`. What another one was better in:
   * `higher-latency`, `more-handovers`, `higher-cost`, `higher-price`, `lower-margin`, `lower-value`, `lower-profit`, `later-in-order`. Why it has no price:
   * `currency-not-offered`, `offer-lapsed`, `price-out-of-range`, `too-many-resources`, `nothing-to-carry`.
   */
  readonly code: string;
  /** One sentence, with the difference in figures. */
  readonly message: string;
}

export const ScenarioLoss: rt.Codec<ScenarioLoss> = rt.codec<ScenarioLoss>({
  typeName: 'contracting.v1.ScenarioLoss',
  write(m, w) {
    w.string(10, m.code, 'contracting.v1.ScenarioLoss.code');
    w.string(18, m.message, 'contracting.v1.ScenarioLoss.message');
  },
  read(r, outerEnd, depth) {
    let code: string = '';
    let message: string = '';
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          code = r.string();
          break;
        case 18:
          message = r.string();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      code,
      message,
    };
  },
  toJson(m) {
    return {
      code: m.code,
      message: m.message,
    };
  },
});

/** A path that no price could be given for. */
export interface UnpricedScenario {
  /** Counts the candidates from 1, together with the scenarios that have a price. */
  readonly scenarioId: string;
  readonly path: paths.PathCandidate;
  readonly lost: ScenarioLoss;
}

export const UnpricedScenario: rt.Codec<UnpricedScenario> = rt.codec<UnpricedScenario>({
  typeName: 'contracting.v1.UnpricedScenario',
  write(m, w, depth) {
    w.string(10, m.scenarioId, 'contracting.v1.UnpricedScenario.scenarioId');
    w.message(18, paths.PathCandidate, m.path, depth, 'contracting.v1.UnpricedScenario.path');
    w.message(26, ScenarioLoss, m.lost, depth, 'contracting.v1.UnpricedScenario.lost');
  },
  read(r, outerEnd, depth) {
    let scenarioId: string = '';
    let path: paths.PathCandidate | undefined;
    let lost: ScenarioLoss | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          scenarioId = r.string();
          break;
        case 18:
          if (path !== undefined) rt.twice('contracting.v1.UnpricedScenario.path');
          path = paths.PathCandidate.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 26:
          if (lost !== undefined) rt.twice('contracting.v1.UnpricedScenario.lost');
          lost = ScenarioLoss.read(r, r.enterMessage(depth), depth + 1);
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      scenarioId,
      path: path ?? rt.missing('contracting.v1.UnpricedScenario.path'),
      lost: lost ?? rt.missing('contracting.v1.UnpricedScenario.lost'),
    };
  },
  toJson(m) {
    return {
      scenarioId: m.scenarioId,
      path: paths.PathCandidate.toJson(m.path),
      lost: ScenarioLoss.toJson(m.lost),
    };
  },
});

/** A firm quote: its price binds the seller until it expires, and its capacity is held. */
export interface Quote {
  readonly quoteId: string;
  readonly orderId: string;
  readonly buyerId: string;
  readonly terms: ServiceTerms;
  /** The numbered topology that the scenarios were computed on. */
  readonly topologyRevision: bigint;
  readonly policy: SellerPolicy;
  /** The winner first. */
  readonly scenarios: readonly Scenario[];
  readonly quotedAt: rt.Instant;
  /** The last instant at which it can be accepted. */
  readonly validUntil: rt.Instant;
  /** Great-circle distance between the ends of the best candidate, which the list price is counted from. */
  readonly distanceM: number;
  readonly unpriced: readonly UnpricedScenario[];
  /** What was asked of the path search. Absent in quotes from before that was on record. */
  readonly search?: PathSearch;
  /** Present where the seller had a rule by which prices follow how full the mesh is. */
  readonly utilisation?: UtilisationBasis;
  /** Present where the seller had stated terms for this buyer. */
  readonly buyerTerms?: BuyerBasis;
  /** Of each supplier of a candidate with whom the seller had stated terms, by its id. */
  readonly supplierTerms: readonly SupplierBasis[];
  /** Present where the order names a device and the seller had stated formats. */
  readonly formats?: FormatBasis;
}

export const Quote: rt.Codec<Quote> = rt.codec<Quote>({
  typeName: 'contracting.v1.Quote',
  write(m, w, depth) {
    w.string(10, m.quoteId, 'contracting.v1.Quote.quoteId');
    w.string(18, m.orderId, 'contracting.v1.Quote.orderId');
    w.string(26, m.buyerId, 'contracting.v1.Quote.buyerId');
    w.message(34, ServiceTerms, m.terms, depth, 'contracting.v1.Quote.terms');
    w.int64(40, m.topologyRevision, 'contracting.v1.Quote.topologyRevision');
    w.message(50, SellerPolicy, m.policy, depth, 'contracting.v1.Quote.policy');
    for (const item of rt.list(m.scenarios, 'contracting.v1.Quote.scenarios')) w.message(58, Scenario, item, depth, 'contracting.v1.Quote.scenarios');
    rt.instant(w.tag(66), m.quotedAt, 'contracting.v1.Quote.quotedAt');
    rt.instant(w.tag(74), m.validUntil, 'contracting.v1.Quote.validUntil');
    w.uint32(80, m.distanceM, 'contracting.v1.Quote.distanceM');
    for (const item of rt.list(m.unpriced, 'contracting.v1.Quote.unpriced')) w.message(90, UnpricedScenario, item, depth, 'contracting.v1.Quote.unpriced');
    if (m.search !== undefined) w.message(98, PathSearch, m.search, depth, 'contracting.v1.Quote.search');
    if (m.utilisation !== undefined) w.message(106, UtilisationBasis, m.utilisation, depth, 'contracting.v1.Quote.utilisation');
    if (m.buyerTerms !== undefined) w.message(114, BuyerBasis, m.buyerTerms, depth, 'contracting.v1.Quote.buyerTerms');
    for (const item of rt.list(m.supplierTerms, 'contracting.v1.Quote.supplierTerms')) w.message(122, SupplierBasis, item, depth, 'contracting.v1.Quote.supplierTerms');
    if (m.formats !== undefined) w.message(130, FormatBasis, m.formats, depth, 'contracting.v1.Quote.formats');
  },
  read(r, outerEnd, depth) {
    let quoteId: string = '';
    let orderId: string = '';
    let buyerId: string = '';
    let terms: ServiceTerms | undefined;
    let topologyRevision: bigint = 0n;
    let policy: SellerPolicy | undefined;
    const scenarios: Scenario[] = [];
    let quotedAt: rt.Instant | undefined;
    let validUntil: rt.Instant | undefined;
    let distanceM: number = 0;
    const unpriced: UnpricedScenario[] = [];
    let search: PathSearch | undefined;
    let utilisation: UtilisationBasis | undefined;
    let buyerTerms: BuyerBasis | undefined;
    const supplierTerms: SupplierBasis[] = [];
    let formats: FormatBasis | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          quoteId = r.string();
          break;
        case 18:
          orderId = r.string();
          break;
        case 26:
          buyerId = r.string();
          break;
        case 34:
          if (terms !== undefined) rt.twice('contracting.v1.Quote.terms');
          terms = ServiceTerms.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 40:
          topologyRevision = r.int64();
          break;
        case 50:
          if (policy !== undefined) rt.twice('contracting.v1.Quote.policy');
          policy = SellerPolicy.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 58:
          scenarios.push(Scenario.read(r, r.enterMessage(depth), depth + 1));
          break;
        case 66:
          if (quotedAt !== undefined) rt.twice('contracting.v1.Quote.quotedAt');
          quotedAt = rt.readInstant(r, 'contracting.v1.Quote.quotedAt');
          break;
        case 74:
          if (validUntil !== undefined) rt.twice('contracting.v1.Quote.validUntil');
          validUntil = rt.readInstant(r, 'contracting.v1.Quote.validUntil');
          break;
        case 80:
          distanceM = r.uint32();
          break;
        case 90:
          unpriced.push(UnpricedScenario.read(r, r.enterMessage(depth), depth + 1));
          break;
        case 98:
          if (search !== undefined) rt.twice('contracting.v1.Quote.search');
          search = PathSearch.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 106:
          if (utilisation !== undefined) rt.twice('contracting.v1.Quote.utilisation');
          utilisation = UtilisationBasis.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 114:
          if (buyerTerms !== undefined) rt.twice('contracting.v1.Quote.buyerTerms');
          buyerTerms = BuyerBasis.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 122:
          supplierTerms.push(SupplierBasis.read(r, r.enterMessage(depth), depth + 1));
          break;
        case 130:
          if (formats !== undefined) rt.twice('contracting.v1.Quote.formats');
          formats = FormatBasis.read(r, r.enterMessage(depth), depth + 1);
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<Quote> = {
      quoteId,
      orderId,
      buyerId,
      terms: terms ?? rt.missing('contracting.v1.Quote.terms'),
      topologyRevision,
      policy: policy ?? rt.missing('contracting.v1.Quote.policy'),
      scenarios,
      quotedAt: quotedAt ?? rt.missing('contracting.v1.Quote.quotedAt'),
      validUntil: validUntil ?? rt.missing('contracting.v1.Quote.validUntil'),
      distanceM,
      unpriced,
      supplierTerms,
    };
    if (search !== undefined) draft.search = search;
    if (utilisation !== undefined) draft.utilisation = utilisation;
    if (buyerTerms !== undefined) draft.buyerTerms = buyerTerms;
    if (formats !== undefined) draft.formats = formats;
    return draft;
  },
  toJson(m) {
    return {
      quoteId: m.quoteId,
      orderId: m.orderId,
      buyerId: m.buyerId,
      terms: ServiceTerms.toJson(m.terms),
      topologyRevision: m.topologyRevision.toString(),
      policy: SellerPolicy.toJson(m.policy),
      scenarios: m.scenarios.map((item) => Scenario.toJson(item)),
      quotedAt: rt.instantJson(m.quotedAt),
      validUntil: rt.instantJson(m.validUntil),
      distanceM: m.distanceM,
      unpriced: m.unpriced.map((item) => UnpricedScenario.toJson(item)),
      ...(m.search === undefined ? {} : { search: PathSearch.toJson(m.search) }),
      ...(m.utilisation === undefined ? {} : { utilisation: UtilisationBasis.toJson(m.utilisation) }),
      ...(m.buyerTerms === undefined ? {} : { buyerTerms: BuyerBasis.toJson(m.buyerTerms) }),
      supplierTerms: m.supplierTerms.map((item) => SupplierBasis.toJson(item)),
      ...(m.formats === undefined ? {} : { formats: FormatBasis.toJson(m.formats) }),
    };
  },
});

/** The formats that a quote was made by. */
export interface FormatBasis {
  /** All of them, as they were in force. */
  readonly terms: FormatTerms;
  /** Choices that the device refuses, and formats for which no way was found. */
  readonly lost: readonly FormatLoss[];
}

export const FormatBasis: rt.Codec<FormatBasis> = rt.codec<FormatBasis>({
  typeName: 'contracting.v1.FormatBasis',
  write(m, w, depth) {
    w.message(10, FormatTerms, m.terms, depth, 'contracting.v1.FormatBasis.terms');
    for (const item of rt.list(m.lost, 'contracting.v1.FormatBasis.lost')) w.message(18, FormatLoss, item, depth, 'contracting.v1.FormatBasis.lost');
  },
  read(r, outerEnd, depth) {
    let terms: FormatTerms | undefined;
    const lost: FormatLoss[] = [];
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          if (terms !== undefined) rt.twice('contracting.v1.FormatBasis.terms');
          terms = FormatTerms.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 18:
          lost.push(FormatLoss.read(r, r.enterMessage(depth), depth + 1));
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      terms: terms ?? rt.missing('contracting.v1.FormatBasis.terms'),
      lost,
    };
  },
  toJson(m) {
    return {
      terms: FormatTerms.toJson(m.terms),
      lost: m.lost.map((item) => FormatLoss.toJson(item)),
    };
  },
});

/** What a seller can carry a service in. A format has one of each kind that is stated, in the order in which they are stated. */
export interface FormatTerms {
  readonly codecs: readonly FormatChoice[];
  readonly resolutions: readonly FormatChoice[];
  readonly encapsulations: readonly FormatChoice[];
}

export const FormatTerms: rt.Codec<FormatTerms> = rt.codec<FormatTerms>({
  typeName: 'contracting.v1.FormatTerms',
  write(m, w, depth) {
    for (const item of rt.list(m.codecs, 'contracting.v1.FormatTerms.codecs')) w.message(10, FormatChoice, item, depth, 'contracting.v1.FormatTerms.codecs');
    for (const item of rt.list(m.resolutions, 'contracting.v1.FormatTerms.resolutions')) w.message(18, FormatChoice, item, depth, 'contracting.v1.FormatTerms.resolutions');
    for (const item of rt.list(m.encapsulations, 'contracting.v1.FormatTerms.encapsulations')) w.message(26, FormatChoice, item, depth, 'contracting.v1.FormatTerms.encapsulations');
  },
  read(r, outerEnd, depth) {
    const codecs: FormatChoice[] = [];
    const resolutions: FormatChoice[] = [];
    const encapsulations: FormatChoice[] = [];
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          codecs.push(FormatChoice.read(r, r.enterMessage(depth), depth + 1));
          break;
        case 18:
          resolutions.push(FormatChoice.read(r, r.enterMessage(depth), depth + 1));
          break;
        case 26:
          encapsulations.push(FormatChoice.read(r, r.enterMessage(depth), depth + 1));
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      codecs,
      resolutions,
      encapsulations,
    };
  },
  toJson(m) {
    return {
      codecs: m.codecs.map((item) => FormatChoice.toJson(item)),
      resolutions: m.resolutions.map((item) => FormatChoice.toJson(item)),
      encapsulations: m.encapsulations.map((item) => FormatChoice.toJson(item)),
    };
  },
});

/** One of them. All money is of the seller's currency. */
export interface FormatChoice {
  readonly id: string;
  /** What travels for each million of what is ordered. */
  readonly bandwidthPpm: number;
  /** What of the list price it sells for. */
  readonly pricePpm: number;
  /** What it costs the seller: each month, each month for each Mbit/s that is ordered, and once. */
  readonly monthly: common.Money;
  readonly monthlyPerMbps: common.Money;
  readonly setup: common.Money;
  /** One way. */
  readonly addsNs: bigint;
}

export const FormatChoice: rt.Codec<FormatChoice> = rt.codec<FormatChoice>({
  typeName: 'contracting.v1.FormatChoice',
  write(m, w, depth) {
    w.string(10, m.id, 'contracting.v1.FormatChoice.id');
    w.uint32(16, m.bandwidthPpm, 'contracting.v1.FormatChoice.bandwidthPpm');
    w.uint32(24, m.pricePpm, 'contracting.v1.FormatChoice.pricePpm');
    w.message(34, common.Money, m.monthly, depth, 'contracting.v1.FormatChoice.monthly');
    w.message(42, common.Money, m.monthlyPerMbps, depth, 'contracting.v1.FormatChoice.monthlyPerMbps');
    w.message(50, common.Money, m.setup, depth, 'contracting.v1.FormatChoice.setup');
    w.int64(56, m.addsNs, 'contracting.v1.FormatChoice.addsNs');
  },
  read(r, outerEnd, depth) {
    let id: string = '';
    let bandwidthPpm: number = 0;
    let pricePpm: number = 0;
    let monthly: common.Money | undefined;
    let monthlyPerMbps: common.Money | undefined;
    let setup: common.Money | undefined;
    let addsNs: bigint = 0n;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          id = r.string();
          break;
        case 16:
          bandwidthPpm = r.uint32();
          break;
        case 24:
          pricePpm = r.uint32();
          break;
        case 34:
          if (monthly !== undefined) rt.twice('contracting.v1.FormatChoice.monthly');
          monthly = common.Money.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 42:
          if (monthlyPerMbps !== undefined) rt.twice('contracting.v1.FormatChoice.monthlyPerMbps');
          monthlyPerMbps = common.Money.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 50:
          if (setup !== undefined) rt.twice('contracting.v1.FormatChoice.setup');
          setup = common.Money.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 56:
          addsNs = r.int64();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      id,
      bandwidthPpm,
      pricePpm,
      monthly: monthly ?? rt.missing('contracting.v1.FormatChoice.monthly'),
      monthlyPerMbps: monthlyPerMbps ?? rt.missing('contracting.v1.FormatChoice.monthlyPerMbps'),
      setup: setup ?? rt.missing('contracting.v1.FormatChoice.setup'),
      addsNs,
    };
  },
  toJson(m) {
    return {
      id: m.id,
      bandwidthPpm: m.bandwidthPpm,
      pricePpm: m.pricePpm,
      monthly: common.Money.toJson(m.monthly),
      monthlyPerMbps: common.Money.toJson(m.monthlyPerMbps),
      setup: common.Money.toJson(m.setup),
      addsNs: m.addsNs.toString(),
    };
  },
});

/** A format, or a choice of one, that came to nothing before it was priced. */
export interface FormatLoss {
  /** The ids of its choices, joined by ` + `. */
  readonly format: string;
  /** `device-refuses`, `bandwidth-out-of-range`, `latency-above-limit`, or why the path search found no way. */
  readonly lost: ScenarioLoss;
}

export const FormatLoss: rt.Codec<FormatLoss> = rt.codec<FormatLoss>({
  typeName: 'contracting.v1.FormatLoss',
  write(m, w, depth) {
    w.string(10, m.format, 'contracting.v1.FormatLoss.format');
    w.message(18, ScenarioLoss, m.lost, depth, 'contracting.v1.FormatLoss.lost');
  },
  read(r, outerEnd, depth) {
    let format: string = '';
    let lost: ScenarioLoss | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          format = r.string();
          break;
        case 18:
          if (lost !== undefined) rt.twice('contracting.v1.FormatLoss.lost');
          lost = ScenarioLoss.read(r, r.enterMessage(depth), depth + 1);
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      format,
      lost: lost ?? rt.missing('contracting.v1.FormatLoss.lost'),
    };
  },
  toJson(m) {
    return {
      format: m.format,
      lost: ScenarioLoss.toJson(m.lost),
    };
  },
});

/**
 * What a buyer and the seller agreed on. The list price as utilisation leaves it, less the discount, less the highest tier that the buyer's month
 * reaches with this order at that price; each rounded once to a millionth of the minor unit.
 */
export interface BuyerTerms {
  readonly buyerId: string;
  /** Off each price, 0 to 10,000. */
  readonly discountBasisPoints: number;
  /** Ascending, at most 16. */
  readonly tiers: readonly TermsTier[];
  /** No service is sold to this buyer for less a month. */
  readonly floorMonthly?: common.Money;
}

export const BuyerTerms: rt.Codec<BuyerTerms> = rt.codec<BuyerTerms>({
  typeName: 'contracting.v1.BuyerTerms',
  write(m, w, depth) {
    w.string(10, m.buyerId, 'contracting.v1.BuyerTerms.buyerId');
    w.uint32(16, m.discountBasisPoints, 'contracting.v1.BuyerTerms.discountBasisPoints');
    for (const item of rt.list(m.tiers, 'contracting.v1.BuyerTerms.tiers')) w.message(26, TermsTier, item, depth, 'contracting.v1.BuyerTerms.tiers');
    if (m.floorMonthly !== undefined) w.message(34, common.Money, m.floorMonthly, depth, 'contracting.v1.BuyerTerms.floorMonthly');
  },
  read(r, outerEnd, depth) {
    let buyerId: string = '';
    let discountBasisPoints: number = 0;
    const tiers: TermsTier[] = [];
    let floorMonthly: common.Money | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          buyerId = r.string();
          break;
        case 16:
          discountBasisPoints = r.uint32();
          break;
        case 26:
          tiers.push(TermsTier.read(r, r.enterMessage(depth), depth + 1));
          break;
        case 34:
          if (floorMonthly !== undefined) rt.twice('contracting.v1.BuyerTerms.floorMonthly');
          floorMonthly = common.Money.read(r, r.enterMessage(depth), depth + 1);
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<BuyerTerms> = {
      buyerId,
      discountBasisPoints,
      tiers,
    };
    if (floorMonthly !== undefined) draft.floorMonthly = floorMonthly;
    return draft;
  },
  toJson(m) {
    return {
      buyerId: m.buyerId,
      discountBasisPoints: m.discountBasisPoints,
      tiers: m.tiers.map((item) => TermsTier.toJson(item)),
      ...(m.floorMonthly === undefined ? {} : { floorMonthly: common.Money.toJson(m.floorMonthly) }),
    };
  },
});

/** From an amount a month on, a discount. */
export interface TermsTier {
  readonly fromMonthly: common.Money;
  readonly discountBasisPoints: number;
}

export const TermsTier: rt.Codec<TermsTier> = rt.codec<TermsTier>({
  typeName: 'contracting.v1.TermsTier',
  write(m, w, depth) {
    w.message(10, common.Money, m.fromMonthly, depth, 'contracting.v1.TermsTier.fromMonthly');
    w.uint32(16, m.discountBasisPoints, 'contracting.v1.TermsTier.discountBasisPoints');
  },
  read(r, outerEnd, depth) {
    let fromMonthly: common.Money | undefined;
    let discountBasisPoints: number = 0;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          if (fromMonthly !== undefined) rt.twice('contracting.v1.TermsTier.fromMonthly');
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
      fromMonthly: fromMonthly ?? rt.missing('contracting.v1.TermsTier.fromMonthly'),
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

/**
 * What the seller and a supplier agreed on. The discount is off each advertised price, of Mbit/s and of gigabytes, and is in the prices of the supply
 * contract; fees are what is advertised. Tiers and the commitment are of the supplier's whole month: they decide which scenario is worth most to the seller, and a month is settled
 * by what was in force when it began, by a settlement beside those of the contracts.
 */
export interface SupplierTerms {
  readonly providerId: string;
  /** 0 to 10,000. */
  readonly discountBasisPoints: number;
  /** Ascending, at most 16. A tier's discount is off the part of the month's spending that lies above its beginning. */
  readonly tiers: readonly TermsTier[];
  /** Paid in any case, and counted up to. */
  readonly commitmentMonthly?: common.Money;
}

export const SupplierTerms: rt.Codec<SupplierTerms> = rt.codec<SupplierTerms>({
  typeName: 'contracting.v1.SupplierTerms',
  write(m, w, depth) {
    w.string(10, m.providerId, 'contracting.v1.SupplierTerms.providerId');
    w.uint32(16, m.discountBasisPoints, 'contracting.v1.SupplierTerms.discountBasisPoints');
    for (const item of rt.list(m.tiers, 'contracting.v1.SupplierTerms.tiers')) w.message(26, TermsTier, item, depth, 'contracting.v1.SupplierTerms.tiers');
    if (m.commitmentMonthly !== undefined) w.message(34, common.Money, m.commitmentMonthly, depth, 'contracting.v1.SupplierTerms.commitmentMonthly');
  },
  read(r, outerEnd, depth) {
    let providerId: string = '';
    let discountBasisPoints: number = 0;
    const tiers: TermsTier[] = [];
    let commitmentMonthly: common.Money | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          providerId = r.string();
          break;
        case 16:
          discountBasisPoints = r.uint32();
          break;
        case 26:
          tiers.push(TermsTier.read(r, r.enterMessage(depth), depth + 1));
          break;
        case 34:
          if (commitmentMonthly !== undefined) rt.twice('contracting.v1.SupplierTerms.commitmentMonthly');
          commitmentMonthly = common.Money.read(r, r.enterMessage(depth), depth + 1);
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<SupplierTerms> = {
      providerId,
      discountBasisPoints,
      tiers,
    };
    if (commitmentMonthly !== undefined) draft.commitmentMonthly = commitmentMonthly;
    return draft;
  },
  toJson(m) {
    return {
      providerId: m.providerId,
      discountBasisPoints: m.discountBasisPoints,
      tiers: m.tiers.map((item) => TermsTier.toJson(item)),
      ...(m.commitmentMonthly === undefined ? {} : { commitmentMonthly: common.Money.toJson(m.commitmentMonthly) }),
    };
  },
});

/** A supplier's terms as a quote was made by them, and where its month stood. */
export interface SupplierBasis {
  readonly terms: SupplierTerms;
  /** What its contracts in force come to each month, by their newest versions. */
  readonly spentMonthly: common.Money;
  /** The ledger position up to which that was known. */
  readonly knownRevision: bigint;
}

export const SupplierBasis: rt.Codec<SupplierBasis> = rt.codec<SupplierBasis>({
  typeName: 'contracting.v1.SupplierBasis',
  write(m, w, depth) {
    w.message(10, SupplierTerms, m.terms, depth, 'contracting.v1.SupplierBasis.terms');
    w.message(18, common.Money, m.spentMonthly, depth, 'contracting.v1.SupplierBasis.spentMonthly');
    w.int64(24, m.knownRevision, 'contracting.v1.SupplierBasis.knownRevision');
  },
  read(r, outerEnd, depth) {
    let terms: SupplierTerms | undefined;
    let spentMonthly: common.Money | undefined;
    let knownRevision: bigint = 0n;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          if (terms !== undefined) rt.twice('contracting.v1.SupplierBasis.terms');
          terms = SupplierTerms.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 18:
          if (spentMonthly !== undefined) rt.twice('contracting.v1.SupplierBasis.spentMonthly');
          spentMonthly = common.Money.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 24:
          knownRevision = r.int64();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      terms: terms ?? rt.missing('contracting.v1.SupplierBasis.terms'),
      spentMonthly: spentMonthly ?? rt.missing('contracting.v1.SupplierBasis.spentMonthly'),
      knownRevision,
    };
  },
  toJson(m) {
    return {
      terms: SupplierTerms.toJson(m.terms),
      spentMonthly: common.Money.toJson(m.spentMonthly),
      knownRevision: m.knownRevision.toString(),
    };
  },
});

/** A buyer's terms as a quote was made by them, and where its month stood. */
export interface BuyerBasis {
  readonly terms: BuyerTerms;
  /** What the contracts in force come to each month before tax, by their newest versions. */
  readonly spentMonthly: common.Money;
  /** The ledger position up to which that was known. */
  readonly knownRevision: bigint;
}

export const BuyerBasis: rt.Codec<BuyerBasis> = rt.codec<BuyerBasis>({
  typeName: 'contracting.v1.BuyerBasis',
  write(m, w, depth) {
    w.message(10, BuyerTerms, m.terms, depth, 'contracting.v1.BuyerBasis.terms');
    w.message(18, common.Money, m.spentMonthly, depth, 'contracting.v1.BuyerBasis.spentMonthly');
    w.int64(24, m.knownRevision, 'contracting.v1.BuyerBasis.knownRevision');
  },
  read(r, outerEnd, depth) {
    let terms: BuyerTerms | undefined;
    let spentMonthly: common.Money | undefined;
    let knownRevision: bigint = 0n;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          if (terms !== undefined) rt.twice('contracting.v1.BuyerBasis.terms');
          terms = BuyerTerms.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 18:
          if (spentMonthly !== undefined) rt.twice('contracting.v1.BuyerBasis.spentMonthly');
          spentMonthly = common.Money.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 24:
          knownRevision = r.int64();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      terms: terms ?? rt.missing('contracting.v1.BuyerBasis.terms'),
      spentMonthly: spentMonthly ?? rt.missing('contracting.v1.BuyerBasis.spentMonthly'),
      knownRevision,
    };
  },
  toJson(m) {
    return {
      terms: BuyerTerms.toJson(m.terms),
      spentMonthly: common.Money.toJson(m.spentMonthly),
      knownRevision: m.knownRevision.toString(),
    };
  },
});

/**
 * How the price follows how full the mesh is. A way is as full as its fullest resource, by what is held or sold of it; what counts is the
 * least full of the ways that keep the order's latency limit. So a buyer pays for scarcity only where every way is scarce, and the seller
 * earns no more by choosing a fuller one. From a step on, and until the next, the price is so many ten-thousandths of what it would be.
 */
export interface UtilisationRule {
  /** Ascending, at most 16. None: prices do not follow it any more. */
  readonly steps: readonly UtilisationStep[];
}

export const UtilisationRule: rt.Codec<UtilisationRule> = rt.codec<UtilisationRule>({
  typeName: 'contracting.v1.UtilisationRule',
  write(m, w, depth) {
    for (const item of rt.list(m.steps, 'contracting.v1.UtilisationRule.steps')) w.message(10, UtilisationStep, item, depth, 'contracting.v1.UtilisationRule.steps');
  },
  read(r, outerEnd, depth) {
    const steps: UtilisationStep[] = [];
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          steps.push(UtilisationStep.read(r, r.enterMessage(depth), depth + 1));
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      steps,
    };
  },
  toJson(m) {
    return {
      steps: m.steps.map((item) => UtilisationStep.toJson(item)),
    };
  },
});

/** From so full on, and until the next step. */
export interface UtilisationStep {
  /** Of a resource's capacity, 0 to 10,000. */
  readonly fromBasisPoints: number;
  /** Of the price, 1 to 100,000. */
  readonly priceBasisPoints: number;
}

export const UtilisationStep: rt.Codec<UtilisationStep> = rt.codec<UtilisationStep>({
  typeName: 'contracting.v1.UtilisationStep',
  write(m, w) {
    w.uint32(8, m.fromBasisPoints, 'contracting.v1.UtilisationStep.fromBasisPoints');
    w.uint32(16, m.priceBasisPoints, 'contracting.v1.UtilisationStep.priceBasisPoints');
  },
  read(r, outerEnd, depth) {
    let fromBasisPoints: number = 0;
    let priceBasisPoints: number = 0;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 8:
          fromBasisPoints = r.uint32();
          break;
        case 16:
          priceBasisPoints = r.uint32();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      fromBasisPoints,
      priceBasisPoints,
    };
  },
  toJson(m) {
    return {
      fromBasisPoints: m.fromBasisPoints,
      priceBasisPoints: m.priceBasisPoints,
    };
  },
});

/** The rule that a quote was made by, and how full its topology was. */
export interface UtilisationBasis {
  readonly rule: UtilisationRule;
  /** Every resource of every candidate, once each, in the order in which the candidates first name them. */
  readonly uses: readonly ResourceUse[];
}

export const UtilisationBasis: rt.Codec<UtilisationBasis> = rt.codec<UtilisationBasis>({
  typeName: 'contracting.v1.UtilisationBasis',
  write(m, w, depth) {
    w.message(10, UtilisationRule, m.rule, depth, 'contracting.v1.UtilisationBasis.rule');
    for (const item of rt.list(m.uses, 'contracting.v1.UtilisationBasis.uses')) w.message(18, ResourceUse, item, depth, 'contracting.v1.UtilisationBasis.uses');
  },
  read(r, outerEnd, depth) {
    let rule: UtilisationRule | undefined;
    const uses: ResourceUse[] = [];
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          if (rule !== undefined) rt.twice('contracting.v1.UtilisationBasis.rule');
          rule = UtilisationRule.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 18:
          uses.push(ResourceUse.read(r, r.enterMessage(depth), depth + 1));
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      rule: rule ?? rt.missing('contracting.v1.UtilisationBasis.rule'),
      uses,
    };
  },
  toJson(m) {
    return {
      rule: UtilisationRule.toJson(m.rule),
      uses: m.uses.map((item) => ResourceUse.toJson(item)),
    };
  },
});

/** How full a resource was. */
export interface ResourceUse {
  readonly resourceId: string;
  /** Held or under contract, before this order. */
  readonly usedMbps: number;
  /** As its provider offers it. */
  readonly capacityMbps: number;
}

export const ResourceUse: rt.Codec<ResourceUse> = rt.codec<ResourceUse>({
  typeName: 'contracting.v1.ResourceUse',
  write(m, w) {
    w.string(10, m.resourceId, 'contracting.v1.ResourceUse.resourceId');
    w.uint32(16, m.usedMbps, 'contracting.v1.ResourceUse.usedMbps');
    w.uint32(24, m.capacityMbps, 'contracting.v1.ResourceUse.capacityMbps');
  },
  read(r, outerEnd, depth) {
    let resourceId: string = '';
    let usedMbps: number = 0;
    let capacityMbps: number = 0;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          resourceId = r.string();
          break;
        case 16:
          usedMbps = r.uint32();
          break;
        case 24:
          capacityMbps = r.uint32();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      resourceId,
      usedMbps,
      capacityMbps,
    };
  },
  toJson(m) {
    return {
      resourceId: m.resourceId,
      usedMbps: m.usedMbps,
      capacityMbps: m.capacityMbps,
    };
  },
});

/** What the seller states of its prices: each statement is in force until the next one of the same subject. */
export interface StatedTerms {
  readonly terms:
    | { readonly kind: 'utilisation'; readonly utilisation: UtilisationRule }
    /** In the place of those of the same buyer; without discount, tiers and floor: none any more. */
    | { readonly kind: 'buyer'; readonly buyer: BuyerTerms }
    /** In the place of those of the same supplier; without discount, tiers and commitment: none any more. */
    | { readonly kind: 'supplier'; readonly supplier: SupplierTerms }
    /** In the place of all that were stated before; none: nothing is formatted any more. */
    | { readonly kind: 'formats'; readonly formats: FormatTerms };
}

export const StatedTerms: rt.Codec<StatedTerms> = rt.codec<StatedTerms>({
  typeName: 'contracting.v1.StatedTerms',
  write(m, w, depth) {
    rt.checkKind(m.terms, ['utilisation', 'buyer', 'supplier', 'formats'], 'contracting.v1.StatedTerms.terms');
    if (m.terms.kind === 'utilisation') w.message(10, UtilisationRule, m.terms.utilisation, depth, 'contracting.v1.StatedTerms.utilisation');
    if (m.terms.kind === 'buyer') w.message(18, BuyerTerms, m.terms.buyer, depth, 'contracting.v1.StatedTerms.buyer');
    if (m.terms.kind === 'supplier') w.message(26, SupplierTerms, m.terms.supplier, depth, 'contracting.v1.StatedTerms.supplier');
    if (m.terms.kind === 'formats') w.message(34, FormatTerms, m.terms.formats, depth, 'contracting.v1.StatedTerms.formats');
  },
  read(r, outerEnd, depth) {
    let terms: StatedTerms['terms'] | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          if (terms?.kind === 'utilisation') rt.twice('contracting.v1.StatedTerms.utilisation');
          terms = { kind: 'utilisation', utilisation: UtilisationRule.read(r, r.enterMessage(depth), depth + 1) };
          break;
        case 18:
          if (terms?.kind === 'buyer') rt.twice('contracting.v1.StatedTerms.buyer');
          terms = { kind: 'buyer', buyer: BuyerTerms.read(r, r.enterMessage(depth), depth + 1) };
          break;
        case 26:
          if (terms?.kind === 'supplier') rt.twice('contracting.v1.StatedTerms.supplier');
          terms = { kind: 'supplier', supplier: SupplierTerms.read(r, r.enterMessage(depth), depth + 1) };
          break;
        case 34:
          if (terms?.kind === 'formats') rt.twice('contracting.v1.StatedTerms.formats');
          terms = { kind: 'formats', formats: FormatTerms.read(r, r.enterMessage(depth), depth + 1) };
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      terms: terms ?? rt.missing('contracting.v1.StatedTerms.terms'),
    };
  },
  toJson(m) {
    return {
      terms:
        m.terms.kind === 'utilisation' ? { kind: 'utilisation', utilisation: UtilisationRule.toJson(m.terms.utilisation) } :
        m.terms.kind === 'buyer' ? { kind: 'buyer', buyer: BuyerTerms.toJson(m.terms.buyer) } :
        m.terms.kind === 'supplier' ? { kind: 'supplier', supplier: SupplierTerms.toJson(m.terms.supplier) } :
        { kind: 'formats', formats: FormatTerms.toJson(m.terms.formats) },
    };
  },
});

/** A statement that is in force. */
export interface TermsRecord {
  readonly terms: StatedTerms;
  readonly statedAt: rt.Instant;
}

export const TermsRecord: rt.Codec<TermsRecord> = rt.codec<TermsRecord>({
  typeName: 'contracting.v1.TermsRecord',
  write(m, w, depth) {
    w.message(10, StatedTerms, m.terms, depth, 'contracting.v1.TermsRecord.terms');
    rt.instant(w.tag(18), m.statedAt, 'contracting.v1.TermsRecord.statedAt');
  },
  read(r, outerEnd, depth) {
    let terms: StatedTerms | undefined;
    let statedAt: rt.Instant | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          if (terms !== undefined) rt.twice('contracting.v1.TermsRecord.terms');
          terms = StatedTerms.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 18:
          if (statedAt !== undefined) rt.twice('contracting.v1.TermsRecord.statedAt');
          statedAt = rt.readInstant(r, 'contracting.v1.TermsRecord.statedAt');
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      terms: terms ?? rt.missing('contracting.v1.TermsRecord.terms'),
      statedAt: statedAt ?? rt.missing('contracting.v1.TermsRecord.statedAt'),
    };
  },
  toJson(m) {
    return {
      terms: StatedTerms.toJson(m.terms),
      statedAt: rt.instantJson(m.statedAt),
    };
  },
});

/** How a price came about: what it was after each step. */
export interface PriceStep {
  /**
   * `list-price`, `least-price` (cost and the minimum margin, where the objective is `cost`), `format`, `utilisation`, `pair-discount`, `pair-tier`, and
   * `raised`, to the least that it may be sold for.
   */
  readonly code: string;
  /** One sentence, with the figures. */
  readonly message: string;
  readonly monthly: common.Money;
}

export const PriceStep: rt.Codec<PriceStep> = rt.codec<PriceStep>({
  typeName: 'contracting.v1.PriceStep',
  write(m, w, depth) {
    w.string(10, m.code, 'contracting.v1.PriceStep.code');
    w.string(18, m.message, 'contracting.v1.PriceStep.message');
    w.message(26, common.Money, m.monthly, depth, 'contracting.v1.PriceStep.monthly');
  },
  read(r, outerEnd, depth) {
    let code: string = '';
    let message: string = '';
    let monthly: common.Money | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          code = r.string();
          break;
        case 18:
          message = r.string();
          break;
        case 26:
          if (monthly !== undefined) rt.twice('contracting.v1.PriceStep.monthly');
          monthly = common.Money.read(r, r.enterMessage(depth), depth + 1);
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      code,
      message,
      monthly: monthly ?? rt.missing('contracting.v1.PriceStep.monthly'),
    };
  },
  toJson(m) {
    return {
      code: m.code,
      message: m.message,
      monthly: common.Money.toJson(m.monthly),
    };
  },
});

/** One rule by which prices come about, as a buyer may know it. */
export interface PriceGuideline {
  /** Unique in the guide, and the same for as long as its subject is: `list-price.base`, `utilisation.8000`, `pair-tier.1`. */
  readonly id: string;
  /** That of the step in a quote's account of its price, where there is one; or `usage`, `early-termination`. */
  readonly code: string;
  /** One sentence, with the figures. */
  readonly description: string;
  readonly kind: PriceGuidelineKind;
  /** A price for each `per_amount` of `per_unit`. Absent where it is told by the quote alone. */
  readonly amount?: common.Money;
  readonly perAmount: number;
  readonly perUnit: string;
  /** What it leaves of the price before it, in millionths. */
  readonly sharePpm?: number;
  /** Where it counts for one choice of the order alone: the field of the order, and its value. */
  readonly field?: string;
  readonly value?: string;
  /** Since when it is in force, where it was stated beside the policy. */
  readonly since?: rt.Instant;
}

export const PriceGuideline: rt.Codec<PriceGuideline> = rt.codec<PriceGuideline>({
  typeName: 'contracting.v1.PriceGuideline',
  write(m, w, depth) {
    w.string(10, m.id, 'contracting.v1.PriceGuideline.id');
    w.string(18, m.code, 'contracting.v1.PriceGuideline.code');
    w.string(26, m.description, 'contracting.v1.PriceGuideline.description');
    w.int32(32, PriceGuidelineKind.numberOf(m.kind, 'contracting.v1.PriceGuideline.kind'), 'contracting.v1.PriceGuideline.kind');
    if (m.amount !== undefined) w.message(42, common.Money, m.amount, depth, 'contracting.v1.PriceGuideline.amount');
    w.uint32(48, m.perAmount, 'contracting.v1.PriceGuideline.perAmount');
    w.string(58, m.perUnit, 'contracting.v1.PriceGuideline.perUnit');
    if (m.sharePpm !== undefined) w.tag(64).putUint32(m.sharePpm, 'contracting.v1.PriceGuideline.sharePpm');
    if (m.field !== undefined) w.tag(74).putString(m.field, 'contracting.v1.PriceGuideline.field');
    if (m.value !== undefined) w.tag(82).putString(m.value, 'contracting.v1.PriceGuideline.value');
    if (m.since !== undefined) rt.instant(w.tag(90), m.since, 'contracting.v1.PriceGuideline.since');
  },
  read(r, outerEnd, depth) {
    let id: string = '';
    let code: string = '';
    let description: string = '';
    let kind: PriceGuidelineKind = 'unspecified';
    let amount: common.Money | undefined;
    let perAmount: number = 0;
    let perUnit: string = '';
    let sharePpm: number | undefined;
    let field: string | undefined;
    let valueField: string | undefined;
    let since: rt.Instant | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          id = r.string();
          break;
        case 18:
          code = r.string();
          break;
        case 26:
          description = r.string();
          break;
        case 32:
          kind = PriceGuidelineKind.nameOf(r.int32());
          break;
        case 42:
          if (amount !== undefined) rt.twice('contracting.v1.PriceGuideline.amount');
          amount = common.Money.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 48:
          perAmount = r.uint32();
          break;
        case 58:
          perUnit = r.string();
          break;
        case 64:
          sharePpm = r.uint32();
          break;
        case 74:
          field = r.string();
          break;
        case 82:
          valueField = r.string();
          break;
        case 90:
          if (since !== undefined) rt.twice('contracting.v1.PriceGuideline.since');
          since = rt.readInstant(r, 'contracting.v1.PriceGuideline.since');
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<PriceGuideline> = {
      id,
      code,
      description,
      kind,
      perAmount,
      perUnit,
    };
    if (amount !== undefined) draft.amount = amount;
    if (sharePpm !== undefined) draft.sharePpm = sharePpm;
    if (field !== undefined) draft.field = field;
    if (valueField !== undefined) draft.value = valueField;
    if (since !== undefined) draft.since = since;
    return draft;
  },
  toJson(m) {
    return {
      id: m.id,
      code: m.code,
      description: m.description,
      kind: m.kind,
      ...(m.amount === undefined ? {} : { amount: common.Money.toJson(m.amount) }),
      perAmount: m.perAmount,
      perUnit: m.perUnit,
      ...(m.sharePpm === undefined ? {} : { sharePpm: m.sharePpm }),
      ...(m.field === undefined ? {} : { field: m.field }),
      ...(m.value === undefined ? {} : { value: m.value }),
      ...(m.since === undefined ? {} : { since: rt.instantJson(m.since) }),
    };
  },
});

/**
 * The question whose answer a quote was made from, beside what its terms and its topology revision say: asked again of the same
 * topology it has the same answer.
 */
export interface PathSearch {
  readonly objective: paths.PathObjective;
  /** How many of the best were asked for, beside those that share nothing with the first. */
  readonly candidates: number;
  /** Offers had to be in force at this instant. */
  readonly at: rt.Instant;
}

export const PathSearch: rt.Codec<PathSearch> = rt.codec<PathSearch>({
  typeName: 'contracting.v1.PathSearch',
  write(m, w) {
    w.int32(8, paths.PathObjective.numberOf(m.objective, 'contracting.v1.PathSearch.objective'), 'contracting.v1.PathSearch.objective');
    w.uint32(16, m.candidates, 'contracting.v1.PathSearch.candidates');
    rt.instant(w.tag(26), m.at, 'contracting.v1.PathSearch.at');
  },
  read(r, outerEnd, depth) {
    let objective: paths.PathObjective = 'unspecified';
    let candidates: number = 0;
    let at: rt.Instant | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 8:
          objective = paths.PathObjective.nameOf(r.int32());
          break;
        case 16:
          candidates = r.uint32();
          break;
        case 26:
          if (at !== undefined) rt.twice('contracting.v1.PathSearch.at');
          at = rt.readInstant(r, 'contracting.v1.PathSearch.at');
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      objective,
      candidates,
      at: at ?? rt.missing('contracting.v1.PathSearch.at'),
    };
  },
  toJson(m) {
    return {
      objective: m.objective,
      candidates: m.candidates,
      at: rt.instantJson(m.at),
    };
  },
});

/** One provider's part of a contracted service. */
export interface ContractSegment {
  readonly segmentId: string;
  readonly providerId: string;
  readonly fromPopId: string;
  readonly toPopId: string;
  readonly resources: readonly ContractedResource[];
  /** When it counts as impaired. Absent in contracts from before segments were watched. */
  readonly objective?: common.SegmentObjective;
  /** Present where a member of a split service begins or ends at the customer: its provider has to spread or to rejoin it. */
  readonly split?: common.SplitMember;
}

export const ContractSegment: rt.Codec<ContractSegment> = rt.codec<ContractSegment>({
  typeName: 'contracting.v1.ContractSegment',
  write(m, w, depth) {
    w.string(10, m.segmentId, 'contracting.v1.ContractSegment.segmentId');
    w.string(18, m.providerId, 'contracting.v1.ContractSegment.providerId');
    w.string(26, m.fromPopId, 'contracting.v1.ContractSegment.fromPopId');
    w.string(34, m.toPopId, 'contracting.v1.ContractSegment.toPopId');
    for (const item of rt.list(m.resources, 'contracting.v1.ContractSegment.resources')) w.message(42, ContractedResource, item, depth, 'contracting.v1.ContractSegment.resources');
    if (m.objective !== undefined) w.message(50, common.SegmentObjective, m.objective, depth, 'contracting.v1.ContractSegment.objective');
    if (m.split !== undefined) w.message(58, common.SplitMember, m.split, depth, 'contracting.v1.ContractSegment.split');
  },
  read(r, outerEnd, depth) {
    let segmentId: string = '';
    let providerId: string = '';
    let fromPopId: string = '';
    let toPopId: string = '';
    const resources: ContractedResource[] = [];
    let objective: common.SegmentObjective | undefined;
    let split: common.SplitMember | undefined;
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
          fromPopId = r.string();
          break;
        case 34:
          toPopId = r.string();
          break;
        case 42:
          resources.push(ContractedResource.read(r, r.enterMessage(depth), depth + 1));
          break;
        case 50:
          if (objective !== undefined) rt.twice('contracting.v1.ContractSegment.objective');
          objective = common.SegmentObjective.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 58:
          if (split !== undefined) rt.twice('contracting.v1.ContractSegment.split');
          split = common.SplitMember.read(r, r.enterMessage(depth), depth + 1);
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<ContractSegment> = {
      segmentId,
      providerId,
      fromPopId,
      toPopId,
      resources,
    };
    if (objective !== undefined) draft.objective = objective;
    if (split !== undefined) draft.split = split;
    return draft;
  },
  toJson(m) {
    return {
      segmentId: m.segmentId,
      providerId: m.providerId,
      fromPopId: m.fromPopId,
      toPopId: m.toPopId,
      resources: m.resources.map((item) => ContractedResource.toJson(item)),
      ...(m.objective === undefined ? {} : { objective: common.SegmentObjective.toJson(m.objective) }),
      ...(m.split === undefined ? {} : { split: common.SplitMember.toJson(m.split) }),
    };
  },
});

/** A resource under contract, with the very offer that it was contracted by. */
export interface ContractedResource {
  readonly resourceId: string;
  /** SHA-256 of the offer that the seller accepted. */
  readonly offerSha256: Uint8Array;
  /** Where it is sold in whole units, the one that is under contract. */
  readonly unit?: number;
}

export const ContractedResource: rt.Codec<ContractedResource> = rt.codec<ContractedResource>({
  typeName: 'contracting.v1.ContractedResource',
  write(m, w) {
    w.string(10, m.resourceId, 'contracting.v1.ContractedResource.resourceId');
    w.bytes(18, m.offerSha256, 'contracting.v1.ContractedResource.offerSha256');
    if (m.unit !== undefined) w.tag(24).putUint32(m.unit, 'contracting.v1.ContractedResource.unit');
  },
  read(r, outerEnd, depth) {
    let resourceId: string = '';
    let offerSha256: Uint8Array = rt.NO_BYTES;
    let unit: number | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          resourceId = r.string();
          break;
        case 18:
          offerSha256 = r.bytes();
          break;
        case 24:
          unit = r.uint32();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<ContractedResource> = {
      resourceId,
      offerSha256,
    };
    if (unit !== undefined) draft.unit = unit;
    return draft;
  },
  toJson(m) {
    return {
      resourceId: m.resourceId,
      offerSha256: rt.bytesJson(m.offerSha256),
      ...(m.unit === undefined ? {} : { unit: m.unit }),
    };
  },
});

/** What is charged for one segment, to the customer or by the supplier. */
export interface PriceRule {
  readonly segmentId: string;
  readonly monthlyRecurring: common.Money;
  readonly perGigabyte: common.Money;
  /**
   * By a supplier alone, beside the monthly charge, and whatever the bandwidth is changed to. Of each resource: the monthly fee for the time that the service
   * runs on the segment, as the monthly charge is; the set-up fee once under this contract, when the service first comes up on the resource, by whichever segment.
   */
  readonly fees?: common.ResourceFees;
}

export const PriceRule: rt.Codec<PriceRule> = rt.codec<PriceRule>({
  typeName: 'contracting.v1.PriceRule',
  write(m, w, depth) {
    w.string(10, m.segmentId, 'contracting.v1.PriceRule.segmentId');
    w.message(18, common.Money, m.monthlyRecurring, depth, 'contracting.v1.PriceRule.monthlyRecurring');
    w.message(26, common.Money, m.perGigabyte, depth, 'contracting.v1.PriceRule.perGigabyte');
    if (m.fees !== undefined) w.message(34, common.ResourceFees, m.fees, depth, 'contracting.v1.PriceRule.fees');
  },
  read(r, outerEnd, depth) {
    let segmentId: string = '';
    let monthlyRecurring: common.Money | undefined;
    let perGigabyte: common.Money | undefined;
    let fees: common.ResourceFees | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          segmentId = r.string();
          break;
        case 18:
          if (monthlyRecurring !== undefined) rt.twice('contracting.v1.PriceRule.monthlyRecurring');
          monthlyRecurring = common.Money.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 26:
          if (perGigabyte !== undefined) rt.twice('contracting.v1.PriceRule.perGigabyte');
          perGigabyte = common.Money.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 34:
          if (fees !== undefined) rt.twice('contracting.v1.PriceRule.fees');
          fees = common.ResourceFees.read(r, r.enterMessage(depth), depth + 1);
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<PriceRule> = {
      segmentId,
      monthlyRecurring: monthlyRecurring ?? rt.missing('contracting.v1.PriceRule.monthlyRecurring'),
      perGigabyte: perGigabyte ?? rt.missing('contracting.v1.PriceRule.perGigabyte'),
    };
    if (fees !== undefined) draft.fees = fees;
    return draft;
  },
  toJson(m) {
    return {
      segmentId: m.segmentId,
      monthlyRecurring: common.Money.toJson(m.monthlyRecurring),
      perGigabyte: common.Money.toJson(m.perGigabyte),
      ...(m.fees === undefined ? {} : { fees: common.ResourceFees.toJson(m.fees) }),
    };
  },
});

/** A path that was computed, checked and priced together with the contracted one, and may replace it when it is impaired. */
export interface Alternative {
  readonly path: paths.PathCandidate;
  readonly withinLatencyLimit: boolean;
  readonly monthlyPrice: common.Money;
  readonly resources: readonly ContractedResource[];
  /** Who carries it, under the suppliers' contracts too. Their numbers go on after those of the contracted path. */
  readonly segments: readonly ContractSegment[];
  /** What the customer pays while the service runs on it: together its own price or the contract's, whichever is less. */
  readonly prices: readonly PriceRule[];
  /**
   * Present where it is a path of this contract once more, under segments of its own, since a segment that was released never comes back: 0 for the
   * contracted path, n for the nth alternative. What a service returns to, and what stands in for it then.
   */
  readonly againOf?: number;
}

export const Alternative: rt.Codec<Alternative> = rt.codec<Alternative>({
  typeName: 'contracting.v1.Alternative',
  write(m, w, depth) {
    w.message(10, paths.PathCandidate, m.path, depth, 'contracting.v1.Alternative.path');
    w.bool(16, m.withinLatencyLimit, 'contracting.v1.Alternative.withinLatencyLimit');
    w.message(26, common.Money, m.monthlyPrice, depth, 'contracting.v1.Alternative.monthlyPrice');
    for (const item of rt.list(m.resources, 'contracting.v1.Alternative.resources')) w.message(34, ContractedResource, item, depth, 'contracting.v1.Alternative.resources');
    for (const item of rt.list(m.segments, 'contracting.v1.Alternative.segments')) w.message(42, ContractSegment, item, depth, 'contracting.v1.Alternative.segments');
    for (const item of rt.list(m.prices, 'contracting.v1.Alternative.prices')) w.message(50, PriceRule, item, depth, 'contracting.v1.Alternative.prices');
    if (m.againOf !== undefined) w.tag(56).putUint32(m.againOf, 'contracting.v1.Alternative.againOf');
  },
  read(r, outerEnd, depth) {
    let path: paths.PathCandidate | undefined;
    let withinLatencyLimit: boolean = false;
    let monthlyPrice: common.Money | undefined;
    const resources: ContractedResource[] = [];
    const segments: ContractSegment[] = [];
    const prices: PriceRule[] = [];
    let againOf: number | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          if (path !== undefined) rt.twice('contracting.v1.Alternative.path');
          path = paths.PathCandidate.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 16:
          withinLatencyLimit = r.bool();
          break;
        case 26:
          if (monthlyPrice !== undefined) rt.twice('contracting.v1.Alternative.monthlyPrice');
          monthlyPrice = common.Money.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 34:
          resources.push(ContractedResource.read(r, r.enterMessage(depth), depth + 1));
          break;
        case 42:
          segments.push(ContractSegment.read(r, r.enterMessage(depth), depth + 1));
          break;
        case 50:
          prices.push(PriceRule.read(r, r.enterMessage(depth), depth + 1));
          break;
        case 56:
          againOf = r.uint32();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<Alternative> = {
      path: path ?? rt.missing('contracting.v1.Alternative.path'),
      withinLatencyLimit,
      monthlyPrice: monthlyPrice ?? rt.missing('contracting.v1.Alternative.monthlyPrice'),
      resources,
      segments,
      prices,
    };
    if (againOf !== undefined) draft.againOf = againOf;
    return draft;
  },
  toJson(m) {
    return {
      path: paths.PathCandidate.toJson(m.path),
      withinLatencyLimit: m.withinLatencyLimit,
      monthlyPrice: common.Money.toJson(m.monthlyPrice),
      resources: m.resources.map((item) => ContractedResource.toJson(item)),
      segments: m.segments.map((item) => ContractSegment.toJson(item)),
      prices: m.prices.map((item) => PriceRule.toJson(item)),
      ...(m.againOf === undefined ? {} : { againOf: m.againOf }),
    };
  },
});

/** The agreement with the customer. Signed by the seller under the domain `carriermesh.contracting.v1.Contract`. */
export interface Contract {
  readonly contractId: string;
  readonly orderId: string;
  readonly buyerId: string;
  readonly sellerId: string;
  readonly quoteId: string;
  readonly quoteSha256: Uint8Array;
  readonly terms: ServiceTerms;
  readonly latencyNs: bigint;
  readonly segments: readonly ContractSegment[];
  readonly prices: readonly PriceRule[];
  readonly taxBasisPoints: number;
  readonly serviceLevel: common.ServiceLevel;
  readonly alternatives: readonly Alternative[];
  /** The agreements with the suppliers, by their hashes: the customer can prove that they exist without reading them. */
  readonly supplies: readonly SupplyReference[];
  readonly acceptance: BuyerAcceptance;
  readonly signedAt: rt.Instant;
  /** Absent: it can be ended at once, and nothing is due for the rest of its term. */
  readonly termination?: TerminationTerms;
  /**
   * Present where the service is carried by several lines: its segments are those of the first, then those of the second, and so on, each from
   * the service's one end to the other.
   */
  readonly split?: SplitService;
  /**
   * What the customer's usage is charged by: of each month of the service as a whole, and measured where it enters the service. The prices above
   * then have nothing for a gigabyte.
   */
  readonly usageTariff?: tariff.PinnedTariff;
  /** Present where the service is carried in a format: then what travels, and is held, bought and metered, is another bandwidth than what was ordered. */
  readonly format?: ServiceFormat;
}

export const Contract: rt.Codec<Contract> = rt.codec<Contract>({
  typeName: 'contracting.v1.Contract',
  write(m, w, depth) {
    w.string(10, m.contractId, 'contracting.v1.Contract.contractId');
    w.string(18, m.orderId, 'contracting.v1.Contract.orderId');
    w.string(26, m.buyerId, 'contracting.v1.Contract.buyerId');
    w.string(34, m.sellerId, 'contracting.v1.Contract.sellerId');
    w.string(42, m.quoteId, 'contracting.v1.Contract.quoteId');
    w.bytes(50, m.quoteSha256, 'contracting.v1.Contract.quoteSha256');
    w.message(58, ServiceTerms, m.terms, depth, 'contracting.v1.Contract.terms');
    w.int64(64, m.latencyNs, 'contracting.v1.Contract.latencyNs');
    for (const item of rt.list(m.segments, 'contracting.v1.Contract.segments')) w.message(74, ContractSegment, item, depth, 'contracting.v1.Contract.segments');
    for (const item of rt.list(m.prices, 'contracting.v1.Contract.prices')) w.message(82, PriceRule, item, depth, 'contracting.v1.Contract.prices');
    w.uint32(88, m.taxBasisPoints, 'contracting.v1.Contract.taxBasisPoints');
    w.message(98, common.ServiceLevel, m.serviceLevel, depth, 'contracting.v1.Contract.serviceLevel');
    for (const item of rt.list(m.alternatives, 'contracting.v1.Contract.alternatives')) w.message(106, Alternative, item, depth, 'contracting.v1.Contract.alternatives');
    for (const item of rt.list(m.supplies, 'contracting.v1.Contract.supplies')) w.message(114, SupplyReference, item, depth, 'contracting.v1.Contract.supplies');
    w.message(122, BuyerAcceptance, m.acceptance, depth, 'contracting.v1.Contract.acceptance');
    rt.instant(w.tag(130), m.signedAt, 'contracting.v1.Contract.signedAt');
    if (m.termination !== undefined) w.message(138, TerminationTerms, m.termination, depth, 'contracting.v1.Contract.termination');
    if (m.split !== undefined) w.message(146, SplitService, m.split, depth, 'contracting.v1.Contract.split');
    if (m.usageTariff !== undefined) w.message(154, tariff.PinnedTariff, m.usageTariff, depth, 'contracting.v1.Contract.usageTariff');
    if (m.format !== undefined) w.message(162, ServiceFormat, m.format, depth, 'contracting.v1.Contract.format');
  },
  read(r, outerEnd, depth) {
    let contractId: string = '';
    let orderId: string = '';
    let buyerId: string = '';
    let sellerId: string = '';
    let quoteId: string = '';
    let quoteSha256: Uint8Array = rt.NO_BYTES;
    let terms: ServiceTerms | undefined;
    let latencyNs: bigint = 0n;
    const segments: ContractSegment[] = [];
    const prices: PriceRule[] = [];
    let taxBasisPoints: number = 0;
    let serviceLevel: common.ServiceLevel | undefined;
    const alternatives: Alternative[] = [];
    const supplies: SupplyReference[] = [];
    let acceptance: BuyerAcceptance | undefined;
    let signedAt: rt.Instant | undefined;
    let termination: TerminationTerms | undefined;
    let split: SplitService | undefined;
    let usageTariff: tariff.PinnedTariff | undefined;
    let format: ServiceFormat | undefined;
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
          sellerId = r.string();
          break;
        case 42:
          quoteId = r.string();
          break;
        case 50:
          quoteSha256 = r.bytes();
          break;
        case 58:
          if (terms !== undefined) rt.twice('contracting.v1.Contract.terms');
          terms = ServiceTerms.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 64:
          latencyNs = r.int64();
          break;
        case 74:
          segments.push(ContractSegment.read(r, r.enterMessage(depth), depth + 1));
          break;
        case 82:
          prices.push(PriceRule.read(r, r.enterMessage(depth), depth + 1));
          break;
        case 88:
          taxBasisPoints = r.uint32();
          break;
        case 98:
          if (serviceLevel !== undefined) rt.twice('contracting.v1.Contract.serviceLevel');
          serviceLevel = common.ServiceLevel.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 106:
          alternatives.push(Alternative.read(r, r.enterMessage(depth), depth + 1));
          break;
        case 114:
          supplies.push(SupplyReference.read(r, r.enterMessage(depth), depth + 1));
          break;
        case 122:
          if (acceptance !== undefined) rt.twice('contracting.v1.Contract.acceptance');
          acceptance = BuyerAcceptance.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 130:
          if (signedAt !== undefined) rt.twice('contracting.v1.Contract.signedAt');
          signedAt = rt.readInstant(r, 'contracting.v1.Contract.signedAt');
          break;
        case 138:
          if (termination !== undefined) rt.twice('contracting.v1.Contract.termination');
          termination = TerminationTerms.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 146:
          if (split !== undefined) rt.twice('contracting.v1.Contract.split');
          split = SplitService.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 154:
          if (usageTariff !== undefined) rt.twice('contracting.v1.Contract.usageTariff');
          usageTariff = tariff.PinnedTariff.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 162:
          if (format !== undefined) rt.twice('contracting.v1.Contract.format');
          format = ServiceFormat.read(r, r.enterMessage(depth), depth + 1);
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<Contract> = {
      contractId,
      orderId,
      buyerId,
      sellerId,
      quoteId,
      quoteSha256,
      terms: terms ?? rt.missing('contracting.v1.Contract.terms'),
      latencyNs,
      segments,
      prices,
      taxBasisPoints,
      serviceLevel: serviceLevel ?? rt.missing('contracting.v1.Contract.serviceLevel'),
      alternatives,
      supplies,
      acceptance: acceptance ?? rt.missing('contracting.v1.Contract.acceptance'),
      signedAt: signedAt ?? rt.missing('contracting.v1.Contract.signedAt'),
    };
    if (termination !== undefined) draft.termination = termination;
    if (split !== undefined) draft.split = split;
    if (usageTariff !== undefined) draft.usageTariff = usageTariff;
    if (format !== undefined) draft.format = format;
    return draft;
  },
  toJson(m) {
    return {
      contractId: m.contractId,
      orderId: m.orderId,
      buyerId: m.buyerId,
      sellerId: m.sellerId,
      quoteId: m.quoteId,
      quoteSha256: rt.bytesJson(m.quoteSha256),
      terms: ServiceTerms.toJson(m.terms),
      latencyNs: m.latencyNs.toString(),
      segments: m.segments.map((item) => ContractSegment.toJson(item)),
      prices: m.prices.map((item) => PriceRule.toJson(item)),
      taxBasisPoints: m.taxBasisPoints,
      serviceLevel: common.ServiceLevel.toJson(m.serviceLevel),
      alternatives: m.alternatives.map((item) => Alternative.toJson(item)),
      supplies: m.supplies.map((item) => SupplyReference.toJson(item)),
      acceptance: BuyerAcceptance.toJson(m.acceptance),
      signedAt: rt.instantJson(m.signedAt),
      ...(m.termination === undefined ? {} : { termination: TerminationTerms.toJson(m.termination) }),
      ...(m.split === undefined ? {} : { split: SplitService.toJson(m.split) }),
      ...(m.usageTariff === undefined ? {} : { usageTariff: tariff.PinnedTariff.toJson(m.usageTariff) }),
      ...(m.format === undefined ? {} : { format: ServiceFormat.toJson(m.format) }),
    };
  },
});

/** Lines of the same bandwidth that carry one service together, and none of them without the others. */
export interface SplitService {
  readonly members: number;
  /** Of each: together at least what was ordered. */
  readonly memberMbps: number;
  /** How far apart they come in at most. */
  readonly maxDifferentialDelayNs: bigint;
}

export const SplitService: rt.Codec<SplitService> = rt.codec<SplitService>({
  typeName: 'contracting.v1.SplitService',
  write(m, w) {
    w.uint32(8, m.members, 'contracting.v1.SplitService.members');
    w.uint32(16, m.memberMbps, 'contracting.v1.SplitService.memberMbps');
    w.int64(24, m.maxDifferentialDelayNs, 'contracting.v1.SplitService.maxDifferentialDelayNs');
  },
  read(r, outerEnd, depth) {
    let members: number = 0;
    let memberMbps: number = 0;
    let maxDifferentialDelayNs: bigint = 0n;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 8:
          members = r.uint32();
          break;
        case 16:
          memberMbps = r.uint32();
          break;
        case 24:
          maxDifferentialDelayNs = r.int64();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      members,
      memberMbps,
      maxDifferentialDelayNs,
    };
  },
  toJson(m) {
    return {
      members: m.members,
      memberMbps: m.memberMbps,
      maxDifferentialDelayNs: m.maxDifferentialDelayNs.toString(),
    };
  },
});

/** Proves that an agreement with a supplier exists, without showing it. */
export interface SupplyReference {
  readonly providerId: string;
  readonly supplyContractSha256: Uint8Array;
}

export const SupplyReference: rt.Codec<SupplyReference> = rt.codec<SupplyReference>({
  typeName: 'contracting.v1.SupplyReference',
  write(m, w) {
    w.string(10, m.providerId, 'contracting.v1.SupplyReference.providerId');
    w.bytes(18, m.supplyContractSha256, 'contracting.v1.SupplyReference.supplyContractSha256');
  },
  read(r, outerEnd, depth) {
    let providerId: string = '';
    let supplyContractSha256: Uint8Array = rt.NO_BYTES;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          providerId = r.string();
          break;
        case 18:
          supplyContractSha256 = r.bytes();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      providerId,
      supplyContractSha256,
    };
  },
  toJson(m) {
    return {
      providerId: m.providerId,
      supplyContractSha256: rt.bytesJson(m.supplyContractSha256),
    };
  },
});

/** How the buyer bound itself. */
export interface BuyerAcceptance {
  readonly acceptedBy: string;
  readonly acceptedAt: rt.Instant;
  /** SHA-256 of the ServiceTerms that the buyer sent. */
  readonly termsSha256: Uint8Array;
}

export const BuyerAcceptance: rt.Codec<BuyerAcceptance> = rt.codec<BuyerAcceptance>({
  typeName: 'contracting.v1.BuyerAcceptance',
  write(m, w) {
    w.string(10, m.acceptedBy, 'contracting.v1.BuyerAcceptance.acceptedBy');
    rt.instant(w.tag(18), m.acceptedAt, 'contracting.v1.BuyerAcceptance.acceptedAt');
    w.bytes(26, m.termsSha256, 'contracting.v1.BuyerAcceptance.termsSha256');
  },
  read(r, outerEnd, depth) {
    let acceptedBy: string = '';
    let acceptedAt: rt.Instant | undefined;
    let termsSha256: Uint8Array = rt.NO_BYTES;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          acceptedBy = r.string();
          break;
        case 18:
          if (acceptedAt !== undefined) rt.twice('contracting.v1.BuyerAcceptance.acceptedAt');
          acceptedAt = rt.readInstant(r, 'contracting.v1.BuyerAcceptance.acceptedAt');
          break;
        case 26:
          termsSha256 = r.bytes();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      acceptedBy,
      acceptedAt: acceptedAt ?? rt.missing('contracting.v1.BuyerAcceptance.acceptedAt'),
      termsSha256,
    };
  },
  toJson(m) {
    return {
      acceptedBy: m.acceptedBy,
      acceptedAt: rt.instantJson(m.acceptedAt),
      termsSha256: rt.bytesJson(m.termsSha256),
    };
  },
});

/**
 * The agreement with one supplier. It names no customer, no margin and no rival. Signed by the seller under the domain
 * `carriermesh.contracting.v1.SupplyContract`; the supplier signed the offers, and counter-signs with its activation receipt.
 */
export interface SupplyContract {
  readonly supplyContractId: string;
  readonly contractId: string;
  readonly providerId: string;
  readonly sellerId: string;
  readonly segments: readonly ContractSegment[];
  readonly prices: readonly PriceRule[];
  /** Of each segment. */
  readonly mbps: number;
  readonly termMonths: number;
  /** What the supplier promises for each of the segments, in the same order. */
  readonly serviceLevels: readonly common.ServiceLevel[];
  readonly signedAt: rt.Instant;
  /** What the seller may call on in place of other segments. It is paid for only while the service runs on it. */
  readonly standbySegments: readonly ContractSegment[];
  readonly standbyPrices: readonly PriceRule[];
  /** In the same order. */
  readonly standbyServiceLevels: readonly common.ServiceLevel[];
  /** What the seller owes and has to observe when it ends its contract with the customer; the same that it agreed with the customer. */
  readonly termination?: TerminationTerms;
}

export const SupplyContract: rt.Codec<SupplyContract> = rt.codec<SupplyContract>({
  typeName: 'contracting.v1.SupplyContract',
  write(m, w, depth) {
    w.string(10, m.supplyContractId, 'contracting.v1.SupplyContract.supplyContractId');
    w.string(18, m.contractId, 'contracting.v1.SupplyContract.contractId');
    w.string(26, m.providerId, 'contracting.v1.SupplyContract.providerId');
    w.string(34, m.sellerId, 'contracting.v1.SupplyContract.sellerId');
    for (const item of rt.list(m.segments, 'contracting.v1.SupplyContract.segments')) w.message(42, ContractSegment, item, depth, 'contracting.v1.SupplyContract.segments');
    for (const item of rt.list(m.prices, 'contracting.v1.SupplyContract.prices')) w.message(50, PriceRule, item, depth, 'contracting.v1.SupplyContract.prices');
    w.uint32(56, m.mbps, 'contracting.v1.SupplyContract.mbps');
    w.uint32(64, m.termMonths, 'contracting.v1.SupplyContract.termMonths');
    for (const item of rt.list(m.serviceLevels, 'contracting.v1.SupplyContract.serviceLevels')) w.message(74, common.ServiceLevel, item, depth, 'contracting.v1.SupplyContract.serviceLevels');
    rt.instant(w.tag(82), m.signedAt, 'contracting.v1.SupplyContract.signedAt');
    for (const item of rt.list(m.standbySegments, 'contracting.v1.SupplyContract.standbySegments')) w.message(90, ContractSegment, item, depth, 'contracting.v1.SupplyContract.standbySegments');
    for (const item of rt.list(m.standbyPrices, 'contracting.v1.SupplyContract.standbyPrices')) w.message(98, PriceRule, item, depth, 'contracting.v1.SupplyContract.standbyPrices');
    for (const item of rt.list(m.standbyServiceLevels, 'contracting.v1.SupplyContract.standbyServiceLevels')) w.message(106, common.ServiceLevel, item, depth, 'contracting.v1.SupplyContract.standbyServiceLevels');
    if (m.termination !== undefined) w.message(114, TerminationTerms, m.termination, depth, 'contracting.v1.SupplyContract.termination');
  },
  read(r, outerEnd, depth) {
    let supplyContractId: string = '';
    let contractId: string = '';
    let providerId: string = '';
    let sellerId: string = '';
    const segments: ContractSegment[] = [];
    const prices: PriceRule[] = [];
    let mbps: number = 0;
    let termMonths: number = 0;
    const serviceLevels: common.ServiceLevel[] = [];
    let signedAt: rt.Instant | undefined;
    const standbySegments: ContractSegment[] = [];
    const standbyPrices: PriceRule[] = [];
    const standbyServiceLevels: common.ServiceLevel[] = [];
    let termination: TerminationTerms | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          supplyContractId = r.string();
          break;
        case 18:
          contractId = r.string();
          break;
        case 26:
          providerId = r.string();
          break;
        case 34:
          sellerId = r.string();
          break;
        case 42:
          segments.push(ContractSegment.read(r, r.enterMessage(depth), depth + 1));
          break;
        case 50:
          prices.push(PriceRule.read(r, r.enterMessage(depth), depth + 1));
          break;
        case 56:
          mbps = r.uint32();
          break;
        case 64:
          termMonths = r.uint32();
          break;
        case 74:
          serviceLevels.push(common.ServiceLevel.read(r, r.enterMessage(depth), depth + 1));
          break;
        case 82:
          if (signedAt !== undefined) rt.twice('contracting.v1.SupplyContract.signedAt');
          signedAt = rt.readInstant(r, 'contracting.v1.SupplyContract.signedAt');
          break;
        case 90:
          standbySegments.push(ContractSegment.read(r, r.enterMessage(depth), depth + 1));
          break;
        case 98:
          standbyPrices.push(PriceRule.read(r, r.enterMessage(depth), depth + 1));
          break;
        case 106:
          standbyServiceLevels.push(common.ServiceLevel.read(r, r.enterMessage(depth), depth + 1));
          break;
        case 114:
          if (termination !== undefined) rt.twice('contracting.v1.SupplyContract.termination');
          termination = TerminationTerms.read(r, r.enterMessage(depth), depth + 1);
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<SupplyContract> = {
      supplyContractId,
      contractId,
      providerId,
      sellerId,
      segments,
      prices,
      mbps,
      termMonths,
      serviceLevels,
      signedAt: signedAt ?? rt.missing('contracting.v1.SupplyContract.signedAt'),
      standbySegments,
      standbyPrices,
      standbyServiceLevels,
    };
    if (termination !== undefined) draft.termination = termination;
    return draft;
  },
  toJson(m) {
    return {
      supplyContractId: m.supplyContractId,
      contractId: m.contractId,
      providerId: m.providerId,
      sellerId: m.sellerId,
      segments: m.segments.map((item) => ContractSegment.toJson(item)),
      prices: m.prices.map((item) => PriceRule.toJson(item)),
      mbps: m.mbps,
      termMonths: m.termMonths,
      serviceLevels: m.serviceLevels.map((item) => common.ServiceLevel.toJson(item)),
      signedAt: rt.instantJson(m.signedAt),
      standbySegments: m.standbySegments.map((item) => ContractSegment.toJson(item)),
      standbyPrices: m.standbyPrices.map((item) => PriceRule.toJson(item)),
      standbyServiceLevels: m.standbyServiceLevels.map((item) => common.ServiceLevel.toJson(item)),
      ...(m.termination === undefined ? {} : { termination: TerminationTerms.toJson(m.termination) }),
    };
  },
});

/**
 * A later version of the agreement with the customer: what changes, and everything else stays as it was. Signed by the seller under
 * the domain `carriermesh.contracting.v1.ContractAmendment`.
 */
export interface ContractAmendment {
  readonly contractId: string;
  /** The contract as it was signed is version 1. */
  readonly version: number;
  /** SHA-256 of the version before, so that no version can be left out or put in later. */
  readonly amendedSha256: Uint8Array;
  readonly sellerId: string;
  readonly request: AmendmentRequest;
  /** The suppliers' amendments, by their hashes. */
  readonly supplies: readonly SupplyReference[];
  readonly signedAt: rt.Instant;
  readonly change:
    | { readonly kind: 'termination'; readonly termination: ContractTermination }
    | { readonly kind: 'bandwidth'; readonly bandwidth: BandwidthChange };
}

export const ContractAmendment: rt.Codec<ContractAmendment> = rt.codec<ContractAmendment>({
  typeName: 'contracting.v1.ContractAmendment',
  write(m, w, depth) {
    rt.checkKind(m.change, ['termination', 'bandwidth'], 'contracting.v1.ContractAmendment.change');
    w.string(10, m.contractId, 'contracting.v1.ContractAmendment.contractId');
    w.uint32(16, m.version, 'contracting.v1.ContractAmendment.version');
    w.bytes(26, m.amendedSha256, 'contracting.v1.ContractAmendment.amendedSha256');
    w.string(34, m.sellerId, 'contracting.v1.ContractAmendment.sellerId');
    w.message(42, AmendmentRequest, m.request, depth, 'contracting.v1.ContractAmendment.request');
    for (const item of rt.list(m.supplies, 'contracting.v1.ContractAmendment.supplies')) w.message(50, SupplyReference, item, depth, 'contracting.v1.ContractAmendment.supplies');
    rt.instant(w.tag(58), m.signedAt, 'contracting.v1.ContractAmendment.signedAt');
    if (m.change.kind === 'termination') w.message(66, ContractTermination, m.change.termination, depth, 'contracting.v1.ContractAmendment.termination');
    if (m.change.kind === 'bandwidth') w.message(74, BandwidthChange, m.change.bandwidth, depth, 'contracting.v1.ContractAmendment.bandwidth');
  },
  read(r, outerEnd, depth) {
    let contractId: string = '';
    let version: number = 0;
    let amendedSha256: Uint8Array = rt.NO_BYTES;
    let sellerId: string = '';
    let request: AmendmentRequest | undefined;
    const supplies: SupplyReference[] = [];
    let signedAt: rt.Instant | undefined;
    let change: ContractAmendment['change'] | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          contractId = r.string();
          break;
        case 16:
          version = r.uint32();
          break;
        case 26:
          amendedSha256 = r.bytes();
          break;
        case 34:
          sellerId = r.string();
          break;
        case 42:
          if (request !== undefined) rt.twice('contracting.v1.ContractAmendment.request');
          request = AmendmentRequest.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 50:
          supplies.push(SupplyReference.read(r, r.enterMessage(depth), depth + 1));
          break;
        case 58:
          if (signedAt !== undefined) rt.twice('contracting.v1.ContractAmendment.signedAt');
          signedAt = rt.readInstant(r, 'contracting.v1.ContractAmendment.signedAt');
          break;
        case 66:
          if (change?.kind === 'termination') rt.twice('contracting.v1.ContractAmendment.termination');
          change = { kind: 'termination', termination: ContractTermination.read(r, r.enterMessage(depth), depth + 1) };
          break;
        case 74:
          if (change?.kind === 'bandwidth') rt.twice('contracting.v1.ContractAmendment.bandwidth');
          change = { kind: 'bandwidth', bandwidth: BandwidthChange.read(r, r.enterMessage(depth), depth + 1) };
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      contractId,
      version,
      amendedSha256,
      sellerId,
      request: request ?? rt.missing('contracting.v1.ContractAmendment.request'),
      supplies,
      signedAt: signedAt ?? rt.missing('contracting.v1.ContractAmendment.signedAt'),
      change: change ?? rt.missing('contracting.v1.ContractAmendment.change'),
    };
  },
  toJson(m) {
    return {
      contractId: m.contractId,
      version: m.version,
      amendedSha256: rt.bytesJson(m.amendedSha256),
      sellerId: m.sellerId,
      request: AmendmentRequest.toJson(m.request),
      supplies: m.supplies.map((item) => SupplyReference.toJson(item)),
      signedAt: rt.instantJson(m.signedAt),
      change:
        m.change.kind === 'termination' ? { kind: 'termination', termination: ContractTermination.toJson(m.change.termination) } :
        { kind: 'bandwidth', bandwidth: BandwidthChange.toJson(m.change.bandwidth) },
    };
  },
});

/** Who asked for an amendment, and by which words. */
export interface AmendmentRequest {
  /** The buyer's id, or the seller's. */
  readonly requestedBy: string;
  readonly requestId: string;
  /** SHA-256 of the command that was sent, as the schema encodes it. */
  readonly requestSha256: Uint8Array;
  readonly requestedAt: rt.Instant;
}

export const AmendmentRequest: rt.Codec<AmendmentRequest> = rt.codec<AmendmentRequest>({
  typeName: 'contracting.v1.AmendmentRequest',
  write(m, w) {
    w.string(10, m.requestedBy, 'contracting.v1.AmendmentRequest.requestedBy');
    w.string(18, m.requestId, 'contracting.v1.AmendmentRequest.requestId');
    w.bytes(26, m.requestSha256, 'contracting.v1.AmendmentRequest.requestSha256');
    rt.instant(w.tag(34), m.requestedAt, 'contracting.v1.AmendmentRequest.requestedAt');
  },
  read(r, outerEnd, depth) {
    let requestedBy: string = '';
    let requestId: string = '';
    let requestSha256: Uint8Array = rt.NO_BYTES;
    let requestedAt: rt.Instant | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          requestedBy = r.string();
          break;
        case 18:
          requestId = r.string();
          break;
        case 26:
          requestSha256 = r.bytes();
          break;
        case 34:
          if (requestedAt !== undefined) rt.twice('contracting.v1.AmendmentRequest.requestedAt');
          requestedAt = rt.readInstant(r, 'contracting.v1.AmendmentRequest.requestedAt');
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      requestedBy,
      requestId,
      requestSha256,
      requestedAt: requestedAt ?? rt.missing('contracting.v1.AmendmentRequest.requestedAt'),
    };
  },
  toJson(m) {
    return {
      requestedBy: m.requestedBy,
      requestId: m.requestId,
      requestSha256: rt.bytesJson(m.requestSha256),
      requestedAt: rt.instantJson(m.requestedAt),
    };
  },
});

/** The service carries more, or less, from an instant on: the one in which the last of its providers had adjusted it, by their receipts. */
export interface BandwidthChange {
  /** To the customer what it ordered, to a supplier what travels. */
  readonly mbps: number;
  readonly from: rt.Instant;
  /**
   * Of every segment, also of those that stand by: each month's price is the one that was contracted for each Mbit/s. What is charged for a gigabyte stays.
   * A customer's follow what it ordered, a supplier's what travels.
   */
  readonly prices: readonly PriceRule[];
  /** To the customer of a service that is carried in a format: what travels from then on. */
  readonly carriedMbps?: number;
}

export const BandwidthChange: rt.Codec<BandwidthChange> = rt.codec<BandwidthChange>({
  typeName: 'contracting.v1.BandwidthChange',
  write(m, w, depth) {
    w.uint32(8, m.mbps, 'contracting.v1.BandwidthChange.mbps');
    rt.instant(w.tag(18), m.from, 'contracting.v1.BandwidthChange.from');
    for (const item of rt.list(m.prices, 'contracting.v1.BandwidthChange.prices')) w.message(26, PriceRule, item, depth, 'contracting.v1.BandwidthChange.prices');
    if (m.carriedMbps !== undefined) w.tag(32).putUint32(m.carriedMbps, 'contracting.v1.BandwidthChange.carriedMbps');
  },
  read(r, outerEnd, depth) {
    let mbps: number = 0;
    let from: rt.Instant | undefined;
    const prices: PriceRule[] = [];
    let carriedMbps: number | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 8:
          mbps = r.uint32();
          break;
        case 18:
          if (from !== undefined) rt.twice('contracting.v1.BandwidthChange.from');
          from = rt.readInstant(r, 'contracting.v1.BandwidthChange.from');
          break;
        case 26:
          prices.push(PriceRule.read(r, r.enterMessage(depth), depth + 1));
          break;
        case 32:
          carriedMbps = r.uint32();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<BandwidthChange> = {
      mbps,
      from: from ?? rt.missing('contracting.v1.BandwidthChange.from'),
      prices,
    };
    if (carriedMbps !== undefined) draft.carriedMbps = carriedMbps;
    return draft;
  },
  toJson(m) {
    return {
      mbps: m.mbps,
      from: rt.instantJson(m.from),
      prices: m.prices.map((item) => PriceRule.toJson(item)),
      ...(m.carriedMbps === undefined ? {} : { carriedMbps: m.carriedMbps }),
    };
  },
});

/** The contract ends. Nothing is charged for the time after that. */
export interface ContractTermination {
  /** A whole number of hours after the start of the service, since providers meter by its hours. */
  readonly endsAt: rt.Instant;
  /**
   * Of the recurring charges for the rest of the term, in ten-thousandths. 0 where the seller ends it: a customer who would have stayed owes
   * nothing for leaving.
   */
  readonly earlyChargeBasisPoints: number;
  readonly reason: string;
}

export const ContractTermination: rt.Codec<ContractTermination> = rt.codec<ContractTermination>({
  typeName: 'contracting.v1.ContractTermination',
  write(m, w) {
    rt.instant(w.tag(10), m.endsAt, 'contracting.v1.ContractTermination.endsAt');
    w.uint32(16, m.earlyChargeBasisPoints, 'contracting.v1.ContractTermination.earlyChargeBasisPoints');
    w.string(26, m.reason, 'contracting.v1.ContractTermination.reason');
  },
  read(r, outerEnd, depth) {
    let endsAt: rt.Instant | undefined;
    let earlyChargeBasisPoints: number = 0;
    let reason: string = '';
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          if (endsAt !== undefined) rt.twice('contracting.v1.ContractTermination.endsAt');
          endsAt = rt.readInstant(r, 'contracting.v1.ContractTermination.endsAt');
          break;
        case 16:
          earlyChargeBasisPoints = r.uint32();
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
      endsAt: endsAt ?? rt.missing('contracting.v1.ContractTermination.endsAt'),
      earlyChargeBasisPoints,
      reason,
    };
  },
  toJson(m) {
    return {
      endsAt: rt.instantJson(m.endsAt),
      earlyChargeBasisPoints: m.earlyChargeBasisPoints,
      reason: m.reason,
    };
  },
});

/**
 * A later version of the agreement with one supplier. Signed by the seller under the domain
 * `carriermesh.contracting.v1.SupplyContractAmendment`; the supplier counter-signs with its receipt for the release.
 */
export interface SupplyContractAmendment {
  readonly supplyContractId: string;
  readonly contractId: string;
  readonly providerId: string;
  readonly sellerId: string;
  readonly version: number;
  readonly amendedSha256: Uint8Array;
  readonly signedAt: rt.Instant;
  readonly change:
    | { readonly kind: 'termination'; readonly termination: ContractTermination }
    | { readonly kind: 'bandwidth'; readonly bandwidth: BandwidthChange };
}

export const SupplyContractAmendment: rt.Codec<SupplyContractAmendment> = rt.codec<SupplyContractAmendment>({
  typeName: 'contracting.v1.SupplyContractAmendment',
  write(m, w, depth) {
    rt.checkKind(m.change, ['termination', 'bandwidth'], 'contracting.v1.SupplyContractAmendment.change');
    w.string(10, m.supplyContractId, 'contracting.v1.SupplyContractAmendment.supplyContractId');
    w.string(18, m.contractId, 'contracting.v1.SupplyContractAmendment.contractId');
    w.string(26, m.providerId, 'contracting.v1.SupplyContractAmendment.providerId');
    w.string(34, m.sellerId, 'contracting.v1.SupplyContractAmendment.sellerId');
    w.uint32(40, m.version, 'contracting.v1.SupplyContractAmendment.version');
    w.bytes(50, m.amendedSha256, 'contracting.v1.SupplyContractAmendment.amendedSha256');
    rt.instant(w.tag(58), m.signedAt, 'contracting.v1.SupplyContractAmendment.signedAt');
    if (m.change.kind === 'termination') w.message(66, ContractTermination, m.change.termination, depth, 'contracting.v1.SupplyContractAmendment.termination');
    if (m.change.kind === 'bandwidth') w.message(74, BandwidthChange, m.change.bandwidth, depth, 'contracting.v1.SupplyContractAmendment.bandwidth');
  },
  read(r, outerEnd, depth) {
    let supplyContractId: string = '';
    let contractId: string = '';
    let providerId: string = '';
    let sellerId: string = '';
    let version: number = 0;
    let amendedSha256: Uint8Array = rt.NO_BYTES;
    let signedAt: rt.Instant | undefined;
    let change: SupplyContractAmendment['change'] | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          supplyContractId = r.string();
          break;
        case 18:
          contractId = r.string();
          break;
        case 26:
          providerId = r.string();
          break;
        case 34:
          sellerId = r.string();
          break;
        case 40:
          version = r.uint32();
          break;
        case 50:
          amendedSha256 = r.bytes();
          break;
        case 58:
          if (signedAt !== undefined) rt.twice('contracting.v1.SupplyContractAmendment.signedAt');
          signedAt = rt.readInstant(r, 'contracting.v1.SupplyContractAmendment.signedAt');
          break;
        case 66:
          if (change?.kind === 'termination') rt.twice('contracting.v1.SupplyContractAmendment.termination');
          change = { kind: 'termination', termination: ContractTermination.read(r, r.enterMessage(depth), depth + 1) };
          break;
        case 74:
          if (change?.kind === 'bandwidth') rt.twice('contracting.v1.SupplyContractAmendment.bandwidth');
          change = { kind: 'bandwidth', bandwidth: BandwidthChange.read(r, r.enterMessage(depth), depth + 1) };
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      supplyContractId,
      contractId,
      providerId,
      sellerId,
      version,
      amendedSha256,
      signedAt: signedAt ?? rt.missing('contracting.v1.SupplyContractAmendment.signedAt'),
      change: change ?? rt.missing('contracting.v1.SupplyContractAmendment.change'),
    };
  },
  toJson(m) {
    return {
      supplyContractId: m.supplyContractId,
      contractId: m.contractId,
      providerId: m.providerId,
      sellerId: m.sellerId,
      version: m.version,
      amendedSha256: rt.bytesJson(m.amendedSha256),
      signedAt: rt.instantJson(m.signedAt),
      change:
        m.change.kind === 'termination' ? { kind: 'termination', termination: ContractTermination.toJson(m.change.termination) } :
        { kind: 'bandwidth', bandwidth: BandwidthChange.toJson(m.change.bandwidth) },
    };
  },
});

/** What a running service is to become, by its contract as it is. */
export interface ServiceChange {
  readonly kind: ServiceChangeKind;
  /** Up to 500 characters, kept with the order of the change; may be empty. */
  readonly reason: string;
  /** What it is to carry, where it is modified, and absent otherwise. */
  readonly mbps?: number;
}

export const ServiceChange: rt.Codec<ServiceChange> = rt.codec<ServiceChange>({
  typeName: 'contracting.v1.ServiceChange',
  write(m, w) {
    w.int32(8, ServiceChangeKind.numberOf(m.kind, 'contracting.v1.ServiceChange.kind'), 'contracting.v1.ServiceChange.kind');
    w.string(18, m.reason, 'contracting.v1.ServiceChange.reason');
    if (m.mbps !== undefined) w.tag(24).putUint32(m.mbps, 'contracting.v1.ServiceChange.mbps');
  },
  read(r, outerEnd, depth) {
    let kind: ServiceChangeKind = 'unspecified';
    let reason: string = '';
    let mbps: number | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 8:
          kind = ServiceChangeKind.nameOf(r.int32());
          break;
        case 18:
          reason = r.string();
          break;
        case 24:
          mbps = r.uint32();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<ServiceChange> = {
      kind,
      reason,
    };
    if (mbps !== undefined) draft.mbps = mbps;
    return draft;
  },
  toJson(m) {
    return {
      kind: m.kind,
      reason: m.reason,
      ...(m.mbps === undefined ? {} : { mbps: m.mbps }),
    };
  },
});

/** A change of a service, from its order to its end. */
export interface ServiceChangeRecord {
  /** Counts the changes that were ordered under a contract from 1. */
  readonly number: number;
  readonly request: AmendmentRequest;
  readonly change: ServiceChange;
  readonly state: ServiceChangeState;
  readonly endedAt?: rt.Instant;
  /** Why it was rejected. */
  readonly refusal?: common.Refusal;
}

export const ServiceChangeRecord: rt.Codec<ServiceChangeRecord> = rt.codec<ServiceChangeRecord>({
  typeName: 'contracting.v1.ServiceChangeRecord',
  write(m, w, depth) {
    w.uint32(8, m.number, 'contracting.v1.ServiceChangeRecord.number');
    w.message(18, AmendmentRequest, m.request, depth, 'contracting.v1.ServiceChangeRecord.request');
    w.message(26, ServiceChange, m.change, depth, 'contracting.v1.ServiceChangeRecord.change');
    w.int32(32, ServiceChangeState.numberOf(m.state, 'contracting.v1.ServiceChangeRecord.state'), 'contracting.v1.ServiceChangeRecord.state');
    if (m.endedAt !== undefined) rt.instant(w.tag(42), m.endedAt, 'contracting.v1.ServiceChangeRecord.endedAt');
    if (m.refusal !== undefined) w.message(50, common.Refusal, m.refusal, depth, 'contracting.v1.ServiceChangeRecord.refusal');
  },
  read(r, outerEnd, depth) {
    let number: number = 0;
    let request: AmendmentRequest | undefined;
    let change: ServiceChange | undefined;
    let state: ServiceChangeState = 'unspecified';
    let endedAt: rt.Instant | undefined;
    let refusal: common.Refusal | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 8:
          number = r.uint32();
          break;
        case 18:
          if (request !== undefined) rt.twice('contracting.v1.ServiceChangeRecord.request');
          request = AmendmentRequest.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 26:
          if (change !== undefined) rt.twice('contracting.v1.ServiceChangeRecord.change');
          change = ServiceChange.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 32:
          state = ServiceChangeState.nameOf(r.int32());
          break;
        case 42:
          if (endedAt !== undefined) rt.twice('contracting.v1.ServiceChangeRecord.endedAt');
          endedAt = rt.readInstant(r, 'contracting.v1.ServiceChangeRecord.endedAt');
          break;
        case 50:
          if (refusal !== undefined) rt.twice('contracting.v1.ServiceChangeRecord.refusal');
          refusal = common.Refusal.read(r, r.enterMessage(depth), depth + 1);
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<ServiceChangeRecord> = {
      number,
      request: request ?? rt.missing('contracting.v1.ServiceChangeRecord.request'),
      change: change ?? rt.missing('contracting.v1.ServiceChangeRecord.change'),
      state,
    };
    if (endedAt !== undefined) draft.endedAt = endedAt;
    if (refusal !== undefined) draft.refusal = refusal;
    return draft;
  },
  toJson(m) {
    return {
      number: m.number,
      request: AmendmentRequest.toJson(m.request),
      change: ServiceChange.toJson(m.change),
      state: m.state,
      ...(m.endedAt === undefined ? {} : { endedAt: rt.instantJson(m.endedAt) }),
      ...(m.refusal === undefined ? {} : { refusal: common.Refusal.toJson(m.refusal) }),
    };
  },
});

/** An order as its buyer sees it. */
export interface ServiceRequestRecord {
  readonly orderId: string;
  readonly buyerId: string;
  readonly requestId: string;
  readonly state: OrderState;
  readonly terms: ServiceTerms;
  readonly requestedAt: rt.Instant;
  readonly quote?: QuoteSummary;
  readonly contractId?: string;
  readonly refusal?: common.Refusal;
  readonly activeAt?: rt.Instant;
  /** When the service ends or ended, once that is agreed. */
  readonly endsAt?: rt.Instant;
  /** What its buyer has of it since its bandwidth was changed for the last time; absent while that is what was ordered. */
  readonly changedMbps?: number;
}

export const ServiceRequestRecord: rt.Codec<ServiceRequestRecord> = rt.codec<ServiceRequestRecord>({
  typeName: 'contracting.v1.ServiceRequestRecord',
  write(m, w, depth) {
    w.string(10, m.orderId, 'contracting.v1.ServiceRequestRecord.orderId');
    w.string(18, m.buyerId, 'contracting.v1.ServiceRequestRecord.buyerId');
    w.string(26, m.requestId, 'contracting.v1.ServiceRequestRecord.requestId');
    w.int32(32, OrderState.numberOf(m.state, 'contracting.v1.ServiceRequestRecord.state'), 'contracting.v1.ServiceRequestRecord.state');
    w.message(42, ServiceTerms, m.terms, depth, 'contracting.v1.ServiceRequestRecord.terms');
    rt.instant(w.tag(50), m.requestedAt, 'contracting.v1.ServiceRequestRecord.requestedAt');
    if (m.quote !== undefined) w.message(58, QuoteSummary, m.quote, depth, 'contracting.v1.ServiceRequestRecord.quote');
    if (m.contractId !== undefined) w.tag(66).putString(m.contractId, 'contracting.v1.ServiceRequestRecord.contractId');
    if (m.refusal !== undefined) w.message(74, common.Refusal, m.refusal, depth, 'contracting.v1.ServiceRequestRecord.refusal');
    if (m.activeAt !== undefined) rt.instant(w.tag(82), m.activeAt, 'contracting.v1.ServiceRequestRecord.activeAt');
    if (m.endsAt !== undefined) rt.instant(w.tag(90), m.endsAt, 'contracting.v1.ServiceRequestRecord.endsAt');
    if (m.changedMbps !== undefined) w.tag(96).putUint32(m.changedMbps, 'contracting.v1.ServiceRequestRecord.changedMbps');
  },
  read(r, outerEnd, depth) {
    let orderId: string = '';
    let buyerId: string = '';
    let requestId: string = '';
    let state: OrderState = 'unspecified';
    let terms: ServiceTerms | undefined;
    let requestedAt: rt.Instant | undefined;
    let quote: QuoteSummary | undefined;
    let contractId: string | undefined;
    let refusal: common.Refusal | undefined;
    let activeAt: rt.Instant | undefined;
    let endsAt: rt.Instant | undefined;
    let changedMbps: number | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          orderId = r.string();
          break;
        case 18:
          buyerId = r.string();
          break;
        case 26:
          requestId = r.string();
          break;
        case 32:
          state = OrderState.nameOf(r.int32());
          break;
        case 42:
          if (terms !== undefined) rt.twice('contracting.v1.ServiceRequestRecord.terms');
          terms = ServiceTerms.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 50:
          if (requestedAt !== undefined) rt.twice('contracting.v1.ServiceRequestRecord.requestedAt');
          requestedAt = rt.readInstant(r, 'contracting.v1.ServiceRequestRecord.requestedAt');
          break;
        case 58:
          if (quote !== undefined) rt.twice('contracting.v1.ServiceRequestRecord.quote');
          quote = QuoteSummary.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 66:
          contractId = r.string();
          break;
        case 74:
          if (refusal !== undefined) rt.twice('contracting.v1.ServiceRequestRecord.refusal');
          refusal = common.Refusal.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 82:
          if (activeAt !== undefined) rt.twice('contracting.v1.ServiceRequestRecord.activeAt');
          activeAt = rt.readInstant(r, 'contracting.v1.ServiceRequestRecord.activeAt');
          break;
        case 90:
          if (endsAt !== undefined) rt.twice('contracting.v1.ServiceRequestRecord.endsAt');
          endsAt = rt.readInstant(r, 'contracting.v1.ServiceRequestRecord.endsAt');
          break;
        case 96:
          changedMbps = r.uint32();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<ServiceRequestRecord> = {
      orderId,
      buyerId,
      requestId,
      state,
      terms: terms ?? rt.missing('contracting.v1.ServiceRequestRecord.terms'),
      requestedAt: requestedAt ?? rt.missing('contracting.v1.ServiceRequestRecord.requestedAt'),
    };
    if (quote !== undefined) draft.quote = quote;
    if (contractId !== undefined) draft.contractId = contractId;
    if (refusal !== undefined) draft.refusal = refusal;
    if (activeAt !== undefined) draft.activeAt = activeAt;
    if (endsAt !== undefined) draft.endsAt = endsAt;
    if (changedMbps !== undefined) draft.changedMbps = changedMbps;
    return draft;
  },
  toJson(m) {
    return {
      orderId: m.orderId,
      buyerId: m.buyerId,
      requestId: m.requestId,
      state: m.state,
      terms: ServiceTerms.toJson(m.terms),
      requestedAt: rt.instantJson(m.requestedAt),
      ...(m.quote === undefined ? {} : { quote: QuoteSummary.toJson(m.quote) }),
      ...(m.contractId === undefined ? {} : { contractId: m.contractId }),
      ...(m.refusal === undefined ? {} : { refusal: common.Refusal.toJson(m.refusal) }),
      ...(m.activeAt === undefined ? {} : { activeAt: rt.instantJson(m.activeAt) }),
      ...(m.endsAt === undefined ? {} : { endsAt: rt.instantJson(m.endsAt) }),
      ...(m.changedMbps === undefined ? {} : { changedMbps: m.changedMbps }),
    };
  },
});

/** What a buyer may know of a quote: no cost, no margin, no loser. */
export interface QuoteSummary {
  readonly quoteId: string;
  readonly monthlyPrice: common.Money;
  readonly latencyNs: bigint;
  readonly handovers: number;
  readonly providers: readonly string[];
  readonly validUntil: rt.Instant;
  readonly alternatives: number;
  /** Lines that carry it together; absent where it is one. */
  readonly members?: number;
  /** How the price came about, where the list price was changed by what the seller states of its prices, and by nothing else. */
  readonly priceSteps: readonly PriceStep[];
  /** What usage is charged by; absent where each gigabyte has its price. */
  readonly usageTariff?: tariff.PinnedTariff;
  /** What it is carried in; absent where that is what was ordered. */
  readonly format?: ServiceFormat;
}

export const QuoteSummary: rt.Codec<QuoteSummary> = rt.codec<QuoteSummary>({
  typeName: 'contracting.v1.QuoteSummary',
  write(m, w, depth) {
    w.string(10, m.quoteId, 'contracting.v1.QuoteSummary.quoteId');
    w.message(18, common.Money, m.monthlyPrice, depth, 'contracting.v1.QuoteSummary.monthlyPrice');
    w.int64(24, m.latencyNs, 'contracting.v1.QuoteSummary.latencyNs');
    w.uint32(32, m.handovers, 'contracting.v1.QuoteSummary.handovers');
    for (const item of rt.list(m.providers, 'contracting.v1.QuoteSummary.providers')) w.tag(42).putString(item, 'contracting.v1.QuoteSummary.providers');
    rt.instant(w.tag(50), m.validUntil, 'contracting.v1.QuoteSummary.validUntil');
    w.uint32(56, m.alternatives, 'contracting.v1.QuoteSummary.alternatives');
    if (m.members !== undefined) w.tag(64).putUint32(m.members, 'contracting.v1.QuoteSummary.members');
    for (const item of rt.list(m.priceSteps, 'contracting.v1.QuoteSummary.priceSteps')) w.message(74, PriceStep, item, depth, 'contracting.v1.QuoteSummary.priceSteps');
    if (m.usageTariff !== undefined) w.message(82, tariff.PinnedTariff, m.usageTariff, depth, 'contracting.v1.QuoteSummary.usageTariff');
    if (m.format !== undefined) w.message(90, ServiceFormat, m.format, depth, 'contracting.v1.QuoteSummary.format');
  },
  read(r, outerEnd, depth) {
    let quoteId: string = '';
    let monthlyPrice: common.Money | undefined;
    let latencyNs: bigint = 0n;
    let handovers: number = 0;
    const providers: string[] = [];
    let validUntil: rt.Instant | undefined;
    let alternatives: number = 0;
    let members: number | undefined;
    const priceSteps: PriceStep[] = [];
    let usageTariff: tariff.PinnedTariff | undefined;
    let format: ServiceFormat | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          quoteId = r.string();
          break;
        case 18:
          if (monthlyPrice !== undefined) rt.twice('contracting.v1.QuoteSummary.monthlyPrice');
          monthlyPrice = common.Money.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 24:
          latencyNs = r.int64();
          break;
        case 32:
          handovers = r.uint32();
          break;
        case 42:
          providers.push(r.string());
          break;
        case 50:
          if (validUntil !== undefined) rt.twice('contracting.v1.QuoteSummary.validUntil');
          validUntil = rt.readInstant(r, 'contracting.v1.QuoteSummary.validUntil');
          break;
        case 56:
          alternatives = r.uint32();
          break;
        case 64:
          members = r.uint32();
          break;
        case 74:
          priceSteps.push(PriceStep.read(r, r.enterMessage(depth), depth + 1));
          break;
        case 82:
          if (usageTariff !== undefined) rt.twice('contracting.v1.QuoteSummary.usageTariff');
          usageTariff = tariff.PinnedTariff.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 90:
          if (format !== undefined) rt.twice('contracting.v1.QuoteSummary.format');
          format = ServiceFormat.read(r, r.enterMessage(depth), depth + 1);
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<QuoteSummary> = {
      quoteId,
      monthlyPrice: monthlyPrice ?? rt.missing('contracting.v1.QuoteSummary.monthlyPrice'),
      latencyNs,
      handovers,
      providers,
      validUntil: validUntil ?? rt.missing('contracting.v1.QuoteSummary.validUntil'),
      alternatives,
      priceSteps,
    };
    if (members !== undefined) draft.members = members;
    if (usageTariff !== undefined) draft.usageTariff = usageTariff;
    if (format !== undefined) draft.format = format;
    return draft;
  },
  toJson(m) {
    return {
      quoteId: m.quoteId,
      monthlyPrice: common.Money.toJson(m.monthlyPrice),
      latencyNs: m.latencyNs.toString(),
      handovers: m.handovers,
      providers: m.providers,
      validUntil: rt.instantJson(m.validUntil),
      alternatives: m.alternatives,
      ...(m.members === undefined ? {} : { members: m.members }),
      priceSteps: m.priceSteps.map((item) => PriceStep.toJson(item)),
      ...(m.usageTariff === undefined ? {} : { usageTariff: tariff.PinnedTariff.toJson(m.usageTariff) }),
      ...(m.format === undefined ? {} : { format: ServiceFormat.toJson(m.format) }),
    };
  },
});

/** A way that was priced with the offered one, could be sold too, and was not the best. It may take over while the offered one is impaired. */
export interface QuoteAlternate {
  readonly monthlyPrice: common.Money;
  readonly latencyNs: bigint;
  readonly handovers: number;
  readonly providers: readonly string[];
  /** False where it is slower than what was ordered: it is no choice, and better than nothing while the offered one is down. */
  readonly withinLatencyLimit: boolean;
}

export const QuoteAlternate: rt.Codec<QuoteAlternate> = rt.codec<QuoteAlternate>({
  typeName: 'contracting.v1.QuoteAlternate',
  write(m, w, depth) {
    w.message(10, common.Money, m.monthlyPrice, depth, 'contracting.v1.QuoteAlternate.monthlyPrice');
    w.int64(16, m.latencyNs, 'contracting.v1.QuoteAlternate.latencyNs');
    w.uint32(24, m.handovers, 'contracting.v1.QuoteAlternate.handovers');
    for (const item of rt.list(m.providers, 'contracting.v1.QuoteAlternate.providers')) w.tag(34).putString(item, 'contracting.v1.QuoteAlternate.providers');
    w.bool(40, m.withinLatencyLimit, 'contracting.v1.QuoteAlternate.withinLatencyLimit');
  },
  read(r, outerEnd, depth) {
    let monthlyPrice: common.Money | undefined;
    let latencyNs: bigint = 0n;
    let handovers: number = 0;
    const providers: string[] = [];
    let withinLatencyLimit: boolean = false;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          if (monthlyPrice !== undefined) rt.twice('contracting.v1.QuoteAlternate.monthlyPrice');
          monthlyPrice = common.Money.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 16:
          latencyNs = r.int64();
          break;
        case 24:
          handovers = r.uint32();
          break;
        case 34:
          providers.push(r.string());
          break;
        case 40:
          withinLatencyLimit = r.bool();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      monthlyPrice: monthlyPrice ?? rt.missing('contracting.v1.QuoteAlternate.monthlyPrice'),
      latencyNs,
      handovers,
      providers,
      withinLatencyLimit,
    };
  },
  toJson(m) {
    return {
      monthlyPrice: common.Money.toJson(m.monthlyPrice),
      latencyNs: m.latencyNs.toString(),
      handovers: m.handovers,
      providers: m.providers,
      withinLatencyLimit: m.withinLatencyLimit,
    };
  },
});

/**
 * What a buyer signs to take a quote, under the domain `carriermesh.contracting.v1.QuoteAcceptance`. The contract does not exist yet by then: it
 * follows from the quote, whose hash it binds, and from nothing that could be added later.
 */
export interface QuoteAcceptance {
  readonly buyerId: string;
  readonly orderId: string;
  readonly quoteId: string;
  readonly quoteSha256: Uint8Array;
  /** SHA-256 of the ServiceTerms that the buyer sent. */
  readonly termsSha256: Uint8Array;
}

export const QuoteAcceptance: rt.Codec<QuoteAcceptance> = rt.codec<QuoteAcceptance>({
  typeName: 'contracting.v1.QuoteAcceptance',
  write(m, w) {
    w.string(10, m.buyerId, 'contracting.v1.QuoteAcceptance.buyerId');
    w.string(18, m.orderId, 'contracting.v1.QuoteAcceptance.orderId');
    w.string(26, m.quoteId, 'contracting.v1.QuoteAcceptance.quoteId');
    w.bytes(34, m.quoteSha256, 'contracting.v1.QuoteAcceptance.quoteSha256');
    w.bytes(42, m.termsSha256, 'contracting.v1.QuoteAcceptance.termsSha256');
  },
  read(r, outerEnd, depth) {
    let buyerId: string = '';
    let orderId: string = '';
    let quoteId: string = '';
    let quoteSha256: Uint8Array = rt.NO_BYTES;
    let termsSha256: Uint8Array = rt.NO_BYTES;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          buyerId = r.string();
          break;
        case 18:
          orderId = r.string();
          break;
        case 26:
          quoteId = r.string();
          break;
        case 34:
          quoteSha256 = r.bytes();
          break;
        case 42:
          termsSha256 = r.bytes();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      buyerId,
      orderId,
      quoteId,
      quoteSha256,
      termsSha256,
    };
  },
  toJson(m) {
    return {
      buyerId: m.buyerId,
      orderId: m.orderId,
      quoteId: m.quoteId,
      quoteSha256: rt.bytesJson(m.quoteSha256),
      termsSha256: rt.bytesJson(m.termsSha256),
    };
  },
});

/** The key that speaks for a buyer. */
export interface BuyerKeyRecord {
  readonly buyerId: string;
  /** Raw Ed25519, 32 bytes. */
  readonly publicKey: Uint8Array;
  /** SHA-256 of it, in hexadecimal digits. */
  readonly keyId: string;
  readonly mustSign: boolean;
}

export const BuyerKeyRecord: rt.Codec<BuyerKeyRecord> = rt.codec<BuyerKeyRecord>({
  typeName: 'contracting.v1.BuyerKeyRecord',
  write(m, w) {
    w.string(10, m.buyerId, 'contracting.v1.BuyerKeyRecord.buyerId');
    w.bytes(18, m.publicKey, 'contracting.v1.BuyerKeyRecord.publicKey');
    w.string(26, m.keyId, 'contracting.v1.BuyerKeyRecord.keyId');
    w.bool(32, m.mustSign, 'contracting.v1.BuyerKeyRecord.mustSign');
  },
  read(r, outerEnd, depth) {
    let buyerId: string = '';
    let publicKey: Uint8Array = rt.NO_BYTES;
    let keyId: string = '';
    let mustSign: boolean = false;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          buyerId = r.string();
          break;
        case 18:
          publicKey = r.bytes();
          break;
        case 26:
          keyId = r.string();
          break;
        case 32:
          mustSign = r.bool();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      buyerId,
      publicKey,
      keyId,
      mustSign,
    };
  },
  toJson(m) {
    return {
      buyerId: m.buyerId,
      publicKey: rt.bytesJson(m.publicKey),
      keyId: m.keyId,
      mustSign: m.mustSign,
    };
  },
});

/** A quote as its buyer sees it: the answer to one order. */
export interface QuoteRecord {
  readonly orderId: string;
  readonly buyerId: string;
  /** In the words of MEF 80 (LSO Sonata): acknowledged, inProgress, approved.orderable, accepted, declined, expired, unableToProvide. */
  readonly state: string;
  readonly terms: ServiceTerms;
  readonly requestedAt: rt.Instant;
  /** Absent while there is no price yet, and where there never was one. */
  readonly summary?: QuoteSummary;
  /** Why there is no quote, or no longer one. */
  readonly refusal?: common.Refusal;
}

export const QuoteRecord: rt.Codec<QuoteRecord> = rt.codec<QuoteRecord>({
  typeName: 'contracting.v1.QuoteRecord',
  write(m, w, depth) {
    w.string(10, m.orderId, 'contracting.v1.QuoteRecord.orderId');
    w.string(18, m.buyerId, 'contracting.v1.QuoteRecord.buyerId');
    w.string(26, m.state, 'contracting.v1.QuoteRecord.state');
    w.message(34, ServiceTerms, m.terms, depth, 'contracting.v1.QuoteRecord.terms');
    rt.instant(w.tag(42), m.requestedAt, 'contracting.v1.QuoteRecord.requestedAt');
    if (m.summary !== undefined) w.message(50, QuoteSummary, m.summary, depth, 'contracting.v1.QuoteRecord.summary');
    if (m.refusal !== undefined) w.message(58, common.Refusal, m.refusal, depth, 'contracting.v1.QuoteRecord.refusal');
  },
  read(r, outerEnd, depth) {
    let orderId: string = '';
    let buyerId: string = '';
    let state: string = '';
    let terms: ServiceTerms | undefined;
    let requestedAt: rt.Instant | undefined;
    let summary: QuoteSummary | undefined;
    let refusal: common.Refusal | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          orderId = r.string();
          break;
        case 18:
          buyerId = r.string();
          break;
        case 26:
          state = r.string();
          break;
        case 34:
          if (terms !== undefined) rt.twice('contracting.v1.QuoteRecord.terms');
          terms = ServiceTerms.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 42:
          if (requestedAt !== undefined) rt.twice('contracting.v1.QuoteRecord.requestedAt');
          requestedAt = rt.readInstant(r, 'contracting.v1.QuoteRecord.requestedAt');
          break;
        case 50:
          if (summary !== undefined) rt.twice('contracting.v1.QuoteRecord.summary');
          summary = QuoteSummary.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 58:
          if (refusal !== undefined) rt.twice('contracting.v1.QuoteRecord.refusal');
          refusal = common.Refusal.read(r, r.enterMessage(depth), depth + 1);
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<QuoteRecord> = {
      orderId,
      buyerId,
      state,
      terms: terms ?? rt.missing('contracting.v1.QuoteRecord.terms'),
      requestedAt: requestedAt ?? rt.missing('contracting.v1.QuoteRecord.requestedAt'),
    };
    if (summary !== undefined) draft.summary = summary;
    if (refusal !== undefined) draft.refusal = refusal;
    return draft;
  },
  toJson(m) {
    return {
      orderId: m.orderId,
      buyerId: m.buyerId,
      state: m.state,
      terms: ServiceTerms.toJson(m.terms),
      requestedAt: rt.instantJson(m.requestedAt),
      ...(m.summary === undefined ? {} : { summary: QuoteSummary.toJson(m.summary) }),
      ...(m.refusal === undefined ? {} : { refusal: common.Refusal.toJson(m.refusal) }),
    };
  },
});

/** How a party is called and reached. It is kept encrypted alone, and shown to the party itself and to the operator. */
export interface PartyContact {
  readonly displayName: string;
  readonly email: string;
  /** E.164 with its plus sign. */
  readonly phone: string;
  readonly address: PostalAddress;
  /** Where bills go; absent: to the party itself. */
  readonly billing?: BillingContact;
}

export const PartyContact: rt.Codec<PartyContact> = rt.codec<PartyContact>({
  typeName: 'contracting.v1.PartyContact',
  write(m, w, depth) {
    w.string(10, m.displayName, 'contracting.v1.PartyContact.displayName');
    w.string(18, m.email, 'contracting.v1.PartyContact.email');
    w.string(26, m.phone, 'contracting.v1.PartyContact.phone');
    w.message(34, PostalAddress, m.address, depth, 'contracting.v1.PartyContact.address');
    if (m.billing !== undefined) w.message(42, BillingContact, m.billing, depth, 'contracting.v1.PartyContact.billing');
  },
  read(r, outerEnd, depth) {
    let displayName: string = '';
    let email: string = '';
    let phone: string = '';
    let address: PostalAddress | undefined;
    let billing: BillingContact | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          displayName = r.string();
          break;
        case 18:
          email = r.string();
          break;
        case 26:
          phone = r.string();
          break;
        case 34:
          if (address !== undefined) rt.twice('contracting.v1.PartyContact.address');
          address = PostalAddress.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 42:
          if (billing !== undefined) rt.twice('contracting.v1.PartyContact.billing');
          billing = BillingContact.read(r, r.enterMessage(depth), depth + 1);
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<PartyContact> = {
      displayName,
      email,
      phone,
      address: address ?? rt.missing('contracting.v1.PartyContact.address'),
    };
    if (billing !== undefined) draft.billing = billing;
    return draft;
  },
  toJson(m) {
    return {
      displayName: m.displayName,
      email: m.email,
      phone: m.phone,
      address: PostalAddress.toJson(m.address),
      ...(m.billing === undefined ? {} : { billing: BillingContact.toJson(m.billing) }),
    };
  },
});

/** Where letters reach a party. */
export interface PostalAddress {
  /** Street and number, one or two lines. */
  readonly street: readonly string[];
  readonly city: string;
  /** Empty where a country has none. */
  readonly stateOrProvince: string;
  /** Empty where a country has none. */
  readonly postCode: string;
  /** ISO 3166-1 alpha-2, two capital letters. */
  readonly country: string;
}

export const PostalAddress: rt.Codec<PostalAddress> = rt.codec<PostalAddress>({
  typeName: 'contracting.v1.PostalAddress',
  write(m, w) {
    for (const item of rt.list(m.street, 'contracting.v1.PostalAddress.street')) w.tag(10).putString(item, 'contracting.v1.PostalAddress.street');
    w.string(18, m.city, 'contracting.v1.PostalAddress.city');
    w.string(26, m.stateOrProvince, 'contracting.v1.PostalAddress.stateOrProvince');
    w.string(34, m.postCode, 'contracting.v1.PostalAddress.postCode');
    w.string(42, m.country, 'contracting.v1.PostalAddress.country');
  },
  read(r, outerEnd, depth) {
    const street: string[] = [];
    let city: string = '';
    let stateOrProvince: string = '';
    let postCode: string = '';
    let country: string = '';
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          street.push(r.string());
          break;
        case 18:
          city = r.string();
          break;
        case 26:
          stateOrProvince = r.string();
          break;
        case 34:
          postCode = r.string();
          break;
        case 42:
          country = r.string();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      street,
      city,
      stateOrProvince,
      postCode,
      country,
    };
  },
  toJson(m) {
    return {
      street: m.street,
      city: m.city,
      stateOrProvince: m.stateOrProvince,
      postCode: m.postCode,
      country: m.country,
    };
  },
});

/** Who looks after a party's bills. */
export interface BillingContact {
  readonly email: string;
  /** E.164 with its plus sign; empty: none. */
  readonly phone: string;
}

export const BillingContact: rt.Codec<BillingContact> = rt.codec<BillingContact>({
  typeName: 'contracting.v1.BillingContact',
  write(m, w) {
    w.string(10, m.email, 'contracting.v1.BillingContact.email');
    w.string(18, m.phone, 'contracting.v1.BillingContact.phone');
  },
  read(r, outerEnd, depth) {
    let email: string = '';
    let phone: string = '';
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          email = r.string();
          break;
        case 18:
          phone = r.string();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      email,
      phone,
    };
  },
  toJson(m) {
    return {
      email: m.email,
      phone: m.phone,
    };
  },
});

/** A party as the party itself and the operator see it. */
export interface PartyRecord {
  readonly partyId: string;
  readonly kind: PartyKind;
  /** Absent as soon as the party is forgotten. */
  readonly contact?: PartyContact;
  readonly registeredAt: rt.Instant;
  readonly changedAt: rt.Instant;
  /** From here on nobody is told its contact. */
  readonly forgottenAt?: rt.Instant;
  /** From here on nobody can find it out. */
  readonly keyErasedAt?: rt.Instant;
  /** How often its contact was changed; whoever changes it says so. */
  readonly changes: number;
}

export const PartyRecord: rt.Codec<PartyRecord> = rt.codec<PartyRecord>({
  typeName: 'contracting.v1.PartyRecord',
  write(m, w, depth) {
    w.string(10, m.partyId, 'contracting.v1.PartyRecord.partyId');
    w.int32(16, PartyKind.numberOf(m.kind, 'contracting.v1.PartyRecord.kind'), 'contracting.v1.PartyRecord.kind');
    if (m.contact !== undefined) w.message(26, PartyContact, m.contact, depth, 'contracting.v1.PartyRecord.contact');
    rt.instant(w.tag(34), m.registeredAt, 'contracting.v1.PartyRecord.registeredAt');
    rt.instant(w.tag(42), m.changedAt, 'contracting.v1.PartyRecord.changedAt');
    if (m.forgottenAt !== undefined) rt.instant(w.tag(50), m.forgottenAt, 'contracting.v1.PartyRecord.forgottenAt');
    if (m.keyErasedAt !== undefined) rt.instant(w.tag(58), m.keyErasedAt, 'contracting.v1.PartyRecord.keyErasedAt');
    w.uint32(64, m.changes, 'contracting.v1.PartyRecord.changes');
  },
  read(r, outerEnd, depth) {
    let partyId: string = '';
    let kind: PartyKind = 'unspecified';
    let contact: PartyContact | undefined;
    let registeredAt: rt.Instant | undefined;
    let changedAt: rt.Instant | undefined;
    let forgottenAt: rt.Instant | undefined;
    let keyErasedAt: rt.Instant | undefined;
    let changes: number = 0;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          partyId = r.string();
          break;
        case 16:
          kind = PartyKind.nameOf(r.int32());
          break;
        case 26:
          if (contact !== undefined) rt.twice('contracting.v1.PartyRecord.contact');
          contact = PartyContact.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 34:
          if (registeredAt !== undefined) rt.twice('contracting.v1.PartyRecord.registeredAt');
          registeredAt = rt.readInstant(r, 'contracting.v1.PartyRecord.registeredAt');
          break;
        case 42:
          if (changedAt !== undefined) rt.twice('contracting.v1.PartyRecord.changedAt');
          changedAt = rt.readInstant(r, 'contracting.v1.PartyRecord.changedAt');
          break;
        case 50:
          if (forgottenAt !== undefined) rt.twice('contracting.v1.PartyRecord.forgottenAt');
          forgottenAt = rt.readInstant(r, 'contracting.v1.PartyRecord.forgottenAt');
          break;
        case 58:
          if (keyErasedAt !== undefined) rt.twice('contracting.v1.PartyRecord.keyErasedAt');
          keyErasedAt = rt.readInstant(r, 'contracting.v1.PartyRecord.keyErasedAt');
          break;
        case 64:
          changes = r.uint32();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<PartyRecord> = {
      partyId,
      kind,
      registeredAt: registeredAt ?? rt.missing('contracting.v1.PartyRecord.registeredAt'),
      changedAt: changedAt ?? rt.missing('contracting.v1.PartyRecord.changedAt'),
      changes,
    };
    if (contact !== undefined) draft.contact = contact;
    if (forgottenAt !== undefined) draft.forgottenAt = forgottenAt;
    if (keyErasedAt !== undefined) draft.keyErasedAt = keyErasedAt;
    return draft;
  },
  toJson(m) {
    return {
      partyId: m.partyId,
      kind: m.kind,
      ...(m.contact === undefined ? {} : { contact: PartyContact.toJson(m.contact) }),
      registeredAt: rt.instantJson(m.registeredAt),
      changedAt: rt.instantJson(m.changedAt),
      ...(m.forgottenAt === undefined ? {} : { forgottenAt: rt.instantJson(m.forgottenAt) }),
      ...(m.keyErasedAt === undefined ? {} : { keyErasedAt: rt.instantJson(m.keyErasedAt) }),
      changes: m.changes,
    };
  },
});

/** A contract as its buyer sees it. */
export interface ContractRecord {
  readonly contractId: string;
  /** The contract and the seller's signature, as they are in the ledger. */
  readonly envelope: common.SignedEnvelope;
  readonly contractSha256: Uint8Array;
  readonly state: ContractState;
  /** The later versions, the oldest first. */
  readonly amendments: readonly AmendmentRecord[];
  /** What was ordered of its service, the oldest first. */
  readonly changes: readonly ServiceChangeRecord[];
}

export const ContractRecord: rt.Codec<ContractRecord> = rt.codec<ContractRecord>({
  typeName: 'contracting.v1.ContractRecord',
  write(m, w, depth) {
    w.string(10, m.contractId, 'contracting.v1.ContractRecord.contractId');
    w.message(18, common.SignedEnvelope, m.envelope, depth, 'contracting.v1.ContractRecord.envelope');
    w.bytes(26, m.contractSha256, 'contracting.v1.ContractRecord.contractSha256');
    w.int32(32, ContractState.numberOf(m.state, 'contracting.v1.ContractRecord.state'), 'contracting.v1.ContractRecord.state');
    for (const item of rt.list(m.amendments, 'contracting.v1.ContractRecord.amendments')) w.message(42, AmendmentRecord, item, depth, 'contracting.v1.ContractRecord.amendments');
    for (const item of rt.list(m.changes, 'contracting.v1.ContractRecord.changes')) w.message(50, ServiceChangeRecord, item, depth, 'contracting.v1.ContractRecord.changes');
  },
  read(r, outerEnd, depth) {
    let contractId: string = '';
    let envelope: common.SignedEnvelope | undefined;
    let contractSha256: Uint8Array = rt.NO_BYTES;
    let state: ContractState = 'unspecified';
    const amendments: AmendmentRecord[] = [];
    const changes: ServiceChangeRecord[] = [];
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          contractId = r.string();
          break;
        case 18:
          if (envelope !== undefined) rt.twice('contracting.v1.ContractRecord.envelope');
          envelope = common.SignedEnvelope.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 26:
          contractSha256 = r.bytes();
          break;
        case 32:
          state = ContractState.nameOf(r.int32());
          break;
        case 42:
          amendments.push(AmendmentRecord.read(r, r.enterMessage(depth), depth + 1));
          break;
        case 50:
          changes.push(ServiceChangeRecord.read(r, r.enterMessage(depth), depth + 1));
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      contractId,
      envelope: envelope ?? rt.missing('contracting.v1.ContractRecord.envelope'),
      contractSha256,
      state,
      amendments,
      changes,
    };
  },
  toJson(m) {
    return {
      contractId: m.contractId,
      envelope: common.SignedEnvelope.toJson(m.envelope),
      contractSha256: rt.bytesJson(m.contractSha256),
      state: m.state,
      amendments: m.amendments.map((item) => AmendmentRecord.toJson(item)),
      changes: m.changes.map((item) => ServiceChangeRecord.toJson(item)),
    };
  },
});

/** A version of a contract after the one that was signed first. */
export interface AmendmentRecord {
  readonly version: number;
  /** A ContractAmendment with the seller's signature, as it is in the ledger. */
  readonly envelope: common.SignedEnvelope;
  readonly amendmentSha256: Uint8Array;
}

export const AmendmentRecord: rt.Codec<AmendmentRecord> = rt.codec<AmendmentRecord>({
  typeName: 'contracting.v1.AmendmentRecord',
  write(m, w, depth) {
    w.uint32(8, m.version, 'contracting.v1.AmendmentRecord.version');
    w.message(18, common.SignedEnvelope, m.envelope, depth, 'contracting.v1.AmendmentRecord.envelope');
    w.bytes(26, m.amendmentSha256, 'contracting.v1.AmendmentRecord.amendmentSha256');
  },
  read(r, outerEnd, depth) {
    let version: number = 0;
    let envelope: common.SignedEnvelope | undefined;
    let amendmentSha256: Uint8Array = rt.NO_BYTES;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 8:
          version = r.uint32();
          break;
        case 18:
          if (envelope !== undefined) rt.twice('contracting.v1.AmendmentRecord.envelope');
          envelope = common.SignedEnvelope.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 26:
          amendmentSha256 = r.bytes();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      version,
      envelope: envelope ?? rt.missing('contracting.v1.AmendmentRecord.envelope'),
      amendmentSha256,
    };
  },
  toJson(m) {
    return {
      version: m.version,
      envelope: common.SignedEnvelope.toJson(m.envelope),
      amendmentSha256: rt.bytesJson(m.amendmentSha256),
    };
  },
});

/** A buyer ordered a service. From here on the order has an end: a running service, or a refusal with its reason. */
export interface ServiceRequested {
  readonly orderId: string;
  readonly buyerId: string;
  /** The buyer's own name for this request; the same name with other terms is refused. */
  readonly requestId: string;
  readonly terms: ServiceTerms;
  readonly termsSha256: Uint8Array;
  readonly requestedAt: rt.Instant;
}

export const ServiceRequested: rt.Codec<ServiceRequested> = rt.codec<ServiceRequested>({
  typeName: 'contracting.v1.ServiceRequested',
  write(m, w, depth) {
    w.string(10, m.orderId, 'contracting.v1.ServiceRequested.orderId');
    w.string(18, m.buyerId, 'contracting.v1.ServiceRequested.buyerId');
    w.string(26, m.requestId, 'contracting.v1.ServiceRequested.requestId');
    w.message(34, ServiceTerms, m.terms, depth, 'contracting.v1.ServiceRequested.terms');
    w.bytes(42, m.termsSha256, 'contracting.v1.ServiceRequested.termsSha256');
    rt.instant(w.tag(50), m.requestedAt, 'contracting.v1.ServiceRequested.requestedAt');
  },
  read(r, outerEnd, depth) {
    let orderId: string = '';
    let buyerId: string = '';
    let requestId: string = '';
    let terms: ServiceTerms | undefined;
    let termsSha256: Uint8Array = rt.NO_BYTES;
    let requestedAt: rt.Instant | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          orderId = r.string();
          break;
        case 18:
          buyerId = r.string();
          break;
        case 26:
          requestId = r.string();
          break;
        case 34:
          if (terms !== undefined) rt.twice('contracting.v1.ServiceRequested.terms');
          terms = ServiceTerms.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 42:
          termsSha256 = r.bytes();
          break;
        case 50:
          if (requestedAt !== undefined) rt.twice('contracting.v1.ServiceRequested.requestedAt');
          requestedAt = rt.readInstant(r, 'contracting.v1.ServiceRequested.requestedAt');
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      orderId,
      buyerId,
      requestId,
      terms: terms ?? rt.missing('contracting.v1.ServiceRequested.terms'),
      termsSha256,
      requestedAt: requestedAt ?? rt.missing('contracting.v1.ServiceRequested.requestedAt'),
    };
  },
  toJson(m) {
    return {
      orderId: m.orderId,
      buyerId: m.buyerId,
      requestId: m.requestId,
      terms: ServiceTerms.toJson(m.terms),
      termsSha256: rt.bytesJson(m.termsSha256),
      requestedAt: rt.instantJson(m.requestedAt),
    };
  },
});

/** The order ended without a service, and nothing is charged for it. */
export interface ServiceRequestRefused {
  readonly orderId: string;
  readonly refusal: common.Refusal;
  readonly refusedAt: rt.Instant;
}

export const ServiceRequestRefused: rt.Codec<ServiceRequestRefused> = rt.codec<ServiceRequestRefused>({
  typeName: 'contracting.v1.ServiceRequestRefused',
  write(m, w, depth) {
    w.string(10, m.orderId, 'contracting.v1.ServiceRequestRefused.orderId');
    w.message(18, common.Refusal, m.refusal, depth, 'contracting.v1.ServiceRequestRefused.refusal');
    rt.instant(w.tag(26), m.refusedAt, 'contracting.v1.ServiceRequestRefused.refusedAt');
  },
  read(r, outerEnd, depth) {
    let orderId: string = '';
    let refusal: common.Refusal | undefined;
    let refusedAt: rt.Instant | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          orderId = r.string();
          break;
        case 18:
          if (refusal !== undefined) rt.twice('contracting.v1.ServiceRequestRefused.refusal');
          refusal = common.Refusal.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 26:
          if (refusedAt !== undefined) rt.twice('contracting.v1.ServiceRequestRefused.refusedAt');
          refusedAt = rt.readInstant(r, 'contracting.v1.ServiceRequestRefused.refusedAt');
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      orderId,
      refusal: refusal ?? rt.missing('contracting.v1.ServiceRequestRefused.refusal'),
      refusedAt: refusedAt ?? rt.missing('contracting.v1.ServiceRequestRefused.refusedAt'),
    };
  },
  toJson(m) {
    return {
      orderId: m.orderId,
      refusal: common.Refusal.toJson(m.refusal),
      refusedAt: rt.instantJson(m.refusedAt),
    };
  },
});

/** The order ended with a running service. */
export interface ServiceRequestCompleted {
  readonly orderId: string;
  readonly contractId: string;
  readonly completedAt: rt.Instant;
  /** Metering and charges count from here; its hours are those of the service's end too. */
  readonly serviceStartAt?: rt.Instant;
}

export const ServiceRequestCompleted: rt.Codec<ServiceRequestCompleted> = rt.codec<ServiceRequestCompleted>({
  typeName: 'contracting.v1.ServiceRequestCompleted',
  write(m, w) {
    w.string(10, m.orderId, 'contracting.v1.ServiceRequestCompleted.orderId');
    w.string(18, m.contractId, 'contracting.v1.ServiceRequestCompleted.contractId');
    rt.instant(w.tag(26), m.completedAt, 'contracting.v1.ServiceRequestCompleted.completedAt');
    if (m.serviceStartAt !== undefined) rt.instant(w.tag(34), m.serviceStartAt, 'contracting.v1.ServiceRequestCompleted.serviceStartAt');
  },
  read(r, outerEnd, depth) {
    let orderId: string = '';
    let contractId: string = '';
    let completedAt: rt.Instant | undefined;
    let serviceStartAt: rt.Instant | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          orderId = r.string();
          break;
        case 18:
          contractId = r.string();
          break;
        case 26:
          if (completedAt !== undefined) rt.twice('contracting.v1.ServiceRequestCompleted.completedAt');
          completedAt = rt.readInstant(r, 'contracting.v1.ServiceRequestCompleted.completedAt');
          break;
        case 34:
          if (serviceStartAt !== undefined) rt.twice('contracting.v1.ServiceRequestCompleted.serviceStartAt');
          serviceStartAt = rt.readInstant(r, 'contracting.v1.ServiceRequestCompleted.serviceStartAt');
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<ServiceRequestCompleted> = {
      orderId,
      contractId,
      completedAt: completedAt ?? rt.missing('contracting.v1.ServiceRequestCompleted.completedAt'),
    };
    if (serviceStartAt !== undefined) draft.serviceStartAt = serviceStartAt;
    return draft;
  },
  toJson(m) {
    return {
      orderId: m.orderId,
      contractId: m.contractId,
      completedAt: rt.instantJson(m.completedAt),
      ...(m.serviceStartAt === undefined ? {} : { serviceStartAt: rt.instantJson(m.serviceStartAt) }),
    };
  },
});

/** The seller offers a price, with every scenario that was weighed and why each loser lost. */
export interface QuoteOffered {
  readonly quoteId: string;
  readonly orderId: string;
  /** A Quote, as the bytes that are hashed. */
  readonly quote: Uint8Array;
  readonly quoteSha256: Uint8Array;
  readonly summary: QuoteSummary;
  /**
   * The offers that its scenarios were priced by, once each, as their providers signed them: with these the same price can be
   * computed again, and the winner's go into the supply contracts. The seller's alone.
   */
  readonly offers: readonly advertising.SignedOffer[];
  /** The only buyer who can accept it. */
  readonly buyerId: string;
}

export const QuoteOffered: rt.Codec<QuoteOffered> = rt.codec<QuoteOffered>({
  typeName: 'contracting.v1.QuoteOffered',
  write(m, w, depth) {
    w.string(10, m.quoteId, 'contracting.v1.QuoteOffered.quoteId');
    w.string(18, m.orderId, 'contracting.v1.QuoteOffered.orderId');
    w.bytes(26, m.quote, 'contracting.v1.QuoteOffered.quote');
    w.bytes(34, m.quoteSha256, 'contracting.v1.QuoteOffered.quoteSha256');
    w.message(42, QuoteSummary, m.summary, depth, 'contracting.v1.QuoteOffered.summary');
    for (const item of rt.list(m.offers, 'contracting.v1.QuoteOffered.offers')) w.message(50, advertising.SignedOffer, item, depth, 'contracting.v1.QuoteOffered.offers');
    w.string(58, m.buyerId, 'contracting.v1.QuoteOffered.buyerId');
  },
  read(r, outerEnd, depth) {
    let quoteId: string = '';
    let orderId: string = '';
    let quote: Uint8Array = rt.NO_BYTES;
    let quoteSha256: Uint8Array = rt.NO_BYTES;
    let summary: QuoteSummary | undefined;
    const offers: advertising.SignedOffer[] = [];
    let buyerId: string = '';
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          quoteId = r.string();
          break;
        case 18:
          orderId = r.string();
          break;
        case 26:
          quote = r.bytes();
          break;
        case 34:
          quoteSha256 = r.bytes();
          break;
        case 42:
          if (summary !== undefined) rt.twice('contracting.v1.QuoteOffered.summary');
          summary = QuoteSummary.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 50:
          offers.push(advertising.SignedOffer.read(r, r.enterMessage(depth), depth + 1));
          break;
        case 58:
          buyerId = r.string();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      quoteId,
      orderId,
      quote,
      quoteSha256,
      summary: summary ?? rt.missing('contracting.v1.QuoteOffered.summary'),
      offers,
      buyerId,
    };
  },
  toJson(m) {
    return {
      quoteId: m.quoteId,
      orderId: m.orderId,
      quote: rt.bytesJson(m.quote),
      quoteSha256: rt.bytesJson(m.quoteSha256),
      summary: QuoteSummary.toJson(m.summary),
      offers: m.offers.map((item) => advertising.SignedOffer.toJson(item)),
      buyerId: m.buyerId,
    };
  },
});

/** The buyer took the quote. It binds both sides. */
export interface QuoteAccepted {
  readonly quoteId: string;
  readonly orderId: string;
  readonly acceptedBy: string;
  readonly acceptedAt: rt.Instant;
  /**
   * The buyer's own signature over a QuoteAcceptance, by the key that was registered for it. Absent where the buyer has none, or where its
   * order was the acceptance: then it is the seller's statement, and the authenticated request is its evidence.
   */
  readonly statement?: common.SignedEnvelope;
}

export const QuoteAccepted: rt.Codec<QuoteAccepted> = rt.codec<QuoteAccepted>({
  typeName: 'contracting.v1.QuoteAccepted',
  write(m, w, depth) {
    w.string(10, m.quoteId, 'contracting.v1.QuoteAccepted.quoteId');
    w.string(18, m.orderId, 'contracting.v1.QuoteAccepted.orderId');
    w.string(26, m.acceptedBy, 'contracting.v1.QuoteAccepted.acceptedBy');
    rt.instant(w.tag(34), m.acceptedAt, 'contracting.v1.QuoteAccepted.acceptedAt');
    if (m.statement !== undefined) w.message(42, common.SignedEnvelope, m.statement, depth, 'contracting.v1.QuoteAccepted.statement');
  },
  read(r, outerEnd, depth) {
    let quoteId: string = '';
    let orderId: string = '';
    let acceptedBy: string = '';
    let acceptedAt: rt.Instant | undefined;
    let statement: common.SignedEnvelope | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          quoteId = r.string();
          break;
        case 18:
          orderId = r.string();
          break;
        case 26:
          acceptedBy = r.string();
          break;
        case 34:
          if (acceptedAt !== undefined) rt.twice('contracting.v1.QuoteAccepted.acceptedAt');
          acceptedAt = rt.readInstant(r, 'contracting.v1.QuoteAccepted.acceptedAt');
          break;
        case 42:
          if (statement !== undefined) rt.twice('contracting.v1.QuoteAccepted.statement');
          statement = common.SignedEnvelope.read(r, r.enterMessage(depth), depth + 1);
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<QuoteAccepted> = {
      quoteId,
      orderId,
      acceptedBy,
      acceptedAt: acceptedAt ?? rt.missing('contracting.v1.QuoteAccepted.acceptedAt'),
    };
    if (statement !== undefined) draft.statement = statement;
    return draft;
  },
  toJson(m) {
    return {
      quoteId: m.quoteId,
      orderId: m.orderId,
      acceptedBy: m.acceptedBy,
      acceptedAt: rt.instantJson(m.acceptedAt),
      ...(m.statement === undefined ? {} : { statement: common.SignedEnvelope.toJson(m.statement) }),
    };
  },
});

/** Nobody took the quote in time. */
export interface QuoteExpired {
  readonly quoteId: string;
  readonly orderId: string;
  readonly expiredAt: rt.Instant;
}

export const QuoteExpired: rt.Codec<QuoteExpired> = rt.codec<QuoteExpired>({
  typeName: 'contracting.v1.QuoteExpired',
  write(m, w) {
    w.string(10, m.quoteId, 'contracting.v1.QuoteExpired.quoteId');
    w.string(18, m.orderId, 'contracting.v1.QuoteExpired.orderId');
    rt.instant(w.tag(26), m.expiredAt, 'contracting.v1.QuoteExpired.expiredAt');
  },
  read(r, outerEnd, depth) {
    let quoteId: string = '';
    let orderId: string = '';
    let expiredAt: rt.Instant | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          quoteId = r.string();
          break;
        case 18:
          orderId = r.string();
          break;
        case 26:
          if (expiredAt !== undefined) rt.twice('contracting.v1.QuoteExpired.expiredAt');
          expiredAt = rt.readInstant(r, 'contracting.v1.QuoteExpired.expiredAt');
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      quoteId,
      orderId,
      expiredAt: expiredAt ?? rt.missing('contracting.v1.QuoteExpired.expiredAt'),
    };
  },
  toJson(m) {
    return {
      quoteId: m.quoteId,
      orderId: m.orderId,
      expiredAt: rt.instantJson(m.expiredAt),
    };
  },
});

/** The buyer turned the quote down before its time was over. It binds nobody, and the order ends. */
export interface QuoteDeclined {
  readonly quoteId: string;
  readonly orderId: string;
  readonly declinedBy: string;
  readonly declinedAt: rt.Instant;
  /** In the buyer's own words; may be empty. */
  readonly reason: string;
}

export const QuoteDeclined: rt.Codec<QuoteDeclined> = rt.codec<QuoteDeclined>({
  typeName: 'contracting.v1.QuoteDeclined',
  write(m, w) {
    w.string(10, m.quoteId, 'contracting.v1.QuoteDeclined.quoteId');
    w.string(18, m.orderId, 'contracting.v1.QuoteDeclined.orderId');
    w.string(26, m.declinedBy, 'contracting.v1.QuoteDeclined.declinedBy');
    rt.instant(w.tag(34), m.declinedAt, 'contracting.v1.QuoteDeclined.declinedAt');
    w.string(42, m.reason, 'contracting.v1.QuoteDeclined.reason');
  },
  read(r, outerEnd, depth) {
    let quoteId: string = '';
    let orderId: string = '';
    let declinedBy: string = '';
    let declinedAt: rt.Instant | undefined;
    let reason: string = '';
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          quoteId = r.string();
          break;
        case 18:
          orderId = r.string();
          break;
        case 26:
          declinedBy = r.string();
          break;
        case 34:
          if (declinedAt !== undefined) rt.twice('contracting.v1.QuoteDeclined.declinedAt');
          declinedAt = rt.readInstant(r, 'contracting.v1.QuoteDeclined.declinedAt');
          break;
        case 42:
          reason = r.string();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      quoteId,
      orderId,
      declinedBy,
      declinedAt: declinedAt ?? rt.missing('contracting.v1.QuoteDeclined.declinedAt'),
      reason,
    };
  },
  toJson(m) {
    return {
      quoteId: m.quoteId,
      orderId: m.orderId,
      declinedBy: m.declinedBy,
      declinedAt: rt.instantJson(m.declinedAt),
      reason: m.reason,
    };
  },
});

/**
 * The quote binds nobody any more, although its time is not over: its capacity was gone before it could be held, or the order
 * ended.
 */
export interface QuoteWithdrawn {
  readonly quoteId: string;
  readonly orderId: string;
  readonly reason: common.Refusal;
  readonly withdrawnAt: rt.Instant;
}

export const QuoteWithdrawn: rt.Codec<QuoteWithdrawn> = rt.codec<QuoteWithdrawn>({
  typeName: 'contracting.v1.QuoteWithdrawn',
  write(m, w, depth) {
    w.string(10, m.quoteId, 'contracting.v1.QuoteWithdrawn.quoteId');
    w.string(18, m.orderId, 'contracting.v1.QuoteWithdrawn.orderId');
    w.message(26, common.Refusal, m.reason, depth, 'contracting.v1.QuoteWithdrawn.reason');
    rt.instant(w.tag(34), m.withdrawnAt, 'contracting.v1.QuoteWithdrawn.withdrawnAt');
  },
  read(r, outerEnd, depth) {
    let quoteId: string = '';
    let orderId: string = '';
    let reason: common.Refusal | undefined;
    let withdrawnAt: rt.Instant | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          quoteId = r.string();
          break;
        case 18:
          orderId = r.string();
          break;
        case 26:
          if (reason !== undefined) rt.twice('contracting.v1.QuoteWithdrawn.reason');
          reason = common.Refusal.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 34:
          if (withdrawnAt !== undefined) rt.twice('contracting.v1.QuoteWithdrawn.withdrawnAt');
          withdrawnAt = rt.readInstant(r, 'contracting.v1.QuoteWithdrawn.withdrawnAt');
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      quoteId,
      orderId,
      reason: reason ?? rt.missing('contracting.v1.QuoteWithdrawn.reason'),
      withdrawnAt: withdrawnAt ?? rt.missing('contracting.v1.QuoteWithdrawn.withdrawnAt'),
    };
  },
  toJson(m) {
    return {
      quoteId: m.quoteId,
      orderId: m.orderId,
      reason: common.Refusal.toJson(m.reason),
      withdrawnAt: rt.instantJson(m.withdrawnAt),
    };
  },
});

/** The agreement with the customer is in force. */
export interface ContractSigned {
  readonly contractId: string;
  readonly orderId: string;
  readonly buyerId: string;
  /** A Contract, signed by the seller. */
  readonly contract: common.SignedEnvelope;
  readonly contractSha256: Uint8Array;
  /** What its prices come to each month, for those who need not open it. */
  readonly monthly?: common.Money;
}

export const ContractSigned: rt.Codec<ContractSigned> = rt.codec<ContractSigned>({
  typeName: 'contracting.v1.ContractSigned',
  write(m, w, depth) {
    w.string(10, m.contractId, 'contracting.v1.ContractSigned.contractId');
    w.string(18, m.orderId, 'contracting.v1.ContractSigned.orderId');
    w.string(26, m.buyerId, 'contracting.v1.ContractSigned.buyerId');
    w.message(34, common.SignedEnvelope, m.contract, depth, 'contracting.v1.ContractSigned.contract');
    w.bytes(42, m.contractSha256, 'contracting.v1.ContractSigned.contractSha256');
    if (m.monthly !== undefined) w.message(50, common.Money, m.monthly, depth, 'contracting.v1.ContractSigned.monthly');
  },
  read(r, outerEnd, depth) {
    let contractId: string = '';
    let orderId: string = '';
    let buyerId: string = '';
    let contract: common.SignedEnvelope | undefined;
    let contractSha256: Uint8Array = rt.NO_BYTES;
    let monthly: common.Money | undefined;
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
          if (contract !== undefined) rt.twice('contracting.v1.ContractSigned.contract');
          contract = common.SignedEnvelope.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 42:
          contractSha256 = r.bytes();
          break;
        case 50:
          if (monthly !== undefined) rt.twice('contracting.v1.ContractSigned.monthly');
          monthly = common.Money.read(r, r.enterMessage(depth), depth + 1);
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<ContractSigned> = {
      contractId,
      orderId,
      buyerId,
      contract: contract ?? rt.missing('contracting.v1.ContractSigned.contract'),
      contractSha256,
    };
    if (monthly !== undefined) draft.monthly = monthly;
    return draft;
  },
  toJson(m) {
    return {
      contractId: m.contractId,
      orderId: m.orderId,
      buyerId: m.buyerId,
      contract: common.SignedEnvelope.toJson(m.contract),
      contractSha256: rt.bytesJson(m.contractSha256),
      ...(m.monthly === undefined ? {} : { monthly: common.Money.toJson(m.monthly) }),
    };
  },
});

/** The agreement with one supplier is in force. The offers that it rests on are carried as the supplier signed them. */
export interface SupplyContractSigned {
  readonly supplyContractId: string;
  readonly contractId: string;
  readonly providerId: string;
  /** A SupplyContract, signed by the seller. */
  readonly contract: common.SignedEnvelope;
  readonly contractSha256: Uint8Array;
  readonly offers: readonly advertising.SignedOffer[];
  /** What its prices come to each month, without those of what stands by. */
  readonly monthly?: common.Money;
}

export const SupplyContractSigned: rt.Codec<SupplyContractSigned> = rt.codec<SupplyContractSigned>({
  typeName: 'contracting.v1.SupplyContractSigned',
  write(m, w, depth) {
    w.string(10, m.supplyContractId, 'contracting.v1.SupplyContractSigned.supplyContractId');
    w.string(18, m.contractId, 'contracting.v1.SupplyContractSigned.contractId');
    w.string(26, m.providerId, 'contracting.v1.SupplyContractSigned.providerId');
    w.message(34, common.SignedEnvelope, m.contract, depth, 'contracting.v1.SupplyContractSigned.contract');
    w.bytes(42, m.contractSha256, 'contracting.v1.SupplyContractSigned.contractSha256');
    for (const item of rt.list(m.offers, 'contracting.v1.SupplyContractSigned.offers')) w.message(50, advertising.SignedOffer, item, depth, 'contracting.v1.SupplyContractSigned.offers');
    if (m.monthly !== undefined) w.message(58, common.Money, m.monthly, depth, 'contracting.v1.SupplyContractSigned.monthly');
  },
  read(r, outerEnd, depth) {
    let supplyContractId: string = '';
    let contractId: string = '';
    let providerId: string = '';
    let contract: common.SignedEnvelope | undefined;
    let contractSha256: Uint8Array = rt.NO_BYTES;
    const offers: advertising.SignedOffer[] = [];
    let monthly: common.Money | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          supplyContractId = r.string();
          break;
        case 18:
          contractId = r.string();
          break;
        case 26:
          providerId = r.string();
          break;
        case 34:
          if (contract !== undefined) rt.twice('contracting.v1.SupplyContractSigned.contract');
          contract = common.SignedEnvelope.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 42:
          contractSha256 = r.bytes();
          break;
        case 50:
          offers.push(advertising.SignedOffer.read(r, r.enterMessage(depth), depth + 1));
          break;
        case 58:
          if (monthly !== undefined) rt.twice('contracting.v1.SupplyContractSigned.monthly');
          monthly = common.Money.read(r, r.enterMessage(depth), depth + 1);
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<SupplyContractSigned> = {
      supplyContractId,
      contractId,
      providerId,
      contract: contract ?? rt.missing('contracting.v1.SupplyContractSigned.contract'),
      contractSha256,
      offers,
    };
    if (monthly !== undefined) draft.monthly = monthly;
    return draft;
  },
  toJson(m) {
    return {
      supplyContractId: m.supplyContractId,
      contractId: m.contractId,
      providerId: m.providerId,
      contract: common.SignedEnvelope.toJson(m.contract),
      contractSha256: rt.bytesJson(m.contractSha256),
      offers: m.offers.map((item) => advertising.SignedOffer.toJson(item)),
      ...(m.monthly === undefined ? {} : { monthly: common.Money.toJson(m.monthly) }),
    };
  },
});

/** The agreement never came to bear: no party owes anything under it. */
export interface ContractVoided {
  readonly contractId: string;
  readonly orderId: string;
  readonly reason: common.Refusal;
  readonly voidedAt: rt.Instant;
}

export const ContractVoided: rt.Codec<ContractVoided> = rt.codec<ContractVoided>({
  typeName: 'contracting.v1.ContractVoided',
  write(m, w, depth) {
    w.string(10, m.contractId, 'contracting.v1.ContractVoided.contractId');
    w.string(18, m.orderId, 'contracting.v1.ContractVoided.orderId');
    w.message(26, common.Refusal, m.reason, depth, 'contracting.v1.ContractVoided.reason');
    rt.instant(w.tag(34), m.voidedAt, 'contracting.v1.ContractVoided.voidedAt');
  },
  read(r, outerEnd, depth) {
    let contractId: string = '';
    let orderId: string = '';
    let reason: common.Refusal | undefined;
    let voidedAt: rt.Instant | undefined;
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
          if (reason !== undefined) rt.twice('contracting.v1.ContractVoided.reason');
          reason = common.Refusal.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 34:
          if (voidedAt !== undefined) rt.twice('contracting.v1.ContractVoided.voidedAt');
          voidedAt = rt.readInstant(r, 'contracting.v1.ContractVoided.voidedAt');
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      contractId,
      orderId,
      reason: reason ?? rt.missing('contracting.v1.ContractVoided.reason'),
      voidedAt: voidedAt ?? rt.missing('contracting.v1.ContractVoided.voidedAt'),
    };
  },
  toJson(m) {
    return {
      contractId: m.contractId,
      orderId: m.orderId,
      reason: common.Refusal.toJson(m.reason),
      voidedAt: rt.instantJson(m.voidedAt),
    };
  },
});

/** A later version of the agreement with the customer is in force. */
export interface ContractAmended {
  readonly contractId: string;
  readonly orderId: string;
  readonly buyerId: string;
  readonly version: number;
  /** A ContractAmendment, signed by the seller. */
  readonly amendment: common.SignedEnvelope;
  readonly amendmentSha256: Uint8Array;
  /** What the amendment says, for those who need not open it. */
  readonly requestId: string;
  readonly requestSha256: Uint8Array;
  /** Of one that ends the contract. */
  readonly endsAt?: rt.Instant;
  /** Of one that changes the bandwidth. */
  readonly mbps?: number;
  /** What the contract's prices come to each month then. */
  readonly monthly?: common.Money;
}

export const ContractAmended: rt.Codec<ContractAmended> = rt.codec<ContractAmended>({
  typeName: 'contracting.v1.ContractAmended',
  write(m, w, depth) {
    w.string(10, m.contractId, 'contracting.v1.ContractAmended.contractId');
    w.string(18, m.orderId, 'contracting.v1.ContractAmended.orderId');
    w.string(26, m.buyerId, 'contracting.v1.ContractAmended.buyerId');
    w.uint32(32, m.version, 'contracting.v1.ContractAmended.version');
    w.message(42, common.SignedEnvelope, m.amendment, depth, 'contracting.v1.ContractAmended.amendment');
    w.bytes(50, m.amendmentSha256, 'contracting.v1.ContractAmended.amendmentSha256');
    w.string(58, m.requestId, 'contracting.v1.ContractAmended.requestId');
    w.bytes(66, m.requestSha256, 'contracting.v1.ContractAmended.requestSha256');
    if (m.endsAt !== undefined) rt.instant(w.tag(74), m.endsAt, 'contracting.v1.ContractAmended.endsAt');
    if (m.mbps !== undefined) w.tag(80).putUint32(m.mbps, 'contracting.v1.ContractAmended.mbps');
    if (m.monthly !== undefined) w.message(90, common.Money, m.monthly, depth, 'contracting.v1.ContractAmended.monthly');
  },
  read(r, outerEnd, depth) {
    let contractId: string = '';
    let orderId: string = '';
    let buyerId: string = '';
    let version: number = 0;
    let amendment: common.SignedEnvelope | undefined;
    let amendmentSha256: Uint8Array = rt.NO_BYTES;
    let requestId: string = '';
    let requestSha256: Uint8Array = rt.NO_BYTES;
    let endsAt: rt.Instant | undefined;
    let mbps: number | undefined;
    let monthly: common.Money | undefined;
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
        case 32:
          version = r.uint32();
          break;
        case 42:
          if (amendment !== undefined) rt.twice('contracting.v1.ContractAmended.amendment');
          amendment = common.SignedEnvelope.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 50:
          amendmentSha256 = r.bytes();
          break;
        case 58:
          requestId = r.string();
          break;
        case 66:
          requestSha256 = r.bytes();
          break;
        case 74:
          if (endsAt !== undefined) rt.twice('contracting.v1.ContractAmended.endsAt');
          endsAt = rt.readInstant(r, 'contracting.v1.ContractAmended.endsAt');
          break;
        case 80:
          mbps = r.uint32();
          break;
        case 90:
          if (monthly !== undefined) rt.twice('contracting.v1.ContractAmended.monthly');
          monthly = common.Money.read(r, r.enterMessage(depth), depth + 1);
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<ContractAmended> = {
      contractId,
      orderId,
      buyerId,
      version,
      amendment: amendment ?? rt.missing('contracting.v1.ContractAmended.amendment'),
      amendmentSha256,
      requestId,
      requestSha256,
    };
    if (endsAt !== undefined) draft.endsAt = endsAt;
    if (mbps !== undefined) draft.mbps = mbps;
    if (monthly !== undefined) draft.monthly = monthly;
    return draft;
  },
  toJson(m) {
    return {
      contractId: m.contractId,
      orderId: m.orderId,
      buyerId: m.buyerId,
      version: m.version,
      amendment: common.SignedEnvelope.toJson(m.amendment),
      amendmentSha256: rt.bytesJson(m.amendmentSha256),
      requestId: m.requestId,
      requestSha256: rt.bytesJson(m.requestSha256),
      ...(m.endsAt === undefined ? {} : { endsAt: rt.instantJson(m.endsAt) }),
      ...(m.mbps === undefined ? {} : { mbps: m.mbps }),
      ...(m.monthly === undefined ? {} : { monthly: common.Money.toJson(m.monthly) }),
    };
  },
});

/** A later version of the agreement with one supplier is in force. It came into force with the customer's, in one commit. */
export interface SupplyContractAmended {
  readonly supplyContractId: string;
  readonly contractId: string;
  readonly providerId: string;
  readonly version: number;
  /** A SupplyContractAmendment, signed by the seller. */
  readonly amendment: common.SignedEnvelope;
  readonly amendmentSha256: Uint8Array;
  /** What the contract's prices come to each month then. Absent of one that ends it. */
  readonly monthly?: common.Money;
}

export const SupplyContractAmended: rt.Codec<SupplyContractAmended> = rt.codec<SupplyContractAmended>({
  typeName: 'contracting.v1.SupplyContractAmended',
  write(m, w, depth) {
    w.string(10, m.supplyContractId, 'contracting.v1.SupplyContractAmended.supplyContractId');
    w.string(18, m.contractId, 'contracting.v1.SupplyContractAmended.contractId');
    w.string(26, m.providerId, 'contracting.v1.SupplyContractAmended.providerId');
    w.uint32(32, m.version, 'contracting.v1.SupplyContractAmended.version');
    w.message(42, common.SignedEnvelope, m.amendment, depth, 'contracting.v1.SupplyContractAmended.amendment');
    w.bytes(50, m.amendmentSha256, 'contracting.v1.SupplyContractAmended.amendmentSha256');
    if (m.monthly !== undefined) w.message(58, common.Money, m.monthly, depth, 'contracting.v1.SupplyContractAmended.monthly');
  },
  read(r, outerEnd, depth) {
    let supplyContractId: string = '';
    let contractId: string = '';
    let providerId: string = '';
    let version: number = 0;
    let amendment: common.SignedEnvelope | undefined;
    let amendmentSha256: Uint8Array = rt.NO_BYTES;
    let monthly: common.Money | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          supplyContractId = r.string();
          break;
        case 18:
          contractId = r.string();
          break;
        case 26:
          providerId = r.string();
          break;
        case 32:
          version = r.uint32();
          break;
        case 42:
          if (amendment !== undefined) rt.twice('contracting.v1.SupplyContractAmended.amendment');
          amendment = common.SignedEnvelope.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 50:
          amendmentSha256 = r.bytes();
          break;
        case 58:
          if (monthly !== undefined) rt.twice('contracting.v1.SupplyContractAmended.monthly');
          monthly = common.Money.read(r, r.enterMessage(depth), depth + 1);
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<SupplyContractAmended> = {
      supplyContractId,
      contractId,
      providerId,
      version,
      amendment: amendment ?? rt.missing('contracting.v1.SupplyContractAmended.amendment'),
      amendmentSha256,
    };
    if (monthly !== undefined) draft.monthly = monthly;
    return draft;
  },
  toJson(m) {
    return {
      supplyContractId: m.supplyContractId,
      contractId: m.contractId,
      providerId: m.providerId,
      version: m.version,
      amendment: common.SignedEnvelope.toJson(m.amendment),
      amendmentSha256: rt.bytesJson(m.amendmentSha256),
      ...(m.monthly === undefined ? {} : { monthly: common.Money.toJson(m.monthly) }),
    };
  },
});

/** The contract has ended: no provider carries anything under it, and all of its capacity is free. */
export interface ContractTerminated {
  readonly contractId: string;
  readonly orderId: string;
  readonly endedAt: rt.Instant;
  readonly terminatedAt: rt.Instant;
}

export const ContractTerminated: rt.Codec<ContractTerminated> = rt.codec<ContractTerminated>({
  typeName: 'contracting.v1.ContractTerminated',
  write(m, w) {
    w.string(10, m.contractId, 'contracting.v1.ContractTerminated.contractId');
    w.string(18, m.orderId, 'contracting.v1.ContractTerminated.orderId');
    rt.instant(w.tag(26), m.endedAt, 'contracting.v1.ContractTerminated.endedAt');
    rt.instant(w.tag(34), m.terminatedAt, 'contracting.v1.ContractTerminated.terminatedAt');
  },
  read(r, outerEnd, depth) {
    let contractId: string = '';
    let orderId: string = '';
    let endedAt: rt.Instant | undefined;
    let terminatedAt: rt.Instant | undefined;
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
          if (endedAt !== undefined) rt.twice('contracting.v1.ContractTerminated.endedAt');
          endedAt = rt.readInstant(r, 'contracting.v1.ContractTerminated.endedAt');
          break;
        case 34:
          if (terminatedAt !== undefined) rt.twice('contracting.v1.ContractTerminated.terminatedAt');
          terminatedAt = rt.readInstant(r, 'contracting.v1.ContractTerminated.terminatedAt');
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      contractId,
      orderId,
      endedAt: endedAt ?? rt.missing('contracting.v1.ContractTerminated.endedAt'),
      terminatedAt: terminatedAt ?? rt.missing('contracting.v1.ContractTerminated.terminatedAt'),
    };
  },
  toJson(m) {
    return {
      contractId: m.contractId,
      orderId: m.orderId,
      endedAt: rt.instantJson(m.endedAt),
      terminatedAt: rt.instantJson(m.terminatedAt),
    };
  },
});

/** A change of the service was ordered under its contract. It has an end: all providers changed it, or it is as it was. */
export interface ServiceChangeOrdered {
  readonly contractId: string;
  readonly orderId: string;
  readonly buyerId: string;
  /** Counts the changes that were ordered under this contract from 1. */
  readonly number: number;
  readonly request: AmendmentRequest;
  readonly change: ServiceChange;
  /** Where the capacity of the contract is kept. */
  readonly holdId: string;
  /** Of a service that is carried in a format and is modified: what travels of what is ordered, by the share that was quoted, rounded up once. */
  readonly carriedMbps?: number;
}

export const ServiceChangeOrdered: rt.Codec<ServiceChangeOrdered> = rt.codec<ServiceChangeOrdered>({
  typeName: 'contracting.v1.ServiceChangeOrdered',
  write(m, w, depth) {
    w.string(10, m.contractId, 'contracting.v1.ServiceChangeOrdered.contractId');
    w.string(18, m.orderId, 'contracting.v1.ServiceChangeOrdered.orderId');
    w.string(26, m.buyerId, 'contracting.v1.ServiceChangeOrdered.buyerId');
    w.uint32(32, m.number, 'contracting.v1.ServiceChangeOrdered.number');
    w.message(42, AmendmentRequest, m.request, depth, 'contracting.v1.ServiceChangeOrdered.request');
    w.message(50, ServiceChange, m.change, depth, 'contracting.v1.ServiceChangeOrdered.change');
    w.string(58, m.holdId, 'contracting.v1.ServiceChangeOrdered.holdId');
    if (m.carriedMbps !== undefined) w.tag(64).putUint32(m.carriedMbps, 'contracting.v1.ServiceChangeOrdered.carriedMbps');
  },
  read(r, outerEnd, depth) {
    let contractId: string = '';
    let orderId: string = '';
    let buyerId: string = '';
    let number: number = 0;
    let request: AmendmentRequest | undefined;
    let change: ServiceChange | undefined;
    let holdId: string = '';
    let carriedMbps: number | undefined;
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
        case 32:
          number = r.uint32();
          break;
        case 42:
          if (request !== undefined) rt.twice('contracting.v1.ServiceChangeOrdered.request');
          request = AmendmentRequest.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 50:
          if (change !== undefined) rt.twice('contracting.v1.ServiceChangeOrdered.change');
          change = ServiceChange.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 58:
          holdId = r.string();
          break;
        case 64:
          carriedMbps = r.uint32();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<ServiceChangeOrdered> = {
      contractId,
      orderId,
      buyerId,
      number,
      request: request ?? rt.missing('contracting.v1.ServiceChangeOrdered.request'),
      change: change ?? rt.missing('contracting.v1.ServiceChangeOrdered.change'),
      holdId,
    };
    if (carriedMbps !== undefined) draft.carriedMbps = carriedMbps;
    return draft;
  },
  toJson(m) {
    return {
      contractId: m.contractId,
      orderId: m.orderId,
      buyerId: m.buyerId,
      number: m.number,
      request: AmendmentRequest.toJson(m.request),
      change: ServiceChange.toJson(m.change),
      holdId: m.holdId,
      ...(m.carriedMbps === undefined ? {} : { carriedMbps: m.carriedMbps }),
    };
  },
});

/** The service is what it was ordered to become, at every provider. */
export interface ServiceChangeCompleted {
  readonly contractId: string;
  readonly orderId: string;
  readonly number: number;
  readonly change: ServiceChange;
  readonly completedAt: rt.Instant;
}

export const ServiceChangeCompleted: rt.Codec<ServiceChangeCompleted> = rt.codec<ServiceChangeCompleted>({
  typeName: 'contracting.v1.ServiceChangeCompleted',
  write(m, w, depth) {
    w.string(10, m.contractId, 'contracting.v1.ServiceChangeCompleted.contractId');
    w.string(18, m.orderId, 'contracting.v1.ServiceChangeCompleted.orderId');
    w.uint32(24, m.number, 'contracting.v1.ServiceChangeCompleted.number');
    w.message(34, ServiceChange, m.change, depth, 'contracting.v1.ServiceChangeCompleted.change');
    rt.instant(w.tag(42), m.completedAt, 'contracting.v1.ServiceChangeCompleted.completedAt');
  },
  read(r, outerEnd, depth) {
    let contractId: string = '';
    let orderId: string = '';
    let number: number = 0;
    let change: ServiceChange | undefined;
    let completedAt: rt.Instant | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          contractId = r.string();
          break;
        case 18:
          orderId = r.string();
          break;
        case 24:
          number = r.uint32();
          break;
        case 34:
          if (change !== undefined) rt.twice('contracting.v1.ServiceChangeCompleted.change');
          change = ServiceChange.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 42:
          if (completedAt !== undefined) rt.twice('contracting.v1.ServiceChangeCompleted.completedAt');
          completedAt = rt.readInstant(r, 'contracting.v1.ServiceChangeCompleted.completedAt');
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      contractId,
      orderId,
      number,
      change: change ?? rt.missing('contracting.v1.ServiceChangeCompleted.change'),
      completedAt: completedAt ?? rt.missing('contracting.v1.ServiceChangeCompleted.completedAt'),
    };
  },
  toJson(m) {
    return {
      contractId: m.contractId,
      orderId: m.orderId,
      number: m.number,
      change: ServiceChange.toJson(m.change),
      completedAt: rt.instantJson(m.completedAt),
    };
  },
});

/** The service is what it was before the change was ordered. */
export interface ServiceChangeRejected {
  readonly contractId: string;
  readonly orderId: string;
  readonly number: number;
  readonly refusal: common.Refusal;
  readonly rejectedAt: rt.Instant;
}

export const ServiceChangeRejected: rt.Codec<ServiceChangeRejected> = rt.codec<ServiceChangeRejected>({
  typeName: 'contracting.v1.ServiceChangeRejected',
  write(m, w, depth) {
    w.string(10, m.contractId, 'contracting.v1.ServiceChangeRejected.contractId');
    w.string(18, m.orderId, 'contracting.v1.ServiceChangeRejected.orderId');
    w.uint32(24, m.number, 'contracting.v1.ServiceChangeRejected.number');
    w.message(34, common.Refusal, m.refusal, depth, 'contracting.v1.ServiceChangeRejected.refusal');
    rt.instant(w.tag(42), m.rejectedAt, 'contracting.v1.ServiceChangeRejected.rejectedAt');
  },
  read(r, outerEnd, depth) {
    let contractId: string = '';
    let orderId: string = '';
    let number: number = 0;
    let refusal: common.Refusal | undefined;
    let rejectedAt: rt.Instant | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          contractId = r.string();
          break;
        case 18:
          orderId = r.string();
          break;
        case 24:
          number = r.uint32();
          break;
        case 34:
          if (refusal !== undefined) rt.twice('contracting.v1.ServiceChangeRejected.refusal');
          refusal = common.Refusal.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 42:
          if (rejectedAt !== undefined) rt.twice('contracting.v1.ServiceChangeRejected.rejectedAt');
          rejectedAt = rt.readInstant(r, 'contracting.v1.ServiceChangeRejected.rejectedAt');
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      contractId,
      orderId,
      number,
      refusal: refusal ?? rt.missing('contracting.v1.ServiceChangeRejected.refusal'),
      rejectedAt: rejectedAt ?? rt.missing('contracting.v1.ServiceChangeRejected.rejectedAt'),
    };
  },
  toJson(m) {
    return {
      contractId: m.contractId,
      orderId: m.orderId,
      number: m.number,
      refusal: common.Refusal.toJson(m.refusal),
      rejectedAt: rt.instantJson(m.rejectedAt),
    };
  },
});

/** The process termination took the end of a contract on. */
export interface TerminationStarted {
  readonly contractId: string;
  readonly orderId: string;
  /** Where the capacity of the contract is kept. */
  readonly holdId: string;
  readonly endsAt: rt.Instant;
  readonly startedAt: rt.Instant;
  /** What was asked, from which the amendment beside this can be written again. */
  readonly request: AmendmentRequest;
  /** Absent: as soon as the contract's notice allowed. */
  readonly askedEndsAt?: rt.Instant;
  readonly reason: string;
}

export const TerminationStarted: rt.Codec<TerminationStarted> = rt.codec<TerminationStarted>({
  typeName: 'contracting.v1.TerminationStarted',
  write(m, w, depth) {
    w.string(10, m.contractId, 'contracting.v1.TerminationStarted.contractId');
    w.string(18, m.orderId, 'contracting.v1.TerminationStarted.orderId');
    w.string(26, m.holdId, 'contracting.v1.TerminationStarted.holdId');
    rt.instant(w.tag(34), m.endsAt, 'contracting.v1.TerminationStarted.endsAt');
    rt.instant(w.tag(42), m.startedAt, 'contracting.v1.TerminationStarted.startedAt');
    w.message(50, AmendmentRequest, m.request, depth, 'contracting.v1.TerminationStarted.request');
    if (m.askedEndsAt !== undefined) rt.instant(w.tag(58), m.askedEndsAt, 'contracting.v1.TerminationStarted.askedEndsAt');
    w.string(66, m.reason, 'contracting.v1.TerminationStarted.reason');
  },
  read(r, outerEnd, depth) {
    let contractId: string = '';
    let orderId: string = '';
    let holdId: string = '';
    let endsAt: rt.Instant | undefined;
    let startedAt: rt.Instant | undefined;
    let request: AmendmentRequest | undefined;
    let askedEndsAt: rt.Instant | undefined;
    let reason: string = '';
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
          holdId = r.string();
          break;
        case 34:
          if (endsAt !== undefined) rt.twice('contracting.v1.TerminationStarted.endsAt');
          endsAt = rt.readInstant(r, 'contracting.v1.TerminationStarted.endsAt');
          break;
        case 42:
          if (startedAt !== undefined) rt.twice('contracting.v1.TerminationStarted.startedAt');
          startedAt = rt.readInstant(r, 'contracting.v1.TerminationStarted.startedAt');
          break;
        case 50:
          if (request !== undefined) rt.twice('contracting.v1.TerminationStarted.request');
          request = AmendmentRequest.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 58:
          if (askedEndsAt !== undefined) rt.twice('contracting.v1.TerminationStarted.askedEndsAt');
          askedEndsAt = rt.readInstant(r, 'contracting.v1.TerminationStarted.askedEndsAt');
          break;
        case 66:
          reason = r.string();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<TerminationStarted> = {
      contractId,
      orderId,
      holdId,
      endsAt: endsAt ?? rt.missing('contracting.v1.TerminationStarted.endsAt'),
      startedAt: startedAt ?? rt.missing('contracting.v1.TerminationStarted.startedAt'),
      request: request ?? rt.missing('contracting.v1.TerminationStarted.request'),
      reason,
    };
    if (askedEndsAt !== undefined) draft.askedEndsAt = askedEndsAt;
    return draft;
  },
  toJson(m) {
    return {
      contractId: m.contractId,
      orderId: m.orderId,
      holdId: m.holdId,
      endsAt: rt.instantJson(m.endsAt),
      startedAt: rt.instantJson(m.startedAt),
      request: AmendmentRequest.toJson(m.request),
      ...(m.askedEndsAt === undefined ? {} : { askedEndsAt: rt.instantJson(m.askedEndsAt) }),
      reason: m.reason,
    };
  },
});

/** No provider carries anything under the contract any more; its capacity is to be given back. */
export interface TerminationServiceDown {
  readonly contractId: string;
}

export const TerminationServiceDown: rt.Codec<TerminationServiceDown> = rt.codec<TerminationServiceDown>({
  typeName: 'contracting.v1.TerminationServiceDown',
  write(m, w) {
    w.string(10, m.contractId, 'contracting.v1.TerminationServiceDown.contractId');
  },
  read(r, outerEnd, depth) {
    let contractId: string = '';
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          contractId = r.string();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      contractId,
    };
  },
  toJson(m) {
    return {
      contractId: m.contractId,
    };
  },
});

/** The capacity is free, and the process has come to its end. */
export interface TerminationEnded {
  readonly contractId: string;
  readonly endedAt: rt.Instant;
}

export const TerminationEnded: rt.Codec<TerminationEnded> = rt.codec<TerminationEnded>({
  typeName: 'contracting.v1.TerminationEnded',
  write(m, w) {
    w.string(10, m.contractId, 'contracting.v1.TerminationEnded.contractId');
    rt.instant(w.tag(18), m.endedAt, 'contracting.v1.TerminationEnded.endedAt');
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
          if (endedAt !== undefined) rt.twice('contracting.v1.TerminationEnded.endedAt');
          endedAt = rt.readInstant(r, 'contracting.v1.TerminationEnded.endedAt');
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      contractId,
      endedAt: endedAt ?? rt.missing('contracting.v1.TerminationEnded.endedAt'),
    };
  },
  toJson(m) {
    return {
      contractId: m.contractId,
      endedAt: rt.instantJson(m.endedAt),
    };
  },
});

/** The process order-fulfilment took the order on. */
export interface FulfilmentStarted {
  readonly orderId: string;
  readonly buyerId: string;
  readonly terms: ServiceTerms;
  readonly termsSha256: Uint8Array;
  readonly startedAt: rt.Instant;
}

export const FulfilmentStarted: rt.Codec<FulfilmentStarted> = rt.codec<FulfilmentStarted>({
  typeName: 'contracting.v1.FulfilmentStarted',
  write(m, w, depth) {
    w.string(10, m.orderId, 'contracting.v1.FulfilmentStarted.orderId');
    w.string(18, m.buyerId, 'contracting.v1.FulfilmentStarted.buyerId');
    w.message(26, ServiceTerms, m.terms, depth, 'contracting.v1.FulfilmentStarted.terms');
    w.bytes(34, m.termsSha256, 'contracting.v1.FulfilmentStarted.termsSha256');
    rt.instant(w.tag(42), m.startedAt, 'contracting.v1.FulfilmentStarted.startedAt');
  },
  read(r, outerEnd, depth) {
    let orderId: string = '';
    let buyerId: string = '';
    let terms: ServiceTerms | undefined;
    let termsSha256: Uint8Array = rt.NO_BYTES;
    let startedAt: rt.Instant | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          orderId = r.string();
          break;
        case 18:
          buyerId = r.string();
          break;
        case 26:
          if (terms !== undefined) rt.twice('contracting.v1.FulfilmentStarted.terms');
          terms = ServiceTerms.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 34:
          termsSha256 = r.bytes();
          break;
        case 42:
          if (startedAt !== undefined) rt.twice('contracting.v1.FulfilmentStarted.startedAt');
          startedAt = rt.readInstant(r, 'contracting.v1.FulfilmentStarted.startedAt');
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      orderId,
      buyerId,
      terms: terms ?? rt.missing('contracting.v1.FulfilmentStarted.terms'),
      termsSha256,
      startedAt: startedAt ?? rt.missing('contracting.v1.FulfilmentStarted.startedAt'),
    };
  },
  toJson(m) {
    return {
      orderId: m.orderId,
      buyerId: m.buyerId,
      terms: ServiceTerms.toJson(m.terms),
      termsSha256: rt.bytesJson(m.termsSha256),
      startedAt: rt.instantJson(m.startedAt),
    };
  },
});

/** A quote was made; its capacity is to be held. */
export interface FulfilmentQuoted {
  readonly orderId: string;
  readonly quoteId: string;
  /** Counts the quotes of this order from 1: a hold that found the capacity gone leads to a new quote. */
  readonly attempt: number;
  readonly quoteSha256: Uint8Array;
  readonly needs: readonly advertising.CapacityNeed[];
  readonly validUntil: rt.Instant;
  readonly acceptance: Acceptance;
}

export const FulfilmentQuoted: rt.Codec<FulfilmentQuoted> = rt.codec<FulfilmentQuoted>({
  typeName: 'contracting.v1.FulfilmentQuoted',
  write(m, w, depth) {
    w.string(10, m.orderId, 'contracting.v1.FulfilmentQuoted.orderId');
    w.string(18, m.quoteId, 'contracting.v1.FulfilmentQuoted.quoteId');
    w.uint32(24, m.attempt, 'contracting.v1.FulfilmentQuoted.attempt');
    w.bytes(34, m.quoteSha256, 'contracting.v1.FulfilmentQuoted.quoteSha256');
    for (const item of rt.list(m.needs, 'contracting.v1.FulfilmentQuoted.needs')) w.message(42, advertising.CapacityNeed, item, depth, 'contracting.v1.FulfilmentQuoted.needs');
    rt.instant(w.tag(50), m.validUntil, 'contracting.v1.FulfilmentQuoted.validUntil');
    w.int32(56, Acceptance.numberOf(m.acceptance, 'contracting.v1.FulfilmentQuoted.acceptance'), 'contracting.v1.FulfilmentQuoted.acceptance');
  },
  read(r, outerEnd, depth) {
    let orderId: string = '';
    let quoteId: string = '';
    let attempt: number = 0;
    let quoteSha256: Uint8Array = rt.NO_BYTES;
    const needs: advertising.CapacityNeed[] = [];
    let validUntil: rt.Instant | undefined;
    let acceptance: Acceptance = 'unspecified';
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          orderId = r.string();
          break;
        case 18:
          quoteId = r.string();
          break;
        case 24:
          attempt = r.uint32();
          break;
        case 34:
          quoteSha256 = r.bytes();
          break;
        case 42:
          needs.push(advertising.CapacityNeed.read(r, r.enterMessage(depth), depth + 1));
          break;
        case 50:
          if (validUntil !== undefined) rt.twice('contracting.v1.FulfilmentQuoted.validUntil');
          validUntil = rt.readInstant(r, 'contracting.v1.FulfilmentQuoted.validUntil');
          break;
        case 56:
          acceptance = Acceptance.nameOf(r.int32());
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      orderId,
      quoteId,
      attempt,
      quoteSha256,
      needs,
      validUntil: validUntil ?? rt.missing('contracting.v1.FulfilmentQuoted.validUntil'),
      acceptance,
    };
  },
  toJson(m) {
    return {
      orderId: m.orderId,
      quoteId: m.quoteId,
      attempt: m.attempt,
      quoteSha256: rt.bytesJson(m.quoteSha256),
      needs: m.needs.map((item) => advertising.CapacityNeed.toJson(item)),
      validUntil: rt.instantJson(m.validUntil),
      acceptance: m.acceptance,
    };
  },
});

/** The capacity that the quote needs was gone; the quote is void and a new one is sought. */
export interface FulfilmentCapacityGone {
  readonly orderId: string;
  readonly quoteId: string;
  readonly refusal: common.Refusal;
}

export const FulfilmentCapacityGone: rt.Codec<FulfilmentCapacityGone> = rt.codec<FulfilmentCapacityGone>({
  typeName: 'contracting.v1.FulfilmentCapacityGone',
  write(m, w, depth) {
    w.string(10, m.orderId, 'contracting.v1.FulfilmentCapacityGone.orderId');
    w.string(18, m.quoteId, 'contracting.v1.FulfilmentCapacityGone.quoteId');
    w.message(26, common.Refusal, m.refusal, depth, 'contracting.v1.FulfilmentCapacityGone.refusal');
  },
  read(r, outerEnd, depth) {
    let orderId: string = '';
    let quoteId: string = '';
    let refusal: common.Refusal | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          orderId = r.string();
          break;
        case 18:
          quoteId = r.string();
          break;
        case 26:
          if (refusal !== undefined) rt.twice('contracting.v1.FulfilmentCapacityGone.refusal');
          refusal = common.Refusal.read(r, r.enterMessage(depth), depth + 1);
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      orderId,
      quoteId,
      refusal: refusal ?? rt.missing('contracting.v1.FulfilmentCapacityGone.refusal'),
    };
  },
  toJson(m) {
    return {
      orderId: m.orderId,
      quoteId: m.quoteId,
      refusal: common.Refusal.toJson(m.refusal),
    };
  },
});

/** All capacity is set aside. */
export interface FulfilmentCapacityHeld {
  readonly orderId: string;
  readonly holdId: string;
}

export const FulfilmentCapacityHeld: rt.Codec<FulfilmentCapacityHeld> = rt.codec<FulfilmentCapacityHeld>({
  typeName: 'contracting.v1.FulfilmentCapacityHeld',
  write(m, w) {
    w.string(10, m.orderId, 'contracting.v1.FulfilmentCapacityHeld.orderId');
    w.string(18, m.holdId, 'contracting.v1.FulfilmentCapacityHeld.holdId');
  },
  read(r, outerEnd, depth) {
    let orderId: string = '';
    let holdId: string = '';
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          orderId = r.string();
          break;
        case 18:
          holdId = r.string();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      orderId,
      holdId,
    };
  },
  toJson(m) {
    return {
      orderId: m.orderId,
      holdId: m.holdId,
    };
  },
});

/** The buyer accepted, by the order itself or afterwards. */
export interface FulfilmentQuoteAccepted {
  readonly orderId: string;
  readonly quoteId: string;
  readonly acceptedAt: rt.Instant;
}

export const FulfilmentQuoteAccepted: rt.Codec<FulfilmentQuoteAccepted> = rt.codec<FulfilmentQuoteAccepted>({
  typeName: 'contracting.v1.FulfilmentQuoteAccepted',
  write(m, w) {
    w.string(10, m.orderId, 'contracting.v1.FulfilmentQuoteAccepted.orderId');
    w.string(18, m.quoteId, 'contracting.v1.FulfilmentQuoteAccepted.quoteId');
    rt.instant(w.tag(26), m.acceptedAt, 'contracting.v1.FulfilmentQuoteAccepted.acceptedAt');
  },
  read(r, outerEnd, depth) {
    let orderId: string = '';
    let quoteId: string = '';
    let acceptedAt: rt.Instant | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          orderId = r.string();
          break;
        case 18:
          quoteId = r.string();
          break;
        case 26:
          if (acceptedAt !== undefined) rt.twice('contracting.v1.FulfilmentQuoteAccepted.acceptedAt');
          acceptedAt = rt.readInstant(r, 'contracting.v1.FulfilmentQuoteAccepted.acceptedAt');
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      orderId,
      quoteId,
      acceptedAt: acceptedAt ?? rt.missing('contracting.v1.FulfilmentQuoteAccepted.acceptedAt'),
    };
  },
  toJson(m) {
    return {
      orderId: m.orderId,
      quoteId: m.quoteId,
      acceptedAt: rt.instantJson(m.acceptedAt),
    };
  },
});

/**
 * The time to accept is over. Whether the buyer accepted in time, and word of it is still on its way, is decided on the quote's
 * own stream.
 */
export interface FulfilmentQuoteLapsed {
  readonly orderId: string;
  readonly quoteId: string;
}

export const FulfilmentQuoteLapsed: rt.Codec<FulfilmentQuoteLapsed> = rt.codec<FulfilmentQuoteLapsed>({
  typeName: 'contracting.v1.FulfilmentQuoteLapsed',
  write(m, w) {
    w.string(10, m.orderId, 'contracting.v1.FulfilmentQuoteLapsed.orderId');
    w.string(18, m.quoteId, 'contracting.v1.FulfilmentQuoteLapsed.quoteId');
  },
  read(r, outerEnd, depth) {
    let orderId: string = '';
    let quoteId: string = '';
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          orderId = r.string();
          break;
        case 18:
          quoteId = r.string();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      orderId,
      quoteId,
    };
  },
  toJson(m) {
    return {
      orderId: m.orderId,
      quoteId: m.quoteId,
    };
  },
});

/** The capacity is under contract and lapses no more. */
export interface FulfilmentCapacityCommitted {
  readonly orderId: string;
  readonly holdId: string;
}

export const FulfilmentCapacityCommitted: rt.Codec<FulfilmentCapacityCommitted> = rt.codec<FulfilmentCapacityCommitted>({
  typeName: 'contracting.v1.FulfilmentCapacityCommitted',
  write(m, w) {
    w.string(10, m.orderId, 'contracting.v1.FulfilmentCapacityCommitted.orderId');
    w.string(18, m.holdId, 'contracting.v1.FulfilmentCapacityCommitted.holdId');
  },
  read(r, outerEnd, depth) {
    let orderId: string = '';
    let holdId: string = '';
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          orderId = r.string();
          break;
        case 18:
          holdId = r.string();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      orderId,
      holdId,
    };
  },
  toJson(m) {
    return {
      orderId: m.orderId,
      holdId: m.holdId,
    };
  },
});

/** Contracts with the customer and every supplier were signed. */
export interface FulfilmentContracted {
  readonly orderId: string;
  readonly contractId: string;
  readonly contractedAt: rt.Instant;
}

export const FulfilmentContracted: rt.Codec<FulfilmentContracted> = rt.codec<FulfilmentContracted>({
  typeName: 'contracting.v1.FulfilmentContracted',
  write(m, w) {
    w.string(10, m.orderId, 'contracting.v1.FulfilmentContracted.orderId');
    w.string(18, m.contractId, 'contracting.v1.FulfilmentContracted.contractId');
    rt.instant(w.tag(26), m.contractedAt, 'contracting.v1.FulfilmentContracted.contractedAt');
  },
  read(r, outerEnd, depth) {
    let orderId: string = '';
    let contractId: string = '';
    let contractedAt: rt.Instant | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          orderId = r.string();
          break;
        case 18:
          contractId = r.string();
          break;
        case 26:
          if (contractedAt !== undefined) rt.twice('contracting.v1.FulfilmentContracted.contractedAt');
          contractedAt = rt.readInstant(r, 'contracting.v1.FulfilmentContracted.contractedAt');
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      orderId,
      contractId,
      contractedAt: contractedAt ?? rt.missing('contracting.v1.FulfilmentContracted.contractedAt'),
    };
  },
  toJson(m) {
    return {
      orderId: m.orderId,
      contractId: m.contractId,
      contractedAt: rt.instantJson(m.contractedAt),
    };
  },
});

/** The order can't be fulfilled; what was set aside is being given back. */
export interface FulfilmentFailed {
  readonly orderId: string;
  readonly refusal: common.Refusal;
}

export const FulfilmentFailed: rt.Codec<FulfilmentFailed> = rt.codec<FulfilmentFailed>({
  typeName: 'contracting.v1.FulfilmentFailed',
  write(m, w, depth) {
    w.string(10, m.orderId, 'contracting.v1.FulfilmentFailed.orderId');
    w.message(18, common.Refusal, m.refusal, depth, 'contracting.v1.FulfilmentFailed.refusal');
  },
  read(r, outerEnd, depth) {
    let orderId: string = '';
    let refusal: common.Refusal | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          orderId = r.string();
          break;
        case 18:
          if (refusal !== undefined) rt.twice('contracting.v1.FulfilmentFailed.refusal');
          refusal = common.Refusal.read(r, r.enterMessage(depth), depth + 1);
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      orderId,
      refusal: refusal ?? rt.missing('contracting.v1.FulfilmentFailed.refusal'),
    };
  },
  toJson(m) {
    return {
      orderId: m.orderId,
      refusal: common.Refusal.toJson(m.refusal),
    };
  },
});

/** The process reached its end. */
export interface FulfilmentEnded {
  readonly orderId: string;
  readonly end: FulfilmentEnd;
  readonly endedAt: rt.Instant;
}

export const FulfilmentEnded: rt.Codec<FulfilmentEnded> = rt.codec<FulfilmentEnded>({
  typeName: 'contracting.v1.FulfilmentEnded',
  write(m, w) {
    w.string(10, m.orderId, 'contracting.v1.FulfilmentEnded.orderId');
    w.int32(16, FulfilmentEnd.numberOf(m.end, 'contracting.v1.FulfilmentEnded.end'), 'contracting.v1.FulfilmentEnded.end');
    rt.instant(w.tag(26), m.endedAt, 'contracting.v1.FulfilmentEnded.endedAt');
  },
  read(r, outerEnd, depth) {
    let orderId: string = '';
    let end: FulfilmentEnd = 'unspecified';
    let endedAt: rt.Instant | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          orderId = r.string();
          break;
        case 16:
          end = FulfilmentEnd.nameOf(r.int32());
          break;
        case 26:
          if (endedAt !== undefined) rt.twice('contracting.v1.FulfilmentEnded.endedAt');
          endedAt = rt.readInstant(r, 'contracting.v1.FulfilmentEnded.endedAt');
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      orderId,
      end,
      endedAt: endedAt ?? rt.missing('contracting.v1.FulfilmentEnded.endedAt'),
    };
  },
  toJson(m) {
    return {
      orderId: m.orderId,
      end: m.end,
      endedAt: rt.instantJson(m.endedAt),
    };
  },
});

/** Somebody buys under this id. Who it is stands encrypted in the contact. */
export interface PartyRegistered {
  readonly partyId: string;
  readonly kind: PartyKind;
  /** A PartyContact. */
  readonly contact: common.EncryptedPersonalData;
  readonly registeredAt: rt.Instant;
}

export const PartyRegistered: rt.Codec<PartyRegistered> = rt.codec<PartyRegistered>({
  typeName: 'contracting.v1.PartyRegistered',
  write(m, w, depth) {
    w.string(10, m.partyId, 'contracting.v1.PartyRegistered.partyId');
    w.int32(16, PartyKind.numberOf(m.kind, 'contracting.v1.PartyRegistered.kind'), 'contracting.v1.PartyRegistered.kind');
    w.message(26, common.EncryptedPersonalData, m.contact, depth, 'contracting.v1.PartyRegistered.contact');
    rt.instant(w.tag(34), m.registeredAt, 'contracting.v1.PartyRegistered.registeredAt');
  },
  read(r, outerEnd, depth) {
    let partyId: string = '';
    let kind: PartyKind = 'unspecified';
    let contact: common.EncryptedPersonalData | undefined;
    let registeredAt: rt.Instant | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          partyId = r.string();
          break;
        case 16:
          kind = PartyKind.nameOf(r.int32());
          break;
        case 26:
          if (contact !== undefined) rt.twice('contracting.v1.PartyRegistered.contact');
          contact = common.EncryptedPersonalData.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 34:
          if (registeredAt !== undefined) rt.twice('contracting.v1.PartyRegistered.registeredAt');
          registeredAt = rt.readInstant(r, 'contracting.v1.PartyRegistered.registeredAt');
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      partyId,
      kind,
      contact: contact ?? rt.missing('contracting.v1.PartyRegistered.contact'),
      registeredAt: registeredAt ?? rt.missing('contracting.v1.PartyRegistered.registeredAt'),
    };
  },
  toJson(m) {
    return {
      partyId: m.partyId,
      kind: m.kind,
      contact: common.EncryptedPersonalData.toJson(m.contact),
      registeredAt: rt.instantJson(m.registeredAt),
    };
  },
});

/** The party is called or reached otherwise from now on. */
export interface PartyContactChanged {
  readonly partyId: string;
  /** The whole PartyContact, as it is now. */
  readonly contact: common.EncryptedPersonalData;
  readonly changedAt: rt.Instant;
}

export const PartyContactChanged: rt.Codec<PartyContactChanged> = rt.codec<PartyContactChanged>({
  typeName: 'contracting.v1.PartyContactChanged',
  write(m, w, depth) {
    w.string(10, m.partyId, 'contracting.v1.PartyContactChanged.partyId');
    w.message(18, common.EncryptedPersonalData, m.contact, depth, 'contracting.v1.PartyContactChanged.contact');
    rt.instant(w.tag(26), m.changedAt, 'contracting.v1.PartyContactChanged.changedAt');
  },
  read(r, outerEnd, depth) {
    let partyId: string = '';
    let contact: common.EncryptedPersonalData | undefined;
    let changedAt: rt.Instant | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          partyId = r.string();
          break;
        case 18:
          if (contact !== undefined) rt.twice('contracting.v1.PartyContactChanged.contact');
          contact = common.EncryptedPersonalData.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 26:
          if (changedAt !== undefined) rt.twice('contracting.v1.PartyContactChanged.changedAt');
          changedAt = rt.readInstant(r, 'contracting.v1.PartyContactChanged.changedAt');
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      partyId,
      contact: contact ?? rt.missing('contracting.v1.PartyContactChanged.contact'),
      changedAt: changedAt ?? rt.missing('contracting.v1.PartyContactChanged.changedAt'),
    };
  },
  toJson(m) {
    return {
      partyId: m.partyId,
      contact: common.EncryptedPersonalData.toJson(m.contact),
      changedAt: rt.instantJson(m.changedAt),
    };
  },
});

/**
 * The person is to be forgotten: the key is erased next, and this id never stands for anybody again. Contracts, invoices and sums
 * stay as they are, since the law wants them kept; they name the id alone.
 */
export interface PartyForgotten {
  readonly partyId: string;
  readonly forgottenAt: rt.Instant;
}

export const PartyForgotten: rt.Codec<PartyForgotten> = rt.codec<PartyForgotten>({
  typeName: 'contracting.v1.PartyForgotten',
  write(m, w) {
    w.string(10, m.partyId, 'contracting.v1.PartyForgotten.partyId');
    rt.instant(w.tag(18), m.forgottenAt, 'contracting.v1.PartyForgotten.forgottenAt');
  },
  read(r, outerEnd, depth) {
    let partyId: string = '';
    let forgottenAt: rt.Instant | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          partyId = r.string();
          break;
        case 18:
          if (forgottenAt !== undefined) rt.twice('contracting.v1.PartyForgotten.forgottenAt');
          forgottenAt = rt.readInstant(r, 'contracting.v1.PartyForgotten.forgottenAt');
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      partyId,
      forgottenAt: forgottenAt ?? rt.missing('contracting.v1.PartyForgotten.forgottenAt'),
    };
  },
  toJson(m) {
    return {
      partyId: m.partyId,
      forgottenAt: rt.instantJson(m.forgottenAt),
    };
  },
});

/** The party's key is gone from the mesh for good. Nobody can read any of its contacts any more. */
export interface PartyKeyErased {
  readonly partyId: string;
  readonly erasedAt: rt.Instant;
}

export const PartyKeyErased: rt.Codec<PartyKeyErased> = rt.codec<PartyKeyErased>({
  typeName: 'contracting.v1.PartyKeyErased',
  write(m, w) {
    w.string(10, m.partyId, 'contracting.v1.PartyKeyErased.partyId');
    rt.instant(w.tag(18), m.erasedAt, 'contracting.v1.PartyKeyErased.erasedAt');
  },
  read(r, outerEnd, depth) {
    let partyId: string = '';
    let erasedAt: rt.Instant | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          partyId = r.string();
          break;
        case 18:
          if (erasedAt !== undefined) rt.twice('contracting.v1.PartyKeyErased.erasedAt');
          erasedAt = rt.readInstant(r, 'contracting.v1.PartyKeyErased.erasedAt');
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      partyId,
      erasedAt: erasedAt ?? rt.missing('contracting.v1.PartyKeyErased.erasedAt'),
    };
  },
  toJson(m) {
    return {
      partyId: m.partyId,
      erasedAt: rt.instantJson(m.erasedAt),
    };
  },
});

/** The operator vouches that a key is a buyer's own. From here on it speaks for the buyer, in the place of one that it had before. */
export interface BuyerKeyRegistered {
  readonly buyerId: string;
  /** Raw Ed25519, 32 bytes. */
  readonly publicKey: Uint8Array;
  /** From here on the buyer is bound by nothing that this key has not signed. */
  readonly mustSign: boolean;
  readonly registeredAt: rt.Instant;
  /** Empty where it was registered before requests had ids. */
  readonly requestId: string;
}

export const BuyerKeyRegistered: rt.Codec<BuyerKeyRegistered> = rt.codec<BuyerKeyRegistered>({
  typeName: 'contracting.v1.BuyerKeyRegistered',
  write(m, w) {
    w.string(10, m.buyerId, 'contracting.v1.BuyerKeyRegistered.buyerId');
    w.bytes(18, m.publicKey, 'contracting.v1.BuyerKeyRegistered.publicKey');
    w.bool(24, m.mustSign, 'contracting.v1.BuyerKeyRegistered.mustSign');
    rt.instant(w.tag(34), m.registeredAt, 'contracting.v1.BuyerKeyRegistered.registeredAt');
    w.string(42, m.requestId, 'contracting.v1.BuyerKeyRegistered.requestId');
  },
  read(r, outerEnd, depth) {
    let buyerId: string = '';
    let publicKey: Uint8Array = rt.NO_BYTES;
    let mustSign: boolean = false;
    let registeredAt: rt.Instant | undefined;
    let requestId: string = '';
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          buyerId = r.string();
          break;
        case 18:
          publicKey = r.bytes();
          break;
        case 24:
          mustSign = r.bool();
          break;
        case 34:
          if (registeredAt !== undefined) rt.twice('contracting.v1.BuyerKeyRegistered.registeredAt');
          registeredAt = rt.readInstant(r, 'contracting.v1.BuyerKeyRegistered.registeredAt');
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
      buyerId,
      publicKey,
      mustSign,
      registeredAt: registeredAt ?? rt.missing('contracting.v1.BuyerKeyRegistered.registeredAt'),
      requestId,
    };
  },
  toJson(m) {
    return {
      buyerId: m.buyerId,
      publicKey: rt.bytesJson(m.publicKey),
      mustSign: m.mustSign,
      registeredAt: rt.instantJson(m.registeredAt),
      requestId: m.requestId,
    };
  },
});

/** The seller states its prices otherwise from now on, in the place of what it had stated of the same subject. */
export interface TermsStated {
  readonly terms: StatedTerms;
  readonly statedAt: rt.Instant;
  /** Empty where it was stated before requests had ids. */
  readonly requestId: string;
}

export const TermsStated: rt.Codec<TermsStated> = rt.codec<TermsStated>({
  typeName: 'contracting.v1.TermsStated',
  write(m, w, depth) {
    w.message(10, StatedTerms, m.terms, depth, 'contracting.v1.TermsStated.terms');
    rt.instant(w.tag(18), m.statedAt, 'contracting.v1.TermsStated.statedAt');
    w.string(26, m.requestId, 'contracting.v1.TermsStated.requestId');
  },
  read(r, outerEnd, depth) {
    let terms: StatedTerms | undefined;
    let statedAt: rt.Instant | undefined;
    let requestId: string = '';
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          if (terms !== undefined) rt.twice('contracting.v1.TermsStated.terms');
          terms = StatedTerms.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 18:
          if (statedAt !== undefined) rt.twice('contracting.v1.TermsStated.statedAt');
          statedAt = rt.readInstant(r, 'contracting.v1.TermsStated.statedAt');
          break;
        case 26:
          requestId = r.string();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      terms: terms ?? rt.missing('contracting.v1.TermsStated.terms'),
      statedAt: statedAt ?? rt.missing('contracting.v1.TermsStated.statedAt'),
      requestId,
    };
  },
  toJson(m) {
    return {
      terms: StatedTerms.toJson(m.terms),
      statedAt: rt.instantJson(m.statedAt),
      requestId: m.requestId,
    };
  },
});

export interface GetServiceRequestRequest {
  readonly buyerId: string;
  readonly orderId: string;
}

export const GetServiceRequestRequest: rt.Codec<GetServiceRequestRequest> = rt.codec<GetServiceRequestRequest>({
  typeName: 'contracting.v1.GetServiceRequestRequest',
  write(m, w) {
    w.string(10, m.buyerId, 'contracting.v1.GetServiceRequestRequest.buyerId');
    w.string(18, m.orderId, 'contracting.v1.GetServiceRequestRequest.orderId');
  },
  read(r, outerEnd, depth) {
    let buyerId: string = '';
    let orderId: string = '';
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          buyerId = r.string();
          break;
        case 18:
          orderId = r.string();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      buyerId,
      orderId,
    };
  },
  toJson(m) {
    return {
      buyerId: m.buyerId,
      orderId: m.orderId,
    };
  },
});

export interface GetServiceRequestResponse {
  readonly outcome:
    | { readonly kind: 'service-request'; readonly serviceRequest: ServiceRequestRecord }
    | { readonly kind: 'refused'; readonly refused: common.Refusal };
}

export const GetServiceRequestResponse: rt.Codec<GetServiceRequestResponse> = rt.codec<GetServiceRequestResponse>({
  typeName: 'contracting.v1.GetServiceRequestResponse',
  write(m, w, depth) {
    rt.checkKind(m.outcome, ['service-request', 'refused'], 'contracting.v1.GetServiceRequestResponse.outcome');
    if (m.outcome.kind === 'service-request') w.message(10, ServiceRequestRecord, m.outcome.serviceRequest, depth, 'contracting.v1.GetServiceRequestResponse.serviceRequest');
    if (m.outcome.kind === 'refused') w.message(18, common.Refusal, m.outcome.refused, depth, 'contracting.v1.GetServiceRequestResponse.refused');
  },
  read(r, outerEnd, depth) {
    let outcome: GetServiceRequestResponse['outcome'] | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          if (outcome?.kind === 'service-request') rt.twice('contracting.v1.GetServiceRequestResponse.serviceRequest');
          outcome = { kind: 'service-request', serviceRequest: ServiceRequestRecord.read(r, r.enterMessage(depth), depth + 1) };
          break;
        case 18:
          if (outcome?.kind === 'refused') rt.twice('contracting.v1.GetServiceRequestResponse.refused');
          outcome = { kind: 'refused', refused: common.Refusal.read(r, r.enterMessage(depth), depth + 1) };
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      outcome: outcome ?? rt.missing('contracting.v1.GetServiceRequestResponse.outcome'),
    };
  },
  toJson(m) {
    return {
      outcome:
        m.outcome.kind === 'service-request' ? { kind: 'service-request', serviceRequest: ServiceRequestRecord.toJson(m.outcome.serviceRequest) } :
        { kind: 'refused', refused: common.Refusal.toJson(m.outcome.refused) },
    };
  },
});

export interface ListServiceRequestsRequest {
  readonly buyerId: string;
  /** 1 to 1000, newest first. */
  readonly limit: number;
}

export const ListServiceRequestsRequest: rt.Codec<ListServiceRequestsRequest> = rt.codec<ListServiceRequestsRequest>({
  typeName: 'contracting.v1.ListServiceRequestsRequest',
  write(m, w) {
    w.string(10, m.buyerId, 'contracting.v1.ListServiceRequestsRequest.buyerId');
    w.uint32(16, m.limit, 'contracting.v1.ListServiceRequestsRequest.limit');
  },
  read(r, outerEnd, depth) {
    let buyerId: string = '';
    let limit: number = 0;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          buyerId = r.string();
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
      buyerId,
      limit,
    };
  },
  toJson(m) {
    return {
      buyerId: m.buyerId,
      limit: m.limit,
    };
  },
});

export interface ListServiceRequestsResponse {
  readonly serviceRequests: readonly ServiceRequestRecord[];
}

export const ListServiceRequestsResponse: rt.Codec<ListServiceRequestsResponse> = rt.codec<ListServiceRequestsResponse>({
  typeName: 'contracting.v1.ListServiceRequestsResponse',
  write(m, w, depth) {
    for (const item of rt.list(m.serviceRequests, 'contracting.v1.ListServiceRequestsResponse.serviceRequests')) w.message(10, ServiceRequestRecord, item, depth, 'contracting.v1.ListServiceRequestsResponse.serviceRequests');
  },
  read(r, outerEnd, depth) {
    const serviceRequests: ServiceRequestRecord[] = [];
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          serviceRequests.push(ServiceRequestRecord.read(r, r.enterMessage(depth), depth + 1));
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      serviceRequests,
    };
  },
  toJson(m) {
    return {
      serviceRequests: m.serviceRequests.map((item) => ServiceRequestRecord.toJson(item)),
    };
  },
});

export interface GetContractRequest {
  readonly buyerId: string;
  readonly contractId: string;
}

export const GetContractRequest: rt.Codec<GetContractRequest> = rt.codec<GetContractRequest>({
  typeName: 'contracting.v1.GetContractRequest',
  write(m, w) {
    w.string(10, m.buyerId, 'contracting.v1.GetContractRequest.buyerId');
    w.string(18, m.contractId, 'contracting.v1.GetContractRequest.contractId');
  },
  read(r, outerEnd, depth) {
    let buyerId: string = '';
    let contractId: string = '';
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          buyerId = r.string();
          break;
        case 18:
          contractId = r.string();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      buyerId,
      contractId,
    };
  },
  toJson(m) {
    return {
      buyerId: m.buyerId,
      contractId: m.contractId,
    };
  },
});

export interface GetContractResponse {
  readonly outcome:
    | { readonly kind: 'contract'; readonly contract: ContractRecord }
    | { readonly kind: 'refused'; readonly refused: common.Refusal };
}

export const GetContractResponse: rt.Codec<GetContractResponse> = rt.codec<GetContractResponse>({
  typeName: 'contracting.v1.GetContractResponse',
  write(m, w, depth) {
    rt.checkKind(m.outcome, ['contract', 'refused'], 'contracting.v1.GetContractResponse.outcome');
    if (m.outcome.kind === 'contract') w.message(10, ContractRecord, m.outcome.contract, depth, 'contracting.v1.GetContractResponse.contract');
    if (m.outcome.kind === 'refused') w.message(18, common.Refusal, m.outcome.refused, depth, 'contracting.v1.GetContractResponse.refused');
  },
  read(r, outerEnd, depth) {
    let outcome: GetContractResponse['outcome'] | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          if (outcome?.kind === 'contract') rt.twice('contracting.v1.GetContractResponse.contract');
          outcome = { kind: 'contract', contract: ContractRecord.read(r, r.enterMessage(depth), depth + 1) };
          break;
        case 18:
          if (outcome?.kind === 'refused') rt.twice('contracting.v1.GetContractResponse.refused');
          outcome = { kind: 'refused', refused: common.Refusal.read(r, r.enterMessage(depth), depth + 1) };
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      outcome: outcome ?? rt.missing('contracting.v1.GetContractResponse.outcome'),
    };
  },
  toJson(m) {
    return {
      outcome:
        m.outcome.kind === 'contract' ? { kind: 'contract', contract: ContractRecord.toJson(m.outcome.contract) } :
        { kind: 'refused', refused: common.Refusal.toJson(m.outcome.refused) },
    };
  },
});

export interface EstimateServiceRequest {
  readonly buyerId: string;
  readonly terms: ServiceTerms;
}

export const EstimateServiceRequest: rt.Codec<EstimateServiceRequest> = rt.codec<EstimateServiceRequest>({
  typeName: 'contracting.v1.EstimateServiceRequest',
  write(m, w, depth) {
    w.string(10, m.buyerId, 'contracting.v1.EstimateServiceRequest.buyerId');
    w.message(18, ServiceTerms, m.terms, depth, 'contracting.v1.EstimateServiceRequest.terms');
  },
  read(r, outerEnd, depth) {
    let buyerId: string = '';
    let terms: ServiceTerms | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          buyerId = r.string();
          break;
        case 18:
          if (terms !== undefined) rt.twice('contracting.v1.EstimateServiceRequest.terms');
          terms = ServiceTerms.read(r, r.enterMessage(depth), depth + 1);
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      buyerId,
      terms: terms ?? rt.missing('contracting.v1.EstimateServiceRequest.terms'),
    };
  },
  toJson(m) {
    return {
      buyerId: m.buyerId,
      terms: ServiceTerms.toJson(m.terms),
    };
  },
});

export interface EstimateServiceResponse {
  readonly outcome:
    | { readonly kind: 'budgetary'; readonly budgetary: BudgetaryQuote }
    | { readonly kind: 'refused'; readonly refused: common.Refusal };
}

export const EstimateServiceResponse: rt.Codec<EstimateServiceResponse> = rt.codec<EstimateServiceResponse>({
  typeName: 'contracting.v1.EstimateServiceResponse',
  write(m, w, depth) {
    rt.checkKind(m.outcome, ['budgetary', 'refused'], 'contracting.v1.EstimateServiceResponse.outcome');
    if (m.outcome.kind === 'budgetary') w.message(10, BudgetaryQuote, m.outcome.budgetary, depth, 'contracting.v1.EstimateServiceResponse.budgetary');
    if (m.outcome.kind === 'refused') w.message(18, common.Refusal, m.outcome.refused, depth, 'contracting.v1.EstimateServiceResponse.refused');
  },
  read(r, outerEnd, depth) {
    let outcome: EstimateServiceResponse['outcome'] | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          if (outcome?.kind === 'budgetary') rt.twice('contracting.v1.EstimateServiceResponse.budgetary');
          outcome = { kind: 'budgetary', budgetary: BudgetaryQuote.read(r, r.enterMessage(depth), depth + 1) };
          break;
        case 18:
          if (outcome?.kind === 'refused') rt.twice('contracting.v1.EstimateServiceResponse.refused');
          outcome = { kind: 'refused', refused: common.Refusal.read(r, r.enterMessage(depth), depth + 1) };
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      outcome: outcome ?? rt.missing('contracting.v1.EstimateServiceResponse.outcome'),
    };
  },
  toJson(m) {
    return {
      outcome:
        m.outcome.kind === 'budgetary' ? { kind: 'budgetary', budgetary: BudgetaryQuote.toJson(m.outcome.budgetary) } :
        { kind: 'refused', refused: common.Refusal.toJson(m.outcome.refused) },
    };
  },
});

/** What the best scenario of this moment would be sold for. It binds nobody, and nobody can accept it. */
export interface BudgetaryQuote {
  readonly monthlyPrice: common.Money;
  readonly latencyNs: bigint;
  readonly handovers: number;
  readonly providers: readonly string[];
  readonly alternatives: number;
  readonly topologyRevision: bigint;
  readonly quotedAt: rt.Instant;
  /** Lines that would carry it together; absent where it is one. */
  readonly members?: number;
  /** How the price came about, as for a firm quote. */
  readonly priceSteps: readonly PriceStep[];
  /** What usage would be charged by; absent where each gigabyte has its price. */
  readonly usageTariff?: tariff.PinnedTariff;
  /** What it would be carried in; absent where that is what was asked for. */
  readonly format?: ServiceFormat;
}

export const BudgetaryQuote: rt.Codec<BudgetaryQuote> = rt.codec<BudgetaryQuote>({
  typeName: 'contracting.v1.BudgetaryQuote',
  write(m, w, depth) {
    w.message(10, common.Money, m.monthlyPrice, depth, 'contracting.v1.BudgetaryQuote.monthlyPrice');
    w.int64(16, m.latencyNs, 'contracting.v1.BudgetaryQuote.latencyNs');
    w.uint32(24, m.handovers, 'contracting.v1.BudgetaryQuote.handovers');
    for (const item of rt.list(m.providers, 'contracting.v1.BudgetaryQuote.providers')) w.tag(34).putString(item, 'contracting.v1.BudgetaryQuote.providers');
    w.uint32(40, m.alternatives, 'contracting.v1.BudgetaryQuote.alternatives');
    w.int64(48, m.topologyRevision, 'contracting.v1.BudgetaryQuote.topologyRevision');
    rt.instant(w.tag(58), m.quotedAt, 'contracting.v1.BudgetaryQuote.quotedAt');
    if (m.members !== undefined) w.tag(64).putUint32(m.members, 'contracting.v1.BudgetaryQuote.members');
    for (const item of rt.list(m.priceSteps, 'contracting.v1.BudgetaryQuote.priceSteps')) w.message(74, PriceStep, item, depth, 'contracting.v1.BudgetaryQuote.priceSteps');
    if (m.usageTariff !== undefined) w.message(82, tariff.PinnedTariff, m.usageTariff, depth, 'contracting.v1.BudgetaryQuote.usageTariff');
    if (m.format !== undefined) w.message(90, ServiceFormat, m.format, depth, 'contracting.v1.BudgetaryQuote.format');
  },
  read(r, outerEnd, depth) {
    let monthlyPrice: common.Money | undefined;
    let latencyNs: bigint = 0n;
    let handovers: number = 0;
    const providers: string[] = [];
    let alternatives: number = 0;
    let topologyRevision: bigint = 0n;
    let quotedAt: rt.Instant | undefined;
    let members: number | undefined;
    const priceSteps: PriceStep[] = [];
    let usageTariff: tariff.PinnedTariff | undefined;
    let format: ServiceFormat | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          if (monthlyPrice !== undefined) rt.twice('contracting.v1.BudgetaryQuote.monthlyPrice');
          monthlyPrice = common.Money.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 16:
          latencyNs = r.int64();
          break;
        case 24:
          handovers = r.uint32();
          break;
        case 34:
          providers.push(r.string());
          break;
        case 40:
          alternatives = r.uint32();
          break;
        case 48:
          topologyRevision = r.int64();
          break;
        case 58:
          if (quotedAt !== undefined) rt.twice('contracting.v1.BudgetaryQuote.quotedAt');
          quotedAt = rt.readInstant(r, 'contracting.v1.BudgetaryQuote.quotedAt');
          break;
        case 64:
          members = r.uint32();
          break;
        case 74:
          priceSteps.push(PriceStep.read(r, r.enterMessage(depth), depth + 1));
          break;
        case 82:
          if (usageTariff !== undefined) rt.twice('contracting.v1.BudgetaryQuote.usageTariff');
          usageTariff = tariff.PinnedTariff.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 90:
          if (format !== undefined) rt.twice('contracting.v1.BudgetaryQuote.format');
          format = ServiceFormat.read(r, r.enterMessage(depth), depth + 1);
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<BudgetaryQuote> = {
      monthlyPrice: monthlyPrice ?? rt.missing('contracting.v1.BudgetaryQuote.monthlyPrice'),
      latencyNs,
      handovers,
      providers,
      alternatives,
      topologyRevision,
      quotedAt: quotedAt ?? rt.missing('contracting.v1.BudgetaryQuote.quotedAt'),
      priceSteps,
    };
    if (members !== undefined) draft.members = members;
    if (usageTariff !== undefined) draft.usageTariff = usageTariff;
    if (format !== undefined) draft.format = format;
    return draft;
  },
  toJson(m) {
    return {
      monthlyPrice: common.Money.toJson(m.monthlyPrice),
      latencyNs: m.latencyNs.toString(),
      handovers: m.handovers,
      providers: m.providers,
      alternatives: m.alternatives,
      topologyRevision: m.topologyRevision.toString(),
      quotedAt: rt.instantJson(m.quotedAt),
      ...(m.members === undefined ? {} : { members: m.members }),
      priceSteps: m.priceSteps.map((item) => PriceStep.toJson(item)),
      ...(m.usageTariff === undefined ? {} : { usageTariff: tariff.PinnedTariff.toJson(m.usageTariff) }),
      ...(m.format === undefined ? {} : { format: ServiceFormat.toJson(m.format) }),
    };
  },
});

export interface GetQuoteRequest {
  readonly buyerId: string;
  /** Of a quote, or of an order: then its latest quote. */
  readonly quoteId: string;
}

export const GetQuoteRequest: rt.Codec<GetQuoteRequest> = rt.codec<GetQuoteRequest>({
  typeName: 'contracting.v1.GetQuoteRequest',
  write(m, w) {
    w.string(10, m.buyerId, 'contracting.v1.GetQuoteRequest.buyerId');
    w.string(18, m.quoteId, 'contracting.v1.GetQuoteRequest.quoteId');
  },
  read(r, outerEnd, depth) {
    let buyerId: string = '';
    let quoteId: string = '';
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          buyerId = r.string();
          break;
        case 18:
          quoteId = r.string();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      buyerId,
      quoteId,
    };
  },
  toJson(m) {
    return {
      buyerId: m.buyerId,
      quoteId: m.quoteId,
    };
  },
});

export interface GetQuoteResponse {
  readonly outcome:
    | { readonly kind: 'quote'; readonly quote: QuoteDetail }
    | { readonly kind: 'refused'; readonly refused: common.Refusal };
}

export const GetQuoteResponse: rt.Codec<GetQuoteResponse> = rt.codec<GetQuoteResponse>({
  typeName: 'contracting.v1.GetQuoteResponse',
  write(m, w, depth) {
    rt.checkKind(m.outcome, ['quote', 'refused'], 'contracting.v1.GetQuoteResponse.outcome');
    if (m.outcome.kind === 'quote') w.message(10, QuoteDetail, m.outcome.quote, depth, 'contracting.v1.GetQuoteResponse.quote');
    if (m.outcome.kind === 'refused') w.message(18, common.Refusal, m.outcome.refused, depth, 'contracting.v1.GetQuoteResponse.refused');
  },
  read(r, outerEnd, depth) {
    let outcome: GetQuoteResponse['outcome'] | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          if (outcome?.kind === 'quote') rt.twice('contracting.v1.GetQuoteResponse.quote');
          outcome = { kind: 'quote', quote: QuoteDetail.read(r, r.enterMessage(depth), depth + 1) };
          break;
        case 18:
          if (outcome?.kind === 'refused') rt.twice('contracting.v1.GetQuoteResponse.refused');
          outcome = { kind: 'refused', refused: common.Refusal.read(r, r.enterMessage(depth), depth + 1) };
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      outcome: outcome ?? rt.missing('contracting.v1.GetQuoteResponse.outcome'),
    };
  },
  toJson(m) {
    return {
      outcome:
        m.outcome.kind === 'quote' ? { kind: 'quote', quote: QuoteDetail.toJson(m.outcome.quote) } :
        { kind: 'refused', refused: common.Refusal.toJson(m.outcome.refused) },
    };
  },
});

/** A quote with the other ways that it was chosen from, the best first. */
export interface QuoteDetail {
  readonly record: QuoteRecord;
  readonly alternates: readonly QuoteAlternate[];
  /** The QuoteAcceptance that takes it, as the bytes to sign. Absent where there is no quote. */
  readonly acceptance?: Uint8Array;
}

export const QuoteDetail: rt.Codec<QuoteDetail> = rt.codec<QuoteDetail>({
  typeName: 'contracting.v1.QuoteDetail',
  write(m, w, depth) {
    w.message(10, QuoteRecord, m.record, depth, 'contracting.v1.QuoteDetail.record');
    for (const item of rt.list(m.alternates, 'contracting.v1.QuoteDetail.alternates')) w.message(18, QuoteAlternate, item, depth, 'contracting.v1.QuoteDetail.alternates');
    if (m.acceptance !== undefined) w.tag(26).putBytes(m.acceptance, 'contracting.v1.QuoteDetail.acceptance');
  },
  read(r, outerEnd, depth) {
    let record: QuoteRecord | undefined;
    const alternates: QuoteAlternate[] = [];
    let acceptance: Uint8Array | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          if (record !== undefined) rt.twice('contracting.v1.QuoteDetail.record');
          record = QuoteRecord.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 18:
          alternates.push(QuoteAlternate.read(r, r.enterMessage(depth), depth + 1));
          break;
        case 26:
          acceptance = r.bytes();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<QuoteDetail> = {
      record: record ?? rt.missing('contracting.v1.QuoteDetail.record'),
      alternates,
    };
    if (acceptance !== undefined) draft.acceptance = acceptance;
    return draft;
  },
  toJson(m) {
    return {
      record: QuoteRecord.toJson(m.record),
      alternates: m.alternates.map((item) => QuoteAlternate.toJson(item)),
      ...(m.acceptance === undefined ? {} : { acceptance: rt.bytesJson(m.acceptance) }),
    };
  },
});

export interface ListQuotesRequest {
  readonly buyerId: string;
  /** 1 to 1000, newest first. */
  readonly limit: number;
}

export const ListQuotesRequest: rt.Codec<ListQuotesRequest> = rt.codec<ListQuotesRequest>({
  typeName: 'contracting.v1.ListQuotesRequest',
  write(m, w) {
    w.string(10, m.buyerId, 'contracting.v1.ListQuotesRequest.buyerId');
    w.uint32(16, m.limit, 'contracting.v1.ListQuotesRequest.limit');
  },
  read(r, outerEnd, depth) {
    let buyerId: string = '';
    let limit: number = 0;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          buyerId = r.string();
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
      buyerId,
      limit,
    };
  },
  toJson(m) {
    return {
      buyerId: m.buyerId,
      limit: m.limit,
    };
  },
});

export interface ListQuotesResponse {
  readonly quotes: readonly QuoteRecord[];
}

export const ListQuotesResponse: rt.Codec<ListQuotesResponse> = rt.codec<ListQuotesResponse>({
  typeName: 'contracting.v1.ListQuotesResponse',
  write(m, w, depth) {
    for (const item of rt.list(m.quotes, 'contracting.v1.ListQuotesResponse.quotes')) w.message(10, QuoteRecord, item, depth, 'contracting.v1.ListQuotesResponse.quotes');
  },
  read(r, outerEnd, depth) {
    const quotes: QuoteRecord[] = [];
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          quotes.push(QuoteRecord.read(r, r.enterMessage(depth), depth + 1));
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      quotes,
    };
  },
  toJson(m) {
    return {
      quotes: m.quotes.map((item) => QuoteRecord.toJson(item)),
    };
  },
});

export interface GetPartyRequest {
  readonly partyId: string;
}

export const GetPartyRequest: rt.Codec<GetPartyRequest> = rt.codec<GetPartyRequest>({
  typeName: 'contracting.v1.GetPartyRequest',
  write(m, w) {
    w.string(10, m.partyId, 'contracting.v1.GetPartyRequest.partyId');
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

export interface GetPartyResponse {
  readonly outcome:
    | { readonly kind: 'party'; readonly party: PartyRecord }
    | { readonly kind: 'refused'; readonly refused: common.Refusal };
}

export const GetPartyResponse: rt.Codec<GetPartyResponse> = rt.codec<GetPartyResponse>({
  typeName: 'contracting.v1.GetPartyResponse',
  write(m, w, depth) {
    rt.checkKind(m.outcome, ['party', 'refused'], 'contracting.v1.GetPartyResponse.outcome');
    if (m.outcome.kind === 'party') w.message(10, PartyRecord, m.outcome.party, depth, 'contracting.v1.GetPartyResponse.party');
    if (m.outcome.kind === 'refused') w.message(18, common.Refusal, m.outcome.refused, depth, 'contracting.v1.GetPartyResponse.refused');
  },
  read(r, outerEnd, depth) {
    let outcome: GetPartyResponse['outcome'] | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          if (outcome?.kind === 'party') rt.twice('contracting.v1.GetPartyResponse.party');
          outcome = { kind: 'party', party: PartyRecord.read(r, r.enterMessage(depth), depth + 1) };
          break;
        case 18:
          if (outcome?.kind === 'refused') rt.twice('contracting.v1.GetPartyResponse.refused');
          outcome = { kind: 'refused', refused: common.Refusal.read(r, r.enterMessage(depth), depth + 1) };
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      outcome: outcome ?? rt.missing('contracting.v1.GetPartyResponse.outcome'),
    };
  },
  toJson(m) {
    return {
      outcome:
        m.outcome.kind === 'party' ? { kind: 'party', party: PartyRecord.toJson(m.outcome.party) } :
        { kind: 'refused', refused: common.Refusal.toJson(m.outcome.refused) },
    };
  },
});

export interface GetPriceGuideRequest {
  readonly buyerId: string;
}

export const GetPriceGuideRequest: rt.Codec<GetPriceGuideRequest> = rt.codec<GetPriceGuideRequest>({
  typeName: 'contracting.v1.GetPriceGuideRequest',
  write(m, w) {
    w.string(10, m.buyerId, 'contracting.v1.GetPriceGuideRequest.buyerId');
  },
  read(r, outerEnd, depth) {
    let buyerId: string = '';
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          buyerId = r.string();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      buyerId,
    };
  },
  toJson(m) {
    return {
      buyerId: m.buyerId,
    };
  },
});

export interface GetPriceGuideResponse {
  readonly sellerId: string;
  /** The policy of quotes that are made now. */
  readonly policyId: string;
  /** In the order in which they are applied to a price. */
  readonly guidelines: readonly PriceGuideline[];
  readonly quoteValiditySeconds: number;
  /** How contracts may be ended before their term; absent where the policy says nothing of it. */
  readonly termination?: TerminationTerms;
  /** What usage is charged by; absent where each gigabyte has its price in the quote's contract. */
  readonly usageTariff?: tariff.PinnedTariff;
  /** Added to bills; 0 where a tariff states taxes of its own. */
  readonly taxBasisPoints: number;
  /** Formats that an order's device may name; absent where nothing is formatted. */
  readonly formats?: StatedFormats;
  /** Whose prices. */
  readonly buyerId: string;
}

export const GetPriceGuideResponse: rt.Codec<GetPriceGuideResponse> = rt.codec<GetPriceGuideResponse>({
  typeName: 'contracting.v1.GetPriceGuideResponse',
  write(m, w, depth) {
    w.string(10, m.sellerId, 'contracting.v1.GetPriceGuideResponse.sellerId');
    w.string(18, m.policyId, 'contracting.v1.GetPriceGuideResponse.policyId');
    for (const item of rt.list(m.guidelines, 'contracting.v1.GetPriceGuideResponse.guidelines')) w.message(26, PriceGuideline, item, depth, 'contracting.v1.GetPriceGuideResponse.guidelines');
    w.uint32(32, m.quoteValiditySeconds, 'contracting.v1.GetPriceGuideResponse.quoteValiditySeconds');
    if (m.termination !== undefined) w.message(42, TerminationTerms, m.termination, depth, 'contracting.v1.GetPriceGuideResponse.termination');
    if (m.usageTariff !== undefined) w.message(50, tariff.PinnedTariff, m.usageTariff, depth, 'contracting.v1.GetPriceGuideResponse.usageTariff');
    w.uint32(56, m.taxBasisPoints, 'contracting.v1.GetPriceGuideResponse.taxBasisPoints');
    if (m.formats !== undefined) w.message(66, StatedFormats, m.formats, depth, 'contracting.v1.GetPriceGuideResponse.formats');
    w.string(74, m.buyerId, 'contracting.v1.GetPriceGuideResponse.buyerId');
  },
  read(r, outerEnd, depth) {
    let sellerId: string = '';
    let policyId: string = '';
    const guidelines: PriceGuideline[] = [];
    let quoteValiditySeconds: number = 0;
    let termination: TerminationTerms | undefined;
    let usageTariff: tariff.PinnedTariff | undefined;
    let taxBasisPoints: number = 0;
    let formats: StatedFormats | undefined;
    let buyerId: string = '';
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          sellerId = r.string();
          break;
        case 18:
          policyId = r.string();
          break;
        case 26:
          guidelines.push(PriceGuideline.read(r, r.enterMessage(depth), depth + 1));
          break;
        case 32:
          quoteValiditySeconds = r.uint32();
          break;
        case 42:
          if (termination !== undefined) rt.twice('contracting.v1.GetPriceGuideResponse.termination');
          termination = TerminationTerms.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 50:
          if (usageTariff !== undefined) rt.twice('contracting.v1.GetPriceGuideResponse.usageTariff');
          usageTariff = tariff.PinnedTariff.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 56:
          taxBasisPoints = r.uint32();
          break;
        case 66:
          if (formats !== undefined) rt.twice('contracting.v1.GetPriceGuideResponse.formats');
          formats = StatedFormats.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 74:
          buyerId = r.string();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<GetPriceGuideResponse> = {
      sellerId,
      policyId,
      guidelines,
      quoteValiditySeconds,
      taxBasisPoints,
      buyerId,
    };
    if (termination !== undefined) draft.termination = termination;
    if (usageTariff !== undefined) draft.usageTariff = usageTariff;
    if (formats !== undefined) draft.formats = formats;
    return draft;
  },
  toJson(m) {
    return {
      sellerId: m.sellerId,
      policyId: m.policyId,
      guidelines: m.guidelines.map((item) => PriceGuideline.toJson(item)),
      quoteValiditySeconds: m.quoteValiditySeconds,
      ...(m.termination === undefined ? {} : { termination: TerminationTerms.toJson(m.termination) }),
      ...(m.usageTariff === undefined ? {} : { usageTariff: tariff.PinnedTariff.toJson(m.usageTariff) }),
      taxBasisPoints: m.taxBasisPoints,
      ...(m.formats === undefined ? {} : { formats: StatedFormats.toJson(m.formats) }),
      buyerId: m.buyerId,
    };
  },
});

/** By the seller's ids. */
export interface StatedFormats {
  readonly codecs: readonly string[];
  readonly resolutions: readonly string[];
  readonly encapsulations: readonly string[];
}

export const StatedFormats: rt.Codec<StatedFormats> = rt.codec<StatedFormats>({
  typeName: 'contracting.v1.StatedFormats',
  write(m, w) {
    for (const item of rt.list(m.codecs, 'contracting.v1.StatedFormats.codecs')) w.tag(10).putString(item, 'contracting.v1.StatedFormats.codecs');
    for (const item of rt.list(m.resolutions, 'contracting.v1.StatedFormats.resolutions')) w.tag(18).putString(item, 'contracting.v1.StatedFormats.resolutions');
    for (const item of rt.list(m.encapsulations, 'contracting.v1.StatedFormats.encapsulations')) w.tag(26).putString(item, 'contracting.v1.StatedFormats.encapsulations');
  },
  read(r, outerEnd, depth) {
    const codecs: string[] = [];
    const resolutions: string[] = [];
    const encapsulations: string[] = [];
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          codecs.push(r.string());
          break;
        case 18:
          resolutions.push(r.string());
          break;
        case 26:
          encapsulations.push(r.string());
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      codecs,
      resolutions,
      encapsulations,
    };
  },
  toJson(m) {
    return {
      codecs: m.codecs,
      resolutions: m.resolutions,
      encapsulations: m.encapsulations,
    };
  },
});

export interface ListTermsRequest {}

export const ListTermsRequest: rt.Codec<ListTermsRequest> = rt.codec<ListTermsRequest>({
  typeName: 'contracting.v1.ListTermsRequest',
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

export interface ListTermsResponse {
  readonly terms: readonly TermsRecord[];
}

export const ListTermsResponse: rt.Codec<ListTermsResponse> = rt.codec<ListTermsResponse>({
  typeName: 'contracting.v1.ListTermsResponse',
  write(m, w, depth) {
    for (const item of rt.list(m.terms, 'contracting.v1.ListTermsResponse.terms')) w.message(10, TermsRecord, item, depth, 'contracting.v1.ListTermsResponse.terms');
  },
  read(r, outerEnd, depth) {
    const terms: TermsRecord[] = [];
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          terms.push(TermsRecord.read(r, r.enterMessage(depth), depth + 1));
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      terms,
    };
  },
  toJson(m) {
    return {
      terms: m.terms.map((item) => TermsRecord.toJson(item)),
    };
  },
});

/** Orders a service. Idempotent by buyer and request id. */
export const RequestService: rt.Rpc<RequestServiceRequest, RequestServiceResponse> = {
  name: 'RequestService',
  kind: 'command',
  subject: 'cm.cmd.contracting.v1.RequestService',
  request: RequestServiceRequest,
  response: RequestServiceResponse,
};

/** Takes a quote that waits for its buyer. Idempotent for the same buyer. */
export const AcceptQuote: rt.Rpc<AcceptQuoteRequest, AcceptQuoteResponse> = {
  name: 'AcceptQuote',
  kind: 'command',
  subject: 'cm.cmd.contracting.v1.AcceptQuote',
  request: AcceptQuoteRequest,
  response: AcceptQuoteResponse,
};

/** Turns a quote down that waits for its buyer: its order ends, and the capacity is given back at once. Idempotent for the same buyer. */
export const DeclineQuote: rt.Rpc<DeclineQuoteRequest, DeclineQuoteResponse> = {
  name: 'DeclineQuote',
  kind: 'command',
  subject: 'cm.cmd.contracting.v1.DeclineQuote',
  request: DeclineQuoteRequest,
  response: DeclineQuoteResponse,
};

/** Records who buys under an id. Idempotent for the same kind and contact. */
export const RegisterParty: rt.Rpc<RegisterPartyRequest, RegisterPartyResponse> = {
  name: 'RegisterParty',
  kind: 'command',
  subject: 'cm.cmd.contracting.v1.RegisterParty',
  request: RegisterPartyRequest,
  response: RegisterPartyResponse,
};

/** Replaces the contact of a party as its asker knows it. Idempotent for the same contact; refused where it was changed since, also of a copy that comes late. */
export const UpdateParty: rt.Rpc<UpdatePartyRequest, UpdatePartyResponse> = {
  name: 'UpdateParty',
  kind: 'command',
  subject: 'cm.cmd.contracting.v1.UpdateParty',
  request: UpdatePartyRequest,
  response: UpdatePartyResponse,
};

/** Registers the key that speaks for a buyer. Idempotent by buyer and request id, also when another key has taken its place. For the operator alone. */
export const RegisterBuyerKey: rt.Rpc<RegisterBuyerKeyRequest, RegisterBuyerKeyResponse> = {
  name: 'RegisterBuyerKey',
  kind: 'command',
  subject: 'cm.cmd.contracting.v1.RegisterBuyerKey',
  request: RegisterBuyerKeyRequest,
  response: RegisterBuyerKeyResponse,
};

/** States how the seller prices from now on. Idempotent by subject and request id, also when it was stated otherwise since. For the operator alone. */
export const StateTerms: rt.Rpc<StateTermsRequest, StateTermsResponse> = {
  name: 'StateTerms',
  kind: 'command',
  subject: 'cm.cmd.contracting.v1.StateTerms',
  request: StateTermsRequest,
  response: StateTermsResponse,
};

/** Ends a contract before or after its term, by its own terms. Idempotent by contract and request id. */
export const TerminateContract: rt.Rpc<TerminateContractRequest, TerminateContractResponse> = {
  name: 'TerminateContract',
  kind: 'command',
  subject: 'cm.cmd.contracting.v1.TerminateContract',
  request: TerminateContractRequest,
  response: TerminateContractResponse,
};

/** Suspends a running service or resumes it. Idempotent by contract and request id; one change at a time. */
export const ChangeService: rt.Rpc<ChangeServiceRequest, ChangeServiceResponse> = {
  name: 'ChangeService',
  kind: 'command',
  subject: 'cm.cmd.contracting.v1.ChangeService',
  request: ChangeServiceRequest,
  response: ChangeServiceResponse,
};

/** Forgets a party. Answered as soon as its key is erased for good, and not before; idempotent. For the operator alone. */
export const ForgetParty: rt.Rpc<ForgetPartyRequest, ForgetPartyResponse> = {
  name: 'ForgetParty',
  kind: 'command',
  subject: 'cm.cmd.contracting.v1.ForgetParty',
  request: ForgetPartyRequest,
  response: ForgetPartyResponse,
};

/** One order as it stands; it is there from the moment in which it was acknowledged. */
export const GetServiceRequest: rt.Rpc<GetServiceRequestRequest, GetServiceRequestResponse> = {
  name: 'GetServiceRequest',
  kind: 'query',
  subject: 'cm.qry.contracting.v1.GetServiceRequest',
  request: GetServiceRequestRequest,
  response: GetServiceRequestResponse,
};

/** The buyer's orders, newest first. A new one may be missing for a moment. */
export const ListServiceRequests: rt.Rpc<ListServiceRequestsRequest, ListServiceRequestsResponse> = {
  name: 'ListServiceRequests',
  kind: 'query',
  subject: 'cm.qry.contracting.v1.ListServiceRequests',
  request: ListServiceRequestsRequest,
  response: ListServiceRequestsResponse,
};

/** The contract as it was signed, for the buyer to check with the seller's public key. */
export const GetContract: rt.Rpc<GetContractRequest, GetContractResponse> = {
  name: 'GetContract',
  kind: 'query',
  subject: 'cm.qry.contracting.v1.GetContract',
  request: GetContractRequest,
  response: GetContractResponse,
};

/** What a service would cost now (a budgetary quote): nothing is recorded, held or promised. */
export const EstimateService: rt.Rpc<EstimateServiceRequest, EstimateServiceResponse> = {
  name: 'EstimateService',
  kind: 'query',
  subject: 'cm.qry.contracting.v1.EstimateService',
  request: EstimateServiceRequest,
  response: EstimateServiceResponse,
};

/** One quote, by its own id or by its order's. */
export const GetQuote: rt.Rpc<GetQuoteRequest, GetQuoteResponse> = {
  name: 'GetQuote',
  kind: 'query',
  subject: 'cm.qry.contracting.v1.GetQuote',
  request: GetQuoteRequest,
  response: GetQuoteResponse,
};

/** The buyer's quotes, one for each order, newest first. A new one may be missing for a moment. */
export const ListQuotes: rt.Rpc<ListQuotesRequest, ListQuotesResponse> = {
  name: 'ListQuotes',
  kind: 'query',
  subject: 'cm.qry.contracting.v1.ListQuotes',
  request: ListQuotesRequest,
  response: ListQuotesResponse,
};

/** A party, decrypted for this answer alone. Only the party itself and the operator are told. */
export const GetParty: rt.Rpc<GetPartyRequest, GetPartyResponse> = {
  name: 'GetParty',
  kind: 'query',
  subject: 'cm.qry.contracting.v1.GetParty',
  request: GetPartyRequest,
  response: GetPartyResponse,
};

/** How prices come about for one buyer, by what is in force now: no cost, no margin, no supplier and no other buyer. */
export const GetPriceGuide: rt.Rpc<GetPriceGuideRequest, GetPriceGuideResponse> = {
  name: 'GetPriceGuide',
  kind: 'query',
  subject: 'cm.qry.contracting.v1.GetPriceGuide',
  request: GetPriceGuideRequest,
  response: GetPriceGuideResponse,
};

/** How the seller prices. For the operator alone; what was stated a moment ago may be missing. */
export const ListTerms: rt.Rpc<ListTermsRequest, ListTermsResponse> = {
  name: 'ListTerms',
  kind: 'query',
  subject: 'cm.qry.contracting.v1.ListTerms',
  request: ListTermsRequest,
  response: ListTermsResponse,
};

/** Every event of the context, told apart by its type. */
export type AnyEvent =
  | { readonly type: 'contracting.v1.ServiceRequested'; readonly data: ServiceRequested }
  | { readonly type: 'contracting.v1.ServiceRequestRefused'; readonly data: ServiceRequestRefused }
  | { readonly type: 'contracting.v1.ServiceRequestCompleted'; readonly data: ServiceRequestCompleted }
  | { readonly type: 'contracting.v1.QuoteOffered'; readonly data: QuoteOffered }
  | { readonly type: 'contracting.v1.QuoteAccepted'; readonly data: QuoteAccepted }
  | { readonly type: 'contracting.v1.QuoteExpired'; readonly data: QuoteExpired }
  | { readonly type: 'contracting.v1.QuoteDeclined'; readonly data: QuoteDeclined }
  | { readonly type: 'contracting.v1.QuoteWithdrawn'; readonly data: QuoteWithdrawn }
  | { readonly type: 'contracting.v1.ContractSigned'; readonly data: ContractSigned }
  | { readonly type: 'contracting.v1.SupplyContractSigned'; readonly data: SupplyContractSigned }
  | { readonly type: 'contracting.v1.ContractVoided'; readonly data: ContractVoided }
  | { readonly type: 'contracting.v1.ContractAmended'; readonly data: ContractAmended }
  | { readonly type: 'contracting.v1.SupplyContractAmended'; readonly data: SupplyContractAmended }
  | { readonly type: 'contracting.v1.ContractTerminated'; readonly data: ContractTerminated }
  | { readonly type: 'contracting.v1.ServiceChangeOrdered'; readonly data: ServiceChangeOrdered }
  | { readonly type: 'contracting.v1.ServiceChangeCompleted'; readonly data: ServiceChangeCompleted }
  | { readonly type: 'contracting.v1.ServiceChangeRejected'; readonly data: ServiceChangeRejected }
  | { readonly type: 'contracting.v1.TerminationStarted'; readonly data: TerminationStarted }
  | { readonly type: 'contracting.v1.TerminationServiceDown'; readonly data: TerminationServiceDown }
  | { readonly type: 'contracting.v1.TerminationEnded'; readonly data: TerminationEnded }
  | { readonly type: 'contracting.v1.FulfilmentStarted'; readonly data: FulfilmentStarted }
  | { readonly type: 'contracting.v1.FulfilmentQuoted'; readonly data: FulfilmentQuoted }
  | { readonly type: 'contracting.v1.FulfilmentCapacityGone'; readonly data: FulfilmentCapacityGone }
  | { readonly type: 'contracting.v1.FulfilmentCapacityHeld'; readonly data: FulfilmentCapacityHeld }
  | { readonly type: 'contracting.v1.FulfilmentQuoteAccepted'; readonly data: FulfilmentQuoteAccepted }
  | { readonly type: 'contracting.v1.FulfilmentQuoteLapsed'; readonly data: FulfilmentQuoteLapsed }
  | { readonly type: 'contracting.v1.FulfilmentCapacityCommitted'; readonly data: FulfilmentCapacityCommitted }
  | { readonly type: 'contracting.v1.FulfilmentContracted'; readonly data: FulfilmentContracted }
  | { readonly type: 'contracting.v1.FulfilmentFailed'; readonly data: FulfilmentFailed }
  | { readonly type: 'contracting.v1.FulfilmentEnded'; readonly data: FulfilmentEnded }
  | { readonly type: 'contracting.v1.PartyRegistered'; readonly data: PartyRegistered }
  | { readonly type: 'contracting.v1.PartyContactChanged'; readonly data: PartyContactChanged }
  | { readonly type: 'contracting.v1.PartyForgotten'; readonly data: PartyForgotten }
  | { readonly type: 'contracting.v1.PartyKeyErased'; readonly data: PartyKeyErased }
  | { readonly type: 'contracting.v1.BuyerKeyRegistered'; readonly data: BuyerKeyRegistered }
  | { readonly type: 'contracting.v1.TermsStated'; readonly data: TermsStated };
