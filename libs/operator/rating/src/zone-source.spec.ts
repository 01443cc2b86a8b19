import { describe, expect, it } from '@jest/globals';
import { startOfLocalDay } from '@carriermesh/tariff-v1';
import { zoneTable } from './zone-source.js';

const changes = (zone: string, year: number): readonly string[] =>
  zoneTable(zone).offsets.flatMap(({ fromS, offsetS }) => {
    const at = new Date(fromS * 1000).toISOString();
    return at.startsWith(`${year}-`) ? [`${at.slice(0, 19)} ${offsetS / 3600}`] : [];
  });

describe('the table of a zone', () => {
  // The rules are those of IANA's tz database: half an hour at Lord Howe, one in the European Union and the United States.
  it.each([
    ['Australia/Lord_Howe', ['2026-04-04T15:00:00 10.5', '2026-10-03T15:30:00 11']],
    ['Europe/Berlin', ['2026-03-29T01:00:00 2', '2026-10-25T01:00:00 1']],
    ['America/New_York', ['2026-03-08T07:00:00 -4', '2026-11-01T06:00:00 -5']],
    ['Asia/Kolkata', []],
    ['UTC', []],
  ])('of %s changes to the second when its clocks do', (zone, expected) => {
    expect(changes(zone, 2026)).toEqual(expected);
  });

  it('has the day that Samoa skipped: 30 December 2011 did not happen', () => {
    expect(changes('Pacific/Apia', 2011)).toContain('2011-12-30T10:00:00 14');
    const table = zoneTable('Pacific/Apia');
    const [skipped, next] = [15_338, 15_339].map((day) => startOfLocalDay(table, day));
    expect(skipped).toBe(next);
  });

  it('agrees with the runtime at every noon of forty years', () => {
    for (const zone of ['Australia/Lord_Howe', 'Africa/Casablanca', 'America/Caracas']) {
      const { offsets } = zoneTable(zone);
      const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, hourCycle: 'h23', hour: 'numeric', minute: 'numeric' });
      for (let at = Date.UTC(2000, 0, 1, 12); at < Date.UTC(2040, 0, 1); at += 7 * 86_400_000) {
        const offsetS = offsets.findLast(({ fromS }) => fromS <= at / 1000)?.offsetS ?? 0;
        expect(format.format(at)).toBe(new Date(at + offsetS * 1000).toISOString().slice(11, 16));
      }
    }
  });

  it('of a zone that nobody knows can’t be had', () => {
    expect(() => zoneTable('Mars/Olympus')).toThrow('"Mars/Olympus" is no time zone that this machine knows');
  });
});
