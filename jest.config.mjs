import { readFileSync } from 'node:fs';

const swc = JSON.parse(readFileSync(new URL('./.swcrc.jest.json', import.meta.url), 'utf8'));

/** Pure specs, integration specs and scenarios share one runner; `tools/test/run.mjs` chooses which of them run together. */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/libs', '<rootDir>/tools'],
  testMatch: ['**/src/**/*.spec.ts', '**/tools/**/*.spec.mjs'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest', { ...swc, swcrc: false }] },
  // A package's `metadata.json.js` is a module of its own beside `metadata.json`.
  moduleNameMapper: { '^(\\.{1,2}/.*)(?<!\\.json)\\.js$': '$1' },
  testEnvironmentOptions: { customExportConditions: ['@carriermesh/source', 'node', 'node-addons'] },
  modulePathIgnorePatterns: ['/dist/', '/\\.nx/'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  // How long a machine takes is not what any test says: this ends those that hang.
  testTimeout: 60_000,
  globalTeardown: '<rootDir>/tools/test/left-open.mjs',
};
