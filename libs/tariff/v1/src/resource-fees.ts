import { type Money, sum } from '@carriermesh/kernel';

/** What is owed for a resource whatever the bandwidth. */
export interface ResourceFee {
  readonly resourceId: string;
  readonly monthly?: Money;
  readonly setup?: Money;
}

/** A month's price with the fees of its resources, which neither a bandwidth nor a discount changes. */
export const withMonthlyFees = (monthly: Money, fees: readonly ResourceFee[] = []): Money => sum(monthly.currency, [monthly, ...fees.flatMap((fee) => fee.monthly ?? [])]);

/** What all of them ask once. */
export const setupFees = (currency: string, fees: readonly ResourceFee[]): Money => sum(currency, fees.flatMap((fee) => fee.setup ?? []));
