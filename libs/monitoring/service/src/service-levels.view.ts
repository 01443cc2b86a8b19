import { Inject, Injectable } from '@nestjs/common';
import { instant, sameUuid, type Instant } from '@carriermesh/kernel';
import { READ_MODEL } from '@carriermesh/platform-chassis';
import type { RecordedEvent } from '@carriermesh/platform-ledger';
import type { ReadModelStore, View } from '@carriermesh/platform-readmodel';
import { agent, contracting, monitoring } from '@carriermesh/wire';
import { emptySlice, hourOf, sliceOf, sliceRecord, withWindow, type LevelSlice } from '@carriermesh/monitoring-domain';
import type { Kysely, Transaction } from 'kysely';

interface LevelTables {
  level_promise: { contract_id: string; promise: Buffer };
  level_segment: { segment_id: string; provider_id: string };
  level_slice: { segment_id: string; hour: bigint; slice: Buffer };
}
type Tx = Transaction<LevelTables>;

/** What contracts promise, and what every segment of theirs showed, hour by hour: a row is as large for a million packets as for a thousand. */
@Injectable()
export class ServiceLevelsView implements View<LevelTables> {
  readonly name = 'service-levels';
  readonly context = 'monitoring';
  readonly version = 1;
  readonly migrate = `
    create table level_promise (contract_id text primary key, promise bytea not null);
    create table level_segment (segment_id text primary key, provider_id text not null);
    create table level_slice (segment_id text not null, hour bigint not null, slice bytea not null, primary key (segment_id, hour));`;
  readonly listens = ['contracting.v1.ContractSigned', 'monitoring.v1.MeasurementsReported'];

  constructor(@Inject(READ_MODEL) private readonly store: ReadModelStore<LevelTables>) {}

  async apply({ type, payload }: RecordedEvent, tx: Tx): Promise<void> {
    if (type === 'contracting.v1.ContractSigned') return know(contracting.ContractSigned.decode(payload), tx);
    const { providerId, batch } = monitoring.MeasurementsReported.decode(payload);
    return measure(providerId, agent.MeasurementBatch.decode(batch.body).measurements, tx);
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

async function know({ contract }: contracting.ContractSigned, tx: Tx): Promise<void> {
  const promise = promiseIn(contracting.Contract.decode(contract.body));
  await tx.insertInto('level_promise').values({ contract_id: promise.contractId, promise: Buffer.from(monitoring.LevelPromise.encode(promise)) }).onConflict((conflict) => conflict.doNothing()).execute();
  const rows = promise.segments.map(({ segmentId, providerId }) => ({ segment_id: segmentId, provider_id: providerId }));
  if (rows.length > 0) await tx.insertInto('level_segment').values(rows).onConflict((conflict) => conflict.doNothing()).execute();
}

/** The order's own limit is what was promised; without one, what was contracted, with all of its variation. */
function promiseIn({ contractId, orderId, buyerId, terms, latencyNs, serviceLevel, segments, alternatives }: contracting.Contract): monitoring.LevelPromise {
  const routes = [segments, ...alternatives.map((alternative) => alternative.segments)];
  return {
    contractId, orderId, buyerId, serviceLevel,
    delayNs: terms.maxLatencyNs ?? latencyNs + serviceLevel.jitterNs,
    segments: routes.flatMap((of, route) => of.map(({ segmentId, providerId, objective }) => ({ segmentId, providerId, route, ...(objective ? { objective } : {}) }))),
  };
}

/** A provider is heard about its own segments alone (I6). */
async function measure(providerId: string, measurements: readonly agent.Measurement[], tx: Tx): Promise<void> {
  const named = [...new Set(measurements.map(({ segmentId }) => segmentId))];
  if (named.length === 0) return;
  const owned = await tx.selectFrom('level_segment').select('segment_id').where('provider_id', '=', providerId).where('segment_id', 'in', named).execute();
  const own = new Set(owned.map(({ segment_id }) => segment_id));
  const slices = await slicesOf(measurements.filter(({ segmentId }) => own.has(segmentId)), tx);
  const rows = [...slices.values()].map(({ segmentId, hour, slice }) => ({ segment_id: segmentId, hour, slice: Buffer.from(monitoring.LevelSlice.encode(sliceRecord(slice))) }));
  if (rows.length === 0) return;
  await tx.insertInto('level_slice').values(rows).onConflict((conflict) => conflict.columns(['segment_id', 'hour']).doUpdateSet(({ ref }) => ({ slice: ref('excluded.slice') }))).execute();
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
  const [segmentIds, hours] = [[...new Set(windows.map(({ segmentId }) => segmentId))], [...new Set(windows.map(({ measuredAt }) => hourOf(measuredAt)))]];
  const rows = await tx.selectFrom('level_slice').selectAll().where('segment_id', 'in', segmentIds).where('hour', 'in', hours).execute();
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
