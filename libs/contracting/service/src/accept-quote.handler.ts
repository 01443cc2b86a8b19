import { Inject, Injectable } from '@nestjs/common';
import { type BuyerKeyEvent, buyerKeys, buyerKeyStream, type FulfilmentInput, orderFulfilment, orderIdOfQuote, quote, type QuoteEvent, quoteStream, toRefusal } from '@carriermesh/contracting-domain';
import { fold } from '@carriermesh/decider';
import { bytesEqual, invariant, isToken } from '@carriermesh/kernel';
import { type Call, CLOCK, type Clock, type Handler, Handles, LEDGER, PROCESSES, TypedLedger } from '@carriermesh/platform-chassis';
import type { Processes } from '@carriermesh/platform-processes';
import { contracting } from '@carriermesh/wire';
import { type Statement, statementOf } from './acceptance.js';
import { assertMaySpeakFor } from './buyer-access.js';

const isSame = (recorded: Uint8Array | undefined, given: Uint8Array | undefined): boolean => (recorded && given ? bytesEqual(recorded, given) : recorded === given);

/** Takes a buyer's acceptance. It binds from its commit on, whenever the order's process hears of it. */
@Injectable()
@Handles(contracting.AcceptQuote)
export class AcceptQuoteHandler implements Handler<contracting.AcceptQuoteRequest, contracting.AcceptQuoteResponse> {
  constructor(
    @Inject(LEDGER) private readonly ledger: TypedLedger,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(PROCESSES) private readonly processes: Processes,
  ) {}

  async execute({ body: { buyerId, quoteId, signature }, context }: Call<contracting.AcceptQuoteRequest>): Promise<contracting.AcceptQuoteResponse> {
    assertMaySpeakFor(buyerId, context);
    if (!isToken(quoteId)) return { outcome: { kind: 'refused', refused: toRefusal({ code: 'quote-unknown' }) } };
    const stream = quoteStream(quoteId);
    const stated = await this.stated(buyerId, quoteId, signature);
    if (stated.kind === 'refused') return { outcome: { kind: 'refused', refused: toRefusal(stated.refusal) } };
    const { statement } = stated;
    const command = { kind: 'accept', buyerId, now: this.clock.now(), ...(statement ? { statement } : {}) } as const;
    const decision = await this.ledger.decide(quote, stream, command, { ...context, correlationId: orderIdOfQuote(quoteId) });
    if (decision.kind === 'refused') return { outcome: { kind: 'refused', refused: toRefusal(decision.refusal) } };

    const state = fold(quote, (await this.ledger.load(stream)).events as unknown as readonly QuoteEvent[]);
    invariant(state.status !== 'none', `the quote ${quoteId} was accepted and is not in the ledger`);
    const { orderId } = state;
    if (state.status === 'accepted') {
      // The event would tell the process too, a little later: a buyer who looks right after the answer sees the order go on.
      const input: FulfilmentInput = { kind: 'quote-accepted', quoteId, acceptedAt: state.acceptedAt };
      await this.processes.deliver(orderFulfilment.name, orderId, input);
    }
    return { outcome: { kind: 'accepted', accepted: { quoteId, orderId } } };
  }

  /**
   * What is no quote of this buyer's is left to the decision, which says no more of it than that; so is an acceptance that came before. What
   * the key and the buyer's rule were when it was taken, counts: neither may make a copy of it a refusal.
   */
  private async stated(buyerId: string, quoteId: string, signature: Uint8Array | undefined): Promise<Statement> {
    const [ofQuote, ofKey] = [quoteStream(quoteId), buyerKeyStream(buyerId)];
    const streams = await this.ledger.loadMany([ofQuote, ofKey]);
    const events = (streams.get(ofQuote)?.events ?? []) as unknown as readonly QuoteEvent[];
    const offered = events.find((event) => event.type === 'contracting.v1.QuoteOffered')?.data;
    if (offered?.buyerId !== buyerId) return { kind: 'statement' };
    const accepted = events.find((event) => event.type === 'contracting.v1.QuoteAccepted')?.data;
    if (accepted && isSame(accepted.statement?.signature, signature)) return { kind: 'statement' };
    return statementOf(offered, signature, fold(buyerKeys, (streams.get(ofKey)?.events ?? []) as unknown as readonly BuyerKeyEvent[]).at(-1));
  }
}
