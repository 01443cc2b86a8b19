import type { ZoneTable } from '../zone-table.js';

const second = (text: string): number => Date.parse(text) / 1000;
const HOUR = 3600;

/** 2025 to 2027, as IANA's tz database (2025b) has it for its file `australasia`: half an hour of daylight saving. */
export const LORD_HOWE: ZoneTable = {
  zone: 'Australia/Lord_Howe',
  offsets: [
    { fromS: second('2025-01-01T00:00:00Z'), offsetS: 11 * HOUR },
    { fromS: second('2025-04-05T15:00:00Z'), offsetS: 10.5 * HOUR },
    { fromS: second('2025-10-04T15:30:00Z'), offsetS: 11 * HOUR },
    { fromS: second('2026-04-04T15:00:00Z'), offsetS: 10.5 * HOUR },
    { fromS: second('2026-10-03T15:30:00Z'), offsetS: 11 * HOUR },
    { fromS: second('2027-04-03T15:00:00Z'), offsetS: 10.5 * HOUR },
  ],
  untilS: second('2027-10-01T00:00:00Z'),
};

/** Directive 2000/84/EC: the last Sundays of March and October, at 01:00 UTC. */
export const BERLIN: ZoneTable = {
  zone: 'Europe/Berlin',
  offsets: [
    { fromS: second('2025-01-01T00:00:00Z'), offsetS: HOUR },
    { fromS: second('2025-03-30T01:00:00Z'), offsetS: 2 * HOUR },
    { fromS: second('2025-10-26T01:00:00Z'), offsetS: HOUR },
    { fromS: second('2026-03-29T01:00:00Z'), offsetS: 2 * HOUR },
    { fromS: second('2026-10-25T01:00:00Z'), offsetS: HOUR },
    { fromS: second('2027-03-28T01:00:00Z'), offsetS: 2 * HOUR },
  ],
  untilS: second('2027-10-01T00:00:00Z'),
};

/** Energy Policy Act of 2005: the second Sunday of March and the first of November, at 02:00 by the clock before. */
export const NEW_YORK: ZoneTable = {
  zone: 'America/New_York',
  offsets: [
    { fromS: second('2025-01-01T00:00:00Z'), offsetS: -5 * HOUR },
    { fromS: second('2025-03-09T07:00:00Z'), offsetS: -4 * HOUR },
    { fromS: second('2025-11-02T06:00:00Z'), offsetS: -5 * HOUR },
    { fromS: second('2026-03-08T07:00:00Z'), offsetS: -4 * HOUR },
    { fromS: second('2026-11-01T06:00:00Z'), offsetS: -5 * HOUR },
    { fromS: second('2027-03-14T07:00:00Z'), offsetS: -4 * HOUR },
  ],
  untilS: second('2027-10-01T00:00:00Z'),
};

export const ms = (text: string): number => Date.parse(text);
