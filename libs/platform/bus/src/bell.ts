import { realTimers, type Timers } from '@carriermesh/platform-time';

/** What one waits for and others ring. A ring that comes while nobody waits is kept: the next wait ends at once. */
export class Bell {
  private rung = false;
  private endWait: (() => void) | undefined;

  constructor(private readonly timers: Timers = realTimers) {}

  ring(): void {
    this.rung = true;
    this.endWait?.();
  }

  /** True when it was rung, false when `limitMs` passed first. One waits at a time. */
  async heardWithin(limitMs: number): Promise<boolean> {
    if (!this.rung) await this.wait(limitMs);
    const heard = this.rung;
    this.rung = false;
    return heard;
  }

  private wait(limitMs: number): Promise<void> {
    return new Promise((resolve) => {
      const callOff = this.timers.after(limitMs, resolve);
      this.endWait = () => {
        callOff();
        resolve();
      };
    });
  }
}
