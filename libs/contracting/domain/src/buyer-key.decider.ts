import { accept, type Decider, ignore } from '@carriermesh/decider';
import { bytesEqual, type Instant } from '@carriermesh/kernel';
import type { contracting } from '@carriermesh/wire';

export interface BuyerKeyEvent {
  readonly type: 'contracting.v1.BuyerKeyRegistered';
  readonly data: contracting.BuyerKeyRegistered;
}

export interface RegisterBuyerKey {
  readonly buyerId: string;
  readonly publicKey: Uint8Array;
  readonly mustSign: boolean;
  readonly now: Instant;
}

/** The key that speaks for a buyer now; none where it never had one. */
export type BuyerKey = contracting.BuyerKeyRegistered | undefined;

/** What of a buyer's acceptance is not as its key demands. */
export type SignatureRefusal =
  | { readonly code: 'signature-required'; readonly buyerId: string }
  | { readonly code: 'signature-invalid'; readonly buyerId: string; readonly quoteId: string }
  | { readonly code: 'buyer-key-unknown'; readonly buyerId: string }
  | { readonly code: 'buyer-key-malformed'; readonly bytes: number };

/** One key at a time: a new one takes the place of the old, and what the old one signed stays signed. */
export const buyerKey: Decider<RegisterBuyerKey, BuyerKey, BuyerKeyEvent, never> = {
  initial: undefined,
  decide: ({ buyerId, publicKey, mustSign, now }, known) =>
    known && bytesEqual(known.publicKey, publicKey) && known.mustSign === mustSign
      ? ignore('registered before')
      : accept({ type: 'contracting.v1.BuyerKeyRegistered', data: { buyerId, publicKey, mustSign, registeredAt: now } }),
  evolve: (_, { data }) => data,
};
