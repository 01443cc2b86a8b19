import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { EXIT } from '@carriermesh/operator-commands';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { releasedHistories, replayHistory, typesIn } from './support/history.js';
import { STEP_LIMIT_MS } from './support/scenario-mesh.js';

const histories = releasedHistories();

describe('the histories that releases have recorded', () => {
  let directory: string;
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'carriermesh-histories-'));
  });
  afterAll(() => rmSync(directory, { recursive: true }));

  if (histories.length === 0) it('are none: there is no release yet, and nothing older to be replayed', () => expect(histories).toEqual([]));
  else
    it.each(histories.map((file) => [basename(file, '.json.gz'), file] as const))('M2 are read by this build, which comes to the same bill: %s', async (_, file) => {
      expect(typesIn(file)).toContain('billing.v1.InvoiceIssued');
      expect(await replayHistory(file, directory)).toMatchObject({ code: EXIT.done, sound: true, replay: { found: true, identical: true } });
    }, STEP_LIMIT_MS);
});
