import { type Budget, LabelSearch, type Path, WHOLE_SPACE } from './constrained.js';
import type { Demand, RouteRefusal } from './demand.js';
import { type Aim, valuesOver } from './aim.js';
import { type Bounds, boundsFrom } from './dijkstra.js';
import type { Graph } from './graph.js';
import { keepsLimits, sumOf } from './keeps.js';
import { handoversIn } from './order.js';
import { Ground } from './problem.js';
import { demandsOf, groundOf, isConnected, whyDisconnected, whyOverLimit } from './why-none.js';

/** What makes a focus the best: the farthest participant, or all of them together. The other figure settles ties. */
export type Fairness = 'worst' | 'total';

export interface Conference extends Omit<Demand, 'from' | 'to' | 'k' | 'diverse'> {
  /** Of each participant the PoPs that it may join from. */
  readonly participants: readonly (readonly number[])[];
  readonly fairness: Fairness;
}

export type ConferenceAnswer =
  | { readonly kind: 'found'; readonly focus: number; readonly branches: readonly Path[]; readonly complete: boolean }
  /** `participant`: the first that cannot join, where it is one of them that cannot. */
  | { readonly kind: 'refused'; readonly refusal: RouteRefusal; readonly participant?: number };

interface Focus {
  readonly pop: number;
  /** What its branches weigh at least, the most important figure first. */
  readonly key: readonly number[];
}

/**
 * The tree of a conference: a path from every participant to one PoP, the focus (RFC 4353), chosen among all PoPs. One
 * search from each participant tells what every focus costs at least; foci are then tried in that order, and limits only
 * make a focus worse, so the first that keeps its promise is the best.
 */
export function leastConference(graph: Graph, conference: Conference, budget: Budget): ConferenceAnswer {
  const grounds = conference.participants.map((from) => groundOf(graph, { ...conference, from, to: [] }));
  const reach = grounds.map((ground) => boundsFrom(graph, ground.usable, ground.ends.from, ground.metric(conference.objective)));
  const foci = fociOf(graph, conference, reach);
  if (foci.length === 0) return whyApart(graph, conference);
  let best: { focus: Focus; branches: readonly Path[] } | undefined;
  let refusal: ConferenceAnswer | undefined;
  for (const focus of foci) {
    if (best && compareKeys(focus.key, best.focus.key) >= 0) break;
    if (budget.spurs-- <= 0) budget.exhausted = true;
    if (budget.exhausted) break;
    const tree = branchesTo(graph, conference, grounds, focus.pop, budget);
    if ('kind' in tree) {
      refusal ??= tree;
      continue;
    }
    const key = keyOf(conference, focus.pop, tree.map((path) => figuresOf(graph, conference.objective, path)));
    if (!best || compareKeys(key, best.focus.key) < 0) best = { focus: { pop: focus.pop, key }, branches: tree };
  }
  if (best) return { kind: 'found', focus: best.focus.pop, branches: best.branches, complete: !budget.exhausted };
  return budget.exhausted || !refusal ? { kind: 'refused', refusal: { code: 'undecided', reason: 'search-limit' } } : refusal;
}

interface BranchFigures {
  /** In what is minimised, where that is not latency. */
  readonly values: readonly number[];
  readonly latencyNs: number;
  readonly handovers: number;
}

const figuresOf = (graph: Graph, objective: Aim, { edges }: Path): BranchFigures => ({
  values: objective === 'latency' ? [] : valuesOver(graph, objective, edges),
  latencyNs: sumOf(graph.latencyNs, edges),
  handovers: sumOf(graph.handover, edges),
});

function keyOf({ fairness }: Conference, pop: number, branches: readonly BranchFigures[]): number[] {
  const sum = (figure: 'latencyNs' | 'handovers') => branches.reduce((total, branch) => total + branch[figure], 0);
  const worst = Math.max(...branches.map(({ latencyNs }) => latencyNs));
  const latency = fairness === 'worst' ? [worst, sum('latencyNs')] : [sum('latencyNs'), worst];
  const values = branches[0]!.values.map((_, index) => branches.reduce((total, branch) => total + branch.values[index]!, 0));
  return [...values, ...latency, sum('handovers'), pop];
}

/** Every PoP that all can reach, the one that promises most first. */
function fociOf(graph: Graph, conference: Conference, reach: readonly Bounds[]): Focus[] {
  const { objective } = conference;
  const isTwofold = typeof objective !== 'string' && objective.length === 2;
  const foci: Focus[] = [];
  for (let pop = 0; pop < graph.popCount; pop++) {
    if (reach.some(({ first }) => first[pop] === Infinity)) continue;
    const branches = reach.map(({ first, second, tie }) => ({
      values: objective === 'latency' ? [] : isTwofold ? [first[pop]!, second[pop]!] : [first[pop]!],
      // Where latency is neither first nor second, nothing is known of it.
      latencyNs: objective === 'latency' ? first[pop]! : isTwofold ? 0 : second[pop]!,
      handovers: handoversIn(tie[pop]!),
    }));
    foci.push({ pop, key: keyOf(conference, pop, branches) });
  }
  return foci.sort((a, b) => compareKeys(a.key, b.key));
}

function branchesTo(graph: Graph, conference: Conference, grounds: readonly Ground[], pop: number, budget: Budget): Path[] | ConferenceAnswer {
  const branches: Path[] = [];
  for (const [participant, { usable, ends }] of grounds.entries()) {
    const ground = new Ground(graph, usable, { from: ends.from, to: [pop] }, demandsOf(conference));
    const problem = ground.least(conference.objective, conference.limits);
    const path = new LabelSearch(problem).best(WHOLE_SPACE, budget);
    if (!path) return { kind: 'refused', refusal: whyOverLimit(ground, conference.limits, budget), participant };
    if (!keepsLimits(problem, path)) throw new RangeError('a branch was found that does not keep its limits');
    branches.push(path);
  }
  return branches;
}

/** No PoP is reached by all: the first participant that does not reach the first one is told. */
function whyApart(graph: Graph, conference: Conference): ConferenceAnswer {
  const [first = []] = conference.participants;
  for (const [participant, from] of conference.participants.entries()) {
    const demand = { ...conference, from, to: first };
    if (!isConnected(groundOf(graph, demand))) return { kind: 'refused', refusal: whyDisconnected(graph, demand), participant };
  }
  return { kind: 'refused', refusal: { code: 'disconnected' } };
}

function compareKeys(a: readonly number[], b: readonly number[]): number {
  for (const [index, value] of a.entries()) if (value !== b[index]) return value - b[index]!;
  return 0;
}
