import { errors, type Msg, type Payload, type PublishOptions } from '@nats-io/transport-node';
import { State, type MsgHdrsImpl, type NatsConnectionImpl, type Parser, type ProtocolHandler } from '@nats-io/transport-node/lib/nats-base-client.js';
import { isPlain, TextHeaders } from './headers.js';
import { LeanTransport } from './lean-transport.js';
import { WholeMessage, wholeMessageAt, type Place } from './whole-message.js';

const NOTHING = new Uint8Array(0);
const CR = 0x0d;
const LF = 0x0a;
const LINE_END = Uint8Array.of(CR, LF);
/** A longer message is not put together here, but with all others that leave with it. */
const MAX_FRAME_BYTES = 4_096;
const TURN = Promise.resolve();

/**
 * Has a connection write each message as one piece, and read whole messages at one go. The client encodes a message's line, headers and end
 * apart, reads lines octet by octet and the names in them by a decoder, and waits for each piece by a generator. Whatever else a server
 * says, a message of which a part is missing, and the first words of each connection are the client's to read; and so are its checks, its
 * subscriptions, its heartbeats, and how it connects again.
 */
export function speakLean(connection: NatsConnectionImpl): void {
  const { protocol } = connection;
  const flush = (): void => writeOut(protocol);
  const theirs = connection.publish.bind(connection);
  connection.publish = (subject, payload, options = {}) => {
    const isOrdinary = isCommon(subject) && isCommon(options.reply ?? '_') && !('traceOnly' in options) && !('traceDestination' in options);
    // What is not beyond doubt is for the client's checks.
    if (!isOrdinary || protocol.noMorePublishing || connection.isClosed()) theirs(subject, payload, options);
    else publish(protocol, flush, subject, payload, options);
  };
  protocol.publish = (subject, payload, options) => publish(protocol, flush, subject, payload, options);
  readLean(protocol);
}

/** No space, of whatever kind, can hide in it. */
const isCommon = (subject: string): boolean => subject.length > 0 && isPlain(subject, 0x21);

/** As the client's. */
function publish(protocol: ProtocolHandler, flush: () => void, subject: string, payload: Payload = NOTHING, { headers, reply = '' }: PublishOptions = {}): void {
  const body = typeof payload === 'string' ? Buffer.from(payload) : payload;
  const written = headers === undefined || headers instanceof TextHeaders ? headers : new TextHeaders(Buffer.from((headers as MsgHdrsImpl).encode()).toString());
  const headerBytes = written?.bytes ?? 0;
  const bytes = headerBytes + body.length;
  if (protocol.info !== undefined && bytes > protocol.info.max_payload) throw errors.InvalidArgumentError.format('payload', 'max_payload size exceeded');
  protocol.outMsgs += 1;
  protocol.outBytes += bytes;
  const to = reply === '' ? subject : `${subject} ${reply}`;
  const start = written === undefined ? `PUB ${to} ${bytes}\r\n` : `HPUB ${to} ${headerBytes} ${bytes}\r\n${written.text}`;
  // A character is at most three octets.
  if (3 * start.length + body.length > MAX_FRAME_BYTES) protocol.sendCommand(start, body, LINE_END);
  else send(protocol, flush, frameOf(start, body));
}

/** As the client's `sendCommand`, whose microtask takes an object and a function. */
function send({ outbound, pendingLimit }: ProtocolHandler, flush: () => void, frame: Uint8Array): void {
  outbound.fill(frame);
  if (outbound.length() === 1) void TURN.then(flush);
  else if (outbound.size() >= pendingLimit) flush();
}

/** As the client's `flushPending`, but that a frame which is alone leaves as it is. */
function writeOut({ connected, infoReceived, outbound, transport }: ProtocolHandler): void {
  if (!connected || !infoReceived || outbound.size() === 0) return;
  // What is looked at is all of them as one.
  transport.send(outbound.peek());
  outbound.reset();
}

const scratch = Buffer.allocUnsafeSlow(MAX_FRAME_BYTES);

function frameOf(start: string, body: Uint8Array): Uint8Array {
  const startBytes = scratch.write(start);
  const end = startBytes + body.length;
  const frame = Buffer.allocUnsafe(end + LINE_END.length);
  scratch.copy(frame, 0, 0, startBytes);
  frame.set(body, startBytes);
  frame[end] = CR;
  frame[end + 1] = LF;
  return frame;
}

/** For each connection that it makes the client takes a new parser and a new transport. */
function readLean(protocol: ProtocolHandler): void {
  let parser = readingWhole(protocol, protocol.parser);
  const reader = (piece: Uint8Array): void => parser.parse(piece);
  let transport = readAtOnce(protocol.transport, reader);
  Object.defineProperties(protocol, {
    parser: { get: () => parser, set: (fresh: Parser) => (parser = readingWhole(protocol, fresh)) },
    transport: { get: () => transport, set: (fresh: typeof transport) => (transport = readAtOnce(fresh, reader)) },
  });
}

function readAtOnce<Transport>(transport: Transport, reader: (piece: Uint8Array) => void): Transport {
  if (transport instanceof LeanTransport) transport.reader = reader;
  return transport;
}

function readingWhole(protocol: ProtocolHandler, parser: Parser): Parser {
  const rest = parser.parse.bind(parser);
  parser.parse = (piece) => {
    let read = 0;
    // In the middle of something the client's parser goes on.
    if (parser.state === State.OP_START) {
      for (let at = wholeMessageAt(piece as Buffer, 0); at !== undefined; at = wholeMessageAt(piece as Buffer, read)) {
        deliver(protocol, piece as Buffer, at);
        read = at.next;
      }
    }
    if (read < piece.length) rest(read === 0 ? piece : piece.subarray(read));
  };
  return parser;
}

/** As the client's `processMsg`. */
function deliver(protocol: ProtocolHandler, piece: Buffer, at: Place): void {
  protocol.inMsgs += 1;
  protocol.inBytes += at.end - at.start;
  const subscription = protocol.subscriptions.get(at.sid);
  if (subscription === undefined) return;
  subscription.received += 1;
  // One that was closed has no callback any more, whatever its type says.
  (subscription.callback as typeof subscription.callback | undefined)?.(null, new WholeMessage(protocol, piece, at) as Msg);
  if (subscription.max !== undefined && subscription.received >= subscription.max) subscription.unsubscribe();
}
