// The house rules that a parser can check. Run through `npm run lint`: plain eslint skips the boundaries when Nx's graph is missing.
import nx from '@nx/eslint-plugin';
import tseslint from 'typescript-eslint';

import { depConstraints } from './tools/tidy/lint/boundaries.mjs';
import {
  IMPURE_GLOBALS,
  IMPURE_PROPERTIES,
  IMPURE_SYNTAX,
  importsOnly,
  importsWithout,
  NO_APP_BUT_MESH,
  NO_APPS,
} from './tools/tidy/lint/restrictions.mjs';

const MAX_FILE_LINES = 250;
/** Forty is the aim, this is the wall. */
const MAX_FUNCTION_LINES = 70;

const SOURCES = ['libs/**/*.ts', 'apps/**/*.ts'];
const TOOLS = ['tools/**/*.mjs'];
const GENERATED = ['libs/wire/src/gen/**', 'libs/wire/src/fixture/**'];
/** AssemblyScript, which is another language: its own compiler checks it. */
const ASSEMBLY = 'libs/*/*/assembly/**';
const PURE_ROOMS = ['libs/*/domain', 'libs/agent/stamp', 'libs/kernel', 'libs/decider', 'libs/tariff/*'];

/** node:buffer is memory, not input or output: it is how bytes are written fast. */
const WIRE_NEEDS = ['node:buffer'];
const SUITE_NEEDS = ['@jest/globals', 'fast-check'];

const sourcesOf = (rooms) => rooms.map((room) => `${room}/src/**/*.ts`);
/** Specs, and what only specs import. */
const testsOf = (rooms) => rooms.flatMap((room) => ['*.spec.ts', 'spec/**/*.ts', 'testing/**/*.ts'].map((file) => `${room}/src/**/${file}`));
const SUITES = ['**/*.spec.ts', '**/*.contract.ts', '**/*.spec.mjs'];

const NAMED_EXPORTS_ONLY = { selector: 'ExportDefaultDeclaration', message: 'Named exports only: one name everywhere, found by one grep.' };
const lineLimits = { skipBlankLines: true, skipComments: true };

/** ESLint replaces a rule's options where two entries match a file, so each room's are whole. */
const imports = (files, restriction) => ({ files, rules: { 'no-restricted-imports': ['error', restriction] } });

export default tseslint.config(
  { ignores: ['**/dist/**', '**/node_modules/**', '.nx/**', '.build/**', '.carriermesh/**', 'coverage/**', ASSEMBLY, ...GENERATED] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: [...SOURCES, ...TOOLS],
    extends: [tseslint.configs.recommended],
    rules: {
      eqeqeq: 'error',
      'max-lines': ['error', { max: MAX_FILE_LINES, ...lineLimits }],
      'max-lines-per-function': ['error', { max: MAX_FUNCTION_LINES, ...lineLimits }],
      'no-restricted-syntax': ['error', NAMED_EXPORTS_ONLY],
      '@typescript-eslint/no-unused-expressions': ['error', { allowTernary: true, allowShortCircuit: true }],
      // `const { dropped, ...rest } = whole` is how a copy without a property is written; `_` is a parameter that a signature demands.
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true, argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },
  {
    files: SOURCES,
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { '@nx': nx },
    rules: {
      'no-console': 'error',
      // What the build adds to a package lies in no folder of sources, and has a name instead.
      '@nx/enforce-module-boundaries': ['error', { depConstraints: depConstraints(), allow: ['#assembly'] }],
      '@typescript-eslint/no-floating-promises': 'error',
      // Not consistent-type-imports: `import type` of an injected class turns its metadata into Object, and Nest can't inject it.
    },
  },
  // A suite is one function that holds many, so its length says nothing.
  { files: SUITES, rules: { 'max-lines-per-function': 'off' } },
  // The platform holds handlers and views of every message type in one list; no other type than any accepts them all.
  { files: ['libs/platform/**/*.ts'], rules: { '@typescript-eslint/no-explicit-any': 'off' } },
  // A suite looks into JSON whose shape is what it is about to find out.
  { files: ['libs/**/*.spec.ts', 'libs/**/testing/**/*.ts'], rules: { '@typescript-eslint/no-explicit-any': 'off' } },
  {
    files: sourcesOf(PURE_ROOMS),
    rules: {
      'no-restricted-globals': ['error', ...IMPURE_GLOBALS],
      'no-restricted-properties': ['error', ...IMPURE_PROPERTIES],
      'no-restricted-syntax': ['error', NAMED_EXPORTS_ONLY, ...IMPURE_SYNTAX],
    },
  },
  imports(SOURCES, NO_APPS),
  imports(['libs/scenarios/**/*.ts'], NO_APP_BUT_MESH),
  imports(['apps/**/*.ts'], importsWithout('^@carriermesh/platform-(?!chassis$)', 'An app is a service and the chassis; nobody puts code in apps.')),
  imports(sourcesOf(PURE_ROOMS), importsOnly([], 'A pure room imports nothing from npm or node.')),
  imports(testsOf(PURE_ROOMS), importsOnly(SUITE_NEEDS, 'The suite of a pure room needs @jest/globals and fast-check, and nothing else from npm or node.')),
  imports(sourcesOf(['libs/wire']), importsOnly(WIRE_NEEDS, 'The wire imports node:buffer, and nothing else from npm or node.')),
  // The suite holds the codecs against protobufjs's own reading of the schema files.
  imports(
    testsOf(['libs/wire']),
    importsOnly([...WIRE_NEEDS, ...SUITE_NEEDS, 'protobufjs', 'node:fs', 'node:path', 'node:url'], "The wire's suite reads the schema with protobufjs, and needs nothing else from npm."),
  ),
);
