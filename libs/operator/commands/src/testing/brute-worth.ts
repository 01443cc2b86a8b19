/** In use, of all that there is. */
export type Ratio = readonly [bigint, bigint];

interface BruteFigures {
  readonly monthly: bigint;
  readonly setup: bigint;
  readonly volume: bigint;
  readonly latencyNs: number;
  readonly share: bigint;
}

export const unitsOf = (text = '0'): bigint => {
  const [whole, fraction = ''] = text.split('.');
  return BigInt(whole! + fraction.padEnd(8, '0'));
};
export const half = (numerator: bigint, denominator: bigint): bigint => (2n * numerator + denominator) / (2n * denominator);
export const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);
export const most = (a: bigint, b: bigint): bigint => (a > b ? a : b);

/** What it comes to, and what it is worth by the objective; nothing where it may not be sold. */
export function worthOf(request: any, leastFull: Ratio | undefined, { monthly, setup, volume, latencyNs, share }: BruteFigures) {
  const { termMonths, minimumMarginBasisPoints, buyer = {}, objective, list } = request;
  const months = BigInt(termMonths);
  const cost = monthly * months + setup;
  const pays = cost * (10_000n + BigInt(minimumMarginBasisPoints));
  let floor = pays / (10_000n * months);
  if (floor * 10_000n * months < pays) floor += 1n;
  floor = most(floor, unitsOf(buyer.floorMonthly));
  const agreed = half(utilised(request, leastFull, half(unitsOf(list.monthly) * share, 1_000_000n)) * (10_000n - BigInt(buyer.discountBasisPoints ?? 0)), 10_000n);
  let tier = 0;
  for (const { fromMonthly, discountBasisPoints } of buyer.tiers ?? []) if (unitsOf(buyer.spentMonthly) + agreed >= unitsOf(fromMonthly)) tier = discountBasisPoints;
  const price = objective.pricing === 'floor' ? most(floor, utilised(request, leastFull, floor)) : half(agreed * (10_000n - BigInt(tier)), 10_000n);
  const { belowFloor, limits = {}, weights } = objective;
  const [revenue, invested, over] = [price * months, setup + monthly, most(1n, unitsOf(list.monthly) * months)];
  const profit = revenue - cost;
  if (!belowFloor && price < floor) return undefined;
  if (limits.minProfit !== undefined && profit < unitsOf(limits.minProfit)) return undefined;
  if (limits.minMarginBasisPoints !== undefined && profit * 10_000n < BigInt(limits.minMarginBasisPoints) * most(1n, revenue)) return undefined;
  if (limits.minReturnBasisPoints !== undefined && profit * 10_000n < BigInt(limits.minReturnBasisPoints) * most(1n, invested)) return undefined;
  if (limits.minVolumeMonthly !== undefined && volume < unitsOf(limits.minVolumeMonthly)) return undefined;
  let [numerator, denominator] = [0n, 1n];
  const addUp = (weight: number | undefined, part: bigint, whole: bigint): void => {
    if (weight) [numerator, denominator] = [numerator * whole + BigInt(weight) * part * denominator, denominator * whole];
  };
  addUp(weights.profit, profit, over);
  addUp(weights.margin, profit, most(1n, revenue));
  addUp(weights.costRevenue, -cost, most(1n, revenue));
  addUp(weights.return, profit, most(1n, invested));
  addUp(weights.volume, volume * months, over);
  addUp(weights.latency, -BigInt(latencyNs), 100_000_000n);
  addUp(weights.price, -revenue, over);
  return { profit, price, cost, numerator, denominator };
}

function utilised(request: any, leastFull: Ratio | undefined, price: bigint): bigint {
  const [used, all] = leastFull ?? [0n, 1n];
  let points = 10_000;
  for (const step of request.utilisation?.steps ?? []) if (used * 10_000n >= all * BigInt(step.fromBasisPoints)) points = step.priceBasisPoints;
  return half(price * BigInt(points), 10_000n);
}
