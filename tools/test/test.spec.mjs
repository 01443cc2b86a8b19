import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { describe, expect, it } from '@jest/globals';

import { readArguments, STEPS, UsageError } from './arguments.mjs';
import { runProgram } from './child.mjs';
import { outcome } from './jest-step.mjs';
import { countResults } from './jest-results.mjs';
import { lastLine, summarize, table } from './summary.mjs';

const test = (status, fullName) => ({ status, fullName });
const suite = (file, status, assertionResults, message = '') => ({ name: `/tree/${file}`, status, message, assertionResults });

describe('the results of Jest', () => {
  it('are counted by test, and failures and what was skipped are named with their file', () => {
    const testResults = [
      suite('a.spec.ts', 'failed', [test('passed', 'pays'), test('failed', 'is paid'), test('pending', 'waits'), test('todo', 'later')]),
      suite('b.spec.ts', 'passed', [test('passed', 'sells')]),
    ];
    expect(countResults({ testResults }, '/tree/')).toEqual({ passed: 2, failed: 1, skipped: 2, failures: ['a.spec.ts › is paid'], skips: ['a.spec.ts › waits', 'a.spec.ts › later'] });
  });

  it('of a file that does not load are one failure', () => {
    const testResults = [suite('a.spec.ts', 'failed', [], "  ● Test suite failed to run\n\n    \u001b[31mCannot find module './x.js'\u001b[39m\n")];
    expect(countResults({ testResults }, '/tree/')).toMatchObject({ failed: 1, failures: ["a.spec.ts › outside of its tests: Cannot find module './x.js'"] });
  });

  it('of a file whose afterAll throws are one failure beside its passed tests', () => {
    const testResults = [suite('a.spec.ts', 'failed', [test('passed', 'pays')], 'the server was gone')];
    expect(countResults({ testResults }, '/tree/')).toMatchObject({ passed: 1, failed: 1 });
  });
});

describe('the outcome of a run of Jest', () => {
  const passing = { testResults: [suite('a.spec.ts', 'passed', [test('passed', 'pays')])] };
  const of = (end, results) => outcome({ kind: 'unit', end, results, root: '/tree/' });

  it('is its results when it ends well', () => {
    expect(of({ code: 0 }, passing)).toEqual({ passed: 1, failed: 0, skipped: 0, failures: [], skips: [] });
  });

  it.each([
    ['ends with an error although no test failed', { code: 1 }, passing, 'ended with exit code 1 although no test failed'],
    ['crashes', { code: null, signal: 'SIGKILL' }, undefined, 'was ended by SIGKILL'],
    ['leaves no results', { code: 0 }, undefined, 'ended with exit code 0 and left no results'],
    ['had to be ended', { code: 1, ended: 'did not end within 15 minutes' }, passing, 'did not end within 15 minutes'],
  ])('is a failure when it %s', (_title, end, results, says) => {
    expect(of(end, results)).toMatchObject({ failed: 1, failures: [`unit specs › Jest ${says}`] });
  });
});

describe('the last line', () => {
  const step = (passed, failed, skipped = 0) => ({ step: 'unit', seconds: 1.25, passed, failed, skipped, failures: Array(failed).fill('a › b') });

  it('sums all steps, and ends with what passed and what failed alone', () => {
    expect(lastLine(summarize([step(3, 0), step(4, 1)]))).toBe('7 passed, 1 failed');
    expect(lastLine(summarize([step(3, 0, 2)]))).toBe('3 passed, 0 failed');
    expect(table([step(3, 0), step(3, 0, 2)])).toEqual(['  unit     1.3 s  3 passed, 0 failed', '  unit     1.3 s  3 passed, 0 failed, 2 skipped']);
  });

  it('belongs to a good run only when nothing failed and something ran', () => {
    expect([summarize([step(1, 0)]).ok, summarize([step(1, 1)]).ok, summarize([step(0, 0)]).ok, summarize([]).ok]).toEqual([true, false, false, false]);
  });
});

describe('a run that was asked for tests', () => {
  const specs = (passed) => ({ step: 'unit', seconds: 1, passed, failed: 0, skipped: 1, failures: [], isSpecs: true });
  const build = { step: 'build', seconds: 1, passed: 1, failed: 0, skipped: 0, failures: [] };

  it('fails when none ran, although the build did and tests were skipped', () => {
    expect(summarize([build, specs(0)])).toMatchObject({ failed: 1, failures: ['no test ran'], ok: false });
    expect(summarize([build, specs(0), specs(1)])).toMatchObject({ failed: 0, ok: true });
  });

  it('names what was skipped, of all of its steps', () => {
    const [unit, int] = [{ ...specs(1), skips: ['a › b'] }, { ...specs(1), skips: ['c › d'] }];
    expect(summarize([build, unit, int]).skips).toEqual(['a › b', 'c › d']);
  });
});

describe('the arguments', () => {
  it('name all steps when there are none', () => {
    expect(readArguments([])).toEqual({ steps: STEPS, paths: [] });
  });

  it('choose steps, in the order of a full run, and the build before them', () => {
    expect(readArguments(['--only', 'int,lint']).steps).toEqual(['build', 'lint', 'int']);
    expect(readArguments(['--only=unit', '--only', 'tidy']).steps).toEqual(['build', 'tidy', 'unit']);
  });

  it('choose paths, and with them the steps that know what to do with paths', () => {
    expect(readArguments(['libs/billing'])).toEqual({ steps: ['build', 'lint', 'unit', 'int', 'scenario'], paths: ['libs/billing'] });
    expect(readArguments(['--only', 'int', 'libs/billing'])).toEqual({ steps: ['build', 'int'], paths: ['libs/billing'] });
  });

  it.each([[['--only', 'speed']], [['--only']], [['--watch']]])('%j are refused', (args) => {
    expect(() => readArguments(args)).toThrow(UsageError);
  });
});

describe('a program of a step', () => {
  const run = (script, limitMs = 20_000) => runProgram(['-e', script], { cwd: tmpdir(), limitMs });

  it('answers with its exit code or signal', async () => {
    await expect(run('process.exit(3)')).resolves.toEqual({ code: 3, signal: null });
    await expect(run('process.kill(process.pid, "SIGKILL")')).resolves.toEqual({ code: null, signal: 'SIGKILL' });
  });

  it.each([
    ['in its own group', ''],
    ['in a session of its own, deaf to being asked', ', detached: true'],
  ])('is ended at its limit, with what it started %s', async (_, apart) => {
    const folder = mkdtempSync(join(tmpdir(), 'carriermesh-child-'));
    try {
      const pidFile = join(folder, 'pid');
      const grandchild = `require("child_process").spawn(process.execPath, ["-e", "process.on('SIGTERM', () => {}); for (;;);"], { stdio: "ignore"${apart} }).pid`;
      writeFileSync(pidFile, '');
      const end = await run(`require("fs").writeFileSync(${JSON.stringify(pidFile)}, String(${grandchild})); setInterval(() => 1, 1000)`, 1_500);
      expect(end).toMatchObject({ signal: 'SIGTERM', ended: expect.stringContaining('did not end within') });
      expect(await hasEnded(Number(readFileSync(pidFile, 'utf8')))).toBe(true);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

/** A killed process is gone, or waits as a zombie for whoever inherited it. */
async function hasEnded(pid) {
  for (let attempt = 0; attempt < 50; attempt++) {
    try {
      if (/^\d+ \(.*\) [ZX]/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))) return true;
    } catch {
      return true;
    }
    await sleep(100);
  }
  return false;
}
