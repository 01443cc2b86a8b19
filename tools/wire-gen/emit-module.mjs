// One generated file per protobuf package, and the files that gather them.
import { emitJson } from './emit-json.mjs';
import { emitRead } from './emit-read.mjs';
import { emitEnum, emitInterface, endStatement } from './emit-types.mjs';
import { emitWrite } from './emit-write.mjs';
import { docstring, quote } from './names.mjs';

const HEADER = '// Generated from proto/ by tools/wire-gen; do not edit.';

const indented = (lines, depth = 1) => lines.map((line) => (line === '' ? '' : `${'  '.repeat(depth)}${line}`));
const text = (blocks) => `${[HEADER, ...blocks.map((lines) => lines.join('\n'))].filter((block) => block !== '').join('\n\n')}\n`;

export function emitModule(module) {
  const imports = [...module.imports].sort().map((name) => `import * as ${name} from './${name}.js';`);
  return text([
    ["import * as rt from '../runtime/index.js';", ...imports],
    ...module.enums.map(emitEnum),
    ...module.messages.flatMap((message) => [emitInterface(message), emitCodec(message, new Set(module.imports))]),
    ...module.rpcs.map(emitRpc),
    emitAnyEvent(module),
  ]);
}

function emitCodec(message, modules) {
  const { name, typeName, fields } = message;
  const write = emitWrite(message);
  const parameters = write.length === 0 ? '' : fields.some(({ value }) => value.isMessage) ? 'm, w, depth' : 'm, w';
  return [
    `export const ${name}: rt.Codec<${name}> = rt.codec<${name}>({`,
    `  typeName: ${quote(typeName)},`,
    ...emitMethod(`write(${parameters})`, write),
    ...emitMethod('read(r, outerEnd, depth)', emitRead(message, modules)),
    ...emitMethod(`toJson(${fields.length === 0 ? '' : 'm'})`, emitJson(message)),
    '});',
  ];
}

const emitMethod = (signature, body) => (body.length === 0 ? [`  ${signature} {},`] : [`  ${signature} {`, ...indented(body, 2), '  },']);

function emitRpc({ name, comment, kind, subject, request, response }) {
  return [
    ...docstring(comment),
    `export const ${name}: rt.Rpc<${request}, ${response}> = {`,
    `  name: ${quote(name)},`,
    `  kind: ${quote(kind)},`,
    `  subject: ${quote(subject)},`,
    `  request: ${request},`,
    `  response: ${response},`,
    '};',
  ];
}

const eventsOf = ({ messages }) => messages.filter(({ isEvent }) => isEvent);

function emitAnyEvent(module) {
  const events = eventsOf(module);
  const doc = `/** Every event of the context, told apart by its type. */`;
  if (events.length === 0) return [doc, 'export type AnyEvent = never;'];
  return [
    doc,
    'export type AnyEvent =',
    ...endStatement(events.map(({ name, typeName }) => `  | { readonly type: ${quote(typeName)}; readonly data: ${name} }`)),
  ];
}

export function emitIndex(modules) {
  return text([[...modules.map(({ name }) => `export * as ${name} from './${name}.js';`), "export * from './registry.js';"]]);
}

export function emitRegistry(modules) {
  const events = modules.flatMap((module) => eventsOf(module).map((event) => ({ ...event, qualified: `${module.name}.${event.name}` })));
  const rpcs = modules.flatMap((module) => module.rpcs.map(({ name }) => `${module.name}.${name}`));
  return text([
    ["import type { Codec } from '../codec.js';", ...modules.map(({ name }) => `import * as ${name} from './${name}.js';`)],
    [
      "/** From an event's type on the ledger and the bus to its data. */",
      'export interface EventData {',
      ...events.map(({ typeName, qualified }) => `  readonly ${quote(typeName)}: ${qualified};`),
      '}',
    ],
    ['export type EventType = keyof EventData;'],
    ['export type AnyEvent = { readonly [T in EventType]: { readonly type: T; readonly data: EventData[T] } }[EventType];'],
    [
      'export const eventCodecs: { readonly [T in EventType]: Codec<EventData[T]> } = {',
      ...events.map(({ typeName, qualified }) => `  ${quote(typeName)}: ${qualified},`),
      '};',
    ],
    ['/** Every request that the mesh or an agent answers. */', 'export const rpcs = [', ...rpcs.map((name) => `  ${name},`), '] as const;'],
  ]);
}
