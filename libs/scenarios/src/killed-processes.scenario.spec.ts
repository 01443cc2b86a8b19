import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { NANOS_PER_DAY, NANOS_PER_HOUR } from '@carriermesh/kernel';
import { billing, type EventType } from '@carriermesh/wire';
import { activeService, expectedInUse, type ActiveService } from './support/active-service.js';
import { asReckoned, reckonBill } from './support/bill-oracle.js';
import { inUse, inventoryOf } from './support/inventory.js';
import { segmentHistories } from './support/journals.js';
import { killAndAwaitNext } from './support/mesh-processes.js';
import { orderBody } from './support/orders.js';
import { eventually } from './support/patience.js';
import { LAUNCH_LIMIT_MS, ScenarioMesh, STEP_LIMIT_MS, STOP_LIMIT_MS } from './support/scenario-mesh.js';

/** Over two providers, so that each step of the promise has something to lose. */
const ROUTE = { from: { city: 'Lisbon' }, to: { city: 'Singapore' }, mbps: 100, objective: 'latency' } as const;
const LOOK_EVERY_MS = 3;

/** Who is killed, and the step of the order that it is killed after: the step that it is needed for comes next. */
const KILLS: readonly (readonly [name: string, after: EventType])[] = [
  ['gateway', 'contracting.v1.ServiceRequested'],
  ['paths', 'contracting.v1.ServiceRequested'],
  ['contracting', 'contracting.v1.QuoteOffered'],
  ['advertising', 'contracting.v1.QuoteOffered'],
  ['relay', 'advertising.v1.HoldPlaced'],
  ['provisioning', 'contracting.v1.ContractSigned'],
  ['provider-agent', 'provisioning.v1.ActivationStarted'],
  ['billing', 'provisioning.v1.ServiceActivated'],
  ['monitoring', 'provisioning.v1.SegmentActivated'],
  ['nats', 'advertising.v1.HoldCommitted'],
  ['postgres', 'contracting.v1.QuoteOffered'],
];

describe('an order in the middle of which a process is killed with kill -9', () => {
  let mesh: ScenarioMesh;
  const services: ActiveService[] = [];
  beforeAll(async () => {
    mesh = await ScenarioMesh.launch();
  }, LAUNCH_LIMIT_MS);
  afterAll(() => mesh?.stop(), STOP_LIMIT_MS);

  it.each(KILLS)('S0-1 is active in the end when %s dies after %s', async (name, after) => {
    const before = await mesh.ledger.count(after);
    let hasEnded = false;
    const ordered = activeService(mesh, orderBody({ ...ROUTE, requestId: `kill-${name}` }));
    const ended = (): unknown => (hasEnded = true);
    void ordered.then(ended, ended);
    // After the order's end it would be too late to wait for a step of it.
    while (!hasEnded && !(await mesh.ledger.hasCount(after, before + 1))) await sleep(LOOK_EVERY_MS);
    const [service] = await Promise.all([ordered, killAndAwaitNext(mesh.home, name)]);
    await expectOnce(service);
    services.push(service);
  }, STEP_LIMIT_MS);

  /** However often a step was tried: one order, one contract, one hold under contract, one activation of each segment. */
  async function expectOnce({ uuid, contract: { segments } }: ActiveService): Promise<void> {
    expect(await mesh.ledger.counts('contracting.v1.', uuid)).toMatchObject({
      'contracting.v1.ServiceRequested': 1, 'contracting.v1.QuoteOffered': 1, 'contracting.v1.ContractSigned': 1, 'contracting.v1.ServiceRequestCompleted': 1,
      'contracting.v1.SupplyContractSigned': new Set(segments.map(({ providerId }) => providerId)).size,
    });
    expect(await mesh.ledger.counts('advertising.v1.Hold', uuid)).toMatchObject({ 'advertising.v1.HoldPlaced': 1, 'advertising.v1.HoldCommitted': 1 });
    expect(await mesh.ledger.counts('provisioning.v1.', uuid)).toEqual({
      'provisioning.v1.ActivationStarted': 1, 'provisioning.v1.SegmentActivated': segments.length, 'provisioning.v1.ServiceActivated': 1,
    });
    const once = segments.map(({ segmentId }) => [segmentId, { activated: 1, released: 0 }] as const);
    expect(segmentHistories(mesh.home, uuid)).toEqual(new Map(once));
  }

  it('I1 leaves each resource with the bandwidth of the services that run over it, and nothing held', async () => {
    expect(services).toHaveLength(KILLS.length);
    expect(inUse(await inventoryOf(mesh))).toEqual(expectedInUse(services));
  }, STEP_LIMIT_MS);

  it('I2 I3 is billed once for its month, exactly, although billing, its bus and its database die over it as well', async () => {
    await mesh.launched.hands.advance(31n * NANOS_PER_DAY);
    for (const [name, invoices] of [['billing', 1], ['provider-agent', 3], ['nats', 5], ['postgres', 7]] as const) {
      await untilInvoiced(invoices);
      await killAndAwaitNext(mesh.home, name);
    }
    await untilInvoiced(services.length);
    for (const service of services) await expectBilledOnce(service);
  }, 2 * STEP_LIMIT_MS);

  async function untilInvoiced(invoices: number): Promise<void> {
    await eventually(`${invoices} invoices`, async () => ((await mesh.ledger.hasCount('billing.v1.InvoiceIssued', invoices)) ? true : undefined));
  }

  async function expectBilledOnce({ uuid, contract }: ActiveService): Promise<void> {
    const { data } = await mesh.ledger.only('billing.v1.InvoiceIssued', uuid);
    const invoice = billing.Invoice.decode(data.invoice);
    const bill = await reckonBill(mesh, contract, { from: invoice.periodFrom, until: invoice.periodUntil });
    expect(asReckoned(invoice.lines)).toEqual(bill.customer);
    expect(invoice.total.microMinor).toBe(bill.net + bill.tax);
    const hours = Number((invoice.periodUntil - invoice.periodFrom) / NANOS_PER_HOUR);
    expect(invoice.lines.filter(({ kind }) => kind === 'usage').map(({ records }) => records)).toEqual(contract.segments.map(() => hours));
    const rated = (await mesh.ledger.all('billing.v1.UsageRated', `${uuid}-1`)).flatMap((each) =>
      each.data.records.map(({ recordId }) => `${each.data.providerId}~${recordId}`),
    );
    expect(new Set(rated).size).toBe(rated.length);
  }
});
