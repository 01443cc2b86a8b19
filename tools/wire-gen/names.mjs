// How names of the schema become names in TypeScript.

/** `latency_ns` → `latencyNs`. */
export const camelCase = (name) => name.replace(/_+([a-zA-Z0-9])/g, (_, next) => next.toUpperCase());

/** `LEAST_LATENCY` and `leastLatency_ns` alike → words in lower kebab case. */
export const kebabCase = (name) => snakeWords(name).join('-').toLowerCase();

/** `UsageKind` → `USAGE_KIND`, the prefix that its values bear. */
export const screamingSnakeCase = (name) => snakeWords(name).join('_').toUpperCase();

const snakeWords = (name) =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1_$2')
    .split('_')
    .filter((word) => word !== '');

const JAVASCRIPT = new Set(
  ('arguments await break case catch class const continue debugger default delete do else enum eval export extends false finally for ' +
    'function if implements import in instanceof interface let new null package private protected public return static super switch ' +
    'this throw true try typeof undefined var void while with yield').split(' '),
);

/** What a generated `read` and `write` call their own; a field of such a name gets another local variable. */
const TAKEN_LOCALS = new Set(['r', 'w', 'm', 'rt', 'depth', 'outerEnd', 'tag', 'item', 'key', 'value', 'entry', 'outer', 'draft']);

export const localName = (property, modules) =>
  JAVASCRIPT.has(property) || TAKEN_LOCALS.has(property) || modules.has(property) ? `${property}Field` : property;

/** A name as a property: quoted only where it has to be. */
export const propertyKey = (name) => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : quote(name));

export const quote = (text) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

/** A comment of the schema as a docstring, each line behind `indent`; empty without a comment. */
export function docstring(comment, { indent = '', deprecated = false } = {}) {
  const text = [...(comment ?? '').split('\n'), ...(deprecated ? ['@deprecated'] : [])].map((line) => line.trimEnd());
  while (text.length > 0 && text[0] === '') text.shift();
  if (text.length === 0) return [];
  const lines = text.map((line) => line.replaceAll('*/', '*\u200b/'));
  if (lines.length === 1) return [`${indent}/** ${lines[0]} */`];
  return [`${indent}/**`, ...lines.map((line) => `${indent} * ${line}`.trimEnd()), `${indent} */`];
}
