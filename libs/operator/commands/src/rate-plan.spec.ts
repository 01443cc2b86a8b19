import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readRatePlan } from '@carriermesh/contracting-service';
import { ratePlanOf } from './rate-plan-source.js';
import { tariffLines } from './tariff-text.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'rate-plan-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const NOW = Date.parse('2026-11-21T12:00:00Z');

function planOf(tariff: object) {
  const file = join(folder, 'plan.json');
  writeFileSync(file, JSON.stringify({ form: 'carriermesh.tariff.v1', id: 'metro', currency: 'EUR', rounding: { mode: 'half-even', decimals: 4, place: 'line' }, ...tariff }));
  return ratePlanOf(file, NOW);
}

const FLAT = { kind: 'flat', id: 'data', price: '0.02', per: '1000000000' };

describe('the tariff that a mesh is started with', () => {
  it('S3-18 is pinned with the dates of its calendar and what its clocks show from then on', () => {
    const { tariff, offsets } = planOf({ zone: 'Europe/Berlin', windows: { quiet: { holidays: 'only' } }, holidayCalendar: { country: 'DE' }, holidays: ['2026-12-24'], charges: [{ ...FLAT, id: 'quiet', match: { windows: ['quiet'] } }, FLAT] });
    expect(tariff).not.toHaveProperty('holidayCalendar');
    expect(tariff.holidays).toEqual(expect.arrayContaining(['2026-12-24', '2026-12-25', '2030-10-03']));
    expect(offsets.slice(0, 2)).toEqual([{ fromS: Date.parse('2026-10-25T01:00:00Z') / 1000, offsetS: 3600 }, { fromS: Date.parse('2027-03-28T01:00:00Z') / 1000, offsetS: 7200 }]);
  });

  it('S3-18 is refused before anything is started, with every place and reason', () => {
    expect(() => planOf({ charges: [{ kind: 'recurring', id: 'rent', amount: '1', everyMonths: 1, alignment: 'calendar', proration: { by: 'none', month: 'real', leading: 'full', trailing: 'full' } }] })).toThrow(
      /\/charges\/0 the charge rent is not for usage.*\n.*\/charges none is for all usage/,
    );
  });

  it('S3-18 is refused with its place where this machine knows no such zone', () => {
    expect(() => planOf({ zone: 'Europe/Berlim', charges: [FLAT] })).toThrow(/plan\.json is no tariff:\n {2}\/zone "Europe\/Berlim" is no time zone that this machine knows$/);
  });

  it('S3-18 is told to a person charge by charge, and tax by tax', () => {
    const tiers = { kind: 'graduated', id: 'traffic', over: 'period', per: '1000000000', tiers: [{ upTo: '10000000000000', price: '0.01' }, { price: '0.004', fixed: '5' }] };
    const burst = { kind: 'percentile', id: 'burst', percentile: 95, commit: '100', commitPrice: '1.50', burstPrice: '2.25', perCategory: true, match: { accounts: ['bolt'], subjects: ['device-7', 'device-8'], categories: ['gold'] } };
    const plan = planOf({ currency: 'USD', conversion: { to: 'EUR', rate: '0.92', pinnedAt: '2026-11-20' }, taxes: [{ id: 'vat', percent: '19' }], windows: { night: { from: '22:00' } }, charges: [{ ...FLAT, id: 'night', weight: 1, match: { windows: ['night'] }, maximum: '3' }, burst, tiers, { kind: 'package', id: 'rest', over: 'record', size: '1000', price: '0.0001', free: '500', match: { accounts: ['acme'] } }] });
    expect(tariffLines(readRatePlan(plan, 'EUR'))).toEqual([
      'by the tariff metro in USD, at 0.92 EUR of 2026-11-20 for each USD, counted where it enters the service, by the clocks of UTC, rounded half-even to 4 decimals by the line',
      'night: 0.02 for 1000000000 octets, at most 3 an interval, in night',
      'burst: the 95th percentile in Mbit/s, 100 committed at 1.50, 2.25 above, of each category by itself the greatest, of bolt, subject device-7 or device-8, category gold',
      'traffic: graduated over the month, for 1000000000 octets 0.01 up to 10000000000000, 0.004 above and 5 once',
      'rest: 0.0001 for each begun 1000 octets of an interval, after 500 free, of acme',
      'tax vat: 19 %',
    ]);
  });
});
