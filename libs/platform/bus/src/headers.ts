import { headers, type MsgHdrs, type MsgHdrsImpl } from '@nats-io/transport-node';
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

/** The names as `contextToHeaders` writes them one after the other, each with the end of the line before it. */
const OWN_NAMES = [`${FIRST_LINE}\r\n${ACTOR}: `, `\r\n${CORRELATION}: `, `\r\n${CAUSATION}: `, `\r\n${TRACEPARENT}: `] as const;
const OWN_END = '\r\n\r\n';
const TRACEPARENT_CHARACTERS = 55;

const KINDS: ReadonlySet<string> = new Set<OperationalKind>(['unavailable', 'rebuilding', 'timeout', 'overloaded', 'malformed', 'denied', 'misconfigured']);

/** Headers that were put together at once: of what it is given the client asks no more than its bytes, and its own map costs as much as the rest of a call. */
export class TextHeaders implements Pick<MsgHdrsImpl, 'encode'> {
  constructor(
    readonly text: string,
    readonly bytes = Buffer.byteLength(text),
  ) {}

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
  const traceparent = activeTraceparent() ?? context.traceparent ?? '';
  const { actor, correlationId, causationId } = context;
  if (!isPlain(actor) || !isPlain(correlationId) || !isPlain(causationId) || !isPlain(traceparent)) {
    const values = { [ACTOR]: actor, [CORRELATION]: correlationId, [CAUSATION]: causationId };
    return writtenHeaders(traceparent === '' ? values : { ...values, [TRACEPARENT]: traceparent });
  }
  const trace = traceparent === '' ? '' : `${TRACEPARENT}: ${traceparent}\r\n`;
  const text = `${FIRST_LINE}\r\n${ACTOR}: ${actor}\r\n${CORRELATION}: ${correlationId}\r\n${CAUSATION}: ${causationId}\r\n${trace}\r\n`;
  return new TextHeaders(text, text.length) as unknown as WrittenHeaders;
}

/**
 * Whether a text is visible ASCII alone, each character one octet, and spaces where they may be.
 * It is asked of every call, and an expression costs several times as much.
 */
export function isPlain(text: string, lowest = 0x20): boolean {
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code < lowest || code > 0x7e) return false;
  }
  return true;
}

function oneLine(name: string, value: string): string {
  if (LINE_BREAK.test(value)) throw new OperationalError('malformed', `the header ${name} can't hold a line break: ${JSON.stringify(value)}`);
  return value;
}

/**
 * Who asks, as the sender states it. Believe it only on subjects that nobody but the mesh's own account can send on (`cm.cmd.…`,
 * `cm.qry.…`, `cm.out.…`): the server's account mapping is what keeps a provider from stating that it is the operator.
 * @param text of the headers, as `headerText` gives it
 * @param anonymous who it is when the message says nothing, or nothing that a header may say
 */
export function contextFromHeaders(text: string | undefined, anonymous: CallContext): CallContext {
  if (text === undefined) return anonymous;
  const own = ownContext(text);
  if (own !== undefined) return own;
  const traceparent = stated(text, TRACEPARENT, W3C_TRACEPARENT) ?? anonymous.traceparent;
  return {
    actor: stated(text, ACTOR, STATEMENT) ?? anonymous.actor,
    correlationId: stated(text, CORRELATION, STATEMENT) ?? anonymous.correlationId,
    causationId: stated(text, CAUSATION, STATEMENT) ?? anonymous.causationId,
    ...(traceparent === undefined ? {} : { traceparent }),
  };
}

/**
 * The headers as `contextToHeaders` writes them, with a trace: what stands between the names, which costs a sixth of what an expression with
 * groups does. Whatever else there is, another order, spaces, more headers, is looked for name by name, and means the same.
 */
function ownContext(text: string): CallContext | undefined {
  const [beforeActor, beforeCorrelation, beforeCausation, beforeTrace] = OWN_NAMES;
  const actor = beforeActor.length;
  const actorEnd = endOfStatement(text, actor);
  const correlation = actorEnd + beforeCorrelation.length;
  const correlationEnd = endOfStatement(text, correlation);
  const causation = correlationEnd + beforeCausation.length;
  const causationEnd = endOfStatement(text, causation);
  const trace = causationEnd + beforeTrace.length;
  const traceEnd = trace + TRACEPARENT_CHARACTERS;
  const isOwn =
    text.startsWith(beforeActor) &&
    text.startsWith(beforeCorrelation, actorEnd) &&
    text.startsWith(beforeCausation, correlationEnd) &&
    text.startsWith(beforeTrace, causationEnd) &&
    text.startsWith(OWN_END, traceEnd) &&
    text.length === traceEnd + OWN_END.length;
  if (!isOwn || !isTraceparentAt(text, trace)) return undefined;
  const traceparent = text.slice(trace, traceEnd);
  return { actor: text.slice(actor, actorEnd), correlationId: text.slice(correlation, correlationEnd), causationId: text.slice(causation, causationEnd), traceparent };
}

/** Where the visible characters end that begin there, of which there is at least one and no more than may be; -1 where they do not. */
function endOfStatement(text: string, start: number): number {
  let end = start;
  while (end < text.length) {
    const code = text.charCodeAt(end);
    if (code <= 0x20 || code > 0x7e) break;
    end += 1;
  }
  return end > start && end - start <= MAX_STATEMENT ? end : -1;
}

/** As `W3C_TRACEPARENT` says. */
function isTraceparentAt(text: string, start: number): boolean {
  for (let at = 0; at < TRACEPARENT_CHARACTERS; at += 1) {
    const code = text.charCodeAt(start + at);
    const isDash = code === 0x2d;
    if (at === 2 || at === 35 || at === 52 ? !isDash : !((code >= 0x30 && code <= 0x39) || (code >= 0x61 && code <= 0x66))) return false;
  }
  return true;
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
