import { Inject, Injectable } from '@nestjs/common';
import { instant, sameUuid, type Instant } from '@carriermesh/kernel';
import { decodeEvent, READ_MODEL } from '@carriermesh/platform-chassis';
import { listParameter, type RecordedEvent } from '@carriermesh/platform-ledger';
import type { ReadModelStore, View } from '@carriermesh/platform-readmodel';
import { agent, contracting, monitoring } from '@carriermesh/wire';
import { emptySlice, hourOf, sliceOf, sliceRecord, withWindow, type LevelSlice } from '@carriermesh/monitoring-domain';
import { sql, type Kysely, type Transaction } from 'kysely';
import { measuredIn, ownWindows, type OwnedSegment, type SegmentNews } from './run-owners.js';

interface LevelTables {
  level_promise: { contract_id: string; promise: Buffer };
  level_slice: { segment_id: string; hour: bigint; slice: Buffer };
}
type Tx = Transaction<LevelTables>;

/** What contracts promise, and what every segment of theirs showed, hour by hour: a row is as large for a million packets as for a thousand. */
@Injectable()
export class ServiceLevelsView implements View<LevelTables> {
  readonly name = 'service-levels';
  readonly context = 'monitoring';
  readonly version = 2;
  readonly migrate = `
    create table level_promise (contract_id text primary key, promise bytea not null);
    create table level_slice (segment_id text not null, hour bigint not null, slice bytea not null, primary key (segment_id, hour));`;
  readonly listens = ['contracting.v1.ContractSigned', 'monitoring.v1.MeasurementsReported'];

  constructor(@Inject(READ_MODEL) private readonly store: ReadModelStore<LevelTables>) {}

  apply(event: RecordedEvent, tx: Tx): Promise<void> {
    return this.applyAll([event], tx);
  }

  async applyAll(events: readonly RecordedEvent[], tx: Tx): Promise<void> {
    const promises = events.flatMap((event) => (event.type === 'contracting.v1.ContractSigned' ? [promiseIn(contractIn(event))] : []));
    const told = promises.values();
    const news = events.map((recorded): SegmentNews => {
      if (recorded.type === 'contracting.v1.ContractSigned') return { kind: 'owned', segments: told.next().value?.segments ?? [] };
      const { providerId, batch } = decodeEvent(recorded).data as monitoring.MeasurementsReported;
      return { kind: 'measured', providerId, windows: agent.MeasurementBatch.decode(batch.body).measurements };
    });
    const measured = measuredIn(news);
    const known = measured.length === 0 ? [] : await ownersOf(measured, tx);
    if (promises.length > 0) await know(promises, tx);
    await measure(ownWindows(news, known), tx);
  }

  async promiseOf(serviceId: string): Promise<monitoring.LevelPromise | undefined> {
    const row = await this.db.selectFrom('level_promise').select('promise').where('contract_id', '=', sameUuid('con', serviceId)).executeTakeFirst();
    return row && monitoring.LevelPromise.decode(row.promise);
  }

  /** By segment and hour, of the hours that begin within the period. */
  async slices(segmentIds: readonly string[], { from, until }: { readonly from: Instant; readonly until: Instant }): Promise<ReadonlyMap<string, ReadonlyMap<Instant, LevelSlice>>> {
    const rows = await this.db.selectFrom('level_slice').selectAll().where('segment_id', 'in', [...segmentIds]).where('hour', '>=', from).where('hour', '<', until).orderBy('hour').execute();
    const found = new Map(segmentIds.map((segmentId) => [segmentId, new Map<Instant, LevelSlice>()]));
    for (const { segment_id, hour, slice } of rows) found.get(segment_id)?.set(instant(hour), sliceOf(monitoring.LevelSlice.decode(slice)));
    return found;
  }

  private get db(): Kysely<LevelTables> {
    return this.store.db as Kysely<LevelTables>;
  }
}

/** Nothing of it is kept but what is promised. */
const contractIn = ({ payload }: RecordedEvent): contracting.Contract => contracting.Contract.decodePassing(contracting.ContractSigned.decodePassing(payload).contract.body);

async function know(promises: readonly monitoring.LevelPromise[], tx: Tx): Promise<void> {
  const contracts = listParameter('text', promises.map(({ contractId }) => contractId));
  const records = listParameter('bytea', promises.map((promise) => monitoring.LevelPromise.encode(promise)));
  await sql`insert into level_promise select * from unnest(${contracts}::text[], ${records}::bytea[]) on conflict do nothing`.execute(tx);
}

/** A segment has the id of its order, as its contract has, and a number behind it. */
const contractOf = (segmentId: string): string => sameUuid('con', segmentId.slice(0, segmentId.lastIndexOf('-')));

/** Whose all segments are of the contracts that the measured ones would be of. */
async function ownersOf(segmentIds: readonly string[], tx: Tx): Promise<readonly OwnedSegment[]> {
  const contracts = listParameter('text', [...new Set(segmentIds.map(contractOf))]);
  const { rows } = await sql<Pick<LevelTables['level_promise'], 'promise'>>`select promise from level_promise where contract_id = any(${contracts}::text[])`.execute(tx);
  return rows.flatMap(({ promise }) => monitoring.LevelPromise.decode(promise).segments);
}

/** The order's own limit is what was promised; without one, what was contracted, with all of its variation. What formatting takes of it is at no segment, where it would be measured. */
function promiseIn({ contractId, orderId, buyerId, terms, latencyNs, serviceLevel, segments, alternatives, format }: contracting.Contract): monitoring.LevelPromise {
  const routes = [segments, ...alternatives.map((alternative) => alternative.segments)];
  return {
    contractId, orderId, buyerId, serviceLevel,
    delayNs: (terms.maxLatencyNs ?? latencyNs + serviceLevel.jitterNs) - (format?.addsNs ?? 0n),
    segments: routes.flatMap((of, route) => of.map(({ segmentId, providerId, objective }, index) => ({ segmentId, providerId, route, ...(objective ? { objective } : {}), ...lineAt(of, index) }))),
  };
}

/** Of several lines each begins with a segment that says which one it is. */
function lineAt(segments: readonly contracting.ContractSegment[], index: number): Pick<monitoring.PromisedSegment, 'line'> {
  const line = segments.slice(0, index + 1).findLast(({ split }) => split)?.split?.ordinal;
  return line === undefined ? {} : { line };
}

async function measure(windows: ReturnType<typeof ownWindows>, tx: Tx): Promise<void> {
  const changed = [...(await slicesOf(windows.map(({ window }) => window), tx)).values()];
  if (changed.length === 0) return;
  const [ids, hours] = [listParameter('text', changed.map(({ segmentId }) => segmentId)), listParameter('int8', changed.map(({ hour }) => hour))];
  const slices = listParameter('bytea', changed.map(({ slice }) => monitoring.LevelSlice.encode(sliceRecord(slice))));
  await sql`
    insert into level_slice select * from unnest(${ids}::text[], ${hours}::bigint[], ${slices}::bytea[])
    on conflict (segment_id, hour) do update set slice = excluded.slice`.execute(tx);
}

interface Changed {
  readonly segmentId: string;
  readonly hour: Instant;
  readonly slice: LevelSlice;
}

/** The hours that the windows fall into, with the windows. */
async function slicesOf(windows: readonly agent.Measurement[], tx: Tx): Promise<ReadonlyMap<string, Changed>> {
  const changed = new Map<string, Changed>();
  if (windows.length === 0) return changed;
  const keyOf = (segmentId: string, hour: bigint): string => `${segmentId} ${hour}`;
  const segmentIds = listParameter('text', [...new Set(windows.map(({ segmentId }) => segmentId))]);
  const hours = listParameter('int8', [...new Set(windows.map(({ measuredAt }) => hourOf(measuredAt)))]);
  const { rows } = await sql<LevelTables['level_slice']>`select * from level_slice where segment_id = any(${segmentIds}::text[]) and hour = any(${hours}::bigint[])`.execute(tx);
  const known = new Map(rows.map(({ segment_id, hour, slice }) => [keyOf(segment_id, hour), slice]));
  for (const window of windows) {
    const { segmentId } = window;
    const hour = hourOf(window.measuredAt);
    const key = keyOf(segmentId, hour);
    const row = known.get(key);
    const before = changed.get(key)?.slice ?? (row ? sliceOf(monitoring.LevelSlice.decode(row)) : emptySlice);
    changed.set(key, { segmentId, hour, slice: withWindow(before, window) });
  }
  return changed;
}
