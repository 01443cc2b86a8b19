import type { Posting, Step } from '@carriermesh/decider';
import type { Instant } from '@carriermesh/kernel';
import type { common, contracting } from '@carriermesh/wire';
import { type Fulfilment, type FulfilmentEvent, hasQuote, type Live } from './fulfilment.js';
import { contractStream, orderStream, quoteStream } from './ids.js';

/** Whether something may be set aside for the quote, as far as the process can know. */
type Aside = 'nothing-held' | 'maybe-held';

/**
 * The order can't be fulfilled. What bound somebody is undone in the same commit; what may be set aside is given back first, and
 * only then is the order refused, so that a refused order never has anything left behind.
 */
export function failed(state: Live, refusal: common.Refusal, now: Instant, aside: Aside = 'maybe-held'): Step<FulfilmentEvent> {
  const { orderId } = state.ordered;
  const failure: FulfilmentEvent = { type: 'contracting.v1.FulfilmentFailed', data: { orderId, refusal } };
  const undone = undoing(state, refusal, now);
  if (hasQuote(state) && aside === 'maybe-held') return { events: [failure], postings: undone };
  const end = ending(orderId, { refusal, end: 'rejected' }, now);
  return { events: [failure, ...end.events], postings: [...undone, ...(end.postings ?? [])] };
}

/** Everything that had been set aside was given back. */
export function compensated({ ordered, refusal }: Extract<Fulfilment, { step: 'compensating' }>, now: Instant): Step<FulfilmentEvent> {
  return ending(ordered.orderId, { refusal, end: 'compensated' }, now);
}

function ending(orderId: string, { refusal, end }: { refusal: common.Refusal; end: contracting.FulfilmentEnd }, now: Instant): Step<FulfilmentEvent> {
  const refused: contracting.AnyEvent = { type: 'contracting.v1.ServiceRequestRefused', data: { orderId, refusal, refusedAt: now } };
  return {
    events: [{ type: 'contracting.v1.FulfilmentEnded', data: { orderId, end, endedAt: now } }],
    postings: [{ stream: orderStream(orderId), expected: 'any', events: [refused] }],
  };
}

/** What no longer binds anybody: the contract where there is one, the quote before that. */
function undoing(state: Live, reason: common.Refusal, now: Instant): readonly Posting[] {
  if (!hasQuote(state)) return [];
  const { orderId } = state.ordered;
  const { quoteId } = state.quote;
  if (state.step === 'activating') {
    const { contractId } = state;
    const voided: contracting.AnyEvent = { type: 'contracting.v1.ContractVoided', data: { contractId, orderId, reason, voidedAt: now } };
    return [{ stream: contractStream(contractId), expected: 'any', events: [voided] }];
  }
  // A quote that nobody took in time, or that its buyer declined, has said so itself.
  if (state.step === 'lapsing' || (reason.code === 'quote-declined' && reason.facts['quote_id'] === quoteId)) return [];
  const closed: contracting.AnyEvent =
    reason.code === 'quote-expired'
      ? { type: 'contracting.v1.QuoteExpired', data: { quoteId, orderId, expiredAt: now } }
      : { type: 'contracting.v1.QuoteWithdrawn', data: { quoteId, orderId, reason, withdrawnAt: now } };
  return [{ stream: quoteStream(quoteId), expected: 'any', events: [closed] }];
}
