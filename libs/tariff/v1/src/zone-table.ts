import { invariant } from '@carriermesh/kernel';

/**
 * How far wall clocks of one IANA zone stand from UTC, as data: the rules of a zone change by law and by release, and a
 * rating must give the same figure years later. Each entry holds from its second on, until the next entry's.
 */
export interface ZoneTable {
  readonly zone: string;
  /** The first entry begins the table; seconds since 1970-01-01T00:00:00Z, in order. */
  readonly offsets: readonly { readonly fromS: number; readonly offsetS: number }[];
  /** The table says nothing from this second on. */
  readonly untilS: number;
}

export const SECONDS_PER_DAY = 86_400;

/** Clocks that never change: what a tariff without a zone counts by. */
export const UTC_TABLE: ZoneTable = { zone: 'UTC', offsets: [{ fromS: -62_135_596_800, offsetS: 0 }], untilS: 253_402_300_800 };

export const coversS = ({ offsets, untilS }: ZoneTable, fromS: number, toS: number): boolean =>
  offsets[0] !== undefined && fromS >= offsets[0].fromS && toS <= untilS;

/** Seconds to add to UTC for the wall clock, and the second at which that ends. */
export function offsetAt({ zone, offsets, untilS }: ZoneTable, atS: number): { readonly offsetS: number; readonly untilS: number } {
  let [low, high] = [0, offsets.length];
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if ((offsets[middle]?.fromS ?? 0) <= atS) low = middle;
    else high = middle;
  }
  const found = offsets[low];
  invariant(found !== undefined && found.fromS <= atS && atS < untilS, `the table of the zone ${zone} does not reach second ${atS}`);
  return { offsetS: found.offsetS, untilS: offsets[low + 1]?.fromS ?? untilS };
}

/** A day of the calendar that its zone's clocks show: days since 1970-01-01. */
export const localDayAt = (table: ZoneTable, atS: number): number => Math.floor((atS + offsetAt(table, atS).offsetS) / SECONDS_PER_DAY);

/**
 * The first second at which the wall clock shows `wallS` (seconds since 1970-01-01T00:00:00 on that clock). A time that the
 * clocks skip is the moment of the jump; of a time that comes twice it is the first.
 */
export function atWallClock(table: ZoneTable, wallS: number): number {
  // No zone's clock is more than a day from UTC, so what is sought lies behind this second.
  let atS = Math.max(wallS - SECONDS_PER_DAY, table.offsets[0]?.fromS ?? wallS);
  for (;;) {
    const { offsetS, untilS } = offsetAt(table, atS);
    const candidateS = Math.max(wallS - offsetS, atS);
    if (candidateS < untilS) return candidateS;
    atS = untilS;
  }
}

export const startOfLocalDay = (table: ZoneTable, day: number): number => atWallClock(table, day * SECONDS_PER_DAY);

export interface CivilDate {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
}

/** Days since 1970-01-01 in the Gregorian calendar. A day beyond its month's last runs on into the next month. */
export const dayNumber = ({ year, month, day }: CivilDate): number => Date.UTC(year, month - 1, day) / (SECONDS_PER_DAY * 1000);

export function civilDate(day: number): CivilDate {
  const date = new Date(day * SECONDS_PER_DAY * 1000);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

/** "2028-02-29". */
export const formatDay = (day: number): string => new Date(day * SECONDS_PER_DAY * 1000).toISOString().slice(0, 10);

/** 0 is Monday (ISO 8601 counts it as 1). */
export const weekdayOf = (day: number): number => (((day + 3) % 7) + 7) % 7;

/** The same day `months` later; a day that the month lacks becomes its last. */
export function addCivilMonths({ year, month, day }: CivilDate, months: number): CivilDate {
  const count = year * 12 + (month - 1) + months;
  const target = { year: Math.floor(count / 12), month: (((count % 12) + 12) % 12) + 1 };
  const lastDay = civilDate(dayNumber({ year: target.year, month: target.month + 1, day: 1 }) - 1).day;
  return { ...target, day: Math.min(day, lastDay) };
}
