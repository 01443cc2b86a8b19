import type { Graph } from './graph.js';
import { MAX_SUM } from './order.js';

/** A figure that a path adds up and a query may minimise or limit. */
export type Figure = Additive | 'loss' | 'outage';

/** Those whose sums are whole numbers. */
export type Additive = 'latency' | 'cost' | 'handovers' | 'hops' | 'jitter';

export const ADDITIVE: readonly Additive[] = ['latency', 'cost', 'handovers', 'hops', 'jitter'];

/** Figures, each times a whole number, added up. */
export type Term = { readonly [figure in Additive]?: number };

/** What is minimised: a figure; or a sum of several; or one sum, and another where the first is equal (lexicographic). */
export type Aim = Additive | readonly [Term] | readonly [Term, Term];

/** The two figures of each edge that a search adds up and compares, the more important one first. */
export interface Metric {
  readonly first: Float64Array;
  readonly second: Float64Array;
}

/** Behind what is asked for first comes latency, unless something else is asked for second. */
export function metricOf(graph: Graph, aim: Aim | Figure): Metric {
  if (typeof aim === 'string') return { first: columnOf(graph, aim), second: aim === 'latency' ? graph.zero : graph.latencyNs };
  const [first, second] = aim;
  return { first: summed(graph, first), second: second ? summed(graph, second) : graph.latencyNs };
}

export function columnOf(graph: Graph, figure: Figure): Float64Array {
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
      return graph.loss.log;
    case 'outage':
      return graph.outage.log;
  }
}

/** What a path comes to in what is aimed at: one number, or two where one decides behind the other. */
export function valuesOver(graph: Graph, aim: Aim, edges: readonly number[]): number[] {
  const terms: readonly Term[] = typeof aim === 'string' ? [{ [aim]: 1 }] : aim;
  const sum = (figure: Additive) => edges.reduce((total, edge) => total + columnOf(graph, figure)[edge]!, 0);
  return terms.map((term) => ADDITIVE.reduce((total, figure) => total + (term[figure] ? term[figure] * sum(figure) : 0), 0));
}

/** An edge whose sum is no exact number any more is infinitely heavy: no path goes over it. */
function summed(graph: Graph, term: Term): Float64Array {
  const factors = ADDITIVE.filter((figure) => (term[figure] ?? 0) > 0);
  if (factors.length === 1 && term[factors[0]!] === 1) return columnOf(graph, factors[0]!);
  const sums = new Float64Array(graph.edgeCount);
  for (const figure of factors) {
    const [column, factor] = [columnOf(graph, figure), term[figure]!];
    for (let edge = 0; edge < sums.length; edge++) sums[edge]! += column[edge]! * factor;
  }
  return sums.map((sum) => (sum <= MAX_SUM ? sum : Infinity));
}
