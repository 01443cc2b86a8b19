/** What one element, or the device's owner, may ask for in a second. */
export const MAX_REQUESTS_PER_SECOND = 50;
/** Attempts on what is another's, each of which is written down, in an hour. */
export const MAX_ATTEMPTS_PER_HOUR = 1_000;

const SECOND_MS = 1_000;
const HOUR_MS = 3_600_000;

interface Window {
  readonly beganAtMs: number;
  readonly count: number;
}

/** Counts within windows of fixed length; whoever is over the limit waits for the next one. */
export class Pace {
  private readonly windows = new Map<string, Window>();

  constructor(
    private readonly most: number,
    private readonly windowMs: number,
  ) {}

  static readonly ofRequests = (): Pace => new Pace(MAX_REQUESTS_PER_SECOND, SECOND_MS);
  static readonly ofAttempts = (): Pace => new Pace(MAX_ATTEMPTS_PER_HOUR, HOUR_MS);

  /** @returns how long to wait, 0 when it may go on */
  waitMs(who: string, nowMs: number): number {
    const { beganAtMs, count } = this.windowOf(who, nowMs);
    return count < this.most ? 0 : beganAtMs + this.windowMs - nowMs;
  }

  count(who: string, nowMs: number): void {
    const window = this.windowOf(who, nowMs);
    this.windows.set(who, { ...window, count: window.count + 1 });
  }

  private windowOf(who: string, nowMs: number): Window {
    const window = this.windows.get(who);
    return window && nowMs < window.beganAtMs + this.windowMs ? window : { beganAtMs: nowMs, count: 0 };
  }
}
