import type { Msg, MsgHdrs, Payload, PublishOptions } from '@nats-io/transport-node';
import { MsgHdrsImpl, MsgImpl } from '@nats-io/transport-node/lib/nats-base-client.js';
import type { CallContext } from './bus.port.js';
import { contextFromHeaders } from './headers.js';
import type { LeanWriter } from './lean-writer.js';
import { numberAt } from './octets.js';

const NOTHING = new Uint8Array(0);
const CR = 0x0d;
const SPACE = 0x20;
const H = 0x48;
const M = 0x4d;
const LINE_END_BYTES = 2;
/** No size and no subscription's number that a server tells is longer. */
const MAX_DIGITS = 9;
/** Whole numbers of so many are exact. */
const MAX_TOKEN_DIGITS = 15;

/** Where a message stands in the piece of what a socket read that holds all of it, or its beginning, in octets. */
export interface Place {
  readonly sid: number;
  readonly subject: number;
  readonly subjectEnd: number;
  /** As its end, where the message has none. */
  readonly reply: number;
  readonly replyEnd: number;
  /** From here on there are headers, if there are any, and then the body. */
  readonly start: number;
  readonly headerBytes: number;
  readonly end: number;
  /** Behind the line's end that follows the message; behind the piece's own end, where a part of the message has not come yet. */
  readonly next: number;
}

/** Where the words of a line begin, and one more would: at most six of `HMSG subject sid reply header-bytes bytes`. */
const words = new Int32Array(7);

/**
 * Reads a message's line, `MSG subject sid [reply] bytes` or `HMSG subject sid [reply] header-bytes bytes`, with single spaces, as a server
 * writes it.
 * @returns `undefined` for anything else, and for a line of which a part has not come yet
 */
export function messageAt(piece: Buffer, from: number): Place | undefined {
  const isPlain = piece[from] === M;
  if (!isPlain && piece[from] !== H) return undefined;
  const count = wordsOfLine(piece, from);
  const without = isPlain ? 4 : 5;
  if (words[1] !== from + without || (count !== without && count !== without + 1)) return undefined;
  const sid = numberIn(piece, 2);
  const bytes = numberIn(piece, count - 1);
  const headerBytes = isPlain ? 0 : numberIn(piece, count - 2);
  const start = (words[count] as number) - 1 + LINE_END_BYTES;
  const end = start + bytes;
  if (sid < 0 || bytes < 0 || headerBytes < 0 || headerBytes > bytes) return undefined;
  const [, subject = 0, afterSubject = 0, reply = 0, afterReply = 0] = words;
  const replyEnd = count === without ? reply : afterReply - 1;
  return { sid, subject, subjectEnd: afterSubject - 1, reply, replyEnd, start, headerBytes, end, next: end + LINE_END_BYTES };
}

/** @returns how many words there are before the end of the line, or 0 where it has no end, or too many words */
function wordsOfLine(piece: Buffer, from: number): number {
  let count = 1;
  words[0] = from;
  for (let at = from; at < piece.length; at += 1) {
    const octet = piece[at];
    if (octet !== SPACE && octet !== CR) continue;
    words[count] = at + 1;
    if (octet === CR) return count;
    count += 1;
    if (count === words.length) return 0;
  }
  return 0;
}

const numberIn = (piece: Buffer, word: number): number => numberAt(piece, words[word] as number, (words[word + 1] as number) - 1, MAX_DIGITS);

/** A message as one piece. The client reads all names in it by a decoder; this one reads what it is asked for. */
export class WholeMessage extends MsgImpl {
  constructor(
    private readonly writer: LeanWriter,
    private readonly piece: Buffer,
    private readonly at: Place,
  ) {
    super({ subject: NOTHING, reply: NOTHING, sid: at.sid, hdr: at.headerBytes === 0 ? -1 : at.headerBytes, size: at.end - at.start }, NOTHING, writer.protocol);
  }

  override get subject(): string {
    return (this._subject ??= this.piece.toString('utf8', this.at.subject, this.at.subjectEnd));
  }

  override get reply(): string {
    return (this._reply ??= this.piece.toString('utf8', this.at.reply, this.at.replyEnd));
  }

  override get data(): Uint8Array {
    return this.piece.subarray(this.at.start + this.at.headerBytes, this.at.end);
  }

  override get headers(): MsgHdrs | undefined {
    const { start, headerBytes } = this.at;
    if (headerBytes > 0) this._headers ??= MsgHdrsImpl.decode(this.piece.subarray(start, start + headerBytes));
    return this._headers;
  }

  context(anonymous: () => CallContext): CallContext {
    const { start, headerBytes } = this.at;
    return headerBytes === 0 ? anonymous() : contextFromHeaders(this.piece, anonymous, start, start + headerBytes);
  }

  /** The number that ends its subject, behind a prefix of that length; -1 where there is none. */
  numberBehind(prefix: number): number {
    return numberAt(this.piece, this.at.subject + prefix, this.at.subjectEnd, MAX_TOKEN_DIGITS);
  }

  override respond(data: Payload = NOTHING, options: PublishOptions = {}): boolean {
    const { reply, replyEnd } = this.at;
    if (reply === replyEnd) return false;
    this.writer.answer(this.piece, reply, replyEnd, data, options);
    return true;
  }

  override size(): number {
    const { subject, subjectEnd, reply, replyEnd, start, end } = this.at;
    return subjectEnd - subject + replyEnd - reply + end - start;
  }
}

/** Who sent it, by its headers. @param anonymous who it is when they say nothing */
export function contextOf(message: Msg, anonymous: () => CallContext): CallContext {
  if (message instanceof WholeMessage) return message.context(anonymous);
  return message.headers === undefined ? anonymous() : contextFromHeaders(Buffer.from(message.headers.toString()), anonymous);
}

/** The number that ends the subject of a message, behind a prefix of that length; -1 where there is none. */
export const numberBehind = (message: Msg, prefix: number): number =>
  message instanceof WholeMessage ? message.numberBehind(prefix) : numberAt(Buffer.from(message.subject), prefix, message.subject.length, MAX_TOKEN_DIGITS);
