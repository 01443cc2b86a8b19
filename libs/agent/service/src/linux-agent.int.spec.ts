import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NatsConnection } from '@nats-io/transport-node';
import { sampleExchange } from '@carriermesh/exchange';
import { instantFromMs, NANOS_PER_SECOND, plus } from '@carriermesh/kernel';
import { connectBus } from '@carriermesh/platform-bus';
import { startNats, type TestNats } from '@carriermesh/platform-testing';
import { agent } from '@carriermesh/wire';
import { removeNamespaces } from './drivers/linux/fabric.js';
import { portsIn } from './drivers/linux/kernel.js';
import { circuitPorts, popNamespace } from './drivers/linux/names.js';
import { missingRequirement } from './drivers/linux/requirements.js';
import { AgentHome, until } from './testing/agent-home.js';
import { MeshDesk, newOperator } from './testing/mesh-desk.js';

const PREFIX = `cma${process.pid}`;
const SLOW_MS = 60_000;
const inventory = sampleExchange().providers.find(({ id }) => id === 'gulf-dhow');
const [link] = inventory?.links ?? [];
if (!inventory || !link) throw new Error('the sample has gulf-dhow, and it has links');
const ALFA = inventory.id;

const missing = await missingRequirement(PREFIX);
const suite = missing === undefined ? describe : describe.skip;

suite(`S3-7 an agent on the driver linux${missing === undefined ? '' : ` (skipped: it needs ${missing})`}`, () => {
  let nats: TestNats;
  let connection: NatsConnection;
  let home: AgentHome;
  let desk: MeshDesk;

  beforeAll(async () => {
    nats = await startNats();
    connection = await connectBus({ url: nats.url, name: 'mesh-desk' });
    home = new AgentHome([ALFA]);
    desk = new MeshDesk(connection, newOperator(), home.publicKeys);
    await desk.open('in.*.v1');
  }, SLOW_MS);
  afterAll(async () => {
    await home.close();
    await connection.close();
    await nats.stop();
    expect(desk.complaints).toEqual([]);
    await removeNamespaces(PREFIX, ALFA);
  }, SLOW_MS);

  const start = () => home.start(nats.url, desk.operator.publicKey, { changes: { driver: { kind: 'linux', namespacePrefix: PREFIX } } });
  const ids = { segmentId: 'seg_01980000-0000-8000-8000-000000000026-1', contractId: `con_01980000-0000-8000-8000-000000000026-${ALFA}`, contractSha256: new Uint8Array(32).fill(9) };
  const { entry } = circuitPorts(ids.segmentId);
  const mark = async () => (await portsIn(popNamespace(PREFIX, link.fromPopId))).find(({ name }) => name === entry)?.alias;

  it('signs for a circuit that the kernel has, reports its STAMP measurement, leaves it in place when it stops, and takes it away when it is released', async () => {
    const { running } = await start();
    const request: agent.ActivateSegmentRequest = {
      ...ids,
      fromPopId: link.fromPopId,
      toPopId: link.toPopId,
      resourceIds: [link.id],
      mbps: 10,
      serviceStartAt: instantFromMs(Date.now()),
      answerBy: plus(instantFromMs(Date.now()), 60n * NANOS_PER_SECOND),
    };
    expect((await desk.ask(agent.ActivateSegment.subject, agent.ActivateSegment, request)).outcome.kind).toBe('receipt');
    expect(await mark()).toBe(`whole:${ids.segmentId}`);
    await until('the measurement has come', () => desk.of('measure').length > 0);
    const [measurement] = desk.of('measure').flatMap(({ body }) => agent.MeasurementBatch.decode(body).measurements);
    expect(measurement).toMatchObject({ segmentId: ids.segmentId, lossPpm: 0 });
    expect(measurement?.latencyNs).toBeGreaterThan(0n);
    await home.stop(running);
    expect(await mark()).toBe(`whole:${ids.segmentId}`);
    await start();
    expect((await desk.ask(agent.ReleaseSegment.subject, agent.ReleaseSegment, ids)).outcome.kind).toBe('receipt');
    expect(await mark()).toBeUndefined();
  }, SLOW_MS);
});
