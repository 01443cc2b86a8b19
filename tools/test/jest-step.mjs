// One kind of specs as a step.
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { runProgram } from './child.mjs';
import { countResults } from './jest-results.mjs';
import { jestCommand } from './jest.mjs';

const IGNORED = ['/node_modules/', '/dist/'];
const KINDS = {
  unit: ['--testPathIgnorePatterns', ...IGNORED, '\\.(int|scenario)\\.spec\\.(ts|mjs)$'],
  int: ['--testMatch', '**/src/**/*.int.spec.ts', '**/tools/**/*.int.spec.mjs'],
  scenario: ['--testMatch', '**/src/**/*.scenario.spec.ts'],
};
/** Two suites with servers of their own beside each other take half the time of one after the other, on two cores. */
const WORKERS = { unit: 2, int: 2, scenario: 2 };
/** After the last test Jest has nothing to do but to end. Longer than that, a suite left a server, socket or timer behind. */
const AFTER_RESULTS_LIMIT_MS = 20_000;
const POLL_MS = 500;

/** Resolves to `{ passed, failed, skipped, failures, isSpecs }`. `paths` are Jest's patterns; none means all. */
export async function runSpecs(kind, { root, paths, limitMs, env }) {
  const directory = mkdtempSync(join(tmpdir(), 'carriermesh-jest-'));
  const outputFile = join(directory, 'results.json');
  const options = ['--ci', '--passWithNoTests', `--maxWorkers=${WORKERS[kind]}`, '--json', `--outputFile=${outputFile}`];
  const stop = new AbortController();
  try {
    const args = jestCommand([...options, ...KINDS[kind], '--', ...paths]);
    const end = await runProgram(args, { cwd: root, limitMs, env, endWhen: lingering(outputFile, stop.signal) });
    return { ...outcome({ kind, end, results: readResults(outputFile), root }), isSpecs: true };
  } finally {
    stop.abort();
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Resolves to a sentence when Jest wrote its results a while ago and still runs. */
async function lingering(file, signal) {
  for (;;) {
    await sleep(POLL_MS, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return undefined;
    const writtenAt = statSync(file, { throwIfNoEntry: false })?.mtimeMs;
    if (writtenAt !== undefined && Date.now() - writtenAt > AFTER_RESULTS_LIMIT_MS)
      return `did not end within ${AFTER_RESULTS_LIMIT_MS / 1000} s after its last test: a suite leaves something open (--detectOpenHandles tells what)`;
  }
}

function readResults(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/** Whatever Jest's exit code says against its results is one more failure, so that nothing passes unseen. */
export function outcome({ kind, end, results, root }) {
  const counts = results ? countResults(results, root) : { passed: 0, failed: 0, skipped: 0, failures: [], skips: [] };
  const trouble = troubleOf({ end, results, failed: counts.failed });
  if (trouble === undefined) return counts;
  return { ...counts, failed: counts.failed + 1, failures: [...counts.failures, `${kind} specs › Jest ${trouble}`] };
}

function troubleOf({ end, results, failed }) {
  if (end.ended) return end.ended;
  if (end.signal) return `was ended by ${end.signal}`;
  if (results === undefined) return `ended with exit code ${end.code} and left no results`;
  return end.code !== 0 && failed === 0 ? `ended with exit code ${end.code} although no test failed` : undefined;
}
