import { Injectable } from '@nestjs/common';
import type { RecordedEvent } from '@carriermesh/platform-ledger';
import type { View } from '@carriermesh/platform-readmodel';
import { agent, monitoring } from '@carriermesh/wire';
import type { Transaction } from 'kysely';

export interface MonitoringTables {
  segment_measurement: { segment_id: string; provider_id: string; measured_at: bigint; latency_ns: bigint; loss_ppm: number };
}

/** The newest measurement of each segment, whatever order the reports came in. */
@Injectable()
export class SegmentMeasurements implements View<MonitoringTables> {
  readonly name = 'segment-measurements';
  readonly context = 'monitoring';
  readonly version = 1;
  readonly migrate = `create table segment_measurement (
    segment_id text primary key, provider_id text not null, measured_at bigint not null, latency_ns bigint not null, loss_ppm int not null)`;
  readonly listens = ['monitoring.v1.MeasurementsReported'] as const;

  async apply(event: RecordedEvent, tx: Transaction<MonitoringTables>): Promise<void> {
    const { providerId, batch } = monitoring.MeasurementsReported.decode(event.payload);
    for (const measurement of agent.MeasurementBatch.decode(batch.body).measurements) {
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
