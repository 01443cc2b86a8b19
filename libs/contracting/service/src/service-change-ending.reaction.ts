import { Inject, Injectable } from '@nestjs/common';
import { bandwidthTerms, isOfBandwidth, type ChangeCommand, contractLife, contractStream, supplyStream, supplyContractIdOf } from '@carriermesh/contracting-domain';
import { invariant } from '@carriermesh/kernel';
import type { CallContext } from '@carriermesh/platform-bus';
import { LEDGER, type Reaction, type TypedAppend, TypedLedger } from '@carriermesh/platform-chassis';
import { OperationalError } from '@carriermesh/platform-errors';
import type { AnyStoredEvent } from '@carriermesh/platform-processes';
import { contracting, type provisioning } from '@carriermesh/wire';
import { Amending } from './amending.js';
import { ContractRecords, type ReadContract, withContract } from './contract-records.js';

/** How often the end of a change is decided again because something else was written to the contract first. */
const MAX_CONFLICTS = 8;

type End = Extract<ChangeCommand, { kind: 'end' }>;
type Amended = provisioning.ServiceChanged;

/** Records on the contract what became of a change that was ordered under it; another bandwidth is its next version. */
@Injectable()
export class ServiceChangeEnding implements Reaction {
  readonly name = 'service-change-ending';
  readonly listens = ['provisioning.v1.ServiceChanged', 'provisioning.v1.ServiceChangeFailed'] as const;

  constructor(
    @Inject(LEDGER) private readonly ledger: TypedLedger,
    @Inject(ContractRecords) private readonly contracts: ContractRecords,
    @Inject(Amending) private readonly amending: Amending,
  ) {}

  async handle(event: AnyStoredEvent): Promise<void> {
    if (event.type !== 'provisioning.v1.ServiceChanged' && event.type !== 'provisioning.v1.ServiceChangeFailed') return;
    const { contractId, orderId, changeNumber: number } = event.data;
    const isDone = event.type === 'provisioning.v1.ServiceChanged';
    const end: End = { kind: 'end', contractId, orderId, number, ...(isDone ? { at: event.data.changedAt } : { at: event.data.failedAt, refusal: event.data.reason }) };
    const { correlationId, traceparent } = event.metadata;
    const context = { actor: 'reaction:service-change-ending', correlationId, causationId: event.eventId, ...(traceparent === undefined ? {} : { traceparent }) };
    if (isDone && isOfBandwidth(event.data)) await this.amend(end, event.data, context);
    else await this.ledger.decide(contractLife, contractStream(contractId), end, context);
  }

  private async amend(end: End, changed: Amended, context: CallContext): Promise<void> {
    for (let conflicts = 0; conflicts < MAX_CONFLICTS; conflicts += 1) {
      const known = await this.contracts.read(end.contractId);
      invariant(known, `the service of ${end.contractId} was changed, and no contract of that id was signed`);
      const decided = contractLife.decide(end, known.life);
      if (decided.kind !== 'accepted') return;
      if ((await this.ledger.commit(await this.appends(withContract(known), { changed, events: decided.events }), context)).kind === 'appended') return;
    }
    throw new OperationalError('overloaded', `the contract ${end.contractId} was written by others ${MAX_CONFLICTS} times in a row`);
  }

  private async appends(known: ReadContract, { changed, events }: { readonly changed: Amended; readonly events: TypedAppend['events'] }): Promise<readonly TypedAppend[]> {
    const { contract, suppliesBefore, life: { versions, changes } } = known;
    const request = changes.find(({ number }) => number === changed.changeNumber)?.request;
    invariant(request && versions.status !== 'none', `the change ${changed.changeNumber} of ${contract.contractId} was never ordered`);
    const { version, sha256: amendedSha256 } = versions;
    const { to, changedAt: from } = changed;
    const terms = bandwidthTerms(contract, await this.suppliesOf(contract), { to, from });
    return this.amending.appends(known, { contract, request, version: version + 1, amendedSha256, suppliesBefore, terms, signedAt: from }, events);
  }

  private async suppliesOf({ orderId, supplies }: contracting.Contract): Promise<readonly contracting.SupplyContract[]> {
    const streams = supplies.map(({ providerId }) => supplyStream(supplyContractIdOf(orderId, providerId)));
    const loaded = await this.ledger.loadMany(streams);
    return streams.map((stream) => {
      const first = loaded.get(stream)?.events[0];
      invariant(first?.type === 'contracting.v1.SupplyContractSigned', `the stream ${stream} does not begin with its contract`);
      return contracting.SupplyContract.decode(first.data.contract.body);
    });
  }
}
