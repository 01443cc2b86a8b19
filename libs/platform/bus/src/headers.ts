import { headers, type MsgHdrs } from '@nats-io/transport-node';
import { OperationalError, type OperationalKind } from '@carriermesh/platform-errors';
import { activeTraceparent } from '@carriermesh/platform-telemetry';
import type { CallContext } from './bus.port.js';

const ACTOR = 'cm-actor';
const CORRELATION = 'cm-correlation';
const CAUSATION = 'cm-causation';
const TRACEPARENT = 'traceparent';
const ERROR_KIND = 'cm-error';
const ERROR_TEXT = 'cm-error-text';
const MAX_ERROR_TEXT = 500;

/**
 * What a header may say. It ends up in the metadata of events, which the relay writes into headers again: a provider that could
 * put a megabyte or a line break there would make events that the bus can't carry.
 */
const STATEMENT = /^[\x20-\x7e]{1,256}$/;
/** https://www.w3.org/TR/trace-context/#traceparent-header */
const W3C_TRACEPARENT = /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;

const KINDS: ReadonlySet<string> = new Set<OperationalKind>(['unavailable', 'timeout', 'overloaded', 'malformed', 'denied', 'misconfigured']);

export function contextToHeaders(context: CallContext): MsgHdrs {
  const result = headers();
  result.set(ACTOR, context.actor);
  result.set(CORRELATION, context.correlationId);
  result.set(CAUSATION, context.causationId);
  const traceparent = activeTraceparent() ?? context.traceparent;
  if (traceparent !== undefined) result.set(TRACEPARENT, traceparent);
  return result;
}

/**
 * Who asks, as the sender states it. Believe it only on subjects that nobody but the mesh's own account can send on (`cm.cmd.…`,
 * `cm.qry.…`, `cm.out.…`): the server's account mapping is what keeps a provider from stating that it is the operator.
 * @param anonymous who it is when the message says nothing, or nothing that a header may say
 */
export function contextFromHeaders(received: MsgHdrs | undefined, anonymous: CallContext): CallContext {
  const stated = (name: string, shape: RegExp): string | undefined => {
    const value = received?.get(name);
    return value !== undefined && shape.test(value) ? value : undefined;
  };
  const traceparent = stated(TRACEPARENT, W3C_TRACEPARENT) ?? anonymous.traceparent;
  return {
    actor: stated(ACTOR, STATEMENT) ?? anonymous.actor,
    correlationId: stated(CORRELATION, STATEMENT) ?? anonymous.correlationId,
    causationId: stated(CAUSATION, STATEMENT) ?? anonymous.causationId,
    ...(traceparent === undefined ? {} : { traceparent }),
  };
}

/** How a handler's operational failure travels back: the kind decides what the caller does, the text is for people. */
export function errorToHeaders(error: unknown): MsgHdrs {
  const result = headers();
  const known = error instanceof OperationalError;
  result.set(ERROR_KIND, known ? error.kind : 'unavailable');
  // What went wrong inside is logged where it happened; a stranger learns only what an OperationalError was written to say.
  const text = known ? error.message : 'the service failed to handle the request';
  result.set(ERROR_TEXT, text.replaceAll(/[\r\n]+/g, ' ').slice(0, MAX_ERROR_TEXT));
  return result;
}

/** The failure that an answer reports, if it does. Of a kind that nobody knows, it says only that another try is no use. */
export function errorFromHeaders(received: MsgHdrs | undefined): OperationalError | undefined {
  const kind = received?.get(ERROR_KIND);
  if (!kind) return undefined;
  const text = (received?.get(ERROR_TEXT) || kind).slice(0, MAX_ERROR_TEXT);
  return new OperationalError(KINDS.has(kind) ? (kind as OperationalKind) : 'malformed', text);
}
