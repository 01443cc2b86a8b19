import type { Path, Problem } from './constrained.js';
import { isWithinOdds } from './odds.js';

/** Whether a path that was found without looking at them keeps the problem's limits, and visits whom it has to. */
export function keepsLimits({ graph, limits, mostFirst = Infinity, required = [], spectrum }: Problem, { pops, edges, first }: Path): boolean {
  if (first > mostFirst) return false;
  for (const { spent, most, odds } of limits) {
    const isWithin = odds ? isWithinOdds(odds.ppm, edges, odds.mostPpm) : sumOf(spent, edges) <= most;
    if (!isWithin) return false;
  }
  if (spectrum && !spectrum.unitsOver(pops, edges)) return false;
  return required.every((providerId) => pops.some((pop) => graph.providerOf[pop] === providerId));
}

export const sumOf = (column: Float64Array, edges: readonly number[]): number => edges.reduce((sum, edge) => sum + column[edge]!, 0);

/** Whether a path without links joins the places. */
export const startsAtEnd = ({ from, to }: Problem): boolean => from.some((pop) => to.includes(pop));
