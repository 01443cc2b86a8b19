import type { Buffer } from 'node:buffer';

import { MAX_DEPTH } from '../codec.js';
import { HIGH, LOW, halves, signed, unsigned } from './integers64.js';
import { textOf } from './texts.js';

/** A byte with this bit has another one of the same varint behind it. */
const MORE = 0x80;
const MAX_VARINT_BITS = 70;
const MAX_FIELD_BITS = 32;
const MAX_LENGTH_BITS = 31;

/** The bits of a tag below the field's number say how long the value is. */
const FIELD_SHIFT = 3;
const VARINT = 0;
const EIGHT_BYTES = 1;
const DELIMITED = 2;
const GROUP = 3;
const GROUP_END = 4;
const FOUR_BYTES = 5;

/** Absent bytes. One array for all: it has no element that could change. */
export const NO_BYTES = new Uint8Array(0);

/** Hashes and signatures. A loop over so few is cheaper than the view that `set` would copy from. */
const FEW_BYTES = 64;

/**
 * Where in the bytes of a message a reader stands. Every method reads one value, goes behind it, and throws a RangeError for
 * bytes that are none. The methods that generated code calls for nearly every field are short enough to be compiled into it: they
 * take a value of one byte themselves, and leave what is longer to another one.
 */
export class Reader {
  pos = 0;
  /** Nothing is read past it: the end of the message or of the value within it that is being read. */
  end: number;

  /** @param isPassing whether bytes are given out as parts of `buf`, to somebody who does not keep them */
  constructor(
    private readonly buf: Buffer,
    private readonly isPassing = false,
  ) {
    this.end = buf.length;
  }

  tag(): number {
    const { buf, pos } = this;
    if (pos >= this.end || (buf[pos] as number) >= MORE) return this.shortVarint(MAX_FIELD_BITS);
    this.pos = pos + 1;
    return buf[pos] as number;
  }

  uint32(): number {
    const { buf, pos } = this;
    if (pos >= this.end || (buf[pos] as number) >= MORE) return this.longUint32();
    this.pos = pos + 1;
    return buf[pos] as number;
  }

  int32(): number {
    return this.uint32() | 0;
  }

  sint32(): number {
    const value = this.uint32();
    return (value >>> 1) ^ -(value & 1);
  }

  bool(): boolean {
    this.varint64();
    return ((halves[LOW] as number) | (halves[HIGH] as number)) !== 0;
  }

  fixed32(): number {
    const { buf, pos } = this;
    this.skipBytes(4);
    return ((buf[pos] as number) | ((buf[pos + 1] as number) << 8) | ((buf[pos + 2] as number) << 16) | ((buf[pos + 3] as number) << 24)) >>> 0;
  }

  sfixed32(): number {
    return this.fixed32() | 0;
  }

  int64(): bigint {
    this.varint64();
    return signed[0] as bigint;
  }

  /** A signed integer of up to 64 bits as a double: exact within 2⁵³, which callers have to hold it to. */
  int64AsNumber(): number {
    this.varint64();
    return ((halves[HIGH] as number) | 0) * TWO_32 + (halves[LOW] as number);
  }

  uint64(): bigint {
    this.varint64();
    return unsigned[0] as bigint;
  }

  sint64(): bigint {
    this.varint64();
    const low = halves[LOW] as number;
    const high = halves[HIGH] as number;
    const sign = -(low & 1);
    halves[LOW] = ((low >>> 1) | (high << 31)) ^ sign;
    halves[HIGH] = (high >>> 1) ^ sign;
    return signed[0] as bigint;
  }

  fixed64(): bigint {
    halves[LOW] = this.fixed32();
    halves[HIGH] = this.fixed32();
    return unsigned[0] as bigint;
  }

  sfixed64(): bigint {
    halves[LOW] = this.fixed32();
    halves[HIGH] = this.fixed32();
    return signed[0] as bigint;
  }

  string(): string {
    const size = this.size();
    const { buf, pos } = this;
    this.skipBytes(size);
    return textOf(buf, pos, size);
  }

  /** A copy, but for who passes on: what was decoded must not change, nor keep a whole batch in memory, when the buffer it came in lives on. */
  bytes(): Uint8Array {
    const size = this.size();
    const { buf, pos } = this;
    this.skipBytes(size);
    if (this.isPassing) return buf.subarray(pos, pos + size);
    const copy = new Uint8Array(size);
    if (size > FEW_BYTES) copy.set(buf.subarray(pos, pos + size));
    else for (let index = 0; index < size; index++) copy[index] = buf[pos + index] as number;
    return copy;
  }

  /**
   * Narrows the reader to the length-delimited value that starts here, so that nothing in it can read past its end.
   * @returns the end to give back to the reader when the value has been read
   */
  enter(): number {
    const size = this.size();
    const outerEnd = this.end;
    if (size > outerEnd - this.pos) throw this.cutOff(size);
    this.end = this.pos + size;
    return outerEnd;
  }

  /** As `enter`, for a message within a message. */
  enterMessage(depth: number): number {
    if (depth >= MAX_DEPTH) throw new RangeError(`messages are more than ${MAX_DEPTH} deep`);
    return this.enter();
  }

  /** Unknown fields and fields of another wire type are skipped. Groups lie in one another within the same limit of depth. */
  skip(tag: number, depth: number): void {
    if (depth > MAX_DEPTH) throw new RangeError(`groups are more than ${MAX_DEPTH} deep`);
    if (tag >>> FIELD_SHIFT === 0) throw new RangeError('there is no field of number 0');
    const wireType = tag & 7;
    if (wireType === VARINT) this.varint64();
    else if (wireType === EIGHT_BYTES) this.skipBytes(8);
    else if (wireType === DELIMITED) this.skipBytes(this.size());
    else if (wireType === GROUP) this.skipGroup(tag, depth);
    else if (wireType === FOUR_BYTES) this.skipBytes(4);
    else throw new RangeError(`the tag ${tag} begins no field`);
  }

  private skipGroup(tag: number, depth: number): void {
    const endTag = tag - GROUP + GROUP_END;
    for (let inner = this.tag(); inner !== endTag; inner = this.tag()) this.skip(inner, depth + 1);
  }

  private size(): number {
    const { buf, pos } = this;
    if (pos >= this.end || (buf[pos] as number) >= MORE) return this.shortVarint(MAX_LENGTH_BITS);
    this.pos = pos + 1;
    return buf[pos] as number;
  }

  private skipBytes(size: number): void {
    if (size > this.end - this.pos) throw this.cutOff(size);
    this.pos += size;
  }

  /** A tag or a length, which has no bits to spare: unlike those of a value, they are not cut down to what fits. */
  private shortVarint(bits: number): number {
    const start = this.pos;
    const value = this.longUint32();
    const length = this.pos - start;
    if (length > 5 || (length === 5 && (this.buf[start + 4] as number) >= 2 ** (bits - 28))) throw new RangeError(`a tag or a length at byte ${start} is larger than ${bits} bits`);
    return value;
  }

  /** Of a varint of up to ten bytes the lower 32 bits: a negative number of 32 bits is written as one of 64. */
  private longUint32(): number {
    const { buf, end } = this;
    let { pos } = this;
    let value = 0;
    for (let shift = 0; shift < MAX_VARINT_BITS && pos < end; shift += 7) {
      const byte = buf[pos++] as number;
      // A shift counts modulo 32 bits, so that what lies above them would come in again below.
      if (shift < 32) value |= (byte & 0x7f) << shift;
      if (byte >= MORE) continue;
      this.pos = pos;
      return value >>> 0;
    }
    throw endlessVarint(pos < end);
  }

  /** Leaves a varint of up to ten bytes in the shared halves. */
  private varint64(): void {
    const { buf, end } = this;
    let { pos } = this;
    let low = 0;
    let high = 0;
    for (let shift = 0; shift < MAX_VARINT_BITS && pos < end; shift += 7) {
      const byte = buf[pos++] as number;
      if (shift < 28) low |= (byte & 0x7f) << shift;
      else if (shift > 28) high |= (byte & 0x7f) << (shift - 32);
      else {
        low |= (byte & 0x7f) << 28;
        high = (byte & 0x7f) >> 4;
      }
      if (byte >= MORE) continue;
      this.pos = pos;
      halves[LOW] = low;
      halves[HIGH] = high;
      return;
    }
    throw endlessVarint(pos < end);
  }

  private cutOff(size: number): RangeError {
    return new RangeError(`${size} bytes at ${this.pos} go past the end at ${this.end}`);
  }
}

const TWO_32 = 4_294_967_296;

const endlessVarint = (isTooLong: boolean): RangeError => new RangeError(isTooLong ? 'a varint is longer than ten bytes' : 'a varint is cut off');
