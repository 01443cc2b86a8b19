import { Inject, Injectable } from '@nestjs/common';
import { type AgreedAmendment, contractStream, customerAmendment, saidOfAmendment, saidOfSupplyAmendment, supplyAmendments, supplyStream } from '@carriermesh/contracting-domain';
import { SIGNER, type Signer, type TypedAppend } from '@carriermesh/platform-chassis';
import { sealEnvelope, sha256, SIGNED_AS } from '@carriermesh/platform-signing';
import { contracting } from '@carriermesh/wire';
import type { KnownContract } from './contract-records.js';

/** Writes and seals the next version of a contract and of those with its suppliers: one commit for all parties. */
@Injectable()
export class Amending {
  constructor(@Inject(SIGNER) private readonly signer: Signer) {}

  /** @param beside what else is written to the contract's own stream, after the version */
  appends({ revision }: Pick<KnownContract, 'revision'>, agreement: AgreedAmendment, beside: TypedAppend['events'] = []): readonly TypedAppend[] {
    const supplies = supplyAmendments(agreement).map((supply) => this.sealedSupply(supply, agreement));
    const amended = { type: 'contracting.v1.ContractAmended', data: this.sealed(agreement, supplies) };
    return [
      ...supplies.map((data): TypedAppend => ({ stream: supplyStream(data.supplyContractId), expected: 'any', events: [{ type: 'contracting.v1.SupplyContractAmended', data }] })),
      { stream: contractStream(agreement.contract.contractId), expected: revision, events: [amended, ...beside] },
    ];
  }

  private sealed(agreement: AgreedAmendment, supplies: readonly contracting.SupplyContractAmended[]): contracting.ContractAmended {
    const { contractId, orderId, buyerId } = agreement.contract;
    const references = supplies.map(({ providerId, amendmentSha256 }) => ({ providerId, supplyContractSha256: amendmentSha256 }));
    const body = contracting.ContractAmendment.encode(customerAmendment(agreement, references));
    const { version, request, terms: { customer } } = agreement;
    const { requestId, requestSha256 } = request;
    const said = saidOfAmendment(agreement.contract, customer);
    const amendment = sealEnvelope(this.signer, SIGNED_AS.contractAmendment, body);
    return { contractId, orderId, buyerId, version, amendment, amendmentSha256: sha256(body), requestId, requestSha256, ...said };
  }

  private sealedSupply(supply: contracting.SupplyContractAmendment, { contract }: AgreedAmendment): contracting.SupplyContractAmended {
    const { supplyContractId, contractId, providerId, version, change } = supply;
    const body = contracting.SupplyContractAmendment.encode(supply);
    const amendment = sealEnvelope(this.signer, SIGNED_AS.supplyContractAmendment, body);
    return { supplyContractId, contractId, providerId, version, amendment, amendmentSha256: sha256(body), ...saidOfSupplyAmendment(contract, change) };
  }
}
