import { Inject, Injectable } from '@nestjs/common';
import { type ContractEvent, type ContractLife, contractLife, contractStream, orderIdOfContract, orderStream, quoteStream } from '@carriermesh/contracting-domain';
import { fold } from '@carriermesh/decider';
import { type Instant, invariant, isToken } from '@carriermesh/kernel';
import type { CallContext } from '@carriermesh/platform-bus';
import { LEDGER, type LoadedStream, TypedLedger } from '@carriermesh/platform-chassis';
import { contracting } from '@carriermesh/wire';
import { assertMaySpeakFor } from './buyer-access.js';

/** A contract as its own stream and its order's have it. */
export interface KnownContract {
  readonly life: ContractLife;
  readonly revision: LoadedStream['revision'];
  readonly signed: contracting.ContractSigned;
  /** Since when the service runs; absent while it never came up. */
  readonly serviceStartAt?: Instant;
  readonly record: contracting.ContractRecord;
}

/** A contract with what it says. */
export interface ReadContract extends KnownContract {
  readonly contract: contracting.Contract;
  /** The suppliers' newest versions, by their hashes. */
  readonly suppliesBefore: readonly contracting.SupplyReference[];
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
    const life = fold(contractLife, history);
    const { versions, changes } = life;
    invariant(versions.status !== 'none', `the contract ${contractId} is signed and has no version`);
    const completed = streams.get(ordered)?.events.find((event) => event.type === 'contracting.v1.ServiceRequestCompleted');
    const { contract: envelope, contractSha256 } = first.data;
    const state = versions.status === 'signed' && completed ? (life.isSuspended ? 'suspended' : 'active') : versions.status;
    const amendments = history.flatMap((event) =>
      event.type === 'contracting.v1.ContractAmended' ? [{ version: event.data.version, envelope: event.data.amendment, amendmentSha256: event.data.amendmentSha256 }] : [],
    );
    return {
      life,
      revision,
      signed: first.data,
      ...(completed && { serviceStartAt: completed.data.serviceStartAt ?? completed.data.completedAt }),
      record: { contractId, envelope, contractSha256, state, amendments, changes },
    };
  }

  /**
   * For whoever asks for something of it: another buyer's contract and none at all are told apart by nothing (I10); only the operator, who asks
   * for the seller, names no buyer.
   * @throws OperationalError `denied` for who speaks for another party
   */
  async forAsker({ buyerId, contractId }: { readonly buyerId: string; readonly contractId: string }, context: CallContext): Promise<ReadContract | undefined> {
    assertMaySpeakFor(buyerId, context);
    const known = isToken(contractId) ? await this.read(contractId) : undefined;
    const mayAsk = known?.signed.buyerId === buyerId || (buyerId === '' && !context.actor.startsWith('buyer:'));
    return known && mayAsk ? withContract(known) : undefined;
  }

  /** What a contract was written from. */
  async quoteOf({ contractId, quoteId }: Pick<contracting.Contract, 'contractId' | 'quoteId'>): Promise<contracting.Quote> {
    const offered = (await this.ledger.load(quoteStream(quoteId))).events.find((event) => event.type === 'contracting.v1.QuoteOffered');
    invariant(offered?.type === 'contracting.v1.QuoteOffered', `the contract ${contractId} was written from the quote ${quoteId}, and there is none`);
    return contracting.Quote.decode(offered.data.quote);
  }
}

export function withContract(known: KnownContract): ReadContract {
  const contract = contracting.Contract.decode(known.signed.contract.body);
  const { versions } = known.life;
  const newest = versions.status === 'none' ? undefined : versions.newest;
  const suppliesBefore = newest ? contracting.ContractAmendment.decode(newest.amendment.body).supplies : contract.supplies;
  return { ...known, contract, suppliesBefore };
}
