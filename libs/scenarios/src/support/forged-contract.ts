import { expect } from '@jest/globals';
import { EXIT } from '@carriermesh/operator-commands';
import type { ActiveService } from './active-service.js';
import { runCommand } from './command.js';
import { contractWithOtherRate, supplyWithOtherOfferBit, type Forgery } from './forgeries.js';
import type { LedgerCopy } from './ledger-copy.js';
import type { ScenarioMesh } from './scenario-mesh.js';

/** What the scenario reads of a contract's verification. */
interface VerifiedContract {
  readonly code: number | null;
  readonly holds: boolean;
  readonly checks: readonly { readonly what: string; readonly holds: boolean }[];
  readonly report: { readonly findings: readonly { readonly kind: string; readonly position: string }[] };
}

/** The contract of a service of several providers, verified by the command in a copy that has its tree. */
export async function contractHoldsUntilForged({ mesh, service, copy }: { readonly mesh: ScenarioMesh; readonly service: ActiveService; readonly copy: LedgerCopy }): Promise<void> {
  const { contractId, segments } = service.contract;
  const verify = async (): Promise<VerifiedContract> => {
    const { code, stdout } = await runCommand('contract', 'verify', contractId, '--home', mesh.home.directory, '--ledger', copy.url, '--json');
    return { ...(JSON.parse(stdout) as VerifiedContract), code };
  };
  const sound = await verify();
  expect(sound).toMatchObject({ code: EXIT.done, holds: true, report: { findings: [], notChecked: [] } });
  const counterSigned = sound.checks.filter(({ what }) => what.includes('counter-signed'));
  expect(counterSigned.map(({ what }) => what)).toEqual(expect.arrayContaining(segments.map(({ segmentId, providerId }) => `${providerId} has counter-signed by its receipt for ${segmentId}`)));
  const kindsAfter = (forgery: Forgery) =>
    copy.whileAltered(forgery, async () => {
      const { code, holds, report, checks } = await verify();
      expect([code, holds]).toEqual([EXIT.different, false]);
      // A commit that is not proven is named by its first event.
      expect(report.findings.filter(({ kind }) => kind !== 'unproven-commit').every(({ position }) => position === forgery.position.toString())).toBe(true);
      return [...report.findings.map(({ kind }) => kind), ...checks.filter((check) => !check.holds).map(({ what }) => what)];
    });
  const contract = await mesh.ledger.only('contracting.v1.ContractSigned', service.uuid);
  expect(await kindsAfter(contractWithOtherRate(contract, segments[1]?.segmentId ?? ''))).toEqual(['unproven-commit', 'altered-statement', 'unsigned-statement']);
  const provider = segments.at(-1)?.providerId ?? '';
  const supply = await mesh.ledger.only('contracting.v1.SupplyContractSigned', `supply-${contractId}-${provider}`);
  expect(await kindsAfter(supplyWithOtherOfferBit(supply))).toEqual(['unproven-commit', 'unsigned-statement', `${provider} has offered all of their resources`]);
}
