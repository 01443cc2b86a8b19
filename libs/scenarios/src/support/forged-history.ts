import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EXIT } from '@carriermesh/operator-commands';
import { signingKey } from '@carriermesh/platform-signing';
import { agent, type contracting } from '@carriermesh/wire';
import { statementOf, type ActiveService } from './active-service.js';
import { advertWithOtherBit, batchWithOtherOctets, contractWithOtherRate, type Forgery } from './forgeries.js';
import { contractHoldsUntilForged } from './forged-contract.js';
import { LedgerCopy } from './ledger-copy.js';
import { replayed } from './replay.js';
import { STEP_LIMIT_MS, type ScenarioMesh } from './scenario-mesh.js';

/** Scenarios about a service of several providers whose first month is billed. */
export function forgedHistory(story: () => { readonly mesh: ScenarioMesh; readonly service: ActiveService }): void {
  describe('in a copy of the ledger that somebody altered', () => {
    let copy: LedgerCopy;
    beforeAll(async () => {
      copy = await LedgerCopy.of(story().mesh.launched.postgresUrl, 'altered');
    }, STEP_LIMIT_MS);
    afterAll(() => copy?.close());

    async function replayOfCopy() {
      const { mesh, service } = story();
      const { invoice } = await statementOf(mesh, service, 1);
      return replayed(mesh, invoice.invoiceId, copy.url);
    }

    const linesThatDifferAfter = (forgery: Forgery): Promise<readonly string[]> =>
      copy.whileAltered(forgery, async () => {
        const { code, report } = await replayOfCopy();
        expect([code, report.identical]).toEqual([EXIT.different, false]);
        return report.lines.filter(({ identical }) => !identical).map(({ lineId }) => lineId);
      });

    const segment = (index: number): contracting.ContractSegment => {
      const found = story().service.contract.segments.at(index);
      if (!found) throw new Error(`the service has no segment at ${index}`);
      return found;
    };

    it('M2 the replay is identical as long as nothing was altered', async () => {
      expect(await replayOfCopy()).toMatchObject({ code: EXIT.done, report: { identical: true } });
    }, STEP_LIMIT_MS);

    it('M2 one rate in the signed contract is found, and the line that it is charged by is named', async () => {
      const { mesh, service } = story();
      const { segmentId } = segment(1);
      const contract = await mesh.ledger.only('contracting.v1.ContractSigned', service.uuid);
      expect(await linesThatDifferAfter(contractWithOtherRate(contract, segmentId))).toEqual([`${segmentId}/usage`]);
    }, STEP_LIMIT_MS);

    it('M2 one usage record in a signed batch is found, and the line that it is charged on is named', async () => {
      const { mesh, service } = story();
      const { segmentId } = segment(2);
      const { periodUntil } = (await statementOf(mesh, service, 1)).invoice;
      const isCharged = (record: agent.UsageRecord): boolean => record.segmentId === segmentId && record.until <= periodUntil;
      const batches = await mesh.ledger.all('billing.v1.UsageBatchAccepted');
      const batch = batches.find(({ data }) => agent.UsageBatch.decode(data.batch.body).records.some(isCharged));
      if (!batch) throw new Error(`no batch has a record of ${segmentId}`);
      expect(await linesThatDifferAfter(batchWithOtherOctets(batch, isCharged))).toEqual([`${segmentId}/usage`]);
    }, STEP_LIMIT_MS);

    it('M2 one bit of an advertised offer is found, and only lines that rest on the offer are named', async () => {
      const { segmentId, resources } = segment(-1);
      const advert = await story().mesh.ledger.only('advertising.v1.ResourceAdvertised', `resource-${resources[0]?.resourceId}`);
      const lines = await linesThatDifferAfter(advertWithOtherBit(advert));
      expect(lines.length).toBeGreaterThan(0);
      expect(lines.filter((lineId) => !lineId.startsWith(`${segmentId}/`))).toEqual([]);
    }, STEP_LIMIT_MS);

    it('S0-7 M7 the contract holds with the signatures of both sides, until a rate or a bit of an offer is another', async () => {
      const { mesh, service } = story();
      await copy.signTree(signingKey(readFileSync(mesh.home.operatorKeyFile, 'utf8')));
      await contractHoldsUntilForged({ mesh, service, copy });
    }, STEP_LIMIT_MS);
  });
}
