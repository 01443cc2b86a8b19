import { money } from '@carriermesh/kernel';
import { addExact, commitmentRoom, compareExact, type Exact, exact, formatShare, multiplyExact, negateExact, NOTHING, pairPrice, showExact, utilisedPrice } from '@carriermesh/tariff-v1';
import { amount, milliseconds } from '../wording.js';
import type { Format, Loss, ValueRequest, WeightName } from './request.js';

const BASIS_POINTS = 10_000n;
/** A tenth of a second counts as one. */
const LATENCY_UNIT_NS = 100_000_000n;

/** What a scenario comes to. Money in millionths of the minor unit; nothing is rounded but prices. */
export interface Figures {
  readonly priceMonthly: bigint;
  readonly floorMonthly: bigint;
  readonly costMonthly: bigint;
  readonly setup: bigint;
  /** Over the term. */
  readonly revenue: bigint;
  readonly cost: bigint;
  readonly profit: bigint;
  /** What is laid out before the first bill is paid: the set-up and a month's cost. */
  readonly invested: bigint;
  /** Of open commitments, each month. */
  readonly volume: bigint;
  readonly latencyNs: number;
}

export interface Inputs {
  readonly costMonthly: bigint;
  /** What a floor counts, where that is another figure. */
  readonly floorCostMonthly?: bigint;
  readonly setup: bigint;
  readonly volume: bigint;
  readonly latencyNs: number;
  readonly format: Pick<Format, 'pricePpm' | 'priceMonthly'>;
}

export function figuresOf(request: ValueRequest, { costMonthly, floorCostMonthly = costMonthly, setup, volume, latencyNs, format }: Inputs): Figures {
  const months = BigInt(request.termMonths);
  const cost = costMonthly * months + setup;
  const floorMonthly = floorOf(request, floorCostMonthly * months + setup, months);
  const priceMonthly = request.objective.pricing === 'floor' ? leastPrice(request, floorMonthly) : (format.priceMonthly ?? listedPrice(request, format.pricePpm));
  const revenue = priceMonthly * months;
  return { priceMonthly, floorMonthly, costMonthly, setup, revenue, cost, profit: revenue - cost, invested: setup + costMonthly, volume, latencyNs };
}

const WHOLE_PPM = 1_000_000;

/** What of the list price a format sells for, how full the network is, and then the pair. */
function listedPrice({ listMonthly, utilisation, buyer }: ValueRequest, pricePpm: number): bigint {
  const shared = formatShare(listMonthly, pricePpm);
  return pairPrice(utilisation ? utilisedPrice(shared, utilisation) : shared, WHOLE_PPM, buyer).microMinor;
}

/** A network that is full makes it dearer; one that is empty sells nothing below its floor. */
function leastPrice({ utilisation, listMonthly: { currency } }: ValueRequest, floorMonthly: bigint): bigint {
  const utilised = utilisation ? utilisedPrice(money(currency, floorMonthly), utilisation).microMinor : floorMonthly;
  return utilised > floorMonthly ? utilised : floorMonthly;
}

/** The least price of a month that pays for the term and the minimum margin, rounded up; or the pair's own floor. */
export function floorOf({ minimumMarginBasisPoints, buyer }: Pick<ValueRequest, 'minimumMarginBasisPoints'> & Partial<Pick<ValueRequest, 'buyer'>>, cost: bigint, months: bigint): bigint {
  const [numerator, denominator] = [cost * (BASIS_POINTS + BigInt(minimumMarginBasisPoints)), BASIS_POINTS * months];
  const least = (numerator + denominator - 1n) / denominator;
  const agreed = buyer?.floorMonthly?.microMinor ?? 0n;
  return least > agreed ? least : agreed;
}

const atLeastOne = (amount: bigint): bigint => (amount > 0n ? amount : 1n);
const listOver = ({ listMonthly, termMonths }: ValueRequest): bigint => atLeastOne(listMonthly.microMinor * BigInt(termMonths));

/** What a weight of one is worth, each as an exact fraction; what is better when it is less is negative. */
const WORTH: Readonly<Record<WeightName, (figures: Figures, request: ValueRequest) => Exact>> = {
  profit: ({ profit }, request) => exact(profit, listOver(request)),
  margin: ({ profit, revenue }) => exact(profit, atLeastOne(revenue)),
  costRevenue: ({ cost, revenue }) => exact(-cost, atLeastOne(revenue)),
  return: ({ profit, invested }) => exact(profit, atLeastOne(invested)),
  volume: ({ volume }, request) => exact(volume * BigInt(request.termMonths), listOver(request)),
  latency: ({ latencyNs }) => exact(-BigInt(latencyNs), LATENCY_UNIT_NS),
  price: ({ revenue }, request) => exact(-revenue, listOver(request)),
};

/** The weighted sum, exact. */
export const valueOf = (figures: Figures, request: ValueRequest): Exact => weighed(request, (name) => WORTH[name](figures, request));

/**
 * What no scenario exceeds whose inputs are none of them better than those of `figures`. All but the return fall with each cost:
 * the return of a loss rises towards -1 with the set-up that it is spread over, so -1 is its bound where that is more.
 */
export function boundOf(figures: Figures, request: ValueRequest): Exact {
  const { costMonthly, revenue } = figures;
  const falls = costMonthly * (BigInt(request.termMonths) - 1n) <= revenue;
  return weighed(request, (name) => {
    const worth = WORTH[name](figures, request);
    return name === 'return' && !falls && compareExact(worth, exact(-1n)) < 0 ? exact(-1n) : worth;
  });
}

function weighed({ objective }: ValueRequest, worth: (name: WeightName) => Exact): Exact {
  let value = NOTHING;
  for (const [name, weight] of Object.entries(objective.weights) as [WeightName, number][])
    if (weight > 0) value = addExact(value, multiplyExact(worth(name), exact(BigInt(weight))));
  return value;
}

/** As much of open commitments as there is, which is the most that any scenario can use up. */
export const openVolume = ({ deals }: ValueRequest): bigint => [...deals.values()].reduce((total, deal) => total + commitmentRoom(deal).microMinor, 0n);

/**
 * The first reason for which it is not sold whatever its value, in figures. What holds here for a scenario's best possible
 * figures holds for the scenario, so that a search may ask it of bounds.
 */
export function whyNotSold(figures: Figures, request: ValueRequest): Loss | undefined {
  const { objective, maxLatencyNs } = request;
  const { priceMonthly, floorMonthly, latencyNs } = figures;
  const say = (units: bigint): string => amount(money(request.listMonthly.currency, units));
  const ms = (ns: number): string => milliseconds(BigInt(ns));
  if (maxLatencyNs !== undefined && latencyNs > maxLatencyNs)
    return { code: 'latency-above-limit', message: `It takes ${ms(latencyNs)}, ${ms(latencyNs - maxLatencyNs)} above the limit of ${ms(maxLatencyNs)}.` };
  if (!objective.belowFloor && priceMonthly < floorMonthly)
    return { code: 'below-floor', message: `Its price of ${say(priceMonthly)} a month is ${say(floorMonthly - priceMonthly)} below its floor of ${say(floorMonthly)}.` };
  return whyOverLimit(figures, request, say);
}

function whyOverLimit({ priceMonthly, profit, revenue, cost, invested, volume }: Figures, { objective: { limits } }: ValueRequest, say: (units: bigint) => string): Loss | undefined {
  const { minProfit, minMarginBasisPoints, maxCostRevenueBasisPoints, minReturnBasisPoints, minVolumeMonthly, maxPriceMonthly } = limits;
  const share = (part: bigint, whole: bigint): string => showExact(exact(part, atLeastOne(whole)));
  const under = (part: bigint, whole: bigint, points: number): boolean => part * BASIS_POINTS < BigInt(points) * atLeastOne(whole);
  if (maxPriceMonthly !== undefined && priceMonthly > maxPriceMonthly)
    return { code: 'price-above-limit', message: `Its price of ${say(priceMonthly)} a month is ${say(priceMonthly - maxPriceMonthly)} above the limit of ${say(maxPriceMonthly)}.` };
  if (minProfit !== undefined && profit < minProfit)
    return { code: 'profit-below-limit', message: `It leaves ${say(profit)} over the term, ${say(minProfit - profit)} less than the limit of ${say(minProfit)}.` };
  if (minMarginBasisPoints !== undefined && under(profit, revenue, minMarginBasisPoints))
    return { code: 'margin-below-limit', message: `Its margin is ${share(profit, revenue)} of its revenue, below the limit of ${minMarginBasisPoints} basis points.` };
  if (maxCostRevenueBasisPoints !== undefined && under(-cost, revenue, -maxCostRevenueBasisPoints))
    return { code: 'cost-revenue-above-limit', message: `Its cost is ${share(cost, revenue)} of its revenue, above the limit of ${maxCostRevenueBasisPoints} basis points.` };
  if (minReturnBasisPoints !== undefined && under(profit, invested, minReturnBasisPoints))
    return { code: 'return-below-limit', message: `It returns ${share(profit, invested)} of what is laid out, below the limit of ${minReturnBasisPoints} basis points.` };
  if (minVolumeMonthly !== undefined && volume < minVolumeMonthly)
    return { code: 'volume-below-limit', message: `It uses up ${say(volume)} of open commitments a month, ${say(minVolumeMonthly - volume)} less than the limit of ${say(minVolumeMonthly)}.` };
  return undefined;
}

export const isWorse = (a: Exact, b: Exact): boolean => compareExact(a, b) < 0;
export const valueDifference = (more: Exact, less: Exact): Exact => addExact(more, negateExact(less));
