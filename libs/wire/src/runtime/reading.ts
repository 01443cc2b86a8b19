import protobuf from 'protobufjs/minimal.js';

import { MAX_DEPTH } from '../codec.js';
import { type FieldPath, malformedField } from '../wire-error.js';
import { HIGH, LOW, halves, signed, unsigned } from './integers64.js';

type Reader = protobuf.Reader;

/**
 * Narrows the reader to the length-delimited value that starts here, so that nothing in it can read past its end.
 * @returns the end to give back to `reader.len` when the value has been read
 */
export function enter(r: Reader): number {
  const start = r.pos;
  const size = r.size();
  const outerEnd = r.len;
  if (size > outerEnd - r.pos) throw new RangeError(`a length of ${size} bytes at ${start} goes past the end at ${outerEnd}`);
  r.len = r.pos + size;
  return outerEnd;
}

/** As `enter`, for a message within a message. */
export function enterMessage(r: Reader, depth: number): number {
  if (depth >= MAX_DEPTH) throw new RangeError(`messages are more than ${MAX_DEPTH} deep`);
  return enter(r);
}

/**
 * Refuses a second occurrence of a field that holds a message. Protobuf would merge the two, which no honest encoder relies
 * on, which two readers of one signed message may do differently, and which costs quadratic time when there are many.
 */
export function once(earlier: unknown, path: FieldPath): void {
  if (earlier !== undefined) throw malformedField(path, 'occurs twice');
}

export function missing(path: FieldPath): never {
  throw malformedField(path, 'is required and missing');
}

const WIRE_TYPE_BITS = 3;

/** Unknown fields and fields of another wire type are skipped. Groups lie in one another within the same limit of depth. */
export function skip(r: Reader, tag: number, depth: number): void {
  r.skipType(tag & 7, depth + protobuf.Reader.recursionLimit - MAX_DEPTH, tag >>> WIRE_TYPE_BITS);
}

const SHORT_BYTES = 16;
const REPLACEMENT_CHARACTER = '\uFFFD';

/**
 * Node's own decoder is twice as fast as a strict one but puts U+FFFD where bytes are not UTF-8. A text that holds one is read
 * again strictly, which tells a U+FFFD that was sent from one that was put.
 */
export function readString(r: Reader): string {
  const start = r.pos;
  if (start < r.len && (r.buf[start] as number) < SHORT_BYTES) return r.stringVerify();
  const text = r.string();
  if (!text.includes(REPLACEMENT_CHARACTER)) return text;
  r.pos = start;
  return r.stringVerify();
}

/** Absent bytes. One array for all: it has no element that could change. */
export const NO_BYTES = new Uint8Array(0);

/** A copy: what was decoded must not change, nor keep a whole batch in memory, when the buffer it came in lives on. */
export function readBytes(r: Reader): Uint8Array {
  const outerEnd = enter(r);
  const { buf, pos, len } = r;
  const copy = new Uint8Array(len - pos);
  if (copy.length > FEW_BYTES) copy.set(buf.subarray(pos, len));
  else for (let index = 0; index < copy.length; index++) copy[index] = buf[pos + index] as number;
  r.pos = len;
  r.len = outerEnd;
  return copy;
}

/** Hashes and signatures. A loop over so few is cheaper than the view that `set` would copy from. */
const FEW_BYTES = 64;

/** A signed integer of up to 64 bits as a double: exact within 2⁵³, which callers have to hold it to. */
export function readInt64AsNumber(r: Reader): number {
  readVarint64(r);
  return ((halves[HIGH] as number) | 0) * TWO_32 + (halves[LOW] as number);
}

const TWO_32 = 4_294_967_296;

export function readInt64(r: Reader): bigint {
  readVarint64(r);
  return signed[0] as bigint;
}

export function readUint64(r: Reader): bigint {
  readVarint64(r);
  return unsigned[0] as bigint;
}

export function readSint64(r: Reader): bigint {
  readVarint64(r);
  const low = halves[LOW] as number;
  const high = halves[HIGH] as number;
  const sign = -(low & 1);
  halves[LOW] = ((low >>> 1) | (high << 31)) ^ sign;
  halves[HIGH] = (high >>> 1) ^ sign;
  return signed[0] as bigint;
}

export function readFixed64(r: Reader): bigint {
  halves[LOW] = r.fixed32();
  halves[HIGH] = r.fixed32();
  return unsigned[0] as bigint;
}

export function readSfixed64(r: Reader): bigint {
  halves[LOW] = r.fixed32();
  halves[HIGH] = r.fixed32();
  return signed[0] as bigint;
}

const MORE = 0x80;

/**
 * Leaves a varint of up to ten bytes in the shared halves: without the Long objects that the reader itself would make,
 * which are half the price of a 64-bit field.
 */
function readVarint64(r: Reader): void {
  const { buf, len } = r;
  let { pos } = r;
  let low = 0;
  let high = 0;
  let byte = MORE;
  for (let shift = 0; shift < 28 && byte >= MORE; shift += 7) {
    if (pos >= len) throw endOfVarint(pos);
    byte = buf[pos++] as number;
    low |= (byte & 0x7f) << shift;
  }
  if (byte >= MORE) {
    if (pos >= len) throw endOfVarint(pos);
    byte = buf[pos++] as number;
    low |= (byte & 0x7f) << 28;
    high = (byte & 0x7f) >> 4;
    for (let shift = 3; byte >= MORE; shift += 7) {
      if (shift > 31) throw new RangeError('a varint is longer than ten bytes');
      if (pos >= len) throw endOfVarint(pos);
      byte = buf[pos++] as number;
      high |= (byte & 0x7f) << shift;
    }
  }
  r.pos = pos;
  halves[LOW] = low;
  halves[HIGH] = high;
}

const endOfVarint = (pos: number): RangeError => new RangeError(`a varint is cut off at byte ${pos}`);
