import { contractStream, orderIdOfContract, orderStream } from '@carriermesh/contracting-domain';
import { isToken, type Instant } from '@carriermesh/kernel';
import type { LedgerReading } from '@carriermesh/platform-ledger';
import { contracting, type common } from '@carriermesh/wire';
import { decoded } from './replay/differences.js';

/** An event of a contract's life. */
export interface ContractStep {
  readonly position: bigint;
  /** `ContractSigned`, `ServiceRequestCompleted`, … */
  readonly type: string;
  readonly at: Instant;
}

/** A contract and those with its suppliers, as the ledger has them. */
export interface ContractFile {
  readonly contract: contracting.Contract;
  readonly contractSha256: Uint8Array;
  readonly keyId: string;
  /** Of the contract: one whose end is agreed is `terminating`, also while its service is suspended. */
  readonly state: string;
  /** Whether its service is under contract and carries nothing until it is resumed. */
  readonly isSuspended: boolean;
  /** The later versions, the oldest first. */
  readonly amendments: readonly { readonly amendment: contracting.ContractAmendment; readonly sha256: Uint8Array }[];
  readonly steps: readonly ContractStep[];
  readonly supplies: readonly { readonly supply: contracting.SupplyContract; readonly sha256: Uint8Array; readonly envelope: common.SignedEnvelope }[];
}

/** `undefined` when there is no such contract, or its bytes can't be read any more. */
export async function readContractFile(ledger: Pick<LedgerReading, 'readStream'>, contractId: string): Promise<ContractFile | undefined> {
  if (!isToken(contractId)) return undefined;
  const own = await ledger.readStream(contractStream(contractId));
  const event = own.find(({ type }) => type === 'contracting.v1.ContractSigned');
  const signed = event && decoded(() => contracting.ContractSigned.decode(event.payload));
  const contract = signed && decoded(() => contracting.Contract.decode(signed.contract.body));
  if (!signed || !contract) return undefined;
  const order = await ledger.readStream(orderStream(orderIdOfContract(contractId)));
  const steps = [...order, ...own].toSorted((a, b) => (a.position < b.position ? -1 : 1)).map(({ position, type, metadata }) => ({ position, type: type.replace('contracting.v1.', ''), at: metadata.occurredAt }));
  const supplies = [];
  for (const { providerId } of contract.supplies) {
    const [first] = await ledger.readStream(`supply-${contractId}-${providerId}`);
    const agreed = first && decoded(() => contracting.SupplyContractSigned.decode(first.payload));
    const supply = agreed && decoded(() => contracting.SupplyContract.decode(agreed.contract.body));
    if (agreed && supply) supplies.push({ supply, sha256: agreed.contractSha256, envelope: agreed.contract });
  }
  const amendments = own.flatMap(({ type, payload }) => {
    const amended = type === 'contracting.v1.ContractAmended' ? decoded(() => contracting.ContractAmended.decode(payload)) : undefined;
    const amendment = amended && decoded(() => contracting.ContractAmendment.decode(amended.amendment.body));
    return amended && amendment ? [{ amendment, sha256: amended.amendmentSha256 }] : [];
  });
  const kinds = own.flatMap(({ type, payload }) => (type === 'contracting.v1.ServiceChangeCompleted' ? [decoded(() => contracting.ServiceChangeCompleted.decode(payload))?.change.kind] : []));
  const isOrdered = kinds.findLast((kind) => kind !== 'modify') === 'suspend';
  const state = stateOf(steps, { isSuspended: isOrdered, isEnding: amendments.some(({ amendment }) => amendment.change.kind === 'termination') });
  const isSuspended = isOrdered && (state === 'suspended' || state === 'terminating');
  return { contract, amendments, contractSha256: signed.contractSha256, keyId: signed.contract.keyId, state, isSuspended, steps, supplies };
}

function stateOf(steps: readonly ContractStep[], { isSuspended, isEnding }: { readonly isSuspended: boolean; readonly isEnding: boolean }): string {
  const has = (type: string): boolean => steps.some((step) => step.type === type);
  if (has('ContractVoided')) return 'voided';
  if (has('ContractTerminated')) return 'terminated';
  if (isEnding) return 'terminating';
  if (isSuspended) return 'suspended';
  return has('ServiceRequestCompleted') ? 'active' : 'signed';
}
