import { type Aim, type Figure, type Metric, columnOf, metricOf } from './aim.js';
import type { Limit, Problem } from './constrained.js';
import { type Bounds, boundsTo } from './dijkstra.js';
import type { Graph } from './graph.js';
import { ODDS_SLACK, oddsLogOf } from './odds.js';
import { MAX_SUM } from './order.js';

/** The PoPs that a path may start and end at, as positions in ascending order. */
export interface Ends {
  readonly from: readonly number[];
  readonly to: readonly number[];
}

/** The most of each figure, inclusive: nanoseconds, the price's unit, counts, nanoseconds, millionths lost, millionths out of service. */
export type Limits = { readonly [figure in Figure]?: number };

/** In this order a query's limits are looked at when no path keeps them all. */
export const FIGURES: readonly Figure[] = ['latency', 'cost', 'handovers', 'hops', 'jitter', 'loss', 'outage'];

/** What a path has to do beside keeping limits. */
export interface Demands {
  /** Providers that it passes, in whatever order. */
  readonly required?: readonly string[];
  /** One unit of layer 1 until a PoP converts; of a technology, until one converts that. */
  readonly continuity?: boolean | { readonly technology: string };
}

/** A part of the graph, and the bounds that searches in it share; each is computed when first asked for. */
export class Ground {
  private readonly known = new Map<string, { readonly metric: Metric; readonly bounds: Bounds }>();

  constructor(
    readonly graph: Graph,
    readonly usable: Uint8Array,
    readonly ends: Ends,
    readonly demands: Demands = {},
  ) {}

  /** From everywhere to the destinations, at least. */
  bounds(aim: Aim | Figure): Bounds {
    return this.knownOf(aim).bounds;
  }

  metric(aim: Aim | Figure): Metric {
    return this.knownOf(aim).metric;
  }

  /** Least of what is aimed at within the limits; of equals the one with the least latency, then handovers, as order.ts says. */
  least(aim: Aim | Figure, limits: Limits): Problem {
    const { graph, usable, ends, demands } = this;
    const { required = [], continuity = false } = demands;
    const own = typeof aim === 'string' && !isOdds(aim) ? aim : undefined;
    const most = own && limits[own];
    const others = FIGURES.filter((other) => limits[other] !== undefined && other !== own);
    return {
      graph,
      usable,
      ...ends,
      ...this.knownOf(aim),
      ...(most === undefined ? {} : { mostFirst: Math.min(most, MAX_SUM) }),
      limits: others.flatMap((other) => this.limit(other, limits[other]!)),
      required,
      ...(continuity && graph.spectrum ? { spectrum: continuity === true ? graph.spectrum : graph.spectrum.of(continuity.technology) } : {}),
    };
  }

  /** The same part of the graph, and less to do on it. */
  demanding(demands: Demands): Ground {
    return new Ground(this.graph, this.usable, this.ends, demands);
  }

  private limit(figure: Figure, most: number): Limit[] {
    const { graph } = this;
    const spent = columnOf(graph, figure);
    const least = this.bounds(figure).first;
    if (!isOdds(figure)) return [{ spent, least, most }];
    if (most >= MILLION) return [];
    return [{ spent, least, most: oddsLogOf(most) + ODDS_SLACK, odds: { ppm: graph[figure].ppm, mostPpm: most } }];
  }

  private knownOf(aim: Aim | Figure): { readonly metric: Metric; readonly bounds: Bounds } {
    const key = typeof aim === 'string' ? aim : JSON.stringify(aim);
    const known = this.known.get(key);
    if (known) return known;
    const metric = metricOf(this.graph, aim);
    const found = { metric, bounds: boundsTo(this.graph, this.usable, this.ends.to, metric) };
    this.known.set(key, found);
    return found;
  }
}

const isOdds = (figure: Figure): figure is 'loss' | 'outage' => figure === 'loss' || figure === 'outage';

const MILLION = 1_000_000;
