import { describe, expect, it } from '@jest/globals';
import { ask, pathsOver } from './testing/small-graphs.js';

interface Loser {
  readonly nodes: readonly string[];
  readonly why: object;
}

const s2t = { from: 's', to: 't', explain: true };
const choice = (changes: Record<string, object> = {}) => pathsOver(['s-a 1/9@10', 'a-t 1/9@10', 's-b 5/1', 'b-t 5/1', 's-c 3/4', 'c-t 3/4'], { a: { provider: 'q' }, ...changes });
const whyNot = (paths: ReturnType<typeof pathsOver>, query: object) => ask(paths, { ...s2t, ...query }).explain.losers.map(({ nodes, why }: Loser) => [nodes.join(''), why]);

describe('M1 each path that lost says why', () => {
  it('it is left out, too narrow, beyond a limit, or passes nobody whom it has to', () => {
    expect(whyNot(choice(), { excludeNodes: ['a'] })).toEqual([
      ['sat', { excluded: ['a'] }],
      ['sbt', { worse: { latencyNs: 4_000 } }],
    ]);
    expect(whyNot(choice(), { mbps: 11 })[0]).toEqual(['sat', { narrow: { link: 'sa', mbps: 10 } }]);
    expect(whyNot(choice(), { maxCost: 8 })).toEqual([
      ['sat', { over: [{ limit: 'maxCost', value: 18, most: 8 }] }],
      ['sbt', { worse: { latencyNs: 4_000 } }],
    ]);
    expect(whyNot(choice(), { objective: 'cost', requireProviders: ['q'] })).toEqual([
      ['sbt', { misses: ['q'] }],
      ['sct', { misses: ['q'] }],
    ]);
    expect(whyNot(choice(), { excludeProviders: ['q'], mbps: 20, maxCost: 1 })[0]).toEqual([
      'sat',
      { excluded: ['q'], narrow: { link: 'sa', mbps: 10 }, over: [{ limit: 'maxCost', value: 18, most: 1 }] },
    ]);
  });

  it('it would make a dearer pair, with whom, or has no partner at all', () => {
    const trap = pathsOver(['s-a 1', 'a-b 1', 'b-t 1', 's-b 3', 'a-t 3', 's-t 50']);
    expect(whyNot(trap, { disjoint: 'node' })).toEqual([
      ['sabt', { worse: { latencyNs: 45_000 }, with: ['st'] }],
      ['sbat', { worse: { latencyNs: 49_000 }, with: ['st'] }],
      ['st', { worse: { latencyNs: 45_000 }, with: ['sa', 'ab', 'bt'] }],
    ]);
    const bow = pathsOver(['s-m 1', 'm-t 1', 's-a 2', 'a-m 2']);
    expect(whyNot(bow, { disjoint: 'node' })).toEqual([
      ['smt', { alone: true }],
      ['samt', { alone: true }],
    ]);
  });

  it('it shares links with the best one where a diverse one is asked for', () => {
    const forked = pathsOver(['s-a 1', 'a-t 1', 'a-b 1', 'b-t 1', 's-t 9']);
    expect(whyNot(forked, { diverse: 1 })).toEqual([['sabt', { worse: { latencyNs: 1_000 }, shares: ['sa'] }]]);
  });

  it('its links are full of the other members, or it would arrive too far from them', () => {
    const narrow = pathsOver(['s-a 1@100', 'a-t 1', 's-b 3@100', 'b-t 3', 's-c 9', 'c-t 9']);
    expect(whyNot(narrow, { split: { members: 2, memberMbps: 100, maxDifferentialDelayNs: 4_000 } })).toEqual([['sct', { apartNs: 16_000 }]]);
    const shared = pathsOver(['s-a 1@100', 'a-t 1', 'a-b 1', 'b-t 1', 's-c 9@100', 'c-t 9']);
    expect(whyNot(shared, { split: { members: 2, memberMbps: 100 } })).toEqual([['sabt', { full: ['sa'] }]]);
  });

  it('a focus is farther, or somebody does not get there', () => {
    const star = pathsOver(['a-x 1', 'b-x 1', 'c-y 9', 'x-y 1']);
    const losers = (query: object) => ask(star, { participants: ['a', 'b', 'c'], explain: true, ...query }).explain.losers;
    expect(losers({})[0]).toEqual({ focus: 'x', worstLatencyNs: 10_000, totalLatencyNs: 12_000, why: { worse: { worstLatencyNs: 1_000 } } });
    expect(losers({ objective: 'cost' })[0]).toEqual({ focus: 'y', totalCost: 5, worstLatencyNs: 9_000, totalLatencyNs: 13_000, why: { worse: { totalCost: 1 } } });
    expect(losers({ maxLatencyNs: 8_000 })[0]).toEqual({ focus: 'y', why: { participant: 2, refusal: { code: 'latency-too-high', limitNs: 8_000, bestNs: 9_000 } } });
  });
});
