import { errors, type MsgHdrs, type Payload, type PublishOptions } from '@nats-io/transport-node';
import type { MsgHdrsImpl, ProtocolHandler } from '@nats-io/transport-node/lib/nats-base-client.js';
import { FrameQueue } from './frame-queue.js';
import { OwnHeaders, TextHeaders } from './headers.js';
import { LeanTransport } from './lean-transport.js';
import { FrameWriter, MAX_DIGITS, MAX_FRAME_BYTES } from './octets.js';

const NOTHING = new Uint8Array(0);
const [PUBLISH, PUBLISH_WITH_HEADERS, SPACE, LINE_END] = ['PUB ', 'HPUB ', ' ', '\r\n'].map((text) => Buffer.from(text)) as [Buffer, Buffer, Buffer, Buffer];
/** The verb, two sizes, and what stands between the words of a line and behind the body. */
const MAX_REST_BYTES = 40;
/** No space, of whatever kind, can hide in a subject of such characters. */
const VISIBLE = 0x21;
const TURN = Promise.resolve();

interface Said {
  readonly body: Uint8Array;
  readonly headers: OwnHeaders | undefined;
}

/** Writes each message as one piece, where the client encodes its line, its headers and its end apart. */
export class LeanWriter {
  private readonly frame = new FrameWriter();
  private readonly queue = new FrameQueue();
  private readonly flush: () => void;

  constructor(readonly protocol: ProtocolHandler) {
    this.queue.fill(protocol.outbound.drain());
    protocol.outbound = this.queue as unknown as ProtocolHandler['outbound'];
    // The client's own writes whatever there is as one piece.
    this.flush = (protocol as unknown as { flushPending(): void }).flushPending = () => {
      const { infoReceived, connected, transport } = protocol;
      if (!infoReceived || !connected || this.queue.length() === 0) return;
      if (this.queue.hasLarge && transport instanceof LeanTransport) transport.sendPieces(this.queue.drainPieces());
      else transport.send(this.queue.drain());
    };
  }

  /**
   * As the client's.
   * @returns whether it was written: what is long, beyond visible ASCII or out of the ordinary is the client's to check and to write
   * @throws the client's error for more than the server takes
   */
  publish(subject: string, payload: Payload = NOTHING, options: PublishOptions = {}): boolean {
    const { reply, headers } = options;
    if (reply === '' || 'traceOnly' in options || 'traceDestination' in options) return false;
    const said = this.begin(subject.length + (reply?.length ?? 0), payload, headers);
    if (said === undefined || !this.name(subject)) return false;
    if (reply !== undefined) {
      this.frame.octets(SPACE);
      if (!this.name(reply)) return false;
    }
    return this.finish(said);
  }

  /** The same, to be answered to the subject that begins with `inbox` and ends with `token`. */
  ask(subject: string, inbox: Uint8Array, token: number, payload: Uint8Array, headers: MsgHdrs | undefined): boolean {
    const said = this.begin(subject.length + inbox.length + MAX_DIGITS, payload, headers);
    if (said === undefined || !this.name(subject)) return false;
    this.frame.octets(SPACE);
    this.frame.octets(inbox);
    this.frame.number(token);
    return this.finish(said);
  }

  /** To the subject that stands there in what was received. */
  answer(piece: Buffer, from: number, to: number, payload: Payload, options: PublishOptions): void {
    const said = options.reply === undefined ? this.begin(to - from, payload, options.headers) : undefined;
    if (said !== undefined) {
      this.frame.part(piece, from, to);
      if (this.finish(said)) return;
    }
    this.protocol.publish(piece.toString('utf8', from, to), payload, options);
  }

  private begin(names: number, payload: Payload, given: MsgHdrs | undefined): Said | undefined {
    const body = typeof payload === 'string' ? Buffer.from(payload) : payload;
    const headers = given === undefined || given instanceof OwnHeaders ? given : new TextHeaders(Buffer.from((given as MsgHdrsImpl).encode()).toString());
    const bytes = body.length + (headers?.bytes ?? 0);
    const { info } = this.protocol;
    if (info !== undefined && bytes > info.max_payload) throw errors.InvalidArgumentError.format('payload', 'max_payload size exceeded');
    if (names + bytes > MAX_FRAME_BYTES - MAX_REST_BYTES) return undefined;
    this.frame.begin();
    this.frame.octets(headers === undefined ? PUBLISH : PUBLISH_WITH_HEADERS);
    return { body, headers };
  }

  private name(subject: string): boolean {
    return subject !== '' && this.frame.plain(subject, VISIBLE);
  }

  private finish({ body, headers }: Said): boolean {
    const { frame, protocol } = this;
    const headerBytes = headers?.bytes ?? 0;
    frame.octets(SPACE);
    if (headers !== undefined) {
      frame.number(headerBytes);
      frame.octets(SPACE);
    }
    frame.number(headerBytes + body.length);
    frame.octets(LINE_END);
    if (headers !== undefined && !headers.writeTo(frame)) return false;
    frame.octets(body);
    frame.octets(LINE_END);
    protocol.outMsgs += 1;
    protocol.outBytes += headerBytes + body.length;
    this.send(frame.finish());
    return true;
  }

  /** As the client's `sendCommand`, whose microtask takes an object and a function. */
  private send(frame: Uint8Array): void {
    const { queue, flush } = this;
    queue.add(frame);
    if (queue.length() === 1) void TURN.then(flush);
    else if (queue.size() >= this.protocol.pendingLimit) flush();
  }
}
