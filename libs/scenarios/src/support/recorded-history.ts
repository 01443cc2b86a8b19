import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EXIT } from '@carriermesh/operator-commands';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { statementOf, type ActiveService } from './active-service.js';
import { MAX_HISTORY_BYTES, recordHistory, replayHistory, typesIn } from './history.js';
import { STEP_LIMIT_MS, type ScenarioMesh } from './scenario-mesh.js';

/** What a history has to hold to be one from the offers to the bill. */
const WHOLE_WAY = [
  'advertising.v1.ProviderEnrolled', 'advertising.v1.ResourceAdvertised', 'billing.v1.InvoiceIssued', 'billing.v1.SettlementIssued',
  'billing.v1.UsageBatchAccepted', 'billing.v1.UsageRated', 'contracting.v1.ContractSigned', 'contracting.v1.QuoteOffered',
  'contracting.v1.ServiceRequested', 'provisioning.v1.SegmentActivated', 'provisioning.v1.ServiceActivated',
];

/** Scenarios about a service whose first month is billed. Where CARRIERMESH_HISTORY names a file, the history is kept there: a release's. */
export function recordedHistory(story: () => { readonly mesh: ScenarioMesh; readonly service: ActiveService }): void {
  describe('its history, recorded in a file', () => {
    let directory: string;
    let file: string;
    let invoiceId: string;
    beforeAll(async () => {
      directory = mkdtempSync(join(tmpdir(), 'carriermesh-history-'));
      file = process.env['CARRIERMESH_HISTORY'] ?? join(directory, 'history.json.gz');
      const { mesh, service } = story();
      invoiceId = (await statementOf(mesh, service, 1)).invoice.invoiceId;
      await recordHistory(mesh, invoiceId, file);
    }, STEP_LIMIT_MS);
    afterAll(() => rmSync(directory, { recursive: true }));

    it(`goes from the offers to the bill in at most ${MAX_HISTORY_BYTES} bytes`, () => {
      expect(WHOLE_WAY.filter((type) => !typesIn(file).includes(type))).toEqual([]);
      expect(statSync(file).size).toBeLessThanOrEqual(MAX_HISTORY_BYTES);
    });

    it('M2 gives the same bill again to a process that has the file alone', async () => {
      expect(await replayHistory(file, directory)).toMatchObject({ code: EXIT.done, sound: true, findings: [], replay: { invoiceId, found: true, identical: true, notChecked: [] } });
    }, STEP_LIMIT_MS);
  });
}
