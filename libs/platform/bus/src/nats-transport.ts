import { setTimeout as sleep } from 'node:timers/promises';
import { Server, type CustomTransportStrategy } from '@nestjs/microservices';
import { errors, type Msg, type NatsConnection, type Subscription } from '@nats-io/transport-node';
import { lastValueFrom } from 'rxjs';
import { OperationalError, type OperationalKind } from '@carriermesh/platform-errors';
import { failpoint } from '@carriermesh/platform-failpoints';
import { createLogger, inSpan, inTrace, isPassedOn, type Logger } from '@carriermesh/platform-telemetry';
import { WireError } from '@carriermesh/wire';
import type { CallContext } from './bus.port.js';
import { errorToHeaders } from './headers.js';
import { contextOf } from './whole-message.js';

/** Requests that one process works on at a time; more are told to come back, so that memory stays bounded. */
export const MAX_IN_FLIGHT = 1_024;
/** How long a shutdown waits for the requests under way; their senders ask again. */
const FINISH_LIMIT_MS = 5_000;
const FLUSH_LIMIT_MS = 1_000;

/** What a handler learns beside the bytes. */
export interface Delivery {
  readonly subject: string;
  readonly context: CallContext;
}

/** Takes the request's bytes and gives what the answer's are written from. */
export type BytesHandler<Answer = Uint8Array> = (body: Uint8Array, delivery: Delivery) => Promise<Answer>;
type Encoding = (answer: any) => Uint8Array;

/**
 * Nest's transport over NATS request-reply: patterns are subjects, payloads are protobuf bytes. Nest's own NATS transport
 * wraps payloads in JSON and answers nothing when a handler throws; this one answers with the error's kind.
 */
export class NatsTransport extends Server implements CustomTransportStrategy {
  private readonly subscriptions: Subscription[] = [];
  private readonly encodings = new Map<string, Encoding>();
  private readonly spanNames = new Map<string, string>();
  /** Requests that were answered with an error, by its kind; `bug` for one that nobody expected. */
  readonly failures = new Map<OperationalKind | 'bug', number>();
  private underWay = 0;
  private allDone: (() => void) | undefined;
  private closing: Promise<void> | undefined;

  constructor(
    private readonly connection: NatsConnection,
    private readonly service: string,
    private readonly log: Logger = createLogger({ service, level: 'silent' }),
  ) {
    super();
  }

  /**
   * @param subject may hold wildcards; one instance of the service gets each message
   * @param encode is apart from the handler, since a promise of bytes looks for a `then` in all that bytes inherit
   */
  bind<Answer>(subject: string, handler: BytesHandler<Answer>, encode: (answer: Answer) => Uint8Array): void {
    this.addHandler(subject, handler);
    this.encodings.set(subject, encode);
  }

  override listen(callback: () => void): void {
    for (const [subject, handler] of this.messageHandlers) {
      const hasWildcard = /[*>]/.test(subject);
      const encode = this.encodings.get(subject) ?? asItIs;
      const subscription = this.connection.subscribe(subject, {
        queue: this.service,
        callback: (error, message) => {
          if (error) this.log.error({ error, subject }, 'a subscription failed');
          else void this.handle(message, hasWildcard ? message.subject : subject, handler as unknown as BytesHandler<unknown>, encode);
        },
      });
      this.subscriptions.push(subscription);
    }
    // The subscriptions are in force once the server has seen them: a request sent after `listen` must find somebody.
    void this.connection.flush().then(callback, callback);
  }

  /** Takes no more requests, and answers those under way before the connection's owner may close it. */
  override close(): Promise<void> {
    this.closing ??= this.finish();
    return this.closing;
  }

  override on(): void {
    // The connection is its owner's to watch.
  }

  override unwrap<T>(): T {
    return this.connection as T;
  }

  /** Every wait has its limit: while the bus is away neither a drain nor a flush comes to an end. */
  private async finish(): Promise<void> {
    await settledWithin(this.subscriptions.map((subscription) => subscription.drain()), FLUSH_LIMIT_MS);
    const done = new Promise<void>((resolve) => (this.allDone = resolve));
    if (this.underWay > 0) await settledWithin([done], FINISH_LIMIT_MS);
    await settledWithin([this.connection.flush()], FLUSH_LIMIT_MS);
  }

  /** Never rejects: nobody waits for it but a shutdown. */
  private async handle(message: Msg, subject: string, handler: BytesHandler<unknown>, encode: Encoding): Promise<void> {
    if (this.underWay >= MAX_IN_FLIGHT) {
      this.fail(message, new OperationalError('overloaded', `${this.service} works on ${MAX_IN_FLIGHT} requests already`));
      return;
    }
    this.underWay += 1;
    try {
      const bytes: unknown = encode(await this.answer(message, subject, handler));
      this.reply(message, bytes instanceof Uint8Array ? bytes : await this.bytesOf(bytes));
    } catch (error) {
      this.fail(message, error instanceof WireError ? new OperationalError('malformed', error.message) : error);
    } finally {
      this.underWay -= 1;
      if (this.underWay === 0) this.allDone?.();
    }
  }

  private reply(message: Msg, answer: Uint8Array): void {
    try {
      failpoint('reply-before-send');
      message.respond(answer);
      failpoint('reply-after-send', this.connection);
    } catch (error) {
      if (!(error instanceof errors.InvalidArgumentError)) throw error;
      throw new OperationalError('misconfigured', `the answer on ${message.subject} has ${answer.length} bytes, more than the bus carries`, { cause: error });
    }
  }

  private fail(message: Msg, error: unknown): void {
    const expected = error instanceof OperationalError;
    const kind = expected ? error.kind : 'bug';
    this.failures.set(kind, (this.failures.get(kind) ?? 0) + 1);
    this.log[expected ? 'warn' : 'error']({ error, subject: message.subject }, 'a request failed');
    message.respond(undefined, { headers: errorToHeaders(error) });
  }

  private answer(message: Msg, subject: string, handler: BytesHandler<unknown>): Promise<unknown> {
    const body = message.data;
    const context = contextOf(message, () => ({ actor: 'unknown', correlationId: message.reply ?? subject, causationId: subject }));
    const delivery = { subject, context };
    if (context.traceparent !== undefined && isPassedOn(context.traceparent)) return inTrace(context.traceparent, () => handler(body, delivery));
    const attributes = { 'messaging.destination.name': subject, 'cm.correlation_id': context.correlationId };
    const span = { kind: 'server', traceparent: context.traceparent, attributes, service: this.service } as const;
    return inSpan(this.spanName(subject), span, () => handler(body, delivery));
  }

  private spanName(subject: string): string {
    const known = this.spanNames.get(subject);
    if (known !== undefined) return known;
    const name = `handle ${nameOf(subject)}`;
    // Only subjects without wildcards are few; those of providers' batches are as many as there are providers.
    if (this.messageHandlers.has(subject)) this.spanNames.set(subject, name);
    return name;
  }

  /** Handlers that Nest made of its own decorators give an observable. */
  private async bytesOf(answer: unknown): Promise<Uint8Array> {
    return (await lastValueFrom(this.transformToObservable(answer as never))) as Uint8Array;
  }
}

const asItIs: Encoding = (answer) => answer;

async function settledWithin(work: readonly Promise<unknown>[], limitMs: number): Promise<void> {
  const enough = new AbortController();
  const limit = sleep(limitMs, undefined, { signal: enough.signal }).catch(() => undefined);
  await Promise.race([Promise.allSettled(work), limit]);
  enough.abort();
}

/** The operation that a subject names: its last token, but for the version that ends a provider's subjects. */
function nameOf(subject: string): string {
  const tokens = subject.split('.');
  return (tokens.at(-1) === 'v1' ? tokens.at(-2) : tokens.at(-1)) ?? subject;
}
