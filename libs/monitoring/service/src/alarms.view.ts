import { Inject, Injectable } from '@nestjs/common';
import { sameUuid } from '@carriermesh/kernel';
import { READ_MODEL } from '@carriermesh/platform-chassis';
import type { RecordedEvent } from '@carriermesh/platform-ledger';
import type { ReadModelStore, View } from '@carriermesh/platform-readmodel';
import { decodeEvent, monitoring, type provisioning } from '@carriermesh/wire';
import { ALARM_EVENTS, alarmChanges, UNCONFIRMED, type AlarmChange, type AlarmEvent, type AlarmsMeant, type KnownSegment, type NewAlarm } from '@carriermesh/monitoring-domain';
import { sql, type Kysely, type Transaction } from 'kysely';

interface AlarmTables {
  alarm_segment: { segment_id: string; contract_id: string; order_id: string; buyer_id: string; provider_id: string; resource_ids: string[] };
  alarm: {
    alarm_id: string;
    position: bigint;
    buyer_id: string;
    contract_id: string;
    provider_id: string;
    segment_id: string;
    probable_cause: string;
    is_open: boolean;
    record: Buffer;
  };
}
type Tx = Transaction<AlarmTables>;

/** Who asks, and what is left out. */
export interface AlarmFilter {
  /** Absent: the operator. */
  readonly buyerId?: string;
  readonly state: monitoring.AlarmState;
  readonly serviceId: string;
  readonly providerId: string;
  readonly segmentId: string;
  readonly limit: number;
}

/** Every alarm that was raised, and whether it is open: of segments, of services, and of what waits for an operator. */
@Injectable()
export class AlarmsView implements View<AlarmTables> {
  readonly name = 'alarms';
  readonly context = 'monitoring';
  readonly version = 1;
  readonly migrate = `
    create table alarm_segment (
      segment_id text primary key, contract_id text not null, order_id text not null, buyer_id text not null, provider_id text not null, resource_ids text[] not null);
    create index alarm_segment_of_contract on alarm_segment (contract_id);
    create table alarm (
      alarm_id text primary key, position bigint not null, buyer_id text not null, contract_id text not null, provider_id text not null,
      segment_id text not null, probable_cause text not null, is_open boolean not null, record bytea not null);
    create index alarm_newest on alarm (position desc, alarm_id);
    create index alarm_of_buyer on alarm (buyer_id, position desc, alarm_id);
    create index alarm_open_of_segment on alarm (segment_id) where is_open;
    create index alarm_open_of_contract on alarm (contract_id) where is_open;`;
  readonly listens = ['provisioning.v1.ActivationStarted', ...ALARM_EVENTS];

  constructor(@Inject(READ_MODEL) private readonly store: ReadModelStore<AlarmTables>) {}

  apply(recorded: RecordedEvent, tx: Tx): Promise<void> {
    return this.applyAll([recorded], tx);
  }

  /** An alarm is raised with what is known of its segment: what was begun before it is written before it. */
  async applyAll(recorded: readonly RecordedEvent[], tx: Tx): Promise<void> {
    let begun: provisioning.ActivationStarted[] = [];
    for (const each of recorded) {
      const event = decodeEvent(each.type, each.payload);
      if (event.type === 'provisioning.v1.ActivationStarted') {
        begun.push(event.data);
        continue;
      }
      await know(begun, tx);
      begun = [];
      await change(event as AlarmEvent, each, tx);
    }
    await know(begun, tx);
  }

  /** Newest first. */
  async list({ buyerId, state, serviceId, providerId, segmentId, limit }: AlarmFilter): Promise<readonly monitoring.Alarm[]> {
    let wanted = this.shownTo(buyerId);
    if (state !== 'unspecified') wanted = wanted.where('is_open', '=', state === 'raised');
    if (serviceId !== '') wanted = wanted.where('contract_id', '=', sameUuid('con', serviceId));
    if (providerId !== '') wanted = wanted.where('provider_id', '=', providerId);
    if (segmentId !== '') wanted = wanted.where('segment_id', '=', segmentId);
    const rows = await wanted.orderBy('position', 'desc').orderBy('alarm_id').limit(limit).execute();
    return rows.map(({ record }) => monitoring.Alarm.decode(record));
  }

  async find(alarmId: string, buyerId: string | undefined): Promise<monitoring.Alarm | undefined> {
    const row = await this.shownTo(buyerId).where('alarm_id', '=', alarmId).executeTakeFirst();
    return row && monitoring.Alarm.decode(row.record);
  }

  private shownTo(buyerId: string | undefined) {
    const all = (this.store.db as Kysely<AlarmTables>).selectFrom('alarm').select('record');
    return buyerId === undefined ? all : all.where('buyer_id', '=', buyerId).where('probable_cause', '!=', UNCONFIRMED);
  }
}

async function change(event: AlarmEvent, recorded: RecordedEvent, tx: Tx): Promise<void> {
  const place = { revision: recorded.revision, occurredAt: recorded.metadata.occurredAt };
  for (const each of alarmChanges(event, place)) {
    if (each.kind === 'raised') await raise(each.alarm, recorded, tx);
    else await clear(each, tx);
  }
}

async function know(begun: readonly provisioning.ActivationStarted[], tx: Tx): Promise<void> {
  const rows = begun.flatMap(({ contractId, orderId, buyerId, segments, standbys }) =>
    [...segments, ...standbys.flatMap((standby) => standby.segments)].map(({ segmentId, providerId, resourceIds }) => ({
      segment_id: segmentId, contract_id: contractId, order_id: orderId, buyer_id: buyerId, provider_id: providerId, resource_ids: resourceIds,
    })),
  );
  // As one parameter: lists of different lengths make no array of arrays.
  if (rows.length > 0) await sql`insert into alarm_segment select * from json_populate_recordset(null::alarm_segment, ${JSON.stringify(rows)}::json) on conflict do nothing`.execute(tx);
}

async function raise(raised: NewAlarm, { position }: RecordedEvent, tx: Tx): Promise<void> {
  const { alarmId, contractId, segmentId, probableCause, providerId } = raised;
  // What is said again while its alarm is open is the same alarm.
  const open = await tx.selectFrom('alarm').select('alarm_id').where(({ and }) => and({ contract_id: contractId, segment_id: segmentId, probable_cause: probableCause, is_open: true, ...(providerId !== undefined && { provider_id: providerId }) })).executeTakeFirst();
  if (open) return;
  const alarm: monitoring.Alarm = { ...(await knownOf(raised, tx)), ...raised, state: 'raised', clearance: 'unspecified' };
  const keys = { buyer_id: alarm.buyerId, contract_id: contractId, provider_id: alarm.providerId, segment_id: segmentId, probable_cause: probableCause };
  const row = { alarm_id: alarmId, position, ...keys, is_open: true, record: Buffer.from(monitoring.Alarm.encode(alarm)) };
  await tx.insertInto('alarm').values(row).onConflict((conflict) => conflict.doNothing()).execute();
}

async function knownOf({ contractId, segmentId, providerId }: NewAlarm, tx: Tx): Promise<KnownSegment> {
  if (providerId !== undefined) return { contractId, orderId: '', buyerId: '', providerId, resourceIds: [] };
  const all = tx.selectFrom('alarm_segment').selectAll().where('contract_id', '=', contractId);
  const row = await (segmentId === '' ? all : all.where('segment_id', '=', segmentId)).limit(1).executeTakeFirst();
  const service = { contractId, orderId: row?.order_id ?? '', buyerId: row?.buyer_id ?? '' };
  return row && segmentId !== '' ? { ...service, providerId: row.provider_id, resourceIds: row.resource_ids } : { ...service, providerId: '', resourceIds: [] };
}

async function clear({ of, clearedAt, clearance }: Extract<AlarmChange, { kind: 'cleared' }>, tx: Tx): Promise<void> {
  const open = await tx.selectFrom('alarm').select(['alarm_id', 'record']).where('is_open', '=', true).where(({ and }) => and(columnsOf(of))).execute();
  for (const { alarm_id, record } of open) {
    const cleared: monitoring.Alarm = { ...monitoring.Alarm.decode(record), state: 'cleared', clearedAt, clearance };
    await tx.updateTable('alarm').set({ is_open: false, record: Buffer.from(monitoring.Alarm.encode(cleared)) }).where('alarm_id', '=', alarm_id).execute();
  }
}

function columnsOf(of: AlarmsMeant): Partial<Record<'alarm_id' | 'segment_id' | 'contract_id' | 'provider_id' | 'probable_cause', string>> {
  if ('alarmId' in of) return { alarm_id: of.alarmId };
  if ('agentOf' in of) return { provider_id: of.agentOf, segment_id: '', contract_id: '', probable_cause: of.probableCause };
  return { ...('segmentId' in of ? { segment_id: of.segmentId } : { contract_id: of.contractId }), probable_cause: of.probableCause };
}
