import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { InterconnectHalf, LinkOffer } from './elements.js';
import { MAX_LATENCY_NS, MAX_PRICE_PER_MBPS } from './elements.js';
import { findPaths } from './search.js';
import { meshes, queriesOf, someTerms } from './spec/arbitrary.js';
import { type Mesh, bothHalves, half, idOf, link, meshOf, pop, query, topologyOf } from './spec/mesh.js';
import { Topology } from './topology.js';

interface Change {
  readonly what: 'terms' | 'available' | 'down' | 'withdraw' | 'readvertise' | 'withdraw-pop' | 'readvertise-pop' | 'move-pop';
  readonly which: number;
  readonly terms: Partial<LinkOffer>;
}

const changes = fc.array(
  fc.record({
    what: fc.constantFrom<Change['what']>(
      'terms',
      'available',
      'down',
      'withdraw',
      'readvertise',
      'withdraw-pop',
      'readvertise-pop',
      'move-pop',
    ),
    which: fc.nat(),
    terms: someTerms,
  }),
  { maxLength: 12 },
);

const isLink = (each: LinkOffer | InterconnectHalf): each is LinkOffer => 'resourceId' in each;

/** Applies a change to the topology and to the lists, which know nothing of graphs. */
function apply(topology: Topology, mesh: Mesh, original: Mesh, change: Change): Mesh {
  if (change.what.endsWith('pop')) return applyToPop(topology, mesh, original, change);
  const offers = change.what === 'readvertise' ? [...original.links, ...original.halves] : [...mesh.links, ...mesh.halves];
  const offer = offers[change.which % offers.length];
  return offer ? applyToOffer(topology, mesh, offer, change) : mesh;
}

function applyToOffer(topology: Topology, mesh: Mesh, offer: LinkOffer | InterconnectHalf, { what, terms }: Change): Mesh {
  if (what === 'available') {
    expect(topology.setAvailable(idOf(offer), 7)).toBe(true);
    return withOffer(mesh, { ...offer, availableMbps: 7 });
  }
  if (what === 'down') {
    expect(topology.setUp(idOf(offer), !offer.up)).toBe(true);
    return withOffer(mesh, { ...offer, up: !offer.up });
  }
  if (what === 'withdraw') {
    if (isLink(offer)) topology.removeLink(offer.resourceId);
    else topology.removeInterconnectHalf(idOf(offer));
    return withoutOffer(mesh, idOf(offer));
  }
  const changed = { ...offer, ...terms };
  if (isLink(changed)) topology.putLink(changed);
  else topology.putInterconnectHalf(changed);
  return withOffer(mesh, changed);
}

function applyToPop(topology: Topology, mesh: Mesh, original: Mesh, { what, which }: Change): Mesh {
  const pops = what === 'readvertise-pop' ? original.pops : mesh.pops;
  const chosen = pops[which % pops.length];
  if (!chosen) return mesh;
  const others = mesh.pops.filter(({ popId }) => popId !== chosen.popId);
  if (what === 'withdraw-pop') {
    topology.removePop(chosen.popId);
    return { ...mesh, pops: others };
  }
  const put = what === 'move-pop' ? { ...chosen, city: 'Dublin' } : chosen;
  topology.putPop(put);
  return { ...mesh, pops: [...others, put] };
}

const withoutOffer = ({ pops, links, halves }: Mesh, id: string): Mesh => ({
  pops,
  links: links.filter((each) => idOf(each) !== id),
  halves: halves.filter((each) => idOf(each) !== id),
});

function withOffer(mesh: Mesh, offer: LinkOffer | InterconnectHalf): Mesh {
  const others = withoutOffer(mesh, idOf(offer));
  return isLink(offer) ? { ...others, links: [...others.links, offer] } : { ...others, halves: [...others.halves, offer] };
}

describe('a topology that is changed in place', () => {
  it('answers after every change as one that is built from what is advertised then', () => {
    const stories = meshes.chain((mesh) => fc.record({ mesh: fc.constant(mesh), story: changes, asked: queriesOf(mesh) }));
    fc.assert(
      fc.property(stories, ({ mesh: original, story, asked }) => {
        const topology = topologyOf(original);
        let mesh = original;
        findPaths(topology, asked);
        for (const change of story) {
          mesh = apply(topology, mesh, original, change);
          expect(findPaths(topology, asked)).toEqual(findPaths(topologyOf(mesh), asked));
        }
      }),
      { numRuns: 600, seed: 20260305 },
    );
  });

  it('keeps its graph when figures change, and needs a new one only for a new PoP or edge', () => {
    const topology = topologyOf(meshOf([link('a:1', 'a:2')], bothHalves('a:1', 'b:1')));
    const { graph } = topology;
    topology.setAvailable('a:1-a:2', 0);
    topology.setUp('b:1~a:1', false);
    topology.putLink(link('a:1', 'a:2', { pricePerMbps: 9n, visibleTo: ['x'] }));
    topology.removeInterconnectHalf('a:1~b:1');
    topology.putInterconnectHalf(half('a:1', 'b:1'));
    topology.removeLink('a:1-a:2');
    topology.putPop(pop('a:1'));
    expect(topology.graph).toBe(graph);
    topology.putLink(link('a:2', 'a:1', { resourceId: 'second' }));
    expect(topology.graph).not.toBe(graph);
  });

  it('follows a link that is advertised again between other PoPs', () => {
    const topology = topologyOf(meshOf([link('a:1', 'a:2', { resourceId: 'moved' }), link('a:3', 'a:4')]));
    expect(findPaths(topology, query('a:1', 'a:2'))).toMatchObject({ kind: 'found' });
    topology.putLink(link('a:1', 'a:3', { resourceId: 'moved' }));
    expect(findPaths(topology, query('a:1', 'a:2'))).toMatchObject({ refusal: { code: 'no-route' } });
    expect(findPaths(topology, query('a:1', 'a:4'))).toMatchObject({ kind: 'found' });
  });

  it('ignores what becomes of resources that are not advertised', () => {
    const topology = topologyOf(meshOf([link('a:1', 'a:2')]));
    topology.removeLink('a:1-a:2');
    topology.removeLink('a:1-a:2');
    topology.removeInterconnectHalf('a:1~b:1');
    topology.removePop('c:1');
    expect([topology.setAvailable('a:1-a:2', 5), topology.setUp('a:1-a:2', true)]).toEqual([false, false]);
    expect(findPaths(topology, query('a:1', 'a:2'))).toMatchObject({ refusal: { code: 'no-route' } });
  });
});

describe('what lies dormant', () => {
  const topology = topologyOf({
    pops: [pop('a:1'), pop('a:2'), pop('b:1'), pop('b:2')],
    links: [
      link('a:1', 'a:2', { resourceId: 'fine' }),
      link('a:1', 'a:9', { resourceId: 'into-nowhere' }),
      link('a:1', 'b:1', { resourceId: 'into-another-network' }),
      link('a:1', 'a:2', { resourceId: 'in-dollars', currency: 'USD' }),
    ],
    halves: [half('a:1', 'b:1'), half('a:1', 'a:2'), half('a:2', 'b:2', { visibleTo: ['x'] }), half('b:2', 'a:2', { visibleTo: ['y'] })],
  });

  it.each([
    ['fine', undefined],
    ['not-advertised', undefined],
    ['into-nowhere', 'pop-unknown'],
    ['into-another-network', 'pop-of-another-provider'],
    ['in-dollars', 'other-currency'],
    ['a:1~b:1', 'other-half-missing'],
    ['a:1~a:2', 'same-provider'],
    ['a:2~b:2', 'visible-to-nobody'],
  ])('%s: %s', (resourceId, dormancy) => {
    expect(topology.dormancyOf(resourceId)).toBe(dormancy);
  });

  it('joins nothing: a provider cannot sell into another network without its half', () => {
    expect(findPaths(topology, query('a:1', 'b:1'))).toMatchObject({ refusal: { code: 'no-route' } });
  });

  it('wakes up when what it lacked is advertised', () => {
    const late = topologyOf({ ...meshOf([link('a:1', 'a:2')]), pops: [pop('a:1')] });
    expect(findPaths(late, query('a:1', 'a:2'))).toMatchObject({ refusal: { code: 'unknown-place' } });
    late.putPop(pop('a:2'));
    expect(findPaths(late, query('a:1', 'a:2'))).toMatchObject({ kind: 'found' });
  });
});

describe('what no advertisement that was checked can hold', () => {
  const topology = topologyOf(meshOf([link('a:1', 'a:2')], bothHalves('a:1', 'b:1')));

  it.each([
    ['another’s PoP', () => topology.putPop({ ...pop('a:1'), providerId: 'b' }), "PoP a:1 is a's and cannot become b's"],
    ['another’s link', () => topology.putLink(link('a:1', 'a:2', { providerId: 'b' })), "resource a:1-a:2 is a's and cannot become b's"],
    [
      'another’s half',
      () => topology.putInterconnectHalf(half('a:1', 'b:1', { providerId: 'b' })),
      "resource a:1~b:1 is a's and cannot become b's",
    ],
    ['a link named as a half', () => topology.putLink(link('a:1', 'a:2', { resourceId: 'a:1~b:1' })), 'cannot be both'],
    ['a separator in a PoP’s id', () => topology.putPop(pop('a:1~2')), 'has no "~"'],
    ['a latitude beyond the pole', () => topology.putPop(pop('a:3', { latitudeMicrodegrees: 90_000_001 })), 'latitude 90000001'],
    ['a longitude of degrees', () => topology.putPop(pop('a:3', { longitudeMicrodegrees: 1.5 })), 'longitude 1.5'],
    ['a loop', () => topology.putLink(link('a:1', 'a:1')), 'starts and ends at PoP a:1'],
    ['a negative latency', () => topology.putLink(link('a:1', 'a:2', { latencyNs: -1n })), 'latency -1 ns'],
    ['a latency of 8.6 s', () => topology.putLink(link('a:1', 'a:2', { latencyNs: MAX_LATENCY_NS + 1n })), 'latency 8589934592 ns'],
    [
      'a price out of range',
      () => topology.putLink(link('a:1', 'a:2', { pricePerMbps: MAX_PRICE_PER_MBPS + 1n })),
      'price 1125899906842625',
    ],
    ['a negative capacity', () => topology.setAvailable('a:1-a:2', -1), '-1 Mbit/s'],
    ['a currency without a code', () => new Topology('euro'), 'three capital letters'],
  ])('is %s', (_what, attempt, message) => {
    expect(attempt).toThrow(message);
  });

  it('is a revision that goes back', () => {
    topology.advanceTo(8n);
    topology.advanceTo(8n);
    expect(() => topology.advanceTo(7n)).toThrow('topology revision 7 is before 8');
  });
});
