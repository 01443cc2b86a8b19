import { Inject, Injectable } from '@nestjs/common';
import type { Kysely, Transaction } from 'kysely';
import { instant } from '@carriermesh/kernel';
import { type billing, common, decodeEvent } from '@carriermesh/wire';
import { READ_MODEL } from '@carriermesh/platform-chassis';
import type { RecordedEvent } from '@carriermesh/platform-ledger';
import type { ReadModelStore, View } from '@carriermesh/platform-readmodel';

interface QuarantineTables {
  quarantined_usage: {
    provider_id: string;
    record_id: string;
    batch_id: string;
    position: string;
    reason: Buffer;
    quarantined_at_ns: string;
    released_at_ns: string | null;
  };
}

export interface QuarantineFilter {
  readonly providerId?: string;
  readonly withReleased: boolean;
  readonly limit: number;
}

/** Records that could not be charged when they came, and which of them are charged since. */
@Injectable()
export class QuarantineView implements View<QuarantineTables> {
  readonly name = 'quarantine';
  readonly context = 'billing';
  readonly version = 1;
  readonly migrate = `
    create table quarantined_usage (
      provider_id text not null, record_id text not null, batch_id text not null, position bigint not null, reason bytea not null,
      quarantined_at_ns bigint not null, released_at_ns bigint, primary key (provider_id, record_id));
    create index quarantined_usage_newest on quarantined_usage (position desc);`;
  readonly listens = ['billing.v1.UsageQuarantined', 'billing.v1.UsageReleased'];

  constructor(@Inject(READ_MODEL) private readonly store: ReadModelStore<QuarantineTables>) {}

  async apply(recorded: RecordedEvent, tx: Transaction<QuarantineTables>): Promise<void> {
    const event = decodeEvent(recorded.type, recorded.payload);
    if (event.type === 'billing.v1.UsageQuarantined') {
      const { providerId, recordId, batchId, reason } = event.data;
      const row = { provider_id: providerId, record_id: recordId, batch_id: batchId, reason: Buffer.from(common.Refusal.encode(reason)), released_at_ns: null };
      const place = { position: recorded.position.toString(), quarantined_at_ns: recorded.metadata.occurredAt.toString() };
      await tx.insertInto('quarantined_usage').values({ ...row, ...place }).execute();
    }
    if (event.type === 'billing.v1.UsageReleased') {
      const { providerId, recordId, releasedAt } = event.data;
      const released = tx.updateTable('quarantined_usage').set({ released_at_ns: releasedAt.toString() });
      await released.where('provider_id', '=', providerId).where('record_id', '=', recordId).execute();
    }
  }

  /** Newest first. */
  async records({ providerId, withReleased, limit }: QuarantineFilter): Promise<readonly billing.QuarantinedUsage[]> {
    const all = (this.store.db as Kysely<QuarantineTables>).selectFrom('quarantined_usage').selectAll();
    const ofProvider = providerId === undefined ? all : all.where('provider_id', '=', providerId);
    const wanted = withReleased ? ofProvider : ofProvider.where('released_at_ns', 'is', null);
    const rows = await wanted.orderBy('position', 'desc').limit(limit).execute();
    return rows.map((row) => ({
      providerId: row.provider_id,
      recordId: row.record_id,
      batchId: row.batch_id,
      reason: common.Refusal.decode(row.reason),
      quarantinedAt: instant(BigInt(row.quarantined_at_ns)),
      ...(row.released_at_ns === null ? {} : { releasedAt: instant(BigInt(row.released_at_ns)) }),
    }));
  }
}
