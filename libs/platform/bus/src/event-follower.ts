import { setTimeout as sleep } from 'node:timers/promises';
import { DeliverPolicy, jetstream, type ConsumerMessages } from '@nats-io/jetstream';
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
  private stopping = false;
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
    this.stopping = true;
    this.messages?.stop();
    await this.running;
  }

  private async run(): Promise<void> {
    while (!this.stopping) {
      try {
        const consumer = await jetstream(this.connection).consumers.get(EVENT_STREAM, { deliver_policy: DeliverPolicy.New });
        this.messages = await consumer.consume({ max_messages: 1_000 });
        for await (const message of this.messages) this.onEvent(eventFromMessage(message.headers, message.data));
      } catch (error) {
        if (this.stopping) return;
        // The stream does not exist before the relay's first start, and not for a moment after the bus's store was wiped.
        this.log.debug({ error }, 'new events can not be heard on the bus; the ledger is polled meanwhile');
      }
      if (!this.stopping) await sleep(RETRY_MS);
    }
  }
}
