import { Inject, Injectable } from '@nestjs/common';
import { type Call, type Handler, Handles } from '@carriermesh/platform-chassis';
import { OperationalError } from '@carriermesh/platform-errors';
import { contracting } from '@carriermesh/wire';
import { SellerTerms } from './stated-terms.view.js';

/** What the seller has stated of its prices: nobody else's business. */
@Injectable()
@Handles(contracting.ListTerms)
export class ListTermsHandler implements Handler<contracting.ListTermsRequest, contracting.ListTermsResponse> {
  constructor(@Inject(SellerTerms) private readonly terms: SellerTerms) {}

  async execute({ context }: Call<contracting.ListTermsRequest>): Promise<contracting.ListTermsResponse> {
    if (context.actor !== 'operator') throw new OperationalError('denied', 'only the operator is told how the seller prices');
    return { terms: this.terms.all };
  }
}
