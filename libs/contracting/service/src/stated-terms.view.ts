import { Injectable } from '@nestjs/common';
import { invariant, type Instant } from '@carriermesh/kernel';
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
  private readonly suppliers = new Set<string>();

  apply(event: Fact): void {
    if (event.type !== 'contracting.v1.TermsStated') return;
    const { terms } = event.data;
    const subject = subjectOf(terms);
    this.stated.set(subject, event.data);
    if (terms.terms.kind !== 'supplier') return;
    if (isEmpty(terms.terms.supplier)) this.suppliers.delete(subject);
    else this.suppliers.add(subject);
  }

  /** In the order in which their subjects were first stated. */
  get all(): readonly contracting.TermsRecord[] {
    return [...this.stated.values()];
  }

  /** When what is in force of a subject was stated. @throws InvariantViolation where nothing was */
  since(subject: string): Instant {
    const record = this.stated.get(subject);
    invariant(record, `nothing was ever stated of ${subject}`);
    return record.statedAt;
  }

  /** Nothing where prices do not follow it. */
  get utilisation(): contracting.UtilisationRule | undefined {
    const terms = this.stated.get('utilisation')?.terms.terms;
    return terms?.kind === 'utilisation' && terms.utilisation.steps.length > 0 ? terms.utilisation : undefined;
  }

  /** Nothing where the seller formats nothing. */
  get formats(): contracting.FormatTerms | undefined {
    const terms = this.stated.get('formats')?.terms.terms;
    if (terms?.kind !== 'formats') return undefined;
    const { codecs, resolutions, encapsulations } = terms.formats;
    return codecs.length + resolutions.length + encapsulations.length > 0 ? terms.formats : undefined;
  }

  /** Nothing where the seller and the buyer agreed on nothing. */
  ofBuyer(buyerId: string): contracting.BuyerTerms | undefined {
    const terms = this.stated.get(`buyer-${buyerId}`)?.terms.terms;
    if (terms?.kind !== 'buyer') return undefined;
    return isEmpty(terms.buyer) ? undefined : terms.buyer;
  }

  get hasSuppliers(): boolean {
    return this.suppliers.size > 0;
  }

  /** By their ids, those with whom the seller agreed on anything. */
  ofSuppliers(providerIds: Iterable<string>): readonly contracting.SupplierTerms[] {
    return [...new Set(providerIds)].sort().flatMap((providerId) => {
      const terms = this.stated.get(`supplier-${providerId}`)?.terms.terms;
      if (terms?.kind !== 'supplier') return [];
      return isEmpty(terms.supplier) ? [] : [terms.supplier];
    });
  }
}

/** What ends what was agreed before. */
const isEmpty = ({ discountBasisPoints, tiers, ...rest }: contracting.BuyerTerms | contracting.SupplierTerms): boolean =>
  discountBasisPoints === 0 && tiers.length === 0 && !('floorMonthly' in rest && rest.floorMonthly) && !('commitmentMonthly' in rest && rest.commitmentMonthly);
