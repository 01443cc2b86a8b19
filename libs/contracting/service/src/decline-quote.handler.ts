import { Inject, Injectable } from '@nestjs/common';
import { type FulfilmentInput, orderFulfilment, orderIdOfQuote, quote, type QuoteEvent, quoteStream, toRefusal } from '@carriermesh/contracting-domain';
import { fold } from '@carriermesh/decider';
import { invariant, isToken } from '@carriermesh/kernel';
import { type Call, CLOCK, type Clock, type Handler, Handles, LEDGER, PROCESSES, TypedLedger } from '@carriermesh/platform-chassis';
import type { Processes } from '@carriermesh/platform-processes';
import { contracting } from '@carriermesh/wire';
import { assertMaySpeakFor } from './buyer-access.js';

type Request = contracting.DeclineQuoteRequest;
type Response = contracting.DeclineQuoteResponse;

/** Takes a buyer's word that it does not want a quote (MEF 80 R2). Its order ends by it, whenever the order's process hears of it. */
@Injectable()
@Handles(contracting.DeclineQuote)
export class DeclineQuoteHandler implements Handler<Request, Response> {
  constructor(
    @Inject(LEDGER) private readonly ledger: TypedLedger,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(PROCESSES) private readonly processes: Processes,
  ) {}

  async execute({ body: { buyerId, quoteId, reason }, context }: Call<Request>): Promise<Response> {
    assertMaySpeakFor(buyerId, context);
    if (!isToken(quoteId)) return { outcome: { kind: 'refused', refused: toRefusal({ code: 'quote-unknown' }) } };
    const stream = quoteStream(quoteId);
    const command = { kind: 'decline', buyerId, now: this.clock.now(), reason } as const;
    const decision = await this.ledger.decide(quote, stream, command, { ...context, correlationId: orderIdOfQuote(quoteId) });
    if (decision.kind === 'refused') return { outcome: { kind: 'refused', refused: toRefusal(decision.refusal) } };

    const state = fold(quote, (await this.ledger.load(stream)).events as unknown as readonly QuoteEvent[]);
    invariant(state.status === 'declined', `the quote ${quoteId} was declined and is ${state.status}`);
    const { orderId, declinedAt } = state;
    // The event would tell the process too, a little later: the capacity is to be free when the buyer hears of it, or soon after.
    const input: FulfilmentInput = { kind: 'quote-declined', quoteId, declinedAt };
    await this.processes.deliver(orderFulfilment.name, orderId, input);
    return { outcome: { kind: 'declined', declined: { quoteId, orderId } } };
  }
}
