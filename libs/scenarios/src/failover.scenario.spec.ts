import { EXIT } from '@carriermesh/operator-commands';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { NANOS_PER_DAY, NANOS_PER_SECOND } from '@carriermesh/kernel';
import { monitoring, paths, provisioning } from '@carriermesh/wire';
import { activeService, statementOf, type ActiveService } from './support/active-service.js';
import { audited } from './support/audited-bills.js';
import { runCommand } from './support/command.js';
import { reportDead } from './support/dead-segment.js';
import { returned } from './support/return.js';
import { inUse, inventoryOf, oversold } from './support/inventory.js';
import { segmentHistories } from './support/journals.js';
import { LONDON, NEW_YORK, orderBody } from './support/orders.js';
import { eventually } from './support/patience.js';
import { replayed } from './support/replay.js';
import { LAUNCH_LIMIT_MS, ScenarioMesh, STEP_LIMIT_MS, STOP_LIMIT_MS } from './support/scenario-mesh.js';

describe('a running service', () => {
  let mesh: ScenarioMesh;
  let service: ActiveService;
  beforeAll(async () => {
    mesh = await ScenarioMesh.launch();
  }, LAUNCH_LIMIT_MS);
  afterAll(() => mesh?.stop(), STOP_LIMIT_MS);

  it('S2-14 S2-16 S2-17 M3 of which a segment is dead goes on over its contracted alternative, without a search and without a quote', async () => {
    service = await activeService(mesh, orderBody({ requestId: 'impaired', from: LONDON, to: NEW_YORK, mbps: 10, objective: 'latency', revert: { waitSeconds: 300 } }));
    const { contract, uuid } = service;
    const [dead] = contract.segments;
    if (!dead) throw new Error(`the contract ${contract.contractId} has no segment`);
    const searches = async () => (await mesh.ask(paths.GetTopologySummary, {})).searches;
    const before = await searches();
    const [started] = await mesh.ledger.all('provisioning.v1.ActivationStarted', uuid);
    await reportDead(mesh, dead, started!.data.serviceStartAt);

    const [moved] = await eventually('the move', async () => {
      const found = await mesh.ledger.all('provisioning.v1.ServiceRerouted', uuid);
      return found.length > 0 ? found : undefined;
    });
    const { toRoute, leftSegmentIds, segmentIds } = moved!.data;
    const contracted = contract.alternatives[toRoute - 1]?.segments ?? [];
    expect(leftSegmentIds).toEqual(contract.segments.map(({ segmentId }) => segmentId));
    expect(segmentIds).toEqual(contracted.map(({ segmentId }) => segmentId));
    expect(contracted.flatMap(({ resources }) => resources).some(({ resourceId }) => dead.resources.some((each) => each.resourceId === resourceId))).toBe(false);
    expect(await searches()).toBe(before);
    expect(await mesh.ledger.counts('contracting.v1.Quote', uuid)).toMatchObject({ 'contracting.v1.QuoteOffered': 1 });

    const [ended] = await mesh.ledger.all('provisioning.v1.ServiceImpairmentEnded', uuid);
    expect(ended?.data).toMatchObject({ end: 'rerouted', buyerId: contract.buyerId, faults: [{ segmentId: dead.segmentId, providerId: dead.providerId }] });

    await eventually('the release of every segment that it left', async () => {
      const histories = segmentHistories(mesh.home, uuid);
      return leftSegmentIds.every((id) => histories.get(id)?.released === 1) ? true : undefined;
    });
    const alarm = await eventually('the end of its alarm', async () => {
      const question = { buyerId: '', state: 'cleared', serviceId: contract.contractId, providerId: '', segmentId: dead.segmentId, limit: 10 } as const;
      return (await mesh.ask(monitoring.ListAlarms, question)).alarms[0];
    });
    expect(alarm).toMatchObject({ buyerId: contract.buyerId, providerId: dead.providerId, probableCause: 'loss-of-signal', crossed: { observed: 1_000_000n }, clearance: 'released' });
    const histories = segmentHistories(mesh.home, uuid);
    expect(segmentIds.map((id) => histories.get(id))).toEqual(segmentIds.map(() => ({ activated: 1, released: 0 })));
    const { outcome } = await mesh.ask(provisioning.GetActivation, { contractId: contract.contractId });
    expect(outcome).toMatchObject({ kind: 'activation', activation: { state: 'active', activeSegmentIds: segmentIds } });

    const { stdout } = await runCommand('contract', 'show', contract.contractId, '--json', '--home', mesh.home.directory);
    expect(JSON.parse(stdout)).toMatchObject({
      runsOn: `alternative ${toRoute}: ${segmentIds.join(', ')}`,
      course: [
        { text: expect.stringContaining(`impaired: ${dead.segmentId} of ${dead.providerId}, since `) },
        // Those before it go over what is dead, too.
        ...Array.from({ length: toRoute - 1 }, (_, index) => ({ text: expect.stringMatching(`^alternative ${index + 1} can't take over: .* belongs to the impaired segment ${dead.segmentId}`) })),
        { text: expect.stringMatching(/^was impaired for .* ms: rerouted$/) },
        { text: expect.stringContaining(`moved to alternative ${toRoute}, `) },
      ],
    });

    const inventory = await inventoryOf(mesh);
    expect(oversold(inventory)).toEqual([]);
    const used = inUse(inventory);
    for (const { resourceId } of [...contract.segments, ...contracted].flatMap(({ resources }) => resources)) expect(used[resourceId]?.committed).toBeGreaterThanOrEqual(contract.terms.mbps);
  }, STEP_LIMIT_MS);

  it('S2-16 I3 M2 is billed for each path by the time that it ran on it, without a credit for the moments in between, as a second reckoning has it to the last millionth', async () => {
    const [moved] = await mesh.ledger.all('provisioning.v1.ServiceRerouted', service.uuid);
    const { leftSegmentIds, segmentIds, reroutedAt } = moved!.data;
    await mesh.launched.hands.advance(31n * NANOS_PER_DAY);
    const { invoice, settlements, balance } = await statementOf(mesh, service, 1);
    expect(invoice.lines.map(({ kind, segmentId }) => [kind, segmentId])).toEqual([...leftSegmentIds, ...segmentIds].flatMap((id) => [['recurring', id], ['usage', id]]));
    const recurring = invoice.lines.filter(({ kind }) => kind === 'recurring');
    const secondsBefore = (reroutedAt - invoice.periodFrom) / NANOS_PER_SECOND;
    const seconds = (invoice.periodUntil - invoice.periodFrom) / NANOS_PER_SECOND;
    // Of two parts of a month each is in whole seconds.
    for (const { segmentId, quantity } of recurring) expect([-1n, 0n, 1n]).toContain(quantity - (leftSegmentIds.includes(segmentId) ? secondsBefore : seconds - secondsBefore));
    expect(balance.customer.microMinor).toBe(balance.settlements.microMinor + balance.margin.microMinor + balance.tax.microMinor + balance.rounding.microMinor);
    expect(settlements.flatMap(({ lines }) => lines.map(({ lineId }) => lineId)).sort()).toEqual(invoice.lines.map(({ lineId }) => lineId).sort());
    expect((await audited(mesh)).bills.invoiceIds).toEqual([invoice.invoiceId]);
    expect(await replayed(mesh, invoice.invoiceId)).toMatchObject({ code: EXIT.done, report: { found: true, identical: true } });
  }, STEP_LIMIT_MS);

  it('M3 goes back to its first path, which was well for long enough and is measured beside the one in use, without a search; and its next bill follows it to the last millionth', async () => {
    const { contract, uuid } = service;
    const searches = async () => (await mesh.ask(paths.GetTopologySummary, {})).searches;
    const before = await searches();
    const { begun, moved } = await returned(mesh, uuid);
    const way = contract.alternatives[begun.route - 1];
    expect(way?.againOf).toBe(0);
    expect(way?.segments.map(({ resources }) => resources)).toEqual(contract.segments.map(({ resources }) => resources));
    expect(moved).toMatchObject({ toRoute: begun.route, segmentIds: way?.segments.map(({ segmentId }) => segmentId) });
    expect(await searches()).toBe(before);
    const { stdout } = await runCommand('contract', 'show', contract.contractId, '--home', mesh.home.directory);
    expect(stdout).toContain('goes back to the contracted path after 300 s in which it was well, 3 times at most');
    expect(stdout).toContain(`moved to the contracted path again, as alternative ${begun.route}, `);
    await mesh.launched.hands.advance(31n * NANOS_PER_DAY);
    const { invoice, balance } = await statementOf(mesh, service, 2);
    const recurring = invoice.lines.filter(({ kind }) => kind === 'recurring').map(({ segmentId }) => segmentId);
    expect(recurring).toEqual([...moved.leftSegmentIds, ...moved.segmentIds]);
    expect(balance.customer.microMinor).toBe(balance.settlements.microMinor + balance.margin.microMinor + balance.tax.microMinor + balance.rounding.microMinor);
    expect((await audited(mesh)).bills.invoiceIds).toContain(invoice.invoiceId);
    expect(await replayed(mesh, invoice.invoiceId)).toMatchObject({ code: EXIT.done, report: { found: true, identical: true } });
    expect(oversold(await inventoryOf(mesh))).toEqual([]);
  }, STEP_LIMIT_MS);
});
