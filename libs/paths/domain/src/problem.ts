import type { Limit, Problem } from './constrained.js';
import { type Bounds, type Metric, boundsTo } from './dijkstra.js';
import type { Graph } from './graph.js';
import { MAX_SUM } from './order.js';
import type { PathQuery } from './query.js';

/** The PoPs that a path may start and end at, as positions in ascending order. */
export interface Ends {
  readonly from: readonly number[];
  readonly to: readonly number[];
}

/** A part of the graph, and the bounds that searches in it share; each is computed when first asked for. */
export class Ground {
  private latency: Bounds | undefined;
  private fewest: Bounds | undefined;

  constructor(
    readonly graph: Graph,
    readonly usable: Uint8Array,
    readonly ends: Ends,
  ) {}

  /** Least latency, then fewest handovers. */
  get byLatency(): Metric {
    return { first: this.graph.latencyNs, second: this.graph.zero };
  }

  /** Least cost, then least latency. */
  get byCost(): Metric {
    return { first: this.graph.pricePerMbps, second: this.graph.latencyNs };
  }

  get byHandovers(): Metric {
    return { first: this.graph.handover, second: this.graph.latencyNs };
  }

  get latencyBounds(): Bounds {
    return (this.latency ??= boundsTo(this.graph, this.usable, this.ends.to, this.byLatency));
  }

  get handoverBounds(): Bounds {
    return (this.fewest ??= boundsTo(this.graph, this.usable, this.ends.to, this.byHandovers));
  }

  leastLatency(limits: Limits): Problem {
    return { ...this.unlimited(this.byLatency, this.latencyBounds), ...mostFirst(limits), ...this.handoverLimit(limits) };
  }

  leastCost(limits: Limits): Problem {
    const bounds = boundsTo(this.graph, this.usable, this.ends.to, this.byCost);
    return { ...this.unlimited(this.byCost, bounds), ...this.latencyLimit(limits), ...this.handoverLimit(limits) };
  }

  fewestHandovers(limits: Limits): Problem {
    return { ...this.unlimited(this.byHandovers, this.handoverBounds), ...this.latencyLimit(limits) };
  }

  private unlimited(metric: Metric, bounds: Bounds): Problem {
    return { graph: this.graph, usable: this.usable, from: this.ends.from, metric, bounds };
  }

  private latencyLimit({ maxLatencyNs }: Limits): { second?: Limit } {
    return maxLatencyNs === undefined ? {} : { second: { most: clamped(maxLatencyNs), least: this.latencyBounds.first } };
  }

  private handoverLimit({ maxHandovers }: Limits): { handovers?: Limit } {
    return maxHandovers === undefined ? {} : { handovers: { most: maxHandovers, least: this.handoverBounds.first } };
  }
}

export type Limits = Pick<PathQuery, 'maxLatencyNs' | 'maxHandovers'>;

const mostFirst = ({ maxLatencyNs }: Limits): { mostFirst?: number } =>
  maxLatencyNs === undefined ? {} : { mostFirst: clamped(maxLatencyNs) };

/** No path's latency reaches 2^53 ns, so that a limit beyond it is none. */
const clamped = (limitNs: bigint): number => Number(limitNs < BigInt(MAX_SUM) ? limitNs : BigInt(MAX_SUM));
