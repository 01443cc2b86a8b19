import { describe, expect, it } from '@jest/globals';
import { instant, NANOS_PER_HOUR, NANOS_PER_SECOND } from '@carriermesh/kernel';
import { availabilityOf, HIGH_LOSS_PPM, lossByInterval, lossInSeries, lossOfBest, type LossByInterval } from './availability.js';

const HOUR = instant(500_000n * NANOS_PER_HOUR);
/** A letter an interval: `.` lost nothing, `x` everything, `l` a little; blank was not measured. */
const intervals = (text: string): LossByInterval =>
  new Map([...text].flatMap((letter, index) => (letter === ' ' ? [] : [[BigInt(index), { '.': 0, l: 1_000, x: 1_000_000 }[letter] ?? 0] as const])));

describe('S2-14 availability', () => {
  it.each([
    ['..........', 0, 0],
    ['....xx....', 0, 2],
    ['....xxx...', 3, 3],
    ['xxx.......', 3, 3],
    ['.......xxx', 3, 3],
    ['........xx', 0, 2],
    ['.xxx..xxx.', 9, 6],
    ['.xxx...xx.', 3, 5],
    ['.xxx l.. .', 3, 3],
  ])('of %j: %i intervals are lost, by three in a row that go either way, and %i are of high loss', (text, unavailable, highLoss) => {
    const measured = text.replace(/ /g, '').length;
    expect(availabilityOf(intervals(text))).toMatchObject({ measured, unavailable, highLoss });
  });

  it('leaves out of the loss what was lost while it was not available', () => {
    expect(availabilityOf(intervals('lxxx...l')).lossPpm).toBe(400);
    expect(availabilityOf(intervals('x.')).lossPpm).toBe(500_000);
    expect(availabilityOf(intervals('xxx'))).not.toHaveProperty('lossPpm');
    expect(availabilityOf(new Map())).toEqual({ measured: 0, unavailable: 0, highLoss: 0 });
  });

  it('takes the windows of an interval of a minute together', () => {
    const windows = new Map([[0n, 0], [30n * NANOS_PER_SECOND, 600], [60n * NANOS_PER_SECOND, 9]]);
    const first = HOUR / (60n * NANOS_PER_SECOND);
    expect(lossByInterval(new Map([[HOUR, { lossPpm: windows, delays: new Map(), variations: new Map(), roundTrips: new Map() }]]))).toEqual(new Map([[first, 300], [first + 1n, 9]]));
  });

  it('of segments in a row is that of packets that go through all, known where all were measured or one lost too much', () => {
    const both = lossInSeries([new Map([[1n, 100_000], [2n, 0], [3n, HIGH_LOSS_PPM]]), new Map([[1n, 100_000], [4n, 5]])]);
    expect([...both.keys()]).toEqual([1n, 3n]);
    expect(both.get(1n)).toBeCloseTo(190_000, 6);
    expect(both.get(3n)).toBeCloseTo(HIGH_LOSS_PPM, 6);
  });

  it('of two routes at once is that of the better one', () => {
    expect(lossOfBest([intervals('.xx'), intervals('  .')])).toEqual(intervals('.x.'));
  });
});
