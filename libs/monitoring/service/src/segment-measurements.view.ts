import { Injectable } from '@nestjs/common';
import { listParameter, type RecordedEvent } from '@carriermesh/platform-ledger';
import { decodeEvent } from '@carriermesh/platform-chassis';
import type { View } from '@carriermesh/platform-readmodel';
import { agent, type monitoring, type provisioning } from '@carriermesh/wire';
import { sql, type Transaction } from 'kysely';
import { measuredIn, ownWindows, type OwnedSegment, type SegmentNews } from './run-owners.js';

export interface MonitoringTables {
  segment_owner: { segment_id: string; provider_id: string };
  segment_measurement: { segment_id: string; provider_id: string; measured_at: bigint; latency_ns: bigint; loss_ppm: number };
}

const LISTENS = ['provisioning.v1.ActivationStarted', 'provisioning.v1.RerouteSecured', 'monitoring.v1.MeasurementsReported'] as const;

/**
 * The newest measurement of each segment, whatever order the reports came in. A provider is heard about the segments that it
 * was asked to activate, and about nobody else's: a rival could make them look as bad as it liked.
 */
@Injectable()
export class SegmentMeasurements implements View<MonitoringTables> {
  readonly name = 'segment-measurements';
  readonly context = 'monitoring';
  readonly version = 3;
  readonly migrate = `
    create table segment_owner (segment_id text primary key, provider_id text not null);
    create table segment_measurement (
      segment_id text primary key, provider_id text not null, measured_at bigint not null, latency_ns bigint not null, loss_ppm int not null)`;
  readonly listens = LISTENS;

  apply(event: RecordedEvent, tx: Transaction<MonitoringTables>): Promise<void> {
    return this.applyAll([event], tx);
  }

  async applyAll(events: readonly RecordedEvent[], tx: Transaction<MonitoringTables>): Promise<void> {
    const news = events.map(newsOf);
    const measured = measuredIn(news);
    const known = measured.length === 0 ? [] : await ownersOf(measured, tx);
    const owned = news.flatMap((each) => (each.kind === 'owned' ? each.segments : []));
    if (owned.length > 0) {
      const [ids, providers] = [listParameter('text', owned.map(({ segmentId }) => segmentId)), listParameter('text', owned.map(({ providerId }) => providerId))];
      await sql`insert into segment_owner select * from unnest(${ids}::text[], ${providers}::text[]) on conflict do nothing`.execute(tx);
    }
    await this.measure(ownWindows(news, known), tx);
  }

  /** Of windows of one time the first counts, as it does when each comes alone. */
  private async measure(windows: ReturnType<typeof ownWindows>, tx: Transaction<MonitoringTables>): Promise<void> {
    const newest = new Map<string, (typeof windows)[number]>();
    for (const each of windows) if ((newest.get(each.segmentId)?.window.measuredAt ?? -1n) < each.window.measuredAt) newest.set(each.segmentId, each);
    if (newest.size === 0) return;
    const rows = [...newest.values()];
    const [ids, providers] = [listParameter('text', rows.map(({ segmentId }) => segmentId)), listParameter('text', rows.map(({ providerId }) => providerId))];
    const [times, latencies] = [listParameter('int8', rows.map(({ window }) => window.measuredAt)), listParameter('int8', rows.map(({ window }) => window.latencyNs))];
    const losses = listParameter('int4', rows.map(({ window }) => window.lossPpm));
    await sql`
      insert into segment_measurement as known
      select * from unnest(${ids}::text[], ${providers}::text[], ${times}::bigint[], ${latencies}::bigint[], ${losses}::int[])
      on conflict (segment_id) do update
         set provider_id = excluded.provider_id, measured_at = excluded.measured_at, latency_ns = excluded.latency_ns, loss_ppm = excluded.loss_ppm
       where known.measured_at < excluded.measured_at`.execute(tx);
  }
}

function newsOf(recorded: RecordedEvent): SegmentNews {
  const event = decodeEvent(recorded) as Extract<monitoring.AnyEvent | provisioning.AnyEvent, { type: (typeof LISTENS)[number] }>;
  if (event.type !== 'monitoring.v1.MeasurementsReported') return { kind: 'owned', segments: event.data.segments };
  const { providerId, batch } = event.data;
  return { kind: 'measured', providerId, windows: agent.MeasurementBatch.decode(batch.body).measurements };
}

async function ownersOf(segmentIds: readonly string[], tx: Transaction<MonitoringTables>): Promise<readonly OwnedSegment[]> {
  const { rows } = await sql<OwnedSegment>`select segment_id as "segmentId", provider_id as "providerId" from segment_owner where segment_id = any(${listParameter('text', segmentIds)}::text[])`.execute(tx);
  return rows;
}
