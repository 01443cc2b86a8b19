import { Inject, Injectable } from '@nestjs/common';
import type { QuoteBasis } from '@carriermesh/contracting-domain';
import type { contracting } from '@carriermesh/wire';
import type { AnswerOffers } from './path-answer.js';
import { MonthlySpending } from './monthly-spending.view.js';
import { SellerTerms } from './stated-terms.view.js';

/** What of all that the seller has stated bears on one quote, with where the months of its parties stand. */
@Injectable()
export class TermsInForce {
  constructor(
    @Inject(SellerTerms) private readonly stated: SellerTerms,
    @Inject(MonthlySpending) private readonly spending: MonthlySpending,
  ) {}

  /** Whether anything was agreed with any supplier. */
  get isDealt(): boolean {
    return this.stated.hasSuppliers;
  }

  /** What an order may be carried in, as it is stated now; nothing where the order names no device. */
  formats({ device }: contracting.ServiceTerms): contracting.FormatTerms | undefined {
    return device && this.stated.formats;
  }

  for(buyerId: string, currency: string, { offers, uses }: AnswerOffers): Pick<QuoteBasis, 'utilisation' | 'buyerTerms' | 'supplierTerms'> {
    const { spending, stated } = this;
    const knownRevision = spending.revision;
    const [rule, buyer] = [stated.utilisation, stated.ofBuyer(buyerId)];
    const suppliers = stated.ofSuppliers([...offers.values()].map(({ providerId }) => providerId));
    return {
      ...(rule && { utilisation: { rule, uses } }),
      ...(buyer && { buyerTerms: { terms: buyer, spentMonthly: spending.of(`buyer ${buyerId}`, currency), knownRevision } }),
      supplierTerms: suppliers.map((terms) => ({ terms, spentMonthly: spending.of(`supplier ${terms.providerId}`, currency), knownRevision })),
    };
  }
}
