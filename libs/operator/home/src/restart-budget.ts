export const RESTART_FIRST_DELAY_MS = 250;
export const RESTART_LAST_DELAY_MS = 5_000;
export const MAX_RESTARTS_PER_MINUTE = 10;
const MINUTE_MS = 60_000;

/** How often, and after what wait, a process that keeps ending is started again. A minute of peace makes the wait short again. */
export class RestartBudget {
  #restartsAtMs: number[] = [];

  /** The wait before the next restart, or `undefined` when this minute's restarts are used up and a person has to look. */
  nextDelayMs(nowMs: number): number | undefined {
    this.#restartsAtMs = this.#restartsAtMs.filter((at) => nowMs - at < MINUTE_MS);
    const restarts = this.#restartsAtMs.length;
    if (restarts >= MAX_RESTARTS_PER_MINUTE) return undefined;
    this.#restartsAtMs.push(nowMs);
    return Math.min(RESTART_LAST_DELAY_MS, RESTART_FIRST_DELAY_MS * 2 ** restarts);
  }
}
