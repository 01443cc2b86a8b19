import type { Msg } from '@nats-io/transport-node';
import { OperationalError } from '@carriermesh/platform-errors';
import { inSpan, isPassedOn } from '@carriermesh/platform-telemetry';
import { operationSubject, WireError, type Codec, type Rpc } from '@carriermesh/wire';
import { DEFAULT_REQUEST_TIMEOUT_MS, type Bus, type RequestOptions } from './bus.port.js';
import { contextToHeaders, errorFromHeaders } from './headers.js';
import type { LeanConnection } from './lean-protocol.js';
import { RequestInbox, type WaitingCall } from './request-inbox.js';

/** The bus over NATS, for the mesh's own services. */
export class NatsBus implements Bus {
  private readonly inbox: RequestInbox;

  constructor(
    private readonly connection: LeanConnection,
    private readonly service: string,
  ) {
    this.inbox = new RequestInbox(connection);
  }

  /** Answers that came after their deadline, and were dropped. */
  get lateReplies(): number {
    return this.inbox.lateReplies;
  }

  request<Request, Response>(rpc: Rpc<Request, Response>, body: Request, options: RequestOptions): Promise<Response> {
    return this.exchange(rpc.subject, rpc, body, options);
  }

  ask<Request, Response>(providerId: string, rpc: Rpc<Request, Response>, body: Request, options: RequestOptions): Promise<Response> {
    return this.exchange(operationSubject(providerId, rpc as Rpc<never, unknown>), rpc, body, options);
  }

  tell(subject: string, body: Uint8Array): void {
    // While the connection is away the client buffers; once it closes there is nobody to tell.
    if (!this.connection.isClosed() && !this.connection.isDraining()) this.connection.publish(subject, body);
  }

  hear(subject: string, onMessage: (subject: string, body: Uint8Array) => void): () => void {
    const subscription = this.connection.subscribe(subject, {
      callback: (error, message) => {
        if (!error) heardSafely(() => onMessage(message.subject, message.data));
      },
    });
    return () => subscription.unsubscribe();
  }

  private exchange<Request, Response>(subject: string, rpc: Rpc<Request, Response>, body: Request, options: RequestOptions): Promise<Response> {
    const { context } = options;
    // What is asked runs elsewhere: without a span to end, nothing here needs to know of the trace but the headers.
    if (context.traceparent !== undefined && isPassedOn(context.traceparent)) return this.send(subject, rpc, body, options);
    const attributes = { 'messaging.destination.name': subject, 'cm.correlation_id': context.correlationId };
    const span = { kind: 'client', traceparent: context.traceparent, attributes, service: this.service } as const;
    return inSpan(`ask ${rpc.name}`, span, () => this.send(subject, rpc, body, options));
  }

  private send<Request, Response>(
    subject: string,
    rpc: Rpc<Request, Response>,
    body: Request,
    { context, timeoutMs = DEFAULT_REQUEST_TIMEOUT_MS }: RequestOptions,
  ): Promise<Response> {
    return new Promise((resolve, failed) => {
      const headers = contextToHeaders(context);
      this.inbox.send(new TypedCall(subject, timeoutMs, rpc.response, resolve, failed), rpc.request.encode(body), headers);
    });
  }
}

/** A call that waits for an answer of its own type. */
class TypedCall<Response> implements WaitingCall {
  constructor(
    readonly subject: string,
    readonly timeoutMs: number,
    private readonly codec: Codec<Response>,
    private readonly resolve: (response: Response) => void,
    readonly failed: (error: Error) => void,
  ) {}

  answered(reply: Msg): void {
    try {
      this.resolve(readReply(this.subject, this.codec, reply));
    } catch (error) {
      this.failed(error as Error);
    }
  }
}

function readReply<Response>(subject: string, codec: Codec<Response>, reply: Msg): Response {
  const failure = errorFromHeaders(reply.headers);
  if (failure) throw failure;
  try {
    return codec.decode(reply.data);
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    throw new OperationalError('malformed', `the answer on ${subject} is no ${codec.typeName}: ${error.message}`, { cause: error });
  }
}

/** Anybody on the bus can say anything: what can't be read is as if it had not been said. */
function heardSafely(onMessage: () => void): void {
  try {
    onMessage();
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
  }
}
