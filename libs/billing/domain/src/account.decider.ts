import { accept, ignore, type Decider } from '@carriermesh/decider';
import { invariant, type Instant } from '@carriermesh/kernel';
import type { billing, contracting } from '@carriermesh/wire';

export type Account = billing.BillingAccountOpened;

export type AccountEvent = { readonly type: 'billing.v1.BillingAccountOpened'; readonly data: Account };

/** What an account is opened from: the agreements as they were signed, and the start of the service. */
export interface Agreements {
  readonly contract: contracting.Contract;
  readonly supplies: readonly contracting.SupplyContract[];
  readonly serviceStartAt: Instant;
}

export interface OpenAccount extends Agreements {
  readonly kind: 'open';
}

/** One account for each contract: what every charge of the service is computed from. */
export const account: Decider<OpenAccount, Account | undefined, AccountEvent, never> = {
  initial: undefined,
  decide: (command, opened) =>
    // Events come at least once; the contracts can't have changed since.
    opened ? ignore('already open') : accept({ type: 'billing.v1.BillingAccountOpened', data: accountOf(command) }),
  evolve: (_, { data }) => data,
};

export function accountOf({ contract, supplies, serviceStartAt }: Agreements): Account {
  const { contractId, orderId, buyerId, terms, taxBasisPoints } = contract;
  return {
    contractId,
    orderId,
    buyerId,
    currency: terms.currency,
    serviceStartAt,
    tariffs: contract.segments.map((segment) => tariffOf(segment, contract, supplies)),
    taxBasisPoints,
    termMonths: terms.termMonths,
    mbps: terms.mbps,
  };
}

/** Joins both sides' price rules of one segment. A segment without one of them could not be billed at all. */
function tariffOf(
  { segmentId, providerId }: contracting.ContractSegment,
  contract: contracting.Contract,
  supplies: readonly contracting.SupplyContract[],
): billing.SegmentTariff {
  const customer = contract.prices.find((rule) => rule.segmentId === segmentId);
  const supplier = supplies.find((supply) => supply.providerId === providerId)?.prices.find((rule) => rule.segmentId === segmentId);
  invariant(customer, `contract ${contract.contractId} has no price for its segment ${segmentId}`);
  invariant(supplier, `provider ${providerId} has no price for its segment ${segmentId} of contract ${contract.contractId}`);
  return {
    segmentId,
    providerId,
    customerMonthly: customer.monthlyRecurring,
    customerPerGigabyte: customer.perGigabyte,
    supplierMonthly: supplier.monthlyRecurring,
    supplierPerGigabyte: supplier.perGigabyte,
  };
}
