import { describe, expect, it } from '@jest/globals';
import { instant, plus } from '@carriermesh/kernel';
import { MAX_AGE_NS, MAX_CLOCK_LEAD_NS, MAX_DELAYS, MAX_LATENCY_NS, MAX_MEASUREMENTS, measurementsRefusal } from './measurement-batch.js';

const now = instant(1_800_000_000_000_000_000n);
const measurement = { segmentId: 'seg_1', measuredAt: now, latencyNs: 5_000_000n, lossPpm: 0 };
const batch = { providerId: 'alfa', batchId: 'b1', measurements: [measurement] };

describe('a batch of measurements', () => {
  it('S2-2 is taken when every measurement is one', () => {
    expect(measurementsRefusal(batch, now)).toBeUndefined();
  });

  it('may be ahead of the mesh’s clock by five minutes, and not by a nanosecond more', () => {
    const at = (lead: bigint) => ({ ...batch, measurements: [{ ...measurement, measuredAt: plus(now, lead) }] });
    expect(measurementsRefusal(at(MAX_CLOCK_LEAD_NS), now)).toBeUndefined();
    expect(measurementsRefusal(at(MAX_CLOCK_LEAD_NS + 1n), now)?.code).toBe('implausible');
  });

  it('may be a year old, and not a nanosecond older', () => {
    const of = (age: bigint) => ({ ...batch, measurements: [{ ...measurement, measuredAt: plus(now, -age) }] });
    expect(measurementsRefusal(of(MAX_AGE_NS), now)).toBeUndefined();
    expect(measurementsRefusal(of(MAX_AGE_NS + 1n), now)?.code).toBe('implausible');
  });

  it('names segments by tokens alone', () => {
    for (const segmentId of ['', 'a b', 'a\0b', 'x'.repeat(65)]) {
      expect(measurementsRefusal({ ...batch, measurements: [{ ...measurement, segmentId }] }, now)?.code).toBe('malformed');
    }
  });

  it('may state ten seconds, and neither more nor less than nothing', () => {
    const of = (latencyNs: bigint) => ({ ...batch, measurements: [{ ...measurement, latencyNs }] });
    expect(measurementsRefusal(of(MAX_LATENCY_NS), now)).toBeUndefined();
    expect(measurementsRefusal(of(MAX_LATENCY_NS + 1n), now)?.code).toBe('implausible');
    expect(measurementsRefusal(of(-1n), now)?.code).toBe('implausible');
  });

  it('S2-8 S2-14 holds round trips and what is measured from end to end to the same limits, twice ten seconds there and back', () => {
    const verdict = (told: object) => measurementsRefusal({ ...batch, measurements: [{ ...measurement, ...told }] }, now)?.code;
    const trips = (ns: bigint, packets = 1) => ({ roundTrips: { roundTripNs: Array.from({ length: packets }, () => ns) } });
    expect([verdict(trips(2n * MAX_LATENCY_NS)), verdict(trips(2n * MAX_LATENCY_NS + 1n)), verdict(trips(-1n))]).toEqual([undefined, 'implausible', 'implausible']);
    expect([verdict(trips(1n, 0)), verdict(trips(1n, MAX_DELAYS)), verdict(trips(1n, MAX_DELAYS + 1))]).toEqual(['malformed', undefined, 'malformed']);
    const endToEnd = (told: object) => verdict({ endToEnd: { lossPpm: 0, ...told } });
    expect([endToEnd({}), endToEnd({ lossPpm: 1_000_001 }), endToEnd(trips(2n * MAX_LATENCY_NS + 1n)), endToEnd({ delays: { oneWayNs: [MAX_LATENCY_NS + 1n] } }), endToEnd({ delays: { oneWayNs: [] } })])
      .toEqual([undefined, 'implausible', 'implausible', 'implausible', 'malformed']);
  });

  it('holds at least one measurement and at most a thousand', () => {
    const of = (count: number) => ({ ...batch, measurements: Array.from({ length: count }, () => measurement) });
    expect(measurementsRefusal(of(0), now)?.code).toBe('batch-size');
    expect(measurementsRefusal(of(MAX_MEASUREMENTS), now)).toBeUndefined();
    expect(measurementsRefusal(of(MAX_MEASUREMENTS + 1), now)?.code).toBe('batch-size');
  });
});
