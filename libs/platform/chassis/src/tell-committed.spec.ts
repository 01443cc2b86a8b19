import { expect, it } from '@jest/globals';
import { BUSY_GAP_MS } from '@carriermesh/platform-bus';
import { HandTimers } from '@carriermesh/platform-time';
import { tellCommitted } from './early-words.js';

/** A service on a clock that goes as far as it is told to, and what it says on the bus. */
class Service {
  words = 0;
  private readonly timers = new HandTimers();
  readonly committed = tellCommitted({ tell: () => void (this.words += 1) }, this.timers);

  /** Goes on by a millisecond at a time, with so many commits in each. */
  async go(ms: number, commitsEach = 0): Promise<number> {
    const before = this.words;
    for (let passed = 0; passed < ms; passed += 1) {
      for (let commit = 0; commit < commitsEach; commit += 1) this.committed();
      this.timers.pass(1);
      await Promise.resolve();
      await Promise.resolve();
    }
    return this.words - before;
  }
}

it('a commit is told at once, each of an order’s, and of very many one word for all of a relay’s run, the last one too', async () => {
  const service = new Service();
  for (let commit = 0; commit < 5; commit += 1) {
    service.committed();
    expect(await service.go(4)).toBe(1);
  }
  await service.go(100, 2);
  expect(await service.go(4 * BUSY_GAP_MS, 2)).toBe(4);
  service.committed();
  expect(await service.go(BUSY_GAP_MS)).toBe(1);
  expect(await service.go(100)).toBe(0);
  service.committed();
  expect(await service.go(1)).toBe(1);
});
