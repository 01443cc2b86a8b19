import { AWAITED_SUBJECT, type Bus } from '@carriermesh/platform-bus';
import type { Timers } from '@carriermesh/platform-time';
import type { EventType } from '@carriermesh/wire';
import { earlySubject } from './early-words.js';

/** What of the early words is told while somebody's service is down. */
const URGENT: EventType = 'monitoring.v1.SegmentImpaired';
/** About twice what a failover takes on a quiet machine; one that comes to its end says that its event is waited for, and nobody gives way to it any more. */
export const RIGHT_OF_WAY_MS = 20;

/**
 * An alarm that is copied wakes every service, and what they write down about it takes the processors and the disk from the move that ends the
 * outage. Whoever moves the service heard the early word: for all others the copy may come a moment later, with the move in the same run.
 */
export class RightOfWay {
  private way: Promise<void> | undefined;

  constructor(
    private readonly bus: Pick<Bus, 'hear'>,
    private readonly timers: Timers,
  ) {}

  /** @returns ends the listening */
  listen(): () => void {
    // Alarms that come meanwhile do not make it longer: of many services that fail one after the other nobody waits for the last.
    return this.bus.hear(earlySubject(URGENT), () => (this.way ??= this.begun()));
  }

  /** Resolves at once, but for a moment after an alarm. */
  async given(): Promise<void> {
    await this.way;
  }

  /** Every order's end is waited for: that word is heard for no longer than it says something here. */
  private begun(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const pass = (): void => {
      cancel();
      hearNoMore();
      this.way = undefined;
      resolve();
    };
    const cancel = this.timers.after(RIGHT_OF_WAY_MS, pass);
    const hearNoMore = this.bus.hear(AWAITED_SUBJECT, pass);
    return promise;
  }
}
