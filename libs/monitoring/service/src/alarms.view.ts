import { Inject, Injectable } from '@nestjs/common';
import { sameUuid } from '@carriermesh/kernel';
import { decodeEvent, READ_MODEL } from '@carriermesh/platform-chassis';
import { listParameter, type RecordedEvent } from '@carriermesh/platform-ledger';
import type { ReadModelStore, View } from '@carriermesh/platform-readmodel';
import { monitoring, provisioning } from '@carriermesh/wire';
import { ALARM_EVENTS, alarmChanges, UNCONFIRMED, type AlarmChange, type AlarmEvent, type AlarmsMeant, type KnownSegment, type NewAlarm } from '@carriermesh/monitoring-domain';
import { sql, type Kysely, type Transaction } from 'kysely';

interface AlarmTables {
  /** What was begun for a service, as its first `provisioning.ActivationStarted` says it. */
  alarm_service: { contract_id: string; begun: Buffer };
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
  readonly version = 2;
  readonly migrate = `
    create table alarm_service (contract_id text primary key, begun bytea not null);
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
    let begun: Begun[] = [];
    for (const each of recorded) {
      const event = decodeEvent(each);
      if (event.type === 'provisioning.v1.ActivationStarted') {
        begun.push({ contractId: event.data.contractId, payload: each.payload });
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

interface Begun {
  readonly contractId: string;
  readonly payload: Uint8Array;
}

async function know(begun: readonly Begun[], tx: Tx): Promise<void> {
  if (begun.length === 0) return;
  const [ids, payloads] = [listParameter('text', begun.map(({ contractId }) => contractId)), listParameter('bytea', begun.map(({ payload }) => payload))];
  await sql`insert into alarm_service select * from unnest(${ids}::text[], ${payloads}::bytea[]) on conflict do nothing`.execute(tx);
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
  const row = await tx.selectFrom('alarm_service').select('begun').where('contract_id', '=', contractId).executeTakeFirst();
  const begun = row && provisioning.ActivationStarted.decode(row.begun);
  const segment = begun && [begun, ...begun.standbys].flatMap(({ segments }) => segments).find((each) => each.segmentId === segmentId);
  const service = segmentId === '' || segment ? begun : undefined;
  return { contractId, orderId: service?.orderId ?? '', buyerId: service?.buyerId ?? '', providerId: segment?.providerId ?? '', resourceIds: segment?.resourceIds ?? [] };
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
