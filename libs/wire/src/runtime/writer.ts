import { Buffer } from 'node:buffer';

import { type Codec, MAX_DEPTH } from '../codec.js';
import { type FieldPath, invalidField } from '../wire-error.js';
import { HIGH, LOW, halves, signed, unsigned } from './integers64.js';

const MAX_VARINT32_BYTES = 5;
const MAX_VARINT64_BYTES = 10;
const MAX_UTF8_BYTES_PER_CHARACTER = 3;
const ONE_BYTE_LIMIT = 0x80;

/** Ids and names. Copied letter by letter they cost less than a call into Node, up to some 36 letters. */
const SHORT_CHARACTERS = 32;

/**
 * Writes the fields of messages one behind the other. A method that is called as its type takes the tag of a field as well, and leaves
 * a zero out, as proto3 does; `put…` writes the value alone, whatever it is. All of them refuse a value that does not fit its type, with
 * a WireError `invalid` that names the field's `path`: nothing wraps or rounds.
 */
export class Writer {
  /** The end of what has been written. */
  pos = 0;
  /** Where this message begins; what stands before it is another's. */
  from = 0;
  /** What `buf` is all of until it grows. To ask a Buffer for it costs as much as to make a view on it. */
  readonly memory: ArrayBufferLike;

  /** @param buf a whole piece of memory */
  constructor(public buf: Buffer) {
    this.memory = buf.buffer;
  }

  int32(tag: number, value: number, path: FieldPath): void {
    if (value !== 0) this.tag(tag).putInt32(value, path);
  }

  sint32(tag: number, value: number, path: FieldPath): void {
    if (value !== 0) this.tag(tag).putSint32(value, path);
  }

  uint32(tag: number, value: number, path: FieldPath): void {
    if (value !== 0) this.tag(tag).putUint32(value, path);
  }

  fixed32(tag: number, value: number, path: FieldPath): void {
    if (value !== 0) this.tag(tag).putFixed32(value, path);
  }

  sfixed32(tag: number, value: number, path: FieldPath): void {
    if (value !== 0) this.tag(tag).putSfixed32(value, path);
  }

  int64(tag: number, value: bigint, path: FieldPath): void {
    if (loadSigned(value, path)) this.tag(tag).putHalves();
  }

  sint64(tag: number, value: bigint, path: FieldPath): void {
    if (value !== 0n) this.tag(tag).putSint64(value, path);
  }

  uint64(tag: number, value: bigint, path: FieldPath): void {
    if (loadUnsigned(value, path)) this.tag(tag).putHalves();
  }

  fixed64(tag: number, value: bigint, path: FieldPath): void {
    if (value !== 0n) this.tag(tag).putFixed64(value, path);
  }

  sfixed64(tag: number, value: bigint, path: FieldPath): void {
    if (value !== 0n) this.tag(tag).putSfixed64(value, path);
  }

  bool(tag: number, value: boolean, path: FieldPath): void {
    if (value !== false) this.tag(tag).putBool(value, path);
  }

  string(tag: number, value: string, path: FieldPath): void {
    if (value !== '') this.tag(tag).putString(value, path);
  }

  bytes(tag: number, value: Uint8Array, path: FieldPath): void {
    if (!(value instanceof Uint8Array)) throw invalidField(path, value, 'a Uint8Array');
    // Only bytes can be empty bytes: nothing else would be left out by its length.
    if (value.length > 0) this.tag(tag).putBytes(value, path);
  }

  /** @throws WireError `invalid` also when there is none, and at MAX_DEPTH: the reader would refuse it there */
  message<T>(tag: number, codec: Codec<T>, value: T, depth: number, path: FieldPath): void {
    if (typeof value !== 'object' || value === null) throw invalidField(path, value, 'a message');
    if (depth >= MAX_DEPTH) throw invalidField(path, value, `at most ${MAX_DEPTH} messages deep`);
    const start = this.tag(tag).open();
    codec.write(value, this, depth + 1);
    this.close(start);
  }

  /** The fields up to `close` are one value, whose length stands before it. */
  open(): number {
    this.reserve(1);
    this.pos += 1;
    return this.pos;
  }

  /** @param start what `open` gave. Most values are shorter than 128 bytes, for which one byte was left; the others are moved. */
  close(start: number): void {
    const size = this.pos - start;
    if (size < ONE_BYTE_LIMIT) {
      this.buf[start - 1] = size;
      return;
    }
    this.reserve(MAX_VARINT32_BYTES);
    const moved = start + varint32Bytes(size) - 1;
    this.buf.copyWithin(moved, start, this.pos);
    this.pos = start - 1;
    this.varint32(size);
    this.pos = moved + size;
  }

  tag(tag: number): this {
    this.reserve(MAX_VARINT32_BYTES);
    if (tag < ONE_BYTE_LIMIT) this.buf[this.pos++] = tag;
    else this.varint32(tag);
    return this;
  }

  putInt32(value: number, path: FieldPath): void {
    if (typeof value !== 'number' || (value | 0) !== value) throw invalidField(path, value, 'an integer of 32 bits with a sign');
    this.reserve(MAX_VARINT64_BYTES);
    if (value >= 0) return this.varint32(value);
    // A negative number of 32 bits is written as one of 64.
    halves[LOW] = value;
    halves[HIGH] = -1;
    this.putHalves();
  }

  putSint32(value: number, path: FieldPath): void {
    if (typeof value !== 'number' || (value | 0) !== value) throw invalidField(path, value, 'an integer of 32 bits with a sign');
    this.putUint32(((value << 1) ^ (value >> 31)) >>> 0, path);
  }

  putUint32(value: number, path: FieldPath): void {
    if (typeof value !== 'number' || value >>> 0 !== value) throw invalidField(path, value, 'an integer of 32 bits without a sign');
    this.reserve(MAX_VARINT32_BYTES);
    this.varint32(value);
  }

  putFixed32(value: number, path: FieldPath): void {
    if (typeof value !== 'number' || value >>> 0 !== value) throw invalidField(path, value, 'an integer of 32 bits without a sign');
    this.reserve(4);
    this.pos = this.buf.writeUInt32LE(value, this.pos);
  }

  putSfixed32(value: number, path: FieldPath): void {
    if (typeof value !== 'number' || (value | 0) !== value) throw invalidField(path, value, 'an integer of 32 bits with a sign');
    this.reserve(4);
    this.pos = this.buf.writeInt32LE(value, this.pos);
  }

  putInt64(value: bigint, path: FieldPath): void {
    loadSigned(value, path);
    this.putHalves();
  }

  /** A whole number within 2⁵³, as a varint of 64 bits. */
  putWholeNumber(value: number): void {
    if (value >>> 0 === value) {
      this.reserve(MAX_VARINT32_BYTES);
      return this.varint32(value);
    }
    halves[LOW] = value;
    halves[HIGH] = Math.floor(value / TWO_32);
    this.putHalves();
  }

  putSint64(value: bigint, path: FieldPath): void {
    loadSigned(value, path);
    const low = halves[LOW] as number;
    const high = halves[HIGH] as number;
    const sign = (high | 0) >> 31;
    halves[LOW] = (low << 1) ^ sign;
    halves[HIGH] = ((high << 1) | (low >>> 31)) ^ sign;
    this.putHalves();
  }

  putUint64(value: bigint, path: FieldPath): void {
    loadUnsigned(value, path);
    this.putHalves();
  }

  putFixed64(value: bigint, path: FieldPath): void {
    loadUnsigned(value, path);
    this.putBothHalves();
  }

  putSfixed64(value: bigint, path: FieldPath): void {
    loadSigned(value, path);
    this.putBothHalves();
  }

  putBool(value: boolean, path: FieldPath): void {
    if (typeof value !== 'boolean') throw invalidField(path, value, 'true or false');
    this.reserve(1);
    this.buf[this.pos++] = value ? 1 : 0;
  }

  putBytes(value: Uint8Array, path: FieldPath): void {
    if (!(value instanceof Uint8Array)) throw invalidField(path, value, 'a Uint8Array');
    const { length } = value;
    this.reserve(MAX_VARINT32_BYTES + length);
    this.varint32(length);
    this.buf.set(value, this.pos);
    this.pos += length;
  }

  /**
   * A text whose UTF-8 is as long as itself is plain ASCII, which nearly all ids and codes are: it is written in one pass, behind
   * the byte that its length takes. Anything else takes the general way, and half a surrogate pair is refused, since readers would.
   */
  putString(value: string, path: FieldPath): void {
    if (typeof value !== 'string') throw invalidField(path, value, 'a string');
    const { length } = value;
    if (length >= ONE_BYTE_LIMIT) return this.putUnicode(value, path);
    this.reserve(1 + length * MAX_UTF8_BYTES_PER_CHARACTER);
    const { buf, pos } = this;
    const written = length <= SHORT_CHARACTERS ? writeAscii(buf, pos + 1, value) : buf.write(value, pos + 1);
    if (written !== length) return this.putUnicode(value, path);
    buf[pos] = length;
    this.pos = pos + 1 + length;
  }

  private putUnicode(value: string, path: FieldPath): void {
    if (!value.isWellFormed()) throw invalidField(path, value, 'well-formed Unicode');
    const size = Buffer.byteLength(value);
    this.reserve(MAX_VARINT32_BYTES + size);
    this.varint32(size);
    this.pos += this.buf.write(value, this.pos);
  }

  /** As a varint. */
  private putHalves(): void {
    this.reserve(MAX_VARINT64_BYTES);
    const { buf } = this;
    let { pos } = this;
    let low = halves[LOW] as number;
    let high = halves[HIGH] as number;
    while (high > 0) {
      buf[pos++] = (low & 0x7f) | 0x80;
      low = ((low >>> 7) | (high << 25)) >>> 0;
      high >>>= 7;
    }
    this.pos = pos;
    this.varint32(low);
  }

  private putBothHalves(): void {
    this.reserve(8);
    this.pos = this.buf.writeUInt32LE(halves[LOW] as number, this.pos);
    this.pos = this.buf.writeUInt32LE(halves[HIGH] as number, this.pos);
  }

  /** Into room that has been reserved. */
  private varint32(value: number): void {
    const { buf } = this;
    let { pos } = this;
    let rest = value;
    for (; rest > 0x7f; rest >>>= 7) buf[pos++] = (rest & 0x7f) | 0x80;
    buf[pos++] = rest;
    this.pos = pos;
  }

  private reserve(bytes: number): void {
    if (this.pos + bytes > this.buf.length) this.grow(bytes);
  }

  private grow(bytes: number): void {
    const grown = spareRoom(Math.max(this.buf.length * 2, this.pos + bytes));
    grown.set(this.buf.subarray(this.from, this.pos), this.from);
    this.buf = grown;
  }
}

/** Room for a large message that is kept for the next one: a few of a megabyte, each grown from the last, are what the collector is called for. */
const MOST_SPARE_BYTES = 4 * 1024 * 1024;
let spare: Buffer | undefined;

function spareRoom(bytes: number): Buffer {
  const room = spare;
  spare = undefined;
  return room !== undefined && room.length >= bytes ? room : Buffer.allocUnsafeSlow(bytes);
}

/** @param room nobody has a view on any more */
export function keepSpare(room: Buffer): void {
  if (room.length <= MOST_SPARE_BYTES) spare = room;
}

const TWO_32 = 4_294_967_296;

const varint32Bytes = (value: number): number => (value < 0x80 ? 1 : value < 0x4000 ? 2 : value < 0x200000 ? 3 : value < 0x10000000 ? 4 : 5);

/** The number of bytes written, or -1 for a text that is not ASCII, which is found out once for all letters. */
function writeAscii(buffer: Uint8Array, offset: number, text: string): number {
  const { length } = text;
  let bits = 0;
  for (let index = 0; index < length; index++) {
    const code = text.charCodeAt(index);
    buffer[offset + index] = code;
    bits |= code;
  }
  return bits < ONE_BYTE_LIMIT ? length : -1;
}

/** Leaves the value in the shared halves, having checked that they hold all of it. @returns whether it is anything but zero */
function loadSigned(value: bigint, path: FieldPath): boolean {
  if (typeof value !== 'bigint') throw invalidField(path, value, 'a bigint');
  signed[0] = value;
  if (signed[0] !== value) throw invalidField(path, value, 'an integer of 64 bits with a sign');
  return ((halves[LOW] as number) | (halves[HIGH] as number)) !== 0;
}

function loadUnsigned(value: bigint, path: FieldPath): boolean {
  if (typeof value !== 'bigint') throw invalidField(path, value, 'a bigint');
  unsigned[0] = value;
  if (unsigned[0] !== value) throw invalidField(path, value, 'an integer of 64 bits without a sign');
  return ((halves[LOW] as number) | (halves[HIGH] as number)) !== 0;
}
