import { describe, expect, it } from '@jest/globals';
import { instant } from '@carriermesh/kernel';
import { decidingLatency, isNews, measuredLatency } from './link-latency.js';

const MS = 1_000_000n;
const declared = { latencyNs: 10n * MS, at: instant(100n), jitterNs: 2n * MS };
const measured = (latencyNs: bigint, delaysNs: readonly bigint[] = []) => measuredLatency({ measuredAt: instant(200n), latencyNs, delaysNs });

describe('the latency of a link', () => {
  it('S2-8 is measured as the mean of the packets that arrived, with its own time and confidence', () => {
    // Of 8, 10 and 12 the variance is 4: two standard errors are 2 · √(4/3) = 2.309…, and one that was lost counts for nothing.
    expect(measured(99n, [8_000n, 0n, 10_000n, 12_000n])).toEqual({ measuredAt: 200n, latencyNs: 10_000n, packets: 3, confidenceNs: 2_310n });
    expect(measured(99n, [8_000n, 8_000n])).toEqual({ measuredAt: 200n, latencyNs: 8_000n, packets: 2, confidenceNs: 0n });
    expect(measured(99n, [8_000n])).toEqual({ measuredAt: 200n, latencyNs: 8_000n, packets: 1 });
    expect(measured(99n)).toEqual({ measuredAt: 200n, latencyNs: 99n, packets: 0 });
  });

  it('S2-9 is the declared one up to and including what the offer’s variation and the measurement’s uncertainty explain', () => {
    expect(decidingLatency(declared, undefined)).toEqual({ latencyNs: 10n * MS, source: 'declared' });
    expect(decidingLatency(declared, measured(12n * MS))).toEqual({ latencyNs: 10n * MS, source: 'declared' });
    expect(decidingLatency(declared, measured(12n * MS + 1n))).toEqual({ latencyNs: 12n * MS + 1n, source: 'measured' });
    expect(decidingLatency(declared, { ...measured(12n * MS + 1n), confidenceNs: 1n })).toEqual({ latencyNs: 10n * MS, source: 'declared' });
    expect(decidingLatency(declared, measured(1n * MS))).toEqual({ latencyNs: 10n * MS, source: 'declared' });
  });

  it('S2-12 is known anew only by what was measured after the offer and after what is on record', () => {
    expect(isNews(declared, undefined, instant(101n))).toBe(true);
    expect(isNews(declared, undefined, instant(100n))).toBe(false);
    expect(isNews(declared, measured(1n), instant(201n))).toBe(true);
    expect(isNews(declared, measured(1n), instant(200n))).toBe(false);
  });
});
