import { errors, type Msg, type NatsConnection } from '@nats-io/transport-node';
import { OperationalError, type OperationalKind } from '@carriermesh/platform-errors';
import { inSpan } from '@carriermesh/platform-telemetry';
import { operationSubject, WireError, type Rpc } from '@carriermesh/wire';
import { DEFAULT_REQUEST_TIMEOUT_MS, type Bus, type RequestOptions } from './bus.port.js';
import { contextToHeaders, errorFromHeaders } from './headers.js';

/** The bus over NATS, for the mesh's own services. */
export class NatsBus implements Bus {
  constructor(
    private readonly connection: NatsConnection,
    private readonly service: string,
  ) {}

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

  private exchange<Request, Response>(
    subject: string,
    rpc: Rpc<Request, Response>,
    body: Request,
    { context, timeoutMs = DEFAULT_REQUEST_TIMEOUT_MS }: RequestOptions,
  ): Promise<Response> {
    const attributes = { 'messaging.destination.name': subject, 'cm.correlation_id': context.correlationId };
    const span = { kind: 'client', traceparent: context.traceparent, attributes, service: this.service } as const;
    return inSpan(`ask ${rpc.name}`, span, async () => {
      const reply = await this.send(subject, rpc.request.encode(body), { context, timeoutMs });
      const failure = errorFromHeaders(reply.headers);
      if (failure) throw failure;
      return decodeReply(subject, rpc, reply);
    });
  }

  private async send(subject: string, data: Uint8Array, { context, timeoutMs }: Required<RequestOptions>): Promise<Msg> {
    try {
      return await this.connection.request(subject, data, { timeout: timeoutMs, headers: contextToHeaders(context) });
    } catch (error) {
      throw unsent(error as Error, subject, { timeoutMs, bytes: data.length });
    }
  }
}

function unsent(error: Error, subject: string, { timeoutMs, bytes }: { timeoutMs: number; bytes: number }): OperationalError {
  const told = (kind: OperationalKind, text: string): OperationalError => new OperationalError(kind, text, { cause: error });
  if (error instanceof errors.TimeoutError) return told('timeout', `nobody answered on ${subject} within ${timeoutMs} ms`);
  // Too large, or not a subject at all: the same again fails the same way.
  if (error instanceof errors.InvalidArgumentError || error instanceof errors.InvalidSubjectError) {
    return told('malformed', `${bytes} bytes can't be sent on ${subject}: ${error.message}`);
  }
  const nobody = error instanceof errors.NoRespondersError || (error instanceof errors.RequestError && error.isNoResponders());
  return told('unavailable', nobody ? `nobody listens on ${subject}` : `nobody could be asked on ${subject}: ${error.message}`);
}

function decodeReply<Response>(subject: string, rpc: Rpc<unknown, Response>, reply: Msg): Response {
  try {
    return rpc.response.decode(reply.data);
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    throw new OperationalError('malformed', `the answer on ${subject} is no ${rpc.response.typeName}: ${error.message}`, { cause: error });
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
