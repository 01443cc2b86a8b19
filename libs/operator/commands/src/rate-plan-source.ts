import { readRatePlan, STANDARD_POLICY, type RatePlan } from '@carriermesh/contracting-service';
import { publicHolidays, readTariffFile, zoneTable } from '@carriermesh/operator-rating';

/** A contract runs for ten years at most, from whenever a quote is taken. */
const HOLIDAY_YEARS = 12;

/**
 * A tariff's file as what contracts can charge usage by, years later as on the day of their signature: with what its clocks show and the dates of its
 * holidays, as this machine knows them.
 * @throws OperationalError `malformed` or `misconfigured` with everything in it that the mesh could not charge by
 */
export function ratePlanOf(file: string, nowMs: number): RatePlan {
  const { holidayCalendar, ...tariff } = readTariffFile(file);
  const year = new Date(nowMs).getUTCFullYear();
  const dates = holidayCalendar ? publicHolidays.datesOf(holidayCalendar, { from: year, to: year + HOLIDAY_YEARS }) : [];
  const offsets = tariff.zone === undefined ? [] : zoneTable(tariff.zone).offsets;
  const first = offsets.findLastIndex(({ fromS }) => fromS * 1_000 <= nowMs);
  const holidays = [...new Set([...(tariff.holidays ?? []), ...dates])];
  const plan: RatePlan = { tariff: { ...tariff, ...(holidays.length > 0 && { holidays }) }, offsets: offsets.slice(Math.max(first, 0)) };
  readRatePlan(plan, STANDARD_POLICY.listBasePerMbps.currency);
  return plan;
}
