import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { NANOS_PER_DAY } from '@carriermesh/kernel';
import type { EventType } from '@carriermesh/wire';
import { activeService, type ActiveService } from './support/active-service.js';
import { killAndAwaitNext } from './support/mesh-processes.js';
import { billedOnce, holdsAreOf, orderedOnce } from './support/order-checks.js';
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
  ['nats', 'provisioning.v1.ActivationStarted'],
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
    expect(await orderedOnce(mesh, service)).toEqual([]);
    services.push(service);
  }, STEP_LIMIT_MS);

  it('I1 leaves each resource with the bandwidth of the services that run over it, and nothing held', async () => {
    expect(services).toHaveLength(KILLS.length);
    expect(await holdsAreOf(mesh, services)).toEqual([]);
  }, STEP_LIMIT_MS);

  it('I2 I3 is billed once for its month, exactly, although billing, its bus and its database die over it as well', async () => {
    await mesh.launched.hands.advance(31n * NANOS_PER_DAY);
    for (const [name, invoices] of [['billing', 1], ['provider-agent', 3], ['nats', 5], ['postgres', 7]] as const) {
      await untilInvoiced(invoices);
      await killAndAwaitNext(mesh.home, name);
    }
    await untilInvoiced(services.length);
    for (const service of services) expect(await billedOnce(mesh, service)).toEqual([]);
  }, 2 * STEP_LIMIT_MS);

  async function untilInvoiced(invoices: number): Promise<void> {
    await eventually(`${invoices} invoices`, async () => ((await mesh.ledger.hasCount('billing.v1.InvoiceIssued', invoices)) ? true : undefined));
  }
});
