import type { contracting, paths } from '@carriermesh/wire';
import type { BindingOffer } from './costing.js';
import { makeQuote, type Pricing } from './pricing.js';

/** The candidates that a quote was made from, in the order in which they were found. */
export const candidatesOf = ({ scenarios, unpriced }: contracting.Quote): readonly paths.PathCandidate[] =>
  [...scenarios, ...unpriced].sort((a, b) => Number(a.scenarioId) - Number(b.scenarioId)).map(({ path }) => path);

/** Makes the quote again from what it says that it was made from, and the offers themselves (S0-8, M2). */
export const quoteAgain = (quote: contracting.Quote, offers: ReadonlyMap<string, BindingOffer>): Pricing => {
  const { scenarios, unpriced, validUntil, ...basis } = quote;
  return makeQuote({ ...basis, candidates: candidatesOf(quote), offers });
};
