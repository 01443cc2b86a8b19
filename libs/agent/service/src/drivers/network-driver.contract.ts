import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mostOctets, type MeteredPart, type Segment } from '@carriermesh/agent-domain';
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
const octetsOf = (parts: readonly MeteredPart[]): bigint => parts.reduce((sum, { octets }) => sum + octets, 0n);

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
        const parts = await driver.meter(segment, interval);
        const octets = octetsOf(parts);
        expect(parts.every((part) => part.octets >= 0n) && octets <= mostOctets(segment.mbps, interval)).toBe(true);
        expect(new Set(parts.map(({ subject, category }) => JSON.stringify([subject, category]))).size).toBe(parts.length);
        expect(await driver.meter(segment, interval)).toEqual(parts);
      }
    });

    it('carries nothing while it is suspended, also over a restart and when it is asked again, and goes on when it is adjusted once more', async () => {
      await driver.activate(segment);
      const hour = (index: bigint) => period(plus(segment.serviceStartAt, index * NANOS_PER_HOUR), plus(segment.serviceStartAt, (index + 1n) * NANOS_PER_HOUR));
      const suspended = { ...segment, adjusted: [{ at: hour(1n).from, mbps: segment.mbps, suspended: true }] };
      for (const asked of [1, 2]) expect([asked, await driver.adjust(suspended)]).toEqual([asked, { kind: 'done' }]);
      await driver.restore([suspended]);
      expect(octetsOf(await driver.meter(suspended, hour(1n)))).toBe(0n);
      const resumed = { ...segment, adjusted: [...suspended.adjusted, { at: hour(2n).from, mbps: 2 * segment.mbps, suspended: false }] };
      expect(await driver.adjust(resumed)).toEqual({ kind: 'done' });
      expect((await driver.measure(resumed, hour(2n).until)).lossPpm).toBeLessThan(1_000_000);
      expect(octetsOf(await driver.meter(resumed, hour(2n))) <= mostOctets(2 * segment.mbps, hour(2n))).toBe(true);
      await driver.adjust(suspended);
      expect(await driver.release(segment.segmentId)).toEqual({ kind: 'done' });
    });

    it('meters nothing in no time', async () => {
      expect(octetsOf(await driver.meter(segment, period(segment.serviceStartAt, segment.serviceStartAt)))).toBe(0n);
    });

    it('measures a latency that is not negative and a loss of at most everything', async () => {
      await driver.activate(segment);
      const { latencyNs, lossPpm, delaysNs } = await driver.measure(segment, instant(segment.serviceStartAt + 1n));
      expect(latencyNs >= 0n).toBe(true);
      expect(Number.isInteger(lossPpm) && lossPpm >= 0 && lossPpm <= 1_000_000).toBe(true);
      for (const delayNs of delaysNs ?? []) expect(delayNs >= 0n).toBe(true);
    });
  });
}
