import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { beforeAll, describe, expect, it } from '@jest/globals';

import { BAD_HABITS, BAD_IMPORTS, GOOD } from './lint-fixtures.mjs';
import { BoundariesSkipped, failingWhenSkipped } from './skip-guard.mjs';

const LINT_TIMEOUT_MS = 120_000;

const answers = new Map();
beforeAll(() => {
  const fixtures = [...BAD_IMPORTS, ...BAD_HABITS, ...GOOD];
  const script = fileURLToPath(new URL('./lint-texts.mjs', import.meta.url));
  const { status, stdout, stderr } = spawnSync(process.execPath, [script], { input: JSON.stringify(fixtures), encoding: 'utf8' });
  if (status !== 0) throw new Error(`the linter ended with ${status}: ${stdout}${stderr}`);
  JSON.parse(stdout).forEach((messages, index) => answers.set(fixtures[index], messages));
}, LINT_TIMEOUT_MS);

describe('the linter refuses', () => {
  it.each([...BAD_IMPORTS, ...BAD_HABITS])('$title', (fixture) => {
    expect(answers.get(fixture)).toContainEqual({ rule: fixture.rule, message: expect.stringContaining(fixture.says) });
  });
});

describe('the linter lets pass', () => {
  it.each(GOOD)('$title', (fixture) => {
    expect(answers.get(fixture)).toEqual([]);
  });
});

describe('a lint whose boundary rule was skipped', () => {
  const warning = 'warning No cached ProjectGraph is available. The rule will be skipped.\n';

  it('fails, although ESLint found nothing', async () => {
    const { write } = process.stdout;
    const written = [];
    process.stdout.write = (text) => written.push(text);
    try {
      await expect(failingWhenSkipped(async () => process.stdout.write(warning))).rejects.toThrow(BoundariesSkipped);
    } finally {
      process.stdout.write = write;
    }
    expect(written).toEqual([warning]);
  });

  it('passes when the rule ran, and gives stdout back', async () => {
    const { write } = process.stdout;
    await expect(failingWhenSkipped(async () => 'clean')).resolves.toBe('clean');
    expect(process.stdout.write).toBe(write);
  });
});
