import { describe, expect, it } from '@jest/globals';
import { HandTimers } from './hand-timers.js';
import { every, realTimers, sleep } from './timers.js';

describe('a sleep', () => {
  it('ends when its time has passed, and not a millisecond earlier', async () => {
    const timers = new HandTimers();
    let over = false;
    const slept = sleep(timers, 100).then(() => (over = true));
    timers.pass(99);
    await Promise.resolve();
    expect(over).toBe(false);
    timers.pass(1);
    await slept;
    expect(over).toBe(true);
  });

  it('ends at once when its signal is aborted, before it began too, and leaves no timer behind', async () => {
    const timers = new HandTimers();
    const stop = new AbortController();
    const slept = sleep(timers, 100, stop.signal);
    stop.abort();
    await slept;
    await sleep(timers, 100, stop.signal);
    expect(timers.open).toBe(0);
  });
});

describe('a repetition', () => {
  it('comes once in each span, and no more once it was called off, by its own work too', () => {
    const timers = new HandTimers();
    let calls = 0;
    const stop = every(timers, 10, () => {
      calls += 1;
      if (calls === 3) stop();
    });
    timers.pass(29);
    expect(calls).toBe(2);
    timers.pass(100);
    expect(calls).toBe(3);
    expect(timers.open).toBe(0);
  });
});

describe('the real timers', () => {
  it('call after a while, and never what was called off', async () => {
    const calls: string[] = [];
    realTimers.after(1, () => calls.push('called off'))();
    await new Promise<void>((resolve) => realTimers.after(5, resolve));
    await realTimers.breathe();
    expect(calls).toEqual([]);
  });
});
