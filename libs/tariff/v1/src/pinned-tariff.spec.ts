import { describe, expect, it } from '@jest/globals';
import { exact } from './exact.js';
import { chargesOfMonth } from './month-charge.js';
import { pinnedTariff, readPinnedTariff } from './pinned-tariff.js';
import { readTariff } from './read-tariff.js';
import { offsetAt, type ZoneTable } from './zone-table.js';

const summer = (day: string): number => Date.parse(`${day}T01:00:00Z`) / 1000;
const BERLIN: ZoneTable = { zone: 'Europe/Berlin', offsets: [[0, 3600], [summer('2026-03-29'), 7200], [summer('2026-10-25'), 3600], [summer('2027-03-28'), 7200]].map(([fromS = 0, offsetS = 0]) => ({ fromS, offsetS })), untilS: 2_000_000_000 };

function tariffOf(changed: object) {
  const reading = readTariff({ form: 'carriermesh.tariff.v1', id: 't', currency: 'EUR', rounding: { mode: 'half-even', decimals: 2, place: 'line' }, charges: [{ kind: 'flat', id: 'data', price: '0.01' }], ...changed });
  if ('problems' in reading) throw new Error(JSON.stringify(reading.problems));
  return reading.tariff;
}

describe('a tariff with its clocks', () => {
  it('is read as it was pinned, and says something about every instant: the first offset before it, the last after it', () => {
    const pinned = pinnedTariff(tariffOf({ zone: 'Europe/Berlin' }), BERLIN, summer('2026-11-01'));
    expect(pinned.offsets.map(({ offsetS }) => offsetS)).toEqual([3600, 7200]);
    const read = readPinnedTariff(pinned);
    if ('problems' in read) throw new Error('unreadable');
    expect(read.tariff).toEqual(tariffOf({ zone: 'Europe/Berlin' }));
    expect([0, summer('2027-03-28') - 1, summer('2027-03-28'), 9_000_000_000].map((atS) => offsetAt(read.zone, atS).offsetS)).toEqual([3600, 3600, 7200, 7200]);
  });

  it('goes by UTC without a zone, and is refused where it names one and nobody says what its clocks show', () => {
    expect(readPinnedTariff(pinnedTariff(tariffOf({}), BERLIN, 0))).toMatchObject({ zone: { zone: 'UTC' } });
    const { tariff } = pinnedTariff(tariffOf({ zone: 'Europe/Berlin' }), BERLIN, 0);
    expect(readPinnedTariff({ tariff, offsets: [] })).toEqual({ problems: [{ at: '/zone', problem: 'its clocks are not pinned with it' }] });
    const backwards = [3, 2, 1].map((fromS) => ({ fromS: BigInt(fromS), offsetS: 0 }));
    expect(readPinnedTariff({ tariff, offsets: backwards })).toHaveProperty('problems');
  });
});

describe('a month by a tariff', () => {
  const usage = [3, 1, 2].map((day) => ({ id: `${day}`, type: 'data' as const, startedMs: Date.UTC(2026, 0, 30 + day), quantity: exact(BigInt(day)) }));

  it('is one period, whatever months of the calendar it has, and comes to the same in whatever order its records come', () => {
    const tariff = tariffOf({ charges: [{ kind: 'graduated', id: 'g', over: 'period', tiers: [{ upTo: '4', price: '1.00' }, { price: '0.10' }] }] });
    const { charges } = chargesOfMonth(tariff, {}, { usage, account: '', fromMs: 0 });
    expect(charges).toMatchObject([{ chargeId: 'g', records: 3, quantity: exact(6n), exactAmount: { currency: 'EUR', microMinor: 420_000_000n } }]);
    expect(chargesOfMonth(tariff, {}, { usage: usage.toReversed(), account: '', fromMs: 0 }).charges).toEqual(charges);
  });

  it('is paid in minor units: the sum is rounded once by the mode of the tariff, to its decimals where these are fewer', () => {
    const paid = (rounding: object) => chargesOfMonth(tariffOf({ charges: [{ kind: 'flat', id: 'a', price: '0.055' }], rounding }), {}, { usage, account: '', fromMs: 0 }).charges[0]?.amount.microMinor;
    // 0.055, 0.110 and 0.165 are 0.33 together.
    expect(paid({ mode: 'up', decimals: 3, place: 'line' })).toBe(33_000_000n);
    expect(paid({ mode: 'up', decimals: 1, place: 'invoice' })).toBe(40_000_000n);
    expect(paid({ mode: 'up', decimals: 2, place: 'line' })).toBe(34_000_000n);
    expect(paid({ mode: 'down', decimals: 2, place: 'line' })).toBe(32_000_000n);
  });

  it('names the usage that the tariff has no charge for', () => {
    const tariff = tariffOf({ charges: [{ kind: 'flat', id: 'a', match: { accounts: ['other'] }, price: '1' }] });
    expect(chargesOfMonth(tariff, {}, { usage, account: 'acme', fromMs: 0 })).toMatchObject({ charges: [], refused: [3, 1, 2].map((day) => ({ id: `${day}`, refusal: { code: 'no-rate' } })) });
  });
});
