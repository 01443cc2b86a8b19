/**
 * Chances that multiply along a path, in millionths of each edge: of a packet to be lost, 1 − Π(1 − p) over the path (Y.1540,
 * Y.1542), and of a link to be out of service, 1 − Π(availability) (G.911). A search adds up −ln(1 − p) as doubles, which
 * decides all but the closest cases; whatever is closer than ODDS_SLACK is decided here, on whole numbers.
 */
export interface Odds {
  readonly ppm: Float64Array;
  /** −ln(1 − p): adds up along a path where 1 − p multiplies. */
  readonly log: Float64Array;
}

export const ODDS_SLACK = 1e-9;

const MILLION = 1_000_000n;

/** More than any path of links that let something through; finite, so that sums and differences of it are numbers. */
const CERTAIN = 2 ** 40;

export const oddsLogOf = (ppm: number): number => (ppm >= 1_000_000 ? CERTAIN : -Math.log1p(-ppm / 1_000_000) + 0);

/** The share that nothing happens to, times 10⁶ to the power of `factors`. */
interface Spared {
  readonly product: bigint;
  readonly factors: bigint;
}

function sparedOver(ppm: Float64Array, edges: readonly number[]): Spared {
  let product = 1n;
  let factors = 0n;
  for (const edge of edges) {
    if (ppm[edge] === 0) continue;
    product *= MILLION - BigInt(ppm[edge]!);
    factors++;
  }
  return { product, factors };
}

/** Negative when the chance is less over `a`. */
export function compareOdds(ppm: Float64Array, a: readonly number[], b: readonly number[]): number {
  const [overA, overB] = [sparedOver(ppm, a), sparedOver(ppm, b)];
  const difference = overB.product * MILLION ** overA.factors - overA.product * MILLION ** overB.factors;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

export function isWithinOdds(ppm: Float64Array, edges: readonly number[], mostPpm: number): boolean {
  const { product, factors } = sparedOver(ppm, edges);
  return product * MILLION >= (MILLION - BigInt(mostPpm)) * MILLION ** factors;
}

/** In millionths, rounded up: a promise of it is kept. */
export function oddsPpmOver(ppm: Float64Array, edges: readonly number[]): number {
  const { product, factors } = sparedOver(ppm, edges);
  const whole = MILLION ** factors;
  return Number(MILLION - (product * MILLION) / whole);
}
