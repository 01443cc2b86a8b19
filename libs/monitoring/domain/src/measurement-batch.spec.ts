import { describe, expect, it } from '@jest/globals';
import { instant, plus } from '@carriermesh/kernel';
import { MAX_AGE_NS, MAX_CLOCK_LEAD_NS, MAX_LATENCY_NS, MAX_MEASUREMENTS, measurementsRefusal } from './measurement-batch.js';

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

  it('holds at least one measurement and at most a thousand', () => {
    const of = (count: number) => ({ ...batch, measurements: Array.from({ length: count }, () => measurement) });
    expect(measurementsRefusal(of(0), now)?.code).toBe('batch-size');
    expect(measurementsRefusal(of(MAX_MEASUREMENTS), now)).toBeUndefined();
    expect(measurementsRefusal(of(MAX_MEASUREMENTS + 1), now)?.code).toBe('batch-size');
  });
});
