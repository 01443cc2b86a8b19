import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Running } from '@carriermesh/platform-chassis';
import { signingKey } from '@carriermesh/platform-signing';
import { eventually, newKeyPem, TrialMesh } from '@carriermesh/platform-trial';
import { NANOS_PER_SECOND } from '@carriermesh/kernel';
import { agent, type contracting, provisioning as wire } from '@carriermesh/wire';
import { v7 } from 'uuid';
import { provisioning } from './provisioning.service.js';
import { PlayedAgent } from './testing/played-agent.js';
import { offerLines, PlayedMarket } from './testing/played-market.js';
import { contractIdOf, lineOf, segmentIdOf, signedContract } from './testing/sample-contract.js';

const PROVIDERS = ['alfa', 'bravo', 'charlie', 'delta'] as const;
type ProviderId = (typeof PROVIDERS)[number];
const keys = new Map(PROVIDERS.map((id) => [id, signingKey(newKeyPem())]));

describe('a service that has to move', () => {
  const market = new PlayedMarket();
  let mesh: TrialMesh;
  let service: Running;
  let uuid: string;
  let agents: Record<ProviderId, PlayedAgent>;

  beforeAll(async () => {
    mesh = await TrialMesh.start({ services: [] });
    await mesh.ledger.commit(
      PROVIDERS.map((providerId) => {
        const data = { providerId, name: providerId, publicKey: keys.get(providerId)!.publicKey, enrolledAt: mesh.now() };
        return { stream: `provider-${providerId}`, expected: 'none', events: [{ type: 'advertising.v1.ProviderEnrolled', data }] };
      }),
      mesh.context('operator'),
    );
    await offerLines(mesh.ledger, PROVIDERS, mesh.context('operator'));
    await mesh.add(market.service());
    service = await mesh.add(provisioning);
  }, 60_000);
  beforeEach(async () => {
    uuid = v7();
    market.soldOut.clear();
    market.searches.length = 0;
    agents = Object.fromEntries(PROVIDERS.map((id) => [id, new PlayedAgent(mesh.connection, id, keys.get(id)!)])) as typeof agents;
    await mesh.connection.flush();
  });
  afterEach(async () => {
    // What is impaired in one story is not to be suspected in the next.
    await say('SegmentRestored', 2, 'bravo');
    for (const agent of Object.values(agents)) agent.leave();
  });
  afterAll(() => mesh.stop(), 60_000);

  const segment = (number: number): string => segmentIdOf(uuid, number);
  const hold = (attempt: number): string => `hol_${uuid}-f${attempt}`;
  const story = async () => (await mesh.ledger.load(`activation-${contractIdOf(uuid)}`)).events;
  const plot = async () => (await story()).map(({ type }) => type.slice('provisioning.v1.'.length));
  const told = (type: string, times = 1) => eventually(type, async () => ((await plot()).filter((each) => each === type).length >= times ? plot() : undefined));
  const record = () => mesh.bus.request(wire.GetActivation, { contractId: contractIdOf(uuid) }, { context: mesh.context('operator') });

  /** Over alfa and bravo; beside it over charlie alone, and over delta alone. */
  async function running(alternatives: readonly (readonly ProviderId[])[] = [['charlie'], ['delta']], terms: Partial<contracting.ServiceTerms> = {}): Promise<void> {
    const data = signedContract(mesh.operator, uuid, ['alfa', 'bravo'], alternatives, terms);
    await mesh.ledger.commit([{ stream: `contract-${data.contractId}`, expected: 'none', events: [{ type: 'contracting.v1.ContractSigned', data }] }], mesh.context('operator', data.orderId));
    await told('ServiceActivated');
  }

  async function say(event: 'SegmentImpaired' | 'SegmentRestored', number: number, providerId: ProviderId): Promise<void> {
    const about = { alarmId: `alm_${uuid}`, segmentId: segment(number), contractId: contractIdOf(uuid), providerId };
    const now = mesh.now();
    const data =
      event === 'SegmentRestored'
        ? { ...about, reason: 'measured-well', clearedAt: now }
        : { ...about, resourceIds: [lineOf(providerId)], alarmType: 'communications-alarm', probableCause: 'loss-of-signal', perceivedSeverity: 'critical', specificProblem: 'x', impairedSince: now, raisedAt: now };
    await mesh.ledger.commit([{ stream: `watch-${segment(number)}`, expected: 'any', events: [{ type: `monitoring.v1.${event}`, data }] }], mesh.context('operator'));
  }

  /** Another service that runs over a provider's line alone: what it shows is that line's latency. */
  async function neighbourOver(providerId: ProviderId, uuidOfIt: string): Promise<string> {
    const ours = uuid;
    uuid = uuidOfIt;
    const data = signedContract(mesh.operator, uuid, [providerId]);
    await mesh.ledger.commit([{ stream: `contract-${data.contractId}`, expected: 'none', events: [{ type: 'contracting.v1.ContractSigned', data }] }], mesh.context('operator', data.orderId));
    await told('ServiceActivated');
    uuid = ours;
    return segmentIdOf(uuidOfIt, 1);
  }

  async function measured(providerId: ProviderId, segmentId: string, latencyNs: bigint): Promise<void> {
    const batchId = v7();
    const body = agent.MeasurementBatch.encode({ providerId, batchId, measurements: [{ segmentId, measuredAt: mesh.now(), latencyNs, lossPpm: 0 }] });
    const data = { providerId, batchId, batch: { keyId: '', body, signature: new Uint8Array() }, bodySha256: new Uint8Array(), reportedAt: mesh.now() };
    await mesh.ledger.commit([{ stream: `measurements-${providerId}.${batchId}`, expected: 'none', events: [{ type: 'monitoring.v1.MeasurementsReported', data }] }], mesh.context('operator'));
  }

  it('S2-16 S2-17 M3 moves to its first alternative: capacity, then the new segment, then the old ones; no path is searched', async () => {
    await running();
    await say('SegmentImpaired', 2, 'bravo');
    await told('SegmentReleased', 2);
    expect((await plot()).slice(4)).toEqual([
      'ImpairmentNoted', 'RerouteStarted', 'RerouteSecured', 'SegmentActivated', 'ServiceImpairmentEnded', 'ServiceRerouted', 'SegmentReleased', 'SegmentReleased',
    ]);
    expect(agents.charlie.asked).toEqual([`activate ${segment(3)}`]);
    expect([agents.alfa, agents.bravo].map(({ asked }) => asked.at(-1))).toEqual([`release ${segment(1)}`, `release ${segment(2)}`]);
    expect(market.holds.get(hold(1))).toEqual({ needs: [{ resourceId: lineOf('charlie'), mbps: 100 }], state: 'committed' });
    expect(market.searches).toEqual([]);
    expect(await record()).toMatchObject({ outcome: { activation: { state: 'active', activeSegmentIds: [segment(3)], segments: 1 } } });
  });

  it('S2-9 S2-17 passes over an alternative of which a line was measured above its offer, on another service, by what its order allows; and says which line, what was measured and what allowed', async () => {
    const [ours, neighbour] = [uuid, v7()];
    const lineNs = 1_000_000n;
    const probe = await neighbourOver('charlie', neighbour);
    await measured('charlie', probe, 4n * lineNs);
    await running(undefined, { maxLatencyNs: 3n * lineNs });
    await say('SegmentImpaired', 2, 'bravo');
    await told('ServiceRerouted');
    expect(await record()).toMatchObject({ outcome: { activation: { activeSegmentIds: [segment(4)] } } });
    const secured = (await story()).find(({ type }) => type === 'provisioning.v1.RerouteSecured')!.data as wire.RerouteSecured;
    const facts = { latency_ns: '4000000', limit_ns: '3000000', resource_id: lineOf('charlie'), measured_ns: '4000000', allowed_ns: '1000000', segment_id: probe };
    expect(secured).toMatchObject({ toRoute: 2, latencyNs: lineNs, passedOver: [{ route: 1, refusal: { code: 'latency-too-high', facts } }] });
    expect([agents.charlie.asked.filter((what) => what.includes(ours)), market.searches]).toEqual([[], []]);
    await say('SegmentRestored', 2, 'bravo');
    // A newer window within the offer is a newer word.
    await measured('charlie', probe, lineNs);
    uuid = v7();
    await running(undefined, { maxLatencyNs: 3n * lineNs });
    await say('SegmentImpaired', 2, 'bravo');
    await told('ServiceRerouted');
    expect(await record()).toMatchObject({ outcome: { activation: { activeSegmentIds: [segment(3)] } } });
  });

  it('S2-17 passes over a provider whose session is lost while another one holds, takes it where nothing else does, and searches no path for either', async () => {
    const session = { sessionId: 's', intervalMs: 10_000 };
    const says = async (providerId: ProviderId, isHeard: boolean) => {
      const event = isHeard
        ? { type: 'advertising.v1.SessionEstablished' as const, data: { ...session, providerId, beganAt: mesh.now(), agentVersion: '1', establishedAt: mesh.now() } }
        : { type: 'advertising.v1.SessionLost' as const, data: { ...session, providerId, lostAt: mesh.now() } };
      await mesh.ledger.commit([{ stream: `session-${providerId}`, expected: 'any', events: [event] }], mesh.context('operator'));
    };
    const secured = async () => (await story()).find(({ type }) => type === 'provisioning.v1.RerouteSecured')!.data as wire.RerouteSecured;
    await says('charlie', false);
    await running();
    await say('SegmentImpaired', 2, 'bravo');
    await told('SegmentReleased', 2);
    const lost = { route: 1, refusal: { code: 'session-down', message: 'The session of charlie is down.', facts: { sessions_down: 'charlie' } } };
    expect(await secured()).toMatchObject({ toRoute: 2, passedOver: [lost], sessions: { lostByProviderIds: [] } });
    expect([agents.charlie.asked, agents.delta.asked]).toEqual([[], [`activate ${segment(4)}`]]);
    await say('SegmentRestored', 2, 'bravo');
    // Nothing else holds: who misses heartbeats may have lines that are well.
    uuid = v7();
    market.soldOut.add(lineOf('delta'));
    await running();
    await say('SegmentImpaired', 2, 'bravo');
    await told('SegmentReleased', 2);
    expect((await plot()).filter((type) => /Reroute(Started|Failed|Secured)|Rerouted/.test(type))).toEqual(['RerouteStarted', 'RerouteFailed', 'RerouteStarted', 'RerouteSecured', 'ServiceRerouted']);
    expect(await secured()).toMatchObject({ toRoute: 1, passedOver: [], sessions: { lostByProviderIds: ['charlie'] } });
    expect(market.searches).toEqual([]);
    await says('charlie', true);
  });

  it('S2-18 passes over what has no capacity or does not answer as asked, gives back what it held, and goes on to the next', async () => {
    await running();
    agents.charlie.activates = { kind: 'refuses', refusal: { code: 'exhausted', message: 'No.', facts: {} } };
    await say('SegmentImpaired', 2, 'bravo');
    await told('RerouteCapacityReturned');
    await told('ServiceRerouted');
    expect(await record()).toMatchObject({ outcome: { activation: { activeSegmentIds: [segment(4)] } } });
    expect([hold(1), hold(2)].map((id) => market.holds.get(id)?.state)).toEqual(['released', 'committed']);
    expect(market.searches).toEqual([]);
  });

  it('S2-19 asks for a fresh computation, once, when no alternative holds, says so, and calls an operator until the segment is well', async () => {
    await running();
    market.soldOut.add(lineOf('charlie')).add(lineOf('delta'));
    await say('SegmentImpaired', 2, 'bravo');
    await told('FreshPathsSought');
    await told('RerouteCapacityReturned', 2);
    expect((await plot()).filter((type) => type.startsWith('Reroute') && !type.endsWith('Returned'))).toEqual(['RerouteStarted', 'RerouteFailed', 'RerouteStarted', 'RerouteFailed']);
    expect(market.searches).toEqual([expect.objectContaining({ buyerId: 'acme', mbps: 100 })]);
    expect(Object.keys(market.searches[0] ?? {}).filter((field) => ['media', 'virtualNetwork', 'layerOne', 'split'].includes(field))).toEqual([]);
    expect(await record()).toMatchObject({ outcome: { activation: { activeSegmentIds: [segment(1), segment(2)] } } });
    await say('SegmentRestored', 2, 'bravo');
    expect((await told('ImpairmentCleared')).slice(-2)).toEqual(['ServiceImpairmentEnded', 'ImpairmentCleared']);
  });

  it('S2-19 S4-13 has nothing sought for an operator but what its order and its device take, in its own virtual network', async () => {
    const device = { codecs: { ids: ['h265'] }, media: { media: ['cellular', 'rf'] as const } };
    await running([['charlie']], { media: { media: ['wireline', 'cellular'] }, device, virtualNetwork: true, maxLatencyNs: 9_000_000n });
    market.soldOut.add(lineOf('charlie'));
    await say('SegmentImpaired', 2, 'bravo');
    await told('FreshPathsSought');
    expect(market.searches).toMatchObject([{ media: { every: ['wireline', 'cellular'], last: ['cellular', 'rf'] }, virtualNetwork: true, maxLatencyNs: 9_000_000n, to: { place: { popId: 'bravo/b' } } }]);
  });

  it('S0-10 is modified where all of its capacity is had, also beside the route that it was moved to, and left as it is where not', async () => {
    await running();
    await say('SegmentImpaired', 2, 'bravo');
    await told('SegmentReleased', 2);
    const modify = async (number: number, mbps: number) => {
      const [contractId, orderId] = [contractIdOf(uuid), `ord_${uuid}`];
      const request = { requestedBy: 'acme', requestId: `m${number}`, requestSha256: new Uint8Array(), requestedAt: mesh.now() };
      const data = { contractId, orderId, buyerId: 'acme', number, request, change: { kind: 'modify', reason: '', mbps }, holdId: `hol_${uuid}-1` };
      await mesh.ledger.commit([{ stream: `contract-${contractId}`, expected: 'any', events: [{ type: 'contracting.v1.ServiceChangeOrdered', data }] }], mesh.context('operator', orderId));
    };
    await modify(1, 150);
    await told('ServiceChanged');
    const kept = () => [`hol_${uuid}-1`, hold(1)].map((id) => market.holds.get(id)?.needs);
    expect(kept()).toEqual([['alfa', 'bravo'], ['charlie']].map((ids) => ids.map((id) => ({ resourceId: lineOf(id), mbps: 150 }))));
    expect(agents.charlie.asked).toEqual([`activate ${segment(3)}`, `carry ${segment(3)} 1`]);
    market.soldOut.add(lineOf('charlie'));
    await modify(2, 200);
    expect(await told('ServiceChangeFailed')).not.toContain('ServiceChangeReversed');
    await told('ServiceCapacityResized', 2);
    expect(kept()[1]).toEqual([{ resourceId: lineOf('charlie'), mbps: 150 }]);
    await modify(3, 50);
    await told('ServiceCapacityResized', 3);
    expect(kept()[1]).toEqual([{ resourceId: lineOf('charlie'), mbps: 50 }]);
  });

  it('M3 goes back, when its first path has been well for long enough and was measured beside the one in use, and keeps nothing of that one', async () => {
    await running([['charlie'], ['alfa', 'bravo']], { revert: { waitSeconds: 300 } });
    await say('SegmentImpaired', 2, 'bravo');
    await told('SegmentReleased', 2);
    await say('SegmentRestored', 2, 'bravo');
    await mesh.advance(302n * NANOS_PER_SECOND);
    await told('RevertStarted');
    await told('SegmentActivated', 5);
    expect(agents.charlie.asked).toEqual([`activate ${segment(3)}`]);
    for (const [number, providerId] of [[4, 'alfa'], [5, 'bravo']] as const) {
      const data = { segmentId: segment(number), contractId: contractIdOf(uuid), providerId, passed: true, problem: '', judgedAt: mesh.now() };
      await mesh.ledger.commit([{ stream: `watch-${segment(number)}`, expected: 'any', events: [{ type: 'monitoring.v1.SegmentTried', data }] }], mesh.context('operator'));
    }
    // Of the attempt in whose place it goes back, and of the way that it leaves.
    await told('RerouteCapacityReturned', 2);
    expect(await record()).toMatchObject({ outcome: { activation: { state: 'active', activeSegmentIds: [segment(4), segment(5)], segments: 2 } } });
    expect((await story()).filter(({ type }) => type === 'provisioning.v1.ServiceRerouted').at(-1)?.data).toMatchObject({ attempt: 2, fromRoute: 1, toRoute: 2, leftSegmentIds: [segment(3)] });
    expect(market.holds.get(hold(1))?.state).toBe('released');
    expect(market.searches).toEqual([]);
  });

  it('I5 goes on with an attempt of its own where another instance had bought for this one and chose otherwise, and gives that back', async () => {
    await running();
    market.holds.set(hold(1), { needs: [{ resourceId: lineOf('delta'), mbps: 100 }], state: 'committed' });
    await say('SegmentImpaired', 2, 'bravo');
    await told('RerouteCapacityReturned');
    await told('SegmentReleased', 2);
    expect((await plot()).filter((type) => /Reroute(Started|Failed|Secured)|Rerouted/.test(type))).toEqual(['RerouteStarted', 'RerouteFailed', 'RerouteStarted', 'RerouteSecured', 'ServiceRerouted']);
    expect(await record()).toMatchObject({ outcome: { activation: { activeSegmentIds: [segment(3)] } } });
    expect([hold(1), hold(2)].map((id) => market.holds.get(id))).toMatchObject([{ state: 'released' }, { needs: [{ resourceId: lineOf('charlie') }], state: 'committed' }]);
  });

  it('I5 comes to the same end when it is stopped while a provider does not answer', async () => {
    await running();
    agents.charlie.activates = { kind: 'says nothing' };
    await say('SegmentImpaired', 2, 'bravo');
    await told('RerouteSecured');
    await service.stop();
    agents.charlie.activates = { kind: 'answers' };
    service = await mesh.add(provisioning);
    await told('SegmentReleased', 2);
    expect((await plot()).filter((type) => type === 'ServiceRerouted' || type === 'RerouteSecured')).toEqual(['RerouteSecured', 'ServiceRerouted']);
    expect([...market.holds.keys()].filter((id) => id.includes(uuid))).toEqual([hold(1)]);
  });

  it('I5 is moved once when two instances look after it', async () => {
    const second = await mesh.add(provisioning);
    await running();
    await say('SegmentImpaired', 2, 'bravo');
    await told('SegmentReleased', 2);
    expect((await plot()).filter((type) => type === 'ServiceRerouted')).toHaveLength(1);
    expect(market.holds.get(hold(1))?.state).toBe('committed');
    await second.stop();
  });
});
