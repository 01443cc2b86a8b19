import { accept, type Decider, ignore, refuse } from '@carriermesh/decider';
import { bytesEqual, type Instant, isRequestId } from '@carriermesh/kernel';
import type { contracting } from '@carriermesh/wire';

export interface BuyerKeyEvent {
  readonly type: 'contracting.v1.BuyerKeyRegistered';
  readonly data: contracting.BuyerKeyRegistered;
}

export interface RegisterBuyerKey {
  readonly buyerId: string;
  readonly publicKey: Uint8Array;
  readonly mustSign: boolean;
  readonly requestId: string;
  readonly now: Instant;
}

/** Those that spoke for a buyer, the oldest first; the last one does now. */
export type BuyerKeys = readonly contracting.BuyerKeyRegistered[];

export type KeyRefusal =
  | { readonly code: 'request-id-malformed' | 'buyer-key-request-reused'; readonly requestId: string }
  | { readonly code: 'buyer-key-malformed'; readonly bytes: number };

/** What of a buyer's acceptance is not as its key demands. */
export type SignatureRefusal =
  | { readonly code: 'signature-required'; readonly buyerId: string }
  | { readonly code: 'signature-invalid'; readonly buyerId: string; readonly quoteId: string }
  | { readonly code: 'buyer-key-unknown'; readonly buyerId: string };

/**
 * One key at a time: a new one takes the place of the old, and what the old one signed stays signed. A copy of the request that registered the old one may come
 * when nobody may rely on that any more.
 */
export const buyerKeys: Decider<RegisterBuyerKey, BuyerKeys, BuyerKeyEvent, KeyRefusal> = {
  initial: [],
  decide({ now, ...registered }, known) {
    const { publicKey, mustSign, requestId } = registered;
    if (!isRequestId(requestId)) return refuse({ code: 'request-id-malformed', requestId });
    const before = known.find((each) => each.requestId === requestId);
    if (!before) return accept({ type: 'contracting.v1.BuyerKeyRegistered', data: { ...registered, registeredAt: now } });
    const isSame = bytesEqual(before.publicKey, publicKey) && before.mustSign === mustSign;
    return isSame ? ignore('registered before') : refuse({ code: 'buyer-key-request-reused', requestId });
  },
  evolve: (known, { data }) => [...known, data],
};
