import { describe, expect, it } from '@jest/globals';
import type { SplitQuery } from './query.js';
import { findPaths } from './search.js';
import { candidatesOf, refusalOf } from './spec/asking.js';
import { bothHalves, link, meshOf, pop, query, topologyOf } from './spec/mesh.js';

const MS = 1_000_000n;

/** From a:1 to b:2 over a handover of 300, and over two links on either side of it. */
const mesh = meshOf(
  [
    link('a:1', 'a:2', { resourceId: 'north', latencyNs: 5n * MS, pricePerMbps: 3n }),
    link('a:1', 'a:2', { resourceId: 'south', latencyNs: 9n * MS, pricePerMbps: 2n }),
    link('b:1', 'b:2', { resourceId: 'up', latencyNs: 4n * MS, pricePerMbps: 3n }),
    link('b:1', 'b:2', { resourceId: 'down', latencyNs: 7n * MS, pricePerMbps: 1n }),
  ],
  bothHalves('a:2', 'b:1', { latencyNs: MS, availableMbps: 300 }),
);

const split = (mostMembers: number, apartMs: number): SplitQuery => ({ mostMembers, maxDifferentialDelayNs: BigInt(apartMs) * MS });
const ask = (mbps: number, divided?: SplitQuery, changed = {}) => query('a:1', 'b:2', { mbps, objective: 'cost', candidates: 4, ...(divided && { split: divided }), ...changed });
const linesOf = (mbps: number, divided: SplitQuery, changed = {}) =>
  candidatesOf(mesh, ask(mbps, divided, changed)).filter((each) => each.split).map(({ split: found, segments, latencyNs }) => ({
    ...found,
    latencyNs,
    lines: Array.from({ length: found?.members ?? 0 }, (_, index) => segments.filter(({ member }) => member === index + 1).map(({ resources }) => resources.find((id) => !id.includes('~')))),
  }));

describe('S4-1 an order that several lines carry together', () => {
  it('is found where no one line has the room, each line whole from end to end', () => {
    expect(refusalOf(mesh, ask(150))).toMatchObject({ code: 'no-capacity', mostMbps: 100 });
    const [found, ...others] = linesOf(150, split(2, 20));
    expect([found, others]).toMatchObject([{ members: 2, memberMbps: 75 }, []]);
    expect(found!.lines.map(([first]) => first).sort()).toEqual(['north', 'south']);
    expect(found!.lines.map(([, last]) => last).sort()).toEqual(['down', 'up']);
  });

  it('keeps its lines as close together as was asked, to the nanosecond', () => {
    // Crossed over they take 13 and 14 ms, side by side 10 and 17.
    expect(linesOf(150, split(2, 1))).toMatchObject([{ apartNs: MS, latencyNs: 14n * MS }]);
    expect(refusalOf(mesh, ask(150, { mostMembers: 2, maxDifferentialDelayNs: MS - 1n }))).toMatchObject({ code: 'no-capacity', mostMbps: 100, split: { mostMembers: 2 } });
  });

  it('lets each line keep the order’s own limit of latency', () => {
    expect(linesOf(150, split(2, 20), { maxLatencyNs: 14n * MS })).toMatchObject([{ latencyNs: 14n * MS }]);
    expect(refusalOf(mesh, ask(150, split(2, 20), { maxLatencyNs: 14n * MS - 1n }))).toMatchObject({ split: { mostMembers: 2 } });
  });

  it('has no more lines than it needs of the same bandwidth, and names each number that carries it', () => {
    expect(linesOf(2, split(8, 20)).map(({ members, memberMbps }) => [members, memberMbps])).toEqual([[2, 1]]);
    // Of four lines of 50, two share each link.
    expect(linesOf(200, split(4, 20)).map(({ members, memberMbps }) => [members, memberMbps])).toEqual([[2, 100], [4, 50]]);
  });

  it('comes after the ways of one line, which it is weighed against', () => {
    const [one, two, ...more] = candidatesOf(mesh, ask(100, split(2, 20)));
    expect([one?.split, two?.split?.members, more]).toEqual([undefined, 2, []]);
    // Both lines have room on the way that is cheapest for one.
    expect(two?.segments.map(({ resources }) => resources)).toEqual([...one!.segments, ...one!.segments].map(({ resources }) => resources));
    expect([two?.costPerMbps, two?.handovers]).toEqual([2n * one!.costPerMbps, 2]);
  });

  it('begins all of its lines in one point of presence of a city, and ends them in one', () => {
    const twoPops = {
      ...meshOf([link('a:1', 'a:9', { resourceId: 'one' }), link('a:2', 'a:9', { resourceId: 'two' }), link('a:2', 'a:9', { resourceId: 'three' })]),
      pops: [pop('a:1', { city: 'Bonn' }), pop('a:2', { city: 'Bonn' }), pop('a:9')],
    };
    const fromBonn = query('a:1', 'a:9', { from: { kind: 'city', name: 'Bonn' }, mbps: 150, split: split(2, 0) });
    expect(candidatesOf(twoPops, fromBonn).map(({ segments }) => segments.map(({ resources }) => resources.join()).sort())).toEqual([['three', 'two']]);
    const elsewhere = { ...twoPops, links: twoPops.links.filter(({ resourceId }) => resourceId !== 'three') };
    expect(refusalOf(elsewhere, fromBonn)).toMatchObject({ code: 'no-capacity' });
  });

  it('is undecided where the search met its own limit, which is one for all numbers of lines together', () => {
    const few = { maxLabels: 8, maxSpurs: 8 };
    const answer = findPaths(topologyOf(mesh), ask(150, split(8, 0)), few);
    expect(answer).toMatchObject({ kind: 'refused', refusal: { code: 'undecided', reason: 'search-limit' } });
    expect(refusalOf(mesh, ask(150, split(8, 0)))).toMatchObject({ code: 'no-capacity' });
  });

  it('is the same for the same topology', () => {
    expect(findPaths(topologyOf(mesh), ask(150, split(4, 20)))).toEqual(findPaths(topologyOf(mesh), ask(150, split(4, 20))));
  });

  it('has 2 to 8 lines', () => {
    expect(() => findPaths(topologyOf(mesh), ask(150, split(1, 20)))).toThrow('1 members, not 2 to 8');
    expect(() => findPaths(topologyOf(mesh), ask(150, split(9, 20)))).toThrow('9 members, not 2 to 8');
  });
});
