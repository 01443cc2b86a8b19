import { type Instant, invariant } from '@carriermesh/kernel';
import { monthlyAt } from '@carriermesh/tariff-v1';
import type { contracting, provisioning } from '@carriermesh/wire';
import type { AgreedEnd } from './contract-versions.js';
import { monthlyOf } from './customer-contract.js';
import { supplyContractIdOf } from './ids.js';

/** What a version says, to the customer and to each supplier. */
interface AmendedTerms {
  readonly customer: contracting.ContractAmendment['change'];
  readonly supplier: (providerId: string) => contracting.SupplyContractAmendment['change'];
}

/** All that the amendments of one contract are written from. */
export interface AgreedAmendment {
  readonly contract: contracting.Contract;
  readonly request: contracting.AmendmentRequest;
  readonly version: number;
  /** Of the customer's version before, and by provider of the suppliers'. */
  readonly amendedSha256: Uint8Array;
  readonly suppliesBefore: readonly contracting.SupplyReference[];
  readonly terms: AmendedTerms;
  readonly signedAt: Instant;
}

/** A supplier does not read why the customer's contract ends. */
export const endTerms = ({ change, supplierCharge }: AgreedEnd['data']): AmendedTerms => ({
  customer: { kind: 'termination', termination: change },
  supplier: () => ({ kind: 'termination', termination: { endsAt: change.endsAt, earlyChargeBasisPoints: supplierCharge, reason: '' } }),
});

/** Each side's price for each Mbit/s stays what was contracted: the customer's for what it orders, and a supplier's, which reads its own, for what travels. */
export function bandwidthTerms(contract: contracting.Contract, supplies: readonly contracting.SupplyContract[], { to, from }: { readonly to: provisioning.ServiceShape; readonly from: Instant }): AmendedTerms {
  const { mbps: travels, orderedMbps: mbps = travels } = to;
  const carried = to.orderedMbps === undefined ? {} : { carriedMbps: travels };
  const prices = bandwidthPrices([...contract.prices, ...contract.alternatives.flatMap((each) => each.prices)], { mbps, contractedMbps: contract.terms.mbps });
  return {
    customer: { kind: 'bandwidth', bandwidth: { mbps, from, prices, ...carried } },
    supplier: (providerId) => {
      const supply = supplies.find((each) => each.providerId === providerId);
      invariant(supply, `the contract ${contract.contractId} names the supplier ${providerId}, with whom there is none`);
      return { kind: 'bandwidth', bandwidth: { mbps: travels, from, prices: bandwidthPrices([...supply.prices, ...supply.standbyPrices], { mbps: travels, contractedMbps: supply.mbps }) } };
    },
  };
}

/** Whether a change of a service is one of its bandwidth: of a service in a format another one may be ordered, and as much travel as before. */
export const isOfBandwidth = ({ from, to }: Pick<provisioning.ServiceChanged, 'from' | 'to'>): boolean => from.mbps !== to.mbps || from.orderedMbps !== to.orderedMbps;

const bandwidthPrices = (rules: readonly contracting.PriceRule[], bandwidth: { readonly mbps: number; readonly contractedMbps: number }): readonly contracting.PriceRule[] =>
  rules.map((rule) => ({ ...rule, monthlyRecurring: monthlyAt(rule.monthlyRecurring, bandwidth) }));

/** One for each supplier, also of segments that only stand by. A supplier reads who asked for it in none of them, and not what the customer owes. */
export function supplyAmendments({ contract, version, suppliesBefore, terms, signedAt }: AgreedAmendment): readonly contracting.SupplyContractAmendment[] {
  const { contractId, orderId, sellerId } = contract;
  return suppliesBefore.map(({ providerId, supplyContractSha256: amendedSha256 }) => ({
    supplyContractId: supplyContractIdOf(orderId, providerId), contractId, providerId, sellerId, version, amendedSha256, signedAt, change: terms.supplier(providerId),
  }));
}

/** What the event of an amendment says of it, for those who need not open it. */
export const saidOfAmendment = (contract: contracting.Contract, change: contracting.ContractAmendment['change']): Pick<contracting.ContractAmended, 'endsAt' | 'mbps' | 'monthly'> =>
  change.kind === 'termination' ? { endsAt: change.termination.endsAt } : { mbps: change.bandwidth.mbps, monthly: monthlyOf(contract, change.bandwidth.prices) };

export const saidOfSupplyAmendment = (contract: contracting.Contract, change: contracting.SupplyContractAmendment['change']): Pick<contracting.SupplyContractAmended, 'monthly'> =>
  change.kind === 'bandwidth' ? { monthly: monthlyOf(contract, change.bandwidth.prices) } : {};

/** @param supplies the suppliers' amendments by their hashes */
export function customerAmendment({ contract, request, version, amendedSha256, terms, signedAt }: AgreedAmendment, supplies: readonly contracting.SupplyReference[]): contracting.ContractAmendment {
  const { contractId, sellerId } = contract;
  return { contractId, version, amendedSha256, sellerId, request, supplies, signedAt, change: terms.customer };
}
