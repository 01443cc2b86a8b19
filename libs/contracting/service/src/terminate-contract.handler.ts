import { Inject, Injectable } from '@nestjs/common';
import { type AgreedEnd, decideEnd, endTerms, holdIdOf, termination, terminationStream, toRefusal } from '@carriermesh/contracting-domain';
import type { Instant } from '@carriermesh/kernel';
import type { CallContext } from '@carriermesh/platform-bus';
import { type Call, CLOCK, type Clock, type Handler, Handles, LEDGER, PROCESSES, TypedLedger } from '@carriermesh/platform-chassis';
import { OperationalError } from '@carriermesh/platform-errors';
import type { Processes } from '@carriermesh/platform-processes';
import { sha256 } from '@carriermesh/platform-signing';
import { contracting } from '@carriermesh/wire';
import { Amending } from './amending.js';
import { ContractRecords, type ReadContract } from './contract-records.js';

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
    @Inject(Amending) private readonly amending: Amending,
    @Inject(PROCESSES) private readonly processes: Processes,
    @Inject(ContractRecords) private readonly contracts: ContractRecords,
  ) {}

  async execute({ body, context }: Call<Request>): Promise<Response> {
    const { contractId } = body;
    for (let conflicts = 0; conflicts < MAX_CONFLICTS; conflicts += 1) {
      const known = await this.contracts.forAsker(body, context);
      if (!known) return { outcome: { kind: 'refused', refused: toRefusal({ code: 'contract-unknown', contractId }) } };
      const now = this.clock.now();
      const { contract } = known;
      const request = this.requestOf(body, contract, now);
      const decided = decideEnd({ contract, request, askedEndsAt: body.endsAt, reason: body.reason, serviceStartAt: known.serviceStartAt }, known.life.versions);
      if (decided.kind === 'refused') return { outcome: { kind: 'refused', refused: toRefusal(decided.refusal) } };
      if (decided.kind === 'accepted' && !(await this.agree(known, { body, request, agreed: agreedEnd(decided.events), signedAt: now }, context))) continue;
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
  private async agree(known: ReadContract, { body, request, agreed, signedAt }: AgreedTermination, context: CallContext): Promise<boolean> {
    const { contract, suppliesBefore } = known;
    const { contractId, orderId, quoteId } = contract;
    const { version, amendedSha256 } = agreed;
    const asked = { request, reason: body.reason, ...(body.endsAt !== undefined && { askedEndsAt: body.endsAt }) };
    const started: contracting.TerminationStarted = { contractId, orderId, holdId: holdIdOf(quoteId), endsAt: agreed.change.endsAt, startedAt: signedAt, ...asked };
    const result = await this.ledger.commit(
      [
        ...this.amending.appends(known, { contract, request, version, amendedSha256, suppliesBefore, terms: endTerms(agreed), signedAt }),
        { stream: terminationStream(contractId), expected: 'none', events: [{ type: 'contracting.v1.TerminationStarted', data: started }] },
      ],
      { ...context, correlationId: orderId },
    );
    return result.kind === 'appended';
  }
}

interface AgreedTermination {
  readonly body: Request;
  readonly request: contracting.AmendmentRequest;
  readonly agreed: AgreedEnd['data'];
  readonly signedAt: Instant;
}

const agreedEnd = ([event]: readonly AgreedEnd[]): AgreedEnd['data'] => event!.data;
