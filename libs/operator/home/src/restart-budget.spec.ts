import { describe, expect, it } from '@jest/globals';
import { MAX_RESTARTS_PER_MINUTE, RestartBudget } from './restart-budget.js';

describe('the restart budget', () => {
  it('waits 250 ms, then twice as long each time, and never more than 5 s', () => {
    const budget = new RestartBudget();
    expect(Array.from({ length: 7 }, () => budget.nextDelayMs(0))).toEqual([250, 500, 1_000, 2_000, 4_000, 5_000, 5_000]);
  });

  it('refuses the eleventh restart within a minute, and allows it when the first is a minute old', () => {
    const budget = new RestartBudget();
    for (let restart = 0; restart < MAX_RESTARTS_PER_MINUTE; restart += 1) expect(budget.nextDelayMs(restart)).toBeDefined();
    expect(budget.nextDelayMs(59_999)).toBeUndefined();
    expect(budget.nextDelayMs(60_000)).toBe(5_000);
  });

  it('begins with the short wait again after a minute of peace', () => {
    const budget = new RestartBudget();
    for (let restart = 0; restart < 5; restart += 1) budget.nextDelayMs(0);
    expect(budget.nextDelayMs(60_000)).toBe(250);
  });
});
