import { coversS, formatDay, localDayAt, offsetAt, SECONDS_PER_DAY, weekdayOf, type ZoneTable } from './zone-table.js';
import type { WindowTerms } from './tariff-terms.js';

export const WEEKDAYS = ['mo', 'tu', 'we', 'th', 'fr', 'sa', 'su'] as const;

/** A stretch of real time in which the same windows are open. */
export interface TimeInterval {
  /** Milliseconds since 1970-01-01T00:00:00Z, whole. */
  readonly fromMs: number;
  readonly untilMs: number;
  readonly open: ReadonlySet<string>;
}

interface Window {
  readonly name: string;
  readonly weekdays: ReadonlySet<number> | undefined;
  readonly dates: ReadonlySet<string> | undefined;
  readonly holidays: 'only' | 'never' | undefined;
  readonly fromS: number;
  readonly untilS: number;
}

/**
 * The windows of a tariff on its zone's clocks. A moment is in a window when the clock on the wall shows a time in it: an
 * hour that clocks repeat is twice in it, an hour that they skip is not, and seconds are always those that pass.
 */
export class TimeWindows {
  readonly #windows: readonly Window[];
  readonly #cutsS: readonly number[];

  constructor(
    terms: Readonly<Record<string, WindowTerms>>,
    readonly zone: ZoneTable,
    readonly holidays: ReadonlySet<string> = new Set(),
  ) {
    this.#windows = Object.entries(terms).map(([name, term]) => readWindow(name, term));
    const cuts = this.#windows.flatMap(({ fromS, untilS }) => [fromS, untilS]);
    this.#cutsS = [...new Set([...cuts.filter((cut) => cut > 0 && cut < SECONDS_PER_DAY), SECONDS_PER_DAY])].sort((a, b) => a - b);
  }

  covers(fromMs: number, untilMs: number): boolean {
    return coversS(this.zone, Math.floor(fromMs / 1000), Math.ceil(untilMs / 1000) + 1);
  }

  openAt(atMs: number): ReadonlySet<string> {
    if (this.#windows.length === 0) return NONE_OPEN;
    const atS = Math.floor(atMs / 1000);
    const { offsetS } = offsetAt(this.zone, atS);
    return this.#openOn(Math.floor((atS + offsetS) / SECONDS_PER_DAY), atS + offsetS);
  }

  /** Cuts [fromMs, untilMs) wherever a window opens or closes. The intervals adjoin, and their lengths add up to what elapsed. */
  split(fromMs: number, untilMs: number): readonly TimeInterval[] {
    const intervals: TimeInterval[] = [];
    let atMs = fromMs;
    while (atMs < untilMs) {
      const endMs = Math.min(this.#nextCut(Math.floor(atMs / 1000)) * 1000, untilMs);
      const open = this.openAt(atMs);
      const last = intervals.at(-1);
      if (last && sameNames(last.open, open)) intervals[intervals.length - 1] = { ...last, untilMs: endMs };
      else intervals.push({ fromMs: atMs, untilMs: endMs, open });
      atMs = endMs;
    }
    return intervals;
  }

  localDay(atMs: number): number {
    return localDayAt(this.zone, Math.floor(atMs / 1000));
  }

  /** No window opens or closes within a second, so the cuts are whole seconds. */
  #nextCut(atS: number): number {
    if (this.#windows.length === 0) return this.zone.untilS;
    const { offsetS, untilS } = offsetAt(this.zone, atS);
    const dayStartS = Math.floor((atS + offsetS) / SECONDS_PER_DAY) * SECONDS_PER_DAY;
    const wallS = atS + offsetS - dayStartS;
    const cutS = this.#cutsS.find((cut) => cut > wallS) ?? SECONDS_PER_DAY;
    return Math.min(dayStartS + cutS - offsetS, untilS);
  }

  #openOn(day: number, wallS: number): ReadonlySet<string> {
    const timeS = wallS - day * SECONDS_PER_DAY;
    const date = formatDay(day);
    const isHoliday = this.holidays.has(date);
    const open = this.#windows.filter(
      (window) =>
        window.fromS <= timeS &&
        timeS < window.untilS &&
        (window.weekdays?.has(weekdayOf(day)) ?? true) &&
        (window.dates?.has(date) ?? true) &&
        (window.holidays === undefined || (window.holidays === 'only') === isHoliday),
    );
    return new Set(open.map(({ name }) => name));
  }
}

function readWindow(name: string, { weekdays, dates, holidays, from, until }: WindowTerms): Window {
  return {
    name,
    weekdays: weekdays && new Set(weekdays.map((weekday) => WEEKDAYS.indexOf(weekday))),
    dates: dates && new Set(dates),
    holidays,
    fromS: secondsOfDay(from ?? '00:00'),
    untilS: secondsOfDay(until ?? '24:00'),
  };
}

/** "07:30" or "07:30:15"; "24:00" is the day's end. */
export function secondsOfDay(text: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = text.split(':').map(Number);
  return hours * 3600 + minutes * 60 + seconds;
}

const NONE_OPEN: ReadonlySet<string> = new Set();

const sameNames = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean => a.size === b.size && [...a].every((name) => b.has(name));
