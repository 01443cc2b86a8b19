import { isToken, NANOS_PER_DAY, NANOS_PER_SECOND, type Instant } from '@carriermesh/kernel';
import type { agent, common } from '@carriermesh/wire';

export const MAX_MEASUREMENTS = 1_000;
/** Packets of one window whose delays are told. */
export const MAX_DELAYS = 1_000;
/** Light needs a seventh of a second around the Earth; ten seconds one way is no measurement. */
export const MAX_LATENCY_NS = 10n * NANOS_PER_SECOND;
/** How far a provider's clock may be ahead of the mesh's. */
export const MAX_CLOCK_LEAD_NS = 300n * NANOS_PER_SECOND;
/** A provider that was cut off reports later; what is older than a year is of no use to anybody. */
export const MAX_AGE_NS = 366n * NANOS_PER_DAY;
const MILLION = 1_000_000;
/** How much of a text from outside a refusal repeats. */
const MAX_SHOWN_CHARACTERS = 100;

/** What is wrong with a batch that the provider surely sent; `undefined` when it can be recorded. */
export function measurementsRefusal({ measurements }: agent.MeasurementBatch, now: Instant): common.Refusal | undefined {
  const count = measurements.length;
  if (count === 0 || count > MAX_MEASUREMENTS) {
    return refusal('batch-size', `A batch has 1 to ${MAX_MEASUREMENTS} measurements, not ${count}.`, { measurements: String(count) });
  }
  const unnamed = measurements.find(({ segmentId }) => !isToken(segmentId));
  if (unnamed) return refusal('malformed', 'A segment id is 1 to 64 letters, digits, _ and -.', { segment_id: unnamed.segmentId.slice(0, MAX_SHOWN_CHARACTERS) });
  const counted = measurements.flatMap((measurement) => packetsOf(measurement).map((packets) => ({ segmentId: measurement.segmentId, count: packets.length })));
  const miscounted = counted.find(({ count: packets }) => packets === 0 || packets > MAX_DELAYS);
  if (miscounted) {
    const [segmentId, packets] = [miscounted.segmentId, String(miscounted.count)];
    return refusal('malformed', `A window tells the delays of 1 to ${MAX_DELAYS} packets, or none; that of ${segmentId} tells ${packets}.`, { segment_id: segmentId, packets });
  }
  const bad = measurements.find((measurement) => !isPlausible(measurement, now));
  return bad && refusal('implausible', `The measurement of ${bad.segmentId} is out of range.`, { segment_id: bad.segmentId, latency_ns: String(bad.latencyNs) });
}

/** Of each kind of time that the window tells of its packets. */
function packetsOf({ delays, roundTrips, endToEnd }: agent.Measurement): readonly (readonly bigint[])[] {
  return [delays?.oneWayNs, roundTrips?.roundTripNs, endToEnd?.delays?.oneWayNs, endToEnd?.roundTrips?.roundTripNs].filter((packets) => packets !== undefined);
}

function isPlausible({ latencyNs, lossPpm, measuredAt, delays, roundTrips, endToEnd }: agent.Measurement, now: Instant): boolean {
  const isTimely = measuredAt >= now - MAX_AGE_NS && measuredAt <= now + MAX_CLOCK_LEAD_NS;
  const oneWay = [latencyNs, ...(delays?.oneWayNs ?? []), ...(endToEnd?.delays?.oneWayNs ?? [])];
  const thereAndBack = [...(roundTrips?.roundTripNs ?? []), ...(endToEnd?.roundTrips?.roundTripNs ?? [])];
  const isWithin = (most: bigint) => (ns: bigint): boolean => ns >= 0n && ns <= most;
  return isTimely && oneWay.every(isWithin(MAX_LATENCY_NS)) && thereAndBack.every(isWithin(2n * MAX_LATENCY_NS)) && [lossPpm, endToEnd?.lossPpm ?? 0].every((ppm) => ppm <= MILLION);
}

function refusal(code: string, message: string, facts: Readonly<Record<string, string>>): common.Refusal {
  return { code, message, facts };
}
