import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { describeGraph } from './description.js';
import { OfflinePaths } from './offline-paths.js';
import { ask, pathsOver, routesOf } from './testing/small-graphs.js';

const s2t = { from: 's', to: 't' };

/** Fast and dear over a, which is another provider's; slow and cheap over b; between the two over c. */
const choice = (changes: Record<string, object> = {}) =>
  pathsOver(['s-a 1/9', 'a-t 1/9', 's-b 5/1', 'b-t 5/1', 's-c 3/4', 'c-t 3/4'], { a: { provider: 'q' }, ...changes });

describe('S4-8 an objective', () => {
  it.each([
    ['latency', 'sat'],
    ['cost', 'sbt'],
    ['handovers', 'sct'],
    [['handovers', 'cost'], 'sbt'],
    [[{ latency: 1, cost: 499 }], 'sct'],
    [{ latency: 1, cost: 1_000 }, 'sbt'],
    [{ latency: 1, cost: 200 }, 'sat'],
  ])('%j chooses %s', (objective, route) => {
    expect(routesOf(ask(choice(), { ...s2t, objective }))).toEqual([route]);
  });

  it('that is a sum of figures is told with each path', () => {
    const answer = ask(choice(), { ...s2t, objective: { latency: 1, cost: 1_000 }, k: 3 });
    expect(answer.paths.map(({ value }: { value: number }) => value)).toEqual([12_000, 14_000, 20_000]);
  });

  it('of profit sells the cheapest within the limits, up to what it is sold for', () => {
    const sold = (salePrice: number, more: object = {}) => ask(choice(), { ...s2t, objective: 'profit', salePrice, ...more });
    const [path] = sold(8, { maxLatencyNs: 9_999 }).paths;
    expect([path.cost, path.profit]).toEqual([8, 0]);
    expect(sold(7, { maxLatencyNs: 9_999 }).refusal).toEqual({ code: 'cost-too-high', limit: 7, least: 8 });
    expect(sold(20, { k: 3 }).paths.map(({ profit }: { profit: number }) => profit)).toEqual([18, 12, 2]);
  });

  it('of profit counts all paths that carry a service together', () => {
    const sold = (salePrice: number) => ask(choice(), { ...s2t, objective: 'profit', salePrice, disjoint: 'node' });
    expect([routesOf(sold(10)), sold(10).totalCost, sold(10).totalProfit]).toEqual([['sbt', 'sct'], 10, 0]);
    expect(sold(9).refusal).toEqual({ code: 'cost-too-high', limit: 9, least: 10 });
    expect(ask(choice(), { participants: ['s', 't'], objective: 'profit', salePrice: 1 }).refusal).toEqual({ code: 'cost-too-high', limit: 1, least: 2 });
  });

  it.each([
    [{ objective: 'profit' }, 'salePrice'],
    [{ objective: 'cost', salePrice: 1 }, 'salePrice'],
    [{ objective: [] }, 'objective'],
    [{ objective: ['latency', 'speed'] }, 'objective[1]'],
    [{ objective: { latency: 0 } }, 'objective'],
    [{ objective: { latency: -1 } }, 'objective.latency'],
    [{ objective: ['hops', 'cost', 'latency'] }, 'objective'],
    [{ continuity: true, split: { members: 1, memberMbps: 1 } }, 'continuity'],
    [{ onlyLayers: [4] }, 'onlyLayers[0]'],
    [{ minAvailabilityPpm: 1_000_001 }, 'minAvailabilityPpm'],
  ])('%j is refused by its field', (query, field) => {
    expect(ask(choice(), { ...s2t, ...query }).field).toBe(field);
  });
});

describe('what a link is', () => {
  it('keeps an availability to the last millionth, as the product over its links', () => {
    const often = choice({ sa: { availabilityPpm: 999_000 }, at: { availabilityPpm: 999_000 }, sb: { availabilityPpm: 998_001 } });
    const route = (minAvailabilityPpm: number) => routesOf(ask(often, { ...s2t, excludeNodes: ['c'], minAvailabilityPpm }));
    expect([route(998_001), ask(often, { ...s2t, excludeNodes: ['c'], minAvailabilityPpm: 998_002 }).refusal]).toEqual([
      ['sat'],
      { code: 'excluded', by: ['minAvailabilityPpm'], limit: 998_002, most: 998_001 },
    ]);
  });

  it('leaves out classes, layers and risks, and says which of them to give up', () => {
    const kinds = choice({ sa: { classes: ['cellular'], srlg: ['bridge'] }, sb: { classes: ['fibre'], layer: 1 }, bt: { classes: ['fibre'], layer: 1 }, sc: { srlg: ['bridge'] } });
    const route = (query: object) => routesOf(ask(kinds, { ...s2t, ...query }))[0];
    expect([route({}), route({ excludeClasses: ['cellular'] }), route({ excludeSrlgs: ['bridge'] }), route({ onlyClasses: ['fibre'] }), route({ onlyLayers: [1] })]).toEqual(['sat', 'sct', 'sbt', 'sbt', 'sbt']);
    expect(ask(kinds, { ...s2t, onlyLayers: [2] }).refusal).toEqual({ code: 'excluded', by: ['onlyLayers'], bestNs: 2_000, uses: ['sa', 'at'] });
    expect(ask(kinds, { ...s2t, onlyClasses: ['fibre'], excludeNodes: ['b'] }).refusal).toMatchObject({ code: 'excluded', by: ['onlyClasses', 'excludeNodes'].sort() });
  });
});

describe('S2-1 continuity of layer-1 units', () => {
  const waves = (converts: boolean) => choice({ sa: { units: [1, 2] }, at: { units: [3] }, sc: { units: [5, 40] }, ct: { units: [40] }, a: { provider: 'q', converts } });

  it('takes a longer way on one wavelength, or changes it where a node converts', () => {
    const [path] = ask(waves(false), { ...s2t, continuity: true }).paths;
    expect([path.nodes.join(''), path.units]).toEqual(['sct', [40, 40]]);
    const [converted] = ask(waves(true), { ...s2t, continuity: true }).paths;
    expect([converted.nodes.join(''), converted.units]).toEqual(['sat', [1, 3]]);
  });

  it('follows wavelengths as they are taken and given back', () => {
    const changing = waves(false);
    expect(ask(changing, { ...s2t, continuity: true, excludeNodes: ['b'] }).paths).toHaveLength(1);
    ask(changing, { update: { link: 'ct', units: [] } });
    expect(ask(changing, { ...s2t, continuity: true, excludeNodes: ['b'] }).refusal).toEqual({ code: 'excluded', by: ['continuity'], bestNs: 2_000 });
    ask(changing, { update: { link: 'at', units: [2, 63] } });
    expect(ask(changing, { ...s2t, continuity: true }).paths[0].units).toEqual([2, 2]);
    expect(ask(changing, { update: { link: 'at', units: [2, 64] } })).toMatchObject({ field: 'update.units[1]', error: 'line 1: update.units[1] is 64; the units of this topology are below 64' });
  });
});

describe('loose demands of providers', () => {
  it('are met where they can be, and told where they had to be given up', () => {
    const route = (query: object) => {
      const answer = ask(choice(), { ...s2t, ...query });
      return [routesOf(answer)[0], answer.loosened];
    };
    expect(route({ avoidProviders: ['q'] })).toEqual(['sct', undefined]);
    expect(route({ objective: 'cost', preferProviders: ['q'] })).toEqual(['sat', undefined]);
    expect(route({ objective: 'cost', preferProviders: ['q'], maxCost: 17 })).toEqual(['sbt', ['preferProviders']]);
    expect(route({ avoidProviders: ['q'], maxLatencyNs: 5_999 })).toEqual(['sat', ['avoidProviders']]);
    expect(ask(choice(), { ...s2t, avoidProviders: ['q'], maxLatencyNs: 1 }).refusal).toEqual({ code: 'latency-too-high', limitNs: 1, bestNs: 2_000 });
  });
});

describe('S0-9 an earlier revision', () => {
  const link = fc.record({ from: fc.nat(4), to: fc.nat(4), latencyNs: fc.nat(9), cost: fc.nat(9), mbps: fc.constantFrom(1, 10) });
  const change = fc.record({ link: fc.nat(6), latencyNs: fc.nat(9), cost: fc.nat(9), mbps: fc.constantFrom(1, 10), up: fc.boolean() });

  it('gives the bytes that it gave when it was the newest, and leaves the newest as it is', () => {
    fc.assert(
      fc.property(fc.array(link, { minLength: 7, maxLength: 9 }), fc.array(change, { minLength: 1, maxLength: 8 }), (links, changes) => {
        const nodes = Array.from({ length: 5 }, (_, id) => ({ id: `n${id}`, provider: id < 3 ? 'p' : 'q' }));
        const numbered = links.map(({ from, to, ...figures }, id) => ({ id: `l${id}`, from: `n${from}`, to: `n${to}`, ...figures }));
        const paths = new OfflinePaths(describeGraph({ nodes, links: numbered }, 1));
        const query = { from: 'n0', to: 'n4', objective: 'cost', maxLatencyNs: 20, mbps: 5, k: 3, explain: true };
        const answers = [paths.answerLine(JSON.stringify(query), 1)];
        for (const { link: id, ...update } of changes) {
          paths.answerLine(JSON.stringify({ update: { link: `l${id}`, ...update } }), 1);
          answers.push(paths.answerLine(JSON.stringify(query), 1));
        }
        answers.forEach((answer, asOf) => expect(paths.answerLine(JSON.stringify({ ...query, asOf }), 1)).toBe(answer));
        expect(paths.answerLine(JSON.stringify(query), 1)).toBe(answers.at(-1));
      }),
      { numRuns: 1_000, seed: 20260410 },
    );
  });

  it('that is still to come is an error, and so is one before the first', () => {
    expect(ask(choice(), { ...s2t, asOf: 1 })).toMatchObject({ field: 'asOf', error: 'line 1: asOf is 1, and the newest revision is 0' });
    expect(ask(choice(), { ...s2t, asOf: -1 }).field).toBe('asOf');
  });
});

describe('a budget', () => {
  it('ends a search with the best path by then, and a bound that none is below', () => {
    const answer = ask(choice(), { ...s2t, objective: 'cost', maxLatencyNs: 7_000, maxJitterNs: 0, maxLabels: 1 });
    expect(answer).toMatchObject({ complete: false, bound: { cost: 8 } });
    expect(answer.paths[0].latencyNs).toBeLessThanOrEqual(7_000);
  });
});
