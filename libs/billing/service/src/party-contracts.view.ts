import { Inject, Injectable } from '@nestjs/common';
import { sql, type Kysely, type Transaction } from 'kysely';
import { decodeEvent, READ_MODEL } from '@carriermesh/platform-chassis';
import { listParameter, type RecordedEvent } from '@carriermesh/platform-ledger';
import type { ReadModelStore, View } from '@carriermesh/platform-readmodel';
import type { contracting } from '@carriermesh/wire';

interface PartyContractTables {
  party_contract: { contract_id: string; party_id: string; position: string };
}

/** Under which id of a party each contract was signed. */
@Injectable()
export class PartyContracts implements View<PartyContractTables> {
  readonly name = 'party-contracts';
  readonly context = 'billing';
  readonly version = 1;
  readonly migrate = `
    create table party_contract (contract_id text primary key, party_id text not null, position bigint not null);
    create index party_contract_of on party_contract (party_id, position);`;
  readonly listens = ['contracting.v1.ContractSigned'];

  constructor(@Inject(READ_MODEL) private readonly store: ReadModelStore<PartyContractTables>) {}

  apply(event: RecordedEvent, tx: Transaction<PartyContractTables>): Promise<void> {
    return this.applyAll([event], tx);
  }

  async applyAll(recorded: readonly RecordedEvent[], tx: Transaction<PartyContractTables>): Promise<void> {
    const signed = recorded.map((each) => decodeEvent(each).data as contracting.ContractSigned);
    const [ids, parties] = [listParameter('text', signed.map(({ contractId }) => contractId)), listParameter('text', signed.map(({ buyerId }) => buyerId))];
    const positions = listParameter('int8', recorded.map(({ position }) => position));
    await sql`insert into party_contract select * from unnest(${ids}::text[], ${parties}::text[], ${positions}::bigint[]) on conflict do nothing`.execute(tx);
  }

  /** The oldest first. */
  async of(partyId: string): Promise<readonly string[]> {
    const rows = await (this.store.db as Kysely<PartyContractTables>).selectFrom('party_contract').select('contract_id').where('party_id', '=', partyId).orderBy('position').execute();
    return rows.map(({ contract_id }) => contract_id);
  }
}
