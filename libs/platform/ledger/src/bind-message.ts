import { ParameterBytes, type Parameter } from './parameter-bytes.js';

const BIND = 0x42;

/** How the rows of an answer come. An append runs to its end all the same, and what it has to say stands in its first row. */
const ANSWERS = {
  'first-as-text': { format: 0, rows: 1 },
  'all-in-binary': { format: 1, rows: 0 },
} as const;

const executeAndSync = (rows: number): Buffer => Buffer.from([0x45, 0, 0, 0, 9, 0, 0, 0, 0, rows, 0x53, 0, 0, 0, 4]);
const EXECUTE_AND_SYNC = [executeAndSync(0), executeAndSync(1)] as const;
const FIRST_BYTES = 64 * 1024;
/** A buffer that one large append has made larger than this is not kept. */
const MOST_KEPT_BYTES = 1024 * 1024;

/**
 * The wire's messages that run a prepared statement: Bind with every parameter in binary, Execute, Sync. A payload goes over as it is,
 * where text would double it in hexadecimal. One buffer is filled again and again, for the garbage of new ones (a quarter of a
 * megabyte for each batch, by way of the driver) made the collector halt every writer for milliseconds, ten times a second.
 */
export class BindMessage extends ParameterBytes {
  constructor() {
    super(FIRST_BYTES);
  }

  /** The result is overwritten by the next call: the answer to this one has to be there by then. */
  of(statement: string, parameters: readonly Parameter[], answer: keyof typeof ANSWERS = 'first-as-text'): Buffer {
    const { format, rows } = ANSWERS[answer];
    if (this.bytes.length > MOST_KEPT_BYTES) this.bytes = Buffer.allocUnsafe(FIRST_BYTES);
    this.bytes[0] = BIND;
    this.end = 1 + 4;
    this.octet(0); // the unnamed portal
    this.utf8(statement);
    this.octet(0);
    this.int16(1); // one format for all parameters:
    this.int16(1); // binary
    this.int16(parameters.length);
    for (const [type, value] of parameters) this.parameter(type, value);
    this.int16(1); // one format for all columns of the answer
    this.int16(format);
    this.bytes.writeInt32BE(this.end - 1, 1);
    this.raw(EXECUTE_AND_SYNC[rows]);
    return this.written;
  }
}
