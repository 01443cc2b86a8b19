import { Inject, Injectable } from '@nestjs/common';
import type { Kysely, Transaction } from 'kysely';
import { disputes, invoiceOfDispute } from '@carriermesh/billing-domain';
import { billing, decodeEvent } from '@carriermesh/wire';
import { READ_MODEL } from '@carriermesh/platform-chassis';
import type { RecordedEvent } from '@carriermesh/platform-ledger';
import type { ReadModelStore, View } from '@carriermesh/platform-readmodel';

interface DisputeTables {
  dispute: { dispute_id: string; invoice_id: string; buyer_id: string; position: string; is_open: boolean; document: Buffer };
}

/** Disputes with what came of them. */
@Injectable()
export class DisputesView implements View<DisputeTables> {
  readonly name = 'disputes';
  readonly context = 'billing';
  readonly version = 3;
  readonly migrate = `
    create table dispute (dispute_id text primary key, invoice_id text not null, buyer_id text not null, position bigint not null, is_open boolean not null, document bytea not null);
    create index dispute_newest on dispute (position desc);
    create index dispute_of_buyer on dispute (buyer_id, position desc);`;
  readonly listens = ['billing.v1.DisputeOpened', 'billing.v1.DisputeSettled', 'billing.v1.DisputeWithdrawn'];

  constructor(@Inject(READ_MODEL) private readonly store: ReadModelStore<DisputeTables>) {}

  async apply(recorded: RecordedEvent, tx: Transaction<DisputeTables>): Promise<void> {
    const event = decodeEvent(recorded.type, recorded.payload);
    if (event.type !== 'billing.v1.DisputeOpened' && event.type !== 'billing.v1.DisputeSettled' && event.type !== 'billing.v1.DisputeWithdrawn') return;
    const { disputeId } = event.data;
    const row = await tx.selectFrom('dispute').select('document').where('dispute_id', '=', disputeId).executeTakeFirst();
    const known = row ? [billing.Dispute.decode(row.document)] : [];
    const [dispute] = disputes.evolve({ disputes: known }, event).disputes;
    if (!dispute) return;
    const document = Buffer.from(billing.Dispute.encode(dispute));
    const is_open = dispute.state === 'dispute-being-investigated';
    const values = { dispute_id: disputeId, invoice_id: invoiceOfDispute(disputeId) ?? '', buyer_id: dispute.buyerId, position: recorded.position.toString(), is_open, document };
    await tx.insertInto('dispute').values(values).onConflict((conflict) => conflict.column('dispute_id').doUpdateSet({ is_open, document })).execute();
  }

  /** Newest first. @param buyerId empty for everybody's */
  async all({ openOnly, buyerId, limit }: { readonly openOnly: boolean; readonly buyerId: string; readonly limit: number }): Promise<readonly billing.Dispute[]> {
    const every = (this.store.db as Kysely<DisputeTables>).selectFrom('dispute').select('document');
    const own = buyerId === '' ? every : every.where('buyer_id', '=', buyerId);
    const rows = await (openOnly ? own.where('is_open', '=', true) : own).orderBy('position', 'desc').limit(limit).execute();
    return rows.map(({ document }) => billing.Dispute.decode(document));
  }
}
