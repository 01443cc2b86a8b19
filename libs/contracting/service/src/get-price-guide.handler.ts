import { Inject, Injectable } from '@nestjs/common';
import { priceGuide, statedFormats } from '@carriermesh/contracting-domain';
import { type Call, type Handler, Handles } from '@carriermesh/platform-chassis';
import { contracting } from '@carriermesh/wire';
import { assertMaySpeakFor } from './buyer-access.js';
import { Seller } from './seller.js';
import { SellerTerms } from './stated-terms.view.js';

/** How prices come about for a buyer: the rules that its next quote is made by. */
@Injectable()
@Handles(contracting.GetPriceGuide)
export class GetPriceGuideHandler implements Handler<contracting.GetPriceGuideRequest, contracting.GetPriceGuideResponse> {
  constructor(
    @Inject(Seller) private readonly seller: Seller,
    @Inject(SellerTerms) private readonly stated: SellerTerms,
  ) {}

  async execute({ body: { buyerId }, context }: Call<contracting.GetPriceGuideRequest>): Promise<contracting.GetPriceGuideResponse> {
    assertMaySpeakFor(buyerId, context);
    const { seller, stated } = this;
    const policy = seller.policyFor(buyerId);
    const [utilisation, formats, buyer] = [stated.utilisation, stated.formats, stated.ofBuyer(buyerId)];
    const guidelines = priceGuide({
      policy,
      ...(utilisation && { utilisation: { terms: utilisation, since: stated.since('utilisation') } }),
      ...(formats && { formats: { terms: formats, since: stated.since('formats') } }),
      ...(buyer && { buyer: { terms: buyer, since: stated.since(`buyer-${buyerId}`) } }),
    });
    const { policyId, quoteValiditySeconds, termination, usageTariff, taxBasisPoints } = policy;
    return {
      buyerId,
      sellerId: seller.id,
      policyId,
      guidelines,
      quoteValiditySeconds,
      taxBasisPoints,
      ...(termination && { termination }),
      ...(usageTariff && { usageTariff }),
      ...(formats && { formats: statedFormats(formats) }),
    };
  }
}
