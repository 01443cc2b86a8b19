/** What is longer than so many ticks on its way, or between two probes, was no time in which a heartbeat would have been read. */
const MAX_TICKS = 2;

/**
 * The time that an instance can vouch for: had a heartbeat come in it, it would have been read by now. The instance sends itself a probe over
 * the bus in each tick. A bus delivers to one connection in order, so that when a probe is back everything that the bus had for this
 * instance when it was sent has been read: also what lay unread while the process stood still. A probe that took longer than two ticks counts
 * for nothing, and between two that count at most two ticks do: a process that stood still, a bus that was away or a machine that was cut off
 * heard nobody in that time, and holds it against nobody.
 */
export class VouchedTime {
  private vouchedMs = 0;
  private upToMs: number;

  /** @param nowMs of a clock that nobody sets, as everywhere here */
  constructor(
    nowMs: number,
    private tickMs: number,
  ) {
    this.upToMs = nowMs;
  }

  /** A probe is back. @returns whether it counts */
  returned(sentMs: number, nowMs: number): boolean {
    if (sentMs <= this.upToMs || nowMs - sentMs > MAX_TICKS * this.tickMs) return false;
    this.countUpTo(sentMs);
    return true;
  }

  /** From here on probes are sent so often. */
  tickOf(tickMs: number): void {
    this.tickMs = tickMs;
  }

  /** How much of it there is at a moment, for what is heard at that moment. */
  at(nowMs: number): number {
    return this.vouchedMs + Math.min(Math.max(nowMs - this.upToMs, 0), MAX_TICKS * this.tickMs);
  }

  /** Up to the last probe that is back: what was not heard by then will not be. */
  get ms(): number {
    return this.vouchedMs;
  }

  private countUpTo(sentMs: number): void {
    this.vouchedMs = this.at(sentMs);
    this.upToMs = sentMs;
  }
}
