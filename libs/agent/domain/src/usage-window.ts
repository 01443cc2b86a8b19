import { NANOS_PER_HOUR, NANOS_PER_SECOND, plus, type Instant, type Period } from '@carriermesh/kernel';
import type { Segment } from './segment.js';

/** Usage is metered by the hour, counted from the start of the service, so that a month of the service ends with an interval. */
export const INTERVAL_NANOS = NANOS_PER_HOUR;

/** A year and a bit. Who asks for more at once gets the rest when asking again: the watermark says how far it went. */
export const MAX_INTERVALS_PER_REPORT = 10_000;

export interface MeteredSegment {
  readonly segment: Pick<Segment, 'segmentId' | 'serviceStartAt' | 'meteredFrom'>;
  /** Everything before is in a batch already; absent: nothing is. */
  readonly reportedUntil?: Instant | undefined;
  readonly releasedAt?: Instant | undefined;
}

export interface DueUsage {
  readonly segmentId: string;
  readonly intervals: readonly Period[];
  /** Nothing before this instant is left to be reported. */
  readonly completeUntil: Instant;
}

/**
 * The whole intervals of one segment that ended up to and including `until` and were not reported. An interval that is broken
 * off, by `until` or by the release, is not reported: no month ends within one, and what a released segment carried since the
 * last full hour is not worth a record that no hour can be compared with.
 * @returns `undefined` when nothing new can be said
 */
export function dueUsage({ segment, reportedUntil, releasedAt }: MeteredSegment, until: Instant): DueUsage | undefined {
  const { segmentId, serviceStartAt, meteredFrom = serviceStartAt } = segment;
  const first = wholeIntervals(serviceStartAt, reportedUntil ?? meteredFrom);
  const limit = first + BigInt(MAX_INTERVALS_PER_REPORT);
  const complete = least(limit, wholeIntervals(serviceStartAt, until));
  if (complete <= first) return undefined;
  const carried = releasedAt === undefined ? complete : least(complete, wholeIntervals(serviceStartAt, releasedAt));
  const boundary = (index: bigint): Instant => plus(serviceStartAt, index * INTERVAL_NANOS);
  const intervals = Array.from({ length: Math.max(0, Number(carried - first)) }, (_, offset) => {
    const index = first + BigInt(offset);
    return { from: boundary(index), until: boundary(index + 1n) };
  });
  return { segmentId, intervals, completeUntil: boundary(complete) };
}

/** Intervals of the service that have ended up to and including the instant. */
const wholeIntervals = (start: Instant, at: Instant): bigint => (at <= start ? 0n : (at - start) / INTERVAL_NANOS);

const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);

/** Unique for the provider for ever: intervals of one segment are an hour apart. What is told apart in one is numbered from 1. */
export const usageRecordId = (segmentId: string, from: Instant, part = 1): string => `${segmentId}-${from / NANOS_PER_SECOND}${part === 1 ? '' : `-${part}`}`;
