import { accept, type Decider, ignore, refuse } from '@carriermesh/decider';
import { type Instant, isRequestId, isToken, MAX_MONTHLY_MICRO_MINOR, type Money, unreachable } from '@carriermesh/kernel';
import type { contracting } from '@carriermesh/wire';
import { whyNoFormats } from './stated-formats.js';
import { amount } from './wording.js';

export const MAX_UTILISATION_STEPS = 16;
export const MAX_TIERS = 16;
export const MAX_PRICE_BASIS_POINTS = 100_000;
const WHOLE_BASIS_POINTS = 10_000;

export interface StatedTermsEvent {
  readonly type: 'contracting.v1.TermsStated';
  readonly data: contracting.TermsStated;
}

export interface StateTerms {
  readonly terms: contracting.StatedTerms;
  readonly requestId: string;
  readonly now: Instant;
}

export type StatementRefusal =
  | { readonly code: 'terms-malformed'; readonly field: string; readonly value: string; readonly limit: string }
  | { readonly code: 'request-id-malformed' | 'terms-request-reused'; readonly requestId: string };

/**
 * What the seller states of one subject of its prices, the oldest first: the last word counts, and all of them stay on record. Also one that says again what is
 * in force: a copy of its request may come when something else is.
 */
export const statedTerms: Decider<StateTerms, readonly contracting.TermsStated[], StatedTermsEvent, StatementRefusal> = {
  initial: [],
  decide({ terms, requestId, now }, stated) {
    if (!isRequestId(requestId)) return refuse({ code: 'request-id-malformed', requestId });
    const before = stated.find((each) => each.requestId === requestId);
    if (!before) return accept({ type: 'contracting.v1.TermsStated', data: { terms, statedAt: now, requestId } });
    return textOf(before.terms) === textOf(terms) ? ignore('stated before') : refuse({ code: 'terms-request-reused', requestId });
  },
  evolve: (stated, { data }) => [...stated, data],
};

/** Of what it is that is stated: a later statement takes the place of one of the same subject. */
export function subjectOf({ terms }: contracting.StatedTerms): string {
  switch (terms.kind) {
    case 'utilisation':
      return terms.kind;
    case 'buyer':
      return `buyer-${terms.buyer.buyerId}`;
    case 'supplier':
      return `supplier-${terms.supplier.providerId}`;
    case 'formats':
      return terms.kind;
    default:
      return unreachable(terms);
  }
}

export const termsStream = (terms: contracting.StatedTerms): string => `terms-${subjectOf(terms)}`;

type Fault = Omit<Extract<StatementRefusal, { code: 'terms-malformed' }>, 'code'>;

/** @param currency of the policy, which all amounts are in */
export function whyNoTerms({ terms }: contracting.StatedTerms, currency: string): Fault | undefined {
  switch (terms.kind) {
    case 'utilisation':
      return whyNoRule(terms.utilisation);
    case 'buyer': {
      const { buyerId, floorMonthly } = terms.buyer;
      return whyNoPair('buyerId', buyerId, { ...terms.buyer, currency }) ?? (floorMonthly && whyNoAmount('floorMonthly', floorMonthly, { currency }));
    }
    case 'supplier': {
      const { providerId, commitmentMonthly } = terms.supplier;
      return whyNoPair('providerId', providerId, { ...terms.supplier, currency }) ?? (commitmentMonthly && whyNoAmount('commitmentMonthly', commitmentMonthly, { currency }));
    }
    case 'formats':
      return whyNoFormats(terms.formats, (field, amount) => whyNoAmount(field, amount, { currency }));
    default:
      return unreachable(terms);
  }
}

function whyNoRule({ steps }: contracting.UtilisationRule): Fault | undefined {
  if (steps.length > MAX_UTILISATION_STEPS) return { field: 'steps', value: `${steps.length} steps`, limit: `at most ${MAX_UTILISATION_STEPS}` };
  let least = 0;
  for (const [index, { fromBasisPoints: from, priceBasisPoints: price }] of steps.entries()) {
    const field = `steps[${index}]`;
    if (from < least || from > WHOLE_BASIS_POINTS) return { field: `${field}.fromBasisPoints`, value: String(from), limit: `${least} to ${WHOLE_BASIS_POINTS}` };
    if (price < 1 || price > MAX_PRICE_BASIS_POINTS) return { field: `${field}.priceBasisPoints`, value: String(price), limit: `1 to ${MAX_PRICE_BASIS_POINTS}` };
    least = from + 1;
  }
  return undefined;
}

function whyNoPair(field: string, id: string, { discountBasisPoints, tiers, currency }: Pick<contracting.BuyerTerms, 'discountBasisPoints' | 'tiers'> & { readonly currency: string }): Fault | undefined {
  if (!isToken(id)) return { field, value: id, limit: '1 to 64 letters, digits, "_" and "-"' };
  return whyNoDiscount('discountBasisPoints', discountBasisPoints) ?? whyNoTiers(tiers, currency);
}

function whyNoTiers(tiers: readonly contracting.TermsTier[], currency: string): Fault | undefined {
  if (tiers.length > MAX_TIERS) return { field: 'tiers', value: `${tiers.length} tiers`, limit: `at most ${MAX_TIERS}` };
  let least = 0n;
  for (const [index, { fromMonthly, discountBasisPoints }] of tiers.entries()) {
    const fault = whyNoAmount(`tiers[${index}].fromMonthly`, fromMonthly, { currency, least }) ?? whyNoDiscount(`tiers[${index}].discountBasisPoints`, discountBasisPoints);
    if (fault) return fault;
    least = fromMonthly.microMinor + 1n;
  }
  return undefined;
}

const whyNoDiscount = (field: string, value: number): Fault | undefined =>
  value > WHOLE_BASIS_POINTS ? { field, value: String(value), limit: `0 to ${WHOLE_BASIS_POINTS}` } : undefined;

function whyNoAmount(field: string, money: Money, { currency, least = 0n }: { readonly currency: string; readonly least?: bigint }): Fault | undefined {
  if (money.currency === currency && money.microMinor >= least && money.microMinor <= MAX_MONTHLY_MICRO_MINOR) return undefined;
  const [from, to] = [least, MAX_MONTHLY_MICRO_MINOR].map((microMinor) => amount({ currency, microMinor }));
  return { field, value: amount(money), limit: `${from} to ${to}` };
}

const textOf = (terms: contracting.StatedTerms): string => JSON.stringify(terms, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
