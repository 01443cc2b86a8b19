import type { RecordedEvent } from '@carriermesh/platform-ledger';
import type { Logger } from '@carriermesh/platform-telemetry';
import { eventCodec, isEventType, WireError } from '@carriermesh/wire';
import { formatInstant } from '@carriermesh/kernel';
import { tellingOf, TOLD_TYPES, type Telling } from './tellings.js';

/** An event as its buyer's stream shows it. */
export interface BuyerEvent {
  readonly buyerId: string;
  /** Its place in the ledger, and its id in the stream. */
  readonly position: bigint;
  /** `id`, `event` and `data` lines of a server-sent event, with the empty line that ends them. Written when it is asked for: often nobody listens. */
  readonly frame: string;
}

/** Orders whose buyer is kept in mind; the oldest is forgotten first. About 200 bytes each. */
export const MAX_ORDERS_REMEMBERED = 500_000;

/** Turns what the ledger says into what a buyer is told, and knows from earlier events whose each one is. */
export class EventInterpreter {
  private readonly buyerOfOrder = new Map<string, string>();
  private readonly told = new Set<string>(TOLD_TYPES);

  constructor(private readonly log: Logger) {}

  /** `undefined` for what no buyer is told, and for what nobody can say whose it is: it is better unsaid than said to the wrong one. */
  interpret(event: RecordedEvent): BuyerEvent | undefined {
    const telling = this.read(event);
    if (!telling) return undefined;
    const { orderId, buyerId, body } = telling;
    if (buyerId !== undefined) this.remember(orderId, buyerId);
    const owner = buyerId ?? this.buyerOfOrder.get(orderId);
    if (owner === undefined) return undefined;
    const { position, type, metadata: { occurredAt } } = event;
    return {
      buyerId: owner,
      position,
      get frame() {
        const data = JSON.stringify({ type, position: position.toString(), occurredAt: formatInstant(occurredAt), data: body });
        return `id: ${position}\nevent: ${type}\ndata: ${data}\n\n`;
      },
    };
  }

  /** Of an event that nobody is told of no more than its type is looked at: the rest of it is not even read then. */
  private read(event: RecordedEvent): Telling | undefined {
    const { type } = event;
    if (!this.told.has(type) || !isEventType(type)) return undefined;
    try {
      return tellingOf(type, eventCodec(type).decodePassing(event.payload));
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      const { stream, position } = event;
      this.log.error({ error, stream, position: position.toString() }, 'an event could not be read, and its buyer is not told of it');
      return undefined;
    }
  }

  private remember(orderId: string, buyerId: string): void {
    this.buyerOfOrder.set(orderId, buyerId);
    if (this.buyerOfOrder.size <= MAX_ORDERS_REMEMBERED) return;
    const oldest = this.buyerOfOrder.keys().next().value;
    if (oldest !== undefined) this.buyerOfOrder.delete(oldest);
  }
}
