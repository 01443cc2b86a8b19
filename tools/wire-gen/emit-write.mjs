// The body of `write`: fields in the order of their numbers, each with its tag worked out here.
import { quote } from './names.mjs';

const tagOf = (number, wireType) => number * 8 + wireType;

export function emitWrite({ fields, oneofs }) {
  const checks = oneofs.map(({ property, members, at }) => {
    const kinds = members.map(({ kind }) => quote(kind)).join(', ');
    return `rt.checkKind(m.${property}, [${kinds}], ${at});`;
  });
  return [...checks, ...fields.flatMap((field) => EMITTERS[field.shape](field))];
}

const EMITTERS = { required: emitRequired, optional: emitOptional, repeated: emitRepeated, map: emitMap, member: emitMemberOfOneof };

const tagged = ({ number, value }) => `w.uint32(${tagOf(number, value.wireType)})`;
const lines = (code) => code.split('\n');
const indented = (code) => code.map((line) => `  ${line}`);

function emitRequired(field) {
  const { value, property, at } = field;
  const write = lines(value.write(tagged(field), `m.${property}`, at));
  return value.hasPresence ? write : [`if (${value.isSet(`m.${property}`, at)}) ${write.join(' ')}`];
}

function emitOptional(field) {
  const { value, property, at } = field;
  return [`if (m.${property} !== undefined) {`, ...indented(lines(value.write(tagged(field), `m.${property}`, at))), '}'];
}

function emitRepeated(field) {
  const { value, property, at, number, packed } = field;
  if (!packed) return [`for (const item of rt.list(m.${property}, ${at})) {`, ...indented(lines(value.write(tagged(field), 'item', at))), '}'];
  return [
    `if (rt.list(m.${property}, ${at}).length > 0) {`,
    `  w.uint32(${tagOf(number, 2)}).fork();`,
    `  for (const item of m.${property}) ${value.write('w', 'item', at)}`,
    '  w.ldelim();',
    '}',
  ];
}

/** Each entry is a message of its own with the key as field 1 and the value as field 2, both always written. */
function emitMap({ value, property, at, number, key }) {
  return [
    `for (const [key, value] of rt.${key.entries}(m.${property}, ${at})) {`,
    `  w.uint32(${tagOf(number, 2)}).fork();`,
    `  ${key.write(`w.uint32(${tagOf(1, key.wireType)})`, key.ofText('key', at), at)}`,
    ...indented(lines(value.write(`w.uint32(${tagOf(2, value.wireType)})`, 'value', at))),
    '  w.ldelim();',
    '}',
  ];
}

function emitMemberOfOneof(field) {
  const { value, property, at, kind, oneof } = field;
  const union = `m.${oneof}`;
  return [`if (${union}.kind === ${quote(kind)}) {`, ...indented(lines(value.write(tagged(field), `${union}.${property}`, at))), '}'];
}
