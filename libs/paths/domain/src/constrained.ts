import type { Bounds, Metric } from './dijkstra.js';
import type { Graph } from './graph.js';
import { type Label, NONE } from './labels.js';
import { HANDOVER, MAX_SUM, handoversIn } from './order.js';

/** A figure that must not pass `most`, and what is left of it to the destination at least. */
export interface Limit {
  readonly most: number;
  readonly least: Float64Array;
}

export interface Problem {
  readonly graph: Graph;
  /** By edge: 1 where the path may go. */
  readonly usable: Uint8Array;
  /** Positions in ascending order. */
  readonly from: readonly number[];
  readonly metric: Metric;
  /** Of the metric; they also tell where a path may end. */
  readonly bounds: Bounds;
  /** Limits the metric's first figure, which needs no more than looking at it: the order already minimises it. */
  readonly mostFirst?: number;
  readonly second?: Limit;
  readonly handovers?: Limit;
}

/** All paths that start with `prefix` and do not go on to any of `banned` (the sink among them: "does not end here"). */
export interface Subspace {
  readonly prefix: readonly number[];
  readonly banned: readonly number[];
}

export const WHOLE_SPACE: Subspace = { prefix: [], banned: [] };

export interface Path {
  readonly pops: readonly number[];
  readonly edges: readonly number[];
  readonly first: number;
  readonly second: number;
  readonly tie: number;
}

/** How much a search may still do. An answer found after `exhausted` is not known to be the best. */
export interface Budget {
  labels: number;
  spurs: number;
  exhausted: boolean;
}

/** For a search without limits on its figures: it makes at most one label per arc, and ends by itself. */
export const unlimitedBudget = (): Budget => ({ labels: Infinity, spurs: Infinity, exhausted: false });

/**
 * Exact best path by label setting: A* with exact bounds of the remaining way, and Pareto dominance over the order and
 * whichever figures are limited. Without limits every PoP keeps one label and this is plain A*.
 *
 * The best way to a PoP is simple by itself, because a loop only ever adds PoPs. Labels leave the heap by what their path
 * weighs at least and, where that is equal, the shallower first: so all equally good trails to a PoP are known before it is
 * expanded, and the one with the least ids wins.
 */
export class LabelSearch {
  private stamp = 0;
  private spur = NONE;

  constructor(readonly problem: Problem) {}

  /** The best path of the subspace; `undefined` when it has none, or when the budget ran out. */
  best(subspace: Subspace, budget: Budget): Path | undefined {
    this.restart(subspace);
    const { from, graph } = this.problem;
    const { heap, labels } = graph.scratch;
    const start = subspace.prefix[0];
    for (const pop of from) {
      if (start === undefined ? !this.isBanned(pop) : pop === start)
        this.offer({ pop, parent: NONE, edge: NONE, first: 0, second: 0, tie: 0 });
    }
    while (!heap.isEmpty) {
      const label = heap.pop();
      if (labels.dead[label] === 1) continue;
      if (labels.pop[label] === graph.sink) {
        budget.labels -= labels.count;
        return this.pathOf(label);
      }
      if (labels.count > budget.labels) {
        budget.exhausted = true;
        break;
      }
      this.expand(label);
    }
    budget.labels -= labels.count;
    return undefined;
  }

  private restart({ prefix, banned }: Subspace): void {
    const { scratch } = this.problem.graph;
    this.stamp = scratch.restart();
    this.spur = prefix.at(-1) ?? NONE;
    prefix.forEach((pop, index) => {
      scratch.prefixAt[pop] = this.stamp;
      scratch.nextOnPrefix[pop] = prefix[index + 1] ?? NONE;
    });
    for (const pop of banned) scratch.bannedAt[pop] = this.stamp;
  }

  private expand(label: number): void {
    const { graph, usable, metric, bounds } = this.problem;
    const { labels, prefixAt, nextOnPrefix } = graph.scratch;
    const pop = labels.pop[label]!;
    const [first, second, tie] = [labels.first[label]!, labels.second[label]!, labels.tie[label]! + 1];
    const forced = prefixAt[pop] === this.stamp ? nextOnPrefix[pop]! : NONE;
    const isSpur = pop === this.spur;
    // The bounds count the PoP itself, so only a destination is at exactly one PoP from the end.
    if (forced === NONE && bounds.tie[pop] === 1 && !(isSpur && this.isBanned(graph.sink)))
      this.offer({ pop: graph.sink, parent: label, edge: NONE, first, second, tie });
    const end = graph.arcStart[pop + 1]!;
    for (let arc = graph.arcStart[pop]!; arc < end; arc++) {
      const edge = graph.arcEdge[arc]!;
      if (usable[edge] === 0) continue;
      const to = graph.arcTo[arc]!;
      // Whoever is on the prefix was visited on the way here, unless it is the very next one.
      if (forced === NONE ? prefixAt[to] === this.stamp || (isSpur && this.isBanned(to)) : to !== forced) continue;
      this.offer({
        pop: to,
        parent: label,
        edge,
        first: first + metric.first[edge]!,
        second: second + metric.second[edge]!,
        tie: tie + graph.handover[edge]! * HANDOVER,
      });
    }
  }

  private isBanned(pop: number): boolean {
    return this.problem.graph.scratch.bannedAt[pop] === this.stamp;
  }

  /** Keeps the label when the path can still be within every limit and no label of the PoP is better in every way. */
  private offer(label: Label): void {
    const { bounds, graph, mostFirst = MAX_SUM, second, handovers } = this.problem;
    const { labels, heap, newestLabel, labelledAt } = graph.scratch;
    const pop = label.pop;
    const first = label.first + bounds.first[pop]!;
    if (first > mostFirst || label.second > MAX_SUM) return;
    if (second && label.second + second.least[pop]! > second.most) return;
    if (handovers && handoversIn(label.tie) + handovers.least[pop]! > handovers.most) return;
    const newest = labelledAt[pop] === this.stamp ? newestLabel[pop]! : NONE;
    if (this.isDominated(label, newest)) return;
    const added = labels.add(label, newest);
    labels.keys.first[added] = first;
    labels.keys.second[added] = label.second + bounds.second[pop]!;
    labels.keys.tie[added] = label.tie + bounds.tie[pop]!;
    labelledAt[pop] = this.stamp;
    newestLabel[pop] = added;
    heap.push(added);
  }

  /** Also strikes out the labels that the new one dominates: they are still in the heap, for better ones come out first. */
  private isDominated(label: Label, newest: number): boolean {
    const { labels } = this.problem.graph.scratch;
    for (let other = newest; other !== NONE; other = labels.older[other]!) {
      if (labels.dead[other] === 1) continue;
      const order = this.compare(other, label);
      if (order <= 0 && this.isWithin(labels.second[other]!, labels.tie[other]!, label.second, label.tie)) return true;
      if (order > 0 && this.isWithin(label.second, label.tie, labels.second[other]!, labels.tie[other]!)) labels.dead[other] = 1;
    }
    return false;
  }

  private compare(label: number, other: Label): number {
    const { labels } = this.problem.graph.scratch;
    return (
      labels.first[label]! - other.first ||
      labels.second[label]! - other.second ||
      labels.tie[label]! - other.tie ||
      labels.compareTrails(label, other.parent, other.edge)
    );
  }

  /** Whether the one uses up no more of anything limited than the other. */
  private isWithin(second: number, tie: number, otherSecond: number, otherTie: number): boolean {
    const { second: secondLimit, handovers } = this.problem;
    return (!secondLimit || second <= otherSecond) && (!handovers || handoversIn(tie) <= handoversIn(otherTie));
  }

  private pathOf(atSink: number): Path {
    const { labels } = this.problem.graph.scratch;
    const pops: number[] = [];
    const edges: number[] = [];
    for (let label = labels.parent[atSink]!; label !== NONE; label = labels.parent[label]!) {
      pops.push(labels.pop[label]!);
      if (labels.edge[label] !== NONE) edges.push(labels.edge[label]!);
    }
    return {
      pops: pops.reverse(),
      edges: edges.reverse(),
      first: labels.first[atSink]!,
      second: labels.second[atSink]!,
      tie: labels.tie[atSink]!,
    };
  }
}
