import { OperationalError } from '@carriermesh/platform-errors';
import { atWallClock, coversS, type Span, type ZoneTable } from '@carriermesh/tariff-v1';
import { readInstantMs } from './usage-line.js';

const WALL_CLOCK = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}(?::\d{2})?))?$/;
const SECONDS_PER_DAY = 86_400;

/** "2028-02-01..2028-03-01": from the one moment up to the other. */
export function readSpan(text: string, zone: ZoneTable, flag: string): Span {
  const [from, until, ...more] = text.split('..');
  if (from === undefined || until === undefined || more.length > 0) throw wrong(`${flag} is two moments, as in 2028-02-01..2028-03-01, not ${text}`);
  const span = { fromMs: readMoment(from, zone, flag), untilMs: readMoment(until, zone, flag) };
  if (span.untilMs < span.fromMs) throw wrong(`${flag} ${text} ends before it begins`);
  return span;
}

/** A day, or a day and time, on the clocks of the zone; or an instant that says its own offset, as in 2028-02-01T00:00:00Z. */
export function readMoment(text: string, zone: ZoneTable, flag: string): number {
  const moment = readInstantMs(text) ?? wallClockMs(text, zone);
  if (moment === undefined) throw wrong(`${flag} is a day (2028-02-29), a day and time (2028-02-29T14:00), or an instant (2028-02-29T14:00:00Z), not "${text}"`);
  if (!coversS(zone, moment / 1000, moment / 1000)) throw wrong(`${flag} ${text}: nothing is known of the clocks of ${zone.zone} then`);
  return moment;
}

function wallClockMs(text: string, zone: ZoneTable): number | undefined {
  const match = WALL_CLOCK.exec(text);
  if (!match) return undefined;
  const time = match[2] ?? '00:00';
  const wallMs = readInstantMs(`${match[1]}T${time.length === 5 ? `${time}:00` : time}Z`);
  if (wallMs === undefined) return undefined;
  const wallS = wallMs / 1000;
  return coversS(zone, wallS - SECONDS_PER_DAY, wallS + SECONDS_PER_DAY) ? atWallClock(zone, wallS) * 1000 : undefined;
}

const wrong = (message: string): OperationalError => new OperationalError('misconfigured', message);
