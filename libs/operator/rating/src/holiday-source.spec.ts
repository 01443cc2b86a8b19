import { describe, expect, it } from '@jest/globals';
import { publicHolidays } from './holiday-source.js';

const in2026 = { from: 2026, to: 2026 };

describe('public holidays', () => {
  it('are those of a country, and of its state where one is named', () => {
    const germany = publicHolidays.datesOf({ country: 'DE' }, in2026);
    const bavaria = publicHolidays.datesOf({ country: 'DE', state: 'BY' }, in2026);
    expect(germany).toEqual(expect.arrayContaining(['2026-01-01', '2026-04-03', '2026-10-03', '2026-12-25', '2026-12-26']));
    expect(germany).not.toContain('2026-01-06');
    expect(bavaria).toContain('2026-01-06');
  });

  it('move with Easter from year to year', () => {
    const dates = publicHolidays.datesOf({ country: 'GB', state: 'ENG' }, { from: 2026, to: 2027 });
    expect(dates).toEqual(expect.arrayContaining(['2026-04-06', '2027-03-29']));
  });

  it('count every day of a holiday that lasts for several', () => {
    const dates = publicHolidays.datesOf({ country: 'TR' }, in2026);
    const daysOfSacrifice = ['2026-05-27', '2026-05-28', '2026-05-29'];
    expect(dates).toEqual(expect.arrayContaining(daysOfSacrifice));
  });

  it('are refused for a country that nobody knows', () => {
    expect(() => publicHolidays.datesOf({ country: 'XX' }, in2026)).toThrow('no public holidays are known of XX');
  });
});
