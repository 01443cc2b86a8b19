import type { JsonObject } from './json.js';
import type { Reader } from './runtime/reader.js';
import type { Writer } from './runtime/writer.js';
import type { FieldPath } from './wire-error.js';

/** How deep messages may lie in one another. A deeper one would let a sender exhaust the stack of its reader. */
export const MAX_DEPTH = 32;

/** The largest message that is read or written, 8 MiB: the largest payload that the bus is configured to carry. */
export const MAX_MESSAGE_BYTES = 8 * 1024 * 1024;

/**
 * The one door between a message and its bytes. Encoding is deterministic: fields in the order of their numbers, maps
 * by key, so that equal messages of one schema version are equal bytes. Bytes that were signed or hashed are stored and
 * passed on as they came all the same: another carrier's encoder may order them otherwise.
 */
export interface Codec<T> {
  /** `<context>.v1.<Message>`, the name that the ledger and the bus use. */
  readonly typeName: string;

  /** @throws WireError `invalid` when a value does not fit its field, naming field and value; nothing wraps or rounds */
  encode(message: T): Uint8Array;

  /**
   * Skips fields that this version does not know, and reads an enum's unknown number as `unspecified`, so that an older
   * reader survives a newer writer.
   * @throws WireError `malformed` when the bytes are no such message, or lack a message that the schema requires
   */
  decode(bytes: Uint8Array): T;

  /**
   * The same for whoever neither keeps the message nor lets `bytes` change: what is octets in it is no copy but a part of `bytes`.
   * @throws WireError as `decode` does
   */
  decodePassing(bytes: Uint8Array): T;

  /**
   * For people and HTTP: 64-bit integers as decimal text, instants as RFC 3339, durations as `"1.5s"`, bytes as
   * lower-case hex, money as its currency and an amount in major units.
   */
  toJson(message: T): JsonObject;

  /** Writes the fields without a length. Only generated code calls it, for a message within a message. */
  write(message: T, writer: Writer, depth: number): void;

  /** Reads fields up to `reader.end`, then gives the reader back its `outerEnd`. Only generated code calls it. */
  read(reader: Reader, outerEnd: number, depth: number): T;
}

/** The names of an enum, in lower kebab case and without the enum's prefix, and their numbers on the wire. */
export interface EnumCodec<Name extends string> {
  readonly typeName: string;
  /** Every name, `unspecified` included, in the order of the schema. */
  readonly names: readonly Name[];
  has(name: string): name is Name;
  /** A number that this version does not know becomes `unspecified`: proto3's enums are open. */
  nameOf(number: number): Name;
  /** @throws WireError `invalid` for a name that the enum lacks */
  numberOf(name: Name, path: FieldPath): number;
}
