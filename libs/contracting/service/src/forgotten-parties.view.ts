import { Inject, Injectable } from '@nestjs/common';
import type { Kysely, Transaction } from 'kysely';
import { READ_MODEL } from '@carriermesh/platform-chassis';
import type { RecordedEvent } from '@carriermesh/platform-ledger';
import type { View } from '@carriermesh/platform-readmodel';
import { contracting } from '@carriermesh/wire';

interface ForgottenTables {
  forgotten_party: { party_id: string };
}

/** Who was forgotten, by the ids that stand for nobody any more: what a key must not be there for. */
@Injectable()
export class ForgottenParties implements View<ForgottenTables> {
  readonly name = 'forgotten-parties';
  readonly context = 'contracting';
  readonly version = 1;
  readonly migrate = 'create table forgotten_party (party_id text primary key)';
  readonly listens = ['contracting.v1.PartyForgotten'] as const;

  constructor(@Inject(READ_MODEL) private readonly store: { readonly db: Kysely<ForgottenTables> }) {}

  async apply({ payload }: RecordedEvent, tx: Transaction<ForgottenTables>): Promise<void> {
    const { partyId } = contracting.PartyForgotten.decode(payload);
    await tx.insertInto('forgotten_party').values({ party_id: partyId }).onConflict((conflict) => conflict.doNothing()).execute();
  }

  async ids(): Promise<readonly string[]> {
    const rows = await this.store.db.selectFrom('forgotten_party').select('party_id').execute();
    return rows.map(({ party_id }) => party_id);
  }
}
