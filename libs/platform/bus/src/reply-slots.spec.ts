import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ReplySlots, TICK_MS } from './reply-slots.js';

const HOUR_MS = 3_600_000;

describe('slots for replies', () => {
  it('give an answer to the call that waits for it, once', () => {
    const slots = new ReplySlots<string>(4);
    const [a, b] = [slots.claim('a', 0, 100) as number, slots.claim('b', 0, 100) as number];
    expect(slots.release(b)).toBe('b');
    expect(slots.release(b)).toBeUndefined();
    expect(slots.release(a)).toBe('a');
  });

  it('never give the answer of an old call to the one that has its slot now', () => {
    const slots = new ReplySlots<string>(1);
    const old = slots.claim('old', 0, 100) as number;
    expect(slots.expired(100 + TICK_MS)).toEqual(['old']);
    const fresh = slots.claim('new', 100 + TICK_MS, 100) as number;
    expect(slots.release(old)).toBeUndefined();
    expect(slots.release(fresh)).toBe('new');
  });

  it('give no token beyond the limit, and another one as soon as a call has ended', () => {
    const slots = new ReplySlots<number>(3);
    const tokens = [0, 1, 2].map((call) => slots.claim(call, 0, 100) as number);
    expect(slots.claim(3, 0, 100)).toBeUndefined();
    slots.release(tokens[1] as number);
    expect(slots.claim(3, 0, 100)).toBeGreaterThan(2);
    expect(slots.waiting).toBe(3);
  });

  it.each([Number.NaN, -1, 0, 0.5, 3, 1e300, Number.POSITIVE_INFINITY])('know nothing of %d, which was never a token', (token) => {
    const slots = new ReplySlots<string>(4);
    slots.claim('a', 0, 100);
    expect(slots.release(token)).toBeUndefined();
    expect(slots.waiting).toBe(1);
  });

  it('end a call at its deadline and not a millisecond before it', () => {
    const slots = new ReplySlots<string>(4);
    slots.claim('a', 5, 100);
    expect(slots.expired(104.9)).toEqual([]);
    expect(slots.expired(105 + TICK_MS)).toEqual(['a']);
  });

  it('end a call without any time within a tick, though the present one was dealt with already', () => {
    const slots = new ReplySlots<string>(4);
    slots.claim('other', 0, 100);
    slots.expired(2 * TICK_MS);
    slots.claim('hasty', 2 * TICK_MS, 0);
    expect(slots.expired(3 * TICK_MS)).toEqual(['hasty']);
  });

  it('end a call whose deadline is many turns of the wheel away, and one that began after a long silence', () => {
    const slots = new ReplySlots<string>(4);
    slots.claim('far', 0, HOUR_MS);
    for (let now = 0; now < HOUR_MS; now += 997) expect(slots.expired(now)).toEqual([]);
    expect(slots.expired(HOUR_MS + TICK_MS)).toEqual(['far']);
    slots.claim('later', 10 * HOUR_MS, 50);
    expect(slots.expired(10 * HOUR_MS + 49)).toEqual([]);
    expect(slots.expired(10 * HOUR_MS + 50 + TICK_MS)).toEqual(['later']);
  });

  it('end at once what was due while nobody looked for longer than a turn of the wheel', () => {
    const slots = new ReplySlots<number>(100);
    for (let call = 0; call < 100; call += 1) slots.claim(call, 0, call * 100);
    expect(slots.expired(HOUR_MS)).toHaveLength(100);
  });

  it('answer, end and reuse as a plain map of deadlines does, in whatever order things happen', () => {
    const step = fc.record({ action: fc.constantFrom('claim', 'claim', 'release', 'expire'), pick: fc.nat(50), ms: fc.nat(12_000) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const slots = new ReplySlots<number>(16);
        const model = new Map<number, { call: number; due: number }>();
        const given: number[] = [];
        let now = 0;
        steps.forEach(({ action, pick, ms }, call) => {
          now += ms / 100;
          if (action === 'claim') {
            const token = slots.claim(call, now, ms);
            expect(token === undefined).toBe(model.size === 16);
            if (token === undefined) return;
            expect(given).not.toContain(token);
            given.push(token);
            model.set(token, { call, due: Math.floor((now + ms) / TICK_MS) + 1 });
          } else if (action === 'release') {
            const token = given[pick % Math.max(1, given.length)] ?? 0;
            expect(slots.release(token)).toBe(model.get(token)?.call);
            model.delete(token);
          } else {
            const due = [...model].filter(([, waiting]) => waiting.due <= Math.floor(now / TICK_MS));
            for (const [token] of due) model.delete(token);
            expect(slots.expired(now).sort()).toEqual(due.map(([, waiting]) => waiting.call).sort());
          }
          expect(slots.waiting).toBe(model.size);
        });
      }),
      { numRuns: 2_000 },
    );
  });
});
