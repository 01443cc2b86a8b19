import type { Instant } from './instant.js';
import { invariant } from './invariant.js';

/** A span of time that contains `from` and does not contain `until`, so that neighbours share no instant. */
export interface Period {
  readonly from: Instant;
  readonly until: Instant;
}

export function period(from: Instant, until: Instant): Period {
  invariant(from <= until, `a period ends at ${until}, before it starts at ${from}`);
  return { from, until };
}

export const contains = ({ from, until }: Period, at: Instant): boolean => at >= from && at < until;

/** Nanoseconds that the period lasts. */
export const durationOf = ({ from, until }: Period): bigint => until - from;
