import { invariant, type Money, subtract } from '@carriermesh/kernel';
import type { contracting } from '@carriermesh/wire';
import { setupOf } from './costing.js';
import { latencyOf } from './formats.js';
import { amount, milliseconds } from './wording.js';

type Scenario = contracting.Scenario;
type Loss = contracting.ScenarioLoss;

/** One thing in which a scenario can be better than another. */
interface Criterion {
  readonly code: string;
  /** By how much `a` is worse than `b`; negative when it is better. */
  excess(a: Scenario, b: Scenario, months: bigint): bigint;
  say(loser: Scenario, winner: Scenario, months: bigint): string;
}

const difference = (more: Money, less: Money): string => amount({ currency: more.currency, microMinor: more.microMinor - less.microMinor });

/** What the seller pays on top of what it would pay without this order. */
const outlay = ({ addedMonthly, monthlyCost }: Scenario): Money => addedMonthly ?? monthlyCost;
const gain = (scenario: Scenario): Money => subtract(scenario.monthlyPrice, outlay(scenario));
/** The same over the term, with what is paid once. */
const setup = (scenario: Scenario): bigint => setupOf(scenario).microMinor;
const termOutlay = (scenario: Scenario, months: bigint): Money => ({ ...scenario.monthlyCost, microMinor: outlay(scenario).microMinor * months + setup(scenario) });
const termGain = (scenario: Scenario, months: bigint): Money => ({ ...scenario.monthlyCost, microMinor: gain(scenario).microMinor * months - setup(scenario) });

const leastLatency: Criterion = {
  code: 'higher-latency',
  excess: (a, b) => latencyOf(a) - latencyOf(b),
  say: (loser, winner) =>
    `It takes ${milliseconds(latencyOf(loser))}, ${milliseconds(latencyOf(loser) - latencyOf(winner))} longer than scenario ${winner.scenarioId}.`,
};

const fewestHandovers: Criterion = {
  code: 'more-handovers',
  excess: (a, b) => BigInt(a.path.handovers - b.path.handovers),
  say: ({ path }, winner) => `It has ${path.handovers} handovers, ${path.handovers - winner.path.handovers} more than scenario ${winner.scenarioId}.`,
};

const leastCost: Criterion = {
  code: 'higher-cost',
  excess: (a, b, months) => termOutlay(a, months).microMinor - termOutlay(b, months).microMinor,
  say: (loser, winner, months) =>
    setup(loser) !== setup(winner)
      ? `It costs ${amount(termOutlay(loser, months))} over the term, ${difference(termOutlay(loser, months), termOutlay(winner, months))} more than scenario ${winner.scenarioId}.`
      : `It costs ${amount(outlay(loser))} a month, ${difference(outlay(loser), outlay(winner))} more than scenario ${winner.scenarioId}.`,
};

const lowestPrice: Criterion = {
  code: 'higher-price',
  excess: (a, b) => a.monthlyPrice.microMinor - b.monthlyPrice.microMinor,
  say: ({ monthlyPrice }, winner) =>
    `Its price is ${amount(monthlyPrice)} a month, ${difference(monthlyPrice, winner.monthlyPrice)} more than scenario ${winner.scenarioId}.`,
};

const largestMargin: Criterion = {
  code: 'lower-margin',
  excess: (a, b, months) => termGain(b, months).microMinor - termGain(a, months).microMinor,
  say: (loser, winner, months) =>
    setup(loser) !== setup(winner)
      ? `It leaves ${amount(termGain(loser, months))} over the term, ${difference(termGain(winner, months), termGain(loser, months))} less than scenario ${winner.scenarioId}.`
      : `It leaves ${amount(gain(loser))} a month, ${difference(gain(winner), gain(loser))} less than scenario ${winner.scenarioId}.`,
};

/** What decides, and what decides when that is equal. */
const CRITERIA: Readonly<Record<Exclude<contracting.Objective, 'value'>, readonly Criterion[]>> = {
  latency: [leastLatency, fewestHandovers, leastCost],
  cost: [lowestPrice, leastLatency, fewestHandovers],
  profit: [largestMargin, leastLatency, fewestHandovers],
  unspecified: [],
};

/** The best first, each of the others with why it lost against it. Equal ones stay in the order of the candidates. */
export function ranked(scenarios: readonly Scenario[], { objective, termMonths }: Pick<contracting.ServiceTerms, 'objective' | 'termMonths'>): readonly Scenario[] {
  invariant(objective !== 'value', 'a weighted objective has its own order');
  const by: Ranking = { criteria: CRITERIA[objective], months: BigInt(termMonths) };
  const [winner, ...losers] = [...scenarios].sort((a, b) => Number(decisive(by, a, b)?.excess(a, b, by.months) ?? 0n));
  return winner ? [winner, ...losers.map((loser) => ({ ...loser, lost: whyLost(by, loser, winner) }))] : [];
}

interface Ranking {
  readonly criteria: readonly Criterion[];
  readonly months: bigint;
}

function whyLost(by: Ranking, loser: Scenario, winner: Scenario): Loss {
  const criterion = decisive(by, loser, winner);
  if (criterion) return { code: criterion.code, message: criterion.say(loser, winner, by.months) };
  return { code: 'later-in-order', message: `It equals scenario ${winner.scenarioId} in everything that counts, and comes after it.` };
}

const decisive = ({ criteria, months }: Ranking, a: Scenario, b: Scenario): Criterion | undefined =>
  criteria.find((criterion) => criterion.excess(a, b, months) !== 0n);

/** Why a scenario can't be sold at all, whatever the others are (S4-8: the buyer's limits come before any objective). */
export function whyBarred(scenario: Scenario, floor: Money, { maxLatencyNs, maxMonthlyPrice }: contracting.ServiceTerms): Loss | undefined {
  const { monthlyPrice } = scenario;
  const latencyNs = latencyOf(scenario);
  if (maxLatencyNs !== undefined && latencyNs > maxLatencyNs)
    return {
      code: 'latency-above-limit',
      message: `It takes ${milliseconds(latencyNs)}, ${milliseconds(latencyNs - maxLatencyNs)} above the limit of ${milliseconds(maxLatencyNs)}.`,
    };
  if (monthlyPrice.microMinor < floor.microMinor)
    return {
      code: 'below-floor',
      message: `The price of ${amount(monthlyPrice)} a month is ${difference(floor, monthlyPrice)} below the least that it may be sold for, ${amount(floor)}.`,
    };
  if (maxMonthlyPrice && monthlyPrice.microMinor > maxMonthlyPrice.microMinor)
    return {
      code: 'price-above-limit',
      message: `The price of ${amount(monthlyPrice)} a month is ${difference(monthlyPrice, maxMonthlyPrice)} above the limit of ${amount(maxMonthlyPrice)}.`,
    };
  return undefined;
}
