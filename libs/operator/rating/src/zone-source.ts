import type { ZoneTable } from '@carriermesh/tariff-v1';
import { OperationalError } from '@carriermesh/platform-errors';

const SECONDS_PER_DAY = 86_400;
/** Usage is rated within these years; the machine's zone rules are those of its ICU data. */
const FIRST_YEAR = 1990;
const LAST_YEAR = 2060;

const tables = new Map<string, ZoneTable>();

/**
 * The offsets of an IANA zone as a table, from the zone data that the runtime carries. The runtime says what the offset is
 * at an instant and never when it changes, so each day's offset is asked for and each change is found by halving.
 * @throws OperationalError misconfigured, when the runtime knows no such zone
 */
export function zoneTable(zone: string): ZoneTable {
  const known = tables.get(zone);
  if (known) return known;
  const offsetOf = offsetReader(zone);
  const fromS = Date.UTC(FIRST_YEAR, 0, 1) / 1000;
  const untilS = Date.UTC(LAST_YEAR + 1, 0, 1) / 1000;
  const offsets = [{ fromS, offsetS: offsetOf(fromS) }];
  for (let dayS = fromS; dayS < untilS; dayS += SECONDS_PER_DAY) {
    for (let last = offsets.at(-1); last && last.offsetS !== offsetOf(dayS + SECONDS_PER_DAY); last = offsets.at(-1)) {
      const changeS = firstChange(offsetOf, Math.max(dayS, last.fromS), dayS + SECONDS_PER_DAY);
      offsets.push({ fromS: changeS, offsetS: offsetOf(changeS) });
    }
  }
  const table = { zone, offsets, untilS };
  tables.set(zone, table);
  return table;
}

/** The offset differs at both ends; the first second that has another than the first. */
function firstChange(offsetOf: (atS: number) => number, fromS: number, toS: number): number {
  const before = offsetOf(fromS);
  let [low, high] = [fromS, toS];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetOf(middle) === before) low = middle;
    else high = middle;
  }
  return high;
}

function offsetReader(zone: string): (atS: number) => number {
  const format = formatOf(zone);
  const seen = new Map<number, number>();
  return (atS) => {
    const found = seen.get(atS);
    if (found !== undefined) return found;
    const offsetS = parseOffset(format.format(atS * 1000));
    seen.set(atS, offsetS);
    return offsetS;
  };
}

export const isZone = (zone: string): boolean => {
  try {
    formatOf(zone);
    return true;
  } catch {
    return false;
  }
};

function formatOf(zone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset', hourCycle: 'h23', year: 'numeric' });
  } catch (error) {
    throw new OperationalError('misconfigured', `"${zone}" is no time zone that this machine knows`, { cause: error });
  }
}

/** "2026 GMT+10:30" → 37,800; "2026 GMT" → 0. */
function parseOffset(text: string): number {
  const match = /GMT(?:([+\-\u2212])(\d{1,2}):?(\d{2})?(?::(\d{2}))?)?$/u.exec(text);
  if (!match) throw new OperationalError('misconfigured', `the runtime writes an offset as "${text}", which is not understood`);
  const magnitude = Number(match[2] ?? 0) * 3600 + Number(match[3] ?? 0) * 60 + Number(match[4] ?? 0);
  return match[1] === '-' || match[1] === '\u2212' ? -magnitude : magnitude;
}
