import { Inject, Injectable } from '@nestjs/common';
import { contractLife, contractStream, toRefusal } from '@carriermesh/contracting-domain';
import { type Call, CLOCK, type Clock, type Handler, Handles, LEDGER, TypedLedger } from '@carriermesh/platform-chassis';
import { OperationalError } from '@carriermesh/platform-errors';
import { sha256 } from '@carriermesh/platform-signing';
import { contracting } from '@carriermesh/wire';
import { ContractRecords } from './contract-records.js';

/** How often a change is decided again because something else was written to the contract first. */
const MAX_CONFLICTS = 8;

/** Suspends a service, resumes it or gives it another bandwidth: its order is on the contract's stream, and provisioning sees to the rest. */
@Injectable()
@Handles(contracting.ChangeService)
export class ChangeServiceHandler implements Handler<contracting.ChangeServiceRequest, contracting.ChangeServiceResponse> {
  constructor(
    @Inject(LEDGER) private readonly ledger: TypedLedger,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(ContractRecords) private readonly contracts: ContractRecords,
  ) {}

  async execute({ body, context }: Call<contracting.ChangeServiceRequest>): Promise<contracting.ChangeServiceResponse> {
    const { contractId, requestId, change } = body;
    for (let conflicts = 0; conflicts < MAX_CONFLICTS; conflicts += 1) {
      const known = await this.contracts.forAsker(body, context);
      if (!known) return { outcome: { kind: 'refused', refused: toRefusal({ code: 'contract-unknown', contractId }) } };
      const { contract, serviceStartAt, life } = known;
      const quote = await this.contracts.quoteOf(contract);
      const requestedBy = body.buyerId === '' ? contract.sellerId : body.buyerId;
      const request = { requestedBy, requestId, requestSha256: sha256(contracting.ChangeServiceRequest.encode(body)), requestedAt: this.clock.now() };
      const decided = contractLife.decide({ kind: 'order', contract, quote, request, change, serviceStartAt }, life);
      if (decided.kind === 'refused') return { outcome: { kind: 'refused', refused: toRefusal(decided.refusal) } };
      if (decided.kind === 'ignored') return { outcome: { kind: 'changing', changing: known.record } };
      const append = { stream: contractStream(contractId), expected: known.revision, events: decided.events };
      if ((await this.ledger.commit([append], { ...context, correlationId: contract.orderId })).kind !== 'appended') continue;
      const { record } = (await this.contracts.read(contractId)) ?? known;
      return { outcome: { kind: 'changing', changing: record } };
    }
    throw new OperationalError('overloaded', `the contract ${contractId} was written by others ${MAX_CONFLICTS} times in a row`);
  }
}
