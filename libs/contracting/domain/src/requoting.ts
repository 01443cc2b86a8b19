import type { contracting, paths } from '@carriermesh/wire';
import type { BindingOffer } from './costing.js';
import { formatsFor } from './formats.js';
import { makeQuote, type Pricing } from './pricing.js';

/** The candidates that a quote was made from, in the order in which they were found. */
export const candidatesOf = ({ scenarios, unpriced }: contracting.Quote): readonly paths.PathCandidate[] =>
  [...scenarios, ...unpriced].sort((a, b) => Number(a.scenarioId) - Number(b.scenarioId)).map(({ path }) => path);

/** Of the formats that were asked for, those that no way was found for, as the quote says of them; what was not asked for is worked out anew. */
export function unservedOf({ terms }: contracting.Quote, formats: contracting.FormatBasis): readonly paths.Unserved[] {
  const known = formatsFor(terms, formats.terms);
  if (!known) return [];
  return formats.lost.slice(known.lost.length).map(({ format, lost: { code, message } }) => ({
    carriage: known.tried.findIndex(({ figures }) => figures.id === format) + 1, refusal: { code, message, facts: {} },
  }));
}

/** Makes the quote again from what it says that it was made from, and the offers themselves (S0-8, M2). */
export const quoteAgain = (quote: contracting.Quote, offers: ReadonlyMap<string, BindingOffer>): Pricing => {
  const { scenarios, unpriced, validUntil, formats, ...basis } = quote;
  return makeQuote({ ...basis, candidates: candidatesOf(quote), offers, ...(formats && { statedFormats: formats.terms, unserved: unservedOf(quote, formats) }) });
};
