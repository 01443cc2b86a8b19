import { Injectable } from '@nestjs/common';
import { subjectOf } from '@carriermesh/contracting-domain';
import type { Fact, MemoryView } from '@carriermesh/platform-chassis';
import type { contracting } from '@carriermesh/wire';

/** How the seller prices: looked up with every quote, and so in memory. A quote states what of it was in force. */
@Injectable()
export class SellerTerms implements MemoryView {
  readonly kind = 'memory';
  readonly name = 'seller-terms';
  readonly listens = ['contracting.v1.TermsStated'] as const;
  private readonly stated = new Map<string, contracting.TermsRecord>();

  apply(event: Fact): void {
    if (event.type === 'contracting.v1.TermsStated') this.stated.set(subjectOf(event.data.terms), event.data);
  }

  /** In the order in which their subjects were first stated. */
  get all(): readonly contracting.TermsRecord[] {
    return [...this.stated.values()];
  }

  /** Nothing where prices do not follow it. */
  get utilisation(): contracting.UtilisationRule | undefined {
    const terms = this.stated.get('utilisation')?.terms.terms;
    return terms?.kind === 'utilisation' && terms.utilisation.steps.length > 0 ? terms.utilisation : undefined;
  }

  /** Nothing where the seller and the buyer agreed on nothing. */
  ofBuyer(buyerId: string): contracting.BuyerTerms | undefined {
    const terms = this.stated.get(`buyer-${buyerId}`)?.terms.terms;
    if (terms?.kind !== 'buyer') return undefined;
    const { discountBasisPoints, tiers, floorMonthly } = terms.buyer;
    return discountBasisPoints > 0 || tiers.length > 0 || floorMonthly ? terms.buyer : undefined;
  }
}
