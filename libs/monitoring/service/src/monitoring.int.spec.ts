import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { instant, NANOS_PER_MS, plus, toHex, type Instant } from '@carriermesh/kernel';
import { OperationalError } from '@carriermesh/platform-errors';
import { isSealedBy, sealEnvelope, sha256, SIGNED_AS, signingKey, type SigningKey } from '@carriermesh/platform-signing';
import { eventually, newKeyPem, TrialMesh } from '@carriermesh/platform-trial';
import { RIGHT_OF_WAY_MS, type Running } from '@carriermesh/platform-chassis';
import { agent, common, inboundSubject, monitoring as wire } from '@carriermesh/wire';
import { v7 } from 'uuid';
import { monitoring } from './monitoring.service.js';

const MINUTE_NS = 60_000_000_000n;

describe('monitoring', () => {
  let mesh: TrialMesh;
  let service: Running;
  let batchId: string;
  let segmentId: string;
  /** `a` and `a-b`: with a dash between provider and batch, their streams would meet. */
  const keys: Readonly<Record<'a' | 'a-b', SigningKey>> = { a: signingKey(newKeyPem()), 'a-b': signingKey(newKeyPem()) };

  beforeAll(async () => {
    mesh = await TrialMesh.start({ services: [] });
    await mesh.ledger.commit(
      Object.entries(keys).map(([providerId, { publicKey }]) => {
        const data = { providerId, name: providerId, publicKey, enrolledAt: mesh.now() };
        return { stream: `provider-${providerId}`, expected: 'none', events: [{ type: 'advertising.v1.ProviderEnrolled', data }] };
      }),
      mesh.context('operator'),
    );
    service = await mesh.add(monitoring);
  }, 60_000);
  beforeEach(() => {
    batchId = v7();
    segmentId = `seg_${v7()}-1`;
  });
  afterAll(() => mesh.stop(), 60_000);

  const measured = (latencyMs: number, at: Instant = mesh.now(), of = segmentId): agent.Measurement => ({
    segmentId: of, measuredAt: at, latencyNs: BigInt(latencyMs) * NANOS_PER_MS, lossPpm: 3,
  });
  const seal = (batch: Partial<agent.MeasurementBatch> = {}, key = keys.a): common.SignedEnvelope =>
    sealEnvelope(key, SIGNED_AS.measurementBatch, agent.MeasurementBatch.encode({ providerId: 'a', batchId, measurements: [measured(5)], ...batch }));
  const report = async (envelope: common.SignedEnvelope, provider = 'a'): Promise<agent.BatchReply> => {
    const reply = await mesh.connection.request(inboundSubject(provider, 'measure'), common.SignedEnvelope.encode(envelope), { timeout: 5_000 });
    return agent.BatchReply.decode(reply.data);
  };
  const receiptOf = ({ outcome }: agent.BatchReply): common.SignedEnvelope => {
    if (outcome.kind !== 'receipt') throw new Error(`refused: ${outcome.refused.code}: ${outcome.refused.message}`);
    return outcome.receipt;
  };
  const codeOf = ({ outcome }: agent.BatchReply): string => (outcome.kind === 'refused' ? outcome.refused.code : 'receipt');
  const recorded = async (provider = 'a') => (await mesh.ledger.load(`measurements-${provider}.${batchId}`)).events;
  const listed = async (...segmentIds: readonly string[]) =>
    (await mesh.bus.request(wire.ListSegmentMeasurements, { segmentIds }, { context: mesh.context('operator') })).measurements;
  /** Provisioning asks a provider for a segment: from then on it may speak about it. */
  const contracted = async (providerId: string, of = segmentId): Promise<void> => {
    const objective = { latencyNs: 10_000n * NANOS_PER_MS, jitterNs: 0n, lossPpm: 100 };
    const plan = { segmentId: of, providerId, fromPopId: 'x', toPopId: 'y', resourceIds: [`${providerId}/x-y`], mbps: 1, contractSha256: new Uint8Array(32), objective };
    const contractId = `con_${v7()}`;
    const data = { contractId, orderId: 'ord', buyerId: 'acme', segments: [plan], standbys: [], serviceStartAt: mesh.now(), answerBy: mesh.now() };
    await mesh.ledger.commit([{ stream: `activation-${contractId}`, expected: 'none', events: [{ type: 'provisioning.v1.ActivationStarted', data }] }], mesh.context('operator'));
  };

  it('S2-2 records a batch once, with the bytes that were signed, and gives the mesh’s receipt for it', async () => {
    const envelope = seal();
    const receipt = receiptOf(await report(envelope));
    expect(isSealedBy(mesh.operator.publicKey, SIGNED_AS.receipt, receipt)).toBe(true);
    const [event] = await recorded();
    expect(common.Receipt.decode(receipt.body)).toEqual({
      providerId: 'a', batchId, bodySha256: sha256(envelope.body), position: event?.position, recordedAt: event?.recordedAt, refusedItems: [],
    });
    expect(event?.type === 'monitoring.v1.MeasurementsReported' && event.data.batch).toEqual(envelope);
    expect(event?.metadata.actor).toBe('provider:a');
  });

  it('I7 gives the same receipt, to the byte, whenever the batch is sent again: at once, together, and after a restart', async () => {
    const envelope = seal();
    const together = await Promise.all([report(envelope), report(envelope), report(envelope)]);
    await service.stop();
    service = await mesh.add(monitoring);
    const receipts = [...together, await report(envelope)].map((reply) => toHex(common.SignedEnvelope.encode(receiptOf(reply))));
    expect(new Set(receipts).size).toBe(1);
    expect(await recorded()).toHaveLength(1);
  });

  it('refuses the same batch id with other measurements, and keeps what it has', async () => {
    const first = seal();
    await report(first);
    expect(codeOf(await report(seal({ measurements: [measured(6)] })))).toBe('batch-id-reused');
    const [event] = await recorded();
    expect(event?.type === 'monitoring.v1.MeasurementsReported' && event.data.batch.body).toEqual(first.body);
  });

  it('I10 keeps batches apart whose providers’ and own ids read alike when put together', async () => {
    const tail = v7();
    batchId = `b-${tail}`;
    receiptOf(await report(seal()));
    batchId = tail;
    receiptOf(await report(seal({ providerId: 'a-b' }, keys['a-b']), 'a-b'));
    expect(await recorded('a-b')).toHaveLength(1);
  });

  it.each([
    ['that another provider signed', () => report(seal({}, keys['a-b'])), 'signature-invalid'],
    ['that was changed on its way', () => report({ ...seal(), body: seal({ measurements: [measured(1)] }).body }), 'signature-invalid'],
    ['that was signed as something else', () => report(sealEnvelope(keys.a, SIGNED_AS.usageBatch, seal().body)), 'signature-invalid'],
    ['of a provider that nobody enrolled', () => report(seal({ providerId: 'nobody' }), 'nobody'), 'provider-unknown'],
    ['that names another provider than its account', () => report(seal({ providerId: 'a-b' })), 'provider-mismatch'],
    ['signed, but of another’s account', () => report(seal(), 'a-b'), 'signature-invalid'],
    ['whose body is no batch', () => report(sealEnvelope(keys.a, SIGNED_AS.measurementBatch, Uint8Array.of(0xff))), 'batch-malformed'],
    ['without an id', () => report(seal({ batchId: '' })), 'batch-id-invalid'],
    ['with nothing in it', () => report(seal({ measurements: [] })), 'batch-size'],
    ['larger than a batch may be', () => report(seal({ measurements: Array.from({ length: 8_000 }, () => measured(1)) })), 'batch-too-large'],
    ['about a segment whose id is none', () => report(seal({ measurements: [measured(1, mesh.now(), 'a\0b')] })), 'malformed'],
    ['from before there were networks', () => report(seal({ measurements: [measured(1, instant(-62_000_000_000_000_000_000n))] })), 'implausible'],
  ])('I6 refuses a batch %s, and records nothing', async (_, send, code) => {
    expect(codeOf(await send())).toBe(code);
    const written = ['a', 'a-b', 'nobody'].flatMap((provider) => [batchId, ''].map((id) => `measurements-${provider}.${id}`));
    for (const stream of [...written, `watch-${segmentId}`]) expect((await mesh.ledger.load(stream)).events).toEqual([]);
  });

  it('believes a provider’s new key as soon as the replacement was heard, and the former one no more', async () => {
    const [former, present] = [signingKey(newKeyPem()), signingKey(newKeyPem())];
    const say = (type: 'advertising.v1.ProviderEnrolled' | 'advertising.v1.ProviderKeyReplaced', data: object) =>
      mesh.ledger.commit([{ stream: 'provider-rolling', expected: 'any', events: [{ type, data }] }], mesh.context('operator'));
    const sent = (key: SigningKey) => report(seal({ providerId: 'rolling' }, key), 'rolling');
    await say('advertising.v1.ProviderEnrolled', { providerId: 'rolling', name: 'r', publicKey: former.publicKey, enrolledAt: mesh.now() });
    await eventually('the first key', async () => (codeOf(await sent(former)) === 'receipt' ? true : undefined));
    await say('advertising.v1.ProviderKeyReplaced', { providerId: 'rolling', publicKey: present.publicKey, replacedAt: mesh.now() });
    batchId = v7();
    await eventually('the second key', async () => (codeOf(await sent(present)) === 'receipt' ? true : undefined));
    batchId = v7();
    expect(codeOf(await sent(former))).toBe('signature-invalid');
  });

  it('shows the newest measurement of a segment, in whatever order the batches came', async () => {
    await contracted('a');
    const now = mesh.now();
    const before = (minutes: bigint): Instant => plus(now, -minutes * MINUTE_NS);
    for (const [latencyMs, at] of [[7, before(2n)], [5, before(1n)], [9, before(3n)]] as const) {
      batchId = v7();
      receiptOf(await report(seal({ measurements: [measured(latencyMs, at)] })));
    }
    const shown = await eventually('the newest', async () => {
      const [row] = await listed(segmentId, 'seg_unknown', 'no\0token');
      return row?.latencyNs === 5n * NANOS_PER_MS ? row : undefined;
    });
    expect(shown).toEqual({ segmentId, providerId: 'a', measuredAt: before(1n), latencyNs: 5n * NANOS_PER_MS, lossPpm: 3 });
  });

  it('I6 shows nothing that one provider says about another’s segment', async () => {
    const own = `seg_${v7()}-2`;
    await contracted('a');
    await contracted('a-b', own);
    const measurements = [measured(9_000), measured(4, mesh.now(), own)];
    receiptOf(await report(seal({ providerId: 'a-b', measurements }, keys['a-b']), 'a-b'));
    await eventually('the rival’s own segment', async () => ((await listed(own)).length === 1 ? true : undefined));
    expect(await listed(segmentId)).toEqual([]);
  });

  describe('an alarm', () => {
    const dead = (at = mesh.now()): agent.Measurement => ({ segmentId, measuredAt: at, latencyNs: 0n, lossPpm: 1_000_000 });
    const alarms = async () => (await mesh.ledger.load(`watch-${segmentId}`)).events.filter(({ type }) => type !== 'monitoring.v1.MeasurementWindowJudged');
    /** Windows are believed as soon as the view knows whose segment it is; until then they are recorded, and judged by nobody. */
    const raised = () =>
      eventually('the alarm', async () => {
        batchId = v7();
        receiptOf(await report(seal({ measurements: [dead()] })));
        return (await alarms())[0];
      });

    it('S2-14 is raised in the commit of the window that nothing came through in, and once', async () => {
      await contracted('a');
      const alarm = await raised();
      batchId = v7();
      receiptOf(await report(seal({ measurements: [dead()] })));
      expect(await alarms()).toHaveLength(1);
      expect(alarm.data).toMatchObject({ segmentId, providerId: 'a', resourceIds: ['a/x-y'], probableCause: 'loss-of-signal', perceivedSeverity: 'critical' });
      expect(alarm.metadata).toMatchObject({ actor: 'provider:a', correlationId: expect.any(String) });
    });

    it('M3 has the right of way: its batch is answered when the service may have moved', async () => {
      await contracted('a');
      const tookMs = await eventually('the alarm', async () => {
        batchId = v7();
        const sentAtMs = performance.now();
        receiptOf(await report(seal({ measurements: [dead()] })));
        const answeredAtMs = performance.now();
        return (await alarms()).length > 0 ? answeredAtMs - sentAtMs : undefined;
      });
      expect(tookMs).toBeGreaterThanOrEqual(RIGHT_OF_WAY_MS);
    });

    it('I6 is not raised by what a rival says of the segment', async () => {
      await contracted('a');
      const own = `seg_${v7()}-2`;
      await contracted('a-b', own);
      receiptOf(await report(seal({ providerId: 'a-b', measurements: [dead(), { ...dead(), segmentId: own }] }, keys['a-b']), 'a-b'));
      await raised();
      expect((await alarms()).map(({ metadata }) => metadata.actor)).toEqual(['provider:a']);
    });

    it('S2-14 counts windows that come together, each batch once, and is cleared by five good ones in a row', async () => {
      await contracted('a');
      await raised();
      const from = mesh.now();
      const good = (from: Instant) => [1n, 2n, 3n, 4n, 5n].map((number) => measured(1, plus(from, number)));
      batchId = v7();
      const batch = seal({ measurements: good(from) });
      await Promise.all([report(batch), report(batch), report(batch)]);
      expect((await alarms()).map(({ type }) => type)).toEqual(['monitoring.v1.SegmentImpaired', 'monitoring.v1.SegmentRestored']);
    });

    it('S2-14 is cleared when the service is suspended, raised by nothing until it is resumed, and raised anew by what is measured then', async () => {
      await contracted('a');
      await raised();
      const change = (type: 'ServiceChanged' | 'ServiceChangeStarted', suspended: boolean) => {
        const shapes = { from: { mbps: 1, suspended: !suspended }, to: { mbps: 1, suspended } };
        const data = { contractId: 'con_x', orderId: 'ord_x', changeNumber: 1, adjustment: 1, segmentIds: [segmentId], startedAt: mesh.now(), answerBy: mesh.now(), changedAt: mesh.now(), ...shapes };
        return mesh.ledger.commit([{ stream: `activation-${segmentId}`, expected: 'any', events: [{ type: `provisioning.v1.${type}`, data }] }], mesh.context('operator'));
      };
      await change('ServiceChangeStarted', true);
      await change('ServiceChanged', true);
      const cleared = await eventually('its end', async () => (await alarms())[1]);
      expect(cleared).toMatchObject({ type: 'monitoring.v1.SegmentRestored', data: { reason: 'suspended', providerId: 'a' } });
      batchId = v7();
      receiptOf(await report(seal({ measurements: [dead()] })));
      expect(await alarms()).toHaveLength(2);
      await change('ServiceChangeStarted', false);
      await change('ServiceChanged', false);
      const again = await eventually('the next alarm', async () => {
        batchId = v7();
        receiptOf(await report(seal({ measurements: [dead()] })));
        return (await alarms())[2];
      });
      expect(again).toMatchObject({ type: 'monitoring.v1.SegmentImpaired', data: { probableCause: 'loss-of-signal' } });
    });

    it('is cleared when the segment is released', async () => {
      await contracted('a');
      const alarm = await raised();
      const released = { contractId: 'con_x', segmentId, providerId: 'a', receipt: seal() };
      await mesh.ledger.commit([{ stream: `activation-${segmentId}`, expected: 'none', events: [{ type: 'provisioning.v1.SegmentReleased', data: released }] }], mesh.context('operator'));
      const cleared = await eventually('its end', async () => (await alarms())[1]);
      expect(cleared.data).toMatchObject({ alarmId: (alarm.data as { alarmId: string }).alarmId, reason: 'released' });
    });
  });

  it('answers about a thousand segments at a time, and says so when it is asked about more', async () => {
    const ids = Array.from({ length: 1_000 }, (_, index) => `seg_${index}`);
    expect(await listed(...ids)).toEqual([]);
    expect(await listed()).toEqual([]);
    await expect(listed(...ids, 'seg_more')).rejects.toMatchObject(new OperationalError('malformed', 'one question names at most 1000 segments, not 1001'));
  });

  it('S0-6 lists the processes that it hears of, and which of them are silent', async () => {
    const list = async () => (await mesh.bus.request(wire.ListProcesses, {}, { context: mesh.context('operator') })).processes;
    const startedAt = mesh.now();
    mesh.bus.tell('cm.sys.heartbeat', wire.Heartbeat.encode({ service: 'billing', instanceId: 'gone-1', startedAt, position: 7n, residentBytes: 1n, alarms: ['activation c needs an operator'] }));
    mesh.bus.tell('cm.sys.heartbeat', Uint8Array.of(0xff));
    const heard = await eventually('all processes', async () => {
      const processes = await list();
      return ['billing', 'monitoring', 'relay'].every((name) => processes.some(({ service: of }) => of === name)) ? processes : undefined;
    });
    expect(heard.find(({ instanceId }) => instanceId === 'gone-1')).toMatchObject({ service: 'billing', alive: true, position: 7n, startedAt, alarms: ['activation c needs an operator'] });
    await mesh.advance(7_000_000_000n);
    const silent = await eventually('the silence', async () => {
      const gone = (await list()).find(({ instanceId }) => instanceId === 'gone-1');
      return gone && !gone.alive ? gone : undefined;
    });
    expect(silent.position).toBe(7n);
    await eventually('the others’ next heartbeat', async () => ((await list()).some(({ service: of, alive }) => of === 'relay' && alive) ? true : undefined));
  });
});
