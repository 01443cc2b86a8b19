// What a room may not touch, above all domain, kernel, decider and tariff. A decision that reads the clock, throws dice or looks at the machine
// cannot be replayed years later, to the byte.

const AS_DATA = 'Time, ids and chance enter as data.';

const global = (name, message) => ({ name, message });

export const IMPURE_GLOBALS = [
  ...['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'performance'].map((name) => global(name, AS_DATA)),
  ...['crypto', 'fetch', 'process', 'Buffer', 'console'].map((name) => global(name, 'A pure room does not know its machine.')),
  ...['globalThis', 'global', 'require'].map((name) => global(name, 'It would be a way round the bans on clock, chance and machine.')),
];

export const IMPURE_PROPERTIES = [
  { object: 'Date', property: 'now', message: AS_DATA },
  { object: 'Math', property: 'random', message: AS_DATA },
];

export const IMPURE_SYNTAX = [
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: `new Date() reads the clock. ${AS_DATA}` },
  { selector: "CallExpression[callee.name='Date']", message: `Date() reads the clock. ${AS_DATA}` },
  { selector: 'ImportExpression', message: 'A dynamic import goes round the ban on node: and npm packages.' },
];

const NO_APP = { regex: '^@carriermesh/app-', message: 'Nobody imports an app.' };

/** Options of no-restricted-imports: this package's files (`#` names what the build adds to them), the house's packages and `allowed`, and nothing else. */
export function importsOnly(allowed, message) {
  const alternatives = ['\\.{1,2}(/|$)', '#', '@carriermesh/', ...allowed.map((name) => `${name}(/|$)`)];
  return { patterns: [NO_APP, { regex: `^(?!${alternatives.join('|')})`, message }] };
}

/** Options of no-restricted-imports: everything but apps and what `regex` fits. */
export function importsWithout(regex, message) {
  return { patterns: [NO_APP, { regex, message }] };
}

/** What a room of the mesh may import from npm and node is its own affair. */
export const NO_APPS = { patterns: [NO_APP] };

/** Scenarios drive the whole mesh in one process. */
export const NO_APP_BUT_MESH = { patterns: [{ regex: '^@carriermesh/app-(?!mesh$)', message: 'A scenario drives apps/mesh, and no other app.' }] };
