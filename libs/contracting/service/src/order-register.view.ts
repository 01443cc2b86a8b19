import { Injectable } from '@nestjs/common';
import type { Transaction } from 'kysely';
import { evolveRecord, RECORDED_TYPES } from '@carriermesh/contracting-domain';
import { invariant } from '@carriermesh/kernel';
import { decodeEvent } from '@carriermesh/platform-chassis';
import type { RecordedEvent } from '@carriermesh/platform-ledger';
import type { View } from '@carriermesh/platform-readmodel';
import { contracting } from '@carriermesh/wire';
import { isRecorded } from './order-records.js';

export interface OrderRegisterTables {
  /** `requested_at` in nanoseconds; `record` a ServiceRequestRecord. */
  service_request: { order_id: string; buyer_id: string; requested_at: string; record: Uint8Array };
}

/** Every order as its buyer sees it, newest first for each buyer. */
@Injectable()
export class OrderRegister implements View<OrderRegisterTables> {
  readonly name = 'order-register';
  readonly context = 'contracting';
  readonly version = 1;
  readonly migrate = `
    create table service_request (
      order_id text primary key, buyer_id text not null, requested_at bigint not null, record bytea not null);
    create index service_request_newest on service_request (buyer_id, requested_at desc, order_id desc)`;
  readonly listens = RECORDED_TYPES;

  async apply(recorded: RecordedEvent, tx: Transaction<OrderRegisterTables>): Promise<void> {
    const event = decodeEvent(recorded);
    invariant(isRecorded(event), `the order register was given ${event.type}`);
    const { orderId } = event.data;
    const known = await tx.selectFrom('service_request').select('record').where('order_id', '=', orderId).executeTakeFirst();
    const record = evolveRecord(known && contracting.ServiceRequestRecord.decode(known.record), event);
    const row = { order_id: orderId, buyer_id: record.buyerId, requested_at: record.requestedAt.toString(), record: contracting.ServiceRequestRecord.encode(record) };
    await tx.insertInto('service_request').values(row).onConflict((conflict) => conflict.column('order_id').doUpdateSet(row)).execute();
  }
}
