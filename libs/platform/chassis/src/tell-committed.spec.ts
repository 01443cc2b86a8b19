import { expect, it } from '@jest/globals';
import { BUSY_GAP_MS } from '@carriermesh/platform-bus';
import type { Timers } from '@carriermesh/platform-time';
import { tellCommitted } from './early-words.js';

/** A service whose clock goes as far as it is told to, and what it says on the bus. */
class Service implements Timers {
  nowMs = 0;
  words = 0;
  private waiting: { readonly atMs: number; readonly work: () => void }[] = [];
  readonly committed = tellCommitted({ tell: () => void (this.words += 1) }, this);

  elapsedMs(): number {
    return this.nowMs;
  }

  after(ms: number, work: () => void): () => void {
    const entry = { atMs: this.nowMs + ms, work };
    this.waiting.push(entry);
    return () => (this.waiting = this.waiting.filter((each) => each !== entry));
  }

  async breathe(): Promise<void> {}

  /** Goes on by a millisecond at a time, with so many commits in each. */
  async go(ms: number, commitsEach = 0): Promise<number> {
    const before = this.words;
    for (let passed = 0; passed < ms; passed += 1) {
      for (let commit = 0; commit < commitsEach; commit += 1) this.committed();
      this.nowMs += 1;
      const due = this.waiting.filter(({ atMs }) => atMs <= this.nowMs);
      this.waiting = this.waiting.filter((each) => !due.includes(each));
      for (const { work } of due) work();
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
