import { v7 as uuidv7 } from 'uuid';
import { carryingSegments, type Segment } from '@carriermesh/agent-domain';
import { toHex } from '@carriermesh/kernel';
import { sealEnvelope, sha256, SIGNED_AS, type SigningKey } from '@carriermesh/platform-signing';
import { agent, common } from '@carriermesh/wire';
import type { Courier, ProviderContext } from './courier.js';
import type { LineMeasurement, NetworkDriver } from './drivers/network-driver.port.js';

export const MAX_MEASUREMENTS_PER_BATCH = 100;
/** Packets of one window whose delays are told, one way and there and back, of the segment and of its service: a batch has room for all of them. */
const MAX_DELAYS = 100;
/** Segments that became active while an unanswered round waits for its timeout. The timer's next round has them all. */
const MAX_WAITING_ROUNDS = 8;

export interface MeasurerOptions {
  readonly driver: NetworkDriver;
  readonly key: SigningKey;
}

/** Reports what active segments look like now. A report that is lost is not sent again: a newer one follows. */
export class Measurer {
  private running: Promise<void> = Promise.resolve();
  private waiting = 0;

  constructor(
    private readonly context: ProviderContext,
    private readonly courier: Courier,
    private readonly options: MeasurerOptions,
  ) {}

  /** Measures these segments, or all that are active; left out while an earlier round of all still runs. */
  measure(segments?: readonly Segment[]): void {
    if (this.waiting > MAX_WAITING_ROUNDS || (segments === undefined && this.waiting > 0)) return;
    this.waiting += 1;
    this.running = this.running
      .then(() => this.report(segments ?? carryingSegments(this.context.books.book)))
      .catch((error: unknown) => this.context.log.debug({ error, providerId: this.context.providerId }, 'measurements were lost'))
      .finally(() => (this.waiting -= 1));
  }

  async settled(): Promise<void> {
    await this.running;
  }

  private async report(segments: readonly Segment[]): Promise<void> {
    for (let first = 0; first < segments.length; first += MAX_MEASUREMENTS_PER_BATCH) {
      this.context.stopping.throwIfAborted();
      await this.reportBatch(segments.slice(first, first + MAX_MEASUREMENTS_PER_BATCH));
    }
  }

  private async reportBatch(segments: readonly Segment[]): Promise<void> {
    const { clock, providerId } = this.context;
    const { driver, key } = this.options;
    const measuredAt = clock.now();
    const measurements = await Promise.all(
      segments.map(async (segment) => {
        const { latencyNs, lossPpm, endToEnd, ...packets } = await driver.measure(segment, measuredAt);
        return { segmentId: segment.segmentId, measuredAt, latencyNs, lossPpm, ...told(packets), ...(endToEnd ? { endToEnd: { lossPpm: endToEnd.lossPpm, ...told(endToEnd) } } : {}) };
      }),
    );
    const batchId = `mea_${uuidv7()}`;
    const body = agent.MeasurementBatch.encode({ providerId, batchId, measurements });
    const envelope = common.SignedEnvelope.encode(sealEnvelope(key, SIGNED_AS.measurementBatch, body));
    const { outcome } = await this.courier.request('measure', batchId, envelope);
    if (outcome.kind === 'refused') this.context.log.warn({ providerId, batchId, refusal: outcome.refused }, 'the mesh refused measurements');
    else clock.heard(this.courier.verified(outcome.receipt, { batchId, bodySha256: toHex(sha256(body)) }).recordedAt);
  }
}

function told({ delaysNs = [], roundTripsNs = [] }: Pick<LineMeasurement, 'delaysNs' | 'roundTripsNs'>): Pick<agent.EndToEnd, 'delays' | 'roundTrips'> {
  return {
    ...(delaysNs.length === 0 ? {} : { delays: { oneWayNs: delaysNs.slice(0, MAX_DELAYS) } }),
    ...(roundTripsNs.length === 0 ? {} : { roundTrips: { roundTripNs: roundTripsNs.slice(0, MAX_DELAYS) } }),
  };
}
