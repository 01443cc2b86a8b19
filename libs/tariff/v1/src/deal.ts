import { divideHalfAwayFromZero, invariant, type Money, proportionHalfAwayFromZero } from '@carriermesh/kernel';
import { formatShare } from './format.js';

const BASIS_POINTS = 10_000n;

/** From an amount on, a discount. */
export interface DealTier {
  readonly fromMonthly: Money;
  readonly discountBasisPoints: number;
}

/** What one supplier and the seller agreed on, and where the month stands. All amounts are of one currency and not negative. */
export interface SupplyDeal {
  /** Off each advertised price of this supplier. */
  readonly discountBasisPoints: number;
  /** Ascending. A tier's discount is taken off the part of the month's spending that lies above its beginning. */
  readonly tiers: readonly DealTier[];
  /** Paid in any case, and counted up to. */
  readonly commitmentMonthly?: Money;
  /** What is spent each month already, at the prices of this deal before its tiers. */
  readonly spentMonthly: Money;
}

/** An advertised price as this pair trades it, rounded once to whole microMinor, halves away from zero. */
export const dealPrice = (advertised: Money, { discountBasisPoints }: Pick<SupplyDeal, 'discountBasisPoints'>): Money =>
  less(advertised, discountBasisPoints);

/** Both prices of a resource as this pair trades them. */
export const dealPrices = <P extends { readonly monthlyPerMbps: Money; readonly perGigabyte: Money }>(advertised: P, deal: Pick<SupplyDeal, 'discountBasisPoints'>): P => ({
  ...advertised,
  monthlyPerMbps: dealPrice(advertised.monthlyPerMbps, deal),
  perGigabyte: dealPrice(advertised.perGigabyte, deal),
});

/**
 * By how much the supplier's bill of a month grows when `order` is bought on top. The bill is one curve, rounded once at each
 * point of it, halves away from zero, so orders add up to the same bill however they are split.
 */
export function dealCharge(deal: SupplyDeal, order: Money): Money {
  const before = deal.spentMonthly.microMinor;
  return { currency: order.currency, microMinor: billOf(deal, before + order.microMinor) - billOf(deal, before) };
}

/** How much may still be bought before more is paid than what was committed to. */
export function commitmentRoom(deal: SupplyDeal): Money {
  const { commitmentMonthly, spentMonthly } = deal;
  const open = commitmentMonthly ? commitmentMonthly.microMinor - tieredOf(deal, spentMonthly.microMinor) : 0n;
  return { currency: spentMonthly.currency, microMinor: open > 0n ? open : 0n };
}

/** The least that one unit of this price can add to the bill: nothing within a commitment, else the best tier's, rounded down. */
export function leastDealPrice(price: Money, deal: SupplyDeal): Money {
  if (commitmentRoom(deal).microMinor > 0n) return { currency: price.currency, microMinor: 0n };
  const spent = deal.spentMonthly.microMinor;
  const ahead = deal.tiers.filter((_, index) => (deal.tiers[index + 1]?.fromMonthly.microMinor ?? spent + 1n) > spent);
  const best = Math.max(0, ...ahead.map(({ discountBasisPoints }) => discountBasisPoints));
  return { currency: price.currency, microMinor: (price.microMinor * (BASIS_POINTS - share(best))) / BASIS_POINTS };
}

const billOf = (deal: SupplyDeal, spent: bigint): bigint => {
  const tiered = tieredOf(deal, spent);
  const committed = deal.commitmentMonthly?.microMinor ?? 0n;
  return tiered > committed ? tiered : committed;
};

/** What of a supplier's month is owed otherwise than its contracts say. */
export type DealStep =
  /** A tier, from 1: its discount on a part of the spending. */
  | { readonly kind: 'rebate'; readonly tier: number; readonly part: Money; readonly fromMonthly: Money; readonly discountBasisPoints: number; readonly billed: Money }
  /** What the bill after rebates (`tiered`) is short of. */
  | { readonly kind: 'shortfall'; readonly tiered: Money; readonly committed: Money; readonly billed: Money };

/**
 * A month's bill, step by step, on the curve that `dealCharge` goes by: `billed` is the bill with this step and all before it, in whole microMinor, halves away from
 * zero. Steps that change nothing are left out. A month that was given back more than it cost is one in which nothing was spent.
 */
export function settledDeal(deal: Pick<SupplyDeal, 'tiers' | 'commitmentMonthly'>, { currency, microMinor }: Money): readonly DealStep[] {
  const spent = microMinor > 0n ? microMinor : 0n;
  const whole = (amount: bigint): Money => ({ currency, microMinor: amount });
  const rebates = partsOf(deal, spent).flatMap(({ tier, fromMonthly, size, billed }): readonly DealStep[] =>
    tier && size > 0n && tier.discountBasisPoints > 0 ? [{ kind: 'rebate', tier: tier.number, part: whole(size), fromMonthly: whole(fromMonthly), discountBasisPoints: tier.discountBasisPoints, billed: whole(billed + restOf(spent, fromMonthly + size)) }] : [],
  );
  const tiered = tieredOf(deal, spent);
  const { commitmentMonthly: committed } = deal;
  return committed && committed.microMinor > tiered ? [...rebates, { kind: 'shortfall', tiered: whole(tiered), committed, billed: committed }] : rebates;
}

const restOf = (spent: bigint, from: bigint): bigint => (spent > from ? spent - from : 0n);

const tieredOf = (deal: Pick<SupplyDeal, 'tiers'>, spent: bigint): bigint => partsOf(deal, spent).at(-1)?.billed ?? 0n;

interface SpentPart {
  /** None below the first one. */
  readonly tier?: { readonly number: number; readonly discountBasisPoints: number };
  readonly fromMonthly: bigint;
  readonly size: bigint;
  /** What is billed of this part and those below it, rounded once. */
  readonly billed: bigint;
}

/** The spending, cut at the tiers. */
function partsOf({ tiers }: Pick<SupplyDeal, 'tiers'>, spent: bigint): readonly SpentPart[] {
  let total = 0n;
  const begins = [{ from: 0n, discount: 0 }, ...tiers.map(({ fromMonthly, discountBasisPoints }) => ({ from: fromMonthly.microMinor, discount: discountBasisPoints }))];
  return begins.map(({ from, discount }, index) => {
    const size = part(spent, from, begins[index + 1]?.from ?? spent);
    total += size * (BASIS_POINTS - share(discount));
    return { ...(index > 0 && { tier: { number: index, discountBasisPoints: discount } }), fromMonthly: from, size, billed: divideHalfAwayFromZero(total, BASIS_POINTS) };
  });
}

const part = (spent: bigint, from: bigint, until: bigint): bigint => {
  const end = spent < until ? spent : until;
  return end > from ? end - from : 0n;
};

/** What a buyer and the seller agreed on, and where the month stands. */
export interface BuyerDeal {
  readonly discountBasisPoints: number;
  /** Ascending. The highest tier that the buyer's month reaches with this order at the pair's price is taken off the whole order. */
  readonly tiers: readonly DealTier[];
  readonly spentMonthly: Money;
  /** No order of this pair is sold for less a month. */
  readonly floorMonthly?: Money;
}

/**
 * The list price as this pair trades it: times what of it is sold (`sharePpm`), less the pair's discount, less the tier that is
 * reached by that. Each step is rounded once to whole microMinor, halves away from zero.
 */
export function pairPrice(list: Money, sharePpm: number, deal: BuyerDeal): Money {
  const agreed = less(formatShare(list, sharePpm), deal.discountBasisPoints);
  const reached = tierReached(deal, agreed);
  return reached ? less(agreed, reached.discountBasisPoints) : agreed;
}

/** The tier of a month in which an order comes at `agreed`, the pair's price before tiers. */
export const tierReached = ({ tiers, spentMonthly }: BuyerDeal, agreed: Money): DealTier | undefined =>
  tiers.filter(({ fromMonthly }) => spentMonthly.microMinor + agreed.microMinor >= fromMonthly.microMinor).at(-1);

const less = ({ currency, microMinor }: Money, basisPoints: number): Money => ({
  currency,
  microMinor: proportionHalfAwayFromZero(microMinor, BASIS_POINTS - share(basisPoints), BASIS_POINTS),
});

function share(basisPoints: number): bigint {
  invariant(Number.isSafeInteger(basisPoints) && basisPoints >= 0 && basisPoints <= 10_000, `a discount is 0 to 10,000 basis points, not ${basisPoints}`);
  return BigInt(basisPoints);
}
