import { candidatesOf, quoteAgain, type QuoteByTariff, quoteByTariff, quoteStream, summaryOf, toRefusal } from '@carriermesh/contracting-domain';
import { bytesEqual, isToken, toHex } from '@carriermesh/kernel';
import { OperationalError } from '@carriermesh/platform-errors';
import type { LedgerReading } from '@carriermesh/platform-ledger';
import { sha256 } from '@carriermesh/platform-signing';
import type { Rater } from '@carriermesh/tariff-v1';
import { advertising, contracting, paths } from '@carriermesh/wire';
import { readOffers } from '../path-answer.js';
import { decoded, type Difference, differencesBetween, MAX_DIFFERENCES } from './differences.js';

export interface QuoteReplay {
  readonly quoteId: string;
  readonly found: boolean;
  /** To the byte. */
  readonly identical: boolean;
  readonly recordedSha256?: string;
  readonly recomputedSha256?: string;
  readonly differences: readonly Difference[];
  /** Positions of the events that this rests on. */
  readonly events: readonly bigint[];
  /** What it would have said by another tariff; absent when nobody asked. */
  readonly whatIf?: QuoteByTariff;
}

/**
 * Makes a quote again from the ledger alone: its terms, policy, candidates and instant, and the offers as their providers signed
 * them, which are checked against the hashes that the candidates name. Nobody is asked and nothing is written (M2).
 * @throws OperationalError `unavailable` when the ledger can't be read
 */
export async function replayQuote(ledger: Pick<LedgerReading, 'readStream'>, quoteId: string, { whatIf }: { readonly whatIf?: () => Rater } = {}): Promise<QuoteReplay> {
  const nothing: QuoteReplay = { quoteId, found: false, identical: false, differences: [], events: [] };
  if (!isToken(quoteId)) return nothing;
  const event = (await ledger.readStream(quoteStream(quoteId))).find(({ type }) => type === 'contracting.v1.QuoteOffered');
  if (!event) return nothing;
  const offered = decoded(() => contracting.QuoteOffered.decode(event.payload));
  const quote = offered && decoded(() => contracting.Quote.decode(offered.quote));
  const found = { quoteId, found: true, events: [event.position], ...(quote && whatIf ? { whatIf: byTariff(whatIf, quote) } : {}) };
  if (!offered || !quote) return { ...found, identical: false, differences: [{ at: offered ? 'quote' : 'event', recorded: 'bytes that can’t be read', recomputed: '' }] };
  const recordedSha256 = toHex(offered.quoteSha256);
  const again = remade(quote, offered.offers);
  if ('because' in again) return { ...found, identical: false, recordedSha256, differences: [{ at: again.at, recorded: again.because, recomputed: '' }] };
  const bytes = contracting.Quote.encode(again.quote);
  const recomputedSha256 = toHex(sha256(bytes));
  const differences = [
    ...differencesBetween(contracting.Quote.toJson(quote), contracting.Quote.toJson(again.quote), ''),
    ...differencesBetween(contracting.QuoteSummary.toJson(offered.summary), contracting.QuoteSummary.toJson(summaryOf(again.quote)), 'summary'),
    ...(recordedSha256 === recomputedSha256 ? [] : [{ at: 'quoteSha256', recorded: recordedSha256, recomputed: recomputedSha256 }]),
  ].slice(0, MAX_DIFFERENCES);
  return { ...found, identical: bytesEqual(bytes, offered.quote) && differences.length === 0, recordedSha256, recomputedSha256, differences };
}

function byTariff(raterOf: () => Rater, quote: contracting.Quote): QuoteByTariff {
  const { id, conversion, currency } = raterOf().tariff;
  const charged = conversion?.to ?? currency;
  if (charged !== quote.terms.currency) throw new OperationalError('malformed', `the tariff ${id} charges ${charged}, and the quote is in ${quote.terms.currency}`);
  return quoteByTariff(raterOf, quote);
}

function remade(quote: contracting.Quote, signed: readonly advertising.SignedOffer[]): { readonly quote: contracting.Quote } | { readonly at: string; readonly because: string } {
  const offers = signed.flatMap((offer): paths.FoundOffer[] => {
    const said = decoded(() => advertising.ResourceOffer.decode(offer.offer));
    return said ? [{ resourceId: said.resourceId, ...offer }] : [];
  });
  const answer = readOffers({ candidates: candidatesOf(quote), offers, complete: true });
  if (answer.kind === 'unusable') return { at: 'offers', because: answer.because };
  const pricing = quoteAgain(quote, answer.offers);
  return pricing.kind === 'quoted' ? { quote: pricing.quote } : { at: 'quote', because: toRefusal(pricing.refusal).message };
}
