import type { Limit, Problem } from './constrained.js';
import { type Bounds, type Metric, boundsTo } from './dijkstra.js';
import type { Graph } from './graph.js';
import { LOSS_SLACK, lossLogOf } from './loss.js';
import { MAX_SUM } from './order.js';

/** The PoPs that a path may start and end at, as positions in ascending order. */
export interface Ends {
  readonly from: readonly number[];
  readonly to: readonly number[];
}

/** A figure that a path adds up and a query may minimise or limit. */
export type Figure = 'latency' | 'cost' | 'handovers' | 'hops' | 'jitter' | 'loss';

/** The most of each figure, inclusive: nanoseconds, the price's unit, counts, nanoseconds, millionths. */
export type Limits = { readonly [figure in Figure]?: number };

/** In this order a query's limits are looked at when no path keeps them all. */
export const FIGURES: readonly Figure[] = ['latency', 'cost', 'handovers', 'hops', 'jitter', 'loss'];

/** A part of the graph, and the bounds that searches in it share; each is computed when first asked for. */
export class Ground {
  private readonly known = new Map<Figure, Bounds>();

  constructor(
    readonly graph: Graph,
    readonly usable: Uint8Array,
    readonly ends: Ends,
    readonly required: readonly string[] = [],
  ) {}

  /** From everywhere to the destinations, at least. */
  bounds(figure: Figure): Bounds {
    let bounds = this.known.get(figure);
    if (!bounds) {
      bounds = boundsTo(this.graph, this.usable, this.ends.to, this.metric(figure));
      this.known.set(figure, bounds);
    }
    return bounds;
  }

  /** Least of the figure within the limits; of equals the one with the least latency, then handovers, as order.ts says. */
  least(figure: Figure, limits: Limits): Problem {
    const { graph, usable, ends, required } = this;
    const most = limits[figure];
    const others = FIGURES.filter((other) => limits[other] !== undefined && (other !== figure || figure === 'loss'));
    return {
      graph,
      usable,
      ...ends,
      metric: this.metric(figure),
      bounds: this.bounds(figure),
      ...(most === undefined || figure === 'loss' ? {} : { mostFirst: Math.min(most, MAX_SUM) }),
      limits: others.flatMap((other) => this.limit(other, limits[other]!)),
      required,
    };
  }

  private limit(figure: Figure, most: number): Limit[] {
    const spent = this.column(figure);
    const isLoss = figure === 'loss';
    if (isLoss && most >= MILLION) return [];
    const least = this.bounds(figure).first;
    return [isLoss ? { spent, least, most: lossLogOf(most) + LOSS_SLACK, mostLossPpm: most } : { spent, least, most }];
  }

  metric(figure: Figure): Metric {
    return { first: this.column(figure), second: figure === 'latency' ? this.graph.zero : this.graph.latencyNs };
  }

  private column(figure: Figure): Float64Array {
    const { graph } = this;
    switch (figure) {
      case 'latency':
        return graph.latencyNs;
      case 'cost':
        return graph.pricePerMbps;
      case 'handovers':
        return graph.handover;
      case 'hops':
        return graph.one;
      case 'jitter':
        return graph.jitterNs;
      case 'loss':
        return graph.lossLog;
    }
  }
}

const MILLION = 1_000_000;
