import { invariant, money, type Money, subtract, zero } from '@carriermesh/kernel';
import { formatFigures, showExact } from '@carriermesh/tariff-v1';
import type { contracting, paths } from '@carriermesh/wire';
import { askedPrice, type Asking, listPriceSteps } from './asking-price.js';
import { type CostedPath, setupOf, supplyDealsOf } from './costing.js';
import { formatsFor, latencyOf, scenarioFormat } from './formats.js';
import type { QuoteBasis } from './pricing.js';
import { type Combination, combinationsOf } from './value/combination.js';
import { floorOf } from './value/figures.js';
import { compareScenarios, whyLost } from './value/ranking.js';
import type { Format, Segmentation, ValueObjective, ValueRequest } from './value/request.js';
import { type Market, type Scenario, scenarioOf } from './value/scenario.js';
import type { ValueLink, Way } from './value/ways.js';

/**
 * The candidates by a weighted objective (S0-21), the best first, by the same arithmetic as a quote at a desk. The price is fixed
 * before they are compared: the list price, or the lowest floor where that is higher.
 */
export function pricedByValue(costed: readonly CostedPath[], basis: QuoteBasis, ask: Asking): readonly contracting.Scenario[] {
  const { terms, policy } = basis;
  const list = askedPrice(ask(listPriceSteps(basis)));
  const request = requestOf(basis, list);
  const months = BigInt(terms.termMonths);
  const open = costed.filter((way) => terms.maxLatencyNs === undefined || latencyOf(way) <= terms.maxLatencyNs);
  /** One for all ways that are carried in one format, or as they are. */
  const priceFor = (listed: Money, carriage?: number): Money => {
    const alike = open.filter(({ path }) => path.carriage === carriage);
    const floors = alike.map((way) => floorOf(request, way.monthlyCost.microMinor * months + setupOf(way).microMinor, months));
    const lowestFloor = floors.reduce((least, floor) => (floor < least ? floor : least), floors[0] ?? 0n);
    return lowestFloor > listed.microMinor ? money(listed.currency, lowestFloor) : listed;
  };
  const formats = formatsFor(terms, basis.statedFormats)?.tried.map((format, index): Format => ({
    ...format.figures,
    id: carriageName(index + 1),
    priceMonthly: priceFor(askedPrice(ask(listPriceSteps(basis, scenarioFormat(format, terms)))), index + 1).microMinor,
  }));
  const market: Market = {
    request: formats ? { ...request, formats } : { ...request, listMonthly: priceFor(list) },
    snapshot: { currency: terms.currency, links: linksOf(basis) },
  };
  const combinations = combinationsOf(market.request);
  const weighed = costed.map((path) => ({ costed: path, scenario: scenarioFor(market, combinations, path) }));
  weighed.sort((a, b) => compareScenarios(a.scenario, b.scenario));
  const winner = weighed.find(({ scenario }) => !scenario.barred)?.scenario;
  return weighed.map((one) => recorded(one, winner, policy.listBasePerMbps.currency));
}

/** Each line of a path is a leg of the combination that has so many. */
function scenarioFor(market: Market, combinations: readonly Combination[], { path, costs }: CostedPath): Scenario {
  const members = path.split?.members ?? 1;
  const carried = carriageName(path.carriage);
  const combination = combinations.find(({ legs, format }) => legs.length === members && format.id === carried);
  invariant(combination && !combination.lost, `an order for ${market.request.mbps} Mbit/s over ${members} lines, as it is, can be tried`);
  const ways = waysOf(path, costs);
  return scenarioOf(market, combination, combination.legs.map((leg, index) => ({ leg, way: ways[index]! })));
}

function recorded({ costed, scenario }: { costed: CostedPath; scenario: Scenario }, winner: Scenario | undefined, currency: string): contracting.Scenario {
  const { scenarioId, path, format, costs, monthlyCost, addedMonthly } = costed;
  const outlay = addedMonthly ?? monthlyCost;
  const { figures, value, barred } = scenario;
  invariant(figures.costMonthly === outlay.microMinor, `scenario ${scenarioId} costs ${outlay.microMinor}, and was weighed at ${figures.costMonthly}`);
  const lost = winner && scenario !== winner ? whyLost(scenario, winner, currency) : barred;
  const monthlyPrice = money(currency, figures.priceMonthly);
  return {
    ...{ scenarioId, path, costs, monthlyCost, monthlyPrice, monthlyMargin: subtract(monthlyPrice, monthlyCost) },
    ...(format && { format }),
    ...(lost ? { lost } : {}),
    ...(addedMonthly && { addedMonthly }),
    value: { termProfit: money(currency, figures.profit), value: showExact(value) },
  };
}

/** The engine knows formats by these: the ids of their choices may be the same. */
const carriageName = (carriage: number | undefined): string => (carriage === undefined ? 'as-it-is' : `carriage ${carriage}`);

function requestOf({ terms, policy, buyerTerms, supplierTerms }: QuoteBasis, listMonthly: Money): ValueRequest {
  const { mbps, termMonths, maxLatencyNs, currency, split } = terms;
  const floorMonthly = buyerTerms?.terms.floorMonthly;
  return {
    mbps,
    termMonths,
    listMonthly,
    // What the pair agreed on is in the list price already; its floor bounds each way.
    buyer: { discountBasisPoints: 0, tiers: [], spentMonthly: zero(currency), ...(floorMonthly && { floorMonthly }) },
    deals: supplyDealsOf(supplierTerms),
    floorsByContract: true,
    minimumMarginBasisPoints: policy.minimumMarginBasisPoints,
    ...(maxLatencyNs === undefined ? {} : { maxLatencyNs: Number(maxLatencyNs) }),
    formats: [formatFigures(carriageName(undefined), [])],
    segmentations: [
      { kind: 'whole', id: 'whole' },
      ...Array.from({ length: (split?.mostMembers ?? 1) - 1 }, (_, index): Segmentation => ({ kind: 'members', id: `${index + 2} lines`, members: index + 2 })),
    ],
    rejoins: split ? [{ id: 'end', maxMembers: split.mostMembers, bufferNs: Number(split.maxDifferentialDelayNs), monthlyPerMember: 0n, monthlyPerMbps: 0n, setup: 0n, addsNs: 0 }] : [],
    deliveries: [],
    objective: objectiveOf(terms),
  };
}

function objectiveOf({ value, maxMonthlyPrice }: contracting.ServiceTerms): ValueObjective {
  invariant(value, 'an order with the objective "value" that weighs nothing is refused before it is priced');
  const { minProfit, minMarginBasisPoints, maxCostRevenueBasisPoints, minReturnBasisPoints, minVolumeMonthly } = value;
  return {
    pricing: 'list',
    belowFloor: false,
    weights: {
      profit: value.profitWeight,
      margin: value.marginWeight,
      costRevenue: value.costRevenueWeight,
      return: value.returnWeight,
      latency: value.latencyWeight,
      volume: value.volumeWeight ?? 0,
    },
    limits: {
      ...(maxMonthlyPrice === undefined ? {} : { maxPriceMonthly: maxMonthlyPrice.microMinor }),
      ...(minProfit === undefined ? {} : { minProfit: minProfit.microMinor }),
      ...(minMarginBasisPoints === undefined ? {} : { minMarginBasisPoints }),
      ...(maxCostRevenueBasisPoints === undefined ? {} : { maxCostRevenueBasisPoints }),
      ...(minReturnBasisPoints === undefined ? {} : { minReturnBasisPoints }),
      ...(minVolumeMonthly === undefined ? {} : { minVolumeMonthly: minVolumeMonthly.microMinor }),
    },
  };
}

/** Each resource is a link of its own: which of them make a way is known, and that they have room. */
const linksOf = ({ offers }: QuoteBasis): ReadonlyMap<string, ValueLink> =>
  new Map(
    [...offers.values()].map(({ resourceId, providerId, price }): [string, ValueLink] => [
      resourceId,
      { mbps: Infinity, medium: '', srlgs: [], resources: [{ resourceId, providerId, perMbps: price.monthlyPerMbps.microMinor, monthlyFee: price.monthlyFee?.microMinor ?? 0n, setupFee: price.setupFee?.microMinor ?? 0n }], monthly: 0n, setup: 0n },
    ]),
  );

/** The costs stand in the order of the segments' resources. */
function waysOf(path: paths.PathCandidate, costs: readonly contracting.ResourceCost[]): readonly Way[] {
  const whole = { links: costs.map(({ resourceId }) => resourceId), nodes: path.popIds, latencyNs: Number(path.latencyNs), handovers: path.handovers };
  if (!path.split) return [whole];
  return [...Map.groupBy(path.segments, ({ member }) => member).values()].map((line) => ({
    links: line.flatMap(({ resources }) => resources.map(({ resourceId }) => resourceId)),
    nodes: [...line.map(({ fromPopId }) => fromPopId), line.at(-1)!.toPopId],
    latencyNs: Number(line.reduce((sum, { latencyNs }) => sum + latencyNs, 0n)),
    handovers: line.length - 1,
  }));
}
