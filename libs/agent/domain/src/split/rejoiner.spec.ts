import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Rejoiner, type RejoinLimits } from './rejoiner.js';

const EPOCH = 7;
const LIMITS: RejoinLimits = { maxDifferentialDelayMs: 10, octets: 100_000 };

function rejoiner(limits = LIMITS) {
  const handedOn: number[] = [];
  const one = new Rejoiner(limits, (frame) => handedOn.push(frame[0] ?? -1));
  const take = (atMs: number, ...numbers: readonly number[]): void => numbers.forEach((number) => one.take(EPOCH, number, Uint8Array.of(number), atMs));
  return { one, handedOn, take };
}

describe('M4 what a split service is rejoined by', () => {
  it('hands on at once what comes in order, and holds back what comes before one that was sent earlier', () => {
    const { one, handedOn, take } = rejoiner();
    take(0, 0, 1, 3, 4);
    expect([handedOn, one.dueAtMs]).toEqual([[0, 1], 10]);
    take(9, 2);
    expect([handedOn, one.dueAtMs]).toEqual([[0, 1, 2, 3, 4], undefined]);
    expect(one.counts).toEqual({ delivered: 5, lost: 0, late: 0, early: 2, crowded: 0, mostHeldOctets: 128 });
  });

  it('waits for a frame as long as the members may lie apart, hands on the rest then, and does not hand on what comes later', () => {
    const { one, handedOn, take } = rejoiner();
    take(0, 0, 2, 3);
    take(5, 5);
    one.due(9.9);
    expect(handedOn).toEqual([0]);
    one.due(10);
    expect([handedOn, one.dueAtMs]).toEqual([[0, 2, 3], 15]);
    take(11, 1, 4);
    expect(handedOn).toEqual([0, 2, 3, 4, 5]);
    expect(one.counts).toMatchObject({ delivered: 5, lost: 1, late: 1 });
  });

  it('hands nothing on twice', () => {
    const { one, handedOn, take } = rejoiner();
    take(0, 0, 0, 2, 2, 1, 1, 2);
    expect(handedOn).toEqual([0, 1, 2]);
    expect(one.counts).toMatchObject({ delivered: 3, lost: 0, late: 4 });
  });

  it('waits that long for the first frames where it begins in the midst of things', () => {
    const { one, handedOn, take } = rejoiner();
    take(0, 41);
    take(8, 40);
    one.due(10);
    expect([handedOn, one.counts.lost]).toEqual([[40, 41], 0]);
  });

  it('begins anew with a sender that does, and takes no more of what that one had sent before', () => {
    const { one, handedOn, take } = rejoiner();
    take(0, 0, 2);
    one.take(EPOCH + 1, 0, Uint8Array.of(100), 1);
    one.take(EPOCH, 1, Uint8Array.of(1), 2);
    expect(handedOn).toEqual([0, 2, 100]);
    expect(one.counts).toMatchObject({ delivered: 3, lost: 1, late: 1 });
  });

  it('gives up the oldest gap when it has no room for more', () => {
    const { one, handedOn, take } = rejoiner({ maxDifferentialDelayMs: 10, octets: 3 * 64 });
    take(0, 0, 2, 4, 6);
    expect(handedOn).toEqual([0]);
    take(1, 8);
    expect(handedOn).toEqual([0, 2]);
    expect(one.counts).toMatchObject({ crowded: 1, lost: 1, mostHeldOctets: 4 * 64 });
  });

  it('delivers any frames of any members in order, whole where the members lie no further apart than sold, and none after it has waited longer', () => {
    const members = fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 4 });
    const sent = fc.array(fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 3 })), { maxLength: 200 });
    fc.assert(
      fc.property(members, sent, (delaysMs, frames) => {
        let clock = 0;
        const coming = frames.map(([gapMs, member], number) => ({ number, atMs: (clock += gapMs) + (delaysMs[member % delaysMs.length] ?? 0) }));
        const handedOn: { number: number; atMs: number }[] = [];
        let nowMs = 0;
        const one = new Rejoiner({ maxDifferentialDelayMs: 10, octets: 1_000_000 }, (frame) => handedOn.push({ number: frame[0] ?? -1, atMs: nowMs }));
        const came = new Map<number, number>();
        const passUntil = (untilMs: number): void => {
          for (let dueAtMs = one.dueAtMs; dueAtMs !== undefined && dueAtMs <= untilMs; dueAtMs = one.dueAtMs) one.due((nowMs = dueAtMs));
        };
        for (const { number, atMs } of coming.sort((a, b) => a.atMs - b.atMs)) {
          // What comes at the instant in which the wait is over has come in time.
          passUntil(atMs - 1);
          came.set(number, (nowMs = atMs));
          one.take(EPOCH, number, Uint8Array.of(number), atMs);
        }
        passUntil(clock + 100);
        const numbers = handedOn.map(({ number }) => number);
        expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
        for (const { number, atMs } of handedOn) expect(atMs - (came.get(number) ?? Number.NaN)).toBeLessThanOrEqual(10);
        expect(numbers.length + one.counts.late).toBe(frames.length);
        if (Math.max(...delaysMs) - Math.min(...delaysMs) <= 10) expect(numbers.length).toBe(frames.length);
      }),
    );
  });
});
