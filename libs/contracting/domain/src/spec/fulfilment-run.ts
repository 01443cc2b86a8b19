import { fold, type Posting, type Step } from '@carriermesh/decider';
import type { Instant } from '@carriermesh/kernel';
import type { common, contracting } from '@carriermesh/wire';
import type { Fulfilment, FulfilmentEvent } from '../fulfilment.js';
import { holdIdOf, quoteIdOf } from '../ids.js';
import { type Contracts, type FulfilmentInput, orderFulfilment } from '../order-fulfilment.process.js';
import { needsOf, summaryOf } from '../pricing.js';
import { CONTRACT_ID, HASH, NOON, ORDER_ID, quoteFor, terms } from './market.js';

/** One order's process, as the engine runs it: every step's events are kept, and the state is only ever folded from them. */
export class FulfilmentRun {
  readonly events: FulfilmentEvent[] = [];
  readonly postings: Posting[] = [];
  last: Step<FulfilmentEvent> = { events: [] };

  constructor(acceptance: contracting.Acceptance) {
    const data = { orderId: ORDER_ID, buyerId: 'acme', terms: terms({ acceptance }), termsSha256: HASH, startedAt: NOON };
    this.events.push({ type: 'contracting.v1.FulfilmentStarted', data });
  }

  /** Folded anew each time, as after a crash. */
  get state(): Fulfilment {
    return fold(orderFulfilment, this.events);
  }

  get step(): Fulfilment['step'] {
    return this.state.step;
  }

  /** The keys of the effects that a start after a crash would take up again. */
  get owed(): readonly string[] {
    return orderFulfilment.outstanding(this.state).map(({ key }) => key);
  }

  get deadline(): Instant | undefined {
    return orderFulfilment.deadline(this.state);
  }

  take(...inputs: readonly FulfilmentInput[]): this {
    for (const input of inputs) this.takeAt(NOON, input);
    return this;
  }

  takeAt(now: Instant, input: FulfilmentInput): this {
    this.last = orderFulfilment.react(this.state, input, now);
    this.events.push(...this.last.events);
    this.postings.push(...(this.last.postings ?? []));
    return this;
  }

  /** What the last step wrote: its own events, then the events for other streams. */
  get wrote(): readonly string[] {
    const posted = (this.last.postings ?? []).flatMap(({ stream, events }) => events.map(({ type }) => `${name(type)} → ${stream.split('_')[0]}`));
    return [...this.last.events.map(({ type }) => name(type)), ...posted];
  }
}

const name = (type: string): string => type.replace('contracting.v1.', '');

export const quoteId = (attempt = 1): string => quoteIdOf(ORDER_ID, attempt);
export const holdId = (attempt = 1): string => holdIdOf(quoteId(attempt));

export const refusal = (code: string): common.Refusal => ({ code, message: `${code}.`, facts: { most_mbps: '7' } });

/* The inputs of an order's life, each as its effect or its event would give it. */
export function quoted(attempt = 1): FulfilmentInput {
  const quote = { ...quoteFor(), quoteId: quoteId(attempt) };
  const offered = { quoteId: quote.quoteId, orderId: ORDER_ID, buyerId: 'acme', quote: HASH, quoteSha256: HASH, summary: summaryOf(quote), offers: [] };
  return { kind: 'quoted', offered, needs: needsOf(quote) };
}
export const notQuoted = (code: string, attempt = 1): FulfilmentInput => ({ kind: 'not-quoted', quoteId: quoteId(attempt), refusal: refusal(code) });
export const held = (attempt = 1): FulfilmentInput => ({ kind: 'held', holdId: holdId(attempt) });
export const holdRefused = (code: string, attempt = 1): FulfilmentInput => ({ kind: 'hold-refused', holdId: holdId(attempt), refusal: refusal(code) });
export const accepted = (acceptedAt: Instant = NOON, attempt = 1): FulfilmentInput => ({ kind: 'quote-accepted', quoteId: quoteId(attempt), acceptedAt });
export const declined = (attempt = 1): FulfilmentInput => ({ kind: 'quote-declined', quoteId: quoteId(attempt), declinedAt: NOON });
export const expired: FulfilmentInput = { kind: 'quote-expired', quoteId: quoteId() };
export const committed = (attempt = 1): FulfilmentInput => ({ kind: 'committed', holdId: holdId(attempt) });
export const commitRefused = (code: string): FulfilmentInput => ({ kind: 'commit-refused', holdId: holdId(), refusal: refusal(code) });
export const released = (attempt = 1): FulfilmentInput => ({ kind: 'released', holdId: holdId(attempt) });
export const activated: FulfilmentInput = { kind: 'service-activated', contractId: CONTRACT_ID, serviceStartAt: NOON };
export const activationFailed: FulfilmentInput = { kind: 'activation-failed', contractId: CONTRACT_ID, reason: refusal('segment-refused') };
export const deadline: FulfilmentInput = { kind: 'deadline-passed' };

const envelope = { body: HASH, signature: HASH, keyId: 'key' };
const contracts: Contracts = {
  contract: { contractId: CONTRACT_ID, orderId: ORDER_ID, buyerId: 'acme', contract: envelope, contractSha256: HASH },
  supplies: ['Cheap', 'Fast'].map((providerId) => ({
    supplyContractId: `${CONTRACT_ID}-${providerId}`,
    contractId: CONTRACT_ID,
    providerId,
    contract: envelope,
    contractSha256: HASH,
    offers: [],
  })),
};
export const signed: FulfilmentInput = { kind: 'signed', ...contracts };
export const bought = (attempt = 1): FulfilmentInput => ({ kind: 'bought', holdId: holdId(attempt), ...contracts });
