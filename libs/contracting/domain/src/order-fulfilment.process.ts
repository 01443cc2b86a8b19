import { type Process, type ProcessEnd, stay, type Step } from '@carriermesh/decider';
import { type Instant, invariant, NANOS_PER_SECOND, plus } from '@carriermesh/kernel';
import type { advertising, common, contracting } from '@carriermesh/wire';
import { type CurrentQuote, evolveFulfilment, type Fulfilment, type FulfilmentEvent, hasQuote, heldUntil, type WithQuote } from './fulfilment.js';
import { react } from './fulfilment-steps.js';
import { contractIdOf, holdIdOf, quoteIdOf } from './ids.js';

/** An order that nobody could quote for so long is refused, so that its buyer can go elsewhere. */
const QUOTING_LIMIT_NS = 600n * NANOS_PER_SECOND;

export interface Contracts {
  readonly contract: contracting.ContractSigned;
  readonly supplies: readonly contracting.SupplyContractSigned[];
}

/** What was accepted, and is to be signed. */
export interface Purchase {
  readonly contractId: string;
  readonly quoteId: string;
  readonly quoteSha256: Uint8Array;
  readonly termsSha256: Uint8Array;
  readonly acceptedAt: Instant;
}

/** What an order waits for: answers to its own effects, the buyer, provisioning, time. */
export type FulfilmentInput =
  | {
      readonly kind: 'quoted';
      readonly offered: contracting.QuoteOffered;
      readonly needs: readonly advertising.CapacityNeed[];
    }
  | { readonly kind: 'not-quoted'; readonly quoteId: string; readonly refusal: common.Refusal }
  | { readonly kind: 'held' | 'committed' | 'released'; readonly holdId: string }
  | { readonly kind: 'hold-refused' | 'commit-refused'; readonly holdId: string; readonly refusal: common.Refusal }
  /** The capacity is under contract, and with it the contracts are written. */
  | (Contracts & { readonly kind: 'bought'; readonly holdId: string })
  | { readonly kind: 'quote-accepted'; readonly quoteId: string; readonly acceptedAt: Instant }
  | { readonly kind: 'quote-declined'; readonly quoteId: string; readonly declinedAt: Instant }
  | { readonly kind: 'quote-expired'; readonly quoteId: string }
  | (Contracts & { readonly kind: 'signed' })
  | { readonly kind: 'service-activated'; readonly contractId: string; readonly serviceStartAt: Instant }
  | { readonly kind: 'activation-failed'; readonly contractId: string; readonly reason: common.Refusal }
  | { readonly kind: 'deadline-passed' };

/** What an order owes the world. Each may be done twice: what it names is the same again. */
export type FulfilmentEffect =
  | { readonly kind: 'find-paths'; readonly quoteId: string; readonly orderId: string; readonly buyerId: string; readonly terms: contracting.ServiceTerms }
  | {
      readonly kind: 'hold';
      readonly holdId: string;
      readonly orderId: string;
      readonly buyerId: string;
      readonly needs: readonly advertising.CapacityNeed[];
      readonly heldUntil: Instant;
      readonly virtualNetwork?: boolean;
      /** Its buyer has accepted already: the capacity is bought and not only set aside, and the contracts are written with it. */
      readonly purchase?: Purchase;
    }
  | { readonly kind: 'expire-quote'; readonly quoteId: string }
  | { readonly kind: 'commit' | 'release'; readonly holdId: string }
  | (Purchase & { readonly kind: 'sign' });

export type KeyedEffect = FulfilmentEffect & { readonly key: string };

/**
 * The promise to a buyer who ordered: a running service under contract, or a refusal with its reason and nothing left behind
 * (S0-1). quoting → holding → awaiting-acceptance → committing → contracting → activating → ended; whatever is refused on the way
 * is compensated. An activation has no deadline here: provisioning has promised to say how it went, and only it knows whether a
 * silent provider's segment is up.
 */
export const orderFulfilment: Process<Fulfilment, FulfilmentInput, FulfilmentEvent, FulfilmentEffect> = {
  name: 'order-fulfilment',
  initial: { step: 'unknown' },
  evolve: evolveFulfilment,

  react(state, input, now): Step<FulfilmentEvent> {
    if (state.step === 'unknown' || state.step === 'ended') return stay;
    // The clock may have been set back between the alarm and this step.
    if (input.kind === 'deadline-passed' && !isOver(state, now)) return stay;
    return react(state, input, now);
  },

  outstanding: (state) => owed(state).map((effect) => ({ ...effect, key: keyOf(effect) })),

  deadline(state): Instant | undefined {
    if (state.step === 'quoting') return plus(state.ordered.startedAt, QUOTING_LIMIT_NS);
    if (state.step === 'awaiting-acceptance') return plus(state.quote.validUntil, 1n);
    if (state.step === 'holding' || state.step === 'committing') return heldUntil(state.quote);
    return undefined;
  },

  timeout: () => ({ kind: 'deadline-passed' }),

  ended: (state) => (state.step === 'ended' ? endOf(state.end) : undefined),
};

function isOver(state: Fulfilment, now: Instant): boolean {
  const deadline = orderFulfilment.deadline(state);
  return deadline !== undefined && now >= deadline;
}

function endOf(end: contracting.FulfilmentEnd): ProcessEnd {
  invariant(end !== 'unspecified', 'the end of an order is of a kind that this version does not know');
  return end;
}

function owed(state: Fulfilment): readonly FulfilmentEffect[] {
  if (hasQuote(state)) return owedForQuote(state);
  if (state.step === 'quoting') {
    const { orderId, buyerId, terms } = state.ordered;
    return [{ kind: 'find-paths', quoteId: quoteIdOf(orderId, state.attempt), orderId, buyerId, terms }];
  }
  return state.step === 'compensating' && state.holdId !== undefined ? [{ kind: 'release', holdId: state.holdId }] : [];
}

function owedForQuote(state: Extract<Fulfilment, { quote: CurrentQuote }>): readonly FulfilmentEffect[] {
  const { quoteId, needs } = state.quote;
  const { orderId, buyerId, terms } = state.ordered;
  const holdId = holdIdOf(quoteId);
  switch (state.step) {
    case 'holding':
      return [{ kind: 'hold', holdId, orderId, buyerId, needs, heldUntil: heldUntil(state.quote), ...(terms.virtualNetwork && { virtualNetwork: true }), ...(state.acceptedAt !== undefined && { purchase: purchaseOf(state, state.acceptedAt) }) }];
    case 'lapsing':
      return [{ kind: 'expire-quote', quoteId }];
    case 'committing':
      return [{ kind: 'commit', holdId }];
    case 'contracting':
      return [{ kind: 'sign', ...purchaseOf(state, state.acceptedAt) }];
    case 'awaiting-acceptance':
    case 'activating':
      return [];
  }
}

function purchaseOf({ quote: { quoteId, quoteSha256 }, ordered: { orderId, termsSha256 } }: WithQuote, acceptedAt: Instant): Purchase {
  return { contractId: contractIdOf(orderId), quoteId, quoteSha256, termsSha256, acceptedAt };
}

function keyOf(effect: FulfilmentEffect): string {
  if ('holdId' in effect) return `${effect.kind}/${effect.holdId}`;
  return `${effect.kind}/${effect.kind === 'sign' ? effect.contractId : effect.quoteId}`;
}
