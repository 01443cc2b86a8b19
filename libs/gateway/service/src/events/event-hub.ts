import type { Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { LOGGER } from '@carriermesh/platform-chassis';
import type { Logger } from '@carriermesh/platform-telemetry';
import type { NatsConnection } from '@nats-io/transport-node';
import { operationalProblem, tooMany } from '../http/problem.js';
import { Buyers, type Buyer } from '../identity/buyers.js';
import { BUS_CONNECTION } from '../tokens.js';
import { EventInterpreter, type BuyerEvent } from './event-interpreter.js';
import { EventStream } from './event-stream.js';
import { EventTail } from './event-tail.js';
import { Subscriber } from './subscriber.js';

export const MAX_SUBSCRIBERS = 1_000;
/** One buyer can't take the places of all others. */
export const MAX_SUBSCRIBERS_OF_BUYER = 20;
export const HEARTBEAT_MS = 15_000;
const RETRY_MS = 500;
/** For so long a resumed stream waits for a bus that can't be read; then its reader has to come back. */
const PATIENCE_MS = 30_000;

/** Everybody who listens, and the one reader of the bus that they share. */
@Injectable()
export class EventHub {
  private readonly subscribers = new Set<Subscriber>();
  private readonly interpreter: EventInterpreter;
  private readonly stream: EventStream;
  private readonly tail: EventTail;
  private heartbeat: NodeJS.Timeout | undefined;
  private stopped = false;

  constructor(
    @Inject(BUS_CONNECTION) connection: NatsConnection,
    @Inject(LOGGER) private readonly log: Logger,
    private readonly buyers: Buyers,
  ) {
    this.interpreter = new EventInterpreter(log);
    this.stream = new EventStream(connection);
    this.tail = new EventTail(connection, this.stream, log, (event) => this.publish(this.interpreter.interpret(event)));
  }

  /** How far the ledger's copy on the bus was read. */
  get position(): bigint {
    return this.tail.position;
  }

  get problems(): readonly string[] {
    return this.tail.caughtUp ? [] : ['still reading the events of the bus'];
  }

  start(): void {
    this.tail.start();
    this.heartbeat = setInterval(() => void this.beat(), HEARTBEAT_MS);
  }

  /** Ends every stream: their readers come back to another instance, or to this one after its restart. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearInterval(this.heartbeat);
    for (const subscriber of this.subscribers) subscriber.end();
    this.subscribers.clear();
    await this.tail.stop();
  }

  /** @throws Problem while the events are not read yet or not any more, and when too many listen */
  checkRoomFor(buyer: Buyer): void {
    // Before the end of the stream is known, it could not be said whose a resumed event is.
    if (!this.tail.caughtUp || this.stopped) throw operationalProblem('unavailable');
    if (this.subscribers.size >= MAX_SUBSCRIBERS) throw tooMany(`${MAX_SUBSCRIBERS} event streams are open, which is the most.`);
    const own = [...this.subscribers].filter((subscriber) => subscriber.buyer.id === buyer.id).length;
    if (own >= MAX_SUBSCRIBERS_OF_BUYER) throw tooMany(`This buyer has ${own} event streams open, which is the most.`);
  }

  /** @param after the last position that the reader has; `undefined`: it wants what is new from now on */
  subscribe(buyer: Buyer, output: Writable, after: bigint | undefined): void {
    const subscriber = new Subscriber(buyer, output, after ?? this.tail.position);
    const gone = new AbortController();
    this.subscribers.add(subscriber);
    output.once('close', () => {
      gone.abort();
      this.subscribers.delete(subscriber);
    });
    subscriber.comment('connected');
    if (after === undefined || after >= this.tail.position) return;
    subscriber.catchUp(this.past(subscriber, after, this.tail.position, gone.signal)).catch((error: unknown) => {
      this.log.warn({ error, buyerId: buyer.id }, 'an event stream could not be resumed; its reader has to come back');
      subscriber.drop();
    });
  }

  /** Says that the connection lives, and ends the streams of those whose token was taken away. */
  async beat(): Promise<void> {
    await this.buyers.refresh();
    for (const subscriber of this.subscribers) {
      if (this.buyers.knows(subscriber.buyer)) subscriber.comment('alive');
      else subscriber.end();
    }
  }

  private publish(event: BuyerEvent | undefined): void {
    if (!event) return;
    for (const subscriber of this.subscribers) {
      if (subscriber.buyer.id === event.buyerId) subscriber.offer(event);
    }
  }

  /**
   * The buyer’s events after one position up to another, from the bus. What the relay told of may not be in its copy yet, and after the bus
   * lost its store there is none for a moment: a subscriber that went on without waiting would never see what was missing then.
   */
  private async *past(subscriber: Subscriber, after: bigint, upTo: bigint, signal: AbortSignal): AsyncGenerator<BuyerEvent> {
    const endsAtMs = performance.now() + PATIENCE_MS;
    let at = after;
    while (at < upTo && !signal.aborted) {
      try {
        for await (const { event, previous } of this.stream.read({ after: at, upTo, isWanted: () => true, signal })) {
          if (at === after && previous > after) subscriber.comment(`the events up to ${previous} are not kept here any more`);
          at = event.position;
          const told = at > upTo ? undefined : this.interpreter.interpret(event);
          if (told?.buyerId === subscriber.buyer.id) yield told;
        }
      } catch (error) {
        if (performance.now() > endsAtMs) throw error;
        await sleep(RETRY_MS, undefined, { signal }).catch(() => undefined);
      }
    }
  }
}
