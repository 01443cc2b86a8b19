import { Inject, Injectable } from '@nestjs/common';
import { supplyStream } from '@carriermesh/contracting-domain';
import { isToken } from '@carriermesh/kernel';
import { AnswersSuppliers, LEDGER, TypedLedger, type SupplyCall, type SupplyHandler } from '@carriermesh/platform-chassis';
import type { agent, common } from '@carriermesh/wire';

/** What a provider sold under a contract, in all of its versions, as they were signed. */
@Injectable()
@AnswersSuppliers()
export class GetSupplyHandler implements SupplyHandler {
  constructor(@Inject(LEDGER) private readonly ledger: TypedLedger) {}

  async answer({ providerId, question: { contractId } }: SupplyCall): Promise<agent.SupplyReply> {
    const { events } = isToken(contractId) ? await this.ledger.load(supplyStream(`${contractId}-${providerId}`)) : { events: [] };
    const [first, ...later] = events;
    // Another provider's agreement and none at all are told apart by nothing (I10).
    if (first?.type !== 'contracting.v1.SupplyContractSigned' || first.data.providerId !== providerId) return { outcome: { kind: 'refused', refused: UNKNOWN } };
    const amendments = later.flatMap((event): common.SignedEnvelope[] => (event.type === 'contracting.v1.SupplyContractAmended' ? [event.data.amendment] : []));
    return { outcome: { kind: 'supply', supply: { contract: first.data.contract, amendments } } };
  }
}

const UNKNOWN: common.Refusal = { code: 'contract-unknown', message: 'There is no contract of this id under which anything was bought from this provider.', facts: {} };
