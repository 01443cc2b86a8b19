import { Injectable } from '@nestjs/common';
import { sql, type Transaction } from 'kysely';
import { evolveRecord, RECORDED_TYPES, type RecordedEvent as RecordedChange } from '@carriermesh/contracting-domain';
import { invariant } from '@carriermesh/kernel';
import { decodeEvent } from '@carriermesh/platform-chassis';
import { listParameter, type RecordedEvent } from '@carriermesh/platform-ledger';
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
  readonly version = 2;
  readonly migrate = `
    create table service_request (
      order_id text primary key, buyer_id text not null, requested_at bigint not null, record bytea not null);
    create index service_request_newest on service_request (buyer_id, requested_at desc, order_id desc)`;
  readonly listens = RECORDED_TYPES;

  apply(event: RecordedEvent, tx: Transaction<OrderRegisterTables>): Promise<void> {
    return this.applyAll([event], tx);
  }

  async applyAll(events: readonly RecordedEvent[], tx: Transaction<OrderRegisterTables>): Promise<void> {
    const changes = events.map(changeIn);
    const orderIds = [...new Set(changes.map(({ data }) => data.orderId))];
    const { rows } = await sql<Pick<Row, 'order_id' | 'record'>>`select order_id, record from service_request where order_id = any(${listParameter('text', orderIds)}::text[])`.execute(tx);
    const records = new Map(rows.map(({ order_id, record }) => [order_id, contracting.ServiceRequestRecord.decode(record)]));
    for (const event of changes) records.set(event.data.orderId, evolveRecord(records.get(event.data.orderId), event));
    const changed = [...records.values()];
    const [ids, buyers] = [listParameter('text', [...records.keys()]), listParameter('text', changed.map(({ buyerId }) => buyerId))];
    const times = listParameter('int8', changed.map(({ requestedAt }) => requestedAt));
    const bodies = listParameter('bytea', changed.map((record) => contracting.ServiceRequestRecord.encode(record)));
    await sql`
      insert into service_request (order_id, buyer_id, requested_at, record)
      select * from unnest(${ids}::text[], ${buyers}::text[], ${times}::bigint[], ${bodies}::bytea[])
      on conflict (order_id) do update set buyer_id = excluded.buyer_id, requested_at = excluded.requested_at, record = excluded.record`.execute(tx);
  }
}

type Row = OrderRegisterTables['service_request'];

function changeIn(recorded: RecordedEvent): RecordedChange {
  const event = decodeEvent(recorded);
  invariant(isRecorded(event), `the order register was given ${event.type}`);
  return event;
}
