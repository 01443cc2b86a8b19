import { invariant, type Money } from '@carriermesh/kernel';
import { type BuyerDeal, compareFullness, formatShare, listPrice, pairPrice, stepReached, tierReached, utilisedPrice } from '@carriermesh/tariff-v1';
import type { contracting } from '@carriermesh/wire';
import { leastPrice } from './costing.js';
import { formatName, latencyOf } from './formats.js';
import { amount, percent } from './wording.js';

type PriceStep = contracting.PriceStep;
type ResourceUse = contracting.ResourceUse;

const WHOLE_PPM = 1_000_000;

/** What a price is asked by before any cost is looked at, and beside it. */
export type Asked = Pick<contracting.Quote, 'terms' | 'policy' | 'distanceM' | 'utilisation' | 'buyerTerms'>;

/** A way with what it takes; of one that may not be sold no more is asked here. */
export type AskedWay = Pick<contracting.Scenario, 'scenarioId' | 'path' | 'costs' | 'format'>;

/** From the price that the seller begins with to the one that it asks: the same for all ways of a format, so that none is dearer because it suits the seller. */
export type Asking = (begin: readonly PriceStep[]) => readonly PriceStep[];

export function askingOf({ terms, utilisation, buyerTerms }: Asked, ways: readonly AskedWay[]): Asking {
  const open = ways.filter((way) => terms.maxLatencyNs === undefined || latencyOf(way) <= terms.maxLatencyNs);
  const scarce = utilisation && leastFull(open, utilisation);
  const step = scarce && stepReached(utilisation.rule.steps, scarce);
  return (begin) => {
    const steps = step ? [...begin, { code: 'utilisation', message: utilisedBy(scarce, step), monthly: utilisedPrice(askedPrice(begin), step) }] : begin;
    return buyerTerms ? [...steps, ...pairSteps(askedPrice(steps), buyerTerms)] : steps;
  };
}

/** What the pair agreed on makes of a price. */
function pairSteps(price: Money, { terms: { discountBasisPoints, tiers, buyerId }, spentMonthly }: contracting.BuyerBasis): readonly PriceStep[] {
  const deal: BuyerDeal = { discountBasisPoints, tiers, spentMonthly };
  const agreed = pairPrice(price, WHOLE_PPM, { ...deal, tiers: [] });
  const tier = tierReached(deal, agreed);
  return [
    ...(discountBasisPoints > 0 ? [{ code: 'pair-discount', message: `Less the ${percent(discountBasisPoints)} that were agreed with ${buyerId}.`, monthly: agreed }] : []),
    ...(tier ? [{ code: 'pair-tier', message: tierText(tier, spentMonthly), monthly: pairPrice(price, WHOLE_PPM, deal) }] : []),
  ];
}

const tierText = ({ fromMonthly, discountBasisPoints }: contracting.TermsTier, spentMonthly: Money): string =>
  `Less ${percent(discountBasisPoints)} from ${amount(fromMonthly)} a month on: contracts in force come to ${amount(spentMonthly)}, and this one comes on top.`;

const utilisedBy = ({ usedMbps, capacityMbps }: ResourceUse, { fromBasisPoints, priceBasisPoints }: contracting.UtilisationStep): string =>
  `The least full way's fullest resource has ${usedMbps} of ${capacityMbps} Mbit/s in use: from ${percent(fromBasisPoints)} on, the price is ${percent(priceBasisPoints)} of what it would be.`;

/** Of each way its fullest resource, and of those the least full: whoever wants no scarce way need not pay for one. */
function leastFull(ways: readonly AskedWay[], { uses }: contracting.UtilisationBasis): ResourceUse | undefined {
  const useOf = new Map(uses.map((use) => [use.resourceId, use]));
  const fullest = ways.map(({ scenarioId, costs }) =>
    costs
      .map(({ resourceId }) => {
        const use = useOf.get(resourceId);
        invariant(use, `scenario ${scenarioId} goes over ${resourceId}, and nothing says how full it is`);
        return use;
      })
      .reduce((most, use) => (compareFullness(use, most) > 0 ? use : most)),
  );
  const [first, ...others] = fullest;
  return first && others.reduce((least, use) => (compareFullness(use, least) < 0 ? use : least), first);
}

/** Of what was ordered, and what of it a format sells for. */
export function listPriceSteps({ terms: { mbps }, policy, distanceM }: Asked, format?: contracting.ScenarioFormat): readonly PriceStep[] {
  const monthly = listPrice({ basePerMbps: policy.listBasePerMbps, perMbpsPerMegameter: policy.listPerMbpsPerMegameter, mbps, distanceM });
  const listed = { code: 'list-price', message: `The list price of ${mbps} Mbit/s over ${distanceM} m, by the policy ${policy.policyId}.`, monthly };
  if (!format || format.pricePpm === WHOLE_PPM) return [listed];
  return [listed, { code: 'format', message: `Carried as ${formatName(format.service)}, it sells for ${format.pricePpm / 10_000} % of that.`, monthly: formatShare(monthly, format.pricePpm) }];
}

/** What a way with these costs begins with where the buyer wants the lowest price: the least that it may be sold for. */
export function leastPriceStep(floor: Money, { policy: { minimumMarginBasisPoints }, buyerTerms }: Asked): PriceStep {
  const pair = buyerTerms?.terms.floorMonthly;
  const orPair = pair ? `, or the pair's floor of ${amount(pair)}` : '';
  return { code: 'least-price', message: `The cost and the minimum margin of ${percent(minimumMarginBasisPoints)}${orPair}.`, monthly: floor };
}

export const askedPrice = (steps: readonly PriceStep[]): Money => steps.at(-1)!.monthly;

/** How the offered price came about, as the seller and an operator may read it. */
export function priceStepsOf(quote: contracting.Quote): readonly PriceStep[] {
  const { terms, scenarios } = quote;
  const [winner] = scenarios;
  invariant(winner, `the quote ${quote.quoteId} offers no scenario`);
  const { monthlyPrice, format } = winner;
  const begin = terms.objective === 'cost' ? [leastPriceStep(leastPrice(winner, quote), quote)] : listPriceSteps(quote, format);
  const steps = askingOf(quote, scenarios)(begin);
  if (askedPrice(steps).microMinor === monthlyPrice.microMinor) return steps;
  return [...steps, { code: 'raised', message: `Raised by ${amount({ ...monthlyPrice, microMinor: monthlyPrice.microMinor - askedPrice(steps).microMinor })} to the least that it may be sold for.`, monthly: monthlyPrice }];
}

/** The same for the buyer: from a price that was raised, or begins with a cost, it could tell what the seller pays. */
export function shownPriceSteps(quote: contracting.Quote): readonly PriceStep[] {
  if ((!quote.utilisation && !quote.buyerTerms && !quote.scenarios[0]?.format) || quote.terms.objective === 'cost') return [];
  const steps = priceStepsOf(quote);
  return steps.length > 1 && steps.at(-1)?.code !== 'raised' ? steps : [];
}
