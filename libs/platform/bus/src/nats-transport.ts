import { Server, type CustomTransportStrategy } from '@nestjs/microservices';
import type { Msg, NatsConnection, Subscription } from '@nats-io/transport-node';
import { lastValueFrom } from 'rxjs';
import { OperationalError } from '@carriermesh/platform-errors';
import { createLogger, inSpan, type Logger } from '@carriermesh/platform-telemetry';
import { WireError } from '@carriermesh/wire';
import type { CallContext } from './bus.port.js';
import { contextFromHeaders, errorToHeaders } from './headers.js';

/** Requests that one process works on at a time; more are told to come back, so that memory stays bounded. */
const MAX_IN_FLIGHT = 1_024;

/** What a handler learns beside the bytes. */
export interface Delivery {
  readonly subject: string;
  readonly context: CallContext;
}

/** Takes the request's bytes and gives the answer's. */
export type BytesHandler = (body: Uint8Array, delivery: Delivery) => Promise<Uint8Array>;

/**
 * Nest's transport over NATS request-reply: patterns are subjects, payloads are protobuf bytes. Nest's own NATS transport
 * wraps payloads in JSON and answers nothing when a handler throws; this one answers with the error's kind.
 */
export class NatsTransport extends Server implements CustomTransportStrategy {
  private readonly subscriptions: Subscription[] = [];
  private inFlight = 0;

  constructor(
    private readonly connection: NatsConnection,
    private readonly service: string,
    private readonly log: Logger = createLogger({ service, level: 'silent' }),
  ) {
    super();
  }

  /** @param subject may hold wildcards; one instance of the service gets each message */
  bind(subject: string, handler: BytesHandler): void {
    this.addHandler(subject, handler);
  }

  override listen(callback: () => void): void {
    for (const [subject, handler] of this.messageHandlers) {
      const subscription = this.connection.subscribe(subject, {
        queue: this.service,
        callback: (error, message) => {
          if (error) this.log.error({ error, subject }, 'a subscription failed');
          else void this.handle(message, handler as unknown as BytesHandler);
        },
      });
      this.subscriptions.push(subscription);
    }
    // The subscriptions are in force once the server has seen them: a request sent after `listen` must find somebody.
    void this.connection.flush().then(callback, callback);
  }

  /** Takes no more requests, and lets those under way finish. */
  override async close(): Promise<void> {
    await Promise.allSettled(this.subscriptions.map((subscription) => subscription.drain()));
  }

  override on(): void {
    // The connection is its owner's to watch.
  }

  override unwrap<T>(): T {
    return this.connection as T;
  }

  private async handle(message: Msg, handler: BytesHandler): Promise<void> {
    if (this.inFlight >= MAX_IN_FLIGHT) {
      message.respond(undefined, { headers: errorToHeaders(new OperationalError('overloaded', `${this.service} works on ${MAX_IN_FLIGHT} requests already`)) });
      return;
    }
    this.inFlight += 1;
    try {
      message.respond(await this.answer(message, handler));
    } catch (error) {
      const reported = error instanceof WireError ? new OperationalError('malformed', error.message) : error;
      this.log.error({ error, subject: message.subject }, 'a request failed');
      message.respond(undefined, { headers: errorToHeaders(reported) });
    } finally {
      this.inFlight -= 1;
    }
  }

  private answer(message: Msg, handler: BytesHandler): Promise<Uint8Array> {
    const unknown: CallContext = { actor: 'unknown', correlationId: message.sid.toString(), causationId: message.subject };
    const context = contextFromHeaders(message.headers, unknown);
    const attributes = { 'messaging.destination.name': message.subject, 'cm.correlation_id': context.correlationId };
    const span = { kind: 'server', traceparent: context.traceparent, attributes, service: this.service } as const;
    return inSpan(`handle ${nameOf(message.subject)}`, span, async () => {
      const answer: unknown = await handler(message.data, { subject: message.subject, context });
      return answer instanceof Uint8Array ? answer : ((await lastValueFrom(this.transformToObservable(answer as never))) as Uint8Array);
    });
  }
}

/** The operation that a subject names: its last token, but for the version that ends a provider's subjects. */
function nameOf(subject: string): string {
  const tokens = subject.split('.');
  return (tokens.at(-1) === 'v1' ? tokens.at(-2) : tokens.at(-1)) ?? subject;
}
