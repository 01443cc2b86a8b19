import { DeliverPolicy, jetstream, jetstreamManager, type JetStreamManager } from '@nats-io/jetstream';
import { EVENT_STREAM, EVENT_SUBJECTS, eventFromMessage, positionIn, type EventMessage } from '@carriermesh/platform-bus';
import { OperationalError } from '@carriermesh/platform-errors';
import type { NatsConnection } from '@nats-io/transport-node';

/** Messages that are on their way to a reader at a time. */
const MAX_UNREAD = 512;

/** How soon it is noticed that the stream was wiped and made anew while it is read. */
const LOOK_MS = 2_000;

export interface Reading {
  /** What is later than this position is read, as far back as the stream is kept. */
  readonly after: bigint;
  /** The reading ends behind this position, for which the relay is waited for; default: at the end of what there is. */
  readonly upTo?: bigint;
  /**
   * By the subject. The last message there is comes in any case. A message's seventeen headers cost most of reading it, and of most
   * messages nobody wants to know more than their subject.
   */
  readonly isWanted: (subject: string) => boolean;
  /** Ends the reading. */
  readonly signal: AbortSignal;
}

/** The copy of the ledger on the bus, read by ledger position. */
export class EventStream {
  constructor(private readonly connection: NatsConnection) {}

  /** Of the newest event that it holds, 0 while it holds none. */
  async lastPosition(): Promise<bigint> {
    const last = await (await this.manager()).streams.getMessage(EVENT_STREAM, { last_by_subj: EVENT_SUBJECTS });
    return last === null ? 0n : positionIn(last.header);
  }

  /**
   * Each event once and in the order of the ledger, whatever a relay that was not sure copied again.
   * @throws Error when the stream does not exist, or was replaced or could not be reached before the reading's end
   */
  async *read({ after, upTo, isWanted, signal }: Reading): AsyncGenerator<EventMessage> {
    const manager = await this.manager();
    const { created, state } = await manager.streams.info(EVENT_STREAM);
    const from = await firstSequenceAfter(manager, after, state);
    if (upTo === undefined && from > state.last_seq) return;
    const options = { deliver_policy: DeliverPolicy.StartSequence, opt_start_seq: from };
    const consumer = await jetstream(this.connection).consumers.get(EVENT_STREAM, options);
    const messages = await consumer.consume({ max_messages: MAX_UNREAD, abort_on_missing_resource: true });
    const stop = (): void => messages.stop();
    const watch = setInterval(() => void stopIfReplaced(manager, created, stop), LOOK_MS);
    signal.addEventListener('abort', stop);
    // One that came while the stream was being opened was not heard.
    if (signal.aborted) stop();
    let at = after;
    try {
      for await (const message of messages) {
        const isLast = message.info.pending === 0;
        if (!isLast && !isWanted(message.subject)) continue;
        const read = eventFromMessage(message.headers, message.data);
        if (read.event.position > at) {
          at = read.event.position;
          yield read;
        }
        if (upTo === undefined ? isLast : at >= upTo) return;
      }
      if (!signal.aborted) throw new OperationalError('unavailable', 'the copy of the ledger on the bus ended while it was read');
    } finally {
      clearInterval(watch);
      signal.removeEventListener('abort', stop);
      stop();
      // If the server can't be told now, it forgets a reader that asks for nothing by itself.
      await consumer.delete().catch(() => undefined);
    }
  }

  private manager(): Promise<JetStreamManager> {
    return jetstreamManager(this.connection, { checkAPI: false });
  }
}

/** A reader of a stream that was deleted would wait in the new one for a sequence number that is years away. */
async function stopIfReplaced(manager: JetStreamManager, created: string, stop: () => void): Promise<void> {
  const now = await manager.streams.info(EVENT_STREAM).catch(() => undefined);
  if (now && now.created !== created) stop();
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
