import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { leastConference } from './conference.js';
import type { Path } from './constrained.js';
import type { Demand, Disjoint, RouteAnswer } from './demand.js';
import { figureOf } from './explain.js';
import type { Graph } from './graph.js';
import { budgetOf, findMembers, findPair, findRoutes } from './routes.js';
import { AllPaths, type Trail, compare } from './spec/all-paths.js';
import { reasonOf } from './spec/reasons.js';
import { type Network, demandsOn, finerDemandsOn, graphOf, networks, networksWithDemands } from './spec/network.js';

const EFFORT = { maxLabels: 1_000_000, maxSpurs: 100_000 };
const RUNS = 1_000;

const trailOf = ({ pops, edges }: Path): Trail => ({ nodes: pops, links: edges });
const refusalOf = (answer: RouteAnswer) => {
  if (answer.kind === 'found') throw new Error(`found ${answer.paths.length} paths where there are none`);
  return answer.refusal;
};
const pathsOf = (answer: RouteAnswer): readonly Path[] => {
  if (answer.kind === 'refused') throw new Error(`refused with ${answer.refusal.code} although there are paths`);
  expect(answer.complete).toBe(true);
  return answer.paths;
};

/** The first reason that holds, looked for in every path. */
function expectReason(reference: AllPaths, answer: RouteAnswer, participants?: readonly number[]): void {
  const { uses, ...facts } = reasonOf(reference, participants) as { readonly uses?: readonly string[] };
  const refusal = refusalOf(answer) as { readonly uses?: readonly string[] };
  expect(refusal).toMatchObject(facts);
  expect(refusal.uses && [...refusal.uses].sort()).toEqual(uses);
}

/** What is told to be shared is on every path; a risk or a provider that is on every path is told. */
function expectNoPair(reference: AllPaths, disjoint: Disjoint, answer: RouteAnswer): void {
  const { network, demand } = reference;
  const refusal = refusalOf(answer) as { readonly shared?: readonly string[] };
  expect(refusal).toMatchObject({ code: 'no-disjoint-pair', disjoint });
  const linkId = (index: number) => `l${String(index).padStart(2, '0')}`;
  const risksOn = ({ links }: Trail) => links.flatMap((index) => network.links[index]!.srlgs);
  const namesOn = (trail: Trail) => [...trail.links.map(linkId), ...trail.nodes.map((node) => `n${node}`), ...risksOn(trail), ...trail.nodes.map((node) => network.providers[node]!)];
  // Two units of flow are refused whatever limits there are: what they cross is on every path without them too.
  const allowed = reference.allowed();
  for (const name of refusal.shared ?? []) for (const trail of allowed) expect(namesOn(trail)).toContain(name);
  if (disjoint !== 'srlg' || demand.from.some((node) => demand.to.includes(node))) return;
  const inevitable = ['r', 's', 't'].filter((risk) => allowed.every((trail) => risksOn(trail).includes(risk)));
  const isFlowRefused = (refusal.shared ?? []).some((name) => /^[ln]\d/.test(name));
  if (!isFlowRefused) expect([...(refusal.shared ?? [])].sort()).toEqual(inevitable);
}

/** A unit for each link, free there, and another one only behind a node that converts. */
function expectUnits({ links, converters = [] }: Network, trail: Trail, units: readonly number[]): void {
  expect(units).toHaveLength(trail.links.length);
  units.forEach((unit, index) => {
    expect(links[trail.links[index]!]!.units ?? [unit]).toContain(unit);
    if (index > 0 && !converters.includes(trail.nodes[index]!)) expect(unit).toBe(units[index - 1]);
  });
}

/** With every aim and kind of link; members and branches share links, and so no unit of layer 1 is promised to them. */
const eitherOn = (network: Network): fc.Arbitrary<Demand> => fc.oneof(demandsOn(network), finerDemandsOn(network).map((demand) => ({ ...demand, continuity: false })));

describe('every algorithm against every simple path of small networks', () => {
  it('finds the same best paths in the same order under any limits, and refuses for the same first reason', () => {
    fc.assert(
      fc.property(networksWithDemands, fc.constantFrom(1, 3, 50), ({ network, demand }, k) => {
        const reference = new AllPaths(network, demand);
        const answer = findRoutes(graphOf(network), { ...demand, k }, EFFORT);
        const expected = reference.allowed().slice(0, k);
        if (expected.length === 0) return expectReason(reference, answer);
        expect(pathsOf(answer).map(trailOf)).toEqual(expected);
      }),
      { numRuns: 4 * RUNS, seed: 20260401 },
    );
  });

  it('keeps several limits at once, each of them exactly', () => {
    const figures = ['latency', 'cost', 'handovers', 'hops', 'jitter', 'loss'] as const;
    const asked = networks.chain((network) =>
      fc.record({
        network: fc.constant(network),
        demand: demandsOn(network),
        limits: fc.record({ latency: fc.nat(12), cost: fc.nat(12), jitter: fc.nat(12), loss: fc.constantFrom(0, 1999, 101_000), hops: fc.nat(5) }),
      }),
    );
    fc.assert(
      fc.property(asked, ({ network, demand, limits }) => {
        const graph = graphOf(network);
        const reference = new AllPaths(network, { ...demand, limits });
        const answer = findRoutes(graph, { ...demand, limits, k: 20 }, EFFORT);
        const expected = reference.allowed().slice(0, 20);
        if (expected.length === 0) return expectReason(reference, answer);
        expect(pathsOf(answer).map(trailOf)).toEqual(expected);
        for (const path of pathsOf(answer))
          for (const figure of figures.slice(0, 5)) if (limits[figure as 'latency'] !== undefined) expect(figureOf(graph, figure, path)).toBeLessThanOrEqual(limits[figure as 'latency']);
      }),
      { numRuns: RUNS, seed: 20260402 },
    );
  });

  it('minimises any one figure, any weighted sum, and one behind the other; keeps a unit of layer 1; goes over links of a kind alone', () => {
    const asked = networks.chain((network) => fc.record({ network: fc.constant(network), demand: finerDemandsOn(network) }));
    fc.assert(
      fc.property(asked, fc.constantFrom(1, 3, 50), ({ network, demand }, k) => {
        const graph = graphOf(network);
        const reference = new AllPaths(network, demand);
        const answer = findRoutes(graph, { ...demand, k }, EFFORT);
        const expected = reference.allowed().slice(0, k);
        if (expected.length === 0) return expectReason(reference, answer);
        expect(pathsOf(answer).map(trailOf)).toEqual(expected);
        if (demand.continuity && graph.spectrum) for (const { pops, edges } of pathsOf(answer)) expectUnits(network, { nodes: pops, links: edges }, graph.spectrum.unitsOver(pops, edges)!);
      }),
      { numRuns: 2 * RUNS, seed: 20260406 },
    );
  });

  it.each(['link', 'node', 'srlg', 'provider'] as const)('finds the %s-disjoint pair of what is aimed at, each path on one unit', (disjoint: Disjoint) => {
    const asked = networks.chain((network) => fc.record({ network: fc.constant(network), demand: finerDemandsOn(network) }));
    let pairs = 0;
    fc.assert(
      fc.property(asked, ({ network, demand }) => {
        const reference = new AllPaths(network, demand);
        const [single] = reference.allowed();
        if (!single || single.links.length === 0) return;
        const answer = findPair(graphOf(network), demand, disjoint, EFFORT);
        const least = reference.leastPair(disjoint);
        if (!least) return expect(refusalOf(answer)).toMatchObject({ code: 'no-disjoint-pair', disjoint });
        const pair = pathsOf(answer).map(trailOf);
        expect(reference.isDisjoint(pair[0]!, pair[1]!, disjoint)).toBe(true);
        for (const trail of pair) expect(!demand.continuity || reference.keepsUnit(trail)).toBe(true);
        expect(reference.total(pair)).toEqual(least);
        pairs += 1;
      }),
      { numRuns: 2 * RUNS, seed: 20260407 },
    );
    expect(pairs).toBeGreaterThan(50);
  });

  it('answers, where its budget ends, with a path that keeps all limits and is no better than the bound it gives', () => {
    const asked = networks.chain((network) => fc.record({ network: fc.constant(network), demand: finerDemandsOn(network) }));
    let unfinished = 0;
    fc.assert(
      fc.property(asked, fc.integer({ min: 1, max: 6 }), ({ network, demand }, maxLabels) => {
        const reference = new AllPaths(network, demand);
        const allowed = reference.allowed();
        const answer = findRoutes(graphOf(network), demand, { maxLabels, maxSpurs: 10 });
        if (answer.kind === 'refused') return expect(allowed.length === 0 || answer.refusal.code === 'undecided').toBe(true);
        const trails = answer.paths.map(trailOf);
        for (const trail of trails) expect(allowed).toContainEqual(trail);
        if (answer.complete) return expect(trails[0]).toEqual(allowed[0]);
        unfinished += 1;
        expect(answer.bound!.first).toBeLessThanOrEqual(reference.aimed(allowed[0]!)[0]!);
      }),
      { numRuns: 2 * RUNS, seed: 20260408 },
    );
    expect(unfinished).toBeGreaterThan(50);
  });

  it.each(['link', 'node', 'srlg', 'provider'] as const)('finds the %s-disjoint pair of least total, with limits and without', (disjoint: Disjoint) => {
    fc.assert(
      fc.property(networksWithDemands, ({ network, demand }) => {
        const reference = new AllPaths(network, demand);
        const answer = findPair(graphOf(network), demand, disjoint, EFFORT);
        const [single] = reference.allowed();
        if (!single) return expectReason(reference, answer);
        if (single.links.length === 0) return expect(pathsOf(answer).map(trailOf)).toEqual([single]);
        const least = reference.leastPair(disjoint);
        if (!least) return expectNoPair(reference, disjoint, answer);
        const pair = pathsOf(answer).map(trailOf);
        expect(pair).toHaveLength(2);
        expect(reference.isDisjoint(pair[0]!, pair[1]!, disjoint)).toBe(true);
        const allowed = reference.allowed().map((trail) => JSON.stringify(trail));
        for (const trail of pair) expect(allowed).toContain(JSON.stringify(trail));
        expect(reference.total(pair)).toEqual(least);
      }),
      { numRuns: RUNS, seed: 20260403 },
    );
  });

  it('splits over members of least total that their links have room for and that arrive close enough', () => {
    const splits = fc.record({ members: fc.integer({ min: 1, max: 3 }), memberMbps: fc.constantFrom(5, 10), apart: fc.option(fc.nat(6), { nil: undefined }) });
    fc.assert(
      fc.property(networks.chain((network) => fc.record({ network: fc.constant(network), demand: eitherOn(network) })), splits, ({ network, demand }, { members, memberMbps, apart }) => {
        const split = { members, memberMbps, ...(apart === undefined ? {} : { maxDifferentialDelayNs: apart }) };
        const reference = new AllPaths(network, { ...demand, mbps: memberMbps });
        const answer = findMembers(graphOf(network), demand, split, EFFORT);
        const [single] = reference.allowed();
        if (single?.links.length === 0) return expect(pathsOf(answer).map(trailOf)).toEqual([single]);
        const least = reference.leastMembers(split);
        if (!least) return expect(['disconnected', 'no-bandwidth', 'latency-too-high', 'cost-too-high', 'too-many-handovers', 'excluded']).toContain(refusalOf(answer).code);
        const found = pathsOf(answer).map(trailOf);
        expect(found).toHaveLength(members);
        expect(reference.total(found)).toEqual(least);
      }),
      { numRuns: RUNS, seed: 20260404 },
    );
  });

  it.each(['worst', 'total'] as const)('chooses the focus of a conference by the %s delay of its participants', (fairness) => {
    const asked = networks.chain((network) =>
      fc.record({ network: fc.constant(network), demand: eitherOn(network), participants: fc.array(fc.nat(network.providers.length - 1), { minLength: 1, maxLength: 3 }) }),
    );
    fc.assert(
      fc.property(asked, ({ network, demand, participants }) => {
        const graph = graphOf(network);
        const least = leastTree(new AllPaths(network, demand), graph, participants, fairness);
        const answer = leastConference(graph, { ...demand, participants: participants.map((pop) => [pop]), fairness }, budgetOf(EFFORT));
        if (!least) return expectReason(new AllPaths(network, demand), answer as RouteAnswer, participants);
        if (answer.kind === 'refused') throw new Error(`refused with ${answer.refusal.code} although there is a focus`);
        expect(answer.complete).toBe(true);
        expect({ focus: answer.focus, branches: answer.branches.map(trailOf) }).toEqual(least);
      }),
      { numRuns: RUNS, seed: 20260405 },
    );
  });
});

/** Every PoP as the focus, every participant on its best path to it. */
function leastTree({ network, demand }: AllPaths, graph: Graph, participants: readonly number[], fairness: 'worst' | 'total') {
  const trees = graph.pops.flatMap((_, focus) => {
    const references = participants.map((from) => new AllPaths(network, { ...demand, from: [from], to: [focus] }));
    const branches = references.map((reference) => reference.allowed()[0]);
    if (branches.some((branch) => !branch)) return [];
    const sum = (figure: 'latency' | 'handovers') => references.reduce((total, reference, index) => total + reference.figure(branches[index]!, figure), 0);
    const worst = Math.max(...references.map((reference, index) => reference.figure(branches[index]!, 'latency')));
    const latency = fairness === 'worst' ? [worst, sum('latency')] : [sum('latency'), worst];
    const aimed = references.map((reference, index) => (demand.objective === 'latency' ? [] : reference.aimed(branches[index]!).slice(0, typeof demand.objective === 'string' ? 1 : demand.objective.length)));
    const values = aimed[0]!.map((_, index) => aimed.reduce((total, each) => total + each[index]!, 0));
    return [{ key: [...values, ...latency, sum('handovers'), focus], focus, branches }];
  });
  const [least] = trees.sort((a, b) => compare(a.key, b.key));
  return least && { focus: least.focus, branches: least.branches };
}
