import { type Budget, LabelSearch, type Path, type Problem } from './constrained.js';
import type { Split } from './demand.js';
import { UnitFlows } from './flow.js';
import { keepsLimits, startsAtEnd, sumOf } from './keeps.js';
import { type Weight, compareWeights } from './order.js';
import { pathsInOrder } from './yen.js';

export interface MembersFound {
  readonly members?: readonly Path[];
  /** Where the budget ended the search: no choice of members weighs less. */
  readonly bound?: Weight;
  /** How many members there is room for when limits and differential delay are left out of it. */
  readonly room: number;
  /** What further members would have to cross. */
  readonly cut: readonly number[];
}

/**
 * Members of an assemblage: paths of least total weight, each of which carries as much, over links that carry as many members
 * as they have room for. Without more to keep this is a flow, and exact. Where members have limits, or must not arrive too
 * far apart, paths are taken up in ascending order, and for each the best choice that has it as its heaviest member, until
 * no further path can be part of a better one: exact within the budget, the best so far and a proven bound beyond it.
 */
export function leastMembers(problem: Problem, split: Split, budget: Budget): MembersFound {
  const { graph } = problem;
  const capacityOf = (edge: number) => Math.floor(graph.availableMbps[edge]! / split.memberMbps);
  if (startsAtEnd(problem)) return { ...new Choosing(problem, split, { capacityOf, floor: NOTHING }).search(budget), room: split.members, cut: [] };
  const flows = new UnitFlows(problem, { capacityOf, splitPops: false, units: Math.max(3, split.members) });
  let room = 0;
  while (room < split.members && flows.augment()) room++;
  if (room < split.members) return { room, cut: flows.cut().edges };
  const members = flows.paths();
  const isFree = members.every((path) => keepsLimits(problem, path)) && differentialNs(problem, members) <= mostApartNs(split);
  if (isFree) return { members, room, cut: [] };
  return { ...new Choosing(problem, split, { capacityOf, floor: totalOf(members) }).search(budget), room, cut: [] };
}

export const differentialNs = ({ graph }: Problem, members: readonly Path[]): number => {
  const latencies = members.map(({ edges }) => sumOf(graph.latencyNs, edges));
  return Math.max(...latencies) - Math.min(...latencies);
};

const mostApartNs = ({ maxDifferentialDelayNs = Infinity }: Split): number => maxDifferentialDelayNs;

interface Known {
  readonly path: Path;
  readonly latencyNs: number;
}

class Choosing {
  private readonly paths: Known[] = [];
  private readonly used = new Map<number, number>();
  private readonly chosen: Known[] = [];
  private best: { readonly members: readonly Path[]; readonly weight: Weight } | undefined;

  constructor(
    private readonly problem: Problem,
    private readonly split: Split,
    private readonly limits: { readonly capacityOf: (edge: number) => number; readonly floor: Weight },
  ) {}

  search(budget: Budget): Pick<MembersFound, 'members' | 'bound'> {
    const others = this.split.members - 1;
    for (const path of pathsInOrder(new LabelSearch(this.problem), budget, 'links')) {
      this.paths.push({ path, latencyNs: sumOf(this.problem.graph.latencyNs, path.edges) });
      const least = plus(path, times(this.paths[0]!.path, others));
      if (this.best && compareWeights(least, this.best.weight) >= 0) return { members: this.best.members };
      this.choose(this.paths.length - 1, budget);
      if (this.best && compareWeights(this.best.weight, this.limits.floor) <= 0) return { members: this.best.members };
      if (budget.exhausted) break;
    }
    const found = this.best ? { members: this.best.members } : {};
    return budget.exhausted ? { ...found, bound: this.limits.floor } : found;
  }

  /** Adds the path, and everything that may be added to it: paths no heavier than itself, itself among them. */
  private choose(index: number, budget: Budget): void {
    const known = this.paths[index]!;
    if (budget.spurs-- <= 0) budget.exhausted = true;
    if (budget.exhausted || !this.fits(known)) return;
    this.take(known, 1);
    this.chosen.push(known);
    const weight = totalOf(this.chosen.map(({ path }) => path));
    const left = this.split.members - this.chosen.length;
    const least = plus(weight, times(this.paths[0]!.path, left));
    if (!this.best || compareWeights(least, this.best.weight) < 0) {
      if (left === 0) this.best = { members: this.chosen.map(({ path }) => path).reverse(), weight };
      else for (let next = 0; next <= index; next++) this.choose(next, budget);
    }
    this.chosen.pop();
    this.take(known, -1);
  }

  private fits({ path, latencyNs }: Known): boolean {
    const most = mostApartNs(this.split);
    if (this.chosen.some((other) => Math.abs(other.latencyNs - latencyNs) > most)) return false;
    return path.edges.every((edge) => (this.used.get(edge) ?? 0) < this.limits.capacityOf(edge));
  }

  private take({ path }: Known, units: number): void {
    for (const edge of path.edges) this.used.set(edge, (this.used.get(edge) ?? 0) + units);
  }
}

const NOTHING: Weight = { first: 0, second: 0, tie: 0 };
const plus = (a: Weight, b: Weight): Weight => ({ first: a.first + b.first, second: a.second + b.second, tie: a.tie + b.tie });
const times = (a: Weight, count: number): Weight => ({ first: a.first * count, second: a.second * count, tie: a.tie * count });
const totalOf = (paths: readonly Path[]): Weight => paths.reduce(plus, NOTHING);
