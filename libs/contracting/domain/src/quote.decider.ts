import { accept, type Decider, type Decision, ignore, refuse } from '@carriermesh/decider';
import { type Instant, unreachable } from '@carriermesh/kernel';
import type { common, contracting } from '@carriermesh/wire';
import { isReason } from './contract-versions.js';

export type QuoteEvent = Extract<contracting.AnyEvent, { type: `contracting.v1.Quote${string}` }>;

export interface AcceptQuote {
  readonly kind: 'accept';
  readonly buyerId: string;
  readonly now: Instant;
  /** The buyer's own, found to be its key's before this is asked. */
  readonly statement?: common.SignedEnvelope;
}

export interface DeclineQuote {
  readonly kind: 'decline';
  readonly buyerId: string;
  readonly now: Instant;
  /** In the buyer's own words; may be empty. */
  readonly reason: string;
}

/** Sent by the order's process alone, after the quote's time is over. */
export interface ExpireQuote {
  readonly kind: 'expire';
  readonly now: Instant;
}

interface Offered {
  readonly quoteId: string;
  readonly orderId: string;
  readonly buyerId: string;
  /** The last instant at which it can be accepted. */
  readonly validUntil: Instant;
}

export type QuoteState =
  | { readonly status: 'none' }
  | (Offered & { readonly status: 'offered' | 'expired' })
  | (Offered & { readonly status: 'accepted'; readonly acceptedAt: Instant })
  | (Offered & { readonly status: 'declined'; readonly declinedAt: Instant })
  | (Offered & { readonly status: 'withdrawn'; readonly reason: common.Refusal });

export type QuoteRefusal =
  | { readonly code: 'quote-unknown' }
  | { readonly code: 'quote-expired'; readonly quoteId: string; readonly validUntil: Instant; readonly at: Instant }
  | { readonly code: 'quote-accepted'; readonly quoteId: string; readonly acceptedAt: Instant }
  | { readonly code: 'quote-declined'; readonly quoteId: string; readonly declinedAt: Instant }
  | { readonly code: 'reason-malformed' }
  | { readonly code: 'quote-withdrawn'; readonly quoteId: string; readonly reason: common.Refusal };

/** A firm price: it binds the seller up to and including the instant that it states, and both once it was accepted. */
export const quote: Decider<AcceptQuote | DeclineQuote | ExpireQuote, QuoteState, QuoteEvent, QuoteRefusal> = {
  initial: { status: 'none' },

  decide(command, state) {
    switch (command.kind) {
      case 'accept':
        return acceptQuote(command, state);
      case 'decline':
        return declineQuote(command, state);
      case 'expire':
        return expireQuote(command, state);
      default:
        return unreachable(command);
    }
  },

  evolve(state, event): QuoteState {
    if (event.type === 'contracting.v1.QuoteOffered') {
      const { quoteId, orderId, buyerId, summary } = event.data;
      return { status: 'offered', quoteId, orderId, buyerId, validUntil: summary.validUntil };
    }
    if (state.status === 'none') return state;
    const { quoteId, orderId, buyerId, validUntil } = state;
    const offered = { quoteId, orderId, buyerId, validUntil };
    switch (event.type) {
      case 'contracting.v1.QuoteAccepted':
        return { ...offered, status: 'accepted', acceptedAt: event.data.acceptedAt };
      case 'contracting.v1.QuoteDeclined':
        return { ...offered, status: 'declined', declinedAt: event.data.declinedAt };
      case 'contracting.v1.QuoteExpired':
        return { ...offered, status: 'expired' };
      case 'contracting.v1.QuoteWithdrawn':
        // Its capacity may be found gone just when its buyer does not want it any more: what the buyer said stays true.
        return state.status === 'declined' ? state : { ...offered, status: 'withdrawn', reason: event.data.reason };
      default:
        return unreachable(event);
    }
  },
};

function acceptQuote({ buyerId, now, statement }: AcceptQuote, state: QuoteState): Decision<QuoteEvent, QuoteRefusal> {
  // Another buyer must not even learn that there is such a quote.
  if (state.status === 'none' || state.buyerId !== buyerId) return refuse({ code: 'quote-unknown' });
  const { quoteId, orderId, validUntil } = state;
  // The bus delivers at least once: the same buyer accepting twice is one acceptance.
  if (state.status === 'accepted') return ignore('accepted before');
  if (state.status === 'declined') return refuse({ code: 'quote-declined', quoteId, declinedAt: state.declinedAt });
  if (state.status === 'withdrawn') return refuse({ code: 'quote-withdrawn', quoteId, reason: state.reason });
  if (state.status === 'expired' || now > validUntil) return refuse({ code: 'quote-expired', quoteId, validUntil, at: now });
  return accept({ type: 'contracting.v1.QuoteAccepted', data: { quoteId, orderId, acceptedBy: buyerId, acceptedAt: now, ...(statement ? { statement } : {}) } });
}

/** What binds both sides can't be declined, and what binds nobody need not be. A decline binds its buyer to nothing, so that none is signed. */
function declineQuote({ buyerId, now, reason }: DeclineQuote, state: QuoteState): Decision<QuoteEvent, QuoteRefusal> {
  if (state.status === 'none' || state.buyerId !== buyerId) return refuse({ code: 'quote-unknown' });
  if (!isReason(reason)) return refuse({ code: 'reason-malformed' });
  const { quoteId, orderId, validUntil } = state;
  if (state.status === 'declined') return ignore('declined before');
  if (state.status === 'accepted') return refuse({ code: 'quote-accepted', quoteId, acceptedAt: state.acceptedAt });
  if (state.status === 'withdrawn') return refuse({ code: 'quote-withdrawn', quoteId, reason: state.reason });
  if (state.status === 'expired' || now > validUntil) return refuse({ code: 'quote-expired', quoteId, validUntil, at: now });
  return accept({ type: 'contracting.v1.QuoteDeclined', data: { quoteId, orderId, declinedBy: buyerId, declinedAt: now, reason } });
}

/** An acceptance that came first counts, whenever word of it arrives. */
function expireQuote({ now }: ExpireQuote, state: QuoteState): Decision<QuoteEvent, QuoteRefusal> {
  if (state.status !== 'offered') return ignore(`the quote is ${state.status}, and does not wait for its buyer`);
  const { quoteId, orderId } = state;
  return accept({ type: 'contracting.v1.QuoteExpired', data: { quoteId, orderId, expiredAt: now } });
}
