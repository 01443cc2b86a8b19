import { generateKeyPairSync } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { NANOS_PER_DAY } from '@carriermesh/kernel';
import type { OrderBody } from '@carriermesh/operator-commands';
import { contracting, type common } from '@carriermesh/wire';
import { runCommand } from './support/command.js';
import { inUse, inventoryOf } from './support/inventory.js';
import { segmentHistories } from './support/journals.js';
import { killAndAwaitNext } from './support/mesh-processes.js';
import { FRANKFURT, orderBody, SYDNEY, uuidOf } from './support/orders.js';
import { eventually } from './support/patience.js';
import { LAUNCH_LIMIT_MS, ScenarioMesh, STEP_LIMIT_MS, STOP_LIMIT_MS } from './support/scenario-mesh.js';

const REFUSING = 'prairie-spine';
const SILENT = 'bosphorus-thread';
/** Its key is taken over by somebody else in the course of the story. */
const USURPED = 'continental-lattice';

interface Failure {
  readonly refusal: common.Refusal;
  readonly uuid: string;
  readonly segments: readonly contracting.ContractSegment[];
  /** The segments of the provider that is to blame. */
  readonly blamed: ReadonlySet<string>;
}

describe('a service of which one provider in the middle does not do its part', () => {
  let mesh: ScenarioMesh;
  const failures: Failure[] = [];
  beforeAll(async () => {
    mesh = await ScenarioMesh.launch({ behaviours: { [REFUSING]: { refuse: true }, [SILENT]: { silent: true } } });
  }, LAUNCH_LIMIT_MS);
  afterAll(() => mesh?.stop(), STOP_LIMIT_MS);

  async function failedOrder(body: OrderBody, culprit: string): Promise<Failure> {
    const { record } = await mesh.order(body);
    const uuid = uuidOf(record.orderId);
    const { data } = await mesh.ledger.only('contracting.v1.ContractSigned', uuid);
    const { segments } = contracting.Contract.decode(data.contract.body);
    const position = segments.findIndex(({ providerId }) => providerId === culprit);
    expect(position > 0 && position < segments.length - 1).toBe(true);
    if (!record.refusal) throw new Error(`the order ${body.requestId} is ${record.state}, although ${culprit} is on its way`);
    expect(record.refusal.message).toContain(culprit);
    const blamed = new Set(segments.filter(({ providerId }) => providerId === culprit).map(({ segmentId }) => segmentId));
    const failure = { refusal: record.refusal, uuid, segments, blamed };
    failures.push(failure);
    return failure;
  }

  /** S0-1: all legs or none. Looked at on both sides: in the mesh's ledger, and in what each provider wrote down for itself. */
  async function expectAllReleased({ uuid, segments, blamed }: Failure): Promise<void> {
    expect(inUse(await inventoryOf(mesh))).toEqual({});
    expect(await mesh.ledger.counts('contracting.v1.', uuid)).toMatchObject({
      'contracting.v1.ContractSigned': 1, 'contracting.v1.ContractVoided': 1, 'contracting.v1.ServiceRequestRefused': 1,
    });
    const events = await mesh.ledger.counts('provisioning.v1.', uuid);
    expect(events).toMatchObject({ 'provisioning.v1.ActivationFailed': 1 });
    expect(events['provisioning.v1.ServiceActivated']).toBeUndefined();
    const released = new Set((await mesh.ledger.all('provisioning.v1.SegmentReleased', uuid)).map(({ data }) => data.segmentId));
    const others = segments.map(({ segmentId }) => segmentId).filter((segmentId) => !blamed.has(segmentId));
    expect(others.filter((segmentId) => !released.has(segmentId))).toEqual([]);
    const histories = segmentHistories(mesh.home, uuid);
    expect(others.map((segmentId) => [segmentId, histories.get(segmentId)?.released])).toEqual(others.map((segmentId) => [segmentId, 1]));
  }

  it('S0-1 is refused in the name of the one that said no, and every other segment and all capacity is free again', async () => {
    const failure = await failedOrder(orderBody({ requestId: 'refusing', from: FRANKFURT, to: SYDNEY, objective: 'cost' }), REFUSING);
    expect(failure.refusal).toMatchObject({ code: 'provider-refused', facts: { provider_id: REFUSING } });
    await expectAllReleased(failure);
  }, STEP_LIMIT_MS);

  it('S0-1 is refused in the name of the one that said nothing, and every other segment and all capacity is free again', async () => {
    const failure = await failedOrder(orderBody({ requestId: 'silent', from: FRANKFURT, to: SYDNEY, objective: 'latency' }), SILENT);
    expect(failure.refusal).toMatchObject({ code: 'provider-silent', facts: { provider_id: SILENT } });
    await expectAllReleased(failure);
  }, STEP_LIMIT_MS);

  describe('when somebody speaks for it with another key', () => {
    let offersBefore: number;
    beforeAll(async () => {
      offersBefore = (await mesh.ledger.all('advertising.v1.ResourceAdvertised', `resource-${USURPED}/`)).length;
      const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' });
      writeFileSync(mesh.home.providerKeyFile(USURPED), pem, { mode: 0o600 });
      // Without the provider's own books the newcomer has everything to say anew.
      rmSync(join(mesh.home.providersDirectory, 'agent', USURPED), { recursive: true });
      await killAndAwaitNext(mesh.home, 'provider-agent');
    }, STEP_LIMIT_MS);

    it('S0-2 nothing that it advertises is believed, evidence of it is kept, and the true offers stand', async () => {
      const [evidence] = await eventually('evidence of the false advertisement', async () => {
        const found = await mesh.ledger.all('advertising.v1.AdvertRefused');
        return found.length > 0 ? found : undefined;
      });
      expect(evidence?.data).toMatchObject({ providerId: USURPED, refusal: { code: 'signature-invalid' } });
      expect((await mesh.ledger.all('advertising.v1.ResourceAdvertised', `resource-${USURPED}/`)).length).toBe(offersBefore);
    }, STEP_LIMIT_MS);

    it('S0-1 its receipt is worth nothing: the order is refused, and every other segment and all capacity is free again', async () => {
      const body = orderBody({ requestId: 'usurped', from: { city: 'Helsinki' }, to: { city: 'Cape Town' }, objective: 'latency' });
      const failure = await failedOrder(body, USURPED);
      expect(failure.refusal).toMatchObject({ code: 'receipt-not-trusted', facts: { provider_id: USURPED } });
      await expectAllReleased(failure);
    }, STEP_LIMIT_MS);
  });

  it('S0-1 I5 is never billed, and who did not confirm its release within a day is shown to a person', async () => {
    await mesh.launched.hands.advance(31n * NANOS_PER_DAY);
    for (const { uuid, blamed, refusal } of failures.filter((failure) => failure.refusal.code !== 'provider-refused')) {
      const alarm = await eventually(`the alarm after ${refusal.code}`, async () => (await mesh.ledger.all('provisioning.v1.ActivationNeedsOperator', uuid))[0]);
      expect(new Set(alarm.data.unconfirmedSegmentIds)).toEqual(blamed);
      await eventually('its line in the status', async () => {
        const { stdout } = await runCommand('status', '--home', mesh.home.directory);
        return stdout.includes(`ALARM  provisioning: activation ${alarm.data.contractId} needs an operator\n`) ? true : undefined;
      });
    }
    expect(failures).toHaveLength(3);
    const [refused] = failures;
    expect(await mesh.ledger.counts('provisioning.v1.Activation', refused?.uuid)).toMatchObject({ 'provisioning.v1.ActivationCompensated': 1 });
    expect(await mesh.ledger.counts('billing.')).toEqual({});
    expect(inUse(await inventoryOf(mesh))).toEqual({});
  }, STEP_LIMIT_MS);
});
