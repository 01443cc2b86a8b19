import { Injectable } from '@nestjs/common';
import { type Money, money } from '@carriermesh/kernel';
import type { Fact, MemoryView } from '@carriermesh/platform-chassis';

/** Whose month a contract counts in. */
type Side = `buyer ${string}` | `supplier ${string}`;

/** What the contracts in force come to each month, for each buyer and each supplier: tiers of what they agreed on with the seller count it. */
@Injectable()
export class MonthlySpending implements MemoryView {
  readonly kind = 'memory';
  readonly name = 'monthly-spending';
  readonly listens = [
    ...['contracting.v1.ContractSigned', 'contracting.v1.ContractAmended', 'contracting.v1.ContractVoided', 'contracting.v1.ContractTerminated'] as const,
    ...['contracting.v1.SupplyContractSigned', 'contracting.v1.SupplyContractAmended'] as const,
  ];
  /** Both sides' contracts, by the customer's. */
  private readonly contracts = new Map<string, Map<Side, Money>>();
  private readonly sums = new Map<string, bigint>();
  private position = 0n;

  /** The ledger is known up to here. */
  get revision(): bigint {
    return this.position;
  }

  apply({ type, data }: Fact): void {
    switch (type) {
      case 'contracting.v1.ContractSigned':
      case 'contracting.v1.ContractAmended':
        return this.put(data.contractId, `buyer ${data.buyerId}`, data.monthly);
      case 'contracting.v1.SupplyContractSigned':
      case 'contracting.v1.SupplyContractAmended':
        return this.put(data.contractId, `supplier ${data.providerId}`, data.monthly);
      case 'contracting.v1.ContractVoided':
      case 'contracting.v1.ContractTerminated':
        return this.drop(data.contractId);
      default:
        return;
    }
  }

  advancedTo(position: bigint): void {
    this.position = position;
  }

  /** Before tax. */
  of(side: Side, currency: string): Money {
    return money(currency, this.sums.get(`${currency} ${side}`) ?? 0n);
  }

  /** Nothing of a version that leaves the prices as they are. */
  private put(contractId: string, side: Side, monthly: Money | undefined): void {
    if (!monthly) return;
    const sides = this.contracts.get(contractId) ?? new Map<Side, Money>();
    const before = sides.get(side);
    if (before) this.add(side, before, -1n);
    this.contracts.set(contractId, sides.set(side, monthly));
    this.add(side, monthly, 1n);
  }

  private drop(contractId: string): void {
    for (const [side, monthly] of this.contracts.get(contractId) ?? []) this.add(side, monthly, -1n);
    this.contracts.delete(contractId);
  }

  private add(side: Side, { currency, microMinor }: Money, sign: 1n | -1n): void {
    const key = `${currency} ${side}`;
    const sum = (this.sums.get(key) ?? 0n) + sign * microMinor;
    if (sum === 0n) this.sums.delete(key);
    else this.sums.set(key, sum);
  }
}
