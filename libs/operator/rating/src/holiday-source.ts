import { createRequire } from 'node:module';
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

/** What is used of the package `date-holidays`. */
interface HolidaysPackage {
  new (country: string, state: string, region: string): { getHolidays(year: number): readonly { readonly date: string; readonly type: string }[] | false };
}

/** Public holidays by the package `date-holidays`, where it is installed. */
export const installedHolidays: HolidaySource = {
  datesOf({ country, state = '', region = '' }, { from, to }) {
    const Holidays = holidaysPackage();
    const calendar = new Holidays(country, state, region);
    const years = Array.from({ length: to - from + 1 }, (_, index) => from + index);
    const days = years.flatMap((year) => calendar.getHolidays(year) || []).filter(({ type }) => type === 'public');
    if (days.length === 0) {
      throw new OperationalError('misconfigured', `no public holidays are known of ${[country, state, region].filter((part) => part !== '').join('-')}`);
    }
    return days.map(({ date }) => date.slice(0, 10));
  },
};

function holidaysPackage(): HolidaysPackage {
  try {
    const found = createRequire(import.meta.url)('date-holidays') as HolidaysPackage | { default: HolidaysPackage };
    return 'default' in found ? found.default : found;
  } catch (error) {
    throw new OperationalError('misconfigured', 'the tariff names a calendar of holidays, and the package date-holidays is not installed: write the dates into "holidays"', { cause: error });
  }
}
