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
const MAX_STATEMENT = 256;
/** https://www.w3.org/TR/trace-context/#traceparent-header */
const W3C_TRACEPARENT = /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;

/**
 * The headers as `contextToHeaders` writes them, with a trace, read at one go. Whatever else there is, another order, spaces, more headers, is looked
 * for name by name, and means the same.
 */
const OWN_HEADERS =
  /^NATS\/1\.0\r\ncm-actor: ([\x21-\x7e]+)\r\ncm-correlation: ([\x21-\x7e]+)\r\ncm-causation: ([\x21-\x7e]+)\r\ntraceparent: ([0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2})\r\n\r\n$/;

const KINDS: ReadonlySet<string> = new Set<OperationalKind>(['unavailable', 'rebuilding', 'timeout', 'overloaded', 'malformed', 'denied', 'misconfigured']);

/** Headers that were put together at once: of what it is given the client asks no more than its bytes, and its own map costs as much as the rest of a call. */
class TextHeaders implements Pick<MsgHdrsImpl, 'encode'> {
  constructor(private readonly text: string) {}

  encode(): Uint8Array {
    return Buffer.from(this.text);
  }
}

/** What the client takes for headers, and asks for their bytes. */
export type WrittenHeaders = MsgHdrs & Pick<MsgHdrsImpl, 'encode'>;

/** @throws OperationalError `malformed` for a line break in a value: what follows it would be a header of its own */
export function writtenHeaders(values: Readonly<Record<string, string>>): WrittenHeaders {
  let text = `${FIRST_LINE}\r\n`;
  for (const name in values) text += `${name}: ${oneLine(name, values[name] as string)}\r\n`;
  return new TextHeaders(`${text}\r\n`) as unknown as WrittenHeaders;
}

/** @throws OperationalError `malformed` for a line break in what the context states */
export function contextToHeaders(context: CallContext): MsgHdrs {
  const traceparent = activeTraceparent() ?? context.traceparent;
  const trace = traceparent === undefined ? '' : `${TRACEPARENT}: ${oneLine(TRACEPARENT, traceparent)}\r\n`;
  const actor = oneLine(ACTOR, context.actor);
  const correlation = oneLine(CORRELATION, context.correlationId);
  const causation = oneLine(CAUSATION, context.causationId);
  const text = `${FIRST_LINE}\r\n${ACTOR}: ${actor}\r\n${CORRELATION}: ${correlation}\r\n${CAUSATION}: ${causation}\r\n${trace}\r\n`;
  return new TextHeaders(text) as unknown as WrittenHeaders;
}

function oneLine(name: string, value: string): string {
  if (LINE_BREAK.test(value)) throw new OperationalError('malformed', `the header ${name} can't hold a line break: ${JSON.stringify(value)}`);
  return value;
}

/** The client's message tells the length of the whole, subjects and headers included, but its interface does not say so. */
type Sized = Msg & { size?(): number };

/** What the socket gave last, as a whole: many messages come in one piece. */
let received = Buffer.alloc(0);

/**
 * The headers of a message as their text. The client reads them into a map of lists, which costs more than the rest of a call;
 * but the bytes stand just before those of the body, and how many they are follows from the sizes that it tells. Where they are
 * not found there, as after a change in the client, its map is printed again.
 * @param data the message's own, which the client makes anew for each look
 */
export function headerText(message: Msg, subject: string, data: Uint8Array): string | undefined {
  const bytes = ((message as Sized).size?.() ?? 0) - data.length - subject.length - (message.reply?.length ?? 0);
  const start = data.byteOffset - bytes;
  if (bytes > 0 && start >= 0) {
    if (received.buffer !== data.buffer) received = Buffer.from(data.buffer as ArrayBuffer);
    const text = received.toString('latin1', start, data.byteOffset);
    if (text.startsWith(FIRST_LINE) && text.endsWith('\r\n\r\n')) return text;
  }
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
  const [, actor = '', correlationId = '', causationId = '', trace = ''] = OWN_HEADERS.exec(text) ?? [];
  if (trace !== '' && Math.max(actor.length, correlationId.length, causationId.length) <= MAX_STATEMENT) {
    return { actor, correlationId, causationId, traceparent: trace };
  }
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
