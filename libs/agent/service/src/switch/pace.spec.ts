import { describe, expect, it } from '@jest/globals';
import { AskersPace, MAX_ATTEMPTS_PER_HOUR, MAX_REQUESTS_PER_SECOND, Pace } from './pace.js';

describe('the pace of an asker', () => {
  it('is its own: up to the last one within the window, and then until the window ends', () => {
    const pace = new Pace(2, 1_000);
    for (const nowMs of [10_000, 10_500]) {
      expect(pace.waitMs('alfa', nowMs)).toBe(0);
      pace.count('alfa', nowMs);
    }
    expect(pace.waitMs('alfa', 10_600)).toBe(400);
    expect(pace.waitMs('bravo', 10_600)).toBe(0);
    expect(pace.waitMs('alfa', 10_999)).toBe(1);
    expect(pace.waitMs('alfa', 11_000)).toBe(0);
  });
});

describe('the two limits of an asker', () => {
  it(`are told by name, and after ${MAX_ATTEMPTS_PER_HOUR} attempts in an hour on what is another's it still sees to what is its own`, () => {
    const pace = new AskersPace();
    const attempt = (nowMs: number) => pace.take('alfa', { isAttempt: true, nowMs });
    for (let made = 0; made < MAX_REQUESTS_PER_SECOND; made++) expect(attempt(0)).toBeUndefined();
    expect(attempt(0)).toEqual({ waitMs: 1_000, limit: '50 requests are answered in a second' });
    for (let made = MAX_REQUESTS_PER_SECOND; made < MAX_ATTEMPTS_PER_HOUR; made++) expect(attempt(made * 1_000)).toBeUndefined();
    expect(attempt(1_000_000)).toEqual({ waitMs: 2_600_000, limit: "1000 attempts on what is another's are put on record in an hour" });
    expect(pace.take('alfa', { isAttempt: false, nowMs: 1_000_000 })).toBeUndefined();
    expect(pace.take('bravo', { isAttempt: true, nowMs: 1_000_000 })).toBeUndefined();
    expect(attempt(3_600_000)).toBeUndefined();
  });
});
