import { describe, expect, it } from '@jest/globals';
import { mostOctets, type Segment } from '@carriermesh/agent-domain';
import { instant, NANOS_PER_HOUR, period, plus } from '@carriermesh/kernel';
import type { NetworkDriver } from './network-driver.port.js';

export interface DriverUnderTest {
  /** A network that does what it is asked. */
  readonly driver: NetworkDriver;
  /** A segment that the network can carry. */
  readonly segment: Segment;
}

const HOURS_CHECKED = 24;

/** What every driver has to keep, the simulated one and one for real equipment alike. */
export function networkDriverContract(name: string, make: () => DriverUnderTest): void {
  describe(`${name}, as a network driver`, () => {
    it('activates a segment, and does so again when it is asked again', async () => {
      const { driver, segment } = make();
      expect(await driver.activate(segment)).toEqual({ kind: 'done' });
      expect(await driver.activate(segment)).toEqual({ kind: 'done' });
      driver.close();
    });

    it('releases a segment once, twice, and without any activation', async () => {
      const { driver, segment } = make();
      expect(await driver.release('seg_never-heard-of')).toEqual({ kind: 'done' });
      await driver.activate(segment);
      expect(await driver.release(segment.segmentId)).toEqual({ kind: 'done' });
      expect(await driver.release(segment.segmentId)).toEqual({ kind: 'done' });
      driver.close();
    });

    it('meters no more than the segment can carry, and the same when it is asked again', async () => {
      const { driver, segment } = make();
      await driver.activate(segment);
      for (let hour = 0; hour < HOURS_CHECKED; hour++) {
        const from = plus(segment.serviceStartAt, BigInt(hour) * NANOS_PER_HOUR);
        const interval = period(from, plus(from, NANOS_PER_HOUR));
        const octets = await driver.meter(segment, interval);
        expect(octets >= 0n && octets <= mostOctets(segment.mbps, interval)).toBe(true);
        expect(await driver.meter(segment, interval)).toBe(octets);
      }
      driver.close();
    });

    it('meters nothing in no time', async () => {
      const { driver, segment } = make();
      expect(await driver.meter(segment, period(segment.serviceStartAt, segment.serviceStartAt))).toBe(0n);
      driver.close();
    });

    it('measures a latency that is not negative and a loss of at most everything', async () => {
      const { driver, segment } = make();
      await driver.activate(segment);
      const { latencyNs, lossPpm } = await driver.measure(segment, instant(segment.serviceStartAt + 1n));
      expect(latencyNs >= 0n).toBe(true);
      expect(Number.isInteger(lossPpm) && lossPpm >= 0 && lossPpm <= 1_000_000).toBe(true);
      driver.close();
    });
  });
}
