import { accept, type Decider, ignore } from '@carriermesh/decider';
import { type Instant, unreachable } from '@carriermesh/kernel';
import type { contracting } from '@carriermesh/wire';

export const MAX_UTILISATION_STEPS = 16;
export const MAX_PRICE_BASIS_POINTS = 100_000;
const WHOLE_BASIS_POINTS = 10_000;

export interface StatedTermsEvent {
  readonly type: 'contracting.v1.TermsStated';
  readonly data: contracting.TermsStated;
}

export interface StateTerms {
  readonly terms: contracting.StatedTerms;
  readonly now: Instant;
}

export interface StatementRefusal {
  readonly code: 'terms-malformed';
  readonly field: string;
  readonly value: string;
  readonly limit: string;
}

/** What the seller states of one subject of its prices: the last word counts, and all of them stay on record. */
export const statedTerms: Decider<StateTerms, contracting.TermsStated | undefined, StatedTermsEvent, never> = {
  initial: undefined,
  decide: ({ terms, now }, known) =>
    known && textOf(known.terms) === textOf(terms) ? ignore('stated before') : accept({ type: 'contracting.v1.TermsStated', data: { terms, statedAt: now } }),
  evolve: (_, { data }) => data,
};

/** Of what it is that is stated: a later statement takes the place of one of the same subject. */
export function subjectOf({ terms }: contracting.StatedTerms): string {
  switch (terms.kind) {
    case 'utilisation':
      return terms.kind;
    default:
      return unreachable(terms.kind);
  }
}

export const termsStream = (terms: contracting.StatedTerms): string => `terms-${subjectOf(terms)}`;

type Fault = Omit<StatementRefusal, 'code'>;

export function whyNoTerms({ terms }: contracting.StatedTerms): Fault | undefined {
  switch (terms.kind) {
    case 'utilisation':
      return whyNoRule(terms.utilisation);
    default:
      return unreachable(terms.kind);
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

const textOf = (terms: contracting.StatedTerms): string => JSON.stringify(terms, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
