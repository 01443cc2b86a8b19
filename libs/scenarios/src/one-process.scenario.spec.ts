import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { services, startMesh } from '@carriermesh/app-mesh';
import { eventually, TrialMesh } from '@carriermesh/platform-trial';
import { contracting, monitoring, paths } from '@carriermesh/wire';

let trial: TrialMesh;
let stopMesh: () => Promise<void> = async () => undefined;

beforeAll(async () => {
  trial = await TrialMesh.start({ services: [] });
  const mesh = await startMesh(trial.environment);
  stopMesh = () => mesh.stop();
}, 120_000);

afterAll(async () => {
  await stopMesh();
  await trial.stop();
}, 60_000);

const operator = { context: { actor: 'operator', correlationId: 'one', causationId: 'one' } };
const buyer = { context: { actor: 'buyer:acme', correlationId: 'two', causationId: 'two' } };

describe('the mesh in one process', () => {
  it('runs every service and the relay, each heard of by monitoring', async () => {
    const wanted = ['relay', ...services.map(({ name }) => name)].sort();
    const heard = await eventually('every heartbeat', async () => {
      const { processes } = await trial.bus.request(monitoring.ListProcesses, {}, operator);
      const alive = new Set(processes.filter((process) => process.alive).map(({ service }) => service));
      return wanted.every((name) => alive.has(name)) ? alive : undefined;
    });
    expect([...heard].sort()).toEqual(wanted);
  });

  it('answers over the same bus as ever', async () => {
    expect(await trial.bus.request(paths.GetTopologySummary, {}, operator)).toMatchObject({ providers: 0, pops: 0, links: 0, interconnects: 0 });
  });

  it('takes an order through contracting and paths, and refuses it in words where nobody has advertised anything', async () => {
    const terms: contracting.ServiceTerms = {
      from: { place: { kind: 'city', city: 'London' } },
      to: { place: { kind: 'city', city: 'New York' } },
      mbps: 10, termMonths: 12, objective: 'profit', currency: 'EUR', acceptance: 'automatic',
    };
    const { outcome } = await trial.bus.request(contracting.RequestService, { buyerId: 'acme', requestId: 'r1', terms }, buyer);
    if (outcome.kind !== 'acknowledged') throw new Error('the order was not taken');
    const { orderId } = outcome.acknowledged;
    const refusal = await eventually('the refusal', async () => {
      const { outcome: found } = await trial.bus.request(contracting.GetServiceRequest, { buyerId: 'acme', orderId }, buyer);
      return found.kind === 'service-request' ? found.serviceRequest.refusal : undefined;
    });
    expect(refusal).toMatchObject({ code: 'unknown-place', message: expect.stringContaining('London') });
  });
});
