import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Agenda } from './agenda.js';
import { Random } from './random.js';

describe('an agenda', () => {
  it('does everything in the order of its time, and of who asked first among those of one time', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 20 })), (delays) => {
        const agenda = new Agenda();
        const done: (readonly [number, number])[] = [];
        delays.forEach((ms, index) => agenda.after(ms, () => done.push([ms, index])));
        for (let work = agenda.next(20); work; work = agenda.next(20)) work();
        expect(done).toEqual(delays.map((ms, index) => [ms, index] as const).sort(([a, first], [b, second]) => a - b || first - second));
      }),
    );
  });

  it('stands at the time of what it does, leaves what comes after the limit, and forgets what was called off', () => {
    const agenda = new Agenda();
    const done: string[] = [];
    agenda.after(10, () => done.push(`at ${agenda.nowMs}`));
    agenda.after(11, () => done.push('too late'));
    agenda.after(5, () => done.push('called off'))();
    for (let work = agenda.next(10); work; work = agenda.next(10)) work();
    expect(done).toEqual(['at 10']);
    expect(agenda.nowMs).toBe(10);
  });
});

describe('chance', () => {
  it('is the same for the same seed and name, and another for another of either', () => {
    const draws = (seed: number, name: string): readonly number[] => Array.from({ length: 4 }, ((random) => () => random.next())(Random.of(seed, name)));
    expect(draws(7, 'bus')).toEqual(draws(7, 'bus'));
    for (const other of [draws(8, 'bus'), draws(7, 'sub'), draws(7 + 2 ** 32, 'bus')]) expect(other).not.toEqual(draws(7, 'bus'));
  });

  it('reaches both ends of a range and nothing beyond', () => {
    const random = Random.of(1, 'range');
    const seen = new Set(Array.from({ length: 200 }, () => random.between(3, 6)));
    expect([...seen].sort()).toEqual([3, 4, 5, 6]);
  });
});
