/** A parameter of a statement: its type and its value, or all values of an array of that type. */
export type Parameter =
  | readonly [type: 'int4', value: number | readonly number[]]
  | readonly [type: 'int8', value: bigint | readonly bigint[]]
  | readonly [type: 'text' | 'json', value: string | readonly string[]]
  /** In canonical form: 36 characters, lower case. */
  | readonly [type: 'uuid', value: string | readonly string[]]
  | readonly [type: 'bytea', value: Uint8Array | readonly Uint8Array[]];

type ParameterType = Parameter[0];
type Element = number | bigint | string | Uint8Array;
/** What a list of a type is of. */
interface Listed {
  readonly int4: number;
  readonly int8: bigint;
  readonly text: string;
  readonly bytea: Uint8Array;
}

const OIDS = { bytea: 17, int8: 20, int4: 23, text: 25, uuid: 2950, json: 114 } as const;
const UUID_BYTES = 16;
const DASH = 0x2d;
/** The value of a hexadecimal digit in lower case. */
const nibble = (code: number): number => code - (code > 0x39 ? 0x57 : 0x30);
/** A list begins with room for so much of each of its values. */
const LIKELY_BYTES = 64;

/**
 * A list as one parameter, for a driver that sends octets as they are and makes text of lists: there octets are doubled in hexadecimal,
 * and each character is looked at on both sides.
 */
export function listParameter<Type extends keyof Listed>(type: Type, values: readonly Listed[Type][]): Buffer {
  const bytes = new ParameterBytes((values.length + 1) * LIKELY_BYTES);
  bytes.array(type, values);
  return bytes.written;
}

/** Values as the wire has them in binary, one behind the other. */
export class ParameterBytes {
  protected bytes: Buffer;
  protected end = 0;

  constructor(firstBytes: number) {
    this.bytes = Buffer.allocUnsafe(firstBytes);
  }

  get written(): Buffer {
    return this.bytes.subarray(0, this.end);
  }

  /** `array_send`'s layout: dimensions, has-nulls, element type, then length and lower bound of the dimension where there is one. */
  array(type: ParameterType, values: readonly Element[]): void {
    const isEmpty = values.length === 0;
    this.int32(isEmpty ? 0 : 1);
    this.int32(0);
    this.int32(OIDS[type]);
    if (isEmpty) return;
    this.int32(values.length);
    this.int32(1);
    for (const value of values) this.element(type, value);
  }

  protected parameter(type: ParameterType, value: Element | readonly Element[]): void {
    if (typeof value === 'object' && !(value instanceof Uint8Array)) this.measured(() => this.array(type, value));
    else this.element(type, value);
  }

  protected utf8(value: string): void {
    // A UTF-16 unit is at most three bytes.
    this.room(value.length * 3);
    this.end += this.bytes.write(value, this.end, 'utf8');
  }

  protected raw(value: Uint8Array): void {
    this.room(value.length);
    this.bytes.set(value, this.end);
    this.end += value.length;
  }

  protected octet(value: number): void {
    this.room(1);
    this.end = this.bytes.writeInt8(value, this.end);
  }

  protected int16(value: number): void {
    this.room(2);
    this.end = this.bytes.writeInt16BE(value, this.end);
  }

  private element(type: ParameterType, value: Element): void {
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

  private int8(value: bigint): void {
    this.room(8);
    this.end = this.bytes.writeBigInt64BE(value, this.end);
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
