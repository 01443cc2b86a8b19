import { headers, MsgHdrsImpl, type Msg, type MsgHdrs } from '@nats-io/transport-node';
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

const FIRST_LINE = 'NATS/1.0';
const LINE_BREAK = /[\r\n]/;

/**
 * What a header may say. It ends up in the metadata of events, which the relay writes into headers again: a provider that could
 * put a megabyte or a line break there would make events that the bus can't carry.
 */
const STATEMENT = /^[\x20-\x7e]{1,256}$/;
/** https://www.w3.org/TR/trace-context/#traceparent-header */
const W3C_TRACEPARENT = /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;

const KINDS: ReadonlySet<string> = new Set<OperationalKind>(['unavailable', 'timeout', 'overloaded', 'malformed', 'denied', 'misconfigured']);

/** Headers that were put together at once: the client's own way, a map filled and printed again, costs as much as the rest of a call. */
class WrittenHeaders extends MsgHdrsImpl {
  constructor(private readonly text: string) {
    super();
  }

  override encode(): Uint8Array {
    return Buffer.from(this.text);
  }
}

/** @throws OperationalError `malformed` for a line break in what the context states: what follows it would be a header of its own */
export function contextToHeaders(context: CallContext): MsgHdrs {
  const traceparent = activeTraceparent() ?? context.traceparent;
  const trace = traceparent === undefined ? '' : line(TRACEPARENT, traceparent);
  const who = line(ACTOR, context.actor) + line(CORRELATION, context.correlationId) + line(CAUSATION, context.causationId);
  return new WrittenHeaders(`${FIRST_LINE}\r\n${who}${trace}\r\n`);
}

function line(name: string, value: string): string {
  if (LINE_BREAK.test(value)) throw new OperationalError('malformed', `the header ${name} can't hold a line break: ${JSON.stringify(value)}`);
  return `${name}: ${value}\r\n`;
}

/** The client's message tells the length of the whole, subjects and headers included, but its interface does not say so. */
type Sized = Msg & { size?(): number };

/**
 * The headers of a message as their text. The client reads them into a map of lists, which costs more than the rest of a call;
 * but the bytes stand just before those of the body, and how many they are follows from the sizes that it tells. Where they are
 * not found there, as after a change in the client, its map is printed again.
 */
export function headerText(message: Msg, subject: string): string | undefined {
  const { data } = message;
  const bytes = ((message as Sized).size?.() ?? 0) - data.length - subject.length - (message.reply?.length ?? 0);
  const start = data.byteOffset - bytes;
  const text = bytes <= 0 || start < 0 ? '' : Buffer.from(data.buffer, start, bytes).toString('latin1');
  if (text.startsWith(FIRST_LINE) && text.endsWith('\r\n\r\n')) return text;
  return message.headers?.toString();
}

/**
 * Who asks, as the sender states it. Believe it only on subjects that nobody but the mesh's own account can send on (`cm.cmd.…`,
 * `cm.qry.…`, `cm.out.…`): the server's account mapping is what keeps a provider from stating that it is the operator.
 * @param text of the headers, as `headerText` gives it
 * @param anonymous who it is when the message says nothing, or nothing that a header may say
 */
export function contextFromHeaders(text: string | undefined, anonymous: CallContext): CallContext {
  if (text === undefined) return anonymous;
  const traceparent = stated(text, TRACEPARENT, W3C_TRACEPARENT) ?? anonymous.traceparent;
  return {
    actor: stated(text, ACTOR, STATEMENT) ?? anonymous.actor,
    correlationId: stated(text, CORRELATION, STATEMENT) ?? anonymous.correlationId,
    causationId: stated(text, CAUSATION, STATEMENT) ?? anonymous.causationId,
    ...(traceparent === undefined ? {} : { traceparent }),
  };
}

/** The first header of that name, as the client takes the first one. */
function stated(text: string, name: string, shape: RegExp): string | undefined {
  const found = text.indexOf(`\r\n${name}:`);
  if (found < 0) return undefined;
  const begin = found + name.length + 3;
  const value = text.slice(begin, text.indexOf('\r\n', begin)).trim();
  return shape.test(value) ? value : undefined;
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
