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

export interface Wait {
  readonly waitMs: number;
  /** As a sentence goes on after "at most". */
  readonly limit: string;
}

/** Both limits of one server. Whoever has reached too often for what is another's can still see to what is its own. */
export class AskersPace {
  private readonly requests = new Pace(MAX_REQUESTS_PER_SECOND, SECOND_MS);
  private readonly attempts = new Pace(MAX_ATTEMPTS_PER_HOUR, HOUR_MS);

  /** Counts a request, or says why and how long its asker has to wait with it. */
  take(who: string, { isAttempt, nowMs }: { readonly isAttempt: boolean; readonly nowMs: number }): Wait | undefined {
    const requestsMs = this.requests.waitMs(who, nowMs);
    if (requestsMs > 0) return { waitMs: requestsMs, limit: `${MAX_REQUESTS_PER_SECOND} requests are answered in a second` };
    const attemptsMs = isAttempt ? this.attempts.waitMs(who, nowMs) : 0;
    if (attemptsMs > 0) return { waitMs: attemptsMs, limit: `${MAX_ATTEMPTS_PER_HOUR} attempts on what is another's are put on record in an hour` };
    this.requests.count(who, nowMs);
    if (isAttempt) this.attempts.count(who, nowMs);
    return undefined;
  }
}
