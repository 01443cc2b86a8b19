import { type Instant, invariant, money, type Money, NANOS_PER_SECOND, plus, subtract } from '@carriermesh/kernel';
import type { advertising, contracting, paths } from '@carriermesh/wire';
import { askedPrice, type Asking, askingOf, leastPriceStep, listPriceSteps, shownPriceSteps } from './asking-price.js';
import { type BindingOffer, type CostedPath, costOf, dealtOffers, type UncostedPath } from './costing.js';
import type { FormatRefusal } from './format-refusals.js';
import { formatsFor, type FormatsTried, latencyOf, scenarioMbps } from './formats.js';
import { ranked, whyBarred } from './scenario-choice.js';
import { pricedByValue } from './value-pricing.js';

/** The live snapshot that an order is priced from. The same snapshot gives the same quote (S0-8). */
export interface QuoteBasis {
  readonly quoteId: string;
  readonly orderId: string;
  readonly buyerId: string;
  readonly terms: contracting.ServiceTerms;
  readonly policy: contracting.SellerPolicy;
  readonly topologyRevision: bigint;
  /** What was asked of that topology; absent of a quote that is made again from before this was on record. */
  readonly search?: contracting.PathSearch;
  /** Best first, as the path search ranked them; at least one. */
  readonly candidates: readonly paths.PathCandidate[];
  readonly offers: ReadonlyMap<string, BindingOffer>;
  /** Between the ends of the first candidate. */
  readonly distanceM: number;
  /** Present where the price follows how full the mesh is. */
  readonly utilisation?: contracting.UtilisationBasis;
  /** Present where the seller has terms of its own for this buyer. */
  readonly buyerTerms?: contracting.BuyerBasis;
  /** Of each supplier of a candidate with whom there are any. */
  readonly supplierTerms: readonly contracting.SupplierBasis[];
  /** Present where the order names a device, and formats were stated. */
  readonly statedFormats?: contracting.FormatTerms;
  /** Of the formats that were asked for, those that no way was found for, in the words of the path search. */
  readonly unserved?: readonly paths.Unserved[];
  readonly quotedAt: Instant;
}

export type PricingRefusal =
  | { readonly code: 'currency-not-offered'; readonly currency: string; readonly offered: readonly string[] }
  | { readonly code: 'price-above-limit'; readonly limit: Money; readonly lowest: Money }
  | { readonly code: 'latency-too-high'; readonly limitNs: bigint; readonly bestNs: bigint }
  /** By the seller's own limits; `limit` is the one that the best way to serve the order does not keep. */
  | { readonly code: 'objective-unreachable'; readonly limit: string; readonly because: string }
  | Extract<FormatRefusal, { code: 'device-refuses' | 'device-with-split' }>
  | { readonly code: 'nothing-to-sell'; readonly paths: number; readonly because: string };

export type Pricing =
  | { readonly kind: 'quoted'; readonly quote: contracting.Quote }
  | { readonly kind: 'refused'; readonly refusal: PricingRefusal };

/**
 * Weighs every candidate as a scenario and offers the best by the buyer's objective:
 * - cost: each scenario is priced at its floor (its cost and the minimum margin), and the lowest price wins;
 * - profit: one price for all, the list price or the lowest floor where that is higher, and the largest margin wins;
 * - latency: each at the list price or its own floor where that is higher, and the least latency wins;
 * - value: one price for all as for profit, and the largest weighted sum of what the order weighs wins.
 * Prices are fixed before scenarios are compared, so that what the buyer pays never depends on what the seller would rather sell. What the
 * seller states of its prices (how they follow utilisation, what it agreed on with the buyer) changes the list price, and for `cost` each floor; none is sold below its floor.
 */
export function makeQuote(basis: QuoteBasis): Pricing {
  const { terms, policy } = basis;
  const policyCurrency = policy.listBasePerMbps.currency;
  const { mbps, currency } = terms;
  if (policyCurrency !== currency) return refused({ code: 'currency-not-offered', currency, offered: [policyCurrency] });

  const dealt = { ...basis, offers: dealtOffers(basis) };
  const formats = formatsFor(terms, basis.statedFormats);
  const costing = { ...dealt, mbps, currency, termMonths: terms.termMonths, ...(terms.split && { maxDifferentialDelayNs: terms.split.maxDifferentialDelayNs }), ...(formats && { formats }) };
  const paths = basis.candidates.map((path, index) => costOf(path, String(index + 1), costing));
  const costed = paths.filter((path): path is CostedPath => path.kind === 'costed');
  const uncosted = paths.filter((path): path is UncostedPath => path.kind === 'uncosted');

  const { best, barred } = weighed(costed, dealt);
  const [winner, ...losers] = best;
  if (!winner) return refused(whyNoWinner(barred, uncosted, terms));

  const lapsesAt = costed.find(({ scenarioId }) => scenarioId === winner.scenarioId)!.lapsesAt;
  const { candidates, offers, unserved = [], statedFormats, ...stated } = basis;
  return {
    kind: 'quoted',
    quote: {
      ...stated,
      scenarios: [winner, ...losers, ...barred],
      unpriced: uncosted.map(({ unpriced }) => unpriced),
      ...(formats && statedFormats && { formats: { terms: statedFormats, lost: [...formats.lost, ...unserved.map((each) => unservedFormat(each, formats))] } }),
      validUntil: bindsUntil(basis, lapsesAt),
    },
  };
}

const refused = (refusal: PricingRefusal): Pricing => ({ kind: 'refused', refusal });

/** Never longer than the offers that it rests on: nobody else would have to deliver what the seller had sold. */
function bindsUntil({ quotedAt, policy }: QuoteBasis, lapsesAt: Instant): Instant {
  const byPolicy = plus(quotedAt, BigInt(policy.quoteValiditySeconds) * NANOS_PER_SECOND);
  return lapsesAt <= byPolicy ? plus(lapsesAt, -1n) : byPolicy;
}

const unservedFormat = ({ carriage, refusal: { code, message } }: paths.Unserved, { tried }: FormatsTried): contracting.FormatLoss => ({
  format: tried[carriage - 1]?.figures.id ?? '', lost: { code, message },
});

interface Weighed {
  /** The winner first, the others each with why it lost. */
  readonly best: readonly contracting.Scenario[];
  readonly barred: readonly contracting.Scenario[];
}

function weighed(costed: readonly CostedPath[], basis: QuoteBasis): Weighed {
  const { terms } = basis;
  const ask = askingOf(basis, costed);
  const scenarios = terms.objective === 'value' ? pricedByValue(costed, basis, ask) : priced(costed, basis, ask);
  const isBarred = ({ lost }: contracting.Scenario): boolean => lost !== undefined && (terms.objective !== 'value' || UNSOLD.has(lost.code));
  const best = scenarios.filter((scenario) => !isBarred(scenario));
  return { best: terms.objective === 'value' ? best : ranked(best, terms), barred: scenarios.filter(isBarred) };
}

/** Ways of one format have one price, and are compared with their like. */
function priced(costed: readonly CostedPath[], basis: QuoteBasis, ask: Asking): readonly contracting.Scenario[] {
  const { terms } = basis;
  const open = costed.filter((way) => terms.maxLatencyNs === undefined || latencyOf(way) <= terms.maxLatencyNs);
  return costed.map(({ scenarioId, path, format, costs, monthlyCost, addedMonthly, floor }) => {
    const listed = askedPrice(ask(listPriceSteps(basis, format)));
    const alike = open.filter((way) => way.path.carriage === path.carriage);
    const lowestFloor = alike.map((way) => way.floor).reduce(lower, alike[0]?.floor ?? listed);
    const asked = terms.objective === 'cost' ? askedPrice(ask([leastPriceStep(floor, basis)])) : listed;
    const monthlyPrice = priceOf(terms.objective, { asked, floor, lowestFloor });
    const scenario = { scenarioId, path, ...(format && { format }), costs, monthlyCost, monthlyPrice, monthlyMargin: subtract(monthlyPrice, monthlyCost), ...(addedMonthly && { addedMonthly }) };
    const lost = whyBarred(scenario, floor, terms);
    return lost ? { ...scenario, lost } : scenario;
  });
}

function priceOf(objective: contracting.Objective, { asked, floor, lowestFloor }: Record<'asked' | 'floor' | 'lowestFloor', Money>): Money {
  invariant(objective !== 'unspecified' && objective !== 'value', 'an order without an objective is refused before it is priced');
  return higher(asked, objective === 'profit' ? lowestFloor : floor);
}

/** What a buyer can do most about comes first: pay more, wait longer, order in another currency. */
function whyNoWinner(
  barred: readonly contracting.Scenario[],
  uncosted: readonly UncostedPath[],
  { currency, maxLatencyNs, maxMonthlyPrice }: contracting.ServiceTerms,
): PricingRefusal {
  const tooDear = barred.filter(({ lost }) => lost?.code === 'price-above-limit').map(({ monthlyPrice }) => monthlyPrice);
  if (tooDear[0] && maxMonthlyPrice) return { code: 'price-above-limit', limit: maxMonthlyPrice, lowest: tooDear.reduce(lower) };
  const tooSlow = barred.filter(({ lost }) => lost?.code === 'latency-above-limit').map(latencyOf);
  if (tooSlow[0] !== undefined && maxLatencyNs !== undefined)
    return { code: 'latency-too-high', limitNs: maxLatencyNs, bestNs: tooSlow.reduce((best, ns) => (ns < best ? ns : best)) };
  // One price for all is below some floors by its nature; the limit that stopped a way above its own says more.
  const unreached = barred.find(({ lost }) => lost?.code !== 'below-floor') ?? barred[0];
  if (unreached?.lost) return { code: 'objective-unreachable', limit: unreached.lost.code, because: unreached.lost.message };
  const offered = [...new Set(uncosted.flatMap(({ otherCurrencies }) => otherCurrencies))].sort();
  if (offered.length > 0) return { code: 'currency-not-offered', currency, offered };
  const first = uncosted[0];
  invariant(first, 'a quote is made from one candidate at least');
  return { code: 'nothing-to-sell', paths: uncosted.length, because: first.unpriced.lost.message };
}

const lower = (a: Money, b: Money): Money => (b.microMinor < a.microMinor ? b : a);
const higher = (a: Money, b: Money): Money => money(a.currency, a.microMinor > b.microMinor ? a.microMinor : b.microMinor);

/** What a buyer may know of a quote: no cost, no margin, no loser. */
export function summaryOf(quote: contracting.Quote): contracting.QuoteSummary {
  const { quoteId, scenarios, validUntil, policy } = quote;
  const winner = scenarios[0];
  invariant(winner, `the quote ${quoteId} offers no scenario`);
  const { path, format, monthlyPrice } = winner;
  return {
    quoteId,
    monthlyPrice,
    latencyNs: latencyOf(winner),
    handovers: path.handovers,
    providers: providersOf(path),
    validUntil,
    alternatives: alternativesOf(scenarios).length,
    ...(path.split && { members: path.split.members }),
    priceSteps: shownPriceSteps(quote),
    ...(policy.usageTariff && { usageTariff: policy.usageTariff }),
    ...(format && { format: format.service }),
  };
}

/**
 * Scenarios of one line, in the format that is sold, that could be sold and were not the best. One above the latency limit may still stand in while the best is impaired. For
 * several lines nothing stands in, and several stand in for none: what is at the customer's ends would have to change with them. What is of whole
 * units stands in for another only where the two share nothing: they would want two units of one link.
 */
export function alternativesOf([winner, ...others]: readonly contracting.Scenario[]): readonly contracting.Scenario[] {
  if (!winner || winner.path.split) return [];
  const isOfUnits = unitsOver(winner.path).size > 0;
  const maySell = ({ lost }: contracting.Scenario): boolean => lost?.code === 'latency-above-limit' || !UNSOLD.has(lost?.code ?? '');
  return others.filter((each) => !each.path.split && each.path.carriage === winner.path.carriage && maySell(each) && !(isOfUnits && sharesAny(winner.path, each.path)));
}

/** The same for the buyer, in the order in which they were weighed. */
export const quoteAlternatesOf = ({ scenarios }: contracting.Quote): readonly contracting.QuoteAlternate[] =>
  alternativesOf(scenarios).map((scenario) => ({
    monthlyPrice: scenario.monthlyPrice,
    latencyNs: latencyOf(scenario),
    handovers: scenario.path.handovers,
    providers: providersOf(scenario.path),
    withinLatencyLimit: scenario.lost?.code !== 'latency-above-limit',
  }));

const providersOf = ({ segments }: paths.PathCandidate): readonly string[] => [...new Set(segments.map(({ providerId }) => providerId))];

/** Why a scenario is not sold whatever the others are. */
const UNSOLD: ReadonlySet<string> = new Set([
  ...['latency-above-limit', 'below-floor', 'price-above-limit'],
  ...['profit-below-limit', 'margin-below-limit', 'return-below-limit', 'cost-revenue-above-limit'],
]);

/** What the winner takes of each resource. A path may use one resource twice, and so may two lines; it is held once, for both. Of layer 1 it is a unit. */
export function needsOf({ scenarios, terms }: contracting.Quote): readonly advertising.CapacityNeed[] {
  const needs = new Map<string, number>();
  const [winner] = scenarios;
  if (!winner) return [];
  for (const { resourceId } of winner.costs) needs.set(resourceId, (needs.get(resourceId) ?? 0) + scenarioMbps(winner, terms));
  const units = unitsOver(winner.path);
  return [...needs].map(([resourceId, mbps]) => ({ resourceId, mbps, ...(units.has(resourceId) && { unit: units.get(resourceId)! }) }));
}

/** Of layer 1, the unit of each resource of a path; of Mbit/s, nothing. */
const unitsOver = ({ segments }: paths.PathCandidate): ReadonlyMap<string, number> =>
  new Map(segments.flatMap(({ resources }) => resources.flatMap(({ resourceId, unit }) => (unit === undefined ? [] : [[resourceId, unit] as const]))));

const sharesAny = (a: paths.PathCandidate, b: paths.PathCandidate): boolean => {
  const ids = new Set(a.segments.flatMap(({ resources }) => resources.map(({ resourceId }) => resourceId)));
  return b.segments.some(({ resources }) => resources.some(({ resourceId }) => ids.has(resourceId)));
};
