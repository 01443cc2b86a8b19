import type { Rpc } from '@carriermesh/wire';

/** Who asks, and on behalf of what: it travels in headers and ends up in the metadata of every event that follows. */
export interface CallContext {
  /** `buyer:acme`, `provider:Ai3`, `operator`, `process:order-fulfilment`. */
  readonly actor: string;
  /** The order, batch or other root that everything caused by this call belongs to. */
  readonly correlationId: string;
  /** The id of the event or call that caused this one. */
  readonly causationId: string;
  /** W3C trace context. */
  readonly traceparent?: string;
}

export interface RequestOptions {
  readonly context: CallContext;
  /** An answer that comes later is dropped; the call throws `timeout`. Default DEFAULT_REQUEST_TIMEOUT_MS. */
  readonly timeoutMs?: number;
}

export const DEFAULT_REQUEST_TIMEOUT_MS = 5_000;

/** Asks other contexts and providers. Answers are decoded; a broken answer throws `malformed`. */
export interface Bus {
  /**
   * Sends a command or a query to whichever instance of the service takes it.
   * @throws OperationalError `timeout`, `unavailable` (nobody listens), or the kind that the handler reported
   */
  request<Request, Response>(rpc: Rpc<Request, Response>, body: Request, options: RequestOptions): Promise<Response>;
  /** Asks one provider's agent to do something. An agent that is away is a `timeout`: accounts hide who listens. */
  ask<Request, Response>(providerId: string, rpc: Rpc<Request, Response>, body: Request, options: RequestOptions): Promise<Response>;
  /** Tells all who listen, without any promise that anybody does: heartbeats, the hands of the clock. */
  tell(subject: string, body: Uint8Array): void;
  /** Hears what is told on a subject (wildcards allowed) until the returned function is called. */
  hear(subject: string, onMessage: (subject: string, body: Uint8Array) => void): () => void;
}
