import type { NatsConnection, Subscription } from '@nats-io/transport-node';
import type { Logger } from '@carriermesh/platform-telemetry';
import { COPIED_SUBJECT, messagesIn } from './copied-runs.js';
import type { EventMessage } from './event-messages.js';

/**
 * Hears what the relay has just copied for as long as the process lives. It promises nothing: what is lost, doubled or out of
 * order on the way shows in the positions, and the listener heals from the ledger.
 */
export class EventFollower {
  private subscription: Subscription | undefined;

  constructor(
    private readonly connection: NatsConnection,
    private readonly log: Logger,
    private readonly onEvent: (message: EventMessage) => void,
  ) {}

  start(): void {
    this.subscription = this.connection.subscribe(COPIED_SUBJECT, {
      callback: (error, message) => {
        if (!error) this.hear(message.data);
      },
    });
  }

  async stop(): Promise<void> {
    this.subscription?.unsubscribe();
    this.subscription = undefined;
  }

  /** A message that is no run is passed over: the gap that it leaves is read from the ledger. */
  private hear(body: Uint8Array): void {
    let messages: readonly EventMessage[];
    try {
      messages = messagesIn(body);
    } catch (error) {
      this.log.warn({ error, subject: COPIED_SUBJECT }, 'a message on the bus is no run of events');
      return;
    }
    for (const message of messages) this.onEvent(message);
  }
}
