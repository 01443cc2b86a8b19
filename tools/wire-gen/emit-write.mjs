// The body of `write`: fields in the order of their numbers, each with its tag worked out here.
import { quote } from './names.mjs';

const tagOf = (number, wireType) => number * 8 + wireType;
const DELIMITED = 2;

export function emitWrite({ fields, oneofs }) {
  const checks = oneofs.map(({ property, members, at }) => {
    const kinds = members.map(({ kind }) => quote(kind)).join(', ');
    return `rt.checkKind(m.${property}, [${kinds}], ${at});`;
  });
  return [...checks, ...fields.flatMap((field) => EMITTERS[field.shape](field))];
}

const EMITTERS = { required: emitRequired, optional: emitOptional, repeated: emitRepeated, map: emitMap, member: emitMemberOfOneof };

const ownTag = ({ number, value }) => tagOf(number, value.wireType);

function emitRequired(field) {
  return [field.value.field(ownTag(field), `m.${field.property}`, field.at)];
}

function emitOptional(field) {
  return [`if (m.${field.property} !== undefined) ${field.value.write(ownTag(field), `m.${field.property}`, field.at)}`];
}

function emitRepeated(field) {
  const { value, property, at, number, packed } = field;
  if (!packed) return [`for (const item of rt.list(m.${property}, ${at})) ${value.write(ownTag(field), 'item', at)}`];
  return [
    `if (rt.list(m.${property}, ${at}).length > 0) {`,
    `  const start = w.tag(${tagOf(number, DELIMITED)}).open();`,
    `  for (const item of m.${property}) ${value.put('item', at)}`,
    '  w.close(start);',
    '}',
  ];
}

/** Each entry is a message of its own with the key as field 1 and the value as field 2, both always written. */
function emitMap({ value, property, at, number, key }) {
  return [
    `for (const [key, value] of rt.${key.entries}(m.${property}, ${at})) {`,
    `  const start = w.tag(${tagOf(number, DELIMITED)}).open();`,
    `  ${key.write(tagOf(1, key.wireType), key.ofText('key', at), at)}`,
    `  ${value.write(tagOf(2, value.wireType), 'value', at)}`,
    '  w.close(start);',
    '}',
  ];
}

function emitMemberOfOneof(field) {
  const { value, property, at, kind, oneof } = field;
  const union = `m.${oneof}`;
  return [`if (${union}.kind === ${quote(kind)}) ${value.write(ownTag(field), `${union}.${property}`, at)}`];
}
