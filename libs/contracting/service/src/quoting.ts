import { Inject, Injectable } from '@nestjs/common';
import {
  type ContractingRefusal, distanceM, formatsFor, type FulfilmentEffect, type FulfilmentInput, fulfilmentStream, makeQuote, needsOf, type Pricing,
  questionOf, quoteIdOf, type Searched, searchFor, summaryOf, toRefusal, whyTooManyFormats,
} from '@carriermesh/contracting-domain';
import { invariant } from '@carriermesh/kernel';
import type { Bus, CallContext } from '@carriermesh/platform-bus';
import { BUS, CLOCK, type Clock, LEDGER, TypedLedger } from '@carriermesh/platform-chassis';
import type { EffectCall } from '@carriermesh/platform-processes';
import { sha256 } from '@carriermesh/platform-signing';
import { type common, contracting, paths } from '@carriermesh/wire';
import { type AnswerOffers, readOffers } from './path-answer.js';
import { PopPlaces } from './pop-places.view.js';
import { OrderHeads } from './order-heads.js';
import { Seller } from './seller.js';
import { TermsInForce } from './terms-in-force.js';

type FindPaths = Extract<FulfilmentEffect, { kind: 'find-paths' }>;

/** Asks for paths, prices them, and makes the quote: all that the buyer will be told, and the seller's reasons. */
@Injectable()
export class Quoting {
  constructor(
    @Inject(BUS) private readonly bus: Bus,
    @Inject(LEDGER) private readonly ledger: TypedLedger,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(PopPlaces) private readonly places: PopPlaces,
    @Inject(Seller) private readonly seller: Seller,
    @Inject(OrderHeads) private readonly heads: OrderHeads,
    @Inject(TermsInForce) private readonly inForce: TermsInForce,
  ) {}

  async quote(effect: FindPaths, call: EffectCall): Promise<FulfilmentInput> {
    const { quoteId } = effect;
    const first = await this.make(effect, () => this.knownUpTo(effect), call.context);
    const unread = await this.unreadBy(first);
    const made = unread === undefined ? first : await this.make(effect, () => Promise.resolve(unread), call.context);
    return 'refused' in made ? { kind: 'not-quoted', quoteId, refusal: made.refused } : quoted(made.quote, made.answer);
  }

  /** What the best scenario of this moment would be sold for. Nothing is written, and nothing is held. */
  async estimate(buyerId: string, terms: contracting.ServiceTerms, context: CallContext): Promise<contracting.EstimateServiceResponse> {
    const made = await this.make({ quoteId: '', orderId: '', buyerId, terms }, () => Promise.resolve(0n), context);
    if ('refused' in made) return { outcome: { kind: 'refused', refused: made.refused } };
    const { quoteId, validUntil, ...summary } = summaryOf(made.quote);
    return { outcome: { kind: 'budgetary', budgetary: { ...summary, topologyRevision: made.quote.topologyRevision, quotedAt: made.quote.quotedAt } } };
  }

  private async make(asked: Asked, knownUpTo: () => Promise<bigint>, context: CallContext): Promise<Made> {
    const refused = (refusal: ContractingRefusal): Made => ({ refused: toRefusal(refusal) });
    const formats = this.inForce.formats(asked.terms);
    const carried = formatsFor(asked.terms, formats);
    if (carried?.tried.length === 0) return refused({ code: 'device-refuses', because: carried.lost.map(({ format, lost }) => `${format}: ${lost.message}`).join(' ') });
    const tooMany = carried && whyTooManyFormats(asked.terms, carried.tried.length);
    if (tooMany) return refused(tooMany);
    const wider = { isDealt: this.inForce.isDealt, ...(carried && { formats: carried.tried.length }) };
    const asking = { ...asked, ...(formats && { formats: { terms: formats } }), context };
    const found = await this.find(searchFor(asked.terms, this.clock.now(), wider), { ...asking, atLeastRevision: await knownUpTo() });
    const ways = found.kind === 'found' && hasFees(found.answer) ? await this.findBeside(found, searchFor(asked.terms, found.search.at, { ...wider, hasFees: true }), asking) : found;
    if (ways.kind === 'refused') return ways;
    const { answer } = ways;
    const pricing = await this.price(asked, { ...ways, ...(formats && { statedFormats: formats }) });
    return pricing.kind === 'refused' ? { ...refused(pricing.refusal), revision: ways.revision } : { quote: pricing.quote, answer };
  }

  /** More of the same instant's ways, where the best by the Mbit/s may not be the best with fees. */
  private async findBeside(found: WaysFound, search: contracting.PathSearch, asking: Omit<Asking, 'atLeastRevision'>): Promise<WaysFound | WaysRefused> {
    return search.candidates > found.search.candidates ? this.find(search, { ...asking, atLeastRevision: found.revision }) : found;
  }

  private async find(search: contracting.PathSearch, { context, atLeastRevision, ...asked }: Asking): Promise<WaysFound | WaysRefused> {
    const { revision, outcome } = await this.bus.request(paths.FindPaths, { ...questionOf({ ...asked, search }), atLeastRevision }, { context });
    if (outcome.kind === 'refused') return { ...outcome, revision };
    const answer = readOffers(outcome.found);
    if (answer.kind === 'unusable') return { kind: 'refused', revision, refused: toRefusal({ code: 'path-answer-unusable', revision, because: answer.because }) };
    return { kind: 'found', revision, search, found: outcome.found, answer };
  }

  /**
   * The answer must know all that happened before the order, and before the last refused hold: an older topology would offer the
   * same sold-out path again. The order's own first commit is nothing that a topology has to know.
   */
  private async knownUpTo({ orderId, quoteId }: FindPaths): Promise<bigint> {
    const head = quoteId === quoteIdOf(orderId, 1) ? this.heads.takeOf(orderId) : undefined;
    const before = await head?.catch(() => undefined);
    if (before !== undefined) return before;
    const { events } = await this.ledger.load(fulfilmentStream(orderId));
    return events.at(-1)?.position ?? 0n;
  }

  /**
   * Whoever is refused is told that there is nothing. What gave capacity back may be committed, and be kept from readers by a transaction that runs: then the
   * topology has to know that too.
   */
  private async unreadBy(made: Made): Promise<bigint | undefined> {
    if (!('refused' in made) || made.revision === undefined) return undefined;
    const tip = await this.ledger.raw.tip();
    return made.revision < tip ? tip : undefined;
  }

  private async price({ quoteId, orderId, buyerId, terms }: Asked, { revision, search, found: { candidates, carried }, answer, statedFormats }: Priceable): Promise<Pricing> {
    const pops = candidates[0]?.popIds ?? [];
    const [first, last] = [pops.at(0), pops.at(-1)];
    invariant(first !== undefined && last !== undefined, `the best path of revision ${revision} passes no point of presence`);
    return makeQuote({
      quoteId,
      orderId,
      buyerId,
      terms,
      policy: this.seller.policyFor(buyerId),
      topologyRevision: revision,
      search,
      candidates,
      offers: answer.offers,
      distanceM: distanceM(...this.places.ends(first, last)),
      quotedAt: this.clock.now(),
      ...this.inForce.for(buyerId, terms.currency, answer),
      ...(statedFormats && { statedFormats, unserved: carried?.unserved ?? [] }),
    });
  }
}

function quoted(quote: contracting.Quote, answer: AnswerOffers): FulfilmentInput {
  const { quoteId, orderId, buyerId } = quote;
  const bytes = contracting.Quote.encode(quote);
  return {
    kind: 'quoted',
    offered: { quoteId, orderId, buyerId, quote: bytes, quoteSha256: sha256(bytes), summary: summaryOf(quote), offers: answer.signed },
    needs: needsOf(quote),
  };
}

type Asked = Omit<FindPaths, 'kind'>;

/** A refusal on a topology has its revision. */
type Made = { readonly quote: contracting.Quote; readonly answer: AnswerOffers } | { readonly refused: common.Refusal; readonly revision?: bigint };

interface Asking extends Omit<Searched, 'search'> {
  readonly atLeastRevision: bigint;
  readonly context: CallContext;
}

interface WaysFound {
  readonly kind: 'found';
  readonly revision: bigint;
  readonly search: contracting.PathSearch;
  readonly found: paths.PathsFound;
  readonly answer: AnswerOffers;
}

interface WaysRefused {
  readonly kind: 'refused';
  readonly revision: bigint;
  readonly refused: common.Refusal;
}

interface Priceable extends WaysFound {
  readonly statedFormats?: contracting.FormatTerms;
}

const hasFees = ({ offers }: AnswerOffers): boolean => [...offers.values()].some(({ price: { monthlyFee, setupFee } }) => monthlyFee !== undefined || setupFee !== undefined);
