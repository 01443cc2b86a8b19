import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { instantFromMs, NANOS_PER_SECOND, plus } from '@carriermesh/kernel';
import { ProviderKeys, type Running } from '@carriermesh/platform-chassis';
import { OperationalError } from '@carriermesh/platform-errors';
import { signingKey } from '@carriermesh/platform-signing';
import { createLogger } from '@carriermesh/platform-telemetry';
import { realTimers } from '@carriermesh/platform-time';
import { eventually, newKeyPem, TrialMesh } from '@carriermesh/platform-trial';
import { provisioning as wire } from '@carriermesh/wire';
import { v7 } from 'uuid';
import { Activation } from './activation.process.js';
import { Adjustments } from './adjustments.js';
import { CareEffects } from './care-effects.js';
import { LineLatencies } from './line-latencies.view.js';
import { provisioning } from './provisioning.service.js';
import { PlayedAgent } from './testing/played-agent.js';
import { contractIdOf, segmentIdOf, signedContract } from './testing/sample-contract.js';

const PROVIDERS = ['alfa', 'bravo', 'charlie'] as const;
const keys = new Map(PROVIDERS.map((id) => [id, signingKey(newKeyPem())]));

describe('provisioning', () => {
  let mesh: TrialMesh;
  let service: Running;
  let uuid: string;
  let agents: Record<(typeof PROVIDERS)[number], PlayedAgent>;

  beforeAll(async () => {
    mesh = await TrialMesh.start({ services: [] });
    await mesh.ledger.commit(
      PROVIDERS.map((providerId) => {
        const data = { providerId, name: providerId, publicKey: keys.get(providerId)!.publicKey, enrolledAt: mesh.now() };
        return { stream: `provider-${providerId}`, expected: 'none', events: [{ type: 'advertising.v1.ProviderEnrolled', data }] };
      }),
      mesh.context('operator'),
    );
    service = await mesh.add(provisioning);
  }, 60_000);
  beforeEach(async () => {
    uuid = v7();
    agents = Object.fromEntries(PROVIDERS.map((id) => [id, new PlayedAgent(mesh.connection, id, keys.get(id)!)])) as typeof agents;
    await mesh.connection.flush();
  });
  afterEach(() => {
    for (const agent of Object.values(agents)) agent.leave();
  });
  afterAll(() => mesh.stop(), 60_000);

  const segment = (number: number): string => segmentIdOf(uuid, number);
  const sign = (...providerIds: readonly string[]) => {
    const data = signedContract(mesh.operator, uuid, providerIds);
    return mesh.ledger.commit([{ stream: `contract-${data.contractId}`, expected: 'none', events: [{ type: 'contracting.v1.ContractSigned', data }] }], mesh.context('operator', data.orderId));
  };
  const story = async () => (await mesh.ledger.load(`activation-${contractIdOf(uuid)}`)).events;
  const plot = async () => (await story()).map(({ type }) => type.slice('provisioning.v1.'.length));
  const told = (type: string) => eventually(type, async () => ((await plot()).includes(type) ? plot() : undefined));
  const count = async (type: string): Promise<number> => (await plot()).filter((event) => event === type).length;
  const reason = async () => {
    const failed = (await story()).find(({ type }) => type === 'provisioning.v1.ActivationFailed');
    return failed?.type === 'provisioning.v1.ActivationFailed' ? failed.data.reason : undefined;
  };
  const record = (contractId = contractIdOf(uuid)) => mesh.bus.request(wire.GetActivation, { contractId }, { context: mesh.context('operator') });

  it('S0-1 activates every segment of a signed contract, with each provider’s own receipt on record', async () => {
    await sign('alfa', 'bravo', 'charlie');
    expect(await told('ServiceActivated')).toEqual(['ActivationStarted', 'SegmentActivated', 'SegmentActivated', 'SegmentActivated', 'ServiceActivated']);
    expect(PROVIDERS.map((id) => agents[id].asked)).toEqual([[`activate ${segment(1)}`], [`activate ${segment(2)}`], [`activate ${segment(3)}`]]);
    const receipts = (await story()).flatMap((event) => (event.type === 'provisioning.v1.SegmentActivated' ? [event.data.receipt.keyId] : []));
    expect(new Set(receipts)).toEqual(new Set([...keys.values()].map(({ keyId }) => keyId)));
    expect(await record()).toMatchObject({ outcome: { activation: { state: 'active', activeSegmentIds: [segment(1), segment(2), segment(3)], segments: 3 } } });
    const [first] = await story();
    expect(first?.metadata).toMatchObject({ actor: 'process:activation', correlationId: `ord_${uuid}` });
  });

  it('asks a provider that has two segments of a route for each of them', async () => {
    await sign('alfa', 'bravo', 'alfa');
    await told('ServiceActivated');
    expect([...agents.alfa.asked].sort()).toEqual([`activate ${segment(1)}`, `activate ${segment(3)}`]);
  });

  it('S0-1 leaves nothing active when one provider refuses, and tells the order who and why, and no more than fits', async () => {
    agents.bravo.activates = { kind: 'refuses', refusal: { code: 'exhausted', message: 'x'.repeat(5_000), facts: { port: 'y'.repeat(5_000) } } };
    await sign('alfa', 'bravo');
    expect((await told('ActivationCompensated')).slice(-2)).toEqual(['ActivationFailed', 'ActivationCompensated']);
    expect(agents.alfa.asked.at(-1)).toBe(`release ${segment(1)}`);
    expect(await reason()).toMatchObject({ code: 'provider-refused', facts: { provider_id: 'bravo', segment_id: segment(2), provider_code: 'exhausted' } });
    const { message, facts } = (await reason())!;
    expect(message.length + Object.values(facts).join('').length).toBeLessThan(1_000);
    expect(await record()).toMatchObject({ outcome: { activation: { state: 'compensated', activeSegmentIds: [] } } });
  });

  it.each([
    ['a receipt that another key signed', () => ({ kind: 'answers', key: keys.get('alfa')! }) as const],
    ['a receipt for another segment', () => ({ kind: 'answers', segmentId: segment(9) }) as const],
    ['bytes that are no answer', () => ({ kind: 'babbles' }) as const],
    ['a failure that another try does not mend', () => ({ kind: 'fails', error: new OperationalError('denied', 'not you') }) as const],
  ])('S0-1 takes %s for a segment that may be active, and has it released', async (_, manner) => {
    agents.bravo.activates = manner();
    await sign('alfa', 'bravo');
    await told('ActivationCompensated');
    expect(agents.bravo.asked).toContain(`release ${segment(2)}`);
    expect(await reason()).toMatchObject({ code: 'receipt-not-trusted', facts: { provider_id: 'bravo' } });
    expect(await count('SegmentActivated')).toBeLessThanOrEqual(1);
  });

  it('S0-1 does not wait longer for a silent provider than its time, and has the release confirmed when it is back', async () => {
    agents.bravo.activates = { kind: 'says nothing' };
    agents.bravo.releases = { kind: 'says nothing' };
    await sign('alfa', 'bravo');
    await told('SegmentActivated');
    await mesh.advance(11n * NANOS_PER_SECOND);
    await told('ActivationFailed');
    expect(await reason()).toMatchObject({ code: 'provider-silent', facts: { provider_id: 'bravo', segment_id: segment(2) } });
    expect(await record()).toMatchObject({ outcome: { activation: { state: 'awaiting-release' } } });
    expect(await plot()).not.toContain('ActivationCompensated');
    agents.bravo.releases = { kind: 'answers' };
    expect((await told('ActivationCompensated')).slice(-2)).toEqual(['SegmentReleased', 'ActivationCompensated']);
  }, 30_000);

  it('S0-1 asks a provider again that is overloaded, or whose answer came too late', async () => {
    let overloaded = 3;
    Object.defineProperty(agents.bravo, 'activates', {
      get: () => (overloaded-- > 0 ? { kind: 'fails', error: new OperationalError('overloaded', 'later') } : { kind: 'answers' }),
    });
    agents.alfa.activates = { kind: 'answers', afterMs: 2_300 };
    await sign('alfa', 'bravo');
    await eventually('the second request to alfa', async () => (agents.alfa.asked.length === 2 ? true : undefined));
    agents.alfa.activates = { kind: 'answers' };
    await eventually('the third request to alfa', async () => (agents.alfa.asked.length === 3 ? true : undefined));
    expect((await told('ServiceActivated')).at(-1)).toBe('ServiceActivated');
    expect(agents.bravo.asked).toHaveLength(4);
    expect(await count('SegmentActivated')).toBe(2);
  }, 30_000);

  it('S0-1 tears a late success down again', async () => {
    agents.alfa.activates = { kind: 'answers', afterMs: 1_000 };
    agents.bravo.activates = { kind: 'refuses', refusal: { code: 'exhausted', message: 'No.', facts: {} } };
    await sign('alfa', 'bravo');
    await told('ActivationCompensated');
    expect(await plot()).not.toContain('SegmentActivated');
    await told('SegmentActivated');
    await eventually('the second release', async () => ((await count('SegmentReleased')) === 2 ? true : undefined));
    expect(agents.alfa.asked).toEqual([`activate ${segment(1)}`, `release ${segment(1)}`, `release ${segment(1)}`]);
    expect(await record()).toMatchObject({ outcome: { activation: { state: 'compensated', activeSegmentIds: [] } } });
  });

  it('I5 comes to the same end when it is stopped in the middle: a stop is nobody’s silence', async () => {
    agents.bravo.activates = { kind: 'says nothing' };
    await sign('alfa', 'bravo');
    await told('SegmentActivated');
    await service.stop();
    expect(await plot()).toEqual(['ActivationStarted', 'SegmentActivated']);
    agents.bravo.activates = { kind: 'answers' };
    service = await mesh.add(provisioning);
    expect(await told('ServiceActivated')).toEqual(['ActivationStarted', 'SegmentActivated', 'SegmentActivated', 'ServiceActivated']);
    expect(agents.alfa.asked).toEqual([`activate ${segment(1)}`]);
  });

  it('I5 comes to the same end when it is stopped while it takes back what it did', async () => {
    agents.alfa.releases = { kind: 'says nothing' };
    agents.bravo.activates = { kind: 'refuses', refusal: { code: 'exhausted', message: 'No.', facts: {} } };
    await sign('alfa', 'bravo');
    await told('SegmentRefused');
    await service.stop();
    agents.alfa.releases = { kind: 'answers' };
    service = await mesh.add(provisioning);
    expect((await told('ActivationCompensated')).at(-1)).toBe('ActivationCompensated');
  });

  it('I5 comes to one end when two instances look after it', async () => {
    const second = await mesh.add(provisioning);
    await sign('alfa', 'bravo', 'charlie');
    expect(await told('ServiceActivated')).toEqual(['ActivationStarted', 'SegmentActivated', 'SegmentActivated', 'SegmentActivated', 'ServiceActivated']);
    await second.stop();
  });

  const order = async (number: number, kind: 'suspend' | 'resume') => {
    const [contractId, orderId] = [contractIdOf(uuid), `ord_${uuid}`];
    const request = { requestedBy: 'acme', requestId: `r${number}`, requestSha256: new Uint8Array(), requestedAt: mesh.now() };
    const data = { contractId, orderId, buyerId: 'acme', number, request, change: { kind, reason: '' }, holdId: `hol_${uuid}-1` };
    await mesh.ledger.commit([{ stream: `contract-${contractId}`, expected: 'any', events: [{ type: 'contracting.v1.ServiceChangeOrdered', data }] }], mesh.context('operator', orderId));
  };

  it('S0-10 suspends a service at all of its providers, resumes it, and keeps their receipts', async () => {
    await sign('alfa', 'bravo');
    await told('ServiceActivated');
    await order(1, 'suspend');
    expect((await told('ServiceChanged')).slice(4)).toEqual(['ServiceChangeStarted', 'SegmentAdjusted', 'SegmentAdjusted', 'ServiceChanged']);
    expect(await record()).toMatchObject({ outcome: { activation: { state: 'suspended', activeSegmentIds: [segment(1), segment(2)] } } });
    await order(2, 'resume');
    await eventually('the service', async () => ((await record()).outcome as { activation?: { state: string } }).activation?.state === 'active' || undefined);
    expect(agents.alfa.asked).toEqual([`activate ${segment(1)}`, `suspend ${segment(1)} 1`, `carry ${segment(1)} 2`]);
  });

  it.each([
    ['refuses', { kind: 'refuses', refusal: { code: 'busy', message: 'Not now.', facts: {} } } as const, { code: 'provider-refused', facts: { provider_code: 'busy' } }],
    ['signs with another key', { kind: 'answers', key: signingKey(newKeyPem()) } as const, { code: 'receipt-not-trusted' }],
    ['babbles', { kind: 'babbles' } as const, { code: 'receipt-not-trusted' }],
  ])('I5 suspends a service at none of its providers when one %s, also when it is stopped in between', async (_, manner, why) => {
    await sign('alfa', 'bravo');
    await told('ServiceActivated');
    agents.bravo.adjusts = manner;
    await order(1, 'suspend');
    await told('ServiceChangeReversed');
    expect(await record()).toMatchObject({ outcome: { activation: { state: 'changing' } } });
    await service.stop();
    agents.bravo.adjusts = { kind: 'answers' };
    service = await mesh.add(provisioning);
    await told('ServiceChangeFailed');
    const failed = (await mesh.ledger.load(`activation-${contractIdOf(uuid)}`)).events.at(-1);
    expect(failed).toMatchObject({ type: 'provisioning.v1.ServiceChangeFailed', data: { changeNumber: 1, reason: why } });
    expect(agents.alfa.asked.at(-1)).toBe(`carry ${segment(1)} 2`);
    expect(await record()).toMatchObject({ outcome: { activation: { state: 'active' } } });
  }, 30_000);

  it('S0-10 ends a service, needs an operator for a provider that does not let go for a day, and is at its end when that one does', async () => {
    await sign('alfa', 'bravo');
    await told('ServiceActivated');
    agents.bravo.releases = { kind: 'says nothing' };
    const contractId = contractIdOf(uuid);
    const unread = { body: new Uint8Array(), signature: new Uint8Array(), keyId: '' };
    const endsAt = plus(mesh.now(), 3_600n * NANOS_PER_SECOND);
    const data = { contractId, orderId: `ord_${uuid}`, buyerId: 'acme', version: 2, amendment: unread, amendmentSha256: new Uint8Array(), requestId: 'end', requestSha256: new Uint8Array(), endsAt };
    await mesh.ledger.commit([{ stream: `contract-${contractId}`, expected: 0, events: [{ type: 'contracting.v1.ContractAmended', data }] }], mesh.context('operator', data.orderId));
    expect((await told('TeardownScheduled')).at(-1)).toBe('TeardownScheduled');
    expect(agents.alfa.asked).toEqual([`activate ${segment(1)}`]);
    await mesh.advance(3_601n * NANOS_PER_SECOND);
    await told('SegmentReleased');
    expect(await record()).toMatchObject({ outcome: { activation: { state: 'terminating', activeSegmentIds: [segment(2)] } } });
    await mesh.advance(86_401n * NANOS_PER_SECOND);
    await told('TeardownNeedsOperator');
    agents.bravo.releases = { kind: 'answers' };
    expect((await told('ServiceTerminated')).slice(-3)).toEqual(['TeardownNeedsOperator', 'SegmentReleased', 'ServiceTerminated']);
    expect(await record()).toMatchObject({ outcome: { activation: { state: 'terminated', activeSegmentIds: [] } } });
  }, 30_000);

  it('does not say that a provider was silent because this service stops', async () => {
    const [clock, keys] = [{ now: () => instantFromMs(Date.now()) }, new ProviderKeys()];
    const care = new CareEffects(mesh.bus, clock, new LineLatencies(), createLogger({ service: 'spec', level: 'silent' }));
    const runner = new Activation(mesh.bus, clock, realTimers, keys, care, new Adjustments(mesh.bus, clock, realTimers, keys));
    const plan = { segmentId: segment(1), providerId: 'nobody', fromPopId: 'a', toPopId: 'b', resourceIds: [], mbps: 1, contractSha256: new Uint8Array(32) };
    const now = instantFromMs(Date.now());
    const call = { processId: contractIdOf(uuid), context: mesh.context('process:activation'), signal: AbortSignal.abort() };
    const activate = { key: 'a', kind: 'activate', plan, serviceStartAt: now, answerBy: plus(now, NANOS_PER_SECOND) } as const;
    await expect(runner.perform(activate, call)).rejects.toMatchObject({ kind: 'unavailable' });
    await expect(runner.perform({ key: 'r', kind: 'release', plan, patient: false }, call)).rejects.toMatchObject({ kind: 'unavailable' });
  });

  it.each(['con_unknown', '', 'con 1', 'x'.repeat(10_000)])('knows no activation of a contract that was never signed', async (contractId) => {
    const { outcome } = await record(contractId);
    expect(outcome).toMatchObject({ kind: 'refused', refused: { code: 'activation-unknown' } });
    expect(outcome.kind === 'refused' && outcome.refused.message.length).toBeLessThan(200);
  });
});
