import type { Metric } from './aim.js';
import type { Bounds } from './dijkstra.js';
import { Elementary } from './elementary.js';
import type { Graph } from './graph.js';
import { NONE } from './labels.js';
import { ODDS_SLACK, compareOdds, isWithinOdds } from './odds.js';
import { HANDOVER, MAX_SUM, type Weight } from './order.js';
import type { Spectrum } from './spectrum.js';

/** A figure that must not pass `most`, and what is left of it to the destination at least. */
export interface Limit {
  /** By edge. */
  readonly spent: Float64Array;
  readonly most: number;
  /** By PoP. */
  readonly least: Float64Array;
  /** What is more in `least` is not known, and no less than this; by default all is known. */
  readonly leastKnownTo?: number;
  /** Set where `spent` are logarithms of odds: what they add up to is then checked on whole numbers. */
  readonly odds?: { readonly ppm: Float64Array; readonly mostPpm: number };
}

export interface Problem {
  readonly graph: Graph;
  /** By edge: 1 where the path may go. */
  readonly usable: Uint8Array;
  /** Positions in ascending order. */
  readonly from: readonly number[];
  readonly to: readonly number[];
  readonly metric: Metric;
  /** Of the metric; they also tell where a path may end. */
  readonly bounds: Bounds;
  /** Limits the metric's first figure, which needs no more than looking at it: the order already minimises it. */
  readonly mostFirst?: number;
  readonly limits: readonly Limit[];
  /** Providers of which the path has to visit a PoP, in whatever order. */
  readonly required?: readonly string[];
  /** Where the path keeps one unit of layer 1 until a PoP converts. */
  readonly spectrum?: Spectrum;
}

/** All paths that start with a prefix and go on from it by none of what is banned. */
export interface Subspace {
  /** The first `length` PoPs of these are the prefix. */
  readonly prefix: readonly number[];
  readonly length: number;
  /** The edges between them; without these parallel ones are all the same. */
  readonly prefixEdges?: readonly number[];
  /** PoPs that do not come next. */
  readonly bannedPops: readonly number[];
  readonly bannedEdges: readonly number[];
  /** The path goes on: the prefix is not all of it. */
  readonly endBanned: boolean;
}

export const WHOLE_SPACE: Subspace = { prefix: [], length: 0, bannedPops: [], bannedEdges: [], endBanned: false };

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
 * Exact best path by label setting: A* with bounds of the remaining way, and Pareto dominance over the order and whichever
 * figures are limited. Without limits every PoP keeps one label and this is plain A*.
 *
 * The best way to a PoP is simple by itself, because a loop only ever adds PoPs; where providers are required that does not
 * hold, and `Elementary` sees to it. Labels leave the heap by what their path weighs at least and, where that is equal, the
 * shallower first: so all equally good trails to a PoP are known before it is expanded, and the one with the least ids wins.
 */
export class LabelSearch {
  /** No path is looked for that weighs more in its first figure: may be lowered while better ones are known. */
  ceiling: number;
  /** Where the budget ended a search: no path that it did not find weighs less. */
  frontier: Weight | undefined;
  private stamp = 0;
  private spur = NONE;
  private endBanned = false;
  private readonly width: number;
  private readonly knownTo: number;
  private readonly trial: Float64Array;
  private readonly elementary: Elementary | undefined;

  constructor(readonly problem: Problem) {
    this.width = problem.limits.length;
    this.knownTo = problem.bounds.knownTo ?? Infinity;
    this.ceiling = problem.mostFirst ?? MAX_SUM;
    this.trial = new Float64Array(this.width);
    const { graph, required = [], spectrum } = problem;
    this.elementary = required.length > 0 || spectrum ? new Elementary(graph, required, spectrum) : undefined;
  }

  /** The best path of the subspace; `undefined` when it has none, or when the budget ran out. */
  best(subspace: Subspace, budget: Budget): Path | undefined {
    this.elementary?.restart();
    for (;;) {
      const label = this.search(subspace, budget);
      if (label === NONE) return undefined;
      const path = this.pathOf(label);
      if (!this.elementary || this.elementary.accepts(path.pops)) return path;
      if (this.elementary.isFull) budget.exhausted = true;
      if (budget.exhausted) return undefined;
    }
  }

  private search(subspace: Subspace, budget: Budget): number {
    this.restart(subspace);
    const { graph } = this.problem;
    const { heap, labels } = graph.scratch;
    this.begin(subspace);
    let found = NONE;
    while (!heap.isEmpty && found === NONE) {
      const label = heap.pop();
      if (labels.dead[label] === 1) continue;
      if (labels.pop[label] === graph.sink) found = label;
      else if (labels.count > budget.labels) {
        budget.exhausted = true;
        const { first, second, tie } = labels.keys;
        this.frontier = { first: first[label]!, second: second[label]!, tie: tie[label]! };
        break;
      } else this.expand(label);
    }
    budget.labels -= labels.count;
    return found;
  }

  private restart({ prefix, length, bannedPops, bannedEdges, endBanned }: Subspace): void {
    const { spectrum, graph } = this.problem;
    const { scratch } = graph;
    this.stamp = scratch.restart(this.width, spectrum?.words ?? 0);
    this.spur = length > 0 ? prefix[length - 1]! : NONE;
    this.endBanned = endBanned;
    for (let index = 0; index < length; index++) {
      const pop = prefix[index]!;
      scratch.prefixAt[pop] = this.stamp;
      scratch.nextOnPrefix[pop] = index + 1 < length ? prefix[index + 1]! : NONE;
    }
    for (const pop of bannedPops) scratch.bannedAt[pop] = this.stamp;
    for (const edge of bannedEdges) scratch.bannedEdgeAt[edge] = this.stamp;
  }

  private begin({ prefix, length, prefixEdges }: Subspace): void {
    const { from, graph } = this.problem;
    for (const pop of from)
      if (length === 0 ? !this.isBanned(pop) : pop === prefix[0]) this.offer(pop, NONE, NONE, 0, 0, 0);
    // Where the edges are known there is nothing to choose on the prefix.
    for (let index = 1; prefixEdges && index < length && !graph.scratch.heap.isEmpty; index++) {
      const label = graph.scratch.heap.pop();
      this.step(label, prefix[index]!, prefixEdges[index - 1]!);
    }
  }

  private step(label: number, to: number, edge: number): void {
    const { graph, metric } = this.problem;
    const { first, second, tie } = graph.scratch.labels;
    const tieThere = tie[label]! + 1 + graph.handover[edge]! * HANDOVER;
    this.offer(to, label, edge, first[label]! + metric.first[edge]!, second[label]! + metric.second[edge]!, tieThere);
  }

  private expand(label: number): void {
    const { graph, usable, metric, bounds } = this.problem;
    const { labels, prefixAt, nextOnPrefix, bannedAt, bannedEdgeAt } = graph.scratch;
    const { start, to: arcTo, edge: arcEdge } = graph.arcs;
    const { stamp } = this;
    const pop = labels.pop[label]!;
    const first = labels.first[label]!;
    const second = labels.second[label]!;
    const tie = labels.tie[label]! + 1;
    const onPrefix = prefixAt[pop] === stamp;
    const forced = onPrefix ? nextOnPrefix[pop]! : NONE;
    const isSpur = pop === this.spur;
    // The bounds count the PoP itself, so only a destination is at exactly one PoP from the end.
    if (forced === NONE && bounds.end[pop] === 1 && !(isSpur && this.endBanned)) this.finish(label);
    const end = start[pop + 1]!;
    for (let arc = start[pop]!; arc < end; arc++) {
      const edge = arcEdge[arc]!;
      if (usable[edge] === 0) continue;
      const to = arcTo[arc]!;
      // Whoever is on the prefix was visited on the way here, unless it is the very next one.
      if (forced === NONE) {
        if (prefixAt[to] === stamp || (isSpur && (bannedAt[to] === stamp || bannedEdgeAt[edge] === stamp))) continue;
      } else if (to !== forced) continue;
      this.offer(to, label, edge, first + metric.first[edge]!, second + metric.second[edge]!, tie + graph.handover[edge]! * HANDOVER);
    }
  }

  private finish(label: number): void {
    const { graph, limits, bounds } = this.problem;
    const { labels } = graph.scratch;
    if (this.elementary && !this.elementary.hasMetAll(labels.met[label]!)) return;
    for (const { odds } of limits) if (odds && !isWithinOdds(odds.ppm, labels.trail(label, NONE), odds.mostPpm)) return;
    const [first, second] = [labels.first[label]! + bounds.lastFirst, labels.second[label]! + bounds.lastSecond];
    this.offer(graph.sink, label, NONE, first, second, labels.tie[label]! + 1);
  }

  private isBanned(pop: number): boolean {
    return this.problem.graph.scratch.bannedAt[pop] === this.stamp;
  }

  /** Keeps the label when the path can still be within every limit and no label of the PoP is better in every way. */
  private offer(pop: number, parent: number, edge: number, first: number, second: number, tie: number): void {
    const { bounds, graph } = this.problem;
    const { labels, heap, newestLabel, labelledAt } = graph.scratch;
    const isKnown = bounds.first[pop]! < this.knownTo;
    const keyFirst = first + (isKnown ? bounds.first[pop]! : this.knownTo);
    if (keyFirst > this.ceiling || second > MAX_SUM || (this.width > 0 && !this.spend(pop, parent, edge))) return;
    const marks = this.elementary?.marksOf(pop, parent, edge);
    if (marks?.isBarred) return;
    const newest = labelledAt[pop] === this.stamp ? newestLabel[pop]! : NONE;
    // Whoever arrives has nothing left to spend: of equal paths the one with the least ids comes out.
    const isEnd = pop === graph.sink;
    for (let other = newest; other !== NONE; other = labels.older[other]!) {
      if (labels.dead[other] === 1) continue;
      const order =
        labels.first[other]! - first ||
        labels.second[other]! - second ||
        labels.tie[other]! - tie ||
        labels.compareTrails(other, parent, edge);
      if (order <= 0 && (isEnd || (this.isWithin(other, parent, edge, false) && (!marks || marks.areCoveredBy(other))))) return;
      // The struck out are still in the heap, for better ones come out first.
      if (order > 0 && (isEnd || (this.isWithin(other, parent, edge, true) && (!marks || marks.cover(other))))) labels.dead[other] = 1;
    }
    const added = labels.add(pop, parent, edge, newest);
    labels.first[added] = first;
    labels.second[added] = second;
    labels.tie[added] = tie;
    if (this.width > 0) labels.spent.set(this.trial, added * this.width);
    if (marks) marks.write(added);
    labels.keys.first[added] = keyFirst;
    labels.keys.second[added] = isKnown ? second + bounds.second[pop]! : second;
    labels.keys.tie[added] = isKnown ? tie + bounds.tie[pop]! : tie;
    labelledAt[pop] = this.stamp;
    newestLabel[pop] = added;
    heap.push(added, keyFirst);
  }

  /** Adds up what the way to the PoP spends of each limited figure. @returns whether enough is left for the rest of it */
  private spend(pop: number, parent: number, edge: number): boolean {
    const { width, trial } = this;
    const { limits, graph } = this.problem;
    const { spent } = graph.scratch.labels;
    for (let index = 0; index < width; index++) {
      const limit = limits[index]!;
      const sum = (parent === NONE ? 0 : spent[parent * width + index]!) + (edge === NONE ? 0 : limit.spent[edge]!);
      const least = limit.least[pop]!;
      const knownTo = limit.leastKnownTo;
      if (sum + (knownTo === undefined || least < knownTo ? least : knownTo) > limit.most) return false;
      trial[index] = sum;
    }
    return true;
  }

  /** Whether the label has spent no more of anything limited than the one on trial, or the other way round. */
  private isWithin(label: number, parent: number, edge: number, reversed: boolean): boolean {
    const { width, trial } = this;
    const { limits, graph } = this.problem;
    const { labels } = graph.scratch;
    const { spent } = labels;
    for (let index = 0; index < width; index++) {
      let difference = spent[label * width + index]! - trial[index]!;
      const { odds } = limits[index]!;
      if (odds && !(Math.abs(difference) > ODDS_SLACK)) difference = compareOdds(odds.ppm, this.trailOf(label), labels.trail(parent, edge));
      if (reversed ? difference < 0 : difference > 0) return false;
    }
    return true;
  }

  private trailOf(label: number): number[] {
    const { labels } = this.problem.graph.scratch;
    return labels.trail(labels.parent[label]!, labels.edge[label]!);
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
