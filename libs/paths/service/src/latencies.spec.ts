import { describe, expect, it } from '@jest/globals';
import { instant } from '@carriermesh/kernel';
import { agent, type paths } from '@carriermesh/wire';
import { MAX_LATENCY_NS } from '@carriermesh/paths-domain';
import { Call, MOST_COUNTED_NS } from '@carriermesh/platform-chassis';
import { FindPathsHandler } from './find-paths.handler.js';
import { GetLatenciesHandler } from './get-latencies.handler.js';
import { calmLedger, pastOf } from './testing/calm-ledger.js';
import { AT, Market, stored } from './testing/market.js';
import { TopologyView } from './topology.view.js';

const CONTEXT = { actor: 'operator', correlationId: 'c', causationId: 'c' };
const MS = 1_000_000n;
const LINK = 'Bb/1-2';
const market = new Market();
const plan = (segmentId: string, providerId: string, ...resourceIds: string[]) =>
  ({ segmentId, providerId, fromPopId: '', toPopId: '', resourceIds, mbps: 1, contractSha256: new Uint8Array() });

/** The market with one service of two segments, each over one link. */
class Room {
  readonly view = new TopologyView();
  private readonly past = pastOf(calmLedger(), () => AT);
  private position = 0n;

  constructor() {
    for (const offer of market.westToEast()) this.takes('advertising.v1.ResourceAdvertised', offer);
    const segments = [plan('seg-a', 'Aa', 'Aa/1-2', 'Aa/2~Bb/1'), plan('seg-b', 'Bb', 'Bb/1~Aa/2', LINK)];
    this.takes('provisioning.v1.ActivationStarted', { contractId: 'c', orderId: 'o', segments, serviceStartAt: AT, answerBy: AT, buyerId: 'acme', standbys: [] });
  }

  takes(type: Parameters<typeof stored>[0], data: never | object): void {
    this.view.apply(stored(type, data as never));
    this.view.advancedTo((this.position += 1n));
  }

  /** A window of this segment, so many seconds after the offers. */
  reports(providerId: string, segmentId: string, seconds: bigint, latencyNs: bigint): void {
    const measurements = [{ segmentId, measuredAt: instant(AT + seconds * 1_000_000_000n), latencyNs, lossPpm: 0 }];
    const body = agent.MeasurementBatch.encode({ providerId, batchId: 'b', measurements });
    this.takes('monitoring.v1.MeasurementsReported', { providerId, batchId: 'b', batch: { keyId: '', body, signature: new Uint8Array() }, bodySha256: new Uint8Array(), reportedAt: AT });
  }

  async known(asked: Partial<paths.GetLatenciesRequest> = {}): Promise<paths.LatenciesKnown> {
    const handler = new GetLatenciesHandler(this.view, this.past, { tell: () => undefined });
    const { outcome } = await handler.execute(new Call({ providerId: '', resourceIds: [], atLeastRevision: 0n, ...asked }, CONTEXT));
    if (outcome.kind !== 'known') throw new Error(outcome.refused.message);
    return outcome.known;
  }

  async record(resourceId = LINK): Promise<paths.LatencyRecord> {
    return (await this.known({ resourceIds: [resourceId] })).latencies[0]!;
  }

  async finds(maxLatencyNs?: bigint): Promise<paths.FindPathsResponse['outcome']> {
    const handler = new FindPathsHandler(this.view, this.past, { now: () => AT }, { tell: () => undefined });
    const place = (city: string) => ({ place: { kind: 'city' as const, city } });
    const question = { buyerId: 'acme', from: place('London'), to: place('Vienna'), mbps: 100, objective: 'latency' as const, candidates: 1, at: AT, atLeastRevision: 0n };
    return (await handler.execute(new Call({ ...question, ...(maxLatencyNs !== undefined && { maxLatencyNs }) }, CONTEXT))).outcome;
  }
}

describe('the latency database', () => {
  it('S2-8 has of every link its source, its time and its confidence: declared, until something is measured', async () => {
    const room = new Room();
    expect(await room.known()).toMatchObject({ leftOut: 0, latencies: [{ resourceId: 'Aa/1-2', latencyNs: 10n * MS, source: 'declared', declaredAt: AT }, { resourceId: LINK, latencyNs: 8n * MS, source: 'declared' }] });
    room.reports('Bb', 'seg-b', 60n, 8n * MS + 400_000n);
    expect(await room.record()).toMatchObject({ latencyNs: 8n * MS, source: 'declared', measured: { segmentId: 'seg-b', measuredAt: AT + 60_000_000_000n, latencyNs: 8n * MS + 400_000n, packets: 0 } });
    expect((await room.known({ providerId: 'Aa' })).latencies.map(({ resourceId }) => resourceId)).toEqual(['Aa/1-2']);
  });

  it('S2-9 S2-10 answers the next question for paths by a newer report, and says which links it counts as measured', async () => {
    const room = new Room();
    room.reports('Bb', 'seg-b', 60n, 30n * MS);
    expect(await room.record()).toMatchObject({ latencyNs: 30n * MS, source: 'measured' });
    const found = await room.finds();
    expect(found).toMatchObject({ found: { candidates: [{ latencyNs: 40n * MS }] } });
    const said = found.kind === 'found' ? found.found.offers.filter(({ latency }) => latency?.source === 'measured').map(({ resourceId }) => resourceId) : [];
    expect(said).toEqual([LINK]);
    // Within its limit by the provider's word, and not by what is known.
    expect(await room.finds(18n * MS)).toMatchObject({ refused: { code: 'latency-too-high', facts: { best_latency_ns: String(40n * MS) } } });
    room.reports('Bb', 'seg-b', 120n, 8n * MS);
    expect(await room.finds(18n * MS)).toMatchObject({ kind: 'found', found: { candidates: [{ latencyNs: 18n * MS }] } });
  });

  it('S2-11 ignores a report that is not newer than the one on record, and counts it', async () => {
    const room = new Room();
    room.reports('Bb', 'seg-b', 120n, 8n * MS);
    room.reports('Bb', 'seg-b', 60n, 30n * MS);
    room.reports('Bb', 'seg-b', 120n, 30n * MS);
    expect(await room.record()).toMatchObject({ latencyNs: 8n * MS, measured: { measuredAt: AT + 120_000_000_000n, staleWindows: 2 } });
    expect(await room.finds(18n * MS)).toMatchObject({ kind: 'found' });
  });

  it('S2-12 takes a newer offer for a newer word, whatever was measured before it', async () => {
    const room = new Room();
    room.reports('Bb', 'seg-b', 60n, 30n * MS);
    const again = market.link('Bb/1', 'Bb/2', { latencyNs: 9n * MS }, { validFrom: instant(AT + 90_000_000_000n) });
    room.takes('advertising.v1.ResourceAdvertised', again);
    expect(await room.record()).toMatchObject({ latencyNs: 9n * MS, source: 'declared' });
    room.reports('Bb', 'seg-b', 80n, 30n * MS);
    expect(await room.record()).toMatchObject({ latencyNs: 9n * MS, source: 'declared' });
    room.takes('advertising.v1.ResourceWithdrawn', { resourceId: LINK, providerId: 'Bb', batchId: 'b' });
    expect((await room.known()).latencies.map(({ resourceId }) => resourceId)).toEqual(['Aa/1-2']);
  });

  it('S2-13 hears a provider about the segments that it carries, while it carries them, and about nobody else’s', async () => {
    const room = new Room();
    room.reports('Aa', 'seg-b', 60n, 30n * MS);
    room.reports('Bb', 'seg-c', 60n, 30n * MS);
    expect((await room.record()).measured).toBeUndefined();
    room.takes('provisioning.v1.SegmentReleased', { contractId: 'c', segmentId: 'seg-b', providerId: 'Bb', receipt: { keyId: '', body: new Uint8Array(), signature: new Uint8Array() } });
    room.reports('Bb', 'seg-b', 60n, 30n * MS);
    expect((await room.record()).measured).toBeUndefined();
  });

  it('S2-9 counts no more of a link than a search can add up, however much was measured', async () => {
    const room = new Room();
    room.reports('Bb', 'seg-b', 60n, 10_000n * MS);
    expect([MOST_COUNTED_NS, (await room.record()).latencyNs]).toEqual([MAX_LATENCY_NS, MAX_LATENCY_NS]);
  });

  it('says nothing of single links by what a segment over several of them shows', async () => {
    const room = new Room();
    room.takes('provisioning.v1.RerouteSecured', { contractId: 'c', attempt: 1, toRoute: 1, segments: [plan('seg-two', 'Bb', LINK, 'Bb/2-3')], holdId: 'h', latencyNs: 1n, passedOver: [], brokenFirstSegmentIds: [], answerBy: AT });
    room.reports('Bb', 'seg-two', 60n, 30n * MS);
    expect((await room.record()).measured).toBeUndefined();
  });
});
