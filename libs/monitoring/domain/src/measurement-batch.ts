import { isToken, plus, type Instant, NANOS_PER_SECOND } from '@carriermesh/kernel';
import type { agent, common } from '@carriermesh/wire';

export const MAX_MEASUREMENTS = 1_000;
/** Light needs a seventh of a second around the Earth; ten seconds one way is no measurement. */
export const MAX_LATENCY_NS = 10n * NANOS_PER_SECOND;
/** How far a provider's clock may be ahead of the mesh's. */
export const MAX_CLOCK_LEAD_NS = 300n * NANOS_PER_SECOND;
const MILLION = 1_000_000;

export interface MeasurementFacts {
  /** From the bus account. */
  readonly providerId: string;
  readonly batch: agent.MeasurementBatch;
  readonly now: Instant;
}

/** What is wrong with a batch as a whole; `undefined` when it can be recorded. */
export function batchRefusal({ providerId, batch, now }: MeasurementFacts): common.Refusal | undefined {
  if (batch.providerId !== providerId) {
    return refusal('wrong-provider', `The account of ${providerId} can't report for ${batch.providerId}.`, { provider_id: providerId });
  }
  if (!isToken(batch.batchId)) return refusal('malformed', 'A batch id is 1 to 64 letters, digits, _ and -.', {});
  const count = batch.measurements.length;
  if (count === 0 || count > MAX_MEASUREMENTS) {
    return refusal('batch-size', `A batch has 1 to ${MAX_MEASUREMENTS} measurements, not ${count}.`, { measurements: String(count) });
  }
  const bad = batch.measurements.find((measurement) => !isPlausible(measurement, now));
  return bad && refusal('implausible', `The measurement of ${bad.segmentId} is out of range.`, { segment_id: bad.segmentId, latency_ns: String(bad.latencyNs) });
}

function isPlausible({ latencyNs, lossPpm, measuredAt }: agent.Measurement, now: Instant): boolean {
  return latencyNs >= 0n && latencyNs <= MAX_LATENCY_NS && lossPpm <= MILLION && measuredAt <= plus(now, MAX_CLOCK_LEAD_NS);
}

function refusal(code: string, message: string, facts: Readonly<Record<string, string>>): common.Refusal {
  return { code, message, facts };
}
