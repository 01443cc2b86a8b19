import { DEMONSTRATION_BUYER, EXIT } from '@carriermesh/operator-commands';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { NANOS_PER_DAY } from '@carriermesh/kernel';
import { billing, contracting, provisioning } from '@carriermesh/wire';
import { expectedInUse, statementOf, type ActiveService } from './active-service.js';
import { type Answered, answerTo } from './answers.js';
import { audited } from './audited-bills.js';
import { runCommand } from './command.js';
import { inUse, inventoryOf } from './inventory.js';
import { eventually } from './patience.js';
import { replayed } from './replay.js';
import { STEP_LIMIT_MS, type ScenarioMesh } from './scenario-mesh.js';

/** Longer than the notice, and shorter than the month that is running. */
const NOTICE_NS = 2n * NANOS_PER_DAY;

const terminationOf = ({ amendments = [] }: Answered) => amendments.find(({ termination }) => termination)?.termination ?? { endsAt: 'none', reason: 'none' };

/** Scenarios about a service two months of which are billed, and which its buyer then suspends, resumes, modifies and ends while others run on. */
export function endedService(story: () => { readonly mesh: ScenarioMesh; readonly service: ActiveService; readonly others: readonly ActiveService[] }): void {
  describe('a contract that its buyer ends', () => {
    let mesh: ScenarioMesh;
    let service: ActiveService;
    let others: readonly ActiveService[];
    let last: billing.Invoice;
    let suspended: readonly unknown[];

    const contractId = (): string => service.contract.contractId;
    const asked = (path: string, body?: object) => answerTo(mesh, path, body);

    beforeAll(async () => {
      ({ mesh, service, others } = story());
      const reaches = (state: string) => eventually(state, async () => ((await asked(`/v1/contracts/${contractId()}`)).json.state === state ? true : undefined));
      expect((await asked(`/v1/contracts/${contractId()}/suspension`, { requestId: 'pausing' })).status).toBe(202);
      await reaches('suspended');
      suspended = [(await mesh.ask(provisioning.GetActivation, { contractId: contractId() })).outcome, inUse(await inventoryOf(mesh))];
      const { code } = await runCommand('contract', 'resume', contractId(), '--home', mesh.home.directory);
      expect(code).toBe(EXIT.done);
      await reaches('active');
      expect((await asked(`/v1/contracts/${contractId()}/bandwidth`, { requestId: 'more', mbps: 2 * service.contract.terms.mbps })).status).toBe(202);
      await eventually('the other bandwidth', async () => ((await asked(`/v1/contracts/${contractId()}`)).json.changes?.[2]?.state === 'completed' ? true : undefined));
      const end = await asked(`/v1/contracts/${contractId()}/termination`, { requestId: 'leaving', reason: 'the office is closed' });
      expect([end.status, end.json.state, terminationOf(end.json).reason]).toEqual([202, 'terminating', 'the office is closed']);
      await mesh.launched.hands.advance(NOTICE_NS);
      await eventually('the end of the contract', async () => ((await asked(`/v1/contracts/${contractId()}`)).json.state === 'terminated' ? true : undefined));
      last = (await statementOf(mesh, service, 3)).invoice;
    }, STEP_LIMIT_MS);

    it('S0-10 was suspended and resumed at every provider, with its capacity held, by receipts of all of them', async () => {
      expect(suspended).toEqual([{ kind: 'activation', activation: expect.objectContaining({ state: 'suspended' }) }, expectedInUse([service, ...others])]);
      expect((await asked(`/v1/contracts/${contractId()}`)).json.changes).toMatchObject([{ change: 'suspend', state: 'completed' }, { change: 'resume', state: 'completed' }, { change: 'modify', state: 'completed' }]);
      expect(await mesh.ledger.counts('provisioning.v1.SegmentAdjusted', service.uuid)).toEqual({ 'provisioning.v1.SegmentAdjusted': 3 * service.contract.segments.length });
    });

    it('S0-10 S0-7 is terminated, with every provider’s signed release, and nobody carries anything of it', async () => {
      const { json } = await asked(`/v1/service-requests/${service.record.orderId}`);
      const { endsAt } = terminationOf((await asked(`/v1/contracts/${contractId()}`)).json);
      expect([json.state, json.endsAt]).toEqual(['terminated', endsAt]);
      const { outcome } = await mesh.ask(provisioning.GetActivation, { contractId: contractId() });
      expect(outcome).toMatchObject({ activation: { state: 'terminated', activeSegmentIds: [] } });
      expect(await mesh.ledger.counts('provisioning.v1.SegmentReleased', service.uuid)).toEqual({ 'provisioning.v1.SegmentReleased': service.contract.segments.length });
    });

    it('I1 leaves the capacity of the others in use and its own free', async () => {
      expect(inUse(await inventoryOf(mesh))).toEqual(expectedInUse(others));
    });

    it('S0-10 I3 is billed to its last second, with what is due for the rest of its term, and settled so', async () => {
      const { settlements, balance } = await statementOf(mesh, service, 3);
      const versions = (await mesh.ledger.all('contracting.v1.ContractAmended', service.uuid)).map(({ data }) => contracting.ContractAmendment.decode(data.amendment.body).change);
      expect(versions).toMatchObject([{ kind: 'bandwidth', bandwidth: { mbps: 2 * service.contract.terms.mbps } }, { kind: 'termination', termination: { endsAt: last.periodUntil } }]);
      expect(last.lines[0]?.unitPrice.microMinor).toBe(2n * (service.contract.prices[0]?.monthlyRecurring.microMinor ?? 0n));
      const kinds = service.contract.segments.flatMap(() => ['recurring', 'usage', 'early-termination']);
      expect(last.lines.map(({ kind }) => kind)).toEqual(kinds);
      expect(settlements.flatMap(({ lines }) => lines.map(({ kind }) => kind)).sort()).toEqual([...kinds].sort());
      expect(balance.customer.microMinor).toBe(balance.settlements.microMinor + balance.margin.microMinor + balance.tax.microMinor + balance.rounding.microMinor);
      expect((await audited(mesh)).endings.met).toMatchObject({ ended: 1 });
      // Nine months and most of a tenth are left, of which half is due.
      const [recurring, , early] = last.lines;
      const monthly = recurring!.unitPrice.microMinor;
      expect(early!.exactAmount.microMinor > (9n * monthly) / 2n && early!.exactAmount.microMinor < 5n * monthly).toBe(true);
      expect(recurring!.exactAmount.microMinor < monthly / 10n).toBe(true);
    });

    it('M2 has a last bill that a fresh process recomputes to the byte', async () => {
      expect(await replayed(mesh, last.invoiceId)).toMatchObject({ code: EXIT.done, report: { found: true, identical: true } });
    }, STEP_LIMIT_MS);

    it('S0-7 can be ended once', async () => {
      const again = await asked(`/v1/contracts/${contractId()}/termination`, { requestId: 'once-more' });
      expect([again.status, again.json.code]).toEqual([422, 'contract-already-ending']);
      const { invoices } = await mesh.ask(billing.ListInvoices, { buyerId: DEMONSTRATION_BUYER, contractId: contractId(), limit: 100 });
      expect(invoices.map(({ periodNumber }) => periodNumber).sort()).toEqual([1, 2, 3]);
    });
  });
}
