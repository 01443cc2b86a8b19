import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { formatInstant, instant, NANOS_PER_SECOND, parseInstant, plus, type Instant } from '@carriermesh/kernel';
import { sealEnvelope, sha256, SIGNED_AS, signingKey, type SigningKey } from '@carriermesh/platform-signing';
import { eventually, newKeyPem, TrialMesh } from '@carriermesh/platform-trial';
import { agent, common, contracting, inboundSubject, monitoring as wire } from '@carriermesh/wire';
import { v7 } from 'uuid';
import { monitoring } from './monitoring.service.js';

const HASH = sha256(new Uint8Array());

describe('S2-14 the service level of a month', () => {
  let mesh: TrialMesh;
  let uuid: string;
  let month: string;
  let begin: Instant;
  const keys: Readonly<Record<'a' | 'b', SigningKey>> = { a: signingKey(newKeyPem()), b: signingKey(newKeyPem()) };

  beforeAll(async () => {
    mesh = await TrialMesh.start({ services: [] });
    await mesh.ledger.commit(
      Object.entries(keys).map(([providerId, { publicKey }]) => {
        const data = { providerId, name: providerId, publicKey, enrolledAt: mesh.now() };
        return { stream: `provider-${providerId}`, expected: 'none', events: [{ type: 'advertising.v1.ProviderEnrolled', data }] };
      }),
      mesh.context('operator'),
    );
    await mesh.add(monitoring);
    // The month before the last that began: whole, and not older than measurements may be.
    month = formatInstant(instant(mesh.now() - 40n * 86_400n * NANOS_PER_SECOND)).slice(0, 7);
    begin = parseInstant(`${month}-01T00:00:00Z`)!;
  }, 60_000);
  beforeEach(async () => {
    uuid = v7();
    const data = contractOver(uuid, [['a', 'b']], keys.a);
    await mesh.ledger.commit([{ stream: `contract-${uuid}`, expected: 'none', events: [{ type: 'contracting.v1.ContractSigned', data }] }], mesh.context('operator'));
  });
  afterAll(() => mesh.stop(), 60_000);

  const window = (number: number, minute: number, oneWayMs: number, packets = 1_000): agent.Measurement => ({
    segmentId: `seg_${uuid}-${number}`, measuredAt: plus(begin, BigInt(minute) * 60n * NANOS_PER_SECOND), latencyNs: 1n, lossPpm: 100,
    delays: { oneWayNs: Array.from({ length: packets }, () => BigInt(oneWayMs) * 1_000_000n) },
  });
  const report = async (providerId: 'a' | 'b', ...measurements: readonly agent.Measurement[]): Promise<string> => {
    const envelope = sealEnvelope(keys[providerId], SIGNED_AS.measurementBatch, agent.MeasurementBatch.encode({ providerId, batchId: v7(), measurements }));
    const reply = await mesh.connection.request(inboundSubject(providerId, 'measure'), common.SignedEnvelope.encode(envelope), { timeout: 5_000 });
    const { outcome } = agent.BatchReply.decode(reply.data);
    return outcome.kind === 'refused' ? outcome.refused.code : 'receipt';
  };
  const asked = (question: Partial<wire.GetServiceLevelRequest> = {}, actor = 'operator') =>
    mesh.bus.request(wire.GetServiceLevel, { buyerId: '', serviceId: `con_${uuid}`, month, ...question }, { context: mesh.context(actor) });
  const levelOnce = (isThere: (level: wire.ServiceLevelReport) => boolean) =>
    eventually('the level', async () => {
      const { outcome } = await asked();
      return outcome.kind === 'report' && isThere(outcome.report) ? outcome.report : undefined;
    });

  it('S2-8 is what was measured from end to end, where the provider of the first segment says so, whenever each of its windows came', async () => {
    const endToEnd = { lossPpm: 50_000, delays: { oneWayNs: [15_000_000n] }, roundTrips: { roundTripNs: [33_000_000n, 0n] } };
    await report('b', window(2, 0, 8), { ...window(2, 1, 8), endToEnd });
    await report('a', { ...window(1, 1, 10), roundTrips: { roundTripNs: [21_000_000n] }, endToEnd });
    await report('a', window(1, 0, 10));
    const { figures, segments } = await levelOnce(({ figures: of }) => of.measuredIntervals === 2);
    expect(figures).toMatchObject({ endToEndIntervals: 1, delays: 1n, roundTrips: 1n });
    // The mean of two minutes: one reckoned from 100 ppm on each segment, one measured.
    expect(figures.lossPpm).toBe(25_100);
    expect(figures.delayP50Ns! >= 15_000_000n && figures.delayP50Ns! < 15_020_000n).toBe(true);
    expect(segments.map((segment) => segment.figures.roundTrips)).toEqual([1n, undefined]);
  });

  it('is reckoned from windows that came in any order and more than once, in the month that they were measured in', async () => {
    expect(await report('b', window(2, 2, 8))).toBe('receipt');
    await report('a', window(1, 2, 11), window(1, 0, 10), window(1, 0, 10));
    await report('b', window(2, 0, 8), { ...window(2, 1, 8), delays: { oneWayNs: [0n] } });
    await report('a', window(1, 0, 10), { ...window(1, 0, 99), measuredAt: plus(begin, -1n) }, window(1, 1, 10));
    const level = await levelOnce(({ figures, segments }) => figures.measuredIntervals === 3 && segments[0]?.figures.delays === 3_000n);
    expect(level).toMatchObject({ contractId: `con_${uuid}`, orderId: `ord_${uuid}`, buyerId: 'acme', from: begin, figures: { delays: 2_000n, lossPpm: 200, availabilityPpm: 1_000_000 } });
    expect(level.segments.map(({ providerId, figures }) => [providerId, figures.delays, figures.lossPpm])).toEqual([['a', 3_000n, 100], ['b', 2_000n, 100]]);
    expect(level.clauses.map(({ indicator, verdict }) => `${indicator} ${verdict}`)).toEqual([
      'availability-ppm met', 'frame-loss-ratio-ppm missed', 'one-way-frame-delay-ns met', 'inter-frame-delay-variation-ns met',
    ]);
  });

  it('I6 believes a provider about its own segments alone', async () => {
    await report('b', window(1, 0, 9_000), window(2, 0, 8));
    const level = await levelOnce(({ segments }) => segments.length > 0);
    expect(level.segments.map(({ providerId }) => providerId)).toEqual(['b']);
  });

  it('I10 is told to its own buyer, by the contract or its order, and unknown to every other', async () => {
    const own = await eventually('the contract', async () => {
      const { outcome } = await asked({ buyerId: 'acme', serviceId: `ord_${uuid}`, month: '' }, 'buyer:acme');
      return outcome.kind === 'report' ? outcome.report : undefined;
    });
    expect([own.contractId, own.from <= mesh.now() && mesh.now() < own.until]).toEqual([`con_${uuid}`, true]);
    const foreign = await asked({ buyerId: 'globex' }, 'buyer:globex');
    expect(foreign.outcome).toMatchObject({ kind: 'refused', refused: { code: 'service-unknown' } });
    await expect(asked({}, 'buyer:acme')).rejects.toMatchObject({ kind: 'denied' });
    await expect(asked({ month: '2026-13' })).rejects.toMatchObject({ kind: 'malformed', message: 'a month is like 2026-11, not "2026-13"' });
  });

  it('refuses a window that tells of more than a thousand packets, or of none, and one that took longer than anything can', async () => {
    expect(await report('a', window(1, 0, 1, 1_001))).toBe('malformed');
    expect(await report('a', { ...window(1, 0, 1), delays: { oneWayNs: [] } })).toBe('malformed');
    expect(await report('a', window(1, 0, 10_001))).toBe('implausible');
  });
});

/** A contract over one segment of each provider of each route, as contracting signs it. */
function contractOver(uuid: string, routes: readonly (readonly string[])[], key: SigningKey): contracting.ContractSigned {
  const objective = { latencyNs: 20_000_000n, jitterNs: 1_000_000n, lossPpm: 100 };
  let numbered = 0;
  const [segments = []] = routes.map((of) => of.map((providerId) => ({ segmentId: `seg_${uuid}-${(numbered += 1)}`, providerId, fromPopId: 'x', toPopId: 'y', resources: [], objective })));
  const at = instant(1_700_000_000_000_000_000n);
  const place = (popId: string): common.Place => ({ place: { kind: 'pop-id', popId } });
  const ids = { contractId: `con_${uuid}`, orderId: `ord_${uuid}`, buyerId: 'acme' };
  const body = contracting.Contract.encode({
    ...ids, sellerId: 'mesh', quoteId: `quo_${uuid}-1`, quoteSha256: HASH,
    terms: { from: place('x'), to: place('y'), mbps: 100, termMonths: 12, objective: 'cost', currency: 'EUR', acceptance: 'automatic', maxLatencyNs: 21_000_000n },
    latencyNs: 20_000_000n, segments, prices: [], taxBasisPoints: 0, alternatives: [], supplies: [], signedAt: at,
    serviceLevel: { availabilityPpm: 999_000, lossPpm: 150, jitterNs: 2_000_000n, mttrMinutes: 240, creditBasisPoints: 1_000 },
    acceptance: { acceptedBy: 'acme', acceptedAt: at, termsSha256: HASH },
  });
  return { ...ids, contract: sealEnvelope(key, SIGNED_AS.contract, body), contractSha256: sha256(body) };
}
