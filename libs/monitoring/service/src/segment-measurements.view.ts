import { Injectable } from '@nestjs/common';
import type { RecordedEvent } from '@carriermesh/platform-ledger';
import type { View } from '@carriermesh/platform-readmodel';
import { agent, monitoring, provisioning } from '@carriermesh/wire';
import type { Transaction } from 'kysely';

export interface MonitoringTables {
  segment_owner: { segment_id: string; provider_id: string };
  segment_measurement: { segment_id: string; provider_id: string; measured_at: bigint; latency_ns: bigint; loss_ppm: number };
}

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
  readonly listens = ['provisioning.v1.ActivationStarted', 'provisioning.v1.RerouteSecured', 'monitoring.v1.MeasurementsReported'] as const;

  async apply(event: RecordedEvent, tx: Transaction<MonitoringTables>): Promise<void> {
    if (event.type === 'provisioning.v1.ActivationStarted') await this.own(provisioning.ActivationStarted.decode(event.payload), tx);
    else if (event.type === 'provisioning.v1.RerouteSecured') await this.own(provisioning.RerouteSecured.decode(event.payload), tx);
    else await this.measure(monitoring.MeasurementsReported.decode(event.payload), tx);
  }

  private async own({ segments }: Pick<provisioning.ActivationStarted, 'segments'>, tx: Transaction<MonitoringTables>): Promise<void> {
    const rows = segments.map(({ segmentId, providerId }) => ({ segment_id: segmentId, provider_id: providerId }));
    if (rows.length > 0) await tx.insertInto('segment_owner').values(rows).onConflict((conflict) => conflict.doNothing()).execute();
  }

  private async measure({ providerId, batch }: monitoring.MeasurementsReported, tx: Transaction<MonitoringTables>): Promise<void> {
    const { measurements } = agent.MeasurementBatch.decode(batch.body);
    const named = [...new Set(measurements.map(({ segmentId }) => segmentId))];
    const owned = await tx.selectFrom('segment_owner').select('segment_id').where('provider_id', '=', providerId).where('segment_id', 'in', named).execute();
    const ids = new Set(owned.map(({ segment_id }) => segment_id));
    for (const measurement of measurements.filter(({ segmentId }) => ids.has(segmentId))) {
      const row = {
        segment_id: measurement.segmentId,
        provider_id: providerId,
        measured_at: measurement.measuredAt,
        latency_ns: measurement.latencyNs,
        loss_ppm: measurement.lossPpm,
      };
      await tx
        .insertInto('segment_measurement')
        .values(row)
        .onConflict((conflict) => conflict.column('segment_id').doUpdateSet(row).where('segment_measurement.measured_at', '<', row.measured_at))
        .execute();
    }
  }
}
