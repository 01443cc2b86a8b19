import { invariant } from '@carriermesh/kernel';
import { exact, multiplyExact, type Exact } from './exact.js';
import type { ProrationTerms } from './tariff-terms.js';
import { civilDate, offsetAt, SECONDS_PER_DAY, type ZoneTable } from './zone-table.js';

export interface Span {
  readonly fromMs: number;
  readonly untilMs: number;
}

export interface ProrationInput {
  /** Of the whole period. */
  readonly amount: Exact;
  readonly period: Span;
  /** What of the period was used: a part of it, or all. */
  readonly used: Span;
  readonly by: ProrationTerms['by'];
  readonly month: ProrationTerms['month'];
  readonly zone: ZoneTable;
}

export interface Proration {
  readonly unit: 'day' | 'second' | 'period';
  readonly part: Exact;
  readonly whole: Exact;
  /** Not rounded: that is for the tariff's rounding to do, once. */
  readonly amount: Exact;
}

/**
 * The share of a period's amount that falls on what was used of it.
 * - `day`: the days of the zone's calendar, a begun day counted whole; `second`: the seconds that passed, so a day on which
 *   clocks change has 23, 23½, 24½ or 25 hours; `none`: all of it.
 * - `real` months have their own days. In `thirty-days` months the 31st costs nothing and February's last day costs what is
 *   missing to thirty, so that the parts of any period add up to it.
 */
export function prorate({ amount, period, used, by, month, zone }: ProrationInput): Proration {
  invariant(period.fromMs < period.untilMs, 'a period lasts some time');
  invariant(
    period.fromMs <= used.fromMs && used.fromMs <= used.untilMs && used.untilMs <= period.untilMs,
    'what was used is a part of the period',
  );
  if (by === 'none') return { unit: 'period', part: exact(1n), whole: exact(1n), amount };
  const rule = { by, month, zone };
  // Seconds are counted in milliseconds, the finest time that usage has.
  const perUnit = by === 'day' ? 1n : 1000n;
  const [part, whole] = [lengthBy(rule, used), lengthBy(rule, period)];
  invariant(whole > 0n, 'by its rule the period lasts no time');
  return { unit: by, part: exact(part, perUnit), whole: exact(whole, perUnit), amount: multiplyExact(amount, exact(part, whole)) };
}

/** Days, or milliseconds, as the rule counts them: a 31st has none in months of thirty days. */
export function lengthBy({ by, month, zone }: Pick<ProrationInput, 'by' | 'month' | 'zone'>, { fromMs, untilMs }: Span): bigint {
  const position = by === 'day' ? dayPosition : secondPosition;
  return fromMs === untilMs ? 0n : position({ zone, month, atMs: untilMs, ends: true }) - position({ zone, month, atMs: fromMs, ends: false });
}

interface Position {
  readonly zone: ZoneTable;
  readonly month: ProrationTerms['month'];
  readonly atMs: number;
  readonly ends: boolean;
}

function dayPosition({ zone, month, atMs, ends }: Position): bigint {
  const wallMs = wallClockMs(zone, atMs, ends);
  const dayMs = SECONDS_PER_DAY * 1000;
  const day = ends ? Math.ceil(wallMs / dayMs) : Math.floor(wallMs / dayMs);
  return BigInt(month === 'real' ? day : thirtyDayPosition(day));
}

function secondPosition({ zone, month, atMs, ends }: Position): bigint {
  if (month === 'real') return BigInt(atMs);
  const dayMs = SECONDS_PER_DAY * 1000;
  const wallMs = wallClockMs(zone, atMs, ends);
  const day = Math.floor(wallMs / dayMs);
  const isThirtyFirst = civilDate(day).day === 31;
  return BigInt(thirtyDayPosition(day) * dayMs + (isThirtyFirst ? 0 : wallMs - day * dayMs));
}

/** An end is read on the clock of the last moment before it, so that a change of clocks at midnight adds no day. */
function wallClockMs(zone: ZoneTable, atMs: number, ends: boolean): number {
  const readAtS = Math.floor((ends ? atMs - 1 : atMs) / 1000);
  return atMs + offsetAt(zone, readAtS).offsetS * 1000;
}

function thirtyDayPosition(dayNumber: number): number {
  const { year, month, day } = civilDate(dayNumber);
  return year * 360 + (month - 1) * 30 + Math.min(day - 1, 30);
}
