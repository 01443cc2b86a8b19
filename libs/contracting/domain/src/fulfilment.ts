import { type Instant, invariant, NANOS_PER_SECOND, plus, unreachable } from '@carriermesh/kernel';
import type { advertising, common, contracting } from '@carriermesh/wire';
import { holdIdOf } from './ids.js';

export type FulfilmentEvent = Extract<contracting.AnyEvent, { type: `contracting.v1.Fulfilment${string}` }>;

/** What the buyer ordered; it never changes while the order is worked on. */
export interface OrderedService {
  readonly orderId: string;
  readonly buyerId: string;
  readonly terms: contracting.ServiceTerms;
  readonly termsSha256: Uint8Array;
  readonly startedAt: Instant;
}

/** The quote that is being worked on. Its scenarios are in the quote's own stream. */
export interface CurrentQuote {
  readonly quoteId: string;
  readonly attempt: number;
  readonly quoteSha256: Uint8Array;
  readonly needs: readonly advertising.CapacityNeed[];
  readonly validUntil: Instant;
}

interface Ordered {
  readonly ordered: OrderedService;
}

interface Quoted extends Ordered {
  readonly quote: CurrentQuote;
}

/** Where an order stands. What is owed to the world follows from it alone. */
export type Fulfilment =
  | { readonly step: 'unknown' }
  | (Ordered & { readonly step: 'quoting'; readonly attempt: number })
  | (Quoted & { readonly step: 'holding'; readonly acceptedAt: Instant | undefined })
  | (Quoted & { readonly step: 'awaiting-acceptance' })
  /** The time to accept is over, and whether the buyer was in time is being found out. */
  | (Quoted & { readonly step: 'lapsing' })
  | (Quoted & { readonly step: 'committing'; readonly acceptedAt: Instant })
  | (Quoted & { readonly step: 'contracting'; readonly acceptedAt: Instant })
  | (Quoted & { readonly step: 'activating'; readonly contractId: string })
  /** Refused; `holdId` names what may still be set aside. */
  | (Ordered & { readonly step: 'compensating'; readonly refusal: common.Refusal; readonly holdId: string | undefined })
  | { readonly step: 'ended'; readonly end: contracting.FulfilmentEnd };

export type Live = Exclude<Fulfilment, { step: 'unknown' | 'ended' }>;
export type WithQuote = Extract<Fulfilment, { quote: CurrentQuote }>;

/** An acceptance in the quote's last instant still finds its capacity held for as long as it may take to put it under contract. */
const HOLD_GRACE_NS = 60n * NANOS_PER_SECOND;

export const heldUntil = ({ validUntil }: CurrentQuote): Instant => plus(validUntil, HOLD_GRACE_NS);

export const hasQuote = (state: Fulfilment): state is WithQuote => 'quote' in state;

export function evolveFulfilment(state: Fulfilment, event: FulfilmentEvent): Fulfilment {
  if (event.type === 'contracting.v1.FulfilmentStarted') return { step: 'quoting', ordered: event.data, attempt: 1 };
  invariant(state.step !== 'unknown' && state.step !== 'ended', `${event.type} on an order that ${state.step === 'ended' ? 'has ended' : 'was not started'}`);
  const { ordered } = state;
  switch (event.type) {
    case 'contracting.v1.FulfilmentQuoted':
      return { step: 'holding', ordered, quote: event.data, acceptedAt: undefined };
    case 'contracting.v1.FulfilmentCapacityGone':
      return { step: 'quoting', ordered, attempt: quoteOf(state).attempt + 1 };
    case 'contracting.v1.FulfilmentCapacityHeld':
      return afterHeld(state);
    case 'contracting.v1.FulfilmentQuoteAccepted':
      return afterAcceptance(state, event.data.acceptedAt);
    case 'contracting.v1.FulfilmentQuoteLapsed':
      return { step: 'lapsing', ordered, quote: quoteOf(state) };
    case 'contracting.v1.FulfilmentCapacityCommitted':
      invariant(state.step === 'committing', `capacity was committed while ${state.step}`);
      return { ...state, step: 'contracting' };
    case 'contracting.v1.FulfilmentContracted':
      return { step: 'activating', ordered, quote: quoteOf(state), contractId: event.data.contractId };
    case 'contracting.v1.FulfilmentFailed':
      return { step: 'compensating', ordered, refusal: event.data.refusal, holdId: hasQuote(state) ? holdIdOf(state.quote.quoteId) : undefined };
    case 'contracting.v1.FulfilmentEnded':
      return { step: 'ended', end: event.data.end };
    default:
      return unreachable(event);
  }
}

function quoteOf(state: Live): CurrentQuote {
  invariant(hasQuote(state), `an order that is ${state.step} has no quote`);
  return state.quote;
}

function afterHeld(state: Live): Fulfilment {
  invariant(state.step === 'holding', `capacity was held while ${state.step}`);
  const { ordered, quote, acceptedAt } = state;
  return acceptedAt === undefined ? { step: 'awaiting-acceptance', ordered, quote } : { step: 'committing', ordered, quote, acceptedAt };
}

/** An acceptance while the capacity is still being held waits for the capacity. */
function afterAcceptance(state: Live, acceptedAt: Instant): Fulfilment {
  return state.step === 'holding' ? { ...state, acceptedAt } : { step: 'committing', ordered: state.ordered, quote: quoteOf(state), acceptedAt };
}
