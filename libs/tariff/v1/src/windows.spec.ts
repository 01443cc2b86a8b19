import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { TimeWindows, type ZoneTable } from './index.js';
import { BERLIN, LORD_HOWE, ms, NEW_YORK } from './testing/zones.js';

const terms = {
  peak: { weekdays: ['mo', 'tu', 'we', 'th', 'fr'], from: '08:00', until: '18:00', holidays: 'never' },
  early: { from: '00:00', until: '02:00' },
  repeated: { from: '01:30', until: '02:00' },
  feast: { holidays: 'only' },
  eve: { dates: ['2026-12-24'], from: '12:00' },
} as const;
const windowsIn = (zone: ZoneTable): TimeWindows => new TimeWindows(terms, zone, new Set(['2026-12-25']));
const secondsIn = (windows: TimeWindows, name: string, [from, until]: readonly [string, string]): number =>
  windows.split(ms(from), ms(until)).filter(({ open }) => open.has(name)).reduce((sum, { fromMs, untilMs }) => sum + (untilMs - fromMs) / 1000, 0);

describe('a time window', () => {
  it('counts the half hour that Lord Howe Island repeats on 5 April 2026 twice: 00:00 to 02:00 lasts 2½ hours', () => {
    const day = ['2026-04-04T13:00:00Z', '2026-04-05T13:30:00Z'] as const;
    expect(secondsIn(windowsIn(LORD_HOWE), 'early', day)).toBe(9_000);
    expect(secondsIn(windowsIn(LORD_HOWE), 'repeated', day)).toBe(3_600);
  });

  it('loses the half hour that Lord Howe Island skips on 4 October 2026: 02:00 to 02:30 is not there', () => {
    const skipped = new TimeWindows({ gap: { from: '02:00', until: '02:30' } }, LORD_HOWE);
    expect(secondsIn(skipped, 'gap', ['2026-10-03T13:30:00Z', '2026-10-04T13:00:00Z'])).toBe(0);
    expect(secondsIn(skipped, 'gap', ['2026-10-04T13:00:00Z', '2026-10-05T13:00:00Z'])).toBe(1_800);
  });

  it('is open at 02:59:59 and closed at 03:00:00 on both passes of Berlin’s repeated hour', () => {
    const windows = new TimeWindows({ hour: { from: '02:00', until: '03:00' } }, BERLIN);
    expect(secondsIn(windows, 'hour', ['2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z'])).toBe(7_200);
    expect(windows.openAt(ms('2026-10-25T01:59:59Z')).has('hour')).toBe(true);
    expect(windows.openAt(ms('2026-10-25T02:00:00Z')).has('hour')).toBe(false);
  });

  it('lasts no time in the hour that New York skips, and the day has 23 hours', () => {
    const windows = new TimeWindows({ hour: { from: '02:00', until: '03:00' } }, NEW_YORK);
    expect(secondsIn(windows, 'hour', ['2026-03-08T05:00:00Z', '2026-03-09T04:00:00Z'])).toBe(0);
    expect((ms('2026-03-09T04:00:00Z') - ms('2026-03-08T05:00:00Z')) / 3_600_000).toBe(23);
  });

  it('opens on its weekdays, and not on a holiday; a holiday and a date are windows of their own', () => {
    const windows = windowsIn(BERLIN);
    expect(windows.openAt(ms('2026-12-24T12:00:00Z'))).toEqual(new Set(['peak', 'eve']));
    expect(windows.openAt(ms('2026-12-25T12:00:00Z'))).toEqual(new Set(['feast']));
    expect(windows.openAt(ms('2026-12-26T12:00:00Z'))).toEqual(new Set());
    expect(windows.openAt(ms('2026-12-23T17:00:00Z')).has('peak')).toBe(false);
    expect(windows.openAt(ms('2026-12-23T16:59:59.999Z')).has('peak')).toBe(true);
  });

  it('I12 splits any time into intervals that adjoin and add up to what elapsed, changes of clocks included', () => {
    const zones = fc.constantFrom(LORD_HOWE, BERLIN, NEW_YORK);
    const starts = fc.integer({ min: ms('2025-02-01T00:00:00Z'), max: ms('2027-06-01T00:00:00Z') });
    fc.assert(
      fc.property(zones, starts, fc.integer({ min: 1, max: 5 * 86_400_000 }), (zone, fromMs, lengthMs) => {
        const windows = windowsIn(zone);
        const intervals = windows.split(fromMs, fromMs + lengthMs);
        expect(intervals[0]?.fromMs).toBe(fromMs);
        expect(intervals.at(-1)?.untilMs).toBe(fromMs + lengthMs);
        intervals.slice(1).forEach((interval, index) => expect(interval.fromMs).toBe(intervals[index]?.untilMs));
        expect(intervals.reduce((sum, interval) => sum + interval.untilMs - interval.fromMs, 0)).toBe(lengthMs);
        for (const { fromMs: at, untilMs, open } of intervals) for (const moment of [at, untilMs - 1]) expect(windows.openAt(moment)).toEqual(open);
      }),
    );
  });
});
