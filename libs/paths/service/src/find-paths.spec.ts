import { describe, expect, it } from '@jest/globals';
import { instant, NANOS_PER_DAY, plus } from '@carriermesh/kernel';
import type { paths } from '@carriermesh/wire';
import { Call } from '@carriermesh/platform-chassis';
import { sha256 } from '@carriermesh/platform-signing';
import { FindPathsHandler } from './find-paths.handler.js';
import { GetTopologySummaryHandler } from './get-topology-summary.handler.js';
import { calmLedger, pastOf } from './testing/calm-ledger.js';
import { AT, Market, stored } from './testing/market.js';
import { TopologyView } from './topology.view.js';

const CONTEXT = { actor: 'process:order-fulfilment', correlationId: 'c', causationId: 'c' };
const QUESTION: paths.FindPathsRequest = {
  buyerId: 'acme',
  from: { place: { kind: 'city', city: 'London' } },
  to: { place: { kind: 'city', city: 'Vienna' } },
  mbps: 100,
  objective: 'latency',
  candidates: 1,
  at: AT,
  atLeastRevision: 0n,
};

const market = new Market();

/** A view that has seen the market up to position 1, and what it answers. */
class Room {
  readonly view = new TopologyView();
  readonly told: string[] = [];
  private readonly handler = new FindPathsHandler(this.view, pastOf(calmLedger(), () => AT), { now: () => AT }, { tell: (subject) => void this.told.push(subject) });

  constructor(offers = market.westToEast()) {
    for (const offer of offers) this.view.apply(stored('advertising.v1.ResourceAdvertised', offer));
    this.view.advancedTo(1n);
  }

  ask(question: Partial<paths.FindPathsRequest> = {}): Promise<paths.FindPathsResponse> {
    return this.handler.execute(new Call({ ...QUESTION, ...question }, CONTEXT));
  }

  async found(question: Partial<paths.FindPathsRequest> = {}): Promise<paths.PathsFound> {
    const { outcome } = await this.ask(question);
    if (outcome.kind !== 'found') throw new Error(outcome.refused.message);
    return outcome.found;
  }

  async refusal(question: Partial<paths.FindPathsRequest> = {}) {
    const { outcome } = await this.ask(question);
    return outcome.kind === 'refused' ? outcome.refused : undefined;
  }

  hold(resourceId: string, mbps: number, availableMbps: number): void {
    this.view.apply(stored('advertising.v1.CapacityHeld', { resourceId, holdId: 'h', mbps, heldUntil: AT, availableMbps, bought: false }));
  }

  release(resourceId: string, mbps: number, availableMbps: number): void {
    this.view.apply(stored('advertising.v1.CapacityReleased', { resourceId, holdId: 'h', mbps, availableMbps, reason: 'order-ended' }));
  }

  withdraw(resourceId: string): void {
    this.view.apply(stored('advertising.v1.ResourceWithdrawn', { resourceId, providerId: resourceId.slice(0, 2), batchId: 'batch-2' }));
  }
}

describe('a path', () => {
  it('S0-1 runs over two providers, in one segment of each with its own half of the handover', async () => {
    const { candidates, complete } = await new Room().found();
    expect(complete).toBe(true);
    expect(candidates).toHaveLength(1);
    expect(candidates[0]).toMatchObject({ latencyNs: 18_000_000n, handovers: 1, popIds: ['Aa/1', 'Aa/2', 'Bb/1', 'Bb/2'], bottleneckMbps: 400, disjointFromBest: false });
    expect(candidates[0]?.segments.map(({ resources, ...run }) => ({ ...run, resources: resources.map(({ resourceId }) => resourceId) }))).toEqual([
      { providerId: 'Aa', fromPopId: 'Aa/1', toPopId: 'Aa/2', latencyNs: 10_000_000n, resources: ['Aa/1-2', 'Aa/2~Bb/1'] },
      { providerId: 'Bb', fromPopId: 'Bb/1', toPopId: 'Bb/2', latencyNs: 8_000_000n, resources: ['Bb/1~Aa/2', 'Bb/1-2'] },
    ]);
  });

  it('comes with the signed offer of each of its resources, once, by whose hash the path names it', async () => {
    const offers = market.westToEast();
    const found = await new Room(offers).found();
    const named = found.candidates.flatMap(({ segments }) => segments.flatMap(({ resources }) => resources));
    expect(found.offers.map(({ resourceId }) => resourceId).sort()).toEqual(named.map(({ resourceId }) => resourceId).sort());
    for (const { resourceId, offer, signature } of found.offers) {
      expect(offers.find((advertised) => advertised.resourceId === resourceId)?.signedOffer).toEqual({ offer, signature });
      expect(named.find((resource) => resource.resourceId === resourceId)?.offerSha256).toEqual(sha256(offer));
    }
  });

  it('follows the latest offer, whose bytes it then carries', async () => {
    const room = new Room();
    const dearer = market.link('Aa/1', 'Aa/2', { latencyNs: 11_000_000n });
    room.view.apply(stored('advertising.v1.ResourceAdvertised', dearer));
    const found = await room.found();
    expect(found.candidates[0]?.latencyNs).toBe(19_000_000n);
    expect(found.offers.find(({ resourceId }) => resourceId === 'Aa/1-2')?.offer).toEqual(dearer.signedOffer.offer);
  });

  it('is the cheaper one when cost is the objective', async () => {
    const detour = [market.pop('Bb/3', 'Prague'), market.link('Bb/1', 'Bb/3', { price: { ...CHEAP } }), market.link('Bb/3', 'Bb/2', { price: { ...CHEAP } })];
    const room = new Room([...market.westToEast(), ...detour]);
    expect((await room.found({ objective: 'cost' })).candidates[0]?.popIds).toContain('Bb/3');
    expect((await room.found({ objective: 'latency' })).candidates[0]?.popIds).not.toContain('Bb/3');
  });

  it('S0-2 does not use an offer before its first instant, at its end, or for a buyer whom it does not name', async () => {
    const room = new Room();
    expect((await room.refusal({ at: instant(AT - 1n) }))?.code).toBe('no-route');
    expect((await room.ask({ at: plus(AT, NANOS_PER_DAY - 1n) })).outcome.kind).toBe('found');
    expect((await room.refusal({ at: plus(AT, NANOS_PER_DAY) }))?.code).toBe('no-route');
    room.view.apply(stored('advertising.v1.ResourceAdvertised', market.link('Aa/1', 'Aa/2', {}, { visibleTo: ['globex'] })));
    expect((await room.refusal())?.code).toBe('no-route');
    expect((await room.ask({ buyerId: 'globex' })).outcome.kind).toBe('found');
  });

  it('S0-2 S4-2 does not use what was withdrawn, nor a handover of which one side was', async () => {
    const room = new Room();
    room.withdraw('Bb/1~Aa/2');
    expect((await room.refusal())?.message).toBe('No offers in force join London and Vienna.');
    room.view.apply(stored('advertising.v1.ResourceAdvertised', market.half('Bb/1', 'Aa/2')));
    expect((await room.ask()).outcome.kind).toBe('found');
  });

  it('S0-1 S4-4 S4-5 has the capacity that is left after what is held, and again all of it after the release', async () => {
    const room = new Room();
    room.hold('Bb/1-2', 300, 100);
    expect((await room.found({ mbps: 100 })).candidates[0]?.bottleneckMbps).toBe(100);
    expect(await room.refusal({ mbps: 101 })).toEqual({
      code: 'no-capacity',
      message: 'No route carries 101 Mbit/s: the widest there is has 100 Mbit/s left, at Bb/1-2.',
      facts: { requested_mbps: '101', most_mbps: '100', bottleneck: 'Bb/1-2' },
    });
    room.release('Bb/1-2', 300, 400);
    expect((await room.ask({ mbps: 400 })).outcome.kind).toBe('found');
  });

  it('S0-8 comes with how much of each resource is in use in that topology', async () => {
    const room = new Room();
    const uses = async () => Object.fromEntries((await room.found()).offers.map(({ resourceId, usedMbps }) => [resourceId, usedMbps]));
    const unused = await uses();
    expect(Object.values(unused).every((mbps) => mbps === 0)).toBe(true);
    room.hold('Bb/1-2', 300, 100);
    expect(await uses()).toEqual({ ...unused, 'Bb/1-2': 300 });
    room.release('Bb/1-2', 300, 400);
    expect(await uses()).toEqual(unused);
  });

  it('does not forget what is in use when a resource is withdrawn and comes back, or comes back smaller', async () => {
    const room = new Room();
    room.hold('Bb/1-2', 300, 100);
    room.withdraw('Bb/1-2');
    room.view.apply(stored('advertising.v1.ResourceAdvertised', market.link('Bb/1', 'Bb/2', { capacityMbps: 400 })));
    expect((await room.refusal({ mbps: 101 }))?.facts).toMatchObject({ most_mbps: '100' });
    room.view.apply(stored('advertising.v1.ResourceAdvertised', market.link('Bb/1', 'Bb/2', { capacityMbps: 200 })));
    expect((await room.refusal({ mbps: 1 }))?.facts).toMatchObject({ most_mbps: '0' });
  });
});

describe('a question that has no path for an answer', () => {
  it('is told the best latency there is, and a limit of exactly that is met', async () => {
    const room = new Room();
    expect(await room.refusal({ maxLatencyNs: 17_999_999n })).toEqual({
      code: 'latency-too-high',
      message: 'No route within 17.999999 ms: the best there is takes 18 ms.',
      facts: { limit_ns: '17999999', best_latency_ns: '18000000' },
    });
    expect((await room.refusal({ maxLatencyNs: 5_000_499n }))?.message).toBe('No route within 5 ms: the best there is takes 18 ms.');
    expect((await room.ask({ maxLatencyNs: 18_000_000n })).outcome.kind).toBe('found');
  });

  it('is told which place nobody is at, and who is nearest', async () => {
    const room = new Room();
    expect(await room.refusal({ to: { place: { kind: 'city', city: 'Atlantis' } } })).toMatchObject({
      code: 'unknown-place',
      message: 'Nobody offers a point of presence at Atlantis.',
      facts: { end: 'to', place: 'Atlantis' },
    });
    const near = { coordinates: { latitudeMicrodegrees: 51_500_000, longitudeMicrodegrees: -125_740 }, withinM: 0 };
    const refusal = await room.refusal({ from: { place: { kind: 'near', near } } });
    expect(refusal).toMatchObject({ code: 'unknown-place', facts: { nearest_pop_id: 'Aa/1' } });
    expect(Number(refusal?.facts['nearest_m'])).toBeGreaterThan(0);
  });

  it.each<[string, Partial<paths.FindPathsRequest>]>([
    ['buyer_id', { buyerId: 'a b' }],
    ['mbps', { mbps: 0 }],
    ['candidates', { candidates: 0 }],
    ['candidates', { candidates: 17 }],
    ['objective', { objective: 'unspecified' }],
    ['max_latency_ns', { maxLatencyNs: -1n }],
    ['from.city', { from: { place: { kind: 'city', city: '' } } }],
    ['to.pop_id', { to: { place: { kind: 'pop-id', popId: 'x'.repeat(201) } } }],
    ['to.near.coordinates.latitude_microdegrees', { to: { place: { kind: 'near', near: { coordinates: { latitudeMicrodegrees: 90_000_001, longitudeMicrodegrees: 0 }, withinM: 0 } } } }],
    ['to.near.within_m', { to: { place: { kind: 'near', near: { coordinates: { latitudeMicrodegrees: 0, longitudeMicrodegrees: 0 }, withinM: 20_037_509 } } } }],
  ])('is told that its %s can’t be', async (field, question) => {
    expect(await new Room().refusal(question)).toMatchObject({ code: 'question-invalid', facts: { field } });
  });
});

describe('several carriages of one order', () => {
  it('S4-6 are each asked for by itself on one topology: a way says which one it carries, and which has none says why', async () => {
    const { candidates, carried, offers } = await new Room().found({ mbps: 800, carried: { carriages: [{ mbps: 800 }, { mbps: 400 }, { mbps: 400, maxLatencyNs: 17_999_999n }, { mbps: 300, maxLatencyNs: 18_000_000n }] } });
    expect(candidates.map(({ carriage, latencyNs }) => [carriage, latencyNs])).toEqual([[2, 18_000_000n], [4, 18_000_000n]]);
    expect(carried?.unserved.map(({ carriage, refusal: { code } }) => [carriage, code])).toEqual([[1, 'no-capacity'], [3, 'latency-too-high']]);
    expect(offers).toHaveLength(4);
    expect((await new Room().found()).carried).toBeUndefined();
  });

  it('S4-1 S4-6 are each asked for by several lines too, where the order may be split: so many of what it carries', async () => {
    const room = new Room([...market.westToEast(), market.pop('Bb/3', 'Graz', 'AT'), market.link('Bb/1', 'Bb/3', { capacityMbps: 300 }), market.link('Bb/3', 'Bb/2', { capacityMbps: 300, latencyNs: 2_000_000n })]);
    const split = { mostMembers: 3, maxDifferentialDelayNs: 10_000_000n };
    const { candidates, carried } = await room.found({ mbps: 900, split, carried: { carriages: [{ mbps: 900 }, { mbps: 600 }, { mbps: 600, maxLatencyNs: 21_999_999n }, { mbps: 350 }] } });
    const lines = ({ carriage, split: of }: paths.PathCandidate): readonly unknown[] => [carriage, of?.members, of?.memberMbps];
    expect(candidates.filter((each) => each.split).map(lines)).toEqual([[2, 2, 300], [2, 3, 200], [4, 2, 175], [4, 3, 117]]);
    expect(candidates.filter((each) => !each.split).map(({ carriage }) => carriage)).toEqual([4]);
    expect(carried?.unserved.map(({ carriage, refusal: { code } }) => [carriage, code])).toEqual([[1, 'no-capacity'], [3, 'no-capacity']]);
  });

  it('are refused together by the reason of the one that takes least', async () => {
    const refusal = await new Room().refusal({ carried: { carriages: [{ mbps: 800 }, { mbps: 401 }, { mbps: 900 }] } });
    expect(refusal).toMatchObject({ code: 'no-capacity', facts: { requested_mbps: '401', most_mbps: '400' } });
  });

  it.each<[string, Partial<paths.FindPathsRequest>]>([
    ['carried.carriages', { carried: { carriages: [] } }],
    ['carried.carriages', { carried: { carriages: Array.from({ length: 17 }, () => ({ mbps: 1 })) } }],
    ['carried.carriages[1].mbps', { carried: { carriages: [{ mbps: 1 }, { mbps: 0 }] } }],
    ['carried.carriages[0].max_latency_ns', { carried: { carriages: [{ mbps: 1, maxLatencyNs: -1n }] } }],
  ])('are told that %s can’t be', async (field, question) => {
    expect(await new Room().refusal(question)).toMatchObject({ code: 'question-invalid', facts: { field } });
  });
});

describe('the topology’s number', () => {
  it('stands in the answer, and the same number and question give the same answer', async () => {
    const room = new Room();
    const first = await room.ask();
    expect(first.revision).toBe(1n);
    room.view.advancedTo(7n);
    expect(await room.ask()).toEqual({ ...first, revision: 7n });
  });

  it('is waited for, which the relay is told, and reached by whatever event', async () => {
    const room = new Room();
    await room.ask({ atLeastRevision: 1n });
    expect(room.told).toEqual([]);
    const answer = room.ask({ atLeastRevision: 5n });
    expect(room.told).toEqual(['cm.sys.awaited']);
    room.view.advancedTo(4n);
    expect(await Promise.race([answer, Promise.resolve('waiting')])).toBe('waiting');
    room.view.advancedTo(5n);
    expect((await answer).revision).toBe(5n);
  });

  it('is not waited for longer than its limit', async () => {
    await expect(new Room().view.reached(2n, 1)).resolves.toBe(false);
  });
});

describe('the summary of the topology', () => {
  it('counts handovers that both sides offer, and nothing that was withdrawn', async () => {
    const room = new Room();
    const summary = new GetTopologySummaryHandler(room.view);
    expect(await summary.execute()).toEqual({ revision: 1n, providers: 2, pops: 4, links: 2, interconnects: 1, searches: 0n });
    room.withdraw('Bb/1~Aa/2');
    room.withdraw('Aa/1-2');
    expect(await summary.execute()).toEqual({ revision: 1n, providers: 2, pops: 4, links: 1, interconnects: 0, searches: 0n });
  });
});

const CHEAP = { monthlyPerMbps: { currency: 'EUR', microMinor: 1n }, perGigabyte: { currency: 'EUR', microMinor: 0n } };
