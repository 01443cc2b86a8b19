import { Injectable } from '@nestjs/common';
import { countsAsSpending, monthOfEnd, type MonthName, type StatedSupplierTerms } from '@carriermesh/billing-domain';
import { type Money, money } from '@carriermesh/kernel';
import type { Fact, MemoryView } from '@carriermesh/platform-chassis';
import { OperationalError } from '@carriermesh/platform-errors';
import { billing } from '@carriermesh/wire';

/** What was agreed with suppliers of their months, and what these came to by the settlements of contracts: of each the month in which the service month ends that it is about. */
@Injectable()
export class SupplierSpending implements MemoryView {
  readonly kind = 'memory';
  readonly name = 'supplier-spending';
  readonly listens = ['contracting.v1.TermsStated', 'billing.v1.SettlementIssued'] as const;
  private readonly stated = new Map<string, StatedSupplierTerms[]>();
  /** By `<provider> <month> <currency>`. */
  private readonly sums = new Map<string, bigint>();
  /** By `<contract>/<month of the service>`. */
  private readonly ends = new Map<string, MonthName>();
  private readonly unread: string[] = [];
  private position = 0n;

  /** The ledger is known up to here. */
  get revision(): bigint {
    return this.position;
  }

  apply({ type, data, position }: Fact): void {
    if (type === 'contracting.v1.TermsStated') {
      if (data.terms.terms.kind !== 'supplier') return;
      const { providerId, tiers, commitmentMonthly } = data.terms.terms.supplier;
      this.stated.set(providerId, [...this.statedOf(providerId), { terms: { tiers, ...(commitmentMonthly && { commitmentMonthly }) }, statedAt: data.statedAt }]);
      return;
    }
    if (type !== 'billing.v1.SettlementIssued' || data.contractId === '') return;
    try {
      this.issued(billing.Settlement.decode(data.settlement));
    } catch {
      this.unread.push(`the settlement ${data.settlementId} at position ${position}`);
    }
  }

  advancedTo(position: bigint): void {
    this.position = position;
  }

  /** In the order in which they were made. */
  statedOf(providerId: string): readonly StatedSupplierTerms[] {
    return this.stated.get(providerId) ?? [];
  }

  /** @throws OperationalError `malformed` where a settlement can't be read: a sum without it would be wrong */
  spentIn(providerId: string, month: MonthName, currency: string): Money {
    if (this.unread.length > 0) throw new OperationalError('malformed', `${this.unread[0]} can't be read, and the months of suppliers can't be added up`);
    return money(currency, this.sums.get(`${providerId} ${month} ${currency}`) ?? 0n);
  }

  private issued({ contractId, periodNumber, periodUntil, providerId, note, lines }: billing.Settlement): void {
    if (!note) this.ends.set(`${contractId}/${periodNumber}`, monthOfEnd(periodUntil));
    for (const line of lines.filter(countsAsSpending)) {
      // The month that a line corrects was closed, and settled with somebody, before.
      const month = this.ends.get(`${contractId}/${line.correctedPeriodNumber || periodNumber}`) ?? monthOfEnd(periodUntil);
      const key = `${providerId} ${month} ${line.amount.currency}`;
      this.sums.set(key, (this.sums.get(key) ?? 0n) + line.amount.microMinor);
    }
  }
}
