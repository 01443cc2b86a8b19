import { instant, NANOS_PER_HOUR, type Instant } from '@carriermesh/kernel';
import type { agent, monitoring } from '@carriermesh/wire';
import { recorded, type DelayHistogram } from './delay-histogram.js';

/** Windows that count of one hour of a segment: one for each second. */
export const MAX_WINDOWS_PER_HOUR = 3_600;

/** What a segment showed in one hour. */
export interface LevelSlice {
  /** By how long after the hour's beginning a window was measured: what it lost. */
  readonly lossPpm: ReadonlyMap<bigint, number>;
  readonly delays: DelayHistogram;
  /** Of two packets in a row that both arrived: how much their delays differ (MEF 10.4, inter-frame delay variation). */
  readonly variations: DelayHistogram;
  readonly roundTrips: DelayHistogram;
  /** Of a line's first segment: what the whole line showed. */
  readonly endToEnd?: LevelSlice;
}

export const emptySlice: LevelSlice = { lossPpm: new Map(), delays: new Map(), variations: new Map(), roundTrips: new Map() };

export const hourOf = (at: Instant): Instant => instant(at - (((at % NANOS_PER_HOUR) + NANOS_PER_HOUR) % NANOS_PER_HOUR));

/** The slice with one more window. One that it knows is the same window told again, and changes nothing; so the order does not matter. */
export function withWindow(slice: LevelSlice, { measuredAt, lossPpm, delays, roundTrips, endToEnd }: Window): LevelSlice {
  const offsetNs = measuredAt - hourOf(measuredAt);
  if (slice.lossPpm.has(offsetNs) || slice.lossPpm.size >= MAX_WINDOWS_PER_HOUR) return slice;
  const packets = (delays?.oneWayNs ?? []).map(Number);
  return {
    lossPpm: new Map(slice.lossPpm).set(offsetNs, lossPpm),
    delays: recorded(slice.delays, packets.filter(hasArrived)),
    variations: recorded(slice.variations, variationsOf(packets)),
    roundTrips: recorded(slice.roundTrips, (roundTrips?.roundTripNs ?? []).map(Number).filter(hasArrived)),
    ...(endToEnd ? { endToEnd: withWindow(slice.endToEnd ?? emptySlice, { measuredAt, ...endToEnd }) } : slice.endToEnd ? { endToEnd: slice.endToEnd } : {}),
  };
}

type Window = Pick<agent.Measurement, 'measuredAt' | 'lossPpm' | 'delays' | 'roundTrips' | 'endToEnd'>;

const hasArrived = (delayNs: number): boolean => delayNs > 0;

function variationsOf(packets: readonly number[]): readonly number[] {
  return packets.slice(1).flatMap((delayNs, before) => {
    const previous = packets[before] ?? 0;
    return hasArrived(delayNs) && hasArrived(previous) ? [Math.abs(delayNs - previous)] : [];
  });
}

export function sliceRecord({ lossPpm, delays, variations, roundTrips, endToEnd }: LevelSlice): monitoring.LevelSlice {
  return {
    offsetsNs: [...lossPpm.keys()],
    lossPpm: [...lossPpm.values()],
    delayBuckets: [...delays.keys()],
    delayCounts: [...delays.values()],
    variationBuckets: [...variations.keys()],
    variationCounts: [...variations.values()],
    roundTripBuckets: [...roundTrips.keys()],
    roundTripCounts: [...roundTrips.values()],
    ...(endToEnd ? { endToEnd: sliceRecord(endToEnd) } : {}),
  };
}

export function sliceOf({ offsetsNs, lossPpm, delayBuckets, delayCounts, variationBuckets, variationCounts, roundTripBuckets, roundTripCounts, endToEnd }: monitoring.LevelSlice): LevelSlice {
  const zipped = <K>(keys: readonly K[], values: readonly number[]): ReadonlyMap<K, number> => new Map(keys.map((key, index) => [key, values[index] ?? 0]));
  return {
    lossPpm: zipped(offsetsNs, lossPpm),
    delays: zipped(delayBuckets, delayCounts),
    variations: zipped(variationBuckets, variationCounts),
    roundTrips: zipped(roundTripBuckets, roundTripCounts),
    ...(endToEnd ? { endToEnd: sliceOf(endToEnd) } : {}),
  };
}
