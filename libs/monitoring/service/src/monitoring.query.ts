import { Inject, Injectable } from '@nestjs/common';
import { instant, isToken } from '@carriermesh/kernel';
import { OperationalError } from '@carriermesh/platform-errors';
import { Handles, READ_MODEL, type Call, type Handler } from '@carriermesh/platform-chassis';
import { ReadModelStore } from '@carriermesh/platform-readmodel';
import { monitoring } from '@carriermesh/wire';
import type { Kysely } from 'kysely';
import { ProcessWatch } from './process-watch.js';
import type { MonitoringTables } from './segment-measurements.view.js';

/** Segments that one question may name. */
const MAX_SEGMENTS = 1_000;

@Injectable()
@Handles(monitoring.ListProcesses)
export class ListProcessesHandler implements Handler<monitoring.ListProcessesRequest, monitoring.ListProcessesResponse> {
  constructor(private readonly watch: ProcessWatch) {}

  async execute(): Promise<monitoring.ListProcessesResponse> {
    return { processes: this.watch.list() };
  }
}

@Injectable()
@Handles(monitoring.ListSegmentMeasurements)
export class ListSegmentMeasurementsHandler
  implements Handler<monitoring.ListSegmentMeasurementsRequest, monitoring.ListSegmentMeasurementsResponse>
{
  private readonly db: Kysely<MonitoringTables>;

  constructor(@Inject(READ_MODEL) store: ReadModelStore<MonitoringTables>) {
    this.db = store.db;
  }

  async execute({ body }: Call<monitoring.ListSegmentMeasurementsRequest>): Promise<monitoring.ListSegmentMeasurementsResponse> {
    if (!body.segmentIds.some(isToken)) return { measurements: [] };
    if (body.segmentIds.length > MAX_SEGMENTS) {
      throw new OperationalError('malformed', `one question names at most ${MAX_SEGMENTS} segments, not ${body.segmentIds.length}`);
    }
    const rows = await this.db.selectFrom('segment_measurement').selectAll().where('segment_id', 'in', body.segmentIds.filter(isToken)).orderBy('segment_id').execute();
    return {
      measurements: rows.map((row) => ({
        segmentId: row.segment_id,
        providerId: row.provider_id,
        measuredAt: instant(row.measured_at),
        latencyNs: row.latency_ns,
        lossPpm: row.loss_ppm,
      })),
    };
  }
}
