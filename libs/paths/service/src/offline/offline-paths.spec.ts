import { describe, expect, it } from '@jest/globals';
import { describeGraph } from './description.js';
import { ask, pathsOver, routesOf } from './testing/small-graphs.js';

describe('k loopless paths', () => {
  it('are those of the textbook for Yen’s graph', () => {
    const yen = pathsOver(['C>D 3', 'C>E 2', 'D>F 4', 'E>D 1', 'E>F 2', 'E>G 3', 'F>G 2', 'F>H 1', 'G>H 2']);
    const answer = ask(yen, { id: 1, from: 'C', to: 'H', k: 3 });
    expect(routesOf(answer)).toEqual(['CEFH', 'CEGH', 'CDFH']);
    expect(answer.paths.map(({ latencyNs }: { latencyNs: number }) => latencyNs)).toEqual([5000, 7000, 8000]);
  });
});

describe('a disjoint pair', () => {
  // The shortest path is in both pairs' way: who takes it first finds no second.
  const trap = () => pathsOver(['s-a 1', 'a-b 1', 'b-t 1', 's-b 3', 'a-t 3']);

  it('is found where the shortest path leaves no second one', () => {
    expect(routesOf(ask(trap(), { from: 's', to: 't' }))).toEqual(['sabt']);
    const answer = ask(trap(), { from: 's', to: 't', disjoint: 'node' });
    expect(routesOf(answer)).toEqual(['sat', 'sbt']);
    expect([answer.totalLatencyNs, answer.totalCost]).toEqual([8000, 4]);
  });

  it('is refused with the node that every path crosses', () => {
    const bow = pathsOver(['s-a 1', 's-b 1', 'a-m 1', 'b-m 1', 'm-c 1', 'm-d 1', 'c-t 1', 'd-t 1']);
    expect(routesOf(ask(bow, { from: 's', to: 't', disjoint: 'link' }))).toHaveLength(2);
    const refused = ask(bow, { from: 's', to: 't', disjoint: 'node' });
    expect(refused).toEqual({ paths: [], refusal: { code: 'no-disjoint-pair', disjoint: 'node', shared: ['m'] } });
  });

  it('takes another provider’s dearer leg where risk is shared', () => {
    const ducts = pathsOver(['s-a 1', 'a-t 1', 's-b 1', 'b-t 1', 's-c 9', 'c-t 9'], { at: { srlg: ['bridge'] }, bt: { srlg: ['bridge'] } });
    expect(routesOf(ask(ducts, { from: 's', to: 't', disjoint: 'node' }))).toEqual(['sat', 'sbt']);
    expect(routesOf(ask(ducts, { from: 's', to: 't', disjoint: 'srlg' }))).toEqual(['sat', 'sct']);
  });
});

describe('S4-1 M4 a split', () => {
  const narrow = () => pathsOver(['s-a 1@100', 'a-t 1@100', 's-b 2@100', 'b-t 2@100', 's-c 9@100', 'c-t 9@100']);

  it('carries over several paths what none of them can', () => {
    expect(ask(narrow(), { from: 's', to: 't', mbps: 200 }).refusal).toEqual({ code: 'no-bandwidth', requestedMbps: 200, mostMbps: 100, bottleneck: 'sa' });
    const answer = ask(narrow(), { from: 's', to: 't', split: { members: 2, memberMbps: 100 } });
    expect([routesOf(answer), answer.totalLatencyNs]).toEqual([['sat', 'sbt'], 6000]);
  });

  it('lets members share a link that has room for both', () => {
    const answer = ask(narrow(), { from: 's', to: 't', split: { members: 3, memberMbps: 50 } });
    expect(routesOf(answer)).toEqual(['sat', 'sat', 'sbt']);
  });

  it('keeps the differential delay to its last nanosecond, and says what it would be without', () => {
    const within = (ns: number) => ask(narrow(), { from: 's', to: 't', split: { members: 3, memberMbps: 100, maxDifferentialDelayNs: ns } });
    expect(routesOf(within(16_000))).toEqual(['sat', 'sbt', 'sct']);
    expect(within(15_999).refusal).toEqual({ code: 'excluded', by: ['split.maxDifferentialDelayNs'], limit: 15_999, without: 16_000 });
  });

  it('is refused with the most that there is', () => {
    const refusal = ask(narrow(), { from: 's', to: 't', split: { members: 4, memberMbps: 100 } }).refusal;
    expect(refusal).toMatchObject({ code: 'no-bandwidth', requestedMbps: 400, mostMbps: 300 });
  });
});

describe('a conference', () => {
  it('meets where the farthest participant is nearest, and tells where all together are', () => {
    const star = pathsOver(['a-x 1', 'b-x 1', 'c-y 9', 'x-y 1']);
    const answer = ask(star, { participants: ['a', 'b', 'c'] });
    expect([answer.focus, answer.worstLatencyNs, answer.leastTotal.focus, answer.leastTotal.totalLatencyNs]).toEqual(['y', 9000, 'x', 12_000]);
    expect(routesOf(answer)).toEqual(['axy', 'bxy', 'cy']);
  });

  it('is refused with the least limit within which all would meet, and with who is farthest there', () => {
    const star = (changes = {}) => pathsOver(['a-x 1@10', 'b-x 2@10', 'c-x 9@5', 'd>x 1'], changes);
    const refusal = (query: object) => ask(star(), { participants: ['a', 'b', 'c'], ...query }).refusal;
    expect(refusal({ maxLatencyNs: 8_999 })).toEqual({ code: 'latency-too-high', limitNs: 8_999, bestNs: 9_000, participant: 2 });
    expect(refusal({ maxLatencyNs: 9_000 })).toBeUndefined();
    expect(refusal({ mbps: 10 })).toEqual({ code: 'no-bandwidth', requestedMbps: 10, mostMbps: 5, bottleneck: 'cx', participant: 2 });
    expect(refusal({ excludeNodes: ['x'] })).toEqual({ code: 'excluded', by: ['excludeNodes'], bestNs: 9_000, uses: ['x'], participant: 1 });
    // A focus that both reach one way alone: that neither reaches the other is no reason.
    expect(ask(star({ ax: { directed: true } }), { participants: ['a', 'd'], mbps: 20 }).refusal).toEqual({ code: 'no-bandwidth', requestedMbps: 20, mostMbps: 10, bottleneck: 'ax', participant: 1 });
  });
});

describe('limits', () => {
  const choice = () => pathsOver(['s-a 1/9', 'a-t 1/9', 's-b 5/1', 'b-t 5/1', 's-c 3/4', 'c-t 3/4'], { a: { provider: 'q' }, sc: { lossPpm: 1000 }, ct: { lossPpm: 1000 } });

  it('make a longer and cheaper route the best value', () => {
    expect(routesOf(ask(choice(), { from: 's', to: 't', objective: 'cost' }))).toEqual(['sbt']);
    expect(routesOf(ask(choice(), { from: 's', to: 't', objective: 'cost', maxLatencyNs: 9_999 }))).toEqual(['sct']);
    expect(routesOf(ask(choice(), { from: 's', to: 't', maxCost: 17, maxHandovers: 0 }))).toEqual(['sct']);
  });

  it('count loss as 1 − Π(1 − p), to the last millionth', () => {
    const asked = { from: 's', to: 't', maxCost: 17 };
    expect(routesOf(ask(choice(), { ...asked, maxLossPpm: 1999 }))).toEqual(['sct']);
    expect(routesOf(ask(choice(), { ...asked, maxLossPpm: 1998 }))).toEqual(['sbt']);
  });

  it('are refused by name, with the least there is', () => {
    const refusal = (query: object) => ask(choice(), { from: 's', to: 't', ...query }).refusal;
    expect(refusal({ maxLatencyNs: 1_999 })).toEqual({ code: 'latency-too-high', limitNs: 1_999, bestNs: 2_000 });
    expect(refusal({ maxCost: 1 })).toEqual({ code: 'cost-too-high', limit: 1, least: 2 });
    expect(refusal({ maxLatencyNs: 5_999, maxHandovers: 1 })).toEqual({ code: 'too-many-handovers', limit: 1, fewest: 2 });
    expect(refusal({ maxHops: 1 })).toEqual({ code: 'excluded', by: ['maxHops'], limit: 1, least: 2 });
    expect(refusal({ requireProviders: ['nobody'] })).toEqual({ code: 'excluded', by: ['requireProviders'], bestNs: 2_000 });
    expect(refusal({ excludeLinks: ['sa', 'sb', 'sc'] })).toEqual({ code: 'excluded', by: ['excludeLinks'], bestNs: 2_000, uses: ['sa'] });
  });

  it('name, of two exclusions, the one that is to be lifted, and what there is without that one alone', () => {
    const asked = { from: 's', to: 't', excludeLinks: ['sa'], excludeNodes: ['b', 'c'] };
    expect(ask(choice(), asked).refusal).toEqual({ code: 'excluded', by: ['excludeLinks', 'excludeNodes'], bestNs: 2_000, uses: ['sa'] });
    expect(ask(choice(), { ...asked, excludeLinks: ['sa', 'ct'], excludeProviders: ['q'] }).refusal).toEqual({ code: 'excluded', by: ['excludeNodes'], bestNs: 10_000, uses: ['b'] });
  });
});

describe('a line', () => {
  const paths = () => pathsOver(['a-b 1', 'b>c 1'], { a: { lat: 10, lon: 20 } });

  it('from a place to itself is one path of no links', () => {
    expect(ask(paths(), { id: 'x', from: 'a', to: 'a', k: 3 })).toEqual({ id: 'x', paths: [{ latencyNs: 0, cost: 0, handovers: 0, hops: 0, nodes: ['a'], links: [] }] });
  });

  it('goes along a directed link and not against it', () => {
    expect(routesOf(ask(paths(), { from: 'a', to: 'c' }))).toEqual(['abc']);
    expect(ask(paths(), { from: 'c', to: 'a' }).refusal).toEqual({ code: 'disconnected' });
  });

  it('names places by id, by several ids, and by coordinates', () => {
    expect(routesOf(ask(paths(), { from: ['c', 'b'], to: { lat: 10, lon: 20 } }))).toEqual(['ba']);
    expect(ask(paths(), { from: 'z', to: 'a' }).refusal).toEqual({ code: 'unknown-place', end: 'from', place: 'z' });
    const beside = ask(paths(), { from: 'a', to: { lat: 10.1, lon: 20, withinKm: 11 } }).refusal;
    expect(beside).toEqual({ code: 'unknown-place', end: 'to', place: '10.1, 20 within 11 km', nearest: { node: 'a', km: 12 } });
  });

  it('changes a link in place, and the next answer knows', () => {
    const changing = pathsOver(['s-a 1@10', 'a-t 1', 's-b 2', 'b-t 2']);
    const route = () => routesOf(ask(changing, { from: 's', to: 't', mbps: 10 }))[0];
    expect(route()).toBe('sat');
    expect(ask(changing, { update: { link: 'sa', latencyNs: 9_000 } })).toEqual({ revision: 1 });
    expect(route()).toBe('sbt');
    ask(changing, { update: { link: 'sa', latencyNs: 0 } });
    expect(route()).toBe('sat');
    expect(ask(changing, { id: 7, update: { link: 'sa', mbps: 9 } })).toEqual({ id: 7, revision: 3 });
    expect(route()).toBe('sbt');
    ask(changing, { update: { link: 'sb', up: false } });
    expect(ask(changing, { from: 's', to: 't', mbps: 10 }).refusal).toEqual({ code: 'no-bandwidth', requestedMbps: 10, mostMbps: 9, bottleneck: 'sa' });
  });

  it.each([
    ['no JSON', '{', 'line 4: is no JSON', undefined],
    ['a list', '[]', 'line 4: is not an object but []', undefined],
    ['a missing place', '{"from":"a"}', 'line 4: to is not given', 'to'],
    ['an unknown objective', '{"from":"a","to":"b","objective":"speed"}', 'line 4: objective is none of latency, cost, handovers, hops, jitter but "speed"', 'objective'],
    ['half a member', '{"from":"a","to":"b","split":{"members":1.5,"memberMbps":1}}', 'line 4: split.members is not a whole number from 1 to 64 but 1.5', 'split.members'],
    ['a misspelt field', '{"from":"a","to":"b","maxLatency":1}', 'line 4: maxLatency is no field of a query', 'maxLatency'],
    ['two shapes at once', '{"from":"a","to":"b","k":2,"disjoint":"link"}', 'line 4: k cannot be asked together with disjoint', 'k'],
    ['an unknown link', '{"update":{"link":"zz","up":true}}', 'line 4: update.link is "zz", which is no link', 'update.link'],
  ])('that holds %s is answered with what is wrong', (_, line, error, field) => {
    const answer = JSON.parse(paths().answerLine(line, 4));
    expect(answer.error).toContain(error);
    expect([answer.line, answer.field]).toEqual([4, field]);
  });

  it('that asks for reasons is told the losers, the same bytes each time', () => {
    const asked = JSON.stringify({ from: 's', to: 't', objective: 'cost', maxLatencyNs: 7_000, explain: true });
    const over = () => pathsOver(['s-a 1/9', 'a-t 1/9', 's-b 5/1', 'b-t 5/1', 's-c 3/4', 'c-t 3/4']).answerLine(asked, 1);
    expect(over()).toBe(over());
    const { losers } = JSON.parse(over()).explain;
    expect(losers.map(({ nodes, why }: { nodes: string[]; why: object }) => [nodes.join(''), why])).toEqual([
      ['sbt', { over: [{ limit: 'maxLatencyNs', value: 10_000, most: 7_000 }] }],
      ['sat', { worse: { cost: 10 } }],
    ]);
  });
});

describe('a graph file', () => {
  it.each([
    [{ nodes: [{ id: 'a' }], links: [] }, 'nodes[0].provider'],
    [{ nodes: [{ id: 'a', provider: 'p' }, { id: 'a', provider: 'p' }], links: [] }, 'nodes[1].id'],
    [{ nodes: [{ id: 'a', provider: 'p' }], links: [{ id: 'l', from: 'a', to: 'b', latencyNs: 1 }] }, 'links[0].to'],
    [{ nodes: [{ id: 'a', provider: 'p' }], links: [{ id: 'l', from: 'a', to: 'a', latencyNs: 1.5 }] }, 'links[0].latencyNs'],
    [{ nodes: [] }, 'links'],
  ])('that is wrong is refused by its field', (json, field) => {
    expect(() => describeGraph(json, 1)).toThrow(expect.objectContaining({ field }));
  });

  it('may state lengths: 5 ns a metre, times the path factor, rounded once', () => {
    const graph = describeGraph({ nodes: [{ id: 'a', provider: 'p' }, { id: 'b', provider: 'p' }], links: [{ id: 'l', from: 'a', to: 'b', lengthM: 101 }] }, 1.5);
    expect(graph.links[0]!.latencyNs).toBe(758);
  });
});
