import type { Msg, MsgHdrs, NatsConnection } from '@nats-io/transport-node';
import { State, type NatsConnectionImpl, type Parser } from '@nats-io/transport-node/lib/nats-base-client.js';
import { LeanTransport, type PieceReader } from './lean-transport.js';
import { LeanWriter } from './lean-writer.js';
import { messageAt, WholeMessage, type Place } from './whole-message.js';

export interface LeanConnection extends NatsConnection {
  /** As `publish`, with a reply to the subject that begins with `inbox` and ends with `token`, which need not be put together first. */
  ask(subject: string, inbox: Buffer, token: number, payload: Uint8Array, headers?: MsgHdrs): void;
}

/**
 * Has a connection write each message as one piece, and read messages at one go. The client encodes a message's line, headers and end
 * apart, reads lines octet by octet and the names in them by a decoder, waits for each piece by a generator, and takes new room of twice the size
 * again and again for a message that comes in many. Whatever else a server says, a line of which a part is missing, and the first words of each
 * connection are the client's to read; and so are its checks, its subscriptions, its heartbeats, and how it connects again.
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
  const adopt = (): void => {
    const { parser, transport } = protocol;
    const reader = new MessageReader(writer, parser);
    parser.parse = (piece) => reader.read(piece as Buffer);
    if (transport instanceof LeanTransport) transport.reader = reader;
  };
  dialling.prepare = () => {
    const pong = prepare();
    adopt();
    return pong;
  };
  adopt();
}

/** Reads what comes over one connection. */
class MessageReader implements PieceReader {
  private readonly theirs: (piece: Uint8Array) => void;
  /** A message that came in part, with room for the rest. */
  private begun: { readonly bytes: Buffer; filled: number } | undefined;

  constructor(
    private readonly writer: LeanWriter,
    private readonly parser: Parser,
  ) {
    this.theirs = parser.parse.bind(parser);
  }

  read(piece: Buffer): void {
    let read = this.absorb(piece);
    // In the middle of something the client's parser goes on.
    if (this.parser.state === State.OP_START) {
      for (let at = messageAt(piece, read); at !== undefined; at = messageAt(piece, read)) {
        if (at.next > piece.length) {
          if (!this.begin(piece, read, at)) break;
          return;
        }
        deliver(this.writer, piece, at);
        read = at.next;
      }
    }
    if (read < piece.length) this.theirs(read === 0 ? piece : piece.subarray(read));
  }

  absorb(piece: Buffer): number {
    const { begun } = this;
    if (begun === undefined) return 0;
    const taken = piece.copy(begun.bytes, begun.filled);
    begun.filled += taken;
    if (begun.filled === begun.bytes.length) {
      this.begun = undefined;
      deliver(this.writer, begun.bytes, messageAt(begun.bytes, 0) as Place);
    }
    return taken;
  }

  /** @returns whether there is room for it: what no server should send is for the client to complain of */
  private begin(piece: Buffer, from: number, { start, end, next }: Place): boolean {
    if (end - start > (this.writer.protocol.info?.max_payload ?? 0)) return false;
    const bytes = Buffer.allocUnsafe(next - from);
    this.begun = { bytes, filled: piece.copy(bytes, 0, from) };
    return true;
  }
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
