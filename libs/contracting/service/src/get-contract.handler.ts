import { Inject, Injectable } from '@nestjs/common';
import { toRefusal } from '@carriermesh/contracting-domain';
import { isToken } from '@carriermesh/kernel';
import { type Call, type Handler, Handles } from '@carriermesh/platform-chassis';
import { contracting } from '@carriermesh/wire';
import { assertMaySpeakFor } from './buyer-access.js';
import { ContractRecords } from './contract-records.js';

/** A contract as it was signed, with its later versions. */
@Injectable()
@Handles(contracting.GetContract)
export class GetContractHandler implements Handler<contracting.GetContractRequest, contracting.GetContractResponse> {
  constructor(@Inject(ContractRecords) private readonly contracts: ContractRecords) {}

  async execute({ body: { buyerId, contractId }, context }: Call<contracting.GetContractRequest>): Promise<contracting.GetContractResponse> {
    assertMaySpeakFor(buyerId, context);
    const known = isToken(contractId) ? await this.contracts.read(contractId) : undefined;
    if (known?.signed.buyerId !== buyerId) return { outcome: { kind: 'refused', refused: toRefusal({ code: 'contract-unknown', contractId }) } };
    return { outcome: { kind: 'contract', contract: known.record } };
  }
}
