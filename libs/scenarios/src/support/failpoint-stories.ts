import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEMONSTRATION_BUYER, EXIT, readToken } from '@carriermesh/operator-commands';
import { formatMoney, NANOS_PER_DAY } from '@carriermesh/kernel';
import { billing } from '@carriermesh/wire';
import { activeService } from './active-service.js';
import { runCommand } from './command.js';
import { reportDead } from './dead-segment.js';
import { runWithFailpoint, type FailpointRun } from './failpoint-run.js';
import { inventoryOf, oversold } from './inventory.js';
import { segmentHistories } from './journals.js';
import { differing, type Problems } from './order-checks.js';
import { LONDON, NEW_YORK, orderBody } from './orders.js';
import { eventually } from './patience.js';
import { returned, wellAgain } from './return.js';
import { holdForgotten, quoteAccepted, quoteLapsed } from './quote-stories.js';
import type { ScenarioMesh } from './scenario-mesh.js';

/** What passes the failpoints that lie beside an order which goes well and buys its capacity at once, from its beginning to its end. */
const STORIES: Readonly<Record<string, (mesh: ScenarioMesh) => Promise<Problems>>> = {
  'contracting:erasure-before-record': partyForgotten,
  'billing:supplier-month-after-close': supplierSettled,
  'provisioning:reroute-bought-ahead': serviceMoved,
  'provisioning:reroute-before-segments': serviceMoved,
  'provisioning:revert-looked-back': serviceReturned,
  'provisioning:adjustment-after-capacity': serviceWidened,
  'provisioning:adjustment-before-record': serviceSuspended,
  'provider-agent:adjustment-before-journal': serviceSuspended,
  'advertising:process-after-input': quoteAccepted,
  'advertising:view-before-commit': quoteAccepted,
  'advertising:process-at-deadline': holdForgotten,
  'advertising:process-after-effect': holdForgotten,
  'contracting:process-at-deadline': quoteLapsed,
};

export const FAILPOINTS_BESIDE_AN_ORDER = Object.keys(STORIES);

/** The story of one of them, on a fresh mesh of processes, of which one kills itself there. */
export function storyWithFailpoint(failpoint: string): Promise<FailpointRun> {
  const story = STORIES[failpoint];
  if (!story) throw new Error(`nothing is told of the failpoint ${failpoint}`);
  return runWithFailpoint(failpoint, story);
}

/** A buyer says who it is and is forgotten: the key goes, once, and the ledger says so, once. */
async function partyForgotten(mesh: ScenarioMesh): Promise<Problems> {
  const contact = [
    { '@type': 'EmailContactMedium', emailAddress: 'zoe@kanarienvogel.example' },
    { '@type': 'PhoneContactMedium', phoneNumber: '+442079460958' },
    { '@type': 'GeographicAddressContactMedium', street1: 'Vogelweide 1717', city: 'Birdington-on-Sea', postCode: 'ZQ17 4XY', country: 'GB' },
  ];
  const said = await fetch(`${mesh.launched.apiUrl}/tmf-api/partyManagement/v5/individual/${DEMONSTRATION_BUYER}`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${readToken(mesh.home)}`, 'content-type': 'application/json' },
    body: JSON.stringify({ formattedName: 'Zoë Kanarienvogel', contactMedium: contact }),
  });
  const { code } = await runCommand('forget', DEMONSTRATION_BUYER, '--json', '--home', mesh.home.directory);
  const shown = await runCommand('party', 'show', DEMONSTRATION_BUYER, '--home', mesh.home.directory);
  return [
    ...differing('the answer to who the buyer is', said.status, 201),
    ...differing('the end of the command', code, EXIT.done),
    ...differing('events about the party', await mesh.ledger.counts('contracting.v1.Party', `party-${DEMONSTRATION_BUYER}`), {
      'contracting.v1.PartyForgotten': 1, 'contracting.v1.PartyKeyErased': 1, 'contracting.v1.PartyRegistered': 1,
    }),
    ...differing('what is shown of the party', shown.stdout.includes('Kanarienvogel'), false),
  ];
}

/** A supplier whose commitment nobody uses up: each month is closed once, with one settlement that asks for all of it. */
async function supplierSettled(mesh: ScenarioMesh): Promise<Problems> {
  const [enrolled] = await mesh.ledger.all('advertising.v1.ProviderEnrolled', '');
  const providerId = enrolled?.data.providerId ?? '';
  const file = join(mesh.home.directory, 'terms.json');
  writeFileSync(file, JSON.stringify({ kind: 'supplier', provider: providerId, currency: 'EUR', commitmentMonthly: '4000.00' }));
  const { code } = await runCommand('terms', 'set', file, '--home', mesh.home.directory);
  await eventually('the process', async () => ((await mesh.ledger.all('billing.v1.SupplierCycleStarted', providerId)).length > 0 ? true : undefined));
  // Over the end of the month that begins next, and two days.
  await mesh.launched.hands.advance(65n * NANOS_PER_DAY);
  const closed = await eventually('what follows the first closing', async () => {
    const events = await mesh.ledger.all('billing.v1.SupplierCyclePeriodClosed', providerId);
    return events.length > 0 ? events : undefined;
  });
  const settled = await mesh.ledger.all('billing.v1.SettlementIssued', providerId);
  const owed = settled.map(({ data }) => billing.Settlement.decode(data.settlement).lines.map(({ lineId, amount }) => `${lineId} ${formatMoney(amount)}`).join());
  return [
    ...differing('the end of the command', code, EXIT.done),
    ...differing('closings', (await mesh.ledger.all('billing.v1.SupplierPeriodClosed', providerId)).slice(0, closed.length).map(({ data }) => data.periodFrom), closed.map(({ data }) => data.periodFrom)),
    ...differing('settlements', new Set(settled.map(({ data }) => data.settlementId)).size, settled.length),
    ...differing('what they ask for', owed, owed.map(() => 'shortfall 4000.00')),
  ];
}

/** A service of which a segment is dead goes over to its alternative: once, with what it left given back and nothing oversold. */
async function serviceMoved(mesh: ScenarioMesh): Promise<Problems> {
  const { contract, uuid } = await activeService(mesh, orderBody({ requestId: 'impaired', from: LONDON, to: NEW_YORK, mbps: 10, objective: 'latency' }));
  const [started] = await mesh.ledger.all('provisioning.v1.ActivationStarted', uuid);
  const [dead] = contract.segments;
  if (!started || !dead) throw new Error(`the contract ${contract.contractId} was not activated`);
  await reportDead(mesh, dead, started.data.serviceStartAt);
  const { leftSegmentIds, segmentIds } = await eventually('the move', async () => (await mesh.ledger.all('provisioning.v1.ServiceRerouted', uuid))[0]?.data);
  await eventually('the release of what it left', async () => (leftSegmentIds.every((id) => segmentHistories(mesh.home, uuid).get(id)?.released === 1) ? true : undefined));
  const histories = segmentHistories(mesh.home, uuid);
  return [
    ...differing('moves', await mesh.ledger.counts('provisioning.v1.ServiceRerouted', uuid), { 'provisioning.v1.ServiceRerouted': 1 }),
    ...differing('holds, of the order and of the move', await mesh.ledger.counts('advertising.v1.HoldPlaced', uuid), { 'advertising.v1.HoldPlaced': 2 }),
    ...differing('what the providers carry', segmentIds.map((id) => histories.get(id)), segmentIds.map(() => ({ activated: 1, released: 0 }))),
    ...differing('resources given away twice', oversold(await inventoryOf(mesh)), []),
  ];
}

/** A service that was moved goes back when its first path is well: once, over segments that each came up once, and with no capacity but the first path's. */
async function serviceReturned(mesh: ScenarioMesh): Promise<Problems> {
  const { contract, uuid } = await activeService(mesh, orderBody({ requestId: 'returned', from: LONDON, to: NEW_YORK, mbps: 10, objective: 'latency', revert: { waitSeconds: 300 } }));
  const [started] = await mesh.ledger.all('provisioning.v1.ActivationStarted', uuid);
  const [dead] = contract.segments;
  if (!started || !dead) throw new Error(`the contract ${contract.contractId} was not activated`);
  await reportDead(mesh, dead, started.data.serviceStartAt);
  await eventually('the release of what it left', async () => (contract.segments.every(({ segmentId }) => segmentHistories(mesh.home, uuid).get(segmentId)?.released === 1) ? true : undefined));
  await wellAgain(mesh, uuid);
  const { moved } = await returned(mesh, uuid);
  const histories = segmentHistories(mesh.home, uuid);
  return [
    ...differing('moves', await mesh.ledger.counts('provisioning.v1.ServiceRerouted', uuid), { 'provisioning.v1.ServiceRerouted': 2 }),
    ...differing('ways back', await mesh.ledger.counts('provisioning.v1.RevertStarted', uuid), { 'provisioning.v1.RevertStarted': 1 }),
    ...differing('what the providers carry', moved.segmentIds.map((id) => histories.get(id)), moved.segmentIds.map(() => ({ activated: 1, released: 0 }))),
    ...differing('resources given away twice', oversold(await inventoryOf(mesh)), []),
  ];
}

/** A service is suspended and resumed: at every provider, each time once, with all of its capacity held. */
async function serviceSuspended(mesh: ScenarioMesh): Promise<Problems> {
  const { contract, uuid } = await activeService(mesh, orderBody({ requestId: 'paused', from: LONDON, to: NEW_YORK, mbps: 10, objective: 'latency' }));
  const { contractId, segments } = contract;
  const change = async (kind: 'suspend' | 'resume', times: number): Promise<number | null> => {
    const { code } = await runCommand('contract', kind, contractId, '--request', kind, '--home', mesh.home.directory);
    await eventually(kind, async () => ((await mesh.ledger.all('contracting.v1.ServiceChangeCompleted', uuid)).length === times ? true : undefined));
    return code;
  };
  const codes = [await change('suspend', 1), await change('resume', 2)];
  return [
    ...differing('the ends of the commands', codes, [EXIT.done, EXIT.done]),
    ...differing('changes', await mesh.ledger.counts('provisioning.v1.ServiceChange', uuid), { 'provisioning.v1.ServiceChangeStarted': 2, 'provisioning.v1.ServiceChanged': 2 }),
    ...differing('receipts', await mesh.ledger.counts('provisioning.v1.SegmentAdjusted', uuid), { 'provisioning.v1.SegmentAdjusted': 2 * segments.length }),
    ...differing('what the providers carry', segments.map(({ segmentId }) => segmentHistories(mesh.home, uuid).get(segmentId)), segments.map(() => ({ activated: 1, released: 0 }))),
    ...differing('resources given away twice', oversold(await inventoryOf(mesh)), []),
  ];
}

/** A service carries more: its capacity grows once, every provider follows, and one version of the contract says so. */
async function serviceWidened(mesh: ScenarioMesh): Promise<Problems> {
  const { contract, uuid } = await activeService(mesh, orderBody({ requestId: 'widened', from: LONDON, to: NEW_YORK, mbps: 10, objective: 'latency' }));
  const { code } = await runCommand('contract', 'modify', contract.contractId, '--mbps', '25', '--home', mesh.home.directory);
  await eventually('the next version', async () => ((await mesh.ledger.all('contracting.v1.ContractAmended', uuid)).length === 1 ? true : undefined));
  return [
    ...differing('the end of the command', code, EXIT.done),
    ...differing('sizes of its capacity', await mesh.ledger.counts('advertising.v1.HoldResized', uuid), { 'advertising.v1.HoldResized': 1 }),
    ...differing('receipts', await mesh.ledger.counts('provisioning.v1.SegmentAdjusted', uuid), { 'provisioning.v1.SegmentAdjusted': contract.segments.length }),
    ...differing('resources given away twice', oversold(await inventoryOf(mesh)), []),
  ];
}
