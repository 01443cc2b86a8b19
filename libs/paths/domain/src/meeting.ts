import type { Aim, Figure } from './aim.js';
import { type Budget, LabelSearch, type Path, WHOLE_SPACE } from './constrained.js';
import type { Demand } from './demand.js';
import { type Bounds, boundsFrom, weightAt } from './dijkstra.js';
import type { Graph } from './graph.js';
import { ODDS_SLACK, oddsLogOf } from './odds.js';
import type { Weight } from './order.js';
import { FIGURES, Ground, type Limits } from './problem.js';
import { demandsOf, groundOf } from './why-none.js';

/** What makes a focus the best: the farthest participant, or all of them together. The other figure settles ties. */
export type Fairness = 'worst' | 'total';

export interface Conference extends Omit<Demand, 'from' | 'to' | 'k' | 'diverse'> {
  /** Of each participant the PoPs that it may join from. */
  readonly participants: readonly (readonly number[])[];
  readonly fairness: Fairness;
}

/** What a participant's branch weighs: as a bound, or over the links that it was found on. */
export type Branch = Weight & { readonly edges?: readonly number[] };

/** What a focus comes to, of what its branches weigh: less is better, the most important figure first. */
export type Ranking = (branches: readonly Branch[]) => readonly number[];

export interface Tree {
  readonly focus: number;
  readonly branches: readonly Path[];
}

/** Who does not get to a focus, and where it was looked for. */
export interface Stranded {
  readonly participant: number;
  readonly ground: Ground;
}

interface Focus {
  readonly pop: number;
  readonly key: readonly number[];
}

/** A quarter of a PoP's part of a tree takes about as long as a label. */
const POPS_PER_LABEL = 4;

/** Who meets, and what it takes each of them to get anywhere; each figure's trees are computed when first asked for. */
export class Meeting {
  private readonly grounds: readonly Ground[];
  private readonly known = new Map<string, readonly Bounds[]>();

  constructor(
    readonly graph: Graph,
    readonly conference: Conference,
  ) {
    this.grounds = conference.participants.map((from) => groundOf(graph, { ...conference, from, to: [] }));
  }

  /** PoPs that all of the first participants reach, each of them within each of the limits alone: where nothing else can be a focus. */
  foci(limits: Limits, participants = this.grounds.length): number[] {
    const figures = FIGURES.filter((figure) => limits[figure] !== undefined);
    const caps = figures.map((figure) => ({ reach: this.reach(figure), most: cappedAt(figure, limits[figure]!) }));
    const all = [{ reach: this.reach('latency'), most: MAX_FINITE }, ...caps];
    const isWithin = (pop: number) => all.every(({ reach, most }) => reach.slice(0, participants).every(({ first }) => first[pop]! <= most));
    return [...this.graph.providerOf.keys()].filter(isWithin);
  }

  /**
   * The focus of the least rank, and the best branches to it. A bound of each is known beforehand; foci are tried in that order,
   * and limits only make one worse, so the first that keeps its promise is the best.
   */
  best(aim: Aim | Figure, limits: Limits, ranking: Ranking, budget: Budget): Tree | undefined {
    let best: { readonly key: readonly number[]; readonly tree: Tree } | undefined;
    for (const { pop, key } of this.ranked(aim, limits, ranking)) {
      if (key[0] === Infinity || (best && compareKeys(key, best.key) >= 0)) break;
      if (budget.spurs-- <= 0) budget.exhausted = true;
      if (budget.exhausted) break;
      const branches = this.branchesTo(pop, aim, limits, budget);
      if ('participant' in branches) continue;
      const found = { key: [...ranking(branches), pop], tree: { focus: pop, branches } };
      if (!best || compareKeys(found.key, best.key) < 0) best = found;
    }
    return best?.tree;
  }

  /** What may be a focus within each limit alone, by what it promises. */
  ranked(aim: Aim | Figure, limits: Limits, ranking: Ranking): readonly Focus[] {
    const reach = this.reach(aim);
    const foci = this.foci(limits).map((pop): Focus => ({ pop, key: [...ranking(reach.map((bounds) => weightAt(bounds, pop))), pop] }));
    return foci.sort((a, b) => compareKeys(a.key, b.key));
  }

  private reach(aim: Aim | Figure): readonly Bounds[] {
    const name = JSON.stringify(aim);
    const known = this.known.get(name);
    if (known) return known;
    const reach = this.grounds.map((ground) => boundsFrom(this.graph, ground.usable, ground.ends.from, ground.metric(aim)));
    this.known.set(name, reach);
    return reach;
  }

  /** Of each participant the best path to the focus; or the first that has none. */
  branchesTo(focus: number, aim: Aim | Figure, limits: Limits, budget: Budget): readonly Path[] | Stranded {
    const branches: Path[] = [];
    for (const [participant, { usable, ends }] of this.grounds.entries()) {
      const ground = new Ground(this.graph, usable, { from: ends.from, to: [focus] }, demandsOf(this.conference));
      const problem = ground.least(aim, limits);
      budget.labels -= Math.ceil(this.graph.popCount / POPS_PER_LABEL) * (1 + problem.limits.length);
      const path = new LabelSearch(problem).best(WHOLE_SPACE, budget);
      if (!path) return { participant, ground };
      branches.push(path);
    }
    return branches;
  }
}

const MAX_FINITE = Number.MAX_VALUE;
const MILLION = 1_000_000;

/** The most that a bound of the figure may be. */
function cappedAt(figure: Figure, most: number): number {
  if (figure !== 'loss' && figure !== 'outage') return most;
  return most >= MILLION ? MAX_FINITE : oddsLogOf(most) + ODDS_SLACK;
}

function compareKeys(a: readonly number[], b: readonly number[]): number {
  // Infinite bounds are equal, whereas their difference would be NaN.
  for (const [index, value] of a.entries()) if (value !== b[index]) return value < b[index]! ? -1 : 1;
  return 0;
}
