import { candidatesOf, feesOf, formatName, priceStepsOf, questionOf, quoteAgain, type QuoteByTariff, quoteByTariff, quoteStream, summaryOf, toRefusal, unservedOf, winnerOf } from '@carriermesh/contracting-domain';
import { bytesEqual, formatMoney, isToken, toHex } from '@carriermesh/kernel';
import { OperationalError } from '@carriermesh/platform-errors';
import type { LedgerReading } from '@carriermesh/platform-ledger';
import { sha256 } from '@carriermesh/platform-signing';
import type { Rater } from '@carriermesh/tariff-v1';
import { advertising, type common, contracting, paths } from '@carriermesh/wire';
import type { MonthlySpending } from '../monthly-spending.view.js';
import { readOffers } from '../path-answer.js';
import { decoded, type Difference, differencesBetween, MAX_DIFFERENCES } from './differences.js';

/** With what of it resources ask whatever the bandwidth. */
export interface QuoteOutlay extends Pick<contracting.Scenario, 'monthlyCost' | 'addedMonthly' | 'format'> {
  readonly fees?: readonly common.ResourceFee[];
}

export interface QuoteReplay {
  readonly quoteId: string;
  readonly found: boolean;
  /** To the byte. */
  readonly identical: boolean;
  readonly recordedSha256?: string;
  readonly recomputedSha256?: string;
  readonly differences: readonly Difference[];
  /** How many ways the path search found again; absent where nobody could repeat it, or the quote does not say what was asked. */
  readonly pathsFoundAgain?: number;
  /** How its price came about, made again. */
  readonly price?: readonly contracting.PriceStep[];
  /** What the offered way costs by its contracts, and by how much the suppliers' bills grow where that is another figure. */
  readonly outlay?: QuoteOutlay;
  /** What it was not carried in, and why: of each format its best way. */
  readonly formats?: readonly { readonly format: string; readonly why: string }[];
  /** Positions of the events that this rests on. */
  readonly events: readonly bigint[];
  /** What it would have said by another tariff; absent when nobody asked. */
  readonly whatIf?: QuoteByTariff;
}

/** Asks the path search again, on the topology as it was at a revision. */
export type SearchAgain = (question: Omit<paths.FindPathsRequest, 'atLeastRevision'>, revision: bigint) => Promise<paths.FindPathsResponse>;

/** What contracts came to each month, at a revision of the ledger. */
export type SpendingAgain = (revision: bigint) => Promise<Pick<MonthlySpending, 'of'>>;

export interface QuoteReplayOptions {
  readonly whatIf?: () => Rater;
  /** Without it what a buyer had spent is taken as it is stated. */
  readonly spendingAgain?: SpendingAgain;
  /** Without it the quote is made again from the candidates that it states itself. */
  readonly searchAgain?: SearchAgain;
}

/**
 * Makes a quote again from the ledger alone: its candidates from a path search on the topology of its revision; its figures from its terms,
 * policy and instant, and the offers as their providers signed them, which are checked against the hashes that the candidates name. Nobody
 * is asked and nothing is written (M2).
 * @throws OperationalError `unavailable` when the ledger can't be read
 */
export async function replayQuote(ledger: Pick<LedgerReading, 'readStream'>, quoteId: string, { whatIf, searchAgain, spendingAgain }: QuoteReplayOptions = {}): Promise<QuoteReplay> {
  const nothing: QuoteReplay = { quoteId, found: false, identical: false, differences: [], events: [] };
  if (!isToken(quoteId)) return nothing;
  const event = (await ledger.readStream(quoteStream(quoteId))).find(({ type }) => type === 'contracting.v1.QuoteOffered');
  if (!event) return nothing;
  const offered = decoded(() => contracting.QuoteOffered.decode(event.payload));
  const quote = offered && decoded(() => contracting.Quote.decode(offered.quote));
  const found = { quoteId, found: true, events: [event.position], ...(quote && whatIf ? { whatIf: byTariff(whatIf, quote) } : {}) };
  if (!offered || !quote) return { ...found, identical: false, differences: [{ at: offered ? 'quote' : 'event', recorded: 'bytes that can’t be read', recomputed: '' }] };
  const recordedSha256 = toHex(offered.quoteSha256);
  const ways = searchAgain ? await searchedAgain(searchAgain, quote, offered.offers) : NOT_SEARCHED;
  const searched = { ...ways, differences: [...ways.differences, ...(spendingAgain ? await spentOtherwise(spendingAgain, quote) : [])] };
  const again = remade(quote, offered.offers);
  if ('because' in again) return { ...found, ...searched, identical: false, recordedSha256, differences: [{ at: again.at, recorded: again.because, recomputed: '' }, ...searched.differences].slice(0, MAX_DIFFERENCES) };
  const bytes = contracting.Quote.encode(again.quote);
  const recomputedSha256 = toHex(sha256(bytes));
  const differences = [
    ...searched.differences,
    ...differencesBetween(contracting.Quote.toJson(quote), contracting.Quote.toJson(again.quote), ''),
    ...differencesBetween(contracting.QuoteSummary.toJson(offered.summary), contracting.QuoteSummary.toJson(summaryOf(again.quote)), 'summary'),
    ...(recordedSha256 === recomputedSha256 ? [] : [{ at: 'quoteSha256', recorded: recordedSha256, recomputed: recomputedSha256 }]),
  ].slice(0, MAX_DIFFERENCES);
  return { ...found, ...searched, identical: bytesEqual(bytes, offered.quote) && differences.length === 0, recordedSha256, recomputedSha256, differences, price: priceStepsOf(again.quote), outlay: outlayOf(again.quote), ...lostFormats(again.quote) };
}

function outlayOf(quote: contracting.Quote): QuoteOutlay {
  const { costs, monthlyCost, addedMonthly, format } = winnerOf(quote);
  const fees = costs.map(feesOf).filter(({ monthly, setup }) => monthly ?? setup);
  return { monthlyCost, ...(addedMonthly && { addedMonthly }), ...(format && { format }), ...(fees.length > 0 && { fees }) };
}

/** Scenarios stand with the best first. */
function lostFormats({ formats, scenarios }: contracting.Quote): Pick<QuoteReplay, 'formats'> {
  if (!formats) return {};
  const best = new Map<string, contracting.ScenarioLoss | undefined>(formats.lost.map(({ format, lost }) => [format, lost]));
  for (const { format, lost } of scenarios) if (format && !best.has(formatName(format.service))) best.set(formatName(format.service), lost);
  return { formats: [...best].flatMap(([format, lost]) => (lost ? [{ format, why: `${lost.code}. ${lost.message}` }] : [])) };
}

/** Where the months of the buyer and the suppliers stood, beside what the quote says of them. */
async function spentOtherwise(spendingAgain: SpendingAgain, { buyerTerms, supplierTerms, terms: { currency } }: contracting.Quote): Promise<readonly Difference[]> {
  const months = [
    ...(buyerTerms ? [{ at: 'buyerTerms', side: `buyer ${buyerTerms.terms.buyerId}` as const, ...buyerTerms }] : []),
    ...supplierTerms.map((each, index) => ({ at: `supplierTerms[${index}]`, side: `supplier ${each.terms.providerId}` as const, ...each })),
  ];
  const differences: Difference[] = [];
  const known = new Map<bigint, Pick<MonthlySpending, 'of'>>();
  for (const { at, side, knownRevision, spentMonthly } of months) {
    const spending = known.get(knownRevision) ?? (await spendingAgain(knownRevision));
    known.set(knownRevision, spending);
    differences.push(...differencesBetween(formatMoney(spentMonthly), formatMoney(spending.of(side, currency)), `${at}.spentMonthly`));
  }
  return differences;
}

type Searched = Pick<QuoteReplay, 'differences' | 'pathsFoundAgain'>;

const NOT_SEARCHED: Searched = { differences: [] };

/** What the search finds now beside what the quote says that it was made from, way by way and offer by offer. */
async function searchedAgain(searchAgain: SearchAgain, quote: contracting.Quote, signed: readonly advertising.SignedOffer[]): Promise<Searched> {
  const { search, topologyRevision } = quote;
  if (!search) return NOT_SEARCHED;
  const { outcome } = await searchAgain(questionOf({ ...quote, search }), topologyRevision);
  const recorded = candidatesOf(quote);
  if (outcome.kind === 'refused') return { pathsFoundAgain: 0, differences: [{ at: 'candidates', recorded: `${recorded.length} ways`, recomputed: `${outcome.refused.code}: ${outcome.refused.message}` }] };
  const { candidates, offers } = outcome.found;
  const asJson = (each: paths.PathCandidate): unknown => paths.PathCandidate.toJson(each);
  const uses = (each: readonly contracting.ResourceUse[]): Readonly<Record<string, string>> => Object.fromEntries(each.map(({ resourceId, usedMbps, capacityMbps }) => [resourceId, `${usedMbps} of ${capacityMbps} Mbit/s`]));
  const answer = readOffers(outcome.found);
  const unserved = ({ carriage, refusal: { code, message } }: paths.Unserved): string => `${carriage}: ${code}: ${message}`;
  const hashes = (each: readonly advertising.SignedOffer[]): readonly string[] => each.map(({ offer, signature }) => `${toHex(sha256(offer))} signed ${toHex(signature)}`).sort();
  return {
    pathsFoundAgain: candidates.length,
    differences: [
      ...differencesBetween(recorded.map(asJson), candidates.map(asJson), 'candidates'),
      ...differencesBetween(hashes(signed), hashes(offers), 'offers'),
      ...differencesBetween(quote.formats ? unservedOf(quote, quote.formats).map(unserved) : [], outcome.found.carried?.unserved.map(unserved) ?? [], 'formats.lost'),
      ...(quote.utilisation ? differencesBetween(uses(quote.utilisation.uses), uses(answer.kind === 'usable' ? answer.uses : []), 'uses') : []),
    ],
  };
}

function byTariff(raterOf: () => Rater, quote: contracting.Quote): QuoteByTariff {
  const { id, conversion, currency } = raterOf().tariff;
  const charged = conversion?.to ?? currency;
  if (charged !== quote.terms.currency) throw new OperationalError('malformed', `the tariff ${id} charges ${charged}, and the quote is in ${quote.terms.currency}`);
  return quoteByTariff(raterOf, quote);
}

function remade(quote: contracting.Quote, signed: readonly advertising.SignedOffer[]): { readonly quote: contracting.Quote } | { readonly at: string; readonly because: string } {
  const usedOf = new Map(quote.utilisation?.uses.map(({ resourceId, usedMbps }) => [resourceId, usedMbps]));
  const offers = signed.flatMap((offer): paths.FoundOffer[] => {
    const said = decoded(() => advertising.ResourceOffer.decode(offer.offer));
    return said ? [{ resourceId: said.resourceId, ...offer, usedMbps: usedOf.get(said.resourceId) ?? 0 }] : [];
  });
  const answer = readOffers({ candidates: candidatesOf(quote), offers, complete: true });
  if (answer.kind === 'unusable') return { at: 'offers', because: answer.because };
  const { utilisation } = quote;
  const pricing = quoteAgain(utilisation ? { ...quote, utilisation: { ...utilisation, uses: answer.uses } } : quote, answer.offers);
  return pricing.kind === 'quoted' ? { quote: pricing.quote } : { at: 'quote', because: toRefusal(pricing.refusal).message };
}
