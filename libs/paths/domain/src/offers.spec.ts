import { describe, expect, it } from '@jest/globals';
import { MAX_MBPS, plus } from '@carriermesh/kernel';
import type { PathQuery } from './query.js';
import { candidatesOf, refusalOf } from './spec/asking.js';
import { type Mesh, NOON, bothHalves, half, link, meshOf, pop, query } from './spec/mesh.js';

describe('interconnects', () => {
  it('carry nothing while one provider has not advertised its half', () => {
    expect(refusalOf(meshOf([], [half('a:1', 'b:1')]), query('a:1', 'b:1'))).toEqual({ code: 'no-route' });
  });

  it('have the longer latency, the lesser capacity and both prices, and are one handover', () => {
    const mesh = meshOf(
      [],
      [
        half('a:1', 'b:1', { latencyNs: 5n, pricePerMbps: 30n, availableMbps: 40 }),
        half('b:1', 'a:1', { latencyNs: 7n, pricePerMbps: 20n, availableMbps: 60 }),
      ],
    );
    expect(candidatesOf(mesh, query('a:1', 'b:1'))).toMatchObject([{ latencyNs: 7n, costPerMbps: 50n, bottleneckMbps: 40, handovers: 1 }]);
    expect(refusalOf(mesh, query('b:1', 'a:1', { mbps: 41 }))).toEqual({
      code: 'no-capacity',
      requestedMbps: 41,
      mostMbps: 40,
      bottleneck: 'a:1~b:1',
    });
  });

  it('are avoided when a path of the same latency needs fewer of them', () => {
    const mesh = meshOf(
      [link('a:1', 'a:2', { latencyNs: 2n }), link('b:1', 'b:2', { latencyNs: 2n })],
      [...bothHalves('a:1', 'b:1', { latencyNs: 0n }), ...bothHalves('b:2', 'a:2', { latencyNs: 0n })],
    );
    expect(candidatesOf(mesh, query('a:1', 'a:2', { candidates: 2 })).map(({ handovers, latencyNs }) => [handovers, latencyNs])).toEqual([
      [0, 2n],
      [2, 2n],
    ]);
  });

  it('cut a path into segments, two for a provider that is entered twice', () => {
    const mesh = meshOf(
      [link('a:1', 'a:2'), link('b:1', 'b:2'), link('a:3', 'a:4', { srlgs: ['duct', 'bridge'] })],
      [...bothHalves('a:2', 'b:1', { latencyNs: 3n, srlgs: ['duct'] }), ...bothHalves('b:2', 'a:3')],
    );
    expect(candidatesOf(mesh, query('a:1', 'a:4'))).toEqual([
      {
        latencyNs: 7n,
        costPerMbps: 7n,
        currency: 'EUR',
        handovers: 2,
        pops: ['a:1', 'a:2', 'b:1', 'b:2', 'a:3', 'a:4'],
        segments: [
          { providerId: 'a', fromPopId: 'a:1', toPopId: 'a:2', resources: ['a:1-a:2', 'a:2~b:1'], latencyNs: 4n },
          { providerId: 'b', fromPopId: 'b:1', toPopId: 'b:2', resources: ['b:1~a:2', 'b:1-b:2', 'b:2~a:3'], latencyNs: 2n },
          { providerId: 'a', fromPopId: 'a:3', toPopId: 'a:4', resources: ['a:3~b:2', 'a:3-a:4'], latencyNs: 1n },
        ],
        bottleneckMbps: 100,
        srlgs: ['bridge', 'duct'],
        disjointFromBest: false,
      },
    ]);
  });
});

describe('offers', () => {
  const mesh = (terms: Parameters<typeof link>[2]) => meshOf([link('a:1', 'a:2', terms)]);
  const askedAt = (now: PathQuery['now']) => query('a:1', 'a:2', { now });

  it('are used from their first instant until just before their last', () => {
    expect(refusalOf(mesh({ validFrom: NOON }), askedAt(NOON))).toBe('found');
    expect(refusalOf(mesh({ validFrom: NOON }), askedAt(plus(NOON, -1n)))).toEqual({ code: 'no-route' });
    expect(refusalOf(mesh({ validUntil: NOON }), askedAt(plus(NOON, -1n)))).toBe('found');
    expect(refusalOf(mesh({ validUntil: NOON }), askedAt(NOON))).toEqual({ code: 'no-route' });
  });

  it('are never used outside their instants, which may lie within a millisecond', () => {
    expect(refusalOf(mesh({ validFrom: plus(NOON, 2n) }), askedAt(plus(NOON, 1n)))).toEqual({ code: 'no-route' });
    expect(refusalOf(mesh({ validUntil: plus(NOON, 1n) }), askedAt(plus(NOON, 1n)))).toEqual({ code: 'no-route' });
  });

  it('are used for the buyers whom they are made to, and for everybody when made to nobody in particular', () => {
    const from = (buyerId: string, visibleTo: string[]) => refusalOf(mesh({ visibleTo }), query('a:1', 'a:2', { buyerId }));
    expect([from('buyer', []), from('buyer', ['other', 'buyer'])]).toEqual(['found', 'found']);
    expect(from('buyer', ['other'])).toEqual({ code: 'no-route' });
  });

  it('need both halves of an interconnect to be visible', () => {
    const join = meshOf([], [half('a:1', 'b:1', { visibleTo: ['buyer', 'x'] }), half('b:1', 'a:1', { visibleTo: ['y', 'buyer'] })]);
    expect(refusalOf(join, query('a:1', 'b:1'))).toBe('found');
    expect(refusalOf(join, query('a:1', 'b:1', { buyerId: 'x' }))).toEqual({ code: 'no-route' });
  });
});

describe('places', () => {
  const city = { city: 'Paris', country: 'France' };
  const mesh: Mesh = {
    ...meshOf([link('a:1', 'a:2', { latencyNs: 9n }), link('b:1', 'b:2', { latencyNs: 4n })]),
    pops: [pop('a:1', city), pop('b:1', city), pop('a:2', { latitudeMicrodegrees: 51 }), pop('b:2', { latitudeMicrodegrees: 51 })],
  };
  const there = { kind: 'coordinates', latitudeMicrodegrees: 51, longitudeMicrodegrees: 0, withinM: 0 } as const;

  it('stand for every PoP there, and the best pair of them is taken', () => {
    expect(
      candidatesOf(mesh, query('', '', { from: { kind: 'city', name: 'PARIS, france' }, to: there, candidates: 4 })).map(
        ({ pops }) => pops,
      ),
    ).toEqual([
      ['b:1', 'b:2'],
      ['a:1', 'a:2'],
    ]);
  });

  it('that overlap are joined by a path without links', () => {
    expect(
      candidatesOf(mesh, query('a:1', '', { to: { kind: 'city', name: 'paris' }, maxLatencyNs: 0n, maxHandovers: 0, diverse: 2 })),
    ).toEqual([
      {
        latencyNs: 0n,
        costPerMbps: 0n,
        currency: 'EUR',
        handovers: 0,
        pops: ['a:1'],
        bottleneckMbps: MAX_MBPS,
        srlgs: [],
        disjointFromBest: false,
        segments: [{ providerId: 'a', fromPopId: 'a:1', toPopId: 'a:1', resources: [], latencyNs: 0n }],
      },
    ]);
  });

  it('are refused by name when nobody is there, with whoever is nearest', () => {
    expect(refusalOf(mesh, query('a:9', 'a:1'))).toEqual({ code: 'unknown-place', end: 'from', place: 'PoP a:9' });
    const beyond = { ...there, latitudeMicrodegrees: 1_000_000, withinM: 500 };
    expect(refusalOf(mesh, query('a:1', '', { to: beyond }))).toEqual({
      code: 'unknown-place',
      end: 'to',
      place: '1, 0 within 500 m',
      nearestPopId: 'a:2',
      nearestKm: 112,
    });
  });
});
