import { bytesEqual, sum, toHex, type Money } from '@carriermesh/kernel';
import { apportion, dealPrices, monthlyCapacityCharge, withMarkup, withMonthlyFees } from '@carriermesh/tariff-v1';
import { paths, tariff, type common, type contracting } from '@carriermesh/wire';
import type { ContractedRoute, Documents } from './document-evidence.js';
import type { Evidence } from './evidence.js';
import { carriedBy } from './format-derivation.js';
import { feeLines, recurringLine, TARIFF_LINES, usageLines, type Findings } from './findings.js';
import { contractedOffer, priceOf } from './offer-evidence.js';
import type { EventReference } from './replay-report.js';

/** Price rules of both sides, as they follow from offers, quote and tariff, and not as the contracts state them. */
export interface RoutePrices {
  readonly customer: readonly contracting.PriceRule[];
  readonly supplier: readonly contracting.PriceRule[];
}

export interface DerivedPrices {
  /** By the number of the path: the one that was contracted first is 0, and the others are those that the service moved to. */
  readonly routes: ReadonlyMap<number, RoutePrices>;
  readonly taxBasisPoints: number;
  readonly usageTariff?: tariff.PinnedTariff;
}

/** With what travels on every segment. */
type Carried = Documents & { readonly mbps: number };

export function derivePrices(documents: Documents, evidence: Evidence, findings: Findings): DerivedPrices {
  const { contract, contractAt, quote, quoteEvent } = documents;
  const carried: Carried = { ...documents, mbps: carriedBy(documents, evidence, findings) };
  const routes = new Map(documents.routes.map((route) => [route.number, routePrices(route, carried, evidence, findings)]));
  const taxBasisPoints = quote?.policy.taxBasisPoints ?? contract.taxBasisPoints;
  if (taxBasisPoints !== contract.taxBasisPoints)
    findings.document(contractAt, 'tax-rate-differs', `the contract states ${contract.taxBasisPoints} basis points of tax, the quote ${taxBasisPoints}`, []);
  const { usageTariff } = quote?.policy ?? contract;
  if (!sameTariff(usageTariff, contract.usageTariff))
    findings.line([TARIFF_LINES], 'tariff-differs', 'the tariff that the contract states is not the one that was quoted', [contractAt, quoteEvent?.at]);
  return { routes, taxBasisPoints, ...(usageTariff && { usageTariff }) };
}

const sameTariff = (a: tariff.PinnedTariff | undefined, b: tariff.PinnedTariff | undefined): boolean =>
  a && b ? bytesEqual(tariff.PinnedTariff.encode(a), tariff.PinnedTariff.encode(b)) : a === b;


function routePrices({ segments, prices, path }: ContractedRoute, documents: Carried, evidence: Evidence, findings: Findings): RoutePrices {
  const { contractAt, quote, quoteEvent, supplies } = documents;
  const passed = new Set<string>();
  const supplier = segments.map((segment) => supplierRule(segment, { ...documents, passed }, evidence, findings));
  for (const rule of supplier) {
    const provider = segments.find(({ segmentId }) => segmentId === rule.segmentId)?.providerId ?? '';
    const signed = supplies.get(provider);
    if (signed) compareRule(rule, [...signed.supply.prices, ...signed.supply.standbyPrices], `the supply contract of ${provider}`, [signed.event.at], findings);
  }
  const scenario = quote && scenarioOf(quote, path);
  const customer = quote && scenario ? customerRules(quote, scenario, supplier) : prices;
  for (const rule of customer) compareRule(rule, prices, 'the contract', [contractAt, quoteEvent?.at], findings);
  if (scenario && quoteEvent) compareCosts({ scenario, segments, at: quoteEvent.at }, documents.contract, supplier, findings);
  return { customer, supplier };
}

/** The quoted scenario that a contracted path is; the offered one for the path that was contracted first. */
function scenarioOf({ scenarios, quoteId }: contracting.Quote, path: paths.PathCandidate | undefined): contracting.Scenario {
  const wanted = path && toHex(paths.PathCandidate.encode(path));
  const scenario = wanted === undefined ? scenarios[0] : scenarios.find((each) => toHex(paths.PathCandidate.encode(each.path)) === wanted);
  if (!scenario) throw new Error(`quote ${quoteId} offers no such scenario`);
  return scenario;
}

/**
 * A segment costs what its resources cost together, at the prices of the pair where the quote states a discount; a resource that it passes twice counts twice,
 * and its fees stand with the first segment of the path that goes over it.
 * @param documents with the resources that were passed; those of the segment are added
 */
function supplierRule(segment: contracting.ContractSegment, documents: Carried & { readonly passed: Set<string> }, evidence: Evidence, findings: Findings): contracting.PriceRule {
  const { contract, contractAt, supplies, quote, quoteEvent, mbps, passed } = documents;
  const deal = quote?.supplierTerms.find(({ terms }) => terms.providerId === segment.providerId)?.terms;
  const { currency } = contract.terms;
  const signed = supplies.get(segment.providerId);
  const prices = segment.resources.map((resource) => {
    const offer = contractedOffer({ segment, resource, contractAt, supply: signed?.event, quote: quoteEvent }, evidence, findings);
    const price = offer && priceOf(offer);
    return price && { ...(deal ? dealPrices(price, deal) : price), ...resource };
  });
  const known = prices.filter((price) => price !== undefined);
  // Without its offers a segment can only be priced as its contract says; that its lines are in doubt was found above.
  const stated = signed?.supply.prices.find(({ segmentId }) => segmentId === segment.segmentId);
  if (known.length < prices.length && stated) return stated;
  return {
    ...feesBeside(known, passed),
    segmentId: segment.segmentId,
    monthlyRecurring: sum(currency, known.map(({ monthlyPerMbps }) => monthlyCapacityCharge(monthlyPerMbps, mbps))),
    perGigabyte: sum(currency, known.map(({ perGigabyte }) => perGigabyte)),
  };
}

/** Of the resources that were not passed before. */
function feesBeside(own: readonly Pick<contracting.ResourceCost, 'resourceId' | 'monthlyFee' | 'setupFee'>[], passed: Set<string>): Pick<contracting.PriceRule, 'fees'> {
  const first = own.filter(({ resourceId }) => passed.size < passed.add(resourceId).size);
  const fees = first.flatMap(({ resourceId, monthlyFee: monthly, setupFee: setup }): readonly common.ResourceFee[] => (monthly || setup ? [{ resourceId, ...(monthly && { monthly }), ...(setup && { setup }) }] : []));
  return fees.length > 0 ? { fees: { fees } } : {};
}

/**
 * A scenario's price, or the offered one's where that is less, laid on the segments in proportion to their cost, and the policy's markup on each
 * gigabyte, which costs nothing where a tariff charges usage.
 */
function customerRules({ scenarios, policy }: contracting.Quote, scenario: contracting.Scenario, supplier: readonly contracting.PriceRule[]): readonly contracting.PriceRule[] {
  const offered = scenarios[0] ?? scenario;
  const { monthlyPrice } = scenario.monthlyPrice.microMinor < offered.monthlyPrice.microMinor ? scenario : offered;
  const shares = apportion(monthlyPrice, supplier.map(({ monthlyRecurring, fees }) => withMonthlyFees(monthlyRecurring, fees?.fees).microMinor));
  return supplier.map(({ segmentId, perGigabyte }, index) => ({
    segmentId,
    monthlyRecurring: shares[index] as Money,
    perGigabyte: policy.usageTariff ? { ...perGigabyte, microMinor: 0n } : withMarkup(perGigabyte, policy.usageMarkupBasisPoints),
  }));
}

function compareRule(
  derived: contracting.PriceRule,
  stated: readonly contracting.PriceRule[],
  where: string,
  events: readonly (EventReference | undefined)[],
  findings: Findings,
): void {
  const { segmentId } = derived;
  const rule = stated.find((known) => known.segmentId === segmentId);
  const says = (what: string, states: Money | undefined, gives: Money): string =>
    `${where} states ${states?.microMinor ?? 'no'} microMinor ${what} for ${segmentId}, the evidence gives ${gives.microMinor}`;
  if (!same(rule?.monthlyRecurring, derived.monthlyRecurring))
    findings.line([recurringLine(segmentId)], 'price-differs', says('a month', rule?.monthlyRecurring, derived.monthlyRecurring), events);
  if (!same(rule?.perGigabyte, derived.perGigabyte))
    findings.line([usageLines(segmentId)], 'price-differs', says('a gigabyte', rule?.perGigabyte, derived.perGigabyte), events);
  const [states, gives] = [feeText(rule?.fees), feeText(derived.fees)];
  if (states !== gives) findings.line(feeLines(segmentId), 'price-differs', `${where} states ${states} beside the price of ${segmentId}, the evidence gives ${gives}`, events);
}

/** What the quote says that each segment's resources cost, against the offers. */
function compareCosts(
  { scenario, segments, at }: { readonly scenario: contracting.Scenario; readonly segments: readonly contracting.ContractSegment[]; readonly at: EventReference },
  { terms: { currency } }: contracting.Contract,
  derived: readonly contracting.PriceRule[],
  findings: Findings,
): void {
  // The fees of what is passed twice stand with the first.
  const costs = new Map(scenario.costs.toReversed().map((cost) => [cost.resourceId, cost]));
  const passed = new Set<string>();
  const stated = segments.map(({ segmentId, resources }): contracting.PriceRule => {
    const own = resources.flatMap(({ resourceId }) => costs.get(resourceId) ?? []);
    return { ...feesBeside(own, passed), segmentId, monthlyRecurring: sum(currency, own.map(({ monthly }) => monthly)), perGigabyte: sum(currency, own.map(({ perGigabyte }) => perGigabyte)) };
  });
  for (const rule of derived) compareRule(rule, stated, 'the quote', [at], findings);
}

export const same = (a: Money | undefined, b: Money | undefined): boolean => a?.microMinor === b?.microMinor && a?.currency === b?.currency;

/** As a person reads it. */
export const feeText = (stated: common.ResourceFees | undefined): string =>
  stated ? stated.fees.map(({ resourceId, monthly, setup }) => `${monthly?.microMinor ?? 'no'} microMinor a month and ${setup?.microMinor ?? 'no'} once for ${resourceId}`).join(', ') : 'no fee';
