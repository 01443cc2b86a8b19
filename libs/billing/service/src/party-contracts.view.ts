import { Inject, Injectable } from '@nestjs/common';
import type { Kysely, Transaction } from 'kysely';
import { decodeEvent } from '@carriermesh/wire';
import { READ_MODEL } from '@carriermesh/platform-chassis';
import type { RecordedEvent } from '@carriermesh/platform-ledger';
import type { ReadModelStore, View } from '@carriermesh/platform-readmodel';

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

  async apply(recorded: RecordedEvent, tx: Transaction<PartyContractTables>): Promise<void> {
    const event = decodeEvent(recorded.type, recorded.payload);
    if (event.type !== 'contracting.v1.ContractSigned') return;
    const { contractId: contract_id, buyerId: party_id } = event.data;
    await tx.insertInto('party_contract').values({ contract_id, party_id, position: recorded.position.toString() }).onConflict((conflict) => conflict.doNothing()).execute();
  }

  /** The oldest first. */
  async of(partyId: string): Promise<readonly string[]> {
    const rows = await (this.store.db as Kysely<PartyContractTables>).selectFrom('party_contract').select('contract_id').where('party_id', '=', partyId).orderBy('position').execute();
    return rows.map(({ contract_id }) => contract_id);
  }
}
