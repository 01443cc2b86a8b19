import type { Path, Problem } from './constrained.js';
import { isWithinLoss } from './loss.js';

/** Whether a path that was found without looking at them keeps the problem's limits, and visits whom it has to. */
export function keepsLimits({ graph, limits, mostFirst = Infinity, required = [] }: Problem, { pops, edges, first }: Path): boolean {
  if (first > mostFirst) return false;
  for (const { spent, most, mostLossPpm } of limits) {
    const isWithin = mostLossPpm === undefined ? sumOf(spent, edges) <= most : isWithinLoss(graph, edges, mostLossPpm);
    if (!isWithin) return false;
  }
  return required.every((providerId) => pops.some((pop) => graph.providerOf[pop] === providerId));
}

export const sumOf = (column: Float64Array, edges: readonly number[]): number => edges.reduce((sum, edge) => sum + column[edge]!, 0);

/** Whether a path without links joins the places. */
export const startsAtEnd = ({ from, to }: Problem): boolean => from.some((pop) => to.includes(pop));
