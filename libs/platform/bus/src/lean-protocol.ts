import type { Msg, MsgHdrs, NatsConnection } from '@nats-io/transport-node';
import { State, type NatsConnectionImpl, type Parser } from '@nats-io/transport-node/lib/nats-base-client.js';
import { LeanTransport } from './lean-transport.js';
import { LeanWriter } from './lean-writer.js';
import { WholeMessage, wholeMessageAt, type Place } from './whole-message.js';

export interface LeanConnection extends NatsConnection {
  /** As `publish`, with a reply to the subject that begins with `inbox` and ends with `token`, which need not be put together first. */
  ask(subject: string, inbox: Buffer, token: number, payload: Uint8Array, headers?: MsgHdrs): void;
}

/**
 * Has a connection write each message as one piece, and read whole messages at one go. The client encodes a message's line, headers and end
 * apart, reads lines octet by octet and the names in them by a decoder, and waits for each piece by a generator. Whatever else a server
 * says, a message of which a part is missing, and the first words of each connection are the client's to read; and so are its checks, its
 * subscriptions, its heartbeats, and how it connects again.
 */
export function speakLean(connection: NatsConnectionImpl): LeanConnection {
  const { protocol } = connection;
  const writer = new LeanWriter(protocol);
  const theirs = connection.publish.bind(connection);
  // What is not beyond doubt is for the client's checks.
  const isOpen = (): boolean => !protocol.noMorePublishing && !connection.isClosed();
  connection.publish = (subject, payload, options) => {
    if (!isOpen() || !writer.publish(subject, payload, options)) theirs(subject, payload, options);
  };
  readLean(writer);
  return Object.assign(connection as NatsConnection, {
    ask(subject: string, inbox: Buffer, token: number, payload: Uint8Array, headers?: MsgHdrs): void {
      if (isOpen() && writer.ask(subject, inbox, token, payload, headers)) return;
      theirs(subject, payload, { reply: `${inbox.toString()}${token}`, ...(headers && { headers }) });
    },
  });
}

/** For each connection that it makes the client takes a new parser and a new transport, when it prepares for it. */
function readLean(writer: LeanWriter): void {
  const { protocol } = writer;
  const dialling = protocol as unknown as { prepare(): Promise<void> };
  const prepare = dialling.prepare.bind(protocol);
  const reader = (piece: Uint8Array): void => protocol.parser.parse(piece);
  const adopt = (): void => {
    readWhole(writer, protocol.parser);
    if (protocol.transport instanceof LeanTransport) protocol.transport.reader = reader;
  };
  dialling.prepare = () => {
    const pong = prepare();
    adopt();
    return pong;
  };
  adopt();
}

function readWhole(writer: LeanWriter, parser: Parser): void {
  const rest = parser.parse.bind(parser);
  parser.parse = (piece) => {
    let read = 0;
    // In the middle of something the client's parser goes on.
    if (parser.state === State.OP_START) {
      for (let at = wholeMessageAt(piece as Buffer, 0); at !== undefined; at = wholeMessageAt(piece as Buffer, read)) {
        deliver(writer, piece as Buffer, at);
        read = at.next;
      }
    }
    if (read < piece.length) rest(read === 0 ? piece : piece.subarray(read));
  };
}

/** As the client's `processMsg`. */
function deliver(writer: LeanWriter, piece: Buffer, at: Place): void {
  const { protocol } = writer;
  protocol.inMsgs += 1;
  protocol.inBytes += at.end - at.start;
  const subscription = protocol.subscriptions.get(at.sid);
  if (subscription === undefined) return;
  subscription.received += 1;
  // One that was closed has no callback any more, whatever its type says.
  (subscription.callback as typeof subscription.callback | undefined)?.(null, new WholeMessage(writer, piece, at) as Msg);
  if (subscription.max !== undefined && subscription.received >= subscription.max) subscription.unsubscribe();
}
