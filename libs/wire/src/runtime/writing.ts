import { Buffer } from 'node:buffer';
import type protobuf from 'protobufjs/minimal.js';

import { MAX_DEPTH } from '../codec.js';
import { type FieldPath, WireError, invalidField } from '../wire-error.js';
import { HIGH, LOW, halves, signed, unsigned } from './integers64.js';

type Writer = protobuf.Writer;

export function int32(w: Writer, value: number, path: FieldPath): void {
  checkInt32(value, path);
  w.int32(value);
}

export function sint32(w: Writer, value: number, path: FieldPath): void {
  checkInt32(value, path);
  w.sint32(value);
}

export function sfixed32(w: Writer, value: number, path: FieldPath): void {
  checkInt32(value, path);
  w.sfixed32(value);
}

export function uint32(w: Writer, value: number, path: FieldPath): void {
  checkUint32(value, path);
  w.uint32(value);
}

export function fixed32(w: Writer, value: number, path: FieldPath): void {
  checkUint32(value, path);
  w.fixed32(value);
}

export function int64(w: Writer, value: bigint, path: FieldPath): void {
  loadSigned(value, path);
  writeVarint64(w, halves[LOW] as number, halves[HIGH] as number);
}

export function sint64(w: Writer, value: bigint, path: FieldPath): void {
  loadSigned(value, path);
  const low = halves[LOW] as number;
  const high = halves[HIGH] as number;
  const sign = (high | 0) >> 31;
  writeVarint64(w, ((low << 1) ^ sign) >>> 0, (((high << 1) | (low >>> 31)) ^ sign) >>> 0);
}

export function sfixed64(w: Writer, value: bigint, path: FieldPath): void {
  loadSigned(value, path);
  w.fixed32(halves[LOW] as number).fixed32(halves[HIGH] as number);
}

export function uint64(w: Writer, value: bigint, path: FieldPath): void {
  loadUnsigned(value, path);
  writeVarint64(w, halves[LOW] as number, halves[HIGH] as number);
}

export function fixed64(w: Writer, value: bigint, path: FieldPath): void {
  loadUnsigned(value, path);
  w.fixed32(halves[LOW] as number).fixed32(halves[HIGH] as number);
}

export function bool(w: Writer, value: boolean, path: FieldPath): void {
  if (typeof value !== 'boolean') throw invalidField(path, value, 'true or false');
  w.bool(value);
}

export function bytes(w: Writer, value: Uint8Array, path: FieldPath): void {
  hasBytes(value, path);
  const { length } = value;
  if (length > FEW_BYTES) return void w.bytes(value);
  reserve(w, 1 + length);
  const { buf, pos } = w;
  buf[pos] = length;
  for (let index = 0; index < length; index++) buf[pos + 1 + index] = value[index] as number;
  w.pos = pos + 1 + length;
}

/** Hashes and signatures: copied one by one they cost less than a call of `set`. */
const FEW_BYTES = 64;

/** Empty bytes are left out, as every zero of proto3; only bytes can be empty bytes. */
export function hasBytes(value: Uint8Array, path: FieldPath): boolean {
  if (!(value instanceof Uint8Array)) throw invalidField(path, value, 'a Uint8Array');
  return value.length > 0;
}

const ONE_BYTE_LENGTH_LIMIT = 0x80;
const MAX_UTF8_BYTES_PER_CHARACTER = 3;
const SHORT_CHARACTERS = 12;

/**
 * A text whose UTF-8 is as long as itself is plain ASCII, which nearly all ids and codes are: it is written in one pass,
 * its length after it. Anything else takes the general way, and half a surrogate pair is refused, since readers would.
 */
export function string(w: Writer, value: string, path: FieldPath): void {
  if (typeof value !== 'string') throw invalidField(path, value, 'a string');
  const { length } = value;
  if (length < ONE_BYTE_LENGTH_LIMIT) {
    reserve(w, 1 + length * MAX_UTF8_BYTES_PER_CHARACTER);
    const { buf, pos } = w;
    const written = length < SHORT_CHARACTERS ? writeAscii(buf, pos + 1, value) : (buf as Buffer).write(value, pos + 1);
    if (written === length) {
      buf[pos] = length;
      w.pos = pos + 1 + length;
      return;
    }
  }
  if (!(value as WellFormedString).isWellFormed()) throw invalidField(path, value, 'well-formed Unicode');
  w.string(value);
}

/** ES2024, which Node has had since version 20. */
type WellFormedString = string & { isWellFormed(): boolean };

/** The number of bytes written, or -1 for a text that is not ASCII. Short texts are dearer through Buffer than here. */
function writeAscii(buffer: Uint8Array, offset: number, text: string): number {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code >= ONE_BYTE_LENGTH_LIMIT) return -1;
    buffer[offset + index] = code;
  }
  return text.length;
}

/** Makes room as the writer itself does, by doubling: its own way to do so is not part of its interface. */
function reserve(w: Writer, bytesNeeded: number): void {
  const needed = w.pos + bytesNeeded;
  if (needed <= w.buf.length) return;
  const grown = Buffer.allocUnsafeSlow(Math.max(w.buf.length * 2, needed));
  grown.set(w.buf.subarray(0, w.pos));
  w.buf = grown;
  w.view = null;
}

/**
 * Opens a message within a message; `writer.ldelim()` closes it.
 * @throws WireError `invalid` when there is none, or at MAX_DEPTH: the reader would refuse it there
 */
export function begin(w: Writer, message: object, depth: number, path: FieldPath): Writer {
  if (typeof message !== 'object' || message === null) throw invalidField(path, message, 'a message');
  if (depth >= MAX_DEPTH) throw invalidField(path, message, `at most ${MAX_DEPTH} messages deep`);
  return w.fork();
}

export function list<T>(value: readonly T[], path: FieldPath): readonly T[] {
  if (!Array.isArray(value)) throw invalidField(path, value, 'an array');
  return value;
}

export function checkKind(value: { readonly kind: string }, kinds: readonly string[], path: FieldPath): void {
  if (typeof value !== 'object' || value === null) throw invalidField(path, value, `one of ${kinds.join(', ')}`);
  if (!kinds.includes(value.kind)) throw invalidField(`${path}.kind`, value.kind, `one of ${kinds.join(', ')}`);
}

export function checkMessage(message: unknown, typeName: string): void {
  if (typeof message === 'object' && message !== null) return;
  throw new WireError('invalid', typeName, `${typeName} must be an object, not ${String(message)}`);
}

function checkInt32(value: number, path: FieldPath): void {
  if (typeof value !== 'number' || (value | 0) !== value) throw invalidField(path, value, 'an integer of 32 bits with a sign');
}

function checkUint32(value: number, path: FieldPath): void {
  if (typeof value !== 'number' || value >>> 0 !== value) throw invalidField(path, value, 'an integer of 32 bits without a sign');
}

/** Leaves the value in the shared halves, having checked that they hold all of it. */
function loadSigned(value: bigint, path: FieldPath): void {
  if (typeof value !== 'bigint') throw invalidField(path, value, 'a bigint');
  signed[0] = value;
  if (signed[0] !== value) throw invalidField(path, value, 'an integer of 64 bits with a sign');
}

function loadUnsigned(value: bigint, path: FieldPath): void {
  if (typeof value !== 'bigint') throw invalidField(path, value, 'a bigint');
  unsigned[0] = value;
  if (unsigned[0] !== value) throw invalidField(path, value, 'an integer of 64 bits without a sign');
}

const MAX_VARINT_BYTES = 10;

/** Takes the halves as they are: the writer's own way asks for an object of class Long, and makes another of it. */
function writeVarint64(w: Writer, lowHalf: number, highHalf: number): void {
  reserve(w, MAX_VARINT_BYTES);
  const { buf } = w;
  let { pos } = w;
  let low = lowHalf;
  let high = highHalf;
  while (high > 0) {
    buf[pos++] = (low & 0x7f) | 0x80;
    low = ((low >>> 7) | (high << 25)) >>> 0;
    high >>>= 7;
  }
  while (low > 0x7f) {
    buf[pos++] = (low & 0x7f) | 0x80;
    low >>>= 7;
  }
  buf[pos++] = low;
  w.pos = pos;
}
