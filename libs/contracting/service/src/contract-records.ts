import { Inject, Injectable } from '@nestjs/common';
import { type ContractEvent, contractStream, type ContractVersions, contractVersions, orderIdOfContract, orderStream } from '@carriermesh/contracting-domain';
import { type Instant, invariant } from '@carriermesh/kernel';
import { LEDGER, type LoadedStream, TypedLedger } from '@carriermesh/platform-chassis';
import { contracting } from '@carriermesh/wire';

/** A contract as its own stream and its order's have it. */
export interface KnownContract {
  readonly versions: ContractVersions;
  readonly revision: LoadedStream['revision'];
  readonly signed: contracting.ContractSigned;
  /** Since when the service runs; absent while it never came up. */
  readonly serviceStartAt?: Instant;
  readonly record: contracting.ContractRecord;
}

/** Single contracts, from their own streams: each is there as soon as anybody was told of it. */
@Injectable()
export class ContractRecords {
  constructor(@Inject(LEDGER) private readonly ledger: TypedLedger) {}

  async read(contractId: string): Promise<KnownContract | undefined> {
    const [own, ordered] = [contractStream(contractId), orderStream(orderIdOfContract(contractId))];
    const streams = await this.ledger.loadMany([own, ordered]);
    const { events, revision } = streams.get(own) ?? { events: [], revision: 'none' as const };
    const [first] = events;
    if (first?.type !== 'contracting.v1.ContractSigned') return undefined;
    const history = events as unknown as readonly ContractEvent[];
    const versions = history.reduce(contractVersions.evolve, contractVersions.initial);
    invariant(versions.status !== 'none', `the contract ${contractId} is signed and has no version`);
    const completed = streams.get(ordered)?.events.find((event) => event.type === 'contracting.v1.ServiceRequestCompleted');
    const { contract: envelope, contractSha256 } = first.data;
    const state = versions.status === 'signed' && completed ? 'active' : versions.status;
    const amendments = history.flatMap((event) =>
      event.type === 'contracting.v1.ContractAmended' ? [{ version: event.data.version, envelope: event.data.amendment, amendmentSha256: event.data.amendmentSha256 }] : [],
    );
    return {
      versions,
      revision,
      signed: first.data,
      ...(completed && { serviceStartAt: completed.data.serviceStartAt ?? completed.data.completedAt }),
      record: { contractId, envelope, contractSha256, state, amendments },
    };
  }
}
