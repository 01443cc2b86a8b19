import { setTimeout as sleep } from 'node:timers/promises';
import { DeliverPolicy, jetstream, type ConsumerMessages, type JsMsg } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import type { Logger } from '@carriermesh/platform-telemetry';
import { EVENT_STREAM, eventFromMessage, type EventMessage } from './event-messages.js';

const RETRY_MS = 500;

/**
 * Hears new events from JetStream for as long as the process lives. It promises nothing: what is lost, doubled or out of
 * order on the way shows in the positions, and the listener heals from the ledger.
 */
export class EventFollower {
  private messages: ConsumerMessages | undefined;
  private readonly stopping = new AbortController();
  private running: Promise<void> | undefined;

  constructor(
    private readonly connection: NatsConnection,
    private readonly log: Logger,
    private readonly onEvent: (message: EventMessage) => void,
  ) {}

  start(): void {
    this.running = this.run();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    this.messages?.stop();
    await this.running;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      try {
        const consumer = await jetstream(this.connection).consumers.get(EVENT_STREAM, { deliver_policy: DeliverPolicy.New });
        this.messages = await consumer.consume({ max_messages: 1_000 });
        // A stop that came while the consumer was being made found nothing that it could have stopped.
        if (signal.aborted) this.messages.stop();
        for await (const message of this.messages) this.hear(message);
      } catch (error) {
        if (signal.aborted) return;
        // The stream does not exist before the relay's first start, and not for a moment after the bus's store was wiped.
        this.log.debug({ error }, 'new events can not be heard on the bus; the ledger is polled meanwhile');
      }
      await sleep(RETRY_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  /** A message that is no event is passed over: if it stood for one, the gap that it leaves is read from the ledger. */
  private hear({ headers, data, subject }: JsMsg): void {
    let message: EventMessage;
    try {
      message = eventFromMessage(headers, data);
    } catch (error) {
      this.log.warn({ error, subject }, 'a message on the bus is no event');
      return;
    }
    this.onEvent(message);
  }
}
