import type { Instant } from '@carriermesh/kernel';
import type { contracting } from '@carriermesh/wire';
import type { AgreedEnd } from './contract-versions.js';
import { supplyContractIdOf } from './ids.js';

/** All that the amendments of one contract are written from. */
export interface AgreedAmendment {
  readonly contract: contracting.Contract;
  readonly request: contracting.AmendmentRequest;
  readonly agreed: AgreedEnd['data'];
  readonly signedAt: Instant;
}

/** One for each supplier, also of segments that only stand by. A supplier reads who ended it in none of them, and not what the customer owes. */
export function supplyAmendments({ contract, agreed, signedAt }: AgreedAmendment): readonly contracting.SupplyContractAmendment[] {
  const { contractId, orderId, sellerId, supplies } = contract;
  const { version, change, supplierCharge } = agreed;
  return supplies.map(({ providerId, supplyContractSha256 }) => ({
    supplyContractId: supplyContractIdOf(orderId, providerId),
    contractId,
    providerId,
    sellerId,
    version,
    amendedSha256: supplyContractSha256,
    signedAt,
    change: { kind: 'termination', termination: { endsAt: change.endsAt, earlyChargeBasisPoints: supplierCharge, reason: '' } },
  }));
}

/** @param supplies the suppliers' amendments by their hashes */
export function customerAmendment({ contract, request, agreed, signedAt }: AgreedAmendment, supplies: readonly contracting.SupplyReference[]): contracting.ContractAmendment {
  const { contractId, sellerId } = contract;
  const { version, amendedSha256, change } = agreed;
  return { contractId, version, amendedSha256, sellerId, request, supplies, signedAt, change: { kind: 'termination', termination: change } };
}
