// One bad text for each rule, with the rule that has to bite and a part of what it says; and good neighbours that have to pass.

const BOUNDARIES = '@nx/enforce-module-boundaries';
const IMPORTS = 'no-restricted-imports';
const GLOBALS = 'no-restricted-globals';
const SYNTAX = 'no-restricted-syntax';
const PROPERTIES = 'no-restricted-properties';

const importing = (name) => `import { x } from '${name}';\nexport const y = x;\n`;
const bad = (title, file, text, rule, says, more) => ({ title, file, text, rule, says, ...more });
const mayNotImport = (title, file, name, says) => bad(title, file, importing(name), BOUNDARIES, says);
const tagged = (tag) => `A project tagged with "${tag}" can`;

export const BAD_IMPORTS = [
  mayNotImport('kernel importing the platform', 'libs/kernel/src/x.ts', '@carriermesh/platform-errors', tagged('type:kernel')),
  mayNotImport('decider importing the wire', 'libs/decider/src/x.ts', '@carriermesh/wire', tagged('type:decider')),
  mayNotImport('wire importing the decider', 'libs/wire/src/x.ts', '@carriermesh/decider', tagged('type:wire')),
  mayNotImport('tariff importing the wire', 'libs/tariff/v1/src/x.ts', '@carriermesh/wire', tagged('type:tariff')),
  mayNotImport('a source importing the wire', 'libs/exchange/src/x.ts', '@carriermesh/wire', tagged('type:source')),
  mayNotImport('a domain importing the platform', 'libs/billing/domain/src/x.ts', '@carriermesh/platform-errors', tagged('type:domain')),
  mayNotImport('a domain importing a source', 'libs/billing/domain/src/x.ts', '@carriermesh/exchange', tagged('type:domain')),
  mayNotImport("a domain importing another context's domain", 'libs/billing/domain/src/x.ts', '@carriermesh/paths-domain', '"type:domain"'),
  mayNotImport('the platform importing a domain', 'libs/platform/ledger/src/x.ts', '@carriermesh/billing-domain', tagged('type:platform')),
  mayNotImport('the platform importing a source', 'libs/platform/ledger/src/x.ts', '@carriermesh/exchange', tagged('type:platform')),
  mayNotImport("the platform importing the operator's room", 'libs/platform/ledger/src/x.ts', '@carriermesh/operator-home', tagged('scope:platform')),
  mayNotImport("a service importing another context's domain", 'libs/billing/service/src/x.ts', '@carriermesh/paths-domain', tagged('scope:billing')),
  mayNotImport('a service importing another service', 'libs/billing/service/src/x.ts', '@carriermesh/paths-service', tagged('scope:billing')),
  mayNotImport('a service importing a source', 'libs/billing/service/src/x.ts', '@carriermesh/exchange', tagged('scope:billing')),
  mayNotImport("a service importing the operator's room", 'libs/billing/service/src/x.ts', '@carriermesh/operator-home', tagged('scope:billing')),
  mayNotImport('the agent importing a service of the mesh', 'libs/agent/service/src/x.ts', '@carriermesh/billing-service', tagged('scope:agent')),
  mayNotImport("the operator's home importing a service", 'libs/operator/home/src/x.ts', '@carriermesh/billing-service', tagged('type:platform')),
  mayNotImport('an operator room importing a domain', 'libs/operator/commands/src/x.ts', '@carriermesh/paths-domain', tagged('scope:operator')),
  mayNotImport('an app importing a domain', 'apps/billing/src/x.ts', '@carriermesh/billing-domain', tagged('type:app')),
  mayNotImport("an app importing another context's service", 'apps/billing/src/x.ts', '@carriermesh/paths-service', tagged('scope:billing')),
  mayNotImport("the command importing a context's service", 'apps/cli/src/x.ts', '@carriermesh/billing-service', 'with "scope:operator"'),
  mayNotImport('a scenario importing a service', 'libs/scenarios/src/x.spec.ts', '@carriermesh/billing-service', tagged('type:scenario')),
  mayNotImport('a relative path into another package', 'libs/billing/domain/src/x.ts', '../../../kernel/src/index.js', 'cannot be imported by a relative'),
  mayNotImport('a circle', 'libs/kernel/src/x.ts', '@carriermesh/decider', 'Circular dependency'),
  ...['libs/billing/service', 'libs/billing/domain', 'libs/kernel', 'libs/wire', 'libs/platform/ledger', 'libs/operator/commands', 'apps/billing'].map((room) =>
    bad(`${room} importing an app`, `${room}/src/x.ts`, importing('@carriermesh/app-mesh'), IMPORTS, 'Nobody imports an app'),
  ),
  bad('a scenario importing an app other than the mesh', 'libs/scenarios/src/x.spec.ts', importing('@carriermesh/app-cli'), IMPORTS, 'drives apps/mesh'),
  bad('an app importing a room of the platform other than the chassis', 'apps/billing/src/x.ts', importing('@carriermesh/platform-ledger'), IMPORTS, 'the chassis'),
  bad('a domain importing node:', 'libs/billing/domain/src/x.ts', importing('node:fs'), IMPORTS, 'A pure room imports nothing'),
  bad('a domain importing a built-in without node:', 'libs/billing/domain/src/x.ts', importing('fs/promises'), IMPORTS, 'A pure room imports nothing'),
  bad('a domain importing from npm', 'libs/billing/domain/src/x.ts', importing('kysely'), IMPORTS, 'A pure room imports nothing'),
  bad('a domain importing a type from npm', 'libs/billing/domain/src/x.ts', "export type { Kysely } from 'kysely';\n", IMPORTS, 'A pure room imports nothing'),
  bad('kernel importing node:', 'libs/kernel/src/x.ts', importing('node:crypto'), IMPORTS, 'A pure room imports nothing'),
  bad('decider importing from npm', 'libs/decider/src/x.ts', importing('uuid'), IMPORTS, 'A pure room imports nothing'),
  bad('tariff importing node:', 'libs/tariff/v1/src/x.ts', importing('node:timers'), IMPORTS, 'A pure room imports nothing'),
  bad('a domain importing what is for suites', 'libs/billing/domain/src/x.ts', importing('fast-check'), IMPORTS, 'A pure room imports nothing'),
  bad("a domain's suite importing node:", 'libs/billing/domain/src/x.spec.ts', importing('node:fs'), IMPORTS, 'The suite of a pure room'),
  bad('wire importing node:fs', 'libs/wire/src/x.ts', importing('node:fs'), IMPORTS, 'The wire imports node:buffer'),
  bad('wire importing another package', 'libs/wire/src/x.ts', importing('protobufjs'), IMPORTS, 'The wire imports node:buffer'),
];

const impure = (expression, rule, says) => bad(`${expression} in a domain`, 'libs/billing/domain/src/x.ts', `export const y = ${expression};\n`, rule, says);

export const BAD_HABITS = [
  impure('Date.now()', PROPERTIES, 'enter as data'),
  impure('new Date()', SYNTAX, 'reads the clock'),
  impure('Date()', SYNTAX, 'reads the clock'),
  impure('Math.random()', PROPERTIES, 'enter as data'),
  impure('setTimeout(() => 1, 1)', GLOBALS, 'enter as data'),
  impure('setInterval(() => 1, 1)', GLOBALS, 'enter as data'),
  impure('performance.now()', GLOBALS, 'enter as data'),
  impure('crypto.randomUUID()', GLOBALS, 'does not know its machine'),
  impure('process.env', GLOBALS, 'does not know its machine'),
  impure('console.log(1)', GLOBALS, 'does not know its machine'),
  impure('globalThis.Date.now()', GLOBALS, 'a way round'),
  impure("import('node:fs')", SYNTAX, 'goes round the ban'),
  ...['libs/kernel', 'libs/decider', 'libs/tariff/v1'].map((room) =>
    bad(`the clock in ${room}`, `${room}/src/x.ts`, 'export const y = Date.now();\n', PROPERTIES, 'enter as data'),
  ),
  bad('console in a service', 'libs/billing/service/src/x.ts', 'console.log(1);\n', 'no-console', 'console'),
  bad('a default export', 'libs/billing/service/src/x.ts', 'export default 1;\n', SYNTAX, 'Named exports only'),
  bad('a default export in a domain', 'libs/billing/domain/src/x.ts', 'export default 1;\n', SYNTAX, 'Named exports only'),
  bad('any in a domain', 'libs/billing/domain/src/x.ts', 'export const y: any = 1;\n', '@typescript-eslint/no-explicit-any', 'any'),
  bad('a loose comparison', 'libs/billing/domain/src/x.ts', 'export const y = (a: number) => a == 1;\n', 'eqeqeq', '==='),
  bad('a name that nothing uses', 'libs/billing/domain/src/x.ts', 'const y = 1;\n', '@typescript-eslint/no-unused-vars', "'y'"),
  bad('251 lines of code', 'libs/billing/domain/src/x.ts', lines(251), 'max-lines', 'Maximum allowed is 250'),
  bad('a function of 71 lines', 'libs/billing/domain/src/x.ts', `export function y() {\n${'  f();\n'.repeat(69)}}\n`, 'max-lines-per-function', 'Maximum allowed is 70'),
  bad('a comment that disables what does not bite', 'libs/billing/domain/src/x.ts', '// eslint-disable-next-line eqeqeq\nexport const y = 1;\n', null, 'Unused eslint-disable'),
  bad('a promise that nobody waits for', 'libs/billing/domain/src/index.ts', 'Promise.resolve(1);\n', '@typescript-eslint/no-floating-promises', 'Promises must be awaited', { typed: true }),
];

function lines(count) {
  return Array.from({ length: count }, (_, index) => `export const y${index} = ${index};\n`).join('');
}

const good = (title, file, text) => ({ title, file, text });
const mayImport = (title, file, ...names) => good(title, file, names.map((name) => `export * from '${name}';\n`).join(''));
const rooms = (...names) => names.map((name) => `@carriermesh/${name}`);

export const GOOD = [
  mayImport('a domain importing its four rooms', 'libs/billing/domain/src/x.ts', ...rooms('kernel', 'decider', 'tariff-v1', 'wire')),
  mayImport("a domain's suite importing Jest and fast-check", 'libs/billing/domain/src/x.spec.ts', '@jest/globals', 'fast-check', './y.js'),
  mayImport("a domain's spec folder importing fast-check", 'libs/billing/domain/src/spec/x.ts', 'fast-check', '../y.js'),
  mayImport('a service importing its domain and the platform', 'libs/billing/service/src/x.ts', ...rooms('billing-domain', 'platform-ledger', 'wire')),
  mayImport('a service importing from npm and node', 'libs/billing/service/src/x.ts', 'kysely', 'node:crypto'),
  mayImport('the agent importing a source', 'libs/agent/service/src/x.ts', '@carriermesh/exchange'),
  mayImport('an operator room importing services', 'libs/operator/commands/src/x.ts', ...rooms('billing-service', 'exchange', 'operator-home', 'platform-bus')),
  mayImport('an app importing its service and the chassis', 'apps/billing/src/x.ts', ...rooms('billing-service', 'platform-chassis')),
  mayImport('a scenario importing the mesh', 'libs/scenarios/src/x.spec.ts', ...rooms('app-mesh', 'operator-home', 'exchange', 'platform-ledger')),
  good('an instant of its own in a domain', 'libs/billing/domain/src/x.ts', 'export const y = (ms: number) => new Date(ms).toISOString();\n'),
  good('250 lines of code and any comment', 'libs/billing/domain/src/x.ts', `// Why.\n\n${lines(250)}`),
  good('a function of 70 lines', 'libs/billing/domain/src/x.ts', `export function y() {\n${'  f();\n'.repeat(68)}}\n`),
  good('any in the platform', 'libs/platform/chassis/src/x.ts', 'export const y: any = 1;\n'),
  good('generated code of any length', 'libs/wire/src/gen/x.ts', lines(251)),
];
