import { Inject, Injectable } from '@nestjs/common';
import {
  type AgreedAmendment, type AgreedEnd, contractStream, customerAmendment, decideEnd, holdIdOf, supplyAmendments, supplyStream, termination, terminationStream, toRefusal,
} from '@carriermesh/contracting-domain';
import type { Instant } from '@carriermesh/kernel';
import type { CallContext } from '@carriermesh/platform-bus';
import { type Call, CLOCK, type Clock, type Handler, Handles, LEDGER, PROCESSES, SIGNER, type Signer, type TypedAppend, TypedLedger } from '@carriermesh/platform-chassis';
import { OperationalError } from '@carriermesh/platform-errors';
import type { Processes } from '@carriermesh/platform-processes';
import { sealEnvelope, sha256, SIGNED_AS } from '@carriermesh/platform-signing';
import { contracting } from '@carriermesh/wire';
import { ContractRecords, type KnownContract } from './contract-records.js';

/** How often an end is decided again because something else was written to the contract first. */
const MAX_CONFLICTS = 8;

type Request = contracting.TerminateContractRequest;
type Response = contracting.TerminateContractResponse;

/** Ends a contract: the amendments of all parties and the process that sees to the rest come into force in one commit. */
@Injectable()
@Handles(contracting.TerminateContract)
export class TerminateContractHandler implements Handler<Request, Response> {
  constructor(
    @Inject(LEDGER) private readonly ledger: TypedLedger,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SIGNER) private readonly signer: Signer,
    @Inject(PROCESSES) private readonly processes: Processes,
    @Inject(ContractRecords) private readonly contracts: ContractRecords,
  ) {}

  async execute({ body, context }: Call<Request>): Promise<Response> {
    const { contractId } = body;
    for (let conflicts = 0; conflicts < MAX_CONFLICTS; conflicts += 1) {
      const known = await this.contracts.forAsker(body, context);
      if (!known) return { outcome: { kind: 'refused', refused: toRefusal({ code: 'contract-unknown' }) } };
      const now = this.clock.now();
      const { contract } = known;
      const request = this.requestOf(body, contract, now);
      const decided = decideEnd({ contract, request, askedEndsAt: body.endsAt, reason: body.reason, serviceStartAt: known.serviceStartAt }, known.life.versions);
      if (decided.kind === 'refused') return { outcome: { kind: 'refused', refused: toRefusal(decided.refusal) } };
      if (decided.kind === 'accepted' && !(await this.agree(known, { contract, request, agreed: agreedEnd(decided.events), signedAt: now }, context))) continue;
      // Also for an end that was agreed before: whoever asks again may do so because this service died on the way.
      this.processes.pursue(termination.name, contractId);
      const { record } = (await this.contracts.read(contractId)) ?? known;
      return { outcome: { kind: 'terminating', terminating: record } };
    }
    throw new OperationalError('overloaded', `the contract ${contractId} was written by others ${MAX_CONFLICTS} times in a row`);
  }

  private requestOf(body: Request, { buyerId, sellerId }: contracting.Contract, requestedAt: Instant): contracting.AmendmentRequest {
    const requestedBy = body.buyerId === '' ? sellerId : buyerId;
    return { requestedBy, requestId: body.requestId, requestSha256: sha256(contracting.TerminateContractRequest.encode(body)), requestedAt };
  }

  /** @returns whether nobody wrote to the contract first */
  private async agree({ revision }: KnownContract, agreement: AgreedAmendment, context: CallContext): Promise<boolean> {
    const { contract, agreed, signedAt } = agreement;
    const { contractId, orderId, quoteId } = contract;
    const supplies = supplyAmendments(agreement).map((supply) => this.sealedSupply(supply));
    const started: contracting.TerminationStarted = { contractId, orderId, holdId: holdIdOf(quoteId), endsAt: agreed.change.endsAt, startedAt: signedAt };
    const result = await this.ledger.commit(
      [
        ...supplies.map((data): TypedAppend => ({ stream: supplyStream(data.supplyContractId), expected: 'any', events: [{ type: 'contracting.v1.SupplyContractAmended', data }] })),
        { stream: contractStream(contractId), expected: revision, events: [{ type: 'contracting.v1.ContractAmended', data: this.sealed(agreement, supplies) }] },
        { stream: terminationStream(contractId), expected: 'none', events: [{ type: 'contracting.v1.TerminationStarted', data: started }] },
      ],
      { ...context, correlationId: orderId },
    );
    return result.kind === 'appended';
  }

  private sealed(agreement: AgreedAmendment, supplies: readonly contracting.SupplyContractAmended[]): contracting.ContractAmended {
    const { contractId, orderId, buyerId } = agreement.contract;
    const references = supplies.map(({ providerId, amendmentSha256 }) => ({ providerId, supplyContractSha256: amendmentSha256 }));
    const body = contracting.ContractAmendment.encode(customerAmendment(agreement, references));
    const { version, change } = agreement.agreed;
    const { requestId, requestSha256 } = agreement.request;
    const amendment = sealEnvelope(this.signer, SIGNED_AS.contractAmendment, body);
    return { contractId, orderId, buyerId, version, amendment, amendmentSha256: sha256(body), requestId, requestSha256, endsAt: change.endsAt };
  }

  private sealedSupply(supply: contracting.SupplyContractAmendment): contracting.SupplyContractAmended {
    const { supplyContractId, contractId, providerId, version } = supply;
    const body = contracting.SupplyContractAmendment.encode(supply);
    return { supplyContractId, contractId, providerId, version, amendment: sealEnvelope(this.signer, SIGNED_AS.supplyContractAmendment, body), amendmentSha256: sha256(body) };
  }
}

const agreedEnd = ([event]: readonly AgreedEnd[]): AgreedEnd['data'] => event!.data;
