import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { NANOS_PER_DAY } from '@carriermesh/kernel';
import { advertising, contracting, paths } from '@carriermesh/wire';
import { activeService, contractedResources, statementOf, type ActiveService } from './support/active-service.js';
import { audited } from './support/audited-bills.js';
import { runCommand } from './support/command.js';
import { reportDead } from './support/dead-segment.js';
import { inventoryOf, oversold } from './support/inventory.js';
import { orderBody } from './support/orders.js';
import { eventually } from './support/patience.js';
import { LAUNCH_LIMIT_MS, ScenarioMesh, STEP_LIMIT_MS, STOP_LIMIT_MS } from './support/scenario-mesh.js';

const WAVELENGTH = { mbps: 100_000, layerOne: 'wavelength', objective: 'latency' } as const;
const TO_BUDAPEST = { ...WAVELENGTH, from: { city: 'London' }, to: { city: 'Budapest' } } as const;
const HANDOVER = 'continental-lattice/VIE_OPT~bosphorus-thread/VIE_OPT';

describe('layer 1 and carrier virtual networks in the mesh', () => {
  let mesh: ScenarioMesh;
  let first: ActiveService;
  beforeAll(async () => {
    mesh = await ScenarioMesh.launch();
  }, LAUNCH_LIMIT_MS);
  afterAll(() => mesh?.stop(), STOP_LIMIT_MS);

  const unitsOf = (service: ActiveService) => Object.fromEntries(contractedResources(service).map(({ resourceId, unit }) => [resourceId, unit]));
  const takenOf = async (resourceId: string) => (await mesh.ask(advertising.GetInventory, { resourceIds: [resourceId] })).resources[0]?.units?.taken;

  it('S2-1 M6 sells one wavelength over two networks, the same until it is converted, and tells contract, supplier and agent which it is', async () => {
    first = await activeService(mesh, orderBody({ requestId: 'light-1', ...TO_BUDAPEST }));
    expect(unitsOf(first)).toEqual({
      'continental-lattice/FRA-LON-dwdm': 704,
      'continental-lattice/FRA-VIE_OPT-dwdm': 704,
      [HANDOVER]: 704,
      'bosphorus-thread/VIE_OPT~continental-lattice/VIE_OPT': 704,
      'bosphorus-thread/BUD-VIE_OPT-dwdm': 560,
    });
    const supplies = await mesh.ledger.all('contracting.v1.SupplyContractSigned', first.uuid);
    const supplied = supplies.flatMap(({ data }) => contracting.SupplyContract.decode(data.contract.body).segments.flatMap(({ resources }) => resources.map(({ unit }) => unit)));
    expect(supplied.sort()).toEqual([560, 704, 704, 704, 704]);
    const [started] = await mesh.ledger.all('provisioning.v1.ActivationStarted', first.uuid);
    expect(started?.data.segments.map(({ units }) => units)).toEqual([{ technology: 'wavelength', numbers: [704, 704, 704] }, { technology: 'wavelength', numbers: [704, 560] }]);
    const { stdout } = await runCommand('contract', 'show', first.contract.contractId, '--home', mesh.home.directory);
    expect(stdout).toContain('continental-lattice/FRA-LON-dwdm, wavelength 704  ');
  }, STEP_LIMIT_MS);

  it('I1 S2-1 sells what is left once, to one of 12 who want it at once, and tells the others what there is', async () => {
    const stories = await Promise.all(Array.from({ length: 12 }, (_, index) => mesh.order(orderBody({ requestId: `rush-${index}`, ...TO_BUDAPEST }))));
    const won = stories.filter(({ contract }) => contract !== undefined);
    expect(won.map(({ contract }) => contract?.segments[0]?.resources[0]?.unit)).toEqual([712]);
    expect([...new Set(stories.filter(({ contract }) => !contract).map(({ record }) => record.refusal?.code))]).toEqual(['no-unit']);
    expect(await takenOf(HANDOVER)).toEqual([704, 712]);
    expect(oversold(await inventoryOf(mesh))).toEqual([]);
  }, STEP_LIMIT_MS);

  it('S2-1 M6 frees a wavelength with the end of its service, for the next one, which is billed and settled like any other', async () => {
    await runCommand('contract', 'terminate', first.contract.contractId, '--home', mesh.home.directory);
    await mesh.launched.hands.advance(3n * NANOS_PER_DAY);
    await eventually('the free wavelength', async () => ((await takenOf(HANDOVER))?.includes(704) ? undefined : true));
    const next = await activeService(mesh, orderBody({ requestId: 'light-2', ...TO_BUDAPEST }));
    expect(unitsOf(next)[HANDOVER]).toBe(704);
    await mesh.launched.hands.advance(31n * NANOS_PER_DAY);
    const { invoice, settlements } = await statementOf(mesh, next, 1);
    expect((await audited(mesh)).bills.invoiceIds).toContain(invoice.invoiceId);
    expect(settlements.map(({ providerId }) => providerId).sort()).toEqual(['bosphorus-thread', 'continental-lattice']);
  }, STEP_LIMIT_MS);

  it('S2-14 M3 moves a wavelength that fails to one that shares nothing with it, and takes its unit then', async () => {
    const moving = await activeService(mesh, orderBody({ requestId: 'light-3', ...WAVELENGTH, from: { city: 'London' }, to: { city: 'Frankfurt' } }));
    const { contract, uuid } = moving;
    expect(unitsOf(moving)).toEqual({ 'continental-lattice/FRA-LON-dwdm': 688 });
    expect(contract.alternatives.map(({ resources }) => resources.map(({ resourceId, unit }) => [resourceId, unit]))).toEqual([[['continental-lattice/FRA-LON-dwdm2', 688]]]);
    expect(await takenOf('continental-lattice/FRA-LON-dwdm2')).toEqual([]);
    const searches = async () => (await mesh.ask(paths.GetTopologySummary, {})).searches;
    const before = await searches();
    const [started] = await mesh.ledger.all('provisioning.v1.ActivationStarted', uuid);
    await reportDead(mesh, contract.segments[0]!, started!.data.serviceStartAt);
    await eventually('the move', async () => ((await mesh.ledger.all('provisioning.v1.ServiceRerouted', uuid)).length > 0 ? true : undefined));
    expect(await takenOf('continental-lattice/FRA-LON-dwdm2')).toEqual([688]);
    expect(await searches()).toBe(before);
  }, STEP_LIMIT_MS);

  it('S2-4 sells to a carrier virtual network what is dedicated, and refuses where there is nothing of it', async () => {
    const service = await activeService(mesh, orderBody({ requestId: 'network', from: { city: 'London' }, to: { city: 'Paris' }, virtualNetwork: true }));
    expect(contractedResources(service).map(({ resourceId }) => resourceId)).toEqual(['continental-lattice/LON-PAR-cvn']);
    const { record } = await mesh.order(orderBody({ requestId: 'no-network', from: { city: 'London' }, to: { city: 'Frankfurt' }, virtualNetwork: true }));
    expect(record.refusal).toMatchObject({ code: 'no-route', message: 'No offers in force join London and Frankfurt over dedicated resources or the buyer’s own.' });
    const plain = await activeService(mesh, orderBody({ requestId: 'plain', from: { city: 'London' }, to: { city: 'Paris' } }));
    expect(contractedResources(plain).some(({ resourceId }) => resourceId.endsWith('-cvn'))).toBe(false);
  }, STEP_LIMIT_MS);
});
