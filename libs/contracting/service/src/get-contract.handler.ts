import { Inject, Injectable } from '@nestjs/common';
import { contractStream, orderIdOfContract, orderStream, toRefusal } from '@carriermesh/contracting-domain';
import { isToken } from '@carriermesh/kernel';
import { type Call, type Handler, Handles, LEDGER, TypedLedger } from '@carriermesh/platform-chassis';
import { contracting } from '@carriermesh/wire';
import { assertMaySpeakFor } from './buyer-access.js';

/** A contract as it was signed, from its own stream: it is there as soon as anybody was told of it. */
@Injectable()
@Handles(contracting.GetContract)
export class GetContractHandler implements Handler<contracting.GetContractRequest, contracting.GetContractResponse> {
  constructor(@Inject(LEDGER) private readonly ledger: TypedLedger) {}

  async execute({ body: { buyerId, contractId }, context }: Call<contracting.GetContractRequest>): Promise<contracting.GetContractResponse> {
    assertMaySpeakFor(buyerId, context);
    const record = isToken(contractId) ? await this.read(buyerId, contractId) : undefined;
    return { outcome: record ? { kind: 'contract', contract: record } : { kind: 'refused', refused: toRefusal({ code: 'contract-unknown' }) } };
  }

  private async read(buyerId: string, contractId: string): Promise<contracting.ContractRecord | undefined> {
    const streams = await this.ledger.loadMany([contractStream(contractId), orderStream(orderIdOfContract(contractId))]);
    const events = [...streams.values()].flatMap(({ events }) => events);
    const signed = events.find((event) => event.type === 'contracting.v1.ContractSigned');
    if (signed?.data.buyerId !== buyerId) return undefined;
    const isVoided = events.some(({ type }) => type === 'contracting.v1.ContractVoided');
    const isActive = events.some(({ type }) => type === 'contracting.v1.ServiceRequestCompleted');
    const { contract: envelope, contractSha256 } = signed.data;
    return { contractId, envelope, contractSha256, state: isVoided ? 'voided' : isActive ? 'active' : 'signed' };
  }
}
