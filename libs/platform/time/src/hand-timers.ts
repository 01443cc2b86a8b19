import type { Timers } from './timers.js';

/** Time that passes when whoever holds it says so: for tests of what waits. */
export class HandTimers implements Timers {
  private nowMs = 0;
  private waiting: { readonly atMs: number; readonly work: () => void }[] = [];

  elapsedMs(): number {
    return this.nowMs;
  }

  after(ms: number, work: () => void): () => void {
    const entry = { atMs: this.nowMs + ms, work };
    this.waiting.push(entry);
    return () => (this.waiting = this.waiting.filter((each) => each !== entry));
  }

  async breathe(): Promise<void> {}

  /** How many calls are still to come. */
  get open(): number {
    return this.waiting.length;
  }

  /** What is due meanwhile is called in order, each at its own time. */
  pass(ms: number): void {
    const untilMs = this.nowMs + ms;
    for (;;) {
      const next = this.waiting.filter(({ atMs }) => atMs <= untilMs).sort((a, b) => a.atMs - b.atMs)[0];
      if (!next) break;
      this.waiting = this.waiting.filter((each) => each !== next);
      this.nowMs = next.atMs;
      next.work();
    }
    this.nowMs = untilMs;
  }
}
