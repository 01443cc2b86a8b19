import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mostOctets, type Segment } from '@carriermesh/agent-domain';
import { instant, NANOS_PER_HOUR, period, plus } from '@carriermesh/kernel';
import type { NetworkDriver } from './network-driver.port.js';

export interface DriverUnderTest {
  /** A network that does what it is asked. */
  readonly driver: NetworkDriver;
  /** A segment that the network can carry. */
  readonly segment: Segment;
  /** Leaves nothing of it behind. */
  readonly remove: () => Promise<void>;
}

const HOURS_CHECKED = 24;

/** What every driver has to keep, the simulated one and one for real equipment alike. */
export function networkDriverContract(name: string, make: () => Promise<DriverUnderTest>, suite: (name: string, tests: () => void) => void = describe): void {
  suite(`${name}, as a network driver`, () => {
    let driver: NetworkDriver;
    let segment: Segment;
    let remove: DriverUnderTest['remove'];

    beforeEach(async () => {
      ({ driver, segment, remove } = await make());
      await driver.restore([]);
    });
    afterEach(() => remove());

    it('carries after its restart what the journal calls active, and can release it', async () => {
      await driver.restore([segment]);
      expect((await driver.measure(segment, instant(segment.serviceStartAt + 1n))).lossPpm).toBeLessThan(1_000_000);
      expect(await driver.activate(segment)).toEqual({ kind: 'done' });
      await driver.restore([]);
      expect(await driver.release(segment.segmentId)).toEqual({ kind: 'done' });
    });

    it('activates a segment, and does so again when it is asked again', async () => {
      expect(await driver.activate(segment)).toEqual({ kind: 'done' });
      expect(await driver.activate(segment)).toEqual({ kind: 'done' });
    });

    it('releases a segment once, twice, and without any activation', async () => {
      expect(await driver.release('seg_never-heard-of')).toEqual({ kind: 'done' });
      await driver.activate(segment);
      expect(await driver.release(segment.segmentId)).toEqual({ kind: 'done' });
      expect(await driver.release(segment.segmentId)).toEqual({ kind: 'done' });
    });

    it('meters no more than the segment can carry, and the same when it is asked again', async () => {
      await driver.activate(segment);
      for (let hour = 0; hour < HOURS_CHECKED; hour++) {
        const from = plus(segment.serviceStartAt, BigInt(hour) * NANOS_PER_HOUR);
        const interval = period(from, plus(from, NANOS_PER_HOUR));
        const octets = await driver.meter(segment, interval);
        expect(octets >= 0n && octets <= mostOctets(segment.mbps, interval)).toBe(true);
        expect(await driver.meter(segment, interval)).toBe(octets);
      }
    });

    it('meters nothing in no time', async () => {
      expect(await driver.meter(segment, period(segment.serviceStartAt, segment.serviceStartAt))).toBe(0n);
    });

    it('measures a latency that is not negative and a loss of at most everything', async () => {
      await driver.activate(segment);
      const { latencyNs, lossPpm } = await driver.measure(segment, instant(segment.serviceStartAt + 1n));
      expect(latencyNs >= 0n).toBe(true);
      expect(Number.isInteger(lossPpm) && lossPpm >= 0 && lossPpm <= 1_000_000).toBe(true);
    });
  });
}
