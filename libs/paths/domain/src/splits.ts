import { candidateOf } from './candidate.js';
import type { Budget, Path, Problem } from './constrained.js';
import { leastOf } from './dijkstra.js';
import type { Graph } from './graph.js';
import { differentialNs, leastMembers } from './members.js';
import { comparePositions, compareWeights, type Weight } from './order.js';
import { type Ends, Ground, type Limits } from './problem.js';
import type { Candidate, DividedQuery } from './query.js';
import { permittedPops, usableEdges } from './usable.js';

/** A service is spread at one PoP and rejoined at one: so many pairs of them are tried, in the order of their ids. */
export const MAX_END_PAIRS = 64;

export interface SplitEffort {
  readonly maxLabels: number;
  readonly maxSpurs: number;
}

export interface SplitsFound {
  /** One for each number of members that can carry the order together, the fewest members first. */
  readonly splits: readonly Candidate[];
  readonly complete: boolean;
}

interface Members {
  readonly paths: readonly Path[];
  readonly weight: Weight;
  readonly apartNs: number;
}

/** The best ways to carry an order by several equal lines, each within the order's own limits, from one PoP to one other. */
export function findSplits(graph: Graph, query: DividedQuery, limits: Limits, effort: SplitEffort, currency: string): SplitsFound {
  const pairs = endPairs(graph, query);
  const splits: Candidate[] = [];
  let complete = pairs.length <= MAX_END_PAIRS;
  for (let members = 2; members <= query.split.mostMembers; members++) {
    const memberMbps = Math.ceil(query.mbps / members);
    // Fewer of the same bandwidth carry as much.
    if (memberMbps * (members - 1) >= query.mbps) continue;
    const usable = usableEdges(graph, { ...query, mbps: memberMbps });
    const search = new SplitSearch(query, { members, memberMbps, limits, budget: shareOf(effort, query.split.mostMembers - 1) });
    for (const ends of pairs.slice(0, MAX_END_PAIRS)) search.tryBetween(new Ground(graph, usable, ends));
    complete &&= search.complete;
    if (search.best) splits.push(splitCandidate(graph, search.best, memberMbps, currency));
  }
  return { splits, complete };
}

/** All of it together takes no more than another question may. */
const shareOf = ({ maxLabels, maxSpurs }: SplitEffort, shares: number): Budget => ({ labels: Math.ceil(maxLabels / shares), spurs: Math.ceil(maxSpurs / shares), exhausted: false });

class SplitSearch {
  best: Members | undefined;

  constructor(
    private readonly query: DividedQuery,
    private readonly asked: { readonly members: number; readonly memberMbps: number; readonly limits: Limits; readonly budget: Budget },
  ) {}

  get complete(): boolean {
    return !this.asked.budget.exhausted;
  }

  tryBetween(ground: Ground): void {
    if (leastOf(ground.bounds('latency'), ground.ends.from).first === Infinity) return;
    const { members, memberMbps, limits, budget } = this.asked;
    const problem: Problem = ground.least(this.query.objective, limits);
    const found = leastMembers(problem, { members, memberMbps, maxDifferentialDelayNs: Number(this.query.split.maxDifferentialDelayNs) }, budget);
    if (!found.members) return;
    const paths = found.members.toSorted((a, b) => compareWeights(a, b) || comparePositions(a.pops, b.pops) || comparePositions(a.edges, b.edges));
    const weight = paths.reduce((sum, { first, second, tie }) => ({ first: sum.first + first, second: sum.second + second, tie: sum.tie + tie }), NOTHING);
    if (!this.best || compareWeights(weight, this.best.weight) < 0) this.best = { paths, weight, apartNs: differentialNs(problem, paths) };
  }
}

/** Where a place has several PoPs, all members begin in one of them, and all end in one. */
function endPairs(graph: Graph, query: DividedQuery): readonly Ends[] {
  const from = permittedPops(graph, graph.places.resolve(query.from), query);
  const to = permittedPops(graph, graph.places.resolve(query.to), query);
  return from.flatMap((first) => to.filter((last) => last !== first).map((last) => ({ from: [first], to: [last] })));
}

/** The members one after the other. */
function splitCandidate(graph: Graph, { paths, apartNs }: Members, memberMbps: number, currency: string): Candidate {
  const parts = paths.map((path) => candidateOf(graph, path, path, { currency }));
  const total = (figure: (part: Candidate) => bigint): bigint => parts.reduce((sum, part) => sum + figure(part), 0n);
  return {
    latencyNs: parts.reduce((slowest, { latencyNs }) => (latencyNs > slowest ? latencyNs : slowest), 0n),
    costPerMbps: total(({ costPerMbps }) => costPerMbps),
    currency,
    handovers: parts.reduce((sum, { handovers }) => sum + handovers, 0),
    pops: parts.flatMap(({ pops }) => pops),
    segments: parts.flatMap(({ segments }, index) => segments.map((segment) => ({ ...segment, member: index + 1 }))),
    bottleneckMbps: memberMbps * parts.length,
    srlgs: [...new Set(parts.flatMap(({ srlgs }) => srlgs))].sort(),
    disjointFromBest: false,
    split: { members: parts.length, memberMbps, apartNs: BigInt(apartNs) },
  };
}

const NOTHING: Weight = { first: 0, second: 0, tie: 0 };
