import { MAX_PRICE_BASIS_POINTS } from '@carriermesh/contracting-domain';
import { type Problem, type Schema, schemaProblems } from '@carriermesh/tariff-v1';
import type { contracting } from '@carriermesh/wire';

const object = (properties: Readonly<Record<string, Schema>>, required: readonly string[]): Schema => ({ type: 'object', properties, required, additionalProperties: false });
const integer = (minimum: number, maximum: number): Schema => ({ type: 'integer', minimum, maximum });
const steps: Schema = { type: 'array', items: object({ fromBasisPoints: integer(0, 10_000), priceBasisPoints: integer(1, MAX_PRICE_BASIS_POINTS) }, ['fromBasisPoints', 'priceBasisPoints']) };

/** The form of what a seller states of its prices (docs/quotes.md). */
const TERMS_SCHEMA: Schema = { oneOf: [object({ kind: { const: 'utilisation' }, steps }, ['kind', 'steps'])] };

interface TermsDocument {
  readonly kind: 'utilisation';
  readonly steps: readonly contracting.UtilisationStep[];
}

/** What a file states, or every place of it that is not what it has to be. That steps ascend, and how many there may be, is the business's to say. */
export function readTermsDocument(json: unknown): { readonly terms: contracting.StatedTerms } | { readonly problems: readonly Problem[] } {
  const problems = schemaProblems(json, TERMS_SCHEMA);
  if (problems.length > 0) return { problems };
  const document = json as TermsDocument;
  return { terms: { terms: { kind: 'utilisation', utilisation: { steps: document.steps } } } };
}
