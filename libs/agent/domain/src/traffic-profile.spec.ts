import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { instant, NANOS_PER_DAY, NANOS_PER_HOUR, parseInstant, period, plus, type Instant } from '@carriermesh/kernel';
import { measuredAt } from './measurement-profile.js';
import { stableBetween } from './stable-chance.js';
import { mostOctets, octetsCarried } from './traffic-profile.js';

const at = (text: string): Instant => parseInstant(text) ?? instant(-1n);
const line = { segmentId: 'seg_0198-1', mbps: 1_000, seed: 1 };
const hourFrom = (from: Instant) => period(from, plus(from, NANOS_PER_HOUR));

describe('simulated traffic', () => {
  it('is the same for the same seed on every machine and at every time', () => {
    // Frozen: whoever metered another figure for an hour after an upgrade would look like a fraud. 72 % of 900 GB, × 0.634 × 1.044.
    expect(octetsCarried(line, hourFrom(at('2026-03-01T20:00:00Z')))).toBe(428_908_608_000n);
  });

  it('differs by seed and by segment', () => {
    const evening = hourFrom(at('2026-03-01T20:00:00Z'));
    expect(octetsCarried({ ...line, seed: 2 }, evening)).not.toBe(octetsCarried(line, evening));
    expect(octetsCarried({ ...line, segmentId: 'seg_0198-2' }, evening)).not.toBe(octetsCarried(line, evening));
  });

  it('is never more than both directions can carry, nor less than nothing', () => {
    const anInstant = fc.bigInt(0n, 4_000_000_000n * 1_000_000_000n).map(instant);
    fc.assert(
      fc.property(anInstant, fc.bigInt(0n, 3n * NANOS_PER_DAY), fc.integer({ min: 1, max: 1_000_000_000 }), fc.string(), (from, lasts, mbps, segmentId) => {
        const whole = period(from, plus(from, lasts));
        const octets = octetsCarried({ segmentId, mbps, seed: 7 }, whole);
        expect(octets >= 0n && octets <= mostOctets(mbps, whole)).toBe(true);
      }),
    );
  });

  it('can carry 900 GB both ways in an hour at 1 Gbit/s', () => {
    expect(mostOctets(1_000, hourFrom(at('2026-03-01T00:00:00Z')))).toBe(900_000_000_000n);
  });

  it('adds up exactly where a period is cut at a whole hour', () => {
    const from = at('2026-03-01T10:20:30Z');
    const cut = at('2026-03-01T11:00:00Z');
    const until = plus(from, NANOS_PER_HOUR);
    expect(octetsCarried(line, period(from, cut)) + octetsCarried(line, period(cut, until))).toBe(octetsCarried(line, period(from, until)));
    expect(octetsCarried(line, period(from, from))).toBe(0n);
  });

  it('is more in the evening than in the small hours', () => {
    const night = octetsCarried(line, hourFrom(at('2026-03-01T04:00:00Z')));
    const evening = octetsCarried(line, hourFrom(at('2026-03-01T20:00:00Z')));
    expect(evening > 3n * night).toBe(true);
  });
});

describe('simulated measurements', () => {
  const measured = { segmentId: 'seg_1', seed: 1, latencyNs: 5_000_000n, jitterNs: 1_000_000n, lossPpm: 100 };

  it('stay within half of the promised jitter and within the promised loss', () => {
    const seen = Array.from({ length: 500 }, (_, index) => measuredAt(measured, instant(BigInt(index) * 30_000_000_000n)));
    expect(seen.every(({ latencyNs }) => latencyNs >= 4_500_000n && latencyNs <= 5_500_000n)).toBe(true);
    expect(seen.every(({ lossPpm }) => lossPpm >= 0 && lossPpm <= 100)).toBe(true);
    expect(new Set(seen.map(({ latencyNs }) => latencyNs)).size).toBeGreaterThan(400);
  });

  it('are never negative, and the same when asked again', () => {
    const short = { ...measured, latencyNs: 0n };
    for (let index = 0n; index < 50n; index++) expect(measuredAt(short, instant(index)).latencyNs >= 0n).toBe(true);
    expect(measuredAt(measured, instant(5n))).toEqual(measuredAt(measured, instant(5n)));
  });
});

describe('stable chance', () => {
  it('reaches both ends of its range and nothing beyond', () => {
    const seen = new Set(Array.from({ length: 400 }, (_, index) => stableBetween(`${index}`, [-2n, 2n])));
    expect([...seen].sort((a, b) => Number(a - b))).toEqual([-2n, -1n, 0n, 1n, 2n]);
    expect(stableBetween('x', [5n, 5n])).toBe(5n);
  });
});
