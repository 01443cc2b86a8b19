import { addMonths, instantToMs, minorDigits, type Money, subtract } from '@carriermesh/kernel';
import { addExact, exact, LineFigures, NOTHING, type Rater, recurringLines, roundExact, withMarkup } from '@carriermesh/tariff-v1';
import type { contracting } from '@carriermesh/wire';
import { winnerOf } from './agreement.js';
import { leastPrice } from './costing.js';

const MICRO_DIGITS = 6;
const GIGABYTE = exact(1_000_000_000n);

export interface WhatIfPrice {
  /** `a month`, `a gigabyte of <segment's provider>`, `margin of scenario 1`. */
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
 * What a quote would have said by a tariff: its recurring charges as the price of a month, and what a first gigabyte of each
 * provider's part costs. The scenarios cost what they cost.
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
      ...gigabytes(raterOf, quote).map(({ providerId, old, now }) => price(`a gigabyte of ${providerId}`, old, now)),
      ...scenarios.map((scenario) => price(`margin of scenario ${scenario.scenarioId}`, scenario.monthlyMargin, subtract(monthly ?? scenario.monthlyPrice, scenario.monthlyCost))),
    ],
    belowFloor: scenarios
      .filter(({ monthlyCost, monthlyPrice: price }) => (monthly ?? price).microMinor < leastPrice(monthlyCost, quote).microMinor)
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

/** Each is the first that is used, at its price and not as a line of a bill would be rounded: 0.0007 is no 0.00. */
function gigabytes(raterOf: () => Rater, quote: contracting.Quote): readonly { readonly providerId: string; readonly old: Money; readonly now: Money }[] {
  const { buyerId, terms, policy, quotedAt } = quote;
  const { costs } = winnerOf(quote);
  return [...Map.groupBy(costs, ({ providerId }) => providerId)].map(([providerId, own]) => {
    const cost = own.reduce((sum, { perGigabyte }) => sum + perGigabyte.microMinor, 0n);
    const usage = { id: providerId, type: 'data' as const, account: buyerId, category: providerId, startedMs: instantToMs(quotedAt), quantity: GIGABYTE };
    const rater = raterOf().unrounded();
    const charge = (rater.rate(usage) ?? [...rater.finish()].find(({ id }) => id === providerId))?.charge ?? NOTHING;
    return { providerId, old: withMarkup({ currency: terms.currency, microMinor: cost }, policy.usageMarkupBasisPoints), now: moneyOf(charge, terms.currency) };
  });
}

const moneyOf = (value: typeof NOTHING, currency: string): Money => ({ currency, microMinor: roundExact(value, 'half-away-from-zero', minorDigits(currency) + MICRO_DIGITS) });
