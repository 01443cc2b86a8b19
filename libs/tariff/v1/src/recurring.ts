import { invariant } from '@carriermesh/kernel';
import { decimal, NOTHING, type Exact } from './exact.js';
import { prorate, type Proration, type Span } from './proration.js';
import type { NonRecurringTerms, PartTerms, RecurringTerms } from './tariff-terms.js';
import { addCivilMonths, atWallClock, civilDate, dayNumber, offsetAt, SECONDS_PER_DAY, type ZoneTable } from './zone-table.js';

/** A hundred years of months. */
const MAX_PERIODS = 1_200;

/** When a service was there to be paid for; it has no end while it lasts. */
export interface ServiceSpan {
  readonly fromMs: number;
  readonly untilMs?: number;
}

export interface RecurringLine {
  readonly period: Span;
  readonly used: Span;
  /** What the share is of: more than was used, where the rule charges a part in full. Absent where it is free. */
  readonly counted?: Span;
  /** Absent where the rule for a part makes the period free. */
  readonly proration?: Proration;
  readonly amount: Exact;
}

/**
 * The periods of a recurring charge that become due within `billed`, each with its share: a period as it begins, and the first, of which the service may
 * use the last days alone, as the service does. So bills that adjoin charge each period once, wherever they are cut. Nothing is rounded.
 */
export function recurringLines(terms: RecurringTerms, service: ServiceSpan, billed: Span, zone: ZoneTable): readonly RecurringLine[] {
  const serviceUntilMs = service.untilMs ?? Number.POSITIVE_INFINITY;
  const lines: RecurringLine[] = [];
  for (let index = 0; index <= MAX_PERIODS; index += 1) {
    const period = periodAt(terms, service, index, zone);
    const used = { fromMs: Math.max(period.fromMs, service.fromMs), untilMs: Math.min(period.untilMs, serviceUntilMs) };
    if (used.fromMs >= Math.min(billed.untilMs, serviceUntilMs)) return lines;
    if (used.fromMs >= billed.fromMs) lines.push(lineOf(terms, { period, used, zone }));
  }
  invariant(false, `a service is billed over at most ${MAX_PERIODS} periods`);
}

/** A one-off amount, where its moment falls into what is billed. */
export function nonRecurringAmount(terms: NonRecurringTerms, service: ServiceSpan, billed: Span): Exact {
  const atMs = terms.at === 'start' ? service.fromMs : service.untilMs;
  return atMs !== undefined && billed.fromMs <= atMs && atMs < billed.untilMs ? decimal(terms.amount) : NOTHING;
}

/**
 * Periods of a calendar begin on the first of a month, those of several months counted from January. Anniversaries are the
 * service's own day and hour, each counted from the first, so that a 31st comes back after a short month.
 */
function periodAt({ alignment, everyMonths }: RecurringTerms, { fromMs }: ServiceSpan, index: number, zone: ZoneTable): Span {
  const startS = Math.floor(fromMs / 1000);
  const wallS = startS + offsetAt(zone, startS).offsetS;
  const day = Math.floor(wallS / SECONDS_PER_DAY);
  const date = civilDate(day);
  const isCalendar = alignment === 'calendar';
  const anchor = isCalendar ? { year: date.year, month: date.month - ((date.month - 1) % everyMonths), day: 1 } : date;
  const timeS = isCalendar ? 0 : wallS - day * SECONDS_PER_DAY;
  // Without them a service's second month would begin before its first one was over.
  const beyondSecondMs = isCalendar ? 0 : fromMs - startS * 1000;
  const boundaryMs = (count: number): number => {
    if (!isCalendar && count === 0) return fromMs;
    return atWallClock(zone, dayNumber(addCivilMonths(anchor, count * everyMonths)) * SECONDS_PER_DAY + timeS) * 1000 + beyondSecondMs;
  };
  return { fromMs: boundaryMs(index), untilMs: boundaryMs(index + 1) };
}

function lineOf({ amount, proration }: RecurringTerms, { period, used, zone }: { period: Span; used: Span; zone: ZoneTable }): RecurringLine {
  const rules: PartTerms[] = [
    ...(used.fromMs > period.fromMs ? [proration.leading] : []),
    ...(used.untilMs < period.untilMs ? [proration.trailing] : []),
  ];
  if (rules.includes('free')) return { period, used, amount: NOTHING };
  const counted = {
    fromMs: used.fromMs > period.fromMs && proration.leading === 'full' ? period.fromMs : used.fromMs,
    untilMs: used.untilMs < period.untilMs && proration.trailing === 'full' ? period.untilMs : used.untilMs,
  };
  const share = prorate({ amount: decimal(amount), period, used: counted, by: proration.by, month: proration.month, zone });
  return { period, used, counted, proration: share, amount: share.amount };
}
