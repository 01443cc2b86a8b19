import { headers, type MsgHdrs, type MsgHdrsImpl } from '@nats-io/transport-node';
import { OperationalError, type OperationalKind } from '@carriermesh/platform-errors';
import { activeTraceparent } from '@carriermesh/platform-telemetry';
import type { CallContext } from './bus.port.js';
import type { FrameWriter } from './octets.js';

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
const ACTOR_NAME = Buffer.from(`${FIRST_LINE}\r\n${ACTOR}: `);
const CORRELATION_NAME = Buffer.from(`\r\n${CORRELATION}: `);
const CAUSATION_NAME = Buffer.from(`\r\n${CAUSATION}: `);
const TRACE_NAME = Buffer.from(`\r\n${TRACEPARENT}: `);
const END = Buffer.from('\r\n\r\n');
const TRACEPARENT_CHARACTERS = 55;

const KINDS: ReadonlySet<string> = new Set<OperationalKind>(['unavailable', 'rebuilding', 'timeout', 'overloaded', 'malformed', 'denied', 'misconfigured']);

/**
 * Headers that know how long they are and write themselves. Of what it is given the client asks no more than `encode`, and its own map
 * costs as much as the rest of a call.
 */
export abstract class OwnHeaders implements Pick<MsgHdrsImpl, 'encode'> {
  /** In octets; of some that can't be written it does not matter. */
  abstract readonly bytes: number;

  /** @returns false where they may state what a header can't hold, and are not as long as `bytes` says: then `encode` has the last word */
  abstract writeTo(frame: FrameWriter): boolean;

  /** @throws OperationalError `malformed` for what a header can't hold */
  abstract encode(): Uint8Array;
}

export class TextHeaders extends OwnHeaders {
  readonly bytes: number;

  /** @param text of which all values have been looked at */
  constructor(private readonly text: string) {
    super();
    this.bytes = Buffer.byteLength(text);
  }

  override writeTo(frame: FrameWriter): boolean {
    frame.text(this.text);
    return true;
  }

  override encode(): Uint8Array {
    return Buffer.from(this.text);
  }
}

/** What the client takes for headers, and asks for their bytes. */
export type WrittenHeaders = MsgHdrs & OwnHeaders;

/** @throws OperationalError `malformed` for a line break in a value: what follows it would be a header of its own */
export function writtenHeaders(values: Readonly<Record<string, string>>): WrittenHeaders {
  let text = `${FIRST_LINE}\r\n`;
  for (const name in values) text += `${name}: ${oneLine(name, values[name] as string)}\r\n`;
  return new TextHeaders(`${text}\r\n`) as unknown as WrittenHeaders;
}

class ContextHeaders extends OwnHeaders {
  readonly bytes: number;

  constructor(
    private readonly actor: string,
    private readonly correlationId: string,
    private readonly causationId: string,
    private readonly traceparent: string | undefined,
  ) {
    super();
    const trace = traceparent === undefined ? 0 : TRACE_NAME.length + traceparent.length;
    this.bytes = ACTOR_NAME.length + actor.length + CORRELATION_NAME.length + correlationId.length + CAUSATION_NAME.length + causationId.length + trace + END.length;
  }

  override writeTo(frame: FrameWriter): boolean {
    const { actor, correlationId, causationId, traceparent } = this;
    const isPlain =
      stateIn(frame, ACTOR_NAME, actor) &&
      stateIn(frame, CORRELATION_NAME, correlationId) &&
      stateIn(frame, CAUSATION_NAME, causationId) &&
      (traceparent === undefined || stateIn(frame, TRACE_NAME, traceparent));
    frame.octets(END);
    return isPlain;
  }

  override encode(): Uint8Array {
    const values = { [ACTOR]: this.actor, [CORRELATION]: this.correlationId, [CAUSATION]: this.causationId };
    return writtenHeaders(this.traceparent === undefined ? values : { ...values, [TRACEPARENT]: this.traceparent }).encode();
  }
}

function stateIn(frame: FrameWriter, name: Uint8Array, value: string): boolean {
  frame.octets(name);
  return frame.plain(value);
}

/** What states a line break is refused when it is sent: OperationalError `malformed`. */
export const contextToHeaders = ({ actor, correlationId, causationId, traceparent }: CallContext): MsgHdrs =>
  new ContextHeaders(actor, correlationId, causationId, activeTraceparent() ?? traceparent) as unknown as WrittenHeaders;

function oneLine(name: string, value: string): string {
  if (LINE_BREAK.test(value)) throw new OperationalError('malformed', `the header ${name} can't hold a line break: ${JSON.stringify(value)}`);
  return value;
}

/**
 * Who asks, as the sender states it. Believe it only on subjects that nobody but the mesh's own account can send on (`cm.cmd.…`,
 * `cm.qry.…`, `cm.out.…`): the server's account mapping is what keeps a provider from stating that it is the operator.
 * @param piece holds the headers from there to there
 * @param anonymousOf who it is when the message says nothing, or nothing that a header may say
 */
export function contextFromHeaders(piece: Buffer, anonymousOf: () => CallContext, from = 0, to = piece.length): CallContext {
  const own = ownContext(piece, from, to);
  if (own !== undefined) return own;
  const anonymous = anonymousOf();
  const text = piece.toString('latin1', from, to);
  const traceparent = stated(text, TRACEPARENT, W3C_TRACEPARENT) ?? anonymous.traceparent;
  return {
    actor: stated(text, ACTOR, STATEMENT) ?? anonymous.actor,
    correlationId: stated(text, CORRELATION, STATEMENT) ?? anonymous.correlationId,
    causationId: stated(text, CAUSATION, STATEMENT) ?? anonymous.causationId,
    ...(traceparent === undefined ? {} : { traceparent }),
  };
}

/**
 * The headers as `contextToHeaders` writes them, with a trace: what stands between the names, octet by octet, which costs a tenth of what an
 * expression with groups does. Whatever else there is, another order, spaces, more headers, is looked for name by name, and means the same.
 */
function ownContext(piece: Buffer, from: number, to: number): CallContext | undefined {
  const actor = behind(piece, from, ACTOR_NAME);
  const actorEnd = endOfStatement(piece, actor, to);
  const correlation = behind(piece, actorEnd, CORRELATION_NAME);
  const correlationEnd = endOfStatement(piece, correlation, to);
  const causation = behind(piece, correlationEnd, CAUSATION_NAME);
  const causationEnd = endOfStatement(piece, causation, to);
  const trace = behind(piece, causationEnd, TRACE_NAME);
  if (trace < 0 || trace + TRACEPARENT_CHARACTERS + END.length !== to || !isTraceparentAt(piece, trace)) return undefined;
  if (behind(piece, trace + TRACEPARENT_CHARACTERS, END) < 0) return undefined;
  const text = piece.toString('latin1', from, to);
  return {
    actor: text.slice(actor - from, actorEnd - from),
    correlationId: text.slice(correlation - from, correlationEnd - from),
    causationId: text.slice(causation - from, causationEnd - from),
    traceparent: text.slice(trace - from, trace - from + TRACEPARENT_CHARACTERS),
  };
}

/** Where a name ends that has to stand there, or -1; so too where something before it was not as it has to be. */
function behind(piece: Buffer, at: number, name: Buffer): number {
  if (at < 0) return -1;
  for (let index = 0; index < name.length; index += 1) if (piece[at + index] !== name[index]) return -1;
  return at + name.length;
}

/** Where the visible characters end that begin there, of which there is at least one and no more than may be; -1 where they do not. */
function endOfStatement(piece: Buffer, start: number, to: number): number {
  let end = start;
  while (end >= 0 && end < to) {
    const code = piece[end] as number;
    if (code <= 0x20 || code > 0x7e) break;
    end += 1;
  }
  return end > start && end - start <= MAX_STATEMENT ? end : -1;
}

/** As `W3C_TRACEPARENT` says. */
function isTraceparentAt(piece: Buffer, start: number): boolean {
  for (let at = 0; at < TRACEPARENT_CHARACTERS; at += 1) {
    const code = piece[start + at] as number;
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
