import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ROWS } from './rows.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

describe('the fault table', () => {
  it('has rows of different names, each with something that tries it', () => {
    expect(new Set(ROWS.map(({ id }) => id)).size).toBe(ROWS.length);
    for (const { id, chaos, seeds, suites = [] } of ROWS) expect([id, Boolean(chaos ?? seeds) || suites.length > 0]).toEqual([id, true]);
  });

  it('names suites that exist', () => {
    const missing = ROWS.flatMap(({ suites = [] }) => suites.map(({ path }) => path)).filter((path) => !existsSync(join(ROOT, path)));
    expect(missing).toEqual([]);
  });
});
