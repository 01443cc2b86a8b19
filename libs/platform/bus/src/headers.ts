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

export function contextToHeaders(context: CallContext): MsgHdrs {
  const result = headers();
  result.set(ACTOR, context.actor);
  result.set(CORRELATION, context.correlationId);
  result.set(CAUSATION, context.causationId);
  const traceparent = activeTraceparent() ?? context.traceparent;
  if (traceparent !== undefined) result.set(TRACEPARENT, traceparent);
  return result;
}

/** @param anonymous who it is when the message says nothing, as a stranger's does */
export function contextFromHeaders(received: MsgHdrs | undefined, anonymous: CallContext): CallContext {
  const traceparent = received?.get(TRACEPARENT) || anonymous.traceparent;
  return {
    actor: received?.get(ACTOR) || anonymous.actor,
    correlationId: received?.get(CORRELATION) || anonymous.correlationId,
    causationId: received?.get(CAUSATION) || anonymous.causationId,
    ...(traceparent ? { traceparent } : {}),
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

export function errorFromHeaders(received: MsgHdrs | undefined): OperationalError | undefined {
  const kind = received?.get(ERROR_KIND);
  return kind ? new OperationalError(kind as OperationalKind, received?.get(ERROR_TEXT) ?? kind) : undefined;
}
