import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addMonths, instant, money, parseInstant, parseMoney, period, sum, type Instant, type Money } from '@carriermesh/kernel';
import { apportion, listPrice, monthlyCapacityCharge, proratedRecurring, roundLine, taxOn, usageCharge, withMarkup } from './index.js';

const eur = (text: string): Money => parseMoney('EUR', text) as Money;
const at = (text: string): Instant => parseInstant(text) as Instant;
const amounts = fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n });
const distance = (a: bigint, b: bigint): bigint => (a > b ? a - b : b - a);

describe('capacity', () => {
  it('costs the price of one Mbit/s as many times as there are Mbit/s', () => {
    expect(monthlyCapacityCharge(eur('1.23'), 10_000)).toEqual(eur('12300.00'));
  });

  it('can be neither nothing nor a fraction', () => {
    for (const mbps of [0, 1.5, -1, Number.NaN, 1_000_000_001]) expect(() => monthlyCapacityCharge(eur('1.00'), mbps)).toThrow('Mbit/s');
  });
});

describe('proration', () => {
  const february = period(at('2028-02-01T00:00:00Z'), at('2028-03-01T00:00:00Z'));

  it('charges the whole month exactly, also in a leap February', () => {
    expect(proratedRecurring(eur('100.00'), february, february)).toEqual(eur('100.00'));
  });

  it('charges one of 29 days at 1/29, rounded half away from zero to a millionth of a cent', () => {
    const day = period(at('2028-02-29T00:00:00Z'), at('2028-03-01T00:00:00Z'));
    expect(proratedRecurring(eur('100.00'), day, february)).toEqual(money('EUR', 344_827_586n));
    expect(proratedRecurring(eur('-100.00'), day, february)).toEqual(money('EUR', -344_827_586n));
  });

  it('charges nothing for no time, and rounds exactly a half up in magnitude', () => {
    const twoNanos = period(instant(0n), instant(2n));
    expect(proratedRecurring(money('EUR', 7n), period(instant(1n), instant(1n)), twoNanos)).toEqual(money('EUR', 0n));
    expect(proratedRecurring(money('EUR', 7n), period(instant(0n), instant(1n)), twoNanos)).toEqual(money('EUR', 4n));
  });

  it('refuses a part that reaches a nanosecond out of the month', () => {
    const late = period(february.from, instant(february.until + 1n));
    expect(() => proratedRecurring(eur('1.00'), late, february)).toThrow('is no part of the month');
  });

  it('of adjoining parts differs from the whole by at most half a unit for each part', () => {
    fc.assert(
      fc.property(amounts, fc.array(fc.bigInt({ min: 0n, max: 10n ** 15n }), { minLength: 1, maxLength: 12 }), (amount, durations) => {
        const month = period(instant(0n), instant(durations.reduce((a, b) => a + b, 1n)));
        const ends = durations.reduce<bigint[]>((cuts, duration) => [...cuts, (cuts.at(-1) ?? 0n) + duration], [0n]);
        const edges = [...ends, month.until];
        const parts = edges.slice(1).map((until, index) => period(instant(edges[index] as bigint), instant(until)));
        const total = sum('EUR', parts.map((part) => proratedRecurring(money('EUR', amount), part, month)));
        expect(2n * distance(total.microMinor, amount) <= BigInt(parts.length)).toBe(true);
      }),
    );
  });

  it('of a month of any length that begins on any day is the month itself', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 20_000 }), amounts, (days, amount) => {
        const from = instant(BigInt(days) * 86_400_000_000_000n);
        const month = period(from, addMonths(from, 1));
        expect(proratedRecurring(money('EUR', amount), month, month)).toEqual(money('EUR', amount));
      }),
    );
  });
});

describe('usage', () => {
  it('counts a gigabyte as 10^9 octets', () => {
    expect(usageCharge(eur('0.02'), 1_000_000_000n)).toEqual(eur('0.02'));
    expect(usageCharge(eur('0.02'), 2_500_000_000n)).toEqual(eur('0.05'));
  });

  it('rounds a record once: half a unit goes up, an octet less goes down', () => {
    expect(usageCharge(money('EUR', 1n), 500_000_000n)).toEqual(money('EUR', 1n));
    expect(usageCharge(money('EUR', 1n), 499_999_999n)).toEqual(money('EUR', 0n));
  });

  it('split into n records differs from the sum by at most (n + 1) / 2 units', () => {
    const octets = fc.array(fc.bigInt({ min: 0n, max: 10n ** 14n }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 10n }), octets, (price, records) => {
        const apart = sum('EUR', records.map((record) => usageCharge(money('EUR', price), record)));
        const together = usageCharge(money('EUR', price), records.reduce((a, b) => a + b, 0n));
        expect(2n * distance(apart.microMinor, together.microMinor) <= BigInt(records.length + 1)).toBe(true);
      }),
    );
  });

  it('is never negative', () => {
    expect(() => usageCharge(eur('0.02'), -1n)).toThrow('octets');
  });
});

describe('markup, tax and list price', () => {
  it('marks up by ten-thousandths, half away from zero', () => {
    expect(withMarkup(eur('0.02'), 2_500)).toEqual(eur('0.025'));
    expect(withMarkup(money('EUR', 1n), 5_000)).toEqual(money('EUR', 2n));
    expect(withMarkup(money('EUR', 1n), 4_999)).toEqual(money('EUR', 1n));
  });

  it('taxes in whole cents: 0.5 cent becomes a cent, a credit is taxed alike', () => {
    expect(taxOn(eur('0.05'), 1_000)).toEqual(eur('0.01'));
    expect(taxOn(eur('0.04'), 1_000)).toEqual(eur('0.00'));
    expect(taxOn(eur('-0.05'), 1_000)).toEqual(eur('-0.01'));
    expect(taxOn(eur('12301.27'), 1_900)).toEqual(eur('2337.24'));
  });

  it('refuses basis points that are no whole number from 0', () => {
    for (const wrong of [-1, 0.5, Number.NaN]) expect(() => taxOn(eur('1.00'), wrong)).toThrow('basis points');
  });

  it('lists a fixed part and a part for each 1,000 km', () => {
    const input = { basePerMbps: eur('2.00'), perMbpsPerMegameter: eur('0.50'), mbps: 100, distanceM: 5_570_000 };
    expect(listPrice(input)).toEqual(eur('478.50'));
    expect(listPrice({ ...input, distanceM: 0 })).toEqual(eur('200.00'));
    expect(() => listPrice({ ...input, distanceM: 0.5 })).toThrow('metres');
  });

  it('prints a line in whole cents, half away from zero', () => {
    expect(roundLine(eur('0.005'))).toEqual(eur('0.01'));
    expect(roundLine(eur('0.00499999'))).toEqual(eur('0.00'));
    expect(roundLine(eur('-0.005'))).toEqual(eur('-0.01'));
  });
});

describe('apportioning', () => {
  const weightLists = fc.array(fc.bigInt({ min: 0n, max: 10n ** 12n }), { minLength: 1, maxLength: 30 });

  it('gives the left-over units to the largest remainders, and at equal ones to the earlier share', () => {
    expect(apportion(money('EUR', 100n), [1n, 1n, 1n]).map((share) => share.microMinor)).toEqual([34n, 33n, 33n]);
    expect(apportion(money('EUR', 10n), [1n, 2n, 3n]).map((share) => share.microMinor)).toEqual([2n, 3n, 5n]);
    expect(apportion(money('EUR', -100n), [1n, 1n, 1n]).map((share) => share.microMinor)).toEqual([-34n, -33n, -33n]);
  });

  it('splits equally when nobody weighs anything', () => {
    expect(apportion(money('EUR', 5n), [0n, 0n]).map((share) => share.microMinor)).toEqual([3n, 2n]);
  });

  it('adds up exactly, and no share is a whole unit away from its proportion', () => {
    fc.assert(
      fc.property(amounts, weightLists, (amount, weights) => {
        const shares = apportion(money('EUR', amount), weights);
        expect(sum('EUR', shares).microMinor).toBe(amount);
        const whole = weights.reduce((a, b) => a + b, 0n);
        if (whole > 0n) shares.forEach((share, i) => expect(distance(share.microMinor * whole, amount * (weights[i] as bigint)) < whole).toBe(true));
      }),
    );
  });

  it('needs a share to give to, and no weight below nothing', () => {
    expect(() => apportion(eur('1.00'), [])).toThrow('one share at least');
    expect(() => apportion(eur('1.00'), [1n, -1n])).toThrow('a weight');
  });
});
