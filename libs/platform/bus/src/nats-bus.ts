import { errors, type Msg, type NatsConnection } from '@nats-io/transport-node';
import { OperationalError } from '@carriermesh/platform-errors';
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
    // While the connection is away the client buffers; once closed there is nobody to tell.
    if (!this.connection.isClosed()) this.connection.publish(subject, body);
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
      if (error instanceof errors.TimeoutError) {
        throw new OperationalError('timeout', `nobody answered on ${subject} within ${timeoutMs} ms`, { cause: error });
      }
      throw new OperationalError('unavailable', `nobody listens on ${subject}: ${(error as Error).message}`, { cause: error });
    }
  }
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
