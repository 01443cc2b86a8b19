import { instant, instantFromMs, NANOS_PER_DAY, type Instant } from '@carriermesh/kernel';

export interface AgentClock {
  now(): Instant;
  /** The mesh names a time, in a signed receipt or in what it asks for: by its clock it is at least this late. */
  heard(at: Instant): void;
}

export const machineClock: AgentClock = {
  now: () => instantFromMs(Date.now()),
  heard: () => undefined,
};

/** A single message moves the clock no further: a broken instant must not lead into another century. */
export const MAX_LEAP_NANOS = 400n * NANOS_PER_DAY;

/**
 * The machine's time, moved forward to what the mesh says and never back. A demonstration moves the mesh's clock by months;
 * a simulated network, which has no time of its own, comes along.
 */
export class FollowingClock implements AgentClock {
  private offsetNs = 0n;

  constructor(private readonly machine: Pick<AgentClock, 'now'> = machineClock) {}

  now(): Instant {
    return instant(this.machine.now() + this.offsetNs);
  }

  heard(at: Instant): void {
    const aheadNs = at - this.now();
    if (aheadNs > 0n) this.offsetNs += aheadNs < MAX_LEAP_NANOS ? aheadNs : MAX_LEAP_NANOS;
  }
}
