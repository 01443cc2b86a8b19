import { NANOS_PER_HOUR, NANOS_PER_SECOND, type Instant } from '@carriermesh/kernel';
import type { monitoring } from '@carriermesh/wire';

/** Every process says that it lives this often. */
export const HEARTBEAT_NS = 2n * NANOS_PER_SECOND;
/** One lost heartbeat means nothing, three mean that the process is gone or cut off. */
export const MISSED_HEARTBEATS = 3n;
/** A process that was silent for so long was replaced: it is forgotten. */
export const FORGET_AFTER_NS = NANOS_PER_HOUR;

export interface Heard {
  readonly heartbeat: monitoring.Heartbeat;
  readonly heardAt: Instant;
}

/** A process counts as alive up to and including its third missing heartbeat. */
export const isAlive = ({ heardAt }: Heard, now: Instant): boolean => now - heardAt <= MISSED_HEARTBEATS * HEARTBEAT_NS;

export const isForgotten = ({ heardAt }: Heard, now: Instant): boolean => now - heardAt > FORGET_AFTER_NS;
