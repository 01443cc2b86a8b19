import type { Aim } from './aim.js';
import type { Budget, Path } from './constrained.js';
import type { RouteRefusal } from './demand.js';
import { MAX_LOSERS } from './explain.js';
import type { Graph } from './graph.js';
import { sumOf } from './keeps.js';
import { type Branch, type Conference, Meeting, type Ranking } from './meeting.js';
import { handoversIn } from './order.js';
import { whyNoFocus } from './why-no-focus.js';
import { whyOverLimit } from './why-none.js';

export type ConferenceAnswer =
  | { readonly kind: 'found'; readonly focus: number; readonly branches: readonly Path[]; readonly complete: boolean }
  | ConferenceRefused;

export interface ConferenceRefused {
  readonly kind: 'refused';
  readonly refusal: RouteRefusal;
  /** The first that cannot join those before it; of a limit, who is farthest beyond it where it is least exceeded. */
  readonly participant?: number;
}

/** The tree of a conference: a path from every participant to one PoP, the focus (RFC 4353), chosen among all PoPs. */
export function leastConference(graph: Graph, conference: Conference, budget: Budget): ConferenceAnswer {
  const spare = { ...budget };
  const meeting = new Meeting(graph, conference);
  const tree = meeting.best(conference.objective, conference.limits, rankingOf(graph, conference), budget);
  if (tree) return { kind: 'found', ...tree, complete: !budget.exhausted };
  return budget.exhausted ? { kind: 'refused', refusal: { code: 'undecided', reason: 'search-limit' } } : whyNoFocus(meeting, spare);
}

/** A focus that was not chosen: what its branches would be, or who does not get there, and why. */
export interface LosingFocus {
  readonly focus: number;
  readonly outcome: readonly Path[] | { readonly participant: number; readonly refusal: RouteRefusal };
}

/** The foci that promise most beside the chosen one, whatever limits their branches break. */
export function losingFoci(graph: Graph, conference: Conference, chosen: number | undefined, budget: Budget): readonly LosingFocus[] {
  const meeting = new Meeting(graph, conference);
  const others = meeting.ranked(conference.objective, {}, rankingOf(graph, conference)).filter(({ pop }) => pop !== chosen);
  return others.slice(0, MAX_LOSERS).map(({ pop: focus }) => {
    const branches = meeting.branchesTo(focus, conference.objective, conference.limits, budget);
    if (!('participant' in branches)) return { focus, outcome: branches };
    return { focus, outcome: { participant: branches.participant, refusal: whyOverLimit(branches.ground, conference.limits, budget) } };
  });
}

function rankingOf(graph: Graph, { objective, fairness }: Conference): Ranking {
  return (weights) => {
    const branches = weights.map((weight) => figuresOf(graph, objective, weight));
    const sum = (figure: 'latencyNs' | 'handovers') => branches.reduce((total, branch) => total + branch[figure], 0);
    const worst = Math.max(...branches.map(({ latencyNs }) => latencyNs));
    const latency = fairness === 'worst' ? [worst, sum('latencyNs')] : [sum('latencyNs'), worst];
    const values = branches[0]!.values.map((_, index) => branches.reduce((total, branch) => total + branch.values[index]!, 0));
    return [...values, ...latency, sum('handovers')];
  };
}

/** What is minimised, where that is not latency; latency; handovers. */
function figuresOf(graph: Graph, objective: Aim, { first, second, tie, edges }: Branch) {
  const handovers = handoversIn(tie);
  if (objective === 'latency') return { values: [], latencyNs: first, handovers };
  const isTwofold = typeof objective !== 'string' && objective.length === 2;
  if (!isTwofold) return { values: [first], latencyNs: second, handovers };
  // A bound is of what is minimised alone: where latency is neither of the two, nothing is known of it.
  return { values: [first, second], latencyNs: edges ? sumOf(graph.latencyNs, edges) : 0, handovers };
}
