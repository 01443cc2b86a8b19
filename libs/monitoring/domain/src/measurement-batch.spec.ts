import { describe, expect, it } from '@jest/globals';
import { instant, plus } from '@carriermesh/kernel';
import { batchRefusal, MAX_CLOCK_LEAD_NS, MAX_LATENCY_NS, MAX_MEASUREMENTS } from './measurement-batch.js';

const now = instant(1_800_000_000_000_000_000n);
const measurement = { segmentId: 'seg_1', measuredAt: now, latencyNs: 5_000_000n, lossPpm: 0 };
const batch = { providerId: 'alfa', batchId: 'b1', measurements: [measurement] };

describe('a batch of measurements', () => {
  it('S2-2 is taken from the provider that it names', () => {
    expect(batchRefusal({ providerId: 'alfa', batch, now })).toBeUndefined();
  });

  it('is refused when it came over another provider’s account', () => {
    expect(batchRefusal({ providerId: 'bravo', batch, now })?.code).toBe('wrong-provider');
  });

  it('may be ahead of the mesh’s clock by five minutes, and not by a nanosecond more', () => {
    const at = (lead: bigint) => ({ ...batch, measurements: [{ ...measurement, measuredAt: plus(now, lead) }] });
    expect(batchRefusal({ providerId: 'alfa', batch: at(MAX_CLOCK_LEAD_NS), now })).toBeUndefined();
    expect(batchRefusal({ providerId: 'alfa', batch: at(MAX_CLOCK_LEAD_NS + 1n), now })?.code).toBe('implausible');
  });

  it('may state ten seconds, and neither more nor less than nothing', () => {
    const of = (latencyNs: bigint) => ({ ...batch, measurements: [{ ...measurement, latencyNs }] });
    expect(batchRefusal({ providerId: 'alfa', batch: of(MAX_LATENCY_NS), now })).toBeUndefined();
    expect(batchRefusal({ providerId: 'alfa', batch: of(MAX_LATENCY_NS + 1n), now })?.code).toBe('implausible');
    expect(batchRefusal({ providerId: 'alfa', batch: of(-1n), now })?.code).toBe('implausible');
  });

  it('holds at least one measurement and at most a thousand', () => {
    const of = (count: number) => ({ ...batch, measurements: Array.from({ length: count }, () => measurement) });
    expect(batchRefusal({ providerId: 'alfa', batch: of(0), now })?.code).toBe('batch-size');
    expect(batchRefusal({ providerId: 'alfa', batch: of(MAX_MEASUREMENTS), now })).toBeUndefined();
    expect(batchRefusal({ providerId: 'alfa', batch: of(MAX_MEASUREMENTS + 1), now })?.code).toBe('batch-size');
  });
});
