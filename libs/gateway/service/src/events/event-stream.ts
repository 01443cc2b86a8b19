import { DeliverPolicy, jetstream, jetstreamManager, type Consumer, type ConsumerMessages, type JetStreamManager } from '@nats-io/jetstream';
import { EVENT_STREAM, EVENT_SUBJECTS, eventFromMessage, positionIn, type EventMessage } from '@carriermesh/platform-bus';
import type { NatsConnection } from '@nats-io/transport-node';

/** Messages that are on their way to a reader at a time. */
const MAX_UNREAD = 512;

/** The copy of the ledger on the bus, read by ledger position. */
export class EventStream {
  constructor(private readonly connection: NatsConnection) {}

  /** The stream as it is now; throws when it does not exist yet. */
  async state(): Promise<{ readonly created: string; readonly lastSequence: number }> {
    const { created, state } = await (await this.manager()).streams.info(EVENT_STREAM);
    return { created, lastSequence: state.last_seq };
  }

  /** Of the newest event that it holds, 0 while it holds none. */
  async lastPosition(): Promise<bigint> {
    const last = await (await this.manager()).streams.getMessage(EVENT_STREAM, { last_by_subj: EVENT_SUBJECTS });
    return last === null ? 0n : positionIn(last.header);
  }

  /**
   * Everything after a position, as far back as the stream is kept, and then what comes. Positions rise but may repeat: the
   * relay copies again what it is not sure of.
   */
  async open(after: bigint): Promise<OpenedStream> {
    const manager = await this.manager();
    const { state } = await manager.streams.info(EVENT_STREAM);
    const from = await firstSequenceAfter(manager, after, state);
    const options = { deliver_policy: DeliverPolicy.StartSequence, opt_start_seq: from };
    const consumer = await jetstream(this.connection).consumers.get(EVENT_STREAM, options);
    const messages = await consumer.consume({ max_messages: MAX_UNREAD, abort_on_missing_resource: true });
    return new OpenedStream(consumer, messages, from > state.last_seq);
  }

  private manager(): Promise<JetStreamManager> {
    return jetstreamManager(this.connection, { checkAPI: false });
  }
}

/** A reader's own place in the stream. */
export class OpenedStream {
  private stopped = false;

  constructor(
    private readonly consumer: Consumer,
    private readonly messages: ConsumerMessages,
    /** Nothing was there to read when it was opened. */
    readonly beginsAtEnd: boolean,
  ) {}

  /**
   * Each message that is wanted, and whether it was the last one there was when it was sent, which is told in any case. A message's seventeen
   * headers cost most of reading it, and of most messages nobody wants to know more than their subject.
   */
  async *read(isWanted: (subject: string) => boolean): AsyncGenerator<EventMessage & { readonly isLast: boolean }> {
    for await (const message of this.messages) {
      const isLast = message.info.pending === 0;
      if (isLast || isWanted(message.subject)) yield { ...eventFromMessage(message.headers, message.data), isLast };
    }
  }

  /** Ends `read`. The server forgets the reader. */
  async close(): Promise<void> {
    if (this.stopped) return;
    this.stopped = true;
    this.messages.stop();
    // If the server can't be told now, it forgets a reader that asks for nothing by itself.
    await this.consumer.delete().catch(() => undefined);
  }
}

/** Messages lie in the order of their positions: a bisection finds the place in as many steps as the stream's length has bits. */
async function firstSequenceAfter(
  manager: JetStreamManager,
  position: bigint,
  { first_seq: first, last_seq: last }: { readonly first_seq: number; readonly last_seq: number },
): Promise<number> {
  let low = Math.max(first, 1);
  let high = last + 1;
  if (position === 0n) return Math.min(low, high);
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const message = await manager.streams.getMessage(EVENT_STREAM, { seq: middle });
    // What is missing was at the front, and became too old while we looked.
    if (message === null || positionIn(message.header) <= position) low = middle + 1;
    else high = middle;
  }
  return low;
}
