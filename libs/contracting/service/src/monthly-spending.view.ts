import { Injectable } from '@nestjs/common';
import { type Money, money } from '@carriermesh/kernel';
import type { Fact, MemoryView } from '@carriermesh/platform-chassis';

interface Owed {
  readonly buyerId: string;
  readonly monthly: Money;
}

/** What the contracts in force come to each month, for each buyer: tiers of what it agreed on with the seller count it. */
@Injectable()
export class MonthlySpending implements MemoryView {
  readonly kind = 'memory';
  readonly name = 'monthly-spending';
  readonly listens = ['contracting.v1.ContractSigned', 'contracting.v1.ContractAmended', 'contracting.v1.ContractVoided', 'contracting.v1.ContractTerminated'] as const;
  private readonly contracts = new Map<string, Owed>();
  private readonly sums = new Map<string, bigint>();
  private position = 0n;

  /** The ledger is known up to here. */
  get revision(): bigint {
    return this.position;
  }

  apply({ type, data }: Fact): void {
    switch (type) {
      case 'contracting.v1.ContractSigned':
        return data.monthly && this.put(data.contractId, { buyerId: data.buyerId, monthly: data.monthly });
      case 'contracting.v1.ContractAmended':
        return data.monthly && this.put(data.contractId, { buyerId: data.buyerId, monthly: data.monthly });
      case 'contracting.v1.ContractVoided':
      case 'contracting.v1.ContractTerminated':
        return this.put(data.contractId, undefined);
      default:
        return;
    }
  }

  advancedTo(position: bigint): void {
    this.position = position;
  }

  /** Before tax. */
  of(buyerId: string, currency: string): Money {
    return money(currency, this.sums.get(`${currency} ${buyerId}`) ?? 0n);
  }

  private put(contractId: string, owed: Owed | undefined): void {
    const before = this.contracts.get(contractId);
    if (before) this.add(before, -before.monthly.microMinor);
    if (!owed) return void this.contracts.delete(contractId);
    this.contracts.set(contractId, owed);
    this.add(owed, owed.monthly.microMinor);
  }

  private add({ buyerId, monthly: { currency } }: Owed, microMinor: bigint): void {
    const key = `${currency} ${buyerId}`;
    const sum = (this.sums.get(key) ?? 0n) + microMinor;
    if (sum === 0n) this.sums.delete(key);
    else this.sums.set(key, sum);
  }
}
