import { type Money, parseMoney, zero } from '@carriermesh/kernel';
import type { FormatPart } from './offline/quote-document.js';
import { FORMAT_PART, UTILISATION_STEPS } from './offline/quote-schema.js';
import { type Problem, type Schema, schemaProblems } from '@carriermesh/tariff-v1';
import type { contracting } from '@carriermesh/wire';

const object = (properties: Readonly<Record<string, Schema>>, required: readonly string[]): Schema => ({ type: 'object', properties, required, additionalProperties: false });

const amount: Schema = { type: 'string', pattern: '^\\d{1,12}(\\.\\d{1,8})?$' };
const id: Schema = { type: 'string', minLength: 1, maxLength: 64 };
const discountBasisPoints: Schema = { type: 'integer', minimum: 0, maximum: 10_000 };
const tiers: Schema = { type: 'array', items: object({ fromMonthly: amount, discountBasisPoints }, ['fromMonthly', 'discountBasisPoints']) };
const formatParts: Schema = { type: 'array', items: FORMAT_PART };
const currency: Schema = { type: 'string', pattern: '^[A-Z]{3}$' };

/** The form of what a seller states of its prices (docs/quotes.md). */
const TERMS_SCHEMA: Schema = {
  oneOf: [
    object({ kind: { const: 'utilisation' }, steps: UTILISATION_STEPS }, ['kind', 'steps']),
    object({ kind: { const: 'buyer' }, buyer: id, currency, discountBasisPoints, tiers, floorMonthly: amount }, ['kind', 'buyer', 'currency']),
    object({ kind: { const: 'supplier' }, provider: id, currency, discountBasisPoints, tiers, commitmentMonthly: amount }, ['kind', 'provider', 'currency']),
    object({ kind: { const: 'formats' }, currency, codecs: formatParts, resolutions: formatParts, encapsulations: formatParts }, ['kind', 'currency']),
  ],
};

const WHOLE_PPM = 1_000_000;
type FormatKind = keyof contracting.FormatTerms;

interface TierDocument {
  readonly fromMonthly: string;
  readonly discountBasisPoints: number;
}

interface PairDocument {
  readonly currency: string;
  readonly discountBasisPoints?: number;
  readonly tiers?: readonly TierDocument[];
}

type BuyerDocument = PairDocument & { readonly kind: 'buyer'; readonly buyer: string; readonly floorMonthly?: string };
type SupplierDocument = PairDocument & { readonly kind: 'supplier'; readonly provider: string; readonly commitmentMonthly?: string };
type FormatsDocument = { readonly kind: 'formats'; readonly currency: string } & Readonly<Partial<Record<FormatKind, readonly FormatPart[]>>>;
type TermsDocument = { readonly kind: 'utilisation'; readonly steps: readonly contracting.UtilisationStep[] } | BuyerDocument | SupplierDocument | FormatsDocument;

type Reading = { readonly terms: contracting.StatedTerms } | { readonly problems: readonly Problem[] };

/**
 * What a file states, or every place of it that is not what it has to be. That steps ascend, and how many there may be, is the business's to say.
 * @param sellerCurrency of the seller's prices: an agreement in another one would be applied to these, and its currency be passed over
 */
export function readTermsDocument(json: unknown, sellerCurrency: string): Reading {
  const problems = schemaProblems(json, TERMS_SCHEMA);
  if (problems.length > 0) return { problems };
  const document = json as TermsDocument;
  if (document.kind === 'utilisation') return { terms: { terms: { kind: 'utilisation', utilisation: { steps: document.steps } } } };
  if (document.currency !== sellerCurrency) return { problems: [{ at: '/currency', problem: `is ${document.currency}, and the seller's prices are in ${sellerCurrency}` }] };
  const amounts = new Amounts(document.currency);
  const terms = document.kind === 'formats' ? ofFormats(document, amounts) : document.kind === 'buyer' ? ofBuyer(document, amounts) : ofSupplier(document, amounts);
  return amounts.problems.length > 0 ? amounts : { terms: { terms } };
}

function ofBuyer({ buyer: buyerId, floorMonthly, ...pair }: BuyerDocument, amounts: Amounts): contracting.StatedTerms['terms'] {
  return { kind: 'buyer', buyer: { buyerId, ...agreed(pair, amounts), ...(floorMonthly !== undefined && { floorMonthly: amounts.read(floorMonthly, '/floorMonthly') }) } };
}

function ofSupplier({ provider: providerId, commitmentMonthly, ...pair }: SupplierDocument, amounts: Amounts): contracting.StatedTerms['terms'] {
  const commitment = commitmentMonthly === undefined ? {} : { commitmentMonthly: amounts.read(commitmentMonthly, '/commitmentMonthly') };
  return { kind: 'supplier', supplier: { providerId, ...agreed(pair, amounts), ...commitment } };
}

function ofFormats(document: FormatsDocument, amounts: Amounts): contracting.StatedTerms['terms'] {
  const of = (kind: FormatKind): readonly contracting.FormatChoice[] =>
    (document[kind] ?? []).map(({ id: formatId, bandwidthPpm, pricePpm = WHOLE_PPM, monthly = '0', monthlyPerMbps = '0', setup = '0', addsNs = 0 }, index) => {
      const at = `/${kind}/${index}`;
      const money = { monthly: amounts.read(monthly, `${at}/monthly`), monthlyPerMbps: amounts.read(monthlyPerMbps, `${at}/monthlyPerMbps`), setup: amounts.read(setup, `${at}/setup`) };
      return { id: formatId, bandwidthPpm, pricePpm, ...money, addsNs: BigInt(addsNs) };
    });
  return { kind: 'formats', formats: { codecs: of('codecs'), resolutions: of('resolutions'), encapsulations: of('encapsulations') } };
}

const agreed = ({ discountBasisPoints: discount = 0, tiers: stated = [] }: PairDocument, amounts: Amounts): Pick<contracting.BuyerTerms, 'discountBasisPoints' | 'tiers'> => ({
  discountBasisPoints: discount,
  tiers: stated.map((tier, index) => ({ ...tier, fromMonthly: amounts.read(tier.fromMonthly, `/tiers/${index}/fromMonthly`) })),
});

/** Notes each amount that is finer than its currency counts. */
class Amounts {
  readonly problems: Problem[] = [];

  constructor(private readonly currency: string) {}

  read(text: string, at: string): Money {
    const money = parseMoney(this.currency, text);
    if (!money) this.problems.push({ at, problem: `"${text}" is no amount of ${this.currency}, or finer than a millionth of its minor unit` });
    return money ?? zero(this.currency);
  }
}
