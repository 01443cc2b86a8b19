import { addMonths, instantToMs, minorDigits, type Money, subtract } from '@carriermesh/kernel';
import { addExact, exact, LineFigures, NOTHING, Rater, readPinnedTariff, recurringLines, roundExact, withMarkup } from '@carriermesh/tariff-v1';
import type { contracting, tariff } from '@carriermesh/wire';
import { winnerOf } from './agreement.js';
import { leastPrice } from './costing.js';

const MICRO_DIGITS = 6;
const GIGABYTE = exact(1_000_000_000n);

export interface WhatIfPrice {
  /** `a month`, `a gigabyte of <segment's provider>`, `a gigabyte` where a tariff charges usage, `margin of scenario 1`. */
  readonly name: string;
  readonly old: Money;
  readonly new: Money;
  readonly difference: Money;
}

export interface QuoteByTariff {
  readonly tariffId: string;
  readonly prices: readonly WhatIfPrice[];
  /** Scenarios that could not be sold at the new price. */
  readonly belowFloor: readonly string[];
}

/**
 * What a quote would have said by a tariff: its recurring charges as the price of a month, and what a first gigabyte costs. The scenarios cost what they
 * cost.
 * @param raterOf makes a rater of the tariff, in whose currency the quote has to be
 */
export function quoteByTariff(raterOf: () => Rater, quote: contracting.Quote): QuoteByTariff {
  const { scenarios } = quote;
  const rater = raterOf();
  const monthly = monthlyPrice(rater, quote);
  const price = (name: string, old: Money, now: Money): WhatIfPrice => ({ name, old, new: now, difference: subtract(now, old) });
  const sold = winnerOf(quote).monthlyPrice;
  return {
    tariffId: rater.tariff.id,
    prices: [
      price('a month', sold, monthly ?? sold),
      ...gigabytes(raterOf, quote).map(({ name, old, now }) => price(name, old, now)),
      ...scenarios.map((scenario) => price(`margin of scenario ${scenario.scenarioId}`, scenario.monthlyMargin, subtract(monthly ?? scenario.monthlyPrice, scenario.monthlyCost))),
    ],
    belowFloor: scenarios
      .filter((scenario) => (monthly ?? scenario.monthlyPrice).microMinor < leastPrice(scenario, quote).microMinor)
      .map(({ scenarioId }) => scenarioId),
  };
}

/** `undefined` where the tariff has no recurring charge. A price is of whole periods: what of a calendar's month a service uses is for its bills to say. */
function monthlyPrice({ tariff, windows }: Rater, { quotedAt, terms }: contracting.Quote): Money | undefined {
  const charges = tariff.charges.filter((charge) => charge.kind === 'recurring');
  if (charges.length === 0) return undefined;
  const month = { fromMs: instantToMs(quotedAt), untilMs: instantToMs(addMonths(quotedAt, 1)) };
  const figures = new LineFigures(tariff);
  const amounts = charges.flatMap((charge) => recurringLines({ ...charge, alignment: 'anniversary' }, { fromMs: month.fromMs }, month, windows.zone).map(({ amount }) => figures.charge(amount)));
  return moneyOf(amounts.reduce(addExact, NOTHING), terms.currency);
}

interface Gigabyte {
  readonly name: string;
  readonly old: Money;
  readonly now: Money;
}

/** Each is the first that is used: of each provider's part or, where the policy's tariff charges usage, as it enters the service. */
function gigabytes(raterOf: () => Rater, quote: contracting.Quote): readonly Gigabyte[] {
  const { terms, policy } = quote;
  const { usageTariff } = policy;
  if (usageTariff) return [{ name: 'a gigabyte', old: firstGigabyte(raterByPolicy(usageTariff), quote), now: firstGigabyte(raterOf(), quote) }];
  const { costs } = winnerOf(quote);
  return [...Map.groupBy(costs, ({ providerId }) => providerId)].map(([providerId, own]) => {
    const cost = own.reduce((sum, { perGigabyte }) => sum + perGigabyte.microMinor, 0n);
    const old = withMarkup({ currency: terms.currency, microMinor: cost }, policy.usageMarkupBasisPoints);
    return { name: `a gigabyte of ${providerId}`, old, now: firstGigabyte(raterOf(), quote, providerId) };
  });
}

/** At its price and not as a line of a bill would be rounded: 0.0007 is no 0.00. A percentile has no price of a gigabyte, and says 0. */
function firstGigabyte(rater: Rater, { buyerId, terms, quotedAt }: contracting.Quote, category?: string): Money {
  const unrounded = rater.unrounded();
  const usage = { id: 'first', type: 'data' as const, account: buyerId, ...(category !== undefined && { category }), startedMs: instantToMs(quotedAt), quantity: GIGABYTE };
  const rated = unrounded.rate(usage) ?? [...unrounded.finish()].find(({ id }) => id === usage.id);
  return moneyOf(rated?.charge ?? NOTHING, terms.currency);
}

function raterByPolicy(usageTariff: tariff.PinnedTariff): Rater {
  const terms = readPinnedTariff(usageTariff);
  if ('problems' in terms) throw new Error(`the tariff ${usageTariff.tariff.id} of the quote can't be read: ${terms.problems.map(({ at, problem }) => `${at} ${problem}`).join('; ')}`);
  return new Rater(terms.tariff, { zone: terms.zone });
}

const moneyOf = (value: typeof NOTHING, currency: string): Money => ({ currency, microMinor: roundExact(value, 'half-away-from-zero', minorDigits(currency) + MICRO_DIGITS) });
