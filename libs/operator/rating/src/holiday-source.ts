import Holidays from 'date-holidays';
import { OperationalError } from '@carriermesh/platform-errors';

/** A calendar of public holidays, as a tariff names it. */
export interface HolidayCalendar {
  readonly country: string;
  readonly state?: string;
  readonly region?: string;
}

/** Turns a calendar into dates, "2026-12-25". A tariff that has to rate alike for ever pins these dates in itself. */
export interface HolidaySource {
  datesOf(calendar: HolidayCalendar, years: { readonly from: number; readonly to: number }): readonly string[];
}

const DAY_MS = 86_400_000;

/** Public holidays by the package `date-holidays`. */
export const publicHolidays: HolidaySource = {
  datesOf({ country, state = '', region = '' }, { from, to }) {
    const calendar = new Holidays(country, state, region);
    const years = Array.from({ length: to - from + 1 }, (_, index) => from + index);
    const holidays = years.flatMap((year) => calendar.getHolidays(year) || []).filter(({ type }) => type === 'public');
    if (holidays.length === 0) {
      throw new OperationalError('misconfigured', `no public holidays are known of ${[country, state, region].filter((part) => part !== '').join('-')}`);
    }
    return holidays.flatMap(daysOf);
  },
};

/** Some holidays last for several days; one that begins in the evening counts as the day on which it begins. */
function daysOf({ date, start, end }: { readonly date: string; readonly start: Date; readonly end: Date }): readonly string[] {
  const first = Date.parse(`${date.slice(0, 10)}T00:00:00Z`);
  const days = Math.max(1, Math.round((end.getTime() - start.getTime()) / DAY_MS));
  return Array.from({ length: days }, (_, index) => new Date(first + index * DAY_MS).toISOString().slice(0, 10));
}
