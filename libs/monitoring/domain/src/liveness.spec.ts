import { describe, expect, it } from '@jest/globals';
import { instant, NANOS_PER_SECOND, plus } from '@carriermesh/kernel';
import { isAlive, isForgotten } from './liveness.js';

const heardAt = instant(1_000_000_000n);
const heard = { heardAt, heartbeat: { service: 'billing', instanceId: 'a-1', startedAt: heardAt, position: 7n, residentBytes: 1n, alarms: [] } };

describe('a process of the mesh', () => {
  it('is alive up to and including its third missing heartbeat', () => {
    expect(isAlive(heard, plus(heardAt, 6n * NANOS_PER_SECOND))).toBe(true);
  });

  it('is gone a nanosecond later', () => {
    expect(isAlive(heard, plus(heardAt, 6n * NANOS_PER_SECOND + 1n))).toBe(false);
  });

  it('is listed as gone for an hour, and then forgotten', () => {
    expect(isForgotten(heard, plus(heardAt, 3_600n * NANOS_PER_SECOND))).toBe(false);
    expect(isForgotten(heard, plus(heardAt, 3_600n * NANOS_PER_SECOND + 1n))).toBe(true);
  });
});
