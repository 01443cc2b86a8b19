import { Inject, Injectable } from '@nestjs/common';
import { statedTerms, termsStream, toRefusal, whyNoTerms } from '@carriermesh/contracting-domain';
import { type Call, CLOCK, type Clock, type Handler, Handles, LEDGER, ProviderKeys, TypedLedger } from '@carriermesh/platform-chassis';
import { OperationalError } from '@carriermesh/platform-errors';
import { contracting } from '@carriermesh/wire';
import { Seller } from './seller.js';

/** Puts on record how the seller prices from now on. Quotes that were made before stay what they are. */
@Injectable()
@Handles(contracting.StateTerms)
export class StateTermsHandler implements Handler<contracting.StateTermsRequest, contracting.StateTermsResponse> {
  constructor(
    @Inject(LEDGER) private readonly ledger: TypedLedger,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Seller) private readonly seller: Seller,
    @Inject(ProviderKeys) private readonly providers: ProviderKeys,
  ) {}

  async execute({ body: { terms, requestId }, context }: Call<contracting.StateTermsRequest>): Promise<contracting.StateTermsResponse> {
    if (context.actor !== 'operator') throw new OperationalError('denied', 'only the operator states how the seller prices');
    const fault = whyNoTerms(terms, this.seller.currency) ?? this.whyNoSupplier(terms);
    if (fault) return { outcome: { kind: 'refused', refused: toRefusal({ code: 'terms-malformed', ...fault }) } };
    const decision = await this.ledger.decide(statedTerms, termsStream(terms), { terms, requestId, now: this.clock.now() }, context);
    if (decision.kind === 'refused') return { outcome: { kind: 'refused', refused: toRefusal(decision.refusal) } };
    return { outcome: { kind: 'stated', stated: terms } };
  }

  /** A supplier is enrolled before anything can be agreed with it; a buyer is known by its first order, which may come after its terms. */
  private whyNoSupplier({ terms }: contracting.StatedTerms): ReturnType<typeof whyNoTerms> {
    if (terms.kind !== 'supplier' || this.providers.keyOf(terms.supplier.providerId)) return undefined;
    return { field: 'providerId', value: terms.supplier.providerId, limit: 'the id of a supplier that is enrolled' };
  }
}
