import { Buffer } from 'node:buffer';

import { type Codec, type EnumCodec, MAX_MESSAGE_BYTES } from '../codec.js';
import { type FieldPath, WireError, invalidField } from '../wire-error.js';
import { Reader } from './reader.js';
import { keepSpare, Writer } from './writer.js';
import { checkMessage } from './writing.js';

/** What generated code states of a message; the rest is the same for all. */
export type MessageParts<T> = Pick<Codec<T>, 'typeName' | 'write' | 'read' | 'toJson'>;

export function codec<T extends object>(parts: MessageParts<T>): Codec<T> {
  const { typeName } = parts;
  return {
    ...parts,
    encode(message) {
      checkMessage(message, typeName);
      const writer = borrowWriter();
      const { buf: slab } = writer;
      parts.write(message, writer, 0);
      const bytes = writer.buf === slab ? new BufferView(writer.memory, writer.from, writer.pos - writer.from) : handedOut(writer, slab);
      giveBack(writer);
      if (bytes.length > MAX_MESSAGE_BYTES)
        throw new WireError('invalid', typeName, `${typeName} would be ${bytes.length} bytes, more than ${MAX_MESSAGE_BYTES}`);
      return bytes;
    },
    decode: (bytes) => readAll(parts, readerOf(bytes, typeName, false)),
    decodePassing: (bytes) => readAll(parts, readerOf(bytes, typeName, true)),
  };
}

function readAll<T>({ typeName, read }: MessageParts<T>, reader: Reader): T {
  try {
    return read(reader, reader.end, 0);
  } catch (error) {
    throw malformed(error, typeName, reader.pos);
  }
}

function readerOf(bytes: Uint8Array, typeName: string, isPassing: boolean): Reader {
  if (!(bytes instanceof Uint8Array))
    throw new WireError('malformed', typeName, `${typeName} is read from a Uint8Array, not ${typeof bytes}`);
  if (bytes.length > MAX_MESSAGE_BYTES)
    throw new WireError('malformed', typeName, `${typeName} of ${bytes.length} bytes is larger than ${MAX_MESSAGE_BYTES}`);
  const buffer = Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return new Reader(buffer, isPassing);
}

/** The reader and the strict text decoder throw errors of their own; all of them mean that the bytes are no such message. */
function malformed(error: unknown, typeName: string, position: number): WireError {
  if (error instanceof WireError) return error;
  const problem = error instanceof Error ? error.message : String(error);
  return new WireError('malformed', typeName, `${typeName} cannot be read at byte ${position}: ${problem}`, { cause: error });
}

/** What `subarray` makes: called by its own name it costs a third, for nothing is checked that is known here. */
const BufferView = (Buffer as unknown as { [Symbol.species]: new (memory: ArrayBufferLike, from: number, length: number) => Buffer })[Symbol.species];

const SLAB_BYTES = 16 * 1024;
const LEAST_ROOM_BYTES = 512;

let idleWriter: Writer | undefined;

/**
 * Messages are written one behind the other into a slab, each handed out as a view on its own part: as Node's Buffer
 * pool does, but without the copy. A writer that is at work is nobody else's, so an encoding that fails, or that
 * a getter starts within another one, leaves no traces in the next.
 */
function borrowWriter(): Writer {
  const writer = idleWriter;
  idleWriter = undefined;
  if (writer === undefined || SLAB_BYTES - writer.pos < LEAST_ROOM_BYTES) return new Writer(Buffer.allocUnsafeSlow(SLAB_BYTES));
  writer.from = writer.pos;
  return writer;
}

/** What has outgrown the slab is handed out as a copy, its room kept, and the slab is written on where it began. */
function handedOut(writer: Writer, slab: Buffer): Buffer {
  const bytes = Buffer.allocUnsafeSlow(writer.pos - writer.from);
  writer.buf.copy(bytes, 0, writer.from, writer.pos);
  keepSpare(writer.buf);
  writer.buf = slab;
  writer.pos = writer.from;
  return bytes;
}

function giveBack(writer: Writer): void {
  idleWriter = writer;
}

export function enumeration<Name extends string>(typeName: string, numbers: Readonly<Record<Name, number>>): EnumCodec<Name> {
  const names = Object.keys(numbers) as Name[];
  const numberByName = new Map<string, number>(Object.entries(numbers));
  const nameByNumber = new Map<number, Name>(names.map((name) => [numbers[name], name]));
  const unspecified = 'unspecified' as Name;
  return {
    typeName,
    names,
    has: (name): name is Name => numberByName.has(name),
    nameOf: (number) => nameByNumber.get(number) ?? unspecified,
    numberOf(name: Name, path: FieldPath) {
      const number = numberByName.get(name);
      if (number === undefined) throw invalidField(path, name, `one of ${names.join(', ')}`);
      return number;
    },
  };
}
