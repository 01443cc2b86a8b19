import { type Posting, stay, type Step } from '@carriermesh/decider';
import { type Instant, unreachable } from '@carriermesh/kernel';
import type { common, contracting } from '@carriermesh/wire';
import { type Fulfilment, type FulfilmentEvent, hasQuote, type Live } from './fulfilment.js';
import { compensated, failed } from './fulfilment-failure.js';
import { contractStream, holdIdOf, orderStream, quoteIdOf, quoteStream, supplyStream } from './ids.js';
import type { Contracts, FulfilmentInput } from './order-fulfilment.process.js';
import { toRefusal } from './refusals.js';

/** Quotes that an order gets while others keep taking the capacity from under it. */
export const MAX_QUOTE_ATTEMPTS = 3;
/** Everybody wants the least unit that is free, and of those who ask at once one gets it: the next one may be free all the same. */
export const MAX_UNIT_ATTEMPTS = 24;

/** The market moved between the path's answer and the hold: a new quote may well succeed. `hold-released`: the word of it was lost. */
const MARKET_MOVED: ReadonlySet<string> = new Set([
  ...['no-capacity', 'resource-withdrawn', 'offer-expired', 'hold-released', 'session-down'],
  ...['unit-taken', 'unit-unknown', 'unit-missing', 'unit-not-sold', 'resource-dedicated', 'resource-not-dedicated'],
]);
/** The hold lapsed before it was bought. */
const LAPSED = 'hold-expired';

type State<S extends Fulfilment['step']> = Extract<Fulfilment, { step: S }>;
type Input<K extends FulfilmentInput['kind']> = Extract<FulfilmentInput, { kind: K }>;

/** One input on one state. What the state does not wait for is a duplicate or came too late: it changes nothing. */
export function react(state: Live, input: FulfilmentInput, now: Instant): Step<FulfilmentEvent> {
  switch (input.kind) {
    case 'quoted':
      return state.step === 'quoting' && isCurrent(state, input.offered.quoteId) ? quoted(state, input, now) : stay;
    case 'not-quoted':
      return state.step === 'quoting' && isCurrent(state, input.quoteId) ? failed(state, input.refusal, now) : stay;
    case 'held':
      return state.step === 'holding' && isHoldOf(state, input.holdId) ? held(state, input.holdId) : stay;
    case 'bought':
      return state.step === 'holding' && state.acceptedAt !== undefined && isHoldOf(state, input.holdId) ? bought(state, input, now) : stay;
    case 'hold-refused':
      return state.step === 'holding' && isHoldOf(state, input.holdId) ? holdRefused(state, input.refusal, now) : stay;
    case 'quote-accepted':
      return accepted(state, input);
    case 'quote-declined':
      return waitsForBuyer(state) ? failed(state, toRefusal({ code: 'quote-declined', quoteId: input.quoteId, declinedAt: input.declinedAt }), now) : stay;
    case 'quote-expired':
      return state.step === 'lapsing' && state.quote.quoteId === input.quoteId ? failed(state, expired(state, now), now) : stay;
    case 'committed':
      return state.step === 'committing' && isHoldOf(state, input.holdId) ? committed(state, input.holdId) : stay;
    case 'commit-refused':
      return state.step === 'committing' && isHoldOf(state, input.holdId) ? commitRefused(state, input.refusal, now) : stay;
    case 'signed':
      return state.step === 'contracting' ? signed(state, input, now) : stay;
    case 'service-activated':
      return state.step === 'activating' && state.contractId === input.contractId ? completed(state, input, now) : stay;
    case 'activation-failed':
      return state.step === 'activating' && state.contractId === input.contractId ? failed(state, input.reason, now) : stay;
    case 'released':
      return state.step === 'compensating' && state.holdId === input.holdId ? compensated(state, now) : stay;
    case 'deadline-passed':
      return deadlinePassed(state, now);
    default:
      return unreachable(input);
  }
}

const isCurrent = ({ ordered, attempt }: State<'quoting'>, quoteId: string): boolean => quoteId === quoteIdOf(ordered.orderId, attempt);
const isHoldOf = (state: Fulfilment, holdId: string): boolean => hasQuote(state) && holdId === holdIdOf(state.quote.quoteId);

function quoted({ ordered, attempt }: State<'quoting'>, { offered, needs }: Input<'quoted'>, now: Instant): Step<FulfilmentEvent> {
  const { orderId, buyerId, terms } = ordered;
  const { quoteId, quoteSha256, summary } = offered;
  const { acceptance } = terms;
  const step: FulfilmentEvent = {
    type: 'contracting.v1.FulfilmentQuoted',
    data: { orderId, quoteId, attempt, quoteSha256, needs, validUntil: summary.validUntil, acceptance },
  };
  const offer: contracting.AnyEvent = { type: 'contracting.v1.QuoteOffered', data: offered };
  if (acceptance !== 'automatic') return { events: [step], postings: [posting(quoteStream(quoteId), 'none', offer)] };
  // The order itself is the acceptance, so the quote binds the buyer in the commit that makes it.
  const taken: contracting.AnyEvent = { type: 'contracting.v1.QuoteAccepted', data: { quoteId, orderId, acceptedBy: buyerId, acceptedAt: now } };
  return {
    events: [step, { type: 'contracting.v1.FulfilmentQuoteAccepted', data: { orderId, quoteId, acceptedAt: now } }],
    postings: [posting(quoteStream(quoteId), 'none', offer, taken)],
  };
}

const held = ({ ordered }: State<'holding'>, holdId: string): Step<FulfilmentEvent> => ({
  events: [{ type: 'contracting.v1.FulfilmentCapacityHeld', data: { orderId: ordered.orderId, holdId } }],
});

function holdRefused(state: State<'holding'>, refusal: common.Refusal, now: Instant): Step<FulfilmentEvent> {
  const { orderId } = state.ordered;
  const { quoteId, attempt } = state.quote;
  if (refusal.code === LAPSED) return failed(state, expired(state, now), now, 'nothing-held');
  if (!MARKET_MOVED.has(refusal.code)) return failed(state, refusal, now, 'nothing-held');
  const most = refusal.code === 'unit-taken' ? MAX_UNIT_ATTEMPTS : MAX_QUOTE_ATTEMPTS;
  if (attempt >= most) return failed(state, { ...refusal, facts: { ...refusal.facts, quotes: String(attempt) } }, now, 'nothing-held');
  const withdrawn: contracting.AnyEvent = { type: 'contracting.v1.QuoteWithdrawn', data: { quoteId, orderId, reason: refusal, withdrawnAt: now } };
  return {
    events: [{ type: 'contracting.v1.FulfilmentCapacityGone', data: { orderId, quoteId, refusal } }],
    postings: [posting(quoteStream(quoteId), 'any', withdrawn)],
  };
}

/** Also while another quote is sought for one that was gone: whoever turned that down is not to be bound by the next. */
const waitsForBuyer = (state: Live): boolean =>
  state.step === 'quoting' || state.step === 'awaiting-acceptance' || state.step === 'lapsing' || (state.step === 'holding' && state.acceptedAt === undefined);

/** Word of an acceptance may come while the capacity is still being held, and again and again. */
function accepted(state: Live, { quoteId, acceptedAt }: Input<'quote-accepted'>): Step<FulfilmentEvent> {
  if (!waitsForBuyer(state) || !hasQuote(state) || state.quote.quoteId !== quoteId) return stay;
  return { events: [{ type: 'contracting.v1.FulfilmentQuoteAccepted', data: { orderId: state.ordered.orderId, quoteId, acceptedAt } }] };
}

const committed = ({ ordered }: State<'committing'>, holdId: string): Step<FulfilmentEvent> => ({
  events: [{ type: 'contracting.v1.FulfilmentCapacityCommitted', data: { orderId: ordered.orderId, holdId } }],
});

const commitRefused = (state: State<'committing'>, refusal: common.Refusal, now: Instant): Step<FulfilmentEvent> =>
  failed(state, refusal.code === LAPSED ? expired(state, now) : refusal, now);

/** What was accepted before it was held needs no step of its own to be put under contract. */
function bought(state: State<'holding'>, input: Input<'bought'>, now: Instant): Step<FulfilmentEvent> {
  const { orderId } = state.ordered;
  const { holdId } = input;
  const { events, postings = [] } = signed(state, input, now);
  const steps: readonly FulfilmentEvent[] = [
    { type: 'contracting.v1.FulfilmentCapacityHeld', data: { orderId, holdId } },
    { type: 'contracting.v1.FulfilmentCapacityCommitted', data: { orderId, holdId } },
  ];
  return { events: [...steps, ...events], postings };
}

/** All contracts of the order come into force together, or none does. */
function signed({ ordered }: Live, { contract, supplies }: Contracts, now: Instant): Step<FulfilmentEvent> {
  const { contractId } = contract;
  return {
    events: [{ type: 'contracting.v1.FulfilmentContracted', data: { orderId: ordered.orderId, contractId, contractedAt: now } }],
    postings: [
      // The suppliers' first: who acts on the customer's contract finds them there.
      ...supplies.map((supply) => posting(supplyStream(supply.supplyContractId), 'none', { type: 'contracting.v1.SupplyContractSigned', data: supply })),
      posting(contractStream(contractId), 'none', { type: 'contracting.v1.ContractSigned', data: contract }),
    ],
  };
}

function completed({ ordered: { orderId }, contractId }: State<'activating'>, { serviceStartAt }: Input<'service-activated'>, now: Instant): Step<FulfilmentEvent> {
  const done: contracting.AnyEvent = { type: 'contracting.v1.ServiceRequestCompleted', data: { orderId, contractId, completedAt: now, serviceStartAt } };
  return {
    events: [{ type: 'contracting.v1.FulfilmentEnded', data: { orderId, end: 'active', endedAt: now } }],
    postings: [posting(orderStream(orderId), 'any', done)],
  };
}

function deadlinePassed(state: Live, now: Instant): Step<FulfilmentEvent> {
  switch (state.step) {
    case 'quoting':
      return failed(state, toRefusal({ code: 'not-quoted-in-time', startedAt: state.ordered.startedAt, at: now }), now);
    case 'awaiting-acceptance': {
      // An acceptance may be on its way: the quote's own stream decides who was first.
      const { quoteId } = state.quote;
      return { events: [{ type: 'contracting.v1.FulfilmentQuoteLapsed', data: { orderId: state.ordered.orderId, quoteId } }] };
    }
    case 'holding':
    case 'committing':
      // Whether the capacity is held is not known: it is given back in any case.
      return failed(state, expired(state, now), now);
    default:
      return stay;
  }
}

const expired = ({ quote: { quoteId, validUntil } }: Extract<Live, { quote: unknown }>, now: Instant): common.Refusal =>
  toRefusal({ code: 'quote-expired', quoteId, validUntil, at: now });

const posting = (stream: string, expected: Posting['expected'], ...events: readonly contracting.AnyEvent[]): Posting => ({ stream, expected, events });
