/**
 * PostgreSQL arrays in the binary format of the wire (`array_send`): a payload goes over as it is, where the text format
 * would double it in hexadecimal and quote it. Layout: dimensions, has-nulls, element type, length, lower bound, then
 * each element behind its length; all big-endian.
 */
const HEADER_BYTES = 20;
const EMPTY_HEADER_BYTES = 12;
const LENGTH_BYTES = 4;

const OID = { bytea: 17, int4: 23, text: 25, uuid: 2950, json: 114 } as const;

const UUID_BYTES = 16;
const INT4_BYTES = 4;

export function int4Array(values: readonly number[]): Buffer {
  const bytes = arrayOf(OID.int4, values.length, values.length * INT4_BYTES);
  let offset = HEADER_BYTES;
  for (const value of values) {
    bytes.writeInt32BE(INT4_BYTES, offset);
    bytes.writeInt32BE(value, offset + LENGTH_BYTES);
    offset += LENGTH_BYTES + INT4_BYTES;
  }
  return bytes;
}

/** Takes UUIDs in their canonical form: 36 characters, lower case. */
export function uuidArray(values: readonly string[]): Buffer {
  const bytes = arrayOf(OID.uuid, values.length, values.length * UUID_BYTES);
  let offset = HEADER_BYTES;
  for (const value of values) {
    bytes.writeInt32BE(UUID_BYTES, offset);
    bytes.write(value.replaceAll('-', ''), offset + LENGTH_BYTES, 'hex');
    offset += LENGTH_BYTES + UUID_BYTES;
  }
  return bytes;
}

export function byteaArray(values: readonly Uint8Array[]): Buffer {
  let length = 0;
  for (const value of values) length += value.length;
  const bytes = arrayOf(OID.bytea, values.length, length);
  let offset = HEADER_BYTES;
  for (const value of values) {
    bytes.writeInt32BE(value.length, offset);
    bytes.set(value, offset + LENGTH_BYTES);
    offset += LENGTH_BYTES + value.length;
  }
  return bytes;
}

export const textArray = (values: readonly string[]): Buffer => texts(OID.text, values);

/** Takes JSON texts. */
export const jsonArray = (values: readonly string[]): Buffer => texts(OID.json, values);

function texts(oid: number, values: readonly string[]): Buffer {
  let length = 0;
  for (const value of values) length += Buffer.byteLength(value);
  const bytes = arrayOf(oid, values.length, length);
  let offset = HEADER_BYTES;
  for (const value of values) {
    const written = bytes.write(value, offset + LENGTH_BYTES, 'utf8');
    bytes.writeInt32BE(written, offset);
    offset += LENGTH_BYTES + written;
  }
  return bytes;
}

function arrayOf(oid: number, count: number, elementBytes: number): Buffer {
  // An array without elements has no dimension, and so neither a length nor a lower bound.
  if (count === 0) {
    const empty = Buffer.alloc(EMPTY_HEADER_BYTES);
    empty.writeInt32BE(oid, 8);
    return empty;
  }
  const bytes = Buffer.allocUnsafe(HEADER_BYTES + count * LENGTH_BYTES + elementBytes);
  bytes.writeInt32BE(1, 0);
  bytes.writeInt32BE(0, 4);
  bytes.writeInt32BE(oid, 8);
  bytes.writeInt32BE(count, 12);
  bytes.writeInt32BE(1, 16);
  return bytes;
}
