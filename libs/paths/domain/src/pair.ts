import { type Budget, LabelSearch, type Path, type Problem, WHOLE_SPACE } from './constrained.js';
import type { Disjoint } from './demand.js';
import { UnitFlows } from './flow.js';
import type { Graph } from './graph.js';
import { keepsLimits, startsAtEnd } from './keeps.js';
import { type Weight, comparePositions, compareWeights } from './order.js';
import { PriorityQueue } from './queue.js';
import { Shares } from './shares.js';

export type Pair = readonly [Path, Path];

export interface PairSearch {
  /** The lighter path first. */
  readonly pair?: Pair;
  /** Names of what every path crosses, where that is why there is no pair. */
  readonly shared?: readonly string[];
  /** Where the budget ended the search: no pair weighs less. */
  readonly bound?: Weight;
}

/**
 * The disjoint pair of least total weight. Link- and node-disjoint pairs are a flow of two units, exact in the time of two
 * searches. Anything else, and pairs of which each path has limits to keep, is hard in general: a branch and bound over
 * what the two paths must not share, exact within the budget, and with a proven bound beyond it.
 */
export function leastPair(problem: Problem, disjoint: Disjoint, budget: Budget): PairSearch {
  // Who starts where it may end has to leave in order to meet whom it must: a flow would not go anywhere.
  if (startsAtEnd(problem)) return new Branching(problem, disjoint, NOTHING).search(budget);
  const flows = new UnitFlows(problem, { capacityOf: () => 1, splitPops: disjoint === 'node', units: 2 });
  const isRoom = flows.augment() && flows.augment();
  // Whatever else they must not share, paths of a pair share no link: no two units of flow, no pair.
  if (!isRoom) return { shared: namesOf(problem.graph, flows.cut()) };
  const [a, b] = flows.paths() as [Path, Path];
  const pair = inOrder(a, b);
  const isFree = pair.every((path) => keepsLimits(problem, path));
  const isFlow = disjoint === 'link' || disjoint === 'node';
  if (isFree && (isFlow || new Shares(problem, disjoint).firstShared(pair) === undefined)) return { pair };
  return new Branching(problem, disjoint, total(pair)).search(budget);
}

/** What each path of a state must not use, the paths that are best without it, and what they weigh together. */
interface State {
  readonly bans: readonly [readonly number[], readonly number[]];
  readonly paths: Pair;
  readonly weight: Weight;
}

/**
 * A state's two paths are each the best without what it bans for them, so that together they bound every pair within the
 * state. Where they share something, at most one of the two may keep it: the state splits into one for each choice.
 */
class Branching {
  private readonly shares: Shares;
  private readonly states = new PriorityQueue<State>(
    (a, b) => compareWeights(a.weight, b.weight) || b.bans[0].length + b.bans[1].length - a.bans[0].length - a.bans[1].length,
  );
  private found: Pair | undefined;

  constructor(
    private readonly problem: Problem,
    disjoint: Disjoint,
    /** No pair weighs less than a flow of two units. */
    private readonly floor: Weight,
  ) {
    this.shares = new Shares(problem, disjoint);
  }

  search(budget: Budget): PairSearch {
    const best = new LabelSearch(this.problem).best(WHOLE_SPACE, budget);
    if (!best) return budget.exhausted ? { bound: this.floor } : {};
    this.states.push({ bans: [[], []], paths: [best, best], weight: total([best, best]) });
    for (let state = this.states.pop(); state; state = this.states.pop()) {
      if (this.found && compareWeights(state.weight, total(this.found)) >= 0) return { pair: this.found };
      const shared = this.shares.firstShared(state.paths);
      if (shared === undefined) return { pair: inOrder(...state.paths) };
      if (budget.spurs-- <= 0) budget.exhausted = true;
      if (budget.exhausted) return this.unfinished(state);
      // Of two equal sets of bans each choice mirrors the other.
      if (state.bans[0].length + state.bans[1].length > 0) this.branch(state, 0, shared, budget);
      this.branch(state, 1, shared, budget);
    }
    return budget.exhausted ? this.unfinished() : this.found ? { pair: this.found } : {};
  }

  private branch(state: State, side: 0 | 1, shared: number, budget: Budget): void {
    const bans = [...state.bans[side], shared];
    const usable = this.shares.without(bans);
    const path = new LabelSearch({ ...this.problem, usable }).best(WHOLE_SPACE, budget);
    if (!path) return;
    const other = state.paths[1 - side]!;
    const next: State = {
      bans: side === 0 ? [bans, state.bans[1]] : [state.bans[0], bans],
      paths: side === 0 ? [path, other] : [other, path],
      weight: total([path, other]),
    };
    this.states.push(next);
    if (this.shares.firstShared(next.paths) === undefined) this.keep(inOrder(...next.paths));
  }

  private keep(pair: Pair): void {
    if (!this.found || compareWeights(total(pair), total(this.found)) < 0) this.found = pair;
  }

  private unfinished(state?: State): PairSearch {
    const bound = state && compareWeights(state.weight, this.floor) > 0 ? state.weight : this.floor;
    return this.found ? { pair: this.found, bound } : { bound };
  }
}

const NOTHING: Weight = { first: 0, second: 0, tie: 0 };

const total = ([a, b]: Pair): Weight => ({ first: a.first + b.first, second: a.second + b.second, tie: a.tie + b.tie });

const inOrder = (a: Path, b: Path): Pair =>
  (compareWeights(a, b) || comparePositions(a.pops, b.pops) || comparePositions(a.edges, b.edges)) <= 0 ? [a, b] : [b, a];

const namesOf = (graph: Graph, { edges, pops }: { edges: readonly number[]; pops: readonly number[] }): string[] => [
  ...edges.map((edge) => graph.edgeAt(edge).edgeId),
  ...pops.map((pop) => graph.pops[pop]!.popId),
];
