// Interfaces and enums.
import { docstring, propertyKey, quote } from './names.mjs';

export function emitInterface({ name, comment, properties }) {
  if (properties.length === 0) return [...docstring(comment), `export interface ${name} {}`];
  return [
    ...docstring(comment),
    `export interface ${name} {`,
    ...properties.flatMap((property) => [...docstring(property.comment, { indent: '  ', ...property }), ...emitProperty(property)]),
    '}',
  ];
}

/** The lines with a semicolon behind the last one. */
export const endStatement = (lines) => [...lines.slice(0, -1), `${lines.at(-1)};`];

const optionalMark = (shape) => (shape === 'optional' ? '?' : '');

function emitProperty(field) {
  if (field.shape === 'oneof') return endStatement([`  readonly ${field.property}:`, ...field.members.flatMap(emitMember)]);
  return [`  readonly ${propertyKey(field.property)}${optionalMark(field.shape)}: ${typeOf(field)};`];
}

function emitMember({ kind, property, value, comment, deprecated }) {
  return [
    ...docstring(comment, { indent: '    ', deprecated }),
    `    | { readonly kind: ${quote(kind)}; readonly ${propertyKey(property)}: ${value.ts} }`,
  ];
}

export function typeOf({ shape, value }) {
  if (shape === 'repeated') return `readonly ${value.ts}[]`;
  return shape === 'map' ? `Readonly<Record<string, ${value.ts}>>` : value.ts;
}

export function emitEnum({ name, typeName, comment, values }) {
  const openness = 'A number that this version does not know is read as `unspecified`: enums of proto3 are open.';
  const names = values.flatMap((value) => [...docstring(value.comment, { indent: '  ' }), `  | ${quote(value.name)}`]);
  return [
    ...docstring(comment ? `${comment}\n\n${openness}` : openness),
    ...endStatement([`export type ${name} =`, ...names]),
    `export const ${name}: rt.EnumCodec<${name}> = rt.enumeration<${name}>(${quote(typeName)}, {`,
    ...values.map((value) => `  ${propertyKey(value.name)}: ${value.number},`),
    '});',
  ];
}
