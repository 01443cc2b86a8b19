import { Inject, Injectable } from '@nestjs/common';
import { distanceM, type FulfilmentEffect, type FulfilmentInput, fulfilmentStream, makeQuote, needsOf, type Pricing, questionOf, quoteIdOf, searchFor, summaryOf, toRefusal } from '@carriermesh/contracting-domain';
import { invariant } from '@carriermesh/kernel';
import type { Bus, CallContext } from '@carriermesh/platform-bus';
import { BUS, CLOCK, type Clock, LEDGER, TypedLedger } from '@carriermesh/platform-chassis';
import type { EffectCall } from '@carriermesh/platform-processes';
import { sha256 } from '@carriermesh/platform-signing';
import { contracting, paths } from '@carriermesh/wire';
import { type AnswerOffers, readOffers } from './path-answer.js';
import { Gazetteer, type Places } from './pop-places.view.js';
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
    @Inject(Gazetteer) private readonly gazetteer: Places,
    @Inject(Seller) private readonly seller: Seller,
    @Inject(OrderHeads) private readonly heads: OrderHeads,
    @Inject(TermsInForce) private readonly inForce: TermsInForce,
  ) {}

  async quote(effect: FindPaths, call: EffectCall): Promise<FulfilmentInput> {
    const { quoteId } = effect;
    const { revision, outcome, search } = await this.ask(effect, await this.knownUpTo(effect), call.context);
    if (outcome.kind === 'refused') return { kind: 'not-quoted', quoteId, refusal: outcome.refused };
    const answer = readOffers(outcome.found);
    if (answer.kind === 'unusable')
      return { kind: 'not-quoted', quoteId, refusal: toRefusal({ code: 'path-answer-unusable', revision, because: answer.because }) };
    const pricing = await this.price(effect, { revision, search, candidates: outcome.found.candidates, answer });
    if (pricing.kind === 'refused') return { kind: 'not-quoted', quoteId, refusal: toRefusal(pricing.refusal) };
    return quoted(pricing.quote, answer);
  }

  /** What the best scenario of this moment would be sold for. Nothing is written, and nothing is held. */
  async estimate(buyerId: string, terms: contracting.ServiceTerms, context: CallContext): Promise<contracting.EstimateServiceResponse> {
    const asked: Asked = { quoteId: '', orderId: '', buyerId, terms };
    const { revision, outcome, search } = await this.ask(asked, 0n, context);
    if (outcome.kind === 'refused') return { outcome: { kind: 'refused', refused: outcome.refused } };
    const answer = readOffers(outcome.found);
    if (answer.kind === 'unusable') return { outcome: { kind: 'refused', refused: toRefusal({ code: 'path-answer-unusable', revision, because: answer.because }) } };
    const pricing = await this.price(asked, { revision, search, candidates: outcome.found.candidates, answer });
    if (pricing.kind === 'refused') return { outcome: { kind: 'refused', refused: toRefusal(pricing.refusal) } };
    const { quoteId, validUntil, ...summary } = summaryOf(pricing.quote);
    return { outcome: { kind: 'budgetary', budgetary: { ...summary, topologyRevision: revision, quotedAt: pricing.quote.quotedAt } } };
  }

  private async ask({ buyerId, terms }: Asked, atLeastRevision: bigint, context: CallContext): Promise<Answer> {
    const search = searchFor(terms, this.clock.now(), this.inForce.isDealt);
    return { search, ...(await this.bus.request(paths.FindPaths, { ...questionOf({ buyerId, terms, search }), atLeastRevision }, { context })) };
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

  private async price({ quoteId, orderId, buyerId, terms }: Asked, { revision, search, candidates, answer }: Priceable): Promise<Pricing> {
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
      distanceM: distanceM(...(await this.gazetteer.ends(first, last))),
      quotedAt: this.clock.now(),
      ...this.inForce.for(buyerId, terms.currency, answer),
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

type Answer = paths.FindPathsResponse & { readonly search: contracting.PathSearch };

interface Priceable {
  readonly revision: bigint;
  readonly search: contracting.PathSearch;
  readonly candidates: readonly paths.PathCandidate[];
  readonly answer: AnswerOffers;
}
