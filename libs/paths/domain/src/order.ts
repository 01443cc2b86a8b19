/**
 * The order in which paths are preferred. It is total, so that an answer depends on the topology and the query alone and
 * never on the algorithm: what the objective asks first, then what it asks second, then fewest handovers, then fewest PoPs,
 * then the ids of the PoPs one by one, then those of the links.
 */
export interface Weight {
  readonly first: number;
  readonly second: number;
  /** Handovers × HANDOVER + PoPs visited. A PoP always counts, so that even a link of no length makes a path worse. */
  readonly tie: number;
}

/** Twice MAX_POPS: the PoPs behind and a bound of those ahead add up without running into the handovers. */
export const HANDOVER = 2 ** 21;

export const handoversIn = (tie: number): number => Math.floor(tie / HANDOVER);

export const MAX_SUM = Number.MAX_SAFE_INTEGER;

/** Negative when `a` is preferred; zero leaves it to the PoPs' ids. */
export function compareWeights(a: Weight, b: Weight): number {
  // Infinite bounds are equal, whereas their difference would be NaN.
  if (a.first !== b.first) return a.first < b.first ? -1 : 1;
  if (a.second !== b.second) return a.second < b.second ? -1 : 1;
  return a.tie === b.tie ? 0 : a.tie < b.tie ? -1 : 1;
}

/** UTF-16 code units, not a locale: the same on every machine and for ever. */
export const inIdOrder = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Positions stand in the order of ids, so that comparing positions compares ids. */
export function comparePositions(a: readonly number[], b: readonly number[]): number {
  const common = Math.min(a.length, b.length);
  for (let index = 0; index < common; index++) if (a[index] !== b[index]) return a[index]! - b[index]!;
  return a.length - b.length;
}
