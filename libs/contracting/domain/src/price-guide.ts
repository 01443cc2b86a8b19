import type { Instant, Money } from '@carriermesh/kernel';
import type { contracting } from '@carriermesh/wire';
import { amount, milliseconds, percent } from './wording.js';

/** What a seller has stated of a subject, and since when. */
interface InForce<T> {
  readonly terms: T;
  readonly since: Instant;
}

/** What bears on one buyer's prices now. */
export interface PriceBasis {
  readonly policy: contracting.SellerPolicy;
  readonly utilisation?: InForce<contracting.UtilisationRule>;
  readonly formats?: InForce<contracting.FormatTerms>;
  /** Of this buyer and no other. */
  readonly buyer?: InForce<contracting.BuyerTerms>;
}

type Guideline = contracting.PriceGuideline;

const KINDS = ['codecs', 'resolutions', 'encapsulations'] as const;
const PPM_PER_BASIS_POINT = 100;
const WHOLE_BASIS_POINTS = 10_000;
const ROUNDED = 'rounded once to a millionth of the minor unit, halves away from zero';

/**
 * How a price comes about, in the order of a quote's own steps (`price_steps`) and under their codes. Costs, margins and markups are the seller's: a buyer that knew
 * them could tell what suppliers are paid.
 */
export function priceGuide({ policy, utilisation, formats, buyer }: PriceBasis): readonly Guideline[] {
  return [
    ...listed(policy),
    ...(formats ? KINDS.flatMap((kind) => formats.terms[kind].map((choice) => formatted(kind, choice, formats.since))) : []),
    ...(utilisation ? utilisation.terms.steps.map((step) => utilised(step, utilisation.since)) : []),
    ...(buyer ? agreed(buyer) : []),
    of('raised', 'Nothing is sold below what it costs the seller with its least margin, nor below a floor that was agreed: a price that is lower is raised to that. An order with the objective "cost" begins with it, in the place of the list price.'),
    usage(policy),
    ...(policy.termination ? [earlyTermination(policy.termination)] : []),
  ];
}

/** The ids that an order's device may name. */
export const statedFormats = ({ codecs, resolutions, encapsulations }: contracting.FormatTerms): contracting.StatedFormats => ({
  codecs: codecs.map(({ id }) => id),
  resolutions: resolutions.map(({ id }) => id),
  encapsulations: encapsulations.map(({ id }) => id),
});

const listed = ({ listBasePerMbps, listPerMbpsPerMegameter }: contracting.SellerPolicy): readonly Guideline[] => [
  { ...of('list-price.base', 'For each Mbit/s that is ordered, whatever the distance.'), ...priced(listBasePerMbps, 1, 'Mbit/s') },
  {
    ...of('list-price.distance', `For each Mbit/s that is ordered and each 1,000 km of the great circle between the ends of the best way, counted by the metre; ${ROUNDED}.`),
    ...priced(listPerMbpsPerMegameter, 1_000, 'Mbit/s km'),
  },
];

const formatted = (kind: (typeof KINDS)[number], { id, bandwidthPpm, pricePpm, addsNs }: contracting.FormatChoice, since: Instant): Guideline => ({
  ...of(`format.${kind}.${id}`, `Carried so, ${bandwidthPpm / 10_000} % of what is ordered travels, with ${milliseconds(addsNs)} more latency, and it sells for ${pricePpm / 10_000} % of the list price. Shares of several choices multiply.`),
  sharePpm: pricePpm,
  field: `device.${kind}`,
  value: id,
  since,
});

const utilised = ({ fromBasisPoints, priceBasisPoints }: contracting.UtilisationStep, since: Instant): Guideline => ({
  ...of(`utilisation.${fromBasisPoints}`, `Where the fullest resource of the least full way within the latency limit is in use to ${percent(fromBasisPoints)} and more, up to the next step: ${percent(priceBasisPoints)} of the price, ${ROUNDED}.`),
  sharePpm: priceBasisPoints * PPM_PER_BASIS_POINT,
  since,
});

function agreed({ terms: { discountBasisPoints, tiers, floorMonthly }, since }: InForce<contracting.BuyerTerms>): readonly Guideline[] {
  const less = (basisPoints: number) => ({ sharePpm: (WHOLE_BASIS_POINTS - basisPoints) * PPM_PER_BASIS_POINT, since });
  return [
    ...(discountBasisPoints > 0 ? [{ ...of('pair-discount', `Less the ${percent(discountBasisPoints)} that were agreed with this buyer, ${ROUNDED}.`), ...less(discountBasisPoints) }] : []),
    ...tiers.map(({ fromMonthly, discountBasisPoints: points }, index) => ({
      ...of(`pair-tier.${index + 1}`, `Less ${percent(points)} of the whole order, from ${amount(fromMonthly)} a month on: the buyer's contracts in force before tax, and this order on top. The highest tier that is reached counts; ${ROUNDED}.`),
      ...less(points),
    })),
    ...(floorMonthly ? [{ ...of('pair-floor', 'No service is sold to this buyer for less a month.', 'raised'), ...priced(floorMonthly, 1, 'service'), since }] : []),
  ];
}

const usage = ({ usageTariff }: contracting.SellerPolicy): Guideline => ({
  ...of('usage', usageTariff
    ? `Usage is charged by the tariff ${usageTariff.tariff.id} of each month as a whole, measured where it enters the service; a contract pins the tariff as its quote states it.`
    : 'Each segment of a contract states its price for a gigabyte.'),
  kind: 'usage',
  perAmount: 1,
  perUnit: 'GB',
});

const earlyTermination = ({ noticeSeconds, earlyChargeBasisPoints }: contracting.TerminationTerms): Guideline => ({
  ...of('early-termination', `Of the recurring charges for what is left of the term, where the buyer ends a contract before it, at least ${noticeSeconds} s after the request.`),
  kind: 'one-time',
  sharePpm: earlyChargeBasisPoints * PPM_PER_BASIS_POINT,
});

const of = (id: string, description: string, code = id.replace(/\..*$/, '')): Guideline => ({ id, code, description, kind: 'recurring', perAmount: 0, perUnit: '' });
const priced = (price: Money, perAmount: number, perUnit: string): Pick<Guideline, 'amount' | 'perAmount' | 'perUnit'> => ({ amount: price, perAmount, perUnit });
