import { Inject, Injectable } from '@nestjs/common';
import { evolveRecord, fulfilmentStream, order, type OrderEvent, type OrderRecord, orderFulfilment, orderStream, type RequestService, toRefusal } from '@carriermesh/contracting-domain';
import { fold } from '@carriermesh/decider';
import { invariant } from '@carriermesh/kernel';
import type { CallContext } from '@carriermesh/platform-bus';
import { type Call, CLOCK, type Clock, type Handler, Handles, LEDGER, PROCESSES, TypedLedger } from '@carriermesh/platform-chassis';
import type { Processes } from '@carriermesh/platform-processes';
import { sha256 } from '@carriermesh/platform-signing';
import { type common, contracting } from '@carriermesh/wire';
import { assertMaySpeakFor } from './buyer-access.js';
import { BuyerKeys } from './buyer-keys.view.js';
import { orderIdOf } from './ids.js';
import { OrderHeads } from './order-heads.js';
import { OrderRecords } from './order-records.js';

/** Takes an order, and the process that looks after it, in one commit. The same request again gets the same order. */
@Injectable()
@Handles(contracting.RequestService)
export class RequestServiceHandler implements Handler<contracting.RequestServiceRequest, contracting.RequestServiceResponse> {
  constructor(
    @Inject(LEDGER) private readonly ledger: TypedLedger,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(PROCESSES) private readonly processes: Processes,
    @Inject(OrderRecords) private readonly records: OrderRecords,
    @Inject(OrderHeads) private readonly heads: OrderHeads,
    @Inject(BuyerKeys) private readonly keys: BuyerKeys,
  ) {}

  async execute({ body, context }: Call<contracting.RequestServiceRequest>): Promise<contracting.RequestServiceResponse> {
    const { buyerId, requestId, terms } = body;
    assertMaySpeakFor(buyerId, context);
    const orderId = orderIdOf(body);
    // An order that is the acceptance would bind without a signature; one that was taken before the rule stays what it is.
    if (terms.acceptance === 'automatic' && this.keys.mustSign(buyerId) && !(await this.records.read(orderId)))
      return { outcome: { kind: 'refused', refused: toRefusal({ code: 'signature-required', buyerId }) } };
    const termsSha256 = sha256(contracting.ServiceTerms.encode(terms));
    const ofOrder = { ...context, correlationId: orderId };
    const taken = await this.take({ orderId, buyerId, requestId, terms, termsSha256, now: this.clock.now() }, ofOrder);
    if (taken.kind === 'refused') return { outcome: { kind: 'refused', refused: taken.refusal } };
    // Also for an order that was there: whoever asks again may do so because this service died on the way.
    this.processes.pursue(orderFulfilment.name, orderId, taken.begun && { events: taken.begun, context: ofOrder });
    return { outcome: { kind: 'acknowledged', acknowledged: taken.record } };
  }

  /** Most orders are new, so the first commit is tried without a look at the ledger, which refuses it where there is one. */
  private async take(command: RequestService, context: CallContext): Promise<Taken> {
    const { orderId } = command;
    const fresh = order.decide(command, order.initial);
    if (fresh.kind === 'refused') return { kind: 'refused', refusal: toRefusal(fresh.refusal) };
    invariant(fresh.kind === 'accepted' && fresh.events[0]?.type === 'contracting.v1.ServiceRequested', 'a first request is taken or refused');
    const requested = fresh.events[0];
    this.heads.noteFor(orderId);
    const begun = [startedBy(requested.data)];
    const result = await this.ledger.commit(
      [
        { stream: orderStream(orderId), expected: 'none', events: [requested] },
        { stream: fulfilmentStream(orderId), expected: 'none', events: begun },
      ],
      context,
    );
    if (result.kind === 'appended') return { kind: 'taken', record: evolveRecord(undefined, requested), begun };

    const { events } = await this.ledger.load(orderStream(orderId));
    const again = order.decide(command, fold(order, events as unknown as readonly OrderEvent[]));
    if (again.kind === 'refused') return { kind: 'refused', refusal: toRefusal(again.refusal) };
    const record = await this.records.read(orderId);
    invariant(again.kind === 'ignored' && record, `the order ${orderId} is in the ledger's way and not in the ledger`);
    return { kind: 'taken', record };
  }
}

type Taken = { readonly kind: 'taken'; readonly record: OrderRecord; readonly begun?: readonly contracting.AnyEvent[] } | { readonly kind: 'refused'; readonly refusal: common.Refusal };

const startedBy = ({ orderId, buyerId, terms, termsSha256, requestedAt }: contracting.ServiceRequested): contracting.AnyEvent => ({
  type: 'contracting.v1.FulfilmentStarted',
  data: { orderId, buyerId, terms, termsSha256, startedAt: requestedAt },
});
