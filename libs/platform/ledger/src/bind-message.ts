/** A parameter of a statement: its type and its value, or all values of an array of that type. */
export type Parameter =
  | readonly [type: 'int4', value: number | readonly number[]]
  | readonly [type: 'int8', value: bigint]
  | readonly [type: 'text' | 'json', value: string | readonly string[]]
  /** In canonical form: 36 characters, lower case. */
  | readonly [type: 'uuid', value: string | readonly string[]]
  | readonly [type: 'bytea', value: Uint8Array | readonly Uint8Array[]];

type Element = number | bigint | string | Uint8Array;

const OIDS = { bytea: 17, int8: 20, int4: 23, text: 25, uuid: 2950, json: 114 } as const;
const BIND = 0x42;

/** How the rows of an answer come. An append runs to its end all the same, and what it has to say stands in its first row. */
const ANSWERS = {
  'first-as-text': { format: 0, rows: 1 },
  'all-in-binary': { format: 1, rows: 0 },
} as const;

const executeAndSync = (rows: number): Buffer => Buffer.from([0x45, 0, 0, 0, 9, 0, 0, 0, 0, rows, 0x53, 0, 0, 0, 4]);
const EXECUTE_AND_SYNC = [executeAndSync(0), executeAndSync(1)] as const;
const UUID_BYTES = 16;
const DASH = 0x2d;
/** The value of a hexadecimal digit in lower case. */
const nibble = (code: number): number => code - (code > 0x39 ? 0x57 : 0x30);
const FIRST_BYTES = 64 * 1024;
/** A buffer that one large append has made larger than this is not kept. */
const MOST_KEPT_BYTES = 1024 * 1024;

/**
 * The wire's messages that run a prepared statement: Bind with every parameter in binary, Execute, Sync. A payload goes over as it is,
 * where text would double it in hexadecimal. One buffer is filled again and again, for the garbage of new ones (a quarter of a
 * megabyte for each batch, by way of the driver) made the collector halt every writer for milliseconds, ten times a second.
 */
export class BindMessage {
  private bytes = Buffer.allocUnsafe(FIRST_BYTES);
  private end = 0;

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
    return this.bytes.subarray(0, this.end);
  }

  private parameter(type: keyof typeof OIDS, value: Element | readonly Element[]): void {
    if (typeof value === 'object' && !(value instanceof Uint8Array)) this.measured(() => this.array(type, value));
    else this.element(type, value);
  }

  /** `array_send`'s layout: dimensions, has-nulls, element type, then length and lower bound of the dimension where there is one. */
  private array(type: keyof typeof OIDS, values: readonly Element[]): void {
    const isEmpty = values.length === 0;
    this.int32(isEmpty ? 0 : 1);
    this.int32(0);
    this.int32(OIDS[type]);
    if (isEmpty) return;
    this.int32(values.length);
    this.int32(1);
    for (const value of values) this.element(type, value);
  }

  private element(type: keyof typeof OIDS, value: Element): void {
    if (typeof value === 'number') {
      this.int32(4);
      this.int32(value);
    } else if (typeof value === 'bigint') {
      this.int32(8);
      this.int8(value);
    } else if (typeof value === 'string') {
      if (type === 'uuid') this.uuid(value);
      else this.measured(() => this.utf8(value));
    } else {
      this.int32(value.length);
      this.raw(value);
    }
  }

  /** Puts the length of what `write` writes before it. */
  private measured(write: () => void): void {
    const at = this.end;
    this.int32(0);
    write();
    this.bytes.writeInt32BE(this.end - at - 4, at);
  }

  private uuid(value: string): void {
    this.int32(UUID_BYTES);
    this.room(UUID_BYTES);
    for (let at = 0; at < value.length; at += 2) {
      if (value.charCodeAt(at) === DASH) at++;
      this.bytes[this.end++] = (nibble(value.charCodeAt(at)) << 4) | nibble(value.charCodeAt(at + 1));
    }
  }

  private utf8(value: string): void {
    // A UTF-16 unit is at most three bytes.
    this.room(value.length * 3);
    this.end += this.bytes.write(value, this.end, 'utf8');
  }

  private raw(value: Uint8Array): void {
    this.room(value.length);
    this.bytes.set(value, this.end);
    this.end += value.length;
  }

  private octet(value: number): void {
    this.room(1);
    this.end = this.bytes.writeInt8(value, this.end);
  }

  private int8(value: bigint): void {
    this.room(8);
    this.end = this.bytes.writeBigInt64BE(value, this.end);
  }

  private int16(value: number): void {
    this.room(2);
    this.end = this.bytes.writeInt16BE(value, this.end);
  }

  private int32(value: number): void {
    this.room(4);
    this.end = this.bytes.writeInt32BE(value, this.end);
  }

  private room(more: number): void {
    if (this.end + more <= this.bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.bytes.length * 2, this.end + more));
    this.bytes.copy(larger, 0, 0, this.end);
    this.bytes = larger;
  }
}
