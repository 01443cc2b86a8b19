import { formatInstant, type Instant, invariant, MAX_MONTHLY_MICRO_MINOR, MAX_REJOIN_OCTETS, money, type Money, rejoinOctets, sum } from '@carriermesh/kernel';
import { dealCharge, dealPrices, monthlyCapacityCharge, type ResourceFee, setupFees, type SupplyDeal, withMarkup, withMonthlyFees } from '@carriermesh/tariff-v1';
import type { common, contracting, paths } from '@carriermesh/wire';
import { type FormatsTried, scenarioFormat, scenarioMbps } from './formats.js';
import { floorOf } from './value/figures.js';
import { quoted } from './wording.js';

/** Leaves room for a margin and a markup within 64 bits. */
const MAX_MONTHLY_COST = MAX_MONTHLY_MICRO_MINOR;
/** More can't be held in one commit. A path has one resource for each link, and two for each handover. */
export const MAX_PATH_RESOURCES = 256;

/** What pricing needs of an offer that its provider signed. */
export interface BindingOffer {
  readonly resourceId: string;
  readonly providerId: string;
  /** SHA-256 of the signed bytes. */
  readonly offerSha256: Uint8Array;
  readonly price: common.ResourcePrice;
  readonly serviceLevel: common.ServiceLevel;
  /** The first instant at which the offer binds no more. */
  readonly validUntil: Instant;
}

/** What the costs of one path are computed from. */
export interface CostingBasis {
  readonly mbps: number;
  readonly currency: string;
  readonly quotedAt: Instant;
  readonly policy: Pick<contracting.SellerPolicy, 'minimumMarginBasisPoints'>;
  /** What the pair agreed on, where it did. */
  readonly buyerTerms?: contracting.BuyerBasis;
  /** What the seller agreed on with suppliers of the candidates. */
  readonly supplierTerms: readonly contracting.SupplierBasis[];
  readonly termMonths: number;
  /** How far lines may come in apart; present where the order may be split. */
  readonly maxDifferentialDelayNs?: bigint;
  /** Present where the order is carried in a format. */
  readonly formats?: FormatsTried;
  /** By resource id; holds every resource of every candidate, at the prices of its pair. */
  readonly offers: ReadonlyMap<string, BindingOffer>;
}

export interface CostedPath {
  readonly kind: 'costed';
  readonly scenarioId: string;
  readonly path: paths.PathCandidate;
  readonly costs: readonly contracting.ResourceCost[];
  /** What it is carried in. */
  readonly format?: contracting.ScenarioFormat;
  /** Of its resources with their fees, and of its format. */
  readonly monthlyCost: Money;
  /** By how much the seller's bills grow, where that is another figure than what the contracts say. */
  readonly addedMonthly?: Money;
  /** The least that it may be sold for: its cost with the seller's minimum margin, or the pair's floor. */
  readonly floor: Money;
  /** The first instant at which one of its offers binds no more. */
  readonly lapsesAt: Instant;
}

export interface UncostedPath {
  readonly kind: 'uncosted';
  readonly unpriced: contracting.UnpricedScenario;
  /** Currencies other than the order's that its resources are offered in. */
  readonly otherCurrencies: readonly string[];
}

/** What a path costs the seller for each month (S0-6: each resource of each provider, and the sum, exact). */
export function costOf(path: paths.PathCandidate, scenarioId: string, basis: CostingBasis): CostedPath | UncostedPath {
  const offers = offersOf(path, basis);
  const otherCurrencies = currenciesBeside(basis.currency, offers);
  const carried = basis.formats?.tried[(path.carriage ?? 0) - 1];
  const format = carried && scenarioFormat(carried, basis);
  const mbps = scenarioMbps({ path, ...(format && { format }) }, basis);
  const lost = basis.formats && !carried ? UNFORMATTED : whyNotRejoined(path, basis) ?? whyNoCost(offers, otherCurrencies, { ...basis, mbps });
  if (lost) return { kind: 'uncosted', unpriced: { scenarioId, path, lost }, otherCurrencies };
  const costs = offers.map((offer, index) => resourceCost(offer, { mbps, isFirst: offers.indexOf(offer) === index }));
  const own = format ? [format.monthly] : [];
  const monthlyCost = sum(basis.currency, [...costs.map(monthlyOfCost), ...own]);
  const floor = leastPrice({ costs, monthlyCost, ...(format && { format }) }, { ...basis, terms: basis });
  const lapsesAt = offers.reduce((first, { validUntil }) => (validUntil < first ? validUntil : first), offers[0]!.validUntil);
  const grown = addedBy(costs, basis);
  const addedMonthly = grown && sum(basis.currency, [grown, ...own]);
  return { kind: 'costed', scenarioId, path, ...(format && { format }), costs, monthlyCost, ...(addedMonthly && { addedMonthly }), floor, lapsesAt };
}

const UNFORMATTED: contracting.ScenarioLoss = { code: 'nothing-to-carry', message: 'It is a way for none of the formats that were asked for.' };

/** Offers as the seller's pairs with its suppliers trade them. */
export function dealtOffers({ offers, supplierTerms }: Pick<CostingBasis, 'offers' | 'supplierTerms'>): CostingBasis['offers'] {
  const discounts = new Map(supplierTerms.map(({ terms }) => [terms.providerId, terms]));
  if (discounts.size === 0) return offers;
  return new Map(
    [...offers].map(([resourceId, offer]): [string, BindingOffer] => {
      const deal = discounts.get(offer.providerId);
      return [resourceId, deal ? { ...offer, price: dealPrices(offer.price, deal) } : offer];
    }),
  );
}

/** Tiers and commitment with a supplier, and where its month stands; its discount is in the offers already. */
export const supplyDealsOf = (supplierTerms: readonly contracting.SupplierBasis[]): ReadonlyMap<string, SupplyDeal> =>
  new Map(
    supplierTerms
      .filter(({ terms }) => terms.tiers.length > 0 || terms.commitmentMonthly)
      .map(({ terms: { providerId, tiers, commitmentMonthly }, spentMonthly }) => [providerId, { discountBasisPoints: 0, tiers, ...(commitmentMonthly && { commitmentMonthly }), spentMonthly }]),
  );

function addedBy(costs: readonly contracting.ResourceCost[], { supplierTerms, currency }: CostingBasis): Money | undefined {
  const deals = supplyDealsOf(supplierTerms);
  if (!costs.some(({ providerId }) => deals.has(providerId))) return undefined;
  const charges = [...Map.groupBy(costs, ({ providerId }) => providerId)].map(([providerId, own]) => {
    const ordered = sum(currency, own.map(monthlyOfCost));
    const deal = deals.get(providerId);
    return deal ? dealCharge(deal, ordered) : ordered;
  });
  return sum(currency, charges);
}

/** Nothing that costs so much is sold for less: the minimum margin, or the pair's floor where that is higher. What is paid once counts over the term. */
export function leastPrice(
  scenario: Pick<contracting.Scenario, 'costs' | 'monthlyCost' | 'format'>,
  { policy, buyerTerms, terms }: Pick<CostingBasis, 'policy' | 'buyerTerms'> & { readonly terms: Pick<contracting.ServiceTerms, 'termMonths'> },
): Money {
  const { monthlyCost } = scenario;
  const [months, setup] = [BigInt(terms.termMonths), setupOf(scenario).microMinor];
  const { minimumMarginBasisPoints } = policy;
  const least = setup === 0n ? withMarkup(monthlyCost, minimumMarginBasisPoints) : money(monthlyCost.currency, floorOf({ minimumMarginBasisPoints }, monthlyCost.microMinor * months + setup, months));
  const agreed = buyerTerms?.terms.floorMonthly;
  return agreed && agreed.microMinor > least.microMinor ? agreed : least;
}

/** What a resource asks whatever the bandwidth. */
export const feesOf = ({ resourceId, monthlyFee, setupFee }: contracting.ResourceCost): ResourceFee => ({ resourceId, ...(monthlyFee && { monthly: monthlyFee }), ...(setupFee && { setup: setupFee }) });

const monthlyOfCost = (cost: contracting.ResourceCost): Money => withMonthlyFees(cost.monthly, [feesOf(cost)]);

/** What a way costs once: of its resources, and of its format. */
export function setupOf({ costs, monthlyCost: { currency }, format }: Pick<contracting.Scenario, 'costs' | 'monthlyCost' | 'format'>): Money {
  return sum(currency, [setupFees(currency, costs.map(feesOf)), ...(format ? [format.setup] : [])]);
}

function offersOf({ segments }: paths.PathCandidate, { offers }: CostingBasis): readonly BindingOffer[] {
  return segments
    .flatMap(({ resources }) => resources)
    .map(({ resourceId }) => {
      const offer = offers.get(resourceId);
      invariant(offer, `the path goes over ${quoted(resourceId)}, whose offer is not known: it can't be priced as if it were free`);
      return offer;
    });
}

function whyNoCost(
  offers: readonly BindingOffer[],
  otherCurrencies: readonly string[],
  { currency, mbps, quotedAt }: CostingBasis,
): contracting.ScenarioLoss | undefined {
  if (offers.length === 0) return { code: 'nothing-to-carry', message: 'Both ends are one point of presence: no resource would be used.' };
  if (offers.length > MAX_PATH_RESOURCES)
    return { code: 'too-many-resources', message: `It goes over ${offers.length} resources, and ${MAX_PATH_RESOURCES} at most can be held together.` };
  if (otherCurrencies.length > 0)
    return { code: 'currency-not-offered', message: `The order is in ${currency}, and the path has resources that are offered in ${otherCurrencies.join(', ')}.` };
  const lapsed = offers.find(({ validUntil }) => validUntil <= quotedAt);
  if (lapsed)
    return { code: 'offer-lapsed', message: `The offer of ${quoted(lapsed.resourceId)} bound its provider until ${formatInstant(lapsed.validUntil)} only.` };
  const total = (figure: (price: common.ResourcePrice) => Money | undefined): bigint => offers.reduce((sumOf, { price }) => sumOf + (figure(price)?.microMinor ?? 0n), 0n);
  const monthly = total(({ monthlyPerMbps }) => monthlyPerMbps) * BigInt(mbps) + total(({ monthlyFee }) => monthlyFee);
  const others = [total(({ perGigabyte }) => perGigabyte), total(({ setupFee }) => setupFee)];
  if (offers.some(isNegative) || [monthly, ...others].some((figure) => figure > MAX_MONTHLY_COST))
    return { code: 'price-out-of-range', message: `Its resources would cost ${monthly} millionths of the minor unit a month, outside 0 to ${MAX_MONTHLY_COST}.` };
  return undefined;
}

/** What travels in a format may be more than was ordered, and more than any end could rejoin. */
function whyNotRejoined({ split }: paths.PathCandidate, { maxDifferentialDelayNs }: CostingBasis): contracting.ScenarioLoss | undefined {
  if (!split || maxDifferentialDelayNs === undefined) return undefined;
  const { members, memberMbps } = split;
  const octets = rejoinOctets(members * memberMbps, { maxDifferentialDelayNs: Number(maxDifferentialDelayNs), members });
  if (octets <= MAX_REJOIN_OCTETS) return undefined;
  return { code: 'split-rejoin-out-of-range', message: `Its ends would have to keep ${octets} octets back to rejoin it, more than ${MAX_REJOIN_OCTETS}.` };
}

/** Fees are asked once, where several lines go over one resource. */
const resourceCost = ({ resourceId, providerId, offerSha256, price }: BindingOffer, { mbps, isFirst }: { readonly mbps: number; readonly isFirst: boolean }): contracting.ResourceCost => ({
  resourceId,
  providerId,
  offerSha256,
  monthly: monthlyCapacityCharge(price.monthlyPerMbps, mbps),
  perGigabyte: price.perGigabyte,
  ...(isFirst && price.monthlyFee && { monthlyFee: price.monthlyFee }),
  ...(isFirst && price.setupFee && { setupFee: price.setupFee }),
});

function currenciesBeside(currency: string, offers: readonly BindingOffer[]): readonly string[] {
  const all = offers.flatMap(({ price }) => amountsOf(price).map((amount) => amount.currency));
  return [...new Set(all)].filter((other) => other !== currency).sort();
}

const isNegative = ({ price }: BindingOffer): boolean => amountsOf(price).some(({ microMinor }) => microMinor < 0n);

const amountsOf = ({ monthlyPerMbps, perGigabyte, monthlyFee, setupFee }: common.ResourcePrice): readonly Money[] => [monthlyPerMbps, perGigabyte, ...(monthlyFee ? [monthlyFee] : []), ...(setupFee ? [setupFee] : [])];
