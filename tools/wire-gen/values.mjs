// The types of single values: how each is called in TypeScript, and the expressions that write, read and print it.
// An expression of a value is the name `x`; `at` is the quoted path of its field, which errors show.
import { refuse } from './refusal.mjs';

const WIRE = { varint: 0, fixed64: 1, delimited: 2, fixed32: 5 };

/** A scalar that the runtime writes under its own name and reads with `read`. `zero` is what proto3 leaves out. */
const scalar = (name, { ts, zero, wireType, read, json = (x) => x }) => ({
  ts,
  zero,
  wireType: WIRE[wireType],
  packable: wireType !== 'delimited',
  isSet: (x) => `${x} !== ${zero}`,
  write: (writer, x, at) => `rt.${name}(${writer}, ${x}, ${at});`,
  read: () => read,
  json,
});

const number = (name, wireType) => scalar(name, { ts: 'number', zero: '0', wireType, read: `r.${name}()` });
const bigint = (name, wireType) =>
  scalar(name, {
    ts: 'bigint',
    zero: '0n',
    wireType,
    read: `rt.read${name[0].toUpperCase()}${name.slice(1)}(r)`,
    json: (x) => `${x}.toString()`,
  });

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
  bool: scalar('bool', { ts: 'boolean', zero: 'false', wireType: 'varint', read: 'r.bool()' }),
  string: scalar('string', { ts: 'string', zero: "''", wireType: 'delimited', read: 'rt.readString(r)' }),
  bytes: {
    ...scalar('bytes', {
      ts: 'Uint8Array',
      zero: 'rt.NO_BYTES',
      wireType: 'delimited',
      read: 'rt.readBytes(r)',
      json: (x) => `rt.bytesJson(${x})`,
    }),
    isSet: (x, at) => `rt.hasBytes(${x}, ${at})`,
  },
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
const delimited = (parts) => ({ wireType: WIRE.delimited, packable: false, hasPresence: true, ...parts });

const WELL_KNOWN = {
  '.google.protobuf.Timestamp': delimited({
    ts: 'rt.Instant',
    write: (writer, x, at) => `rt.instant(${writer}, ${x}, ${at});`,
    read: (at) => `rt.readInstant(r, ${at})`,
    json: (x) => `rt.instantJson(${x})`,
  }),
  '.google.protobuf.Duration': delimited({
    ts: 'bigint',
    write: (writer, x, at) => `rt.duration(${writer}, ${x}, ${at});`,
    read: (at) => `rt.readDuration(r, ${at})`,
    json: (x) => `rt.durationJson(${x})`,
  }),
};

const message = (ts) =>
  delimited({
    ts,
    isMessage: true,
    write: (writer, x, at) => `${ts}.write(${x}, rt.begin(${writer}, ${x}, depth, ${at}), depth + 1);\nw.ldelim();`,
    read: () => `${ts}.read(r, rt.enterMessage(r, depth), depth + 1)`,
    json: (x) => `${ts}.toJson(${x})`,
  });

const enumeration = (ts) => ({
  ts,
  zero: "'unspecified'",
  wireType: WIRE.varint,
  packable: true,
  isSet: (x) => `${x} !== 'unspecified'`,
  write: (writer, x, at) => `${writer}.int32(${ts}.numberOf(${x}, ${at}));`,
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
