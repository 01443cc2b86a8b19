import { Inject, Injectable } from '@nestjs/common';
import {
  contractIdOf, contractStream, evolveRecord, fulfilmentStream, MAX_QUOTE_ATTEMPTS, type OrderRecord, orderStream, quoteIdOf, quoteStream, RECORDED_TYPES, type RecordedEvent,
} from '@carriermesh/contracting-domain';
import { LEDGER, TypedLedger } from '@carriermesh/platform-chassis';
import type { AnyStoredEvent } from '@carriermesh/platform-processes';

const RECORDED: ReadonlySet<string> = new Set(RECORDED_TYPES);

/** True for an event that changes what a buyer sees of an order. */
export const isRecorded = (event: AnyStoredEvent): event is AnyStoredEvent & RecordedEvent => RECORDED.has(event.type);

/** Single orders, read from their own streams: an order is there as soon as it was acknowledged, whatever a view knows. */
@Injectable()
export class OrderRecords {
  constructor(@Inject(LEDGER) private readonly ledger: TypedLedger) {}

  async read(orderId: string): Promise<OrderRecord | undefined> {
    const quotes = Array.from({ length: MAX_QUOTE_ATTEMPTS }, (_, index) => quoteStream(quoteIdOf(orderId, index + 1)));
    const streams = await this.ledger.loadMany([orderStream(orderId), fulfilmentStream(orderId), contractStream(contractIdOf(orderId)), ...quotes]);
    const events = [...streams.values()].flatMap(({ events }) => events.filter(isRecorded));
    events.sort((a, b) => (a.position < b.position ? -1 : 1));
    return events.reduce<OrderRecord | undefined>(evolveRecord, undefined);
  }
}
