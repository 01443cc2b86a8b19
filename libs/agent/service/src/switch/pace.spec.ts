import { describe, expect, it } from '@jest/globals';
import { Pace } from './pace.js';

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
