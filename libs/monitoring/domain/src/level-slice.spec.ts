import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { instant, NANOS_PER_HOUR, NANOS_PER_SECOND, plus } from '@carriermesh/kernel';
import type { agent } from '@carriermesh/wire';
import { bucketOf, countOf } from './delay-histogram.js';
import { emptySlice, hourOf, MAX_WINDOWS_PER_HOUR, sliceOf, sliceRecord, withWindow, type LevelSlice } from './level-slice.js';

const HOUR = instant(500_000n * NANOS_PER_HOUR);
const window = (second: number, ...oneWayNs: readonly number[]): agent.Measurement => ({
  segmentId: 's', measuredAt: plus(HOUR, BigInt(second) * NANOS_PER_SECOND), latencyNs: 1n, lossPpm: second, delays: { oneWayNs: oneWayNs.map(BigInt) },
});
const sorted = ({ lossPpm, delays, variations }: LevelSlice) => [lossPpm, delays, variations].map((map) => [...map].sort(([a], [b]) => Number(a) - Number(b)));

describe('S2-14 an hour of a segment', () => {
  it('counts the delays of what arrived, and the difference of two packets only where both of a row did', () => {
    const slice = withWindow(emptySlice, window(1, 100, 120, 0, 90, 91));
    expect([...slice.delays]).toEqual([100, 120, 90, 91].map((ns) => [bucketOf(ns), 1]));
    expect([...slice.variations]).toEqual([[20, 1], [1, 1]]);
    expect(slice.lossPpm).toEqual(new Map([[NANOS_PER_SECOND, 1]]));
  });

  it('is the same in whatever order its windows come, and however often each of them', () => {
    const windows = [window(1, 10, 20), window(2, 30), window(3, 40, 0, 41), window(4)];
    const once = sorted(windows.reduce(withWindow, emptySlice));
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...windows), { maxLength: 20 }), (told) => {
        expect(sorted([...told, ...windows].reduce(withWindow, emptySlice))).toEqual(once);
      }),
    );
  });

  it('takes a window for each of its seconds and no more', () => {
    const full = Array.from({ length: MAX_WINDOWS_PER_HOUR }, (_, second) => window(second)).reduce(withWindow, emptySlice);
    const more = { ...window(0, 5), measuredAt: plus(HOUR, 1n) };
    expect([full.lossPpm.size, withWindow(full, more)]).toEqual([MAX_WINDOWS_PER_HOUR, full]);
  });

  it('begins at the whole hour, also before 1970', () => {
    expect(hourOf(plus(HOUR, NANOS_PER_HOUR - 1n))).toBe(HOUR);
    expect(hourOf(instant(-1n))).toBe(-NANOS_PER_HOUR);
  });

  it('is kept and read again as it was', () => {
    const through = { roundTrips: { roundTripNs: [9n] }, endToEnd: { lossPpm: 3, delays: { oneWayNs: [11n, 0n] } } };
    const slice = withWindow(withWindow(emptySlice, window(9, 1_000, 5_000)), { ...window(2, 7), ...through });
    expect(slice.endToEnd?.lossPpm).toEqual(new Map([[2n * NANOS_PER_SECOND, 3]]));
    expect(sliceOf(sliceRecord(slice))).toEqual(slice);
    expect(countOf(slice.delays)).toBe(3);
  });
});
