import { describe, expect, it } from '@jest/globals';
import { addMonths, instant, NANOS_PER_HOUR, parseInstant, plus, type Instant } from '@carriermesh/kernel';
import { dueUsage, MAX_INTERVALS_PER_REPORT, usageRecordId } from './usage-window.js';

const time = (text: string): Instant => parseInstant(text) ?? instant(-1n);
const start = time('2026-01-31T10:20:30.000000007Z');
const segment = { segmentId: 'seg_1', serviceStartAt: start };
const hours = (count: number): Instant => plus(start, BigInt(count) * NANOS_PER_HOUR);

describe('usage that is due', () => {
  it('is nothing before the first hour is over, to the nanosecond', () => {
    expect(dueUsage({ segment }, start)).toBeUndefined();
    expect(dueUsage({ segment }, plus(hours(1), -1n))).toBeUndefined();
    expect(dueUsage({ segment }, time('2020-01-01T00:00:00Z'))).toBeUndefined();
  });

  it('is the whole hours from the start of the service, the one that ends with the instant included', () => {
    expect(dueUsage({ segment }, hours(1))).toEqual({ segmentId: 'seg_1', intervals: [{ from: start, until: hours(1) }], completeUntil: hours(1) });
    expect(dueUsage({ segment }, plus(hours(3), -1n))?.completeUntil).toBe(hours(2));
  });

  it('goes on where the last report ended', () => {
    const due = dueUsage({ segment, reportedUntil: hours(2) }, plus(hours(4), 5n));
    expect(due?.intervals).toEqual([{ from: hours(2), until: hours(3) }, { from: hours(3), until: hours(4) }]);
    expect(dueUsage({ segment, reportedUntil: hours(2) }, plus(hours(3), -1n))).toBeUndefined();
  });

  it('begins with the hour of the service in which it came to the segment, its first nanosecond included', () => {
    const intervalsOf = (meteredFrom: Instant) => dueUsage({ segment: { ...segment, meteredFrom } }, hours(4))?.intervals.map(({ from }) => from);
    expect(intervalsOf(hours(2))).toEqual([hours(2), hours(3)]);
    expect(intervalsOf(plus(hours(2), -1n))).toEqual([hours(1), hours(2), hours(3)]);
    expect(intervalsOf(plus(start, -1n))).toEqual([start, hours(1), hours(2), hours(3)]);
    expect(dueUsage({ segment: { ...segment, meteredFrom: hours(4) } }, plus(hours(5), -1n))).toBeUndefined();
    expect(dueUsage({ segment: { ...segment, meteredFrom: hours(2) }, reportedUntil: hours(3) }, hours(4))?.intervals).toEqual([{ from: hours(3), until: hours(4) }]);
  });

  it.each([1, 2, 12, 36])('ends a month of the service with an interval: month %i', (month) => {
    const monthEnd = addMonths(start, month);
    let reportedUntil = start;
    // As billing asks: month by month.
    for (let asked = 1; asked <= month; asked++) {
      const due = dueUsage({ segment, reportedUntil }, addMonths(start, asked));
      expect(due?.intervals.at(-1)?.until).toBe(addMonths(start, asked));
      reportedUntil = due?.completeUntil ?? reportedUntil;
    }
    expect(reportedUntil).toBe(monthEnd);
  });

  it('has 28 days of hours in the month from 31 January 2026', () => {
    expect(dueUsage({ segment }, addMonths(start, 1))?.intervals).toHaveLength(28 * 24);
  });

  it('is at most 10,000 hours at once, and says how far it went', () => {
    const due = dueUsage({ segment }, hours(MAX_INTERVALS_PER_REPORT + 1));
    expect(due?.intervals).toHaveLength(10_000);
    expect(due?.completeUntil).toBe(hours(10_000));
  });

  it('ends with the last whole hour before the release, and is complete whatever is asked for later', () => {
    const due = dueUsage({ segment, releasedAt: plus(hours(2), 5n) }, hours(7));
    expect(due).toMatchObject({ completeUntil: hours(7) });
    expect(due?.intervals.map(({ until }) => until)).toEqual([hours(1), hours(2)]);
    expect(dueUsage({ segment, reportedUntil: hours(5), releasedAt: hours(2) }, hours(6))).toEqual({ segmentId: 'seg_1', intervals: [], completeUntil: hours(6) });
  });

  it('has no hours when the release came before the service began', () => {
    expect(dueUsage({ segment, releasedAt: plus(start, -5n) }, hours(2))?.intervals).toEqual([]);
  });
});

it('names a record by its segment and the second in which its interval begins', () => {
  expect(usageRecordId('seg_1', start)).toBe('seg_1-1769854830');
});
