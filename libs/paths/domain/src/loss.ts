import type { Graph } from './graph.js';

/**
 * Loss over a path is 1 − Π(1 − p) (Y.1540, Y.1542). A search adds up −ln(1 − p) as doubles, which decides all but the
 * closest cases; whatever is closer than LOSS_SLACK is decided here, on whole numbers.
 */
export const LOSS_SLACK = 1e-9;

const MILLION = 1_000_000n;

/** More than any path of links that let something through; finite, so that sums and differences of it are numbers. */
const ALL_LOST = 2 ** 40;

/** −ln(1 − p): adds up along a path where 1 − p multiplies. */
export const lossLogOf = (lossPpm: number): number => (lossPpm >= 1_000_000 ? ALL_LOST : -Math.log1p(-lossPpm / 1_000_000) + 0);

/** The share of packets that arrives, times 10⁶ to the power of `factors`. */
interface Delivered {
  readonly product: bigint;
  readonly factors: bigint;
}

function deliveredOver({ lossPpm }: Graph, edges: readonly number[]): Delivered {
  let product = 1n;
  let factors = 0n;
  for (const edge of edges) {
    if (lossPpm[edge] === 0) continue;
    product *= MILLION - BigInt(lossPpm[edge]!);
    factors++;
  }
  return { product, factors };
}

/** Negative when less is lost over `a`. */
export function compareLoss(graph: Graph, a: readonly number[], b: readonly number[]): number {
  const [overA, overB] = [deliveredOver(graph, a), deliveredOver(graph, b)];
  const difference = overB.product * MILLION ** overA.factors - overA.product * MILLION ** overB.factors;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

export function isWithinLoss(graph: Graph, edges: readonly number[], mostPpm: number): boolean {
  const { product, factors } = deliveredOver(graph, edges);
  return product * MILLION >= (MILLION - BigInt(mostPpm)) * MILLION ** factors;
}

/** In millionths, rounded up: a promise of it is kept. */
export function lossPpmOver(graph: Graph, edges: readonly number[]): number {
  const { product, factors } = deliveredOver(graph, edges);
  const whole = MILLION ** factors;
  return Number(MILLION - (product * MILLION) / whole);
}
