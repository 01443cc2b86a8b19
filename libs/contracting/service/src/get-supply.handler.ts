import { Inject, Injectable } from '@nestjs/common';
import { supplyStream } from '@carriermesh/contracting-domain';
import { isToken } from '@carriermesh/kernel';
import { AnswersSuppliers, LEDGER, TypedLedger, type SupplyCall, type SupplyHandler } from '@carriermesh/platform-chassis';
import type { AnyStoredEvent } from '@carriermesh/platform-processes';
import type { agent, common } from '@carriermesh/wire';

/** Contracts that are answered with one reply, by one read of the ledger. */
const MAX_CONTRACTS = 64;
/** Half of what a broker carries in a message if it is not told otherwise. One contract is answered whatever its length. */
const MAX_REPLY_BYTES = 512 * 1_024;
/** More than there is of an answer, and of an envelope, beside the body: ids, a signature, a refusal's text, tags and lengths. */
const AROUND_BYTES = 256;

type Outcome = agent.SupplyReply['outcome'];

/** What a provider sold under contracts, in all of their versions, as they were signed. */
@Injectable()
@AnswersSuppliers()
export class GetSupplyHandler implements SupplyHandler {
  constructor(@Inject(LEDGER) private readonly ledger: TypedLedger) {}

  async answer({ providerId, question: { contractId, furtherContractIds } }: SupplyCall): Promise<agent.SupplyReply> {
    const streamOf = (id: string): string => supplyStream(`${id}-${providerId}`);
    const furtherIds = furtherContractIds.slice(0, MAX_CONTRACTS - 1);
    const streams = await this.ledger.loadMany([contractId, ...furtherIds].filter(isToken).map(streamOf));
    const outcomeOf = (id: string): Outcome => soldBy(providerId, streams.get(streamOf(id))?.events ?? []);
    const outcome = outcomeOf(contractId);
    const further: agent.SupplyAnswer[] = [];
    let bytes = bytesOf(outcome);
    for (const id of furtherIds) {
      const answer = { contractId: id, outcome: outcomeOf(id) };
      bytes += bytesOf(answer.outcome);
      if (bytes > MAX_REPLY_BYTES) break;
      further.push(answer);
    }
    return { outcome, further };
  }
}

function soldBy(providerId: string, [first, ...later]: readonly AnyStoredEvent[]): Outcome {
  // Another provider's agreement and none at all are told apart by nothing (I10).
  if (first?.type !== 'contracting.v1.SupplyContractSigned' || first.data.providerId !== providerId) return { kind: 'refused', refused: UNKNOWN };
  const amendments = later.flatMap((event): common.SignedEnvelope[] => (event.type === 'contracting.v1.SupplyContractAmended' ? [event.data.amendment] : []));
  return { kind: 'supply', supply: { contract: first.data.contract, amendments } };
}

function bytesOf(outcome: Outcome): number {
  const envelopes = outcome.kind === 'supply' ? [outcome.supply.contract, ...outcome.supply.amendments] : [];
  return envelopes.reduce((sum, { body }) => sum + body.length + AROUND_BYTES, AROUND_BYTES);
}

const UNKNOWN: common.Refusal = { code: 'contract-unknown', message: 'There is no contract of this id under which anything was bought from this provider.', facts: {} };
