// The types of single values: how each is called in TypeScript, and the expressions that write, read and print it.
// An expression of a value is the name `x`; `at` is the quoted path of its field, which errors show.
import { refuse } from './refusal.mjs';

const WIRE = { varint: 0, fixed64: 1, delimited: 2, fixed32: 5 };

/**
 * A scalar that the runtime's writer and reader know under its own name. `field` writes it unless it is `zero`, which proto3 leaves
 * out; `write` writes it in any case, and `put` without a tag.
 */
const scalar = (name, { ts, zero, wireType, json = (x) => x }) => ({
  ts,
  zero,
  wireType: WIRE[wireType],
  packable: wireType !== 'delimited',
  ...written(name, (x) => x),
  read: () => `r.${name}()`,
  json,
});

const written = (name, valueOf) => {
  const put = (writer, x, at) => `${writer}.put${name[0].toUpperCase()}${name.slice(1)}(${valueOf(x, at)}, ${at});`;
  return {
    field: (tag, x, at) => `w.${name}(${tag}, ${valueOf(x, at)}, ${at});`,
    write: (tag, x, at) => put(`w.tag(${tag})`, x, at),
    put: (x, at) => put('w', x, at),
  };
};

const number = (name, wireType) => scalar(name, { ts: 'number', zero: '0', wireType });
const bigint = (name, wireType) => scalar(name, { ts: 'bigint', zero: '0n', wireType, json: (x) => `${x}.toString()` });

export const SCALARS = {
  int32: number('int32', 'varint'),
  sint32: number('sint32', 'varint'),
  uint32: number('uint32', 'varint'),
  fixed32: number('fixed32', 'fixed32'),
  sfixed32: number('sfixed32', 'fixed32'),
  int64: bigint('int64', 'varint'),
  sint64: bigint('sint64', 'varint'),
  uint64: bigint('uint64', 'varint'),
  fixed64: bigint('fixed64', 'fixed64'),
  sfixed64: bigint('sfixed64', 'fixed64'),
  bool: scalar('bool', { ts: 'boolean', zero: 'false', wireType: 'varint' }),
  string: scalar('string', { ts: 'string', zero: "''", wireType: 'delimited' }),
  bytes: scalar('bytes', { ts: 'Uint8Array', zero: 'rt.NO_BYTES', wireType: 'delimited', json: (x) => `rt.bytesJson(${x})` }),
};

/** Keys are text in TypeScript; `order` names the runtime function that sorts the entries. */
const textKey = { entries: 'textEntries', ofText: (key) => key };
const integerKey = (parse) => ({ entries: 'integerEntries', ofText: (key, at) => `rt.${parse}(${key}, ${at})` });

export function mapKey(type) {
  if (type === 'string') return textKey;
  if (type === 'bool') return { entries: 'textEntries', ofText: (key, at) => `rt.boolKey(${key}, ${at})` };
  return integerKey(SCALARS[type].ts === 'bigint' ? 'bigintKey' : 'numberKey');
}

/** A length-delimited value with a presence of its own: never left out for being zero, refused when it occurs twice. */
const delimited = (parts) => ({ wireType: WIRE.delimited, packable: false, hasPresence: true, field: parts.write, ...parts });

const WELL_KNOWN = {
  '.google.protobuf.Timestamp': delimited({
    ts: 'rt.Instant',
    write: (tag, x, at) => `rt.instant(w.tag(${tag}), ${x}, ${at});`,
    read: (at) => `rt.readInstant(r, ${at})`,
    json: (x) => `rt.instantJson(${x})`,
  }),
  '.google.protobuf.Duration': delimited({
    ts: 'bigint',
    write: (tag, x, at) => `rt.duration(w.tag(${tag}), ${x}, ${at});`,
    read: (at) => `rt.readDuration(r, ${at})`,
    json: (x) => `rt.durationJson(${x})`,
  }),
};

const message = (ts) =>
  delimited({
    ts,
    isMessage: true,
    write: (tag, x, at) => `w.message(${tag}, ${ts}, ${x}, depth, ${at});`,
    read: () => `${ts}.read(r, r.enterMessage(depth), depth + 1)`,
    json: (x) => `${ts}.toJson(${x})`,
  });

const enumeration = (ts) => ({
  ts,
  zero: "'unspecified'",
  wireType: WIRE.varint,
  packable: true,
  ...written('int32', (x, at) => `${ts}.numberOf(${x}, ${at})`),
  read: () => `${ts}.nameOf(r.int32())`,
  json: (x) => x,
});

/** @param nameOf the TypeScript name of a message or an enum, as the module of the field sees it */
export function valueOf(field, nameOf) {
  const resolved = field.resolvedType;
  if (field.type === 'float' || field.type === 'double')
    refuse(field, `is a ${field.type}: money and measures are integers with their unit in the name`);
  if (!resolved) return SCALARS[field.type] ?? refuse(field, `has the unknown type ${field.type}`);
  if (WELL_KNOWN[resolved.fullName]) return WELL_KNOWN[resolved.fullName];
  if (resolved.fullName.startsWith('.google.'))
    refuse(field, `is a ${resolved.fullName.slice(1)}: of Google's types only Timestamp and Duration are used`);
  return resolved.fieldsArray ? message(nameOf(resolved)) : enumeration(nameOf(resolved));
}
