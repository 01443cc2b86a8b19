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
  private rule: contracting.UtilisationRule | undefined;

  apply(event: Fact): void {
    if (event.type !== 'contracting.v1.TermsStated') return;
    const { terms } = event.data;
    this.stated.set(subjectOf(terms), event.data);
    this.rule = terms.terms.utilisation.steps.length > 0 ? terms.terms.utilisation : undefined;
  }

  /** In the order in which their subjects were first stated. */
  get all(): readonly contracting.TermsRecord[] {
    return [...this.stated.values()];
  }

  get utilisation(): contracting.UtilisationRule | undefined {
    return this.rule;
  }
}
