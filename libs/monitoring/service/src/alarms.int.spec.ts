import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sameUuid, type Instant } from '@carriermesh/kernel';
import { eventually, TrialMesh } from '@carriermesh/platform-trial';
import { monitoring as wire, type AnyEvent, type provisioning } from '@carriermesh/wire';
import { v7 } from 'uuid';
import { monitoring } from './monitoring.service.js';

const RECEIPT = { body: new Uint8Array(), signature: new Uint8Array(), keyId: 'k', domain: 'd' };

describe('S2-14 the list of alarms', () => {
  let mesh: TrialMesh;
  let uuid: string;
  let at: Instant;
  beforeAll(async () => {
    mesh = await TrialMesh.start({ services: [monitoring] });
  }, 60_000);
  beforeEach(async () => {
    uuid = v7();
    at = mesh.now();
    const plan = (number: number, providerId: string) => ({
      segmentId: `seg_${uuid}-${number}`, providerId, fromPopId: 'x', toPopId: 'y', resourceIds: [`${providerId}/${number}`], mbps: 1, contractSha256: new Uint8Array(32),
    });
    const service = { contractId: `con_${uuid}`, orderId: `ord_${uuid}`, buyerId: 'acme', serviceStartAt: at, answerBy: at };
    await write('activation', { type: 'provisioning.v1.ActivationStarted', data: { ...service, segments: [plan(1, 'a'), plan(2, 'b')], standbys: [{ segments: [plan(3, 'c')], latencyNs: 1n }] } });
  });
  afterAll(() => mesh.stop(), 60_000);

  const write = (stream: string, ...events: readonly AnyEvent[]) => mesh.ledger.commit([{ stream: `${stream}-con_${uuid}`, expected: 'any', events }], mesh.context('test'));
  const impaired = (number: number, providerId: string): AnyEvent => ({
    type: 'monitoring.v1.SegmentImpaired',
    data: {
      alarmId: `alm_${uuid}-${number}-1`, segmentId: `seg_${uuid}-${number}`, contractId: `con_${uuid}`, providerId, resourceIds: [`${providerId}/${number}`], alarmType: 'communications-alarm',
      probableCause: 'loss-of-signal', perceivedSeverity: 'critical', specificProblem: 'Gone.', impairedSince: at, raisedAt: at, crossed: { indicator: 'frame-loss-ratio-ppm', observed: 1_000_000n, threshold: 9n },
    },
  });
  const restored = (number: number, providerId: string): AnyEvent => ({
    type: 'monitoring.v1.SegmentRestored',
    data: { alarmId: `alm_${uuid}-${number}-1`, segmentId: `seg_${uuid}-${number}`, contractId: `con_${uuid}`, providerId, reason: 'measured-well', clearedAt: at },
  });
  const needsOperator = (...numbers: readonly number[]): AnyEvent => {
    const data: provisioning.ReleaseNeedsOperator = { contractId: `con_${uuid}`, unconfirmedSegmentIds: numbers.map((number) => `seg_${uuid}-${number}`), raisedAt: at };
    return { type: 'provisioning.v1.ReleaseNeedsOperator', data };
  };
  const released = (number: number, providerId: string): AnyEvent => ({ type: 'provisioning.v1.SegmentReleased', data: { contractId: `con_${uuid}`, segmentId: `seg_${uuid}-${number}`, providerId, receipt: RECEIPT } });
  const exhausted = (): AnyEvent => ({ type: 'provisioning.v1.AlternativesExhausted', data: { contractId: `con_${uuid}`, orderId: `ord_${uuid}`, exhaustedAt: at } });

  const list = async (filter: Partial<wire.ListAlarmsRequest> = {}, actor = 'operator') => {
    const question = { buyerId: '', state: 'unspecified', serviceId: `con_${uuid}`, providerId: '', segmentId: '', limit: 100, ...filter } as const;
    return (await mesh.bus.request(wire.ListAlarms, question, { context: mesh.context(actor) })).alarms;
  };
  /** Once the view has seen everything that was written for this service. */
  const listed = (count: number, filter: Partial<wire.ListAlarmsRequest> = {}) =>
    eventually(`${count} alarms`, async () => {
      const alarms = await list(filter);
      return alarms.length === count ? alarms : undefined;
    });
  const objects = (alarms: readonly wire.Alarm[]) => alarms.map(({ segmentId, state }) => `${segmentId.slice(-1)} ${state}`);

  it('shows what is impaired with cause, severity, times, figure and limit, and then that it is over', async () => {
    await write('watch', impaired(1, 'a'));
    const [alarm] = await listed(1);
    expect(alarm).toEqual({
      alarmId: `alm_${uuid}-1-1`, state: 'raised', alarmType: 'communications-alarm', probableCause: 'loss-of-signal', perceivedSeverity: 'critical', specificProblem: 'Gone.',
      buyerId: 'acme', orderId: `ord_${uuid}`, contractId: `con_${uuid}`, providerId: 'a', segmentId: `seg_${uuid}-1`, resourceIds: ['a/1'],
      crossed: { indicator: 'frame-loss-ratio-ppm', observed: 1_000_000n, threshold: 9n }, impairedSince: at, raisedAt: at, clearance: 'unspecified', needsOperator: false,
    });
    await write('watch', restored(1, 'a'));
    expect(await listed(1, { state: 'cleared' })).toEqual([{ ...alarm, state: 'cleared', clearedAt: at, clearance: 'measured-well' }]);
    const { outcome } = await mesh.bus.request(wire.GetAlarm, { buyerId: 'acme', alarmId: `alm_${uuid}-1-1` }, { context: mesh.context('buyer:acme') });
    expect(outcome).toMatchObject({ kind: 'alarm', alarm: { state: 'cleared' } });
  });

  it('leaves out what a filter does not name: by state, provider, segment, and service by its contract or its order', async () => {
    await write('watch', impaired(1, 'a'), impaired(2, 'b'), restored(2, 'b'));
    await listed(1, { state: 'cleared' });
    expect(objects(await list())).toEqual(['2 cleared', '1 raised']);
    expect(objects(await list({ state: 'raised' }))).toEqual(['1 raised']);
    expect(objects(await list({ providerId: 'b' }))).toEqual(['2 cleared']);
    expect(objects(await list({ segmentId: `seg_${uuid}-1` }))).toEqual(['1 raised']);
    expect(await list({ serviceId: sameUuid('ord', `con_${uuid}`) })).toHaveLength(2);
    expect(await list({ serviceId: 'con_other' })).toEqual([]);
    expect(await list({ limit: 1 })).toHaveLength(1);
  });

  it('opens one alarm for each segment that nobody confirms the release of, once, and closes it with the confirmation', async () => {
    await write('activation', needsOperator(1, 3), needsOperator(3));
    const open = await listed(2, { state: 'raised' });
    expect(open.map(({ providerId, needsOperator: waits, probableCause }) => [providerId, waits, probableCause])).toEqual([['a', true, 'communications-subsystem-failure'], ['c', true, 'communications-subsystem-failure']]);
    await write('activation', released(3, 'c'));
    expect(objects(await listed(1, { state: 'cleared' }))).toEqual(['3 cleared']);
    await write('activation', needsOperator(3));
    expect(objects(await listed(3))).toEqual(['3 raised', '1 raised', '3 cleared']);
  });

  it('says of a service that nothing can take over for it until it is well, moved again or over', async () => {
    const over: readonly AnyEvent[] = [
      { type: 'provisioning.v1.RerouteStarted', data: { contractId: `con_${uuid}`, orderId: `ord_${uuid}`, attempt: 2, fromRoute: 0, startedAt: at } },
      { type: 'provisioning.v1.ServiceImpairmentEnded', data: { contractId: `con_${uuid}`, orderId: `ord_${uuid}`, buyerId: 'acme', faults: [], impairedFrom: at, impairedUntil: at, end: 'restored' } },
      { type: 'provisioning.v1.TeardownStarted', data: { contractId: `con_${uuid}`, endsAt: at, startedAt: at, holdIds: [] } },
    ];
    for (const [index, end] of over.entries()) {
      await write('activation', exhausted(), exhausted());
      const [alarm] = await listed(1, { state: 'raised' });
      expect(alarm).toMatchObject({ segmentId: '', providerId: '', buyerId: 'acme', probableCause: 'underlying-resource-unavailable', needsOperator: true });
      await write('activation', end);
      expect((await listed(index + 1, { state: 'cleared' }))[0]).toMatchObject({ alarmId: alarm!.alarmId, clearance: 'taken-care-of' });
    }
  });

  it('M3 warns of a service that will not go back to its first path any more, until its contract is over', async () => {
    await write('activation', { type: 'provisioning.v1.RevertsExhausted', data: { contractId: `con_${uuid}`, orderId: `ord_${uuid}`, exhaustedAt: at } });
    const [alarm] = await listed(1, { state: 'raised' });
    expect(alarm).toMatchObject({ segmentId: '', buyerId: 'acme', probableCause: 'threshold-crossed', perceivedSeverity: 'warning', needsOperator: false });
    await write('activation', { type: 'provisioning.v1.ServiceImpairmentEnded', data: { contractId: `con_${uuid}`, orderId: `ord_${uuid}`, buyerId: 'acme', faults: [], impairedFrom: at, impairedUntil: at, end: 'restored' } });
    await write('activation', { type: 'provisioning.v1.TeardownStarted', data: { contractId: `con_${uuid}`, endsAt: at, startedAt: at, holdIds: [] } });
    expect((await listed(1, { state: 'cleared' }))[0]).toMatchObject({ alarmId: alarm!.alarmId, clearance: 'taken-care-of' });
  });

  it('S2-2 shows whose agent is not heard, once, for the operator alone, until it is heard again', async () => {
    const providerId = `net-${uuid}`;
    const session = { providerId, sessionId: 's1', intervalMs: 10_000 };
    const lost = (): AnyEvent => ({ type: 'advertising.v1.SessionLost', data: { ...session, lostAt: at } });
    const established = (): AnyEvent => ({ type: 'advertising.v1.SessionEstablished', data: { ...session, beganAt: at, agentVersion: '1', establishedAt: at } });
    const ofAgent = { serviceId: '', providerId };
    await write('session', established(), lost(), lost());
    await write('session', { type: 'advertising.v1.SessionLost', data: { ...session, providerId: `other-${uuid}`, lostAt: at } });
    const [alarm] = await listed(1, ofAgent);
    expect(alarm).toMatchObject({ state: 'raised', alarmType: 'communications-alarm', probableCause: 'communications-subsystem-failure', perceivedSeverity: 'major', contractId: '', segmentId: '', buyerId: '', raisedAt: at, needsOperator: false });
    const { outcome } = await mesh.bus.request(wire.GetAlarm, { buyerId: 'acme', alarmId: alarm!.alarmId }, { context: mesh.context('buyer:acme') });
    expect(outcome).toMatchObject({ kind: 'refused', refused: { code: 'alarm-unknown' } });
    await write('session', established());
    expect(await listed(1, { ...ofAgent, state: 'cleared' })).toEqual([{ ...alarm, state: 'cleared', clearedAt: at, clearance: 'heard-again' }]);
    expect(await listed(1, { serviceId: '', providerId: `other-${uuid}`, state: 'raised' })).toHaveLength(1);
    await write('session', lost());
    expect(await listed(1, { ...ofAgent, state: 'raised' })).toHaveLength(1);
  });

  it('I10 shows a buyer its own services’ alarms, and nothing of what is between operator and provider', async () => {
    await write('watch', impaired(1, 'a'));
    await write('activation', needsOperator(2));
    await listed(2);
    expect(objects(await list({ buyerId: 'acme' }, 'buyer:acme'))).toEqual(['1 raised']);
    expect(await list({ buyerId: 'globex' }, 'buyer:globex')).toEqual([]);
    const { outcome } = await mesh.bus.request(wire.GetAlarm, { buyerId: 'globex', alarmId: `alm_${uuid}-1-1` }, { context: mesh.context('buyer:globex') });
    expect(outcome).toMatchObject({ kind: 'refused', refused: { code: 'alarm-unknown' } });
    for (const [buyerId, actor] of [['', 'buyer:acme'], ['acme', 'buyer:globex'], ['acme', 'provider:a']] as const) {
      await expect(list({ buyerId }, actor)).rejects.toMatchObject({ kind: 'denied' });
    }
  });
});
