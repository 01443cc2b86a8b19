// The body of `read`: one local variable per property, one case per tag.
import { localName, propertyKey, quote } from './names.mjs';
import { typeOf } from './emit-types.mjs';

const tagOf = (number, wireType) => number * 8 + wireType;
const indented = (lines) => lines.map((line) => `  ${line}`);

export function emitRead(message, modules) {
  const local = (property) => localName(property, modules);
  return [
    ...message.properties.map((property) => emitLocal(message, property, local(property.property))),
    'while (r.pos < r.end) {',
    '  const tag = r.tag();',
    '  switch (tag) {',
    ...indented(indented(message.fields.flatMap((field) => emitCases(field, local)))),
    '    default:',
    '      r.skip(tag, depth);',
    '  }',
    '}',
    'r.end = outerEnd;',
    ...emitResult(message, local),
  ];
}

function emitLocal({ name }, field, local) {
  const { shape, value, property } = field;
  if (shape === 'repeated') return `const ${local}: ${value.ts}[] = [];`;
  if (shape === 'map') return `const ${local} = rt.emptyMap<${value.ts}>();`;
  if (shape === 'oneof') return `let ${local}: ${name}[${quote(property)}] | undefined;`;
  if (shape === 'optional' || value.hasPresence) return `let ${local}: ${typeOf(field)} | undefined;`;
  return `let ${local}: ${value.ts} = ${value.zero};`;
}

function emitCases(field, local) {
  const { number, value, shape } = field;
  const cases = [...caseOf(tagOf(number, shape === 'map' ? 2 : value.wireType), STATEMENTS[shape](field, local))];
  // A writer may pack a repeated scalar or not, whatever the schema says; readers have to take both.
  if (shape === 'repeated' && value.packable) cases.push(...caseOf(tagOf(number, 2), readPacked(field, local)));
  return cases;
}

const caseOf = (tag, statements) => {
  // A block of its own, where a case declares variables.
  const [open, close] = statements.some((line) => /^(const|let) /.test(line)) ? [' {', ['}']] : ['', []];
  return [`case ${tag}:${open}`, ...indented([...statements, 'break;']), ...close];
};

const STATEMENTS = {
  required: readSingle,
  optional: readSingle,
  repeated: ({ property, value, at }, local) => [`${local(property)}.push(${value.read(at)});`],
  map: readEntry,
  member: readMember,
};

function readSingle({ property, value, at }, local) {
  const assign = `${local(property)} = ${value.read(at)};`;
  return value.hasPresence ? [`if (${local(property)} !== undefined) rt.twice(${at});`, assign] : [assign];
}

function readPacked({ property, value, at }, local) {
  return ['const outer = r.enter();', `while (r.pos < r.end) ${local(property)}.push(${value.read(at)});`, 'r.end = outer;'];
}

function readEntry({ property, value, key, at }, local) {
  const missing = value.hasPresence ? ` ?? rt.missing(${at})` : '';
  return [
    'const outer = r.enter();',
    `let key: ${key.ts} = ${key.zero};`,
    value.hasPresence ? `let value: ${value.ts} | undefined;` : `let value: ${value.ts} = ${value.zero};`,
    'while (r.pos < r.end) {',
    '  const entry = r.tag();',
    `  if (entry === ${tagOf(1, key.wireType)}) key = ${key.read(at)};`,
    `  else if (entry === ${tagOf(2, value.wireType)}) value = ${value.read(at)};`,
    '  else r.skip(entry, depth);',
    '}',
    'r.end = outer;',
    `${local(property)}[${key.ts === 'string' ? 'key' : 'String(key)'}] = value${missing};`,
  ];
}

/** The last member wins, but one member's message may not come twice. */
function readMember({ property, value, kind, at, oneof }, local) {
  const union = local(oneof);
  const once = value.hasPresence ? [`if (${union}?.kind === ${quote(kind)}) rt.twice(${at});`] : [];
  return [...once, `${union} = { kind: ${quote(kind)}, ${propertyKey(property)}: ${value.read(at)} };`];
}

function emitResult({ name, properties }, local) {
  const optional = properties.filter(({ shape }) => shape === 'optional');
  const entries = properties.filter(({ shape }) => shape !== 'optional').map((property) => emitEntry(property, local(property.property)));
  const literal = entries.length === 0 ? '{}' : ['{', ...indented(entries), '}'].join('\n');
  if (optional.length === 0) return `return ${literal};`.split('\n');
  return [
    ...`const draft: rt.Draft<${name}> = ${literal};`.split('\n'),
    ...optional.map(({ property }) => `if (${local(property)} !== undefined) draft.${property} = ${local(property)};`),
    'return draft;',
  ];
}

function emitEntry({ property, shape, value, at }, local) {
  if (shape === 'oneof' || (shape === 'required' && value.hasPresence)) return `${property}: ${local} ?? rt.missing(${at}),`;
  return property === local ? `${property},` : `${property}: ${local},`;
}
