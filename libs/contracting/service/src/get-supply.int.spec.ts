import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sealEnvelope, sha256, SIGNED_AS } from '@carriermesh/platform-signing';
import { TrialMesh } from '@carriermesh/platform-trial';
import { agent, contracting as language } from '@carriermesh/wire';
import { contracting } from './contracting.service.js';

const ALFA = 'alfa';
const UNKNOWN = { kind: 'refused', refused: { code: 'contract-unknown' } };

describe('S3-6 what a provider sold under many contracts', () => {
  let mesh: TrialMesh;

  beforeAll(async () => {
    mesh = await TrialMesh.start({ services: [contracting] });
  }, 60_000);
  afterAll(() => mesh?.stop(), 60_000);

  /** @returns the ids of so many contracts, by which a provider sold something, of at least so many octets each */
  async function sold(name: string, { count, octets = 0, providerId = ALFA }: { readonly count: number; readonly octets?: number; readonly providerId?: string }): Promise<string[]> {
    const contractIds = Array.from({ length: count }, (_, index) => `con_${name}-${index}`);
    const appends = contractIds.map((contractId) => {
      const supplyContractId = `${contractId}-${providerId}`;
      const body = language.SupplyContract.encode({
        supplyContractId, contractId, providerId, sellerId: 'x'.repeat(octets), mbps: 1, termMonths: 1, signedAt: mesh.now(),
        segments: [], prices: [], serviceLevels: [], standbySegments: [], standbyPrices: [], standbyServiceLevels: [],
      });
      const data = { supplyContractId, contractId, providerId, contract: sealEnvelope(mesh.operator, SIGNED_AS.supplyContract, body), contractSha256: sha256(body), offers: [] };
      return { stream: `supply-${supplyContractId}`, expected: 'none' as const, events: [{ type: 'contracting.v1.SupplyContractSigned' as const, data }] };
    });
    await mesh.ledger.commit(appends, mesh.context('seller'));
    return contractIds;
  }

  async function asked([contractId = '', ...furtherContractIds]: readonly string[], providerId = ALFA): Promise<{ readonly bytes: number; readonly told: readonly (readonly [string, agent.SupplyReply['outcome']])[] }> {
    const { data } = await mesh.connection.request(`cm.in.${providerId}.supply.v1`, agent.SupplyQuestion.encode({ contractId, furtherContractIds }), { timeout: 5_000 });
    const { outcome, further } = agent.SupplyReply.decode(data);
    return { bytes: data.length, told: [[contractId, outcome], ...further.map((answer) => [answer.contractId, answer.outcome] as const)] };
  }

  const idsOf = ({ told }: Awaited<ReturnType<typeof asked>>) => told.map(([contractId, outcome]) => {
    if (outcome.kind === 'refused') throw new Error(`${contractId}: ${outcome.refused.message}`);
    return language.SupplyContract.decode(outcome.supply.contract.body).contractId;
  });

  it('is told with one reply, of up to 64 contracts; more are left out', async () => {
    const contractIds = await sold('many', { count: 70 });
    expect(idsOf(await asked(contractIds.slice(0, 1)))).toEqual(contractIds.slice(0, 1));
    expect(idsOf(await asked(contractIds.slice(0, 64)))).toEqual(contractIds.slice(0, 64));
    expect(idsOf(await asked(contractIds))).toEqual(contractIds.slice(0, 64));
  });

  it('I10 is told of each contract by itself: what another sold, never was or is no id is told of as if there were none', async () => {
    const [own = '', last = ''] = await sold('own', { count: 2 });
    const [foreign = ''] = await sold('foreign', { count: 1, providerId: 'brio' });
    const { told } = await asked([own, foreign, 'con_never', 'no token', `${foreign}-brio`, '', last]);
    expect(told).toMatchObject([[own, { kind: 'supply' }], ...[foreign, 'con_never', 'no token', `${foreign}-brio`, ''].map((id) => [id, UNKNOWN]), [last, { kind: 'supply' }]]);
    expect(new Set(told.slice(1, -1).map(([, outcome]) => JSON.stringify(outcome))).size).toBe(1);
  });

  it('stays within 512 KiB, and leaves out the rest; one contract alone is told whatever its length', async () => {
    const contractIds = await sold('long', { count: 6, octets: 150_000 });
    const reply = await asked(contractIds);
    expect(idsOf(reply)).toEqual(contractIds.slice(0, 3));
    expect(reply.bytes).toBeLessThanOrEqual(512 * 1_024);
    expect(idsOf(await asked(contractIds.slice(3)))).toEqual(contractIds.slice(3));
    const longest = [...(await sold('longest', { count: 1, octets: 600_000 })), ...contractIds];
    expect(idsOf(await asked(longest))).toEqual(longest.slice(0, 1));
    expect(idsOf(await asked(longest.toReversed()))).toEqual(longest.toReversed().slice(0, 3));
  });
});
