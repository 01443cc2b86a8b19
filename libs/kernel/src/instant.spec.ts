import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addMonths, formatInstant, instant, parseInstant, type Instant } from './instant.js';

const at = (text: string): Instant => parseInstant(text) as Instant;

describe('an instant', () => {
  it('is printed with the fraction that it has, in groups of three', () => {
    expect(formatInstant(instant(0n))).toBe('1970-01-01T00:00:00Z');
    expect(formatInstant(instant(1n))).toBe('1970-01-01T00:00:00.000000001Z');
    expect(formatInstant(instant(1_500_000_000n))).toBe('1970-01-01T00:00:01.500Z');
    expect(formatInstant(instant(-1n))).toBe('1969-12-31T23:59:59.999999999Z');
  });

  it('is read as it was printed', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 18n), max: 4n * 10n ** 18n }), (nanos) => {
        expect(parseInstant(formatInstant(instant(nanos)))).toBe(nanos);
      }),
    );
  });

  it('is not read from a day that does not exist, nor from another zone', () => {
    expect(parseInstant('2026-02-29T00:00:00Z')).toBeUndefined();
    expect(parseInstant('2026-02-28T00:00:00+01:00')).toBeUndefined();
    expect(parseInstant('2024-02-29T00:00:00Z')).toBeDefined();
  });
});

describe('a month later', () => {
  it('is the same day and time, and the last day where the month has no such day', () => {
    expect(addMonths(at('2026-11-20T23:44:48.000000001Z'), 1)).toBe(at('2026-12-20T23:44:48.000000001Z'));
    expect(addMonths(at('2026-01-31T12:00:00Z'), 1)).toBe(at('2026-02-28T12:00:00Z'));
    expect(addMonths(at('2028-01-31T12:00:00Z'), 1)).toBe(at('2028-02-29T12:00:00Z'));
    expect(addMonths(at('2026-12-31T00:00:00Z'), 2)).toBe(at('2027-02-28T00:00:00Z'));
  });

  it('counts from the first day every time: January 31 and two months is March 31, by way of no February', () => {
    expect(addMonths(at('2026-01-31T00:00:00Z'), 2)).toBe(at('2026-03-31T00:00:00Z'));
  });

  it('goes back as well, also before 1970', () => {
    expect(addMonths(at('1970-01-15T06:00:00Z'), -1)).toBe(at('1969-12-15T06:00:00Z'));
  });
});
