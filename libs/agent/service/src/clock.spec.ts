import { expect, it } from '@jest/globals';
import { instant, type Instant } from '@carriermesh/kernel';
import { FollowingClock, MAX_LEAP_NANOS } from './clock.js';

it('comes along when the mesh is later, and never goes back', () => {
  let machine: Instant = instant(1_000n);
  const clock = new FollowingClock({ now: () => machine });
  clock.heard(instant(900n));
  expect(clock.now()).toBe(1_000n);
  clock.heard(instant(5_000n));
  clock.heard(instant(2_000n));
  machine = instant(1_010n);
  expect(clock.now()).toBe(5_010n);
});

it('leaps at most 400 days at a message', () => {
  const clock = new FollowingClock({ now: () => instant(0n) });
  clock.heard(instant(MAX_LEAP_NANOS * 3n));
  expect(clock.now()).toBe(MAX_LEAP_NANOS);
  clock.heard(instant(MAX_LEAP_NANOS * 3n));
  expect(clock.now()).toBe(2n * MAX_LEAP_NANOS);
});
